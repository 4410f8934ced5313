"""congress undo: the last change made at the desk is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.edit_options import EditOptions, open_desk, settle
from congress_cli.cli.options import AsOf, Color, Debug, DryRun, Lang, Office, Rules, Units, Waivers, Width
from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_error

if TYPE_CHECKING:
    from congress_cli.edit.undo import Undo

MOST_TOLD = 10
SECTIONS = ("units", "facts")


def undo(
    ctx: typer.Context,
    skip: Annotated[bool, typer.Option("--skip")] = False,
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
    from congress_cli.edit.undo import CannotUndoError
    from congress_cli.edit.undo import undo as taken_back
    from congress_cli.screens.diagnostics import error_text

    desk = open_desk(session, units, rules, waivers, writes=not dry_run)
    try:
        result = taken_back(desk, skip=skip)
    except CannotUndoError as error:
        write_error(error_text(error.reason, session.language))
        raise
    wish = EditOptions("undo", as_of, dry_run, by, color, width)
    return settle(session, lambda: result.draft, wish, lambda _: _told(session, result), result.entry.id)


def _told(session: Session, result: Undo) -> Iterator[str]:
    """Which entry of the journal it was, and which were passed over."""
    for passed, reason in result.passed:
        why = session.translate(f"errors.{reason.code}", **reason.args_)
        day, _, time = passed.at.partition("T")
        yield session.translate("desk.passed-over", command=passed.command, day=day, time=time[:5], why=why)
    entry = result.entry
    day, _, time = entry.at.partition("T")
    code = "entry-by" if entry.by else "entry"
    yield session.translate(f"desk.{code}", command=entry.command, day=day, time=time[:5], by=entry.by or "")
    for change in entry.changes[:MOST_TOLD]:
        yield session.translate(
            "desk.entry-change", where=" · ".join(step for step in change.where if step not in SECTIONS)
        )
    if len(entry.changes) > MOST_TOLD:
        yield session.translate("desk.entry-more", count=len(entry.changes) - MOST_TOLD)
