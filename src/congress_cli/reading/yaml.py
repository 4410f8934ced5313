"""YAML as plain text with positions: events of the parser, our own stack, every scalar a string.

Refused, each with its place: anchors, aliases, tags, several documents, deep nesting, two equal keys, keys that
are no text, characters that nobody can see. An empty plain scalar is None. Depth is bounded before the parser
recurses, and nothing is ever constructed. For an editor, `Node`s say where in the text each value is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from congress_cli.model.message import Diagnostics, Position
from congress_cli.reading.positions import BOOLEAN_WORD, LocatedDict, LocatedList, Node, cut_number, with_colon
from congress_cli.text import MAX_SCALAR, forbidden, invisible

MAX_DEPTH = 40
MAX_LONG_SCALAR = 65_536
LONG_KEYS = frozenset({"note", "reason"})
LONGEST_WORD = 5
WORDS_BEGIN = "yYnNoO.+-"

_KEYED = re.compile(r"[^\s:#]+:(\s|\Z)")
_NOT_NUMBERS = re.compile(r"[-+]?\.(?:inf|nan)\Z", re.IGNORECASE)

Parser: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else None


class BadYaml(Exception):  # noqa: N818
    """The text cannot be read on; the mistake is noted already."""


class Document(NamedTuple):
    """What one text holds. `value` is None after a mistake that the parser cannot go on after (`broken`).

    `root`: where the value is written; None where spans were not asked for, or the text holds nothing.
    """

    value: Any
    root: Node | None
    diagnostics: Diagnostics
    broken: bool


def parse(text: str, path: str, *, spans: bool = False) -> Document:
    """The one document of a text, as mappings, lists and strings that know their places, and its mistakes."""
    diagnostics = Diagnostics()
    nodes = _Nodes() if spans else None
    try:
        return Document(load(text, path, diagnostics, nodes), nodes.root if nodes else None, diagnostics, broken=False)
    except BadYaml:
        return Document(None, None, diagnostics, broken=True)


def load(text: str, path: str, diagnostics: Diagnostics, nodes: _Nodes | None = None) -> Any:
    """The value of a text. Notes every mistake it can go on after; raises BadYaml after one it cannot."""
    diagnostics.know(path, text)
    _check_characters(text, path, diagnostics)
    events = _events(text, path, diagnostics)
    return _Builder(path, diagnostics).build(events if nodes is None else nodes.recording(events))


def _check_characters(text: str, path: str, diagnostics: Diagnostics) -> None:
    match = forbidden(text.replace("\r", "\n") if "\r" in text else text)
    if match is None:
        return
    lines = text[: match.start()].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    position = Position(len(lines), len(lines[-1]) + 1)
    diagnostics.error(path, position, "character-forbidden", character=f"U+{ord(match[0]):04X}")
    raise BadYaml


def _events(text: str, path: str, diagnostics: Diagnostics) -> Iterator[Any]:
    parser = last = None
    try:
        parser = (Parser or _PureParser)(text)
        while parser.check_event():
            last = parser.get_event()
            yield last
    except yaml.MarkedYAMLError as error:
        code, position, args = _Syntax(error, text, last).diagnosis()
        diagnostics.error(path, position, code, **args)
        raise BadYaml from None
    except (yaml.YAMLError, RecursionError, ValueError):
        diagnostics.error(path, Position(1, 1), "yaml-unreadable")
        raise BadYaml from None
    finally:
        if parser is not None:
            parser.dispose()


class _PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """The parser without libyaml."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


_PROBLEMS = (
    ("mapping values are not allowed", "yaml-colon"),
    ("could not find expected ':'", "yaml-colon-missing"),
    ("did not find expected key", "yaml-indentation"),
    ("did not find expected '-' indicator", "yaml-indentation"),
    ("expected <block end>", "yaml-indentation"),
    ("block sequence entries are not allowed", "yaml-indentation"),
    ("did not find expected ',' or", "yaml-bracket"),
    ("expected ',' or", "yaml-bracket"),
    ("unexpected end of stream", "yaml-quote"),
    ("unknown escape character", "yaml-escape"),
    ("did not find expected hexdecimal", "yaml-escape"),
    ("expected escape sequence", "yaml-escape"),
    ("undefined tag handle", "yaml-tag"),
    ("cannot start any token", "yaml-character"),
)


