"""The commands of `congress`. A group of commands is one file beside this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from congress_cli import __version__
from congress_cli.cli import check, clauses, data, explain, rules, schema
from congress_cli.cli.help import HelpfulCommand, HelpfulGroup
from congress_cli.cli.streams import write_out
from congress_cli.errors import ExitCode

COMMANDS: dict[str, Callable[..., int]] = {
    "check": check.check,
    "explain": explain.explain,
    "clauses": clauses.clauses,
    "schema": schema.schema,
    "validate": data.validate,
    "init": data.init,
}


def build() -> Any:
    """The command line, without running it."""
    app = typer.Typer(
        cls=HelpfulGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(cls=HelpfulGroup, invoke_without_command=True)(_congress)
    for name, command in COMMANDS.items():
        app.command(name, cls=HelpfulCommand)(command)
    group = typer.Typer(cls=HelpfulGroup, rich_markup_mode=None)
    group.callback(cls=HelpfulGroup, invoke_without_command=True)(_rules)
    for name, rules_command in rules.COMMANDS.items():
        group.command(name, cls=HelpfulCommand)(rules_command)
    app.add_typer(group, name="rules")
    return typer.main.get_command(app)


def _rules(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        write_out(ctx.get_help() + "\n")
        raise typer.Exit(ExitCode.USAGE)


def _congress(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V")] = False,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> None:
    del lang, debug
    if version:
        raise typer.Exit(write_out(f"congress {__version__}\n"))
    if ctx.invoked_subcommand is None:
        raise typer.Exit(write_out(ctx.get_help() + "\n") or ExitCode.USAGE)
