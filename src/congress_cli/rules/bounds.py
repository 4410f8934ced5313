"""The limit fields of a rule: days, parameters, events and lengths, and what they make of one another."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from congress_cli.days import EARLIEST, LATEST, WorkingDays
from congress_cli.model.facts import Model, ReadBy, exact_day_of, whole_of
from congress_cli.model.finding import Finding
from congress_cli.rules.context import (
    CHILDREN,
    OWN,
    PARENT,
    JudgeContext,
    Paper,
)
from congress_cli.rules.proof import ProofStep, Run, first_steps
from congress_cli.rules.words import Words
from congress_cli.worlds import Shift

_LIKE_A_DAY = re.compile(r"\d{1,4}[-/.]\d")


class Param(Model):
    """A value taken from the dated parameters."""

    param: str


PARAM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"param": {"type": "string"}},
    "required": ["param"],
    "additionalProperties": False,
}


class UnitEvent(Model):
    """An event, and whose it is: the unit's own, of its parent, of its children, or of the unit with that id."""

    event: str
    of: str = OWN

    def awaited_steps(self, run: Run, finding: Finding) -> Iterator[ProofStep]:
        """Each unit directly below whose event is still waited for."""
        steps = []
        for child in run.registry.children_of(finding.unit) if self.of == CHILDREN else ():
            if child.closed is not None and child.closed.day.last <= run.as_of:
                continue
            fact = child.facts.get(self.event)
            args = {"name": child.name, "unit": child.id, "fact": self.event}
            if fact is None or fact.day is None:
                steps.append(ProofStep("proof.child-without", args))
            elif fact.day.last > run.as_of:
                code = "proof.child-later" if fact.day.first > run.as_of else "proof.child-waited-for"
                steps.append(ProofStep(code, {**args, "day": str(fact.day)}))
        yield from first_steps(steps)


EVENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "of": {"type": "string"}},
    "required": ["event"],
    "additionalProperties": False,
}


def _long_form(value: Any) -> Any:
    return {"event": value} if isinstance(value, str) else value


Start = Annotated[UnitEvent, BeforeValidator(_long_form), WithJsonSchema({"anyOf": [{"type": "string"}, EVENT_SCHEMA]})]
Anchor = date | Param | UnitEvent


def _anchor(value: Any) -> Anchor:
    if isinstance(value, Param | UnitEvent):
        return value
    if isinstance(value, dict):
        if "event" not in value:
            return Param.model_validate(value)
        if value.get("of") == CHILDREN:
            raise PydanticCustomError("limit-of-children", "", {})
        return UnitEvent.model_validate(value)
    if isinstance(value, str) and not _LIKE_A_DAY.match(value):
        return UnitEvent(event=value)
    return exact_day_of(value)


AnAnchor = Annotated[
    Anchor,
    ReadBy(_anchor, {"anyOf": [{"type": "string"}, PARAM_SCHEMA, EVENT_SCHEMA]}),
]


def _number(value: Any) -> int | Param:
    return Param.model_validate(value) if isinstance(value, dict) else whole_of(value)


Number = Annotated[
    int | Param,
    ReadBy(_number, {"anyOf": [{"type": "integer", "minimum": 0}, PARAM_SCHEMA]}),
]


class Span(Model):
    """So many days, months or working days."""

    days: Number | None = None
    months: Number | None = None
    working_days: Number | None = None
    month_end: Literal["clamp", "next"] = "clamp"

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if sum(one is not None for one in (self.days, self.months, self.working_days)) != 1:
            raise PydanticCustomError("within-days-or-months", "", {})
        if self.working_days == 0:
            raise PydanticCustomError("working-days-none", "", {})
        return self

    @property
    def unit(self) -> Literal["days", "months", "working_days"]:
        """What is counted."""
        return "days" if self.days is not None else "months" if self.months is not None else "working_days"

    @property
    def number(self) -> int | Param:
        """How many of them."""
        number: int | Param = getattr(self, self.unit)
        return number

    def shift(self, number: int, calendar: WorkingDays | None = None, roll: str | None = None) -> Shift:
        """So many of them later (below 0: earlier)."""
        rolled = calendar if roll else None
        if self.days is not None:
            return Shift(number, 0, self.month_end, 0, rolled, roll)
        if self.months is not None:
            return Shift(0, number, self.month_end, 0, rolled, roll)
        return Shift(0, 0, self.month_end, number, calendar if number else rolled, roll)


class Within(Span):
    """So many of them after a day, a parameter or an event."""

    after: AnAnchor


