"""table: the report for a person at a terminal, from the paper and the day down to the totals."""

from __future__ import annotations

from congress_cli.formats.base import Look
from congress_cli.formats.blocks import heading, needs, rollups, rules, todo, totals
from congress_cli.formats.canvas import canvas, finished
from congress_cli.formats.screen import Screen
from congress_cli.model.report import Report

BLOCKS = (
    heading.block,
    rules.block,
    todo.block,
    todo.late_block,
    todo.waived_block,
    rollups.shares_block,
    rollups.census_block,
    needs.block,
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


def render(report: Report, look: Look) -> str:
    """The report as text; with `quiet`, what to do and the totals alone."""
    console = canvas(look)
    screen = Screen(report, look, console)
    for block in BRIEF if look.quiet else ASKED if report.asked.statuses else BLOCKS:
        block(screen)
    return finished(console, look)
