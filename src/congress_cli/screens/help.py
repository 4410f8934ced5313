"""Help: the page of a command, in the user's language."""

from __future__ import annotations

import textwrap
from typing import Any

from congress_cli.errors import ExitCode
from congress_cli.formats import FORMATS
from congress_cli.language import has, translate

INDENT = 26
WIDEST = 110


def page(command: Any, ctx: Any, columns: int) -> str:
    """Usage, what a command does, its commands, arguments and options; of the whole program the exit codes as well."""
    language = ctx.find_root().obj.language
    name, room = key_of(ctx), min(columns, WIDEST)
    blocks = [
        f"{translate(language, 'help.usage')}: {_usage(command, ctx)}",
        _wrapped(translate(language, f"help.{name}"), 0, room),
    ]
    if hasattr(command, "commands"):
        blocks.append(_section(translate(language, "help.commands"), command_rows(command, ctx, language), room))
    for kind in ("argument", "option"):
        rows = [row(param, name, language) for param in command.get_params(ctx) if param.param_type_name == kind]
        if rows:
            blocks.append(_section(translate(language, f"help.{kind}s"), rows, room))
    if has(language, f"help.{name}+more"):
        blocks.append(translate(language, f"help.{name}+more"))
    if ctx.parent is None:
        codes = [(str(int(code)), translate(language, f"help.exit-{code}")) for code in ExitCode]
        blocks.append(_section(translate(language, "help.exit-codes"), codes, room, indent=8))
    return "\n\n".join(blocks) + "\n"


def command_rows(group: Any, ctx: Any, language: str) -> list[tuple[str, str]]:
    """The commands of a group, each with the first line of its help."""
    prefix = f"{key_of(ctx)}-" if ctx.parent is not None else ""
    return [(one, translate(language, f"help.{prefix}{one}").split("\n")[0]) for one in group.commands]


def key_of(ctx: Any) -> str:
    """What the catalogue calls a command: `congress`, `check`, `rules-show`."""
    return str(ctx.command_path).partition(" ")[2].replace(" ", "-") or "congress"


def _usage(command: Any, ctx: Any) -> str:
    pieces = [ctx.command_path]
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            pieces.append(param.make_metavar(ctx) if hasattr(param, "make_metavar") else str(param.metavar))
    pieces.append("COMMAND …" if hasattr(command, "commands") else "[OPTION…]")
    return " ".join(pieces)


def row(param: Any, command: str, language: str) -> tuple[str, str]:
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
