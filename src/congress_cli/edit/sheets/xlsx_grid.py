"""An Excel workbook as a grid: its values by openpyxl, streamed, behind the guard; its key from the hidden page."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from congress_cli.edit.sheets.file_safety import opened
from congress_cli.edit.sheets.form import seals_in
from congress_cli.edit.sheets.grid import MAX_COLUMNS, MAX_MERGED, MAX_ROWS, Cell, Grid, Key, Value
from congress_cli.edit.sheets.labels import FORMAT
from congress_cli.edit.sheets.xlsx_structure import Outline, outline_of
from congress_cli.errors import CongressError
from congress_cli.model.message import Message

KEY_SHEET = "congress"


def workbook_grids(data: bytes, path: str) -> list[Grid]:
    """Every visible page of a workbook that holds anything. Raises CongressError."""
    archive = opened(data, path)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            remarks = (Message("sheets.also-dates-1904"),) if book.epoch.year == 1904 else ()
            key = _key(book, path)
            pages = [page for page in book.worksheets if page.sheet_state == "visible"]
            return [_grid(page, archive, path, key, remarks) for page in pages]
    except CongressError:
        raise
    except Exception:  # whatever a broken workbook makes of the library that reads it
        raise CongressError("sheet-broken", path=path) from None


def _grid(page: Any, archive: ZipFile, path: str, key: Key | None, remarks: tuple[Message, ...]) -> Grid:
    with archive.open(page._worksheet_path) as stream:
        outline = outline_of(stream)
    if outline.last_row > MAX_ROWS or outline.last_column > MAX_COLUMNS:
        raise CongressError("sheet-too-wide", path=path, rows=MAX_ROWS, columns=MAX_COLUMNS)
    rows = dict(_rows(page, outline)) if outline.last_row else {}
    return Grid(
        sheet=page.title,
        rows=rows,
        key=key,
        hidden_rows=frozenset(outline.hidden_rows),
        merged=tuple(outline.merged),
        remarks=remarks,
    )


def _rows(page: Any, outline: Outline) -> Iterator[tuple[int, dict[int, Cell]]]:
    page.reset_dimensions()
    covered = _covered(outline)
    reach = {"max_row": outline.last_row, "max_col": outline.last_column}
    for number, row in enumerate(page.iter_rows(**reach), 1):
        cells = {}
        for place, raw in enumerate(row, 1):
            at = (number, place)
            if raw.value is not None or at in covered or at in outline.formulas:
                cells[place] = _cell(raw, number, place, outline, is_covered=at in covered)
        if cells:
            yield number, cells


def _covered(outline: Outline) -> set[tuple[int, int]]:
    """Every cell of a merged range, as far as there are values. Raises ValueError where they are too many."""
    blocks = [block.within(outline.last_row, outline.last_column) for block in outline.merged]
    if sum(block.area for block in blocks if block.area > 0) > MAX_MERGED:
        raise ValueError("merged")
    return {
        (row, column)
        for block in blocks
        for row in range(block.first_row, block.last_row + 1)
        for column in range(block.first_column, block.last_column + 1)
    }


def _cell(raw: Any, row: int, column: int, outline: Outline, *, is_covered: bool) -> Cell:
    stored = outline.formulas.get((row, column))
    flaw = "cell-merged" if is_covered else "formula-without-value" if stored is False else ""
    value: Value = raw.value
    if raw.data_type == "e":
        flaw = flaw or "cell-error"
    elif not isinstance(value, str | bool | int | float | date | None) or _endless(value):
        flaw, value = flaw or "value-odd", str(value)
    percent = isinstance(value, int | float) and "%" in (raw.number_format or "")
    return Cell(row, column, value, flaw, percent, formula=stored is True)


def _endless(value: Value) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _key(book: Any, path: str) -> Key | None:
    """The key on the hidden page of our own forms."""
    if KEY_SHEET not in book.sheetnames:
        return None
    page = book[KEY_SHEET]
    page.reset_dimensions()
    lines: list[list[str]] = []
    for row in page.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True):
        texts = [str(value) for value in row if value is not None]
        if not texts:
            break
        lines.append(texts)
    return key_of(lines)


def key_of(lines: list[list[str]]) -> Key | None:
    """The key that lines of texts mean: format, registry, rulebook, columns, and a seal for each unit."""
    if not lines or lines[0] != [FORMAT]:
        return None
    named: Mapping[str, list[str]] = {line[0]: line[1:] for line in lines[1:4]}
    registry, rulebook = (named.get(name) or [""] for name in ("registry", "rulebook"))
    columns = tuple(named.get("columns", ()))
    seals = {line[0]: line[1] for line in lines[4:] if len(line) == 2 and len(seals_in(line[1])) == len(columns)}
    return Key(registry[0], rulebook[0], columns, seals)
