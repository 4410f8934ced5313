"""The contract read a second time: one unit under one rule in a world in which every day is known.

A function for each sentence. Nothing here comes from the engine or the rules; only the fields of the models are read.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from congress_cli.model.facts import Fact
from congress_cli.model.registry import Unit

START, END = date(1930, 1, 1), date(2100, 12, 31)
WORST_FIRST = ["error", "overdue", "failed", "late", "unknown", "due_soon", "open", "waived", "met", "not_applicable"]


def worst(*statuses: str) -> str:
    """Two at once: the worse one."""
    return min(statuses, key=WORST_FIRST.index)


@dataclass(frozen=True)
class Setting:
    """The judged day and what the rulebook says on it: parameters in force, plans, items, lower-is-better."""

    as_of: date
    issued: date
    parameters: Mapping[str, Any]
    plan_of: Mapping[str, str]
    items: Mapping[str, tuple[str, ...]]
    lower: Mapping[str, frozenset[str]]
    calendars: Mapping[str, Any]
    calendar: str | None
    periods: Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """A unit whose days are known. A fact dated after the judged day does not exist; only a plan is seen before."""

    unit: Unit
    complete: bool
    days: Mapping[str, date]
    setting: Setting

    def fact(self, name: str) -> Any:
        """The fact, if it is recorded and exists by now."""
        return None if self.days.get(name, date.min) > self.setting.as_of else self.unit.facts.get(name)

    def day(self, name: str) -> date | None:
        """The day of a fact that exists by now."""
        day = self.days.get(name)
        return None if day is None or day > self.setting.as_of else day

    def planned(self, event: str) -> date | None:
        """The day planned for an event, past or to come."""
        return self.days.get(self.setting.plan_of.get(event, ""))

    @property
    def absent(self) -> bool | None:
        """Whether an absent event has happened: no in complete records, unknown in partial ones."""
        return False if self.complete else None


class Limit(NamedTuple):
    """The last day that a rule sets (or the first), what follows where it can set none, and whose event lacks."""

    last_day: date | None = None
    status: str | None = None
    absent: Known | None = None


class Matter(NamedTuple):
    """Whether a matter is done (None: unknown), the days of its first and last part, what else is the matter with it,
    and the last day that a plan gives it."""

    done: bool | None
    first: date | None = None
    last: date | None = None
    also: tuple[str, ...] = ()
    last_day: date | None = None


def judged(rule: Any, unit: Known, children: list[Known], others: Mapping[str, Known]) -> tuple[str, date | None]:
    """The status and the last day; `children`: those that are not closed; `others`: by what a rule calls them."""
    if any(one.of == "parent" for one in events_of(rule)) and "parent" not in others:
        return "not_applicable", None
    limit = limit_of(rule, unit, others)
    if limit.status in ("error", "not_applicable"):
        return limit.status, None
    earliest = earliest_of(rule, unit, others)
    also = [one.status for one in (limit, earliest) if one.status is not None]
    waits = waiting(rule.after, unit, children, others)
    if waits is not None:
        return worst(*also, waits), limit.last_day
    matter = MATTERS[rule.kind](rule, unit)
    if begun_too_early(rule.after, matter.first, unit, children, others):
        also.append("failed")
    begun = unit.day(rule.steps[0]) if rule.kind == "sequence" else matter.first
    if begun is not None and earliest.absent is not None:
        also.append(without(earliest.absent))
    if begun is not None and earliest.last_day is not None and begun < earliest.last_day:
        also.append("failed")
    last_day = min((day for day in (limit.last_day, matter.last_day) if day is not None), default=None)
    return worst(*also, *matter.also, in_time(matter, last_day, rule.warn_days, unit.setting.as_of)), last_day


def in_time(matter: Matter, last_day: date | None, warn_days: int, as_of: date) -> str:
    """Done or not, before or after the last day; the last day itself is in time."""
    if matter.done is None:
        return "unknown"
    if matter.done:
        return "late" if last_day and matter.last and matter.last > last_day else "met"
    if last_day is None:
        return "open"
    days_left = (last_day - as_of).days
    return "overdue" if days_left < 0 else "due_soon" if days_left <= warn_days else "open"


# ---- limits


class Written(NamedTuple):
    """A limit as a rule has it: what it is counted from, the length, where it has one, and its direction."""

    anchor: Any
    span: Any = None
    sign: int = 1
    before: bool = False
    rolls: str | None = None


def written(rule: Any) -> Written | None:
    """The limit of a rule."""
    if rule.within:
        return Written(rule.within.after, rule.within, rolls=rule.roll)
    if rule.ahead:
        return Written(rule.ahead.of, rule.ahead, -1, rolls=rule.roll)
    if rule.before:
        return Written(rule.before, before=True, rolls=rule.roll)
    return Written(rule.by, rolls=rule.roll) if rule.by else None


def too_early_before(rule: Any) -> Written | None:
    """The day before which a matter is too early."""
    if rule.not_before is None:
        return None
    return (
        Written(rule.not_before.after, rule.not_before)
        if hasattr(rule.not_before, "after")
        else Written(rule.not_before)
    )


def events_of(rule: Any) -> list[Any]:
    """All events that start, limit and `not_before` are counted from."""
    named = [rule.after, *(one.anchor for one in (written(rule), too_early_before(rule)) if one)]
    return [one for one in named if hasattr(one, "event")]


def number_of(one: Written, setting: Setting) -> Any:
    """The length of a limit; None where a parameter holds it and has no value."""
    if one.span is None:
        return 0
    number = next(value for value in (one.span.days, one.span.months, one.span.working_days) if value is not None)
    return setting.parameters.get(number.param) if hasattr(number, "param") else number


def holder_of(event: Any, unit: Known, others: Mapping[str, Known]) -> Known | None:
    """Whose event it is."""
    return unit if event.of == "unit" else others.get(event.of)


def limit_of(rule: Any, unit: Known, others: Mapping[str, Known]) -> Limit:
    """The last day, from a day, from a parameter in force, or from an event or else the day planned for it."""
    one = written(rule)
    if one is None:
        return Limit()
    anchor, number = one.anchor, number_of(one, unit.setting)
    if number is None:
        return Limit(status="unknown")
    if isinstance(anchor, date):
        return counted(rule, one, unit.setting, anchor)
    if hasattr(anchor, "param"):
        value = unit.setting.parameters.get(anchor.param)
        return counted(rule, one, unit.setting, value) if isinstance(value, date) else Limit(status="unknown")
    holder = holder_of(anchor, unit, others)
    if holder is None:
        return Limit(status="unknown")
    held, planned = holder.day(anchor.event), holder.planned(anchor.event)
    if held is not None and held < unit.setting.issued:
        return Limit(status="not_applicable")
    day = held or planned
    if day is None:
        return Limit()
    recorded = holder.unit.facts[anchor.event if held else unit.setting.plan_of[anchor.event]].day
    return counted(rule, one, unit.setting, day, recorded)


def earliest_of(rule: Any, unit: Known, others: Mapping[str, Known]) -> Limit:
    """The first day that is not too early, or the unit whose event has not happened."""
    one = too_early_before(rule)
    if one is None:
        return Limit()
    anchor, setting = one.anchor, unit.setting
    if number_of(one, setting) is None:
        return Limit(status="unknown")
    if hasattr(anchor, "event"):
        holder = holder_of(anchor, unit, others)
        if holder is None:
            return Limit(status="unknown")
        day = holder.day(anchor.event)
        if day is None:
            return Limit(absent=holder)
    else:
        day = anchor if isinstance(anchor, date) else setting.parameters.get(anchor.param)
        if not isinstance(day, date):
            return Limit(status="unknown")
    try:
        return Limit(shifted(rule, one, setting, day))
    except NotCovered:
        return Limit(status="unknown")
    except (OverflowError, ValueError):
        return Limit(date.max)


def counted(rule: Any, one: Written, setting: Setting, day: date, recorded: Any = None) -> Limit:
    """`before` ends the day before, `by` on the day, `within` so many after it, `ahead` so many before it.

    A last day outside the years is an error, unless the recorded day is open-ended and its other end is no error.
    """
    try:
        last_day = inside(rule, one, setting, day)
        if last_day is None and recorded is not None and recorded.first < recorded.last:
            if recorded.last == END and inside(rule, one, setting, recorded.first):
                last_day = END
            elif recorded.first == START and inside(rule, one, setting, recorded.last):
                last_day = START
    except NotCovered:
        return Limit(status="unknown")
    return Limit(status="error") if last_day is None else Limit(last_day)


def inside(rule: Any, one: Written, setting: Setting, day: date) -> date | None:
    """The last day that a limit makes of its day, if it lies in the years 1930 to 2100."""
    try:
        last_day = shifted(rule, one, setting, day)
    except (OverflowError, ValueError):
        if one.rolls:
            raise NotCovered from None
        return None
    return last_day if START <= last_day <= END else None


def shifted(rule: Any, one: Written, setting: Setting, day: date) -> date:
    """The day that a limit makes of its day."""
    calendar = setting.calendars.get(rule.calendar or setting.calendar or "")
    number = one.sign * int(number_of(one, setting))
    if one.span is None:
        day -= timedelta(days=one.before)
    elif one.span.days is not None:
        day += timedelta(days=number)
    elif one.span.months is not None:
        day = months_later(day, number, one.span.month_end)
    else:
        while number:
            day += timedelta(days=one.sign)
            number -= one.sign * works(day, calendar)
    while one.rolls and not works(day, calendar):
        day += timedelta(days=1 if one.rolls == "forward" else -1)
    return day


class NotCovered(Exception):  # noqa: N818
    """A day of which the calendar says nothing."""


def works(day: date, calendar: Any) -> bool:
    """Whether a day is a working day: `worked` wins over weekend and closed."""
    if not calendar.covers.from_ <= day <= calendar.covers.until:
        raise NotCovered
    weekday = day.strftime("%A").lower()
    return listed(day, calendar.worked) or not (weekday in calendar.weekend or listed(day, calendar.closed))


def listed(day: date, days: Mapping[date, Any]) -> bool:
    """Whether a day stands in a list, alone or in a span."""
    return any(first <= day <= (one.until or first) for first, one in days.items())


def months_later(day: date, months: int, month_end: str) -> date:
    """So many months later; a day that the month lacks is its last day, or the first of the next month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    length = monthrange(first.year, first.month)[1]
    over = day.day > length and month_end == "next"
    return first + timedelta(days=length if over else min(day.day, length) - 1)


