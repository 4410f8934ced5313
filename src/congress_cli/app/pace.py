"""How fast units come to an end with a rule: so far, of late, and as it would have to be. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

from congress_cli.app.check import by_id, report_on
from congress_cli.app.forecast import happened, plans_of
from congress_cli.days import Day, Today
from congress_cli.errors import CongressError, UsageError
from congress_cli.model.finding import Finding, Status
from congress_cli.model.message import Message
from congress_cli.model.plan import RECENT, Band, Pace, PaceOfRule, Risk, within
from congress_cli.model.registry import Unit
from congress_cli.model.report import Report, Selection
from congress_cli.reading.files import paused
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule

MOST_AT_RISK = 10
NOT_THROUGH = (Status.OVERDUE, Status.DUE_SOON, Status.OPEN, Status.UNKNOWN)


def pace(project: Project, asked: Selection, as_of: date | None, today: Today) -> Pace:
    """The pace of each rule asked for; of none asked for, of those about one event with a last day of their own.

    Raises Unreadable, UsageError, and CongressError where no rule is left.
    """
    with paused():
        data = read_data(project)
        asked, taken = by_id(asked, data)
        return replace(pace_of(data, asked, *data.judged_day(as_of, today)), notes=(*data.notes, *taken))


def pace_of(data: Data, asked: Selection, as_of: date, came_from: str = "option") -> Pace:
    """The same of what was read."""
    report = report_on(data, asked, (as_of, came_from), ("congress", "pace"))
    rules = [data.rulebook.by_id[one.id] for one in report.rules]
    if asked.rules:
        for rule in rules:
            if rule.bound_event is None:
                raise UsageError("pace-without-event", rule=rule.id)
    else:
        fixed = {one.id for one in report.rules if one.of_one_event and one.last_day is not None}
        rules = [rule for rule in rules if rule.id in fixed]
    found = tuple(one for rule in rules if (one := _of_rule(data, report, rule)) is not None)
    if not found:
        raise CongressError("nothing-matched")
    return Pace(report, found)


def _of_rule(data: Data, report: Report, rule: Rule) -> PaceOfRule | None:
    event, as_of = rule.bound_event, report.as_of
    findings = [one for one in report.by_rule[rule.id] if one.status is not Status.NOT_APPLICABLE]
    if event is None or not findings:
        return None
    days = [day for one in findings if (day := _done(data.registry.by_id[one.unit], event, as_of)) is not None]
    last_days = [one.last_day for one in findings if one.last_day is not None]
    last_day = max(last_days) if last_days else None
    done = Band(sum(day.last <= as_of for day in days), len(days))
    recent = within(days, as_of - timedelta(days=RECENT - 1), as_of)
    remaining = Band(len(findings) - done.high, len(findings) - done.low)
    open_ = [one for one in findings if one.status in NOT_THROUGH]
    risks = sorted(_risks(data, report, event, open_), key=lambda one: (one.grade, one.unit))
    return PaceOfRule(
        rule.id,
        event,
        len(findings),
        done,
        sum(one.status is Status.UNKNOWN and not _surely(data, one, event, as_of) for one in findings),
        last_day,
        tuple(sorted(days)),
        recent,
        _needed(remaining.high, last_day, as_of),
        _projected(remaining, recent, as_of),
        tuple(risks[:MOST_AT_RISK]),
        len(risks),
    )


def _surely(data: Data, finding: Finding, event: str, as_of: date) -> bool:
    day = _done(data.registry.by_id[finding.unit], event, as_of)
    return day is not None and day.last <= as_of


def _done(unit: Unit, event: str, as_of: date) -> Day | None:
    """The day of an event that has happened, or may have."""
    day = unit.day_of(event)
    return None if day is None or day.first > as_of else day


def _needed(remaining: int, last_day: date | None, as_of: date) -> float | None:
    """How many a day are needed to end in time; None where there is no last day, or it has passed."""
    if last_day is None or last_day <= as_of:
        return None
    return remaining / (last_day - as_of).days


def _projected(remaining: Band, recent: Band, as_of: date) -> tuple[date | None, date | None]:
    """The first and last day on which all may be done at the recent pace; None where it never comes to that."""

    def end(left: int, done: int) -> date | None:
        if not left:
            return as_of
        days = ceil(left * RECENT / done) if done else None
        return None if days is None or days > 36_500 else as_of + timedelta(days=days)

    return end(remaining.low, recent.high), end(remaining.high, recent.low)


def _risks(data: Data, report: Report, event: str, findings: list[Finding]) -> Iterator[Risk]:
    """The units that are not through, each with the gravest reason to fear for it."""
    whole = report_on(data, Selection(), (report.as_of, report.as_of_from), ())
    tasks = Counter(one.unit for one in whole.of_status((Status.OVERDUE, Status.FAILED)))
    for finding in findings:
        unit = data.registry.by_id[finding.unit]
        grade, reason = _reason(data, unit, event, finding, report.as_of, tasks)
        yield Risk(unit.id, grade, reason)


def _reason(
    data: Data, unit: Unit, event: str, finding: Finding, as_of: date, tasks: Counter[str]
) -> tuple[int, Message]:
    if finding.status is Status.OVERDUE:
        return 0, Message("ahead.risk-overdue", {"days": -(finding.days_left or 0)})
    planned = [(of, day) for _, of, day in plans_of(data, unit)]
    for of, day in planned:
        if day.last < as_of and not happened(unit, of, as_of):
            return 1, Message("ahead.risk-promise", {"day": str(day)})
        if finding.last_day is not None and day.first > finding.last_day:
            return 1, Message("ahead.risk-planned-late", {"day": str(day)})
    if tasks[unit.id]:
        return 2, Message("ahead.risk-tasks", {"count": tasks[unit.id]})
    held = _done(unit, event, as_of)
    if held is not None:
        return 3, Message("ahead.risk-uncertain", {"day": str(held)})
    if finding.status is Status.UNKNOWN:
        return 3, Message("ahead.risk-unrecorded", {"fact": event})
    return 4, Message("ahead.risk-no-plan" if not planned else "ahead.risk-none", {})
