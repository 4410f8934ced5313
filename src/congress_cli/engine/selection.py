"""Which units and rules were asked for."""

from __future__ import annotations

from collections.abc import Iterable

from congress_cli.errors import UsageError
from congress_cli.model.directive import Clause, Owner
from congress_cli.model.finding import Finding, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.report import (
    Selection,
)
from congress_cli.rules import Rule
from congress_cli.rules.rulebook import Rulebook
from congress_cli.text import suggestions


class Scope:
    """Which units and rules were asked for."""

    def __init__(self, asked: Selection, registry: Registry, rulebook: Rulebook) -> None:
        self.asked = asked
        self.registry = registry
        self._check_names(asked, registry, rulebook)
        self.rules = tuple(rule for rule in rulebook.rules if self._takes_rule(rule, rulebook.clauses))
        self._rule_ids = {rule.id for rule in self.rules}
        self._units = self._unit_ids(asked, registry)

    def takes(self, finding: Finding) -> bool:
        """Whether a finding is in the selection (its status aside)."""
        return finding.rule in self._rule_ids and self.takes_unit(finding.unit)

    def takes_unit(self, unit: str) -> bool:
        """Whether a unit or a task force is in the selection."""
        return self._units is None or unit in self._units

    def units(self) -> tuple[Unit, ...]:
        """The selected units and the superiors above them."""
        if self._units is None:
            return self.registry.units
        wanted = {unit for unit in self._units if unit in self.registry.by_id}
        for unit in tuple(wanted):
            wanted.update(above.id for above in self.registry.above(self.registry.by_id[unit]))
        return tuple(unit for unit in self.registry.units if unit.id in wanted)

    @staticmethod
    def _check_names(asked: Selection, registry: Registry, rulebook: Rulebook) -> None:
        clauses = [form for clause in rulebook.clauses for form in _clause_forms(clause.id)]
        for names, known, code in (
            (asked.units, list(registry.names), "unit-unknown"),
            (asked.under, list(registry.by_id), "unit-unknown"),
            (asked.rules, list(rulebook.by_id), "rule-unknown"),
            (asked.clauses, clauses, "clause-unknown"),
            (asked.owners, [owner.value for owner in Owner], "owner-unknown"),
            (asked.statuses, [status.value for status in Status], "status-unknown"),
        ):
            for name in names:
                if name not in known:
                    raise UsageError(code, text=name, known=suggestions(name, known))

    def _takes_rule(self, rule: Rule, clauses: Iterable[Clause]) -> bool:
        asked = self.asked
        if asked.rules and rule.id not in asked.rules:
            return False
        if asked.owners and not {owner.value for owner in rule.owner} & set(asked.owners):
            return False
        return not asked.clauses or any(set(_clause_forms(one)) & set(asked.clauses) for one in rule.clause)

    @staticmethod
    def _unit_ids(asked: Selection, registry: Registry) -> set[str] | None:
        if not asked.units and not asked.under:
            return None
        below = {unit: {unit, *(one.id for one in registry.below(unit))} for unit in asked.under}
        branch = set().union(*below.values())
        if not asked.units:
            return branch
        return set(asked.units) & branch if asked.under else set(asked.units)


def _clause_forms(clause: str) -> tuple[str, ...]:
    """What a clause may be asked for by: itself, its sentence, its paragraph (5.1b, 5.1, 5)."""
    sentence = clause.rstrip("abcdefghijklmnopqrstuvwxyz")
    return tuple(dict.fromkeys((clause, sentence, sentence.partition(".")[0])))
