"""The contract read a second time: every rule against every unit, and every day of every uncertain interval tried.

Slow, and simple enough to be read beside the contract. It shares no code with the engine: no worlds in closed form,
no outcome shared between units; only the fields of the models are read. What both say must be equal.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import product
from math import prod
from typing import Any, NamedTuple

from congress_cli.model.facts import Model
from congress_cli.model.registry import Registry, Unit, Waiver
from tests.engine.one_world import (
    START,
    Known,
    Setting,
    case_of,
    compared,
    events_of,
    exists,
    figures,
    in_scope,
    judged,
    no_period,
    period,
    worst,
    written,
)

MOST_WORLDS = 5000
TIMED = ("event", "sequence", "tally", "checklist", "measures", "every", "each")
PROBLEMS = ("error", "overdue", "failed", "late")
CLOSED = "unit closed"
ABSENT = "absent"

World = Mapping[tuple[str, str], date]


class Expected(NamedTuple):
    """What the contract wants to be told of a unit under a rule."""

    status: str
    severity: str
    last_day: date | None = None
    last_days: tuple[date, date] | None = None
    would_be: str | None = None


class Oracle:
    """One registry under one rulebook on one day."""

    def __init__(self, registry: Registry, rulebook: Any, as_of: date, waivers: Iterable[Waiver] = ()) -> None:
        self.registry = registry
        self.rulebook = rulebook
        self.as_of = as_of
        self.waivers = tuple(waivers)
        self.units = {unit.id: unit for unit in registry.units}
        self.known: dict[tuple[str, str], Expected | None] = {}
        self.named: dict[str, set[str]] = {}
        # Of findings whose worlds differ: each world with its status.
        self.worlds: dict[tuple[str, str], list[tuple[World, str]]] = {}

    def expected(self) -> dict[tuple[str, str], Expected | None]:
        """Every finding under its rule and unit; None where the worlds are too many to be tried."""
        return {(rule.id, where): self.finding(rule, where) for rule in self.rulebook.rules for where in self.of(rule)}

    def of(self, rule: Any) -> Iterator[str]:
        """The units that a rule is judged at; over task forces their ids."""
        if rule.kind == "share" and rule.over == "task_force":
            yield from (force.id for force in self.registry.task_forces)
        else:
            yield from (unit.id for unit in self.registry.units if self._may_apply(rule, unit))

    def _may_apply(self, rule: Any, unit: Unit) -> bool:
        """Not where a key, or a figure that is surely seen, says no."""
        return selects(rule.applies_to, unit) and figures(rule.applies_to, self._surely(unit)) is not False

    def _excepts(self, rule: Any, unit: Unit) -> bool:
        """Whether `unless` surely takes the unit out of the rule."""
        return _named_by_unless(rule, unit) and figures(rule.unless, self._surely(unit)) is True

    def _surely(self, unit: Unit) -> Callable[[str], Any]:
        days = {name: fact.day for name, fact in unit.facts.items() if fact.day is not None}
        return lambda name: None if name in days and days[name].last > self.as_of else unit.facts.get(name)

    def finding(self, rule: Any, where: str) -> Expected | None:
        """One finding. A problem under a waiver in force is waived."""
        pair = (rule.id, where)
        if pair not in self.known:
            found = self._judged(rule, where)
            if found is not None and found.status == "error":
                found = found._replace(severity="violation")
            if found is not None and found.status in PROBLEMS and self._waived(*pair):
                found = found._replace(status="waived", would_be=found.status)
            self.known[pair] = found
        return self.known[pair]

    def _waived(self, rule_id: str, where: str) -> bool:
        of_rule = [one for one in self.waivers if one.rule == rule_id and one.from_ <= self.as_of <= one.until]
        return any(where in one.units if one.units else self._selected(one, where) for one in of_rule)

    def _selected(self, waiver: Waiver, where: str) -> bool:
        """Whether the selector of a waiver takes a unit: `under` means those below, and itself."""
        unit = self.units.get(where)
        if unit is None:
            return False
        above = {where}
        while (unit_above := self.units.get(self.units[where].parent or "")) is not None:
            where = unit_above.id
            above.add(where)
        return (
            (not waiver.under or bool(above & set(waiver.under)))
            and (not waiver.type or unit.type in waiver.type)
            and (not waiver.tag or bool(set(unit.tags) & set(waiver.tag)))
        )

    def _judged(self, rule: Any, where: str) -> Expected | None:
        """Before the directive, at a closed unit, and where `unless` says so, nothing applies."""
        unit = self.units.get(where)
        if self.as_of < self.rulebook.directive.issued:
            return Expected("not_applicable", severity_of(rule))
        if unit and unit.closed and unit.closed.day.last <= self.as_of:
            return Expected("not_applicable", severity_of(rule))
        if unit and self._excepts(rule, unit):
            return Expected("not_applicable", severity_of(rule))
        if rule.kind == "share":
            return self._share(rule, where)
        assert unit is not None
        if rule.kind in ("every", "each"):
            return self._parts(rule, unit)
        return self._census(rule, unit) if rule.kind == "census" else self._timed(rule, unit)

    # ---- worlds

    @cached_property
    def setting(self) -> Setting:
        """What stands in the rulebook on the judged day: of a parameter the newest value that has begun."""
        terms = self.rulebook.facts
        begun = {
            name: [values[day].value for day in sorted(values) if day <= self.as_of]
            for name, values in self.rulebook.parameters.items()
        }
        return Setting(
            self.as_of,
            self.rulebook.directive.issued,
            {name: values[-1] for name, values in begun.items() if values},
            {term.of: name for name, term in terms.items() if term.kind == "plan"},
            {name: tuple(term.items) for name, term in terms.items() if term.kind == "checklist"},
            {name: _lower(term) for name, term in terms.items() if term.kind == "measures"},
            self.rulebook.calendars,
            self.rulebook.calendar,
            {name: term.period for name, term in terms.items() if term.kind == "series"},
        )

    def _timed(self, rule: Any, unit: Unit) -> Expected | None:
        """All worlds give one status: that is the status; else unknown. Likewise the last day."""
        severity = severity_of(rule)
        if self._in_a_cycle(rule, unit):
            return Expected("error", severity)
        children = self._children(unit) if rule.after is not None and rule.after.of == "children" else []
        others = dict(self._others(rule, unit))
        days = self._days(rule, [unit, *children]) | self._days_of_others(rule, others)
        if prod(map(len, days.values())) > MOST_WORLDS:
            return None
        judged_worlds = [(world, self._in_world(rule, unit, children, others, world)) for world in _worlds(days)]
        said = {outcome for _, outcome in judged_worlds}
        status = self._agreed(rule, unit, [(world, status) for world, (status, _) in judged_worlds])
        last_days = {day for _, day in said}
        known = sorted(day for day in last_days if day is not None)
        if status == "not_applicable" or not known:
            return Expected(status, severity)
        one = len(last_days) == 1
        return Expected(status, severity, known[0] if one else None, None if one else (known[0], known[-1]))

    def _parts(self, rule: Any, unit: Unit) -> Expected | None:
        """Each period or case by itself; the finding is the worst of their statuses."""
        severity = severity_of(rule)
        fact: Any = unit.facts.get(rule.series if rule.kind == "every" else rule.cases)
        if rule.kind == "every":
            if self._begins_long_ago(rule, unit):
                return None
            recorded = fact.periods if fact else {}
            parts = [(key, {key: recorded[key]} if key in recorded else {}) for key in self._keys(rule)]
        else:
            listed = [one for one in (fact.cases if fact else ()) if rule.sort is None or one.sort in rule.sort]
            parts = [(one, dict(one.days)) for one in listed]
        found = [
            self._of_worlds(rule, unit, events, lambda *at, part=part: self._part(rule, part, *at))
            for part, events in parts
        ]
        if None in found:
            return None
        here = [one for one in found if one is not None and one != (ABSENT, None, None)]
        everything = {f"{n}:{name}": event for n, (_, events) in enumerate(parts) for name, event in events.items()}
        whole = self._of_worlds(
            rule,
            unit,
            everything if rule.kind == "each" else {},
            lambda *at: self._whole(rule, parts, *at),
            ("not_applicable", None),
        )
        if whole is None:
            return None
        if not here:
            return Expected(whole[0], severity)
        statuses = [one[0] for one in here] + (["unknown"] if whole[0] == "unknown" else [])
        return Expected(worst(*statuses), severity, *_last_day_of(here))

    def _keys(self, rule: Any) -> list[str]:
        forms = {"month": ("-{:02}", 12), "quarter": ("-Q{}", 4), "half": ("-H{}", 2), "year": ("", 1)}
        period = self.setting.periods[rule.series]
        if not isinstance(period, str):
            return [str(number) for number in range(1, 40)]
        form, most = forms[period]
        return [f"{year}{form.format(number)}" for year in range(2018, 2023) for number in range(1, most + 1)]

    def _begins_long_ago(self, rule: Any, unit: Unit) -> bool:
        """Whether an open day makes the periods too many to be tried."""
        edge = rule.from_
        of = {"unit": unit.id, "parent": unit.parent}.get(edge.of, edge.of) if hasattr(edge, "event") else None
        fact = self.units[of].facts.get(edge.event) if of in self.units else None
        return fact is not None and fact.day is not None and fact.day.first == START

    def _part(self, rule: Any, part: Any, unit: Known, children: list[Known], others: Mapping[str, Known]) -> Any:
        if rule.kind == "every":
            return period(rule, part, unit.days.get(part), unit, others)
        return case_of(rule, self.rulebook.facts[rule.cases].days, part, unit, children, others)

    def _whole(
        self, rule: Any, parts: list[Any], unit: Known, children: list[Known], others: Mapping[str, Known]
    ) -> Any:
        """What holds where there is no part; `runs` where there is one."""
        del children
        if rule.kind == "every":
            return (no_period(rule, self._keys(rule), unit, others) or "runs"), None
        for number, (one, events) in enumerate(parts):
            days = {name: unit.days[f"{number}:{name}"] for name in events}
            if exists(one, Known(unit.unit, unit.complete, days, unit.setting)):
                return "runs", None
        return ("met" if unit.complete else "unknown"), None

    def _of_worlds(self, rule: Any, unit: Unit, events: Mapping[str, Any], judge: Any, closed: Any = None) -> Any:
        """Status, last day and last days of one part; ABSENT where no world has it, None where they are too many.

        `closed`: what holds in a world in which the unit is closed.
        """
        facts = {**unit.facts, **events}
        own = unit.model_copy(update={"facts": facts})
        children = self._children(unit) if rule.kind == "each" and rule.after and rule.after.of == "children" else []
        edges = [rule.from_, rule.until] if rule.kind == "every" else events_of(rule)
        asked = [one for one in edges if hasattr(one, "event")]
        others = {
            one.of: found
            for one in asked
            if (found := self.units.get((unit.parent or "") if one.of == "parent" else one.of)) is not None
        }
        plans = self.setting.plan_of
        named = {*events, *_figure_facts(rule)} | {
            name for one in asked for name in (one.event, plans.get(one.event, ""))
        }
        days = {
            (one.id, name): fact.day for one in (own, *children) for name, fact in one.facts.items() if name in named
        }
        days |= {(one.id, CLOSED): one.closed.day for one in (unit, *children) if one.closed}
        for one in asked:
            holder = others.get(one.of)
            for name in (one.event, plans.get(one.event, "")) if holder else ():
                if holder and name in holder.facts:
                    days.setdefault((holder.id, name), holder.facts[name].day)
        spans = {key: each(day) for key, day in days.items() if day is not None}
        if prod(map(len, spans.values())) > MOST_WORLDS:
            return None
        said = {
            closed if self._is_closed(own, world) else self._part_in_world(rule, own, children, others, judge, world)
            for world in _worlds(spans)
        }
        if said == {None}:
            return ABSENT, None, None
        statuses = {ABSENT if one is None else one[0] for one in said}
        status = statuses.pop() if len(statuses) == 1 else "unknown"
        last_days = {None if one is None else one[1] for one in said}
        known = sorted(day for day in last_days if day is not None)
        if status == "not_applicable" or not known:
            return status, None, None
        return (status, known[0], None) if len(last_days) == 1 else (status, None, (known[0], known[-1]))

    def _part_in_world(
        self, rule: Any, own: Unit, children: list[Unit], others: Mapping[str, Unit], judge: Any, world: World
    ) -> Any:
        scope = in_scope(rule, self._at(own, world), _named_by_unless(rule, own))
        if scope is not None:
            return scope, None
        open_ones = [self._at(one, world) for one in children if not self._is_closed(one, world)]
        return judge(self._at(own, world), open_ones, {of: self._at(one, world) for of, one in others.items()})

    def _agreed(self, rule: Any, unit: Unit, worlds: list[tuple[World, str]]) -> str:
        """The one status of all worlds; else unknown, and the worlds are kept."""
        statuses = {status for _, status in worlds}
        if len(statuses) == 1:
            return statuses.pop()
        self.worlds[rule.id, unit.id] = worlds
        return "unknown"

    def _others(self, rule: Any, unit: Unit) -> Iterator[tuple[str, Unit]]:
        """The superior and the units that a rule names, by what it calls them; closed or not."""
        for event in events_of(rule):
            one = self.units.get(unit.parent or "") if event.of == "parent" else self.units.get(event.of)
            if one is not None:
                yield event.of, one

    def _days_of_others(self, rule: Any, others: Mapping[str, Unit]) -> dict[tuple[str, str], list[date]]:
        """The days of the events of other units, and those planned for them."""
        plans = self.setting.plan_of
        named = [(event.of, name) for event in events_of(rule) for name in (event.event, plans.get(event.event, ""))]
        facts = [(others[of], name) for of, name in named if of in others and name in others[of].facts]
        return {(one.id, name): each(day) for one, name in facts if (day := one.facts[name].day) is not None}

    def _in_world(
        self, rule: Any, unit: Unit, children: list[Unit], others: Mapping[str, Unit], world: World
    ) -> tuple[str, date | None]:
        """A unit closed by the judged day: not applicable; a start concerns the children that are not closed."""
        open_ones = [self._at(one, world) for one in (unit, *children) if not self._is_closed(one, world)]
        if self._is_closed(unit, world):
            return "not_applicable", None
        scope = in_scope(rule, open_ones[0], _named_by_unless(rule, unit))
        if scope is not None:
            return scope, None
        return judged(rule, open_ones[0], open_ones[1:], {of: self._at(one, world) for of, one in others.items()})

    def _at(self, unit: Unit, world: World) -> Known:
        days = {name: day for (unit_id, name), day in world.items() if unit_id == unit.id}
        return Known(unit, self._complete(unit), days, self.setting)

    def _is_closed(self, unit: Unit, world: World) -> bool:
        return world.get((unit.id, CLOSED), date.max) <= self.as_of

    def _days(self, rule: Any, units: list[Unit]) -> dict[tuple[str, str], list[date]]:
        """Each day that the rule may read, with all the days that it may be."""
        if rule.id not in self.named:
            self.named[rule.id] = _texts(rule) | _figure_facts(rule)
        named = self.named[rule.id]
        named = named | {plan for event, plan in self.setting.plan_of.items() if event in named}
        found = {(one.id, name): fact.day for one in units for name, fact in one.facts.items() if name in named}
        found |= {(one.id, CLOSED): one.closed.day for one in units if one.closed}
        return {key: each(day) for key, day in found.items() if day is not None}

    def _in_a_cycle(self, rule: Any, unit: Unit) -> bool:
        """Whether the limits that hold for this unit lead from the rule's event back to itself."""
        own = _bond(rule)
        if own is None:
            return False
        holding = [one for one in self.rulebook.rules if self._may_apply(one, unit) and not self._excepts(one, unit)]
        bonds = [bond for one in holding if (bond := _bond(one))]
        reached = [own[1]]
        for event in reached:
            reached += [end for start, end in bonds if start == event and end not in reached]
        return own[0] in reached

    # ---- units

    def _complete(self, unit: Unit) -> bool:
        return (unit.records or self.registry.sources[unit.id].records) == "complete"

    @cached_property
    def _by_parent(self) -> dict[str | None, list[Unit]]:
        parents = {one.parent for one in self.registry.units}
        return {parent: [one for one in self.registry.units if one.parent == parent] for parent in parents}

    def _children(self, unit: Unit) -> list[Unit]:
        return self._by_parent.get(unit.id, [])

    def _below(self, unit: Unit) -> list[Unit]:
        children = self._children(unit)
        return children + [below for child in children for below in self._below(child)]

    # ---- counts

    def _census(self, rule: Any, unit: Unit) -> Expected:
        """As many units below as the directive counts."""
        severity = severity_of(rule)
        if rule.select.day is not None and rule.select.day > self.as_of:
            return self._unless_closed(rule, unit, "open", severity)
        expected = self.setting.parameters.get(rule.expect.param) if hasattr(rule.expect, "param") else rule.expect
        if expected is None:
            return self._unless_closed(rule, unit, "unknown", severity)
        below = self._below(unit)
        answers = [self._answers(rule.select, one) for one in below if selects(rule.select, one)]
        sure, possible = sum(answer == {True} for answer in answers), sum(True in answer for answer in answers)
        complete = all(self.registry.sources[one.id].records == "complete" for one in (unit, *below))
        return self._unless_closed(rule, unit, _compared(sure, possible, expected, complete), severity)

    def _answers(self, select: Any, unit: Unit) -> set[bool]:
        """Whether a unit counts, for each day on which it may have closed and its event may have happened."""
        day = select.day or self.as_of
        closings = each(unit.closed.day) if unit.closed else [date.max]
        fact = unit.facts.get(select.without)
        events = each(fact.day) if fact and fact.day else [date.max]
        names = [name for name in select.where or {} if name in unit.facts]
        seen_from = [each(when) if (when := unit.facts[name].day) else [date.min] for name in names]
        answers = set()
        for closing, event, *seen in product(closings, events, *seen_from):
            by_now = [name for name, first in zip(names, seen, strict=True) if first <= min(day, self.as_of)]
            right = figures(select, lambda name: unit.facts[name] if name in by_now else None)  # noqa: B023
            lacks = self._lacks(unit, event, day) if select.without else {True}
            both = {False} if right is False else lacks if right else {*lacks, False}
            answers |= {False} if closing <= day else both
        return answers

    def _lacks(self, unit: Unit, event: date, day: date) -> set[bool]:
        """Whether an event had not happened by a day; one after the judged day is not known yet."""
        if event > self.as_of:
            return {True} if self._complete(unit) else {True, False}
        return {event > day}

    def _unless_closed(self, rule: Any, unit: Unit | None, status: str, severity: str) -> Expected:
        """Unknown where the unit may be closed by now; not applicable stays so."""
        if unit is None:
            return Expected(status, severity)
        days = {(unit.id, CLOSED): each(unit.closed.day)} if unit.closed else {}
        facts = {name: unit.facts[name].day for name in _figure_facts(rule) if name in unit.facts}
        days |= {(unit.id, name): each(day) for name, day in facts.items() if day is not None}
        worlds, reached = [], False
        for world in _worlds(days):
            scope = in_scope(rule, self._at(unit, world), _named_by_unless(rule, unit))
            out = "not_applicable" if self._is_closed(unit, world) else scope
            reached = reached or out is None
            worlds.append((world, out or status))
        return Expected(self._agreed(rule, unit, worlds), severity if reached else severity_of(rule))

    # ---- shares

    def _share(self, rule: Any, where: str) -> Expected | None:
        """The findings below, rolled up; the severity is the highest of those that made it so."""
        own, unit = severity_of(rule), self.units.get(where)
        covered = self._covered(rule, where)
        rules = [
            one for one in self.rulebook.rules if one.id in rule.rule or ("all" in rule.rule and one.kind in TIMED)
        ]
        findings = [self.finding(one, unit_id) for one in rules for unit_id in self.of(one) if unit_id in covered]
        known = [one for one in findings if one is not None]
        if len(known) < len(findings):
            return None
        status, made_by = _rolled_up([one.status for one in known], rule.at_least)
        grave = any(one.severity == "violation" for one in known if one.status in made_by)
        return self._unless_closed(rule, unit, status, own if grave or not known else "warning")

    def _covered(self, rule: Any, where: str) -> set[str]:
        if rule.over == "children":
            return {one.id for one in self._children(self.units[where])}
        if rule.over == "below":
            return {one.id for one in self._below(self.units[where])}
        watched = [one for one in self.registry.units if one.task_force == where and selects(rule.applies_to, one)]
        return {one.id for unit in watched for one in (unit, *self._below(unit))}


