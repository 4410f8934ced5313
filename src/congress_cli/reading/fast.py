"""The fast reader: simply written YAML line by line; NotSimple where the full reader must say what a line means.

Simple is what an office writes: a key and a value a line, lists and mappings in brackets on one line, quotes without
escapes. For such lines it is certain what the full parser would make of them. A unit with any other line is read by
that one, alone; a file with such a line anywhere else as a whole.
"""

from __future__ import annotations

import codecs
import io
import re
from bisect import bisect_right
from collections.abc import Collection, ItemsView, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from congress_cli.model.message import Position
from congress_cli.reading.lines import (
    BRACED,
    COMMENT,
    END,
    FACTS,
    FURTHEST_IN,
    ITEM,
    LAST,
    NOT_SIMPLE,
    NOTE,
    NOTHING,
    PLAIN,
    Line,
    Lines,
    NotSimple,
    columns_of_items,
)
from congress_cli.reading.positions import LocatedDict

MAX_BLOCK = 256 * 1024
"""How many bytes of one unit the full reader reads by themselves; what is longer is read with its file, and once."""
AT_ONCE = 5_000
"""How many items of a list are made models in one piece."""

Loc = tuple[int | str, ...]
Value = Any
_PAIR = itemgetter(Line._fields.index("pair"))
_DASH = re.compile(rb" *- ")
_OTHER_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")


class FactPlaces(Mapping[str, tuple[int, int]]):
    """Where each fact of a unit stands: line and column. It is worked out when it is asked for, which is seldom.

    `names`: the facts in their order; `line`: that of the unit; `below`: how many lines below it each fact stands.
    """

    __slots__ = ("below", "columns", "line", "names")

    def __init__(self, names: Collection[str], line: int, below: Sequence[int], columns: Sequence[int]) -> None:
        self.names, self.line, self.below, self.columns = names, line, below, columns

    def __getitem__(self, name: str) -> tuple[int, int]:
        for one, below, column in zip(self.names, self.below, self.columns, strict=True):
            if one == name:
                return self.line + below, column
        raise KeyError(name)

    def items(self) -> ItemsView[str, tuple[int, int]]:
        """All at once, in less time than one by one."""
        places = zip(map(self.line.__add__, self.below), self.columns, strict=True)
        return dict(zip(self.names, places, strict=True)).items()

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


class SimpleUnit(NamedTuple):
    """One unit: where it stands, its fields but for the facts, the facts.

    And where these stand: how many lines below the unit's own each is, and in which column.
    """

    line: int
    column: int
    fields: dict[str, Value]
    facts: dict[str, Value]
    below: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()

    @property
    def marks(self) -> FactPlaces:
        """Where each fact stands."""
        return FactPlaces(self.facts, self.line, self.below, self.columns)

    def moved(self, lines: int) -> SimpleUnit:
        """The same unit so many lines further down."""
        return self._replace(line=self.line + lines) if lines else self


_HEAD = b"units:\n"


class SimpleFile(NamedTuple):
    """One units file: its fields but for the units, the units, and where each task force stands."""

    fields: dict[str, Value]
    units: list[SimpleUnit]
    forces: list[tuple[int, int]]


def simple_units_file(data: bytes, known: Lines | None = None) -> SimpleFile | None:
    """The units file that these bytes hold, or None where they are not simply written. `known`: lines met before."""
    try:
        return _Reader(data, Lines() if known is None else known).file()
    except NotSimple:
        return None


def reread(before: bytes, file: SimpleFile, data: bytes) -> SimpleFile | None:
    """As `simple_units_file`; `before`: what held `file`. Where one unit alone differs, that unit alone is read."""
    first = _alike(before, data)
    near = bisect_right(file.units, before.count(b"\n", 0, first) + 1, key=attrgetter("line"))
    for place in (near - 1, near - 2):  # what is added behind a unit differs from where the next one begins
        new = _changed_unit(before, file.units, data, place) if 0 <= place < len(file.units) - 1 else None
        if new is not None:
            lines = data.count(b"\n") - before.count(b"\n")
            behind = (one.moved(lines) for one in file.units[place + 1 :])
            return file._replace(units=[*file.units[:place], new, *behind])
    return simple_units_file(data)


