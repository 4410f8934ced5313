"""The commands of `congress`, each loaded when it is used, and help in the user's language."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Exit
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from congress_cli import __version__, dataclass
from congress_cli.cli.completion import meaning
from congress_cli.cli.session import missing
from congress_cli.cli.terminal import width, write_out
from congress_cli.errors import ExitCode, UsageError
from congress_cli.formats import FORMATS
from congress_cli.language import has, translate
from congress_cli.reading.project import find_root
from congress_cli.text import suggestions


@dataclass(frozen=True, slots=True)
class Completion:
    """A word that is offered and its meaning, as typer's shells read them."""

    value: str
    help: str
    type: str = "plain"


class _OwnHelp:
    """Help in our words, written the way all output is: a full disk or a closed pipe is reported by the exit code."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option -h, --help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _print_help
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """The arguments and options. Raises UsageError for an option that takes one value and is given two."""
        if not ctx.resilient_parsing:
            _refuse_twice(self.make_parser(ctx).parse_args(args=[*args])[2])  # type: ignore[attr-defined]
        try:
            return super().parse_args(ctx, [*args])  # type: ignore[misc]
        except TyperException as error:
            if type(error).__name__ != "MissingParameter":
                raise
            raise _missing(self, ctx, args) from None

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what it does, commands, arguments and options, exit codes."""
        formatter.write(_page(self, ctx, width(None)))

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The commands of a group, or the long names of the options, each with the first line of its help."""
        language, name = ctx.find_root().obj.language, _key_of(ctx)
        if isinstance(self, HelpfulGroup) and not incomplete.startswith("-"):
            rows = _command_rows(self, ctx, language)
        else:
            options = [one for one in self.get_params(ctx) if one.param_type_name == "option"]  # type: ignore[attr-defined]
            rows = [(max(one.opts, key=len), _row(one, name, language)[1]) for one in options]
        rows = [row for row in rows if row[0].startswith(incomplete)]
        return [Completion(word, meaning(text.partition("\n")[0])) for word, text in rows]


SELECTING = ("under", "type_", "tag")
"""The options that say for whom, in the place of units: without them a word that stands alone is a unit."""


def _missing(command: Any, ctx: Any, args: list[str]) -> UsageError:
    """All the arguments and options that a command needs and was not given."""
    given = command.make_parser(ctx).parse_args(args=[*args])[0]
    names = []
    params = command.get_params(ctx)
    many = [one.name for one in params if one.param_type_name == "argument" and one.nargs == -1 and not one.required]
    nobody = bool(many) and not any(given.get(one) for one in (*many, *SELECTING))
    for param in params:
        if param.required and (not given.get(param.name) or (nobody and param.param_type_name == "argument")):
            is_option = param.param_type_name == "option"
            names.append(param.opts[0] if is_option else str(param.metavar))
    return missing(ctx.find_root().obj.language, ctx.command_path.partition(" ")[2], names)


class HelpfulCommand(_OwnHelp, TyperCommand):
    """A command whose help comes from the catalogue."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """The arguments and options; `-item` is a value where a command takes many."""
        return super().parse_args(ctx, shielded(self, ctx, joined(self, ctx, args)))


class HelpfulGroup(_OwnHelp, TyperGroup):
    """The group of commands; an unknown one is answered with what was probably meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command named by the first word. Raises UsageError."""
        if args and self.get_command(ctx, args[0]) is None:
            raise UsageError("command-unknown", text=args[0], known=suggestions(args[0], self.commands))
        return super().resolve_command(ctx, args)


def _refuse_twice(given: Iterable[Any]) -> None:
    options = Counter(one for one in given if one.param_type_name == "option" and not (one.multiple or one.is_flag))
    for option, number in options.items():
        if number > 1:
            raise UsageError("option-twice", text=max(option.opts, key=len))


def _print_help(ctx: Any, param: Any, value: bool) -> None:
    del param
    if value and not ctx.resilient_parsing:
        raise Exit(write_out(ctx.get_help() + "\n"))


MINUS = "\N{MINUS SIGN}"  # what takes the place of the hyphen, and what a paste may have made of it


def shielded(command: Any, ctx: Any, args: list[str]) -> list[str]:
    """The words of a command line, its hyphened values with a minus sign; only where a command takes many values."""
    params = command.get_params(ctx)
    if not any(param.nargs == -1 for param in params):
        return args
    valued = {name for param in params if not getattr(param, "is_flag", True) for name in param.opts}
    words = []
    for place, word in enumerate(args):
        is_item = len(word) > 2 and word[0] == "-" and word[1] != "-"
        is_value = place > 0 and args[place - 1] in valued
        words.append(MINUS + word[1:] if is_item and not is_value else word)
    return words


def joined(command: Any, ctx: Any, args: list[str]) -> list[str]:
    """The words of a command line, those of an option that takes two words (`UNIT FACT=VALUE`) as one."""
    pairs = {name for param in command.get_params(ctx) if " " in str(param.metavar) for name in param.opts}
    words: list[str] = []
    for word in args:
        if len(words) > 1 and words[-2] in pairs and "=" in word and "=" not in words[-1]:
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


INDENT = 26
WIDEST = 110


def _page(command: Any, ctx: Any, columns: int) -> str:
    """Usage, what a command does, its commands, arguments and options; of the whole program the exit codes as well."""
    language = ctx.find_root().obj.language
    name, room = _key_of(ctx), min(columns, WIDEST)
    blocks = [
        f"{translate(language, 'help.usage')}: {_usage(command, ctx)}",
        _wrapped(translate(language, f"help.{name}"), 0, room),
    ]
    if hasattr(command, "commands"):
        blocks.append(_section(translate(language, "help.commands"), _command_rows(command, ctx, language), room))
    for kind in ("argument", "option"):
        rows = [_row(param, name, language) for param in command.get_params(ctx) if param.param_type_name == kind]
        if rows:
            blocks.append(_section(translate(language, f"help.{kind}s"), rows, room))
    if has(language, f"help.{name}+more"):
        blocks.append(translate(language, f"help.{name}+more"))
    if ctx.parent is None:
        codes = [(str(int(code)), translate(language, f"help.exit-{code}")) for code in ExitCode]
        blocks.append(_section(translate(language, "help.exit-codes"), codes, room, indent=8))
    return "\n\n".join(blocks) + "\n"


def _command_rows(group: Any, ctx: Any, language: str) -> list[tuple[str, str]]:
    """The commands of a group, each with the first line of its help."""
    prefix = f"{_key_of(ctx)}-" if ctx.parent is not None else ""
    return [(one, translate(language, f"help.{prefix}{one}").split("\n")[0]) for one in group.commands]


def _key_of(ctx: Any) -> str:
    """What the catalogue calls a command: `congress`, `check`, `rules-show`."""
    return str(ctx.command_path).partition(" ")[2].replace(" ", "-") or "congress"


def _usage(command: Any, ctx: Any) -> str:
    pieces = [ctx.command_path]
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            pieces.append(param.make_metavar(ctx) if hasattr(param, "make_metavar") else str(param.metavar))
    pieces.append("COMMAND …" if hasattr(command, "commands") else "[OPTION…]")
    return " ".join(pieces)


def _row(param: Any, command: str, language: str) -> tuple[str, str]:
    """An argument or option as it is written, and its help."""
    key = param.name.strip("_").replace("_", "-")
    code = f"help.{command}.{key}" if has(language, f"help.{command}.{key}") else f"help.option.{key}"
    return _named(param), translate(language, code, {"formats": list(FORMATS)})


def _named(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar)
    names = ", ".join(sorted(param.opts, key=len))
    return names if param.is_flag else f"{names} {param.metavar or 'TEXT'}"


def _section(heading: str, rows: list[tuple[str, str]], room: int, indent: int = INDENT) -> str:
    lines = [f"{heading}:"]
    for left, right in rows:
        wrapped = _wrapped(right, indent, room).lstrip()
        if len(left) + 3 > indent:
            lines += [f"  {left}", " " * indent + wrapped]
        else:
            lines.append(f"  {left:<{indent - 2}}{wrapped}")
    return "\n".join(lines)


def _wrapped(text: str, indent: int, room: int) -> str:
    paragraphs = text.split("\n")
    return "\n".join(
        textwrap.fill(one, room, initial_indent=" " * indent, subsequent_indent=" " * indent, break_on_hyphens=False)
        for one in paragraphs
    )


COMMANDS = {
    "check": "check:check",
    "record": "edit:record",
    "undo": "edit:undo",
    "journal": "lookup:journal",
    "waive": "edit:waive",
    "unit": "units:UNIT",
    "registry": "units:REGISTRY",
    "explain": "lookup:explain",
    "find": "lookup:find",
    "show": "lookup:show",
    "tree": "lookup:tree",
    "progress": "lookup:progress",
    "facts": "lookup:facts",
    "render": "reports:render",
    "merge": "reports:merge",
    "diff": "reports:diff",
    "history": "reports:history",
    "digest": "reports:digest",
    "remind": "reports:remind",
    "verify": "reports:verify",
    "next": "ahead:next_",
    "plan": "ahead:plan",
    "pace": "ahead:pace",
    "simulate": "ahead:simulate",
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
        raise typer.Exit(_help(ctx))


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
        from congress_cli.cli.check import overview

        raise typer.Exit(overview(ctx.obj) if find_root(Path.cwd()) else _help(ctx))


def _help(ctx: typer.Context) -> int:
    return write_out(ctx.get_help() + "\n") or ExitCode.USAGE
