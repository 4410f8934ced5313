"""congress undo: the last change made at the desk is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from congress_cli.cli.edit_options import EditOptions, open_desk, settle
from congress_cli.cli.options import AsOf, Color, Debug, DryRun, Lang, Office, Rules, Units, Waivers, Width
from congress_cli.cli.session import Session

if TYPE_CHECKING:
    from congress_cli.model.journal import JournalEntry

MOST_TOLD = 10
SECTIONS = ("units", "facts")


def undo(
    ctx: typer.Context,
    dry_run: DryRun = False,
    by: Office = None,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    waivers: Waivers = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Take back the last change."""
    del lang, debug
    session: Session = ctx.obj
    from congress_cli.edit.undo import last_change, undo_draft

    desk = open_desk(session, units, rules, waivers)
    entry = last_change(desk)
    wish = EditOptions("undo", as_of, dry_run, by, color, width)
    return settle(session, lambda: undo_draft(desk, entry), wish, lambda _: _told(session, entry), entry.number)


def _told(session: Session, entry: JournalEntry) -> Iterator[str]:
    """Which entry of the journal it was."""
    day, _, time = entry.at.partition("T")
    code = "entry-by" if entry.by else "entry"
    yield session.translate(f"desk.{code}", command=entry.command, day=day, time=time[:5], by=entry.by or "")
    for change in entry.changes[:MOST_TOLD]:
        yield session.translate(
            "desk.entry-change", where=" · ".join(step for step in change.where if step not in SECTIONS)
        )
    if len(entry.changes) > MOST_TOLD:
        yield session.translate("desk.entry-more", count=len(entry.changes) - MOST_TOLD)
