"""congress schema: the JSON Schemas of the files and of the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli.session import one_of
from congress_cli.cli.streams import write_out
from congress_cli.errors import ExitCode
from congress_cli.files import write_whole

NAMES = ("units", "rules", "waivers", "report")


def schema(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="units|rules|waivers|report")],
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Print one schema."""
    del ctx, lang, debug
    one_of("schema", name, NAMES)
    from congress_cli.app.schemas import schema_text

    text = schema_text(name)
    if output is None:
        return write_out(text, utf8=True)
    write_whole(Path(output), text.encode())
    return ExitCode.OK
