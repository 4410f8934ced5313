"""Roll-ups: how many findings of each status and severity stand below a unit, or under a task force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

from congress_cli.model.finding import Finding, Severity, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules import Rule
from congress_cli.rules.context import Over, Selector

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
        covered = dict.fromkeys(unit.id for unit in self.registry.covered(task_force, applies_to.matches))
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
            for unit in _leaves_first(self.registry):
                if unit.parent is not None:
                    above = below.setdefault(unit.parent, {})
                    _add(above, own.get(unit.id, {}))
                    _add(above, below.get(unit.id, {}))
            self._below[rules] = below
        return self._below[rules]


def _sum(tallied: Iterable[Counted]) -> Counted:
    total: Counted = {}
    for one in tallied:
        _add(total, one)
    return total


def _add(total: Counted, tallied: Counted) -> None:
    for kind, count in tallied.items():
        total[kind] = total.get(kind, 0) + count


def _leaves_first(registry: Registry) -> Iterator[Unit]:
    order = [unit for unit in registry.units if unit.parent is None]
    for unit in order:
        order.extend(registry.children_of(unit.id))
    return reversed(order)
