"""Questions on a terminal, and only there: what a command was not told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from textwrap import fill
from typing import TypeVar

from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_error
from congress_cli.cli.terminal import width
from congress_cli.errors import UsageError
from congress_cli.screens.diagnostics import error_text
from congress_cli.text import sanitize

T = TypeVar("T")


def can_ask() -> bool:
    """Whether somebody sits before this: what is typed and what is told are both a terminal's."""
    try:
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    except ValueError:
        return False


def asked(session: Session, question: str, understood: Callable[[str], T], missing: str, first: str = "") -> T:
    """What was answered, asked again until it is understood; `first`: said once above the question.

    Raises UsageError where nobody can be asked, KeyboardInterrupt where the answers end.
    """
    if not can_ask():
        raise UsageError("argument-missing", text=missing)
    write_error(first)
    while True:
        write_error(f"{question} ")
        line = sys.stdin.readline()
        if not line:
            write_error("\n")
            raise KeyboardInterrupt
        if not line.strip():
            continue
        try:
            return understood(line.strip())
        except UsageError as error:
            write_error(error_text(error, session.language))


def choice(text: str, choices: Sequence[str]) -> str:
    """The choice that a number typed means; the text itself where it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return choices[number - 1] if 1 <= number <= len(choices) else text


def listed(choices: Mapping[str, str]) -> str:
    """Choices with numbers, a line each."""
    room = max((len(one) for one in choices), default=0)
    indent = " " * (room + 7)
    lines = [
        fill(
            f"{place:>3}  {one:<{room}}  {sanitize(name)}", max(width(None), 2 * len(indent)), subsequent_indent=indent
        )
        for place, (one, name) in enumerate(choices.items(), 1)
    ]
    return "".join(f"{line}\n" for line in lines)