def _last_day_of(parts: list[Any]) -> tuple[date | None, tuple[date, date] | None]:
    """The earliest among the parts not surely done; if all are, the latest, where all have one."""
    left = [one for one in parts if one[0] not in ("met", "late", "not_applicable")]
    done = [one for one in parts if one[0] in ("met", "late")]
    spans = [(days or (day, day), day, days) for _, day, days in left or done if day or days]
    if not spans or (not left and len(spans) < len(done)):
        return None, None
    _, day, days = min(spans, key=lambda one: one[0]) if left else max(spans, key=lambda one: one[0][::-1])
    return day, days


def _rolled_up(statuses: list[str], at_least: int | None) -> tuple[str, tuple[str, ...]]:
    """The status of a share, and the statuses that made it."""
    applicable = [status for status in statuses if status != "not_applicable"]
    if not applicable:
        status = "not_applicable" if statuses else "unknown"
        return status, (status,)
    done = sum(status in ("met", "late") for status in applicable)
    wanted = None if at_least is None else at_least * len(applicable)
    if wanted is not None and done * 100 >= wanted:
        return "met", ("met", "late")
    if wanted is not None and (done + applicable.count("unknown")) * 100 >= wanted:
        return "unknown", ("unknown",)
    return worst(*applicable), (worst(*applicable),)


