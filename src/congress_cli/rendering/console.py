"""The rich console that text formats draw on: never markup, never a real terminal.

Rich is loaded where something has colours, or letters that rich alone can measure: a table in a pipe does without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property, lru_cache
from io import StringIO
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from congress_cli.language import translate
from congress_cli.language.commands import LONG, command_line, given_in, same_command
from congress_cli.model.finding import Finding, Status
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import Phrases
from congress_cli.rendering.status import STATUS
from congress_cli.text import PLAIN_SIGNS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from congress_cli.model.report import Report, ReportedRule


def new_console(options: RenderOptions, stream: StringIO | None = None) -> Console:
    """A console that keeps what is drawn on it, on a stream."""
    from rich.console import Console

    return Console(
        file=stream or StringIO(),
        width=options.width,
        color_system="standard" if options.color else None,
        force_terminal=options.color,
        no_color=not options.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def finished(console: Console, options: RenderOptions) -> str:
    """What was drawn, without blanks at line ends, in signs that the stream can show."""
    return _finished(_stream_of(console), options)


def _stream_of(console: Console) -> StringIO:
    return console.file if isinstance(console.file, StringIO) else StringIO()


def _finished(stream: StringIO, options: RenderOptions) -> str:
    return plain("\n".join(map(str.rstrip, stream.getvalue().split("\n"))), options)


def plain(text: str, options: RenderOptions) -> str:
    """The text in signs that the stream can show."""
    if not options.ascii_only:
        return text
    for sign, ascii_sign in PLAIN_SIGNS:
        text = text.replace(sign, ascii_sign)
    return text


# What rich takes for one column wide each, and for no white space but the blank: nearly all that is ever drawn.
_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2013\u2014\u2018-\u201d\u2026→✗▲●□✓◇○]*\\Z")


def width_of(text: str) -> int:
    """How many columns a text takes."""
    if _NARROW.match(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, room: int) -> Sequence[str]:
    """A text without colours wrapped at words, as rich does it."""
    return _wrapped_narrow(text, room) if _NARROW.match(text) else _wrapped_by_rich(text, room)


def _wrapped_narrow(text: str, room: int) -> Sequence[str]:
    if text[:1] == " ":
        return _wrapped_by_rich(text, room)
    lines, begins, rest = [], 0, text.rstrip()
    while len(rest) - begins > room:
        ends = rest.rfind(" ", begins, begins + room + 1)
        if ends < 0:
            return _wrapped_by_rich(text, room)  # a word that is longer than a line
        lines.append(rest[begins:ends].rstrip())
        begins = ends + 1
        while rest[begins] == " ":
            begins += 1
    return (*lines, rest[begins:])


@lru_cache(maxsize=10_000)
def _wrapped_by_rich(text: str, room: int) -> tuple[str, ...]:
    from rich._wrap import divide_line

    places = [0, *divide_line(text, room), len(text)]
    return tuple(text[first:last].rstrip() for first, last in pairwise(places))


class Bare:
    """A text without colours: what a page asks of rich's `Text`, where rich need not be loaded."""

    def __init__(self, plain: str = "") -> None:
        self.plain = plain

    def __len__(self) -> int:
        return len(self.plain)

    def __getitem__(self, part: slice) -> Bare:
        return Bare(self.plain[part])

    def append(self, text: str, style: str = "") -> Bare:
        """The same text, with more behind it; a style is not seen."""
        del style
        self.plain += text
        return self

    def rstrip(self) -> None:
        """Take off the blanks behind it."""
        self.plain = self.plain.rstrip()

    def divide(self, places: Iterable[int]) -> list[Bare]:
        """The parts between these places."""
        return [self[first:last] for first, last in pairwise((0, *places, len(self)))]

    def truncate(self, room: int) -> None:
        """Cut it to so many columns."""
        self.plain = self.plain[:room]


