"""A filled-in file as the changes that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from congress_cli.edit.document import Opened, file_for, long_form, merged_fact, unit_change, value_at
from congress_cli.edit.sheets.columns import is_value
from congress_cli.edit.sheets.csv_sheet import csv_grid
from congress_cli.edit.sheets.difference import differences
from congress_cli.edit.sheets.file_safety import is_workbook
from congress_cli.edit.sheets.grid import Grid, Key
from congress_cli.edit.sheets.new_units import NewUnits, new_units
from congress_cli.edit.sheets.rows import Head, head_of
from congress_cli.edit.transaction import Desk
from congress_cli.edit.typed_values import Raw
from congress_cli.errors import CongressError
from congress_cli.model.facts import Checklist, FactKind
from congress_cli.model.journal import Changed
from congress_cli.model.registry import Unit
from congress_cli.model.sheet import CellChange, Differences, FactChange, Part, Refused
from congress_cli.reading.load import Data


def read_sheet(
    content: bytes,
    path: str,
    data: Data,
    version: Key,
    last: date | None = None,
    heads: str = "",
    *,
    adds: bool = False,
) -> tuple[Differences, ...]:
    """What each page of a file would change in the registry. Raises CongressError where no page can be read.

    `last`: the last day that can have been; a cell with a later one is refused, unless it is a plan.
    `heads`: what the settings say of heads. `adds`: units that the registry does not have are new ones.
    """
    if not content:
        raise CongressError("sheet-empty", path=path)
    if is_workbook(content, path):
        from congress_cli.edit.sheets.xlsx_grid import workbook_grids

        grids = workbook_grids(content, path)
    else:
        grids = [csv_grid(content, path)]
    pages = _with_heads(grids, data, path, heads, adds=adds)
    new = new_units(pages, data) if adds else None
    known = data if new is None else new.data
    found = [differences(grid, head, known, version, path, last) for grid, head in pages]
    return tuple(_once(found if new is None else _with_new(found, new)))


def _with_new(pages: list[Differences], new: NewUnits) -> list[Differences]:
    """The pages with their new units; why one is not taken is told of its own row."""
    return [
        replace(
            page,
            new_units=units,
            remarks=tuple(one for one in page.remarks if one.code != "sheets.also-new-units"),
            unit_names={**new.data.registry.names, **page.unit_names},
            type_names={one: {"vi": term.vi, "en": term.en} for one, term in new.data.rulebook.types.items()},
            refused=(*refused, *(one for one in page.refused if one.code not in ("unit-unknown", "name-unknown"))),
        )
        for page, units, refused in zip(pages, new.units, new.refused, strict=True)
    ]


def _with_heads(grids: list[Grid], data: Data, path: str, heads: str, *, adds: bool) -> list[tuple[Grid, Head]]:
    """The pages that have a head. Raises CongressError where none has, with what the first one lacks."""
    found = [(grid, head_of(grid, data.rulebook, path, heads, adds=adds)) for grid in grids]
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


def changes_of(desk: Desk, pages: tuple[Differences, ...], today: date) -> list[Changed]:
    """Each new unit and each fact as its file is to hold it; a file is opened once, however many facts of it change."""
    new = {unit.id: unit for page in pages for unit in page.new_units}
    changes = [change for page in pages for change in page.changes]
    facts: dict[str, dict[str, Raw]] = {}
    for change in changes:
        if change.unit in new:
            kind = desk.data.rulebook.facts[change.fact].kind
            facts.setdefault(change.unit, {})[change.fact] = _raw(change, kind, None, today)
    added = [_added(desk, unit, new, facts.get(unit.id)) for unit in new.values()]
    return [*added, *_changed(desk, [change for change in changes if change.unit not in new], today)]


def _added(desk: Desk, unit: Unit, new: Mapping[str, Unit], facts: dict[str, Raw] | None) -> Changed:
    """A new unit in the file of its nearest superior that there is already."""
    raw: dict[str, Raw] = {"id": unit.id, "name": unit.name, "level": unit.level, "type": unit.type}
    above = unit.parent
    while above is not None and above in new:
        above = new[above].parent
    return unit_change(
        file_for(desk, above),
        raw | ({"parent": unit.parent} if unit.parent else {}) | ({"facts": facts} if facts else {}),
    )


def _changed(desk: Desk, changes: list[FactChange], today: date) -> list[Changed]:
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
        found.append(Changed(file=file.name, where=where, old=old, new=_raw(change, kind, old, today)))
    return found


def _raw(change: FactChange, kind: FactKind, old: Raw, today: date) -> Raw:
    """The fact in the form it has in the file; what the sheet left alone stays as it is written there."""
    if change.new is None:
        return None
    beside = {cell.column.part.value: cell.new for cell in change.cells if not is_value(cell.column)}
    return merged_fact(kind, old, _value(change, kind, old), beside, str(today))


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
