"""Two reports beside each other: what became of each unit under each rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from congress_cli import dataclass
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.message import Message
from congress_cli.model.report import Report, Tool


class Change(StrEnum):
    """What became of one unit under one rule, in the order of display."""

    NEW = "new"
    WORSE = "worse"
    UNCLEAR = "unclear"
    BEGUN = "begun"
    NEARER = "nearer"
    MENDED = "mended"
    BETTER = "better"
    ENTERED = "entered"
    LEFT = "left"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Changed:
    """One unit under one rule in both reports; None where a report does not have it."""

    change: Change
    old: Finding | None
    new: Finding | None

    @property
    def finding(self) -> Finding:
        """The later of the two."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change has at least one finding")
        return found

    @property
    def other_last_day(self) -> bool:
        """Whether both reports have it, with different last days."""
        if self.old is None or self.new is None:
            return False
        return (self.old.last_day, self.old.last_days) != (self.new.last_day, self.new.last_days)

    @property
    def alarming(self) -> bool:
        """Whether it is a problem now that was none, or a lesser one, before."""
        return self.change in (Change.NEW, Change.WORSE) and self.finding.status in PROBLEMS


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two reports, in the order of the later one; counts are of pairs of unit and rule."""

    old: Report
    new: Report
    changes: tuple[Changed, ...]
    counts: Mapping[Change, int]

    @property
    def of_units(self) -> tuple[Changed, ...]:
        """The changes of single units: not of what adds others up, nor of counts."""
        return tuple(one for one in self.changes if not self.report_of(one).rule_by_id[one.finding.rule].rolled_up)

    def report_of(self, one: Changed) -> Report:
        """The report that holds the later finding of a change."""
        return self.old if one.new is None else self.new

    @property
    def other_rulebook(self) -> bool:
        """Whether the two were judged by different rulebooks, so that a change may be the rulebook's."""
        return self.old.rulebook.sha256 != self.new.rulebook.sha256

    @property
    def other_selection(self) -> bool:
        """Whether different parts of the registry or the rulebook were asked for."""
        return self.old.asked != self.new.asked

    @property
    def alarming(self) -> tuple[Changed, ...]:
        """The problems that are new or graver."""
        return tuple(one for one in self.changes if one.alarming)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The findings as they are and as they would be; `assumed` says what for.

    `elsewhere` counts the findings outside the selection that would change as well; `notes` are said beside it.
    """

    comparison: Comparison
    assumed: tuple[Message, ...]
    elsewhere: int
    notes: tuple[Message, ...] = ()

    @property
    def changes(self) -> tuple[Changed, ...]:
        """The findings whose status would be another."""
        return tuple(one for one in self.comparison.changes if one.change is not Change.SAME)

    @property
    def other_last_days(self) -> tuple[Changed, ...]:
        """The findings that would keep their status and have another last day."""
        return tuple(one for one in self.comparison.changes if one.change is Change.SAME and one.other_last_day)


@dataclass(frozen=True, slots=True)
class Point:
    """One report of a row: counts are of findings; `changes` and `other_rulebook` compare it with the one before."""

    as_of: date
    path: str
    totals: Mapping[Status, int]
    problems: Mapping[str, int]
    changes: Mapping[Change, int] | None
    other_rulebook: bool

    @property
    def applicable(self) -> int:
        """How many findings apply."""
        return sum(self.totals.values()) - self.totals[Status.NOT_APPLICABLE]


@dataclass(frozen=True, slots=True)
class Verification:
    """A report, the same judged again, by which version, and all differences between the two."""

    saved: Report
    again: Report
    tool: Tool
    differences: tuple[Message, ...]

    @property
    def confirmed(self) -> bool:
        """Whether nothing differs."""
        return not self.differences
