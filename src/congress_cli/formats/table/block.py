"""A block of the table: a heading, entries that may be cut, and the one line it folds to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Entry:
    """Some lines that stay together, and how many tasks or units they tell of."""

    lines: tuple[str, ...]
    count: int = 1


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
        whole = ["", *self.heading, *(line for entry in self.entries for line in entry.lines), *self.tail]
        if room is None or len(whole) <= room:
            return whole
        for tail in (self.tail, ()):
            kept, left = self._kept(room - len(self.heading) - len(tail) - 2)
            if kept:
                return ["", *self.heading, *kept, self.more(left), *tail]
        return [self.folded]

    def _kept(self, room: int) -> tuple[list[str], int]:
        kept: list[str] = []
        left = sum(entry.count for entry in self.entries)
        for entry in self.entries:
            if len(kept) + len(entry.lines) > room:
                break
            kept += entry.lines
            left -= entry.count
        return kept, left


def fit(blocks: Sequence[Block], rows: int | None, width: int) -> list[str]:
    """The lines of all blocks, in at most `rows` lines where blocks can still be cut, folded or shortened.

    Where the first block would have to fold, all others share as few lines of `width` columns as they can.
    """
    lines = {block.place: block.lines() for block in blocks}
    for block in sorted(blocks, key=lambda one: one.place) if rows is not None else ():
        beyond = sum(map(len, lines.values())) - (rows or 0)
        if beyond > 0:
            lines[block.place] = block.lines(len(lines[block.place]) - beyond)
    if rows is None or not blocks or lines[blocks[0].place] != [blocks[0].folded]:
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
        self.entries.append(Entry(drawn(self.screen, draw), count))


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