# ---- figures


def compared(comparison: Any, figure: Any) -> bool:
    """A comparison has exactly one of these; the ends of `between` are included."""
    one = comparison
    return (
        (one.at_least is None or figure >= one.at_least)
        and (one.at_most is None or figure <= one.at_most)
        and (one.above is None or figure > one.above)
        and (one.below is None or figure < one.below)
        and (one.exactly is None or figure == one.exactly)
        and (one.between is None or one.between[0] <= figure <= one.between[1])
    )


def figures(selector: Any, fact: Callable[[str], Any]) -> bool | None:
    """Whether all figures are as asked; one that is not recorded decides nothing, one that is wrong everything."""
    answers: set[bool | None] = {True}
    for name, comparisons in (selector.where or {}).items():
        recorded = fact(name)
        for indicator, comparison in comparisons.items():
            known = recorded is not None and indicator in recorded.values
            answers.add(compared(comparison, recorded.values[indicator]) if known else None)
    return False if False in answers else None if None in answers else True


def in_scope(rule: Any, unit: Known, excepts: bool) -> str | None:
    """What the figures say of whether a rule applies; `excepts`: `unless` means the unit, its figures aside."""
    excepted = figures(rule.unless, unit.fact) if excepts else False
    if excepted:
        return "not_applicable"
    return None if excepted is False and figures(rule.applies_to, unit.fact) else "unknown"


