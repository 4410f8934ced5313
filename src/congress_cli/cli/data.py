"""congress validate: the data alone. congress init: a folder to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_out
from congress_cli.errors import ExitCode, UsageError


def validate(
    ctx: typer.Context,
    units: Annotated[str | None, typer.Option("--units", metavar="PATH")] = None,
    rules: Annotated[str | None, typer.Option("--rules", metavar="FILE")] = None,
    waivers: Annotated[str | None, typer.Option("--waivers", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet")] = False,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Check the files without judging anything."""
    del lang, debug
    from congress_cli.reading.data_warnings import note_warnings
    from congress_cli.reading.load import read_data
    from congress_cli.screens.diagnostics import diagnostics_text

    session: Session = ctx.obj
    data = read_data(session.project(units, rules, waivers), warnings=True)
    note_warnings(data.registry, data.rulebook, data.diagnostics)
    if not quiet:
        session.notes(data.notes)
    warnings = data.diagnostics.total(warning=True)
    facts = sum(len(unit.facts) for unit in data.registry.units)
    counts = {"units": len(data.registry.units), "facts": facts, "rules": len(data.rulebook.rules)}
    text = diagnostics_text(data.diagnostics, session.language, warnings=True)
    code = "valid" if not warnings else "valid-but-odd"
    if not quiet:
        text += session.translate(f"notes.{code}", **counts, count=warnings) + "\n"
    return write_out(text) or (ExitCode.PROBLEMS if warnings else ExitCode.OK)


def init(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR")],
    empty: Annotated[bool, typer.Option("--empty")] = False,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Write rulebook, registry and schemas into a folder."""
    del lang, debug
    if not folder.strip():
        raise UsageError("argument-missing", text="DIR")
    from congress_cli.app.scaffold import scaffold

    session: Session = ctx.obj
    written, recovered = scaffold(Path(folder), session.now(), empty=empty)
    if recovered is not None:
        from congress_cli.cli.edit_options import say_recovered

        say_recovered(session, recovered)
    lines = [*(path.as_posix() for path in written), session.translate("notes.begun", folder=folder)]
    return write_out("\n".join(lines) + "\n")
