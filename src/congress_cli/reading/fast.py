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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from operator import attrgetter
from sys import intern
from typing import Any, NamedTuple

from congress_cli.text import MAX_SCALAR, forbidden

LONGEST_KNOWN = 200
"""How many bytes a line has that may come again; longer ones, a unit in brackets above all, are not kept."""
LONGEST = 100_000
"""How many characters a line may have: a thousand cases in brackets stand on one of 70,000."""
MAX_BLOCK = 256 * 1024
"""How many bytes of one unit the full reader reads by themselves; what is longer is read with its file, and once."""
DEEPEST = 8
FURTHEST_IN = 24
NOTHING = object()
AT_ONCE = 5_000
"""How many items of a list are made models in one piece."""

Loc = tuple[int | str, ...]

# All of them letters by themselves: what is made of these alone is in the composed form NFC.
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_CHARACTERS = re.compile(f"[ -~{_LETTER}\u2013\u2014\u2018-\u201d\u2026]*\\Z")
# A key of more than 1,024 characters is none.
_KEY = r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}"
_LINE = re.compile(rf"""( *)(- )?(?:(["']?)({_KEY})\3:(?: +(\S.*))?|(\S.*))\Z""")
# The commonest line, told apart at one look: a key and a value of letters, digits and a few signs.
_SIMPLE = re.compile(rf"( *)(- )?({_KEY}): ([0-9{_LETTER}][0-9{_LETTER} ./()-]*)(?<! )\r?\n?\Z")
_COMMENT = re.compile(r" *(?:#.*)?\Z")
_COMMENT_BEHIND = re.compile(r" *(?: #.*)?\Z")
_QUOTED = r"""(?:"([^"\\]*)"|'([^']*)')"""
_BLOCK = re.compile(
    rf"(?:{_QUOTED}|((?:[0-9{_LETTER}(]|\.\./|-(?=[0-9]))(?:[^:#]|:(?=\S)|(?<=\S)#)*(?<=\S)))(?: +#.*)?\Z"
)
_FLOW = re.compile(rf" *(?:{_QUOTED}|((?:[0-9{_LETTER}(]|\.\./|-(?=[0-9]))[^\"'\\,:#?&*!|>%@`\[\]{{}}]*)) *")
_FLOW_KEY = re.compile(rf""" *(["']?)({_KEY})\1: +""")
_WORD = re.compile(r"(?:y|yes|n|no|on|off|[-+]?\.(?:inf|nan))\Z", re.IGNORECASE | re.ASCII)


class NotSimple(Exception):  # noqa: N818
    """A line that is not simply written: no mistake, but for the full reader."""


class Line(NamedTuple):
    """One line that says something. `indent`: where its key stands; `value` is NOTHING where a block follows.

    `columns`: where the keys of `facts` in brackets stand, be they the value or a part of it.
    """

    indent: int
    item: bool
    key: str | None
    value: Any
    columns: tuple[int, ...] = ()


END = Line(-1, False, None, NOTHING)
NOT_SIMPLE = Line(-2, False, None, NOTHING)


class Lines(dict[bytes, Line | None]):
    """Every line as it is read, looked at once; None for a comment, NOT_SIMPLE for one that is not simply written."""

    def __missing__(self, raw: bytes) -> Line | None:
        line = _line_or_not(raw)
        if len(raw) <= LONGEST_KNOWN:
            self[raw] = line
        return line


def _line_or_not(raw: bytes) -> Line | None:
    try:
        return _line(raw)
    except NotSimple:
        return NOT_SIMPLE


def _line(raw: bytes) -> Line | None:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise NotSimple from None
    simple = _SIMPLE.match(text)
    if simple is None or len(text) > MAX_SCALAR:
        return _other_line(text.removesuffix("\n").removesuffix("\r"))
    spaces, dash, key, value = simple.groups()
    return _placed(spaces, dash, _checked(key), _checked(value))


