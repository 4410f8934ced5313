"""sequence: steps that must happen one after another; equal days are in order unless `strict`.

    id: personnel-scheme-approved
    kind: sequence
    steps: [personnel-scheme.submitted, personnel-scheme.approved, congress.opened]

The limit binds the last step. While the last step has not happened but has a plan, the steps before it have the
planned day (strict: the day before) as last day; when only the last step is missing it is open. Failed when two
steps stand in the wrong order, or, in complete records, when a later step happened without an earlier one.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Any, ClassVar, Literal

from pydantic import Field

from congress_cli.days import Day, on
from congress_cli.model.facts import Event, Fact, FactKind, Truth
from congress_cli.model.finding import Status
from congress_cli.model.registry import Unit
from congress_cli.rules.base import Fulfilment, Mutable, Order, Reference
from congress_cli.rules.context import JudgeContext, UnitInWorld, Verdict
from congress_cli.rules.proof import ProofStep
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words
from congress_cli.worlds import Moment, Shift

Happened = list[tuple[str, Moment]]


class SequenceRule(TimedRule):
    """Events that must happen in order."""

    kind: Literal["sequence"]
    steps: tuple[str, ...] = Field(min_length=2)
    strict: Truth = False

    summary: ClassVar = {
        "vi": "các bước diễn ra đúng trình tự; thời hạn tính cho bước cuối",
        "en": "the steps happened in order; the limit binds the last one",
    }
    mutable: ClassVar = Mutable(lines=("strict",), lists=("steps",))

    @property
    def bound_event(self) -> str:
        """The last step."""
        return self.steps[-1]

    def names(self) -> Iterator[Reference]:
        """The steps."""
        yield from (Reference(("steps", place), step, FactKind.EVENT) for place, step in enumerate(self.steps))

    def plan_events(self) -> tuple[str, ...]:
        """The event of the limit, and the last step, whose plan binds the steps before it."""
        return (*super().plan_events(), self.steps[-1])

    def ordered_events(self) -> tuple[str, ...]:
        """The steps."""
        return self.steps

    @property
    def gap(self) -> int:
        """A day where no two steps may have the same day."""
        return int(self.strict)

    def precedences(self) -> Iterator[Order]:
        """Each step before all later ones."""
        yield from (Order(*pair, self.strict) for pair in combinations(dict.fromkeys(self.steps), 2))
        yield from super().precedences()

    def asks(self, words: Words) -> Iterator[str]:
        """The steps in their order."""
        steps = " → ".join(words.name_of(step) for step in self.steps)
        yield words.translate("steps-strict" if self.strict else "steps", steps=steps)

    def plan_steps(self, args: Mapping[str, Any]) -> Iterator[ProofStep]:
        """The plan of the last step."""
        if "planned" in args:
            code = "proof.limit-steps-strict" if self.strict else "proof.limit-steps"
            yield ProofStep(code, {"event": self.steps[-1], "planned": args["planned"]})

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """The missing steps, on that day; of an uncertain day on the latest days that keep the order."""
        recorded = {step: fact.day for step in self.steps if (fact := unit.facts.get(step)) is not None}
        held = {step: one.first for step, one in recorded.items() if one is not None and one.first <= context.as_of}
        if day.exact:
            return Fulfilment({step: Event(day=day) for step in self.steps if step not in held})
        facts: dict[str, Fact] = {}
        last, latest = day.last, None
        for step in reversed(self.steps):
            if step in held:
                last = held[step]
            else:
                facts, latest = {step: Event(day=on(last)), **facts}, latest or last
            last -= timedelta(days=1) if self.strict else timedelta()
        return Fulfilment(facts, "proof.if-recorded-by", latest)

    def progress(self, case: UnitInWorld) -> Progress:
        """Done once the last step has happened; flawed by wrong order and by gaps."""
        days = self._days(case)
        happened = [(step, day) for step in self.steps if (day := days.get(step)) is not None]
        missing = [step for step in self.steps if step in days and days[step] is None]
        gaps = self._gaps(missing, happened, case)
        disorder = () if gaps and self._only_status_counts(case) else self._disorder(happened, case)
        flaws = (*disorder, *gaps)
        first = self._earliest(happened, flaws, case)
        if not missing:
            done = {"steps": list(self.steps), "day": self._recorded(self.steps[-1], case)}
            return Progress(True, "sequence-done", done, days[self.steps[-1]], first, flaws)
        args: dict[str, Any] = {"missing": missing, "done": [step for step, _ in happened]}
        last = days[self.steps[-1]]
        due = self._planned(missing, args, case) if last is None else None
        if case.complete:
            return Progress(last is not None, "sequence-pending", args, last, first, flaws, due)
        return Progress(True if last is not None else None, "sequence-unrecorded", args, last, first, flaws, due)

    def begun(self, progress: Progress, case: UnitInWorld) -> Moment | None:
        """The first step."""
        del progress
        return case.happened(self.steps[0])

    def _days(self, case: UnitInWorld) -> dict[str, Moment | None]:
        """The days of the steps. Where only the status counts, a gap leaves out steps that cannot change it."""
        days: dict[str, Moment | None] = {}
        for step in self.steps:
            days[step] = case.happened(step)
            if None in days.values() and self._only_status_counts(case):
                break
        for step in reversed(self.steps[len(days) :]):
            days[step] = case.happened(step)
            if days[step] is not None:
                break
        return days

    @staticmethod
    def _only_status_counts(case: UnitInWorld) -> bool:
        """In complete records a gap is as bad as any disorder; which of them it is, is told of the first world."""
        return case.complete and case.world.turned

    def _planned(self, missing: list[str], args: dict[str, Any], case: UnitInWorld) -> Moment | None:
        """The last day that the plan of the last step gives the steps before it."""
        planned = case.planned(self.steps[-1])
        if planned is None or missing == [self.steps[-1]]:
            return None
        day, recorded = planned
        args |= {"limit_event": self.steps[-1], "planned": str(recorded)}
        if case.world.before(day, case.context.today):
            args["plan_passed"] = True
        return day.shifted(Shift(days=-1)) if self.strict else day

    def _disorder(self, happened: Happened, case: UnitInWorld) -> tuple[Verdict, ...]:
        for (earlier, day), (later, next_day) in pairwise(happened):
            if not case.world.not_after(day, next_day, int(self.strict)):
                args = {
                    "earlier": earlier,
                    "earlier_day": self._recorded(earlier, case),
                    "later": later,
                    "later_day": self._recorded(later, case),
                }
                return (Verdict(Status.FAILED, "sequence-disorder", args),)
        return ()

    def _gaps(self, missing: list[str], happened: Happened, case: UnitInWorld) -> tuple[Verdict, ...]:
        if not missing or not happened:
            return ()
        later, _ = happened[-1]
        gap = missing[0]
        if self.steps.index(gap) > self.steps.index(later):
            return ()
        args = {"earlier": gap, "later": later, "later_day": self._recorded(later, case)}
        status = Status.FAILED if case.complete else Status.UNKNOWN
        return (Verdict(status, "sequence-gap", args),)

    def _earliest(self, happened: Happened, flaws: tuple[Verdict, ...], case: UnitInWorld) -> Moment | None:
        """The first day; not asked where no start needs it, or where only the status counts and it is failed anyway."""
        if self.after is None or (case.world.turned and any(flaw.status is Status.FAILED for flaw in flaws)):
            return None
        first = None
        for _, day in happened:
            first = day if first is None or not case.world.not_after(first, day) else first
        return first

    @staticmethod
    def _recorded(step: str, case: UnitInWorld) -> str:
        return str(case.subject.facts[step].day)
