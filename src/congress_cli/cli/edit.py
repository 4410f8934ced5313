"""congress record, waive and undo; and the common part of every command that writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from congress_cli import dataclass
from congress_cli.cli import options as opt
from congress_cli.cli.completion import facts_like, units_like, values_like
from congress_cli.cli.session import Back, Declined, Left, Questions, Session, agreed, can_ask, missing
from congress_cli.cli.terminal import width, write_error, write_out
from congress_cli.days import moment_args
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.language.commands import command_line
from congress_cli.model.message import Unreadable
from congress_cli.screens.diagnostics import diagnostics_text, error_text

if TYPE_CHECKING:
    from congress_cli.app.edits import Change
    from congress_cli.app.prompts import FactEntry
    from congress_cli.app.search import Ask
    from congress_cli.edit.transaction import Desk
    from congress_cli.files.recovery import Recovered
    from congress_cli.reading.load import Data


T = TypeVar("T")


# ---------------------------------------------------------------- what all have in common


def open_desk(session: Session, files: opt.Registry, *, writes: bool) -> Desk:
    """The project to write to; notes about it are printed. `writes`: from now on no other process may write to it."""
    from congress_cli.edit.transaction import desk_of, writing

    project = files.project(session)
    if writes:
        recovered = session.enter(writing(project, lambda: session.note("lock-waiting")))
        if recovered is not None:
            note_recovered(session, recovered)
    desk = session.hold(desk_of(project, held=writes))
    session.notes(desk.data.notes)
    return desk


def drawn_up(session: Session, files: opt.Registry, edit: opt.Edit, draw: Callable[[Desk, Ask], T]) -> T:
    """What is drawn up of the words of a command, asking where they are not understood.

    While something is asked the registry is not locked, so that no other writer waits for the answers.
    """
    from congress_cli.app.search import typed_only

    writes = not edit.dry_run
    try:
        return draw(open_desk(session, files, writes=writes), typed_only)
    except UsageError as error:
        if not can_ask() or error.code == "arguments-reversed":
            raise
    session.resources.close()
    ask = Questions(session)
    draw(open_desk(session, files, writes=False), ask)
    return draw(open_desk(session, files, writes=writes), ask)


@contextmanager
def unit_first(session: Session, data: Data, first: str | None, second: str | None) -> Iterator[None]:
    """Where the first word names no unit, but the second does, the order is named. Raises UsageError."""
    try:
        yield
    except UsageError as error:
        from congress_cli.app.search import is_reversed

        if first and second and error.code.startswith("unit-") and is_reversed(first, second, data):
            swapped = {first: second, second: first}
            command = command_line("congress", *(swapped.get(word, word) for word in session.argv))
            raise UsageError("arguments-reversed", text=first, command=command) from None
        raise


def note_recovered(session: Session, recovered: Recovered) -> None:
    """What became of a run that was killed."""
    code = "recovered-finished" if recovered.finished else "recovered-back"
    session.note(code, command=recovered.about.command, **moment_args(recovered.about.at))
    if recovered.left:
        session.note("recovered-left", paths=list(recovered.left))


def settle(session: Session, change: Change, name: str, edit: opt.Edit, undoes: str | None = None) -> int:
    """Draw up a change, write it unless it is a trial, and show what it does. `name`: the command, for the journal."""
    from congress_cli.app.prompts import Confirmation
    from congress_cli.edit.transaction import write
    from congress_cli.screens import changes

    options = edit.line_options(session, unfolded=edit.whole)
    try:
        draft = change.drawn()
    except Unreadable as unreadable:
        write_error(diagnostics_text(unreadable.diagnostics, session.language))
        raise CongressError("not-written") from None
    if not draft.files:
        return write_out(session.translate("desk.nothing-changed") + "\n")
    confirmation = Confirmation(session.language, draft)
    outcome = confirmation.outcome(edit.as_of, session.today)
    closing = "trial" if edit.dry_run else "written" if undoes is None else "taken-back"
    text = changes.render(outcome, options, change.sentences(confirmation), session.translate(f"desk.{closing}"))
    if not edit.dry_run:
        write(draft, name, session.now(), edit.by, undoes)
    return write_out(text)


def carried_out(
    session: Session, files: opt.Registry, edit: opt.Edit, name: str, draw: Callable[[Desk, Ask], Change]
) -> int:
    """Draw up a change of the words of a command and settle it."""
    return settle(session, drawn_up(session, files, edit, draw), name, edit)


# ---------------------------------------------------------------- record, waive, undo


@opt.command
def record(
    session: Session,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", autocompletion=units_like)] = None,
    fact: Annotated[str | None, typer.Argument(metavar="FACT", autocompletion=facts_like)] = None,
    value: Annotated[list[str] | None, typer.Argument(metavar="VALUE", autocompletion=values_like)] = None,
    *,
    day: Annotated[str | None, opt.DAY] = None,
    document: Annotated[str | None, opt.DOCUMENT] = None,
    source: opt.Source = None,
    recorded: Annotated[str | None, typer.Option("--recorded", metavar="DAY")] = None,
    note: opt.Note = None,
    clear: Annotated[bool, typer.Option("--clear")] = False,
    future: opt.Future = False,
    edit: opt.Edit,
    files: opt.Registry,
) -> int:
    """Write one fact into the registry."""
    given = {"day": day, "document": document, "source": source, "by": edit.by, "recorded": recorded, "note": note}
    said = {key: text for key, text in given.items() if text is not None}
    if clear and (value or said.keys() - {"by"}):
        raise UsageError("options-exclude", options=["--clear", *(f"--{key}" for key in said), *(value or ())])
    recording = _Recording(session, files, edit, said, future)
    if fact is None and not clear and can_ask():
        return recording.one_after_the_other(unit)
    return recording.once((unit, fact, None if clear else value or ()))


@opt.command
def waive(
    session: Session,
    unit: Annotated[opt.Names, typer.Argument(metavar="[UNIT…]", autocompletion=units_like)] = None,
    *,
    rule: opt.RuleArgument,
    until: Annotated[str, typer.Option("--until", metavar="DAY")],
    document: Annotated[str, opt.DOCUMENT],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")],
    under: opt.OnlyUnder = None,
    type_: Annotated[opt.Names, typer.Option("--type", metavar="TYPE")] = None,
    tag: opt.Tags = None,
    begins: Annotated[str | None, typer.Option("--from", metavar="DAY")] = None,
    authority: Annotated[str | None, typer.Option("--authority", metavar="OFFICE")] = None,
    edit: opt.Edit,
    files: opt.Files,
) -> int:
    """Write one waiver."""
    from congress_cli.app.edits import WaivedFor, waived

    said = {"from": begins, "until": until, "authority": authority, "document": document, "reason": reason}
    whom = WaivedFor(unit or (), under or (), type_ or (), tag or ())
    longest = session.number("longest-waiver")

    def draw(desk: Desk, ask: Ask) -> Change:
        with unit_first(session, desk.data, next(iter(whom.units), None), rule):
            return waived(desk, ask, whom, rule, said, longest, edit.as_of, session.today)

    return carried_out(session, files, edit, "waive", draw)


@opt.command
def undo(
    session: Session, *, skip: Annotated[bool, typer.Option("--skip")] = False, edit: opt.Edit, files: opt.Files
) -> int:
    """Take back the last change."""
    from congress_cli.app.edits import Change
    from congress_cli.app.prompts import undone
    from congress_cli.edit.undo import CannotUndoError
    from congress_cli.edit.undo import undo as taken_back

    desk = open_desk(session, files, writes=not edit.dry_run)
    try:
        result = taken_back(desk, skip=skip)
    except CannotUndoError as error:
        write_error(error_text(error.reason, session.language))
        raise
    change = Change(lambda: result.draft, lambda _: undone(session.language, result))
    return settle(session, change, "undo", edit, result.entry.id)


Words = tuple[str | None, str | None, Sequence[str] | None]
"""Unit, fact and value as they were said; None as a value: the fact goes."""


@dataclass(frozen=True, slots=True)
class _Recording:
    """How facts are written. `said`: the options that stand beside a value."""

    session: Session
    files: opt.Registry
    edit: opt.Edit
    said: Mapping[str, str]
    future: bool

    def once(self, words: Words) -> int:
        """Write one fact. Raises UsageError."""
        unit, fact, value = words
        given = {"UNIT": unit, "FACT": fact, "VALUE": value or value is None or self.said}
        if not can_ask() and not all(given.values()):
            raise missing(self.session.language, "record", [name for name, one in given.items() if not one])
        draw = partial(self._entry, words=words)
        return self._settled(drawn_up(self.session, self.files, self.edit, draw))

    def one_after_the_other(self, unit: str | None) -> int:
        """Ask for facts and write each, until it is left. The registry is locked only while a fact is written."""
        answered: dict[tuple[str, str, str | None], str] = {}
        if unit is not None:
            answered["ask-unit", "UNIT", None] = unit
        ask = Questions(self.session, answered, leaves=True)
        self.session.note("record-session")
        while True:
            try:
                self._next(ask)
            except (Back, Declined):
                if not ask.answered:
                    return ExitCode.OK
                ask.answered.popitem()
            except Left:
                return ExitCode.OK

    def _next(self, ask: Questions) -> None:
        """Ask for one fact, write it and forget all answers but the unit; a mistake is reported."""
        for writes in dict.fromkeys((False, not self.edit.dry_run)):
            desk = open_desk(self.session, self.files, writes=writes)
            entry = self._entry(desk, ask, (None, None, ()), with_number=True)
        try:
            self._settled(entry)
        except CongressError as error:
            write_error(error_text(error, self.session.language))
        finally:
            self.session.resources.close()
        for key in [key for key in ask.answered if key[1] != "UNIT"]:
            del ask.answered[key]

    def _settled(self, entry: FactEntry) -> int:
        from congress_cli.app.edits import Change

        document = self.said.get("document", entry.beside.get("document"))
        change = Change(entry.draft, lambda confirmation: confirmation.fact(entry, document))
        return settle(self.session, change, "record", replace(self.edit, by=entry.beside.get("by")))

    def _entry(self, desk: Desk, ask: Ask, words: Words, *, with_number: bool = False) -> FactEntry:
        """What is to be written where. `with_number`: the number of a paper is asked for where a rule wants it."""
        from congress_cli.app.prompts import FactEntry, FactPrompt, beside_fact
        from congress_cli.app.search import Question, present_of

        session, (unit, fact, value) = self.session, words
        present = present_of(desk.data, session.today, future=self.future)
        prompt = FactPrompt(session.language, desk, ask, width(None), present)
        with unit_first(session, desk.data, unit, fact):
            about = prompt.unit(unit)
        name = prompt.fact(fact, about)
        if value is not None and not prompt.is_asked(name, about):
            session.note("fact-unasked", fact=name, name=prompt.name(name), unit=about.id, of=about.name)
            if can_ask():
                ask(Question("ask-anyway", "FACT"), agreed)
        beside = beside_fact(self.said, ask, prompt.present_for(name))
        if value is None:
            return FactEntry(desk, about, name, None, beside, present.today)
        name, new = prompt.value(value, name, about, beside)
        if with_number and "document" not in beside and prompt.is_numbered(name, about):
            beside |= prompt.document()
        return FactEntry(desk, about, name, new, beside, present.today)
