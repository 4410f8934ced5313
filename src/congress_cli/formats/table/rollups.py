"""Shares, which are no things to do, and counts compared with those of the directive."""

from __future__ import annotations

from rich.text import Text

from congress_cli.model.finding import RANK, Finding, Status
from congress_cli.rendering.console import Screen
from congress_cli.rendering.coverage import types_missing

FOLDED = 4
UNREMARKABLE = (Status.UNKNOWN, Status.NOT_APPLICABLE, Status.MET)


def shares_block(screen: Screen) -> None:
    """For each share how many have each status, and the worst of them."""
    rules = [rule for rule in screen.report.rules if rule.shares and rule.judged]
    if not rules:
        return
    screen.heading(screen.translate("shares-heading"), screen.translate("shares-note"))
    for rule in rules:
        counts = screen.phrases.counts(rule.counts)
        screen.line(f"{screen.clause(rule):<5} {screen.title(rule)}: {counts}", indent=1, hanging=6)
        findings = [one for one in screen.report.by_rule[rule.id] if _worth_telling(one)]
        worst = sorted(findings, key=lambda one: (RANK[one.status], one.unit))
        shown = worst if screen.options.unfolded else worst[:FOLDED]
        for finding in shown:
            text = screen.status(finding.status)
            text.append(f"  {screen.phrases.unit(finding.unit)} ({finding.unit})", style="not bold default")
            text.append(screen.plain(f" · {screen.phrases.counts(finding.counts)}"), style="not bold dim default")
            screen.line(text, indent=7, hanging=2)
        if len(worst) > len(shown):
            more = screen.translate("more-lines", count=len(worst) - len(shown), command=screen.command("--all"))
            screen.line(more, "dim", indent=7)


def _worth_telling(finding: Finding) -> bool:
    return finding.status not in (Status.UNKNOWN, Status.NOT_APPLICABLE, Status.MET)


def census_block(screen: Screen) -> None:
    """What the registry counts beside what the directive counts."""
    rules = {rule.id: rule for rule in screen.report.rules if rule.counts_units}
    findings = [one for rule in rules for one in screen.report.by_rule[rule]]
    if not findings:
        return
    screen.heading(screen.translate("census-heading"))
    for finding in findings:
        rule = rules[finding.rule]
        text = Text(f"{screen.clause(rule):<5} {screen.title(rule)}: ")
        text.append_text(screen.status(finding.status))
        text.append(screen.plain(f" · {screen.phrases.message(finding)}"), style="not bold dim default")
        screen.line(text, indent=1, hanging=6)
    for line in types_missing(screen.phrases):
        screen.line(line, "dim", indent=1, hanging=2)
