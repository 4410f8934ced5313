"""Every rule against every unit. Pure: no files, no clock, no terminal.

Findings come in the order of the rulebook, within a rule by unit id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from graphlib import TopologicalSorter

from congress_cli.engine.one_rule import Records, RuleJudging
from congress_cli.engine.outcome import finding_of
from congress_cli.engine.rollup import Rollup
from congress_cli.engine.scope import Holding, not_issued, out_of_scope
from congress_cli.model.directive import Parameter
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.registry import Registry
from congress_cli.model.waivers import Waiver
from congress_cli.progress import Watch, unwatched, watched
from congress_cli.rules.context import Subject
from congress_cli.rules.rulebook import Rulebook


def judge(
    registry: Registry,
    rulebook: Rulebook,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    parameters: Mapping[str, Parameter] | None = None,
    watch: Watch = unwatched,
) -> tuple[Finding, ...]:
    """Every finding on a day. `parameters` stand in for those of the rulebook that have the same name."""
    return tuple(_Judging(registry, rulebook, as_of, waivers, parameters, watch).findings())


class _Judging:
    """One run of the engine."""

    def __init__(
        self,
        registry: Registry,
        rulebook: Rulebook,
        as_of: date,
        waivers: Iterable[Waiver],
        parameters: Mapping[str, Parameter] | None,
        watch: Watch,
    ) -> None:
        self.registry = registry
        self.as_of = as_of
        self.watch = watch
        self.context = rulebook.judge_context(as_of, parameters)
        self.waived = {
            (waiver.rule, unit): waiver for waiver in waivers if waiver.in_force(as_of) for unit in waiver.units
        }
        self.rollup = Rollup(registry, rulebook.rules)
        self.subjects = {unit.id: Subject(unit.id, unit.facts, registry.complete(unit)) for unit in registry.units}
        self.rules = {
            rule.id: RuleJudging(rule, self.context, registry, self.subjects, self.rollup) for rule in rulebook.rules
        }

    def findings(self) -> Iterator[Finding]:
        found = self._of_one_unit()
        for rule_id, findings in found.items():
            self.rollup.add(rule_id, findings)
        others = {rule_id: one for rule_id, one in self.rules.items() if rule_id not in found}
        # What a rule rolls up is judged first.
        for rule_id in TopologicalSorter({name: one.below.rolls_up for name, one in others.items()}).static_order():
            if rule_id in others:
                found[rule_id] = [self._waived(finding) for finding in self._of_many_units(others[rule_id])]
                self.rollup.add(rule_id, found[rule_id])
        for rule_id in self.rules:
            yield from found[rule_id]

    def _of_one_unit(self) -> dict[str, list[Finding]]:
        """The findings of rules on one unit, unit by unit; no unit is shown to a rule that does not apply to it."""
        rules = [one for one in self.rules.values() if one.rule.of_one_unit]
        found: dict[str, list[Finding]] = {judging.rule.id: [] for judging in rules}
        records, holding = Records(self.registry, self.as_of), Holding(rules, self.context)
        for unit in watched(self.registry.units, "units", self.watch, every=1000):
            recorded = records.of(unit)
            for judging, fixed in holding.for_unit(unit):
                finding = (
                    judging.finding(unit, recorded)
                    if fixed is None
                    else finding_of(judging.rule, unit.id, fixed, self.as_of)
                )
                found[judging.rule.id].append(self._waived(finding) if self.waived else finding)
        return found

    def _of_many_units(self, judging: RuleJudging) -> Iterator[Finding]:
        """The findings of a rule that looks at many units: one for each unit, or task force, it is judged at."""
        rule = judging.rule
        if rule.of_task_forces:
            for force in sorted(self.registry.task_forces, key=lambda one: one.id):
                out = not_issued(self.context) if self.as_of < self.context.issued else None
                subject = Subject(force.id, {}, complete=False)
                yield finding_of(rule, force.id, out or judging.outcome(subject, None), self.as_of)
            return
        for unit in self.registry.units:
            if rule.applies_to.matches(unit.level, unit.type, unit.tags):
                out = out_of_scope(rule, unit, self.context)
                yield finding_of(rule, unit.id, out or judging.outcome(self.subjects[unit.id], unit), self.as_of)

    def _waived(self, finding: Finding) -> Finding:
        waiver = self.waived.get((finding.rule, finding.unit))
        if waiver is None or finding.status not in PROBLEMS:
            return finding
        args = {
            "until": waiver.until.isoformat(),
            "authority": waiver.authority,
            "document": waiver.document,
            "reason": waiver.reason,
            "would_be_code": finding.code,
            "would_be_args": finding.args,
        }
        return finding._replace(status=Status.WAIVED, would_be=finding.status, code="waived", args=args)