# ---- starts


def waiting(after: Any, unit: Known, children: list[Known], others: Mapping[str, Known]) -> str | None:
    """Until its start has happened a rule waits: open in complete records, unknown in partial ones."""
    if after is None:
        return None
    holders = starters(after, unit, children, others)
    if not holders:
        return "unknown"
    missing = [one for one in holders if one.day(after.event) is None]
    if not missing:
        return None
    return "open" if any(one.complete for one in missing) else "unknown"


def starters(after: Any, unit: Known, children: list[Known], others: Mapping[str, Known]) -> list[Known]:
    """The units whose event starts a rule."""
    one = holder_of(after, unit, others)
    return children if after.of == "children" else [] if one is None else [one]


def begun_too_early(
    after: Any, first: date | None, unit: Known, children: list[Known], others: Mapping[str, Known]
) -> bool:
    """Whether a matter is dated before its start."""
    if after is None or first is None:
        return False
    starts = [one.day(after.event) for one in starters(after, unit, children, others)]
    return any(start is not None and first < start for start in starts)


# ---- kinds


def event(rule: Any, unit: Known) -> Matter:
    """It happened; where a document is required, its number is there."""
    day = unit.day(rule.event)
    if day is None:
        return Matter(unit.absent)
    lacks = rule.document == "required" and unit.fact(rule.event).document is None
    return Matter(True, day, day, (without(unit),) if lacks else ())


