"""congress merge: the reports of the parts of a registry as one."""

from __future__ import annotations

from typing import Annotated

import typer

from congress_cli.cli.options import (
    Color,
    Debug,
    Formats,
    GroupBy,
    Lang,
    OutputFile,
    Quiet,
    Unfolded,
    Verbose,
    Width,
    report_options,
)
from congress_cli.cli.outputs import deliver, outputs
from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_error
from congress_cli.errors import CongressError
from congress_cli.gc_tuning import paused
from congress_cli.model.diagnostics import MOST


def merge(
    ctx: typer.Context,
    reports: Annotated[list[str], typer.Argument(metavar="REPORT…")],
    format_: Formats = None,
    output: OutputFile = None,
    unfolded: Unfolded = False,
    group_by: GroupBy = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Read the reports and render the one that they make."""
    del lang, debug
    session: Session = ctx.obj
    wanted = outputs(format_ or (), output)
    base = report_options(
        session.language,
        color=color,
        width=width,
        unfolded=unfolded,
        group_by=group_by,
        quiet=quiet,
        verbose=verbose,
    )
    from congress_cli.app.merge import merged
    from congress_cli.reading.report import read_saved

    with paused():
        found = session.hold(merged([read_saved(report) for report in reports]))
        for one in found.refusals[:MOST]:
            write_error(f"congress: {session.translate(one)}\n")
        if len(found.refusals) > MOST:
            write_error(session.translate("runs.more-differences", count=len(found.refusals) - MOST) + "\n")
        if found.report is None:
            raise CongressError("merge-refused")
        return deliver(session, found.report, wanted, base, color, reports)
