"""Units that a sheet names and the registry does not have: what their rows say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from congress_cli.edit.sheets.columns import NAME, PARENT, TYPE, UNIT
from congress_cli.edit.sheets.grid import Cell, Grid, address
from congress_cli.edit.sheets.rows import Head, Rows
from congress_cli.model.meaning import meanings
from congress_cli.model.registry import Unit
from congress_cli.model.sheet import Refused
from congress_cli.model.unit_names import UnitNames
from congress_cli.reading.load import Data
from congress_cli.text import suggestions, tidy


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
        return meanings(typed, {one: {"vi": term.vi, "en": term.en} for one, term in types.items()})
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
