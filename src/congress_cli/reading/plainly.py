"""A plainly written file as plain values, of a units file with the places that a report needs; None for any other.

Nothing is told here and nothing is checked but the way of writing: what a file means, and what is wrong with it,
is for `registry` and the full parser. Whatever this accepts, the full parser reads as the very same values.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from congress_cli.reading.lines import NOTHING, Line, Odd, columns_of_items, lines_of

Value = Any
Marks = dict[str, tuple[int, int]]
END = Line(-1, False, None, NOTHING)


class PlainUnit(NamedTuple):
    """One unit: where it stands, its fields but for the facts, the facts, and where each fact stands."""

    line: int
    column: int
    fields: dict[str, Value]
    facts: dict[str, Value]
    marks: Marks


class PlainFile(NamedTuple):
    """One units file: its fields but for the units, the units, and where each task force stands."""

    fields: dict[str, Value]
    units: list[PlainUnit]
    forces: list[tuple[int, int]]


def plainly(data: bytes) -> PlainFile | None:
    """The units file that these bytes plainly hold, or None where they are written in any other way."""
    try:
        return _Reader(data).file()
    except Odd:
        return None


def plain_mapping(data: bytes) -> dict[str, Value] | None:
    """The mapping that any plainly written file holds, or None where it is written in any other way."""
    try:
        return _Reader(data).whole()
    except Odd:
        return None


class _Reader:
    """The lines one by one; `line` is the one to be read next."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.lines = lines_of(data)
        self.number, self.line = next(self.lines, (0, END))

    def step(self) -> None:
        self.number, self.line = next(self.lines, (0, END))

    def whole(self) -> dict[str, Value]:
        found = self._mapping(0)
        if self.line is not END or not found:
            raise Odd
        return found

    def file(self) -> PlainFile:
        fields: dict[str, Value] = {}
        units: list[PlainUnit] | None = None
        forces: list[tuple[int, int]] = []
        while self.line is not END:
            number = self.number
            key, value = self._key(0, fields)
            if key == "task_forces":
                forces = self._forces(number, value)
                fields[key] = value if value is not NOTHING else self._block(0, forces)
            elif key != "units":
                fields[key] = value if value is not NOTHING else self._block(0)
            elif units is None and value is NOTHING:
                units = list(self._units())
            else:
                raise Odd
        if units is None:
            raise Odd
        return PlainFile(fields, units, forces)

    def _key(self, indent: int, found: dict[str, Value], *, first: bool = False) -> tuple[str, Value]:
        """The key and value of this line, which must be the next of a mapping; goes on to the line after it."""
        line = self.line
        if line.indent != indent or line.item is not first or line.key is None or line.key in found:
            raise Odd
        self.step()
        return line.key, line.value

    def _forces(self, number: int, value: Value) -> list[tuple[int, int]]:
        """Where each task force of a list in brackets stands; those of a list with dashes are found as it is read."""
        if value is NOTHING:
            return []
        line = next(islice(io.BytesIO(self.data), number - 1, None)).removeprefix(codecs.BOM_UTF8)
        return [(number, column) for column in columns_of_items(line.decode())]

    def _units(self) -> Iterator[PlainUnit]:
        indent = self.line.indent
        if not self.line.item:
            raise Odd
        while self.line.item and self.line.indent == indent:
            yield self._unit(indent)
        if self.line.indent > 0:
            raise Odd

    def _unit(self, indent: int) -> PlainUnit:
        at, first = self.number, True
        fields: dict[str, Value] = {}
        facts: dict[str, Value] | None = None
        marks: Marks = {}
        while first or (self.line.indent == indent and not self.line.item):
            key, value = self._key(indent, fields, first=first)
            first = False
            if key != "facts":
                fields[key] = value if value is not NOTHING else self._block(indent)
            elif facts is None and (value is NOTHING or value == {}):
                facts = {} if value is not NOTHING else self._facts(indent, marks)
            else:
                raise Odd
        return PlainUnit(at, indent + 1, fields, facts or {}, marks)

    def _facts(self, above: int, marks: Marks) -> dict[str, Value]:
        indent = self.line.indent
        if indent <= above:
            raise Odd
        found: dict[str, Value] = {}
        while self.line.indent == indent:
            number = self.number
            key, value = self._key(indent, found)
            found[key] = value if value is not NOTHING else self._block(indent)
            marks[key] = (number, indent + 1)
        if self.line.indent > above:
            raise Odd
        return found

    def _block(self, above: int, places: list[tuple[int, int]] | None = None) -> Value:
        """The list or mapping that stands indented below a key. `places` takes in where each item of a list stands."""
        line = self.line
        # The dashes of a list may stand right under its key.
        if line.indent - (2 if line.item else 1) < above:
            raise Odd
        value = self._list(line.indent, places) if line.item else self._mapping(line.indent)
        if self.line.indent > above and not self.line.item:
            raise Odd
        return value

    def _mapping(self, indent: int, *, first: bool = False) -> dict[str, Value]:
        """The mapping whose keys stand so far in; `first`: it begins on the line of a dash."""
        found: dict[str, Value] = {}
        while first or (self.line.indent == indent and not self.line.item):
            key, value = self._key(indent, found, first=first)
            first = False
            found[key] = value if value is not NOTHING else self._block(indent)
        return found

    def _list(self, indent: int, places: list[tuple[int, int]] | None) -> list[Value]:
        found: list[Value] = []
        while self.line.item and self.line.indent == indent:
            if places is not None:
                places.append((self.number, indent + 1))
            if self.line.key is not None:
                found.append(self._mapping(indent, first=True))
            else:
                found.append(self.line.value)
                self.step()
        return found
