"""The journal beside the registry: the history of its values, a line an entry; nothing is ever taken out of it.

Entries of version 0.1 have numbers in the place of ids; they are read as entries with an id made of their line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from congress_cli import dataclass
from congress_cli.edit.document import has_effect, reversed_
from congress_cli.errors import CongressError
from congress_cli.model.journal import Changed, JournalEntry, Recorded
from congress_cli.reading.files import read_bytes
from congress_cli.text import fold

NAME = "congress-journal.jsonl"
MERGING = f"{NAME} merge=union"
"""What git must know to merge the journals of two branches: a line of `.gitattributes`."""
MOST_BYTES = 1024 * 1024 * 1024
NOBODY = "0" * 12
"""The id in `undoes` where an entry of version 0.1 takes back one that is not there."""


@dataclass(frozen=True)
class Journal:
    """The bytes of a journal; None where there is none yet."""

    path: Path
    data: bytes | None

    @cached_property
    def entries(self) -> tuple[JournalEntry, ...]:
        """All entries in the order of their lines, each once. Raises CongressError for a line that is none."""
        entries: dict[str, JournalEntry] = {}
        numbered: dict[int, list[JournalEntry]] = {}
        for number, line in _lines(self.data):
            entry = self._entry(number, line, numbered)
            if entries.setdefault(entry.id, entry) != entry:
                raise self._unreadable(number)
        return tuple(entries.values())

    @cached_property
    def undone(self) -> Mapping[str, JournalEntry]:
        """The ids of the entries that were taken back, each with the entry that did so."""
        return {entry.undoes: entry for entry in self.entries if entry.undoes is not None}

    def standing(self) -> tuple[JournalEntry, ...]:
        """The changes that were not taken back and take none back, the last line first."""
        return tuple(
            entry
            for entry in reversed(self.entries)
            if entry.undoes is None and entry.id not in self.undone and _changes_anything(entry)
        )

    def with_entry(self, entry: JournalEntry) -> bytes:
        """The bytes of the journal with one more entry. Raises CongressError where its last line is no entry."""
        last = list(_lines(self.data))[-1:]
        for number, line in last:
            self._entry(number, line, {})
        data = self.data or b""
        between = b"" if not data or data.endswith(b"\n") else b"\n"
        return data + between + entry.model_dump_json().encode() + b"\n"

    def _entry(self, number: int, line: bytes, numbered: dict[int, list[JournalEntry]]) -> JournalEntry:
        try:
            raw = json.loads(line)
            if isinstance(raw, dict) and "number" in raw:
                return _first_version(raw, line, numbered)
            return JournalEntry.model_validate(raw)
        except (ValueError, TypeError, RecursionError):
            raise self._unreadable(number) from None

    def _unreadable(self, line: int) -> CongressError:
        return CongressError("journal-unreadable", path=self.path.as_posix(), line=line)


def read_journal(folder: Path) -> Journal:
    """The journal of a registry's folder. Raises CongressError where it is a link, or no plain file."""
    path = folder / NAME
    shown = path.as_posix()
    if path.is_symlink():
        raise CongressError("journal-is-link", path=shown)
    try:
        return Journal(path, read_bytes(path, shown, MOST_BYTES))
    except CongressError as error:
        if error.code == "file-not-found":
            return Journal(path, None)
        raise


def recorded_of(
    journal: Journal, units: Sequence[str], facts: Sequence[str], since: date | None, by: str
) -> tuple[Recorded, ...]:
    """The entries of units, facts (by id), days from `since` on and an office, the oldest line first; empty: all.

    Each entry has those of its changes that are asked for.
    """
    found = []
    for entry in journal.entries:
        fits = (since is None or entry.at[:10] >= since.isoformat()) and fold(by) in fold(entry.by or "")
        of_units = [one for one in entry.changes if not units or _names(one, units)]
        changes = tuple(one for one in of_units if not facts or one.fact in facts)
        if fits and changes:
            found.append(Recorded(entry, changes, journal.undone.get(entry.id)))
    return tuple(found)


def _names(change: Changed, units: Sequence[str]) -> bool:
    """Whether a change is one of a unit: of its facts and fields, or of a waiver for it."""
    waiver = change.new or change.old
    named = waiver.get("units") if change.unit is None and isinstance(waiver, Mapping) else None
    return change.unit in units or (isinstance(named, list) and any(unit in named for unit in units))


def _lines(data: bytes | None) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, with their numbers from 1."""
    for number, line in enumerate((data or b"").removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line.removesuffix(b"\r")


def _first_version(raw: dict[str, Any], line: bytes, numbered: dict[int, list[JournalEntry]]) -> JournalEntry:
    """An entry of version 0.1. Raises ValueError."""
    number, undoes = raw.pop("number"), raw.pop("undoes", None)
    if not isinstance(number, int) or not isinstance(undoes, int | None) or "id" in raw:
        raise ValueError
    entry = JournalEntry.model_validate({**raw, "id": hashlib.sha256(line).hexdigest()[:12]})
    if undoes is not None:
        entry = entry.model_copy(update={"undoes": _undone_by(entry, numbered.get(undoes, []))})
    numbered.setdefault(number, []).append(entry)
    return entry


def _undone_by(entry: JournalEntry, candidates: Sequence[JournalEntry]) -> str:
    """Which of the entries of one number was taken back: two merged branches may have given the number twice."""
    fitting = [one for one in candidates if reversed_(one.changes) == entry.changes]
    return next((one.id for one in reversed(fitting or candidates)), NOBODY)


def _changes_anything(entry: JournalEntry) -> bool:
    """Whether an entry can be meant by "take back the last change": version 0.1 also kept what changed nothing."""
    return any(map(has_effect, entry.changes)) or any(file.before != file.after for file in entry.files)
