"""Message: a sentence for a user, as the code and the arguments from which the catalogues make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
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
