"""What contradicts itself in the days and orders of a rulebook: limits, calendars, circles, too little time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Any

from congress_cli.days import EARLIEST, LATEST
from congress_cli.engine import rules_in_cycles
from congress_cli.engine.judging import shortest_way
from congress_cli.model.directive import EventTerm
from congress_cli.model.message import Message
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.base import Order
from congress_cli.rules.bounds import Bound, Limited, UnitEvent, anchor_days
from congress_cli.rules.context import OWN

Loc = tuple[int | str, ...]
SATURDAY = 5
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw(Message):
    """Something wrong (or, as a note, worth knowing) with a rulebook, and where in the file."""

    loc: Loc
    note: bool = False


def time_flaws(rulebook: Rulebook, today: date | None) -> Iterator[Flaw]:
    """Every flaw of days and orders; with `today` also the calendars that end soon after it."""
    yield from _limits(rulebook)
    yield from _orders(rulebook)
    yield from _no_day_left(rulebook)
    yield from _short_windows(rulebook)
    yield from _warned_at_once(rulebook)
    yield from _two_last_days(rulebook)
    yield from _calendars(rulebook, today)
    yield from _circles(rulebook)
    yield from _circles_of_orders(rulebook)


def loc_of(rule: Rule, rulebook: Rulebook) -> Loc:
    """Where a rule stands in the file."""
    return ("rules", rulebook.rules.index(rule))


def _last_days(rule: Rule, rulebook: Rulebook) -> list[date | None]:
    """The last days that need no data: of fixed limits and of every dated value of a parameter; None: out of range."""
    return [] if rule.limit is None else rule.limit.fixed_last_days(rulebook)


def _limits(rulebook: Rulebook) -> Iterator[Flaw]:
    issued = rulebook.directive.issued
    for rule in rulebook.rules:
        for day in _last_days(rule, rulebook):
            if day is None:
                years = {"first": EARLIEST.year, "last": LATEST.year}
                yield Flaw("rules.lint-limit-outside", {"rule": rule.id, **years}, loc=loc_of(rule, rulebook))
                continue
            args = {"rule": rule.id, "day": day.isoformat(), "issued": issued.isoformat()}
            if day < issued:
                yield Flaw("rules.lint-limit-before-issue", args, loc=loc_of(rule, rulebook))
            if day.weekday() >= SATURDAY:
                yield Flaw("rules.lint-last-day-weekend", args, loc=loc_of(rule, rulebook), note=True)
            law = HOLIDAYS.get(day)
            if law is not None:
                yield Flaw("rules.lint-last-day-holiday", {**args, "law": law}, loc=loc_of(rule, rulebook), note=True)


def _no_day_left(rulebook: Rulebook) -> Iterator[Flaw]:
    """A rule whose first day lies after its last one, both fixed or counted from the same event."""
    for rule in rulebook.rules:
        time = rule.time
        if time is None or time.bound is None:
            continue
        first, last = (_days_of(time, one, rulebook) for one in (time.earliest, time.bound))
        start = SOME_DAY if _limited_by_start(rule) else None
        if first and last and min(first) > max(last):
            args = {"rule": rule.id, "first": str(min(first)), "last": str(max(last))}
            yield Flaw("rules.lint-no-day-left", args, loc=loc_of(rule, rulebook))
        elif start is not None and last and start > max(last):
            yield Flaw("rules.lint-start-after-limit", {"rule": rule.id}, loc=loc_of(rule, rulebook))


def _limited_by_start(rule: Rule) -> bool:
    return rule.time is not None and rule.start is not None and rule.start == rule.time.anchor_event


SOME_DAY = date(2025, 6, 30)


def _days_of(time: Limited, bound: Bound | None, rulebook: Rulebook) -> list[date]:
    """The days that a bound may give; counted from an event they are taken as if it were held on one certain day."""
    if bound is None:
        return []
    if not isinstance(bound.anchor, UnitEvent):
        return [day for day in time.fixed_days(bound, rulebook) if day is not None]
    both = [one.anchor for one in time.bounds]
    if any(anchor != bound.anchor for anchor in both):
        return []
    shifts = (shift._replace(calendar=None, roll=None) for shift in time.shifts(bound, rulebook))
    return [date.fromordinal(shift.later(SOME_DAY.toordinal()) + shift.working) for shift in shifts]


def _short_windows(rulebook: Rulebook) -> Iterator[Flaw]:
    """Fewer days between first and last day than steps that need a day each."""
    for rule in rulebook.rules:
        events, time = rule.ordered_events(), rule.time
        if not rule.gap or time is None or time.bound is None or time.bound.span.unit == "working_days":
            continue
        last, (step, first) = _days_of(time, time.bound, rulebook), _first_step(rule, time, rulebook)
        needed = (len(events) - 1 - step) * rule.gap
        if first and last and 0 <= (max(last) - min(first)).days < needed:
            args = {"rule": rule.id, "first": str(min(first)), "last": str(max(last)), "steps": len(events) - step}
            fixed = not isinstance(time.bound.anchor, UnitEvent)
            yield Flaw(f"rules.lint-window-short{'' if fixed else '-after'}", args, loc=loc_of(rule, rulebook))


def _first_step(rule: Rule, time: Limited, rulebook: Rulebook) -> tuple[int, list[date]]:
    """The place of the first step whose first day is known beside the limit, and that day."""
    event, events = time.anchor_event, rule.ordered_events()
    if event is not None and event.of == OWN and event.event in events:
        return events.index(event.event), [SOME_DAY]
    if event is not None and event == rule.start:
        return 0, [SOME_DAY]
    return 0, _days_of(time, time.earliest, rulebook)


def _warned_at_once(rulebook: Rulebook) -> Iterator[Flaw]:
    """A written `warn_days` that is longer than all the time from the paper, or from the start, to the last day."""
    for rule in rulebook.rules:
        time = rule.time
        if time is None or time.bound is None or "warn_days" not in rule.model_fields_set:
            continue
        last = _days_of(time, time.bound, rulebook)
        fixed = not isinstance(time.bound.anchor, UnitEvent)
        first = max([rulebook.directive.issued, *_days_of(time, time.earliest, rulebook)]) if fixed else SOME_DAY
        days = [(day - first).days for day in last if day >= first]
        if days and (fixed or time.bound.form == "within") and rule.warn_days > max(days):
            args = {"rule": rule.id, "warn": rule.warn_days, "days": max(days)}
            yield Flaw("rules.lint-warn-too-long", args, loc=loc_of(rule, rulebook))


def _two_last_days(rulebook: Rulebook) -> Iterator[Flaw]:
    """Two rules that ask the same of the same units, equally strongly, by different last days."""
    alike = [
        (one, other, *days)
        for one, other in combinations(rulebook.rules, 2)
        if type(one) is type(other) and one.modality is other.modality and matter(one, LIMITS) == matter(other, LIMITS)
        if (days := _differing(one, other, rulebook)) is not None
    ]
    together = [{rule.id for rule in rules} for rules in holding_together(rulebook)] if alike else []
    for one, other, first, last in alike:
        if any({one.id, other.id} <= ids for ids in together):
            args = {"rule": other.id, "other": one.id, "day": str(last), "other_day": str(first)}
            counted = other.limit_event is not None
            yield Flaw(f"rules.lint-two-last-days{'-after' if counted else ''}", args, loc=loc_of(other, rulebook))


def _differing(one: Rule, other: Rule, rulebook: Rulebook) -> tuple[date, date] | None:
    """The last days of two rules, where both are fixed, or counted from one event, and they have none in common."""
    times = [rule.time for rule in (one, other) if rule.time is not None and rule.time.bound is not None]
    if len(times) < 2 or times[0].anchor_event != times[1].anchor_event:
        return None
    days = [_days_of(time, time.bound, rulebook) for time in times]
    return (max(days[0]), max(days[1])) if all(days) and {*days[0]}.isdisjoint(days[1]) else None


LIMITS = ("before", "by", "within", "ahead", "calendar", "roll")


def matter(rule: Rule, apart: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a rule asks for: its kind's own fields, but for some."""
    common = {*Rule.model_fields, "limit_basis", "warn_days", *apart}
    return {name: getattr(rule, name) for name in type(rule).model_fields if name not in common}


