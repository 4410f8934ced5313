"""checklist: every item is there.

    id: plan-cites-both
    kind: checklist
    checklist: congress-plan.cites
    items: [directive-35-2019, plan-155-2019]      # default: every item of the vocabulary

Met when every item is there; with a `day` after the last day: late. Open, due soon or overdue while one is
missing. An absent checklist has nothing ticked in complete records and is unknown in partial ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from congress_cli.model.facts import Checklist, FactKind
from congress_cli.rules.base import Progress, Reference, TimedRule
from congress_cli.rules.context import UnitInWorld


class ChecklistRule(TimedRule):
    """A checklist that must be whole."""

    kind: Literal["checklist"]
    checklist: str
    items: tuple[str, ...] | None = Field(default=None, min_length=1)

    def matters(self) -> tuple[str, ...]:
        """The checklist."""
        return (self.checklist,)

    def names(self) -> Iterator[Reference]:
        """The checklist, start and limit."""
        yield Reference(("checklist",), self.checklist, FactKind.CHECKLIST)
        yield from super().names()

    def matter(self, case: UnitInWorld) -> Progress:
        """Done when no item is missing."""
        fact = case.fact(self.checklist)
        wanted = self.items or case.setting.items[self.checklist]
        if not isinstance(fact, Checklist):
            args: dict[str, Any] = {"fact": self.checklist, "missing": list(wanted), "total": len(wanted)}
            code = "checklist-absent" if case.complete else "checklist-unrecorded"
            return Progress(False if case.complete else None, code, args)
        missing = [item for item in wanted if item not in fact.items]
        day = case.day_of(self.checklist)
        args = {"fact": self.checklist, "missing": missing, "total": len(wanted)}
        return Progress(not missing, "checklist-short" if missing else "checklist-whole", args, day, day)
