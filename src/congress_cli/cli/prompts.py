"""Questions on a terminal, and only there, for missing arguments."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_error
from congress_cli.errors import UsageError
from congress_cli.screens.diagnostics import error_text

T = TypeVar("T")


def can_ask() -> bool:
    """Whether a person can answer: input and output are both a terminal."""
    try:
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    except ValueError:
        return False


def ask(session: Session, question: str, understood: Callable[[str], T], missing: str, first: str = "") -> T:
    """What was answered, asked again until it is understood; `first`: said once above the question.

    Raises UsageError where there is no terminal to ask on, KeyboardInterrupt where the answers end.
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
