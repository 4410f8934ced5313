"""A block of the table: a heading, entries that may be cut, the one line it folds to; and the blocks about rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from congress_cli import dataclass
from congress_cli.days import on
from congress_cli.model.finding import Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.console import Screen, width_of
from congress_cli.rendering.status import STATUS

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

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


Drawing = Callable[..., object]
"""Draws on the screen that it is given; with `brief=True` the same in fewer lines, where an entry says that it can."""

URGENT = frozenset(PLACES[name] for name in ("late", "due-soon", "ask", "tasks"))


@dataclass(frozen=False)
class Entry:
    """Some lines that stay together, drawn when they are wanted, and how many tasks or units they are about.

    `brief`: whether it can be drawn in fewer lines, for a window in which not all entries have room.
    """

    screen: Screen
    draw: Drawing
    count: int = 1
    brief: bool = False

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines."""
        return drawn(self.screen, self.draw)

    @cached_property
    def few_lines(self) -> tuple[str, ...]:
        """The brief lines, or the lines where there are no others."""
        return drawn(self.screen, partial(self.draw, brief=True)) if self.brief else self.lines


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
        """The block in at most `room` lines, an empty one before it; folded where most of it would be cut."""
        if room is None or self.length(room) <= room:
            return ["", *self.heading, *self._all_lines(), *self.tail]
        first = self.place == PLACES["tasks"]
        for tail in ((),) if first else (self.tail, ()):
            kept, left = self._kept(room - len(self.heading) - len(tail) - 2)
            if kept and (first or 2 * left < self.count):
                return ["", *self.heading, *kept, *([self.more(left)] if left else []), *tail]
        return [self.folded]

    def _all_lines(self) -> tuple[str, ...]:
        """The lines of all entries, drawn one below the other."""
        return drawn(self.entries[0].screen, lambda part: [entry.draw(part) for entry in self.entries])

    def length(self, most: int) -> int:
        """How many lines the whole block has; of one longer than `most` only that it is far too long."""
        total = 1 + len(self.heading) + len(self.tail)
        for entry in self.entries:
            total += len(entry.lines)
            if total > most:
                return FAR_TOO_LONG
        return total

    def _kept(self, room: int) -> tuple[list[str], int]:
        """The lines of as many entries as `room` lines hold in brief, the first of them in full; the count left."""
        kept: list[Entry] = []
        for entry in self.entries:
            room -= len(entry.few_lines)
            if room < 0:
                room += len(entry.few_lines)
                break
            kept.append(entry)
        lines: list[str] = []
        for entry in kept:
            room -= len(entry.lines) - len(entry.few_lines)
            lines += entry.lines if room >= 0 else entry.few_lines
        return lines, self.count - sum(entry.count for entry in kept)

    @property
    def count(self) -> int:
        """How many tasks or units the block is about."""
        return sum(entry.count for entry in self.entries)


_COLORS = re.compile("\x1b\\[[0-9;]*m")


