"""One rule over many units: its verdicts in all possible worlds as one outcome, that as a finding; and roll-ups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, partial, reduce
from itertools import chain, count, repeat, starmap
from operator import add, attrgetter
from typing import Any, NamedTuple

from congress_cli.days import Day
from congress_cli.model.facts import Event, Fact, Plan
from congress_cli.model.finding import RANK, Column, Evidence, Finding, Made, OfFact, Severity, Status, nothing_cited
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules import Rule
from congress_cli.rules.context import (
    ABSENT,
    BELOW,
    CHILDREN,
    NOTHING,
    OWN,
    JudgeContext,
    Others,
    Outcome,
    Over,
    Part,
    Selector,
    Subject,
    UnitInWorld,
    Verdict,
)
from congress_cli.worlds import World, explore, moment

Said = list[tuple[Verdict, World]]


MOST_KINDS = 10_000
MOST_KINDS_THAT_DIFFER = 500


def outcome_in_all_worlds(judge: Callable[[World], Verdict]) -> Outcome:
    """What `judge` says of all worlds; `too-uncertain` where they are of more than 10,000 kinds.

    Once their statuses differ the status is unknown, so that fewer kinds are enough to stop.
    """
    said: Said = []
    statuses: set[Status] = set()
    for verdict, world in explore(judge):
        said.append((verdict, world))
        statuses.add(verdict.status)
        if len(said) > (MOST_KINDS if len(statuses) == 1 else MOST_KINDS_THAT_DIFFER):
            args = {"facts": _names_of_uncertain(said)}
            return Outcome(Status.UNKNOWN, "too-uncertain", args, reason="too-uncertain")
    return outcome_of(said)


def outcome_of(said: Said) -> Outcome:
    """What all worlds agree on; where they differ, unknown with the days that lead to each status."""
    one_world = len(said) == 1  # by far the most findings
    verdict = said[0][0] if one_world or _agree(said) else _uncertain(said)
    last_day, last_days = (None, None) if verdict.status is Status.NOT_APPLICABLE else _last_days(said)
    return Outcome(
        verdict.status,
        verdict.code,
        verdict.args if one_world else _merged_args(verdict, said),
        last_day,
        last_days,
        verdict.reason,
        verdict.waits_for,
        verdict.counts,
        verdict.severity if one_world else _severity(said),
    )


def finding_of(rule: Rule, unit_id: str, outcome: Outcome, as_of: date) -> Finding:
    """The finding that an outcome makes, as yet without evidence."""
    grave = Severity.VIOLATION if outcome.status is Status.ERROR else outcome.severity or rule.severity
    return Finding(
        unit_id,
        rule.id,
        outcome.status,
        grave,
        outcome.code,
        outcome.args,
        outcome.last_day,
        outcome.last_days,
        None if outcome.last_day is None else (outcome.last_day - as_of).days,
        None,
        outcome.reason,
        outcome.waits_for,
        outcome.counts,
    )


def _severity(said: Said) -> Severity | None:
    """That of any world: where a unit may be closed, other worlds have none."""
    return next((verdict.severity for verdict, _ in said if verdict.severity), None)


def _agree(said: Said) -> bool:
    return len({verdict.status for verdict, _ in said}) == 1


def _last_days(said: Said) -> tuple[date | None, tuple[date, date] | None]:
    """The one last day of all worlds; else the first and last of those that the worlds have."""
    spans = [world.span(verdict.last_day) for verdict, world in said if verdict.last_day is not None]
    if not spans:
        return None, None
    if len(said) == 1 and spans[0][0] == spans[0][1]:
        return date.fromordinal(spans[0][0]), None
    first = date.fromordinal(min(span[0] for span in spans))
    last = date.fromordinal(max(span[1] for span in spans))
    return (first, None) if first == last and len(spans) == len(said) else (None, (first, last))


def _merged_args(verdict: Verdict, said: Said) -> Mapping[str, Any]:
    late = [other.args["days_late"] for other, _ in said if "days_late" in other.args]
    if len(late) < 2 or "days_late" not in verdict.args:
        return verdict.args
    return {**verdict.args, "days_late": [min(low for low, _ in late), max(high for _, high in late)]}


def _uncertain(said: Said) -> Verdict:
    facts = list(dict.fromkeys(key for _, world in said for key in world.uncertain()))
    args: dict[str, Any] = {"facts": [_fact_name(key) for key in facts]}
    if len(facts) == 1:
        args["worlds"] = _days_of_each_status(said, facts[0])
    else:
        args["worlds"] = [{"status": status.value} for status in _statuses(said)]
    waits = next((verdict.waits_for for verdict, _ in said if verdict.waits_for), None)
    return Verdict(Status.UNKNOWN, "uncertain", args, waits_for=waits)


def _names_of_uncertain(said: Said) -> list[str]:
    """The facts whose uncertain days an answer hung on, each name once."""
    return list(dict.fromkeys(_fact_name(key) for _, world in said for key in world.uncertain()))


def _statuses(said: Said) -> list[Status]:
    return sorted({verdict.status for verdict, _ in said}, key=RANK.__getitem__, reverse=True)


def _days_of_each_status(said: Said, key: Hashable) -> list[dict[str, str]]:
    spans = sorted((*world.span_of(key), verdict.status) for verdict, world in said)
    runs: list[tuple[int, int, Status]] = []
    for first, last, status in spans:
        if runs and runs[-1][2] is status and runs[-1][1] + 1 >= first:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]), status)
        else:
            runs.append((first, last, status))
    return [{"status": status.value, "first": _iso(first), "last": _iso(last)} for first, last, status in runs]


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _fact_name(key: Hashable) -> str:
    return str(key[1]) if isinstance(key, tuple) else str(key)


CLOSED = Verdict(Status.NOT_APPLICABLE, "unit-closed", reason="unit-closed")

SAID_BESIDE = frozenset({"source", "by", "recorded", "note"})


class Places(NamedTuple):
    """Where the units stand that a rule applies to: those that may be judged `together`, and those that are `apart`.

    The latter are closed, or have the outcome that is given with them.
    """

    together: list[int]
    apart: dict[int, Outcome | None]


class RuleJudging:
    """One rule in one run."""

    def __init__(
        self,
        rule: Rule,
        context: JudgeContext,
        registry: Registry,
        subjects: Mapping[str, Subject],
        rollup: Rollup,
    ) -> None:
        self.rule = rule
        self.context = context
        self.registry = registry
        self.subjects = subjects
        self.below = Below(rollup, rule)
        read, plans = rule.reads(), context.plans
        own = (name for one in read if one.of == OWN for name in (one.name, plans.get(one.name)) if name is not None)
        self.reads = tuple(dict.fromkeys(own))
        self.others = {one.of for one in read} - {OWN, BELOW}
        self.parts_judged: dict[Hashable, dict[Hashable, Outcome]] = {}

    def column(self, places: Places, records: Records) -> Column:
        """What is found at the units in these places, in their order.

        Units whose facts weigh the same are judged once.
        """
        together, apart = places
        if self.others or self.rule.by_figures:
            together, apart = [], {**dict.fromkeys(together), **apart}
        reads = tuple(name for name in self.reads if name in records.recorded)
        cited = partial(self._cited, records, reads) if reads or self.rule.of_parts else nothing_cited
        groups = records.groups(together, reads, self.rule.from_start)
        judged = list(self._of_groups(groups, records))
        said = list(map(judged.__getitem__, groups.of_unit))
        if not apart:
            return Column(self.rule.id, groups.ids, said, cited, tuple(zip(judged, groups.sizes, strict=True)))
        units, found = self.registry.units, dict(zip(together, said, strict=True))
        for place, given in apart.items():
            found[place] = self._judged(units[place]) if given is None else self._found(given)
        everywhere = sorted(found)
        ids = list(map(records.ids.__getitem__, everywhere))
        return Column(self.rule.id, ids, list(map(found.__getitem__, everywhere)), cited)

    def _of_groups(self, groups: Groups, records: Records) -> Iterator[Finding]:
        """What is found in each group; one that differs from another in document numbers alone is not judged."""
        units, judged = self.registry.units, dict[Hashable, Finding]()
        for key, alike, first in zip(groups.keys, records.unnumbered(groups.keys), groups.firsts, strict=True):
            found = judged.get(alike)
            if found is None:
                found = judged[alike] = self._judged(units[first])
            elif alike != key:
                found = found.with_args(self.rule.renumbered(found.args, units[first].facts))
            yield found

    def _judged(self, unit: Unit) -> Finding:
        """What is found of the unit, judged by itself."""
        return self._found(self.outcome(self.subjects[unit.id], unit))

    def _found(self, outcome: Outcome) -> Finding:
        """What an outcome says of any unit."""
        found = finding_of(self.rule, "", outcome, self.context.as_of)
        if not outcome.cites:
            return found
        return found._replace(evidence=tuple(Evidence(self.rule.of_parts, one, "") for one in outcome.cites))

    def _cited(
        self,
        records: Records,
        reads: tuple[str, ...],
        units: Sequence[str],
        said: Sequence[Finding],
        make: OfFact[Made],
    ) -> Iterable[tuple[Made, ...]]:
        """What is recorded of each unit that the rule reads; of its parts those that made the finding."""
        if not self.rule.of_parts:
            return records.cited(units, reads, make)
        cited = map(self._parts_cited, units, said, records.cited(units, reads, Evidence))
        return (tuple(starmap(make, evidence)) for evidence in cited)

    def _parts_cited(self, unit_id: str, said: Finding, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The parts that made the finding, and what else it looks at."""
        if not said.evidence:
            return evidence
        unit = self.registry.by_id[unit_id]
        name = self.rule.of_parts
        fact, stands = unit.facts.get(name), next((one for one in evidence if one.fact == name), None)
        at = self.registry.at(unit.id) if stands is None else stands.at
        parts = ((one.value if fact is None else fact.part(one.value)) for one in said.evidence)
        found = [Evidence(name, one, at, stands and stands.source) for one in parts]
        return (*found, *(one for one in evidence if one.fact != name))

    def outcome(self, subject: Subject, unit: Unit | None) -> Outcome:
        """How a unit stands in all worlds; of a task force there is no unit."""
        others = dict(self._others(subject)) if self.others else NOTHING
        if not self.rule.of_parts:  # by far the most rules: one part, which is the whole
            return outcome_in_all_worlds(self._judge_of(Part("", self.rule.judge), subject, unit, others))
        known = self._parts_of(subject, unit)
        outcomes = []
        for part in self.rule.parts(subject, self.context, others):
            outcome = None if part.own is None else known.get(part.own)
            if outcome is None:
                outcome = known[part.own] = outcome_in_all_worlds(self._judge_of(part, subject, unit, others))
            outcomes.append((part.name, outcome))
        return self.rule.combined(outcomes, self.context.as_of)

    def _parts_of(self, subject: Subject, unit: Unit | None) -> dict[Hashable, Outcome]:
        """The parts judged so far, of all units whose other facts weigh the same."""
        name = self.rule.of_parts
        if self.others or self.rule.by_figures or (unit is not None and unit.closed is not None):
            return {}
        facts = [subject.facts.get(one) for one in self.reads if one != name]
        key = (subject.complete, *(None if fact is None else (_weighed(fact), fact.document) for fact in facts))
        return self.parts_judged.setdefault(key, {})

    def _judge_of(self, part: Part, subject: Subject, unit: Unit | None, fixed: Others) -> Callable[[World], Verdict]:
        """What explores the worlds of one part."""
        context, below, closed = self.context, self.below, ABSENT if part.name else CLOSED
        near = self.registry.children_of(subject.id) if CHILDREN in self.others else ()
        if near and all(one.closed is None for one in near):
            fixed, near = {**fixed, CHILDREN: tuple([self.subjects[one.id] for one in near])}, ()

        def in_one(world: World) -> Verdict:
            if unit is not None and unit.closed is not None and self._is_closed(unit, world):
                return closed
            others = {**fixed, CHILDREN: self._open(near, world)} if near else fixed
            case = UnitInWorld(context, subject, world, below, others)
            scope = self._scope(case, unit) if unit is not None and self.rule.by_figures else None
            return part.judge(case) if scope is None else scope

        return in_one

    def _scope(self, case: UnitInWorld, unit: Unit) -> Verdict | None:
        """What the figures of a unit decide, or leave undecided, of whether the rule applies; None: it does."""
        applies_to, unless = self.rule.applies_to, self.rule.unless
        excepted = unless.by_figures(case.fact) if unless is not None and unless.takes(unit) else False
        if unless is not None and excepted:
            return Verdict(Status.NOT_APPLICABLE, "unless", {"reason": unless.reason.written}, reason="unless")
        if excepted is False and applies_to.by_figures(case.fact):
            return None
        open_ones = [one for one in (applies_to, unless) if one is not None]
        figures = list(dict.fromkeys(name for one in open_ones for name in one.missing(case.fact)))
        return Verdict(Status.UNKNOWN, "where-unknown", {"figures": figures}, reason="where-unknown")

    def _others(self, subject: Subject) -> Iterator[tuple[str, tuple[Subject, ...]]]:
        """The superior and the units named by id; that one is closed takes nothing back that happened in it."""
        for of in self.others - {CHILDREN}:
            one = self.registry.related(subject.id, of)
            if one is not None:
                yield of, (self.subjects[one.id],)

    def _open(self, units: Iterable[Unit], world: World) -> tuple[Subject, ...]:
        """A rule concerns those other units that are not closed."""
        return tuple([self.subjects[one.id] for one in units if one.closed is None or not self._is_closed(one, world)])

    def _is_closed(self, unit: Unit, world: World) -> bool:
        """Whether a unit is closed by the judged day in this world."""
        closed = unit.closed
        return closed is not None and world.not_after(moment(closed.day, (unit.id, "closed")), self.context.today)


