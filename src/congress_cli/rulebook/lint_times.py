"""What contradicts itself in the days and orders of a rulebook: limits, calendars, cycles, too little time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, combinations, pairwise
from typing import Any, NamedTuple

from congress_cli import dataclass
from congress_cli.days import EARLIEST, LATEST
from congress_cli.engine import rules_in_cycles
from congress_cli.engine.judging import shortest_way
from congress_cli.model.directive import EventTerm
from congress_cli.model.message import Message
from congress_cli.reading.rulebook import shipped_calendars
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.base import Order
from congress_cli.rules.bounds import Bound, Limited, UnitEvent
from congress_cli.rules.context import OWN
from congress_cli.worlds import Shift

Loc = tuple[int | str, ...]
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
    yield from _warned_at_once(rulebook)
    yield from _two_last_days(rulebook)
    yield from _calendars(rulebook, today)
    cycles = [*_cycles(rulebook), *_cycles_of_orders(rulebook)]
    yield from cycles
    yield from _no_day(rulebook, {flaw.loc for flaw in cycles})


def loc_of(rule: Rule, rulebook: Rulebook) -> Loc:
    """Where a rule stands in the file."""
    return ("rules", rulebook.rules.index(rule))


def last_days(rule: Rule, rulebook: Rulebook) -> list[date | None]:
    """The last days that need no data: of fixed limits and of every dated value of a parameter; None: out of range."""
    return [] if rule.limit is None else rule.limit.fixed_last_days(rulebook)


def _limits(rulebook: Rulebook) -> Iterator[Flaw]:
    issued = rulebook.directive.issued
    for rule in rulebook.rules:
        for day in last_days(rule, rulebook):
            if day is None:
                years = {"first": EARLIEST.year, "last": LATEST.year}
                yield Flaw("rules.lint-limit-outside", {"rule": rule.id, **years}, loc=loc_of(rule, rulebook))
                continue
            args = {"rule": rule.id, "day": day.isoformat(), "issued": issued.isoformat()}
            if day < issued:
                yield Flaw("rules.lint-limit-before-issue", args, loc=loc_of(rule, rulebook))


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
        beyond = (day for shift, day in rule.lookups(rulebook) if not _within_reach(shift, day))
        for day in list(beyond)[:1]:
            args = {"rule": rule.id, "day": day.isoformat()}
            yield Flaw("rules.lint-calendar-short", args, loc=loc_of(rule, rulebook))
    for name, calendar in rulebook.calendars.items():
        until = calendar.covers.until
        if today is not None and until < today + SOON:
            args = {"calendar": name, "until": until.isoformat()}
            loc: Loc = ("calendar",) if calendar is shipped_calendars().get(name) else ("calendars", name)
            yield Flaw("rules.lint-calendar-ends", args, loc=loc, note=True)


def _within_reach(shift: Shift, day: date) -> bool:
    reach = shift.reach()
    return reach is None or reach[0] <= day.toordinal() <= reach[1]


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
        for day in last_days(rule, rulebook):
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


def _cycles_of_orders(rulebook: Rulebook) -> Iterator[Flaw]:
    """Orders that form a cycle for some unit, where one day for all its events will not do."""
    found = dict(_turning_back(rulebook.rules, rulebook))
    together = holding_together(rulebook, most_tags=2) if found else ()
    real = {loc: events for rules in together for loc, events in _turning_back(rules, rulebook)}
    for loc, events in real.items():
        yield Flaw("rules.lint-order-circle", {"events": list(events)}, loc=loc)


def _turning_back(rules: Iterable[Rule], rulebook: Rulebook) -> Iterator[tuple[Loc, tuple[str, ...]]]:
    """Of rules for one unit each strict order whose later event must come before its earlier one as well."""
    in_cycles = rules_in_cycles(rules := tuple(rules))
    rest = (one for one in rules if one.id not in in_cycles and not _limited_by_start(one))
    orders = list(_asked_orders(rest, rulebook))
    steps: dict[str, set[str]] = {}
    for order, _ in orders:
        steps.setdefault(order.earlier, set()).add(order.later)
    for order, loc in orders:
        way = shortest_way(order.later, order.earlier, steps) if order.strict else None
        if way is not None:
            yield loc, way


def _no_day(rulebook: Rulebook, reported: set[Loc]) -> Iterator[Flaw]:
    """Rules whose starts, steps, first and last days cannot all be kept; those `reported` already are left out."""
    rules = [rule for rule in rulebook.rules if loc_of(rule, rulebook) not in reported]
    if not _impossible(rules, rulebook):
        return
    found = {ids: None for rule in rules if (ids := _impossible([rule], rulebook))}
    alone = {id_ for ids in found for id_ in ids}
    for some in holding_together(rulebook):
        left = [rule for rule in some if rule in rules and rule.id not in alone]
        while ids := _impossible(left, rulebook):
            found[ids] = None
            left = [rule for rule in left if rule.id != ids[-1]]
    for ids in found:
        code = "rules.lint-no-day" if len(ids) == 1 else "rules.lint-no-day-together"
        yield Flaw(code, {"rules": list(ids)}, loc=loc_of(rulebook.by_id[ids[-1]], rulebook))


class _AtMost(NamedTuple):
    """That one event comes at most so many days after another; without a name it is the first day of all."""

    event: str
    days: int
    other: str
    rule: str


def _impossible(rules: Iterable[Rule], rulebook: Rulebook) -> tuple[str, ...]:
    """The ids of rules that no days of their events satisfy together; none where there are such days."""
    asked = [one for rule in rules for one in _at_most(rule, rulebook)]
    latest = dict.fromkeys([event for one in asked for event in (one.event, one.other)], 0)
    because: dict[str, _AtMost] = {}
    changed: str | None = None
    for _ in range(len(latest) + 1):
        changed = None
        for one in asked:
            if latest[one.event] > latest[one.other] + one.days:
                latest[one.event], because[one.event] = latest[one.other] + one.days, one
                changed = one.event
    if changed is None:
        return ()
    event, seen = changed, list[str]()
    while event not in seen:
        seen.append(event)
        event = because[event].other
    cycle = {because[one].rule for one in seen[seen.index(event) :]}
    return tuple(rule.id for rule in rulebook.rules if rule.id in cycle)


def _at_most(rule: Rule, rulebook: Rulebook) -> Iterator[_AtMost]:
    """What start, limit, first day and steps ask of the days of its events, as far as it is counted in plain days."""
    events, time = rule.ordered_events(), rule.time
    if not events or time is None:
        return
    yield from (_AtMost(one, -rule.gap, other, rule.id) for one, other in pairwise(events))
    if rule.start is not None and rule.start.of == OWN:
        yield _AtMost(rule.start.event, 0, events[0], rule.id)
    for other, _, most in _counted(time, time.bound, rulebook):
        yield _AtMost(events[-1], most, other, rule.id)
    for other, least, _ in _counted(time, time.earliest, rulebook):
        yield _AtMost(other, -least, events[0], rule.id)


def _counted(time: Limited, bound: Bound | None, rulebook: Rulebook) -> Iterator[tuple[str, int, int]]:
    """The event that a bound is counted from, and how many days after it the bound lies at least and at most."""
    if bound is None:
        return
    if not isinstance(bound.anchor, UnitEvent):
        days = [day.toordinal() for day in time.fixed_days(bound, rulebook) if day is not None]
        yield from [("", min(days), max(days))] if days else ()
    elif bound.anchor.of == OWN:
        plain = [shift for shift in time.shifts(bound, rulebook) if not (shift.working or shift.roll)]
        ends = [shift.days + length * shift.months for shift in plain for length in (28, 31)]
        yield from [(bound.anchor.event, min(ends), max(ends))] if ends else ()


def _cycles(rulebook: Rulebook) -> Iterator[Flaw]:
    """Limits that form a cycle for some unit, be it one with two tags."""
    cycles: dict[str, tuple[str, ...]] = {}
    if rules_in_cycles(rulebook.rules):
        for rules in holding_together(rulebook, most_tags=2):
            cycles = {**rules_in_cycles(rules), **cycles}
    for rule_id, events in cycles.items():
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
