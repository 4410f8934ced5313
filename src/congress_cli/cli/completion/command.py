"""congress completion: the script that teaches a shell to complete the words of `congress`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli.options import Debug, Lang
from congress_cli.cli.session import one_of
from congress_cli.cli.streams import write_out

SHELLS = ("bash", "zsh", "fish", "powershell")


def completion(
    ctx: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="|".join(SHELLS))],
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Print the script for one shell."""
    del ctx, lang, debug
    one_of("completion", shell, SHELLS)
    return write_out((Path(__file__).parent / "scripts" / f"congress.{shell}").read_text("utf-8"), utf8=True)
