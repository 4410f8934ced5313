"""congress verify: a saved report judged again from the inputs that it names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli.options import Color, Debug, Lang, Width, screen_options
from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_out
from congress_cli.errors import ExitCode


def verify(
    ctx: typer.Context,
    report: Annotated[str, typer.Argument(metavar="REPORT")],
    root: Annotated[str | None, typer.Option("--root", metavar="FOLDER")] = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Confirm a report, or list where it differs."""
    del lang, debug
    session: Session = ctx.obj
    from congress_cli.app.verify import verified
    from congress_cli.reading.project import find_root
    from congress_cli.reading.report import read_saved
    from congress_cli.screens.comparison import render_verification

    here = Path.cwd()
    found = verified(read_saved(report), find_root(here) or here if root is None else Path(root))
    written = write_out(render_verification(found, screen_options(session.language, color=color, width=width)))
    return written or (ExitCode.OK if found.confirmed else ExitCode.PROBLEMS)
