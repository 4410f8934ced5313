"""When each open step of a unit must begin and end (`plan`), and whether all can be done in time (`pace`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

from congress_cli import dataclass
from congress_cli.days import Day
from congress_cli.model.ahead import CollisionDocument, Told
from congress_cli.model.coming import Colliding
from congress_cli.model.message import Message
from congress_cli.model.report import Report

PLAN: Final = "congress-plan/1"


class PlanStep(NamedTuple):
    """One open step. `name`: an event, or the id of a rule whose matter is no event; `lead` and `slack` count days.

    Days are uncertain where planned or recorded days are. `slack` is the least and the most; None without a last day.
    `waits_for`: the open steps right before it; `why`: what gives its latest finish.
    """

    name: str
    is_event: bool
    rules: tuple[str, ...]
    lead: int
    earliest_finish: Day
    latest_start: Day | None
    latest_finish: Day | None
    slack: tuple[int, int] | None
    waits_for: tuple[str, ...]
    why: Message | None
    critical: bool

    @property
    def doomed(self) -> bool:
        """Whether what remains no longer fits, whatever the uncertain days are."""
        return self.slack is not None and self.slack[1] < 0

    @property
    def perhaps_doomed(self) -> bool:
        """Whether what remains no longer fits on some of the uncertain days."""
        return self.slack is not None and self.slack[0] < 0


@dataclass(frozen=True)
class UnitPlan:
    """The open steps of one unit, the nearest latest finish first; `chain`: the critical one, in order."""

    unit: str
    steps: tuple[PlanStep, ...]
    chain: tuple[str, ...]

    @property
    def doomed(self) -> tuple[PlanStep, ...]:
        """The steps that no longer fit."""
        return tuple(step for step in self.steps if step.doomed)


@dataclass(frozen=True)
class Plans:
    """The plans of some units on the judged day, and the collisions that they have part in."""

    report: Report
    units: tuple[UnitPlan, ...]
    collisions: tuple[Colliding, ...]
    notes: tuple[Message, ...] = ()

    @property
    def doomed(self) -> int:
        """How many steps no longer fit."""
        return sum(len(one.doomed) for one in self.units)


@dataclass(frozen=True)
class PlanStepDocument:
    """One open step; uncertain days as files write them. `why` says what gives its latest finish."""

    name: str
    title: str
    rules: tuple[str, ...]
    lead: int
    earliest_finish: str
    latest_start: str | None
    latest_finish: str | None
    slack: tuple[int, int] | None
    waits_for: tuple[str, ...]
    why: Told | None
    critical: bool
    doomed: bool
    perhaps_doomed: bool


@dataclass(frozen=True)
class UnitPlanDocument:
    """The open steps of one unit and its critical chain."""

    unit: str
    name: str
    chain: tuple[str, ...]
    steps: tuple[PlanStepDocument, ...]


@dataclass(frozen=True)
class PlanDocument:
    """What `congress plan` prints. `doomed` counts steps."""

    schema: Literal["congress-plan/1"]
    as_of: date
    as_of_from: str
    doomed: int
    units: tuple[UnitPlanDocument, ...]
    collisions: tuple[CollisionDocument, ...]


PACE: Final = "congress-pace/1"
RECENT: Final = 14  # days


class Band(NamedTuple):
    """A count that uncertain days leave open: surely so many, at most so many."""

    low: int
    high: int


def within(days: Iterable[Day], first: date, last: date) -> Band:
    """How many days surely, and how many perhaps, lie in a stretch."""
    found = [day for day in days if day.first <= last and first <= day.last]
    return Band(sum(first <= day.first and day.last <= last for day in found), len(found))


class Risk(NamedTuple):
    """A unit that is not through, and why it may not be in time; `grade`: 0 is the gravest."""

    unit: str
    grade: int
    reason: Message


class PaceOfRule(NamedTuple):
    """How fast units come to an end with one rule. Counts are of units.

    `days`: those of the event, in order; `recent`: within the last RECENT days; `needed`: a day, from now on, to end in
    time, None where no day is left; `projected`: the first and the last day on which all may be done at the recent
    pace, None for never; `risks`: the first of `at_risk` units.
    """

    rule: str
    event: str
    total: int
    done: Band
    unknown: int
    last_day: date | None
    days: tuple[Day, ...]
    recent: Band
    needed: float | None
    projected: tuple[date | None, date | None]
    risks: tuple[Risk, ...]
    at_risk: int


@dataclass(frozen=True)
class Pace:
    """The report of the judged day and the pace of each rule; `notes` are said beside it."""

    report: Report
    rules: tuple[PaceOfRule, ...]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class DoneDocument:
    """How many were done at the end of a day: surely, and at most."""

    day: date
    low: int
    high: int


@dataclass(frozen=True)
class RiskDocument:
    """A unit that is not through, and why it may not be in time."""

    unit: str
    name: str
    reason: Told


@dataclass(frozen=True)
class PaceOfRuleDocument:
    """One rule. `recent`: done within the last 14 days; `needed_a_day` and `projected` are null where there is none."""

    rule: str
    event: str
    total: int
    done: Band
    unknown: int
    last_day: date | None
    recent: Band
    recent_a_day: tuple[float, float]
    needed_a_day: float | None
    projected: tuple[date | None, date | None]
    by_day: tuple[DoneDocument, ...]
    at_risk: int
    risks: tuple[RiskDocument, ...]


@dataclass(frozen=True)
class PaceDocument:
    """What `congress pace` prints."""

    schema: Literal["congress-pace/1"]
    as_of: date
    as_of_from: str
    rules: tuple[PaceOfRuleDocument, ...]
