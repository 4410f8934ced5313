"""Cells: numbers as numbers, days as days, and texts that no spreadsheet takes for anything else."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.datetime import to_excel

from congress_cli import dataclass
from congress_cli.text import FORMULA_SIGNS, sanitize

Value = str | int | float | date | None

LONGEST_TEXT = 32_767
HIGHEST_ROW = 409
LONGEST_FONT = 31
_LETTERS_IN_WIDTH = 1.25
_excel_day: Any = to_excel
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_OBEYED = tuple(FORMULA_SIGNS)
_LINE = Side(style="thin", color="BFBFBF")
_BOXED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="D9E1F2")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks."""

    horizontal: str | None = None
    wrap: bool = False
    bold: bool = False
    italic: bool = False
    size: int = 10
    number_format: str = "General"
    boxed: bool = True
    head: bool = False


STYLES = {
    "text": Style(),
    "wrapped": Style(wrap=True),
    "center": Style("center"),
    "number": Style("center", number_format="0"),
    "count": Style("center", number_format='#,##0;-#,##0;"–"'),
    "figure": Style("center", number_format="#,##0.##"),
    "percent": Style("center", number_format="0.0%"),
    "day": Style("center", number_format="dd/mm/yyyy"),
    "head": Style("center", wrap=True, bold=True, head=True),
    "sum": Style(bold=True),
    "sum-count": Style("center", bold=True, number_format='#,##0;-#,##0;"–"'),
    "title": Style(bold=True, size=14, boxed=False),
    "heading": Style(bold=True, size=12, boxed=False),
    "line": Style(wrap=True, size=11, boxed=False),
    "note": Style(wrap=True, italic=True, boxed=False),
}


class Written:
    """What openpyxl writes of a cell; one of its own works out anew, for each of very many, what style it has."""

    __slots__ = ("_value", "coordinate", "data_type", "style_id")
    has_style, hyperlink, _comment = True, None, None

    def __init__(self, value: str | float | None, data_type: str, style_id: int) -> None:
        self._value = value
        self.data_type = data_type
        self.style_id = style_id
        self.coordinate = ""


class Cells:
    """Makes the cells of a sheet; each style is built once."""

    def __init__(self, sheet: Any, font: str) -> None:
        self.sheet = sheet
        self.font = font
        self._styled: dict[tuple[str | Style, bool], int] = {}

    def cell(self, value: Value, style: str | Style) -> Written:
        """A cell that holds the value and nothing that is obeyed."""
        if value and isinstance(value, str):
            text = literal(value)
            return Written(text, "s", self._style(style, text.startswith(_OBEYED)))
        number = None if value == "" else _excel_day(value) if isinstance(value, date) else value
        return Written(number, "n", self._style(style, False))

    def _style(self, style: str | Style, quoted: bool) -> int:
        if (style, quoted) not in self._styled:
            self._styled[style, quoted] = self._built(style_of(style), quoted).style_id
        return self._styled[style, quoted]

    def _built(self, style: Style, quoted: bool) -> Any:
        cell: Any = WriteOnlyCell(self.sheet)
        cell.font = Font(name=sanitize(self.font)[:LONGEST_FONT], size=style.size, bold=style.bold, italic=style.italic)
        vertical = "center" if style.head else "top"
        cell.alignment = Alignment(horizontal=style.horizontal, vertical=vertical, wrap_text=style.wrap)
        cell.number_format = style.number_format
        cell.quotePrefix = quoted  # else `=1+1` becomes a formula when a person edits the cell
        if style.boxed:
            cell.border = _BOXED
        if style.head:
            cell.fill = _HEAD_FILL
        return cell


def style_of(style: str | Style) -> Style:
    """A style, or the one of that name."""
    return STYLES[style] if isinstance(style, str) else style


def height(value: Value, style: str | Style, width: float) -> float:
    """How many points a cell needs in a column of that width; most programs do not find out by themselves."""
    how = style_of(style)
    lines = 2 if how.head else 1
    if how.wrap and isinstance(value, str) and value:
        letters = width * _LETTERS_IN_WIDTH * STYLES["text"].size / how.size
        lines = max(lines, math.ceil(len(value) / letters))
    return min(HIGHEST_ROW, lines * how.size * 1.3 + 2)


@lru_cache(maxsize=10_000)
def literal(text: str) -> str:
    """The text as a workbook must hold it to be shown as it is: `_x0041_` would be read as a letter."""
    escaped = _ESCAPE.sub("_x005F_", sanitize(text))
    return escaped if len(escaped) <= LONGEST_TEXT else escaped[: LONGEST_TEXT - 1] + "…"