def _calendars(rulebook: Rulebook, today: date | None) -> Iterator[Flaw]:
    """A calendar that lacks days a rule needs, or ends soon."""
    for rule in rulebook.rules:
        for bound in () if rule.time is None else rule.time.bounds:
            days = [day.toordinal() for day in anchor_days(bound, rulebook)]
            reaches = [shift.reach() for shift in rule.time.shifts(bound, rulebook)] if rule.time is not None else []
            for first, last in (reach for reach in reaches if reach is not None):
                for day in days:
                    if not first <= day <= last:
                        args = {"rule": rule.id, "day": date.fromordinal(day).isoformat()}
                        yield Flaw("rules.lint-calendar-short", args, loc=loc_of(rule, rulebook))
    for name, calendar in rulebook.calendars.items():
        until = calendar.covers.until
        if today is not None and until < today + SOON:
            args = {"calendar": name, "until": until.isoformat()}
            yield Flaw("rules.lint-calendar-ends", args, loc=("calendars", name), note=True)


def _orders(rulebook: Rulebook) -> Iterator[Flaw]:
    """An event that must precede another, but may be done later than it."""
    if not _against_limits(rulebook.rules, rulebook):
        return
    flaws = {flaw: None for rules in holding_together(rulebook) for flaw in _against_limits(rules, rulebook)}
    for earlier, later, first_day, last_day, rule in sorted(flaws, key=lambda one: one[:4]):
        args = {"earlier": earlier, "later": later, "earlier_day": str(first_day), "later_day": str(last_day)}
        yield Flaw("rules.lint-order-against-limits", args, loc=loc_of(rulebook.by_id[rule], rulebook))


