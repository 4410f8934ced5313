"""What stands below: the findings a share adds up, the units a count selects, the events waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congress_cli.model.finding import Finding
from congress_cli.model.proof import Step
from congress_cli.model.registry import Unit
from congress_cli.proof.judged import Judged
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.census import CensusRule
from congress_cli.rules.share import ShareRule

MOST_BELOW = 12


def below(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """For a share what it adds up, for a count which units it counts, for a start whose event it waits for."""
    if isinstance(rule, ShareRule):
        yield from _rolled_up(run, rule, finding)
    elif isinstance(rule, CensusRule) and finding.counts is not None:
        selected = [
            unit.id
            for unit in run.registry.below(finding.unit)
            if rule.select.matches(unit.level, unit.type, unit.tags)
        ]
        args = {"count": len(selected), "units": sorted(selected)[:MOST_BELOW], "more": len(selected) > MOST_BELOW}
        yield Step("selected", args)
    elif isinstance(rule, TimedRule) and rule.after is not None and rule.after.of == "children":
        yield from _children(run, rule.after.event, finding)


def _rolled_up(run: Judged, rule: ShareRule, finding: Finding) -> Iterator[Step]:
    for status, count in (finding.counts or {}).items():
        yield Step("count", {"status": status, "count": count})
    below = {unit.id for unit in _over(run, rule, finding.unit)}
    names = {one.id for one in run.rulebook.rules if isinstance(one, TimedRule)}
    wanted = names if rule.rule == ("all",) else set(rule.rule)
    same = [one for one in run.findings if one.unit in below and one.rule in wanted and one.status is finding.status]
    for one in same[:MOST_BELOW]:
        yield Step("one-below", {"unit": one.unit, "rule": one.rule, "status": one.status.value})
    if len(same) > MOST_BELOW:
        yield Step("more-below", {"count": len(same) - MOST_BELOW})


def _over(run: Judged, rule: ShareRule, unit_id: str) -> Iterable[Unit]:
    if rule.over == "children":
        return run.registry.children_of(unit_id)
    if rule.over == "below":
        return run.registry.below(unit_id)
    roots = [
        unit
        for unit in run.registry.units
        if unit.task_force == unit_id and rule.applies_to.matches(unit.level, unit.type, unit.tags)
    ]
    return [*roots, *(below for root in roots for below in run.registry.below(root.id))]


def _children(run: Judged, event: str, finding: Finding) -> Iterator[Step]:
    for child in run.registry.children_of(finding.unit):
        fact = child.facts.get(event)
        if fact is None or fact.day is None or fact.day.last > run.as_of:
            day = {} if fact is None or fact.day is None else {"day": str(fact.day)}
            yield Step("child-waited-for" if day else "child-without", {"unit": child.id, "fact": event, **day})
