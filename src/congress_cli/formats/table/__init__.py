"""table: the report for a person at a terminal: what to do, whom to ask, who is late, and how much is known.

Where the window is short, blocks fold to one line each, the least urgent first; the head and the verdict never do.
"""

from __future__ import annotations

from congress_cli.formats.table import rules, summary, work
from congress_cli.formats.table.block import Block, fit
from congress_cli.model.report import Report
from congress_cli.rendering.console import Screen
from congress_cli.rendering.options import RenderOptions, TextStream

FIRST = 5


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The report as text; with `quiet`, the day, the tasks and what to ask, or nothing where there is neither."""
    screen = Screen(report, options)
    blocks = _blocks(screen)
    if options.quiet:
        lines = [summary.judged_day(screen), *fit(blocks, None, options.width)] if blocks else []
    else:
        head, legend = summary.head(screen), summary.legend(screen)
        rows = None if options.unfolded or options.rows is None else options.rows - len(head) - len(legend)
        lines = [*head, *fit(blocks, rows, options.width), *legend]
    stream.write("".join(f"{line}\n" for line in lines))


def write_overview(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The head, the verdict and the first things to do or to ask; then how to see more and where help is."""
    screen = Screen(report, options)
    lines, left = summary.head(screen), FIRST
    for block in (work.tasks(screen), work.due_soon(screen), work.to_ask(screen)):
        shown = block.entries[:left] if block is not None else ()
        if block is not None and shown:
            lines += ["", *block.heading, *(line for entry in shown for line in entry.lines)]
        left -= len(shown)
    stream.write("".join(f"{line}\n" for line in [*lines, "", *summary.how_to_see_more(screen)]))


def _blocks(screen: Screen) -> list[Block]:
    """The blocks that have something to tell, from the most urgent to the totals."""
    report, options = screen.report, screen.options
    urgent = [work.tasks(screen), work.due_soon(screen), work.to_ask(screen)]
    if options.quiet:
        return [block for block in urgent if block is not None]
    blocks = [*urgent, work.late(screen), work.waived(screen)]
    if report.asked.statuses:
        blocks += [work.others(screen), summary.rollups(screen), summary.counts(screen)]
    else:
        blocks += [summary.progress(screen), summary.unknown(screen), summary.counts(screen), summary.rollups(screen)]
        if options.unfolded:
            blocks.append(work.others(screen))
    if options.unfolded or options.group_by == "rule":
        blocks.append(rules.block(screen))
    blocks.append(summary.totals(screen))
    return [block for block in blocks if block is not None]
