"""What cannot be said, one line a rule, and what to record to be able to."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.console import Screen


def block(screen: Screen) -> None:
    """The unknowns, folded."""
    report = screen.report
    rules = [rule for rule in report.rules if not rule.rolled_up]
    unknown = [rule for rule in rules if rule.counts[Status.UNKNOWN]]
    if not unknown or (report.asked.statuses and Status.UNKNOWN not in report.asked.statuses):
        return
    count = report.totals[Status.UNKNOWN]
    screen.heading(
        screen.translate("unknown-heading"), screen.translate("unknown-count", count=count, total=report.applicable)
    )
    screen.console.print(_table(screen, unknown))
    if report.of_check:
        screen.line(screen.translate("unknown-how", command=screen.command("--status", "unknown", "--all")), "dim")


def _table(screen: Screen, rules: list[ReportedRule]) -> Table:
    table = screen.columns()
    table.show_header, table.header_style, table.expand = True, "dim", True
    table.add_column(screen.translate("clause"), no_wrap=True)
    table.add_column(screen.translate("rule"), ratio=3)
    table.add_column(screen.phrases.status(Status.UNKNOWN), justify="right", no_wrap=True)
    table.add_column(screen.translate("unknown-need"), ratio=3, overflow="fold")
    by_rule = _findings(screen, rules)
    for rule in rules:
        count = screen.translate("unknown-rule", unknown=rule.counts[Status.UNKNOWN], total=rule.applicable)
        need = Text(_need(screen, rule, by_rule[rule.id]), style="cyan")
        table.add_row(screen.clause(rule), Text(screen.title(rule)), count, need)
    return table


def _findings(screen: Screen, rules: list[ReportedRule]) -> dict[str, list[Finding]]:
    by_rule: dict[str, list[Finding]] = {rule.id: [] for rule in rules}
    for finding in screen.report.by_status[Status.UNKNOWN]:
        if finding.rule in by_rule:
            by_rule[finding.rule].append(finding)
    return by_rule


def _need(screen: Screen, rule: ReportedRule, findings: list[Finding]) -> str:
    missing_parameters = {str(one.args["param"]) for one in findings if one.code == "parameter-missing"}
    if missing_parameters:
        return screen.translate("unknown-parameter", params=", ".join(sorted(missing_parameters)))
    undecided = [one.unit for one in findings if one.code == "uncertain"]
    need = ", ".join(rule.facts[:3])
    if not undecided:
        return need
    told = ", ".join(undecided[:4]) + (" …" if len(undecided) > 4 else "")
    undecided_told = screen.translate("unknown-undecided", units=told)
    return undecided_told if len(undecided) == len(findings) else f"{need}; {undecided_told}"
