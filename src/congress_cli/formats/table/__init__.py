"""table: the report for a person at a terminal, from the paper and the day down to the totals."""

from __future__ import annotations

from congress_cli.formats.table import rules, todo
from congress_cli.formats.table.totals import census_block, shares_block, totals, unknowns
from congress_cli.model.report import Report
from congress_cli.rendering.console import Screen, finished, new_console
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.rendering.phrases import known, narrowed


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The report as text; with `quiet`, what to do and the totals alone."""
    console = new_console(options)
    screen = Screen(report, options, console)
    for block in BRIEF if options.quiet else ASKED if report.asked.statuses else BLOCKS:
        block(screen)
    stream.write(finished(console, options))


def _head(screen: Screen) -> None:
    """Which paper, which day and where it came from, how many units of how many are known."""
    report, phrases = screen.report, screen.phrases
    screen.joined([phrases.directive(), phrases.term_of_office()], "bold")
    screen.joined([phrases.judged_day(), screen.translate("units", units=len(report.units))])
    for line in narrowed(phrases):
        screen.line(line, "cyan")
    issued = report.as_of >= report.directive.issued
    for line in known(phrases):
        screen.line(line, "dim" if issued else "bold")


BLOCKS = (
    _head,
    rules.block,
    todo.block,
    todo.late_block,
    todo.waived_block,
    shares_block,
    census_block,
    unknowns,
    todo.others_block,
    totals,
)
ASKED = (
    _head,
    todo.block,
    todo.late_block,
    todo.waived_block,
    todo.others_block,
    shares_block,
    census_block,
    totals,
)
BRIEF = (_head, todo.block, totals)
