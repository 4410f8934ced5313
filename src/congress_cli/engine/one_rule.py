"""One rule over many units: its verdicts in all possible worlds as one outcome, that as a finding; and roll-ups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property, partial
from operator import attrgetter
from typing import Any, NamedTuple

from congress_cli.model.facts import Event, Fact, Plan
from congress_cli.model.finding import RANK, Column, Evidence, Finding, Severity, Status, nothing_cited
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
NUMBERED = object()
"""Stands for any document number: rules ask only whether there is one."""


class Places(NamedTuple):
    """Where the units stand that a rule applies to: those that may be judged `together`, and those that are `apart`.

    The latter are closed, or have the outcome that is given with them.
    """

    together: list[int]
    apart: dict[int, Outcome | None]

    def where(self, kept: Callable[[int], bool]) -> Places:
        """Those places that are kept."""
        return Places(list(filter(kept, self.together)), {one: out for one, out in self.apart.items() if kept(one)})


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
        self.judged: dict[Hashable, Finding] = {}
        self.judged_alike: dict[Hashable, Finding] = {}
        self.parts_judged: dict[Hashable, dict[Hashable, Outcome]] = {}

    def column(self, places: Places, records: Records) -> Column:
        """What is found at the units in these places, in their order.

        Units whose facts weigh the same are judged once.
        """
        together, apart = places
        if self.others or self.rule.by_figures:
            together, apart = [], {**dict.fromkeys(together), **apart}
        units, judged = self.registry.units, self.judged
        weights = [map(records.weights[name].get, together) for name in self.reads]
        keys = list(zip(map(records.complete.__getitem__, together), *weights, strict=True))
        for key, place in zip(keys, together, strict=True):
            if key not in judged:
                judged[key] = self._renumbered(units[place], key, records)
        said = list(map(judged.__getitem__, keys))
        if apart:
            found = dict(zip(together, said, strict=True))
            for place, given in apart.items():
                found[place] = self._judged(units[place]) if given is None else self._found(given)
            together = sorted(found)
            said = list(map(found.__getitem__, together))
        reads = tuple(name for name in self.reads if records.weights[name])
        cited = partial(self._cited, records, reads) if reads or self.rule.of_parts else nothing_cited
        return Column(self.rule.id, list(map(records.ids.__getitem__, together)), said, cited)

    def _renumbered(self, unit: Unit, key: tuple[int | None, ...], records: Records) -> Finding:
        """What is found of a unit; where only document numbers differ from one that was judged, it is not judged."""
        alike = (key[0], *(None if weight is None else records.alike[weight] for weight in key[1:]))
        found = self.judged_alike.get(alike)
        if found is None:
            found = self.judged_alike[alike] = self._judged(unit)
        elif alike != key:
            found = found._replace(args=self.rule.renumbered(found.args, unit.facts))
        return found

    def _judged(self, unit: Unit) -> Finding:
        """What is found of the unit, judged by itself."""
        return self._found(self.outcome(self.subjects[unit.id], unit))

    def _found(self, outcome: Outcome) -> Finding:
        """What an outcome says of any unit."""
        found = finding_of(self.rule, "", outcome, self.context.as_of)
        parts = tuple(Evidence(self.rule.of_parts, one, "") for one in outcome.cites)
        return found._replace(evidence=parts) if parts else found

    def _cited(self, records: Records, reads: tuple[str, ...], unit_id: str, said: Finding) -> tuple[Evidence, ...]:
        """What is recorded of a unit that the rule reads; of its parts those that made the finding."""
        unit = self.registry.by_id[unit_id]
        evidence = records.cited(unit, reads)
        return self._parts_cited(said.evidence, unit, evidence) if said.evidence else evidence

    def _parts_cited(
        self, cites: tuple[Evidence, ...], unit: Unit, evidence: tuple[Evidence, ...]
    ) -> tuple[Evidence, ...]:
        """The parts that made the finding, and what else it looks at."""
        name = self.rule.of_parts
        fact, stands = unit.facts.get(name), next((one for one in evidence if one.fact == name), None)
        at = self.registry.at(unit.id) if stands is None else stands.at
        parts = ((one.value if fact is None else fact.part(one.value)) for one in cites)
        found = [Evidence(name, one, at, stands and stands.source) for one in parts]
        return (*found, *(one for one in evidence if one.fact != name))

    def outcome(self, subject: Subject, unit: Unit | None) -> Outcome:
        """How a unit stands in all worlds; of a task force there is no unit."""
        others = dict(self._others(subject)) if self.others else NOTHING
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
        if not name or self.others or self.rule.by_figures or (unit is not None and unit.closed is not None):
            return {}
        facts = [subject.facts.get(one) for one in self.reads if one != name]
        key = (subject.complete, *(None if fact is None else _weighed(fact) for fact in facts))
        return self.parts_judged.setdefault(key, {})

    def _judge_of(self, part: Part, subject: Subject, unit: Unit | None, fixed: Others) -> Callable[[World], Verdict]:
        """What explores the worlds of one part."""
        context, below, closed = self.context, self.below, ABSENT if part.name else CLOSED
        near = self.registry.children_of(subject.id) if CHILDREN in self.others else ()

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


class Records:
    """The facts of all units on one day that `rules` read; each fact that units share is looked at once.

    `weights`: of each fact by its name, for the places of units that have it; equal where no finding can tell two facts
    apart. `alike` leads from such a weight to the one of all facts that differ in their document numbers alone.
    `ids`, `complete`: of all units, and whether their absent events did not happen. `near`: units beside which only
    `everywhere` is read.
    """

    def __init__(
        self,
        registry: Registry,
        as_of: date,
        rules: Iterable[RuleJudging],
        near: Collection[str] | None = None,
        everywhere: Collection[str] = (),
    ) -> None:
        self.registry = registry
        self.as_of = as_of
        self.ids = [unit.id for unit in registry.units]
        self.complete = list(map(registry.complete, registry.units))
        self.weights: dict[str, dict[int, int]] = {name: {} for judging in rules for name in judging.reads}
        self.alike: dict[int, int] = {}
        self._known: dict[Hashable, int] = {}
        self._values: dict[int, str | None] = {}
        self._evidence: dict[tuple[str, str], Evidence | None] = {}
        self._weigh(None if near is None else (near, everywhere))

    def _weigh(self, narrowed: tuple[Collection[str], Collection[str]] | None) -> None:
        met: dict[int, int] = {}
        weights = self.weights
        for place, unit in enumerate(self.registry.units):
            names = unit.facts if narrowed is None or unit.id in narrowed[0] else unit.facts.keys() & narrowed[1]
            for name in names:
                if name in weights:
                    fact = unit.facts[name]
                    weight = met.get(id(fact))
                    if weight is None:
                        weight = met[id(fact)] = self._weight(fact)
                    weights[name][place] = weight

    def _weight(self, fact: Fact) -> int:
        weight = self._numbered(fact)
        if weight not in self.alike:
            self.alike[weight] = weight if fact.document is None else self._numbered(fact, NUMBERED)
        return weight

    def _numbered(self, fact: Fact, document: object = None) -> int:
        return self._known.setdefault(_weighed(fact, document), len(self._known))

    def cited(self, unit: Unit, names: Iterable[str]) -> tuple[Evidence, ...]:
        """What is recorded of a unit under these names, and where it stands."""
        facts, cited = unit.facts, self._evidence
        found = []
        for name in names:
            if name in facts:
                key = unit.id, name
                if key not in cited:
                    cited[key] = self._evidence_of(unit, name)
                if (one := cited[key]) is not None:
                    found.append(one)
        return tuple(found)

    def _evidence_of(self, unit: Unit, name: str) -> Evidence | None:
        fact, source = unit.facts[name], self.registry.sources.get(unit.id)
        value = self._value(fact)
        return None if value is None else Evidence(name, value, "" if source is None else source.at(name), fact.source)

    def _value(self, fact: Fact) -> str | None:
        """The value of a fact; None where it can not be seen yet. The registry keeps it, and so its identity."""
        if id(fact) not in self._values:
            unseen = fact.day is not None and fact.day.first > self.as_of and not isinstance(fact, Plan)
            self._values[id(fact)] = None if unseen else fact.value()
        return self._values[id(fact)]


def _weighed(fact: Fact, document: object = None) -> Hashable:
    """All of a fact that a rule may look at; `document` in the place of its own number where it has one."""
    kind, number = type(fact), document or fact.document
    if kind is Event:  # by far the most
        return kind, number, fact.day
    looked_at = _looked_at(kind)(fact)
    return kind, number, *(tuple(value.items()) if isinstance(value, Mapping) else value for value in looked_at)


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
                kinds = {id(said): _KIND(said) for said, _ in column.counts}
                units = map(self._parents.get, column.units) if of_children else column.units
                for (unit, said), count in Counter(zip(units, map(id, column.said), strict=True)).items():
                    if unit is not None:
                        _add(found.setdefault(unit, {}), {kinds[said]: count})
        return found

    def _all_below(self, rules: frozenset[str]) -> dict[str, Counted]:
        if rules not in self._below:
            below = {unit: dict(counted) for unit, counted in self._counted(rules, of_children=True).items()}
            for unit in self._leaves_first:
                if unit.parent is not None and unit.id in below:
                    _add(below.setdefault(unit.parent, {}), below[unit.id])
            self._below[rules] = below
        return self._below[rules]

    @cached_property
    def _leaves_first(self) -> list[Unit]:
        order = [unit for unit in self.registry.units if unit.parent is None]
        for unit in order:
            order.extend(self.registry.children_of(unit.id))
        return order[::-1]


def _add(total: Counted, tallied: Counted) -> None:
    for kind, count in tallied.items():
        total[kind] = total.get(kind, 0) + count
