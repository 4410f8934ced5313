"""What was entered at the desk: the values changed, the lines changed, and the findings that moved because of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pydantic import Field, JsonValue

from congress_cli.model.finding import Finding
from congress_cli.model.message import Message
from congress_cli.model.values import Model

Text = Mapping[str, str]


class Changed(Model):
    """One value: where it stands in its file, what it was and what it is now; null where it is not there.

    `where` leads from the root of the file: keys, the id of a unit, `#3` for the fourth item of a list.
    """

    file: str
    where: tuple[str, ...]
    old: JsonValue = None
    new: JsonValue = None


class Rewritten(Model):
    """One file: SHA-256 of its bytes before and after, and what gave way to what; `before` is null for a new file."""

    file: str
    before: str | None = None
    after: str | None = None
    splices: tuple[tuple[int, str, str], ...] = ()


class JournalEntry(Model):
    """One change as the journal keeps it. `at`: when, in Vietnam; `by`: the office that entered it, never a person."""

    number: int = Field(ge=1)
    at: str
    by: str | None = None
    command: str
    changes: tuple[Changed, ...]
    files: tuple[Rewritten, ...]
    undoes: int | None = None


class ChangedLine(NamedTuple):
    """One line of a file that is gone (`old`) or has come. `number` counts in its own text, from 1."""

    path: str
    number: int
    old: bool
    text: str


class Moved(NamedTuple):
    """A finding that is not what it was; None where there is none. `strive`: its rule is a goal."""

    unit: str
    name: str
    rule: str
    title: Text
    strive: bool
    before: Finding | None
    after: Finding | None


class Outcome(NamedTuple):
    """What a change does, on the judged day. `odd`: new warnings of `validate`; `names`: those of the vocabulary."""

    lines: tuple[ChangedLine, ...]
    odd: tuple[Message, ...]
    moved: tuple[Moved, ...]
    as_of: date
    as_of_from: str
    names: Mapping[str, Text]
