"""How things went from report to report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from congress_cli.model.comparison import Change
from congress_cli.model.finding import Status


@dataclass(frozen=True, slots=True)
class Point:
    """One report of a row: counts are of findings; `changes` and `other_rulebook` compare it with the one before."""

    as_of: date
    path: str
    totals: Mapping[Status, int]
    problems: Mapping[str, int]
    changes: Mapping[Change, int] | None
    other_rulebook: bool

    @property
    def applicable(self) -> int:
        """How many findings apply."""
        return sum(self.totals.values()) - self.totals[Status.NOT_APPLICABLE]
