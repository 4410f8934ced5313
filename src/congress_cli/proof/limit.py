"""How the last day follows: the parameter in force, the paper that set it, the day it gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from congress_cli.model.finding import Finding
from congress_cli.model.proof import Step
from congress_cli.proof.judged import Judged
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.limit import Param


def limit(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """From parameter and paper to the last day."""
    if not isinstance(rule, TimedRule) or rule.anchor is None:
        if isinstance(rule, TimedRule) and finding.last_day is None:
            yield Step("no-limit")
        elif finding.last_day is not None:
            yield Step("last-day", {"day": finding.last_day.isoformat()})
        return
    form = "before" if rule.before is not None else "by" if rule.by is not None else "within"
    length = {"days": rule.shift.days, "months": rule.shift.months}
    if isinstance(rule.anchor, Param):
        yield from parameter_steps(run, rule.anchor.param)
    yield Step(f"limit-{form}", {"anchor": _anchor(run, rule, finding), **length})
    if rule.limit_basis == "inferred":
        yield Step("limit-inferred")
    if finding.last_day is not None:
        yield Step("last-day", {"day": finding.last_day.isoformat()})
    elif finding.last_days is not None:
        first, last = finding.last_days
        yield Step("last-days", {"days": f"{first.isoformat()}/{last.isoformat()}"})
    else:
        yield Step("no-last-day")


def _anchor(run: Judged, rule: TimedRule, finding: Finding) -> dict[str, str]:
    if isinstance(rule.anchor, Param):
        dated = run.rulebook.setting(run.as_of).parameters.get(rule.anchor.param)
        return {"day": str(dated.value)} if dated is not None and isinstance(dated.value, date) else {}
    if isinstance(rule.anchor, date):
        return {"day": rule.anchor.isoformat()}
    args = finding.args.get("would_be_args", finding.args)
    planned = {"planned": str(args["planned"])} if "planned" in args else {}
    return {"event": str(rule.anchor), **planned}


def parameter_steps(run: Judged, name: str) -> Iterator[Step]:
    """The value in force, the ones before it and the ones still to come, each with its paper."""
    dated = sorted(run.rulebook.parameters[name].items())
    begun = [day for day, _ in dated if day <= run.as_of]
    for day, value in dated:
        code = "parameter-later" if day > run.as_of else "parameter-earlier"
        if begun and day == begun[-1]:
            code = "parameter"
        told = value.value.isoformat() if isinstance(value.value, date) else str(value.value)
        yield Step(code, {"param": name, "value": told, "from": day.isoformat(), "ref": value.ref})
    if not begun:
        yield Step("parameter-missing", {"param": name})
