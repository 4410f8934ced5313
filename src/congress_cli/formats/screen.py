"""The screen the blocks of the table format draw on: words, colours, headings and columns."""

from __future__ import annotations

import shlex

from rich.console import Console
from rich.table import Table

from congress_cli.formats.base import Look
from congress_cli.formats.page import Page
from congress_cli.formats.phrases import Phrases
from congress_cli.model.report import Report, ReportedRule

WIDE = 120


class Screen(Page):
    """One report being drawn."""

    def __init__(self, report: Report, look: Look, console: Console | None = None) -> None:
        super().__init__(look, console)
        self.report = report
        self.phrases = Phrases(report, look.language)

    @property
    def wide(self) -> bool:
        """Whether there is room for more than the bare columns."""
        return self.look.width >= WIDE

    def say(self, code: str, **args: object) -> str:
        """A sentence of the screen's catalogue, in signs that the stream can show."""
        return self.plain(self.phrases.say(code, **args))

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

    def title(self, rule: ReportedRule) -> str:
        """A rule's title with the mark of a goal or an advice."""
        return self.plain(self.phrases.marked_title(rule))

    def clause(self, rule: ReportedRule) -> str:
        """The sentence a rule comes from."""
        return rule.narrowest_clause
