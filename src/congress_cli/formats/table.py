"""table: the report for a person at a terminal, from the paper and the day down to the totals."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from congress_cli.formats.base import Look
from congress_cli.formats.blocks import heading, needs, rollups, rules, todo, totals
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
    totals.block,
)
BRIEF = (heading.block, todo.block, totals.block)


def render(report: Report, look: Look) -> str:
    """The report as text; with `quiet`, what to do and the totals alone."""
    stream = StringIO()
    console = Console(
        file=stream,
        width=look.width,
        color_system="standard" if look.color else None,
        force_terminal=look.color,
        no_color=not look.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    screen = Screen(report, look, console)
    for block in BRIEF if look.quiet else BLOCKS:
        block(screen)
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))
