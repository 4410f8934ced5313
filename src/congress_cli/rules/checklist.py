"""checklist: every item is there.

    id: plan-cites-both
    kind: checklist
    checklist: congress-plan.cites
    items: [directive-35-2019, plan-155-2019]      # default: every item of the vocabulary

Met when every item is there; with a `day` after the last day: late. Open, due soon or overdue while one is
missing. An absent checklist has nothing ticked in complete records and is unknown in partial ones.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field

from congress_cli.days import Day
from congress_cli.model.facts import Checklist, FactKind
from congress_cli.model.registry import Unit
from congress_cli.rules.base import Fulfilment, ItemOf, Mutable, Reference
from congress_cli.rules.context import JudgeContext, Paper, UnitInWorld
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words


class ChecklistRule(TimedRule):
    """A checklist that must be whole."""

    kind: Literal["checklist"]
    checklist: str
    items: tuple[str, ...] | None = Field(default=None, min_length=1)

    summary: ClassVar = {"vi": "đủ mọi mục của danh mục", "en": "every item is there"}
    mutable: ClassVar = Mutable(lists=("items",))

    def names(self) -> Iterator[Reference]:
        """The checklist and its items."""
        yield Reference(("checklist",), self.checklist, FactKind.CHECKLIST)
        for place, item in enumerate(self.items or ()):
            yield Reference(("items", place), item, ItemOf(self.checklist))

    def wanted(self, context: JudgeContext) -> tuple[str, ...]:
        """The items that must be there."""
        return self.items or context.items[self.checklist]

    def asks(self, words: Words) -> Iterator[str]:
        """The items."""
        items = self.wanted(words.paper.judge_context(date.max))
        yield words.translate("items", items=[f"{self.checklist}/{item}" for item in items])

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """Every item, on that day."""
        return Fulfilment({self.checklist: Checklist(items=self.wanted(context), day=day)})

    def unwritten_lists(self, paper: Paper) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Every item of the vocabulary, where the rule names none."""
        if self.items is None:
            yield "checklist", "items", self.wanted(paper.judge_context(date.max))

    def progress(self, case: UnitInWorld) -> Progress:
        """Done when no item is missing."""
        fact = case.fact(self.checklist)
        wanted = self.wanted(case.context)
        if not isinstance(fact, Checklist):
            args: dict[str, Any] = {"fact": self.checklist, "missing": list(wanted), "total": len(wanted)}
            code = "checklist-absent" if case.complete else "checklist-unrecorded"
            return Progress(False if case.complete else None, code, args)
        missing = [item for item in wanted if item not in fact.items]
        day = case.day_of(self.checklist)
        args = {"fact": self.checklist, "missing": missing, "total": len(wanted)}
        return Progress(not missing, "checklist-short" if missing else "checklist-whole", args, day, day)