def _against_limits(rules: Iterable[Rule], rulebook: Rulebook) -> list[tuple[str, str, date, date, str]]:
    """Of rules for one unit: earlier and later event, their last days the wrong way round, the rule of the first."""
    limits: dict[str, list[tuple[date, Rule]]] = {}
    for rule in rules:
        for day in _last_days(rule, rulebook):
            if day is not None and rule.bound_event is not None:
                limits.setdefault(rule.bound_event, []).append((day, rule))
    return [
        (earlier, later, first_day, last_day, rule.id)
        for earlier, later in _precedences(rules, rulebook)
        for first_day, rule in limits.get(earlier, ())
        for last_day, _ in limits.get(later, ())
        if first_day > last_day
    ]


def _precedences(rules: Iterable[Rule], rulebook: Rulebook) -> set[tuple[str, str]]:
    """Every pair of events of which one must come before the other, also by way of a third."""
    closed = {one[:2] for one, _ in _asked_orders(rules, rulebook)}
    while True:
        more = {(one, four) for one, two in closed for three, four in closed if two == three} - closed
        if not more:
            return closed
        closed |= more


def _asked_orders(rules: Iterable[Rule], rulebook: Rulebook) -> Iterator[tuple[Order, Loc]]:
    """Each order that the vocabulary or a rule asks for, and where."""
    for name, term in rulebook.facts.items():
        if isinstance(term, EventTerm) and term.after:
            yield Order(term.after, name, strict=True), ("facts", name)
    for rule in rules:
        yield from ((order, loc_of(rule, rulebook)) for order in rule.precedences())


def _circles_of_orders(rulebook: Rulebook) -> Iterator[Flaw]:
    """Orders that lead round in a circle for some unit, where one day for all its events will not do."""
    found = dict(_turning_back(rulebook.rules, rulebook))
    together = holding_together(rulebook, most_tags=2) if found else ()
    real = {loc: events for rules in together for loc, events in _turning_back(rules, rulebook)}
    for loc, events in real.items():
        yield Flaw("rules.lint-order-circle", {"events": list(events)}, loc=loc)


def _turning_back(rules: Iterable[Rule], rulebook: Rulebook) -> Iterator[tuple[Loc, tuple[str, ...]]]:
    """Of rules for one unit each strict order whose later event must come before its earlier one as well."""
    told = rules_in_cycles(rules := tuple(rules))
    rest = (one for one in rules if one.id not in told and not _limited_by_start(one))
    orders = list(_asked_orders(rest, rulebook))
    steps: dict[str, set[str]] = {}
    for order, _ in orders:
        steps.setdefault(order.earlier, set()).add(order.later)
    for order, loc in orders:
        way = shortest_way(order.later, order.earlier, steps) if order.strict else None
        if way is not None:
            yield loc, way


def _circles(rulebook: Rulebook) -> Iterator[Flaw]:
    """Limits that lead round in a circle for some unit, be it one with two tags."""
    circles: dict[str, tuple[str, ...]] = {}
    if rules_in_cycles(rulebook.rules):
        for rules in holding_together(rulebook, most_tags=2):
            circles = {**rules_in_cycles(rules), **circles}
    for rule_id, events in circles.items():
        rule = rulebook.by_id[rule_id]
        yield Flaw("rules.lint-limit-circle", {"rule": rule_id, "events": list(events)}, loc=loc_of(rule, rulebook))


def holding_together(rulebook: Rulebook, most_tags: int = 1) -> Iterator[tuple[Rule, ...]]:
    """The rules that hold for one unit, once for each level and type and each choice of at most so many tags."""
    selectors = [one for rule in rulebook.rules for one in (rule.applies_to, rule.unless) if one is not None]
    tags = sorted({tag for one in selectors for tag in one.tag or ()})
    seen: set[tuple[str, ...]] = set()
    for level, type_ in sorted({(level, name) for name, one in rulebook.types.items() for level in one.level}):
        for chosen in chain.from_iterable(combinations(tags, count) for count in range(most_tags + 1)):
            rules = tuple(rule for rule in rulebook.rules if _holds(rule, (level, type_, chosen)))
            ids = tuple(rule.id for rule in rules)
            if ids not in seen:
                seen.add(ids)
                yield rules


def _holds(rule: Rule, profile: tuple[str, str, tuple[str, ...]]) -> bool:
    """Whether a rule holds for units of this level, type and tags."""
    unless = rule.unless
    surely_out = unless is not None and unless.where is None and unless.unit is None and unless.matches(*profile)
    return rule.applies_to.matches(*profile) and not surely_out


LABOUR_CODE_2012 = "10/2012/QH13, Điều 115"

HOLIDAYS = dict.fromkeys(
    (date(2020, 1, 1), date(2020, 4, 2), date(2020, 4, 30), date(2020, 5, 1), date(2020, 9, 2)), LABOUR_CODE_2012
)
"""The law that makes a day a public holiday; only the years in the table are known."""