class Page:
    """Text that is drawn from the top; `text()` is what has been drawn.

    Of thousands of lines without colours, rich would take most of the time: such a line goes straight to the stream.
    """

    catalogue = "screen"

    def __init__(self, options: RenderOptions, console: Console | None = None) -> None:
        self.options = options
        self.stream = StringIO() if console is None else _stream_of(console)

    @cached_property
    def console(self) -> Console:
        """What draws on the stream."""
        return new_console(self.options, self.stream)

    def text(self) -> str:
        """What has been drawn."""
        return _finished(self.stream, self.options)

    def taken(self) -> str:
        """What has been drawn; it is taken off."""
        text = self.text()
        self.stream.seek(0)
        self.stream.truncate()
        return text

    def styled(self, text: str, style: str = "") -> Text | Bare:
        """A text of several styles to which more can be appended."""
        if not self.options.color and _NARROW.match(text):
            return Bare(text)
        from rich.text import Text

        return Text(text, style=style)

    def plain(self, text: str) -> str:
        """The text in signs that the stream can show."""
        return plain(text, self.options) if self.options.ascii_only else text

    def name_of(self, fact: str) -> str:
        """The name of a fact; here its id."""
        return fact

    def translate(self, code: str, **args: Any) -> str:
        """A sentence of the catalogue that the page speaks from, in signs that the stream can show."""
        return self.plain(translate(self.options.language, f"{self.catalogue}.{code}", args, self.name_of))

    def term(self, word: str) -> str:
        """A single word of the vocabulary of terms."""
        return translate(self.options.language, f"terms.{word}")

    def line(self, text: str | Text | Bare = "", style: str = "", indent: int = 0, hanging: int = 0) -> None:
        """One paragraph, wrapped at words; `hanging`: how many columns further in its later lines begin.

        A command in it stays whole, in a line of its own where it is long, so that it can be copied.
        """
        words = self.plain(text) if isinstance(text, str) else text.plain
        is_simple = not self.options.color and _NARROW.match(words) is not None
        if is_simple and (len(words) <= self.options.width - indent or "congress " not in words):
            self._simple_line(words, indent, hanging)
            return
        styled = self.styled(words, style) if isinstance(text, str | Bare) else text
        if indent + width_of(styled.plain) > self.options.width and (found := LONG.search(styled.plain)):
            before, command, after = styled.divide(found.span())
            before.rstrip()
            if before:
                self.line(before, indent=indent, hanging=hanging)
            self._put(command, indent + hanging)
            joined = len(after.plain) - len(after.plain.lstrip(" ;·"))  # a sign before a command is no part of it
            if after := after[joined:]:
                self.line(after, indent=indent + hanging)
            return
        room = max(20, self.options.width - indent - hanging)
        wrapped = self._wrap(styled, room if len(styled) > self.options.width - indent else room + hanging)
        for number, line in enumerate(wrapped):
            self._put(line, indent + (hanging if number else 0))

    def _simple_line(self, text: str, indent: int, hanging: int) -> None:
        before, room = " " * indent, self.options.width - indent
        lines = (text,) if len(text) <= room else _wrapped_narrow(text, max(20, room - hanging))
        self.stream.write(before + f"\n{before}{' ' * hanging}".join(lines) + "\n")

    def _wrap(self, text: Text | Bare, room: int) -> Iterable[Any]:
        """The lines of a text, of the same class."""
        if not isinstance(text, Bare) and (self.options.color or "\n" in text.plain or "\t" in text.plain):
            return text.wrap(self.console, room)
        return (text,) if width_of(text.plain) <= room else map(type(text), wrapped(text.plain, room))

    def _put(self, line: Text | Bare, indent: int = 0) -> None:
        """One line as it is."""
        if not isinstance(line, Bare) and (self.options.color or "\n" in line.plain or "\t" in line.plain):
            from rich.text import Text

            self.console.print(Text(" " * indent).append_text(line), soft_wrap=True)
        else:
            self.stream.write(f"{' ' * indent}{line.plain}\n")

    def row(self, left: Text | Bare, right: Text | Bare, room: int, indent: int = 0) -> None:
        """Text beside a label that takes `room` columns, wrapped under itself."""
        label = type(right)(" " * indent)
        self._add(label, left).append(" " * (room - width_of(left.plain)))
        for line in self._wrap(right, max(20, self.options.width - indent - room)):
            self._put(self._add(label, line))
            label = type(right)(" " * (indent + room))

    @staticmethod
    def _add(text: Text | Bare, more: Text | Bare) -> Text | Bare:
        """The same text, with more behind it, which has colours where both have."""
        if isinstance(text, Bare) or isinstance(more, Bare):
            return text.append(more.plain)
        return text.append_text(more)

    def joined(self, parts: list[str], style: str = "") -> None:
        """Parts on one line where they fit, else a line each."""
        parts = [part for part in parts if part]
        together = " · ".join(parts)
        for line in [together] if len(together) <= self.options.width else parts:
            self.line(line, style)

    def cut(self, text: str | Text | Bare, style: str = "", indent: int = 0) -> None:
        """One line, cut where it is longer than the screen is wide; but a command stays whole."""
        words = self.plain(text) if isinstance(text, str) else text.plain
        styled = self.styled(words, style) if isinstance(text, str | Bare) else text
        room = max(1, self.options.width - indent)
        if width_of(styled.plain) > room and not LONG.search(styled.plain):
            styled.truncate(room - 1)
            styled.append(self.plain("…"))
        self._put(styled, indent)

    def heading(self, text: str, beside: str = "") -> None:
        """A block's heading after an empty line, with a count or a note beside it."""
        self.stream.write("\n")
        self.title_line(text, beside)

    def title_line(self, text: str, beside: str = "") -> None:
        """A block's heading, with a count or a note beside it, or below it where it is too long."""
        head = self.styled(self.plain(text), "bold")
        if beside:
            gap = "  " if len(text) + len(beside) + 2 <= self.options.width else "\n"
            head.append(gap).append(self.plain(beside), style="not bold dim default")
        if self.options.color:
            self.console.print(head)
        else:
            lines = chain.from_iterable(wrapped(line, self.options.width) for line in head.plain.split("\n"))
            self.stream.write("".join(f"{line}\n" for line in lines))

    def sign(self, status: Status) -> str:
        """The symbol of a status."""
        style = STATUS[status]
        return style.ascii_sign if self.options.ascii_only else style.sign

    def status(self, status: Status, word: str = "") -> Text:
        """A status as symbol, word and colour; `word` in the place of the word."""
        from rich.text import Text

        return Text(self.standing(status, word), style=STATUS[status].color)

    def standing(self, status: Status, word: str = "") -> str:
        """A status as symbol and word; `word` in the place of the word."""
        return f"{self.sign(status)} {self.plain(word) or self.term(status.value)}"


