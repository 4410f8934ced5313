"""congress next, plan, pace and simulate: what comes, by when, how fast, what would change. They write no registry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli import options as opt
from congress_cli.cli.check import FAIL_ON, Progress, verdict
from congress_cli.cli.completion import facts_like, pairs_like, parameters_like, units_like
from congress_cli.cli.session import Session
from congress_cli.cli.terminal import is_terminal, write_out, write_pieces
from congress_cli.errors import ExitCode, UsageError
from congress_cli.files import write_whole
from congress_cli.model.report import Selection

GROUPINGS = ("day", "responsible", "unit")
FORMATS = ("text", "json", "csv", "markdown", "ics")
FailOn = Annotated[str, opt.choice("--fail-on", FAIL_ON)]


@opt.command
def simulate(
    session: Session,
    *,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="PARAM=VALUE", autocompletion=parameters_like)
    ] = None,
    event: Annotated[
        list[str] | None, typer.Option("--event", metavar="UNIT FACT=VALUE", autocompletion=pairs_like)
    ] = None,
    shift: Annotated[list[str] | None, typer.Option("--shift", metavar="FACT=+7d", autocompletion=facts_like)] = None,
    rules: opt.Rules = None,
    selected: opt.Selected,
    as_of: opt.AsOf = None,
    units: opt.Units = None,
    waivers: opt.Waivers = None,
    no_waivers: opt.NoWaivers = False,
    fail_on: FailOn = "violation",
    format_: opt.Form = "text",
    unfolded: opt.Unfolded = False,
    screen: opt.Screen,
) -> int:
    """Judge the registry as it is and as it would be, and say what would change."""
    options = screen.options(session, unfolded=unfolded or screen.whole, format_=format_)
    from congress_cli.app.simulate import Assumptions
    from congress_cli.app.simulate import simulate as simulated
    from congress_cli.screens.simulation import RENDERERS

    project = session.project(units, None, waivers, use_waivers=not no_waivers)
    other = None if rules is None else Path(rules)
    assumptions = Assumptions(tuple(set_ or ()), tuple(event or ()), tuple(shift or ()), other)
    with Progress(session.language):
        found = simulated(project, assumptions, selected.selection(), as_of, session.today)
    session.notes(found.notes)
    written = write_out(RENDERERS[format_](found, options), utf8=format_ == "json")
    return written or verdict(found.comparison.new.problems, fail_on)


@opt.command
def next_(
    session: Session,
    *,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=366)] = 14,
    grouping: Annotated[str, opt.choice("--by", GROUPINGS)] = "day",
    selected: opt.Selected,
    as_of: opt.AsOf = None,
    known_at: opt.KnownAt = None,
    files: opt.JudgedFiles,
    fail_on: FailOn = "violation",
    format_: Annotated[str, opt.choice("--format", FORMATS)] = "text",
    output: opt.OutputFile = None,
    unfolded: opt.Unfolded = False,
    screen: opt.Screen,
) -> int:
    """List whom to call, what to ask, and what turns by itself."""
    options = replace(screen.options(session, unfolded=unfolded or screen.whole, format_=format_), verbose=unfolded)
    from congress_cli.app.agenda import agenda
    from congress_cli.screens.agenda_formats import RENDERERS

    with Progress(session.language):
        found = agenda(files.project(session), selected.selection(), days, as_of, session.today, known_at)
    session.notes(found.notes)
    text = RENDERERS[format_](found, grouping, options)
    written = deliver_text(session, text, output, utf8=format_ != "text")
    return written or verdict(found.worst_problems, fail_on)


@opt.command
def pace(
    session: Session,
    *,
    selected: opt.Selected,
    as_of: opt.AsOf = None,
    files: opt.JudgedFiles,
    format_: Annotated[str, opt.choice("--format", ("text", "json", "svg"))] = "text",
    output: opt.OutputFile = None,
    screen: opt.Screen,
) -> int:
    """Show how fast units come to an end."""
    options = screen.options(session, format_=format_)
    from congress_cli.app.pace import pace as paced
    from congress_cli.screens.pace import RENDERERS

    found = paced(files.project(session), selected.selection(), as_of, session.today)
    session.notes(found.notes)
    return deliver_text(session, RENDERERS[format_](found, options), output, utf8=format_ != "text")


@opt.command
def plan(
    session: Session,
    unit: Annotated[list[str] | None, typer.Argument(metavar="[UNIT]", autocompletion=units_like)] = None,
    *,
    under: opt.OnlyUnder = None,
    as_of: opt.AsOf = None,
    known_at: opt.KnownAt = None,
    files: opt.JudgedFiles,
    format_: Annotated[str, opt.choice("--format", ("text", "json", "docx", "ics"))] = "text",
    output: opt.OutputFile = None,
    screen: opt.Screen,
) -> int:
    """Plan backwards from limits and planned days."""
    options = screen.options(session, format_=format_)
    from congress_cli.app.plan import plan as planned
    from congress_cli.screens.plan import RENDERERS

    if not unit and not under:
        raise UsageError("argument-missing", text="UNIT")
    if format_ == "docx" and output is None and is_terminal():
        raise UsageError("binary-to-terminal", format=format_, ending=f".{format_}")
    asked = Selection(units=(" ".join(unit),) if unit else (), under=tuple(under or ()))
    with Progress(session.language):
        found = planned(files.project(session), asked, as_of, session.today, known_at)
    session.notes(found.notes)
    written = deliver_text(session, RENDERERS[format_](found, options), output, utf8=format_ != "text")
    return written or (ExitCode.PROBLEMS if found.doomed else ExitCode.OK)


def deliver_text(session: Session, text: str | bytes, output: str | None, *, utf8: bool) -> int:
    """Write to standard output, or whole into a file, which is said."""
    if output is None and isinstance(text, bytes):
        return write_pieces(lambda stream: stream.write(text), utf8=True)
    if output is None:
        return write_out(str(text), utf8=utf8)
    write_whole(Path(output), text if isinstance(text, bytes) else text.encode())
    session.note("written", path=output)
    return ExitCode.OK
