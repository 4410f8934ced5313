"""Whom to call, what to ask, and what turns by itself on each of the coming days. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from congress_cli import dataclass
from congress_cli.app.check import by_id, report_on
from congress_cli.app.forecast import collisions_of, days_ahead, happened, plans_of
from congress_cli.app.known import read_known
from congress_cli.app.plan import unit_plans
from congress_cli.days import Today
from congress_cli.engine.judging import Scope
from congress_cli.errors import CongressError
from congress_cli.model.ahead import Agenda, Call, CallKind, DayAhead, Role
from congress_cli.model.coming import Ahead, ComingDay, ComingStep, Promise
from congress_cli.model.finding import PROBLEMS, RANK, Finding, Status
from congress_cli.model.message import Message
from congress_cli.model.registry import Unit
from congress_cli.model.report import Report, Selection
from congress_cli.reading.files import paused
from congress_cli.reading.load import Data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule
from congress_cli.rules.context import CHILDREN, OWN, PARENT

TASK_FORCE = "task-force"
_KINDS = {one.value: one for one in CallKind}


def agenda(
    project: Project, asked: Selection, days: int, as_of: date | None, today: Today, known_at: date | None = None
) -> Agenda:
    """What is to be done, asked and expected from the judged day to so many days after it.

    Raises Unreadable, UsageError, and CongressError where nothing matches.
    """
    with paused():
        data = read_known(project, known_at)
        asked, taken = by_id(asked, data)
        found = agenda_of(data, asked, days, *data.judged_day(as_of, today))
        return replace(found, notes=(*data.notes, *taken))


def agenda_of(data: Data, asked: Selection, days: int, as_of: date, came_from: str = "option") -> Agenda:
    """The same of what was read."""
    report = report_on(data, asked, (as_of, came_from), ("congress", "next"))
    if not report.findings:
        raise CongressError("nothing-matched")
    scope = Scope(asked, data.registry, data.rulebook)
    ahead = tuple(days_ahead(data, scope, report, days))
    calls = _Calls(data, report, scope, ahead)
    ordered = tuple(sorted(calls.all(), key=lambda one: one.order(as_of)))
    near = (one for one in collisions_of(data, as_of) if one.day <= ahead[-1].day)
    collisions = tuple(one for one in near if any(map(scope.takes_unit, one.concerned)))
    return Agenda(report, days, ordered, ahead, collisions)


def reported_ahead(data: Data, asked: Selection, days: int, as_of: date) -> Ahead:
    """Of the same what a report holds: promises not kept, eventful days, collisions, and steps to be taken.

    Raises CongressError where steps go in a loop.
    """
    found = agenda_of(data, asked, days, as_of)
    until = found.ahead[-1].day
    return Ahead(
        until,
        tuple(
            Promise(call.unit, call.ask.args["fact"], call.ask.args["day"])
            for call in found.calls
            if call.kind is CallKind.PROMISE
        ),
        tuple(ComingDay(day.day, day.off, day.turns, day.planned) for day in found.ahead if day.turns or day.planned),
        found.collisions,
        tuple(_coming_steps(data, found.report, until)),
    )


def _coming_steps(data: Data, report: Report, until: date) -> Iterator[ComingStep]:
    """What must begin by that day. What has passed and may be done, for all that is known, is a question, no step."""
    unknown = {(one.unit, one.rule) for one in report.of_status((Status.UNKNOWN,))}
    for plan in unit_plans(data, report):
        for step in plan.steps:
            start, finish, slack = step.latest_start, step.latest_finish, step.slack
            if start is None or finish is None or slack is None or start.first > until:
                continue
            passed = finish.last < report.as_of
            if not passed or any((plan.unit, rule) not in unknown for rule in step.rules):
                yield ComingStep(plan.unit, step.name, str(start), str(finish), slack, step.critical)


# ---------------------------------------------------------------- whom to call


@dataclass(frozen=True, slots=True)
class _Calls:
    """What is to be said to whom, made of one report and the days after it."""

    data: Data
    report: Report
    scope: Scope
    ahead: Sequence[DayAhead]

    def all(self) -> Iterator[Call]:
        """Broken promises, tasks, questions, and what falls due or turns until the horizon."""
        yield from self._promises()
        first_turns: dict[tuple[str, str], tuple[date, Status]] = {}
        for day, one in ((ahead.day, turn) for ahead in self.ahead for turn in ahead.turns):
            if RANK[one.after] < RANK[one.before]:
                first_turns.setdefault((one.unit, one.rule), (day, one.after))
        for finding in self.report.findings:
            turn = first_turns.get((finding.unit, finding.rule))
            kind = self._kind(finding, turn)
            if kind is not None:
                yield self._call(finding, kind, turn)

    def _kind(self, finding: Finding, turn: tuple[date, Status] | None) -> CallKind | None:
        if self.report.rule_by_id[finding.rule].rolled_up or finding.status is Status.LATE:
            return None
        work = self.report.kind_of_task(finding)
        if work is not None:
            return _KINDS[work]
        horizon = (self.ahead[-1].day - self.report.as_of).days
        due = finding.days_left is not None and 0 <= finding.days_left <= horizon
        if finding.status is Status.UNKNOWN and due and "planned" not in finding.args:
            return CallKind.TO_ASK
        falls = finding.status is Status.OPEN and due
        worse = turn is not None and turn[1] in (*PROBLEMS, Status.DUE_SOON)
        return CallKind.COMING if falls or worse else None

    def _call(self, finding: Finding, kind: CallKind, turn: tuple[date, Status] | None) -> Call:
        rule = self.data.rulebook.by_id[finding.rule]
        whom, _ = self.report.responsibility.of(finding, self.report.rule_by_id[finding.rule])
        unit = self.data.registry.by_id[finding.unit]
        ask = self._question(rule, unit, finding)
        return Call(
            kind,
            finding.unit,
            finding.rule,
            whom,
            self._role(rule, unit, finding),
            finding.last_day or (finding.last_days[0] if finding.last_days else None),
            ask,
            self.data.rulebook.judge_context(self.report.as_of).plans.get(ask.args.get("fact", "")),
            finding,
            turn,
        )

    def _promises(self) -> Iterator[Call]:
        """Plans whose day has passed without their event; a question of their own, whatever the rules say."""
        as_of = self.report.as_of
        for unit in self.data.registry.units:
            closed = unit.closed is not None and unit.closed.day.first <= as_of
            for plan, event, day in () if closed or not self.scope.takes_unit(unit.id) else plans_of(self.data, unit):
                if day.last < as_of and not happened(unit, event, as_of):
                    ask = Message("ahead.ask-promise", {"fact": event, "day": str(day)})
                    whom = self.report.responsibility.branch_of(unit.id)
                    yield Call(CallKind.PROMISE, unit.id, None, whom, Role.OWN, day.last, ask, plan)

    def _question(self, rule: Rule, unit: Unit, finding: Finding) -> Message:
        """Of an uncertain day which one it is, of a missing fact whether and when, of a wrong one what is right."""
        uncertain = finding.args.get("facts", ()) if finding.code in ("uncertain", "too-uncertain") else ()
        for name in uncertain:
            day = unit.day_of(name)
            if day is not None and not day.exact:
                return Message("ahead.ask-which-day", {"fact": name, "day": str(day)})
        start = rule.start
        if finding.waits_for is not None and start is not None and start.of != OWN:
            code = start.of if start.of in (CHILDREN, PARENT) else "unit"
            return Message(f"ahead.ask-{code}", {"fact": finding.waits_for, "unit": start.of})
        if finding.waits_for is not None and not rule.of_parts:
            return self._missing((finding.waits_for,), unit, finding)
        if finding.code == "document-missing":
            return Message("ahead.ask-number", {"fact": rule.judged_facts()[0]})
        if finding.status is Status.FAILED:
            return Message("ahead.ask-right", {"facts": list(rule.judged_facts())})
        return self._missing(rule.judged_facts(), unit, finding)

    def _missing(self, names: Sequence[str], unit: Unit, finding: Finding) -> Message:
        """A question for the first fact that is not recorded, in the words of its kind; for when, if it is not done."""
        terms, plans = self.data.rulebook.facts, {event for _, event, _ in plans_of(self.data, unit)}
        args = finding.facts_args
        if finding.status is not Status.UNKNOWN and "part" in args:
            part = {key: args[key] for key in ("fact", "part", "part_day") if key in args}
            return Message(f"ahead.ask-{args['part_kind']}", part | {"name": f"{args['fact']}/{args.get('part_day')}"})
        missing = [name for name in names if not self._seen(unit, name) and name not in plans] or list(names)
        if finding.status is not Status.UNKNOWN and terms[missing[0]].is_day:
            return Message("ahead.ask-when", {"fact": missing[0]})
        return Message(f"ahead.ask-{terms[missing[0]].kind.value}", {"fact": missing[0]})

    def _seen(self, unit: Unit, name: str) -> bool:
        """Whether a fact is recorded, and not of a later day."""
        fact = unit.facts.get(name)
        return fact is not None and (fact.day is None or fact.day.first <= self.report.as_of)

    def _role(self, rule: Rule, unit: Unit, finding: Finding) -> Role:
        """Whom the matter waits for, seen from the unit."""
        start = rule.start
        if finding.waits_for is not None and start is not None and start.of != OWN:
            return {CHILDREN: Role.BELOW, PARENT: Role.SUPERIOR}.get(start.of, Role.OTHER)
        owners = {str(owner) for owner in rule.owner}
        if owners == {TASK_FORCE}:
            return Role.TASK_FORCE
        above = {one.level for one in self.data.registry.above(unit)}
        return Role.SUPERIOR if unit.level not in owners and owners & above else Role.OWN
