"""Mistakes in files: where, what, and how to mend it. All of one run are gathered, none is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from congress_cli.model.message import Message, Place


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


@dataclass
class Diagnostics:
    """The mistakes and warnings of one run."""

    found: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    spoilt: set[tuple[str, int, int]] = field(default_factory=set)

    def know(self, path: str, text: str) -> None:
        """Keep a file's lines, to be shown beside its mistakes."""
        self.texts[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def error(self, path: str, spot: Position, code: str, **args: Any) -> None:
        """Note a mistake."""
        self._note(path, spot, code, args, warning=False)

    def spoil(self, path: str, spot: Position, code: str, **args: Any) -> None:
        """Note a mistake that says enough of a value: what its model finds wrong with it is not told as well."""
        self.error(path, spot, code, **args)
        self.spoilt.add((path, spot.line, spot.column))

    def warn(self, path: str, spot: Position, code: str, **args: Any) -> None:
        """Note something odd but readable."""
        self._note(path, spot, code, args, warning=True)

    @property
    def errors(self) -> list[Diagnostic]:
        """The mistakes, by path, line and column."""
        return self._sorted(warning=False)

    @property
    def warnings(self) -> list[Diagnostic]:
        """What is odd but readable, by path, line and column."""
        return self._sorted(warning=True)

    def _note(self, path: str, spot: Position, code: str, args: Mapping[str, Any], *, warning: bool) -> None:
        lines = self.texts.get(path, [])
        text = lines[spot.line - 1] if 0 < spot.line <= len(lines) else None
        place = Place(path, spot.line, spot.column)
        length = max(1, spot.length)
        self.found.append(
            Diagnostic(f"diagnostics.{code}", args, place=place, length=length, line_text=text, warning=warning)
        )

    def _sorted(self, *, warning: bool) -> list[Diagnostic]:
        wanted = [one for one in self.found if one.warning is warning]
        return sorted(wanted, key=lambda one: (one.place.path, one.place.line, one.place.column, one.code))


class Unreadable(Exception):  # noqa: N818
    """Files with mistakes: nothing can be judged until they are mended."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(f"{len(diagnostics.errors)} mistakes")
        self.diagnostics = diagnostics
