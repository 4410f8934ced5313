"""The commands and their parameters as a table beside this file, so that nothing is loaded to complete a word.

A line a parameter: command, its names (none: an argument), the key of its help, and what may stand there: choices
joined by `|`, a word such as UNIT, nothing for a flag. `…` behind an argument: any number of words.
The table is made from the command line by `table_of`; a test goes red where it is not the present one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("grammar.txt")
MANY = "…"
OF_ID = {"--fact": "FACT", "--rule": "RULE", "--unit": "UNIT", "--under": "UNIT"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """An option with its names, or an argument without any; `value` is empty for a flag."""

    command: str
    names: tuple[str, ...]
    key: str
    value: str

    @property
    def many(self) -> bool:
        """Whether any number of words may stand there."""
        return self.value.endswith(MANY)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Each command's parameters under its words; the empty one holds what may stand before any command."""

    commands: Mapping[str, tuple[Parameter, ...]]

    def below(self, command: str) -> list[str]:
        """The commands in a group; all that stand alone for the empty one."""
        start = f"{command} " if command else ""
        rest = [name.removeprefix(start) for name in self.commands if name.startswith(start) and name != command]
        return [name for name in rest if " " not in name]

    def option(self, command: str, name: str) -> Parameter | None:
        """The option of that name."""
        return next((one for one in self.commands[command] if name in one.names), None)

    def arguments(self, command: str) -> list[Parameter]:
        """The arguments in order."""
        return [one for one in self.commands[command] if not one.names]


def read_grammar() -> Grammar:
    """The table beside this file."""
    commands: dict[str, list[Parameter]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        command, names, key, value = line.split("\t")
        listed = commands.setdefault(command, [])
        if key:
            listed.append(Parameter(command, tuple(names.split()), key, value))
    return Grammar({name: tuple(listed) for name, listed in commands.items()})


def table_of(command: Any, choices: Mapping[str, str], name: str = "") -> Iterator[str]:
    """The lines of the table from the built command line; `choices`: what a word such as STATUS stands for."""
    yield f"{name}\t\t\t"
    for param in command.params:
        yield "\t".join((name, *_columns(param, choices)))
    yield f"{name}\t-h --help\thelp\t"
    for word, inner in getattr(command, "commands", {}).items():
        yield from table_of(inner, choices, f"{name} {word}".strip())


def _columns(param: Any, choices: Mapping[str, str]) -> tuple[str, str, str]:
    key = param.name.strip("_").replace("_", "-")
    metavar = str(param.metavar or "")
    metavar = metavar[1:-1] if metavar.startswith("[") else metavar
    if param.param_type_name == "argument":
        return "", key, choices.get(metavar, metavar) + (MANY if param.nargs == -1 else "")
    names = [*param.opts, *param.secondary_opts]
    value = "" if getattr(param, "is_flag", False) else metavar
    if value == "ID":
        value = next((OF_ID[one] for one in names if one in OF_ID), value)
    return " ".join(names), key, choices.get(value, value)
