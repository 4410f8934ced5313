"""What turns by itself on each of the coming days, with the facts of now.

A day is judged only where something may turn on it, and then only by the rules whose findings may: those that read a
fact, a parameter, a waiver or a closing of such a day, and those with a last day near it. A test holds this against
judging everything on each day. Collisions: planned days on one day under one task force or branch, before those
below, on days off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import date, timedelta
from typing import NamedTuple

from congress_cli import dataclass, grouped
from congress_cli.app.check import report_on
from congress_cli.days import LATEST, Day, WorkingDays, on
from congress_cli.engine import judge
from congress_cli.engine.judging import Scope
from congress_cli.model.ahead import DayAhead
from congress_cli.model.coming import Colliding, CollisionKind, Turned
from congress_cli.model.directive import PlanTerm
from congress_cli.model.facts import Plan
from congress_cli.model.finding import Finding, Responsibility, Status, by_pair
from congress_cli.model.registry import Unit, Waiver
from congress_cli.model.report import Report, Selection, problems_of
from congress_cli.reading.load import Data
from congress_cli.rules import Rule

SETTLED = (Status.MET, Status.LATE, Status.NOT_APPLICABLE, Status.OVERDUE, Status.ERROR)


def days_ahead(data: Data, scope: Scope, report: Report, days: int) -> Iterator[DayAhead]:
    """The judged day, then each day until so many after it, with the counts that hold on it and what turns."""
    first = report.as_of
    planned, calendar = _planned(data, scope), usual_calendar(data)
    forecast = _Forecast(data, scope, first, min(first + timedelta(days=days), LATEST))
    forecast.begin(report.findings)
    totals, problems = Counter(report.totals), Counter(report.problems)
    yield DayAhead(first, None, dict(totals), dict(problems), (), planned.get(first, ()))
    for ordinal in range(first.toordinal() + 1, forecast.last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        changed = forecast.changed(day) if day in forecast.days else []
        for sign, side in ((-1, 0), (1, 1)):
            findings = [one for pair in changed if (one := pair[side]) is not None]
            for one in findings:
                totals[one.status] += sign
            for grade, count in problems_of(findings).items():
                problems[grade] += sign * count
        turns = tuple(
            Turned(new.unit, new.rule, old.status, new.status)
            for old, new in changed
            if old is not None and new is not None and old.status is not new.status
        )
        yield DayAhead(day, day_off(day, calendar), dict(totals), dict(problems), turns, planned.get(day, ()))


def _planned(data: Data, scope: Scope) -> dict[date, tuple[tuple[str, str], ...]]:
    """The units and the events planned for each day, as long as they have not happened."""
    found: dict[date, tuple[tuple[str, str], ...]] = {}
    for unit in data.registry.units:
        for _, event, day in plans_of(data, unit) if scope.takes_unit(unit.id) else ():
            if day.exact:
                found[day.first] = (*found.get(day.first, ()), (unit.id, event))
    return found


@dataclass(frozen=False)
class _Forecast:
    """The days on which something may turn, and the findings that may, as they stood on the day before."""

    data: Data
    scope: Scope
    first: date
    last: date
    days: set[date] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    before: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def begin(self, findings: Iterable[Finding]) -> None:
        """Find the days and the rules, from the facts and from the findings of the judged day."""
        every = {rule.id for rule in self.data.rulebook.rules}
        found = list(findings)
        self.rules = self._rules_of_facts() | {waiver.rule for waiver in self.data.waivers if self._waived(waiver)}
        self.rules |= {one.rule for one in found if self._near(one)}
        if self._all_may_turn(found):
            self.rules = every
        else:
            self._with_rolled_up()
        self.before = {(one.unit, one.rule): one for one in found if one.rule in self.rules}

    def _with_rolled_up(self) -> None:
        """Take in the rules that add up what may turn, and all that they add up."""
        rules = self.data.rulebook.rules
        rolled = {rule.id: rule.rolls_up(rules) for rule in rules}
        for _ in rules:
            before = len(self.rules)
            self.rules |= {name for name, those in rolled.items() if those & self.rules}
            self.rules |= {one for name in self.rules for one in rolled[name]}
            if len(self.rules) == before:
                return

    def changed(self, day: date) -> list[tuple[Finding | None, Finding | None]]:
        """The findings that are others on that day than on the day before, with what they were.

        None where there is none: a figure may decide whether a rule concerns the unit at all.
        """
        rules = tuple(rule for rule in self.data.rulebook.rules if rule.id in self.rules)
        judged = judge(self.data.registry, self.data.rulebook.with_changes(rules=rules), day, self.data.waivers)
        before, self.before = self.before, by_pair(self.scope.taken(judged))
        found: list[tuple[Finding | None, Finding | None]] = []
        for pair in {**before, **self.before}:
            old, new = before.get(pair), self.before.get(pair)
            if new is not None and (old is None or _standing(old) != _standing(new)):
                self._near(new)
            if old is None or new is None or (old.status, old.severity) != (new.status, new.severity):
                found.append((old, new))
        return found

    def _add(self, day: Day) -> bool:
        """Take in each day from one to another; whether any of them lies ahead."""
        first, last = max(day.first, self.first + timedelta(days=1)), min(day.last, self.last)
        days = range(first.toordinal(), last.toordinal() + 1)
        self.days.update(map(date.fromordinal, days))
        return len(days) > 0

    def _add_past(self, day: Day) -> bool:
        """Take in an uncertain day that has not passed, with the day after it; whether any of that lies ahead."""
        return day.last > self.first and self._add(Day(day.first, _next(day.last)))

    def _rules_of_facts(self) -> set[str]:
        """The rules that read a fact which becomes visible, or a parameter that begins."""
        names: set[str] = set()
        for unit in self.data.registry.units:
            for name, fact in unit.facts.items():
                if fact.day is not None and not isinstance(fact, Plan) and self._add_past(fact.day):
                    names.add(name)
        begins = [(name, day) for name, dated in self.data.rulebook.parameters.items() for day in dated]
        begun = {name for name, day in begins if self._add(on(day))}
        return {
            rule.id
            for rule in self.data.rulebook.rules
            if not names.isdisjoint(one.name for one in rule.reads()) or not begun.isdisjoint(rule.parameters())
        }

    def _waived(self, waiver: Waiver) -> bool:
        begins, ended = self._add(on(waiver.from_)), self._add(on(_next(waiver.until)))
        return begins or ended

    def _near(self, finding: Finding) -> bool:
        """Whether a finding may turn by its last day; takes in the days on which it may."""
        first, last = finding.last_days or (finding.last_day, finding.last_day)
        if first is None or last is None or finding.status in SETTLED:
            return False
        warned = timedelta(days=self.data.rulebook.by_id[finding.rule].warn_days)
        soon = self._add(Day(_earlier(first, warned), _earlier(last, warned)))
        passed = self._add(Day(_next(first), _next(last)))
        return soon or passed

    def _all_may_turn(self, findings: Iterable[Finding]) -> bool:
        """Whether rules do not decide what turns: a unit closes, the paper comes out, parts, limits in a cycle."""
        closings = [one.closed.day for one in self.data.registry.units if one.closed is not None]
        closing = [day for day in closings if self._add_past(day)]
        issued = self._add(on(self.data.rulebook.directive.issued))
        in_parts = any(type(rule).parts is not Rule.parts for rule in self.data.rulebook.rules)
        if in_parts:
            self._add(Day(self.first, self.last))
        return bool(closing) or issued or in_parts or any(one.status is Status.ERROR for one in findings)


def _standing(finding: Finding) -> tuple[object, ...]:
    return finding.status, finding.last_day, finding.last_days


def _next(day: date) -> date:
    return min(day, LATEST - timedelta(days=1)) + timedelta(days=1)


def _earlier(day: date, length: timedelta) -> date:
    return date.fromordinal(max(1, day.toordinal() - length.days))


class _Planned(NamedTuple):
    unit: Unit
    event: str
    day: Day


def plans_of(data: Data, unit: Unit) -> Iterator[tuple[str, str, Day]]:
    """Each plan of a unit that is recorded, with its event and its day."""
    for name, fact in unit.facts.items():
        term = data.rulebook.facts.get(name)
        if isinstance(term, PlanTerm) and fact.day is not None:
            yield name, term.of, fact.day


def day_off(day: date, calendar: WorkingDays | None) -> str | None:
    """Why nobody is at the office on a day: `weekend` or `holiday`; None for a working day.

    Without a calendar, and outside it, Saturday and Sunday are the weekend.
    """
    ordinal, weekend = day.toordinal(), day.weekday() >= 5
    if calendar is None or not calendar.first <= ordinal <= calendar.last:
        return "weekend" if weekend else None
    if calendar.works(ordinal):
        return None
    return "weekend" if weekend else "holiday"


def usual_calendar(data: Data) -> WorkingDays | None:
    """The calendar that holds for all rules, if the rulebook names one."""
    return data.rulebook.working_days.get(data.rulebook.calendar or "")


def collisions_of(data: Data, as_of: date) -> tuple[Colliding, ...]:
    """Those of the whole registry whose days have not passed, by day."""
    planned = list(_to_come(data, as_of))
    if not planned:
        return ()
    responsibility = report_on(data, Selection(), (as_of, "option"), ()).responsibility
    found = [
        *_same_day(responsibility, planned),
        *_before_below(data, planned),
        *_days_off(planned, usual_calendar(data)),
    ]
    found = [replace(one, names=tuple(map(data.registry.name_of, one.units))) for one in found]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.units)))


def _to_come(data: Data, as_of: date) -> Iterator[_Planned]:
    """What is planned for a day that has not passed and has not happened yet."""
    for unit in data.registry.units:
        for _, event, day in plans_of(data, unit) if unit.closed is None else ():
            if day.last >= as_of and not happened(unit, event, as_of):
                yield _Planned(unit, event, day)


def happened(unit: Unit, event: str, as_of: date) -> bool:
    """Whether an event has happened by a day, or may have."""
    day = unit.day_of(event)
    return day is not None and day.first <= as_of


def _same_day(responsibility: Responsibility, planned: list[_Planned]) -> Iterator[Colliding]:
    """Units of one task force on one day; of one branch, as far as they stand below it. Uncertain days do not count."""
    groups: dict[tuple[CollisionKind, str, str, date], list[str]] = {}
    for one in planned:
        force, branch = responsibility.force_of(one.unit.id), responsibility.branch_of(one.unit.id)
        kind, whom = CollisionKind.SAME_BRANCH, branch
        if branch == one.unit.id:
            kind, whom = CollisionKind.SAME_FORCE, force or ""
        if whom and one.day.exact:
            groups.setdefault((kind, whom, one.event, one.day.first), []).append(one.unit.id)
    for (kind, whom, event, day), units in groups.items():
        if len(units) > 1:
            yield Colliding(kind, day, event, tuple(sorted(units)), (), whom, None)


def _before_below(data: Data, planned: list[_Planned]) -> Iterator[Colliding]:
    """A superior's day that surely does not come after that of every unit below it."""
    days = {(one.unit.id, one.event): one.day for one in planned}
    for one in planned:
        below = [
            child.id
            for child in data.registry.children_of(one.unit.id)
            if (child.id, one.event) in days and days[child.id, one.event].first >= one.day.last
        ]
        if below:
            kind, whom = CollisionKind.BEFORE_BELOW, one.unit.id
            yield Colliding(kind, one.day.first, one.event, tuple(sorted(below)), (), whom, None)


def _days_off(planned: list[_Planned], calendar: WorkingDays | None) -> Iterator[Colliding]:
    """What is planned for a day on which nobody is at the office."""
    off = (one for one in planned if one.day.exact and day_off(one.day.first, calendar) is not None)
    for (day, event), those in grouped(off, lambda one: (one.day.first, one.event)).items():
        units = tuple(sorted(one.unit.id for one in those))
        yield Colliding(CollisionKind.DAY_OFF, day, event, units, (), None, day_off(day, calendar))