WIDE = 120


class Screen(Page):
    """One report being drawn."""

    def __init__(self, report: Report, options: RenderOptions, console: Console | None = None) -> None:
        super().__init__(options, console)
        self.report = report
        self.phrases = Phrases(report, options.language)

    @property
    def wide(self) -> bool:
        """Whether there is room for more than the bare columns."""
        return self.options.width >= WIDE

    def part(self) -> Screen:
        """The same screen with nothing drawn on it yet."""
        part = copy(self)
        part.stream = StringIO()
        part.__dict__.pop("console", None)
        return part

    def name_of(self, fact: str) -> str:
        """The name of a fact."""
        return self.phrases.name_of(fact)

    def head(self) -> None:
        """The paper, the term of office and the judged day."""
        self.joined([self.phrases.directive(), self.phrases.term_of_office()], "bold")
        self.line(self.phrases.judged_day())

    def command(self, *more: str) -> str:
        """The command that makes this report again, with more words, as it may be typed."""
        words: list[str] = []
        if self.options.language != self.report.language:
            words += ["--lang", self.options.language]
        if self.options.group_by is not None:
            words += ["--group-by", self.options.group_by]
        return same_command(self.report.command, self.options.given, *words, *more)

    def record_command(self, unit: str, fact: str, finding: Finding | None = None) -> str:
        """The command that records a fact of a unit, in the same files; the value is left to type.

        `finding`: where it speaks of a period or a case of the fact, that one is named.
        """
        args, blank = {} if finding is None else finding.facts_args, self.translate("value-to-type")
        if "part" not in args or args["fact"] != fact:
            return self.other_command("record", unit, fact, blank=blank)
        if args["part_kind"] == "period":
            return self.other_command("record", unit, fact, blank=f"{args['part']}={blank}")
        return self.other_command("record", unit, fact, args["part"], blank=f"{args['part_day']}={blank}")

    def other_command(self, *words: str, blank: str = "") -> str:
        """Another command about the same files and day. `blank`: a word that is left to be filled in."""
        given = self.options.given
        return command_line(
            "congress", *words, blank=blank, given=given_in(self.report.command) if given is None else given
        )

    def columns(self) -> Table:
        """A table without lines."""
        from rich.table import Table

        return Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False, collapse_padding=True)

    def title(self, rule: ReportedRule) -> str:
        """A rule's title with the mark of a goal or an advice."""
        return self.plain(self.phrases.marked_title(rule))

    def clause(self, rule: ReportedRule) -> str:
        """The sentence a rule comes from."""
        return rule.narrowest_clause