def _compared(sure: int, possible: int, expected: Any, complete: bool) -> str:
    """Of all the numbers that it may be: none, some or all are as expected; those that are not are more or fewer."""
    right = [number for number in range(sure, possible + 1) if _as_expected(expected, number)]
    if len(right) == possible + 1 - sure:
        return "met"
    if right:
        return "unknown"
    more = any(_as_expected(expected, number) for number in range(-1, sure))
    return "failed" if more or complete else "unknown"


def _as_expected(expected: Any, number: int) -> bool:
    return compared(expected, number) if hasattr(expected, "at_least") else bool(number == expected)


def severity_of(rule: Any) -> str:
    """As written, else: a must with a limit in the paper's words is a violation, all else a warning."""
    if rule.severity_written is not None:
        return str(rule.severity_written)
    return "violation" if rule.modality == "must" and rule.limit_basis == "stated" else "warning"


def selects(selector: Any, unit: Unit) -> bool:
    """Whether a unit has one of each of what is named, figures left aside."""
    has = {"level": {unit.level}, "type": {unit.type}, "tag": set(unit.tags), "unit": {unit.id}}
    return all(getattr(selector, name) is None or set(getattr(selector, name)) & has[name] for name in has)


def _named_by_unless(rule: Any, unit: Unit) -> bool:
    """Whether `unless` means the unit, its figures aside."""
    return rule.unless is not None and selects(rule.unless, unit)


