"""Which paper, which day and where it came from, how many units of how many are known."""

from __future__ import annotations

from congress_cli.formats.screen import Screen
from congress_cli.model.finding import Status
from congress_cli.model.report import Report


def block(screen: Screen) -> None:
    """The head of the report."""
    report, phrases = screen.report, screen.phrases
    screen.joined([phrases.directive(), phrases.term_of_office()], "bold")
    screen.joined([phrases.judged_day(), screen.say("units", units=len(report.units))])
    selection = _selection(report)
    if selection:
        screen.line(screen.say("selection", told=selection), "cyan")
    if report.asked.statuses:
        told = ", ".join(phrases.status(Status(status)) for status in report.asked.statuses)
        screen.line(screen.say("shown-only", told=told), "cyan")
    if report.baseline is not None:
        screen.line(phrases.since(), "cyan")
    if report.as_of < report.directive.issued:
        screen.line(screen.say("not-issued"), "bold")
        return
    _known(screen)


def _selection(report: Report) -> str:
    asked = report.asked
    named = (
        ("--unit", asked.units),
        ("--under", asked.under),
        ("--rule", asked.rules),
        ("--clause", asked.clauses),
        ("--owner", asked.owners),
    )
    return " ".join(f"{option} {value}" for option, values in named for value in values)


def _known(screen: Screen) -> None:
    report = screen.report
    applicable = report.applicable
    units = len(report.units)
    if not report.asked.statuses and report.baseline is None:
        silent = (Status.UNKNOWN, Status.NOT_APPLICABLE)
        known_units = {one.unit for one in report.findings if one.status not in silent} & set(report.unit_by_id)
        known = applicable - report.totals[Status.UNKNOWN]
        screen.line(screen.say("known", known=known, total=applicable, units=len(known_units), all_units=units), "dim")
    partial = sum(unit.records == "partial" for unit in report.units)
    if partial == units:
        screen.line(screen.say("partial"), "dim")
    elif partial:
        screen.line(screen.say("partial-some", partial=partial, all_units=units), "dim")
