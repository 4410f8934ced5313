"""The changes of a filled-in sheet, cell by cell: added, changed, cleared, refused, with remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

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


class Fate(StrEnum):
    """What becomes of a value in the registry."""

    ADDED = "added"
    CHANGED = "changed"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: one part of a fact; `name` is the item or the indicator."""

    fact: str
    part: Part
    name: str = ""
    alone: bool = False

    @property
    def key(self) -> str:
        """What a sheet calls the column, whatever its language: `complaints#done`, `targets/grdp-growth`."""
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

    `unit_names` by id and `column_names` by key and language hold the names for display.
    """

    path: str
    sheet: str
    rows: int
    columns: int
    changes: tuple[FactChange, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[Message, ...]
    unit_names: Mapping[str, str]
    column_names: Mapping[str, Mapping[str, str]]
    new_units: tuple[Unit, ...] = ()
    type_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """Every cell that differs."""
        return tuple(cell for change in self.changes for cell in change.cells)

    @property
    def clean(self) -> bool:
        """Whether the sheet says nothing but what the registry says."""
        return not (self.changes or self.refused or self.new_units)
