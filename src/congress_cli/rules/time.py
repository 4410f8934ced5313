"""Time of a rule: its limit, which is the last day in time, and its start, before which nothing is due.

`before: D` ends on D-1, `by: D` on D, `within: {days: N, after: E}` N days after E. D and E are a day, a
parameter or an event; an event not yet held lends the day planned for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from congress_cli.days import EARLIEST, LATEST, Day
from congress_cli.model.facts import Model, WholeNumber, exact_day_of
from congress_cli.model.finding import Finding, Status
from congress_cli.model.proof import ProofStep
from congress_cli.rules.context import CHILDREN, NOTHING, OWN, Paper, Subject, UnitInWorld, Verdict, happened
from congress_cli.rules.run import Run, first_steps
from congress_cli.rules.words import Words
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
    def form(self) -> Literal["before", "by", "within"] | None:
        """Which of the limits is written."""
        if self.before is not None:
            return "before"
        return "by" if self.by is not None else None if self.within is None else "within"

    @property
    def anchor(self) -> date | Param | str | None:
        """What the limit is counted from."""
        return self.within.after if self.within is not None else self.before if self.by is None else self.by

    @property
    def anchor_field(self) -> tuple[str, ...]:
        """Where the anchor stands in the rule."""
        return ("within", "after") if self.within is not None else (self.form or "by",)

    @property
    def shift(self) -> Shift:
        """How far the last day lies from the anchor."""
        if self.within is not None:
            return Shift(self.within.days or 0, self.within.months or 0, self.within.month_end)
        return Shift(days=-1) if self.before is not None else Shift()

    @property
    def anchor_event(self) -> str | None:
        """The event the limit is counted from, if it is one."""
        return self.anchor if isinstance(self.anchor, str) else None

    def anchor_days(self, paper: Paper) -> list[date]:
        """The days that the limit is counted from as far as no data is needed: fixed, or values of a parameter."""
        match self.anchor:
            case date() as day:
                return [day]
            case Param(param=name):
                return [one.value for one in paper.parameters[name].values() if isinstance(one.value, date)]
        return []

    def fixed_last_days(self, paper: Paper) -> list[date | None]:
        """The last days that need no data; None for one outside the calendar."""
        ordinals = [self.shift.later(anchor.toordinal()) for anchor in self.anchor_days(paper)]
        calendar = range(EARLIEST.toordinal(), LATEST.toordinal() + 1)
        return [date.fromordinal(one) if one in calendar else None for one in ordinals]

    def limit_text(self, words: Words, warn_days: int) -> str:
        """The limit in words."""
        form, shift = self.form, self.shift
        if form is None:
            return words.translate("no-limit")
        code = {
            "before": "before" if self.anchor_event is None else "before-event",
            "by": "by",
            "within": "within-months" if shift.months else "within-days",
        }[form]
        text = words.translate(code, days=shift.days, months=shift.months, anchor=self._anchor_text(words))
        basis = words.translate(f"basis-{self.limit_basis}")
        return f"{text} ({basis}; {words.translate('warn', days=warn_days)})"

    def _anchor_text(self, words: Words) -> str:
        match self.anchor:
            case Param(param=name):
                return words.parameter(name)
            case date() as day:
                return words.day(day)
        return words.name_of(str(self.anchor))

    def stated_steps(self, run: Run, finding: Finding) -> Iterator[ProofStep]:
        """The parameter, how the limit is written, whether the directive states it."""
        if isinstance(self.anchor, Param):
            yield from run.parameter_steps(self.anchor.param)
        anchor = self._anchor_args(run, finding)
        if anchor is not None:
            length = {"days": self.shift.days, "months": self.shift.months} if self.within is not None else {}
            yield ProofStep(f"proof.limit-{self.form}", {"anchor": anchor, **length})
        if self.limit_basis == "inferred":
            yield ProofStep("proof.limit-inferred")

    def _anchor_args(self, run: Run, finding: Finding) -> dict[str, str] | None:
        """What the limit is counted from: a day, or an event with the day it was held or is planned; None: no value."""
        match self.anchor:
            case Param(param=name):
                dated = run.context.parameters.get(name)
                return {"day": str(dated.value)} if dated is not None and isinstance(dated.value, date) else None
            case date() as day:
                return {"day": day.isoformat()}
        event, args = str(self.anchor), finding.facts_args
        if "planned" in args and args.get("limit_event") == event:
            return {"event": event, "planned": str(args["planned"])}
        held = run.registry.by_id[finding.unit].facts.get(event)
        if held is not None and held.day is not None and held.day.first <= run.as_of:
            return {"event": event, "held": str(held.day)}
        return {"event": event}


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
    dated = case.context.parameters.get(name)
    if dated is None or not isinstance(dated.value, date):
        return LastDay(verdict=parameter_missing(name))
    return _shifted(at(dated.value), limit, {"param": name, **_amended(name, limit, case)}, case.world)


def _amended(name: str, limit: Limited, case: UnitInWorld) -> dict[str, str]:
    """The paper that moved the last day, and the last day and the paper before it; nothing where none did."""
    former = case.context.former.get(name)
    if former is None or not isinstance(former.value, date):
        return {}
    last_day = limit.shift.later(former.value.toordinal())
    if not EARLIEST.toordinal() <= last_day <= LATEST.toordinal():
        return {}
    return {
        "ref": case.context.parameters[name].ref,
        "former": date.fromordinal(last_day).isoformat(),
        "former_ref": former.ref,
    }


def parameter_missing(name: str) -> Verdict:
    """No value is in force: never a guess."""
    return Verdict(Status.UNKNOWN, "parameter-missing", {"param": name})


def _by_event(event: str, limit: Limited, case: UnitInWorld) -> LastDay:
    held = case.happened(event)
    if held is None:
        return _by_plan(event, limit, case)
    if case.world.before(held, at(case.context.issued)):
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
    if case.world.before(day, case.context.today):
        args["plan_passed"] = True
    return _shifted(day, limit, args, case.world)


def _shifted(anchor: Moment, limit: Limited, args: dict[str, Any], world: World) -> LastDay:
    day = anchor.shifted(limit.shift)
    if not world.not_after(at(EARLIEST), day):
        passed, known_end = EARLIEST, anchor.last
    elif not world.not_after(day, at(LATEST)):
        passed, known_end = LATEST, anchor.first
    else:
        return LastDay(day, args=args)
    if _leaves_by_open_end(anchor, passed, limit.shift.later(known_end)):
        return LastDay(at(passed), args=args)
    args = {"first": EARLIEST.year, "last": LATEST.year}
    return LastDay(verdict=Verdict(Status.ERROR, "limit-outside", args))


def _leaves_by_open_end(anchor: Moment, passed: date, last_day: int) -> bool:
    """Whether only an open end leads past that end of the calendar; `last_day`: that of the day's other, known end."""
    open_end = anchor.first < anchor.last and passed.toordinal() in (anchor.first, anchor.last)
    return open_end and EARLIEST.toordinal() <= last_day <= LATEST.toordinal()


