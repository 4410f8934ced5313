"""Changes drawn up and checked, with their effect on findings, and written: all of them or none.

A draft is what the files would be. It is made by the smallest change of their texts, and read again by the reader of
the program before anybody writes it. Who means to write holds the lock of the registry from before it is read.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

from congress_cli import dataclass, grouped
from congress_cli.edit.document import Opened, Redrawn, has_effect, open_file, redrawn
from congress_cli.edit.journal import NAME as JOURNAL
from congress_cli.edit.journal import read_journal
from congress_cli.engine import judge
from congress_cli.errors import CongressError, UsageError
from congress_cli.files.recovery import About, Recovered, locked, recover, write_recoverably
from congress_cli.files.writing import Write
from congress_cli.model.directive import Modality
from congress_cli.model.finding import Finding, Findings, differing, paired, present
from congress_cli.model.journal import Changed, ChangedLine, JournalEntry, Moved, Outcome
from congress_cli.model.message import Diagnostic, Diagnostics, Message
from congress_cli.reading.data_warnings import note_warnings
from congress_cli.reading.files import STDIN, Sources, is_file, is_folder, paused
from congress_cli.reading.load import WAIVERS_FORMAT, Data, read_data
from congress_cli.reading.project import WAIVERS, Project, unit_files

NEW_WAIVERS = f"format: {WAIVERS_FORMAT}\nwaivers: []\n"


class Places:
    """Where the files of a project lie that may be written. Their names count from the registry's folder."""

    def __init__(self, project: Project) -> None:
        self.project = project
        units = Path(project.units)
        self.folder = units if is_folder(units) else units.parent
        self.waivers = project.waivers or self.folder / WAIVERS

    def name(self, path: Path | str) -> str:
        """The name of a file: its path from the registry's folder."""
        real = os.path.realpath(path)
        try:
            return Path(os.path.relpath(real, os.path.realpath(self.folder))).as_posix()
        except ValueError:  # on another drive of Windows
            return Path(real).as_posix()

    @cached_property
    def files(self) -> dict[str, Path]:
        """The files that may be written, by name; that of the waivers, be it there or not."""
        paths = (*map(Path, unit_files(self.project.units).paths), self.waivers)
        return {self.name(path): path for path in paths}

    @property
    def lock_folder(self) -> Path:
        """The folder where the registry really lies, however it is named."""
        units = Path(os.path.realpath(self.project.units))
        return units if is_folder(units) else units.parent

    @property
    def mode(self) -> int:
        """The permissions of the registry, those of its first file; who made a file may write to it again."""
        return Path(unit_files(self.project.units).paths[0]).stat().st_mode & 0o666 | stat.S_IWUSR


@dataclass(frozen=True)
class Desk:
    """A project that is to be written to, and all that was read of it. `held`: whether its lock is held already."""

    project: Project
    sources: Sources
    data: Data
    held: bool = False

    @cached_property
    def places(self) -> Places:
        """Where its files lie."""
        return Places(self.project)

    def file_of(self, unit: str) -> str:
        """The name of the file that holds a unit."""
        shown = self.data.registry.sources[unit].place.path
        return next(name for name, path in self.places.files.items() if self.project.shown(path) == shown)

    def open(self, name: str) -> Opened:
        """One of the files. Raises CongressError for a name that is none of them."""
        if name not in self.opened:
            self.opened[name] = self._open(name)
        return self.opened[name]

    @cached_property
    def opened(self) -> dict[str, Opened]:
        """The files that were opened, by name."""
        return {}

    def _open(self, name: str) -> Opened:
        path = self.places.files.get(name)
        if path is None:
            raise CongressError("journal-file-unknown", path=name)
        return open_file(
            self.sources, path, name, NEW_WAIVERS if path == self.places.waivers else "", partial(self._line, path)
        )

    def _line(self, path: Path, unit: str) -> int | None:
        """In which line of a file a unit begins; None where it does not stand in it."""
        source = self.data.registry.sources.get(unit)
        return source.place.line if source is not None and source.place.path == self.project.shown(path) else None


