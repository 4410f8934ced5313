"""The abilities of the terminal: language, colour, width, symbols, and which setting decides each."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from congress_cli.cli.streams import SYMBOLS, can_show
from congress_cli.errors import UsageError
from congress_cli.language import LANGUAGES
from congress_cli.reading.project import RULES, find_root, language_of, settings

DEFAULT_LANGUAGE = "vi"
NARROWEST, WIDEST = 40, 400
FEWEST_ROWS = 10


class Decided(NamedTuple):
    """A value and its origin: an option, a variable of the environment, a file, the terminal, none."""

    value: Any
    by: str


def language(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> str:
    """--lang, CONGRESS_LANG, the project file, the rulebook's own language; never the locale.

    Raises UsageError for a language there is not, CongressError for a broken project file.
    """
    return str(decided_language(argv, environment, folder).value)


def decided_language(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> Decided:
    """The language and who decided it. Raises as `language` does."""
    deciders: tuple[tuple[str, Callable[[], str | None]], ...] = (
        ("--lang", lambda: _word_after("--lang", argv)),
        ("CONGRESS_LANG", lambda: environment.get("CONGRESS_LANG")),
        ("settings", lambda: settings(folder).get("lang")),
        ("rulebook", lambda: _of_rulebook(argv, environment, folder)),
    )
    for by, asked in deciders:
        if value := asked():
            if value not in LANGUAGES:
                raise UsageError("language-unknown", text=value, all=list(LANGUAGES))
            return Decided(value, by)
    return Decided(DEFAULT_LANGUAGE, "default")


def _of_rulebook(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> str | None:
    """The language of the rulebook of this run, as far as it can be told before the command line is read."""
    asked = _word_after("--rules", argv) or environment.get("CONGRESS_RULES") or settings(folder).get("rules")
    root = find_root(folder)
    rules = Path(asked) if asked else root / RULES if root else None
    return None if rules is None else language_of(rules)


def _word_after(option: str, argv: Sequence[str]) -> str | None:
    for place, word in enumerate(argv):
        if word == "--":
            return None
        if word == option and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return None


def colored(asked: str, environment: Mapping[str, str], *, to_terminal: bool) -> bool:
    """--color, NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal."""
    return bool(decided_color(asked, environment, to_terminal=to_terminal).value)


def decided_color(asked: str, environment: Mapping[str, str], *, to_terminal: bool) -> Decided:
    """Whether there are colours, and who decided it."""
    if asked != "auto":
        return Decided(asked == "always", "--color")
    for name, value in (("NO_COLOR", False), ("FORCE_COLOR", True)):
        if environment.get(name):
            return Decided(value, name)
    if to_terminal and environment.get("TERM") == "dumb":
        return Decided(False, "TERM")
    return Decided(to_terminal, "terminal" if to_terminal else "no-terminal")


def width(asked: int | None) -> int:
    """How many columns: --width, the terminal's, 80."""
    return int(decided_width(asked, os.environ).value)


def decided_width(asked: int | None, environment: Mapping[str, str]) -> Decided:
    """How many columns there are, and who decided it."""
    columns = asked if asked is not None else shutil.get_terminal_size((80, 24)).columns
    by = "--width" if asked is not None else "COLUMNS" if environment.get("COLUMNS", "").isdecimal() else "terminal"
    if by == "terminal" and not is_terminal():
        by = "no-terminal"
    return Decided(max(NARROWEST, min(WIDEST, columns)), by)


def rows(notes: Iterable[str]) -> int:
    """How many lines of the window are left above the next prompt, where these notes stand already."""
    columns, lines = shutil.get_terminal_size((80, 24))
    taken = sum(-(-len(note) // max(1, columns)) for note in notes)
    return max(FEWEST_ROWS, lines - 1 - taken)


def is_terminal() -> bool:
    """Whether standard output is one."""
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:
        return False


def ascii_only() -> bool:
    """Whether standard output cannot show the symbols."""
    return not can_show(SYMBOLS, sys.stdout)


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return os.environ
