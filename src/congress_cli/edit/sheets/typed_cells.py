"""A typed cell as the text that a file would hold; a cell that could mean two things is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from congress_cli.days import EARLIEST, LATEST, DayError
from congress_cli.edit.sheets.columns import NO, YES, NotTaken, number_text
from congress_cli.model.facts import CASE_NUMBER
from congress_cli.model.sheet import Cell, Part, Value
from congress_cli.model.typed import said_day
from congress_cli.text import fold, forbidden, invisible, tidy

LONGEST_DOCUMENT = 200
DIGITS = 15  # of a number in a spreadsheet

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)
_TICKS = {
    **dict.fromkeys(("x", "v", "co", "yes", "y", "1", "true", "✓", "✔", "☑", "da co", "roi"), YES),
    **dict.fromkeys(("chua", "khong", "no", "n", "0", "false", "-", "–", "☐", "chua co"), NO),
}


def text_of(cell: Cell, part: Part, *, comma: bool) -> str:
    """The text that a cell means for a part of a fact, empty for an empty cell. Raises NotTaken.

    `comma`: numbers in texts are written 7,5.
    """
    if cell.flaw:
        raise NotTaken(cell.flaw, text=cell.text)
    value = tidy(cell.value.replace("\u00a0", " ")) if isinstance(cell.value, str) else cell.value
    if value is None or value == "":
        return ""
    if cell.percent and isinstance(value, int | float):
        raise NotTaken("percent", text=_plain(value))
    try:
        return _decimal(value, comma) if part is Part.INDICATOR else _READ[part](value)
    except DayError as error:
        raise NotTaken(error.code, **{**error.args_, "text": cell.text}) from None


def _day(value: Value) -> str:
    if isinstance(value, datetime):
        if value.time() != time.min:
            raise DayError("day-with-time", text=value.isoformat(" "), fixed=value.date().isoformat())
        value = value.date()
    if isinstance(value, date):
        if not EARLIEST <= value <= LATEST:
            raise DayError("day-year-outside", text=str(value), year=value.year, first=EARLIEST.year, last=LATEST.year)
        return value.isoformat()
    if isinstance(value, str):
        return str(said_day(value))
    raise NotTaken("number-for-day", text=_plain(value), **_as_a_spreadsheet_day(value))


def _as_a_spreadsheet_day(value: Value) -> dict[str, Any]:
    """The day that the number may have been before its cell lost its format."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 10_959 <= value <= 73_415:
        return {}
    return {"day": (date(1899, 12, 30) + timedelta(int(value))).isoformat()}


def _whole(value: Value) -> str:
    _refuse_days(value)
    text = _plain(value)
    if not re.fullmatch(r"0|[1-9]\d{0,8}", text, re.ASCII):
        raise NotTaken("number-not-whole", text=text)
    return text


def _decimal(value: Value, comma: bool) -> str:
    _refuse_days(value)
    text = _with_point(value, comma) if isinstance(value, str) else _plain(value)
    if not _NUMBER.match(text):
        raise NotTaken("number-not-decimal", text=_plain(value))
    number = number_text(Decimal(text))
    if not re.fullmatch(r"-?\d{1,18}(\.\d{1,9})?", number, re.ASCII):
        raise NotTaken("number-too-long", text=_plain(value))
    return number


def _with_point(text: str, comma: bool) -> str:
    """A typed number with a decimal point. Raises NotTaken where a mark may part thousands."""
    mark, other = (",", ".") if comma else (".", ",")
    if text.endswith("%"):
        raise NotTaken("percent", text=text)
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}\{other}\d{{3}}", text):
        raise NotTaken("number-ambiguous", text=text, whole=text.replace(other, ""), part=text.replace(other, mark))
    for group, point in ((other, mark), (mark, other)):
        if re.fullmatch(rf"-?\d+\{point}\d+|-?[1-9]\d{{0,2}}(\{group}\d{{3}})+(\{point}\d+)?", text):
            return text.replace(group, "").replace(point, ".")
    return text


def _item(value: Value) -> str:
    tick = _TICKS.get(fold(_plain(value)))
    if tick is None:
        raise NotTaken("tick-unknown", text=_plain(value))
    return tick


def _case(value: Value) -> str:
    _refuse_days(value)
    text = _plain(value)
    if not re.fullmatch(CASE_NUMBER, text):
        raise NotTaken("case-number", text=text)
    return text


def _sort(value: Value) -> str:
    _refuse_days(value)
    return _plain(value)


def _document(value: Value) -> str:
    _refuse_days(value)
    text = _plain(value)
    found = forbidden(text) or invisible(text)
    if found is not None:
        raise NotTaken("character-forbidden", character=f"U+{ord(found[0]):04X}")
    if len(text) > LONGEST_DOCUMENT:
        raise NotTaken("text-too-long", length=len(text), most=LONGEST_DOCUMENT)
    return text


def _refuse_days(value: Value) -> None:
    if isinstance(value, date):
        raise NotTaken("day-for-other", day=date(value.year, value.month, value.day).isoformat())


def _plain(value: Value) -> str:
    """A value as a spreadsheet shows it: whole numbers without a point, no more digits than it keeps."""
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        try:
            return number_text(Decimal(f"{value:.{DIGITS}g}"))
        except InvalidOperation:
            return str(value)
    return str(value)


_READ: dict[Part, Callable[[Value], str]] = {
    Part.DAY: _day,
    Part.DOCUMENT: _document,
    Part.DONE: _whole,
    Part.TOTAL: _whole,
    Part.ITEM: _item,
    Part.CASE: _case,
    Part.SORT: _sort,
}
