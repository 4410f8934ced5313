"""What the kinds on the facts of one unit share: how a matter, its start and its limit make a status.

A kind says in `progress` how its facts stand in one world; everything about time is decided here, once.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from congress_cli.days import LATEST
from congress_cli.model.facts import FactKind
from congress_cli.model.finding import Finding, Status
from congress_cli.model.proof import ProofStep
from congress_cli.rules.base import LATER, Mutable, Raw, Reference, Rule
from congress_cli.rules.context import NOTHING, OWN, Paper, UnitInWorld, Verdict, worst
from congress_cli.rules.run import Run
from congress_cli.rules.time import (
    LastDay,
    Limited,
    Param,
    Start,
    StartEvent,
    after_start,
    last_day,
    since_start,
    waiting,
)
from congress_cli.rules.words import Words
from congress_cli.worlds import Moment, Shift


class Progress(NamedTuple):
    """How the facts of a rule stand in one world, time left aside.

    `done` is None where the facts cannot say. `first` and `day` are the days of its first and last part.
    `flaws` hold all other problems. `last_day` is a last day of its own (a planned one).
    """

    done: bool | None
    code: str
    args: Mapping[str, Any] = NOTHING
    day: Moment | None = None
    first: Moment | None = None
    flaws: tuple[Verdict, ...] = ()
    last_day: Moment | None = None


class TimedRule(Rule, Limited):
    """A rule on the facts of one unit, which may have a start and a limit."""

    after: Start | None = None

    @abstractmethod
    def progress(self, case: UnitInWorld) -> Progress:
        """How the facts stand in one world."""

    @property
    def start(self) -> StartEvent | None:
        """The event it waits for."""
        return self.after

    @property
    def limit(self) -> Limited | None:
        """The limit that is written in it."""
        return None if self.anchor is None else self

    @property
    def limit_event(self) -> str | None:
        """The event that the limit is counted from, if it is one."""
        return self.anchor_event

    def timing(self) -> Iterator[Reference]:
        """The events of start and limit, and the parameter of the limit."""
        if self.after is not None:
            yield Reference(("after", "event"), self.after.event, FactKind.EVENT, self.after.of)
        field = self.anchor_field
        match self.anchor:
            case str() as event:
                yield Reference(field, event, FactKind.EVENT)
            case Param(param=name):
                yield Reference((*field, "param"), name, date)

    def plan_events(self) -> tuple[str, ...]:
        """The event of the limit."""
        return () if self.limit_event is None else (self.limit_event,)

    def precedences(self) -> Iterator[tuple[str, str]]:
        """The bound event before that of the limit and after that of the start."""
        if self.bound_event is None:
            return
        if self.before is not None and self.limit_event is not None:
            yield self.bound_event, self.limit_event
        if self.after is not None and self.after.of == OWN:
            yield self.after.event, self.bound_event

    def changeable(self) -> Mutable:
        """Start, limit and warning, then the kind's own fields."""
        own = self.mutable
        return own._replace(
            days=(("before",), ("by",), ("within", "after"), *own.days),
            numbers=(("within", "days"), ("within", "months"), *own.numbers),
            lines=("after", *own.lines),
        )

    # ---- how it is judged

    def judge(self, case: UnitInWorld) -> Verdict:
        """How the unit stands in one world."""
        limit = last_day(self, case)
        if limit.verdict is not None and limit.verdict.status is not Status.UNKNOWN:
            return limit.verdict
        missing = () if limit.verdict is None else (limit.verdict,)
        waits = waiting(self.after, case)
        if waits is not None:
            return worst(*missing, waits).due(limit.moment)
        progress = self.progress(case)
        flaws = (*progress.flaws, *after_start(self.after, progress.first, case))
        due = _earlier(limit.moment, progress.last_day, case)
        return worst(*flaws, *missing, self._in_time(progress, limit, due, case)).due(due)

    def _in_time(self, progress: Progress, limit: LastDay, due: Moment | None, case: UnitInWorld) -> Verdict:
        args = _told(progress, limit, due)
        if not progress.done:
            args |= since_start(self.after, case)
        if progress.done is None:
            return Verdict(Status.UNKNOWN, progress.code, args)
        if not progress.done:
            return Verdict(_until(due, self.warn_days, case), progress.code, args)
        if due is None or progress.day is None or case.world.not_after(progress.day, due):
            return Verdict(Status.MET, progress.code, args)
        return Verdict(Status.LATE, progress.code, {**args, **_days_late(progress.day, due, case)})

    # ---- how it is described and proved

    def limit_line(self, words: Words) -> Iterator[tuple[str, str]]:
        """Start and limit in words."""
        if self.after is not None:
            yield words.translate("label-after"), words.translate(f"after-{self.after.of}", event=self.after.event)
        yield words.translate("label-limit"), self.limit_text(words, self.warn_days)

    def limit_steps(self, run: Run, finding: Finding) -> Iterator[ProofStep]:
        """From parameter and paper to the last day."""
        args = finding.facts_args
        steps = tuple(self.stated_steps(run, finding) if self.anchor is not None else self.plan_steps(args))
        if not steps:
            yield ProofStep("proof.no-limit")
            return
        yield from steps
        if "plan_passed" in args:
            yield ProofStep("proof.plan-passed", {"event": args["limit_event"], "planned": args["planned"]})
        if finding.status is not Status.NOT_APPLICABLE:
            yield _last_day_step(finding)

    def plan_steps(self, args: Mapping[str, Any]) -> Iterator[ProofStep]:
        """A last day that a plan gives without a limit; `args` are those of the finding."""
        del args
        yield from ()

    def below_steps(self, run: Run, finding: Finding, rules: Iterable[Rule]) -> Iterator[ProofStep]:
        """The units below whose event is waited for."""
        del rules
        if self.after is not None:
            yield from self.after.awaited_steps(run, finding)

    # ---- what its examples need

    def turning_days(self, paper: Paper) -> Iterator[date]:
        """Parameters and fixed limits, and the last days that they give."""
        yield from super().turning_days(paper)
        yield from self.anchor_days(paper)
        for anchor in self.anchor_days(paper) if self.within is not None else ():
            last = self.shift.later(anchor.toordinal())
            yield from [date.fromordinal(last)] if last < LATEST.toordinal() else []

    def neighbours(self, paper: Paper, rules: Mapping[str, Rule]) -> Iterator[Raw]:
        """Another value of the limit's parameter."""
        del rules
        if isinstance(self.anchor, Param):
            issued = paper.directive.issued
            later = {"value": (issued + LATER).isoformat(), "ref": paper.directive.number}
            yield {"parameters": {self.anchor.param: {issued.isoformat(): later}}}


