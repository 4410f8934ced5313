"""The options that several commands have, each written once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli import terminal
from congress_cli.cli.session import one_of
from congress_cli.formats import GROUPINGS, RenderOptions
from congress_cli.reading.project import letterhead, settings

Lang = Annotated[str | None, typer.Option("--lang", metavar="vi|en")]
Debug = Annotated[bool, typer.Option("--debug")]
Names = list[str] | None
Units = Annotated[str | None, typer.Option("--units", metavar="PATH")]
Rules = Annotated[str | None, typer.Option("--rules", metavar="FILE")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY")]
Waivers = Annotated[str | None, typer.Option("--waivers", metavar="FILE")]
NoWaivers = Annotated[bool, typer.Option("--no-waivers")]
Formats = Annotated[Names, typer.Option("--format", metavar="F[=FILE]")]
OutputFile = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")]
GroupBy = Annotated[str | None, typer.Option("--group-by", metavar="|".join(GROUPINGS))]
Unfolded = Annotated[bool, typer.Option("--all")]
TextOrJson = Annotated[str, typer.Option("--format", metavar="text|json")]
Color = Annotated[str, typer.Option("--color", metavar="|".join(terminal.COLORS))]
Width = Annotated[int | None, typer.Option("--width", metavar="N")]
DryRun = Annotated[bool, typer.Option("--dry-run")]
Office = Annotated[str | None, typer.Option("--by", metavar="OFFICE")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose")]


def report_options(
    language: str,
    *,
    color: str,
    width: int | None,
    unfolded: bool,
    group_by: str | None,
    quiet: bool,
    verbose: bool,
) -> RenderOptions:
    """How a report is to look, as far as options and settings say.

    Raises UsageError for a value there is not, CongressError for a setting that makes no page.
    """
    one_of("--color", color, terminal.COLORS)
    if group_by is not None:
        one_of("--group-by", group_by, GROUPINGS)
    return RenderOptions(
        language,
        terminal.width(width),
        unfolded=unfolded,
        group_by=group_by,
        quiet=quiet,
        verbose=verbose,
        letterhead=letterhead(settings(Path.cwd())),
    )


def screen_options(language: str, *, color: str, width: int | None, unfolded: bool = False) -> RenderOptions:
    """How text on standard output is to look. Raises UsageError for a value there is not."""
    one_of("--color", color, terminal.COLORS)
    return RenderOptions(
        language,
        width=terminal.width(width),
        color=terminal.colored(color, terminal.environment(), to_terminal=terminal.is_terminal()),
        ascii_only=terminal.ascii_only(),
        unfolded=unfolded,
    )


def list_options(language: str, *, color: str, width: int | None, unfolded: bool = False) -> RenderOptions:
    """The same for text that is searched line by line: in a pipe nothing is wrapped unless a width is asked for."""
    found = screen_options(language, color=color, width=width, unfolded=unfolded)
    wrapped = terminal.is_terminal() or width is not None or "COLUMNS" in terminal.environment()
    return found if wrapped else replace(found, width=terminal.WIDEST)
