"""Cells: numbers as numbers, days as days, and texts that no spreadsheet takes for anything else."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.datetime import to_excel

from congress_cli import dataclass
from congress_cli.text import FORMULA_SIGNS, sanitize

Value = str | int | float | date | None

MOST_REMEMBERED = 8_000
LONGEST_TEXT = 32_767
HIGHEST_ROW = 409
LONGEST_FONT = 31
_LETTERS_IN_WIDTH = 1.25
_excel_day: Any = to_excel
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
OBEYED = tuple(FORMULA_SIGNS)
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


class Made(NamedTuple):
    """A cell without its place: what follows its address in the file, and how many points it needs."""

    written: str
    height: float


class Cells:
    """Makes the cells of a workbook; each style is built once, and so is a cell that soon comes again."""

    def __init__(self, book: Workbook, font: str) -> None:
        self.book = book
        self.font = font
        self._styled: dict[tuple[str | Style, bool], int] = {}
        self.cell = lru_cache(MOST_REMEMBERED)(self._made)

    def _made(self, value: Value, style: str | Style, width: float) -> Made:
        """A cell in a column of that width; it holds the value and nothing that is obeyed."""
        quoted, kind, content = False, "n", ""
        if value and isinstance(value, str):
            text = literal(value)
            quoted, kind, content = text.startswith(OBEYED), "inlineStr", _inline(text)
        elif not isinstance(value, str | None):
            content = f"<v>{safe_string(_excel_day(value) if isinstance(value, date) else value)}</v>"
        written = f'" s="{self._style(style, quoted)}" t="{kind}">{content}</c>'
        return Made(written, height(value, style, width))

    def _style(self, style: str | Style, quoted: bool) -> int:
        if (style, quoted) not in self._styled:
            self._styled[style, quoted] = self.styled(style_of(style), quoted).style_id
        return self._styled[style, quoted]

    def styled(self, style: Style, quoted: bool) -> Any:
        """A cell of openpyxl that looks so and is empty."""
        cell: Any = WriteOnlyCell(self.book.worksheets[0])
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


def literal(text: str) -> str:
    """The text as a workbook must hold it to be shown as it is: `_x0041_` would be read as a letter."""
    escaped = _ESCAPE.sub("_x005F_", sanitize(text))
    return escaped if len(escaped) <= LONGEST_TEXT else escaped[: LONGEST_TEXT - 1] + "…"


def _inline(text: str) -> str:
    """A text in a cell, as openpyxl writes it: in ASCII, blanks at its ends kept."""
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<is><t{space}>{escape(text).encode('ascii', 'xmlcharrefreplace').decode()}</t></is>"
