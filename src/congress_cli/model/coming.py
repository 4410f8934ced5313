"""What a report may hold of the coming days: promises not kept, what turns, collisions, and steps to be taken."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from congress_cli import dataclass
from congress_cli.model.finding import Status


@dataclass(frozen=True)
class Promise:
    """An event that was planned for a day which has passed without it. `day` as files write it."""

    unit: str
    event: str
    day: str


@dataclass(frozen=True)
class Turned:
    """A finding that has another status from a day on."""

    unit: str
    rule: str
    before: Status
    after: Status


@dataclass(frozen=True)
class ComingDay:
    """A day on which something turns or is planned. `off`: why no office works; `planned`: units and events."""

    day: date
    off: str | None
    turns: tuple[Turned, ...]
    planned: tuple[tuple[str, str], ...]


class CollisionKind(StrEnum):
    """Why planned days do not go together."""

    SAME_FORCE = "same_force"
    SAME_BRANCH = "same_branch"
    BEFORE_BELOW = "before_below"
    DAY_OFF = "day_off"


OF_A_SUPERIOR = (CollisionKind.BEFORE_BELOW,)


@dataclass(frozen=True)
class Colliding:
    """Planned days that do not go together. `whom`: the task force, branch or superior whose day it is."""

    kind: str
    day: date
    event: str
    units: tuple[str, ...]
    names: tuple[str, ...]
    whom: str | None
    off: str | None

    @property
    def concerned(self) -> tuple[str, ...]:
        """The units, and the superior whose day it is."""
        return (*self.units, *((self.whom,) if self.kind in OF_A_SUPERIOR and self.whom else ()))


@dataclass(frozen=True)
class ComingStep:
    """An open step that must begin or end in these days, or no longer fits. `name`: an event, or the id of a rule.

    `start` and `finish`: the latest ones, as files write days. `slack`: the least and the most days left over.
    """

    unit: str
    name: str
    start: str
    finish: str
    slack: tuple[int, int]
    critical: bool

    @property
    def doomed(self) -> bool:
        """Whether what remains no longer fits, whatever the uncertain days are."""
        return self.slack[1] < 0


@dataclass(frozen=True)
class Ahead:
    """What comes until a day, with the facts of now, and what was promised and did not come."""

    until: date
    promises: tuple[Promise, ...]
    days: tuple[ComingDay, ...]
    collisions: tuple[Colliding, ...]
    steps: tuple[ComingStep, ...] = ()
