"""What `congress record` writes: one fact of typed words, or, on a terminal, fact after fact until it is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from congress_cli.cli import questions
from congress_cli.cli.edit import drawn_up, open_desk, settle, unit_first
from congress_cli.cli.options import Edit, Registry
from congress_cli.cli.session import Session
from congress_cli.cli.terminal import width, write_error
from congress_cli.errors import CongressError, ExitCode
from congress_cli.screens.diagnostics import error_text

if TYPE_CHECKING:
    from congress_cli.app.edits import Change
    from congress_cli.app.prompts import FactEntry
    from congress_cli.app.search import Ask
    from congress_cli.edit.transaction import Desk

Words = tuple[str | None, str | None, Sequence[str] | None]
"""Unit, fact and value as they were said; None as a value: the fact goes."""


def recorded(
    session: Session, files: Registry, edit: Edit, words: Words, said: Mapping[str, str], *, future: bool
) -> int:
    """Write one fact. `said`: the options that stand beside the value. Raises UsageError."""
    unit, fact, value = words
    given = {"UNIT": unit, "FACT": fact, "VALUE": value or value is None or said}
    if not questions.can_ask() and not all(given.values()):
        raise questions.missing(session.language, "record", [name for name, one in given.items() if not one])
    entry = drawn_up(session, files, edit, lambda desk, ask: _entry(session, desk, ask, words, said, future=future))
    return settle(session, _change(entry, said), "record", replace(edit, by=entry.beside.get("by")))


def one_after_the_other(
    session: Session, files: Registry, edit: Edit, unit: str | None, said: Mapping[str, str], *, future: bool
) -> int:
    """Ask for facts and write each, until it is left. The registry is locked only while a fact is written."""
    answered: dict[tuple[str, str, str | None], str] = {}
    if unit is not None:
        answered["ask-unit", "UNIT", None] = unit
    ask = questions.Questions(session, answered, leaves=True)
    session.note("record-session")
    while True:
        try:
            _one(session, files, edit, ask, said, future=future)
        except (questions.Back, questions.Declined):
            if not ask.answered:
                return ExitCode.OK
            ask.answered.popitem()
        except questions.Left:
            return ExitCode.OK


def _one(
    session: Session, files: Registry, edit: Edit, ask: questions.Questions, said: Mapping[str, str], *, future: bool
) -> None:
    """Ask for one fact, write it and forget all answers but the unit; a mistake is told."""
    for writes in dict.fromkeys((False, not edit.dry_run)):
        desk = open_desk(session, files, writes=writes)
        entry = _entry(session, desk, ask, (None, None, ()), said, future=future, with_number=True)
    try:
        settle(session, _change(entry, said), "record", replace(edit, by=entry.beside.get("by")))
    except CongressError as error:
        write_error(error_text(error, session.language))
    finally:
        session.resources.close()
    for key in [key for key in ask.answered if key[1] != "UNIT"]:
        del ask.answered[key]


def _change(entry: FactEntry, said: Mapping[str, str]) -> Change:
    from congress_cli.app.edits import Change

    document = said.get("document", entry.beside.get("document"))
    return Change(entry.draft, lambda confirmation: confirmation.fact(entry, document))


def _entry(
    session: Session,
    desk: Desk,
    ask: Ask,
    words: Words,
    said: Mapping[str, str],
    *,
    future: bool,
    with_number: bool = False,
) -> FactEntry:
    """What is to be written where. `with_number`: the number of a paper is asked for where a rule wants it."""
    from congress_cli.app.prompts import FactEntry, FactPrompt, beside_fact
    from congress_cli.app.search import present_of

    unit, fact, value = words
    present = present_of(desk.data, session.today, future=future)
    prompt = FactPrompt(session.language, desk, ask, width(None), present)
    with unit_first(session, desk.data, unit, fact):
        about = prompt.unit(unit)
    name = prompt.fact(fact, about)
    if value is not None and not prompt.is_asked(name, about):
        session.note("fact-unasked", fact=name, name=prompt.name(name), unit=about.id, of=about.name)
        if questions.can_ask():
            ask("ask-anyway", questions.agreed, "FACT")
    beside = beside_fact(said, ask, prompt.present_for(name))
    if value is None:
        return FactEntry(desk, about, name, None, beside, present.today)
    name, new = prompt.value(value, name, about, beside)
    if with_number and "document" not in beside and prompt.is_numbered(name, about):
        beside |= prompt.document()
    return FactEntry(desk, about, name, new, beside, present.today)
