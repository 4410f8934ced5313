"""congress doctor: whether anything around the program would be in a clerk's way."""

from __future__ import annotations

import typer

from congress_cli.cli.options import Color, Debug, Lang, TextOrJson, Width, list_look
from congress_cli.cli.session import Session, one_of
from congress_cli.cli.streams import write_out
from congress_cli.errors import ExitCode


def doctor(
    ctx: typer.Context,
    format_: TextOrJson = "text",
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Tell the condition of the installation; 1 where something disturbs."""
    del lang, debug
    session: Session = ctx.obj
    one_of("--format", format_, ("text", "json"))
    look = list_look(session.language, color=color, width=width)
    from congress_cli.cli.condition import signs
    from congress_cli.formats import conditions

    found = tuple(signs(session, color, width))
    if format_ == "json":
        written = write_out(conditions.render_json(found, session.language), utf8=True)
    else:
        written = write_out(conditions.render(found, look))
    return written or (ExitCode.PROBLEMS if any(sign.disturbs for sign in found) else ExitCode.OK)
