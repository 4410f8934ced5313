"""The data of one run and every finding on the judged day: what any proof draws on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from congress_cli import dataclass
from congress_cli.engine import judge, rules_in_cycles
from congress_cli.model.facts import Fact
from congress_cli.model.finding import RANK, Finding, Status
from congress_cli.model.registry import Registry, Waiver
from congress_cli.model.report import Known
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.context import BELOW, CHILDREN, OWN
from congress_cli.rules.proof import Run


@dataclass(frozen=True)
class Judged(Run):
    """Registry, rulebook and waivers, and what the engine said of them.

    `as_of_from`: where the judged day came from (option, registry, today). `known`: whose knowledge is judged.
    """

    rulebook: Rulebook
    waivers: tuple[Waiver, ...]
    as_of_from: str
    known: Known | None = None

    def of_unit(self, unit_id: str) -> tuple[Finding, ...]:
        """All findings of a unit or task force, worst first."""
        found = self.findings.at_units(unit_id.__eq__)
        order = {rule.id: number for number, rule in enumerate(self.rulebook.rules)}
        return tuple(sorted(found, key=lambda finding: (RANK[finding.status], order[finding.rule])))

    @cached_property
    def in_cycles(self) -> tuple[Rule, ...]:
        """The rules whose limits form a cycle, be it for no unit."""
        cycles = rules_in_cycles(self.rulebook.rules)
        return tuple(rule for rule in self.rulebook.rules if rule.id in cycles)

    def again(self, rule: Rule, unit_id: str, facts: Mapping[str, Mapping[str, Fact]]) -> Finding:
        """What a rule on one unit would say with these facts (by unit, beside those recorded).

        Waivers are left out, so that the finding is the one the facts make.
        """
        registry = self._near(rule, unit_id)
        units = (unit.model_copy(update={"facts": {**unit.facts, **facts.get(unit.id, {})}}) for unit in registry.units)
        [finding] = self._judge_near(rule, unit_id, replace(registry, units=tuple(units)), (self.as_of,), ())
        return finding or Finding(unit_id, rule.id, Status.NOT_APPLICABLE, rule.severity, "part-absent", {})

    def on_days(self, rule: Rule, unit_id: str, days: Iterable[date]) -> Iterator[Finding | None]:
        """What a rule on one unit says on each of these days, with facts and waivers as they are.

        None where a figure that is seen by then takes the unit out of the rule.
        """
        return self._judge_near(rule, unit_id, self._near(rule, unit_id), days, self.waivers_of(rule.id, unit_id))

    def waivers_of(self, rule: str, unit: str) -> tuple[Waiver, ...]:
        """The waivers of a rule for a unit, in force or not."""
        of_rule = (one for one in self.waivers if one.rule == rule)
        return tuple(one.alone_for(unit) for one in of_rule if unit in one.holders(self.registry))

    def under_former(self, rule: Rule, unit_id: str, parameter: str) -> Finding:
        """What a rule on one unit would say without the amendment of a parameter that is in force."""
        dated = self.rulebook.parameters[parameter]
        newest = max(day for day in dated if day <= self.as_of)
        parameters = {parameter: {day: one for day, one in dated.items() if day < newest}}
        registry, waivers = self._near(rule, unit_id), ()
        findings = judge(registry, self.rulebook.with_changes(rules=(rule,)), self.as_of, waivers, parameters)
        return next(one for one in findings if (one.unit, one.rule) == (unit_id, rule.id))

    def _near(self, rule: Rule, unit_id: str) -> Registry:
        """The unit, with the others whose facts the rule reads, in the order of the registry."""
        others = {one.of for one in rule.reads()} - {OWN, BELOW, CHILDREN}
        near = {one.id: one for of in others if (one := self.registry.related(unit_id, of)) is not None}
        if any(one.of == CHILDREN for one in rule.reads()):
            near |= {one.id: one for one in self.registry.children_of(unit_id)}
        near[unit_id] = self.registry.by_id[unit_id]
        return replace(self.registry, units=tuple(near[one] for one in sorted(near)))

    def _judge_near(
        self, rule: Rule, unit_id: str, registry: Registry, days: Iterable[date], waivers: tuple[Waiver, ...]
    ) -> Iterator[Finding | None]:
        rulebook = self.rulebook.with_changes(rules=self.in_cycles if rule in self.in_cycles else (rule,))
        for day in days:
            findings = judge(registry, rulebook, day, waivers)
            yield next((one for one in findings if (one.unit, one.rule) == (unit_id, rule.id)), None)


def judged(
    registry: Registry,
    rulebook: Rulebook,
    waivers: tuple[Waiver, ...],
    as_of: date,
    as_of_from: str = "option",
    known: Known | None = None,
    near: Collection[str] | None = None,
) -> Judged:
    """Judge everything once, to prove any of it; or, to prove findings of the units `near`, what they may hang on."""
    findings = judge(registry, rulebook, as_of, waivers, near=near)
    return Judged(registry, rulebook, as_of, findings, waivers, as_of_from, known)