def fit(blocks: Sequence[Block], rows: int | None, width: int) -> list[str]:
    """The lines of all blocks, on at most `rows` lines of a window of `width` columns, as far as blocks can be cut.

    A command is one line, however long; the window shows it on as many as it needs.
    """
    lines = _fitted(blocks, rows, width)
    if rows is None:
        return lines
    more = sum((width_of(_COLORS.sub("", line)) - 1) // width for line in lines if len(line) > width)
    return lines if not more else _fitted(blocks, rows - more, width)


def _fitted(blocks: Sequence[Block], rows: int | None, width: int) -> list[str]:
    """The lines of all blocks, at most `rows` of them where blocks can still be cut, folded or shortened.

    Where the urgent blocks would lose lines, the others share as few lines of `width` columns as they can; where the
    first block would have to fold, all others do.
    """
    if rows is None or not blocks:
        return [line for block in blocks for line in block.lines()]
    lines: list[list[str]] = []
    for unpacked in (blocks, [block for block in blocks if block.place in URGENT], blocks[:1]):
        packed = _packed([block.short for block in blocks if block not in unpacked], width)
        lines, whole = _folded(unpacked, rows - len(packed))
        if whole or (len(unpacked) < len(blocks) and lines[:1] != [[blocks[0].folded]]):
            break
    return [*(line for part in lines for line in part), *packed]


def _folded(blocks: Sequence[Block], rows: int) -> tuple[list[list[str]], bool]:
    """The lines of each block, cut to `rows` in all as far as they can be; and whether the urgent ones are whole."""
    lengths = {block.place: block.length(rows) for block in blocks}
    whole = dict(lengths)
    lines = {}
    for block in sorted(blocks, key=lambda one: one.place):
        beyond = max(0, sum(lengths.values()) - rows)
        lines[block.place] = block.lines(lengths[block.place] - beyond)
        lengths[block.place] = len(lines[block.place])
    kept = all(lengths[place] == whole[place] for place in lengths if place in URGENT)
    return [lines[block.place] for block in blocks], kept


def _packed(texts: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    for text in texts:
        if lines and len(lines[-1]) + 3 + len(text) <= width:
            lines[-1] = f"{lines[-1]}   {text}"
        else:
            lines.append(text)
    return lines


@dataclass(frozen=False)
class Draft:
    """Collects what a screen draws, as entries of a block."""

    screen: Screen
    entries: list[Entry] = field(default_factory=list)

    def add(self, draw: Drawing, count: int = 1, *, brief: bool = False) -> None:
        """One entry: what `draw` draws, in brief where room is short."""
        self.entries.append(Entry(self.screen, draw, count, brief))


def drawn(screen: Screen, draw: Drawing) -> tuple[str, ...]:
    """The lines that `draw` draws on the screen."""
    part = screen.part()
    draw(part)
    return tuple(part.taken().split("\n")[:-1])


def heading_of(screen: Screen, text: str, beside: str = "") -> tuple[str, ...]:
    """A block's heading, with a count or a note beside it."""
    return drawn(screen, lambda part: part.title_line(text, beside))


def folded(screen: Screen, heading: str, text: str) -> str:
    """A block in one line."""
    line = screen.styled(screen.plain(heading), "bold").append(f"  {screen.plain(text)}", style="not bold")
    return drawn(screen, lambda part: part.cut(line))[0]


def more(screen: Screen, code: str, count: int) -> str:
    """How much was cut, and the command that shows all of it."""
    text = screen.translate(code, count=count, command=screen.command("--all"))
    return drawn(screen, lambda part: part.cut(text, "bold", indent=1))[0]


FIXED = 12
NARROWEST_TITLE = 32
SILENT = (Status.UNKNOWN, Status.NOT_APPLICABLE)


def block(screen: Screen) -> Block | None:
    """A row a rule of which something is known."""
    rules = [rule for rule in screen.report.rules if not rule.rolled_up and _has_known(rule)]
    if not rules:
        return None
    heading = screen.translate("rules-heading")
    return Block(
        PLACES["rules"],
        heading_of(screen, heading),
        (Entry(screen, partial(_draw, rules=rules), len(rules)),),
        folded(screen, heading, screen.translate("shares-folded", rules=len(rules))),
        screen.plain(f"{heading} {len(rules)}"),
        partial(more, screen, "more-lines"),
    )


def _draw(screen: Screen, *, rules: list[ReportedRule]) -> None:
    statuses = [status for status in Status if any(rule.counts[status] for rule in rules)]
    widths = [_width(screen.translate(f"head-{status.value}"), rules, status) for status in statuses]
    if screen.options.width - sum(widths) - len(widths) < FIXED + NARROWEST_TITLE:
        _cards(screen, rules)
    else:
        screen.console.print(_table(screen, rules, statuses))


def _has_known(rule: ReportedRule) -> bool:
    return any(count for status, count in rule.counts.items() if status not in SILENT)


def _cards(screen: Screen, rules: list[ReportedRule]) -> None:
    """Two lines a rule, where a column a status would leave no room for the titles."""
    for rule in rules:
        title = screen.styled(f"{screen.clause(rule):<5} {screen.title(rule)}")
        limit = _limit(screen, rule)
        fits = len(title) + len(limit) + 3 <= screen.options.width
        if limit and fits:
            title.append(screen.plain(f" · {limit}"), style="dim")
        screen.line(title, hanging=6)
        if limit and not fits:
            screen.line(limit, "dim", indent=6)
        counts = screen.styled("")
        for status, count in rule.counts.items():
            if count:
                counts.append(", " if counts else "", style="dim")
                text = screen.translate("count-of-status", count=count, status=screen.phrases.status(status))
                counts.append(text, style=STATUS[status].color)
        screen.line(counts, indent=6)


def _table(screen: Screen, rules: list[ReportedRule], statuses: list[Status]) -> Table:
    from rich.text import Text

    table = screen.columns()
    table.show_header = True
    table.header_style = "dim"
    table.add_column(screen.translate("clause"), no_wrap=True)
    table.add_column(screen.translate("rule"), ratio=1, min_width=24)
    if screen.wide:
        table.add_column(screen.translate("limit"))
    for status in statuses:
        head = screen.translate(f"head-{status.value}")
        table.add_column(head, justify="right", vertical="top", width=_width(head, rules, status))
    table.add_column(
        screen.translate("total"), justify="right", width=max(4, len(screen.translate("total").split()[0]))
    )
    table.expand = True
    for rule in rules:
        limit = _limit(screen, rule)
        title = Text(screen.title(rule))
        if limit and not screen.wide:
            title.append(f"\n{limit}", style="dim")
        cells = [Text(screen.clause(rule)), title, *([Text(limit, style="dim")] if screen.wide else [])]
        counts = (_count(screen, rule, status) for status in statuses)
        table.add_row(*cells, *counts, Text(str(rule.judged), style="dim"))
    return table


def _width(head: str, rules: list[ReportedRule], status: Status) -> int:
    return max(*(len(word) for word in head.split()), *(len(str(rule.counts[status])) for rule in rules))


def _count(screen: Screen, rule: ReportedRule, status: Status) -> Text:
    from rich.text import Text

    count = rule.counts[status]
    return Text(str(count), style=STATUS[status].color) if count else Text(screen.plain("–"), style="dim")


def _limit(screen: Screen, rule: ReportedRule) -> str:
    if rule.limit_event is not None:
        return screen.plain(screen.phrases.limit_event(rule))
    if rule.last_day is None:
        return ""
    return f"{screen.translate('limit-day', day=on(rule.last_day))}, {_left(screen, rule.last_day)}"


def _left(screen: Screen, last_day: date) -> str:
    days = (last_day - screen.report.as_of).days
    if days == 0:
        return screen.translate("limit-today")
    return screen.translate("limit-left", days=days) if days > 0 else screen.translate("limit-gone", days=-days)
