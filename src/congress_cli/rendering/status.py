"""How a status looks, in every format, and which findings come first.

The word of a status is `terms.<status>` in the catalogues; the colours of the page are in its `page.css`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from congress_cli import grouped
from congress_cli.model.finding import RANK, TO_ASK, Finding, Status, complete
from congress_cli.rendering.phrases import Phrases
from congress_cli.text import vietnamese_order

if TYPE_CHECKING:
    from congress_cli.model.report import Report, ReportedRule


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


NOW = (Status.ERROR, Status.OVERDUE, Status.FAILED)
URGENT = (*NOW, Status.DUE_SOON)
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
        return ", ".join(phrases.owner(owner) for owner in rule.owner)
    unit = report.unit_by_id[finding.unit]
    if grouping == "task-force" or (grouping is None and rule.owner == ("task-force",)):
        return phrases.task_force_of(unit) or phrases.translate("no-task-force")
    if grouping == "parent":
        return phrases.body(unit.parent if unit.parent in report.unit_by_id else unit.id)
    return phrases.body(report.responsibility.branch_of(unit.id))


def by_responsible(
    phrases: Phrases, findings: Iterable[Finding], grouping: str | None = None
) -> list[tuple[str, list[Finding]]]:
    """The findings of each group, the most urgent first; the group with the most urgent one stands first."""
    groups = grouped(sorted(findings, key=urgency), lambda one: responsible(phrases, one, grouping))
    return sorted(groups.items(), key=lambda pair: (urgency(pair[1][0])[:2], vietnamese_order(pair[0])))


def own_and_below(phrases: Phrases, findings: list[Finding]) -> str:
    """How many tasks a group holds, and how many of them are of units below the one responsible."""
    report = phrases.report
    own = sum(report.responsibility.of(one, report.rule_by_id[one.rule])[1] for one in findings)
    code = "work" if own == len(findings) else "work-below" if not own else "work-both"
    return phrases.translate(code, count=len(findings), own=own, below=len(findings) - own)


NAMED = 3
FEW = 8


def to_be_asked(report: Report) -> list[Finding]:
    """What is to be asked, in the order of the report, without evidence."""
    return list(report.bare.columns.saying(lambda one: report.kind_of_task(one) == TO_ASK))


def some(phrases: Phrases, names: Sequence[str], named: Callable[[str], str] = str) -> str:
    """The first of some names, and how many more there are; `named` gives the name of each that is listed."""
    text = ", ".join(map(named, names[:NAMED]))
    more = phrases.translate("and-more", count=len(names) - NAMED) if len(names) > NAMED else ""
    return f"{text}, {more}" if more else text


def whom(phrases: Phrases, findings: list[Finding]) -> str:
    """The units of findings by name where they are few, else the branches that have most of them."""
    if len(findings) <= FEW:
        return some(phrases, [phrases.short_unit(one.unit) for one in findings])
    report = phrases.report
    branches = Counter(phrases.body(report.responsibility.branch_of(one.unit)) for one in findings)
    ranked = sorted(branches.items(), key=lambda pair: (-pair[1], vietnamese_order(pair[0])))
    if len(ranked) == 1 or ranked[0][1] == 1:
        return some(phrases, [name for name, _ in ranked])
    most = ", ".join(f"{name} {count}" for name, count in ranked[:NAMED])
    return phrases.translate("ask-branches", branches=len(ranked), most=f"{most}{'…' if len(ranked) > NAMED else ''}")


def questions(
    phrases: Phrases, rule: ReportedRule, findings: list[Finding], named: Callable[[Phrases, list[Finding]], str] = whom
) -> list[str]:
    """What is to be asked under a rule, of how many units, and which: undecided ones first, then not recorded ones."""
    facts = ", ".join(phrases.short_fact(fact) for fact in rule.facts[:NAMED])
    parts = {
        "ask-undecided": [one for one in findings if one.code == "uncertain"],
        "ask-unrecorded": [one for one in findings if one.code != "uncertain"],
    }
    return [
        phrases.translate(code, facts=facts, count=len(part), units=named(phrases, part))
        for code, part in parts.items()
        if part
    ]
