"""The totals, last, where the eye rests when the report has run through."""

from __future__ import annotations

from congress_cli.formats.screen import Screen
from congress_cli.model.finding import PROBLEMS, Status
from congress_cli.model.report import ROLLED_UP, Report, ReportedRule


def block(screen: Screen) -> None:
    """What was judged of how much, and how it came out; each percentage with its denominator."""
    report = screen.report
    covered, all_sentences = _sentences(report)
    screen.heading(
        screen.say("totals-heading"),
        screen.say(
            "totals-scope",
            sentences=covered,
            all_sentences=all_sentences,
            rules=len(report.rules),
            units=len(report.units),
        ),
    )
    total = sum(report.totals.values())
    screen.line(screen.say("totals-line", total=total, totals=screen.phrases.totals()), indent=1)
    applicable = total - report.totals[Status.NOT_APPLICABLE]
    met = report.totals[Status.MET]
    if applicable:
        percent = screen.phrases.percent(met, applicable)
        screen.line(screen.say("totals-met", met=met, applicable=applicable, percent=percent), indent=1)
    problems = report.problems
    if problems["violation"] or problems["warning"]:
        told = screen.say("totals-problems", violation=problems["violation"], warning=problems["warning"])
        rolled = sum(_problems(rule) for rule in report.rules if rule.kind in ROLLED_UP)
        if rolled and report.baseline is None:
            told = f"{told} {screen.say('totals-rolled', rolled=rolled)}"
        screen.line(told, "bold red" if problems["violation"] else "bold yellow", indent=1)
    elif applicable:
        screen.line(screen.say("totals-clean" if report.baseline is None else "totals-no-new"), "bold", indent=1)


def _problems(rule: ReportedRule) -> int:
    return sum(count for status, count in rule.counts.items() if status in PROBLEMS)


def _sentences(report: Report) -> tuple[int, int]:
    """How many sentences of the body the selected rules cover, those that only inform included, and of how many."""
    in_rules = {clause for rule in report.rules for clause in rule.clause}
    body = [clause for clause in report.clauses if clause.id != "H"]
    covered = {one.sentence for one in body if one.id in in_rules or one.check == "informational"}
    return len(covered), len({clause.sentence for clause in body})