Key = tuple[int | None, ...]

PAST = -1
"""Stands for the weight of any start of which nothing is told any more."""


class Groups(NamedTuple):
    """The units in some `places` by what rules read of them.

    `of_unit`: the number of the group of each unit. `keys`: of each group whether the records are complete, and the
    weights of the facts. `firsts`: where its first unit stands.
    """

    places: Sequence[int]
    ids: Sequence[str]
    of_unit: Sequence[int]
    keys: Sequence[Key]
    firsts: Sequence[int]
    sizes: Sequence[int]


class Subjects(dict[str, Subject]):
    """Units as rules see them, under their ids, each made when a rule looks at it: near a change few are."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._registry = registry

    def __missing__(self, unit_id: str) -> Subject:
        unit = self._registry.by_id[unit_id]
        subject = self[unit_id] = Subject(unit_id, unit.facts, self._registry.complete(unit))
        return subject


class Records:
    """The facts of all units on one day; each fact that units share is looked at once.

    A fact has a weight, equal where no finding can tell two facts apart. `alike` leads from it to the one of all facts
    that differ in their document numbers alone. `ids`, `complete`: of all units, and whether their absent events did
    not happen. `recorded`: the names of facts that any unit has.
    """

    def __init__(self, registry: Registry, as_of: date) -> None:
        self.registry = registry
        self.as_of = as_of
        self.ids, self.complete = list(registry.completeness), list(registry.completeness.values())
        self.alike: dict[int | None, int | None] = {None: None, PAST: PAST}
        self._facts = [unit.facts for unit in registry.units]
        self.recorded = set(chain.from_iterable(self._facts))
        self._weights: dict[int, int | None] = {id(None): None}
        self._days: dict[int | None, Day | None] = {None: None}
        self._known: dict[Hashable, int] = {}
        self._values: dict[int, str | None] = {}
        self._recorded = cache(lambda make: cache(partial(self._all_recorded, make)))
        self._columns: dict[tuple[int, str], list[int | None]] = {}
        self._groups: dict[tuple[int, tuple[str, ...], tuple[str, ...]], Groups] = {}

    def subjects(self) -> dict[str, Subject]:
        """All units as rules see them, under their ids."""
        return dict(zip(self.ids, map(Subject, self.ids, self._facts, self.complete), strict=True))

    def groups(self, places: Sequence[int], names: tuple[str, ...], from_start: tuple[str, ...] = ()) -> Groups:
        """The units in these places, grouped once for all rules that look at the same units and facts.

        `from_start`: as a rule says it.
        """
        key = id(places), names, from_start
        found = self._groups.get(key)
        if found is None:
            ids = self.groups(places, ()).ids if names else list(map(self.ids.__getitem__, places))
            weights = {name: self._weights_of(places, name) for name in names}
            if from_start and weights.keys() >= {*from_start}:
                weights[from_start[0]] = self._but_past(*map(weights.__getitem__, from_start))
            number: defaultdict[Key, int] = defaultdict(count().__next__)
            keys = zip(map(self.complete.__getitem__, places), *weights.values(), strict=True)
            of_unit = list(map(number.__getitem__, keys))
            firsts, sizes = dict(zip(reversed(of_unit), reversed(places), strict=True)), Counter(of_unit)
            each = list(map(firsts.__getitem__, sizes)), list(sizes.values())
            found = self._groups[key] = Groups(places, ids, of_unit, list(number), *each)
        return found

    def _but_past(self, start: list[int | None], *events: list[int | None]) -> list[int | None]:
        """The weights of each unit's start; PAST where all its events have followed it for certain."""
        past = [True] * len(start)
        for event in events:
            days = map(self._days.__getitem__, start), map(self._days.__getitem__, event)
            past = [
                so_far and began is not None and day is not None and began.last <= day.first and day.last <= self.as_of
                for so_far, began, day in zip(past, *days, strict=True)
            ]
        return [PAST if followed else weight for followed, weight in zip(past, start, strict=True)]

    def _weights_of(self, places: Sequence[int], name: str) -> list[int | None]:
        """The weight of each unit's fact of that name; None where it has none."""
        found = self._columns.get((id(places), name))
        if found is None:
            facts, weights = [one.get(name) for one in map(self._facts.__getitem__, places)], self._weights
            for fact in facts:
                if id(fact) not in weights and fact is not None:
                    weights[id(fact)] = self._weight(fact)
            found = self._columns[id(places), name] = list(map(weights.__getitem__, map(id, facts)))
        return found

    def _weight(self, fact: Fact) -> int:
        alike = weight = self._known.setdefault(_weighed(fact), len(self._known))
        if fact.document is not None:
            weight = self._known.setdefault((alike, fact.document), len(self._known))
        self.alike[weight], self._days[weight] = alike, fact.day
        return weight

    def unnumbered(self, keys: Iterable[Key]) -> Iterator[Key]:
        """The same keys, each that of all units whose facts differ in their document numbers alone."""
        columns = list(zip(*keys, strict=True))  # none where there is no key
        return zip(*columns[:1], *(map(self.alike.__getitem__, weights) for weights in columns[1:]), strict=True)

    def cited(self, units: Sequence[str], names: Sequence[str], make: OfFact[Made]) -> Iterable[tuple[Made, ...]]:
        """What is recorded of each unit under these names; no loop in Python runs over units."""
        found = list(map(self._recorded(make), units))
        columns = (map(dict.get, found, repeat(name), repeat(())) for name in names)
        return reduce(partial(map, add), columns, repeat((), len(units)))

    def _all_recorded(self, make: OfFact[Made], unit_id: str) -> dict[str, tuple[Made]]:
        """All that is recorded of a unit and can be seen: made at once, since whatever it is made of lies together."""
        source, found = self.registry.sources.get(unit_id), {}
        at = {} if source is None else source.at()
        for name, fact in self.registry.by_id[unit_id].facts.items():
            value = self._value(fact)
            if value is not None:
                found[name] = (make(name, value, at.get(name) or self.registry.at(unit_id), fact.source),)
        return found

    def _value(self, fact: Fact) -> str | None:
        """The value of a fact; None where it can not be seen yet. The registry keeps it, and so its identity."""
        if id(fact) not in self._values:
            unseen = fact.day is not None and fact.day.first > self.as_of and not isinstance(fact, Plan)
            self._values[id(fact)] = None if unseen else fact.value()
        return self._values[id(fact)]


