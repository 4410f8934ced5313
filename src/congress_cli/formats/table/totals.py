"""The totals, last, where the eye rests when the report has run through."""

from __future__ import annotations

from congress_cli.model.finding import PROBLEMS, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.console import Screen


def block(screen: Screen) -> None:
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
