"""An entry in a registry, for a screen: the changed lines, and the findings that changed because of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.text import Text

from congress_cli.language import describe, translate
from congress_cli.model.facts import local
from congress_cli.model.finding import Finding
from congress_cli.model.journal import ChangedLine, Moved, Outcome
from congress_cli.rendering.console import Page
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

FOLDED = 12


def render(outcome: Outcome, options: RenderOptions, head: Iterable[str] = (), closing: str = "") -> str:
    """The changed lines of each file, then each finding that moved: what it was, what it is, what it says now.

    `head` and `closing` stand above and below.
    """
    page = _Page(outcome, options)
    for line in head:
        page.line(line, hanging=2)
    page.files()
    page.findings()
    page.line(closing)
    return page.text()


class _Page(Page):
    """One outcome being drawn."""

    catalogue = "desk"

    def __init__(self, outcome: Outcome, options: RenderOptions) -> None:
        super().__init__(options)
        self.outcome = outcome

    def name_of(self, fact: str) -> str:
        """The name of a fact, an item or an indicator."""
        return self.outcome.names.get(fact, {}).get(self.options.language, fact)

    def files(self) -> None:
        """The changed lines, and what is odd about them."""
        for path, lines in groupby(self.outcome.lines, key=lambda line: line.path):
            self.line(sanitize(path), "dim", indent=2)
            for line in lines:
                self._changed(line)
        for warning in self.outcome.warnings:
            text = translate(self.options.language, warning, name_of=self.name_of)
            self.line(self.translate("odd", warning=text), "yellow", hanging=2)

    def findings(self) -> None:
        """The findings that moved, unit by unit."""
        day = {"day": str(self.outcome.as_of)}
        self.line(translate(self.options.language, f"screen.as-of-{self.outcome.as_of_from}", day), "dim")
        moved = self.outcome.moved
        if not moved:
            self.line(self.translate("nothing-moved"))
            return
        self.line(self.translate("moved", count=len(moved)), "bold")
        folded = moved if self.options.unfolded else moved[:FOLDED]
        for (unit, name), of_unit in groupby(folded, key=lambda one: (one.unit, one.name)):
            self.line(f"{sanitize(name)} ({unit})", indent=1, hanging=2)
            self._of_unit(of_unit)
        if len(moved) > len(folded):
            self.line(self.translate("more-moved", count=len(moved) - len(folded)), "dim", indent=1)

    def _of_unit(self, moved: Iterator[Moved]) -> None:
        """The findings of one unit; a sentence that several have is printed once."""
        before = ""
        for one in moved:
            title = f"  {sanitize(local(one.title, self.options.language))}"
            head = Text.assemble(self._standing(one.before), self.plain(" → "), self._standing(one.after), title)
            self.line(head, indent=3, hanging=2)
            text = ""
            if one.after is not None:
                text = describe(one.after, self.options.language, self.name_of, strive=one.strive)
            if text != before:
                self.line(text, "dim", indent=5, hanging=2)
            before = text

    def _standing(self, finding: Finding | None) -> Text:
        return Text(self.translate("not-judged")) if finding is None else self.status(finding.status)

    def _changed(self, line: ChangedLine) -> None:
        sign, style = ("-", "red") if line.old else ("+", "green")
        text = Text(f"  {line.number:>5} {sign} {self.plain(sanitize(line.text))}", style=style)
        self.console.print(text, soft_wrap=True)
