"""A block of the table: a heading, entries that may be cut, and the one line it folds to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from rich.cells import cell_len
from rich.text import Text

from congress_cli.rendering.console import Screen

# The order in which blocks fold: the totals first, the tasks last.
PLACES = {
    name: place
    for place, name in enumerate(
        (
            "totals",
            "rules",
            "counts",
            "rollups",
            "unknown",
            "progress",
            "others",
            "waived",
            "late",
            "due-soon",
            "ask",
            "tasks",
        )
    )
}


FAR_TOO_LONG = 1_000_000


@dataclass(frozen=True)
class Entry:
    """Some lines that stay together, drawn when they are wanted, and how many tasks or units they tell of."""

    draw: Callable[[], tuple[str, ...]]
    count: int = 1

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines."""
        return self.draw()


@dataclass(frozen=True, slots=True)
class Block:
    """One question answered. `folded`: the same in one line; `short`: its heading and count, for half a line.

    `more`: the line that counts what was cut. `place`: blocks fold in the order of their places, the lowest first.
    """

    place: int
    heading: tuple[str, ...]
    entries: tuple[Entry, ...]
    folded: str
    short: str
    more: Callable[[int], str]
    tail: tuple[str, ...] = ()

    def lines(self, room: int | None = None) -> list[str]:
        """The block in at most `room` lines, an empty one before it; folded where not one entry fits."""
        if room is None or self.length(room) <= room:
            return ["", *self.heading, *(line for entry in self.entries for line in entry.lines), *self.tail]
        for tail in (self.tail, ()):
            kept, left = self._kept(room - len(self.heading) - len(tail) - 2)
            if kept:
                return ["", *self.heading, *kept, *([self.more(left)] if left else []), *tail]
        return [self.folded]

    def length(self, most: int) -> int:
        """How many lines the whole block has; of one longer than `most` only that it is far too long."""
        total = 1 + len(self.heading) + len(self.tail)
        for entry in self.entries:
            total += len(entry.lines)
            if total > most:
                return FAR_TOO_LONG
        return total

    def _kept(self, room: int) -> tuple[list[str], int]:
        kept: list[str] = []
        left = sum(entry.count for entry in self.entries)
        for entry in self.entries:
            if len(kept) + len(entry.lines) > room:
                break
            kept += entry.lines
            left -= entry.count
        return kept, left


_COLORS = re.compile("\x1b\\[[0-9;]*m")


def fit(blocks: Sequence[Block], rows: int | None, width: int) -> list[str]:
    """The lines of all blocks, on at most `rows` lines of a window of `width` columns, as far as blocks can be cut.

    A command is one line, however long; the window shows it on as many as it needs.
    """
    lines = _fitted(blocks, rows, width)
    more = sum((cell_len(_COLORS.sub("", line)) - 1) // width for line in lines if len(line) > width)
    return lines if rows is None or not more else _fitted(blocks, rows - more, width)


def _fitted(blocks: Sequence[Block], rows: int | None, width: int) -> list[str]:
    """The lines of all blocks, at most `rows` of them where blocks can still be cut, folded or shortened.

    Where the first block would have to fold, all others share as few lines of `width` columns as they can.
    """
    if rows is None or not blocks:
        return [line for block in blocks for line in block.lines()]
    lengths = {block.place: block.length(rows) for block in blocks}
    lines = {}
    for block in sorted(blocks, key=lambda one: one.place):
        beyond = max(0, sum(lengths.values()) - rows)
        lines[block.place] = block.lines(lengths[block.place] - beyond)
        lengths[block.place] = len(lines[block.place])
    if lines[blocks[0].place] != [blocks[0].folded]:
        return [line for block in blocks for line in lines[block.place]]
    packed = _packed([block.short for block in blocks[1:]], width)
    return [*blocks[0].lines(rows - len(packed)), *packed]


def _packed(texts: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    for text in texts:
        if lines and len(lines[-1]) + 3 + len(text) <= width:
            lines[-1] = f"{lines[-1]}   {text}"
        else:
            lines.append(text)
    return lines


@dataclass
class Draft:
    """Collects what a screen draws, as entries of a block."""

    screen: Screen
    entries: list[Entry] = field(default_factory=list)

    def add(self, draw: Callable[[Screen], None], count: int = 1) -> None:
        """One entry: what `draw` draws."""
        self.entries.append(Entry(partial(drawn, self.screen, draw), count))


def drawn(screen: Screen, draw: Callable[[Screen], None]) -> tuple[str, ...]:
    """The lines that `draw` draws on the screen."""
    part = screen.part()
    draw(part)
    return tuple(part.text().split("\n")[:-1])


def heading_of(screen: Screen, text: str, beside: str = "") -> tuple[str, ...]:
    """A block's heading, with a count or a note beside it."""
    return drawn(screen, lambda part: part.title_line(text, beside))


def folded(screen: Screen, heading: str, text: str) -> str:
    """A block in one line."""
    line = Text(screen.plain(heading), style="bold").append(f"  {screen.plain(text)}", style="not bold")
    return drawn(screen, lambda part: part.cut(line))[0]


def more(screen: Screen, code: str, count: int) -> str:
    """How much was cut, and the command that shows all of it."""
    text = screen.translate(code, count=count, command=screen.command("--all"))
    return drawn(screen, lambda part: part.cut(text, "bold", indent=1))[0]
