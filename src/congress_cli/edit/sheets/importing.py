"""A filled-in file as the changes that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from congress_cli.edit.document import Opened, long_form, merged_fact, value_at
from congress_cli.edit.sheets.columns import is_value
from congress_cli.edit.sheets.csv_sheet import csv_grid
from congress_cli.edit.sheets.difference import differences
from congress_cli.edit.sheets.file_safety import is_workbook
from congress_cli.edit.sheets.grid import Grid, Key
from congress_cli.edit.sheets.rows import Head, head_of
from congress_cli.edit.transaction import Desk
from congress_cli.edit.typed_values import Raw
from congress_cli.errors import CongressError
from congress_cli.model.facts import Checklist, FactKind
from congress_cli.model.journal import Changed
from congress_cli.model.sheet import CellChange, Differences, FactChange, Part, Refused
from congress_cli.reading.load import Data


def read_sheet(
    content: bytes, path: str, data: Data, version: Key, last: date | None = None, heads: str = ""
) -> tuple[Differences, ...]:
    """What each page of a file would change in the registry. Raises CongressError where no page can be read.

    `last`: the last day that can have been; a cell with a later one is refused, unless it is a plan.
    `heads`: what the settings say of heads.
    """
    if not content:
        raise CongressError("sheet-empty", path=path)
    if is_workbook(content, path):
        from congress_cli.edit.sheets.xlsx_grid import workbook_grids

        grids = workbook_grids(content, path)
    else:
        grids = [csv_grid(content, path)]
    pages = _with_heads(grids, data, path, heads)
    return tuple(_once([differences(grid, head, data, version, path, last) for grid, head in pages]))


def _with_heads(grids: list[Grid], data: Data, path: str, heads: str) -> list[tuple[Grid, Head]]:
    """The pages that have a head. Raises CongressError where none has, with what the first one lacks."""
    found = [(grid, head_of(grid, data.rulebook, path, heads)) for grid in grids]
    pages = [(grid, head) for grid, head in found if isinstance(head, Head)]
    lacking = [one for _, one in found if isinstance(one, CongressError)]
    if not pages:
        half = next((one for one in lacking if one.code != "sheet-without-head"), None)
        raise half or CongressError("sheet-without-head", path=path)
    return pages


def _once(pages: list[Differences]) -> Iterator[Differences]:
    """The pages, a fact of a unit on the first one that has it; what a later one says otherwise is refused."""
    taken: dict[tuple[str, str], tuple[str, FactChange]] = {}
    for page in pages:
        again = [change for change in page.changes if (change.unit, change.fact) in taken]
        others = [one for one in again if one.new != taken[one.unit, one.fact][1].new]
        refused = [_on_other_page(one, taken[one.unit, one.fact][0]) for one in others]
        kept = tuple(change for change in page.changes if change not in again)
        taken |= {(change.unit, change.fact): (page.sheet, change) for change in kept}
        yield replace(page, changes=kept, refused=(*page.refused, *refused))


def _on_other_page(change: FactChange, sheet: str) -> Refused:
    first = change.cells[0]
    return Refused(first.at, "on-other-page", {"sheet": sheet}, change.unit, first.column)


def changes_of(desk: Desk, changes: tuple[FactChange, ...]) -> list[Changed]:
    """Each fact as its file is to hold it. A file is opened once, however many of its facts change."""
    opened: dict[str, Opened] = {}
    found = []
    for change in changes:
        path = desk.data.registry.sources[change.unit].place.path
        if path not in opened:
            opened[path] = desk.open(desk.file_of(change.unit))
        file = opened[path]
        where = ("units", change.unit, "facts", change.fact)
        old = value_at(file.value, where)
        kind = desk.data.rulebook.facts[change.fact].kind
        found.append(Changed(file=file.name, where=where, old=old, new=_raw(change, kind, old)))
    return found


def _raw(change: FactChange, kind: FactKind, old: Raw) -> Raw:
    """The fact in the form it has in the file; what the sheet left alone stays as it is written there."""
    if change.new is None:
        return None
    beside = {cell.column.part.value: cell.new for cell in change.cells if not is_value(cell.column)}
    return merged_fact(kind, old, _value(change, kind, old), beside)


def _value(change: FactChange, kind: FactKind, old: Raw) -> dict[str, Raw]:
    cells = [cell for cell in change.cells if is_value(cell.column)]
    if kind is FactKind.CHECKLIST:
        items: list[Raw] = list(change.new.items) if isinstance(change.new, Checklist) else []
        return {"items": items} if cells else {}
    if kind is FactKind.MEASURES:
        return {"values": _values(cells, long_form(kind, old).get("values"))} if cells else {}
    order = (Part.TOTAL, Part.DONE, Part.DAY)
    return {cell.column.part.value: cell.new for part in order for cell in cells if cell.column.part is part}


def _values(cells: list[CellChange], old: Raw) -> dict[str, Raw]:
    values: dict[str, Raw] = dict(old) if isinstance(old, Mapping) else {}
    for cell in cells:
        values[cell.column.name] = cell.new
    return {name: number for name, number in values.items() if number}
