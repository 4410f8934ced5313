"""The second clock: what was read, as it was known at the end of an earlier day.

Where the journal knows a fact, the value that stood after its last entry of that day counts. Else a fact counts from
its `recorded` day. Else always, and these are counted. Amendments and waivers count from their own days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from congress_cli.edit.journal import read_journal
from congress_cli.edit.transaction import Places
from congress_cli.model.facts import FACT_MODELS, Fact
from congress_cli.model.journal import JournalEntry
from congress_cli.model.registry import Closed, Registry, Unit
from congress_cli.model.report import Known
from congress_cli.reading.files import STDIN
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import Project

CLOSED = "closed"


class _Entered(NamedTuple):
    """One value that was entered, and the one before it, as files hold them."""

    day: date
    old: Any
    new: Any


History = dict[tuple[str, str], list[_Entered]]
"""What was entered for each unit and fact (or `closed`), the oldest first."""


def read_known(project: Project, known_at: date | None, **more: Any) -> Data:
    """What `read_data` reads, as it was known on a day; with no day as it is now.

    Raises what `read_data` raises, CongressError where the journal cannot be read.
    """
    data = read_data(project, **more)
    if known_at is None:
        return data
    entries = () if project.units == STDIN else read_journal(Places(project).folder).entries
    return as_known(data, entries, known_at)


def as_known(data: Data, entries: Iterable[JournalEntry], day: date) -> Data:
    """What was read, as it was known at the end of a day; `entries`: those of the journal."""
    history = _history(entries, data.registry)
    counted = 0
    units = []
    for unit in data.registry.units:
        known, undated = _unit_as_known(data, unit, history, day)
        units.append(known)
        counted += undated
    parameters = {
        name: {begins: one for begins, one in dated.items() if begins <= day}
        for name, dated in data.rulebook.parameters.items()
    }
    return replace(
        data,
        registry=replace(data.registry, units=tuple(units)),
        rulebook=data.rulebook.with_changes(parameters=parameters),
        waivers=tuple(one for one in data.waivers if one.from_ <= day),
        known=Known(day, counted),
    )


def _history(entries: Iterable[JournalEntry], registry: Registry) -> History:
    found: History = {}
    for entry in sorted(entries, key=lambda one: one.at):
        day = date.fromisoformat(entry.at[:10])
        for change in entry.changes:
            if change.unit is None:
                continue
            for name, old, new in _values(change.where[2:], change.old, change.new):
                found.setdefault((registry.now(change.unit), name), []).append(_Entered(day, old, new))
    return found


def _values(where: tuple[str, ...], old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """The facts, and the closing, that a change of a unit, of its facts or of one of them is about."""
    if where[:1] == ("facts",) or where == (CLOSED,):
        yield where[-1], old, new
    elif not where:
        before, after = (one if isinstance(one, Mapping) else {} for one in (old, new))
        facts, others = (one.get("facts") or {} for one in (before, after))
        yield from ((name, facts.get(name), others.get(name)) for name in {**facts, **others})
        if CLOSED in before or CLOSED in after:
            yield CLOSED, before.get(CLOSED), after.get(CLOSED)


def _unit_as_known(data: Data, unit: Unit, history: History, day: date) -> tuple[Unit, int]:
    """The unit with the facts that were known, and how many of them have no known day of recording."""
    entered = {name for of, name in history if of == unit.id} if history else set()
    facts: dict[str, Fact] = {}
    undated = 0
    for name in dict.fromkeys((*unit.facts, *sorted(entered - {CLOSED}))):
        found = history.get((unit.id, name))
        fact, by_journal = (unit.facts.get(name), False) if found is None else _stood(data, name, found, day)
        if fact is None or (not by_journal and fact.recorded is not None and fact.recorded > day):
            continue
        facts[name] = fact
        undated += not by_journal and fact.recorded is None
    closed = unit.closed if CLOSED not in entered else _closed(history[unit.id, CLOSED], day)
    if facts == unit.facts and closed == unit.closed:
        return unit, undated
    return unit.model_copy(update={"facts": facts, "closed": closed}), undated


def _stood(data: Data, name: str, found: list[_Entered], day: date) -> tuple[Fact | None, bool]:
    """The fact that stood on a day, and whether the journal says since when; else it stood before the first entry."""
    raw, by_journal = _raw(found, day)
    term = data.rulebook.facts.get(name)
    if raw is None or term is None:
        return None, by_journal
    try:
        return FACT_MODELS[term.kind].model_validate(raw), by_journal
    except ValidationError:
        return None, by_journal


def _raw(found: list[_Entered], day: date) -> tuple[Any, bool]:
    before = [one for one in found if one.day <= day]
    return (before[-1].new, True) if before else (found[0].old, False)


def _closed(found: list[_Entered], day: date) -> Closed | None:
    raw, _ = _raw(found, day)
    return None if raw is None else Closed.model_validate(raw)
