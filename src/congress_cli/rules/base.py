"""What every rule has, and how a matter, its start and its limit make a status.

A kind says in `matter` how its facts stand in one world; everything about time is decided here, once.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema

from congress_cli.model.directive import Modality, Owner
from congress_cli.model.facts import FactKind
from congress_cli.model.finding import Severity, Status
from congress_cli.model.values import Id, Model, Named, OneOrMany, WholeNumber, one_or_many, one_or_many_of
from congress_cli.rules.context import NOTHING, UnitInWorld, Verdict, worst
from congress_cli.rules.time import LastDay, Limited, Start, after_start, last_day, since_start, waiting
from congress_cli.worlds import Moment, Shift

WARN_DAYS = 14


class Selector(Model):
    """Which units: those that have one of each of what is named; nothing named, all."""

    level: OneOrMany | None = None
    type: OneOrMany | None = None
    tag: OneOrMany | None = None

    def matches(self, level: str, type_: str, tags: tuple[str, ...]) -> bool:
        """Whether a unit of this level, type and tags is meant."""
        return (
            (self.level is None or level in self.level)
            and (self.type is None or type_ in self.type)
            and (self.tag is None or not set(self.tag).isdisjoint(tags))
        )


class Unless(Selector):
    """Units to which the rule does not apply, and why."""

    reason: Named


class Reference(NamedTuple):
    """A name in a rule: where it stands, the name, and the kind of fact or of parameter value it must be."""

    field: tuple[int | str, ...]
    name: str
    kind: FactKind | type


Owners = Annotated[
    tuple[Owner, ...],
    BeforeValidator(one_or_many),
    Field(min_length=1),
    WithJsonSchema(one_or_many_of({"type": "string", "enum": [owner.value for owner in Owner]})),
]


class Rule(Model):
    """What every rule has, whatever its kind."""

    id: Id
    kind: str
    title: Named
    clause: OneOrMany
    owner: Owners
    modality: Modality
    applies_to: Selector
    unless: Unless | None = None
    severity_written: Severity | None = Field(default=None, alias="severity")
    remedy: Named | None = None
    examples: tuple[Mapping[str, Any], ...] = ()

    of_one_unit: ClassVar[bool] = True
    limit_basis: Literal["stated", "inferred"] = "stated"
    warn_days: WholeNumber = WARN_DAYS

    @property
    def severity(self) -> Severity:
        """Written, or: a must with a limit in the paper's words is a violation, all else a warning."""
        if self.severity_written is not None:
            return self.severity_written
        grave = self.modality is Modality.MUST and self.limit_basis == "stated"
        return Severity.VIOLATION if grave else Severity.WARNING

    def reads(self) -> tuple[str, ...]:
        """The facts of the unit that the rule looks at."""
        return ()

    def parameters(self) -> tuple[str, ...]:
        """The parameters that the rule looks at."""
        return ()

    def names(self) -> Iterator[Reference]:
        """What the rule names of the vocabulary and the parameters: the field, the name, what it must be."""
        yield from ()


class Progress(NamedTuple):
    """How the facts of a rule stand in one world, time left aside.

    `done` is None where the facts cannot say. `first` and `day` are the days of its first and last part.
    `flaws` hold whatever else is the matter. `last_day` is a last day of its own (a planned one).
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
    def matter(self, case: UnitInWorld) -> Progress:
        """How the facts stand in one world."""

    @abstractmethod
    def matters(self) -> tuple[str, ...]:
        """The facts that the kind itself looks at."""

    @property
    def bound_event(self) -> str | None:
        """The event that the limit binds, if the kind binds one."""
        return None

    def reads(self) -> tuple[str, ...]:
        """The facts of the matter, then those of start and limit."""
        start = () if self.after is None or self.after.of == "children" else (self.after.event,)
        limit = () if self.limit_event is None else (self.limit_event,)
        return tuple(dict.fromkeys((*self.matters(), *start, *limit)))

    def parameters(self) -> tuple[str, ...]:
        """The parameter of the limit."""
        return () if self.anchor is None or isinstance(self.anchor, str | date) else (self.anchor.param,)

    def names(self) -> Iterator[Reference]:
        """The events and the parameter of start and limit; a kind adds its own."""
        if self.after is not None:
            yield Reference(("after", "event"), self.after.event, FactKind.EVENT)
        field = ("before",) if self.before is not None else ("by",) if self.by is not None else ("within", "after")
        if isinstance(self.anchor, str):
            yield Reference(field, self.anchor, FactKind.EVENT)
        elif self.anchor is not None and not isinstance(self.anchor, date):
            yield Reference((*field, "param"), self.anchor.param, date)

    def judge(self, case: UnitInWorld) -> Verdict:
        """How the unit stands in one world."""
        limit = last_day(self, case)
        if limit.verdict is not None and limit.verdict.status is not Status.UNKNOWN:
            return limit.verdict
        missing = () if limit.verdict is None else (limit.verdict,)
        waits = waiting(self.after, case)
        if waits is not None:
            return worst(*missing, waits).due(limit.moment)
        matter = self.matter(case)
        flaws = (*matter.flaws, *after_start(self.after, matter.first, case))
        due = _earlier(limit.moment, matter.last_day, case)
        return worst(*flaws, *missing, self._in_time(matter, limit, due, case)).due(due)

    def _in_time(self, matter: Progress, limit: LastDay, due: Moment | None, case: UnitInWorld) -> Verdict:
        args = {**matter.args, **limit.args}
        if not matter.done:
            args |= since_start(self.after, case)
        if matter.done is None:
            return Verdict(Status.UNKNOWN, matter.code, args)
        if not matter.done:
            return Verdict(_until(due, self.warn_days, case), matter.code, args)
        if due is None or matter.day is None or case.world.not_after(matter.day, due):
            return Verdict(Status.MET, matter.code, args)
        return Verdict(Status.LATE, matter.code, {**args, **_days_late(matter.day, due, case)})


def _until(due: Moment | None, warn_days: int, case: UnitInWorld) -> Status:
    if due is None:
        return Status.OPEN
    today = case.setting.today
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
