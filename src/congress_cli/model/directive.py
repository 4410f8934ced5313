"""The directive: its paper, the words it is judged in, its dated parameters and the ledger of its sentences."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from congress_cli.days import WorkingDays, key_of
from congress_cli.model.facts import (
    ExactDay,
    FactKind,
    Id,
    Model,
    Name,
    Named,
    OneOrMany,
    ReadBy,
    WholeNumber,
    decimal_of,
    exact_day_of,
    text_of,
)
from congress_cli.model.figures import Comparison, figure_of


class Modality(StrEnum):
    """How strongly a sentence asks."""

    MUST = "must"
    SHOULD = "should"
    STRIVE = "strive"


# Not validated: a model that is made while modules load costs five thousandths of a second.
OWNERS: Mapping[str, Named] = {
    "grassroots": Named.model_construct(vi="cơ sở", en="grassroots"),
    "upper": Named.model_construct(vi="cấp trên cơ sở", en="upper-grassroots"),
    "city": Named.model_construct(vi="Thành phố", en="City"),
    "task-force": Named.model_construct(vi="đoàn công tác", en="task force"),
}
"""Who may have to act, where a paper does not name its own."""


class Directive(Model):
    """The paper whose sentences are checked. `verified`: the day a person last compared ledger and text."""

    number: Name
    kind: Name | None = None
    issuer: Name | None = None
    issued: ExactDay
    term: Name | None = None
    verified: ExactDay | None = None


class Reference(Model):
    """A paper that another one cites; number and day together name it."""

    number: Name
    issued: ExactDay
    issuer: Name
    title: str | None = None
    note: str | None = None


class UnitType(Named):
    """A kind of organisation and the levels it may stand on.

    `short`: what people type for it; `committee`: what the committee of such a unit is called, before its name.
    """

    level: OneOrMany
    short: tuple[Name, ...] = ()
    committee: Named | None = None


class Item(Named):
    """One item of a checklist."""


class Indicator(Named):
    """One indicator of measures: its unit, and which direction is better."""

    unit: str = ""
    better: Literal["higher", "lower"] = "higher"


class FactTerm(Named):
    """A word of the vocabulary: a fact that may be recorded. Its shape is told by its kind."""

    is_day: ClassVar[bool] = False
    absence_is_known: ClassVar[bool] = False  # in complete records an absent one has not happened
    beside_parts: ClassVar[frozenset[str]] = frozenset()
    """What is typed beside a value and belongs to the period or the case that was named."""

    @property
    def parts(self) -> Mapping[str, Named]:
        """Its items or indicators by id."""
        return {}

    def full_value(self, day: str) -> Any:
        """A value as files write it, of that day where it is one, with nothing left undone."""
        raise NotImplementedError


class DayTerm(FactTerm):
    """A fact that is a day."""

    is_day: ClassVar[bool] = True

    def full_value(self, day: str) -> str:
        """The day."""
        return day


class EventTerm(DayTerm):
    """An event of the vocabulary. `after`: an event that it cannot precede, whatever a rule says."""

    absence_is_known: ClassVar[bool] = True

    kind: Literal[FactKind.EVENT]
    after: str | None = None


class PlanTerm(DayTerm):
    """The planned day of an event."""

    kind: Literal[FactKind.PLAN]
    of: str


class TallyTerm(FactTerm):
    """A tally of the vocabulary."""

    kind: Literal[FactKind.TALLY]

    def full_value(self, day: str) -> dict[str, str]:
        """All of two done."""
        del day
        return {"total": "2", "done": "2"}


class ChecklistTerm(FactTerm):
    """A checklist and its items."""

    absence_is_known: ClassVar[bool] = True

    kind: Literal[FactKind.CHECKLIST]
    items: Mapping[str, Item] = Field(min_length=1)

    @property
    def parts(self) -> Mapping[str, Named]:
        """The items."""
        return self.items

    def full_value(self, day: str) -> list[str]:
        """Every item."""
        del day
        return list(self.items)


class MeasuresTerm(FactTerm):
    """Measures and their indicators."""

    kind: Literal[FactKind.MEASURES]
    indicators: Mapping[str, Indicator] = Field(min_length=1)

    @property
    def parts(self) -> Mapping[str, Named]:
        """The indicators."""
        return self.indicators

    def full_value(self, day: str) -> dict[str, str]:
        """The same number for every indicator."""
        del day
        return dict.fromkeys(self.indicators, "5")


class OfDays(Model):
    """Periods of so many days."""

    days: WholeNumber = Field(ge=1)


class SeriesTerm(FactTerm):
    """What comes again, once in each period: of the calendar, or of so many days."""

    absence_is_known: ClassVar[bool] = True
    beside_parts: ClassVar[frozenset[str]] = frozenset({"document", "source", "by", "recorded", "note"})

    kind: Literal[FactKind.SERIES]
    period: Literal["month", "quarter", "half", "year"] | OfDays

    @property
    def form(self) -> str:
        """Which keys its periods have: month, quarter, half, year, days."""
        return "days" if isinstance(self.period, OfDays) else self.period

    def full_value(self, day: str) -> dict[str, str]:
        """The event of the period in which the day lies."""
        form = self.form
        return {"1" if form == "days" else key_of(form, date.fromisoformat(day)): day}


class CasesTerm(FactTerm):
    """Cases: the days that each may have, and the sorts there are."""

    absence_is_known: ClassVar[bool] = True
    beside_parts: ClassVar[frozenset[str]] = frozenset({"document", "recorded"})

    kind: Literal[FactKind.CASES]
    days: Mapping[str, Named] = Field(min_length=1)
    sorts: Mapping[str, Named] = Field(default_factory=dict)

    @property
    def parts(self) -> Mapping[str, Named]:
        """The days and the sorts."""
        return {**self.days, **self.sorts}

    def full_value(self, day: str) -> list[dict[str, str]]:
        """One case that has every day, of each sort."""
        days = dict.fromkeys(self.days, day)
        return [
            {"case": str(n), **({"sort": sort} if sort else {}), **days} for n, sort in enumerate(self.sorts or [""])
        ]


Term = Annotated[
    EventTerm | PlanTerm | TallyTerm | ChecklistTerm | MeasuresTerm | SeriesTerm | CasesTerm,
    Field(discriminator="kind"),
]


class Off(Model):
    """Days that are no working days, or are: from its own day to `until`, by what `ref` says."""

    until: ExactDay | None = None
    ref: str | None = None


class Covers(Model):
    """The days that a calendar speaks of, both ends included."""

    from_: ExactDay = Field(alias="from")
    until: ExactDay


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Calendar(Model):
    """Which days are working days: neither weekend nor closed, or `worked`, which wins."""

    weekend: tuple[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], ...] = (
        "saturday",
        "sunday",
    )
    covers: Covers
    closed: Mapping[ExactDay, Off] = Field(default_factory=dict)
    worked: Mapping[ExactDay, Off] = Field(default_factory=dict)

    @cached_property
    def working_days(self) -> WorkingDays:
        """The working days by ordinals."""
        weekend = {WEEKDAYS.index(day) for day in self.weekend}
        first, last = self.covers.from_.toordinal(), self.covers.until.toordinal()
        return WorkingDays(first, last, weekend, _each(self.closed), _each(self.worked))

    def rests(self, day: date) -> bool:
        """Whether a day belongs to a weekend and is not worked."""
        return WEEKDAYS[day.weekday()] in self.weekend and day.toordinal() not in _each(self.worked)

    def off(self, day: date) -> Off | None:
        """Why a day is closed, weekends left aside; None where it is not, or is worked."""
        closed = (off for first, off in self.closed.items() if first <= day <= (off.until or first))
        return None if day.toordinal() in _each(self.worked) else next(closed, None)


def _each(days: Mapping[date, Off]) -> set[int]:
    return {one for day, off in days.items() for one in range(day.toordinal(), (off.until or day).toordinal() + 1)}


def _parameter_value(value: Any) -> date | Decimal | dict[str, Decimal | Comparison]:
    if isinstance(value, dict):
        return {str(key): figure_of(number) for key, number in value.items()}
    if isinstance(value, date | Decimal):
        return value
    looks_like_a_number = text_of(value).lstrip("-").replace(".", "", 1).isdecimal()
    return decimal_of(value) if looks_like_a_number else exact_day_of(value)


ParameterValue = Annotated[
    date | Decimal | dict[str, Decimal | Comparison],
    ReadBy(
        _parameter_value,
        {
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "number"},
                {"type": "object", "additionalProperties": {"type": ["number", "object"]}},
            ]
        },
    ),
]


class DatedValue(Model):
    """A parameter's value, the paper that set it, and a note."""

    value: ParameterValue
    ref: Name
    note: str | None = None


