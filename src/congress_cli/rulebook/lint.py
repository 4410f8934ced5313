"""Contradictions in a rulebook, found without data. Errors make it wrong; notes are worth knowing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Any

from congress_cli.days import EARLIEST, LATEST
from congress_cli.engine import rules_in_cycles
from congress_cli.model.directive import EventTerm, PlanTerm
from congress_cli.model.message import Message
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.bounds import Bound, Limited, UnitEvent, anchor_days
from congress_cli.rules.context import Selector

Loc = tuple[int | str, ...]
SATURDAY = 5
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw(Message):
    """Something wrong (or, as a note, worth knowing) with a rulebook, and where in the file."""

    loc: Loc
    note: bool = False


def lint(rulebook: Rulebook, today: date | None = None) -> tuple[Flaw, ...]:
    """Every flaw, in the order of the file; with `today` also the calendars that end soon after it."""
    flaws = [
        *_limits(rulebook),
        *_orders(rulebook),
        *_no_day_left(rulebook),
        *_calendars(rulebook, today),
        *_circles(rulebook),
        *_unread_facts(rulebook),
        *_unread_parameters(rulebook),
        *_idle_rules(rulebook),
        *_twins(rulebook),
    ]
    return tuple(sorted(flaws, key=lambda flaw: [(isinstance(step, str), step) for step in flaw.loc]))


def _loc(rule: Rule, rulebook: Rulebook) -> Loc:
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
                yield Flaw("rules.lint-limit-outside", {"rule": rule.id, **years}, loc=_loc(rule, rulebook))
                continue
            args = {"rule": rule.id, "day": day.isoformat(), "issued": issued.isoformat()}
            if day < issued:
                yield Flaw("rules.lint-limit-before-issue", args, loc=_loc(rule, rulebook))
            if day.weekday() >= SATURDAY:
                yield Flaw("rules.lint-last-day-weekend", args, loc=_loc(rule, rulebook), note=True)
            law = HOLIDAYS.get(day)
            if law is not None:
                yield Flaw("rules.lint-last-day-holiday", {**args, "law": law}, loc=_loc(rule, rulebook), note=True)


def _no_day_left(rulebook: Rulebook) -> Iterator[Flaw]:
    """A rule whose first day lies after its last one, both fixed or counted from the same event."""
    for rule in rulebook.rules:
        time = rule.time
        if time is None or time.bound is None:
            continue
        first, last = (_days_of(time, one, rulebook) for one in (time.earliest, time.bound))
        start = None if rule.start is None or rule.start != time.anchor_event else SOME_DAY
        if first and last and min(first) > max(last):
            args = {"rule": rule.id, "first": str(min(first)), "last": str(max(last))}
            yield Flaw("rules.lint-no-day-left", args, loc=_loc(rule, rulebook))
        elif start is not None and last and start > max(last):
            yield Flaw("rules.lint-start-after-limit", {"rule": rule.id}, loc=_loc(rule, rulebook))


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
                        yield Flaw("rules.lint-calendar-short", args, loc=_loc(rule, rulebook))
    for name, calendar in rulebook.calendars.items():
        until = calendar.covers.until
        if today is not None and until < today + SOON:
            args = {"calendar": name, "until": until.isoformat()}
            yield Flaw("rules.lint-calendar-ends", args, loc=("calendars", name), note=True)


def _orders(rulebook: Rulebook) -> Iterator[Flaw]:
    """An event that must precede another, but may be done later than it."""
    if not _against_limits(rulebook.rules, rulebook):
        return
    flaws = {flaw: None for rules in _holding_together(rulebook) for flaw in _against_limits(rules, rulebook)}
    for earlier, later, first_day, last_day, rule in sorted(flaws, key=lambda one: one[:4]):
        args = {"earlier": earlier, "later": later, "earlier_day": str(first_day), "later_day": str(last_day)}
        yield Flaw("rules.lint-order-against-limits", args, loc=_loc(rulebook.by_id[rule], rulebook))


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
    pairs = {(term.after, name) for name, term in rulebook.facts.items() if isinstance(term, EventTerm) and term.after}
    closed = {*pairs, *(pair for rule in rules for pair in rule.precedences())}
    while True:
        more = {(one, four) for one, two in closed for three, four in closed if two == three} - closed
        if not more:
            return closed
        closed |= more


def _circles(rulebook: Rulebook) -> Iterator[Flaw]:
    """Limits that lead round in a circle for some unit, be it one with two tags."""
    circles: dict[str, tuple[str, ...]] = {}
    if rules_in_cycles(rulebook.rules):
        for rules in _holding_together(rulebook, most_tags=2):
            circles = {**rules_in_cycles(rules), **circles}
    for rule_id, events in circles.items():
        rule = rulebook.by_id[rule_id]
        yield Flaw("rules.lint-limit-circle", {"rule": rule_id, "events": list(events)}, loc=_loc(rule, rulebook))


def _unread_facts(rulebook: Rulebook) -> Iterator[Flaw]:
    readers: dict[str, list[Rule]] = {}
    for rule in rulebook.rules:
        for name in {one.name for one in rule.reads()}:
            readers.setdefault(name, []).append(rule)
    for name, term in rulebook.facts.items():
        read_as = term.of if isinstance(term, PlanTerm) else name
        if read_as not in readers:
            yield Flaw("rules.lint-fact-unread", {"fact": name}, loc=("facts", name))
        elif all(not _profiles(rule.applies_to, rulebook) for rule in readers[read_as]):
            yield Flaw("rules.lint-fact-of-nobody", {"fact": name}, loc=("facts", name))


def _unread_parameters(rulebook: Rulebook) -> Iterator[Flaw]:
    read = {name for rule in rulebook.rules for name in rule.parameters()}
    for name in rulebook.parameters:
        if name not in read:
            yield Flaw("rules.lint-parameter-unread", {"param": name}, loc=("parameters", name))


def _idle_rules(rulebook: Rulebook) -> Iterator[Flaw]:
    for rule in rulebook.rules:
        profiles = _profiles(rule.applies_to, rulebook)
        left = profiles - _profiles(rule.unless, rulebook) if rule.unless and not rule.unless.tag else profiles
        if not left:
            yield Flaw("rules.lint-rule-idle", {"rule": rule.id}, loc=_loc(rule, rulebook))


def _profiles(selector: Selector, rulebook: Rulebook) -> set[tuple[str, str]]:
    """The pairs of level and type that a selector can meet, tags aside."""
    return {
        (level, name)
        for name, one in rulebook.types.items()
        for level in one.level
        if (selector.level is None or level in selector.level) and (selector.type is None or name in selector.type)
    }


def _holding_together(rulebook: Rulebook, most_tags: int = 1) -> Iterator[tuple[Rule, ...]]:
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
    return rule.applies_to.matches(*profile) and not (rule.unless is not None and rule.unless.matches(*profile))


def _twins(rulebook: Rulebook) -> Iterator[Flaw]:
    """Two rules that ask the same of the same units for the same sentence."""
    alike = [
        (one, other)
        for one, other in combinations(rulebook.rules, 2)
        if type(one) is type(other) and set(one.clause) & set(other.clause) and _matter(one) == _matter(other)
    ]
    together = [{rule.id for rule in rules} for rules in _holding_together(rulebook)] if alike else []
    for one, other in alike:
        if any({one.id, other.id} <= ids for ids in together):
            yield Flaw("rules.lint-rule-twice", {"rule": other.id, "other": one.id}, loc=_loc(other, rulebook))


def _matter(rule: Rule) -> Mapping[str, Any]:
    """What a rule asks for: its kind's own fields."""
    common = {*Rule.model_fields, "limit_basis", "warn_days"}
    return {name: getattr(rule, name) for name in type(rule).model_fields if name not in common}


LABOUR_CODE_2012 = "10/2012/QH13, Điều 115"

HOLIDAYS = dict.fromkeys(
    (date(2020, 1, 1), date(2020, 4, 2), date(2020, 4, 30), date(2020, 5, 1), date(2020, 9, 2)), LABOUR_CODE_2012
)
"""The law that makes a day a public holiday; only the years in the table are known."""
