"""Which paper, which day and where it came from, how many units of how many are known."""

from __future__ import annotations

from congress_cli.rendering.console import Screen
from congress_cli.rendering.coverage import known, narrowed


def block(screen: Screen) -> None:
    """The head of the report."""
    report, phrases = screen.report, screen.phrases
    screen.joined([phrases.directive(), phrases.term_of_office()], "bold")
    screen.joined([phrases.judged_day(), screen.translate("units", units=len(report.units))])
    for line in narrowed(phrases):
        screen.line(line, "cyan")
    issued = report.as_of >= report.directive.issued
    for line in known(phrases):
        screen.line(line, "dim" if issued else "bold")
