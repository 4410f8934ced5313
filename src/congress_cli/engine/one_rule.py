"""One rule over many units: its verdicts in all possible worlds as one outcome, that as a finding; and roll-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from congress_cli.model.facts import Event, Fact, Plan
from congress_cli.model.finding import RANK, Evidence, Finding, Severity, Status
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


MADE = tuple.__new__
"""As `_make` of a named tuple, which is called too often here to count the fields."""

Fields = tuple[Any, ...]
Judged = dict[tuple[int, ...], tuple[Fields, tuple[str, ...]]]
"""The fields between the unit and the evidence of a finding, and the parts that it cites, by what its facts weigh."""
_ARGS = Finding._fields.index("args") - 1

CLOSED = Verdict(Status.NOT_APPLICABLE, "unit-closed", reason="unit-closed")

SAID_BESIDE = frozenset({"source", "by", "recorded", "note"})
NUMBERED = object()
"""Stands for any document number: rules ask only whether there is one."""


class Recorded(NamedTuple):
    """A unit's facts by name: `weights` are equal where no finding can tell the facts apart; `cited` can be seen.

    `alike` leads from such a weight to the one of all facts that differ in their document numbers alone.
    """

    unit: str
    complete: bool
    weights: dict[str, int]
    cited: dict[str, Evidence]
    alike: Mapping[int, int]


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
        # Partial and complete records apart.
        self.judged: tuple[Judged, Judged] = ({}, {})
        self.judged_alike: tuple[Judged, Judged] = ({}, {})
        self.parts_judged: dict[Hashable, dict[Hashable, Outcome]] = {}

    def finding(self, unit: Unit, recorded: Recorded, reads: tuple[str, ...]) -> Finding:
        """How the unit stands by its own facts; units whose facts weigh the same are judged once.

        `reads`: those recorded facts that the rule reads, in its order.
        """
        unit_id, complete, weights, cited, alike = recorded
        judged = self.judged[complete]
        key = tuple([weights[name] for name in reads])
        found = judged.get(key)
        if unit.closed is not None or (found is None and (self.others or self.rule.by_figures)):
            found = self._fields(unit)
        elif found is None:
            found = judged[key] = self._renumbered(
                unit, tuple(map(alike.__getitem__, key)), self.judged_alike[complete]
            )
        fields, cites = found
        evidence = _evidence(cited, reads)
        return MADE(Finding, (unit_id, *fields, self._parts_cited(cites, unit, evidence) if cites else evidence))

    def shared(self, finding: Finding, unit: Unit) -> Fields | None:
        """The fields of a finding that rests on no fact, for all units alike without one; None where they may differ.

        All but the unit and the evidence.
        """
        differ = self.others or self.rule.by_figures or unit.closed is not None
        return None if differ or finding.evidence else finding[1:-1]

    def _parts_cited(self, cites: tuple[str, ...], unit: Unit, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The parts that made the finding, and what else it looks at."""
        name = self.rule.of_parts
        fact, stands = unit.facts.get(name), next((one for one in evidence if one.fact == name), None)
        source = self.registry.sources.get(unit.id)
        at = stands.at if stands is not None else "" if source is None else str(source.place)
        found = [Evidence(name, one if fact is None else fact.part(one), at, stands and stands.source) for one in cites]
        return (*found, *(one for one in evidence if one.fact != name))

    def _renumbered(self, unit: Unit, key: tuple[int, ...], judged: Judged) -> tuple[Fields, tuple[str, ...]]:
        """The fields for a unit whose facts differ from those of one that was judged in document numbers alone."""
        found = judged.get(key)
        if found is None:
            found = judged[key] = self._fields(unit)
            return found
        fields, cites = found
        args = self.rule.renumbered(fields[_ARGS], unit.facts)
        return (*fields[:_ARGS], args, *fields[_ARGS + 1 :]), cites

    def _fields(self, unit: Unit) -> tuple[Fields, tuple[str, ...]]:
        """The fields of the unit's finding, judged by itself."""
        outcome = self.outcome(self.subjects[unit.id], unit)
        return finding_of(self.rule, unit.id, outcome, self.context.as_of)[1:-1], outcome.cites

    def settled(self, outcome: Outcome, recorded: Recorded, reads: tuple[str, ...]) -> Finding:
        """The finding of an outcome that needs no fact; what is recorded stands beside it all the same."""
        found = finding_of(self.rule, recorded.unit, outcome, self.context.as_of)
        return found._replace(evidence=evidence) if (evidence := _evidence(recorded.cited, reads)) else found

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


def _evidence(cited: Mapping[str, Evidence], names: tuple[str, ...]) -> tuple[Evidence, ...]:
    return tuple([cited[name] for name in names if name in cited])


