"""The tree of units: how the findings of each branch stand, and how it is drawn."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from congress_cli.language import translate
from congress_cli.model.finding import RANK, WORST_FIRST, Status
from congress_cli.model.report import Report, ReportedUnit
from congress_cli.rendering.console import Screen
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.status import STATUS
from congress_cli.text import sanitize, vietnamese_order


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree. `last`: whether it and each unit above it, below the root, is the last of its neighbours.

    `counts`: how many findings of it and of all below have each status, roll-ups left out; `below`: how many units.
    """

    unit: ReportedUnit
    last: tuple[bool, ...]
    counts: Mapping[Status, int]
    below: int
    folded: bool

    @property
    def worst(self) -> Status | None:
        """The worst status in the branch; None where nothing is judged."""
        return min(self.counts, key=RANK.__getitem__, default=None)


def branches(report: Report, root: str | None, depth: int | None) -> Iterator[Branch]:
    """The units of a report from a root (None: from every top) downward, `depth` levels below it (None: all)."""
    below = _below(report.units)
    counts, sizes = _counted(report, below)
    tops = below.get(None, []) if root is None else [report.unit_by_id[root]]
    pending: list[tuple[ReportedUnit, tuple[bool, ...]]] = [(unit, ()) for unit in reversed(tops)]
    while pending:
        unit, last = pending.pop()
        inner = below.get(unit.id, [])
        folded = bool(inner) and depth is not None and len(last) >= depth
        yield Branch(unit, last, counts[unit.id], sizes[unit.id], folded)
        if not folded:
            pending += [(one, (*last, one is inner[-1])) for one in reversed(inner)]


def _below(units: Iterable[ReportedUnit]) -> dict[str | None, list[ReportedUnit]]:
    """The units below each unit, in Vietnamese order; under None those at the top."""
    known = {unit.id for unit in units}
    found: dict[str | None, list[ReportedUnit]] = {}
    for unit in sorted(units, key=lambda one: (vietnamese_order(one.name), one.id)):
        found.setdefault(unit.parent if unit.parent in known else None, []).append(unit)
    return found


def _counted(
    report: Report, below: Mapping[str | None, list[ReportedUnit]]
) -> tuple[dict[str, Counter[Status]], dict[str, int]]:
    """For each unit the findings of its branch, and how many units stand below it."""
    counts: dict[str, Counter[Status]] = {unit.id: Counter() for unit in report.units}
    for finding in report.findings:
        if finding.unit in counts and not report.rule_by_id[finding.rule].rolled_up:
            counts[finding.unit][finding.status] += 1
    sizes = dict.fromkeys(counts, 0)
    for unit in reversed(_downward(below)):
        if unit.parent in counts:
            counts[unit.parent] += counts[unit.id]
            sizes[unit.parent] += sizes[unit.id] + 1
    return counts, sizes


def _downward(below: Mapping[str | None, list[ReportedUnit]]) -> list[ReportedUnit]:
    """Every unit, none before its superior."""
    ordered = list(below.get(None, []))
    for unit in ordered:
        ordered += below.get(unit.id, [])
    return ordered


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
