"""What the kinds on the facts of one unit share: how a matter, its start and its limit make a status.

A kind says in `progress` how its facts stand in one world; everything about time is decided here, once.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, NamedTuple, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from congress_cli.days import LATEST
from congress_cli.model.facts import FactKind, Model, ReadBy, WholeNumber
from congress_cli.model.finding import Finding, Status
from congress_cli.rules.base import LATER, Mutable, Order, Raw, Reference, Rule
from congress_cli.rules.bounds import Limited, Param, Start, UnitEvent, anchor_days, bound_text, event_text
from congress_cli.rules.context import CHILDREN, NOTHING, OWN, PARENT, Paper, UnitInWorld, Verdict, worst
from congress_cli.rules.proof import ProofStep, Run
from congress_cli.rules.time import (
    LastDay,
    after_start,
    earliest_day,
    last_day,
    no_parent,
    since_start,
    too_early,
    waiting,
)
from congress_cli.rules.words import Words
from congress_cli.worlds import Moment, Shift

_FORMS = ("within", "ahead", "not_before")
_EARLIEST = (("not_before", "after"),)


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


class Lead(Model):
    """How many days the office needs; for planning only, never judged."""

    days: WholeNumber


def _leads(value: Any) -> Lead | Mapping[str, Lead]:
    if isinstance(value, dict) and "days" not in value:
        return {str(step): Lead.model_validate(one) for step, one in value.items()}
    return Lead.model_validate(value)


_LEAD: dict[str, Any] = {
    "type": "object",
    "properties": {"days": {"type": "integer", "minimum": 0}},
    "required": ["days"],
    "additionalProperties": False,
}

Leads = Annotated[
    Lead | Mapping[str, Lead],
    ReadBy(_leads, {"anyOf": [_LEAD, {"type": "object", "additionalProperties": _LEAD}]}),
]


class TimedRule(Rule, Limited):
    """A rule on the facts of one unit, which may have a start and a limit."""

    after: Start | None = None
    lead: Leads | None = None

    @model_validator(mode="after")
    def _lead_of_steps(self) -> Self:
        steps = self.ordered_events()
        unknown = [one for one in self.lead if one not in steps] if isinstance(self.lead, Mapping) else []
        if unknown:
            raise PydanticCustomError("lead-step-unknown", "", {"text": unknown[0], "all": list(steps)})
        return self

    @abstractmethod
    def progress(self, case: UnitInWorld) -> Progress:
        """How the facts stand in one world."""

    @property
    def start(self) -> UnitEvent | None:
        """The event it waits for."""
        return self.after

    @property
    def time(self) -> Limited:
        """Its own fields."""
        return self

    @property
    def limit(self) -> Limited | None:
        """The limit that is written in it."""
        return None if self.bound is None else self

    @property
    def limit_event(self) -> str | None:
        """The event that the limit is counted from, if it is one."""
        return None if self.anchor_event is None else self.anchor_event.event

    def timing(self) -> Iterator[Reference]:
        """The events of start and limit, and the parameter of the limit."""
        if self.after is not None:
            yield Reference(("after", "event"), self.after.event, FactKind.EVENT, self.after.of)
        for bound in self.bounds:
            for field, named, kind in bound.references():
                match named:
                    case UnitEvent(event=event, of=of):
                        yield Reference(field, event, FactKind.EVENT, of)
                    case Param(param=name):
                        yield Reference((*field, "param"), name, kind)

    def plan_events(self) -> tuple[str, ...]:
        """The event of the limit."""
        event = self.anchor_event
        return (event.event,) if event is not None and event.of == OWN else ()

    def precedences(self) -> Iterator[Order]:
        """The bound event before that of the limit, the first one after that of the start."""
        if self.bound_event is None:
            return
        event = self.anchor_event
        if (self.before is not None or self.ahead is not None) and event is not None and event.of == OWN:
            yield Order(self.bound_event, event.event, self.before is not None)
        earliest = None if self.earliest is None else self.earliest.anchor
        for start in (self.after, earliest):
            if isinstance(start, UnitEvent) and start.of == OWN:
                yield Order(start.event, self.ordered_events()[0], start is self.after)

    @cached_property
    def from_start(self) -> tuple[str, ...]:
        """The start, where it is nothing else, and the events after it."""
        start = None if self.after is None or self.after.of != OWN else self.after.event
        events, read = self.ordered_events(), [one.name for one in self.reads()]
        return (start, *events) if start is not None and events and read.count(start) == 1 else ()

    def lead_days(self, event: str | None) -> int:
        """As it is written; one lead without the name of a step is that of the last one."""
        if isinstance(self.lead, Mapping):
            return self.lead[event].days if event is not None and event in self.lead else 0
        return self.lead.days if self.lead is not None and event == self.bound_event else 0

    def changeable(self) -> Mutable:
        """Start, limit and warning, then the kind's own fields."""
        own = self.mutable
        return own._replace(
            days=(("before",), ("by",), ("within", "after"), ("ahead", "of"), ("not_before",), *_EARLIEST, *own.days),
            numbers=(*((form, unit) for form in _FORMS for unit in ("days", "months", "working_days")), *own.numbers),
            lines=("after", "not_before", "roll", *own.lines),
        )

    @cached_property
    def needs_parent(self) -> bool:
        """Whether an event of the superior is asked for."""
        return any(one.of == PARENT for one in self.timing())

    # ---- how it is judged

    def judge(self, case: UnitInWorld) -> Verdict:
        """How the unit stands in one world."""
        if self.needs_parent and not case.subjects(PARENT):
            return no_parent()
        limit = last_day(self, case)
        if limit.verdict is not None and limit.verdict.status is not Status.UNKNOWN:
            return limit.verdict
        earliest, waits = earliest_day(self, case), waiting(self.after, case)
        missing = [one.verdict for one in (limit, earliest) if one.verdict is not None]
        if waits is not None:
            return worst(*missing, waits).due(limit.moment)
        progress = self.progress(case)
        begun = None if self.not_before is None else self.begun(progress, case)
        flaws = (*progress.flaws, *after_start(self.after, progress.first, case), *too_early(earliest, begun, case))
        due = _earlier(limit.moment, progress.last_day, case)
        return worst(*flaws, *missing, self._in_time(progress, limit, due, case)).due(due)

    def begun(self, progress: Progress, case: UnitInWorld) -> Moment | None:
        """The day that `not_before` binds."""
        del case
        return progress.first

    def _in_time(self, progress: Progress, limit: LastDay, due: Moment | None, case: UnitInWorld) -> Verdict:
        args = _args(progress, limit, due)
        if not progress.done:
            args |= since_start(self.after, case)
        if progress.done is None:
            return Verdict(Status.UNKNOWN, progress.code, args, due)
        if not progress.done:
            return Verdict(until_status(due, self.warn_days, case), progress.code, args, due)
        if due is None or progress.day is None or case.world.not_after(progress.day, due):
            return Verdict(Status.MET, progress.code, args, due)
        return Verdict(Status.LATE, progress.code, {**args, **days_late(progress.day, due, case)}, due)

    # ---- how it is described and proved

    def limit_line(self, words: Words) -> Iterator[tuple[str, str]]:
        """Start and limit in words."""
        if self.after is not None:
            code = self.after.of if self.after.of in (OWN, CHILDREN) else "other"
            text = words.name_of(self.after.event) if code == OWN else event_text(self.after, words)
            yield words.translate("label-after"), words.translate(f"after-{code}", event=self.after.event, text=text)
        if self.earliest is not None:
            yield words.translate("label-not-before"), bound_text(self.earliest, words)
        yield words.translate("label-limit"), self.limit_text(words, self.warn_days)
        if isinstance(self.lead, Mapping):
            leads = "; ".join(words.translate("lead-step", step=step, days=one.days) for step, one in self.lead.items())
            yield words.translate("label-lead"), leads
        elif self.lead is not None:
            yield words.translate("label-lead"), words.translate("lead", days=self.lead.days)

    def limit_steps(self, run: Run, finding: Finding) -> Iterator[ProofStep]:
        """From parameter and paper to the last day."""
        args = finding.facts_args
        steps = tuple(self.stated_steps(run, finding) if self.bound is not None else self.plan_steps(args))
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
        for bound in self.bounds:
            yield from anchor_days(bound, paper)
            if bound.form != "by":
                yield from (day for day in self.fixed_days(bound, paper) if day is not None and day < LATEST)

    def neighbours(self, paper: Paper, rules: Mapping[str, Rule]) -> Iterator[Raw]:
        """Another value of the limit's parameter."""
        del rules
        issued = paper.directive.issued
        for name in (bound.anchor.param for bound in self.bounds if isinstance(bound.anchor, Param)):
            later = {"value": (issued + LATER).isoformat(), "ref": paper.directive.number}
            yield {"parameters": {name: {issued.isoformat(): later}}}
        for one in self.reads():
            held = {"facts": {one.name: (issued + LATER).isoformat()}, "records": "complete"}
            if one.of == PARENT:
                yield from ({"parent": {}}, {"parent": held})
            elif one.of not in (OWN, CHILDREN):
                yield {"units": [{"unit": {"id": one.of}, **held}]}


def _args(progress: Progress, limit: LastDay, due: Moment | None) -> dict[str, Any]:
    """What the sentence needs of the matter and of the limit; of two plans, the one that gives the last day."""
    if "planned" not in progress.args or "limit_event" not in limit.args:
        return {**progress.args, **limit.args}
    matter, time = dict(progress.args), dict(limit.args)
    given_by_limit = limit.moment is not None and due is limit.moment
    for name in ("limit_event", "planned", "plan_passed"):
        (matter if given_by_limit else time).pop(name, None)
    return {**matter, **time}


def until_status(due: Moment | None, warn_days: int, case: UnitInWorld) -> Status:
    """How a matter that is not done stands on the judged day."""
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


def days_late(day: Moment, due: Moment, case: UnitInWorld) -> dict[str, Any]:
    """How many days after its last day a matter was done, from-to."""
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
