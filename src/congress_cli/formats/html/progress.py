"""Progress: how far units have come with each fact, and charts: how many had done it by which day, as steps.

What is possible but not sure is a band.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from congress_cli import dataclass
from congress_cli.days import EARLIEST, Day, on
from congress_cli.formats.html.words import Words, day_of
from congress_cli.language import translate
from congress_cli.model.finding import Finding, Status
from congress_cli.model.progress import Progress, Row, progress_of, tenths
from congress_cli.model.report import ReportedRule

LEFT, RIGHT, TOP, BOTTOM = 58, 470, 44, 172
LABEL, MONTH = 90, 22


@dataclass(frozen=True, slots=True)
class Point:
    """How many are surely and how many possibly done at the end of a day."""

    day: date
    sure: int
    possible: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis; `label_x` is where its text may stand without leaving the picture."""

    x: float
    label_x: float
    day: date


@dataclass(frozen=True, slots=True)
class Chart:
    """Paths and places in a picture of 480 by 200."""

    line: str
    area: str
    band: str
    last_day: Tick
    as_of: Tick
    months: tuple[Tick, ...]

    top: ClassVar = TOP
    bottom: ClassVar = BOTTOM
    left: ClassVar = LEFT
    right: ClassVar = RIGHT


def chart(points: list[Point], as_of: date, last_day: date, total: int) -> Chart:
    """The picture of some points; its axis runs from the first of them to the later of the two days that matter."""
    scale = _Scale(points[0].day, max(as_of, last_day) + timedelta(days=2), total)
    sure = scale.steps([(point.day, point.sure) for point in points])
    possible = scale.steps([(point.day, point.possible) for point in points])
    return Chart(
        line=_path(sure),
        area=f"{_path(sure)}V{BOTTOM}H{_number(sure[0][0])}Z",
        band=f"{_path(possible)}{_path(sure[::-1], 'L')}Z",
        last_day=scale.tick(last_day),
        as_of=scale.tick(as_of),
        months=tuple(scale.months()),
    )


