"""table: the report for a person at a terminal, from the paper and the day down to the totals."""

from __future__ import annotations

from congress_cli.formats.table import heading, rollups, rules, todo, totals, unknowns
from congress_cli.model.report import Report
from congress_cli.rendering.console import Screen, finished, new_console
from congress_cli.rendering.options import RenderOptions, TextStream

BLOCKS = (
    heading.block,
    rules.block,
    todo.block,
    todo.late_block,
    todo.waived_block,
    rollups.shares_block,
    rollups.census_block,
    unknowns.block,
    todo.others_block,
    totals.block,
)
ASKED = (
    heading.block,
    todo.block,
    todo.late_block,
    todo.waived_block,
    todo.others_block,
    rollups.shares_block,
    rollups.census_block,
    totals.block,
)
BRIEF = (heading.block, todo.block, totals.block)


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The report as text; with `quiet`, what to do and the totals alone."""
    console = new_console(options)
    screen = Screen(report, options, console)
    for block in BRIEF if options.quiet else ASKED if report.asked.statuses else BLOCKS:
        block(screen)
    stream.write(finished(console, options))
