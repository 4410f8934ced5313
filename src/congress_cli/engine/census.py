"""Counting for a census: how many units below count for certain, and how many at most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from congress_cli.model.registry import Registry, Unit
from congress_cli.rules.census import Counted, Select


def counted_below(select: Select, unit: Unit, registry: Registry, as_of: date) -> Counted:
    """How many units below a census selects on its day (default: the judged one)."""
    answers = [answer for _, answer in _answers(select, unit, registry, as_of)]
    return Counted(answers.count(True), len(answers) - answers.count(False))


def answers_below(select: Select, unit: Unit, registry: Registry, as_of: date) -> dict[str, bool | None]:
    """Whether each unit below that a census looks at counts; None where it cannot be known."""
    return dict(_answers(select, unit, registry, as_of))


def _answers(select: Select, unit: Unit, registry: Registry, as_of: date) -> Iterator[tuple[str, bool | None]]:
    day = as_of if select.day is None else min(select.day, as_of)
    for one in registry.below(unit.id):
        if select.matches(one.level, one.type, one.tags):
            yield one.id, _counts(one, select, day, registry.complete(one), as_of)


def files_complete(unit: Unit, registry: Registry) -> bool:
    """Whether every file that holds the unit or one below it claims to be complete."""
    return registry.file_complete(unit) and all(map(registry.file_complete, registry.below(unit.id)))


def _counts(unit: Unit, select: Select, day: date, complete: bool, as_of: date) -> bool | None:
    """True, False, or None where it cannot be known."""
    gone: bool | None = False
    if unit.closed is not None:
        gone = _by(unit.closed.day.first, unit.closed.day.last, day)
    if gone is True:
        return False
    lacks = True if select.without is None else _lacks(unit, select.without, day, complete, as_of)
    return False if lacks is False else None if gone is None or lacks is None else True


def _lacks(unit: Unit, event: str, day: date, complete: bool, as_of: date) -> bool | None:
    fact = unit.facts.get(event)
    if fact is None or fact.day is None:
        return True if complete else None
    happened = _by(fact.day.first, fact.day.last, day)
    if happened is not False:
        return None if happened is None else False
    # A day after the judged one is not known yet: such an event counts as absent.
    return True if complete or fact.day.last <= as_of else None


def _by(first: date, last: date, day: date) -> bool | None:
    return True if last <= day else False if first > day else None
