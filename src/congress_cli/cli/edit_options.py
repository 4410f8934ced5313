"""What every command that writes has in common: whom it writes about, what it shows, and the writing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from congress_cli.cli import terminal
from congress_cli.cli.naming import meant
from congress_cli.cli.options import list_options
from congress_cli.cli.session import Session, typed_day
from congress_cli.cli.streams import write_error, write_out
from congress_cli.errors import CongressError

if TYPE_CHECKING:
    from congress_cli.edit.transaction import Desk, Draft
    from congress_cli.files.recovery import Recovered
    from congress_cli.model.diagnostics import Diagnostics
    from congress_cli.model.registry import Registry, Unit


@dataclass(frozen=True, slots=True)
class EditOptions:
    """How a change is to be made and shown. `by`: the office that enters it."""

    command: str
    as_of: str | None = None
    dry_run: bool = False
    by: str | None = None
    color: str = "auto"
    width: int | None = None


def open_desk(
    session: Session, units: str | None, rules: str | None, waivers: str | None = None, *, writes: bool
) -> Desk:
    """The project to write to; what is to be said about it is said. `writes`: nobody else may from now on."""
    from congress_cli.edit.transaction import desk_of, writing

    project = session.project(units, rules, waivers)
    if writes:
        recovered = session.enter(writing(project, lambda: session.note("lock-waiting")))
        if recovered is not None:
            say_recovered(session, recovered)
    desk = desk_of(project, held=writes)
    session.notes(desk.data.notes)
    return desk


def say_recovered(session: Session, recovered: Recovered) -> None:
    """What became of a run that was killed."""
    day, _, time = recovered.about.at.partition("T")
    code = "recovered-finished" if recovered.finished else "recovered-back"
    session.note(code, command=recovered.about.command, day=day, time=time[:5])
    if recovered.left:
        session.note("recovered-left", paths=list(recovered.left))


def settle(
    session: Session,
    drawn: Callable[[], Draft],
    wish: EditOptions,
    told: Callable[[Draft], Iterable[str]],
    undoes: str | None = None,
) -> int:
    """Draw up a change, write it unless it is a trial, and show what it does. `told`: the lines above that."""
    unfolded = not terminal.is_terminal() and wish.width is None
    appearance = list_options(session.language, color=wish.color, width=wish.width, unfolded=unfolded)
    day = typed_day(wish.as_of)
    from congress_cli.app.check import judged_day
    from congress_cli.edit.impact import outcome_of
    from congress_cli.edit.transaction import write
    from congress_cli.model.diagnostics import Unreadable
    from congress_cli.screens import changes

    try:
        draft = drawn()
    except Unreadable as unreadable:
        raise _told_refused(session, unreadable.diagnostics) from None
    if not draft.files:
        return write_out(session.translate("desk.nothing-changed") + "\n")
    judged, came_from = judged_day(day, draft.after.registry.as_of, session.today())
    outcome = outcome_of(draft, judged, came_from)
    closing = "trial" if wish.dry_run else "written" if undoes is None else "taken-back"
    text = changes.render(outcome, appearance, told(draft), session.translate(f"desk.{closing}"))
    if not wish.dry_run:
        write(draft, wish.command, session.now(), wish.by, undoes)
    return write_out(text)


def one_unit(text: str, registry: Registry) -> Unit:
    """The unit that a text names. Raises UsageError where it names none, or several: then they are listed."""
    return registry.by_id[meant(text, registry)]


def _told_refused(session: Session, diagnostics: Diagnostics) -> CongressError:
    """What the files could not hold is told as the reader would, at the place where it would stand."""
    from congress_cli.screens.diagnostics import diagnostics_text

    write_error(diagnostics_text(diagnostics, session.language))
    return CongressError("not-written")
