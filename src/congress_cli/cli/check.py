"""congress check: how every unit stands under every sentence, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.options import (
    AsOf,
    JudgedFiles,
    OnlyClauses,
    OnlyStatuses,
    ReportScreen,
    Selected,
    choice,
    command,
)
from congress_cli.cli.outputs import deliver, deliver_overview
from congress_cli.cli.session import Session
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


@command
def check(
    session: Session,
    *,
    as_of: AsOf = None,
    files: JudgedFiles,
    selected: Selected,
    clause: OnlyClauses = None,
    status: OnlyStatuses = None,
    fail_on: Annotated[str, choice("--fail-on", FAIL_ON)] = "violation",
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="REPORT")] = None,
    screen: ReportScreen,
    no_cache: Annotated[bool, typer.Option("--no-cache")] = False,
) -> int:
    """Judge the registry and report."""
    del no_cache
    options = screen.options(session)
    asked = replace(selected.selection(), clauses=tuple(clause or ()), statuses=tuple(status or ()))
    wanted = screen.outputs()
    project = files.project(session)
    with paused():
        report = _report(session, project, asked, as_of, baseline, quiet=screen.quiet)
        inputs = [*project.paths(), *([baseline] if baseline else [])]
        code = deliver(session, report, wanted, options, screen.color, inputs)
    return code or _verdict(report.problems, fail_on)


def overview(session: Session) -> int:
    """Say in a few lines what counts in the registry of this folder."""
    options = ReportScreen().options(session)
    with paused():
        report = _report(session, JudgedFiles().project(session), Selection(), None, None, quiet=True)
        return deliver_overview(report, options)


def _report(
    session: Session, project: Project, asked: Selection, day: date | None, baseline: str | None, *, quiet: bool
) -> Report:
    from congress_cli.app.check import check as checked
    from congress_cli.cli.outputs import Progress

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