def _weighed(fact: Fact) -> Hashable:
    """All of a fact that a rule may look at; of its document number, whether there is one."""
    kind, numbered = type(fact), fact.document is not None
    if kind is Event:  # by far the most
        return kind, numbered, fact.day
    looked_at = _looked_at(kind)(fact)
    return kind, numbered, *(tuple(value.items()) if isinstance(value, Mapping) else value for value in looked_at)


@cache
def _looked_at(kind: type[Fact]) -> Callable[[Fact], tuple[Any, ...]]:
    names = [name for name in kind.model_fields if name not in {*SAID_BESIDE, "document"}]
    return lambda fact: tuple([getattr(fact, name) for name in names])


_KIND = attrgetter("status", "severity")

Counted = dict[tuple[Status, Severity], int]


class Below:
    """What stands below units, or is covered by task forces, under one rule."""

    def __init__(self, rollup: Rollup, rule: Rule) -> None:
        self.rollup = rollup
        self.rule = rule
        self.rolls_up = rule.rolls_up(rollup.rules)

    @property
    def registry(self) -> Registry:
        """All units."""
        return self.rollup.registry

    def tallied(self, over: Over, judged: str) -> Counted:
        """How many findings of each status and severity the rules have that the judged one rolls up."""
        if over == "children":
            return self.rollup.children(self.rolls_up, judged)
        if over == "below":
            return self.rollup.below(self.rolls_up, judged)
        return self.rollup.covered(self.rolls_up, judged, self.rule.applies_to)


