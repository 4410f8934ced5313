"""The effect of a draft: which lines change, and which findings change because of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from congress_cli.edit.document import Redrawn
from congress_cli.edit.transaction import Draft
from congress_cli.engine import judge
from congress_cli.gc_tuning import paused
from congress_cli.model.directive import Modality
from congress_cli.model.finding import Finding, paired
from congress_cli.model.journal import ChangedLine, Moved, Outcome
from congress_cli.model.message import Diagnostic, Diagnostics, Message
from congress_cli.reading.data_warnings import note_warnings
from congress_cli.reading.load import Data

SAID_ANYHOW = frozenset({"fact-after-frozen-day", "document-odd", "document-written-otherwise"})


def outcome_of(draft: Draft, as_of: date, as_of_from: str) -> Outcome:
    """The changed lines of all files, and the findings of that day that are not what they were."""
    lines = tuple(line for file in draft.files for line in _lines(file))
    before = draft.desk.data
    with paused():
        odd = tuple(_odd(before, draft.after))
        moved = _unit_by_unit(_moved(before, draft.after, as_of))
    names = {name: {"vi": one["vi"], "en": one["en"]} for name, one in before.rulebook.names.items()}
    return Outcome(lines, odd, moved, as_of, as_of_from, names)


def _lines(file: Redrawn) -> Iterator[ChangedLine]:
    old, new = _split(file.opened.text if file.opened.data is not None else ""), _split(file.text or "")
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    shown = file.opened.shown
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old_middle, new_middle, False).get_opcodes():
        if tag == "equal":
            continue
        for place in range(first, last):
            yield ChangedLine(shown, head + place + 1, True, old_middle[place])
        for place in range(new_first, new_last):
            yield ChangedLine(shown, head + place + 1, False, new_middle[place])


def _split(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _alike(old: list[str], new: list[str]) -> int:
    """How many lines are the same from the first on."""
    shorter = min(len(old), len(new))
    return next((place for place in range(shorter) if old[place] != new[place]), shorter)


def _odd(before: Data, after: Data) -> Iterator[Message]:
    """What `validate` warns of now and did not before; but for what is said of the entry itself."""
    known = [(one.code, one.args) for one in _oddities(before)]
    for one in _oddities(after):
        if (one.code, one.args) not in known and one.key not in SAID_ANYHOW:
            yield Message(one.code, one.args)


def _oddities(data: Data) -> list[Diagnostic]:
    diagnostics = Diagnostics(most=sys.maxsize)
    note_warnings(data.registry, data.rulebook, diagnostics)
    return diagnostics.warnings


def _moved(before: Data, after: Data, as_of: date) -> Iterator[Moved]:
    names = before.registry.names | after.registry.names
    for (unit, rule_id), now, was in paired(_findings(after, as_of), _findings(before, as_of)):
        if was is not None and now is not None and _standing(was) == _standing(now):
            continue
        rule = after.rulebook.by_id[rule_id]
        title = {"vi": rule.title.vi, "en": rule.title.en}
        yield Moved(unit, names.get(unit, unit), rule_id, title, rule.modality is Modality.STRIVE, was, now)


def _unit_by_unit(moved: Iterable[Moved]) -> tuple[Moved, ...]:
    """All of a unit together, the units in the order in which they first occur."""
    by_unit: dict[str, list[Moved]] = {}
    for one in moved:
        by_unit.setdefault(one.unit, []).append(one)
    return tuple(one for of_unit in by_unit.values() for one in of_unit)


def _findings(data: Data, as_of: date) -> tuple[Finding, ...]:
    return judge(data.registry, data.rulebook, as_of, data.waivers)


def _standing(finding: Finding) -> tuple[Any, ...]:
    """What a reader would call another state of things: the status, the last day and how late."""
    late = finding.args.get("days_late")
    return finding.status, finding.would_be, finding.last_day, finding.last_days, late
