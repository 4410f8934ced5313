"""How the last day follows: the parameter in force, the paper that set it, the day it gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from congress_cli.explain.judged import Judged
from congress_cli.model.facts import plain
from congress_cli.model.finding import Finding, Status
from congress_cli.model.proof import ProofStep
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.sequence import SequenceRule
from congress_cli.rules.time import Param


def limit(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """From parameter and paper to the last day."""
    if not isinstance(rule, TimedRule):
        return
    said = finding.args.get("would_be_args", finding.args)
    if rule.anchor is not None:
        yield from _stated(run, rule, finding, said)
    elif isinstance(rule, SequenceRule) and "planned" in said:
        form = "proof.limit-steps-strict" if rule.strict else "proof.limit-steps"
        yield ProofStep(form, {"event": rule.steps[-1], "planned": said["planned"]})
    else:
        yield ProofStep("proof.no-limit")
        return
    if "plan_passed" in said:
        yield ProofStep("proof.plan-passed", {"event": said["limit_event"], "planned": said["planned"]})
    if finding.status is not Status.NOT_APPLICABLE:
        yield _last_day(finding)


def _stated(run: Judged, rule: TimedRule, finding: Finding, said: Any) -> Iterator[ProofStep]:
    """The parameter, how the limit is written, whether the directive states it."""
    if isinstance(rule.anchor, Param):
        yield from parameter_steps(run, rule.anchor.param)
    anchor = _anchor(run, rule, finding, said)
    if anchor is not None:
        form = "before" if rule.before is not None else "by" if rule.by is not None else "within"
        length = {"days": rule.shift.days, "months": rule.shift.months} if form == "within" else {}
        yield ProofStep(f"proof.limit-{form}", {"anchor": anchor, **length})
    if rule.limit_basis == "inferred":
        yield ProofStep("proof.limit-inferred")


def _last_day(finding: Finding) -> ProofStep:
    if finding.last_day is not None:
        return ProofStep("proof.last-day", {"day": finding.last_day.isoformat()})
    if finding.last_days is not None:
        first, last = finding.last_days
        return ProofStep("proof.last-days", {"days": f"{first.isoformat()}/{last.isoformat()}"})
    return ProofStep("proof.no-last-day")


def _anchor(run: Judged, rule: TimedRule, finding: Finding, said: Any) -> dict[str, str] | None:
    """What the limit is counted from: a day, or an event with the day it was held or is planned; None: no value."""
    if isinstance(rule.anchor, Param):
        dated = run.rulebook.setting(run.as_of).parameters.get(rule.anchor.param)
        return {"day": str(dated.value)} if dated is not None and isinstance(dated.value, date) else None
    if isinstance(rule.anchor, date):
        return {"day": rule.anchor.isoformat()}
    event = str(rule.anchor)
    if "planned" in said and said.get("limit_event") == event:
        return {"event": event, "planned": str(said["planned"])}
    held = run.registry.by_id[finding.unit].facts.get(event)
    if held is not None and held.day is not None and held.day.first <= run.as_of:
        return {"event": event, "held": str(held.day)}
    return {"event": event}


def parameter_steps(run: Judged, name: str, measures: str | None = None) -> Iterator[ProofStep]:
    """The value in force, the ones before it and the ones still to come, each with its paper.

    `measures`: the fact whose indicators the value names.
    """
    dated = sorted(run.rulebook.parameters[name].items())
    begun = [day for day, _ in dated if day <= run.as_of]
    for day, one in dated:
        code = "proof.parameter-later" if day > run.as_of else "proof.parameter-earlier"
        if begun and day == begun[-1]:
            code = "proof.parameter"
        args: dict[str, Any] = {"param": name, "from": day.isoformat(), "ref": one.ref}
        if isinstance(one.value, dict):
            args |= {"fact": measures, "values": {key: plain(number) for key, number in one.value.items()}}
        else:
            args["day" if isinstance(one.value, date) else "value"] = str(one.value)
        yield ProofStep(code, args)
        if one.note is not None:
            yield ProofStep("proof.note", {"note": {"vi": one.note, "en": one.note}})
    if not begun:
        yield ProofStep("proof.parameter-missing", {"param": name})