@dataclass(frozen=True, slots=True)
class Draft:
    """What the files would be, and what would be read of them."""

    desk: Desk
    changes: tuple[Changed, ...]
    files: tuple[Redrawn, ...]
    after: Data


def desk_of(project: Project, *, held: bool = False) -> Desk:
    """The desk of a project. Raises Unreadable, UsageError for a registry that comes from standard input."""
    if project.units == STDIN:
        raise UsageError("registry-is-stdin")
    sources = Sources(project.shown, spans=True)
    return Desk(project, sources, read_data(project, sources=sources), held)


def draft(desk: Desk, changes: Iterable[Changed]) -> Draft:
    """The files with these changes in them; what changes nothing is left out.

    Raises Unreadable where they could not be read any more.
    """
    wanted = [change for change in changes if has_effect(change)]
    by_file = grouped(wanted, lambda change: change.file)
    return drafted(desk, wanted, [redrawn(desk.open(name), of_file) for name, of_file in by_file.items()])


def drafted(desk: Desk, changes: Iterable[Changed], files: Iterable[Redrawn]) -> Draft:
    """A draft of files that are drawn already, read again as a whole."""
    drawn = tuple(files)
    if not drawn:
        return Draft(desk, (), (), desk.data)
    instead = {file.opened.shown: file.source for file in drawn if file.text is not None}
    gone = {file.opened.path for file in drawn if file.text is None}
    project = replace(desk.project, waivers=None if desk.places.waivers in gone else _waivers(desk, instead))
    after = read_data(project, sources=desk.sources.replaced(instead), before=desk.data)
    return Draft(desk, tuple(changes), drawn, after)


def write(draft: Draft, command: str, at: str, by: str | None = None, undoes: str | None = None) -> None:
    """Write a draft and its entry in the journal, all or nothing. `undoes`: the id of the entry it takes back.

    Raises CongressError where a file is not what was read any more, or cannot be written.
    """
    desk = draft.desk
    with nullcontext() if desk.held else writing(desk.project):
        journal = read_journal(desk.places.folder)
        entry = JournalEntry(
            id=secrets.token_hex(6),  # that no entry has, here or in another branch
            at=at,
            by=by,
            command=command,
            changes=draft.changes,
            files=tuple(file.rewritten for file in draft.files),
            undoes=undoes,
        )
        mode = desk.places.mode
        writes = {
            file.opened.name: Write(file.opened.path, file.data, file.opened.data, file.opened.shown, mode)
            for file in draft.files
        }
        shown = desk.project.shown(journal.path)
        writes[JOURNAL] = Write(journal.path, journal.with_entry(entry), journal.data, shown, mode)
        write_recoverably(desk.places.lock_folder, writes, About(command, at))


@contextmanager
def writing(project: Project, waiting: Callable[[], None] | None = None) -> Iterator[Recovered | None]:
    """Hold the lock of a registry; gives what became of a run that was killed, which is settled first.

    A registry that is not there has no lock: its reader tells. `waiting` is called where another writer takes long.
    Raises CongressError where it does not let go, or there can be no lock.
    """
    if project.units == STDIN or not (is_file(project.units) or is_folder(project.units)):
        yield None
        return
    places = Places(project)
    with locked(places.lock_folder, mode=places.mode, waiting=waiting):
        yield recover(places.lock_folder, {**places.files, JOURNAL: places.folder / JOURNAL})


def _waivers(desk: Desk, instead: Iterable[str]) -> Path | None:
    return desk.places.waivers if desk.project.shown(desk.places.waivers) in instead else desk.project.waivers


SAID_ANYHOW = frozenset({"fact-after-frozen-day", "document-odd", "document-written-otherwise"})