Parameter = Mapping[ExactDay, DatedValue]


def in_force(parameter: Parameter, as_of: date) -> tuple[date, DatedValue] | None:
    """The newest value in force on a day, with the day it began; None where there is none."""
    begun = [day for day in parameter if day <= as_of]
    return (max(begun), parameter[max(begun)]) if begun else None


ClauseId = Annotated[str, Field(pattern=r"^[^\s,\"'“”‘’«»\x00-\x1f\x7f]{1,30}$")]


class Clause(Named):
    """A sentence of the directive, or a part of one, in our own words."""

    id: ClauseId
    who: OneOrMany | None = None
    modality: Modality | None = None
    cue: str | None = None
    check: Literal["automated", "attested", "informational"]
    rules: tuple[Id, ...] = ()
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    note: Named | str | None = None

    @property
    def sentence(self) -> str:
        """The sentence it is, or is a part of."""
        return sentence_of(self.id)


def sentence_of(clause: str) -> str:
    """The sentence that a clause is, or is a part of: 5.1 for 5.1b."""
    return re.sub(r"(?<=[0-9])[a-z]$", "", clause)


def is_within(clause: str, asked: str) -> bool:
    """Whether a clause is the one asked for or stands below it: 5.1b below 5, 51 not."""
    if not clause.startswith(asked):
        return False
    seam = clause[len(asked) - 1 : len(asked) + 1]
    return clause == asked or not (seam.isdigit() or seam.isalpha())
