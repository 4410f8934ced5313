"""congress record, waive and undo; and the common part of every command that writes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from congress_cli.cli.completion import facts_like, units_like
from congress_cli.cli.options import (
    DAY,
    DOCUMENT,
    Edit,
    Files,
    Note,
    Registry,
    RuleArgument,
    Source,
    UnitArgument,
    command,
)
from congress_cli.cli.session import Session, known
from congress_cli.cli.terminal import width, write_error, write_out
from congress_cli.errors import CongressError, UsageError
from congress_cli.screens.diagnostics import error_text

if TYPE_CHECKING:
    from congress_cli.app.prompts import FactEntry
    from congress_cli.edit.transaction import Desk, Draft
    from congress_cli.edit.typed_values import Raw
    from congress_cli.files.recovery import Recovered
    from congress_cli.model.finding import Finding
    from congress_cli.model.journal import Outcome


T = TypeVar("T")


def can_ask() -> bool:
    """Whether a person can answer: input and output are both a terminal."""
    try:
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    except ValueError:
        return False


def ask(session: Session, question: str, understood: Callable[[str], T], missing: str, first: str = "") -> T:
    """What was answered, asked again until it is understood; `first`: said once above the question.

    Raises UsageError where there is no terminal to ask on, KeyboardInterrupt where the answers end.
    """
    if not can_ask():
        raise UsageError("argument-missing", text=missing)
    write_error(first)
    while True:
        write_error(f"{question} ")
        line = sys.stdin.readline()
        if not line:
            write_error("\n")
            raise KeyboardInterrupt
        if not line.strip():
            continue
        try:
            return understood(line.strip())
        except UsageError as error:
            write_error(error_text(error, session.language))


# ---------------------------------------------------------------- what all have in common


def open_desk(session: Session, files: Registry, *, writes: bool) -> Desk:
    """The project to write to; notes about it are printed. `writes`: from now on no other process may write to it."""
    from congress_cli.edit.transaction import desk_of, writing

    project = files.project(session)
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
    name: str,
    edit: Edit,
    told: Callable[[Draft], Iterable[str]],
    undoes: str | None = None,
) -> int:
    """Draw up a change, write it unless it is a trial, and show what it does.

    `name`: the command, for the journal. `told`: the lines above what changes.
    """
    from congress_cli.edit.transaction import write
    from congress_cli.model.message import Unreadable
    from congress_cli.screens import changes

    options = edit.line_options(session, unfolded=edit.whole)
    try:
        draft = drawn()
    except Unreadable as unreadable:
        from congress_cli.screens.diagnostics import diagnostics_text

        write_error(diagnostics_text(unreadable.diagnostics, session.language))
        raise CongressError("not-written") from None
    if not draft.files:
        return write_out(session.translate("desk.nothing-changed") + "\n")
    outcome = outcome_on(session, draft, edit.as_of)
    closing = "trial" if edit.dry_run else "written" if undoes is None else "taken-back"
    text = changes.render(outcome, options, told(draft), session.translate(f"desk.{closing}"))
    if not edit.dry_run:
        write(draft, name, session.now(), edit.by, undoes)
    return write_out(text)


def outcome_on(session: Session, draft: Draft, day: date | None) -> Outcome:
    """What a draft changes, judged on a day: the one asked for, else the registry's own, else today."""
    from congress_cli.app.check import judged_day
    from congress_cli.edit.transaction import outcome_of

    return outcome_of(draft, *judged_day(day, draft.after.registry.as_of, session.today()))


# ---------------------------------------------------------------- record


@command
def record(
    session: Session,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", autocompletion=units_like)] = None,
    fact: Annotated[str | None, typer.Argument(metavar="FACT", autocompletion=facts_like)] = None,
    value: Annotated[list[str] | None, typer.Argument(metavar="VALUE")] = None,
    *,
    day: Annotated[str | None, DAY] = None,
    document: Annotated[str | None, DOCUMENT] = None,
    source: Source = None,
    recorded: Annotated[str | None, typer.Option("--recorded", metavar="DAY")] = None,
    note: Note = None,
    clear: Annotated[bool, typer.Option("--clear")] = False,
    edit: Edit,
    files: Registry,
) -> int:
    """Write one fact into the registry."""
    from congress_cli.app.prompts import Confirmation

    given = {"day": day, "document": document, "source": source, "by": edit.by, "recorded": recorded, "note": note}
    said = {key: text for key, text in given.items() if text is not None}
    if clear and (value or said.keys() - {"by"}):
        raise UsageError("options-exclude", options=["--clear", *(f"--{key}" for key in said), *(value or ())])
    beside = _beside(said)
    open_ = partial(open_desk, session, files)
    entry = _entry(session, open_, edit, (unit, fact, None if clear else value or ()), beside)

    def told(draft: Draft) -> Iterable[str]:
        return Confirmation(session.language, draft).fact(entry, document)

    return settle(session, entry.draft, "record", replace(edit, by=beside.get("by")), told)