def _figure_facts(rule: Any) -> set[str]:
    """The facts whose figures decide which units a rule concerns."""
    return {name for one in (rule.applies_to, rule.unless) if one is not None for name in one.where or {}}


def each(day: Any) -> list[date]:
    """All the days that an uncertain day may be; of an open end those at which anything of the cities can turn."""
    days = (day.last - day.first).days
    turning = range(days + 1) if days < MOST_WORLDS else sorted(n for n in _near_turns(day.first) if 0 <= n <= days)
    return [day.first + timedelta(days=number) for number in turning]


@cache
def _near_turns(first: date) -> set[int]:
    """How far from a day those lie at which the cities can turn: near their facts, and a limit away from the ends.

    A limit may have 1,080 or 8 months, or 40,000 days. The ends are those of calendars and of all years.
    """
    around = [("2020-07-05", 105), ("2019-11-01", 75), ("1930-07-01", 70), ("1930-01-01", 45), ("1930-09-01", 3)]
    around += [("2100-12-31", 45), ("2100-04-30", 15), ("2010-12-31", 15), ("1991-06-26", 15)]
    middles = [((date.fromisoformat(day) - first).days, days) for day, days in around]
    return {number for middle, days in middles for number in range(middle - days, middle + days + 1)}


def _worlds(days: Mapping[tuple[str, str], list[date]]) -> Iterator[World]:
    return (dict(zip(days, chosen, strict=True)) for chosen in product(*days.values()))


def _bond(rule: Any) -> tuple[str, str] | None:
    """The event that a limit binds and the event of the same unit that it is counted from."""
    limit = written(rule) if rule.kind in ("event", "sequence") else None
    if limit is None or not hasattr(limit.anchor, "event") or limit.anchor.of != "unit":
        return None
    return (rule.event if rule.kind == "event" else rule.steps[-1]), limit.anchor.event


def _texts(value: Any) -> set[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        return {str(value)}
    parts = dict(value).values() if isinstance(value, Model | Mapping) else value if isinstance(value, tuple) else ()
    return {text for part in parts for text in _texts(part)}


def _lower(term: Any) -> frozenset[str]:
    return frozenset(name for name, indicator in term.indicators.items() if indicator.better == "lower")
