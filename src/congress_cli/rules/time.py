"""Limits: the last day on which a matter is in time.

`before: D` ends on D-1, `by: D` on D, `within: {days: N, after: E}` N days after E. D and E are a day, a
parameter or an event; an event not yet held lends the day planned for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from congress_cli.days import EARLIEST, LATEST, Day
from congress_cli.model.finding import Status
from congress_cli.model.values import Model, WholeNumber, exact_day_of
from congress_cli.rules.context import NOTHING, Subject, UnitInWorld, Verdict, happened
from congress_cli.worlds import Moment, Shift, World, at

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


def _anchor(value: Any) -> date | Param | str:
    if isinstance(value, dict):
        return Param.model_validate(value)
    if isinstance(value, str) and not _LIKE_A_DAY.match(value):
        return value
    return exact_day_of(value)


Anchor = Annotated[
    date | Param | str,
    PlainValidator(_anchor),
    WithJsonSchema({"anyOf": [{"type": "string"}, PARAM_SCHEMA]}),
]


class Within(Model):
    """So many days or months after a day, a parameter or an event."""

    days: WholeNumber | None = None
    months: WholeNumber | None = None
    after: Anchor
    month_end: Literal["clamp", "next"] = "clamp"

    @model_validator(mode="after")
    def _days_or_months(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise PydanticCustomError("within-days-or-months", "", {})
        return self


class Limited(Model):
    """The limit fields that stand on every kind but share and census. `warn_days`: days before the last one."""

    before: Anchor | None = None
    by: Anchor | None = None
    within: Within | None = None
    limit_basis: Literal["stated", "inferred"] = "stated"

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if sum(limit is not None for limit in (self.before, self.by, self.within)) > 1:
            raise PydanticCustomError("limit-twice", "", {})
        return self

    @property
    def anchor(self) -> date | Param | str | None:
        """What the limit is counted from."""
        return self.within.after if self.within is not None else self.before if self.by is None else self.by

    @property
    def shift(self) -> Shift:
        """How far the last day lies from the anchor."""
        if self.within is not None:
            return Shift(self.within.days or 0, self.within.months or 0, self.within.month_end)
        return Shift(days=-1) if self.before is not None else Shift()

    @property
    def limit_event(self) -> str | None:
        """The event the limit is counted from, if it is one."""
        return self.anchor if isinstance(self.anchor, str) else None


class LastDay(NamedTuple):
    """The last day in one world, or the verdict that there can be none; what its sentence needs to say of it."""

    moment: Moment | None = None
    verdict: Verdict | None = None
    args: Mapping[str, Any] = NOTHING


def last_day(limit: Limited, case: UnitInWorld) -> LastDay:
    """The last day that a limit gives a unit in one world."""
    anchor = limit.anchor
    if anchor is None:
        return LastDay()
    if isinstance(anchor, date):
        return _shifted(at(anchor), limit, {}, case.world)
    if isinstance(anchor, Param):
        return _by_parameter(anchor.param, limit, case)
    return _by_event(anchor, limit, case)


def _by_parameter(name: str, limit: Limited, case: UnitInWorld) -> LastDay:
    dated = case.setting.parameters.get(name)
    if dated is None or not isinstance(dated.value, date):
        return LastDay(verdict=parameter_missing(name))
    return _shifted(at(dated.value), limit, {"param": name}, case.world)


def parameter_missing(name: str) -> Verdict:
    """No value is in force: never a guess."""
    return Verdict(Status.UNKNOWN, "parameter-missing", {"param": name})


def _by_event(event: str, limit: Limited, case: UnitInWorld) -> LastDay:
    held = case.happened(event)
    if held is None:
        return _by_plan(event, limit, case)
    if case.world.before(held, at(case.setting.issued)):
        args = {"event": event, "day": str(case.subject.facts[event].day)}
        return LastDay(
            verdict=Verdict(
                Status.NOT_APPLICABLE,
                "limit-event-before-directive",
                args,
                reason="limit-event-before-directive",
            )
        )
    return _shifted(held, limit, {"limit_event": event}, case.world)


def _by_plan(event: str, limit: Limited, case: UnitInWorld) -> LastDay:
    planned = case.planned(event)
    if planned is None:
        return LastDay(args={"limit_event": event})
    day, recorded = planned
    args: dict[str, Any] = {"limit_event": event, "planned": str(recorded)}
    if case.world.before(day, case.setting.today):
        args["plan_passed"] = True
    return _shifted(day, limit, args, case.world)


def _shifted(anchor: Moment, limit: Limited, args: dict[str, Any], world: World) -> LastDay:
    day = anchor.shifted(limit.shift)
    if world.not_after(at(EARLIEST), day) and world.not_after(day, at(LATEST)):
        return LastDay(day, args=args)
    args = {"first": EARLIEST.year, "last": LATEST.year}
    return LastDay(verdict=Verdict(Status.ERROR, "limit-outside", args))


class _Start(Model):
    """The event that starts a rule, and whose it is."""

    event: str
    of: Literal["unit", "children"] = "unit"


def _long_form(value: Any) -> Any:
    return {"event": value} if isinstance(value, str) else value


_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "of": {"enum": ["unit", "children"]}},
    "required": ["event"],
    "additionalProperties": False,
}

Start = Annotated[_Start, BeforeValidator(_long_form), WithJsonSchema({"anyOf": [{"type": "string"}, _SCHEMA]})]


def waiting(start: _Start | None, case: UnitInWorld) -> Verdict | None:
    """The verdict as long as the start has not happened; None once it has, or where there is no start."""
    if start is None:
        return None
    if start.of == "children" and not case.children:
        return Verdict(Status.UNKNOWN, "waits-no-children", {"event": start.event}, waits_for=start.event)
    for one in sorted(_holders(start, case), key=_settles_later):
        if happened(start.event, one, case) is None:
            return _waits(start, one, case)
    return None


def _settles_later(one: Subject) -> bool:
    # A complete record that lacks the event settles the matter: the rule waits, whatever the others hold.
    return not one.complete


def _waits(start: _Start, missing: Subject, case: UnitInWorld) -> Verdict:
    code = "waits" if missing.complete else "waits-unrecorded"
    args: dict[str, Any] = {"event": start.event}
    if start.of == "children":
        code, args = f"{code}-children", {**args, **_children_left(start.event, case)}
    status = Status.OPEN if missing.complete else Status.UNKNOWN
    return Verdict(status, code, args, waits_for=start.event)


def _children_left(event: str, case: UnitInWorld) -> dict[str, int]:
    days = [fact.day for child in case.children if (fact := child.facts.get(event)) is not None]
    past = sum(day is not None and day.last <= case.setting.as_of for day in days)
    return {"missing": len(case.children) - past, "total": len(case.children)}


def after_start(start: _Start | None, first: Moment | None, case: UnitInWorld) -> tuple[Verdict, ...]:
    """The flaw of a matter dated before its start; nothing where it is dated on it or after."""
    if start is None or first is None:
        return ()
    for one in _holders(start, case):
        began = happened(start.event, one, case)
        if began is not None and case.world.before(first, began):
            done = Day(*map(date.fromordinal, case.world.span(first)))
            args = {"event": start.event, "day": str(one.facts[start.event].day), "done": str(done)}
            if start.of == "unit":
                return (Verdict(Status.FAILED, "before-start", args),)
            return (Verdict(Status.FAILED, "before-start-children", {**args, "unit": one.id}),)
    return ()


def since_start(start: _Start | None, case: UnitInWorld) -> dict[str, Any]:
    """How many days ago the unit's own start happened, from-to; nothing on that day itself."""
    began = None if start is None or start.of == "children" else happened(start.event, case.subject, case)
    if start is None or began is None:
        return {}
    today = case.setting.as_of.toordinal()
    first, last = case.world.span(began)
    return {"since": [today - last, today - first], "since_event": start.event} if today > first else {}


def _holders(start: _Start, case: UnitInWorld) -> tuple[Subject, ...]:
    return case.children if start.of == "children" else (case.subject,)
