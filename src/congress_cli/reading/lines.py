"""The lines of a plainly written YAML file, each as indentation, key and value; Odd for any line that is not plain.

Plain is what an office writes: a key and a value a line, lists and mappings in brackets on one line, quotes without
escapes. For such lines it is certain what the full parser would make of them; every other line is left to that one.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_KNOWN = 20_000
LONGEST = 4_000
DEEPEST = 8
FURTHEST_IN = 24
NOTHING = object()

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
_WORD = re.compile(r"(?:y|yes|n|no|on|off|[-+]?\.(?:inf|nan))\Z", re.IGNORECASE | re.ASCII)


class Odd(Exception):  # noqa: N818
    """A line that is not plainly written: no mistake, but for the full parser to read."""


class Line(NamedTuple):
    """One line that says something. `indent`: where its key stands; `value` is NOTHING where a block follows."""

    indent: int
    item: bool
    key: str | None
    value: Any


def lines_of(data: bytes) -> Iterator[tuple[int, Line]]:
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
        raise Odd from None
    simple = _SIMPLE.match(text)
    if simple is None or len(text) > LONGEST:
        return _other_line(text.removesuffix("\n").removesuffix("\r"))
    spaces, dash, key, value = simple.groups()
    return _placed(spaces, dash, _checked(key), _checked(value))


def _other_line(text: str) -> Line | None:
    if len(text) > LONGEST or not _CHARACTERS.match(text):
        raise Odd
    if _COMMENT.match(text):
        return None
    match = _LINE.match(text)
    if match is None:
        raise Odd
    spaces, dash, key, value, bare = match.groups()
    if bare is not None and dash is None:
        raise Odd
    return _placed(spaces, dash, None if key is None else _checked(key), _value(bare or value))


def _placed(spaces: str, dash: str | None, key: str | None, value: Any) -> Line:
    indent = len(spaces) + (2 if dash else 0)
    if indent > FURTHEST_IN:
        raise Odd
    return Line(indent, dash is not None, key, value)


def _value(text: str | None) -> Any:
    if text is None:
        return NOTHING
    if text[0] in "[{":
        value, rest = _flow(text, 0, DEEPEST)
        if text[rest:].strip(" "):
            raise Odd
        return value
    match = _BLOCK.match(text)
    if match is None:
        raise Odd
    return _scalar(match)


def _scalar(match: re.Match[str]) -> str:
    double, single, plain = match.groups()
    if plain is None:
        return double if double is not None else single
    return _checked(plain.rstrip(" "))


def _checked(word: str) -> str:
    """The word, unless it is one that other YAML tools take for true or false."""
    if len(word) <= 5 and _WORD.match(word):
        raise Odd
    return word


def _flow(text: str, place: int, deeper: int) -> tuple[Any, int]:
    """The list or mapping in brackets that begins at a place, and where it ends."""
    if not deeper:
        raise Odd
    return _flow_list(text, place + 1, deeper - 1) if text[place] == "[" else _flow_mapping(text, place + 1, deeper - 1)


def columns_of_items(text: str) -> list[int]:
    """The columns, from 1, of the items of the list in brackets that is the value in a line. Raises Odd."""
    places: list[int] = []
    begins = text.find("[")
    if begins < 0:
        raise Odd
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
            raise Odd
        found[_checked(match[1])], place = _flow_value(text, match.end(), deeper)
        if text[place : place + 1] == "}":
            return found, place + 1
        place = _after_comma(text, place)


def _flow_value(text: str, place: int, deeper: int) -> tuple[Any, int]:
    if text[place : place + 1] in ("[", "{"):
        return _flow(text, place, deeper)
    match = _FLOW.match(text, place)
    if match is None:
        raise Odd
    return _scalar(match), match.end()


def _after_comma(text: str, place: int) -> int:
    if text[place : place + 2] != ", ":
        raise Odd
    return place + 2
