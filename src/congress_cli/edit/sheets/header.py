"""The head of a sheet: which row it is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from congress_cli.edit.sheets.columns import columns_of
from congress_cli.edit.sheets.grid import Cell, Grid
from congress_cli.edit.sheets.labels import NAME, UNIT, Heads
from congress_cli.model.message import Message
from congress_cli.model.sheet import Column, Refused
from congress_cli.rules.rulebook import Rulebook
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
    """Columns that nobody knows: those that look like a known one are refused, others are left unread."""
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
