"""A finding: how one unit stands under one rule, and what that rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar


class Status(StrEnum):
    """The ten statuses, in the order in which they are told."""

    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    FAILED = "failed"
    DUE_SOON = "due_soon"
    OPEN = "open"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


Table = TypeVar("Table", bound=Collection[Status])


def complete(table: Table) -> Table:
    """The same table or order of statuses. Raises ValueError at once where a status is missing or stands twice."""
    if sorted(table) != sorted(Status):
        raise ValueError(f"each status stands in the table once: {', '.join(set(Status) - set(table))}")
    return table


PROBLEMS = frozenset({Status.ERROR, Status.OVERDUE, Status.FAILED, Status.LATE})

WORST_FIRST = complete(
    (
        Status.ERROR,
        Status.OVERDUE,
        Status.FAILED,
        Status.LATE,
        Status.UNKNOWN,
        Status.DUE_SOON,
        Status.OPEN,
        Status.WAIVED,
        Status.MET,
        Status.NOT_APPLICABLE,
    )
)
RANK = {status: rank for rank, status in enumerate(WORST_FIRST)}


class Severity(StrEnum):
    """How grave a problem under a rule is."""

    WARNING = "warning"
    VIOLATION = "violation"


class Evidence(NamedTuple):
    """A recorded fact that a finding rests on, and where it stands (`path:line:column`)."""

    fact: str
    value: str
    at: str
    source: str | None = None


class Finding(NamedTuple):
    """One unit (or task force) under one rule. `days_left` counts days from the judged day to the last day.

    `code` and `args` name its sentence; the language catalogues hold the words.
    """

    unit: str
    rule: str
    status: Status
    severity: Severity
    code: str
    args: Mapping[str, Any]
    last_day: date | None = None
    last_days: tuple[date, date] | None = None
    days_left: int | None = None
    would_be: Status | None = None
    reason: str | None = None
    waits_for: str | None = None
    counts: Mapping[str, int] | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def signature(self) -> tuple[Any, ...]:
        """What is equal for findings that say the same of their units, evidence apart; valid while they exist."""
        return (*self[1:5], id(self.args), *self[6:12], id(self.counts))

    @property
    def facts_args(self) -> Mapping[str, Any]:
        """The arguments of the sentence that the facts make, also where a waiver tells another."""
        args: Mapping[str, Any] = self.args.get("would_be_args", self.args)
        return args

    @property
    def facts_status(self) -> Status:
        """The status that the facts make, also where it is waived."""
        return self.would_be or self.status

    @property
    def is_problem(self) -> bool:
        """Whether it needs action, or is too late for any."""
        return self.status in PROBLEMS


Pair = tuple[str, str]


def by_pair(findings: Iterable[Finding]) -> dict[Pair, Finding]:
    """Each finding under its unit and rule, in their order."""
    return {(one.unit, one.rule): one for one in findings}


def paired(these: Iterable[Finding], those: Iterable[Finding]) -> Iterator[tuple[Pair, Finding | None, Finding | None]]:
    """Each pair of unit and rule with both its findings: in the order of `these`, then what only `those` have."""
    first, second = by_pair(these), by_pair(those)
    for pair in {**first, **second}:
        yield pair, first.get(pair), second.get(pair)
