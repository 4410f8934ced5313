"""congress check: how every unit stands under every sentence, on a day."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli import look
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.cli.streams import VIETNAMESE, can_show, write_out
from congress_cli.errors import CongressError, ExitCode
from congress_cli.formats import FORMATS, GROUPINGS, Look
from congress_cli.model.report import Asked, Report
from congress_cli.reading.project import Project
from congress_cli.writing import write_whole

FAIL_ON = {
    "never": (),
    "violation": ("violation",),
    "warning": ("violation", "warning"),
    "unknown": ("violation", "warning", "unknown"),
}
Names = list[str] | None


def check(
    ctx: typer.Context,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY")] = None,
    units: Annotated[str | None, typer.Option("--units", metavar="PATH")] = None,
    rules: Annotated[str | None, typer.Option("--rules", metavar="FILE")] = None,
    unit: Annotated[Names, typer.Option("--unit", metavar="ID")] = None,
    under: Annotated[Names, typer.Option("--under", metavar="ID")] = None,
    rule: Annotated[Names, typer.Option("--rule", metavar="ID")] = None,
    clause: Annotated[Names, typer.Option("--clause", metavar="CLAUSE")] = None,
    owner: Annotated[Names, typer.Option("--owner", metavar="WHO")] = None,
    status: Annotated[Names, typer.Option("--status", metavar="STATUS")] = None,
    unfolded: Annotated[bool, typer.Option("--all")] = False,
    fail_on: Annotated[str, typer.Option("--fail-on", metavar="|".join(FAIL_ON))] = "violation",
    waivers: Annotated[str | None, typer.Option("--waivers", metavar="FILE")] = None,
    no_waivers: Annotated[bool, typer.Option("--no-waivers")] = False,
    format_: Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS))] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")] = None,
    group_by: Annotated[str | None, typer.Option("--group-by", metavar="|".join(GROUPINGS))] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    color: Annotated[str, typer.Option("--color", metavar="auto|always|never")] = "auto",
    width: Annotated[int | None, typer.Option("--width", metavar="N")] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose")] = False,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Judge the registry and report."""
    del lang, debug
    session: Session = ctx.obj
    day = typed_day(as_of)
    one_of("--fail-on", fail_on, FAIL_ON)
    one_of("--color", color, ("auto", "always", "never"))
    if group_by is not None:
        one_of("--group-by", group_by, GROUPINGS)
    asked = Asked(
        units=tuple(unit or ()),
        under=tuple(under or ()),
        rules=tuple(rule or ()),
        clauses=tuple(clause or ()),
        owners=tuple(owner or ()),
        statuses=tuple(status or ()),
    )
    chosen = _format(format_, output)
    project = session.project(units, rules, waivers, use_waivers=not no_waivers)
    from congress_cli.checkup import check as checked

    checkup = checked(project, asked, day, session.today())
    if not quiet:
        session.notes(checkup.notes)
    appearance = Look(
        language=session.language,
        width=look.width(width),
        color=look.colored(color, look.environment(), to_terminal=look.is_terminal() and output is None),
        ascii_only=output is None and look.ascii_only(),
        unfolded=unfolded,
        group_by=group_by,
        quiet=quiet,
        verbose=verbose,
        command=session.command,
    )
    text = FORMATS[chosen].render(checkup.report, appearance)
    return _deliver(session, text, chosen, output, project, quiet=quiet) or _verdict(checkup.report, fail_on)


def _format(asked: str | None, output: str | None) -> str:
    """The format asked for, else by the output's ending, else a table at a terminal and lines in a pipe."""
    if asked is not None:
        return one_of("--format", asked, FORMATS)
    ending = Path(output).suffix.lstrip(".") if output else ""
    if ending in FORMATS:
        return ending
    return "table" if look.is_terminal() and output is None else "plain"


def _deliver(session: Session, text: str, chosen: str, output: str | None, project: Project, *, quiet: bool) -> int:
    if output is None or output == "-":
        if chosen != "json" and not can_show(VIETNAMESE, sys.stdout) and sys.stdout is not None:
            session.note("no-accents")
        return write_out(text, utf8=chosen == "json")
    path = Path(output)
    inputs = {os.path.realpath(one) for one in (project.units, project.rules, project.waivers) if one}
    if os.path.realpath(path) in inputs or _is_input(path, Path(project.units)):
        raise CongressError("output-is-input", path=output)
    write_whole(path, text.encode())
    if not quiet:
        session.note("written", path=output)
    return ExitCode.OK


def _is_input(path: Path, units: Path) -> bool:
    """Whether a file may be one of those of a folder that is read."""
    return path.suffix == ".yaml" and path.is_file() and units.is_dir() and units.resolve() in path.resolve().parents


def _verdict(report: Report, fail_on: str) -> int:
    found = any(report.problems[grade] for grade in FAIL_ON[fail_on])
    return ExitCode.PROBLEMS if found else ExitCode.OK
