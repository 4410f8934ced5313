"""Starts: `after: EVENT` lets a rule begin on the day of an event, of the unit itself or of all its children."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from congress_cli.days import Day
from congress_cli.model.finding import Status
from congress_cli.model.values import Model
from congress_cli.rules.case import Case, Subject, happened
from congress_cli.rules.verdict import Verdict
from congress_cli.worlds import Moment


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


def waiting(start: _Start | None, case: Case) -> Verdict | None:
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


def _waits(start: _Start, missing: Subject, case: Case) -> Verdict:
    code = "waits" if missing.complete else "waits-unrecorded"
    args: dict[str, Any] = {"event": start.event}
    if start.of == "children":
        code, args = f"{code}-children", {**args, **_children_left(start.event, case)}
    status = Status.OPEN if missing.complete else Status.UNKNOWN
    return Verdict(status, code, args, waits_for=start.event)


def _children_left(event: str, case: Case) -> dict[str, int]:
    days = [fact.day for child in case.children if (fact := child.facts.get(event)) is not None]
    past = sum(day is not None and day.last <= case.setting.as_of for day in days)
    return {"missing": len(case.children) - past, "total": len(case.children)}


def after_start(start: _Start | None, first: Moment | None, case: Case) -> tuple[Verdict, ...]:
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


def since_start(start: _Start | None, case: Case) -> dict[str, Any]:
    """How many days ago the unit's own start happened, from-to; nothing on that day itself."""
    began = None if start is None or start.of == "children" else happened(start.event, case.subject, case)
    if start is None or began is None:
        return {}
    today = case.setting.as_of.toordinal()
    first, last = case.world.span(began)
    return {"since": [today - last, today - first], "since_event": start.event} if today > first else {}


def _holders(start: _Start, case: Case) -> tuple[Subject, ...]:
    return case.children if start.of == "children" else (case.subject,)
