"""The fast reader: simply written YAML line by line; NotSimple where the full reader must say what a line means.

Simple is what an office writes: a key and a value a line, lists and mappings in brackets on one line, quotes without
escapes. For such lines it is certain what the full parser would make of them; every other line is left to that one.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

MOST_KNOWN = 20_000
LONGEST = 4_000
DEEPEST = 8
FURTHEST_IN = 24
NOTHING = object()
AT_ONCE = 5_000
"""How many items of a list are made models in one piece."""

Loc = tuple[int | str, ...]

# All of them letters by themselves: what is made of these alone is in the composed form NFC.
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_CHARACTERS = re.compile(f"[ -~{_LETTER}\u2013\u2014\u2018-\u201d\u2026]*\\Z")
_KEY = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_LINE = re.compile(rf"( *)(- )?(?:({_KEY}):(?: +(\S.*))?|(\S.*))\Z")
# The commonest line, told apart at one look: a key and a value of letters, digits and a few signs.
_SIMPLE = re.compile(rf"( *)(- )?({_KEY}): ([0-9{_LETTER}][0-9{_LETTER} ./()-]*)(?<! )\r?\n?\Z")
_COMMENT = re.compile(r" *(?:#.*)?\Z")
_QUOTED = r"""(?:"([^"\\]*)"|'([^']*)')"""
_BLOCK = re.compile(
    rf"(?:{_QUOTED}|((?:[0-9{_LETTER}(]|\.\./|-(?=[0-9]))(?:[^:#]|:(?=\S)|(?<=\S)#)*(?<=\S)))(?: +#.*)?\Z"
)
_FLOW = re.compile(rf" *(?:{_QUOTED}|((?:[0-9{_LETTER}(]|\.\./|-(?=[0-9]))[^\"'\\,:#?&*!|>%@`\[\]{{}}]*)) *")
_FLOW_KEY = re.compile(rf" *({_KEY}): +")
BOOLEAN_WORD = re.compile(r"(?:y|yes|n|no|on|off)\Z", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"(?:y|yes|n|no|on|off|[-+]?\.(?:inf|nan))\Z", re.IGNORECASE | re.ASCII)


LONGEST_FIX = 160
"""How many characters of a line that is to be written are shown."""


def with_colon(text: str) -> str:
    """A line with a colon behind its first word; of a very long line the beginning."""
    text = text if len(text) <= LONGEST_FIX else f"{text[:LONGEST_FIX]}…"
    word, _, rest = text.replace(":", ": ", 1).partition(" ")
    return f"{word.rstrip(':')}: {rest.strip()}".rstrip()


class NotSimple(Exception):  # noqa: N818
    """A line that is not simply written: no mistake, but for the full reader."""


class Line(NamedTuple):
    """One line that says something. `indent`: where its key stands; `value` is NOTHING where a block follows."""

    indent: int
    item: bool
    key: str | None
    value: Any


def simple_lines(data: bytes) -> Iterator[tuple[int, Line]]:
    """Every line that is no comment, with its number from 1. Raises Odd."""
    known: dict[bytes, Line | None] = {}
    for number, raw in enumerate(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)), start=1):
        if raw in known:
            line = known[raw]
        else:
            if len(known) >= MOST_KNOWN:
                known.clear()
            line = known[raw] = _line(raw)
        if line is not None:
            yield number, line


def _line(raw: bytes) -> Line | None:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise NotSimple from None
    simple = _SIMPLE.match(text)
    if simple is None or len(text) > LONGEST:
        return _other_line(text.removesuffix("\n").removesuffix("\r"))
    spaces, dash, key, value = simple.groups()
    return _placed(spaces, dash, _checked(key), _checked(value))


