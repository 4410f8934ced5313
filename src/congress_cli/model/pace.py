"""How fast units come to an end with a rule, and what is printed of it as JSON (`…Document`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from congress_cli.days import Day
from congress_cli.model.ahead import Told
from congress_cli.model.message import Message
from congress_cli.model.report import Report

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
