"""Results about the ledger of sentences: how much it covers, and whether the text is still the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
