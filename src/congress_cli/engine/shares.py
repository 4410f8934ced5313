"""Shares: how many findings of each status and severity stand below a unit, or under a task force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

from congress_cli.model.finding import Finding, Severity, Status
from congress_cli.model.registry import Registry, TaskForce, Unit
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.share import ShareRule

_KIND = attrgetter("status", "severity")

Tallied = dict[tuple[Status, Severity], int]


class Rollup:
    """The findings so far, counted by unit for each set of rules that a share asks for."""

    def __init__(self, registry: Registry, rules: Iterable[Rule]) -> None:
        self._registry = registry
        self._of_one_unit = frozenset(rule.id for rule in rules if isinstance(rule, TimedRule))
        self._findings: dict[str, list[Finding]] = {}
        self._by_unit: dict[frozenset[str], dict[str, Tallied]] = {}
        self._below: dict[frozenset[str], dict[str, Tallied]] = {}

    def add(self, rule_id: str, findings: list[Finding]) -> None:
        """Take in the findings of one rule; a share may only ask for rules that were added."""
        self._findings[rule_id] = findings

    def children(self, share: ShareRule, unit: Unit) -> Tallied:
        """The findings of the units directly below."""
        own = self._own(self._rules(share))
        return _sum(own[child.id] for child in self._registry.children_of(unit.id) if child.id in own)

    def below(self, share: ShareRule, unit: Unit) -> Tallied:
        """The findings of all units below."""
        return self._all_below(self._rules(share)).get(unit.id, {})

    def task_force(self, share: ShareRule, task_force: TaskForce) -> Tallied:
        """The findings of the units a task force covers and of those below them."""
        own = self._own(self._rules(share))
        return _sum(own[unit_id] for unit_id in self._covered(share, task_force) if unit_id in own)

    def _covered(self, share: ShareRule, task_force: TaskForce) -> dict[str, None]:
        covered: dict[str, None] = {}
        for unit in self._registry.units:
            if unit.task_force == task_force.id and share.applies_to.matches(unit.level, unit.type, unit.tags):
                covered[unit.id] = None
                covered.update(dict.fromkeys(below.id for below in self._registry.below(unit.id)))
        return covered

    def _rules(self, share: ShareRule) -> frozenset[str]:
        return self._of_one_unit if share.rule == ("all",) else frozenset(share.rule)

    def _own(self, rules: frozenset[str]) -> dict[str, Tallied]:
        if rules not in self._by_unit:
            own: dict[str, Tallied] = defaultdict(dict)
            for finding in chain.from_iterable(self._findings[rule_id] for rule_id in rules):
                counted, kind = own[finding.unit], _KIND(finding)
                counted[kind] = counted.get(kind, 0) + 1
            self._by_unit[rules] = own
        return self._by_unit[rules]

    def _all_below(self, rules: frozenset[str]) -> dict[str, Tallied]:
        if rules not in self._below:
            own, below = self._own(rules), dict[str, Tallied]()
            for unit in _leaves_first(self._registry):
                if unit.parent is not None:
                    above = below.setdefault(unit.parent, {})
                    _add(above, own.get(unit.id, {}))
                    _add(above, below.get(unit.id, {}))
            self._below[rules] = below
        return self._below[rules]


def counts_of(tallied: Tallied) -> dict[Status, int]:
    """The counts by status alone."""
    counts: dict[Status, int] = {}
    for (status, _), count in tallied.items():
        counts[status] = counts.get(status, 0) + count
    return counts


def severity_of(status: Status, tallied: Tallied, own: Severity) -> Severity:
    """The highest severity of the findings that made a share's status, never more than the share's own;
    its own where there are none."""
    if not tallied:
        return own
    made_it = {Status.MET, Status.LATE} if status is Status.MET else {status}
    grave = any(one in made_it and severity is Severity.VIOLATION for one, severity in tallied)
    return own if grave else Severity.WARNING


def _sum(tallied: Iterable[Tallied]) -> Tallied:
    total: Tallied = {}
    for one in tallied:
        _add(total, one)
    return total


def _add(total: Tallied, tallied: Tallied) -> None:
    for kind, count in tallied.items():
        total[kind] = total.get(kind, 0) + count


def _leaves_first(registry: Registry) -> Iterator[Unit]:
    order = [unit for unit in registry.units if unit.parent is None]
    for unit in order:
        order.extend(registry.children_of(unit.id))
    return reversed(order)
