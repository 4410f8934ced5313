"""The facts used, each with source and place, and those that were looked for and are absent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from congress_cli.explain.judged import Judged
from congress_cli.model.facts import Checklist, Event, Fact, Measures, Named, Plan
from congress_cli.model.finding import Finding
from congress_cli.model.proof import ProofStep
from congress_cli.model.registry import Unit
from congress_cli.rules import Rule


def facts(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """Each fact that the rule reads: recorded, with its source and place, or absent."""
    unit = run.registry.by_id.get(finding.unit)
    if unit is None:
        return
    yield from rule.reference_steps(run)
    plans = run.context.plans
    for name in (one for one in rule.own_facts() if one in run.rulebook.facts):
        yield recorded(run, unit, name)
        if name in plans and _plan_counts(run, rule, unit, name):
            plan = plans[name]
            yield recorded(run, unit, plan) if plan in unit.facts else ProofStep("proof.absent-plan", {"fact": plan})


def _plan_counts(run: Judged, rule: Rule, unit: Unit, event: str) -> bool:
    """Whether the rule looks at the plan of an event: it gives a last day until the event is held."""
    fact = unit.facts.get(event)
    if fact is not None and fact.day is not None and fact.day.last <= run.as_of:
        return False
    return event in rule.plan_events()


def recorded(run: Judged, unit: Unit, name: str) -> ProofStep:
    """One fact of a unit, with its source and place, or that it is absent."""
    fact = unit.facts.get(name)
    if fact is None:
        complete = run.rulebook.facts[name].absence_is_known and run.registry.complete(unit)
        return ProofStep("proof.absent-complete" if complete else "proof.absent-partial", {"fact": name})
    args: dict[str, Any] = {"fact": name, "value": fact.value()}
    if isinstance(fact, Checklist):
        args["items"] = list(fact.items)
    if isinstance(fact, Measures):
        args["values"] = {key: str(number) for key, number in fact.values.items()}
    source = run.registry.sources.get(unit.id)
    if source is not None:
        args["at"] = str(source.place_of(name))
    args |= {key: getattr(fact, key) for key in ("document", "source", "by", "note") if getattr(fact, key)}
    if isinstance(fact.note, Named):
        args["note"] = {"vi": fact.note.vi, "en": fact.note.en}
    if fact.recorded is not None:
        args["recorded"] = fact.recorded.isoformat()
    if fact.day is not None and not isinstance(fact, Event):
        args["day"] = str(fact.day)
    return ProofStep(f"proof.{'event' if isinstance(fact, Event) else 'fact'}{_seen(run, fact)}", args)


def _seen(run: Judged, fact: Fact) -> str:
    """Whether the judged day sees the fact; only a plan is seen before its day."""
    if fact.day is None or isinstance(fact, Plan) or fact.day.last <= run.as_of:
        return ""
    return "-unseen" if fact.day.first > run.as_of else "-perhaps"
