"""What the terminal can show: language, colour, width, symbols, each with the order of who decides."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from congress_cli.cli.streams import SYMBOLS, can_show
from congress_cli.errors import UsageError
from congress_cli.language import LANGUAGES
from congress_cli.reading.project import RULES, find_root, language_of, settings

DEFAULT_LANGUAGE = "vi"
NARROWEST, WIDEST = 40, 400
COLORS = ("auto", "always", "never")


def language(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> str:
    """--lang, CONGRESS_LANG, the project file, the rulebook's own language; never the locale.

    Raises UsageError for a language there is not, CongressError for a broken project file.
    """
    asked = _asked(argv) or environment.get("CONGRESS_LANG") or settings(folder).get("lang")
    if asked:
        if asked not in LANGUAGES:
            raise UsageError("language-unknown", text=asked, all=list(LANGUAGES))
        return asked
    root = find_root(folder)
    return (language_of(root / RULES) if root else None) or DEFAULT_LANGUAGE


def _asked(argv: Sequence[str]) -> str | None:
    for place, word in enumerate(argv):
        if word == "--":
            return None
        if word == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def colored(asked: str, environment: Mapping[str, str], *, to_terminal: bool) -> bool:
    """--color, NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal."""
    if asked != "auto":
        return asked == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return to_terminal and environment.get("TERM") != "dumb"


def width(asked: int | None) -> int:
    """How many columns: --width, the terminal's, 80."""
    columns = asked if asked is not None else shutil.get_terminal_size((80, 24)).columns
    return max(NARROWEST, min(WIDEST, columns))


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
