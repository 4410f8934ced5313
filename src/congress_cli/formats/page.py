"""A page of text being drawn: paragraphs, headings, statuses; whatever is wrapped hangs under itself."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from congress_cli.formats.base import Look
from congress_cli.formats.canvas import canvas, finished, plain
from congress_cli.formats.phrases import symbol
from congress_cli.language import say
from congress_cli.model.finding import Status

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


class Page:
    """Text that is drawn from the top; `text()` is what has been drawn."""

    def __init__(self, look: Look, console: Console | None = None) -> None:
        self.look = look
        self.console = console or canvas(look)

    def text(self) -> str:
        """What has been drawn."""
        return finished(self.console, self.look)

    def plain(self, text: str) -> str:
        """The text in signs that the stream can show."""
        return plain(text, self.look)

    def term(self, word: str) -> str:
        """A single word of the vocabulary of terms."""
        return say(self.look.language, f"terms.{word}")

    def line(self, text: str | Text = "", style: str = "", indent: int = 0, hanging: int = 0) -> None:
        """One paragraph, wrapped at words; `hanging`: how many columns further in its later lines begin."""
        told = Text(self.plain(text), style=style) if isinstance(text, str) else text
        room = max(20, self.look.width - indent - hanging)
        wrapped = told.wrap(self.console, room if len(told) > self.look.width - indent else room + hanging)
        for number, line in enumerate(wrapped):
            self.console.print(Text(" " * (indent + (hanging if number else 0))).append_text(line), soft_wrap=True)

    def row(self, left: Text, right: Text, room: int, indent: int = 0) -> None:
        """Text beside a label that takes `room` columns, wrapped under itself."""
        label = Text(" " * indent).append_text(left).append(" " * (room - cell_len(left.plain)))
        for line in right.wrap(self.console, max(20, self.look.width - indent - room)):
            self.console.print(label.append_text(line), soft_wrap=True)
            label = Text(" " * (indent + room))

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

    def sign(self, status: Status) -> str:
        """The symbol of a status."""
        return symbol(status, ascii_only=self.look.ascii_only)

    def status(self, status: Status, told: str = "") -> Text:
        """A status as symbol, word and colour; `told` in the place of the word."""
        return Text(f"{self.sign(status)} {self.plain(told) or self.term(status.value)}", style=STYLES[status])
