"""Time of a rule: its limit, which is the last day in time, its start, before which nothing is due, and `not_before`.

`before: D` ends on D-1, `by: D` on D, `within: {days: N, after: E}` N days after E, `ahead: {days: N, of: E}` N days
before E. D and E are a day, a parameter, or an event of the unit, of its parent or of a named unit; an event not yet
held lends the day planned for it. `not_before: E` makes what is dated earlier failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from congress_cli.days import EARLIEST, LATEST, Day
from congress_cli.model.finding import Status
from congress_cli.rules.bounds import Bound, Limited, Param, UnitEvent, number_in_force
from congress_cli.rules.context import (
    CHILDREN,
    NOTHING,
    OWN,
    Subject,
    UnitInWorld,
    Verdict,
    happened,
)
from congress_cli.worlds import Moment, Shift, World, at


class LastDay(NamedTuple):
    """A bound in one world, or the verdict that there can be none; what its sentence needs to say of it.

    `absent`: the unit whose event has not happened.
    """

    moment: Moment | None = None
    verdict: Verdict | None = None
    args: Mapping[str, Any] = NOTHING
    absent: Subject | None = None


NO_DAY = LastDay()


def last_day(limit: Limited, case: UnitInWorld) -> LastDay:
    """The last day that a limit gives a unit in one world."""
    return NO_DAY if limit.bound is None else bound_day(limit, limit.bound, case)


def earliest_day(limit: Limited, case: UnitInWorld) -> LastDay:
    """The first day of a unit that is not too early, in one world."""
    return NO_DAY if limit.earliest is None else bound_day(limit, limit.earliest, case)


def bound_day(limit: Limited, bound: Bound, case: UnitInWorld) -> LastDay:
    """The day of a bound in one world."""
    number = number_in_force(bound.number, case.context)
    if number is None and isinstance(bound.number, Param):
        return LastDay(verdict=parameter_missing(bound.number.param))
    rolled = None if bound.form == "not_before" else limit.roll
    shift = bound.span.shift(bound.sign * (number or 0), case.context.calendar(limit.calendar), rolled)
    match bound.anchor:
        case Param(param=name):
            return _by_parameter(name, bound, shift, case)
        case UnitEvent() as event:
            return _by_event(event, bound, shift, case)
        case day:
            return _shifted(at(day), bound, shift, {}, case.world)


def _by_parameter(name: str, bound: Bound, shift: Shift, case: UnitInWorld) -> LastDay:
    dated = case.context.parameters.get(name)
    if dated is None or not isinstance(dated.value, date):
        return LastDay(verdict=parameter_missing(name))
    amended = {} if bound.form == "not_before" else _amended(name, shift, case)
    return _shifted(at(dated.value), bound, shift, {"param": name, **amended}, case.world)


def _amended(name: str, shift: Shift, case: UnitInWorld) -> dict[str, str]:
    """The paper that moved the last day, and the last day and the paper before it; nothing where none did."""
    former = case.context.former.get(name)
    if former is None or not isinstance(former.value, date):
        return {}
    last_day = shift.later(former.value.toordinal())
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


def no_parent() -> Verdict:
    """A unit at the top has no superior that could hold an event."""
    return Verdict(Status.NOT_APPLICABLE, "no-parent", reason="no-parent")


def unit_missing(event: UnitEvent) -> Verdict:
    """The registry has no unit with the id whose event is asked for."""
    return Verdict(Status.UNKNOWN, "unit-not-in-registry", {"unit": event.of, "event": event.event})


def _by_event(event: UnitEvent, bound: Bound, shift: Shift, case: UnitInWorld) -> LastDay:
    holders = case.subjects(event.of)
    if not holders:
        return LastDay(verdict=unit_missing(event))
    (holder,) = holders
    named: dict[str, Any] = {} if bound.form == "not_before" else {"limit_event": event.event}
    held = happened(event.event, holder, case)
    if held is None and bound.form == "not_before":
        return LastDay(absent=holder, args={"event": event.event})
    if held is None:
        return _by_plan(event.event, holder, bound, shift, case)
    if bound.form != "not_before" and case.world.before(held, at(case.context.issued)):
        args = {"event": event.event, "day": str(holder.facts[event.event].day)}
        code = "limit-event-before-directive"
        return LastDay(verdict=Verdict(Status.NOT_APPLICABLE, code, args, reason=code))
    return _shifted(held, bound, shift, named, case.world)


def _by_plan(event: str, holder: Subject, bound: Bound, shift: Shift, case: UnitInWorld) -> LastDay:
    planned = case.planned(event, holder)
    if planned is None:
        form = {"limit_form": bound.form} if bound.form in ("by", "within") else {}
        return LastDay(args={"limit_event": event, **form})
    day, recorded = planned
    args: dict[str, Any] = {"limit_event": event, "planned": str(recorded)}
    if case.world.before(day, case.context.today):
        args["plan_passed"] = True
    return _shifted(day, bound, shift, args, case.world)


def _shifted(anchor: Moment, bound: Bound, shift: Shift, args: dict[str, Any], world: World) -> LastDay:
    ends = calendar_ends(anchor, shift, world)
    if ends is not None:
        return LastDay(verdict=ends, args=args)
    day = anchor.shifted(shift)
    if bound.form == "not_before":
        return LastDay(day, args=args)
    if not world.not_after(at(EARLIEST), day):
        passed, known_end = EARLIEST, anchor.last
    elif not world.not_after(day, at(LATEST)):
        passed, known_end = LATEST, anchor.first
    else:
        return LastDay(day, args=args)
    if _leaves_by_open_end(anchor, passed, shift.later(known_end)):
        return LastDay(at(passed), args=args)
    args = {"first": EARLIEST.year, "last": LATEST.year}
    return LastDay(verdict=Verdict(Status.ERROR, "limit-outside", args))


def calendar_ends(anchor: Moment, shift: Shift, world: World) -> Verdict | None:
    """That a day outside the calendar would be looked at, where one would be."""
    reach = None if shift.calendar is None else shift.reach()
    if reach is None or shift.calendar is None:
        return None
    first, last = (Moment(one, one) for one in reach)
    if not world.not_after(first, anchor):
        day = shift.calendar.first - 1
    elif not world.not_after(anchor, last):
        day = shift.calendar.last + 1
    else:
        return None
    args = {"day": date.fromordinal(day).isoformat()}
    return Verdict(Status.UNKNOWN, "calendar-ends", args, reason="calendar-ends")


def _leaves_by_open_end(anchor: Moment, passed: date, last_day: int) -> bool:
    """Whether only an open end leads past that end of the calendar; `last_day`: that of the day's other, known end."""
    open_end = anchor.first < anchor.last and passed.toordinal() in (anchor.first, anchor.last)
    return open_end and EARLIEST.toordinal() <= last_day <= LATEST.toordinal()


