"""A plan made backwards: when each open step of a unit must begin and end, and which planned days collide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from congress_cli.days import Day
from congress_cli.model.ahead import Collision, CollisionDocument, Told
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
    collisions: tuple[Collision, ...]
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
