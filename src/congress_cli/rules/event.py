"""event: something happened, in time where there is a limit. Covers deadlines, papers and attestations.

    id: schedule-registered
    kind: event
    event: schedule.registered
    document: required          # its number is judged; `expected`: asked for, never judged
    before: congress.opened

Met when it happened, on its last day at the latest; late when after it. Open, due soon or overdue while it has
not happened; unknown while the records are partial and do not have it. Failed when it happened before the event
it must follow, or without the required number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from congress_cli.model.facts import FactKind
from congress_cli.model.finding import Status
from congress_cli.rules.base import Progress, Reference, TimedRule
from congress_cli.rules.context import UnitInWorld, Verdict


class EventRule(TimedRule):
    """An event that must happen."""

    kind: Literal["event"]
    event: str
    document: Literal["required", "expected"] | None = None

    @property
    def bound_event(self) -> str:
        """The event itself."""
        return self.event

    def matters(self) -> tuple[str, ...]:
        """The event."""
        return (self.event,)

    def names(self) -> Iterator[Reference]:
        """The event, start and limit."""
        yield Reference(("event",), self.event, FactKind.EVENT)
        yield from super().names()

    def matter(self, case: UnitInWorld) -> Progress:
        """Done once the event has happened."""
        day = case.happened(self.event)
        if day is None:
            code = "event-absent" if case.complete else "event-unrecorded"
            return Progress(False if case.complete else None, code, {"fact": self.event})
        fact = case.subject.facts[self.event]
        args: dict[str, Any] = {"fact": self.event, "day": str(fact.day)}
        if fact.document is not None:
            args["document"] = fact.document
        elif self.document == "expected":
            args["document_missing"] = True
        return Progress(True, "event-done", args, day, day, self._paper_flaws(fact.document, args, case))

    def _paper_flaws(self, document: str | None, args: dict[str, Any], case: UnitInWorld) -> tuple[Verdict, ...]:
        if self.document != "required" or document is not None:
            return ()
        status = Status.FAILED if case.complete else Status.UNKNOWN
        return (Verdict(status, "document-missing", args),)
