"""What openpyxl leaves out of a page that it streams: hidden rows, merged cells, formulas, how far values reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree.ElementTree import iterparse

from congress_cli.edit.sheets.grid import Block

_AT = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z", re.ASCII)


@dataclass
class Outline:
    """The shape of one page. `formulas`: whether each formula has a stored value."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Block] = field(default_factory=list)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0


def outline_of(stream: IO[bytes]) -> Outline:
    """The outline of a page. Its parts are forgotten as they pass. Raises ParseError, ValueError."""
    found = Outline()
    for name, element in _passing(stream):
        if name == "row":
            _row(element, found)
        elif name == "mergeCell":
            found.merged.append(block(element.get("ref", "")))
    return found


def position(text: str) -> tuple[int, int]:
    """Row and column of an address. Raises ValueError."""
    match = _AT.match(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def block(text: str) -> Block:
    """The range that an address names. Raises ValueError."""
    first, _, last = text.partition(":")
    return Block(*position(first), *position(last or first))


def _passing(stream: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Rows and merged ranges, each as it ends; what was in a row is forgotten."""
    for _, element in iterparse(stream):  # noqa: S314  the guard has refused every DOCTYPE
        name = _name(element)
        if name in ("row", "mergeCell"):
            yield name, element
            element.clear()


def _name(element: Any) -> str:
    tag: str = element.tag
    return tag[tag.find("}") + 1 :]


def _row(element: Any, found: Outline) -> None:
    number = int(element.get("r") or found.last_row + 1)
    if element.get("hidden") in ("1", "true"):
        found.hidden_rows.add(number)
    column = 0
    for cell in element:
        at = cell.get("r")
        number, column = position(at) if at else (number, column + 1)
        names = {_name(inner): inner for inner in cell}
        has_value = "is" in names or ("v" in names and bool(names["v"].text))
        if "f" in names:
            found.formulas[number, column] = has_value
        if has_value or "f" in names:
            found.last_row, found.last_column = max(found.last_row, number), max(found.last_column, column)
