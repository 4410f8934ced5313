"""every: what comes again is done in each period.

    id: monthly-report
    kind: every
    series: report.sent
    from: 2025-01               # a period, a day or an event; the periods from there on
    until: 2025-12              # likewise, optional
    due: {day: 25}              # of its last month; {day: N, month: M}; {days: N} after its end; else its last day
    roll: forward

Each period that has begun is judged by itself: met when its event is dated on the last day at the latest, late after
it; open, due soon or overdue while it is absent, unknown in partial records. The finding is the worst of them. Open
while no period has begun or the event of `from` has not happened; not applicable where there never is one.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from congress_cli.days import EARLIEST, LATEST, MONTHS, Day, WorkingDays, between, is_key, key_of, on, span_of
from congress_cli.model.directive import SeriesTerm
from congress_cli.model.facts import Event, FactKind, Model, ReadBy, Series, WholeNumber, exact_day_of
from congress_cli.model.finding import Finding, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules.base import Fulfilment, Mutable, Path, Raw, Recurrence, Reference, Rule
from congress_cli.rules.bounds import EVENT_SCHEMA, Limited, UnitEvent
from congress_cli.rules.context import (
    ABSENT,
    NOTHING,
    OWN,
    PARENT,
    JudgeContext,
    Others,
    Paper,
    Part,
    Subject,
    UnitInWorld,
    Verdict,
    happened,
    period_of,
)
from congress_cli.rules.parts import RUNS, PartsRule
from congress_cli.rules.proof import ProofStep, Run
from congress_cli.rules.time import LastDay, calendar_ends, no_parent, unit_missing, waiting
from congress_cli.rules.timed import days_late, until_status
from congress_cli.rules.words import Words
from congress_cli.worlds import Moment, Shift, World, at

Edge = date | str | UnitEvent


def _edge(value: Any) -> Edge:
    if isinstance(value, UnitEvent | date):
        return value
    if isinstance(value, dict):
        return UnitEvent.model_validate(value)
    if isinstance(value, str) and any(is_key(kind, value) for kind in (*MONTHS, "days")):
        return value
    if isinstance(value, str) and value[:1].isdigit():
        return exact_day_of(value)
    return UnitEvent.model_validate({"event": value})


AnEdge = Annotated[Edge, ReadBy(_edge, {"anyOf": [{"type": "string"}, EVENT_SCHEMA]})]


class Due(Model):
    """The last day of a period: a day of a month of it, or so many after its end."""

    day: WholeNumber | None = Field(default=None, ge=1, le=31)
    month: WholeNumber | None = Field(default=None, ge=1, le=60)
    days: WholeNumber | None = None
    working_days: WholeNumber | None = Field(default=None, ge=1)
    months: WholeNumber | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        lengths = sum(one is not None for one in (self.day, self.days, self.working_days, self.months))
        if lengths != 1 or (self.month is not None and self.day is None):
            raise PydanticCustomError("due-one", "", {})
        return self


class Period(NamedTuple):
    """A period in one world: its first and last day, and its last day in time."""

    first: Moment
    last: Moment
    due: LastDay


class EveryRule(PartsRule):
    """An event in each period."""

    kind: Literal["every"]
    series: str
    from_: AnEdge = Field(alias="from")
    until: AnEdge | None = None
    due: Due | None = None
    calendar: str | None = None
    roll: Literal["forward", "back"] | None = None
    limit_basis: Literal["stated", "inferred"] = "stated"

    part_kind: ClassVar = "period"
    summary: ClassVar = {
        "vi": "kỳ nào cũng đã làm, đúng hạn từng kỳ",
        "en": "it was done in each period, in time",
    }
    mutable: ClassVar = Mutable(
        numbers=(("due", "day"), ("due", "month"), ("due", "days"), ("due", "working_days"), ("due", "months")),
        lines=("until", "due", "roll"),
        days=(("from",), ("until",)),
    )

    @property
    def of_parts(self) -> str:
        """The series."""
        return self.series

    @property
    def time(self) -> Limited:
        """What it asks of a calendar."""
        return Limited(calendar=self.calendar, roll=self.roll or ("back" if self._counts_working_days else None))

    @property
    def _counts_working_days(self) -> bool:
        return self.due is not None and self.due.working_days is not None

    def edges(self) -> Iterator[tuple[str, Edge]]:
        """Where the periods begin and end, by field."""
        yield "from", self.from_
        if self.until is not None:
            yield "until", self.until

    def names(self) -> Iterator[Reference]:
        """The series."""
        yield Reference(("series",), self.series, FactKind.SERIES)

    def timing(self) -> Iterator[Reference]:
        """The events at which the periods begin and end."""
        for field, edge in self.edges():
            if isinstance(edge, UnitEvent):
                yield Reference((field,), edge.event, FactKind.EVENT, edge.of)

    def misfits(self, paper: Paper) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        """Keys of other periods, a day of a month of periods that have none, and rules that begin one series apart."""
        term = paper.facts.get(self.series)
        if not isinstance(term, SeriesTerm):
            return
        for field, edge in self.edges():
            if isinstance(edge, str) and (not is_key(term.form, edge) or (term.form == "days" and field == "from")):
                yield (field,), "period-key", {"text": edge}
        if term.form == "days" and self.due is not None and self.due.day is not None:
            yield ("due", "day"), "due-day-of-days", {}

    def recurrence(self, paper: Paper) -> Recurrence | None:
        """The series, and the days between which its periods count."""
        period = paper.judge_context(paper.directive.issued).periods[self.series]
        first = _fixed(self.from_, 0)
        last = None if isinstance(period, int) and isinstance(self.until, str) else _fixed(self.until, 1)
        shortest = period if isinstance(period, int) else _SHORTEST[period]
        return Recurrence(self.series, self.from_, first, last, shortest, isinstance(period, int))

    def lookups(self, paper: Paper) -> Iterator[tuple[Shift, date]]:
        """The last day of each period between fixed days, of the first one where no last is fixed."""
        again, calendar = self.recurrence(paper), paper.working_days.get(self.calendar or paper.calendar or "")
        if again is None or again.first is None:
            return
        if again.numbered:
            yield _due_shift(self.due, again.days, self.roll, calendar), again.first
            return
        form = paper.judge_context(paper.directive.issued).periods[self.series]
        for key in between(str(form), again.first, again.last or again.first):
            yield _due_shift(self.due, 0, self.roll, calendar), _base(self.due, key, str(form))

    def know(self, paper: Paper) -> None:
        """How long its periods are."""
        term = paper.facts.get(self.series)
        self.__dict__["length"] = period_of(term) if isinstance(term, SeriesTerm) else "month"

    @cached_property
    def length(self) -> str | int:
        """The kind of its periods, or their days, once the vocabulary is known."""
        return "month"

    def part_on(self, day: date, unit: Unit, registry: Registry) -> str | None:
        """The period of the calendar; of so many days, that counted from the recorded start."""
        if isinstance(self.length, str):
            return key_of(self.length, day)
        first = self.part_days("1", unit, registry)
        return None if first is None or day < first[0] else str((day - first[0]).days // self.length + 1)

    def part_days(self, part: str, unit: Unit, registry: Registry) -> tuple[date, date] | None:
        """Of the calendar; of so many days, where the day that they are counted from is known."""
        if isinstance(self.length, str):
            return span_of(self.length, part)
        start = self._day_of(self.from_, unit, registry)
        if start is None or not start.exact:
            return None
        before = start.first.toordinal() + (int(part) - 1) * self.length
        if before + self.length > LATEST.toordinal():
            return None
        return date.fromordinal(before + 1), date.fromordinal(before + self.length)

    def asks_part(self, part: str, unit: Unit, registry: Registry) -> bool | None:
        """Whether a period lies between the days of `from` and `until`, as far as these are recorded."""
        days, begins = self.part_days(part, unit, registry), self._day_of(self.from_, unit, registry)
        if days is None or begins is None:
            return None
        ends = None if self.until is None else self._day_of(self.until, unit, registry)
        return days[1] >= begins.first and (ends is None or days[0] <= ends.last)

    def _day_of(self, edge: Edge, unit: Unit, registry: Registry) -> Day | None:
        """The day of an edge: of a key its whole period; of an event that recorded of the unit that is meant."""
        if isinstance(edge, UnitEvent):
            holder = registry.related(unit.id, edge.of)
            fact = None if holder is None else holder.facts.get(edge.event)
            return None if fact is None else fact.day
        if isinstance(edge, date):
            return on(edge)
        days = self.part_days(edge, unit, registry)
        return None if days is None else Day(*days)

    def asks(self, words: Words) -> Iterator[str]:
        """From where to where, and when each is due."""
        yield words.translate("every-from", edge=_edge_text(self.from_, words))
        if self.until is not None:
            yield words.translate("every-until", edge=_edge_text(self.until, words))
        yield words.translate("every-due-end") if self.due is None else _due_words(self.due, words)
        if self.roll is not None:
            yield words.translate(f"roll-{self.roll}")

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """None: several periods may lack."""
        return Fulfilment({})

    def neighbours(self, paper: Paper, rules: Mapping[str, Rule]) -> Iterator[Raw]:
        """Nothing else."""
        yield from ()

    def turning_days(self, paper: Paper) -> Iterator[date]:
        """The days at which the periods begin and end, where they are fixed, and the first last days."""
        yield from super().turning_days(paper)
        again = self.recurrence(paper)
        if again is not None:
            yield from (day for day in (again.first, again.last) if day is not None)
        due = [shift.later(day.toordinal()) for shift, day in self.lookups(paper)]
        yield from (date.fromordinal(day) for day in (*due[:2], *due[-1:]) if day < LATEST.toordinal())

    def limit_line(self, words: Words) -> Iterator[tuple[str, str]]:
        """Whether the limit is stated, and when it is warned."""
        parts = (words.translate(f"basis-{self.limit_basis}"), words.translate("warn", days=self.warn_days))
        yield words.translate("label-limit"), "; ".join(parts)

    def limit_steps(self, run: Run, finding: Finding) -> Iterator[ProofStep]:
        """None beside the periods."""
        del run, finding
        yield from ()

    # ---- how it is judged

    def judge(self, case: UnitInWorld) -> Verdict:
        """What holds where there is no period."""
        return self._whole(case, case.context.periods[self.series])

    def parts(self, subject: Subject, context: JudgeContext, others: Others) -> Iterator[Part]:
        """The whole, and each period that may concern the unit in some world."""
        period = context.periods[self.series]
        fact = subject.facts.get(self.series)
        events = fact.periods if isinstance(fact, Series) else {}
        yield Part("", lambda case: self._whole(case, period))
        for key in self._candidates(subject, context, period, others):
            event = events.get(key)
            yield Part(key, partial(self._period, key, period), (key, None if event is None else event.day))

    def _candidates(self, subject: Subject, context: JudgeContext, period: str | int, others: Others) -> Iterable[str]:
        """The keys of all periods that may have begun."""
        starts = self._first_days(subject, others)
        if isinstance(period, str):
            return between(period, min(starts, context.as_of), context.as_of) if starts is not None else ()
        begun = (context.as_of - starts).days if starts is not None else 0
        return map(str, range(1, (begun - 1) // period + 2)) if begun > 0 else ()

    def _first_days(self, subject: Subject, others: Others = NOTHING) -> date | None:
        """The first day from which the periods may count; None where the event is not recorded."""
        edge = self.from_
        if not isinstance(edge, UnitEvent):
            return _fixed(edge, 0)
        holders = (subject,) if edge.of == OWN else others.get(edge.of, ())
        fact = holders[0].facts.get(edge.event) if holders else None
        return None if fact is None or fact.day is None else fact.day.first

    def _whole(self, case: UnitInWorld, period: str | int) -> Verdict:
        """What holds while there is no period."""
        start = self._start(case)
        if isinstance(start, Verdict):
            return start
        last, ended = self._end(case, period, start)
        first = self._first_period(case, start, period)
        if first is None or (last is not None and not case.world.not_after(first, last)):
            return Verdict(Status.NOT_APPLICABLE, "no-period", {"fact": self.series}, reason="no-period")
        del ended
        return RUNS if case.has_come(first) else Verdict(Status.OPEN, "every-not-yet", {"fact": self.series})

    def _start(self, case: UnitInWorld) -> Moment | Verdict:
        """The day from which periods count, or the verdict while it has not come."""
        edge = self.from_
        if not isinstance(edge, UnitEvent):
            return at(self._first_days(case.subject) or EARLIEST)
        if edge.of == PARENT and not case.subjects(PARENT):
            return no_parent()
        waits = waiting(edge, case)
        if waits is not None:
            return waits
        (holder,) = case.subjects(edge.of)
        day = happened(edge.event, holder, case)
        return unit_missing(edge) if day is None else day

    def _end(self, case: UnitInWorld, period: str | int, start: Moment) -> tuple[Moment | None, bool]:
        """The last day on which a period may begin; None where there is none yet."""
        edge = self.until
        if edge is None:
            return None, False
        if isinstance(edge, date):
            return at(edge), True
        if isinstance(edge, str):
            if isinstance(period, int):
                return start.shifted(Shift(days=int(edge) * period)), True
            return at(span_of(period, edge)[1]), True
        holders = case.subjects(edge.of)
        day = happened(edge.event, holders[0], case) if holders else None
        return day, day is not None

    def _first_period(self, case: UnitInWorld, start: Moment, period: str | int) -> Moment | None:
        """The first day of the first period that does not end before the start."""
        if isinstance(period, int):
            return start.shifted(Shift(days=1))
        first, last = case.world.span(start)
        keys = list(between(period, date.fromordinal(first), date.fromordinal(last)))
        for key in keys:
            begins, ends = span_of(period, key)
            if case.world.not_after(start, at(ends)):
                return at(begins)
        return None

    def _period(self, key: str, period: str | int, case: UnitInWorld) -> Verdict:
        """How one period stands."""
        start = self._start(case)
        if isinstance(start, Verdict):
            return ABSENT
        one = self._dated(case, key, period, start)
        end, _ = self._end(case, period, start)
        world = case.world
        if not case.has_come(one.first) or not world.not_after(start, one.last):
            return ABSENT
        if end is not None and not world.not_after(one.first, end):
            return ABSENT
        verdict = self._judged(case, key, one.due)
        if isinstance(period, str):
            return verdict
        (first, perhaps), (_, last) = world.span(one.first), world.span(one.last)
        if first != perhaps:
            return verdict
        days = "/".join(date.fromordinal(day).isoformat() for day in (first, last))
        return verdict._replace(args={**verdict.args, "part_days": days})

    def _judged(self, case: UnitInWorld, key: str, due: LastDay) -> Verdict:
        event = _event_of(case.subject, self.series, key)
        day = None if event is None else case.moment_of(f"{self.series}/{key}", event.day)
        done = True if day is not None and case.has_come(day) else False if case.complete else None
        if due.verdict is not None:
            return due.verdict
        if done is None:
            return Verdict(Status.UNKNOWN, "event-unrecorded", {"fact": self.series}, due.moment)
        if not done:
            return Verdict(
                until_status(due.moment, self.warn_days, case), "event-absent", {"fact": self.series}, due.moment
            )
        if due.moment is None or day is None or case.world.not_after(day, due.moment):
            return Verdict(Status.MET, "event-done", {"fact": self.series}, due.moment)
        return Verdict(Status.LATE, "event-done", {"fact": self.series, **days_late(day, due.moment, case)}, due.moment)

    def _dated(self, case: UnitInWorld, key: str, period: str | int, start: Moment) -> Period:
        """The period's days, and its last day in time."""
        calendar = case.context.calendar(self.calendar)
        if isinstance(period, int):
            first = start.shifted(Shift(days=(int(key) - 1) * period + 1))
            length = int(key) * period
            last = start.shifted(Shift(days=length))
            return Period(first, last, _due(start, self.due, length, self.roll, calendar, case.world))
        return _of_calendar(period, key, self.due, self.roll, calendar)


