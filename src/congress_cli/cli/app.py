"""The commands of `congress`. A command or a group of commands is one file beside this one, loaded when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from congress_cli import __version__
from congress_cli.cli.help import HelpfulCommand, HelpfulGroup
from congress_cli.cli.streams import write_out
from congress_cli.errors import ExitCode

COMMANDS = {
    "check": "check:check",
    "record": "edit:record",
    "undo": "edit:undo",
    "journal": "lookup:journal",
    "waive": "edit:waive",
    "unit": "unit:COMMANDS",
    "explain": "lookup:explain",
    "find": "lookup:find",
    "show": "lookup:show",
    "tree": "lookup:tree",
    "facts": "lookup:facts",
    "render": "reports:render",
    "merge": "reports:merge",
    "diff": "reports:diff",
    "history": "reports:history",
    "digest": "reports:digest",
    "verify": "reports:verify",
    "clauses": "rules:clauses",
    "rules": "rules:COMMANDS",
    "schema": "rules:schema",
    "validate": "setup:validate",
    "init": "setup:init",
    "completion": "setup:completion",
    "doctor": "setup:doctor",
    "export": "sheets:export",
    "import": "sheets:import_",
}


def build(words: Sequence[str] = ()) -> Any:
    """The command line, without running it. Where the first of the words names a command, that one alone is loaded."""
    app = typer.Typer(
        cls=HelpfulGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(cls=HelpfulGroup, invoke_without_command=True)(_congress)
    for name in words[:1] if words and words[0] in COMMANDS else COMMANDS:
        command = _load(COMMANDS[name])
        if isinstance(command, dict):
            app.add_typer(_group(command), name=name)
        else:
            app.command(name, cls=HelpfulCommand)(command)
    return typer.main.get_command(app)


def _load(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"congress_cli.cli.{module}"), name)


def _group(commands: dict[str, Callable[..., int]]) -> typer.Typer:
    group = typer.Typer(cls=HelpfulGroup, rich_markup_mode=None)
    group.callback(cls=HelpfulGroup, invoke_without_command=True)(_rules)
    for name, command in commands.items():
        group.command(name, cls=HelpfulCommand)(command)
    return group


def _rules(
    ctx: typer.Context,
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> None:
    del lang, debug
    if ctx.invoked_subcommand is None:
        raise typer.Exit(write_out(ctx.get_help() + "\n") or ExitCode.USAGE)


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
