"""tally: as many done as there are; numbers only.

    id: complaints-settled
    kind: tally
    tally: complaints
    at_least: 15                # optional: so many per cent are enough

Met when all, or so many, are done (0 of 0 is all); with a `day` after the last day: late. Open, due soon or overdue
while more must be. An absent tally is unknown, in complete records too: nobody knows the total.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from congress_cli.days import Day
from congress_cli.model.facts import FactKind, Tally, WholeNumber
from congress_cli.model.registry import Unit
from congress_cli.rules.base import Fulfilment, Mutable, Reference
from congress_cli.rules.context import JudgeContext, UnitInWorld
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words


class TallyRule(TimedRule):
    """A tally that must be full."""

    kind: Literal["tally"]
    tally: str
    at_least: Annotated[WholeNumber | None, Field(ge=1, le=100)] = None

    summary: ClassVar = {"vi": "số đã xong bằng tổng số", "en": "as many are done as there are"}
    mutable: ClassVar = Mutable(numbers=(("at_least",),))

    def names(self) -> Iterator[Reference]:
        """The tally."""
        yield Reference(("tally",), self.tally, FactKind.TALLY)

    def asks(self, words: Words) -> Iterator[str]:
        """The share that is enough, where it is not all."""
        if self.at_least is not None:
            yield words.translate("tally-at-least", percent=self.at_least)

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
        enough = fact.done * 100 >= (self.at_least or 100) * fact.total
        if self.at_least is not None and fact.done < fact.total:
            args["percent"] = self.at_least
            return Progress(enough, "tally-enough" if enough else "tally-below", args, day, day)
        return Progress(enough, "tally-full" if enough else "tally-short", args, day, day)
