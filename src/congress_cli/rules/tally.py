"""tally: as many done as there are; numbers only.

    id: complaints-settled
    kind: tally
    tally: complaints

Met when all are done (0 of 0 is all); with a `day` after the last day: late. Open, due soon or overdue while
some remain. An absent tally is unknown, in complete records too: nobody knows the total.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from congress_cli.model.facts import FactKind, Tally
from congress_cli.rules.base import Progress, Reference, TimedRule
from congress_cli.rules.context import UnitInWorld


class TallyRule(TimedRule):
    """A tally that must be full."""

    kind: Literal["tally"]
    tally: str

    def matters(self) -> tuple[str, ...]:
        """The tally."""
        return (self.tally,)

    def names(self) -> Iterator[Reference]:
        """The tally, start and limit."""
        yield Reference(("tally",), self.tally, FactKind.TALLY)
        yield from super().names()

    def matter(self, case: UnitInWorld) -> Progress:
        """Done when nothing remains."""
        fact = case.fact(self.tally)
        if not isinstance(fact, Tally):
            return Progress(None, "tally-unrecorded", {"fact": self.tally})
        day = case.day_of(self.tally)
        args = {"fact": self.tally, "done": fact.done, "total": fact.total, "left": fact.total - fact.done}
        full = fact.done == fact.total
        return Progress(full, "tally-full" if full else "tally-short", args, day, day)