def without(unit: Known) -> str:
    """What the records lack is a fault where they are complete, and unknown where they are partial."""
    return "failed" if unit.complete else "unknown"


def sequence(rule: Any, unit: Known) -> Matter:
    """All happened in order. While the last step has only a plan, the steps before it have that day."""
    days = [unit.day(step) for step in rule.steps]
    happened = [day for day in days if day is not None]
    apart = timedelta(days=rule.strict)
    also = ["failed"] if any(later < earlier + apart for earlier, later in pairwise(happened)) else []
    if happened and None in days[: max(place for place, day in enumerate(days) if day)]:
        also.append(without(unit))
    done = unit.absent if days[-1] is None else True
    planned = unit.planned(rule.steps[-1]) if days[-1] is None and None in days[:-1] else None
    last_day = None if planned is None else planned - apart
    return Matter(done, min(happened, default=None), days[-1], tuple(also), last_day)


def tally(rule: Any, unit: Known) -> Matter:
    """Done = total. Absent: unknown in complete records, too."""
    fact, day = unit.fact(rule.tally), unit.day(rule.tally)
    return Matter(None) if fact is None else Matter(fact.done * 100 >= (rule.at_least or 100) * fact.total, day, day)


def checklist(rule: Any, unit: Known) -> Matter:
    """Every item is there. Absent: nothing ticked in complete records."""
    fact, day = unit.fact(rule.checklist), unit.day(rule.checklist)
    wanted = rule.items or unit.setting.items[rule.checklist]
    return Matter(unit.absent) if fact is None else Matter(set(wanted) <= set(fact.items), day, day)


def measures(rule: Any, unit: Known) -> Matter:
    """Each indicator is as good as its reference; one below: failed, or open with a limit; one missing: unknown."""
    fact, day = unit.fact(rule.measures), unit.day(rule.measures)
    reference = _reference(rule.against, unit)
    if fact is None or not reference:
        return Matter(None, day, day)
    lower = unit.setting.lower[rule.measures]
    both = [(name, fact.values[name], wanted) for name, wanted in reference.items() if name in fact.values]
    if any(worse(value, wanted, name in lower) for name, value, wanted in both):
        limited = written(rule) is not None
        return Matter(False, day, day, () if limited else ("failed",))
    return Matter(True if len(both) == len(reference) else None, day, day)


def worse(value: Any, wanted: Any, lower: bool) -> bool:
    """`better` decides only for bare numbers."""
    if hasattr(wanted, "at_least"):
        return not compared(wanted, value)
    return bool(value > wanted if lower else value < wanted)


def _reference(against: Any, unit: Known) -> Mapping[str, Any]:
    if hasattr(against, "param"):
        value = unit.setting.parameters.get(against.param)
        return value if isinstance(value, dict) else {}
    if hasattr(against, "values"):
        return against.values  # type: ignore[no-any-return]
    fact: Fact | None = unit.fact(against.fact)
    return {} if fact is None else fact.values  # type: ignore[attr-defined]


def each(rule: Any, unit: Known) -> Matter:
    """The day of the case that is asked for has come."""
    day = unit.day(rule.day)
    return Matter(unit.absent) if day is None else Matter(True, day, day)


MATTERS = {
    "each": each,
    "event": event,
    "sequence": sequence,
    "tally": tally,
    "checklist": checklist,
    "measures": measures,
}


# ---- periods and cases: None where there is no such part in this world


def start_of(rule: Any, unit: Known, others: Mapping[str, Known]) -> Any:
    """The day from which periods count, or the status while it has not come."""
    edge = rule.from_
    if isinstance(edge, date):
        return edge
    if isinstance(edge, str):
        return span(rule, edge, None, unit.setting)[0]
    holder = holder_of(edge, unit, others)
    if holder is None:
        return "not_applicable" if edge.of == "parent" else "unknown"
    return holder.day(edge.event) or ("open" if holder.complete else "unknown")


