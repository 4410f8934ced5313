"""congress check: how every unit stands under every sentence, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.options import (
    AsOf,
    Color,
    Debug,
    Formats,
    GroupBy,
    Lang,
    Names,
    NoWaivers,
    OutputFile,
    Quiet,
    Rules,
    Unfolded,
    Units,
    Verbose,
    Waivers,
    Width,
    asked_look,
)
from congress_cli.cli.outputs import deliver, outputs
from congress_cli.cli.progress import Progress
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.collector import at_rest
from congress_cli.errors import ExitCode
from congress_cli.model.report import Asked, Report
from congress_cli.reading.project import Project

if TYPE_CHECKING:
    from congress_cli.reading.report import Saved

FAIL_ON = {
    "never": (),
    "violation": ("violation",),
    "warning": ("violation", "warning"),
    "unknown": ("violation", "warning", "unknown"),
}


def check(
    ctx: typer.Context,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    unit: Annotated[Names, typer.Option("--unit", metavar="ID")] = None,
    under: Annotated[Names, typer.Option("--under", metavar="ID")] = None,
    rule: Annotated[Names, typer.Option("--rule", metavar="ID")] = None,
    clause: Annotated[Names, typer.Option("--clause", metavar="CLAUSE")] = None,
    owner: Annotated[Names, typer.Option("--owner", metavar="WHO")] = None,
    status: Annotated[Names, typer.Option("--status", metavar="STATUS")] = None,
    unfolded: Unfolded = False,
    fail_on: Annotated[str, typer.Option("--fail-on", metavar="|".join(FAIL_ON))] = "violation",
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    format_: Formats = None,
    output: OutputFile = None,
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="REPORT")] = None,
    group_by: GroupBy = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Judge the registry and report."""
    del lang, debug
    session: Session = ctx.obj
    day = typed_day(as_of)
    one_of("--fail-on", fail_on, FAIL_ON)
    base = asked_look(
        session.language,
        color=color,
        width=width,
        unfolded=unfolded,
        group_by=group_by,
        quiet=quiet,
        verbose=verbose,
    )
    asked = Asked(
        units=tuple(unit or ()),
        under=tuple(under or ()),
        rules=tuple(rule or ()),
        clauses=tuple(clause or ()),
        owners=tuple(owner or ()),
        statuses=tuple(status or ()),
    )
    wanted = outputs(format_ or (), output)
    project = session.project(units, rules, waivers, use_waivers=not no_waivers)
    from congress_cli.checkup import check as checked

    with at_rest():
        earlier = _earlier(baseline, project)
        with Progress(session.language, quiet=quiet) as progress:
            checkup = session.hold(checked(project, asked, day, session.today(), earlier, progress))
        if not quiet:
            session.notes(checkup.notes)
        read = [*project.paths(), *([baseline] if baseline else [])]
        code = deliver(session, checkup.report, wanted, base, color, read)
    return code or _verdict(checkup.report, fail_on)


def _earlier(baseline: str | None, project: Project) -> Saved | None:
    if baseline is None:
        return None
    from congress_cli.reading.report import read_saved

    return read_saved(baseline, project.shown(baseline))


def _verdict(report: Report, fail_on: str) -> int:
    found = any(report.problems[grade] for grade in FAIL_ON[fail_on])
    return ExitCode.PROBLEMS if found else ExitCode.OK