def _changed_unit(before: bytes, units: Sequence[SimpleUnit], data: bytes, place: int) -> SimpleUnit | None:
    """The unit at a place, which begins before the first difference, as it is now; None where not it alone differs."""
    start, end = (_begin(before, units[one].line) for one in (place, place + 1))
    now = len(data) - (len(before) - end)
    if data[now:] != before[end:]:
        return None
    return _other_unit(data[start:now], units[place])


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    sure, most = 0, min(len(one), len(other))
    while sure < most:
        tried = (sure + most + 1) // 2
        if one[sure:tried] == other[sure:tried]:
            sure = tried
        else:
            most = tried - 1
    return sure


def _begin(data: bytes, line: int) -> int:
    """Where a line begins, counted from 1."""
    place = 0
    for _ in range(line - 1):
        place = data.index(b"\n", place) + 1
    return place


def _other_unit(block: bytes, was: SimpleUnit) -> SimpleUnit | None:
    """The one unit that these lines hold in the place of another; None where they hold anything else."""
    file = simple_units_file(_HEAD + block)
    if file is None or len(file.units) != 1 or file.fields or file.units[0].column != was.column:
        return None
    return None if file.units[0].line != 2 else file.units[0].moved(was.line - 2)


def simple_mapping(data: bytes) -> dict[str, Value] | None:
    """The mapping that any simply written file holds, or None for any other."""
    try:
        return _Reader(data, Lines()).whole()
    except NotSimple:
        return None


def _usual(indent: int) -> re.Pattern[str]:
    """Finds, among the forms of lines, a unit whose keys stand so far in: all of it in brackets, or fields and facts.

    Each of these is a line.
    """
    item, plain, facts, braced = (chr(kind + indent) for kind in (ITEM, PLAIN, FACTS, BRACED))
    deeper = f"[{chr(PLAIN + indent + 1)}-{chr(PLAIN + FURTHEST_IN)}]"
    lines = rf"({item}{plain}*)(?:{facts}(({deeper})\3*))?"
    return re.compile(rf"(?:{braced}|{lines}){NOTE}*(?=[{item}{braced}{LAST}])")


@lru_cache(maxsize=1_024)
def _rows(first: int, end: int) -> tuple[int, ...]:
    return (*range(first, end),)


_Placed = tuple[dict[str, Value], tuple[int, ...], tuple[int, ...]]


def _facts_in_brackets(value: Value, below: int, columns: tuple[int, ...]) -> _Placed:
    if type(value) is not dict:
        raise NotSimple
    return value, (below,) * len(value), columns


def _blanks(line: bytes) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(b" "))


