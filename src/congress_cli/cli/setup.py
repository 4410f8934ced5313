"""congress validate, init, doctor and completion: the files and the machine around the program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli import terminal
from congress_cli.cli.completion import VARIABLE
from congress_cli.cli.options import Files, Form, Quiet, Screen, TextOrJson, choice_argument, command
from congress_cli.cli.session import Session
from congress_cli.cli.terminal import can_show, write_out
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.reading.project import Project
from congress_cli.screens.doctor import DoctorCheck
from congress_cli.text import SYMBOLS, VIETNAMESE

NARROW = 60
_on_screen = partial(DoctorCheck, group="screen")


class Shell(StrEnum):
    """The shells that complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


@command
def validate(session: Session, *, files: Files, quiet: Quiet = False) -> int:
    """Check the files without judging anything."""
    from congress_cli.reading.data_warnings import note_warnings
    from congress_cli.reading.load import read_data
    from congress_cli.screens.diagnostics import diagnostics_text

    data = read_data(files.project(session), warnings=True)
    note_warnings(data.registry, data.rulebook, data.diagnostics)
    if not quiet:
        session.notes(data.notes)
    warnings = data.diagnostics.total(warning=True)
    facts = sum(len(unit.facts) for unit in data.registry.units)
    counts = {"units": len(data.registry.units), "facts": facts, "rules": len(data.rulebook.rules)}
    text = diagnostics_text(data.diagnostics, session.language, warnings=True)
    code = "valid" if not warnings else "valid-but-odd"
    if not quiet:
        text += session.translate(f"notes.{code}", **counts, count=warnings) + "\n"
    return write_out(text) or (ExitCode.PROBLEMS if warnings else ExitCode.OK)


def _named_folder(text: str) -> str:
    if not text.strip():
        raise UsageError("argument-missing", text="DIR")
    return text


@command
def init(
    session: Session,
    folder: Annotated[str, typer.Argument(metavar="DIR", parser=_named_folder)],
    *,
    empty: Annotated[bool, typer.Option("--empty")] = False,
) -> int:
    """Write rulebook, registry and schemas into a folder."""
    from congress_cli.app.scaffold import scaffold

    written, recovered = scaffold(Path(folder), session.now(), empty=empty)
    if recovered is not None:
        from congress_cli.cli.edit import say_recovered

        say_recovered(session, recovered)
    lines = [*(path.as_posix() for path in written), session.translate("notes.begun", folder=folder)]
    return write_out("\n".join(lines) + "\n")


@command
def completion(session: Session, shell: Annotated[Shell, choice_argument("completion", Shell)]) -> int:
    """Print the script for one shell."""
    del session
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    script = get_completion_script(prog_name="congress", complete_var=VARIABLE, shell=shell.value)
    return write_out(f"{script}\n", utf8=True)


@command
def doctor(session: Session, *, format_: Form = TextOrJson.TEXT, screen: Screen) -> int:
    """Tell the condition of the installation; 1 where something disturbs."""
    options = screen.line_options(session)
    from congress_cli.app.doctor import files_checks, program_checks
    from congress_cli.screens import doctor as doctor_screen

    found = [*program_checks(), *_screen_checks(session, screen)]
    try:
        project: Project | CongressError = session.project(None, None)
    except CongressError as error:
        project = error
    found += files_checks(Path.cwd(), project, session.decided_by, session.today())
    if format_ is TextOrJson.JSON:
        written = write_out(doctor_screen.render_json(found, session.language), utf8=True)
    else:
        written = write_out(doctor_screen.render(found, options))
    return written or (ExitCode.PROBLEMS if any(one.disturbs for one in found) else ExitCode.OK)


def _screen_checks(session: Session, screen: Screen) -> Iterator[DoctorCheck]:
    """Language, encoding, symbols, colour and width, each with who decided it."""
    environment, to_terminal = terminal.environment(), terminal.is_terminal()
    language = terminal.decided_language(session.argv, environment, Path.cwd())
    yield _on_screen(f"doctor.language-{language.value}", {"by": language.by}, label="language")
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    readable = can_show(VIETNAMESE, sys.stdout)
    code = "doctor.encoding" if readable else "doctor.encoding-poor"
    yield _on_screen(code, {"encoding": encoding}, label="encoding", disturbs=not readable)
    yield DoctorCheck(
        "doctor.symbols" if can_show(SYMBOLS, sys.stdout) else "doctor.symbols-plain", group="screen", label="symbols"
    )
    colored = terminal.decided_color(screen.color, environment, to_terminal=to_terminal)
    yield DoctorCheck(
        "doctor.color-on" if colored.value else "doctor.color-off", {"by": colored.by}, group="screen", label="color"
    )
    columns = terminal.decided_width(screen.width, environment)
    narrow = columns.value < NARROW
    args = {"columns": columns.value, "by": columns.by}
    yield DoctorCheck(
        "doctor.width-narrow" if narrow else "doctor.width", args, group="screen", label="width", disturbs=narrow
    )
