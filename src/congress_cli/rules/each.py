"""each: every case is done, each by a clock of its own.

    id: critical-fixed
    kind: each
    cases: findings
    sort: critical              # optional: one or several sorts
    day: fixed
    within: {days: 15, after: detected}

Each case that exists is judged by itself, with the limit and the start of any rule; a bare name is first a day of the
case. The finding is the worst of them. Without any case: met in complete records, unknown in partial ones.
"""

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any, ClassVar, Literal

from congress_cli.days import Day
from congress_cli.model.facts import Case, FactKind, OneOrMany, cases_of
from congress_cli.model.finding import Status
from congress_cli.model.registry import Unit
from congress_cli.rules.base import Fulfilment, Mutable, PartOf, Reference
from congress_cli.rules.bounds import UnitEvent
from congress_cli.rules.context import (
    ABSENT,
    OWN,
    JudgeContext,
    Others,
    Paper,
    Part,
    Subject,
    UnitInWorld,
    Verdict,
    happened,
)
from congress_cli.rules.parts import RUNS, PartsRule
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words
from congress_cli.worlds import at


class EachRule(PartsRule, TimedRule):
    """A day of each case that must come."""

    kind: Literal["each"]
    cases: str
    sort: OneOrMany | None = None
    day: str

    part_kind: ClassVar = "case"
    summary: ClassVar = {
        "vi": "trường hợp nào cũng đã làm, đúng hạn riêng của trường hợp đó",
        "en": "each case is done, by its own last day",
    }
    mutable: ClassVar = Mutable(lines=("sort",), lists=("sort",))

    @property
    def of_parts(self) -> str:
        """The cases."""
        return self.cases

    @property
    def day_of_part(self) -> str:
        """That it asks for."""
        return self.day

    def names(self) -> Iterator[Reference]:
        """The cases, their sorts and the day that is asked for."""
        yield Reference(("cases",), self.cases, FactKind.CASES)
        yield Reference(("day",), self.day, PartOf(self.cases, "days"))
        for place, sort in enumerate(self.sort or ()):
            yield Reference(("sort", place), sort, PartOf(self.cases, "sorts"))

    def know(self, paper: Paper) -> None:
        """A bare name is first a day of the case."""
        self.__dict__["days_of_case"] = frozenset(getattr(paper.facts.get(self.cases), "days", ()))

    @cached_property
    def days_of_case(self) -> frozenset[str]:
        """The days that a case may have, once the vocabulary is known."""
        return frozenset()

    def timing(self) -> Iterator[Reference]:
        """What start and limit name beside days of the case."""
        for one in super().timing():
            if not (one.of == OWN and one.name in self.days_of_case):
                yield one

    def asks(self, words: Words) -> Iterator[str]:
        """Which cases, and which day of each."""
        sorts = ", ".join(words.name_of(f"{self.cases}/{sort}") for sort in self.sort or ())
        yield words.translate("each-sorts", sorts=sorts) if sorts else words.translate("each-case")
        yield words.translate("each-day", day=words.name_of(f"{self.cases}/{self.day}"))

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """None: several cases may lack."""
        return Fulfilment({})

    # ---- how it is judged

    def parts(self, subject: Subject, context: JudgeContext, others: Others) -> Iterator[Part]:
        """The whole, and each case of the sorts that are asked for."""
        del context, others
        listed = [one for one in cases_of(subject.facts.get(self.cases)) if self.sort is None or one.sort in self.sort]
        yield Part("", lambda case: self._whole(case, listed))
        for one in listed:
            own = tuple([(name, event.day) for name, event in one.days])
            yield Part(one.case, partial(self._case, one), own)

    def _whole(self, case: UnitInWorld, listed: list[Case]) -> Verdict:
        """Whether there is any case; none recorded is none in complete records."""
        if any(_exists(one, case) for one in listed):
            return RUNS
        status = Status.MET if case.complete else Status.UNKNOWN
        return Verdict(status, "cases-none" if case.complete else "cases-unrecorded", {"fact": self.cases})

    def _case(self, one: Case, case: UnitInWorld) -> Verdict:
        """How one case stands."""
        if not _exists(one, case):
            return ABSENT
        facts = {**case.subject.facts, **dict(one.days)}
        own = case._replace(subject=Subject(case.subject.id, facts, case.subject.complete))
        return self._not_started(own) or self.judge(own)

    def _starts(self, case: UnitInWorld) -> Iterator[str]:
        """The days of the case from which its time runs."""
        days = case.context.case_days[self.cases]
        bound = self.bound
        named = [self.after, bound.anchor if bound is not None and bound.form == "within" else None]
        yield from (one.event for one in named if isinstance(one, UnitEvent) and one.of == OWN and one.event in days)

    def _not_started(self, case: UnitInWorld) -> Verdict | None:
        """What holds of a case whose start is missing, lies before the directive, or after the day asked for."""
        done = case.happened(self.day)
        for name in self._starts(case):
            began = happened(name, case.subject, case)
            args: dict[str, Any] = {"event": f"{self.cases}/{name}"}
            if began is None and done is not None:
                return Verdict(Status.UNKNOWN, "start-missing", args)
            if began is None:
                status = Status.OPEN if case.complete else Status.UNKNOWN
                return Verdict(status, "waits" if case.complete else "waits-unrecorded", args, waits_for=name)
            if case.world.before(began, at(case.context.issued)):
                args["day"] = str(case.subject.facts[name].day)
                code = "limit-event-before-directive"
                return Verdict(Status.NOT_APPLICABLE, code, args, reason=code)
            if done is not None and case.world.before(done, began):
                days = {"day": str(case.subject.facts[name].day), "done": str(case.subject.facts[self.day].day)}
                return Verdict(Status.FAILED, "before-start", {**args, **days})
        return None

    def progress(self, case: UnitInWorld) -> Progress:
        """Done once the day of the case has come."""
        day = case.happened(self.day)
        args = {"fact": f"{self.cases}/{self.day}"}
        if day is None:
            return Progress(False if case.complete else None, "event-absent", args)
        return Progress(True, "event-done", {**args, "day": str(case.subject.facts[self.day].day)}, day, day)


def _exists(one: Case, case: UnitInWorld) -> bool:
    """From the first of its days that has come; one without any day always."""
    return not one.days or any(case.has_come(case.moment_of(name, event.day)) for name, event in one.days)
