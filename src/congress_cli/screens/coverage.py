"""The ledger of sentences: its coverage and its comparison with the paper, as values and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from rich.text import Text

from congress_cli import dataclass
from congress_cli.language import paper_name
from congress_cli.model.directive import Clause, Directive
from congress_cli.model.facts import local
from congress_cli.rendering.console import Page
from congress_cli.rendering.options import RenderOptions
from congress_cli.rules.context import Paper
from congress_cli.text import sanitize


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the directive the rules cover, in counts of sentences and duties; and every hole.

    `gaps`: sentences that the numbering of the ledger skips. `without_digest`: sentences that cannot be compared.
    """

    sentences: int
    sentences_covered: int
    informational: int
    duties: int
    automated: int
    attested: int
    rules: int
    rules_without_clause: tuple[str, ...]
    clauses_without_rule: tuple[str, ...]
    duties_without_modality: tuple[str, ...]
    disagreements: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    without_digest: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether there is no hole. A sentence without a digest is none: it is covered, only not comparable."""
        holes = (
            *self.rules_without_clause,
            *self.clauses_without_rule,
            *self.duties_without_modality,
            *self.disagreements,
            *self.gaps,
        )
        return not holes and self.sentences == self.sentences_covered


class Fate(StrEnum):
    """What became of a sentence since the ledger was made."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    UNDIGESTED = "undigested"
    MISSING = "missing"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Compared:
    """One sentence of the ledger or of the text, and what became of it.

    `at`: its place in the text, `sha256`: its digest there; None for one that the text lacks.
    """

    id: str
    fate: Fate
    text: str | None
    rules: tuple[str, ...]
    at: str | None = None
    sha256: str | None = None


STYLES = {
    Fate.SAME: "green",
    Fate.CHANGED: "bold red",
    Fate.MOVED: "bold yellow",
    Fate.UNDIGESTED: "bold yellow",
    Fate.MISSING: "bold red",
    Fate.NEW: "bold yellow",
}
INDENT = 7
WITH_DIGEST = (Fate.CHANGED, Fate.NEW, Fate.UNDIGESTED)


class _Page(Page):
    """A page of lines with an id in its margin."""

    catalogue = "ledger"

    def __init__(self, paper: Directive, options: RenderOptions) -> None:
        super().__init__(options)
        self.line(self.translate("heading", paper=paper_name(paper.kind, paper.number, options.language)), "bold")
        if paper.verified is not None:
            self.line(self.translate("verified", day=paper.verified.isoformat()), "dim")
        self.line()

    def beside(self, margin: str, text: Text) -> None:
        """Text beside its margin, wrapped under itself."""
        self.row(Text(margin, style="bold"), text, INDENT)


def listed(rulebook: Paper, options: RenderOptions) -> str:
    """Each sentence: the duty in own words, who, how strongly, how it is checked, by which rules."""
    page = _Page(rulebook.directive, options)
    for clause in rulebook.clauses:
        page.beside(clause.id, Text(sanitize(clause.in_language(options.language))))
        page.beside("", Text(_about(clause, page, rulebook), style="dim"))
    return page.text()


def _about(clause: Clause, page: _Page, rulebook: Paper) -> str:
    parts = []
    if clause.who:
        parts.append(
            ", ".join(sanitize(local(rulebook.owners[who].written, page.options.language)) for who in clause.who)
        )
    if clause.modality is not None:
        modality = page.term(clause.modality.value)
        parts.append(page.translate("modality-cue", modality=modality, cue=clause.cue) if clause.cue else modality)
    parts.append(page.translate(f"check-{clause.check}"))
    if clause.rules:
        parts.append(", ".join(clause.rules))
    return " · ".join(parts)


def covered(found: Coverage, paper: Directive, options: RenderOptions) -> str:
    """Counts, each with its denominator, and every hole by name."""
    page = _Page(paper, options)
    counts = (
        ("sentences", found.sentences_covered, found.sentences),
        ("duties", found.automated + found.attested, found.duties),
        ("rules", found.rules - len(found.rules_without_clause), found.rules),
    )
    for code, part, whole in counts:
        page.line(page.translate(f"count-{code}", part=part, whole=whole))
    page.line(page.translate("split", automated=found.automated, attested=found.attested))
    page.line(page.translate("informational", count=found.informational))
    holes = list(_holes(found, page))
    for hole in holes:
        page.line(hole, "bold red")
    if not holes:
        page.line(page.translate("no-holes"), "green")
    if found.without_digest:
        page.line(page.translate("without-digest", clauses=found.without_digest), "yellow")
    return page.text()


def _holes(found: Coverage, page: _Page) -> Iterator[str]:
    yield from (page.translate("gap", clause=clause) for clause in found.gaps)
    yield from (page.translate("rule-without-clause", rule=rule) for rule in found.rules_without_clause)
    yield from (page.translate("clause-without-rule", clause=clause) for clause in found.clauses_without_rule)
    yield from (page.translate("without-modality", clause=clause) for clause in found.duties_without_modality)
    yield from (page.translate("disagreement", clause=clause, rule=rule) for clause, rule in found.disagreements)


def compared_with(found: Iterable[Compared], paper: Directive, options: RenderOptions) -> str:
    """Each sentence of the paper beside its rules, and what became of it since the ledger was made."""
    page = _Page(paper, options)
    sentences = list(found)
    for one in sentences:
        head = Text(page.translate(f"fate-{one.fate.value}"), style=STYLES[one.fate])
        head.append(f"  {', '.join(one.rules) or page.translate('no-rules')}", style="not bold cyan")
        page.beside(one.id, head)
        if one.text is not None:
            page.beside("", Text(sanitize(one.text), style="dim" if one.fate is Fate.SAME else ""))
        if one.fate in WITH_DIGEST:
            page.console.print(Text(f"{'':<{INDENT}}sha256: {one.sha256}", style="dim"), soft_wrap=True)
    same = sum(one.fate is Fate.SAME for one in sentences)
    page.line()
    page.line(page.translate("compared", same=same, total=len(sentences)), "bold")
    for one in sentences:
        if one.fate is not Fate.SAME:
            page.line(page.translate(f"differs-{one.fate.value}", id=one.id, at=one.at), STYLES[one.fate])
    return page.text()
