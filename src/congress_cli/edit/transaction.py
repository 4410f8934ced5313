"""Changes drawn up and checked, and written: all of them or none.

A draft is what the files would be. It is made by the smallest change of their texts, and read again by the reader of
the program before anybody writes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from congress_cli.edit.document import Opened, Redrawn, open_file, redrawn
from congress_cli.edit.journal import append, read_journal
from congress_cli.errors import CongressError, UsageError, cause
from congress_cli.files import write_whole
from congress_cli.model.journal import Changed, JournalEntry
from congress_cli.reading.files import STDIN, is_folder
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import WAIVERS, Project, unit_files

NEW_WAIVERS = "format: congress-waivers/1\nwaivers: []\n"


@dataclass(frozen=True)
class Desk:
    """A project that is to be written to, and all that was read of it. File names count from the registry's folder."""

    project: Project
    data: Data

    @property
    def folder(self) -> Path:
        """The folder of the registry: the journal and the lock lie there."""
        units = Path(self.project.units)
        return units if is_folder(units) else units.parent

    @property
    def waivers(self) -> Path:
        """The file of the waivers, be it there or not."""
        return self.project.waivers or self.folder / WAIVERS

    def name(self, path: Path | str) -> str:
        """The name of a file: its path from the registry's folder."""
        return Path(os.path.relpath(os.path.realpath(path), os.path.realpath(self.folder))).as_posix()

    def file_of(self, unit: str) -> str:
        """The name of the file that holds a unit."""
        shown = self.data.registry.sources[unit].place.path
        return next(name for name, path in self.files().items() if self.project.shown(path) == shown)

    def files(self) -> dict[str, Path]:
        """The files that may be written, by name."""
        paths = (*map(Path, unit_files(self.project.units).paths), self.waivers)
        return {self.name(path): path for path in paths}

    def open(self, name: str) -> Opened:
        """One of the files. Raises CongressError for a name that is none of them."""
        path = self.files().get(name)
        if path is None:
            raise CongressError("journal-file-unknown", path=name)
        empty = NEW_WAIVERS if path == self.waivers else ""
        opened = open_file(path, self.project.shown(path), name, empty)
        known = {one.path: one.sha256 for one in self.data.inputs}
        if known.get(opened.shown) not in (None, opened.sha256):
            raise CongressError("changed-meanwhile", path=opened.shown)
        return opened


@dataclass(frozen=True, slots=True)
class Draft:
    """What the files would be, and what would be read of them."""

    desk: Desk
    changes: tuple[Changed, ...]
    files: tuple[Redrawn, ...]
    after: Data


def desk_of(project: Project) -> Desk:
    """The desk of a project. Raises Unreadable, UsageError for a registry that comes from standard input."""
    if project.units == STDIN:
        raise UsageError("registry-is-stdin")
    return Desk(project, read_data(project))


def draft(desk: Desk, changes: Sequence[Changed]) -> Draft:
    """The files with these changes in them. Raises Unreadable where they could not be read any more."""
    by_file: dict[str, list[Changed]] = {}
    for change in changes:
        if change.old != change.new:
            by_file.setdefault(change.file, []).append(change)
    files = [redrawn(desk.open(name), of_file) for name, of_file in by_file.items()]
    return drafted(desk, changes, files)


def drafted(desk: Desk, changes: Iterable[Changed], files: Iterable[Redrawn]) -> Draft:
    """A draft of files that are drawn already, read again as a whole."""
    drawn = tuple(files)
    instead = {file.opened.shown: file.source for file in drawn if file.text is not None}
    gone = {file.opened.path for file in drawn if file.text is None}
    project = replace(desk.project, waivers=None if desk.waivers in gone else _waivers(desk, instead))
    return Draft(desk, tuple(changes), drawn, read_data(project, instead))


def write(draft: Draft, command: str, at: str, by: str | None = None, undoes: int | None = None) -> None:
    """Write a draft and its entry in the journal, all or nothing.

    Raises CongressError where a file is not what was read any more, or cannot be written.
    """
    with locked(draft.desk.folder):
        for file in draft.files:
            _compare(file.opened)
        written: list[Redrawn] = []
        try:
            for file in draft.files:
                written.append(file)
                _put(file.opened.path, file.data)
            _note(draft, command, at, by, undoes)
        except BaseException:
            for file in written:
                _put(file.opened.path, file.opened.data)
            raise


def _note(draft: Draft, command: str, at: str, by: str | None, undoes: int | None) -> None:
    folder = draft.desk.folder
    entries = read_journal(folder)
    entry = JournalEntry(
        number=entries[-1].number + 1 if entries else 1,
        at=at,
        by=by,
        command=command,
        changes=draft.changes,
        files=tuple(file.told for file in draft.files),
        undoes=undoes,
    )
    append(folder, entry)


def _waivers(desk: Desk, instead: Iterable[str]) -> Path | None:
    return desk.waivers if desk.project.shown(desk.waivers) in instead else desk.project.waivers


def _compare(opened: Opened) -> None:
    try:
        now = opened.path.read_bytes() if opened.path.is_file() else None
    except OSError as error:
        raise CongressError("file-unreadable", path=opened.shown, why=cause(error)) from None
    if now != opened.data:
        raise CongressError("changed-meanwhile", path=opened.shown)


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, data)


NAME = ".congress.lock"
SECONDS = 10


@contextmanager
def locked(folder: Path, seconds: float = SECONDS) -> Iterator[None]:
    """Hold the lock of a folder. Raises CongressError where another writer does not let go, or it cannot be made."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / NAME, timeout=seconds, mode=0o666)
    try:
        lock.acquire()
    except Timeout:
        raise CongressError("registry-locked", path=folder.as_posix()) from None
    except OSError as error:
        path = (folder / NAME).as_posix()
        raise CongressError("output-unwritable", path=path, why=cause(error)) from None
    try:
        yield
    finally:
        lock.release()