def _other_line(text: str) -> Line | None:
    if _COMMENT.match(text) and text.isprintable() and not forbidden(text):
        return None
    if len(text) > LONGEST or not _CHARACTERS.match(text):
        raise NotSimple
    match = _LINE.match(text)
    if match is None:
        raise NotSimple
    spaces, dash, _, key, value, bare = match.groups()
    if bare is not None and (dash is None or bare[0] == "#"):
        raise NotSimple
    columns: list[int] = []
    if key == "facts" or (bare is not None and bare[0] == "{"):
        bracket = match.start(6 if key is None else 5)
        if text[bracket : bracket + 1] == "{":
            found = _in_brackets(text, bracket, columns, None if key else "facts")
            return _placed(spaces, dash, key, found)._replace(columns=tuple(columns))
    return _placed(spaces, dash, None if key is None else _checked(key), _value(bare or value))


def _placed(spaces: str, dash: str | None, key: str | None, value: Any) -> Line:
    indent = len(spaces) + (2 if dash else 0)
    if indent > FURTHEST_IN:
        raise NotSimple
    return Line(indent, dash is not None, key, value)


def _in_brackets(text: str, place: int, columns: list[int] | None = None, below: str | None = None) -> Any:
    """The list or mapping in brackets that begins at a place and ends its line. `columns`: as in `_flow_mapping`."""
    value, end = _flow(text, place, DEEPEST, columns, below)
    if not _COMMENT_BEHIND.match(text, end):
        raise NotSimple
    return value


def _value(text: str | None) -> Any:
    if text is None or text[0] == "#":
        return NOTHING
    if text[0] in "[{":
        return _in_brackets(text, 0)
    match = _BLOCK.match(text)
    if match is None:
        raise NotSimple
    return _scalar(match)


def _scalar(match: re.Match[str]) -> str:
    double, single, plain = match.groups()
    if match.end() - match.start() > MAX_SCALAR:
        raise NotSimple
    if plain is None:
        return double if double is not None else single
    return _checked(plain.rstrip(" "))


def _checked(word: str) -> str:
    """The word, unless it is one that other YAML tools take for true or false."""
    if len(word) <= 5 and _WORD.match(word):
        raise NotSimple
    return word


def _flow(
    text: str, place: int, deeper: int, columns: list[int] | None = None, below: str | None = None
) -> tuple[Any, int]:
    """The list or mapping in brackets that begins at a place, and where it ends."""
    if not deeper:
        raise NotSimple
    if text[place] == "[":
        return _flow_list(text, place + 1, deeper - 1)
    return _flow_mapping(text, place + 1, deeper - 1, columns, below)


def columns_of_items(text: str) -> list[int]:
    """The columns, from 1, of the items of the list in brackets that is the value in a line. Raises Odd."""
    places: list[int] = []
    begins = text.find("[")
    if begins < 0:
        raise NotSimple
    _flow_list(text, begins + 1, DEEPEST, places)
    return [place + 1 for place in places]


def _flow_list(text: str, place: int, deeper: int, places: list[int] | None = None) -> tuple[list[Any], int]:
    items: list[Any] = []
    if text[place : place + 1] == "]":
        return items, place + 1
    while True:
        if places is not None:
            places.append(place)
        value, place = _flow_value(text, place, deeper)
        items.append(value)
        if text[place : place + 1] == "]":
            return items, place + 1
        place = _after_comma(text, place)


def _flow_mapping(
    text: str, place: int, deeper: int, columns: list[int] | None, below: str | None
) -> tuple[dict[str, Any], int]:
    """`columns` takes in where, from 1, each key stands: those of this mapping, or of the one `below` a key of it."""
    found: dict[str, Any] = {}
    if text[place : place + 1] == "}":
        return found, place + 1
    while True:
        match = _FLOW_KEY.match(text, place)
        if match is None or match[2] in found:
            raise NotSimple
        key = intern(_checked(match[2]))  # as of block lines, which are read once
        if columns is not None and below is None:
            columns.append(match.start(1) + 1)
        found[key], place = _flow_value(text, match.end(), deeper, columns if key == below else None)
        if text[place : place + 1] == "}":
            return found, place + 1
        place = _after_comma(text, place)


def _flow_value(text: str, place: int, deeper: int, columns: list[int] | None = None) -> tuple[Any, int]:
    if text[place : place + 1] in ("[", "{"):
        return _flow(text, place, deeper, columns)
    match = _FLOW.match(text, place)
    if match is None:
        raise NotSimple
    return intern(_scalar(match)), match.end()


