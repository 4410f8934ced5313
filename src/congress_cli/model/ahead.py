"""What the commands that look ahead find, and what they print as JSON (`…Document`), from which schemas are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal, NamedTuple

from congress_cli.days import Day
from congress_cli.model.finding import Finding, Status, Tasks
from congress_cli.model.message import Message
from congress_cli.model.report import Report

SIMULATION: Final = "congress-simulation/1"
NEXT: Final = "congress-next/1"
PACE: Final = "congress-pace/1"
RECENT: Final = 14  # days


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


class Turn(NamedTuple):
    """A finding that has another status from that day on, with the facts as they are."""

    day: date
    before: Finding
    after: Finding


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
    turn: Turn | None = None

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
    turns: tuple[Turn, ...]
    planned: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Agenda:
    """The report of the judged day, whom to call, and each day until the horizon, the judged one first.

    `notes`: what is to be said beside it.
    """

    report: Report
    days: int
    calls: tuple[Call, ...]
    ahead: tuple[DayAhead, ...]
    notes: tuple[Message, ...] = ()

    @property
    def worst_problems(self) -> dict[str, int]:
        """The most problems of each severity, and unknowns, that any of the days has."""
        return {grade: max(day.problems[grade] for day in self.ahead) for grade in self.ahead[0].problems}


@dataclass(frozen=True)
class TurnDocument:
    """One finding that turns. `task`: whether it is one of a single unit, not rolled up from others."""

    unit: str
    rule: str
    before: Status
    after: Status
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
class NextDocument:
    """What `congress next` prints. `days`: how far it looks."""

    schema: Literal["congress-next/1"]
    as_of: date
    as_of_from: str
    days: int
    calls: tuple[CallDocument, ...]
    ahead: tuple[DayDocument, ...]


# ---------------------------------------------------------------- pace


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


def standing(finding: Finding, message: str) -> Standing:
    """A finding with its sentence."""
    return Standing(finding.status, finding.last_day, finding.last_days, message)


def written(document: Any) -> str:
    """A document as JSON text."""
    from pydantic import TypeAdapter

    return TypeAdapter(type(document)).dump_json(document, indent=1).decode() + "\n"
