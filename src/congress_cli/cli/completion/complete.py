"""The answer to a shell: what the word being typed may become, a line each with its meaning.

The first line says what follows: `words`, or `files` where the shell itself knows best.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from congress_cli.cli import terminal
from congress_cli.cli.completion.grammar import Grammar, Parameter, read_grammar
from congress_cli.cli.completion.line import Typed, awaited, read_line
from congress_cli.cli.completion.values import KINDS, Named, values_of
from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_out
from congress_cli.errors import CongressError, ExitCode
from congress_cli.language import has, translate
from congress_cli.text import sanitize

SPLITTING = ("bash",)
DOTTED = ("powershell",)
FILES = ("FILE", "PATH", "DIR", "FOLDER", "REPORT", "OLD", "NEW")


def answer(words: Sequence[str]) -> int:
    """Answer a shell: its name, then the words after `congress`, the last of them being typed."""
    if len(words) < 2:
        return ExitCode.USAGE
    shell, *before, current = words
    # Windows PowerShell drops an empty last word, so there a dot stands before it.
    current = current.removeprefix(".") if shell in DOTTED else current
    try:
        lines = list(_answered(before, "" if current == "=" else current, split=shell in SPLITTING))
    except CongressError:
        lines = ["words"]
    return write_out("".join(f"{line}\n" for line in lines), utf8=os.name == "nt" or shell in DOTTED)


def _answered(before: Sequence[str], current: str, *, split: bool) -> Iterator[str]:
    grammar = read_grammar()
    session = Session(terminal.language(before, terminal.environment(), Path.cwd()))
    typed = read_line(before, grammar)
    head, equals, rest = current.partition("=")
    option = grammar.option(typed.command, head) if equals and head.startswith("--") else None
    if option is not None and not split:
        yield from _value(option, rest, typed, session, f"{head}=")
    elif typed.open is not None:
        yield from _value(typed.open, current, typed, session)
    elif current.startswith("-") and not typed.options_end:
        yield from _lines(_options(typed, grammar, session), current)
    elif below := grammar.below(typed.command):
        yield from _lines([(one, _helped(_joined(typed.command, one), session)) for one in below], current)
    elif (argument := awaited(typed, grammar)) is not None:
        yield from _value(argument, current, typed, session)
    else:
        yield from _lines(_options(typed, grammar, session), current)


def _value(parameter: Parameter, prefix: str, typed: Typed, session: Session, before: str = "") -> Iterator[str]:
    """The values of an option or argument; `before` is put before each of them."""
    kind = parameter.value.rstrip("…")
    if kind in FILES and not before:
        yield "files"
    elif kind in KINDS:
        found = values_of(kind, prefix, typed.given, session)
        yield from _lines([(before + value, name) for value, name in found])
    elif "|" in kind:
        choices = [(one, _term(one, session)) for one in kind.split("|")]
        yield from _lines([(before + one, told) for one, told in choices if one.startswith(prefix)])
    else:
        yield "words"


def _options(typed: Typed, grammar: Grammar, session: Session) -> list[Named]:
    """The options of a command, each under its longest name."""
    found = []
    for one in grammar.commands[typed.command]:
        if one.names:
            own = f"{_key(typed.command)}.{one.key}"
            code = own if has(session.language, f"help.{own}") else f"option.{one.key}"
            found.append((max(one.names, key=len), _helped(code, session, one.value.split("|"))))
    return found


def _joined(command: str, word: str) -> str:
    return f"{command} {word}".strip().replace(" ", "-")


def _key(command: str) -> str:
    return command.replace(" ", "-") or "congress"


def _helped(code: str, session: Session, choices: Sequence[str] = ()) -> str:
    """The first line of a help; `choices`: what it may list."""
    if not has(session.language, f"help.{code}"):
        return ""
    return translate(session.language, f"help.{code}", {"formats": choices}).partition("\n")[0]


def _term(word: str, session: Session) -> str:
    return translate(session.language, f"terms.{word}") if has(session.language, f"terms.{word}") else ""


def _lines(found: Sequence[Named], prefix: str = "") -> Iterator[str]:
    yield "words"
    yield from (f"{value}\t{sanitize(told)}".rstrip() for value, told in found if value.startswith(prefix))
