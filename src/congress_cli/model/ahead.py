"""What the commands that look ahead print as JSON. Their schemas are made from these classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from congress_cli.model.finding import Finding, Status, Tasks

SIMULATION: Final = "congress-simulation/1"


@dataclass(frozen=True)
class Standing:
    """How a unit stands under a rule. `message` is in the rulebook's language."""

    status: Status
    last_day: date | None
    last_days: tuple[date, date] | None
    message: str


@dataclass(frozen=True)
class Assumption:
    """One assumption: `code` and `args` for programs, `text` in the language asked for."""

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
    assumed: tuple[Assumption, ...]
    before: SimulatedCounts
    after: SimulatedCounts
    elsewhere: int
    changes: tuple[SimulatedChange, ...]
    other_last_days: tuple[SimulatedChange, ...]


def standing(finding: Finding, message: str) -> Standing:
    """A finding with its sentence."""
    return Standing(finding.status, finding.last_day, finding.last_days, message)


def written(document: Any) -> str:
    """A document as JSON text."""
    from pydantic import TypeAdapter

    return TypeAdapter(type(document)).dump_json(document, indent=1).decode() + "\n"