def _is_unit(value: Value) -> bool:
    """Whether the full reader found one mapping, with facts that are a mapping or nothing."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else None
    return isinstance(one, dict) and (one.get("facts") is None or isinstance(one["facts"], dict))


def _unit_of(value: Any, above: int) -> SimpleUnit:
    """The unit of a list that the full reader read, `above` that many lines."""
    (one,), ((line, column),) = value, value.marks
    found = {key: inner for key, inner in one.items() if key != "facts"}
    facts: Any = one.get("facts") or LocatedDict(Position(1, 1))
    marks = facts.marks.values()
    below, columns = tuple(mark[0] - line for mark in marks), tuple(mark[1] for mark in marks)
    return SimpleUnit(line + above, column, _unplaced(found), _unplaced(facts), below, columns)


def _unplaced(value: Value) -> Value:
    """A value of the full reader without the places in it."""
    if isinstance(value, dict):
        return {key: _unplaced(inner) for key, inner in value.items()}
    return [_unplaced(inner) for inner in value] if isinstance(value, list) else value


class _Reader:
    """The lines one by one; `line` is the one to be read next, `number` its number."""

    def __init__(self, data: bytes, known: Lines) -> None:
        self.data = data.removeprefix(codecs.BOM_UTF8)
        self.found = 1, 0  # the line whose place was asked for last, and that place
        self.lines = [COMMENT, *map(known.__getitem__, io.BytesIO(self.data)), END]
        self.go_to(1)
        if self.line is NOT_SIMPLE and self.raw(self.number).rstrip() == b"---":
            self.step()

    def step(self) -> None:
        """Go on with the line after this one, comments left aside."""
        self.go_to(self.number + 1)

    def go_to(self, number: int) -> None:
        """Go on with the line of this number, or the one after the comments that begin with it."""
        lines = self.lines
        line = lines[number]
        while line is COMMENT:
            number += 1
            line = lines[number]
        self.number, self.line = number, line

    def place(self, number: int) -> int:
        """Where a line begins."""
        at, place = self.found if self.found[0] <= number else (1, 0)
        for _ in range(number - at):
            place = self.data.index(b"\n", place) + 1
        self.found = number, place
        return place

    def raw(self, number: int) -> bytes:
        """The bytes of a line."""
        place = self.place(number)
        end = self.data.find(b"\n", place)
        return self.data[place : end if end >= 0 else None]

    def whole(self) -> dict[str, Value]:
        found = self._mapping(0)
        if self.line is not END or not found:
            raise NotSimple
        return found

    def file(self) -> SimpleFile:
        fields: dict[str, Value] = {}
        units: list[SimpleUnit] | None = None
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
                raise NotSimple
        if units is None or not all("id" in unit.fields for unit in units):  # why, the full reader says
            raise NotSimple
        return SimpleFile(fields, units, forces)

    def _key(self, indent: int, found: dict[str, Value], *, first: bool = False) -> tuple[str, Value]:
        """The key and value of this line, which must be the next of a mapping; goes on to the line after it."""
        line = self.line
        if line.indent != indent or line.item is not first or line.key is None or line.key in found:
            raise NotSimple
        self.step()
        return line.key, line.value

    def _forces(self, number: int, value: Value) -> list[tuple[int, int]]:
        """Where each task force of a list in brackets stands; those of a list with dashes are found as it is read."""
        return [] if value is NOTHING else [(number, one) for one in columns_of_items(self.raw(number).decode())]

    def _units(self) -> Iterator[SimpleUnit]:
        indent = self._item()
        if indent is None:
            raise NotSimple
        forms = "".join(map(itemgetter(0), self.lines))
        usual = _usual(indent)
        while self._item() == indent:
            match = usual.match(forms, self.number)
            yield self._simple_or_not(indent) if match is None else self._usual(match, indent)
        if self.line.indent > 0:
            raise NotSimple

    def _usual(self, match: re.Match[str], indent: int) -> SimpleUnit:
        """The unit whose lines match, and the comments behind them."""
        if self.line.key is None:
            return self._in_brackets()
        start, end = match.span(1)
        first, last = match.span(2)
        fields, facts = dict(map(_PAIR, self.lines[start:end])), dict(map(_PAIR, self.lines[first:last]))
        if len(fields) != end - start or len(facts) != last - first:
            raise NotSimple
        columns = (self.lines[first].indent + 1,) * len(facts)
        self.go_to(match.end())
        return SimpleUnit(start, indent + 1, fields, facts, _rows(first - start, last - start), columns)

    def _item(self) -> int | None:
        """Where what follows the dash stands if this line begins an item, be it simple or not."""
        if self.line is NOT_SIMPLE:
            dash = _DASH.match(self.raw(self.number))
            return None if dash is None else dash.end()
        return self.line.indent if self.line.item else None

    def _simple_or_not(self, indent: int) -> SimpleUnit:
        """A unit; read by the full reader where a line of it is not simply written."""
        start = self.number
        if self.line is not NOT_SIMPLE:
            with suppress(NotSimple):
                unit = self._unit(indent)
                if self.line is not NOT_SIMPLE or _blanks(self.raw(self.number)) <= indent - 2:
                    return unit
        return self._by_full_reader(start, indent)

    def _by_full_reader(self, start: int, indent: int) -> SimpleUnit:
        """The unit that begins with this line, read by itself. Its lines end where another line stands so far out."""
        from congress_cli.reading.yaml import parse

        begins = self.place(start)
        behind = re.compile(rb"^ {0,%d}(?![ #\r\n])" % (indent - 2), re.MULTILINE)
        match = behind.search(self.data, self.data.find(b"\n", begins) + 1 or len(self.data))
        ends = len(self.data) if match is None else match.start()
        block = self.data[begins:ends]
        if len(block) > MAX_BLOCK:
            raise NotSimple
        try:
            text = block.decode()
        except UnicodeDecodeError:
            raise NotSimple from None
        document = parse(text, "") if not _OTHER_BREAK.search(text) else None
        if document is None or document.broken or document.diagnostics.noted or not _is_unit(document.value):
            raise NotSimple
        self.go_to(start + block.count(b"\n"))
        return _unit_of(document.value, start - 1)

    def _unit(self, indent: int) -> SimpleUnit:
        at, first = self.number, True
        if self.line.key is None:
            return self._in_brackets()
        fields: dict[str, Value] = {}
        facts: _Placed | None = None
        while first or (self.line.indent == indent and not self.line.item):
            below, columns = self.number - at, self.line.columns
            key, value = self._key(indent, fields, first=first)
            first = False
            if key != "facts":
                fields[key] = value if value is not NOTHING else self._block(indent)
            elif facts is not None:
                raise NotSimple
            else:
                facts = self._facts(indent, at) if value is NOTHING else _facts_in_brackets(value, below, columns)
        return SimpleUnit(at, indent + 1, fields, *(facts or ({},)))

    def _in_brackets(self) -> SimpleUnit:
        """The unit that is an item in brackets on one line."""
        number, line = self.number, self.line
        if type(line.value) is not dict:
            raise NotSimple
        self.go_to(number + 1)
        fields = dict(line.value)
        facts = _facts_in_brackets(fields.pop("facts", {}), 0, line.columns)
        return SimpleUnit(number, line.indent + 1, fields, *facts)

    def _facts(self, above: int, start: int) -> _Placed:
        """The facts that stand further in, and where: how far below the line `start`, and in which column."""
        indent = self.line.indent
        if indent <= above:
            raise NotSimple
        found: dict[str, Value] = {}
        below = []
        while self.line.indent == indent:
            below.append(self.number - start)
            key, value = self._key(indent, found)
            found[key] = value if value is not NOTHING else self._block(indent)
        if self.line.indent > above:
            raise NotSimple
        return found, tuple(below), (indent + 1,) * len(below)

    def _block(self, above: int, places: list[tuple[int, int]] | None = None) -> Value:
        """The list or mapping that stands indented below a key. `places` takes in where each item of a list stands."""
        line = self.line
        # The dashes of a list may stand right under its key.
        if line.indent - (2 if line.item else 1) < above:
            raise NotSimple
        value = self._list(line.indent, places) if line.item else self._mapping(line.indent)
        if self.line.indent > above and not self.line.item:
            raise NotSimple
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


def long_lists(value: Any) -> Iterator[tuple[Loc, list[Any]]]:
    """The way to each list with very many items in a value, but for those inside another such list."""
    pending: list[tuple[Loc, Any]] = [((), value)]
    while pending:
        loc, inner = pending.pop()
        if isinstance(inner, list) and len(inner) > AT_ONCE:
            yield loc, inner
        elif isinstance(inner, dict | list):
            steps = inner.items() if isinstance(inner, dict) else enumerate(inner)
            pending.extend(((*loc, step), part) for step, part in steps if isinstance(part, dict | list))
