"""Changes of the verdict: the same rule judged once more with other facts or on another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from congress_cli.days import EARLIEST, Day, on
from congress_cli.explain.judged import Judged
from congress_cli.model.facts import Event, Fact
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.proof import ProofStep
from congress_cli.model.registry import Unit
from congress_cli.rules import Rule
from congress_cli.rules.context import CHILDREN

MOST_TURNS = 40
SETTLED = (Status.MET, Status.NOT_APPLICABLE)


def what_if(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """Each change that leads to another status, with that status."""
    unit = run.registry.by_id.get(finding.unit)
    status = finding.facts_status
    if finding.code == "limit-circle":
        yield ProofStep("proof.mend-rulebook")
    elif unit is not None and rule.of_one_unit and status not in SETTLED:
        steps = [*_done(run, rule, unit, finding), *_awaited(run, rule, unit, finding), *_in_time(run, rule, finding)]
        yield from steps
        if not steps and status in PROBLEMS:
            yield ProofStep("proof.only-correction")
    yield from _after_waiver(run, rule, finding)


def _done(run: Judged, rule: Rule, unit: Unit, finding: Finding) -> Iterator[ProofStep]:
    """With the matter done: on the judged day, or, where it may be done and not recorded, on some day before."""
    status = finding.facts_status
    if finding.code == "uncertain" or finding.waits_for is not None or status is Status.LATE:
        return
    perhaps = status is Status.UNKNOWN and not run.registry.complete(unit)
    done = rule.fulfilment(unit, Day(EARLIEST, run.as_of) if perhaps else on(run.as_of), run.context)
    if not done.facts:
        return
    other = run.again(rule, unit.id, {unit.id: done.facts})
    args = {"facts": list(done.facts)}
    if perhaps and other.code == "uncertain" and set(other.args["facts"]) <= set(done.facts):
        for world in other.args["worlds"]:
            if "first" in world:
                days = f"{world['first']}/{world['last']}"
                yield ProofStep("proof.if-recorded", {**args, "days": days, "status": world["status"]})
    elif other.status is not status:
        code = done.code or ("proof.if-recorded-ever" if perhaps else "proof.if-done")
        yield ProofStep(code, {**args, "day": (done.by or run.as_of).isoformat(), "status": other.status.value})


def _awaited(run: Judged, rule: Rule, unit: Unit, finding: Finding) -> Iterator[ProofStep]:
    """With the awaited event held, by the unit or every child, and the matter done, both on the judged day."""
    start = rule.start
    if start is None or finding.waits_for != start.event:
        return
    event = start.event
    holders = run.registry.children_of(unit.id) if start.of == CHILDREN else (unit,)
    lacking = [one for one in holders if not _past(one.facts.get(event), run)]
    if lacking:
        facts: dict[str, dict[str, Fact]] = {one.id: {event: Event(day=on(run.as_of))} for one in lacking}
        facts.setdefault(unit.id, {}).update(rule.fulfilment(unit, on(run.as_of), run.context).facts)
        other = run.again(rule, unit.id, facts)
        args = {"event": event, "day": run.as_of.isoformat(), "status": other.status.value}
        yield ProofStep(f"proof.if-held-{start.of}", args)


def _past(fact: Fact | None, run: Judged) -> bool:
    return fact is not None and fact.day is not None and fact.day.last <= run.as_of


def _in_time(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """With nothing changed: each day on which the status turns, until the last day has passed."""
    day, last = run.as_of, finding
    for _ in range(MOST_TURNS):
        days = [one for one in _turning_days(run, rule, last) if one > day]
        if last.status not in (Status.OPEN, Status.DUE_SOON) or not days:
            return
        day = min(days)
        other = run.again(rule, finding.unit, {}, day)
        if other.status is not last.status:
            yield ProofStep("proof.unchanged", {"day": day.isoformat(), "status": other.status.value})
        last = other


def _turning_days(run: Judged, rule: Rule, finding: Finding) -> Iterator[date]:
    """Every day on which the status may turn by itself."""
    if finding.last_day is not None:
        yield finding.last_day - timedelta(days=rule.warn_days)
        yield finding.last_day + timedelta(days=1)
    for name in rule.parameters():
        yield from run.rulebook.parameters[name]
    for unit in (run.registry.by_id[finding.unit], *run.registry.children_of(finding.unit)):
        days = [fact.day for fact in unit.facts.values()] + [None if unit.closed is None else unit.closed.day]
        for day in days:
            if day is not None:
                yield from (day.first, day.last, day.first + timedelta(days=1), day.last + timedelta(days=1))


def _after_waiver(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    if finding.would_be is None or not rule.of_one_unit:
        return
    ends = [one.until for one in run.waivers if _waives(one.rule, one.units, finding) and one.in_force(run.as_of)]
    day = max(ends) + timedelta(days=1)
    other = run.again(rule, finding.unit, {}, day)
    yield ProofStep("proof.after-waiver", {"day": day.isoformat(), "status": other.status.value})


def _waives(rule: str, units: tuple[str, ...], finding: Finding) -> bool:
    return rule == finding.rule and finding.unit in units