@lru_cache(maxsize=4_096)
def _of_calendar(period: str, key: str, due: Due | None, roll: str | None, calendar: WorkingDays | None) -> Period:
    """The days of a period of the calendar, the same in all worlds."""
    begins, ends = span_of(period, key)
    return Period(at(begins), at(ends), _due(at(_base(due, key, period)), due, 0, roll, calendar, World()))


def _base(due: Due | None, key: str, period: str) -> date:
    """The day of a period of the calendar that its last day in time is counted from."""
    begins, ends = span_of(period, key)
    if due is None or due.day is None:
        return ends
    return _day_of_month(begins, due.month or MONTHS[period], due.day)


_SHORTEST = {"month": 28, "quarter": 90, "half": 181, "year": 365}


def _fixed(edge: Edge | None, end: int) -> date | None:
    """The first day (`end` 1: the last one) that an edge means; None for an event and for a number."""
    if isinstance(edge, str):
        kind = next(kind for kind in (*MONTHS, "days") if is_key(kind, edge))
        return None if kind == "days" else span_of(kind, edge)[end]
    return edge if isinstance(edge, date) else None


def _day_of_month(first: date, month: int, day: int) -> date:
    """A day of the so manieth month counted from that of a day; clamped to its end."""
    years, index = divmod(first.month - 1 + month - 1, 12)
    year = min(first.year + years, date.max.year)
    return date(year, index + 1, min(day, monthrange(year, index + 1)[1]))