def outcome_of(draft: Draft, as_of: date, as_of_from: str) -> Outcome:
    """The changed lines of all files, and the findings of that day that are not what they were."""
    lines = tuple(line for file in draft.files for line in _lines(file))
    before, near = draft.desk.data, _near(draft)
    with paused():
        warnings = tuple(_new_warnings(before, draft.after, near))
        by_unit = grouped(_moved(before, draft.after, as_of, near), lambda one: one.unit)
    moved = tuple(chain.from_iterable(by_unit.values()))
    names = {name: {"vi": one["vi"], "en": one["en"]} for name, one in before.rulebook.names.items()}
    return Outcome(lines, warnings, moved, as_of, as_of_from, names)


def _lines(file: Redrawn) -> Iterator[ChangedLine]:
    """The lines that are other. Only those that the splices touch are compared."""
    before, after = file.opened.text if file.opened.data is not None else "", file.text or ""
    places = [(one.start, len(before) - one.end) for one in file.splices] or [(0, 0)]
    start, end = map(min, zip(*places, strict=True))
    start = before.rfind("\n", 0, start) + 1
    end = before.find("\n", len(before) - end) + 1 or len(before)
    above = len(_split(before[:start]))
    old, new = _split(before[start:end]), _split(after[start : len(after) - (len(before) - end)])
    shown = file.opened.shown
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            continue
        for place in range(first, last):
            yield ChangedLine(shown, above + place + 1, True, old[place])
        for place in range(new_first, new_last):
            yield ChangedLine(shown, above + place + 1, False, new[place])


def _split(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


NOT_FOR_ALL = frozenset({"facts", "closed", "parent"})
"""What of a unit only the verdicts of units above and directly below it may hang on as well."""


def _near(draft: Draft) -> frozenset[str] | None:
    """The units on whose own facts or place another verdict may hang now; None: all."""
    before, after = draft.desk.data, draft.after
    if not all(change.where[0] == "units" and {*change.where[2:3]} & NOT_FOR_ALL for change in draft.changes):
        return None
    changed = {change.where[1] for change in draft.changes}
    near = set(changed)
    for registry in (before.registry, after.registry):
        for unit in changed & registry.by_id.keys():
            near.update(one.id for one in registry.children_of(unit))
            near.update(one.id for one in registry.above(registry.by_id[unit]))
    return frozenset(near)


def _new_warnings(before: Data, after: Data, near: Collection[str] | None) -> Iterator[Message]:
    """What `validate` warns of now and did not before; but for what is said of the entry itself."""
    known = [(one.code, one.args) for one in _warnings(before, near)]
    for one in _warnings(after, near):
        if (one.code, one.args) not in known and one.key not in SAID_ANYHOW:
            yield Message(one.code, one.args)


def _warnings(data: Data, near: Collection[str] | None) -> list[Diagnostic]:
    diagnostics = Diagnostics(most=sys.maxsize)
    note_warnings(data.registry, data.rulebook, diagnostics, near)
    return diagnostics.warnings


def _moved(before: Data, after: Data, as_of: date, near: Collection[str] | None) -> Iterator[Moved]:
    names = before.registry.names | after.registry.names
    renamed = before.registry.renamed | after.registry.renamed
    found = _findings(before, as_of, near)
    these, those = differing(_findings(after, as_of, near, found), found, _standing)
    for (unit, rule_id), now, was in paired(present(these, renamed), present(those, renamed)):
        if was is not None and now is not None and _standing(was) == _standing(now):
            continue  # of a unit with another id
        rule = after.rulebook.by_id[rule_id]
        title = rule.title.written
        yield Moved(unit, names.get(unit, unit), rule_id, title, rule.modality is Modality.STRIVE, was, now)


def _findings(data: Data, as_of: date, near: Collection[str] | None, far: Findings | None = None) -> Findings:
    return judge(data.registry, data.rulebook, as_of, data.waivers, near=near, far=far)


def _standing(finding: Finding) -> tuple[Any, ...]:
    """What a reader would call another state of things: the status, the last day and how late."""
    late = finding.args.get("days_late")
    return finding.status, finding.would_be, finding.last_day, finding.last_days, late
