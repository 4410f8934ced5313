"""What a registry records of a unit: events, plans, tallies, checklists and measures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from congress_cli.model.values import DecimalNumber, ExactDay, Model, UncertainDay, WholeNumber


class FactKind(StrEnum):
    """The five shapes of a fact."""

    EVENT = "event"
    PLAN = "plan"
    TALLY = "tally"
    CHECKLIST = "checklist"
    MEASURES = "measures"


class Fact(Model):
    """What may stand on every fact. `day` decides when it can be seen; without one it always can."""

    day: UncertainDay | None = None
    document: str | None = None
    source: str | None = None
    by: str | None = None
    recorded: ExactDay | None = None
    note: str | None = None

    def value(self) -> str:
        """The recorded value as one short text, the same as in the file."""
        return str(self.day)

    def perhaps_after(self, day: date) -> bool:
        """Whether it may be of a later day, and so not seen on this one; a plan is seen before its day."""
        return self.day is not None and self.day.last > day


class Event(Fact):
    """Something that happened on a day. Short form: the day alone."""

    day: UncertainDay

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, value: Any) -> Any:
        return {"day": value} if isinstance(value, str) else value


class Plan(Event):
    """A day that is meant: the one fact seen before its day comes."""

    def perhaps_after(self, day: date) -> bool:
        """Never: it is seen at once."""
        return False


class Tally(Fact):
    """So many done of a total, both counts."""

    total: WholeNumber
    done: WholeNumber

    @model_validator(mode="after")
    def _done_within_total(self) -> Self:
        if self.done > self.total:
            raise PydanticCustomError("done-over-total", "", {"done": self.done, "total": self.total})
        return self

    def value(self) -> str:
        """As a clerk says it: done/total."""
        return f"{self.done}/{self.total}"


class Checklist(Fact):
    """The items that are there. Short form: the list alone."""

    items: tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, value: Any) -> Any:
        return {"items": value} if isinstance(value, list | tuple) else value

    def value(self) -> str:
        """The items, separated by commas."""
        return ", ".join(self.items)


class Measures(Fact):
    """A number for each indicator. Short form: the numbers alone."""

    values: Mapping[str, DecimalNumber]

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, value: Any) -> Any:
        return {"values": value} if isinstance(value, dict) and "values" not in value else value

    def value(self) -> str:
        """indicator=number, separated by commas."""
        return ", ".join(f"{name}={plain(number)}" for name, number in self.values.items())


def plain(number: Decimal) -> str:
    """A decimal without exponent, as the files write it."""
    return format(number, "f")


FACT_MODELS: dict[FactKind, type[Fact]] = {
    FactKind.EVENT: Event,
    FactKind.PLAN: Plan,
    FactKind.TALLY: Tally,
    FactKind.CHECKLIST: Checklist,
    FactKind.MEASURES: Measures,
}
