"""congress check: how every unit stands under every sentence, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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
    report_options,
)
from congress_cli.cli.outputs import deliver, outputs
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.errors import ExitCode
from congress_cli.gc_tuning import paused
from congress_cli.model.report import Report, Selection
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
    no_cache: Annotated[bool, typer.Option("--no-cache")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Judge the registry and report."""
    del lang, no_cache, debug
    session: Session = ctx.obj
    day = typed_day(as_of)
    one_of("--fail-on", fail_on, FAIL_ON)
    base = report_options(
        session.language,
        color=color,
        width=width,
        unfolded=unfolded,
        group_by=group_by,
        quiet=quiet,
        verbose=verbose,
    )
    asked = Selection(
        units=tuple(unit or ()),
        under=tuple(under or ()),
        rules=tuple(rule or ()),
        clauses=tuple(clause or ()),
        owners=tuple(owner or ()),
        statuses=tuple(status or ()),
    )
    wanted = outputs(format_ or (), output)
    project = session.project(units, rules, waivers, use_waivers=not no_waivers)
    with paused():
        report = _report(session, project, asked, day, baseline, quiet=quiet)
        inputs = [*project.paths(), *([baseline] if baseline else [])]
        code = deliver(session, report, wanted, base, color, inputs)
    return code or _verdict(report.problems, fail_on)


def _report(
    session: Session, project: Project, asked: Selection, day: date | None, baseline: str | None, *, quiet: bool
) -> Report:
    from congress_cli.app.check import check as checked
    from congress_cli.cli.progress import Progress

    earlier = _earlier(baseline, project)
    with Progress(session.language, quiet=quiet) as progress:
        found = session.hold(checked(project, asked, day, session.today(), earlier, progress))
    if not quiet:
        session.notes(found.notes)
    return found.report


def _earlier(baseline: str | None, project: Project) -> Saved | None:
    if baseline is None:
        return None
    from congress_cli.reading.report import read_saved

    return read_saved(baseline, project.shown(baseline))


def _verdict(problems: Mapping[str, int], fail_on: str) -> int:
    found = any(problems[grade] for grade in FAIL_ON[fail_on])
    return ExitCode.PROBLEMS if found else ExitCode.OK
