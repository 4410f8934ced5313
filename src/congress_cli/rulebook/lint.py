"""Contradictions in a rulebook, found without data. Errors make it wrong; notes are worth knowing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from congress_cli.days import EARLIEST, LATEST
from congress_cli.model.directive import Calendar, Clause, Modality, PlanTerm
from congress_cli.model.facts import FactKind
from congress_cli.reading.rulebook import shipped_calendars
from congress_cli.rulebook.lint_times import Flaw, holding_together, last_days, loc_of, matter, time_flaws
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.context import OWN, VIETNAM, Selector, profiles_of

STRENGTH = (Modality.STRIVE, Modality.SHOULD, Modality.MUST)


def lint(rulebook: Rulebook, today: date | None = None) -> tuple[Flaw, ...]:
    """Every flaw, in the order of the file; with `today` also the calendars that end soon after it."""
    flaws = [
        *time_flaws(rulebook, today),
        *_days_off(rulebook),
        *_recurrences(rulebook),
        *_figures_of_others(rulebook),
        *_against_ledger(rulebook),
        *_steps_twice(rulebook),
        *_empty_shares(rulebook),
        *_unknown_indicators(rulebook),
        *_unread_facts(rulebook),
        *_unread_parameters(rulebook),
        *_idle_rules(rulebook),
        *_twins(rulebook),
    ]
    return tuple(sorted(flaws, key=lambda flaw: [(isinstance(step, str), step) for step in flaw.loc]))


def _against_ledger(rulebook: Rulebook) -> Iterator[Flaw]:
    """What a rule says otherwise than the clauses that it names, and clauses that only inform but have a rule."""
    for place, clause in enumerate(rulebook.clauses):
        rules = [rule.id for rule in rulebook.rules if clause.id in rule.clause or rule.id in clause.rules]
        if clause.check == "informational" and rules:
            args = {"clause": clause.id, "rules": rules}
            yield Flaw("rules.lint-clause-informs", args, loc=("clauses", place))
    clauses = {clause.id: clause for clause in rulebook.clauses}
    for rule in rulebook.rules:
        named = [clauses[one] for one in rule.clause if one in clauses]
        strengths = [STRENGTH.index(one.modality) for one in named if one.modality is not None]
        if strengths and STRENGTH.index(rule.modality) > max(strengths):
            args = {"rule": rule.id, "modality": rule.modality.value, "clause": STRENGTH[max(strengths)].value}
            yield Flaw("rules.lint-rule-stronger", args, loc=loc_of(rule, rulebook))
        yield from _owners_outside(rule, named, rulebook)


def _owners_outside(rule: Rule, named: list[Clause], rulebook: Rulebook) -> Iterator[Flaw]:
    """An owner to whom no clause of the rule speaks; worth a note where it is the level of the units themselves.

    What counts units is left out: it is owned by the office that keeps the registry.
    """
    allowed = {owner for clause in named for owner in clause.who or ()}
    outside = [owner for owner in rule.owner if owner not in allowed]
    counts_units = not rule.of_one_unit and not rule.rolls_up(rulebook.rules)
    if outside and named and not counts_units and all(clause.who is not None for clause in named):
        args = {"rule": rule.id, "owners": outside, "who": sorted(allowed)}
        levels = {level for level, _ in profiles_of(rule.applies_to, rulebook)}
        yield Flaw("rules.lint-owner-outside", args, loc=loc_of(rule, rulebook), note=levels.issuperset(outside))


def _steps_twice(rulebook: Rulebook) -> Iterator[Flaw]:
    for rule in rulebook.rules:
        events = rule.ordered_events()
        for event in dict.fromkeys(one for one in events if events.count(one) > 1):
            yield Flaw("rules.lint-step-twice", {"rule": rule.id, "fact": event}, loc=loc_of(rule, rulebook))


def _empty_shares(rulebook: Rulebook) -> Iterator[Flaw]:
    """A roll-up that names a rule which holds for none of the units that it adds up."""
    for rule in rulebook.rules:
        ranks = _ranks(rule, rulebook)
        for one in (one for one in rule.references() if one.kind is Rule and ranks):
            below = _ranks(rulebook.by_id[one.name], rulebook)
            highest = min(ranks) if rule.of_task_forces else min(ranks) + 1
            if below and max(below) < highest:
                args = {"rule": rule.id, "other": one.name}
                yield Flaw("rules.lint-share-empty", args, loc=loc_of(rule, rulebook))


def _ranks(rule: Rule, rulebook: Rulebook) -> set[int]:
    """The places of the levels that a rule concerns; the highest level is 0."""
    rank = {level: place for place, level in enumerate(rulebook.levels)}
    return {rank[level] for level, _ in profiles_of(rule.applies_to, rulebook)}


def _unknown_indicators(rulebook: Rulebook) -> Iterator[Flaw]:
    """A figure in a parameter that none of the measures compared with it has."""
    known: dict[str, set[str]] = {}
    for rule in rulebook.rules:
        terms = [rulebook.facts[one.name] for one in rule.names() if one.kind is FactKind.MEASURES]
        for name in (one.name for one in rule.names() if one.kind is dict):
            known.setdefault(name, set()).update(*(term.parts for term in terms))
    for name, indicators in known.items():
        for begins, dated in rulebook.parameters[name].items():
            for one in dated.value if isinstance(dated.value, dict) else ():
                if one not in indicators:
                    loc = ("parameters", name, begins.isoformat())
                    yield Flaw("rules.lint-indicator-unknown", {"param": name, "indicator": one}, loc=loc)


def _days_off(rulebook: Rulebook) -> Iterator[Flaw]:
    """Last days on which nobody works, by the calendar of the rule; of Vietnam where a paper of Vietnam has none."""
    beyond: dict[str, tuple[Calendar, dict[str, None]]] = {}
    for rule in rulebook.rules:
        for day in (day for day in last_days(rule, rulebook) if day is not None):
            name, calendar = _calendar_of(rule, rulebook)
            args = {"rule": rule.id, "day": day.isoformat()}
            if calendar.rests(day):
                yield Flaw("rules.lint-last-day-weekend", args, loc=loc_of(rule, rulebook), note=True)
            off = calendar.off(day)
            if off is not None:
                args["law"] = off.ref or name
                yield Flaw("rules.lint-last-day-holiday", args, loc=loc_of(rule, rulebook), note=True)
            elif name and not calendar.covers.from_ <= day <= calendar.covers.until:
                beyond.setdefault(name, (calendar, {}))[1][rule.id] = None
    for name, (calendar, rules) in beyond.items():
        args = {"calendar": name, "from": str(calendar.covers.from_), "until": str(calendar.covers.until)}
        yield Flaw("rules.lint-days-off-unknown", {**args, "rules": list(rules)}, loc=("directive",), note=True)


NO_DAYS_OFF = Calendar.model_validate({"covers": {"from": EARLIEST, "until": LATEST}})


def _calendar_of(rule: Rule, rulebook: Rulebook) -> tuple[str, Calendar]:
    """The calendar of a rule, with its name; without a name only weekends are known."""
    named = None if rule.time is None else rule.time.calendar
    name = named or rulebook.calendar or ("VN" if rulebook.timezone == VIETNAM else "")
    known = rulebook.calendars if name in rulebook.calendars else shipped_calendars() if name else {}
    return name, known.get(name, NO_DAYS_OFF)


def _recurrences(rulebook: Rulebook) -> Iterator[Flaw]:
    """What comes again: from after until, before the paper, warned all the time, or counted from different days."""
    begins: dict[str, tuple[str, Any]] = {}
    for rule in rulebook.rules:
        again = rule.recurrence(rulebook)
        if again is None:
            continue
        loc = loc_of(rule, rulebook)
        args: dict[str, Any] = {"rule": rule.id, "issued": str(rulebook.directive.issued)}
        if again.first is not None and again.last is not None and again.first > again.last:
            days = {"first": str(again.first), "last": str(again.last)}
            yield Flaw("rules.lint-from-after-until", {**args, **days}, loc=loc)
        if any(day is not None and day < rulebook.directive.issued for day in (again.first, again.last)):
            yield Flaw("rules.lint-periods-before-issue", args, loc=loc, note=True)
        if rule.warn_days >= again.days:
            lengths = {"warn": rule.warn_days, "days": again.days}
            yield Flaw("rules.lint-warn-all-period", {**args, **lengths}, loc=loc, note=True)
        other, begin = begins.setdefault(again.fact, (rule.id, again.begins))
        if again.numbered and begin != again.begins:
            yield Flaw("rules.lint-series-apart", {**args, "other": other, "fact": again.fact}, loc=loc)


def _figures_of_others(rulebook: Rulebook) -> Iterator[Flaw]:
    """A `where` on figures that other rules ask for, but never of the units that it chooses among."""
    asked: dict[str, set[tuple[str, str]]] = {}
    for rule in rulebook.rules:
        for one in (one for one in rule.reads() if "where" not in one.field):
            own = one.of == OWN and not rule.of_task_forces
            asked.setdefault(one.name, set()).update(profiles_of(rule.applies_to if own else Selector(), rulebook))
    for rule in rulebook.rules:
        for field, selector in rule.selectors():
            among = profiles_of(selector, rulebook)
            if field == "unless":
                among &= profiles_of(rule.applies_to, rulebook)
            for fact in selector.where or {}:
                if rule.of_task_forces or (fact in asked and not asked[fact] & among):
                    args = {"rule": rule.id, "fact": fact}
                    yield Flaw("rules.lint-where-of-others", args, loc=loc_of(rule, rulebook))


def _unread_facts(rulebook: Rulebook) -> Iterator[Flaw]:
    readers: dict[str, list[Rule]] = {}
    for rule in rulebook.rules:
        for name in {one.name for one in rule.reads()}:
            readers.setdefault(name, []).append(rule)
    for name, term in rulebook.facts.items():
        read_as = term.of if isinstance(term, PlanTerm) else name
        if read_as not in readers:
            yield Flaw("rules.lint-fact-unread", {"fact": name}, loc=("facts", name))
        elif all(not profiles_of(rule.applies_to, rulebook) for rule in readers[read_as]):
            yield Flaw("rules.lint-fact-of-nobody", {"fact": name}, loc=("facts", name))


def _unread_parameters(rulebook: Rulebook) -> Iterator[Flaw]:
    read = {name for rule in rulebook.rules for name in rule.parameters()}
    for name in rulebook.parameters:
        if name not in read:
            yield Flaw("rules.lint-parameter-unread", {"param": name}, loc=("parameters", name))


def _idle_rules(rulebook: Rulebook) -> Iterator[Flaw]:
    for rule in rulebook.rules:
        profiles = profiles_of(rule.applies_to, rulebook)
        left = profiles - profiles_of(rule.unless, rulebook) if rule.unless and not rule.unless.tag else profiles
        if not left:
            yield Flaw("rules.lint-rule-idle", {"rule": rule.id}, loc=loc_of(rule, rulebook))


def _twins(rulebook: Rulebook) -> Iterator[Flaw]:
    """Two rules that ask the same of the same units for the same sentence."""
    alike = [
        (one, other)
        for one, other in combinations(rulebook.rules, 2)
        if type(one) is type(other) and set(one.clause) & set(other.clause) and matter(one) == matter(other)
    ]
    together = [{rule.id for rule in rules} for rules in holding_together(rulebook)] if alike else []
    for one, other in alike:
        if any({one.id, other.id} <= ids for ids in together):
            yield Flaw("rules.lint-rule-twice", {"rule": other.id, "other": one.id}, loc=loc_of(other, rulebook))
