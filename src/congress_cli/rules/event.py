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

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from congress_cli.days import Day
from congress_cli.model.facts import Event, Fact, FactKind
from congress_cli.model.finding import Status
from congress_cli.model.registry import Unit
from congress_cli.rules.base import Fulfilment, Mutable, Reference
from congress_cli.rules.context import JudgeContext, UnitInWorld, Verdict
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words

A_NUMBER = "1-BC/TU"


class EventRule(TimedRule):
    """An event that must happen."""

    kind: Literal["event"]
    event: str
    document: Literal["required", "expected"] | None = None

    summary: ClassVar = {
        "vi": "việc đã diễn ra, đúng hạn nếu có thời hạn",
        "en": "it happened, in time where there is a limit",
    }
    mutable: ClassVar = Mutable(lines=("document",), weaker=(("document", "required", "expected"),))

    @property
    def bound_event(self) -> str:
        """The event itself."""
        return self.event

    def names(self) -> Iterator[Reference]:
        """The event."""
        yield Reference(("event",), self.event, FactKind.EVENT)

    def numbered_events(self) -> tuple[str, ...]:
        """The event, where its paper is asked for."""
        return () if self.document is None else (self.event,)

    def asks(self, words: Words) -> Iterator[str]:
        """Whether a document number is needed."""
        if self.document is not None:
            yield words.translate(f"document-{self.document}")

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """The event on that day; where only its number lacks, the number."""
        fact = unit.facts.get(self.event)
        seen = fact is not None and fact.day is not None and fact.day.first <= context.as_of
        if fact is not None and seen and self.document == "required" and fact.document is None:
            return Fulfilment({self.event: fact.model_copy(update={"document": A_NUMBER})}, "proof.if-numbered")
        return Fulfilment({self.event: Event(day=day, document=A_NUMBER if self.document else None)})

    def progress(self, case: UnitInWorld) -> Progress:
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

    def renumbered(self, args: Mapping[str, Any], facts: Mapping[str, Fact]) -> Mapping[str, Any]:
        """The same with the number of the event's document, where it is told."""
        return {**args, "document": facts[self.event].document} if "document" in args else args

    def _paper_flaws(self, document: str | None, args: dict[str, Any], case: UnitInWorld) -> tuple[Verdict, ...]:
        if self.document != "required" or document is not None:
            return ()
        status = Status.FAILED if case.complete else Status.UNKNOWN
        return (Verdict(status, "document-missing", args),)
