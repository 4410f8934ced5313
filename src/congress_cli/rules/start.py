"""Starts: the event after which a rule counts, the unit's own or that of every unit directly below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from congress_cli.days import Day
from congress_cli.model.finding import Finding, Status
from congress_cli.model.proof import ProofStep
from congress_cli.model.values import Model
from congress_cli.rules.context import CHILDREN, OWN, Subject, UnitInWorld, Verdict, happened
from congress_cli.rules.run import Run, first_steps
from congress_cli.worlds import Moment


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
