"""A file that somebody filled in, as what it would change."""

from __future__ import annotations

from congress_cli.data import Data
from congress_cli.desk.sheets.csv_grid import csv_grid
from congress_cli.desk.sheets.difference import differences
from congress_cli.desk.sheets.grid import Grid, Key
from congress_cli.desk.sheets.guard import is_workbook
from congress_cli.desk.sheets.heads import Head, head_of
from congress_cli.errors import CongressError
from congress_cli.model.sheet import Differences


def read_sheet(content: bytes, path: str, data: Data, version: Key) -> Differences:
    """What a file would change in the registry. Raises CongressError where it is no sheet of ours to read."""
    if not content:
        raise CongressError("sheet-empty", path=path)
    if is_workbook(content, path):
        from congress_cli.desk.sheets.xlsx_grid import workbook_grids

        grids = workbook_grids(content, path)
    else:
        grids = [csv_grid(content, path)]
    grid, head = _chosen(grids, data, path)
    return differences(grid, head, data, version, path)


def _chosen(grids: list[Grid], data: Data, path: str) -> tuple[Grid, Head]:
    """The one page that has a head. Raises CongressError."""
    heads = [(grid, head) for grid in grids if (head := head_of(grid, data.rulebook)) is not None]
    if not heads:
        raise CongressError("sheet-without-head", path=path)
    if len(heads) > 1:
        raise CongressError("sheet-several", path=path, sheets=[grid.sheet for grid, _ in heads])
    return heads[0]
