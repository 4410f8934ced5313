"""Planned days that do not go together: on one day under one task force or branch, before those below, on days off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from congress_cli.app.check import report_on
from congress_cli.days import Day, WorkingDays
from congress_cli.model.ahead import Collision, CollisionKind
from congress_cli.model.finding import Responsibility
from congress_cli.model.registry import Unit
from congress_cli.model.report import Selection
from congress_cli.reading.load import Data


class _Planned(NamedTuple):
    unit: Unit
    event: str
    day: Day


def plans_of(data: Data, unit: Unit) -> Iterator[tuple[str, str]]:
    """Each plan of a unit that is recorded, with its event."""
    terms = data.rulebook.facts
    for name in unit.facts:
        event = getattr(terms.get(name), "of", None)
        if event is not None:
            yield name, event


def day_off(day: date, calendar: WorkingDays | None) -> str | None:
    """Why nobody is at the office on a day: `weekend` or `holiday`; None for a working day.

    Without a calendar, and outside it, Saturday and Sunday are the weekend.
    """
    ordinal, weekend = day.toordinal(), day.weekday() >= 5
    if calendar is None or not calendar.first <= ordinal <= calendar.last:
        return "weekend" if weekend else None
    if calendar.works(ordinal):
        return None
    return "weekend" if weekend else "holiday"


def usual_calendar(data: Data) -> WorkingDays | None:
    """The calendar that holds for all rules, if the rulebook names one."""
    return data.rulebook.working_days.get(data.rulebook.calendar or "")


def collisions_of(data: Data, as_of: date) -> tuple[Collision, ...]:
    """Those of the whole registry whose days have not passed, by day."""
    planned = list(_planned(data, as_of))
    if not planned:
        return ()
    responsibility = report_on(data, Selection(), as_of, lambda _: as_of, ()).responsibility
    found = [
        *_same_day(responsibility, planned),
        *_before_below(data, planned),
        *_days_off(planned, usual_calendar(data)),
    ]
    found = [one._replace(names=tuple(map(data.registry.name_of, one.units))) for one in found]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.units)))


def _planned(data: Data, as_of: date) -> Iterator[_Planned]:
    """What is planned for a day that has not passed and has not happened yet."""
    for unit in data.registry.units:
        for plan, event in plans_of(data, unit) if unit.closed is None else ():
            day = unit.facts[plan].day
            if day is not None and day.last >= as_of and not _happened(unit, event, as_of):
                yield _Planned(unit, event, day)


def _happened(unit: Unit, event: str, as_of: date) -> bool:
    fact = unit.facts.get(event)
    return fact is not None and fact.day is not None and fact.day.first <= as_of


def _same_day(responsibility: Responsibility, planned: list[_Planned]) -> Iterator[Collision]:
    """Units of one task force on one day; of one branch, as far as they stand below it. Uncertain days do not count."""
    groups: dict[tuple[CollisionKind, str, str, date], list[str]] = {}
    for one in planned:
        force, branch = responsibility.force_of(one.unit.id), responsibility.branch_of(one.unit.id)
        kind, whom = CollisionKind.SAME_BRANCH, branch
        if branch == one.unit.id:
            kind, whom = CollisionKind.SAME_FORCE, force or ""
        if whom and one.day.exact:
            groups.setdefault((kind, whom, one.event, one.day.first), []).append(one.unit.id)
    for (kind, whom, event, day), units in groups.items():
        if len(units) > 1:
            yield Collision(kind, day, event, tuple(sorted(units)), (), whom)


def _before_below(data: Data, planned: list[_Planned]) -> Iterator[Collision]:
    """A superior's day that surely does not come after that of every unit below it."""
    days = {(one.unit.id, one.event): one.day for one in planned}
    for one in planned:
        below = [
            child.id
            for child in data.registry.children_of(one.unit.id)
            if (child.id, one.event) in days and days[child.id, one.event].first >= one.day.last
        ]
        if below:
            yield Collision(CollisionKind.BEFORE_BELOW, one.day.first, one.event, tuple(sorted(below)), (), one.unit.id)


def _days_off(planned: list[_Planned], calendar: WorkingDays | None) -> Iterator[Collision]:
    """What is planned for a day on which nobody is at the office."""
    groups: dict[tuple[date, str], list[str]] = {}
    for one in planned:
        if one.day.exact and day_off(one.day.first, calendar) is not None:
            groups.setdefault((one.day.first, one.event), []).append(one.unit.id)
    for (day, event), units in groups.items():
        yield Collision(CollisionKind.DAY_OFF, day, event, tuple(sorted(units)), (), None, day_off(day, calendar))
