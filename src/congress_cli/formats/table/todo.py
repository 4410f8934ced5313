"""What to do now: overdue and failed first, then due soon by last day, grouped by who is responsible."""

from __future__ import annotations

from rich.text import Text

from congress_cli.model.finding import Finding, Status
from congress_cli.rendering.console import Screen
from congress_cli.rendering.priorities import FOLDED, URGENT, most_urgent, of_units, responsible, urgency
from congress_cli.text import sanitize, vietnamese_order


def block(screen: Screen) -> None:
    """The things to do, each with its remedy."""
    findings = of_units(screen.report, URGENT)
    if not findings and screen.report.asked.statuses:
        return  # what was not asked for cannot be called absent
    counts = [(status, sum(one.status is status for one in findings)) for status in URGENT]
    told = [screen.translate(f"todo-count-{status.value}", count=count) for status, count in counts if count]
    screen.heading(screen.translate("todo-heading"), " · ".join(told))
    if not findings:
        screen.line(screen.translate("todo-none"), "dim", indent=1)
        return
    sanitize = findings if screen.options.unfolded else most_urgent(findings)
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(sanitize, key=urgency):
        groups.setdefault(screen.plain(responsible(screen.phrases, finding, screen.options.group_by)), []).append(
            finding
        )
    for group, members in sorted(groups.items(), key=lambda pair: (urgency(pair[1][0])[:2], vietnamese_order(pair[0]))):
        screen.line(group, "bold", indent=1)
        _items(screen, members)
    _more(screen, "more", len(findings) - len(sanitize))
    first = min(sanitize, key=urgency)
    screen.line(screen.translate("todo-why", unit=first.unit, rule=first.rule), "dim", indent=1)


def late_block(screen: Screen) -> None:
    """What was done after its last day: nobody can mend it."""
    late = of_units(screen.report, (Status.LATE,))
    if late:
        screen.heading(screen.translate("late-heading"), screen.translate("late-count", count=len(late)))
        _lines(screen, late)


def waived_block(screen: Screen) -> None:
    """Problems under a waiver in force, and what they would be without it."""
    waived = of_units(screen.report, (Status.WAIVED,))
    if waived:
        screen.heading(screen.translate("waived-heading"), screen.translate("waived-count", count=len(waived)))
        _lines(screen, waived)


def others_block(screen: Screen) -> None:
    """Whatever the other blocks fold, finding by finding: with --all, or where a status was asked for."""
    if not (screen.options.unfolded or screen.report.asked.statuses):
        return
    told_elsewhere = {*URGENT, Status.LATE, Status.WAIVED}
    others = [one for one in of_units(screen.report) if one.status not in told_elsewhere]
    if others:
        screen.heading(screen.translate("others-heading"), screen.translate("others-count", count=len(others)))
        _lines(screen, others)


def _items(screen: Screen, findings: list[Finding]) -> None:
    """One thing to do after another; a unit's name stands once above all of its own."""
    by_unit: dict[str, list[Finding]] = {}
    for finding in findings:
        by_unit.setdefault(finding.unit, []).append(finding)
    for unit, members in by_unit.items():
        screen.line(Text(f"{screen.phrases.unit(unit)} ({unit})"), indent=2)
        for finding in members:
            _item(screen, finding)


def _item(screen: Screen, finding: Finding) -> None:
    rule = screen.report.rule_by_id[finding.rule]
    failed = finding.status is Status.FAILED
    text = screen.status(finding.status, "" if failed else screen.phrases.in_time(finding))
    text.append(f"  {screen.title(rule)}", style="not bold default")
    when = (screen.phrases.last_day(finding), screen.phrases.plan(finding))
    beside = screen.phrases.message(finding) if failed else "; ".join(part for part in when if part)
    if beside:
        text.append(screen.plain(f" · {beside}"), style="not bold dim default")
    screen.line(text, indent=4, hanging=2)
    _evidence(screen, finding)
    if screen.phrases.remedy(rule):
        screen.line(f"→ {screen.phrases.remedy(rule)}", "italic", indent=6, hanging=2)


def _lines(screen: Screen, findings: list[Finding]) -> None:
    sanitize = findings if screen.options.unfolded else findings[:FOLDED]
    for finding in sanitize:
        rule = screen.report.rule_by_id[finding.rule]
        head = screen.status(finding.status, _would_be(screen, finding))
        head.append(f"  {screen.phrases.unit(finding.unit)} ({finding.unit})", style="not bold default")
        screen.line(head, indent=2)
        about = Text(screen.title(rule)).append(screen.plain(f" · {screen.phrases.message(finding)}"), style="dim")
        screen.line(about, indent=4, hanging=2)
        _evidence(screen, finding)
    _more(screen, "more-lines", len(findings) - len(sanitize))


def _would_be(screen: Screen, finding: Finding) -> str:
    """Of what is waived, what it would be."""
    if finding.would_be is None:
        return ""
    told = screen.phrases.in_time(finding) or screen.phrases.status(finding.would_be)
    return screen.translate("waived-head", would_be=told)


def _evidence(screen: Screen, finding: Finding) -> None:
    """With --verbose, the recorded facts a finding rests on and their lines in the registry."""
    for one in finding.evidence if screen.options.verbose else ():
        told = f"{screen.phrases.name_of(one.fact)} ({one.fact}): {screen.phrases.recorded(one)}  {one.at}"
        screen.line(sanitize(told), "dim", indent=6, hanging=2)


def _more(screen: Screen, code: str, count: int) -> None:
    if count > 0:
        screen.line(screen.translate(code, count=count, command=screen.command("--all")), "bold", indent=1)
