"""A filled-in sheet against the registry: every change, every cell that cannot be taken, all in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from congress_cli import dataclass, grouped
from congress_cli.days import parse_day
from congress_cli.edit.sheets.columns import NO, NotTaken, composed, held, label
from congress_cli.edit.sheets.form import asked_of, seal, seals_in
from congress_cli.edit.sheets.rows import Head, Rows, UnitRow, all_columns
from congress_cli.edit.sheets.typed_cells import text_of
from congress_cli.edit.sheets.xlsx_grid import block
from congress_cli.language import LANGUAGES
from congress_cli.model.directive import PlanTerm
from congress_cli.model.facts import Fact
from congress_cli.model.message import Message
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
from congress_cli.reading.data_warnings import is_usual_number, usual_number
from congress_cli.reading.load import Data

KEPT = ("source", "note", "by")
_NUMBERS = (Part.DONE, Part.TOTAL, Part.INDICATOR)


def differences(
    grid: Grid,
    head: Head,
    data: Data,
    version: Key,
    path: str,
    last: date | None = None,
    kind: type[Page] | None = None,
) -> Differences:
    """All that the sheet would change. `last`: the last day that can have been, None where later ones are meant.

    `kind`: how a row is compared.
    """
    rows = Rows(grid, head, data.registry, data.rulebook.types)
    page = (kind or Page)(grid, head, data, last)
    for row in rows.units:
        page.compare(row)
    page.close()
    refused = sorted([*head.refused, *rows.refused, *_once(page.refused, grid)], key=lambda one: block(one.at))
    notes = [*grid.notes, *of_versions(grid.key, version), *head.notes, *rows.notes(), *page.notes()]
    notes += [*of_hidden(grid, rows.units), *of_days(page.changes, data.registry.as_of)]
    return Differences(
        path=path,
        sheet=grid.sheet,
        rows=len(rows.units),
        columns=len(head.columns),
        changes=tuple(page.changes),
        refused=tuple(refused),
        notes=tuple(notes),
        of_cases=head.case is not None,
        unit_names={row.unit.id: row.unit.name for row in rows.units},
        column_names={**{column.key: _names(column, data) for column in head.columns.values()}, **page.sort_names()},
    )


def _names(column: Column, data: Data) -> dict[str, str]:
    return {language: str(label(column, data.rulebook, language)) for language in LANGUAGES}


@dataclass(frozen=False)
class Page:
    """The changes of one page, row by row."""

    grid: Grid
    head: Head
    data: Data
    last: date | None
    changes: list[FactChange] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    moved_on: int = 0
    texts_for_numbers: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        columns = {*all_columns(self.data.rulebook).values(), *self.head.columns.values()}
        self.known = grouped(columns, lambda column: column.fact)
        self.places = {column: place for place, column in self.head.columns.items()}

    def compare(self, row: UnitRow) -> None:
        """Take up what one row says."""
        unit, before = row.unit, len(self.refused)
        said = dict(self.said(row))
        recorded = {column: held(unit.facts.get(fact), column) for fact in self._facts() for column in self.known[fact]}
        at = {column: address(row.row, place) for column, place in self.places.items()}
        changed = self.changed(unit, said, recorded, self.seals(unit.id), at)
        for column in changed:
            self.look_at(self.grid.cells(row.row).get(self.places[column]), column)
        spoilt = {one.column.fact for one in self.refused[before:] if one.column is not None}
        for fact in self._facts():
            cells = {column: text for column, text in changed.items() if column.fact == fact}
            if cells and fact not in spoilt:
                self._change(unit, fact, recorded, cells, at)

    def changed(
        self,
        unit: Unit,
        said: Mapping[Column, str],
        recorded: Mapping[Column, str],
        seals: Mapping[str, str],
        at: Mapping[Column, str],
    ) -> dict[Column, str]:
        """What the cells of a row (`said`: those that could be read) make of what is recorded of a unit.

        Cells that cannot be believed are refused, those that the registry went past are counted.
        """
        changed = {}
        for column, text in _settled(said, recorded, seals).items():
            now, made_of = recorded[column], seals.get(column.key)
            if text == now or (made_of is None and not text):
                continue
            if made_of == seal((text,)):
                self.moved_on += 1
            elif made_of not in (None, seal((now,))):
                args = {"text": text, "now": now}
                self.refused.append(Refused(at[column], "changed-meanwhile", args, unit.id, column))
            elif (written := _usual(column, text)) != now:
                changed[column] = written
        return changed

    def close(self) -> None:
        """Take up what several rows say together."""

    def sort_names(self) -> dict[str, dict[str, str]]:
        """The names of the sorts of cases that the page is about."""
        return {}

    def notes(self) -> Iterator[Message]:
        """What is worth saying of the cells."""
        if self.moved_on:
            yield Message("sheets.also-moved-on", {"count": self.moved_on})
        for code, cells in (
            ("sheets.also-numbers-as-text", self.texts_for_numbers),
            ("sheets.also-formulas", self.formulas),
            ("sheets.also-unasked", self.unasked),
        ):
            if cells:
                yield Message(code, {"cells": shortened(cells)})

    def _facts(self) -> list[str]:
        return list(dict.fromkeys(column.fact for column in self.head.columns.values()))

    def seals(self, row: str) -> Mapping[str, str]:
        """The seals of the cells of a row, by key of the column."""
        key = self.grid.key
        if key is None or row not in key.seals:
            return {}
        return dict(zip(key.columns_of(row), seals_in(key.seals[row]), strict=False))

    def said(self, row: UnitRow) -> Iterator[tuple[Column, str]]:
        """What the cells of a row say; those that cannot be taken are noted."""
        cells = self.grid.cells(row.row)
        for place, column in self.head.columns.items():
            cell = cells.get(place) or Cell(row.row, place, None)
            try:
                text = text_of(cell, column.part, comma=self.grid.comma)
            except NotTaken as mistake:
                self.refused.append(Refused(cell.at, mistake.code, mistake.args_, row.unit.id, column))
                continue
            yield column, text

    def look_at(self, cell: Cell | None, column: Column) -> None:
        """Note how a value that is taken was written, where that is worth saying."""
        if cell is not None and cell.formula:
            self.formulas.append(cell.at)
        if cell is not None and self.grid.typed and column.part in _NUMBERS and isinstance(cell.value, str):
            self.texts_for_numbers.append(cell.at)

    def _change(
        self,
        unit: Unit,
        fact: str,
        recorded: Mapping[Column, str],
        cells: Mapping[Column, str],
        at: Mapping[Column, str],
    ) -> None:
        old = unit.facts.get(fact)
        texts = {column: cells.get(column, recorded[column]) for column in self.known[fact]}
        try:
            new = composed(old, self.data.rulebook.facts[fact], texts)
        except (NotTaken, ValidationError) as mistake:
            first = next(iter(cells))
            code, args = _code_and_args(mistake)
            self.refused.append(Refused(at[first], code, args, unit.id, first))
            return
        to_come = self.to_come(fact, cells)
        if to_come is not None:
            args = {"day": str(texts[to_come]), "last": str(self.last)}
            self.refused.append(Refused(at[to_come], "day-to-come", args, unit.id, to_come))
            return
        cell_changes = [CellChange(at[column], column, recorded[column], text) for column, text in cells.items()]
        plain = [cell for cell in cell_changes if cell.old or cell.new != NO]
        self.changes.append(FactChange(unit.id, fact, tuple(plain or cell_changes), new, _kept(old, new)))
        self.ask(unit, fact, new, (plain or cell_changes)[0].at)

    def ask(self, unit: Unit, fact: str, new: Fact | None, at: str) -> None:
        """Note a value that no rule asks of its unit."""
        if new is not None and fact not in asked_of(unit, self.data.rulebook.rules, self.data.rulebook):
            self.unasked.append(at)

    def to_come(self, fact: str, cells: Mapping[Column, str]) -> Column | None:
        """The cell whose day is to come, where it is no plan."""
        if self.last is None or isinstance(self.data.rulebook.facts[fact], PlanTerm):
            return None
        days = [(column, parse_day(text)) for column, text in cells.items() if text and column.part is Part.DAY]
        return next((column for column, day in days if day.first > self.last), None)


def _usual(column: Column, text: str) -> str:
    """A new document number in its usual form, where it has one; any other text as it is."""
    usual = usual_number(text) if column.part is Part.DOCUMENT else text
    return usual if is_usual_number(usual) else text


def _code_and_args(mistake: NotTaken | ValidationError) -> tuple[str, dict[str, Any]]:
    if isinstance(mistake, NotTaken):
        return mistake.code, mistake.args_
    first = mistake.errors(include_url=False)[0]
    return first["type"], dict(first.get("ctx", {}))


def _kept(old: Fact | None, new: Fact | None) -> tuple[str, ...]:
    if old is None or new is None:
        return ()
    return tuple(name for name in KEPT if getattr(old, name) is not None)


def _once(refused: Iterable[Refused], grid: Grid) -> Iterator[Refused]:
    """Each cell; a merged range once, under its own name."""
    seen = set()
    for one in refused:
        place = block(one.at)
        around = next((merged for merged in grid.merged if one.code == "cell-merged" and merged.covers(place)), None)
        if around is None:
            yield one
        elif around not in seen:
            seen.add(around)
            yield replace(one, at=str(around))


def _settled(said: Mapping[Column, str], recorded: Mapping[Column, str], seals: Mapping[str, str]) -> dict[Column, str]:
    """The texts, an item left empty beside others that are filled in being one that is not there."""
    settled = dict(said)
    for fact in {column.fact for column in said if column.part is Part.ITEM}:
        items = [column for column in recorded if column.fact == fact and column.part is Part.ITEM]
        given = {column: settled[column] if column in settled else recorded[column] for column in items}
        for column, text in given.items():
            if column in settled and not text and any(given.values()):
                settled[column] = recorded[column] if column.key not in seals and recorded[column] else NO
    return settled


MOST_NAMED = 8


def of_versions(key: Key | None, version: Key) -> Iterator[Message]:
    """Which registry and which rulebook the sheet was made of, where they are not those of now."""
    if key is None:
        yield Message("sheets.also-no-key")
        return
    if key.registry != version.registry:
        yield Message("sheets.also-other-registry")
    if key.rulebook != version.rulebook:
        yield Message("sheets.also-other-rulebook")


def of_hidden(grid: Grid, rows: Iterable[UnitRow]) -> Iterator[Message]:
    """Hidden rows, which are read all the same."""
    hidden = [str(row.row) for row in rows if row.row in grid.hidden_rows]
    if hidden:
        yield Message("sheets.also-rows-hidden", {"rows": shortened(hidden)})


def of_days(changes: Iterable[FactChange], frozen: date | None) -> Iterator[Message]:
    """Cells whose day lies after the one on which the registry is frozen: its own judgement does not see them."""
    if frozen is None:
        return
    cells = [change.cells[0].at for change in changes if change.new is not None and change.new.perhaps_after(frozen)]
    named = [cell for change in changes for cell in change.cells if cell.column.name and cell.column.part is Part.DAY]
    cells += [cell.at for cell in named if cell.new and parse_day(cell.new).last > frozen]
    if cells:
        yield Message("sheets.also-after-frozen", {"frozen": frozen.isoformat(), "cells": shortened(cells)})


def shortened(names: list[str]) -> list[str]:
    """The first of many names."""
    return [*names[:MOST_NAMED], "…"] if len(names) > MOST_NAMED else names
