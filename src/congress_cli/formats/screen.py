"""The screen the blocks of the table format draw on: words, colours, headings and columns."""

from __future__ import annotations

import shlex

from rich.console import Console
from rich.table import Table
from rich.text import Text

from congress_cli.formats.base import Look
from congress_cli.formats.canvas import plain
from congress_cli.formats.phrases import Phrases, symbol
from congress_cli.model.finding import Status
from congress_cli.model.report import Report, ReportedRule

STYLES = {
    Status.ERROR: "bold red",
    Status.OVERDUE: "bold red",
    Status.FAILED: "bold red",
    Status.LATE: "yellow",
    Status.DUE_SOON: "bold yellow",
    Status.OPEN: "cyan",
    Status.UNKNOWN: "magenta",
    Status.WAIVED: "blue",
    Status.MET: "green",
    Status.NOT_APPLICABLE: "dim",
}
WIDE = 120


class Screen:
    """One report being drawn."""

    def __init__(self, report: Report, look: Look, console: Console) -> None:
        self.report = report
        self.look = look
        self.console = console
        self.phrases = Phrases(report, look.language)

    @property
    def wide(self) -> bool:
        """Whether there is room for more than the bare columns."""
        return self.look.width >= WIDE

    def say(self, code: str, **args: object) -> str:
        """A sentence of the screen's catalogue, in signs that the stream can show."""
        return self.plain(self.phrases.say(code, **args))

    def plain(self, text: str) -> str:
        """The text in signs that the stream can show."""
        return plain(text, self.look)

    def line(self, text: str | Text = "", style: str = "", indent: int = 0, hanging: int = 0) -> None:
        """One paragraph, wrapped at words; `hanging`: how many columns further in its later lines begin."""
        told = Text(self.plain(text), style=style) if isinstance(text, str) else text
        room = max(20, self.look.width - indent - hanging)
        wrapped = told.wrap(self.console, room if len(told) > self.look.width - indent else room + hanging)
        for number, line in enumerate(wrapped):
            self.console.print(Text(" " * (indent + (hanging if number else 0))).append_text(line), soft_wrap=True)

    def joined(self, parts: list[str], style: str = "") -> None:
        """Parts on one line where they fit, else a line each."""
        together = " · ".join(parts)
        for line in [together] if len(together) <= self.look.width else parts:
            self.line(line, style)

    def heading(self, text: str, beside: str = "") -> None:
        """A block's heading after an empty line, with a count or a note beside it."""
        head = Text(self.plain(text), style="bold")
        if beside:
            gap = "  " if len(text) + len(beside) + 2 <= self.look.width else "\n"
            head.append(gap).append(self.plain(beside), style="not bold dim default")
        self.console.print()
        self.console.print(head)

    def command(self, *more: str) -> str:
        """The command that makes this report again, with more words, as it may be typed."""
        words = [*self.report.command]
        if self.look.language != self.report.language:
            words += ["--lang", self.look.language]
        if self.look.group_by is not None:
            words += ["--group-by", self.look.group_by]
        return shlex.join((*words, *more))

    def columns(self) -> Table:
        """A table without lines."""
        return Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False, collapse_padding=True)

    def status(self, status: Status, told: str = "") -> Text:
        """A status as symbol, word and colour; `told` in the place of the word."""
        sign = symbol(status, ascii_only=self.look.ascii_only)
        return Text(f"{sign} {self.plain(told) or self.phrases.status(status)}", style=STYLES[status])

    def title(self, rule: ReportedRule) -> str:
        """A rule's title with the mark of a goal or an advice."""
        mark = {"strive": " ◇", "should": " ○"}.get(rule.modality, "")
        return self.plain(self.phrases.title(rule) + mark)

    def clause(self, rule: ReportedRule) -> str:
        """The sentences a rule comes from, the narrowest first."""
        return next((clause for clause in rule.clause if clause != "H"), rule.clause[0])