def _after_comma(text: str, place: int) -> int:
    if text[place : place + 2] != ", ":
        raise NotSimple
    return place + 2


Value = Any
Marks = dict[str, tuple[int, int]]
_DASH = re.compile(rb" *- ")
_OTHER_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")


class SimpleUnit(NamedTuple):
    """One unit: where it stands, its fields but for the facts, the facts, and where each fact stands."""

    line: int
    column: int
    fields: dict[str, Value]
    facts: dict[str, Value]
    marks: Marks

    def moved(self, lines: int) -> SimpleUnit:
        """The same unit so many lines further down."""
        if not lines:
            return self
        marks = {name: (line + lines, column) for name, (line, column) in self.marks.items()}
        return self._replace(line=self.line + lines, marks=marks)


_HEAD = b"units:\n"


class SimpleFile(NamedTuple):
    """One units file: its fields but for the units, the units, and where each task force stands."""

    fields: dict[str, Value]
    units: list[SimpleUnit]
    forces: list[tuple[int, int]]


def simple_units_file(data: bytes) -> SimpleFile | None:
    """The units file that these bytes hold, or None where they are not simply written."""
    try:
        return _Reader(data).file()
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
        return _Reader(data).whole()
    except NotSimple:
        return None


def _facts_in_brackets(value: Value, number: int, columns: Iterable[int], marks: Marks) -> dict[str, Value]:
    if type(value) is not dict:
        raise NotSimple
    marks.update((name, (number, column)) for name, column in zip(value, columns, strict=True))
    return value


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
    facts: Any = one.get("facts") or {}
    marks = {name: (at + above, mark) for name, (at, mark, _, _) in facts.marks.items()} if facts else {}
    return SimpleUnit(line + above, column, _unplaced(found), _unplaced(facts), marks)


def _unplaced(value: Value) -> Value:
    """A value of the full reader without the places in it."""
    if isinstance(value, dict):
        return {key: _unplaced(inner) for key, inner in value.items()}
    return [_unplaced(inner) for inner in value] if isinstance(value, list) else value


class _Reader:
    """The lines one by one; `line` is the one to be read next, `number` its number."""

    def __init__(self, data: bytes) -> None:
        self.data = data.removeprefix(codecs.BOM_UTF8)
        self.found = 1, 0  # the line whose place was asked for last, and that place
        self.lines = [None, *map(Lines().__getitem__, io.BytesIO(self.data)), END]
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
        while line is None:
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
        if units is None:
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
        while indent is not None and self._item() == indent:
            unit = self._simple_or_not(indent)
            if "id" not in unit.fields:  # the file is refused; why, the full reader says
                raise NotSimple
            yield unit
        if indent is None or self.line.indent > 0:
            raise NotSimple

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
        facts: dict[str, Value] | None = None
        marks: Marks = {}
        while first or (self.line.indent == indent and not self.line.item):
            number, columns = self.number, self.line.columns
            key, value = self._key(indent, fields, first=first)
            first = False
            if key != "facts":
                fields[key] = value if value is not NOTHING else self._block(indent)
            elif facts is not None:
                raise NotSimple
            elif value is NOTHING:
                facts = self._facts(indent, marks)
            else:
                facts = _facts_in_brackets(value, number, columns, marks)
        return SimpleUnit(at, indent + 1, fields, facts or {}, marks)

    def _in_brackets(self) -> SimpleUnit:
        """The unit that is an item in brackets on one line."""
        number, line = self.number, self.line
        marks: Marks = {}
        if type(line.value) is not dict:
            raise NotSimple
        self.step()
        fields = dict(line.value)
        facts = _facts_in_brackets(fields.pop("facts", {}), number, line.columns, marks)
        return SimpleUnit(number, line.indent + 1, fields, facts, marks)

    def _facts(self, above: int, marks: Marks) -> dict[str, Value]:
        indent = self.line.indent
        if indent <= above:
            raise NotSimple
        found: dict[str, Value] = {}
        while self.line.indent == indent:
            number = self.number
            key, value = self._key(indent, found)
            found[key] = value if value is not NOTHING else self._block(indent)
            marks[key] = (number, indent + 1)
        if self.line.indent > above:
            raise NotSimple
        return found

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
