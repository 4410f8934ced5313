"""Writing one cell of a workbook: a text stays a text, whatever it begins with."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.desk.sheets.csv_form import OBEYED


def put(page: Worksheet, row: int, column: int, value: Any, style: str) -> None:
    """Write a value in a named style."""
    cell = page.cell(row, column)
    cell.style = style
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(OBEYED)