class Rollup:
    """The findings so far, counted by unit for each set of rules that are rolled up."""

    def __init__(self, registry: Registry, rules: tuple[Rule, ...]) -> None:
        self.registry = registry
        self.rules = rules
        self._columns: dict[str, Column] = {}
        self._parents = {unit.id: unit.parent for unit in registry.units}
        self._at: dict[tuple[frozenset[str], bool], dict[str, Counted]] = {}
        self._below: dict[frozenset[str], dict[str, Counted]] = {}

    def add(self, column: Column) -> None:
        """Take in the findings of one rule; a share may only ask for rules that were added."""
        self._columns[column.rule] = column

    def children(self, rules: frozenset[str], unit_id: str) -> Counted:
        """The findings of the units directly below."""
        return self._counted(rules, of_children=True).get(unit_id, {})

    def below(self, rules: frozenset[str], unit_id: str) -> Counted:
        """The findings of all units below."""
        return self._all_below(rules).get(unit_id, {})

    def covered(self, rules: frozenset[str], task_force: str, applies_to: Selector) -> Counted:
        """The findings of the units a task force covers and of those below them."""
        own = self._counted(rules, of_children=False)
        covered = dict.fromkeys(unit.id for unit in self.registry.covered(task_force, applies_to.takes))
        total: Counted = {}
        for unit_id in covered:
            _add(total, own.get(unit_id, {}))
        return total

    def _counted(self, rules: frozenset[str], *, of_children: bool) -> dict[str, Counted]:
        """The findings of each unit, or of its children."""
        found = self._at.get((rules, of_children))
        if found is None:
            found = self._at[rules, of_children] = {}
            for column in map(self._columns.__getitem__, rules):
                units = map(self._parents.get, column.units) if of_children else column.units
                for (unit, kind), number in Counter(zip(units, column.each(_KIND), strict=True)).items():
                    if unit is not None:
                        _add(found.setdefault(unit, {}), {kind: number})
        return found

    def _all_below(self, rules: frozenset[str]) -> dict[str, Counted]:
        if rules not in self._below:
            below = {unit: dict(counted) for unit, counted in self._counted(rules, of_children=True).items()}
            for unit in self._lowest_first:
                if unit.parent is not None and unit.id in below:
                    _add(below.setdefault(unit.parent, {}), below[unit.id])
            self._below[rules] = below
        return self._below[rules]

    @cached_property
    def _lowest_first(self) -> list[Unit]:
        """The units that have others below them."""
        children = self.registry.children
        order = [unit for unit in self.registry.units if unit.parent is None]
        for unit in order:
            order.extend(one for one in children.get(unit.id, ()) if one.id in children)
        return order[::-1]


def _add(total: Counted, tallied: Counted) -> None:
    for kind, number in tallied.items():
        total[kind] = total.get(kind, 0) + number
