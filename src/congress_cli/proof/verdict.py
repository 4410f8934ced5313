"""The verdict: how grave it is, why it could not be reached, who waived it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.proof import Step
from congress_cli.model.waivers import Waiver
from congress_cli.proof.judged import Judged
from congress_cli.rules import Rule


def verdict(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """Why nothing could be decided, what a problem counts as, and each waiver, in force or not."""
    if finding.code == "unit-closed":
        yield _closed(run, finding)
    if finding.code == "uncertain":
        yield Step("undecided")
    if finding.status is Status.UNKNOWN and finding.code.endswith(("-unrecorded", "-incomplete")):
        yield Step("not-recorded-not-undone")
    if finding.status in PROBLEMS:
        yield Step(f"counts-as-{finding.severity}", {"why": _why(rule)})
    yield from _waivers(run, finding)


def _closed(run: Judged, finding: Finding) -> Step:
    """When the unit was closed, by which paper, and where that stands."""
    unit = run.registry.by_id[finding.unit]
    told = {} if unit.closed is None else unit.closed.model_dump(exclude_none=True, exclude={"day"})
    day = {} if unit.closed is None else {"day": str(unit.closed.day)}
    source = run.registry.sources.get(unit.id)
    return Step("closed", {**day, **told, **({} if source is None else {"at": str(source.place)})})


def _why(rule: Rule) -> str:
    """Why the rule's problems are as grave as they are."""
    if rule.severity_written is not None:
        return "why-written"
    return f"why-{rule.modality}" if rule.limit_basis == "stated" else "why-inferred"


def _waivers(run: Judged, finding: Finding) -> Iterator[Step]:
    for waiver in run.waivers:
        if waiver.rule != finding.rule or finding.unit not in waiver.units:
            continue
        yield Step(_force(waiver, run), _told(waiver))
    if finding.would_be is not None:
        yield Step("would-be", {"status": finding.would_be.value})


def _force(waiver: Waiver, run: Judged) -> str:
    if waiver.in_force(run.as_of):
        return "waiver"
    return "waiver-ended" if waiver.until < run.as_of else "waiver-later"


def _told(waiver: Waiver) -> dict[str, Any]:
    return {
        "document": waiver.document,
        "authority": waiver.authority,
        "from": waiver.from_.isoformat(),
        "until": waiver.until.isoformat(),
        "reason": waiver.reason,
    }
