"""A sheet: its cells as they were read, and the changes that they make: added, changed, cleared, refused, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from congress_cli import dataclass
from congress_cli.model.message import Message

if TYPE_CHECKING:
    from congress_cli.model.facts import Fact
    from congress_cli.model.registry import Unit


class Part(StrEnum):
    """What of a fact one column holds."""

    DAY = "day"
    DOCUMENT = "document"
    DONE = "done"
    TOTAL = "total"
    ITEM = "item"
    INDICATOR = "indicator"
    CASE = "case"
    SORT = "sort"


class Fate(StrEnum):
    """What becomes of a value in the registry."""

    ADDED = "added"
    CHANGED = "changed"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: one part of a fact; `name` is the item, the indicator, the period or the day of a case.

    `case`: of a cell in a row of cases, the case that it is about.
    """

    fact: str
    part: Part
    name: str = ""
    alone: bool = False
    case: str = ""

    @property
    def key(self) -> str:
        """What a sheet calls the column, whatever its language: `complaints#done`, `report.sent/2025-02`."""
        if self.alone:
            return self.fact
        return f"{self.fact}/{self.name}" if self.name else f"{self.fact}#{self.part}"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs from the registry; texts as the files write them, empty for nothing."""

    at: str
    column: Column
    old: str
    new: str

    @property
    def fate(self) -> Fate:
        """What becomes of the value."""
        if not self.old:
            return Fate.ADDED
        return Fate.CHANGED if self.new else Fate.CLEARED


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact as it will stand; None where nothing is left of it. `kept`: fields that stay as they were."""

    unit: str
    fact: str
    cells: tuple[CellChange, ...]
    new: Fact | None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell, or a whole row, that cannot be taken; `code` and `args` name the sentence."""

    at: str
    code: str
    args: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """All that a sheet would change, in the order of its cells. `sheet`: the title of the page that was read.

    `of_cases`: each row is about a case, not a unit.
    `unit_names` by id and `column_names` by key and language hold the names for display.
    """

    path: str
    sheet: str
    rows: int
    columns: int
    changes: tuple[FactChange, ...]
    refused: tuple[Refused, ...]
    notes: tuple[Message, ...]
    unit_names: Mapping[str, str]
    column_names: Mapping[str, Mapping[str, str]]
    new_units: tuple[Unit, ...] = ()
    type_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    of_cases: bool = False

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """Every cell that differs."""
        return tuple(cell for change in self.changes for cell in change.cells)

    @property
    def clean(self) -> bool:
        """Whether the sheet says nothing but what the registry says."""
        return not (self.changes or self.refused or self.new_units)


Value = str | int | float | bool | date | datetime | None

MAX_ROWS = 10_000
MAX_COLUMNS = 1_000
MAX_MERGED = 200_000


class Cell(NamedTuple):
    """One cell. `flaw`: why its value cannot be believed; `percent`: it is shown as a percentage."""

    row: int
    column: int
    value: Value
    flaw: str = ""
    percent: bool = False
    formula: bool = False

    @property
    def at(self) -> str:
        """Its address: C12."""
        return address(self.row, self.column)

    @property
    def text(self) -> str:
        """Its value as one line of text."""
        return "" if self.value is None else " ".join(str(self.value).split())


class Block(NamedTuple):
    """A range of merged cells."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def area(self) -> int:
        """How many cells it covers."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def covers(self, other: Block) -> bool:
        """Whether another range begins in it."""
        return (
            self.first_row <= other.first_row <= self.last_row
            and self.first_column <= other.first_column <= self.last_column
        )

    def within(self, last_row: int, last_column: int) -> Block:
        """The part of it that lies above and left of a corner."""
        return self._replace(last_row=min(self.last_row, last_row), last_column=min(self.last_column, last_column))

    def __str__(self) -> str:
        return f"{address(self.first_row, self.first_column)}:{address(self.last_row, self.last_column)}"


@dataclass(frozen=True, slots=True)
class Key:
    """What a form carries of the run that made it: versions, columns, and a seal for each row.

    Rows of cases are named `UNIT/FACT/CASE`; `of_cases`: the columns of the page of each fact of cases.
    """

    registry: str
    rulebook: str
    columns: tuple[str, ...] = ()
    seals: Mapping[str, str] = field(default_factory=dict)
    of_cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def columns_of(self, row: str) -> tuple[str, ...]:
        """The columns that the seals of a row are of."""
        _, slash, rest = row.partition("/")
        return self.of_cases.get(rest.partition("/")[0], ()) if slash else self.columns


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one page. `comma`: its texts write 7,5 and not 7.5; `typed`: a number or a day is no text in it."""

    sheet: str
    rows: Mapping[int, Mapping[int, Cell]]
    comma: bool = True
    typed: bool = True
    key: Key | None = None
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[Block, ...] = ()
    notes: tuple[Message, ...] = ()

    def cells(self, row: int) -> Mapping[int, Cell]:
        """The cells of a row by column."""
        return self.rows.get(row, {})

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self.rows))


def address(row: int, column: int) -> str:
    """What a spreadsheet calls a cell: row 12, column 3 is C12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
