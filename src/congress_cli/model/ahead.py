"""What the commands that look ahead find, and what they print as JSON (`…Document`), from which schemas are made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal, NamedTuple

from pydantic import TypeAdapter

from congress_cli import dataclass
from congress_cli.model.coming import Colliding, CollisionKind, Turned
from congress_cli.model.finding import Finding, Status, Tasks
from congress_cli.model.message import Message
from congress_cli.model.report import Report
from congress_cli.text import in_json

SIMULATION: Final = "congress-simulation/1"
NEXT: Final = "congress-next/1"


@dataclass(frozen=True)
class Standing:
    """How a unit stands under a rule. `message` is in the rulebook's language."""

    status: Status
    last_day: date | None
    last_days: tuple[date, date] | None
    message: str


@dataclass(frozen=True)
class Told:
    """A sentence: `code` and `args` for programs, `text` in the language asked for."""

    code: str
    args: Mapping[str, Any]
    text: str


@dataclass(frozen=True)
class SimulatedChange:
    """One unit under one rule, as it is and as it would be; null where there is no finding.

    `task`: the work that it means before and after, null where none; `responsible`: whose.
    """

    unit: str
    rule: str
    change: str
    before: Standing | None
    after: Standing | None
    task: tuple[str | None, str | None]
    responsible: str


@dataclass(frozen=True)
class SimulatedCounts:
    """How many findings of each status there are, how many problems of each severity, and the work they mean."""

    totals: Mapping[Status, int]
    problems: Mapping[str, int]
    tasks: Tasks


@dataclass(frozen=True)
class SimulationDocument:
    """What `congress simulate` prints.

    `other_last_days`: those that would keep their status; `elsewhere` counts findings outside the selection that
    would change as well.
    """

    schema: Literal["congress-simulation/1"]
    as_of: date
    as_of_from: str
    assumed: tuple[Told, ...]
    before: SimulatedCounts
    after: SimulatedCounts
    elsewhere: int
    changes: tuple[SimulatedChange, ...]
    other_last_days: tuple[SimulatedChange, ...]


# ---------------------------------------------------------------- next


class CallKind(StrEnum):
    """Why somebody is called, in the order in which it is told."""

    PROMISE = "promise"
    OVERDUE = "overdue"
    FAILED = "failed"
    DUE_SOON = "due_soon"
    TO_ASK = "to_ask"
    COMING = "coming"


TASK_CALLS = (CallKind.PROMISE, CallKind.OVERDUE, CallKind.FAILED, CallKind.DUE_SOON)


class Role(StrEnum):
    """Whom a matter waits for."""

    OWN = "own"
    SUPERIOR = "superior"
    TASK_FORCE = "task_force"
    BELOW = "below"
    OTHER = "other"


class Call(NamedTuple):
    """One thing to say or to ask. `whom`: the unit or task force responsible; `rule` is None for a promise.

    `plan`: the fact that holds a promised day of what is asked for; `turn`: the first turn for the worse until the
    horizon.
    """

    kind: CallKind
    unit: str
    rule: str | None
    whom: str
    role: Role
    last_day: date | None
    ask: Message
    plan: str | None = None
    finding: Finding | None = None
    turn: tuple[date, Status] | None = None

    def order(self, as_of: date) -> tuple[int, int, int, str, str]:
        """The sorting key: promises, tasks, then what has its day ahead, the nearest first, then what has passed."""
        place = list(CallKind).index(self.kind) if self.kind in TASK_CALLS else len(TASK_CALLS)
        left = 10**6 if self.last_day is None else (self.last_day - as_of).days
        past = left < 0 and place == len(TASK_CALLS)
        return place, int(past), -left if past else left, self.rule or "", self.unit


class DayAhead(NamedTuple):
    """One day, judged with the facts of now. `off`: why nobody is at the office; `planned`: units and events."""

    day: date
    off: str | None
    totals: Mapping[Status, int]
    problems: Mapping[str, int]
    turns: tuple[Turned, ...]
    planned: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Agenda:
    """The report of the judged day, whom to call, and each day until the horizon, the judged one first.

    `collisions`: those of the planned days until then; `notes`: what is to be said beside it.
    """

    report: Report
    days: int
    calls: tuple[Call, ...]
    ahead: tuple[DayAhead, ...]
    collisions: tuple[Colliding, ...]
    notes: tuple[Message, ...] = ()

    @property
    def worst_problems(self) -> dict[str, int]:
        """The most problems of each severity, and unknowns, that any of the days has."""
        return {grade: max(day.problems[grade] for day in self.ahead) for grade in self.ahead[0].problems}


@dataclass(frozen=True)
class TurnDocument(Turned):
    """One finding that turns. `task`: whether it is one of a single unit, not rolled up from others."""

    task: bool


@dataclass(frozen=True)
class DayDocument:
    """One day, its counts, and what turns on it. `planned`: pairs of unit and event."""

    day: date
    off: str | None
    totals: Mapping[Status, int]
    problems: Mapping[str, int]
    turns: tuple[TurnDocument, ...]
    planned: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CallDocument:
    """One call. `plan`: the fact that holds a promised day of what is asked for."""

    kind: CallKind
    unit: str
    name: str
    rule: str | None
    whom: str
    waits_for: Role
    status: Status | None
    last_day: date | None
    days_left: int | None
    question: Told
    plan: str | None
    turns_on: date | None
    turns_into: Status | None


@dataclass(frozen=True)
class CollisionDocument(Colliding):
    """Planned days that do not go together."""

    kind: CollisionKind
    text: str


@dataclass(frozen=True)
class NextDocument:
    """What `congress next` prints. `days`: how far it looks."""

    schema: Literal["congress-next/1"]
    as_of: date
    as_of_from: str
    days: int
    calls: tuple[CallDocument, ...]
    collisions: tuple[CollisionDocument, ...]
    ahead: tuple[DayDocument, ...]


def written(document: Any) -> str:
    """A document as JSON text."""
    return in_json(TypeAdapter(type(document)).dump_json(document, indent=1).decode()) + "\n"
