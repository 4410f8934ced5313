"""How a matter with a fixed last day came about over time: counted from the recorded days of the report alone.

An uncertain day is counted from its first day on as possible and from its last day on as sure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from congress_cli.days import EARLIEST, Day
from congress_cli.formats.webpage.chart import Chart, Point, chart
from congress_cli.formats.webpage.words import Words, day_of
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import ReportedRule

MOST_ROWS = 45


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one rule: its drawing, what it says in words, and its figures day by day."""

    rule_id: str
    title: str
    told: tuple[str, ...]
    chart: Chart
    rows: tuple[tuple[str, int, int], ...]
    total: int


def courses(words: Words) -> list[Course]:
    """A course for each rule about one event that all its units have the same last day for."""
    found: dict[str, list[Finding]] = {
        rule.id: [] for rule in words.report.rules if rule.kind == "event" and rule.last_day and rule.applicable
    }
    for finding in words.report.findings:
        if finding.rule in found and finding.status is not Status.NOT_APPLICABLE:
            found[finding.rule].append(finding)
    if not words.report.whole:
        return []  # of a part of the findings no total could be told
    return [_course(words, words.report.rule_by_id[rule], findings) for rule, findings in found.items()]


def _course(words: Words, rule: ReportedRule, findings: list[Finding]) -> Course:
    as_of, last_day, total = words.report.as_of, rule.last_day or words.report.as_of, len(findings)
    days = [day for finding in findings if (day := _done(rule, finding)) is not None]
    first = [day.first for day in days if day.first != EARLIEST]
    points = list(_points(days, min((*first, *(day.last for day in days), last_day, as_of)), as_of))
    return Course(
        rule_id=rule.id,
        title=words.phrases.marked_title(rule),
        told=tuple(_told(words, days, last_day, total)),
        chart=chart(points, as_of, last_day, total),
        rows=tuple(
            (words.say("day", day=point.day.isoformat()), point.sure, point.possible) for point in _thinned(points)
        ),
        total=total,
    )


def _done(rule: ReportedRule, finding: Finding) -> Day | None:
    return next((day_of(one) for one in finding.evidence if [one.fact] == [*rule.facts[:1]]), None)


def _points(days: list[Day], start: date, as_of: date) -> Iterator[Point]:
    """The counts at the end of each day on which one of them changes, from `start` to the judged day."""
    firsts, lasts = sorted(day.first for day in days), sorted(day.last for day in days)
    changes = {max(start, day) for day in (*firsts, *lasts) if day <= as_of}
    for day in sorted({start - timedelta(days=1), *changes, as_of}):
        yield Point(day, bisect_right(lasts, day), bisect_right(firsts, day))


def _thinned(points: list[Point]) -> list[Point]:
    """No more points than a table can show, the last always among them."""
    step = -(-len(points) // MOST_ROWS)
    return [point for number, point in enumerate(reversed(points)) if number % step == 0][::-1]


def _told(words: Words, days: list[Day], last_day: date, total: int) -> Iterator[str]:
    as_of = words.report.as_of
    for code, day in (("course-in-time", last_day), ("course-now", as_of)):
        if code == "course-in-time" and day >= as_of:
            continue
        sure = sum(one.last <= day for one in days)
        possible = sum(one.first <= day for one in days)
        more = words.say("course-possible", count=possible - sure) if possible > sure else ""
        told = words.say(code, day=day.isoformat(), count=sure, total=total)
        yield f"{told} ({words.percent(sure, total)}){more and '; ' + more}"
    if len(days) < total:
        yield words.say("course-without", count=total - len(days), total=total)
