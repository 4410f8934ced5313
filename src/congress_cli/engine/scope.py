"""Which rules look at which units, and what is settled before any fact is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from congress_cli.engine.one_rule import RuleJudging
from congress_cli.model.finding import Status
from congress_cli.model.registry import Unit
from congress_cli.rules import Rule
from congress_cli.rules.context import JudgeContext, Outcome

Profile = tuple[str, str, tuple[str, ...]]
Settled = tuple[RuleJudging, Outcome | None]


class Holding:
    """The rules on one unit that hold for it, worked out once for each level, type and tags that units have."""

    def __init__(self, rules: Sequence[RuleJudging], context: JudgeContext) -> None:
        self.rules = rules
        self.context = context
        self.by_profile: dict[Profile, list[Settled]] = {}

    def for_unit(self, unit: Unit) -> list[Settled]:
        """Each rule that applies to the unit, with the outcome where it needs no fact."""
        profile = (unit.level, unit.type, unit.tags)
        if unit.closed is not None:
            return list(self._settled(unit))
        if profile not in self.by_profile:
            self.by_profile[profile] = list(self._settled(unit))
        return self.by_profile[profile]

    def _settled(self, unit: Unit) -> Iterator[Settled]:
        profile = (unit.level, unit.type, unit.tags)
        holding = [judging for judging in self.rules if judging.rule.applies_to.matches(*profile)]
        circles = rules_in_cycles(judging.rule for judging in holding)
        for judging in holding:
            out = out_of_scope(judging.rule, unit, self.context)
            circle = circles.get(judging.rule.id)
            if out is None and circle is not None:
                out = Outcome(Status.ERROR, "limit-circle", {"events": list(circle)})
            yield judging, out


def out_of_scope(rule: Rule, unit: Unit, context: JudgeContext) -> Outcome | None:
    """Why a rule that applies to a unit is not applicable all the same, if it is not."""
    if context.as_of < context.issued:
        return not_issued(context)
    if unit.closed is not None and unit.closed.day.last <= context.as_of:
        args = {"day": str(unit.closed.day), "into": unit.closed.into, "document": unit.closed.document}
        return Outcome(Status.NOT_APPLICABLE, "unit-closed", args, reason="unit-closed")
    unless = rule.unless
    if unless is not None and unless.matches(unit.level, unit.type, unit.tags):
        reason = {"vi": unless.reason.vi, "en": unless.reason.en}
        return Outcome(Status.NOT_APPLICABLE, "unless", {"reason": reason}, reason="unless")
    return None


def not_issued(context: JudgeContext) -> Outcome:
    """Before the directive was issued nothing could be asked."""
    args = {"issued": context.issued.isoformat()}
    return Outcome(Status.NOT_APPLICABLE, "not-yet-issued", args, reason="not-yet-issued")


def rules_in_cycles(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Of rules that hold for one unit, those whose limits name one another, with the events of their circle."""
    bound = [(rule.id, rule.bound_event, rule.limit_event) for rule in rules]
    links = {rule: (event, limit) for rule, event, limit in bound if event is not None and limit is not None}
    steps: dict[str, set[str]] = {}
    for event, limit in links.values():
        steps.setdefault(event, set()).add(limit)
    if not _has_cycle(steps):
        return {}
    cycles = {rule: _way(limit, event, steps) for rule, (event, limit) in links.items()}
    return {rule: cycle for rule, cycle in cycles.items() if cycle is not None}


def _has_cycle(steps: Mapping[str, set[str]]) -> bool:
    try:
        TopologicalSorter(steps).prepare()
    except CycleError:
        return True
    return False


def _way(start: str, goal: str, steps: Mapping[str, set[str]]) -> tuple[str, ...] | None:
    """The shortest way from one event to another; of equals the first by name."""
    pending: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in pending:
        if way[-1] == goal:
            return (goal, *way)
        ahead = sorted(steps.get(way[-1], set()) - seen)
        seen.update(ahead)
        pending.extend((*way, step) for step in ahead)
    return None
