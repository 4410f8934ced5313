"""tally: as many done as there are; numbers only.

    id: complaints-settled
    kind: tally
    tally: complaints

Met when all are done (0 of 0 is all); with a `day` after the last day: late. Open, due soon or overdue while
some remain. An absent tally is unknown, in complete records too: nobody knows the total.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from congress_cli.days import Day
from congress_cli.model.facts import FactKind, Tally
from congress_cli.model.registry import Unit
from congress_cli.rules.base import Fulfilment, Mutable, Reference
from congress_cli.rules.context import JudgeContext, UnitInWorld
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words


class TallyRule(TimedRule):
    """A tally that must be full."""

    kind: Literal["tally"]
    tally: str

    summary: ClassVar = {"vi": "số đã xong bằng tổng số", "en": "as many are done as there are"}
    mutable: ClassVar = Mutable()

    def names(self) -> Iterator[Reference]:
        """The tally."""
        yield Reference(("tally",), self.tally, FactKind.TALLY)

    def asks(self, words: Words) -> Iterator[str]:
        """Nothing else."""
        yield from ()

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """All done of the total that is recorded."""
        tally = unit.facts.get(self.tally)
        if not isinstance(tally, Tally):
            return Fulfilment({})
        return Fulfilment({self.tally: Tally(total=tally.total, done=tally.total, day=day)})

    def progress(self, case: UnitInWorld) -> Progress:
        """Done when nothing remains."""
        fact = case.fact(self.tally)
        if not isinstance(fact, Tally):
            return Progress(None, "tally-unrecorded", {"fact": self.tally})
        day = case.day_of(self.tally)
        args = {"fact": self.tally, "done": fact.done, "total": fact.total, "left": fact.total - fact.done}
        full = fact.done == fact.total
        return Progress(full, "tally-full" if full else "tally-short", args, day, day)
