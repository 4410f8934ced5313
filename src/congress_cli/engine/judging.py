"""Every rule against every unit. Pure: no files, no clock, no terminal.

Findings come in the order of the rulebook, within a rule by unit id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from congress_cli.engine.census import counted_below, files_complete
from congress_cli.engine.outcome import Outcome, finding_of, outcome_of
from congress_cli.engine.scope import Holding, not_issued, out_of_scope
from congress_cli.engine.shares import Rollup, Tallied, counts_of, severity_of
from congress_cli.engine.timed import CLOSED, TimedJudging, closed
from congress_cli.engine.weighed_facts import Records
from congress_cli.model.directive import Parameter
from congress_cli.model.finding import PROBLEMS, Finding, Severity, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.waivers import Waiver
from congress_cli.progress import Watch, unwatched, watched
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.census import CensusRule
from congress_cli.rules.context import Subject, Verdict
from congress_cli.rules.rulebook import Rulebook
from congress_cli.rules.share import ShareRule
from congress_cli.worlds import explore


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
        self.rulebook = rulebook
        self.as_of = as_of
        self.watch = watch
        self.setting = rulebook.setting(as_of, parameters)
        self.waived = {
            (waiver.rule, unit): waiver for waiver in waivers if waiver.in_force(as_of) for unit in waiver.units
        }
        self.rollup = Rollup(registry, rulebook.rules)
        self.subjects = {unit.id: Subject(unit.id, unit.facts, registry.complete(unit)) for unit in registry.units}
        self.timed = [
            TimedJudging(rule, self.setting, registry, self.subjects)
            for rule in rulebook.rules
            if isinstance(rule, TimedRule)
        ]

    def findings(self) -> Iterator[Finding]:
        found = self._of_timed_rules()
        for rule in sorted(self.rulebook.rules, key=self._depth):
            if rule.id not in found:
                found[rule.id] = [self._waived(finding) for finding in self._rolled_up(rule)]
            self.rollup.add(rule.id, found[rule.id])
        for rule in self.rulebook.rules:
            yield from found[rule.id]

    def _depth(self, rule: Rule) -> int:
        """How many shares deep a rule reaches: what it rolls up is judged first."""
        if not isinstance(rule, ShareRule):
            return 0
        names = () if rule.rule == ("all",) else rule.rule
        return 1 + max((self._depth(self.rulebook.by_id[name]) for name in names), default=0)

    def _of_timed_rules(self) -> dict[str, list[Finding]]:
        """The findings of all timed rules, unit by unit; no unit is shown to a rule that does not apply to it."""
        found: dict[str, list[Finding]] = {judging.rule.id: [] for judging in self.timed}
        records, holding = Records(self.registry, self.as_of), Holding(self.timed, self.setting)
        for unit in watched(self.registry.units, "units", self.watch, every=1000):
            recorded = records.of(unit)
            for judging, fixed in holding.for_unit(unit):
                finding = (
                    judging.finding(unit, recorded) if fixed is None else self._finding(judging.rule, unit.id, fixed)
                )
                found[judging.rule.id].append(self._waived(finding) if self.waived else finding)
        return found

    def _rolled_up(self, rule: Rule) -> Iterator[Finding]:
        """The findings of a rule on many units."""
        if isinstance(rule, ShareRule) and rule.over == "task_force":
            yield from self._of_task_forces(rule)
            return
        for unit in self.registry.units:
            if not rule.applies_to.matches(unit.level, unit.type, unit.tags):
                continue
            out = out_of_scope(rule, unit, self.setting)
            yield self._counted(rule, unit) if out is None else self._finding(rule, unit.id, out)

    def _of_task_forces(self, rule: ShareRule) -> Iterator[Finding]:
        for task_force in sorted(self.registry.task_forces, key=lambda one: one.id):
            if self.as_of < self.setting.issued:
                yield self._finding(rule, task_force.id, not_issued(self.setting))
            else:
                yield self._shared(rule, task_force.id, self.rollup.task_force(rule, task_force))

    def _counted(self, rule: Rule, unit: Unit) -> Finding:
        if isinstance(rule, ShareRule):
            over = self.rollup.children if rule.over == "children" else self.rollup.below
            return self._shared(rule, unit.id, over(rule, unit), unit)
        if not isinstance(rule, CensusRule):
            raise TypeError(rule.kind)
        return self._finding(rule, unit.id, self._census(rule, unit))

    def _census(self, rule: CensusRule, unit: Unit) -> Outcome:
        if rule.select.day is not None and rule.select.day > self.as_of:
            waits = Verdict(Status.OPEN, "census-waits", {"day": rule.select.day.isoformat()})
            return self._unless_closed(unit, waits)
        counted = counted_below(rule.select, unit, self.registry, self.as_of)
        complete = files_complete(unit, self.registry)
        return self._unless_closed(unit, rule.compared(counted, self.setting.parameters, complete))

    def _shared(self, rule: ShareRule, unit_id: str, tallied: Tallied, unit: Unit | None = None) -> Finding:
        verdict = rule.rolled_up(counts_of(tallied))
        severity = severity_of(verdict.status, tallied, rule.severity)
        return self._finding(rule, unit_id, self._unless_closed(unit, verdict), severity)

    def _unless_closed(self, unit: Unit | None, verdict: Verdict) -> Outcome:
        """The outcome of a verdict in those worlds in which the unit is not closed yet."""
        return outcome_of(explore(lambda world: CLOSED if unit and closed(unit, world, self.setting) else verdict))

    def _finding(self, rule: Rule, unit_id: str, outcome: Outcome, severity: Severity | None = None) -> Finding:
        return finding_of(rule, unit_id, outcome, self.as_of, severity)

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
