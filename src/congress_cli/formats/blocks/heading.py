"""Which paper, which day and where it came from, how many units of how many are known."""

from __future__ import annotations

from congress_cli.formats.screen import Screen


def block(screen: Screen) -> None:
    """The head of the report."""
    report, phrases = screen.report, screen.phrases
    screen.joined([phrases.directive(), phrases.term_of_office()], "bold")
    screen.joined([phrases.judged_day(), screen.say("units", units=len(report.units))])
    if phrases.selection():
        screen.line(screen.plain(phrases.selection()), "cyan")
    if report.asked.statuses:
        screen.line(screen.plain(phrases.shown_only()), "cyan")
    if report.baseline is not None:
        screen.line(phrases.since(), "cyan")
    if report.as_of < report.directive.issued:
        screen.line(screen.say("not-issued"), "bold")
        return
    _known(screen)


def _known(screen: Screen) -> None:
    report = screen.report
    if screen.phrases.known():
        screen.line(screen.phrases.known(), "dim")
    partial, units = sum(unit.records == "partial" for unit in report.units), len(report.units)
    if partial == units:
        screen.line(screen.say("partial"), "dim")
    elif partial:
        screen.line(screen.say("partial-some", partial=partial, all_units=units), "dim")
