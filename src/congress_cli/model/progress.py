"""How far units have come with a fact: events counted, tallies added up, measures compared. Made from a report alone.

What was held is held: a unit that a rule leaves out counts once it has done the matter all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from congress_cli import dataclass
from congress_cli.days import Day, DayError, parse_day
from congress_cli.model.finding import Finding, Status
from congress_cli.text import vietnamese_order

if TYPE_CHECKING:
    from congress_cli.model.report import Report, ReportedRule

GROUPINGS: Final = ("branch", "type", "task-force", "tag")
EVENT: Final = ("done", "total", "percent", "in_time", "late", "unknown", "this_week", "week_before")
TALLY: Final = ("done", "total", "percent", "units", "recorded")
PARTS: Final = ("done", "total", "percent", "in_time", "late", "overdue", "unknown", "units")
MEASURES: Final = ("sum", "mean", "least", "most", "units", "recorded")
TIMED: Final = ("in_time", "late")
WEEK: Final = timedelta(days=7)

Number = int | Decimal | None


@dataclass(frozen=True)
class Row:
    """The figures of one group of units under the names of the columns; None: not known.

    `who`: the id of a branch, a type, a task force or a tag; None for all units, or for those of no group.
    `indicator`: of measures.
    """

    who: str | None
    values: Mapping[str, Number]
    indicator: str | None = None


@dataclass(frozen=True)
class Progress:
    """One fact: a row for each group of units, and `totals` of all (of measures one for each indicator).

    Of a series or of cases the periods or cases that concern the units are counted.

    `kind`: of the fact. `rule`: the rule it is counted under, where there is one. `last_day`: that of all its units.
    `columns`: the names of the figures; `units` and `recorded` count units, all other figures of a tally its cases.
    """

    fact: str
    kind: str
    rule: ReportedRule | None
    last_day: date | None
    by: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    recorded: int

    @property
    def total(self) -> Row:
        """All units; of measures by their first indicator."""
        return self.totals[0]

    @property
    def by_week(self) -> bool:
        """Whether it is an event, whose days tell what each week brought."""
        return "this_week" in self.columns


@dataclass(frozen=True)
class RowDocument:
    """A row as JSON: null for what is not known, and for figures that facts of this kind do not have."""

    who: str | None
    indicator: str | None
    done: int | None = None
    total: int | None = None
    percent: float | None = None
    in_time: int | None = None
    late: int | None = None
    overdue: int | None = None
    unknown: int | None = None
    this_week: int | None = None
    week_before: int | None = None
    units: int | None = None
    recorded: int | None = None
    sum: float | None = None
    mean: float | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class FactDocument:
    """One fact as JSON, as `Progress` says it; of rows without a `who` those of no group, of `totals` all units."""

    fact: str
    kind: Literal["event", "tally", "measures", "series", "cases"]
    rule: str | None
    last_day: date | None
    by: Literal["branch", "type", "task-force", "tag"]
    recorded: int
    rows: tuple[RowDocument, ...]
    totals: tuple[RowDocument, ...]


@dataclass(frozen=True)
class ProgressDocument:
    """What `congress progress` prints as JSON."""

    schema: Literal["congress-progress/1"]
    as_of: date
    as_of_from: str
    progress: tuple[FactDocument, ...]


class _Unit(NamedTuple):
    """What one unit has recorded of a fact (None: nothing that can be read), and the last day it had for it."""

    id: str
    complete: bool
    value: Any
    exempt: bool
    status: Status | None
    last_day: date | None


def progress_of(report: Report, by: str | None = None, *, parts: bool = False) -> tuple[Progress, ...]:
    """Of each rule on one event with a last day for all, on a tally or on measures, what is recorded anywhere.

    `parts`: also of series and cases. Nothing of a report that does not hold every finding: no total could be told.
    """
    if not report.whole:
        return ()
    kinds = _kinds(report)
    rules = [rule for rule in report.rules if rule.facts and not rule.rolled_up]
    figures = (*_FIGURES, *(_OF_PARTS if parts else ()))
    wanted = [rule for rule in rules if (rule.of_one_event and rule.last_day) or kinds[rule.facts[0]] in figures]
    found = (progress_under(report, rule, rule.facts[0], by) for rule in wanted)
    return tuple(one for one in found if one.recorded)


def named_progress(report: Report, name: str, by: str | None = None) -> tuple[Progress, ...]:
    """Of a rule each fact that it judges; of a fact each rule that judges it, or those units that record it."""
    kinds = _kinds(report)
    if name in report.rule_by_id:
        rule = report.rule_by_id[name]
        return tuple(progress_under(report, rule, fact, by) for fact in _judged(rule, kinds))
    rules = [rule for rule in report.rules if rule.facts[:1] == (name,) and len(_judged(rule, kinds)) == 1]
    if rules:
        return tuple(progress_under(report, rule, name, by) for rule in rules)
    return (_progress(report, name, None, _readers(report, name), by),) if kinds.get(name) in _COUNTED else ()


def total_under(report: Report, rule: ReportedRule, fact: str) -> Mapping[str, Number]:
    """The figures of all units, as in the total of `progress_under`."""
    counted, kind, columns = _counted(report, fact, _units_under(report, rule, fact))
    return next(_rows(None, counted, kind, columns, report.as_of)).values


def progress_under(report: Report, rule: ReportedRule, fact: str, by: str | None = None) -> Progress:
    """How far the units have come with one fact of a rule; `by` is chosen by the tree where it is None."""
    return _progress(report, fact, rule, _units_under(report, rule, fact), by)


def _units_under(report: Report, rule: ReportedRule, fact: str, *, timed: bool = True) -> Iterator[_Unit]:
    """The units under a rule but those that are merged or dissolved; `timed`: with how they stand in time.

    Of the fact that the rule judges, what is recorded is read once for the units of which the same is said.
    """
    recorded = partial(_recorded, fact, _kinds(report)[fact], rule if timed and rule.of_one_event else None)
    column, units = report.by_rule[rule.id], report.unit_by_id
    alike = {said: recorded(one) for said, one in column.examples().items()} if fact == rule.facts[0] else {}
    for unit, said in zip(column.units, column.said, strict=True):
        if unit in units and said.reason != "unit-closed":
            yield _Unit(
                unit, units[unit].records == "complete", *(alike.get(id(said)) or recorded(column.one(unit, said)))
            )


def tenths(part: int, whole: int) -> int:
    """A share in tenths of a per cent, rounded half up; 1000 only if all count, 0 only if none does. Of nothing: 0."""
    rounded = (part * 2000 + whole) // (2 * whole) if whole else 0
    return min(max(rounded, 1 if part else 0), 1000 if part == whole else 999)


def _kinds(report: Report) -> dict[str, str]:
    return {fact.id: fact.kind for fact in report.facts}


def _judged(rule: ReportedRule, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """The facts of a rule that can be counted: its one event or figure, or all events of a sequence."""
    if rule.rolled_up or not rule.facts or kinds[rule.facts[0]] not in _COUNTED:
        return ()
    if rule.of_one_event or kinds[rule.facts[0]] in (*_FIGURES, *_OF_PARTS):
        return rule.facts[:1]
    return tuple(fact for fact in rule.facts if kinds[fact] == "event")


def _recorded(
    fact: str, kind: str, rule: ReportedRule | None, finding: Finding
) -> tuple[Any, bool, Status | None, date | None]:
    """The fields of `_Unit` from `value` on."""
    value = next((_READ[kind](one.value) for one in finding.evidence if one.fact == fact), None)
    value = finding.counts if kind in _OF_PARTS else value
    exempt = finding.status is Status.NOT_APPLICABLE and finding.reason != "not-yet-issued"
    if rule is None:
        return value, exempt, None, None
    return value, exempt, finding.facts_status, finding.last_day or rule.last_day


def _readers(report: Report, fact: str) -> list[_Unit]:
    """Each unit that a rule reading the fact judges, with its value."""
    found: dict[str, _Unit] = {}
    for rule in report.rules:
        for one in _units_under(report, rule, fact, timed=False) if fact in rule.facts else ():
            if one.id not in found or found[one.id].exempt:
                found[one.id] = one
    return list(found.values())


def _progress(report: Report, fact: str, rule: ReportedRule | None, units: Iterable[_Unit], by: str | None) -> Progress:
    counted, kind, columns = _counted(report, fact, units)
    by = by or _natural(report, counted)
    groups = _grouped(report, counted, by)
    rows = (row for who, members in groups for row in _rows(who, members, kind, columns, report.as_of))
    return Progress(
        fact,
        kind,
        rule,
        None if rule is None else rule.last_day,
        by,
        columns,
        tuple(rows),
        tuple(_rows(None, counted, kind, columns, report.as_of)),
        sum(one.value is not None for one in counted),
    )


def _counted(report: Report, fact: str, units: Iterable[_Unit]) -> tuple[list[_Unit], str, tuple[str, ...]]:
    """The units that count, the kind of the fact, and the columns of its figures."""
    kind = _kinds(report)[fact]
    units = _of_vocabulary(report, fact, units) if kind == "measures" else units
    counted = [one for one in units if not one.exempt or _has_done(one, kind, report.as_of)]
    timed = any(one.last_day for one in counted)
    return counted, kind, tuple(one for one in _COUNTED[kind] if timed or one not in TIMED or kind in _OF_PARTS)


def _of_vocabulary(report: Report, fact: str, units: Iterable[_Unit]) -> Iterator[_Unit]:
    """Each unit with those of its figures that the vocabulary has; a report that was edited may hold others."""
    indicators = next(one.items for one in report.facts if one.id == fact)
    for one in units:
        known = {name: number for name, number in (one.value or {}).items() if name in indicators}
        yield one._replace(value=known or None)


def _has_done(unit: _Unit, kind: str, as_of: date) -> bool:
    """Whether a unit that the rule leaves out has done the matter: then it counts."""
    return unit.value is not None and (kind != "event" or unit.value.last <= as_of)


def _natural(report: Report, units: Iterable[_Unit]) -> str:
    """By branch where branches hold units of this rule, by type where each unit is a branch itself."""
    branch_of = report.responsibility.branch_of
    return "type" if all(branch_of(one.id) == one.id for one in units) else "branch"


def _grouped(report: Report, units: Iterable[_Unit], by: str) -> list[tuple[str | None, list[_Unit]]]:
    """The groups in the order of their names, of types in that of the rulebook; those of no group come last."""
    groups: dict[str | None, list[_Unit]] = {}
    for unit in units:
        for who in _groups_of(report, unit.id, by) or (None,):
            groups.setdefault(who, []).append(unit)
    names = {unit.id: unit.name for unit in report.units} | {force.id: force.name for force in report.task_forces}
    named = [who for who in groups if who is not None]
    if by == "type":
        types = {one.id: number for number, one in enumerate(report.types)}
        named.sort(key=lambda one: types.get(one, len(types)))
    else:
        named.sort(key=lambda one: vietnamese_order(names.get(one) or one))
    return [(who, groups[who]) for who in (*named, None) if who in groups]


def _groups_of(report: Report, unit: str, by: str) -> tuple[str, ...]:
    reported = report.unit_by_id[unit]
    if by == "branch":
        return (report.responsibility.branch_of(unit),)
    if by == "task-force":
        force = report.responsibility.force_of(unit)
        return () if force is None else (force,)
    return reported.tags if by == "tag" else (reported.type,)


def _rows(who: str | None, units: list[_Unit], kind: str, columns: Iterable[str], as_of: date) -> Iterator[Row]:
    for row in _FIGURES_OF[kind](units, as_of):
        yield replace(row, who=who, values={column: row.values[column] for column in columns})


def _events(units: list[_Unit], as_of: date) -> Iterator[Row]:
    """What surely happened by a day, and by the same day of the weeks before."""
    done = [one for one in units if one.value is not None and one.value.last <= as_of]
    days = [one.value.last for one in done]
    weeks = [sum(day <= until for day in days) for until in (as_of, as_of - WEEK, as_of - 2 * WEEK)]
    in_time = [_in_time(one) for one in done]
    figures: dict[str, Number] = {
        "done": len(done),
        "total": len(units),
        "percent": _percent(len(done), len(units)),
        "in_time": in_time.count(True),
        "late": in_time.count(False),
        "unknown": sum(one.value is not None or not one.complete for one in units) - len(done),
        "this_week": weeks[0] - weeks[1],
        "week_before": weeks[1] - weeks[2],
    }
    yield Row(None, figures)


def _in_time(unit: _Unit) -> bool | None:
    """Whether it was done on the last day or before; None where that is not known."""
    day: Day = unit.value
    if unit.last_day is None:
        return {Status.MET: True, Status.LATE: False}.get(unit.status or Status.UNKNOWN)
    return True if day.last <= unit.last_day else False if day.first > unit.last_day else None


def _tallies(units: list[_Unit], as_of: date) -> Iterator[Row]:
    """How many cases are done, of how many."""
    del as_of
    counts = [one.value for one in units if one.value is not None]
    done, total = sum(one for one, _ in counts), sum(one for _, one in counts)
    figures = {"done": done, "total": total, "percent": _percent(done, total)}
    yield Row(None, {**figures, "units": len(units), "recorded": len(counts)})


def _parts(units: list[_Unit], as_of: date) -> Iterator[Row]:
    """How many periods or cases are done, of how many that concern the units."""
    del as_of
    counts: Counter[str] = Counter()
    for one in units:
        counts.update(one.value or {})
    total = counts.total() - counts[Status.NOT_APPLICABLE]
    done = counts[Status.MET] + counts[Status.LATE]
    figures = {"done": done, "total": total, "percent": _percent(done, total), "in_time": counts[Status.MET]}
    figures |= {name: counts[name] for name in (Status.LATE.value, Status.OVERDUE.value, Status.UNKNOWN.value)}
    yield Row(None, {**figures, "units": len(units)})


def _measures(units: list[_Unit], as_of: date) -> Iterator[Row]:
    """Each indicator that any of the units has."""
    del as_of
    numbers: dict[str, list[Decimal]] = {}
    for one in units:
        for indicator, number in (one.value or {}).items():
            numbers.setdefault(indicator, []).append(number)
    for indicator, found in numbers.items():
        figures = {"sum": sum(found, Decimal(0)), "mean": _mean(found), "least": min(found), "most": max(found)}
        yield Row(None, {**figures, "units": len(units), "recorded": len(found)}, indicator)


def _mean(numbers: list[Decimal]) -> Decimal:
    """To two decimals, rounded half up, without zeros behind."""
    rounded = (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return rounded.to_integral() if rounded == rounded.to_integral() else rounded.normalize()


def _percent(part: int, whole: int) -> Decimal | None:
    return Decimal(tenths(part, whole)).scaleb(-1) if whole else None


def _day_of(text: str) -> Day | None:
    try:
        return parse_day(text)
    except DayError:
        return None


def _count_of(text: str) -> tuple[int, int] | None:
    done, _, total = text.partition("/")
    return (int(done), int(total)) if done.isdecimal() and total.isdecimal() else None


def _figures_of(text: str) -> dict[str, Decimal] | None:
    try:
        return {name: Decimal(number) for name, _, number in (one.partition("=") for one in text.split(", "))}
    except InvalidOperation:
        return None


# Evidence holds what `value()` of the facts writes; a report may come from elsewhere and hold anything.
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "event": _day_of,
    "tally": _count_of,
    "measures": _figures_of,
    **dict.fromkeys(("series", "cases"), lambda _: None),
}
_COUNTED: Final = {"event": EVENT, "tally": TALLY, "measures": MEASURES, "series": PARTS, "cases": PARTS}
_FIGURES: Final = ("tally", "measures")
_OF_PARTS: Final = ("series", "cases")
_FIGURES_OF: Final[Mapping[str, Callable[[list[_Unit], date], Iterator[Row]]]] = {
    "event": _events,
    "tally": _tallies,
    "measures": _measures,
    **dict.fromkeys(_OF_PARTS, _parts),
}
