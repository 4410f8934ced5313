"""Lines of simply written YAML, each looked at once: a key and a value, or lists and mappings in brackets.

NotSimple is raised of a line for which it is not certain what the full parser would make of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from sys import intern
from typing import Any, NamedTuple

from congress_cli.text import MAX_SCALAR, forbidden

LONGEST_KNOWN = 200
"""How many bytes a line has that may come again; longer ones, a unit in brackets above all, are not kept."""
LONGEST = 100_000
"""How many characters a line may have: a thousand cases in brackets stand on one of 70,000."""
DEEPEST = 8
FURTHEST_IN = 24
NOTHING = object()

# All of them letters by themselves: what is made of these alone is in the composed form NFC.
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_CHARACTERS = re.compile(f"[ -~{_LETTER}\u2013\u2014\u2018-\u201d\u2026]*\\Z")
# A key of more than 1,024 characters is none.
_KEY = r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}"
_LINE = re.compile(rf"""( *)(- )?(?:(["']?)({_KEY})\3:(?: +(\S.*))?|(\S.*))\Z""")
# The commonest line, told apart at one look: a key, a value of letters, digits and a few signs, or in brackets. The
# same between the commas of a mapping in brackets.
_VALUE = rf"(?:([0-9{_LETTER}][0-9{_LETTER} ./()-]*)(?<! )|\{{(.*)\}})"
_USUAL = re.compile(rf"( *)(- )?(?:({_KEY}): )?{_VALUE}\r?\n?\Z")
_ENTRY = re.compile(rf"({_KEY}): {_VALUE}\Z")
_ENTRIES = re.compile(
    r"""([^:]+:[ ] (?:[^,{}\[\]"']+ | \{[^{}]*(?:\{[^{}]*\}[^{}]*)*\} | \[[^\[\]]*\] | "[^"]*" | '[^']*'))(?:,[ ]|\Z)
    |.+""",  # whatever comes behind what is no entry
    re.VERBOSE,
)
_COMMENT = re.compile(r" *(?:#.*)?\Z")
_COMMENT_BEHIND = re.compile(r" *(?: #.*)?\Z")
_QUOTED = r"""(?:"([^"\\]*)"|'([^']*)')"""
_BLOCK = re.compile(
    rf"(?:{_QUOTED}|((?:[0-9{_LETTER}(]|\.\./|-(?=[0-9]))(?:[^:#]|:(?=\S)|(?<=\S)#)*(?<=\S)))(?: +#.*)?\Z"
)
_FLOW = re.compile(rf" *(?:{_QUOTED}|((?:[0-9{_LETTER}(]|\.\./|-(?=[0-9]))[^\"'\\,:#?&*!|>%@`\[\]{{}}]*)) *")
_FLOW_KEY = re.compile(rf""" *(["']?)({_KEY})\1: +""")
_WORDS = {"y", "yes", "n", "no", "on", "off", *(f"{sign}.{word}" for sign in ("", "-", "+") for word in ("inf", "nan"))}


class NotSimple(Exception):  # noqa: N818
    """A line that is not simply written: no mistake, but for the full reader."""


ITEM, PLAIN, FACTS, BRACED = 0x40, 0x60, 0xC0, 0xE0
OTHER, NOTE, LAST = "~", "#", "$"


class Line(NamedTuple):
    """One line that says something. `indent`: where its key stands; its value is NOTHING where a block follows.

    `form`: a letter for indent and kind: a key and its value behind a dash (`ITEM`) or without (`PLAIN`), `facts:`
    alone, a mapping in brackets behind a dash (`BRACED`). `columns`: where the keys of `facts` in brackets stand, be
    they the value or a part of it.
    """

    form: str
    indent: int
    item: bool
    pair: tuple[Any, Any]
    columns: tuple[int, ...] = ()

    @property
    def key(self) -> str | None:
        """The key, if there is one."""
        key: str | None = self.pair[0]
        return key

    @property
    def value(self) -> Any:
        """What stands under the key, or by itself."""
        return self.pair[1]


END = Line(LAST, -1, False, (None, NOTHING))
NOT_SIMPLE = Line(OTHER, -2, False, (None, NOTHING))
COMMENT = Line(NOTE, -3, False, (None, NOTHING))


class Lines(dict[bytes, Line]):
    """The lines of all files, each looked at once; NOT_SIMPLE for one that is not simply written."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = Entries()

    def __missing__(self, raw: bytes) -> Line:
        try:
            line = self._line(raw.decode())
        except (NotSimple, UnicodeDecodeError):
            line = NOT_SIMPLE
        if len(raw) <= LONGEST_KNOWN and line.pair[0] != "id":
            self[raw] = line
        return line

    def _line(self, text: str) -> Line:
        match = _USUAL.match(text)
        if match is None or len(text) > MAX_SCALAR or not (match[2] or match[3]):
            return _other_line(text)
        spaces, dash, key, value, inner = match.groups()
        if value is not None:
            return _placed(len(spaces), dash, key and _key(key), _checked(value))
        try:
            found, columns = self.entries.item(inner, match.start(5) + 1, key)
        except NotSimple:
            return _other_line(text)
        return _placed(len(spaces), dash, key and _key(key), found, columns)


class Entries(dict[str, tuple[str, Any]]):
    """The keys with their values in mappings in brackets, as `day: 2020-06-11`, each looked at once."""

    def __missing__(self, text: str) -> tuple[str, Any]:
        match = _ENTRY.match(text)
        if match is None or len(text) > MAX_SCALAR:
            entry = self._other(text)
        else:
            key, value, inner = match.groups()
            entry = _key(key), self.mapping(inner)[0] if value is None else _checked(value)
        if len(text) <= LONGEST_KNOWN and entry[0] != "id":
            self[text] = entry
        return entry

    def _other(self, text: str) -> tuple[str, Any]:
        match = _FLOW_KEY.match(text)
        if match is None or not _CHARACTERS.match(text):
            raise NotSimple
        value, end = _flow_value(text, match.end(), DEEPEST)
        if end != len(text):
            raise NotSimple
        return _key(match[2]), value

    def item(self, text: str, column: int, key: str | None) -> tuple[dict[str, Any], tuple[int, ...]]:
        """As `mapping`; the columns are those of `facts`, be they the key of all or in a unit, where they come last."""
        if key is not None:
            return self.mapping(text, column if key == "facts" else 0)
        fields, behind, facts = text.partition("facts: {")
        found, columns = self.mapping(fields.removesuffix(", ") if behind else fields)
        if "facts" in found or (behind and facts[-1:] != "}"):
            raise NotSimple
        if behind:
            found["facts"], columns = self.mapping(facts[:-1], column + len(text) - len(facts))
        return found, columns

    def mapping(self, text: str, column: int = 0) -> tuple[dict[str, Any], tuple[int, ...]]:
        """The mapping that is written so between its brackets; where its keys stand if the first is in this column.

        The text is cut at commas. Since all pieces, each a key and a value by itself, and the commas make up the text
        again, it does not matter how they were found.
        """
        pieces = _ENTRIES.findall(text)
        found = dict(map(self.__getitem__, pieces))
        if len(found) != len(pieces) or ", ".join(pieces) != text:
            raise NotSimple
        if not column or not pieces:
            return found, ()
        return found, tuple(accumulate((len(one) + 2 for one in pieces[:-1]), initial=column))


def _other_line(text: str) -> Line:
    text = text.removesuffix("\n").removesuffix("\r")
    if _COMMENT.match(text) and text.isprintable() and not forbidden(text):
        return COMMENT
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
            return _placed(len(spaces), dash, key, found, tuple(columns))
    return _placed(len(spaces), dash, key and _key(key), _value(bare or value))


def _placed(spaces: int, dash: str | None, key: str | None, value: Any, columns: tuple[int, ...] = ()) -> Line:
    indent = spaces + 2 if dash else spaces
    if indent > FURTHEST_IN:
        raise NotSimple
    if key is None:
        form = chr(BRACED + indent) if type(value) is dict else OTHER
    elif value is NOTHING or key == "facts":
        form = chr(FACTS + indent) if value is NOTHING and key == "facts" and not dash else OTHER
    else:
        form = chr((ITEM if dash else PLAIN) + indent)
    return Line(form, indent, dash is not None, (key, value), columns)


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
    if len(word) <= 5 and word.lower() in _WORDS:
        raise NotSimple
    return word


@lru_cache(maxsize=1_024)
def _key(word: str) -> str:
    """A key; equal ones are one object."""
    return intern(_checked(word))


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
    """The columns, from 1, of the items of the list in brackets that is the value in a line. Raises NotSimple."""
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
        key = _key(match[2])
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
