"""The head of a sheet and its rows: what each column means, and which unit each row is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from congress_cli.edit.sheets.columns import NAME, UNIT, Heads, columns_of, tidy
from congress_cli.edit.sheets.grid import Cell, Grid, address
from congress_cli.model.directive import UnitType
from congress_cli.model.message import Message
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.sheet import Column, Refused
from congress_cli.model.unit_names import UnitNames
from congress_cli.rules import Rulebook
from congress_cli.text import suggestions

FURTHEST = 20  # rows from the top in which the head is looked for


@dataclass(frozen=True, slots=True)
class Head:
    """Where what stands: places are numbers of columns, `row` is the last row of the head."""

    row: int
    unit: int | None
    name: int | None
    columns: Mapping[int, Column]
    refused: tuple[Refused, ...] = ()
    remarks: tuple[Message, ...] = ()


def all_columns(rulebook: Rulebook) -> dict[str, Column]:
    """Every column a sheet may have, by key."""
    return {column.key: column for fact, term in rulebook.facts.items() for column in columns_of(fact, term)}


def head_of(grid: Grid, rulebook: Rulebook) -> Head | None:
    """The head of a page: of its first rows the one with most known columns; None where none names units and facts."""
    known = all_columns(rulebook)
    heads = Heads(known, rulebook)
    found: dict[int, dict[int, str]] = {}
    for row in grid:
        if row <= FURTHEST:
            keys = {place: heads.key_of(cell.text) for place, cell in grid.cells(row).items()}
            found[row] = {place: key for place, key in keys.items() if key is not None}
    best = max(found, key=lambda row: len(found[row]), default=None)
    if best is None or not {UNIT, NAME} & {*found[best].values()} or not {*known} & {*found[best].values()}:
        return None
    return _head(grid, best, found, known, rulebook)


def _head(
    grid: Grid, row: int, found: Mapping[int, Mapping[int, str]], known: Mapping[str, Column], rulebook: Rulebook
) -> Head:
    keys = found[row]
    places: dict[str, int] = {}
    refused = []
    for place, key in sorted(keys.items()):
        cell = grid.cells(row)[place]
        if key in places:
            refused.append(Refused(cell.at, "column-twice", {"first": grid.cells(row)[places[key]].at}))
        places.setdefault(key, place)
    columns = {place: known[key] for key, place in places.items() if key in known}
    strange = [cell for place, cell in grid.cells(row).items() if place not in keys and cell.text]
    wrong, unread = _strange(strange, known, rulebook)
    last = _last_row(row, found)
    return Head(last, places.get(UNIT), places.get(NAME), columns, (*refused, *wrong), unread)


def _last_row(row: int, found: Mapping[int, Mapping[int, str]]) -> int:
    """The last row of the head: below the keys of our own forms the columns are named for people."""
    return max(one for one, keys in found.items() if one == row or (one > row and {UNIT, NAME} & {*keys.values()}))


def _strange(
    cells: list[Cell], known: Mapping[str, Column], rulebook: Rulebook
) -> tuple[list[Refused], tuple[Message, ...]]:
    """Unknown columns: those that look like a known one are refused, others are left unread."""
    words = [*known, *(name for names in rulebook.names.values() for name in names.values())]
    refused, unread = [], []
    for cell in cells:
        near = suggestions(cell.text, words)
        if near:
            refused.append(Refused(cell.at, "column-unknown", {"text": cell.text, "known": near}))
        else:
            unread.append(f"{cell.at} «{cell.text}»")
    remarks = (Message("sheets.also-columns-unread", {"columns": unread}),) if unread else ()
    return refused, remarks


MOST_NAMED = 5
MOST_SUGGESTED = 50


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row and the unit it means."""

    row: int
    unit: Unit


class Rows:
    """The rows of a sheet below its head, and those that cannot be taken."""

    def __init__(self, grid: Grid, head: Head, registry: Registry, types: Mapping[str, UnitType]) -> None:
        self.grid, self.head, self.registry = grid, head, registry
        self.names = UnitNames(registry.units, types)
        self.refused: list[Refused] = []
        self.units: list[UnitRow] = []
        self._read()

    def _read(self) -> None:
        first: dict[str, int] = {}
        for row in self._filled():
            unit = self._unit(row)
            if isinstance(unit, Refused):
                self.refused.append(unit)
            elif unit.id in first:
                self.refused.append(Refused(self._at(row), "row-twice", {"row": first[unit.id]}, unit.id))
            else:
                first[unit.id] = row
                self.units.append(UnitRow(row, unit))

    def _filled(self) -> Iterator[int]:
        """Rows that say anything of a unit or a fact."""
        places = {*self.head.columns, self.head.unit, self.head.name}
        for row in self.grid:
            if row > self.head.row and any(
                cell.text or cell.flaw for place, cell in self.grid.cells(row).items() if place in places
            ):
                yield row

    def _unit(self, row: int) -> Unit | Refused:
        id_, name = self._cell(row, self.head.unit), self._cell(row, self.head.name)
        flawed = next((cell for cell in (id_, name) if cell is not None and cell.flaw), None)
        if flawed is not None:
            return Refused(flawed.at, flawed.flaw, {"text": flawed.text})
        if id_ is not None and id_.text:
            return self._of_id(id_, name)
        if name is not None and name.text:
            return self._of_name(name)
        return Refused(self._at(row), "row-without-unit")

    def _of_id(self, cell: Cell, name: Cell | None) -> Unit | Refused:
        unit = self.registry.by_id.get(cell.text)
        if unit is None:
            return Refused(cell.at, "unit-unknown", {"text": cell.text, "known": self._near(cell.text)})
        if name is not None and name.text and unit.id not in self.names.whole(name.text)[0]:
            args = {"text": cell.text, "name": unit.name, "other": tidy(name.text)}
            return Refused(name.at, "name-other", args, unit.id)
        return unit

    def _of_name(self, cell: Cell) -> Unit | Refused:
        wanted = tidy(cell.text)
        ids, sure = self.names.whole(wanted)
        if len(ids) == 1 and sure:
            return self.registry.by_id[ids[0]]
        if len(ids) > 1:
            return Refused(cell.at, "name-ambiguous", {"text": wanted, "ids": ids[:MOST_NAMED]})
        known = [f"{self.registry.name_of(one)} ({one})" for one in self._near(wanted)]
        return Refused(cell.at, "name-unknown", {"text": wanted, "known": known})

    def _near(self, wrong: str) -> list[str]:
        """The units that were probably meant; asked for the first mistakes alone, for it takes its time."""
        return self.names.near(wrong) if len(self.refused) < MOST_SUGGESTED else []

    def _cell(self, row: int, place: int | None) -> Cell | None:
        return None if place is None else self.grid.cells(row).get(place)

    def _at(self, row: int) -> str:
        return address(row, self.head.unit or self.head.name or 1)
