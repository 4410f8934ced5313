"""Units by rules: one table of the units just below the top, and one for each of them of the units under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from congress_cli.formats.html.words import PLACE, READ_FIRST, Words
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.status import STATUS
from congress_cli.text import vietnamese_order

TOP = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, and the place of its status under each rule of its grid; none where the rule does not concern it."""

    id: str
    name: str
    cells: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The units of one superior, and how many of their findings have each status, the worst first."""

    title: str
    columns: tuple[ReportedRule, ...]
    rows: tuple[Row, ...]
    counts: tuple[tuple[int, str, str, int], ...]
    applicable: int
    is_top: bool


def grids(words: Words) -> list[Grid]:
    """The grids, that of the top first, then by the name of the superior."""
    by_group: dict[str, dict[str, list[Finding]]] = {}
    for finding in words.report.findings:
        by_group.setdefault(_group(words, finding.unit), {}).setdefault(finding.unit, []).append(finding)
    ordered = sorted(by_group, key=lambda group: (group != TOP, vietnamese_order(words.phrases.unit(group)), group))
    return [_grid(words, group, by_group[group]) for group in ordered]


def _group(words: Words, unit_id: str) -> str:
    """The superior whose grid a unit stands in; the top and what stands just below it have a grid of their own."""
    unit = words.report.unit_by_id.get(unit_id)
    if unit is None:
        return TOP
    branch = words.phrases.branch_of(unit)
    return TOP if branch is unit else branch.id


def _grid(words: Words, group: str, by_unit: dict[str, list[Finding]]) -> Grid:
    used = {finding.rule for findings in by_unit.values() for finding in findings}
    columns = tuple(rule for rule in words.report.rules if rule.id in used)
    counts = Counter(finding.status for findings in by_unit.values() for finding in findings)
    return Grid(
        title=words.phrases.committee(words.report.unit_by_id[group]) if group else words.translate("grid-top"),
        columns=columns,
        rows=tuple(_row(words, unit, by_unit[unit], columns) for unit in _ordered(words, by_unit)),
        counts=tuple(_told(words, counts)),
        applicable=counts.total() - counts[Status.NOT_APPLICABLE],
        is_top=group == TOP,
    )


def _ordered(words: Words, units: Iterable[str]) -> list[str]:
    """Units by level as the report has them (task forces last), then by name."""
    known = words.report.unit_by_id

    def key(unit: str) -> tuple[bool, bool, tuple[object, ...], str]:
        return unit not in known, unit in known and known[unit].parent is not None, _name(words, unit), unit

    return sorted(units, key=key)


def _name(words: Words, unit: str) -> tuple[object, ...]:
    return vietnamese_order(words.phrases.unit(unit))


def _row(words: Words, unit: str, findings: list[Finding], columns: tuple[ReportedRule, ...]) -> Row:
    places = {finding.rule: PLACE[finding.status] for finding in findings}
    return Row(unit, words.phrases.unit(unit), tuple(places.get(rule.id) for rule in columns))


def _told(words: Words, counts: Counter[Status]) -> Iterable[tuple[int, str, str, int]]:
    for status in READ_FIRST:
        if counts[status] and status is not Status.NOT_APPLICABLE:
            yield PLACE[status], STATUS[status].sign, words.phrases.status(status), counts[status]