def _due(
    base: Moment, due: Due | None, before: int, roll: str | None, calendar: WorkingDays | None, world: World
) -> LastDay:
    shift = _due_shift(due, before, roll, calendar)
    ends = calendar_ends(base, shift, world)
    if ends is not None:
        return LastDay(verdict=ends)
    day = base.shifted(shift)
    if not world.not_after(day, at(LATEST)):
        args = {"first": EARLIEST.year, "last": LATEST.year}
        return LastDay(verdict=Verdict(Status.ERROR, "limit-outside", args))
    return LastDay(day)


def _due_shift(due: Due | None, before: int, roll: str | None, calendar: WorkingDays | None) -> Shift:
    """How far the last day in time lies from the day that it is counted from."""
    days = months = working = 0
    if due is not None and due.day is None:
        days, months, working = due.days or 0, due.months or 0, due.working_days or 0
    return Shift(days, months, "clamp", working, calendar if working or roll else None, roll, before)


def _event_of(subject: Subject, series: str, key: str) -> Event | None:
    fact = subject.facts.get(series)
    return fact.periods.get(key) if isinstance(fact, Series) else None


def _edge_text(edge: Edge, words: Words) -> str:
    if isinstance(edge, UnitEvent):
        return words.name_of(edge.event)
    return words.day(edge) if isinstance(edge, date) else edge


def _due_words(due: Due, words: Words) -> str:
    if due.day is not None:
        code = "every-due-day" if due.month is None else "every-due-day-month"
        return words.translate(code, day=due.day, month=due.month)
    unit = "days" if due.days is not None else "months" if due.months is not None else "working_days"
    return words.translate("every-due-after", length=words.translate(f"length-{unit}", count=getattr(due, unit)))
