"""congress diff: what became of each finding between two reports, or between two days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.options import (
    Color,
    Debug,
    Lang,
    NoWaivers,
    Rules,
    Unfolded,
    Units,
    Waivers,
    Width,
    screen_options,
)
from congress_cli.cli.session import Session, one_of
from congress_cli.cli.streams import write_out
from congress_cli.days import DayError, parse_typed
from congress_cli.errors import ExitCode
from congress_cli.model.report import Report, Selection

if TYPE_CHECKING:
    from congress_cli.reading.project import Project


def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    units: Units = None,
    rules: Rules = None,
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    fail_on_new: Annotated[bool, typer.Option("--fail-on-new")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="text|json")] = "text",
    unfolded: Unfolded = False,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Read or make both reports and compare them."""
    del lang, debug
    session: Session = ctx.obj
    from congress_cli.app.compare import compared
    from congress_cli.screens.comparison import RENDERERS

    one_of("--format", format_, RENDERERS)
    options = screen_options(session.language, color=color, width=width, unfolded=unfolded)
    sides = [_day(old), _day(new)]
    project = session.project(units, rules, waivers, use_waivers=not no_waivers) if any(sides) else None
    before, after = (_report(path, day, project, session) for path, day in zip((old, new), sides, strict=True))
    found = compared(before, after)
    written = write_out(RENDERERS[format_](found, options), utf8=format_ == "json")
    return written or (ExitCode.PROBLEMS if fail_on_new and found.alarming else ExitCode.OK)


def _day(text: str) -> date | None:
    """The day that a word means; None for a report's file."""
    if Path(text).is_file():
        return None
    try:
        return parse_typed(text)
    except DayError:
        return None


def _report(path: str, day: date | None, project: Project | None, session: Session) -> Report:
    if day is None or project is None:
        from congress_cli.reading.report import read_report

        return read_report(path)
    from congress_cli.app.check import check

    return check(project, Selection(), day, session.today()).report
