"""What is worth saying of a sheet beside its changes: of another version, hidden rows, days that are not seen yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from congress_cli.desk.sheets.grid import Grid, Key
from congress_cli.desk.sheets.rows import UnitRow
from congress_cli.model.sheet import FactChange, Remark

MOST_NAMED = 8


def of_versions(key: Key | None, version: Key) -> Iterator[Remark]:
    """Which registry and which rulebook the sheet was made of, where they are not those of now."""
    if key is None:
        yield Remark("no-key")
        return
    if key.registry != version.registry:
        yield Remark("other-registry")
    if key.rulebook != version.rulebook:
        yield Remark("other-rulebook")


def of_hidden(grid: Grid, rows: Iterable[UnitRow]) -> Iterator[Remark]:
    """Rows that nobody sees and that are read all the same."""
    hidden = [str(row.row) for row in rows if row.row in grid.hidden_rows]
    if hidden:
        yield Remark("rows-hidden", {"rows": shortened(hidden)})


def of_days(changes: Iterable[FactChange], frozen: date | None) -> Iterator[Remark]:
    """Cells whose day lies after the one on which the registry is frozen: its own judgement does not see them."""
    if frozen is None:
        return
    cells = [change.cells[0].at for change in changes if change.new is not None and change.new.perhaps_after(frozen)]
    if cells:
        yield Remark("after-frozen", {"frozen": frozen.isoformat(), "cells": shortened(cells)})


def shortened(names: list[str]) -> list[str]:
    """The first of many names."""
    return [*names[:MOST_NAMED], "…"] if len(names) > MOST_NAMED else names
