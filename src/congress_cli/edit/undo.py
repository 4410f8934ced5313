"""The last change taken back: character by character where the file is as it was left, else value by value."""

from __future__ import annotations

from congress_cli.edit.changes import reversed_, value_at
from congress_cli.edit.document import Opened, Redrawn, checked, redrawn
from congress_cli.edit.journal import last_standing, read_journal
from congress_cli.edit.transaction import Desk, Draft, drafted
from congress_cli.edit.yaml_edit import Splice, fit, spliced, undoing
from congress_cli.errors import CongressError
from congress_cli.model.journal import JournalEntry, Rewritten


def last_change(desk: Desk) -> JournalEntry:
    """The change to take back. Raises CongressError where there is none."""
    entry = last_standing(read_journal(desk.folder))
    if entry is None:
        raise CongressError("nothing-to-undo", path=desk.project.shown(desk.folder))
    return entry


def undo_draft(desk: Desk, entry: JournalEntry) -> Draft:
    """The files without a change. Raises CongressError where one of its values has been changed since."""
    files = [_without(desk.open(one.file), one, entry) for one in entry.files]
    return drafted(desk, reversed_(entry.changes), files)


def _without(opened: Opened, done: Rewritten, entry: JournalEntry) -> Redrawn:
    changes = [one for one in entry.changes if one.file == done.file]
    for change in changes:
        if value_at(opened.value, change.where) != change.new:
            raise CongressError("undo-changed", path=opened.shown, what=change.where[-1], at=entry.at)
    back = reversed_(changes)
    splices = tuple(undoing(Splice(*one) for one in done.splices))
    if opened.sha256 != done.after or not fit(opened.text, splices):
        return redrawn(opened, back)
    text = spliced(opened.text, splices) if done.before is not None else None
    return checked(Redrawn(opened, text, splices), back)
