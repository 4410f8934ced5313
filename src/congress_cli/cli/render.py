"""congress render: a saved report in another format, the same to the byte as if it had been asked for at once."""

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


def render(
    ctx: typer.Context,
    report: Annotated[str, typer.Argument(metavar="REPORT")],
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
    """Read a report and render it."""
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
    from congress_cli.reading.report import check_told, read_report

    read = read_report(report)
    check_told(read, report)
    return deliver(session, read, wanted, base, color, [report])
