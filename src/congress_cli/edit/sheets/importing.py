"""A filled-in file as the changes that it makes, new units among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from pydantic import ValidationError

from congress_cli import dataclass
from congress_cli.edit.document import Opened, file_for, long_form, merged_fact, unit_change, value_at
from congress_cli.edit.sheets.cases import CasesPage, cases_written
from congress_cli.edit.sheets.columns import NAME, PARENT, TYPE, UNIT, is_value
from congress_cli.edit.sheets.csv_sheet import csv_grid
from congress_cli.edit.sheets.difference import Page, differences
from congress_cli.edit.sheets.rows import Head, Rows, head_of
from congress_cli.edit.sheets.xlsx_grid import is_workbook, workbook_grids
from congress_cli.edit.transaction import Desk
from congress_cli.edit.typed_values import Raw, periods_written
from congress_cli.errors import CongressError
from congress_cli.model.facts import Checklist, FactKind
from congress_cli.model.journal import Changed
from congress_cli.model.message import names_of
from congress_cli.model.registry import Unit
from congress_cli.model.sheet import (
    Cell,
    CellChange,
    Column,
    Differences,
    FactChange,
    Grid,
    Key,
    Part,
    Refused,
    address,
)
from congress_cli.model.typed import meanings
from congress_cli.model.unit_names import UnitNames
from congress_cli.reading.load import Data
from congress_cli.text import suggestions, tidy


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
    grids = workbook_grids(content, path) if is_workbook(content, path) else [csv_grid(content, path)]
    pages = _with_heads(grids, data, path, heads, adds=adds)
    new = new_units(pages, data) if adds else None
    known = data if new is None else new.data
    found = [
        differences(grid, head, known, version, path, last, Page if head.case is None else CasesPage)
        for grid, head in pages
    ]
    return tuple(_once(found if new is None else _with_new(found, new)))


def _with_new(pages: list[Differences], new: NewUnits) -> list[Differences]:
    """The pages with their new units; why one is not taken is reported of its own row."""
    return [
        replace(
            page,
            new_units=units,
            notes=tuple(one for one in page.notes if one.code != "sheets.also-new-units"),
            unit_names={**new.data.registry.names, **page.unit_names},
            type_names=names_of(new.data.rulebook.types),
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
    """The pages; a fact of a unit, or a period or case of it, stands on the first one that has it.

    What a later one says otherwise is refused.
    """
    taken: dict[tuple[str, str, str], tuple[str, dict[Column, str]]] = {}
    for page in pages:
        refused, kept, new = [], [], {}
        for change in page.changes:
            cells: list[CellChange] = []
            for key, group in _wholes(change):
                said = {cell.column: cell.new for cell in group}
                sheet, before = taken.get(key, (page.sheet, said))
                if before != said:
                    first = group[0]
                    refused.append(Refused(first.at, "on-other-page", {"sheet": sheet}, change.unit, first.column))
                elif key not in taken:
                    new[key] = (page.sheet, said)
                    cells += group
            kept += [replace(change, cells=tuple(cells))] if cells else []
        taken |= new
        yield replace(page, changes=tuple(kept), refused=(*page.refused, *refused))


def _wholes(change: FactChange) -> Iterator[tuple[tuple[str, str, str], list[CellChange]]]:
    """The cells that are said as a whole, under unit, fact and period or case."""
    for whole, cells in groupby(change.cells, key=lambda cell: _whole(cell.column)):
        yield (change.unit, change.fact, whole), list(cells)


def _whole(column: Column) -> str:
    """What of a fact two pages may say each by itself: a period, a case; of all else the fact is said as a whole."""
    return column.case or (column.name if column.part is Part.DAY else "")


def changes_of(desk: Desk, pages: tuple[Differences, ...], today: date) -> list[Changed]:
    """Each new unit and each fact as its file is to hold it; a file is opened once, however many facts of it change."""
    new = {unit.id: unit for page in pages for unit in page.new_units}
    changes = _joined(change for page in pages for change in page.changes)
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


def _joined(changes: Iterable[FactChange]) -> list[FactChange]:
    """Periods and cases that several pages add to one fact, as one change of it."""
    joined: dict[tuple[str, str], FactChange] = {}
    for change in changes:
        before = joined.get((change.unit, change.fact))
        cells = change.cells if before is None else (*before.cells, *change.cells)
        new = change.new if before is None else before.new or change.new
        joined[change.unit, change.fact] = replace(change, cells=cells, new=new)
    return list(joined.values())


def _raw(change: FactChange, kind: FactKind, old: Raw, today: date) -> Raw:
    """The fact in the form it has in the file; what the sheet left alone stays as it is written there."""
    if change.new is None:
        return None
    beside = {cell.column.part.value: cell.new for cell in change.cells if not is_value(cell.column)}
    value = _value(change, kind, old, str(today))
    emptied = kind in (FactKind.SERIES, FactKind.CASES) and not any(value.values())
    return None if emptied else merged_fact(kind, old, value, beside, str(today))


def _value(change: FactChange, kind: FactKind, old: Raw, today: str) -> dict[str, Raw]:
    cells = [cell for cell in change.cells if is_value(cell.column)]
    if kind is FactKind.CASES:
        return {"cases": cases_written(cells, long_form(kind, old).get("cases"), today)}
    if kind is FactKind.SERIES:
        texts = {cell.column.name: cell.new for cell in cells}
        return {"periods": periods_written(texts, long_form(kind, old).get("periods"), today)}
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


@dataclass(frozen=True, slots=True)
class NewUnits:
    """The units of all pages that are new, and for each page the ids of its own and what cannot be taken."""

    data: Data
    units: tuple[tuple[Unit, ...], ...]
    refused: tuple[tuple[Refused, ...], ...]


def new_units(pages: Sequence[tuple[Grid, Head]], data: Data) -> NewUnits:
    """The units that pages add, and the data with them. A superior may be one of them, by its id or its name."""
    drawn = [[*_drawn(Rows(grid, head, data.registry, data.rulebook.types), data)] for grid, head in pages]
    units = [unit for page in drawn for _, unit in page if isinstance(unit, Unit)]
    names = UnitNames((*data.registry.units, *units), data.rulebook.types)
    all_names = {unit.id: unit.name for unit in (*data.registry.units, *units)}
    placed = [
        [_placed(cell, unit, names, all_names, is_first=not data.registry.units) for cell, unit in page]
        for page in drawn
    ]
    new = [tuple(unit for unit in page if isinstance(unit, Unit)) for page in placed]
    whole = (*data.registry.units, *{unit.id: unit for page in new for unit in page}.values())
    registry = replace(data.registry, units=tuple(sorted(whole, key=lambda unit: unit.id)))
    refused = tuple(tuple(one for one in page if isinstance(one, Refused)) for page in placed)
    return NewUnits(replace(data, registry=registry), tuple(new), refused)


def _drawn(rows: Rows, data: Data) -> Iterator[tuple[Cell, Unit | Refused]]:
    """The cell of the superior and the unit of each row whose unit is not known, its superior left out."""
    seen: dict[str, int] = {}
    for row in rows.unknown:
        parent = rows.cell(row, PARENT) or Cell(row, rows.head.about.get(PARENT, 1), None)
        unit = _unit(rows, row, data)
        if isinstance(unit, Unit) and unit.id in seen:
            unit = Refused(address(row, rows.head.about[UNIT]), "row-twice", {"row": seen[unit.id]}, unit.id)
        elif isinstance(unit, Unit):
            seen[unit.id] = row
        yield parent, unit


def _unit(rows: Rows, row: int, data: Data) -> Unit | Refused:
    id_, name, type_ = (tidy(cell.text) if (cell := rows.cell(row, key)) else "" for key in (UNIT, NAME, TYPE))
    at = address(row, rows.head.about.get(UNIT) or rows.head.about.get(NAME, 1))
    for text, key in ((id_, UNIT), (name, NAME)):
        if not text:
            return Refused(at, f"new-without-{key}", {"text": name or id_})
    if known := rows.names.whole(name)[0]:
        return Refused(at, "new-name-known", {"text": id_, "name": name, "ids": known})
    types = _types(type_, name, data)
    if len(types) != 1:
        known = suggestions(type_, [one.vi for one in data.rulebook.types.values()]) if type_ else []
        return Refused(at, "type-unknown" if type_ else "new-without-type", {"text": type_ or name, "known": known})
    level, *others = data.rulebook.types[types[0]].level
    if others:
        return Refused(at, "new-levels", {"text": types[0], "levels": [level, *others], "id": id_})
    try:
        return Unit.model_validate({"id": id_, "name": name, "level": level, "type": types[0]})
    except ValidationError as mistake:
        key = str(mistake.errors(include_url=False)[0]["loc"][0])
        return Refused(at, f"new-odd-{'id' if key == 'id' else 'name'}", {"text": id_ if key == "id" else name})


def _types(typed: str, name: str, data: Data) -> list[str]:
    """The types that a text means, or, where there is none, whose names stand in the name of the unit."""
    types = data.rulebook.types
    if typed:
        return meanings(typed, names_of(types))
    words = f" {name.casefold()} "
    return [one for one, term in types.items() if f" {term.vi.casefold()} " in words]


def _placed(
    cell: Cell, unit: Unit | Refused, names: UnitNames, all_names: Mapping[str, str], *, is_first: bool
) -> Unit | Refused:
    """The unit below its superior. `is_first`: the registry is empty, so that a unit may stand at the top."""
    text = tidy(cell.text)
    if isinstance(unit, Refused) or (not text and is_first):
        return unit
    if not text:
        return Refused(cell.at, "new-without-parent", {"text": unit.id}, unit.id)
    found, sure = ([text], True) if text in all_names else names.whole(text)
    if len(found) != 1 or not sure or found[0] == unit.id:
        return Refused(
            cell.at,
            "parent-unknown",
            {"text": text, "known": [f"{all_names[one]} ({one})" for one in names.near(text)]},
            unit.id,
        )
    return unit.model_copy(update={"parent": found[0]})
