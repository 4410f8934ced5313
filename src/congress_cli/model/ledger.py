"""What is said of the ledger of sentences: how much it covers, and whether the text is still the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the directive the rules cover, in counts of sentences and duties; and every hole."""

    sentences: int
    sentences_covered: int
    informational: int
    duties: int
    automated: int
    attested: int
    rules: int
    rules_without_clause: tuple[str, ...]
    clauses_without_rule: tuple[str, ...]
    disagreements: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> bool:
        """Whether there is no hole."""
        holes = (*self.rules_without_clause, *self.clauses_without_rule, *self.disagreements)
        return not holes and self.sentences == self.sentences_covered


class Fate(StrEnum):
    """What became of a sentence since the ledger was made."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Compared:
    """One sentence of the ledger or of the text, and what became of it."""

    id: str
    fate: Fate
    text: str | None
    rules: tuple[str, ...]
