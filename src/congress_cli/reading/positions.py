"""Mappings and lists that know where in their file they stand. Lines and columns are counted from 1."""

from __future__ import annotations

from typing import Any

from congress_cli.model.diagnostics import Position


class LocatedDict(dict[str, Any]):
    """A mapping that knows where its keys and values stand: key line, key column, value line, value column."""

    __slots__ = ("marks", "spot")

    def __init__(self, spot: Position) -> None:
        super().__init__()
        self.spot = spot
        self.marks: dict[str, tuple[int, int, int, int]] = {}


class LocatedList(list[Any]):
    """A list that knows where its items stand: line and column."""

    __slots__ = ("marks", "spot")

    def __init__(self, spot: Position) -> None:
        super().__init__()
        self.spot = spot
        self.marks: list[tuple[int, int]] = []
