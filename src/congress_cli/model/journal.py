"""An entry in a registry: the values changed, the lines changed, and the findings that changed because of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field, JsonValue

from congress_cli.model.facts import Model
from congress_cli.model.finding import Finding
from congress_cli.model.message import Message

Text = Mapping[str, str]


def _address(where: tuple[str, ...]) -> tuple[str, ...]:
    """Raises ValueError for an address that no command writes to."""
    known = (
        (where[:1] == ("units",) and len(where) == 2)
        or (where[:1] == ("units",) and len(where) == 3 and where[2] != "facts")
        or (where[:1] == ("units",) and len(where) == 4 and where[2] == "facts")
        or where in (("records",), ("term",), ("as_of",))
        or (where[:1] == ("task_forces",) and len(where) == 2 and not where[1].startswith("#"))
        or (where[:1] == ("waivers",) and len(where) == 2 and _ITEM.match(where[1]) is not None)
    )
    if not known or not all(where) or (where[0] == "units" and where[1].startswith("#")):
        raise ValueError("no such place")
    return where


def _texts(value: Any) -> Any:
    """Raises ValueError for a value that holds anything but mappings, lists and texts."""
    if isinstance(value, Mapping):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if value is None or isinstance(value, str):
        return value
    raise ValueError("no text")


def _moment(text: str) -> str:
    datetime.fromisoformat(text)  # raises ValueError
    return text


_ITEM = re.compile(r"#(?:0|[1-9]\d{0,5})\Z", re.ASCII)
_SHA256 = r"^[0-9a-f]{64}$"
Raw = Annotated[JsonValue, AfterValidator(_texts)]


class Changed(Model):
    """One value: where it stands in its file, what it was and what it is now; null where it is not there.

    `where` leads from the root of the file: `units`, the id of a unit, a field or `facts` and a fact; `task_forces` and
    an id; `records`, `term` or `as_of`; or `waivers` and `#3` for the fourth of them.
    """

    file: str = Field(min_length=1)
    where: Annotated[tuple[str, ...], AfterValidator(_address)]
    old: Raw = None
    new: Raw = None

    @property
    def steps(self) -> tuple[str, ...]:
        """Its place without the names of the sections, as people are told it."""
        return tuple(step for step in self.where if step not in ("units", "facts", "task_forces"))

    @property
    def unit(self) -> str | None:
        """The unit whose value it is."""
        return self.where[1] if self.where[0] == "units" else None

    @property
    def fact(self) -> str | None:
        """The fact whose value it is."""
        return self.where[3] if len(self.where) == 4 else None


class Rewritten(Model):
    """One file: SHA-256 of its bytes before and after, and what gave way to what; `before` is null for a new file."""

    file: str = Field(min_length=1)
    before: str | None = Field(None, pattern=_SHA256)
    after: str | None = Field(None, pattern=_SHA256)
    splices: tuple[tuple[Annotated[int, Field(ge=0, le=2**31)], str, str], ...] = ()


class JournalEntry(Model):
    """One change as the journal keeps it. `at`: when, in Vietnam; `by`: the office that entered it, never a person.

    `id` stays unique when the journals of two branches are merged; `undoes`: the entry that this one takes back.
    """

    id: str = Field(pattern=r"^[0-9a-f]{12}$")
    at: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"), AfterValidator(_moment)]
    by: str | None = None
    command: str = Field(pattern=r"^[a-z]{1,16}( [a-z]{1,16})?$")
    changes: tuple[Changed, ...]
    files: tuple[Rewritten, ...]
    undoes: str | None = Field(None, pattern=r"^[0-9a-f]{12}$")


class Recorded(NamedTuple):
    """One entry as it is shown: those of its changes that were asked for, and the entry that took it back, if any."""

    entry: JournalEntry
    changes: tuple[Changed, ...]
    undone_by: JournalEntry | None


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
    """What a change does, on the judged day. `warnings`: new ones of `validate`; `names`: those of the vocabulary."""

    lines: tuple[ChangedLine, ...]
    warnings: tuple[Message, ...]
    moved: tuple[Moved, ...]
    as_of: date
    as_of_from: str
    names: Mapping[str, Text]
