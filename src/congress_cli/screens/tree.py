"""The tree of units with the findings of each branch, as text for a screen, and as JSON (`congress-tree/1`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from congress_cli.language import translate
from congress_cli.model.finding import WORST_FIRST, Status
from congress_cli.model.report import Report
from congress_cli.rendering.console import Screen
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.status import STATUS
from congress_cli.screens.branches import Branch
from congress_cli.text import sanitize

SCHEMA = "congress-tree/1"
SILENT = (Status.NOT_APPLICABLE,)
GAP = "  "
DOT = Text().append(" · ", "dim")


def render(report: Report, drawn: Sequence[Branch], root: str | None, options: RenderOptions) -> str:
    """Each unit below its superior: the worst status of its branch, its name, and how many have which status."""
    screen = Screen(report, options)
    if root is None:
        screen.line(_say(screen, "tree-heading"), "bold")
    else:
        screen.line(_say(screen, "tree-under", name=screen.phrases.unit(root), id=root), "bold")
    screen.line(screen.phrases.judged_day(), "dim")
    screen.line()
    for branch in drawn:
        _unit(screen, branch)
    screen.line()
    screen.line(_say(screen, "tree-legend"), "dim")
    if any(branch.folded for branch in drawn):
        screen.line(_say(screen, "tree-deeper"), "dim")
    return screen.text()


def _say(screen: Screen, code: str, **args: Any) -> str:
    return translate(screen.options.language, f"lookup.{code}", args)


def _unit(screen: Screen, branch: Branch) -> None:
    """The unit and its counts: on one line where there is room, else the counts below it."""
    unit, worst = branch.unit, branch.worst
    name = Text().append(screen.plain(twig(branch.last)), "dim")
    name.append(f"{screen.sign(worst)} " if worst else "  ", STATUS[worst].color if worst else "")
    name.append(f"{sanitize(unit.name)} ({unit.id})")
    counts = _counts(screen, branch)
    if cell_len(name.plain) + len(GAP) + _length(counts) <= screen.options.width:
        screen.line(name.append(GAP).append_text(DOT.join(counts)))
        return
    screen.line(name, hanging=2 * len(branch.last) + 2)
    goes_on = branch.below and not branch.folded
    before = screen.plain(stem(branch.last) + ("│ " if goes_on else "  "))
    for line in _filled(counts, screen.options.width - cell_len(before)):
        screen.console.print(Text().append(before, "dim").append_text(line), soft_wrap=True)


def _counts(screen: Screen, branch: Branch) -> list[Text]:
    """How many findings of the branch have each status, and how many units are folded away."""
    told = []
    for status in WORST_FIRST:
        count = branch.counts.get(status, 0)
        if count and status not in SILENT:
            word = _say(screen, "tree-count", count=count, status=screen.phrases.status(status))
            told.append(Text().append(word, STATUS[status].color))
    if not told:
        told.append(Text().append(_say(screen, "tree-nothing"), "dim"))
    if branch.folded:
        told.append(Text().append(_say(screen, "tree-folded", count=branch.below), "dim"))
    return told


def _filled(parts: list[Text], room: int) -> Iterator[Text]:
    """Parts in as few lines as they need; none is torn."""
    line: list[Text] = []
    for part in parts:
        if line and _length([*line, part]) > room:
            yield DOT.join(line)
            line = []
        line.append(part)
    yield DOT.join(line)


def _length(parts: Sequence[Text]) -> int:
    return sum(cell_len(part.plain) for part in parts) + cell_len(DOT.plain) * (len(parts) - 1)


def render_json(report: Report, drawn: Sequence[Branch]) -> str:
    """The same units in the same order as a list, each with its depth below the first."""
    tree = {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "as_of_from": report.as_of_from,
        "units": [
            {
                "id": one.unit.id,
                "name": one.unit.name,
                "parent": one.unit.parent,
                "depth": len(one.last),
                "below": one.below,
                "folded": one.folded,
                "worst": one.worst,
                "counts": {status: one.counts[status] for status in Status if one.counts.get(status)},
            }
            for one in drawn
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def twig(last: Sequence[bool]) -> str:
    """What stands before a unit: for each level above it whether more follow there, then its own branch."""
    if not last:
        return ""
    return "".join("  " if one else "│ " for one in last[:-1]) + ("└ " if last[-1] else "├ ")


def stem(last: Sequence[bool]) -> str:
    """What stands before the further lines of a unit."""
    return "".join("  " if one else "│ " for one in last)
