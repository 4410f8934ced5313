"""Every rule against every unit. Pure: no files, no clock, no terminal.

Findings come in the order of the rulebook, within a rule by unit id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from congress_cli.engine.circles import rules_in_circles
from congress_cli.engine.counting import counted_below, files_complete
from congress_cli.engine.outcome import Outcome, outcome_of
from congress_cli.engine.rollup import Rollup, Tallied, counts_of, severity_of
from congress_cli.model.directive import Parameter
from congress_cli.model.facts import Plan
from congress_cli.model.finding import PROBLEMS, Evidence, Finding, Severity, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.waivers import Waiver
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.case import Case, Subject
from congress_cli.rules.census import CensusRule
from congress_cli.rules.rulebook import Rulebook
from congress_cli.rules.share import ShareRule
from congress_cli.rules.verdict import Verdict
from congress_cli.worlds import World, explore, moment

Profile = tuple[str, str, tuple[str, ...]]

CLOSED = Verdict(Status.NOT_APPLICABLE, "unit-closed", reason="unit-closed")


def judge(
    registry: Registry,
    rulebook: Rulebook,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    parameters: Mapping[str, Parameter] | None = None,
) -> tuple[Finding, ...]:
    """Every finding on a day. `parameters` stand in for those of the rulebook that have the same name."""
    return tuple(_Judging(registry, rulebook, as_of, waivers, parameters).findings())


class _Judging:
    """One run of the engine."""

    def __init__(
        self,
        registry: Registry,
        rulebook: Rulebook,
        as_of: date,
        waivers: Iterable[Waiver],
        parameters: Mapping[str, Parameter] | None,
    ) -> None:
        self.registry = registry
        self.rulebook = rulebook
        self.as_of = as_of
        self.setting = rulebook.setting(as_of, parameters)
        self.waived = {
            (waiver.rule, unit): waiver for waiver in waivers if waiver.in_force(as_of) for unit in waiver.units
        }
        self.rollup = Rollup(registry, rulebook.rules)
        self.by_profile: dict[Profile, dict[str, tuple[str, ...]]] = {}
        self.subjects = {unit.id: Subject(unit.id, unit.facts, registry.complete(unit)) for unit in registry.units}
        self.any_circle = bool(rules_in_circles(rulebook.rules))

    def findings(self) -> Iterator[Finding]:
        found: dict[str, list[Finding]] = {}
        for rule in sorted(self.rulebook.rules, key=self._depth):
            found[rule.id] = [self._waived(finding) for finding in self._of_rule(rule)]
            self.rollup.add(rule.id, found[rule.id])
        for rule in self.rulebook.rules:
            yield from found[rule.id]

    def _depth(self, rule: Rule) -> int:
        """How many shares deep a rule reaches: what it rolls up is judged first."""
        if not isinstance(rule, ShareRule):
            return 0
        names = () if rule.rule == ("all",) else rule.rule
        return 1 + max((self._depth(self.rulebook.by_id[name]) for name in names), default=0)

    def _of_rule(self, rule: Rule) -> Iterator[Finding]:
        if isinstance(rule, ShareRule) and rule.over == "task_force":
            yield from self._of_task_forces(rule)
            return
        judged = _TimedJudging(self, rule) if isinstance(rule, TimedRule) else None
        for unit in self.registry.units:
            if not rule.applies_to.matches(unit.level, unit.type, unit.tags):
                continue
            out = self._out_of_scope(rule, unit)
            if out is not None:
                yield self.finding_of(rule, unit.id, out)
            elif judged is not None:
                yield judged.finding(unit)
            else:
                yield self._counted(rule, unit)

    def _out_of_scope(self, rule: Rule, unit: Unit) -> Outcome | None:
        if self.as_of < self.setting.issued:
            return self._not_issued()
        if unit.closed is not None and unit.closed.day.last <= self.as_of:
            args = {"day": str(unit.closed.day), "into": unit.closed.into, "document": unit.closed.document}
            return Outcome(Status.NOT_APPLICABLE, "unit-closed", args, reason="unit-closed")
        unless = rule.unless
        if unless is not None and unless.matches(unit.level, unit.type, unit.tags):
            reason = {"vi": unless.reason.vi, "en": unless.reason.en}
            return Outcome(Status.NOT_APPLICABLE, "unless", {"reason": reason}, reason="unless")
        return None

    def _not_issued(self) -> Outcome:
        args = {"issued": self.setting.issued.isoformat()}
        return Outcome(Status.NOT_APPLICABLE, "not-yet-issued", args, reason="not-yet-issued")

    def _of_task_forces(self, rule: ShareRule) -> Iterator[Finding]:
        for task_force in sorted(self.registry.task_forces, key=lambda one: one.id):
            if self.as_of < self.setting.issued:
                yield self.finding_of(rule, task_force.id, self._not_issued())
            else:
                yield self._shared(rule, task_force.id, self.rollup.task_force(rule, task_force))

    def _counted(self, rule: Rule, unit: Unit) -> Finding:
        if isinstance(rule, ShareRule):
            over = self.rollup.children if rule.over == "children" else self.rollup.below
            return self._shared(rule, unit.id, over(rule, unit), unit)
        if not isinstance(rule, CensusRule):
            raise TypeError(rule.kind)
        return self.finding_of(rule, unit.id, self._census(rule, unit))

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
        return self.finding_of(rule, unit_id, self._unless_closed(unit, verdict), severity=severity)

    def _unless_closed(self, unit: Unit | None, verdict: Verdict) -> Outcome:
        """The outcome of a verdict in those worlds in which the unit is not closed yet."""
        return outcome_of(explore(lambda world: CLOSED if unit and self.closed(unit, world) else verdict))

    def closed(self, unit: Unit, world: World) -> bool:
        """Whether a unit is closed by the judged day in this world."""
        return unit.closed is not None and world.not_after(
            moment(unit.closed.day, (unit.id, "closed")), self.setting.today
        )

    def finding_of(
        self,
        rule: Rule,
        unit_id: str,
        outcome: Outcome,
        evidence: tuple[Evidence, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        grave = Severity.VIOLATION if outcome.status is Status.ERROR else severity or rule.severity
        return Finding(
            unit_id,
            rule.id,
            outcome.status,
            grave,
            outcome.code,
            outcome.args,
            outcome.last_day,
            outcome.last_days,
            None if outcome.last_day is None else (outcome.last_day - self.as_of).days,
            None,
            outcome.reason,
            outcome.waits_for,
            outcome.counts,
            evidence,
        )

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

    def circles_of(self, unit: Unit) -> dict[str, tuple[str, ...]]:
        """The rules in a circle among those that hold for a unit of this level, type and tags."""
        if not self.any_circle:
            return {}
        profile = (unit.level, unit.type, unit.tags)
        if profile not in self.by_profile:
            holding = [rule for rule in self.rulebook.rules if rule.applies_to.matches(*profile)]
            self.by_profile[profile] = rules_in_circles(holding)
        return self.by_profile[profile]


class _TimedJudging:
    """One timed rule: what it needs is worked out once, and units with the same facts are judged once."""

    def __init__(self, run: _Judging, rule: TimedRule) -> None:
        self.run = run
        self.rule = rule
        plans = run.setting.plans
        self.reads = dict.fromkeys(
            name for fact in rule.reads() for name in (fact, plans.get(fact)) if name is not None
        )
        self.of_children = rule.after is not None and rule.after.of == "children"
        self.by_facts: dict[tuple[object, ...], Outcome] = {}

    def finding(self, unit: Unit) -> Finding:
        circle = self.run.circles_of(unit).get(self.rule.id)
        if circle is not None:
            outcome = Outcome(Status.ERROR, "limit-circle", {"events": list(circle)})
            return self.run.finding_of(self.rule, unit.id, outcome)
        evidence = () if self.reads.keys().isdisjoint(unit.facts) else self._evidence(unit)
        return self.run.finding_of(self.rule, unit.id, self._outcome(unit), evidence)

    def _outcome(self, unit: Unit) -> Outcome:
        """The outcome; units with the very same facts (readers share equal ones) are judged once."""
        subject = self.run.subjects[unit.id]
        if self.of_children or unit.closed is not None:
            return self._explored(unit, subject)
        facts = unit.facts
        key = (subject.complete, *[id(facts[name]) if name in facts else None for name in self.reads])
        outcome = self.by_facts.get(key)
        if outcome is None:
            outcome = self.by_facts[key] = self._explored(unit, subject)
        return outcome

    def _explored(self, unit: Unit, subject: Subject) -> Outcome:
        children = self.run.registry.children_of(unit.id) if self.of_children else ()

        def in_one(world: World) -> Verdict:
            if self.run.closed(unit, world):
                return CLOSED
            # A start concerns the children that are not closed.
            concerned = tuple(self.run.subjects[child.id] for child in children if not self.run.closed(child, world))
            return self.rule.judge(Case(self.run.setting, subject, world, concerned))

        return outcome_of(explore(in_one))

    def _evidence(self, unit: Unit) -> tuple[Evidence, ...]:
        source = self.run.registry.sources.get(unit.id)
        found = []
        for name in self.reads:
            fact = unit.facts.get(name)
            if fact is None or (
                fact.day is not None and fact.day.first > self.run.as_of and not isinstance(fact, Plan)
            ):
                continue
            place = "" if source is None else source.at(name)
            found.append(Evidence(name, fact.value(), place, fact.source))
        return tuple(found)