def waiting(start: UnitEvent | None, case: UnitInWorld) -> Verdict | None:
    """The verdict as long as the start has not happened; None once it has, or where there is no start."""
    if start is None:
        return None
    holders = case.subjects(start.of)
    if not holders and start.of == CHILDREN:
        return Verdict(Status.UNKNOWN, "waits-no-children", {"event": start.event}, waits_for=start.event)
    if not holders:
        return unit_missing(start)
    # A complete record that lacks the event settles the matter: the rule waits, whatever the others hold.
    for complete in (True, False):
        for one in holders:
            if one.complete is complete and happened(start.event, one, case) is None:
                return _waits(start, one, case)
    return None


def _waits(start: UnitEvent, missing: Subject, case: UnitInWorld) -> Verdict:
    code = "waits" if missing.complete else "waits-unrecorded"
    args: dict[str, Any] = {"event": start.event}
    if start.of == CHILDREN:
        code, args = f"{code}-children", {**args, **_children_left(start, case)}
    elif start.of != OWN:
        code, args = f"{code}-other", {**args, "unit": missing.id}
    status = Status.OPEN if missing.complete else Status.UNKNOWN
    return Verdict(status, code, args, waits_for=start.event)


def _children_left(start: UnitEvent, case: UnitInWorld) -> dict[str, int]:
    children = case.subjects(start.of)
    days = [fact.day for child in children if (fact := child.facts.get(start.event)) is not None]
    past = sum(day is not None and day.last <= case.context.as_of for day in days)
    return {"missing": len(children) - past, "total": len(children)}


def after_start(start: UnitEvent | None, first: Moment | None, case: UnitInWorld) -> tuple[Verdict, ...]:
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


def too_early(earliest: LastDay, begun: Moment | None, case: UnitInWorld) -> tuple[Verdict, ...]:
    """The flaw of a matter that must not have begun yet; `begun`: the day that is bound."""
    if begun is None:
        return ()
    done = str(Day(*map(date.fromordinal, case.world.span(begun))))
    if earliest.absent is not None:
        status = Status.FAILED if earliest.absent.complete else Status.UNKNOWN
        return (Verdict(status, "too-early-event", {**earliest.args, "done": done}),)
    if earliest.moment is None or not case.world.before(begun, earliest.moment):
        return ()
    day = str(Day(*map(_known_day, case.world.span(earliest.moment))))
    return (Verdict(Status.FAILED, "too-early", {"done": done, "day": day}),)


def _known_day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, EARLIEST.toordinal()), LATEST.toordinal()))


def since_start(start: UnitEvent | None, case: UnitInWorld) -> dict[str, Any]:
    """How many days ago the unit's own start happened, from-to; nothing on that day itself."""
    began = None if start is None or start.of != OWN else happened(start.event, case.subject, case)
    if start is None or began is None:
        return {}
    today = case.context.as_of.toordinal()
    first, last = case.world.span(began)
    return {"since": [today - last, today - first], "since_event": start.event} if today > first else {}
