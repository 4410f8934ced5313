"""Where values stand in their file: mappings and lists with lines and columns (from 1), and nodes with characters.

And what both readers say alike of words and lines that are written wrongly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from congress_cli.model.message import Position


class LocatedDict(dict[str, Any]):
    """A mapping that knows where its keys and values stand: key line, key column, value line, value column."""

    __slots__ = ("marks", "position")

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.marks: dict[str, tuple[int, int, int, int]] = {}


class LocatedList(list[Any]):
    """A list that knows where its items stand: line and column."""

    __slots__ = ("marks", "position")

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.marks: list[tuple[int, int]] = []


def position_of(raw: Any, loc: Iterable[int | str], base: Position, *, on_key: bool = False) -> Position:
    """Where the value (or the key) at `loc` stands; the nearest place above it where it is absent."""
    at, value = base, raw
    for step in loc:
        if isinstance(value, LocatedDict) and step in value.marks:
            key_line, key_column, line, column = value.marks[str(step)]
            at = Position(key_line, key_column, len(str(step))) if on_key else _extent(line, column, value[str(step)])
            value = value[str(step)]
        elif isinstance(value, LocatedList) and isinstance(step, int) and step < len(value):
            at = _extent(*value.marks[step], value[step])
            value = value[step]
    return at


def _extent(line: int, column: int, value: Any) -> Position:
    return Position(line, column, len(value) if isinstance(value, str) and "\n" not in value else 1)


def value_at(raw: Any, loc: Iterable[int | str]) -> Any:
    """The raw value at `loc`, as deep as it goes."""
    value = raw
    for step in loc:
        keyed = isinstance(value, dict) and step in value
        placed = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if keyed or placed:
            value = value[step]
    return value


BOOLEAN_WORD = re.compile(r"(?:y|yes|n|no|on|off)\Z", re.IGNORECASE | re.ASCII)
MOST_FIGURES = 100
LONGEST_FIX = 160
"""How many characters of a line that is to be written are shown."""


def cut_number(mapping: LocatedDict, key: str, line: int, column: int) -> str | None:
    """The key whose number a decimal comma cut in two: in `{growth: 7,5}` the 5 is read as a key; else None."""
    if not key.isdecimal() or len(mapping) > MOST_FIGURES:
        return None
    for other, (_, _, at_line, at_column) in mapping.marks.items():
        value = mapping[other]
        if isinstance(value, str) and value.isdecimal() and (at_line, at_column + len(value) + 1) == (line, column):
            return other
    return None


def with_colon(text: str) -> str:
    """A line with a colon behind its first word; of a very long line the beginning."""
    text = text if len(text) <= LONGEST_FIX else f"{text[:LONGEST_FIX]}…"
    word, _, rest = text.replace(":", ": ", 1).partition(" ")
    return f"{word.rstrip(':')}: {rest.strip()}".rstrip()


BLOCK_STYLES = ("|", ">")


class Node:
    """One value: `text[start:end]` is how it is written, its comments aside.

    `column`: in which column it begins, counted from 0. `flow`: whether it is a mapping or a list in brackets.
    `style`: how a single text is written: `"`, `'`, `|`, `>`, or nothing for a plain one. A value that is not
    written at all begins and ends where it could be.
    """

    __slots__ = ("_end", "_inner", "_text", "column", "flow", "start", "style")

    def __init__(self, event: Any) -> None:
        self.start: int = event.start_mark.index
        self.column: int = event.start_mark.column
        self.flow: bool = bool(getattr(event, "flow_style", False))
        self.style: str = getattr(event, "style", None) or ""
        self._end: int = event.end_mark.index
        self._text: str | None = getattr(event, "value", None)
        self._inner: list[Node] = []

    @property
    def end(self) -> int:
        """Where its last character ends; of a text in block style, where its lines end."""
        return self._last._end

    @property
    def is_lines(self) -> bool:
        """Whether it is a mapping or a list in lines of its own."""
        return self._text is None and not self.flow

    @property
    def ends_lines(self) -> bool:
        """Whether it ends with the end of a line that belongs to it: a text in block style does."""
        return self._last.style in BLOCK_STYLES

    @property
    def _last(self) -> Node:
        """The last text or bracket of it: where a mapping in lines ends, the parser says only after the comments."""
        node = self
        while node.is_lines and node._inner:
            node = node._inner[-1]
        return node

    def entries(self) -> Iterator[Entry]:
        """The keys of a mapping, each with its value."""
        for key, value in zip(self._inner[::2], self._inner[1::2], strict=True):
            yield Entry(unicodedata.normalize("NFC", key._text or ""), key, value)

    def items(self) -> Iterator[Node]:
        """The items of a list."""
        return iter(self._inner)

    def take(self, inner: Node) -> None:
        """Take in the next key, value or item."""
        self._inner.append(inner)

    def close(self, event: Any) -> None:
        """End where the bracket or the lines of a mapping or a list end."""
        self._end = event.end_mark.index


class Entry(NamedTuple):
    """One key of a mapping and its value."""

    name: str
    key: Node
    value: Node
