"""What is to be said of waivers: that they end, have ended, have no effect, or hold longer than the settings allow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from congress_cli.engine import judge
from congress_cli.model.finding import Finding, Status
from congress_cli.model.message import Message, Position
from congress_cli.model.registry import Registry, Waiver
from congress_cli.reading.files import SourceFile
from congress_cli.reading.load import Data
from congress_cli.reading.positions import position_of
from congress_cli.rules import Rulebook

Warning_ = tuple[Position, str, dict[str, Any]]
WARN_DAYS = 14


def waiver_notes(
    waivers: Iterable[Waiver], registry: Registry, rulebook: Rulebook, findings: Iterable[Finding], day: date
) -> list[Message]:
    """What is to be said of the waivers on a day; `findings`: all of that day."""
    used = {(one.rule, one.unit) for one in findings if one.status is Status.WAIVED}
    return [note for waiver in waivers for note in _of_waiver(waiver, registry, rulebook, used, day)]


def _of_waiver(
    waiver: Waiver, registry: Registry, rulebook: Rulebook, used: Collection[tuple[str, str]], day: date
) -> Iterator[Message]:
    rule = rulebook.by_id.get(waiver.rule)
    title = waiver.rule if rule is None else rule.title.both
    args = {"rule": title, "document": waiver.document}
    names = registry.names
    unknown = [one for one in (*waiver.units, *waiver.under) if registry.now(one) not in names]
    if waiver.rule not in rulebook.by_id:
        unknown.insert(0, waiver.rule)
    if waiver.until < day:
        yield Message("notes.waiver-ended", {**args, "until": str(waiver.until)})
    elif waiver.in_force(day):
        holders = waiver.holders(registry)
        idle = [unit for unit in holders if (waiver.rule, unit) not in used and unit in names]
        left, in_use = (waiver.until - day).days, any((waiver.rule, unit) in used for unit in holders)
        if in_use and left <= WARN_DAYS:
            code = "notes.waiver-ends" if left else "notes.waiver-ends-today"
            yield Message(code, {**args, "until": str(waiver.until), "days": left})
        if waiver.rule in rulebook.by_id and not waiver.units and not in_use:
            yield Message("notes.waiver-idle", args)
        elif waiver.units and idle and waiver.rule in rulebook.by_id:
            yield Message("notes.waiver-unused", {**args, "units": [names[unit] for unit in idle]})
    if unknown:
        yield Message("notes.waiver-names-unknown", {"names": unknown, "document": waiver.document})


def waiver_warnings(data: Data, source: SourceFile, longest: int | None, day: date | None) -> Iterator[Warning_]:
    """What `validate` has against waivers: longer than the settings allow; on a judged day, ended or without effect."""
    used: set[tuple[str, str]] = set()
    if day is not None:
        findings = judge(data.registry, data.rulebook, day, data.waivers)
        used = {(one.rule, one.unit) for one in findings if one.status is Status.WAIVED}
    for place, waiver in enumerate(data.waivers):
        for key, code, args in _against(waiver, longest, day):
            yield position_of(source.document.value, ("waivers", place, key), Position(1, 1)), code, args
        if day is None or not waiver.in_force(day):
            continue
        idle = [one for one in waiver.holders(data.registry) if (waiver.rule, one) not in used]
        position = position_of(source.document.value, ("waivers", place, "rule"), Position(1, 1))
        if waiver.units and idle:
            yield position, "waiver-unused", {"text": waiver.rule, "units": idle}
        elif len(idle) == len(waiver.holders(data.registry)):
            yield position, "waiver-idle", {"text": waiver.rule}


def _against(waiver: Waiver, longest: int | None, day: date | None) -> Iterator[tuple[str, str, dict[str, Any]]]:
    length = waiver_length(waiver.from_, waiver.until)
    if longest is not None and length > longest:
        yield "until", "waiver-too-long", {"days": length, "most": longest}
    if day is not None and waiver.until < day:
        yield "until", "waiver-ended", {"until": str(waiver.until), "day": str(day)}


def waiver_length(first: date, last: date) -> int:
    """How many days a waiver holds, both ends included."""
    return (last - first).days + 1
