"""Limits that name one another in a circle: A before B, and B before A."""

from __future__ import annotations

from collections.abc import Iterable

from congress_cli.rules import Rule, TimedRule


def rules_in_cycles(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Of rules that hold for one unit, those whose limits name one another, with the events of their circle."""
    bound = [rule for rule in rules if isinstance(rule, TimedRule) and rule.bound_event and rule.limit_event]
    steps: dict[str, set[str]] = {}
    for rule in bound:
        steps.setdefault(str(rule.bound_event), set()).add(str(rule.limit_event))
    circles = {rule.id: _way(str(rule.limit_event), str(rule.bound_event), steps) for rule in bound}
    return {rule_id: circle for rule_id, circle in circles.items() if circle is not None}


def _way(start: str, goal: str, steps: dict[str, set[str]]) -> tuple[str, ...] | None:
    pending: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while pending:
        way = pending.pop(0)
        if way[-1] == goal:
            return (goal, *way)
        for step in sorted(steps.get(way[-1], set()) - seen):
            seen.add(step)
            pending.append((*way, step))
    return None
