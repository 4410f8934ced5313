"""The data of one run and every finding on the judged day: what any proof draws on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from congress_cli.engine import judge
from congress_cli.model.facts import Fact
from congress_cli.model.finding import RANK, Finding
from congress_cli.model.registry import Registry, Waiver
from congress_cli.rules import Rule
from congress_cli.rules.rulebook import Rulebook
from congress_cli.rules.run import Run


@dataclass(frozen=True)
class Judged(Run):
    """Registry, rulebook and waivers, and what the engine said of them.

    `as_of_from`: where the judged day came from (option, registry, today).
    """

    rulebook: Rulebook
    waivers: tuple[Waiver, ...]
    as_of_from: str

    def of_unit(self, unit_id: str) -> tuple[Finding, ...]:
        """All findings of a unit or task force, worst first."""
        found = [finding for finding in self.findings if finding.unit == unit_id]
        order = {rule.id: number for number, rule in enumerate(self.rulebook.rules)}
        return tuple(sorted(found, key=lambda finding: (RANK[finding.status], order[finding.rule])))

    def again(
        self, rule: Rule, unit_id: str, facts: Mapping[str, Mapping[str, Fact]], as_of: date | None = None
    ) -> Finding:
        """What a rule on one unit would say with these facts (by unit, beside those recorded), or on another day.

        Waivers are left out, so that the finding is the one the facts make.
        """
        near = (self.registry.by_id[unit_id], *self.registry.children_of(unit_id))
        units = tuple(unit.model_copy(update={"facts": {**unit.facts, **facts.get(unit.id, {})}}) for unit in near)
        registry = replace(self.registry, units=units)
        rulebook = self.rulebook.with_changes(rules=(rule,))
        findings = judge(registry, rulebook, as_of or self.as_of)
        return next(one for one in findings if one.unit == unit_id)


def judged(
    registry: Registry, rulebook: Rulebook, waivers: tuple[Waiver, ...], as_of: date, as_of_from: str = "option"
) -> Judged:
    """Judge everything once, to prove any of it."""
    findings = judge(registry, rulebook, as_of, waivers)
    return Judged(registry, rulebook, as_of, findings, waivers, as_of_from)
