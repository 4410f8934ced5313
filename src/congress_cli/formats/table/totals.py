"""The end of the table: shares and counts, what cannot be said rule by rule, and the totals last."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from congress_cli.model.finding import PROBLEMS, RANK, Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.console import Screen
from congress_cli.rendering.phrases import types_missing


def unknowns(screen: Screen) -> None:
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


def totals(screen: Screen) -> None:
    """What was judged of how much, and how it came out; each percentage with its denominator."""
    report = screen.report
    covered, all_sentences = report.sentences
    screen.heading(
        screen.translate("totals-heading"),
        screen.translate(
            "totals-scope",
            sentences=covered,
            all_sentences=all_sentences,
            rules=len(report.rules),
            units=len(report.units),
        ),
    )
    total = sum(report.totals.values())
    screen.line(screen.translate("totals-line", total=total, totals=screen.phrases.totals()), indent=1)
    applicable = report.applicable
    met = report.totals[Status.MET]
    if applicable:
        percent = screen.phrases.percent(met, applicable)
        screen.line(screen.translate("totals-met", met=met, applicable=applicable, percent=percent), indent=1)
    problems = report.problems
    if problems["violation"] or problems["warning"]:
        told = screen.translate("totals-problems", violation=problems["violation"], warning=problems["warning"])
        rolled = sum(_problems(rule) for rule in report.rules if rule.rolled_up)
        if rolled and report.baseline is None:
            told = f"{told} {screen.translate('totals-rolled', rolled=rolled)}"
        screen.line(told, "bold red" if problems["violation"] else "bold yellow", indent=1)
    elif applicable:
        screen.line(screen.translate("totals-clean" if report.baseline is None else "totals-no-new"), "bold", indent=1)


def _problems(rule: ReportedRule) -> int:
    return sum(count for status, count in rule.counts.items() if status in PROBLEMS)
