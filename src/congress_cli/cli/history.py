"""congress history: keep a report a run, and show how things went from run to run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli.options import AsOf, Color, Debug, Lang, NoWaivers, Rules, Units, Waivers, Width, screen_options
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.cli.streams import write_out
from congress_cli.model.report import Selection


def history(
    ctx: typer.Context,
    store: Annotated[str, typer.Option("--store", metavar="FOLDER")] = "history",
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    show: Annotated[bool, typer.Option("--show")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="text|json")] = "text",
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Judge, keep the report, and show the trend; with `--show` the trend alone."""
    del lang, debug
    session: Session = ctx.obj
    from congress_cli.app.compare import trend
    from congress_cli.app.history import Store
    from congress_cli.screens.trend import RENDERERS

    one_of("--format", format_, RENDERERS)
    options = screen_options(session.language, color=color, width=width)
    day = typed_day(as_of)
    kept = Store(Path(store))
    if not show:
        from congress_cli.app.check import check

        project = session.project(units, rules, waivers, use_waivers=not no_waivers)
        checkup = check(project, Selection(), day, session.today())
        session.notes(checkup.notes)
        session.note("kept", path=kept.keep(checkup.report).as_posix())
    points = tuple(trend(kept.reports()))
    return write_out(RENDERERS[format_](store, points, options), utf8=format_ == "json")