class Ahead(Span):
    """So many of them before a day, a parameter or an event."""

    of: AnAnchor


NO_SPAN = Span(days=0)


class Bound(NamedTuple):
    """A day of a rule: `sign` times a span from what it is counted from; `field` leads to that in the rule."""

    form: Literal["before", "by", "within", "ahead", "not_before"]
    anchor: Anchor
    field: tuple[str, ...]
    span: Span = NO_SPAN
    sign: int = 1

    @property
    def number(self) -> int | Param:
        """The length, where a parameter holds it, or so many."""
        return -1 if self.form == "before" else self.span.number

    def references(self) -> Iterator[tuple[tuple[str, ...], Anchor | Param, type]]:
        """What it names, where, and what that must be: what it is counted from, and the parameter of its length."""
        yield self.field, self.anchor, date
        if isinstance(self.number, Param):
            yield (*self.field[:-1], self.span.unit), self.number, Decimal


def _not_before(value: Any) -> Any:
    return Within.model_validate(value) if isinstance(value, dict) and "after" in value else _anchor(value)


class Limited(Model):
    """The limit fields that stand on every kind but share and census. `warn_days`: days before the last one."""

    before: AnAnchor | None = None
    by: AnAnchor | None = None
    within: Within | None = None
    ahead: Ahead | None = None
    not_before: Annotated[
        Anchor | Within | None,
        ReadBy(_not_before, {"anyOf": [{"type": "string"}, PARAM_SCHEMA, EVENT_SCHEMA, {"type": "object"}]}),
    ] = None
    calendar: str | None = None
    roll: Literal["forward", "back"] | None = None
    limit_basis: Literal["stated", "inferred"] = "stated"

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if sum(limit is not None for limit in (self.before, self.by, self.within, self.ahead)) > 1:
            raise PydanticCustomError("limit-twice", "", {})
        return self

    @cached_property
    def bound(self) -> Bound | None:
        """The limit."""
        if self.before is not None:
            return Bound("before", self.before, ("before",))
        if self.by is not None:
            return Bound("by", self.by, ("by",))
        if self.within is not None:
            return Bound("within", self.within.after, ("within", "after"), self.within)
        return None if self.ahead is None else Bound("ahead", self.ahead.of, ("ahead", "of"), self.ahead, -1)

    @cached_property
    def earliest(self) -> Bound | None:
        """The first day that is not too early."""
        if isinstance(self.not_before, Within):
            return Bound("not_before", self.not_before.after, ("not_before", "after"), self.not_before)
        return None if self.not_before is None else Bound("not_before", self.not_before, ("not_before",))

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Both, as far as they are written."""
        return tuple(one for one in (self.bound, self.earliest) if one is not None)

    @property
    def needs_calendar(self) -> bool:
        """Whether a working day is asked for anywhere."""
        return self.roll is not None or any(one.span.unit == "working_days" for one in self.bounds)

    @property
    def anchor_event(self) -> UnitEvent | None:
        """The event the limit is counted from, if it is one."""
        bound = self.bound
        return bound.anchor if bound is not None and isinstance(bound.anchor, UnitEvent) else None

    def shift_in_force(self, bound: Bound, context: JudgeContext) -> Shift | None:
        """How far the day of a bound lies from what it is counted from; None where a parameter has no value."""
        number = number_in_force(bound.number, context)
        roll = None if bound.form == "not_before" else self.roll
        return None if number is None else bound.span.shift(bound.sign * number, context.calendar(self.calendar), roll)

    def shifts(self, bound: Bound, paper: Paper) -> list[Shift]:
        """How far the day lies from what it is counted from, with each value that a parameter may have."""
        roll = None if bound.form == "not_before" else self.roll
        calendar = paper.working_days.get(self.calendar or paper.calendar or "")
        numbers = [bound.number] if isinstance(bound.number, int) else _numbers(bound.number, paper)
        return [bound.span.shift(bound.sign * number, calendar, roll) for number in numbers]

    def fixed_last_days(self, paper: Paper) -> list[date | None]:
        """The last days that need no data; None for one outside the years 1930 to 2100."""
        return [] if self.bound is None else self.fixed_days(self.bound, paper)

    def fixed_days(self, bound: Bound, paper: Paper) -> list[date | None]:
        """The days of a bound that need no data; None for one outside the years 1930 to 2100."""
        anchors = [anchor.toordinal() for anchor in anchor_days(bound, paper)]
        ordinals = [shift.later(anchor) for shift in self.shifts(bound, paper) for anchor in anchors]
        years = range(EARLIEST.toordinal(), LATEST.toordinal() + 1)
        return [date.fromordinal(one) if one in years else None for one in ordinals]

    def limit_text(self, words: Words, warn_days: int) -> str:
        """The limit in words."""
        bound = self.bound
        if bound is None:
            return words.translate("no-limit")
        parts = [words.translate(f"basis-{self.limit_basis}"), words.translate("warn", days=warn_days)]
        if self.roll is not None:
            parts.append(words.translate(f"roll-{self.roll}"))
        return f"{bound_text(bound, words)} ({'; '.join(parts)})"

    def stated_steps(self, run: Run, finding: Finding) -> Iterator[ProofStep]:
        """The parameters, how the limit is written, whether the directive states it."""
        bound = self.bound
        if bound is None:
            return
        for one in (bound.anchor, bound.number):
            if isinstance(one, Param):
                yield from run.parameter_steps(one.param)
        anchor, number = _anchor_args(bound, run, finding), number_in_force(bound.number, run.context)
        if anchor is not None and number is not None:
            length = {"count": number, "unit": bound.span.unit} if bound.span is not NO_SPAN else {}
            yield ProofStep(f"proof.limit-{bound.form}", {"anchor": anchor, **length})
        if self.roll is not None:
            yield ProofStep(f"proof.roll-{self.roll}")
        if self.limit_basis == "inferred":
            yield ProofStep("proof.limit-inferred")


def anchor_in_force(bound: Bound, context: JudgeContext) -> date | None:
    """The day that a bound is counted from on the judged day, where no fact is needed for it."""
    match bound.anchor:
        case date() as day:
            return day
        case Param(param=name) if name in context.parameters:
            value = context.parameters[name].value
            return value if isinstance(value, date) else None
    return None


def anchor_days(bound: Bound, paper: Paper) -> list[date]:
    """The days that a bound is counted from as far as no data is needed: fixed, or values of a parameter."""
    match bound.anchor:
        case date() as day:
            return [day]
        case Param(param=name):
            return [one.value for one in paper.parameters[name].values() if isinstance(one.value, date)]
    return []


def _numbers(number: Param, paper: Paper) -> list[int]:
    values = [one.value for one in paper.parameters[number.param].values()]
    return [int(value) for value in values if isinstance(value, Decimal)]


def number_in_force(number: int | Param, context: JudgeContext) -> int | None:
    """The length, in the value in force; None where there is none."""
    if isinstance(number, int):
        return number
    dated = context.parameters.get(number.param)
    return int(dated.value) if dated is not None and isinstance(dated.value, Decimal) else None


def bound_text(bound: Bound, words: Words) -> str:
    """A bound in words."""
    anchor = _anchor_text(bound.anchor, words)
    if bound.span is not NO_SPAN:
        return words.translate(bound.form + "-length", length=span_text(bound.span, words), anchor=anchor)
    event = bound.form == "before" and isinstance(bound.anchor, UnitEvent)
    return words.translate("before-event" if event else bound.form, anchor=anchor)


def span_text(span: Span, words: Words) -> str:
    """A length in words."""
    if isinstance(span.number, Param):
        return words.translate(f"some-{span.unit}", param=words.parameter(span.number.param))
    return words.translate(f"length-{span.unit}", count=span.number)


def _anchor_text(anchor: Anchor, words: Words) -> str:
    match anchor:
        case Param(param=name):
            return words.parameter(name)
        case UnitEvent(event=event, of=of):
            return words.name_of(event) if of == OWN else event_text(anchor, words)
        case day:
            return words.day(day)


def event_text(event: UnitEvent, words: Words) -> str:
    """The event of another unit in words."""
    code = "event-of-parent" if event.of == PARENT else "event-of-unit"
    return words.translate(code, event=event.event, unit=event.of)


def _anchor_args(bound: Bound, run: Run, finding: Finding) -> dict[str, str] | None:
    """What the limit is counted from: a day, or an event with the day it was held or is planned; None: no value."""
    match bound.anchor:
        case Param(param=name):
            dated = run.context.parameters.get(name)
            return {"day": str(dated.value)} if dated is not None and isinstance(dated.value, date) else None
        case date() as day:
            return {"day": day.isoformat()}
    event, args = bound.anchor.event, finding.facts_args
    if "planned" in args and args.get("limit_event") == event:
        return {"event": event, "planned": str(args["planned"])}
    holder = run.registry.related(finding.unit, bound.anchor.of)
    held = None if holder is None else holder.facts.get(event)
    if held is not None and held.day is not None and held.day.first <= run.as_of:
        return {"event": event, "held": str(held.day)}
    return {"event": event}
