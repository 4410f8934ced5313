"""The journal beside the registry: every change made at the desk, a line each; nothing is ever taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from congress_cli.errors import CongressError, cause
from congress_cli.files import write_whole
from congress_cli.model.journal import JournalEntry

NAME = "congress-journal.jsonl"


def read_journal(folder: Path) -> tuple[JournalEntry, ...]:
    """All entries, the oldest first. Raises CongressError where a line is none."""
    path = folder / NAME
    if not path.is_file():
        return ()
    entries = []
    for number, line in enumerate(_lines(path), 1):
        try:
            entries.append(JournalEntry.model_validate_json(line))
        except ValueError:
            raise CongressError("journal-unreadable", path=path.as_posix(), line=number) from None
    return tuple(entries)


def last_standing(entries: Sequence[JournalEntry]) -> JournalEntry | None:
    """The last change that was not taken back and takes none back."""
    undone = {entry.undoes for entry in entries}
    standing = [entry for entry in entries if entry.undoes is None and entry.number not in undone]
    return standing[-1] if standing else None


def append(folder: Path, entry: JournalEntry) -> None:
    """Add an entry. Raises CongressError."""
    path = folder / NAME
    before = path.read_bytes() if path.is_file() else b""
    line = entry.model_dump_json()
    write_whole(path, before + line.encode() + b"\n")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode().removesuffix("\n").split("\n")
    except OSError as error:
        raise CongressError("file-unreadable", path=path.as_posix(), why=cause(error)) from None
    except ValueError:
        raise CongressError("journal-unreadable", path=path.as_posix(), line=1) from None
