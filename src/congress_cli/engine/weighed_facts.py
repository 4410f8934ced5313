"""What is recorded of a unit as the rules meet it: facts that weigh the same, and the evidence a finding may cite."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from congress_cli.model.facts import Fact, Plan
from congress_cli.model.finding import Evidence
from congress_cli.model.registry import Registry, Unit

SAID_BESIDE = frozenset({"source", "by", "recorded", "note"})


class Recorded(NamedTuple):
    """A unit's facts by name: `weights` are equal where no rule can tell the facts apart; `cited` can be seen."""

    unit: str
    complete: bool
    weights: dict[str, int]
    cited: dict[str, Evidence]


class _Known(NamedTuple):
    """A fact that was met before. It is kept, so that its identity stays its own."""

    fact: Fact
    weight: int
    value: str | None


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


def _weighed(fact: Fact) -> Hashable:
    """All of a fact that a rule may look at."""
    kind = type(fact)
    looked_at = _looked_at(kind)(fact)
    return kind, *(tuple(value.items()) if isinstance(value, Mapping) else value for value in looked_at)


@cache
def _looked_at(kind: type[Fact]) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(name for name in kind.model_fields if name not in SAID_BESIDE))