class StartEvent(Model):
    """The event that starts a rule, and whose it is."""

    event: str
    of: Literal["unit", "children"] = "unit"

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
                steps.append(ProofStep("proof.child-waited-for", {**args, "day": str(fact.day)}))
        yield from first_steps(steps)


def _long_form(value: Any) -> Any:
    return {"event": value} if isinstance(value, str) else value


_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "of": {"enum": ["unit", "children"]}},
    "required": ["event"],
    "additionalProperties": False,
}

Start = Annotated[StartEvent, BeforeValidator(_long_form), WithJsonSchema({"anyOf": [{"type": "string"}, _SCHEMA]})]


def waiting(start: StartEvent | None, case: UnitInWorld) -> Verdict | None:
    """The verdict as long as the start has not happened; None once it has, or where there is no start."""
    if start is None:
        return None
    holders = case.subjects(start.of)
    if not holders:
        return Verdict(Status.UNKNOWN, "waits-no-children", {"event": start.event}, waits_for=start.event)
    for one in sorted(holders, key=_settles_later):
        if happened(start.event, one, case) is None:
            return _waits(start, one, case)
    return None


def _settles_later(one: Subject) -> bool:
    # A complete record that lacks the event settles the matter: the rule waits, whatever the others hold.
    return not one.complete


def _waits(start: StartEvent, missing: Subject, case: UnitInWorld) -> Verdict:
    code = "waits" if missing.complete else "waits-unrecorded"
    args: dict[str, Any] = {"event": start.event}
    if start.of == CHILDREN:
        code, args = f"{code}-children", {**args, **_children_left(start, case)}
    status = Status.OPEN if missing.complete else Status.UNKNOWN
    return Verdict(status, code, args, waits_for=start.event)


def _children_left(start: StartEvent, case: UnitInWorld) -> dict[str, int]:
    children = case.subjects(start.of)
    days = [fact.day for child in children if (fact := child.facts.get(start.event)) is not None]
    past = sum(day is not None and day.last <= case.context.as_of for day in days)
    return {"missing": len(children) - past, "total": len(children)}


def after_start(start: StartEvent | None, first: Moment | None, case: UnitInWorld) -> tuple[Verdict, ...]:
    """The flaw of a matter dated before its start; nothing where it is dated on it or after."""
    if start is None or first is None:
        return ()
    for one in case.subjects(start.of):
        began = happened(start.event, one, case)
        if began is not None and case.world.before(first, began):
            done = Day(*map(date.fromordinal, case.world.span(first)))
            args = {"event": start.event, "day": str(one.facts[start.event].day), "done": str(done)}
            if start.of == OWN:
                return (Verdict(Status.FAILED, "before-start", args),)
            return (Verdict(Status.FAILED, "before-start-children", {**args, "unit": one.id}),)
    return ()


def since_start(start: StartEvent | None, case: UnitInWorld) -> dict[str, Any]:
    """How many days ago the unit's own start happened, from-to; nothing on that day itself."""
    began = None if start is None or start.of != OWN else happened(start.event, case.subject, case)
    if start is None or began is None:
        return {}
    today = case.context.as_of.toordinal()
    first, last = case.world.span(began)
    return {"since": [today - last, today - first], "since_event": start.event} if today > first else {}
