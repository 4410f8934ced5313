"""Markdown out of data: texts that mean nothing to GitHub, GitLab or a chat, and tables of them.

Whatever is not plainly harmless stands in `<code>`, each of its signs as a number: no markup, mention, link, emoji or
reference comes out of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from congress_cli.text import shown

_PLAIN = re.compile(r"[\w .,;:()/+%…–—·«»◇○→✗▲●□✓?~'\"-]*")
_TRICKY = re.compile(r"_|//|www\.|:\S*:|%\w|~\S|GH-\d", re.IGNORECASE)
_SIGN = re.compile(r"[!-+.:-@\[-`{-~]")

Row = tuple[str, ...]


def inline(text: str) -> str:
    """A text from data, inside a line or the cell of a table."""
    text = shown(text)
    return text if _PLAIN.fullmatch(text) and not _TRICKY.search(text) else code(text)


def code(text: str) -> str:
    """A text in the letters of a program, with nothing in it that means anything."""
    return f"<code>{_SIGN.sub(lambda sign: f'&#{ord(sign[0])};', shown(text))}</code>"


def table(heads: list[str], rows: Iterable[Row], numbers: int = 0) -> Iterator[str]:
    """A table; its last columns hold numbers."""
    aligned = ["---"] * (len(heads) - numbers) + ["--:"] * numbers
    yield _row(heads)
    yield _row(aligned, str)
    yield from map(_row, rows)


def _row(cells: Iterable[str], told: Callable[[str], str] = inline) -> str:
    return f"| {' | '.join(map(told, cells))} |"