def _told(progress: Progress, limit: LastDay, due: Moment | None) -> dict[str, Any]:
    """What the sentence needs of the matter and of the limit; of two plans, the one that gives the last day."""
    matter, time = dict(progress.args), dict(limit.args)
    if "planned" in matter and "limit_event" in time:
        given_by_limit = limit.moment is not None and due is limit.moment
        for name in ("limit_event", "planned", "plan_passed"):
            (matter if given_by_limit else time).pop(name, None)
    return {**matter, **time}


def _until(due: Moment | None, warn_days: int, case: UnitInWorld) -> Status:
    if due is None:
        return Status.OPEN
    today = case.context.today
    if case.world.before(due, today):
        return Status.OVERDUE
    soon = today.shifted(Shift(days=warn_days))
    return Status.DUE_SOON if case.world.not_after(due, soon) else Status.OPEN


def _earlier(one: Moment | None, other: Moment | None, case: UnitInWorld) -> Moment | None:
    if one is None or other is None:
        return one or other
    return one if case.world.not_after(one, other) else other


def _days_late(day: Moment, due: Moment, case: UnitInWorld) -> dict[str, Any]:
    first_day, last_day_ = case.world.span(day)
    first_due, last_due = case.world.span(due)
    return {"days_late": [max(1, first_day - last_due), last_day_ - first_due]}


def _last_day_step(finding: Finding) -> ProofStep:
    if finding.last_day is not None:
        return ProofStep("proof.last-day", {"day": finding.last_day.isoformat()})
    if finding.last_days is not None:
        first, last = finding.last_days
        return ProofStep("proof.last-days", {"days": f"{first.isoformat()}/{last.isoformat()}"})
    return ProofStep("proof.no-last-day")