class _Scale:
    """From days and counts to places in the picture."""

    def __init__(self, first: date, last: date, total: int) -> None:
        self.first = first
        self.days = (last - first).days
        self.total = max(total, 1)

    def x(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / self.days

    def y(self, count: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * count / self.total

    def tick(self, day: date, label: float = LABEL) -> Tick:
        """A day on the axis, with room for a text so many units to either side."""
        x = self.x(day)
        return Tick(round(x, 1), round(min(max(x, LEFT + label), RIGHT + 8 - label), 1), day)

    def steps(self, counts: list[tuple[date, int]]) -> list[tuple[float, float]]:
        """The corners of a staircase: it rises on the day of a change."""
        corners = [(self.x(counts[0][0]), self.y(counts[0][1]))]
        for day, count in counts[1:]:
            corners += [(self.x(day), corners[-1][1]), (self.x(day), self.y(count))]
        return corners

    def months(self) -> list[Tick]:
        """The first days of months, at most six of them."""
        last = self.first + timedelta(days=self.days)
        begins = [
            date(self.first.year + month // 12, month % 12 + 1, 1)
            for month in range(self.first.month, self.first.month + (last - self.first).days // 28 + 1)
        ]
        inside = [day for day in begins if self.first < day < last]
        return [self.tick(day, MONTH) for day in inside[:: -(-len(inside) // 6) or 1]]


def _path(corners: list[tuple[float, float]], begin: str = "M") -> str:
    return begin + "L".join(f"{_number(x)} {_number(y)}" for x, y in corners)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


MOST_ROWS = 45
KNOWN_PARTS = 10  # a chart needs a tenth to be known


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one rule: its drawing, what it says in words, and its figures day by day."""

    sentences: tuple[str, ...]
    chart: Chart
    rows: tuple[tuple[str, int, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """One event, tally or measure: the total as a share and in figures, a row for each group, and its course."""

    title: str
    last_day: str
    share: str
    length: int
    figures: tuple[str, ...]
    by: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    course: Course | None


def parts(words: Words) -> list[Part]:
    """What is recorded of events with one last day, of tallies and of measures; nothing before the paper's issue."""
    report = words.report
    found = progress_of(report) if report.as_of >= report.directive.issued else ()
    return [_part(words, one) for one in sorted(found, key=lambda one: not one.by_week)]


def _part(words: Words, one: Progress) -> Part:
    heads = [column for column in one.columns if column != "total"]
    head_texts = {column: words.office.progress_head(column) for column in heads}
    total = _figures(words, one.total, heads)
    rows = (
        (words.office.progress_group(one, row), *_figures(words, row, heads).values())
        for row in (*one.rows, *one.totals)
    )
    is_share = "percent" in one.columns
    return Part(
        title=words.office.progress_title(one),
        last_day="" if one.last_day is None else words.phrases.translate("last-day", day=on(one.last_day)),
        share=f"{total.pop('done')} ({total.pop('percent')})" if is_share else "",
        length=tenths(int(one.total.values["done"] or 0), int(one.total.values["total"] or 0)) if is_share else 0,
        figures=tuple(f"{head_texts[column].lower()} {value}" for column, value in total.items()) if is_share else (),
        by=translate(words.language, f"runs.progress-by-{one.by}"),
        heads=tuple(head_texts.values()),
        rows=tuple(rows),
        course=None if one.rule is None or not one.rule.of_one_event else _course(words, one.rule),
    )


def _figures(words: Words, row: Row, heads: list[str]) -> dict[str, str]:
    """The figures of a row under the names of their columns, what is done with what it is out of."""
    figures = {column: words.number(row.values[column]) for column in row.values}
    if "percent" in figures:
        figures["done"] = f"{figures['done']}/{figures['total']}"
    if row.values.get("percent") is not None:
        figures["percent"] = words.translate("percent", percent=figures["percent"])
    return {column: figures[column] for column in heads}


def _course(words: Words, rule: ReportedRule) -> Course | None:
    """The course of a rule on one event, where enough is known of it."""
    as_of, last_day = words.report.as_of, rule.last_day or words.report.as_of
    findings = [one for one in words.report.by_rule[rule.id] if _counts(words, rule, one)]
    total = len(findings)
    if not _is_known(rule, findings):
        return None
    days = [day for finding in findings if (day := _done(rule, finding)) is not None]
    first = [day.first for day in days if day.first != EARLIEST]
    points = list(_points(days, min((*first, *(day.last for day in days), last_day, as_of)), as_of))
    return Course(
        sentences=tuple(_sentences(words, days, last_day, total)),
        chart=chart(points, as_of, last_day, total),
        rows=tuple(
            (words.translate("day", day=point.day.isoformat()), point.sure, point.possible)
            for point in _thinned(points)
        ),
        total=total,
    )


def _counts(words: Words, rule: ReportedRule, finding: Finding) -> bool:
    """Whether a finding is of a unit that counts: one that the rule leaves out does so once it has done the matter."""
    if finding.unit not in words.report.unit_by_id or finding.reason == "unit-closed":
        return False
    day = _done(rule, finding)
    return finding.status is not Status.NOT_APPLICABLE or (day is not None and day.last <= words.report.as_of)


def _is_known(rule: ReportedRule, findings: list[Finding]) -> bool:
    """Whether enough is known for a picture: that it has not happened, or a day, be it an uncertain one."""
    known = sum(one.status is not Status.UNKNOWN or _done(rule, one) is not None for one in findings)
    return known * KNOWN_PARTS >= len(findings) > 0


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


def _sentences(words: Words, days: list[Day], last_day: date, total: int) -> Iterator[str]:
    as_of = words.report.as_of
    for code, day in (("course-in-time", last_day), ("course-now", as_of)):
        if code == "course-in-time" and day >= as_of:
            continue
        sure = sum(one.last <= day for one in days)
        possible = sum(one.first <= day for one in days)
        more = words.translate("course-possible", count=possible - sure) if possible > sure else ""
        sentence = words.translate(code, day=day.isoformat(), count=sure, total=total)
        yield f"{sentence} ({words.percent(sure, total)}){more and '; ' + more}"
    if len(days) < total:
        yield words.translate("course-without", count=total - len(days), total=total)
