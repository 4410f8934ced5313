"""Waivers that somebody should look at: ended, about to end, of no use, or naming what does not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from congress_cli.model.finding import Finding, Status
from congress_cli.model.note import Note
from congress_cli.model.registry import Registry
from congress_cli.model.waivers import Waiver
from congress_cli.rules.rulebook import Rulebook

WARN_DAYS = 14


def waiver_notes(
    waivers: Iterable[Waiver], registry: Registry, rulebook: Rulebook, findings: Iterable[Finding], day: date
) -> list[Note]:
    """What is to be said of the waivers on a day; `findings`: all of that day."""
    known = {*registry.by_id, *(force.id for force in registry.task_forces)}
    used = {(one.rule, one.unit) for one in findings if one.status is Status.WAIVED}
    return [note for waiver in waivers for note in _of_waiver(waiver, known, rulebook, used, day)]


def _of_waiver(
    waiver: Waiver, known: Collection[str], rulebook: Rulebook, used: Collection[tuple[str, str]], day: date
) -> Iterator[Note]:
    args = {"rule": waiver.rule, "document": waiver.document}
    unknown = [unit for unit in waiver.units if unit not in known]
    if waiver.rule not in rulebook.by_id:
        unknown.insert(0, waiver.rule)
    if waiver.until < day:
        yield Note("waiver-ended", {**args, "until": str(waiver.until)})
    elif waiver.in_force(day):
        idle = [unit for unit in waiver.units if (waiver.rule, unit) not in used and unit in known]
        left = (waiver.until - day).days
        if len(idle) < len(waiver.units) - len(unknown) and left <= WARN_DAYS:
            yield Note(
                "waiver-ends" if left else "waiver-ends-today", {**args, "until": str(waiver.until), "days": left}
            )
        if idle and waiver.rule in rulebook.by_id:
            yield Note("waiver-unused", {**args, "units": idle})
    if unknown:
        yield Note("waiver-names-unknown", {"names": unknown, "document": waiver.document})
