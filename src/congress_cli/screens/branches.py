"""The tree of units as it is drawn: each unit once, below its superior, with the findings of its whole branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from congress_cli.model.finding import RANK, Status
from congress_cli.model.report import Report, ReportedUnit
from congress_cli.text import vietnamese_order


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
