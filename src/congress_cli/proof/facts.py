"""The facts used, each with source and place, and those that were looked for and are absent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from congress_cli.model.facts import Event, Plan
from congress_cli.model.finding import Finding
from congress_cli.model.proof import Step
from congress_cli.model.registry import Unit
from congress_cli.proof.judged import Judged
from congress_cli.proof.limit import parameter_steps
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.limit import Param
from congress_cli.rules.measures import MeasuresRule


def facts(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """Each fact that the rule reads: recorded, with its source and place, or absent."""
    unit = run.registry.by_id.get(finding.unit)
    if unit is None or not isinstance(rule, TimedRule):
        return
    for param in rule.parameters() if isinstance(rule, MeasuresRule) else ():
        if rule.anchor is None or not isinstance(rule.anchor, Param) or rule.anchor.param != param:
            yield from parameter_steps(run, param)
    plans = run.rulebook.setting(run.as_of).plans
    for name in rule.reads():
        yield _fact(run, unit, name)
        if plans.get(name) in unit.facts:
            yield _fact(run, unit, plans[name])


def _fact(run: Judged, unit: Unit, name: str) -> Step:
    fact = unit.facts.get(name)
    if fact is None:
        return Step("absent-complete" if run.registry.complete(unit) else "absent-partial", {"fact": name})
    source = run.registry.sources.get(unit.id)
    args: dict[str, Any] = {"fact": name, "value": fact.value()}
    if source is not None:
        args["at"] = str(source.place_of(name))
    args |= {key: getattr(fact, key) for key in ("document", "source", "by", "note") if getattr(fact, key)}
    unseen = fact.day is not None and fact.day.first > run.as_of and not isinstance(fact, Plan)
    if isinstance(fact, Event):
        return Step("event-unseen" if unseen else "event", args)
    if fact.day is not None:
        args["day"] = str(fact.day)
    return Step("fact-unseen" if unseen else "fact", args)