def _other_line(text: str) -> Line | None:
    if len(text) > LONGEST or not _CHARACTERS.match(text):
        raise NotSimple
    if _COMMENT.match(text):
        return None
    match = _LINE.match(text)
    if match is None:
        raise NotSimple
    spaces, dash, key, value, bare = match.groups()
    if bare is not None and dash is None:
        raise NotSimple
    return _placed(spaces, dash, None if key is None else _checked(key), _value(bare or value))


def _placed(spaces: str, dash: str | None, key: str | None, value: Any) -> Line:
    indent = len(spaces) + (2 if dash else 0)
    if indent > FURTHEST_IN:
        raise NotSimple
    return Line(indent, dash is not None, key, value)


def _value(text: str | None) -> Any:
    if text is None:
        return NOTHING
    if text[0] in "[{":
        value, rest = _flow(text, 0, DEEPEST)
        if text[rest:].strip(" "):
            raise NotSimple
        return value
    match = _BLOCK.match(text)
    if match is None:
        raise NotSimple
    return _scalar(match)


def _scalar(match: re.Match[str]) -> str:
    double, single, plain = match.groups()
    if plain is None:
        return double if double is not None else single
    return _checked(plain.rstrip(" "))


def _checked(word: str) -> str:
    """The word, unless it is one that other YAML tools take for true or false."""
    if len(word) <= 5 and _WORD.match(word):
        raise NotSimple
    return word


def _flow(text: str, place: int, deeper: int) -> tuple[Any, int]:
    """The list or mapping in brackets that begins at a place, and where it ends."""
    if not deeper:
        raise NotSimple
    return _flow_list(text, place + 1, deeper - 1) if text[place] == "[" else _flow_mapping(text, place + 1, deeper - 1)


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


def _flow_mapping(text: str, place: int, deeper: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    if text[place : place + 1] == "}":
        return found, place + 1
    while True:
        match = _FLOW_KEY.match(text, place)
        if match is None or match[1] in found:
            raise NotSimple
        found[_checked(match[1])], place = _flow_value(text, match.end(), deeper)
        if text[place : place + 1] == "}":
            return found, place + 1
        place = _after_comma(text, place)


def _flow_value(text: str, place: int, deeper: int) -> tuple[Any, int]:
    if text[place : place + 1] in ("[", "{"):
        return _flow(text, place, deeper)
    match = _FLOW.match(text, place)
    if match is None:
        raise NotSimple
    return _scalar(match), match.end()


def _after_comma(text: str, place: int) -> int:
    if text[place : place + 2] != ", ":
        raise NotSimple
    return place + 2


Value = Any
Marks = dict[str, tuple[int, int]]
END = Line(-1, False, None, NOTHING)


class SimpleUnit(NamedTuple):
    """One unit: where it stands, its fields but for the facts, the facts, and where each fact stands."""

    line: int
    column: int
    fields: dict[str, Value]
    facts: dict[str, Value]
    marks: Marks


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


def simple_mapping(data: bytes) -> dict[str, Value] | None:
    """The mapping that any simply written file holds, or None for any other."""
    try:
        return _Reader(data).whole()
    except NotSimple:
        return None


class _Reader:
    """The lines one by one; `line` is the one to be read next."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.lines = simple_lines(data)
        self.number, self.line = next(self.lines, (0, END))

    def step(self) -> None:
        self.number, self.line = next(self.lines, (0, END))

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
        if value is NOTHING:
            return []
        line = next(islice(io.BytesIO(self.data), number - 1, None)).removeprefix(codecs.BOM_UTF8)
        return [(number, column) for column in columns_of_items(line.decode())]

    def _units(self) -> Iterator[SimpleUnit]:
        indent = self.line.indent
        if not self.line.item:
            raise NotSimple
        while self.line.item and self.line.indent == indent:
            yield self._unit(indent)
        if self.line.indent > 0:
            raise NotSimple

    def _unit(self, indent: int) -> SimpleUnit:
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
                raise NotSimple
        return SimpleUnit(at, indent + 1, fields, facts or {}, marks)

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