def end_of(rule: Any, start: date, unit: Known, others: Mapping[str, Known]) -> date:
    """The last day on which a period may begin."""
    edge = rule.until
    if edge is None:
        return date.max
    if isinstance(edge, date):
        return edge
    if isinstance(edge, str):
        return span(rule, edge, start, unit.setting)[1]
    holder = holder_of(edge, unit, others)
    return (holder.day(edge.event) if holder else None) or date.max


def span(rule: Any, key: str, start: date | None, setting: Setting) -> tuple[date, date]:
    """The first and last day of a period."""
    period = setting.periods[rule.series]
    if not isinstance(period, str):
        assert start is not None
        return start + timedelta(days=(int(key) - 1) * period.days + 1), start + timedelta(days=int(key) * period.days)
    year, months = int(key[:4]), {"month": 1, "quarter": 3, "half": 6, "year": 12}[period]
    number = int(key[5:].lstrip("QH") or 1)
    first = date(year, (number - 1) * months + 1, 1)
    return first, months_later(first, months, "clamp") - timedelta(days=1)


def due_of(rule: Any, first: date, last: date, setting: Setting) -> date:
    """The last day of a period, or NotCovered."""
    calendar, due, day = setting.calendars.get(rule.calendar or setting.calendar or ""), rule.due, last
    if due is not None and due.day is not None:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        month = months_later(first.replace(day=1), (due.month or months) - 1, "clamp")
        day = month.replace(day=min(due.day, monthrange(month.year, month.month)[1]))
    elif due is not None and due.days is not None:
        day = last + timedelta(days=due.days)
    elif due is not None and due.months is not None:
        day = months_later(last, due.months, "clamp")
    elif due is not None:
        number = due.working_days
        while number:
            day += timedelta(days=1)
            number -= works(day, calendar)
    while rule.roll and not works(day, calendar):
        day += timedelta(days=1 if rule.roll == "forward" else -1)
    return day


def concerns(rule: Any, key: str, unit: Known, others: Mapping[str, Known]) -> bool:
    """Whether a period is one of the rule's, begun or not."""
    start = start_of(rule, unit, others)
    first, last = span(rule, key, start, unit.setting)
    return last >= start and first <= end_of(rule, start, unit, others)


def period(rule: Any, key: str, sent: date | None, unit: Known, others: Mapping[str, Known]) -> Any:
    """Status and last day of a period; `sent`: the day of its event, come or not."""
    start, as_of = start_of(rule, unit, others), unit.setting.as_of
    if isinstance(start, str):
        return None
    first, last = span(rule, key, start, unit.setting)
    if first > as_of or not concerns(rule, key, unit, others):
        return None
    try:
        due = due_of(rule, first, last, unit.setting)
    except NotCovered:
        return "unknown", None
    done = True if sent is not None and sent <= as_of else unit.absent
    return in_time(Matter(done, sent, sent), due, rule.warn_days, as_of), due


def no_period(rule: Any, keys: list[str], unit: Known, others: Mapping[str, Known]) -> str | None:
    """What holds while no period has begun; None where one has."""
    start = start_of(rule, unit, others)
    if isinstance(start, str):
        return start
    mine = [key for key in keys if concerns(rule, key, unit, others)]
    if any(span(rule, key, start, unit.setting)[0] <= unit.setting.as_of for key in mine):
        return None
    return "open" if mine else "not_applicable"


def exists(one: Any, unit: Known) -> bool:
    """From the first of its days that has come; one without any day always."""
    return not one.days or any(unit.day(name) is not None for name, _ in one.days)


def case_of(rule: Any, names: Any, one: Any, unit: Known, children: list[Known], others: Mapping[str, Known]) -> Any:
    """Status and last day of a case; `names`: the days that cases may have."""
    if not exists(one, unit):
        return None
    started_by = [rule.after, rule.within.after if rule.within else None]
    done = unit.day(rule.day)
    for event in started_by:
        if event is None or not hasattr(event, "event") or event.of != "unit" or event.event not in names:
            continue
        began = unit.day(event.event)
        if began is None:
            return ("unknown" if done or not unit.complete else "open"), None
        if began < unit.setting.issued:
            return "not_applicable", None
        if done and done < began:
            return "failed", None
    return judged(rule, unit, children, others)
