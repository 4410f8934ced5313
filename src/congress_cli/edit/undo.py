"""An entry of the journal taken back: character by character where the file is as it was left, else value by value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from congress_cli.edit.document import Opened, Redrawn, applied, checked, has_effect, plain, pruned, redrawn, reversed_
from congress_cli.edit.journal import read_journal
from congress_cli.edit.transaction import Desk, Draft, drafted
from congress_cli.edit.yaml_edit import Splice, fit, spliced, undoing
from congress_cli.errors import CongressError
from congress_cli.model.journal import Changed, JournalEntry, Rewritten
from congress_cli.model.message import Unreadable
from congress_cli.reading.load import WAIVERS_FORMAT

_NO_WAIVERS = {"format": WAIVERS_FORMAT, "waivers": []}


class Undo(NamedTuple):
    """The entry that is taken back, the files without it, and the later entries that were passed over, with why."""

    entry: JournalEntry
    draft: Draft
    passed: tuple[tuple[JournalEntry, CongressError], ...]


class CannotUndoError(CongressError):
    """An entry that cannot be taken back; `reason` says why."""

    def __init__(self, entry: JournalEntry, reason: CongressError) -> None:
        super().__init__("undo-stuck", id=entry.id, command=entry.command, at=entry.at)
        self.entry = entry
        self.reason = reason


def undo(desk: Desk, *, skip: bool = False) -> Undo:
    """The last change that stands, taken back; `skip`: those that cannot be taken back are passed over.

    Raises CannotUndoError, and CongressError where there is nothing to take back.
    """
    passed: list[tuple[JournalEntry, CongressError]] = []
    for entry in read_journal(desk.places.folder).standing():
        try:
            return Undo(entry, undo_draft(desk, entry), tuple(passed))
        except CongressError as reason:
            if not skip:
                raise CannotUndoError(entry, reason) from None
            passed.append((entry, reason))
        except Unreadable:
            if not skip:
                raise
            passed.append((entry, CongressError("undo-unreadable")))
    raise CongressError("nothing-to-undo", path=desk.project.shown(desk.places.folder))


def undo_draft(desk: Desk, entry: JournalEntry) -> Draft:
    """The files without a change. Raises CongressError where one of its values has been changed since."""
    files = [_without(desk, one, entry) for one in entry.files]
    named = {one.file for one in entry.files}
    if any(has_effect(change) and change.file not in named for change in entry.changes):
        raise CongressError("journal-entry-odd")
    back = [change for file in files for change in file.changes]
    return drafted(desk, back, files)


def _without(desk: Desk, done: Rewritten, entry: JournalEntry) -> Redrawn:
    opened = desk.open(done.file)
    changes = [_found(opened, one) for one in entry.changes if one.file == done.file and has_effect(one)]
    if not changes:
        raise CongressError("journal-entry-odd")
    for change in changes:
        if pruned(opened.value_at(change.where)) != pruned(plain(change.new)):
            raise CongressError("undo-changed", path=opened.shown, what=change.where[-1], at=entry.at)
    back = reversed_(changes)
    if done.before is None:
        return _without_file(desk, opened, done, back)
    splices = tuple(undoing(Splice(*one) for one in done.splices))
    if opened.sha256 != done.after or not fit(opened.text, splices):
        return redrawn(opened, back)
    exact = Redrawn(opened, spliced(opened.text, splices), splices, back)
    return checked(exact) if exact.sha256 == done.before else redrawn(opened, back)


def _without_file(desk: Desk, opened: Opened, done: Rewritten, back: Sequence[Changed]) -> Redrawn:
    """A file that came with the change goes with it: that of the waivers, once it holds none. No other file goes."""
    is_as_left = opened.path == desk.places.waivers and opened.sha256 == done.after
    if is_as_left and pruned(applied(opened.value, back)) == _NO_WAIVERS:
        return Redrawn(opened, None, (), tuple(back))
    return redrawn(opened, back)


def _found(opened: Opened, change: Changed) -> Changed:
    """The change of a waiver, at the place in the list where it is now."""
    if change.where[0] != "waivers" or change.new is None:
        return change
    items = opened.value_at(change.where[:1])
    if not isinstance(items, list):
        return change
    place = int(change.where[1][1:])
    if items[place : place + 1] == [change.new] or change.new not in items:
        return change
    place = len(items) - 1 - items[::-1].index(plain(change.new))
    return change.model_copy(update={"where": ("waivers", f"#{place}")})