class Records:
    """The facts of all units on one day that `rules` read; each fact that units share is looked at once."""

    def __init__(self, registry: Registry, as_of: date, rules: Iterable[RuleJudging]) -> None:
        self.registry = registry
        self.as_of = as_of
        self.read = frozenset(name for judging in rules for name in judging.reads)
        self.known: dict[tuple[str, int], _Known] = {}
        self.weights: dict[Hashable, int] = {}
        self.alike: dict[int, int] = {}

    def of(self, unit: Unit, names: Collection[str] | None = None) -> Recorded:
        """What is recorded of one unit, and where it stands; `names`: of these facts alone."""
        facts = unit.facts if names is None else {name: unit.facts[name] for name in names if name in unit.facts}
        source = self.registry.sources.get(unit.id)
        weights: dict[str, int] = {}
        cited: dict[str, Evidence] = {}
        read, met = self.read, self.known
        path, own, places = ("", (0, 0), {}) if source is None else (source.place.path, source.place[1:], source.facts)
        for name, fact in facts.items():
            if name not in read:
                continue
            known = met.get((name, id(fact)))
            if known is None:
                known = met[name, id(fact)] = self._met(name, fact)
            _, weights[name], value, told = known
            if value is not None:
                line, column = places.get(name, own)  # as `source.at`, but for very many
                cited[name] = MADE(Evidence, (name, value, f"{path}:{line}:{column}" if source else "", told))
        return MADE(Recorded, (unit.id, self.registry.complete(unit), weights, cited, self.alike))

    def _met(self, name: str, fact: Fact) -> _Known:
        unseen = fact.day is not None and fact.day.first > self.as_of and not isinstance(fact, Plan)
        weight = self._weight(name, fact)
        if weight not in self.alike:
            self.alike[weight] = weight if fact.document is None else self._weight(name, fact, NUMBERED)
        return _Known(fact, weight, None if unseen else fact.value(), fact.source)

    def _weight(self, name: str, fact: Fact, document: object = None) -> int:
        return self.weights.setdefault((name, _weighed(fact, document)), len(self.weights))


class _Known(NamedTuple):
    """A fact that was met before. It is kept, so that its identity stays its own."""

    fact: Fact
    weight: int
    value: str | None
    source: str | None


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
        self._findings: dict[str, list[Finding]] = {}
        self._by_unit: dict[frozenset[str], dict[str, Counted]] = {}
        self._below: dict[frozenset[str], dict[str, Counted]] = {}

    def add(self, rule_id: str, findings: list[Finding]) -> None:
        """Take in the findings of one rule; a share may only ask for rules that were added."""
        self._findings[rule_id] = findings

    def children(self, rules: frozenset[str], unit_id: str) -> Counted:
        """The findings of the units directly below."""
        own = self._own(rules)
        return _sum(own[child.id] for child in self.registry.children_of(unit_id) if child.id in own)

    def below(self, rules: frozenset[str], unit_id: str) -> Counted:
        """The findings of all units below."""
        return self._all_below(rules).get(unit_id, {})

    def covered(self, rules: frozenset[str], task_force: str, applies_to: Selector) -> Counted:
        """The findings of the units a task force covers and of those below them."""
        own = self._own(rules)
        covered = dict.fromkeys(unit.id for unit in self.registry.covered(task_force, applies_to.takes))
        return _sum(own[unit_id] for unit_id in covered if unit_id in own)

    def _own(self, rules: frozenset[str]) -> dict[str, Counted]:
        if rules not in self._by_unit:
            own: dict[str, Counted] = defaultdict(dict)
            for finding in chain.from_iterable(self._findings[rule_id] for rule_id in rules):
                counted, kind = own[finding.unit], _KIND(finding)
                counted[kind] = counted.get(kind, 0) + 1
            self._by_unit[rules] = own
        return self._by_unit[rules]

    def _all_below(self, rules: frozenset[str]) -> dict[str, Counted]:
        if rules not in self._below:
            own, below = self._own(rules), dict[str, Counted]()
            for unit in self._leaves_first:
                if unit.parent is not None:
                    above = below.setdefault(unit.parent, {})
                    _add(above, own.get(unit.id, {}))
                    _add(above, below.get(unit.id, {}))
            self._below[rules] = below
        return self._below[rules]

    @cached_property
    def _leaves_first(self) -> list[Unit]:
        order = [unit for unit in self.registry.units if unit.parent is None]
        for unit in order:
            order.extend(self.registry.children_of(unit.id))
        return order[::-1]


def _sum(tallied: Iterable[Counted]) -> Counted:
    total: Counted = {}
    for one in tallied:
        _add(total, one)
    return total


def _add(total: Counted, tallied: Counted) -> None:
    for kind, count in tallied.items():
        total[kind] = total.get(kind, 0) + count
