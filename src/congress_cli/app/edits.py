"""What `record`, `waive` and `unit` draw up of typed words. Every function raises UsageError for what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from congress_cli.app.check import Today, judged_day
from congress_cli.app.prompts import Confirmation
from congress_cli.app.search import Ask, day_meant, names_of, present_of, rule_meant, unit_meant
from congress_cli.edit.document import field_change, unit_change, waiver_change
from congress_cli.edit.transaction import Desk, Draft, draft
from congress_cli.edit.typed_values import (
    Raw,
    typed_document,
    typed_exact,
    typed_span,
    typed_text,
)
from congress_cli.engine import judge
from congress_cli.errors import UsageError
from congress_cli.model.finding import Finding
from congress_cli.model.meaning import meaning
from congress_cli.model.typed_days import Present
from congress_cli.rules import Rulebook


class Change(NamedTuple):
    """How to draw up a change, and what is said of it above its effect."""

    drawn: Callable[[], Draft]
    told: Callable[[Confirmation], Iterable[str]]


def waived(
    desk: Desk, ask: Ask, unit: str, rule: str, said: Mapping[str, str | None], as_of: date | None, today: Today
) -> Change:
    """A waiver of a rule for a unit. `said`: the options `from`, `until`, `authority`, `document`, `reason`."""
    judged, _ = judged_day(as_of, desk.data, today)
    about = _finding(desk, ask, unit_meant(desk, ask, unit, task_forces=True), rule, judged)
    free = present_of(desk.data, today)._replace(future=True)

    def day(option: str, text: str) -> str:
        return day_meant(ask, option, text, partial(typed_exact, option), free)

    begins, authority, document = said["from"], said["authority"], said["document"] or ""
    waiver: dict[str, Raw] = {
        "rule": about.rule,
        "units": [about.unit],
        "from": judged.isoformat() if begins is None else day("--from", begins),
        "until": day("--until", said["until"] or ""),
        "authority": typed_text("--authority", authority or desk.data.rulebook.directive.issuer or ""),
        "document": typed_document(document),
        "reason": typed_text("--reason", said["reason"] or ""),
    }
    for key in ("authority", "document", "reason"):
        if not waiver[key]:
            raise UsageError("option-value-missing", text=f"--{key}")
    if str(waiver["from"]) > str(waiver["until"]):
        raise UsageError("waiver-order", first=waiver["from"], last=waiver["until"])
    return Change(
        lambda: draft(desk, [waiver_change(desk, waiver)]),
        lambda confirmation: confirmation.waiver(about, waiver, document, authority_typed=authority is not None),
    )


def _finding(desk: Desk, ask: Ask, unit: str, rule: str, judged: date) -> Finding:
    """The finding that a waiver is for; a clause or a title means the rule of it that judges the unit."""
    data = desk.data
    findings = judge(data.registry, data.rulebook, judged, data.waivers)
    of_unit = {one.rule: one for one in findings if one.unit == unit}

    def understood(line: str) -> Finding:
        meant = rule_meant(line, data.rulebook, of_unit)
        if meant not in of_unit:
            raise UsageError("rule-not-for-unit", text=unit, rule=meant)
        return of_unit[meant]

    return ask("ask-rule", understood, "RULE", typed=rule)


def unit_added(
    desk: Desk, ask: Ask, unit: str, said: Mapping[str, str | None], tags: Sequence[str], task_force: str | None
) -> Change:
    """A unit beside the last one below its superior. `said`: its texts."""
    registry, parent = desk.data.registry, said["parent"]
    above = None if parent is None else registry.by_id[unit_meant(desk, ask, parent)]
    if unit in registry.by_id:
        raise UsageError("unit-exists", text=unit)
    texts = {**said, **_words(desk.data.rulebook, said), "parent": None if above is None else above.id}
    tag_names = names_of(desk.data.rulebook.tags)
    more: dict[str, Raw] = {"tags": [meaning("tag", text, tag_names) for text in tags], "task_force": task_force}
    new: dict[str, Raw] = {"id": unit}
    new |= {key: typed_text(f"--{key}", text) for key, text in texts.items() if text is not None}
    new |= {key: value for key, value in more.items() if value}
    beside = None if above is None else (above, *registry.children_of(above.id))[-1]
    file = next(iter(desk.files)) if beside is None else desk.file_of(beside.id)
    return Change(lambda: draft(desk, [unit_change(file, new)]), lambda confirmation: confirmation.unit(unit))


def _words(book: Rulebook, said: Mapping[str, str | None]) -> dict[str, str]:
    """The type of a new unit, and its level, which need not be said where the type stands on one level alone."""
    type_ = meaning("type", said["type"] or "", names_of(book.types))
    if said["level"]:
        return {"type": type_, "level": meaning("level", said["level"], names_of(book.levels))}
    level, *others = book.types[type_].level
    if others:
        raise UsageError("argument-missing", text="--level")
    return {"type": type_, "level": level}


def unit_moved(desk: Desk, ask: Ask, unit: str, parent: str) -> Change:
    """A unit below another superior."""
    about, above = (unit_meant(desk, ask, text) for text in (unit, parent))
    return Change(_changing(desk, about, "parent", above), lambda confirmation: confirmation.unit(about))


def unit_closed(
    desk: Desk, ask: Ask, unit: str, said: Mapping[str, str | None], present: Present, into: str | None = None
) -> Change:
    """A unit that ends, merged `into` another one or dissolved. `said`: `day`, `document`, `source` and `note`."""
    about = desk.data.registry.by_id[unit_meant(desk, ask, unit)]
    heir = None if into is None else unit_meant(desk, ask, into)
    if about.id == heir:
        raise UsageError("merge-into-itself", text=about.id)
    document = said["document"] or ""
    texts = {
        "day": day_meant(ask, "--day", said["day"] or "", typed_span, present),
        "into": heir or "",
        "document": typed_document(document),
        "source": typed_text("--source", said["source"] or ""),
        "note": typed_text("--note", said["note"] or ""),
    }
    if about.closed is not None:
        raise UsageError("unit-closed-already", text=about.id, day=str(about.closed.day))
    closing: dict[str, Raw] = {key: text for key, text in texts.items() if text}
    drawn = _changing(desk, about.id, "closed", closing)
    return Change(drawn, lambda confirmation: confirmation.closing(about.id, closing, document))


def _changing(desk: Desk, unit: str, field: str, new: Raw) -> Callable[[], Draft]:
    return lambda: draft(desk, [field_change(desk, unit, field, new)])
