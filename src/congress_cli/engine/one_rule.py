"""One rule over many units: what it needs is worked out once, and units with the same facts are judged once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from congress_cli.engine.outcome import finding_of, outcome_of
from congress_cli.engine.rollup import Below, Rollup
from congress_cli.model.facts import Fact, Plan
from congress_cli.model.finding import Evidence, Finding, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules import Rule
from congress_cli.rules.context import (
    CHILDREN,
    NOTHING,
    OWN,
    JudgeContext,
    Outcome,
    Part,
    Subject,
    UnitInWorld,
    Verdict,
)
from congress_cli.worlds import World, explore, moment

_MADE = tuple.__new__

Judged = dict[tuple[int | None, ...], tuple[Any, ...]]

CLOSED = Verdict(Status.NOT_APPLICABLE, "unit-closed", reason="unit-closed")

SAID_BESIDE = frozenset({"source", "by", "recorded", "note"})


class Recorded(NamedTuple):
    """A unit's facts by name: `weights` are equal where no rule can tell the facts apart; `cited` can be seen."""

    unit: str
    complete: bool
    weights: dict[str, int]
    cited: dict[str, Evidence]


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
        self.of_children = any(one.of == CHILDREN for one in read)
        # The fields of a finding between its unit and its evidence; partial and complete records apart.
        self.judged: tuple[Judged, Judged] = ({}, {})

    def finding(self, unit: Unit, recorded: Recorded) -> Finding:
        """How the unit stands by its own facts; units whose facts weigh the same are judged once."""
        unit_id, complete, weights, cited = recorded
        judged = self.judged[complete]
        key = tuple(map(weights.get, self.reads))
        fields = judged.get(key)
        if fields is None or unit.closed is not None:
            outcome = self.outcome(self.subjects[unit_id], unit)
            fields = finding_of(self.rule, unit_id, outcome, self.context.as_of)[1:-1]
            if unit.closed is None and not self.of_children:
                judged[key] = fields
        # As Finding._make, which is called too often here to be looked up and to count the fields.
        evidence = tuple([cited[name] for name in self.reads if name in cited]) if cited else ()
        return _MADE(Finding, (unit_id, *fields, evidence))

    def outcome(self, subject: Subject, unit: Unit | None) -> Outcome:
        """How a unit stands in all worlds; of a task force there is no unit."""
        outcomes = [
            outcome_of(explore(self._judge_of(part, subject, unit))) for part in self.rule.parts(subject, self.context)
        ]
        return outcomes[0] if len(outcomes) == 1 else self.rule.combined(outcomes)

    def _judge_of(self, part: Part, subject: Subject, unit: Unit | None) -> Callable[[World], Verdict]:
        """What explores the worlds of one part."""
        context, below = self.context, self.below
        near = self.registry.children_of(subject.id) if self.of_children else ()

        def in_one(world: World) -> Verdict:
            if unit is not None and unit.closed is not None and self._is_closed(unit, world):
                return CLOSED
            others = {CHILDREN: self._open(near, world)} if near else NOTHING
            return part(UnitInWorld(context, subject, world, below, others))

        return in_one

    def _open(self, units: Iterable[Unit], world: World) -> tuple[Subject, ...]:
        """A rule concerns those other units that are not closed."""
        return tuple(self.subjects[one.id] for one in units if not self._is_closed(one, world))

    def _is_closed(self, unit: Unit, world: World) -> bool:
        """Whether a unit is closed by the judged day in this world."""
        closed = unit.closed
        return closed is not None and world.not_after(moment(closed.day, (unit.id, "closed")), self.context.today)


class Records:
    """The facts of all units on one day; each fact that units share is looked at once."""

    def __init__(self, registry: Registry, as_of: date) -> None:
        self.registry = registry
        self.as_of = as_of
        self.known: dict[int, _Known] = {}
        self.weights: dict[Hashable, int] = {}

    def of(self, unit: Unit) -> Recorded:
        """What is recorded of one unit, and where it stands."""
        source = self.registry.sources.get(unit.id)
        weights: dict[str, int] = {}
        cited: dict[str, Evidence] = {}
        for name, fact in unit.facts.items():
            known = self.known.get(id(fact))
            if known is None:
                known = self.known[id(fact)] = self._met(fact)
            weights[name] = known.weight
            if known.value is not None:
                cited[name] = Evidence(name, known.value, "" if source is None else source.at(name), fact.source)
        return Recorded(unit.id, self.registry.complete(unit), weights, cited)

    def _met(self, fact: Fact) -> _Known:
        unseen = fact.day is not None and fact.day.first > self.as_of and not isinstance(fact, Plan)
        weight = self.weights.setdefault(_weighed(fact), len(self.weights))
        return _Known(fact, weight, None if unseen else fact.value())


class _Known(NamedTuple):
    """A fact that was met before. It is kept, so that its identity stays its own."""

    fact: Fact
    weight: int
    value: str | None


def _weighed(fact: Fact) -> Hashable:
    """All of a fact that a rule may look at."""
    kind = type(fact)
    looked_at = _looked_at(kind)(fact)
    return kind, *(tuple(value.items()) if isinstance(value, Mapping) else value for value in looked_at)


@cache
def _looked_at(kind: type[Fact]) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(name for name in kind.model_fields if name not in SAID_BESIDE))
