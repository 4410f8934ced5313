"""Which unit a row of a sheet means: by its id, or by its name where only one unit has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from congress_cli.edit.sheets.columns import tidy
from congress_cli.edit.sheets.grid import Cell, Grid, address
from congress_cli.edit.sheets.header import Head
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.sheet import Refused
from congress_cli.text import fold, suggestions

MOST_NAMED = 5
MOST_SUGGESTED = 50


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row and the unit it means."""

    row: int
    unit: Unit


class Rows:
    """The rows of a sheet below its head, and those that cannot be taken."""

    def __init__(self, grid: Grid, head: Head, registry: Registry) -> None:
        self.grid, self.head, self.registry = grid, head, registry
        self.ids, self.names = list(registry.by_id), [unit.name for unit in registry.units]
        self.refused: list[Refused] = []
        self.units: list[UnitRow] = []
        self._by_name: dict[str, list[Unit]] = {}
        for unit in registry.units:
            self._by_name.setdefault(fold(unit.name), []).append(unit)
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
            return Refused(cell.at, "unit-unknown", {"text": cell.text, "known": self._near(cell.text, self.ids)})
        if name is not None and name.text and fold(name.text) != fold(unit.name):
            args = {"text": cell.text, "name": unit.name, "other": tidy(name.text)}
            return Refused(name.at, "name-other", args, unit.id)
        return unit

    def _of_name(self, cell: Cell) -> Unit | Refused:
        wanted = tidy(cell.text)
        units = self._by_name.get(fold(wanted), [])
        exact = [unit for unit in units if tidy(unit.name) == wanted]
        units = exact if len(exact) == 1 else units
        if len(units) == 1:
            return units[0]
        if units:
            ids = [unit.id for unit in units[:MOST_NAMED]]
            return Refused(cell.at, "name-ambiguous", {"text": wanted, "ids": ids})
        return Refused(cell.at, "name-unknown", {"text": wanted, "known": self._near(wanted, self.names)})

    def _near(self, wrong: str, known: list[str]) -> list[str]:
        """What was probably meant; asked for the first mistakes alone, for it takes its time."""
        return suggestions(wrong, known) if len(self.refused) < MOST_SUGGESTED else []

    def _cell(self, row: int, place: int | None) -> Cell | None:
        return None if place is None else self.grid.cells(row).get(place)

    def _at(self, row: int) -> str:
        return address(row, self.head.unit or self.head.name or 1)