class _Syntax:
    """What is wrong where the parser cannot go on, and where it began. `last`: the event before that place."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str, last: Any) -> None:
        self.problem = error.problem or ""
        mark = error.problem_mark or error.context_mark
        self.position, self.context = (_at(one) for one in (mark, error.context_mark or mark))
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.quoted: Any = last if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"') else None

    def diagnosis(self) -> tuple[str, Position, dict[str, Any]]:
        """Code, place and arguments."""
        line = self._line(self.position.line)
        before = line[: self.position.column]
        if before.endswith("\t") or ("\t" in before and not before.strip()):
            return "yaml-tab", self.position, {}
        code = next((code for part, code in _PROBLEMS if part in self.problem), "yaml-syntax")
        if code == "yaml-quote":
            return code, self.context, {}
        if code in ("yaml-colon", "yaml-colon-missing"):
            return self._colon(code, line)
        if self.quoted is not None and self.quoted.end_mark.line + 1 == self.position.line:
            return self._quote(self.quoted)
        return code, self.position, {"character": line[self.position.column - 1 : self.position.column]}

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def _quote(self, quoted: Any) -> tuple[str, Position, dict[str, Any]]:
        """Something stands behind a closing quote: one that was opened lines before, or in this line."""
        start, end = quoted.start_mark, quoted.end_mark
        if start.line < end.line:
            return "yaml-quote", Position(start.line + 1, start.column + 1), {}
        return "yaml-after-quote", self.position, {}

    def _colon(self, code: str, line: str) -> tuple[str, Position, dict[str, Any]]:
        """A colon too many, or one missing: in the word before, or in a line above that runs on into this one."""
        number = self.position.line
        if code == "yaml-colon":
            if ": " in line[: self.position.column - 1]:
                return code, self.position, {}
            number -= 1
            while number > 1 and (not self._line(number).strip() or self._line(number).lstrip().startswith("#")):
                number -= 1
        else:
            number = self.context.line
        begun = self._line(number)
        blanks = len(begun) - len(begun.lstrip(" -"))
        if code == "yaml-colon" and _KEYED.match(begun[blanks:]):
            return "yaml-indentation", self.position, {}
        return "yaml-colon-missing", Position(number, blanks + 1), {"fixed": with_colon(begun[blanks:])}


def _at(mark: Any) -> Position:
    return Position(1, 1) if mark is None else Position(mark.line + 1, mark.column + 1)


class _Builder:
    """The stack that turns events into values.

    `top` is the container being filled, `pending` its key that waits for a value (a container's own key has been
    given its value by the time the container opens, so that one pending key is enough).
    """

    def __init__(self, path: str, diagnostics: Diagnostics) -> None:
        self.path = path
        self.diagnostics = diagnostics
        self.stack: list[LocatedDict | LocatedList | None] = []
        self.top: LocatedDict | LocatedList | None = None
        self.pending: tuple[str, int, int] | None = None
        self.root: Any = None
        self.documents = 0

    def build(self, events: Iterator[Any]) -> Any:
        scalar = yaml.ScalarEvent
        other: dict[type, Callable[[Any], None]] = {
            yaml.MappingStartEvent: lambda event: self._open(LocatedDict(_position(event)), event),
            yaml.SequenceStartEvent: lambda event: self._open(LocatedList(_position(event)), event),
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.DocumentStartEvent: self._document,
            yaml.AliasEvent: lambda event: self._fail(event, "yaml-anchor"),
        }
        for event in events:
            kind = type(event)
            if kind is scalar:
                self._scalar(event)
            elif kind in other:
                other[kind](event)
        return self.root

    def _close(self, event: Any) -> None:
        del event
        self.top = self.stack.pop()

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._fail(event, "yaml-documents")

    def _open(self, container: LocatedDict | LocatedList, event: Any) -> None:
        self._refuse_features(event)
        if len(self.stack) >= MAX_DEPTH:
            self._fail(event, "yaml-depth", most=MAX_DEPTH)
        if type(self.top) is LocatedDict and self.pending is None:
            self._fail(event, "yaml-key-not-text")
        self._add(container, container.position.line, container.position.column)
        self.stack.append(self.top)
        self.top = container

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_features(event)
        text: str = event.value
        plain = not event.style
        if not text.isascii():
            text = self._checked(text, event)
        elif event.style == '"' and forbidden(text):
            self._forbidden(text, event)
        if len(text) > MAX_SCALAR:
            self._check_length(text, event)
        elif plain and text and len(text) <= LONGEST_WORD and text[0] in WORDS_BEGIN:
            self._check_word(text, event)
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if type(self.top) is LocatedDict and self.pending is None:
            if text in self.top:
                self._twice(text, self.top, event)
            self.pending = (text, line, column)
        else:
            self._add(text if text or not plain else None, line, column)

    def _add(self, value: Any, line: int, column: int) -> None:
        top = self.top
        if type(top) is LocatedDict and self.pending is not None:
            key, key_line, key_column = self.pending
            top[key] = value
            top.marks[key] = (key_line, key_column, line, column)
            self.pending = None
        elif type(top) is LocatedList:
            top.append(value)
            top.marks.append((line, column))
        else:
            self.root = value

    def _twice(self, text: str, mapping: LocatedDict, event: Any) -> None:
        if cut_number(mapping, text, event.start_mark.line + 1, event.start_mark.column + 1) is not None:
            return  # a comma in a number, which is reported when the number is read
        line, column, _, _ = mapping.marks[text]
        self.diagnostics.error(self.path, self._extent(event), "key-twice", key=text, line=line, column=column)

    def _checked(self, text: str, event: Any) -> str:
        if forbidden(text):
            self._forbidden(text, event)
        seen = invisible(text)
        if seen is not None:
            self.diagnostics.warn(
                self.path, self._extent(event), "character-invisible", character=f"U+{ord(seen[0]):04X}"
            )
        if unicodedata.is_normalized("NFC", text):
            return text
        self.diagnostics.warn(self.path, self._extent(event), "text-not-nfc")
        return unicodedata.normalize("NFC", text)

    def _forbidden(self, text: str, event: Any) -> None:
        match = forbidden(text)
        character = "" if match is None else f"U+{ord(match[0]):04X}"
        self._fail(event, "character-forbidden", character=character)

    def _check_length(self, text: str, event: Any) -> None:
        most = MAX_LONG_SCALAR if self.pending is not None and self.pending[0] in LONG_KEYS else MAX_SCALAR
        if len(text) > most:
            self.diagnostics.spoil(self.path, _position(event), "text-too-long", length=len(text), most=most)

    def _check_word(self, text: str, event: Any) -> None:
        if BOOLEAN_WORD.match(text):
            self.diagnostics.warn(self.path, self._extent(event), "boolean-word", text=text)
        elif _NOT_NUMBERS.match(text):
            self.diagnostics.spoil(self.path, self._extent(event), "not-a-number", text=text)

    def _refuse_features(self, event: Any) -> None:
        if event.anchor is not None:
            self._fail(event, "yaml-anchor")
        if event.tag is not None:
            self._fail(event, "yaml-tag")

    def _fail(self, event: Any, code: str, **args: Any) -> None:
        self.diagnostics.error(self.path, _position(event), code, **args)
        raise BadYaml

    def _extent(self, event: Any) -> Position:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Position(start.line + 1, start.column + 1, length)


def _position(event: Any) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


class _Nodes:
    """The nodes of a text, recorded while its events pass by on their way to the values."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []

    def recording(self, events: Iterator[Any]) -> Iterator[Any]:
        for event in events:
            if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop().close(event)
            yield event

    def _begin(self, event: Any) -> None:
        node = Node(event)
        if self.open:
            self.open[-1].take(node)
        else:
            self.root = node
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append(node)


def root_node(text: str) -> Node:
    """The value a text holds. The text must have been read without mistakes."""
    root = parse(text, "", spans=True).root
    if root is None:
        raise ValueError("the text holds no value")
    return root
