"""The rich console that text formats draw on: never markup, never a real terminal."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from congress_cli.formats.base import Look
from congress_cli.text import PLAIN_SIGNS


def canvas(look: Look) -> Console:
    """A console that keeps what is drawn on it."""
    return Console(
        file=StringIO(),
        width=look.width,
        color_system="standard" if look.color else None,
        force_terminal=look.color,
        no_color=not look.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def finished(console: Console, look: Look) -> str:
    """What was drawn, without blanks at line ends, in signs that the stream can show."""
    stream = console.file
    text = stream.getvalue() if isinstance(stream, StringIO) else ""
    return plain("\n".join(line.rstrip() for line in text.split("\n")), look)


def plain(text: str, look: Look) -> str:
    """The text in signs that the stream can show."""
    if not look.ascii_only:
        return text
    for sign, ascii_sign in PLAIN_SIGNS:
        text = text.replace(sign, ascii_sign)
    return text
