"""What stands below: the findings a share adds up, the units a count selects, the events waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congress_cli.engine import answers_below, files_complete
from congress_cli.explain.judged import Judged
from congress_cli.explain.limit import parameter_steps
from congress_cli.model.finding import Finding, Status
from congress_cli.model.proof import ProofStep
from congress_cli.model.registry import Unit
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.census import CensusRule
from congress_cli.rules.share import ShareRule

MOST_BELOW = 12
DONE = (Status.MET, Status.LATE, Status.NOT_APPLICABLE)


def below(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """For a share what it adds up, for a count which units it counts, for a start whose event it waits for."""
    if isinstance(rule, ShareRule):
        yield from _rolled_up(run, rule, finding)
    elif isinstance(rule, CensusRule):
        yield from _counted(run, rule, finding)
    elif isinstance(rule, TimedRule) and rule.after is not None and rule.after.of == "children":
        yield from _children(run, rule.after.event, finding)


def _rolled_up(run: Judged, rule: ShareRule, finding: Finding) -> Iterator[ProofStep]:
    if finding.counts:
        yield ProofStep("proof.counts", {"counts": dict(finding.counts)})
        mark = {} if rule.at_least is None else {"percent": rule.at_least, **_done(finding)}
        yield ProofStep("proof.share-mark" if mark else "proof.share-worst", mark)
    units = {unit.id for unit in _over(run, rule, finding.unit)}
    timed = {one.id for one in run.rulebook.rules if isinstance(one, TimedRule)}
    rules = timed if rule.rule == ("all",) else set(rule.rule)
    told = [
        ProofStep(
            "proof.one-below", {"name": run.name_of(one.unit), "unit": one.unit, "rule": one.rule, "status": one.status}
        )
        for one in run.findings
        if one.unit in units and one.rule in rules and _made_it(one.status, finding.status)
    ]
    yield from _cut(told)


def _done(finding: Finding) -> dict[str, int]:
    return {"done": finding.args.get("done", 0), "applicable": finding.args.get("applicable", 0)}


def _made_it(one: Status, share: Status) -> bool:
    """Whether a finding below made the share what it is; of a share that is met, whatever is not done."""
    return one not in DONE if share is Status.MET else one is share


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


def _counted(run: Judged, rule: CensusRule, finding: Finding) -> Iterator[ProofStep]:
    """The number that the directive names, and each unit by whether it counts."""
    if isinstance(rule.expect, int):
        yield ProofStep("proof.census-expects", {"expected": rule.expect})
    else:
        yield from parameter_steps(run, rule.expect.param)
    if rule.select.without is not None:
        day = run.as_of if rule.select.day is None else rule.select.day
        yield ProofStep("proof.census-without", {"fact": rule.select.without, "day": day.isoformat()})
    unit = run.registry.by_id[finding.unit]
    answers = answers_below(rule.select, unit, run.registry, run.as_of)
    for answer, code in ((True, "proof.census-sure"), (None, "proof.census-perhaps"), (False, "proof.census-out")):
        ids = sorted(one for one, counts in answers.items() if counts is answer)
        if ids or answer is True:
            yield ProofStep(code, {"count": len(ids), "units": ids[:MOST_BELOW], "left": max(0, len(ids) - MOST_BELOW)})
    if not files_complete(unit, run.registry):
        yield ProofStep("proof.census-partial")


def _children(run: Judged, event: str, finding: Finding) -> Iterator[ProofStep]:
    told = []
    for child in run.registry.children_of(finding.unit):
        if child.closed is not None and child.closed.day.last <= run.as_of:
            continue
        fact = child.facts.get(event)
        args = {"name": child.name, "unit": child.id, "fact": event}
        if fact is None or fact.day is None:
            told.append(ProofStep("proof.child-without", args))
        elif fact.day.last > run.as_of:
            told.append(ProofStep("proof.child-waited-for", {**args, "day": str(fact.day)}))
    yield from _cut(told)


def _cut(told: list[ProofStep]) -> Iterator[ProofStep]:
    yield from told[:MOST_BELOW]
    if len(told) > MOST_BELOW:
        yield ProofStep("proof.more-below", {"count": len(told) - MOST_BELOW})
