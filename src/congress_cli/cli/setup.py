"""congress validate, init, doctor and completion: the files and the machine around the program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli import options as opt
from congress_cli.cli import terminal
from congress_cli.cli.completion import VARIABLE
from congress_cli.cli.session import Questions, Session, can_ask
from congress_cli.cli.terminal import write_out
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.model.message import Diagnostics, Message, Unreadable
from congress_cli.reading.files import is_file, read_source
from congress_cli.reading.project import UNITS, Project, kind_of
from congress_cli.screens.diagnostics import diagnostics_text
from congress_cli.text import sanitize

if TYPE_CHECKING:
    from congress_cli.reading.load import Data


RECORDS = ("partial", "complete")
SHELLS = ("bash", "zsh", "fish", "powershell")


@opt.command
def validate(
    session: Session,
    names: Annotated[list[str] | None, typer.Argument(metavar="[FILE…]")] = None,
    *,
    files: opt.Files,
    quiet: opt.Quiet = False,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    as_of: opt.AsOf = None,
) -> int:
    """Check the files; judge nothing but which waivers have an effect, where that is asked for."""
    text, warnings, failed = "", 0, Diagnostics()
    for project in _projects(session, names, files) if names else [files.project(session)]:
        try:
            diagnostics, note = (
                _alone(project) if isinstance(project, str) else _whole(session, project, (strict, as_of), quiet=quiet)
            )
        except Unreadable as unreadable:
            failed.add(unreadable.diagnostics)
            continue
        warnings += diagnostics.total(warning=True)
        text += diagnostics_text(diagnostics, session.language, warnings=True)
        text += "" if quiet else session.translate(note) + "\n"
    written = write_out(text)
    if failed.total():
        raise Unreadable(failed)
    return written or (ExitCode.PROBLEMS if warnings else ExitCode.OK)


def _projects(session: Session, names: list[str], files: opt.Files) -> Iterator[Project | str]:
    """Each project that a named file belongs to, once; of a file without a project the name.

    Raises CongressError for a file that is none of ours.
    """
    own: frozenset[str] = frozenset()
    with suppress(CongressError, ValueError):
        own = session.project(files.units, files.rules, files.waivers, silent=True).files()
    seen: set[str] = set()
    for name in names:
        if "\0" in name:
            raise CongressError("file-unreadable", path=name, why="EINVAL")
        path = os.path.realpath(name)
        if path in seen:
            continue
        project = files.project(session) if path in own else _beside(session, name, files)
        seen |= {path} if project is None else project.files()
        yield project or name


def _beside(session: Session, name: str, files: opt.Files) -> Project | None:
    """The project of a registry, or of the registry beside a rulebook or waivers; None where there is none."""
    kind, registry = kind_of(Path(name)), Path(name).parent / UNITS.name
    if kind == "units" or not is_file(name):
        return session.project(name, files.rules, files.waivers)
    if kind is None:
        raise CongressError("file-of-no-kind", path=name)
    return session.project(str(registry), files.rules, files.waivers) if is_file(registry) else None


def _whole(
    session: Session, project: Project, strict: tuple[bool, date | None], *, quiet: bool
) -> tuple[Diagnostics, Message]:
    """The data warnings of the files of a project, and how many there are. Raises Unreadable."""
    from congress_cli.reading.data_warnings import note_warnings
    from congress_cli.reading.load import read_data

    data = read_data(project, warnings=True)
    note_warnings(data.registry, data.rulebook, data.diagnostics)
    _note_waivers(session, project, data, strict)
    if not quiet:
        session.notes(data.notes)
    count = data.diagnostics.total(warning=True)
    facts = sum(len(unit.facts) for unit in data.registry.units)
    counts = {"units": len(data.registry.units), "facts": facts, "rules": len(data.rulebook.rules), "count": count}
    return data.diagnostics, Message("notes.valid-but-odd" if count else "notes.valid", counts)


def _note_waivers(session: Session, project: Project, data: Data, strict: tuple[bool, date | None]) -> None:

    from congress_cli.app.waivers import waiver_warnings

    if not data.waivers or project.waivers is None:
        return
    source = read_source(project.waivers, project.shown(project.waivers), Diagnostics())
    day = data.judged_day(strict[1], session.today)[0] if strict[0] else None
    if source is not None:
        data.diagnostics.know(source.path, source.text)
        for position, code, args in waiver_warnings(data, source, session.number("longest-waiver"), day):
            data.diagnostics.warn(source.path, position, code, **args)


def _alone(name: str) -> tuple[Diagnostics, Message]:
    """The data warnings of a rulebook or of waivers without a registry. Raises Unreadable."""
    from congress_cli.reading.load import read_waivers
    from congress_cli.reading.rulebook import read_rulebook

    diagnostics = Diagnostics()
    source = read_source(name, Path(name).as_posix(), diagnostics)
    if source is not None:
        (read_rulebook if kind_of(Path(name)) == "rules" else read_waivers)(source, diagnostics)
    if diagnostics.total():
        raise Unreadable(diagnostics)
    return diagnostics, Message("notes.valid-alone", {"path": name})


def _named_folder(text: str) -> str:
    if not text.strip():
        raise UsageError("argument-missing", text="DIR")
    return text


@opt.command
def init(
    session: Session,
    folder: Annotated[str, typer.Argument(metavar="DIR", parser=_named_folder)],
    *,
    empty: Annotated[bool, typer.Option("--empty")] = False,
    no_units: Annotated[bool, typer.Option("--no-units")] = False,
    under: Annotated[str | None, typer.Option("--under", metavar="UNIT")] = None,
    records: Annotated[str | None, opt.choice("--records", RECORDS)] = None,
) -> int:
    """Write rulebook, registry and schemas into a folder."""
    from congress_cli.app.scaffold import scaffold
    from congress_cli.app.search import Question

    if no_units and under is not None:
        raise UsageError("options-exclude", options=["--no-units", "--under"])
    if records is None and (empty or no_units) and can_ask():
        records = Questions(session)(Question("ask-records", "--records"), partial(opt.one_of, "--records", RECORDS))
    written, recovered = scaffold(
        Path(folder), session.now(), empty=empty, units=not no_units, under=under, records=records
    )
    if recovered is not None:
        from congress_cli.cli.edit import note_recovered

        note_recovered(session, recovered)
    begun = session.translate("notes.begun-no-units" if no_units else "notes.begun", folder=folder)
    lines = [*(sanitize(path.as_posix()) for path in written), begun]
    return write_out("\n".join(lines) + "\n")


@opt.command
def completion(session: Session, shell: Annotated[str, opt.choice_argument("completion", SHELLS)]) -> int:
    """Print the script for one shell."""
    del session
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    script = get_completion_script(prog_name="congress", complete_var=VARIABLE, shell=shell)
    return write_out(f"{script}\n", utf8=True)


@opt.command
def doctor(session: Session, *, format_: opt.Form = "text", screen: opt.Screen) -> int:
    """Tell the condition of the installation; 1 where something disturbs."""
    options = screen.line_options(session)
    from congress_cli.app.doctor import files_checks, program_checks, screen_checks
    from congress_cli.screens import doctor as doctor_screen

    environment = terminal.environment()
    checks = screen_checks(
        terminal.decided_language(session.argv, environment, Path.cwd()),
        getattr(sys.stdout, "encoding", None),
        terminal.decided_color(screen.color, environment, to_terminal=terminal.is_terminal()),
        terminal.decided_width(screen.width, environment),
    )
    found = [*program_checks(), *checks]
    try:
        project: Project | CongressError = session.project(None, None, silent=True)
    except CongressError as error:
        project = error
    found += files_checks(Path.cwd(), project, session.decided_by, session.today)
    if format_ == "json":
        written = write_out(doctor_screen.render_json(found, session.language), utf8=True)
    else:
        written = write_out(doctor_screen.render(found, options))
    return written or (ExitCode.PROBLEMS if any(one.disturbs for one in found) else ExitCode.OK)
