"""How a status looks, in every format, and which findings come first.

The word of a status is `terms.<status>` in the catalogues; the colours of the page are in its `page.css`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from congress_cli.model.finding import RANK, Finding, Status, complete
from congress_cli.model.report import Report
from congress_cli.rendering.phrases import Phrases


class StatusStyle(NamedTuple):
    """The look of one status. `color`: a rich style; `fill` and `ink`: RGB in hexadecimal."""

    sign: str
    ascii_sign: str
    color: str
    fill: str
    ink: str


STATUS = complete(
    {
        Status.ERROR: StatusStyle("!", "!", "bold red", "FFC7CE", "9C0006"),
        Status.OVERDUE: StatusStyle("✗", "x", "bold red", "FFC7CE", "9C0006"),
        Status.FAILED: StatusStyle("✗", "x", "bold red", "FFC7CE", "9C0006"),
        Status.LATE: StatusStyle("▲", "^", "yellow", "FCE4D6", "833C0B"),
        Status.DUE_SOON: StatusStyle("●", "*", "bold yellow", "FFEB9C", "7F6000"),
        Status.OPEN: StatusStyle("□", "o", "cyan", "DDEBF7", "1F4E78"),
        Status.UNKNOWN: StatusStyle("?", "?", "magenta", "E4DFEC", "403151"),
        Status.WAIVED: StatusStyle("~", "~", "blue", "D9E1F2", "203764"),
        Status.MET: StatusStyle("✓", "v", "green", "E2EFDA", "375623"),
        Status.NOT_APPLICABLE: StatusStyle("–", "-", "dim", "F2F2F2", "595959"),
    }
)


def symbol(status: Status, *, ascii_only: bool) -> str:
    """The sign that stands beside a status."""
    return STATUS[status].ascii_sign if ascii_only else STATUS[status].sign


URGENT = (Status.ERROR, Status.OVERDUE, Status.FAILED, Status.DUE_SOON)
FOLDED = 12
FOLDED_DUE_SOON = 8
FAR = date.max


def of_units(report: Report, statuses: Iterable[Status] | None = None) -> list[Finding]:
    """The findings that mean work, which roll-ups and counts do not; of some statuses, one after the other."""
    rules = {rule.id for rule in report.rules if not rule.rolled_up}
    findings = report.findings if statuses is None else report.of_status(statuses)
    return [one for one in findings if one.rule in rules]


def urgency(finding: Finding) -> tuple[int, date, str, str]:
    """The sorting key of things to do: the worst first, then the nearest last day."""
    last_day = finding.last_day or (finding.last_days[0] if finding.last_days else FAR)
    return RANK[finding.status], last_day, finding.unit, finding.rule


def most_urgent(findings: list[Finding]) -> list[Finding]:
    """The first of what is past its day, and the first of what will be: neither pushes out the other."""
    ordered = sorted(findings, key=urgency)
    past = [one for one in ordered if one.status is not Status.DUE_SOON]
    coming = [one for one in ordered if one.status is Status.DUE_SOON]
    return past[:FOLDED] + coming[:FOLDED_DUE_SOON]


def responsible(phrases: Phrases, finding: Finding, grouping: str | None) -> str:
    """The heading a thing to do stands under, by `--group-by`; by default the committee or task force responsible."""
    report = phrases.report
    rule = report.rule_by_id[finding.rule]
    if grouping == "rule":
        return f"{rule.narrowest_clause}  {phrases.marked_title(rule)}"
    if grouping == "owner":
        return ", ".join(phrases.term(owner) for owner in rule.owner)
    unit = report.unit_by_id[finding.unit]
    if grouping == "task-force" or (grouping is None and rule.owner == ("task-force",)):
        return phrases.task_force_of(unit) or phrases.translate("no-task-force")
    above = report.unit_by_id.get(unit.parent or "", unit) if grouping == "parent" else phrases.branch_of(unit)
    return phrases.committee(above)
