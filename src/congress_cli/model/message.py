"""Message: a sentence for a user, as code and arguments; a diagnostic is one about a place in a file.

A long run tells a `Watch` how far it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from congress_cli import dataclass
from congress_cli.text import Words

if TYPE_CHECKING:
    from congress_cli.model.facts import Named


class Place(NamedTuple):
    """Where something stands: a path, a line and a column, both counted from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: `code` is `catalogue.key`, `args` fill it, `place` is what it is about, where that is in a file.

    Notes, warnings, refusals and differences are messages; classes that add something extend it.
    """

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)
    place: Place | None = None

    @property
    def key(self) -> str:
        """The code within its catalogue."""
        return self.code.partition(".")[2]


MOST = 200
"""How many mistakes, and how many warnings, of one file are kept in full."""

MOST_EFFORT = 500_000
"""What the suggestions of one run may cost, as `Words.near` counts it: about half a second of processor."""


class Position(NamedTuple):
    """A line and a column in a file, both counted from 1, and how many characters are meant."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic(Message):
    """One mistake or warning: `line_text` is the line it stands in, `length` counts the characters that are meant."""

    place: Place
    length: int = 1
    line_text: str | None = None
    warning: bool = False


@dataclass(frozen=False)
class Diagnostics:
    """The mistakes and warnings of one run: `noted` in all, the first `most` of each of a file in full."""

    most: int = MOST
    found: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    spoilt: set[tuple[str, int, int]] = field(default_factory=set)
    noted: int = 0
    _counts: dict[tuple[str, bool], Counter[str]] = field(default_factory=dict)
    _kept: Counter[tuple[str, bool]] = field(default_factory=Counter)
    _places: set[Place] = field(default_factory=set)
    _effort: int = MOST_EFFORT

    def know(self, path: str, text: str) -> None:
        """Keep a file's lines, to quote them beside its mistakes."""
        self.texts[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def error(self, path: str, position: Position, code: str, **args: Any) -> None:
        """Note a mistake."""
        self._note(path, position, code, args, warning=False)

    def unknown(self, path: str, position: Position, code: str, name: str, words: Words) -> None:
        """Note a name that is none of the words, with those nearest to it, unless its place has a mistake already."""
        if self.is_full(path):
            self.count(path, code)
        elif Place(path, position.line, position.column) not in self._places:
            self.error(path, position, code, text=name, known=self.near(name, words))

    def spoil(self, path: str, position: Position, code: str, **args: Any) -> None:
        """Note a mistake after which the model's own errors about the same value are left out."""
        self.error(path, position, code, **args)
        self.spoilt.add((path, position.line, position.column))

    def warn(self, path: str, position: Position, code: str, **args: Any) -> None:
        """Note a warning: readable, but probably not meant."""
        self._note(path, position, code, args, warning=True)

    def is_full(self, path: str) -> bool:
        """Whether further mistakes of a file are only counted, so their details need not be worked out."""
        return self._kept[path, False] >= self.most

    def count(self, path: str, code: str, number: int = 1, *, warning: bool = False) -> None:
        """Note mistakes without their details."""
        self.noted += number
        self._counts.setdefault((path, warning), Counter())[code] += number

    def near(self, name: str, words: Words) -> list[str]:
        """The words nearest to a name; none once the suggestions of this run have cost enough."""
        hits, effort = words.near(name, effort=self._effort)
        self._effort -= effort
        return hits

    def add(self, other: Diagnostics) -> None:
        """Take in what was noted elsewhere."""
        self.texts |= other.texts
        self.spoilt |= other.spoilt
        for one in other.found:
            position = Position(one.place.line, one.place.column, one.length)
            self._note(one.place.path, position, one.key, one.args, warning=one.warning)
        for (path, warning), codes in other._counts.items():
            for code, number in codes.items():
                self.count(path, code, number, warning=warning)

    @property
    def errors(self) -> list[Diagnostic]:
        """The mistakes that are kept in full, by path, line and column."""
        return self._sorted(warning=False)

    @property
    def warnings(self) -> list[Diagnostic]:
        """The warnings that are kept in full, by path, line and column."""
        return self._sorted(warning=True)

    def counted(self, *, warning: bool = False) -> dict[str, Counter[str]]:
        """How many mistakes (or warnings) of each file are not kept in full, by code."""
        return {path: codes for (path, kind), codes in sorted(self._counts.items()) if kind is warning}

    def total(self, *, warning: bool = False) -> int:
        """How many mistakes (or warnings) there are, the counted ones included."""
        kept = sum(number for (_, kind), number in self._kept.items() if kind is warning)
        return kept + sum(codes.total() for codes in self.counted(warning=warning).values())

    def _note(self, path: str, position: Position, code: str, args: Mapping[str, Any], *, warning: bool) -> None:
        if self._kept[path, warning] >= self.most:
            self.count(path, code, warning=warning)
            return
        self.noted += 1
        self._kept[path, warning] += 1
        lines = self.texts.get(path, [])
        text = lines[position.line - 1] if 0 < position.line <= len(lines) else None
        place = Place(path, position.line, position.column)
        if not warning:
            self._places.add(place)
        length = max(1, position.length)
        self.found.append(
            Diagnostic(f"diagnostics.{code}", args, place=place, length=length, line_text=text, warning=warning)
        )

    def _sorted(self, *, warning: bool) -> list[Diagnostic]:
        wanted = [one for one in self.found if one.warning is warning]
        return sorted(wanted, key=lambda one: (one.place.path, one.place.line, one.place.column, one.code))


class Unreadable(Exception):  # noqa: N818
    """Files with mistakes: nothing can be judged until they are fixed."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(f"{diagnostics.total()} mistakes")
        self.diagnostics = diagnostics


T = TypeVar("T")

Watch = Callable[[str, int, int], None]
"""Is given what is being gone through (`files`, `units`), how many of it are done and how many there are."""


def unwatched(stage: str, done: int, total: int) -> None:
    """Ignore it."""
    del stage, done, total


def watched(items: Sequence[T], stage: str, watch: Watch, every: int = 1) -> Iterator[T]:
    """The items one by one; before each `every`th it is given how many are done."""
    total = len(items)
    for done, item in enumerate(items):
        if done % every == 0:
            watch(stage, done, total)
        yield item


def names_of(words: Mapping[str, Named]) -> dict[str, dict[str, str]]:
    """The names of words of the rulebook, by id and language."""
    return {one: named.both for one, named in words.items()}
