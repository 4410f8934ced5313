"""The ledger of sentences as text: the list, its coverage, and its comparison with the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from congress_cli.formats.base import Look
from congress_cli.formats.canvas import canvas, finished
from congress_cli.language import say
from congress_cli.model.directive import Clause, Directive
from congress_cli.model.ledger import Compared, Coverage, Fate
from congress_cli.text import shown

STYLES = {
    Fate.SAME: "green",
    Fate.CHANGED: "bold red",
    Fate.MOVED: "bold yellow",
    Fate.UNDIGESTED: "bold yellow",
    Fate.MISSING: "bold red",
    Fate.NEW: "bold yellow",
}
INDENT = 7
DIGESTS_TOLD = (Fate.CHANGED, Fate.NEW, Fate.UNDIGESTED)


class _Page:
    """A page of lines with an id in its margin."""

    def __init__(self, paper: Directive, look: Look) -> None:
        self.look = look
        self.console: Console = canvas(look)
        self.console.print(Text(self.say("heading", kind=paper.kind, number=paper.number), style="bold"))
        if paper.verified is not None:
            self.console.print(Text(self.say("verified", day=paper.verified.isoformat()), style="dim"))
        self.console.print()

    def say(self, code: str, **args: Any) -> str:
        return say(self.look.language, f"ledger.{code}", args)

    def term(self, word: str) -> str:
        return say(self.look.language, f"terms.{word}")

    def line(self, margin: str, text: Text) -> None:
        """Text beside its margin, wrapped under itself."""
        for number, line in enumerate(text.wrap(self.console, max(20, self.look.width - INDENT))):
            left = Text(f"{'' if number else margin:<{INDENT}}", style="bold")
            self.console.print(left.append_text(Text(style="not bold").append_text(line)), soft_wrap=True)

    def text(self) -> str:
        return finished(self.console, self.look)


def listed(paper: Directive, clauses: Iterable[Clause], look: Look) -> str:
    """Each sentence: the duty in own words, who, how strongly, how it is checked, by which rules."""
    page = _Page(paper, look)
    for clause in clauses:
        page.line(clause.id, Text(shown(clause.vi if look.language == "vi" else clause.en)))
        page.line("", Text(_about(clause, page), style="dim"))
    return page.text()


def _about(clause: Clause, page: _Page) -> str:
    parts = []
    if clause.who:
        parts.append(", ".join(page.term(who) for who in clause.who))
    if clause.modality is not None:
        modality = page.term(clause.modality.value)
        parts.append(page.say("modality-cue", modality=modality, cue=clause.cue) if clause.cue else modality)
    parts.append(page.say(f"check-{clause.check}"))
    if clause.rules:
        parts.append(", ".join(clause.rules))
    return " · ".join(parts)


def covered(found: Coverage, paper: Directive, look: Look) -> str:
    """Counts, each with its denominator, and every hole by name."""
    page = _Page(paper, look)
    counts = (
        ("sentences", found.sentences_covered, found.sentences),
        ("duties", found.automated + found.attested, found.duties),
        ("rules", found.rules - len(found.rules_without_clause), found.rules),
    )
    for code, part, whole in counts:
        page.console.print(Text(page.say(f"count-{code}", part=part, whole=whole)))
    page.console.print(Text(page.say("split", automated=found.automated, attested=found.attested)))
    page.console.print(Text(page.say("informational", count=found.informational)))
    holes = list(_holes(found, page))
    for hole in holes:
        page.console.print(Text(hole, style="bold red"))
    if not holes:
        page.console.print(Text(page.say("no-holes"), style="green"))
    if found.without_digest:
        page.console.print(Text(page.say("without-digest", clauses=found.without_digest), style="yellow"))
    return page.text()


def _holes(found: Coverage, page: _Page) -> Iterator[str]:
    yield from (page.say("gap", clause=clause) for clause in found.gaps)
    yield from (page.say("rule-without-clause", rule=rule) for rule in found.rules_without_clause)
    yield from (page.say("clause-without-rule", clause=clause) for clause in found.clauses_without_rule)
    yield from (page.say("without-modality", clause=clause) for clause in found.duties_without_modality)
    yield from (page.say("disagreement", clause=clause, rule=rule) for clause, rule in found.disagreements)


def compared_with(found: Iterable[Compared], paper: Directive, look: Look) -> str:
    """Each sentence of the paper beside its rules, and what became of it since the ledger was made."""
    page = _Page(paper, look)
    told = list(found)
    for one in told:
        head = Text(page.say(f"fate-{one.fate.value}"), style=STYLES[one.fate])
        head.append(f"  {', '.join(one.rules) or page.say('no-rules')}", style="not bold cyan")
        page.line(one.id, head)
        if one.text is not None:
            page.line("", Text(shown(one.text), style="dim" if one.fate is Fate.SAME else ""))
        if one.fate in DIGESTS_TOLD:
            page.console.print(Text(f"{'':<{INDENT}}sha256: {one.sha256}", style="dim"), soft_wrap=True)
    same = sum(one.fate is Fate.SAME for one in told)
    page.console.print()
    page.console.print(Text(page.say("compared", same=same, total=len(told)), style="bold"))
    for one in told:
        if one.fate is not Fate.SAME:
            page.console.print(
                Text(page.say(f"differs-{one.fate.value}", id=one.id, at=one.at), style=STYLES[one.fate])
            )
    return page.text()