def _entry(
    session: Session,
    open_: Callable[..., Desk],
    edit: Edit,
    words: tuple[str | None, str | None, Sequence[str] | None],
    beside: Mapping[str, str],
) -> FactEntry:
    """What is to be written where. `words`: unit, fact and value as they were said; None as a value: the fact goes."""
    from congress_cli.app.prompts import FactEntry, FactPrompt
    from congress_cli.cli.edit import ask, can_ask

    unit, fact, value = words
    prompts = partial(FactPrompt, session.language, ask=partial(ask, session), width=width(None))
    if can_ask() and not (unit and fact and (value or value is None)):
        # Ask before the registry is locked, so that no other writer waits for the answers.
        unit, fact, value = prompts(open_(writes=False)).complete(unit, fact, value, beside)
    desk = open_(writes=not edit.dry_run)
    prompt = prompts(desk)
    about = prompt.unit(unit)
    name = prompt.fact(fact, about)
    return FactEntry(desk, about, name, None if value is None else prompt.value(value, name, about, beside), beside)


def _beside(said: Mapping[str, str]) -> dict[str, str]:
    """What stands beside the value, as the files hold it. An empty text is kept: it takes the old one away."""
    from congress_cli.edit.typed_values import typed_document, typed_recorded, typed_span, typed_text

    beside = {key: typed_text(f"--{key}", text) for key, text in said.items()}
    for key, read in (("day", typed_span), ("document", typed_document), ("recorded", typed_recorded)):
        if beside.get(key):
            beside[key] = read(beside[key])
    return beside


# ---------------------------------------------------------------- waive


@command
def waive(
    session: Session,
    unit: UnitArgument,
    rule: RuleArgument,
    *,
    until: Annotated[str, typer.Option("--until", metavar="DAY")],
    document: Annotated[str, DOCUMENT],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")],
    begins: Annotated[str | None, typer.Option("--from", metavar="DAY")] = None,
    authority: Annotated[str | None, typer.Option("--authority", metavar="OFFICE")] = None,
    edit: Edit,
    files: Files,
) -> int:
    """Write one waiver."""
    from congress_cli.app.check import judged_day
    from congress_cli.app.prompts import Confirmation
    from congress_cli.edit.document import waiver_change
    from congress_cli.edit.transaction import draft
    from congress_cli.edit.typed_values import typed_document, typed_exact, typed_text

    desk = open_desk(session, files, writes=not edit.dry_run)
    judged, _ = judged_day(edit.as_of, desk.data.registry.as_of, session.today())
    about = _about(desk, unit, rule, judged)
    waiver: dict[str, Raw] = {
        "rule": rule,
        "units": [about.unit],
        "from": judged.isoformat() if begins is None else typed_exact("--from", begins),
        "until": typed_exact("--until", until),
        "authority": typed_text("--authority", authority or desk.data.rulebook.directive.issuer),
        "document": typed_document(document),
        "reason": typed_text("--reason", reason),
    }
    _check(waiver)

    def told(drawn: Draft) -> Iterable[str]:
        confirmation = Confirmation(session.language, drawn)
        return confirmation.waiver(about, waiver, document, authority_typed=authority is not None)

    return settle(session, lambda: draft(desk, [waiver_change(desk, waiver)]), "waive", edit, told)


def _about(desk: Desk, unit: str, rule: str, judged: date) -> Finding:
    """The finding that the waiver is for. Raises UsageError where the rule does not judge the unit."""
    from congress_cli.app.search import meant
    from congress_cli.engine import judge

    data = desk.data
    known("rule-unknown", rule, data.rulebook.by_id)
    forces = {force.id for force in data.registry.task_forces}
    wanted = unit if unit in forces else meant(unit, data.registry)
    findings = judge(data.registry, data.rulebook, judged, data.waivers)
    found = next((one for one in findings if (one.unit, one.rule) == (wanted, rule)), None)
    if found is None:
        raise UsageError("rule-not-for-unit", text=wanted, rule=rule)
    return found


def _check(waiver: Mapping[str, Raw]) -> None:
    for key in ("authority", "document", "reason"):
        if not waiver[key]:
            raise UsageError("option-value-missing", text=f"--{key}")
    if str(waiver["from"]) > str(waiver["until"]):
        raise UsageError("waiver-order", first=waiver["from"], last=waiver["until"])


# ---------------------------------------------------------------- undo


@command
def undo(
    session: Session,
    *,
    skip: Annotated[bool, typer.Option("--skip")] = False,
    edit: Edit,
    files: Files,
) -> int:
    """Take back the last change."""
    from congress_cli.app.prompts import undone
    from congress_cli.edit.undo import CannotUndoError
    from congress_cli.edit.undo import undo as taken_back
    from congress_cli.screens.diagnostics import error_text

    desk = open_desk(session, files, writes=not edit.dry_run)
    try:
        result = taken_back(desk, skip=skip)
    except CannotUndoError as error:
        write_error(error_text(error.reason, session.language))
        raise
    told = undone(session.language, result)
    return settle(session, lambda: result.draft, "undo", edit, lambda _: told, result.entry.id)
