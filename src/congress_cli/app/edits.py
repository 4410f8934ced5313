"""What `record`, `waive` and `unit` draw up of typed words. Every function raises UsageError for what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from congress_cli.app.prompts import Confirmation
from congress_cli.app.search import Ask, Question, day_meant, present_of, rule_meant, unit_meant
from congress_cli.app.waivers import waiver_length
from congress_cli.days import Today
from congress_cli.edit.document import field_change, file_change, file_for, unit_change, value_at, waiver_change
from congress_cli.edit.transaction import Desk, Draft, draft
from congress_cli.edit.typed_values import Raw, typed_document, typed_exact, typed_span, typed_text
from congress_cli.engine import judge
from congress_cli.errors import UsageError
from congress_cli.model.finding import Finding
from congress_cli.model.journal import Changed
from congress_cli.model.message import names_of
from congress_cli.model.registry import Unit, Waiver
from congress_cli.model.typed import Present, meaning
from congress_cli.rules import Rulebook

AS_FILE = "file"  # said of a unit's records: those of its file count


class Change(NamedTuple):
    """How to draw up a change, and what is said of it above its effect."""

    drawn: Callable[[], Draft]
    sentences: Callable[[Confirmation], Iterable[str]]


class WaivedFor(NamedTuple):
    """Whom a waiver is for, as it was typed: units, or a selector."""

    units: Sequence[str]
    under: Sequence[str] = ()
    type: Sequence[str] = ()
    tag: Sequence[str] = ()


def waived(
    desk: Desk,
    ask: Ask,
    whom: WaivedFor,
    rule: str,
    typed: Mapping[str, str | None],
    longest: int | None,
    as_of: date | None,
    today: Today,
) -> Change:
    """A waiver of a rule, of `longest` days at most.

    `typed`: the options `from`, `until`, `authority`, `document`, `reason`.
    """
    judged, _ = desk.data.judged_day(as_of, today)
    whom = _whom(desk, ask, whom)
    about = _findings(desk, ask, whom, rule, judged)
    free = present_of(desk.data, today)._replace(future=True)

    def day(option: str, text: str) -> str:
        return day_meant(ask, option, text, partial(typed_exact, option), free)

    begins, authority, document = typed["from"], typed["authority"], typed["document"] or ""
    waiver: dict[str, Raw] = {
        "rule": about[0].rule,
        **{key: _one_or_list(key, ids) for key, ids in whom._asdict().items() if ids},
        "from": judged.isoformat() if begins is None else day("--from", begins),
        "until": day("--until", typed["until"] or ""),
        "authority": typed_text("--authority", authority or desk.data.rulebook.directive.issuer or ""),
        "document": typed_document(document),
        "reason": typed_text("--reason", typed["reason"] or ""),
    }
    _check_waiver(waiver, longest)
    return Change(
        lambda: draft(desk, [waiver_change(desk, waiver)]),
        lambda confirmation: confirmation.waiver(about, waiver, document, authority_typed=authority is not None),
    )


def _whom(desk: Desk, ask: Ask, whom: WaivedFor) -> WaivedFor:
    """The same by id. Raises UsageError."""
    book = desk.data.rulebook
    selector = any((whom.under, whom.type, whom.tag))
    if whom.units and selector:
        raise UsageError("options-exclude", options=["UNIT", "--under, --type, --tag"])
    if not whom.units and not selector:
        raise UsageError("argument-missing", text="UNIT")
    units = dict.fromkeys(unit_meant(desk, ask, text, task_forces=True) for text in whom.units)
    under = dict.fromkeys(unit_meant(desk, ask, text) for text in whom.under)
    of_type = [meaning("type", text, names_of(book.types)) for text in whom.type]
    tagged = [meaning("tag", text, names_of(book.tags)) for text in whom.tag]
    return WaivedFor(tuple(units), tuple(under), tuple(of_type), tuple(tagged))


def _one_or_list(key: str, ids: Sequence[str]) -> Raw:
    return ids[0] if len(ids) == 1 and key != "units" else list(ids)


def _check_waiver(waiver: Mapping[str, Raw], longest: int | None) -> None:
    for key in ("authority", "document", "reason"):
        if not waiver[key]:
            raise UsageError("option-value-missing", text=f"--{key}")
    first, last = (date.fromisoformat(str(waiver[key])) for key in ("from", "until"))
    if first > last:
        raise UsageError("waiver-order", first=str(first), last=str(last))
    length = waiver_length(first, last)
    if longest is not None and length > longest:
        raise UsageError("waiver-too-long", days=length, most=longest)


def _findings(desk: Desk, ask: Ask, whom: WaivedFor, rule: str, judged: date) -> list[Finding]:
    """The findings that a waiver is for; a clause or a title means the rule of it that judges the units."""
    data = desk.data
    holders = Waiver.model_construct(**whom._asdict()).holders(data.registry)
    found: dict[str, dict[str, Finding]] = {}
    for one in judge(data.registry, data.rulebook, judged, data.waivers):
        if one.unit in holders:
            found.setdefault(one.rule, {})[one.unit] = one

    def understood(line: str) -> list[Finding]:
        meant = rule_meant(line, data.rulebook, found)
        of_rule = found.get(meant, {})
        for unit in whom.units:
            if unit not in of_rule:
                raise UsageError("rule-not-for-unit", text=unit, rule=meant)
        if not of_rule:
            raise UsageError("waiver-for-none", rule=meant)
        return list(of_rule.values())

    return ask(Question("ask-rule", "RULE", rule), understood)


def unit_added(
    desk: Desk, ask: Ask, unit: str, typed: Mapping[str, str | None], tags: Sequence[str], task_force: str | None
) -> Change:
    """A unit beside the last one below its superior. `typed`: its texts."""
    registry, parent = desk.data.registry, typed["parent"]
    above = None if parent is None else registry.by_id[unit_meant(desk, ask, parent)]
    if unit in registry.by_id or unit in registry.renamed:
        raise UsageError("unit-exists", text=unit)
    texts = {**typed, **_words(desk.data.rulebook, typed), "parent": None if above is None else above.id}
    tag_names = names_of(desk.data.rulebook.tags)
    more: dict[str, Raw] = {
        "tags": [meaning("tag", text, tag_names) for text in tags],
        "task_force": _force_meant(desk, ask, task_force),
    }
    new: dict[str, Raw] = {"id": unit}
    new |= {key: typed_text(f"--{key}", text) for key, text in texts.items() if text is not None}
    new |= {key: value for key, value in more.items() if value}
    file = file_for(desk, None if above is None else above.id)
    return Change(lambda: draft(desk, [unit_change(file, new)]), lambda confirmation: confirmation.unit(unit))


def _words(book: Rulebook, typed: Mapping[str, str | None], unit: Unit | None = None) -> dict[str, str]:
    """The type of a unit, and its level, which need not be said where the type stands on one level alone, or on the
    one that the unit has already."""
    type_ = meaning("type", typed["type"] or "", names_of(book.types))
    if typed["level"]:
        return {"type": type_, "level": meaning("level", typed["level"], names_of(book.levels))}
    level, *others = book.types[type_].level
    if unit is not None and unit.level in (level, *others):
        return {"type": type_}
    if others:
        raise UsageError("argument-missing", text="--level")
    return {"type": type_, "level": level}


def _force_meant(desk: Desk, ask: Ask, text: str | None) -> str | None:
    """The task force by its id, as the registry is checked for it, or by its whole name."""
    is_id = not text or (text.isascii() and " " not in text)
    return text if is_id else unit_meant(desk, ask, text, task_forces=True)


def units_set(
    desk: Desk,
    ask: Ask,
    named: tuple[Sequence[str], Sequence[str]],
    typed: Mapping[str, str | None],
    tags: Sequence[str] | None,
    no_tags: Sequence[str] | None,
) -> Change:
    """Other texts, tags or records of units. `named`: units, and units that all below them are meant with.

    `typed`: texts by field; an empty one goes.
    """
    units = _units_meant(desk, ask, *named)
    typed = {**typed, "task_force": _force_meant(desk, ask, typed["task_force"])}
    for option in ("name", "code"):
        if len(units) > 1 and typed[option] is not None:
            raise UsageError("one-unit-only", option=f"--{option}", count=len(units))
    tag_names = names_of(desk.data.rulebook.tags)
    come, gone = ([meaning("tag", text, tag_names) for text in texts or ()] for texts in (tags, no_tags))
    both = sorted(set(come) & set(gone))
    if both:
        raise UsageError("options-exclude", options=[f"--tag {both[0]}", f"--no-tag {both[0]}"])
    changes = [change for unit in units for change in _unit_changes(desk, unit, typed, come, gone)]
    ids = [unit.id for unit in units]
    return Change(lambda: draft(desk, changes), lambda confirmation: confirmation.units(ids))


def _units_meant(desk: Desk, ask: Ask, units: Iterable[str], under: Iterable[str]) -> list[Unit]:
    registry = desk.data.registry
    found = {unit_meant(desk, ask, text): None for text in units}
    for top in [unit_meant(desk, ask, text) for text in under]:
        found |= dict.fromkeys((top, *sorted(one.id for one in registry.below(top))))
    return [registry.by_id[one] for one in found]


def _unit_changes(
    desk: Desk, unit: Unit, typed: Mapping[str, str | None], come: Sequence[str], gone: Sequence[str]
) -> Iterator[Changed]:
    texts = {field: typed_text(f"--{field}", text) for field, text in typed.items() if text is not None}
    if "type" in texts:
        texts |= _words(desk.data.rulebook, {"type": texts["type"], "level": None}, unit)
    if texts.get("records") == AS_FILE:
        texts["records"] = ""
    tags = [tag for tag in dict.fromkeys((*unit.tags, *come)) if tag not in gone]
    if tags != list(unit.tags):
        yield field_change(desk, unit.id, "tags", list(tags) or None)
    for field, text in texts.items():
        if text != (getattr(unit, field) or ""):
            yield field_change(desk, unit.id, field, text or None)


def registry_set(desk: Desk, ask: Ask, typed: Mapping[str, str | None], forces: Iterable[str], today: Today) -> Change:
    """Other records, term or frozen day of all files, and task forces. `typed`: texts by key; an empty one goes.

    `forces`: each `ID=NAME`; without a name it goes. A term or a day that no file says is written into the first one.
    """
    texts = dict(typed)
    if texts["as_of"]:
        free = present_of(desk.data, today)._replace(frozen=None)
        texts["as_of"] = day_meant(ask, "--freeze", texts["as_of"], partial(typed_exact, "--freeze"), free)
    files = [name for name, path in desk.places.files.items() if path != desk.places.waivers]
    changes: list[Changed] = []
    for key, text in texts.items():
        if text is None:
            continue
        held = [name for name in files if value_at(desk.open(name).value, (key,)) is not None]
        where = held or files[:1]
        changes += [file_change(desk, name, (key,), typed_text(f"--{key}", text) or None) for name in where]
    changes += [_task_force(desk, files, text) for text in forces]
    return Change(lambda: draft(desk, changes), lambda _: ())


def _task_force(desk: Desk, files: Sequence[str], text: str) -> Changed:
    """A task force, `ID=NAME`, in the file that holds it or the first that holds any."""
    one, separator, name = text.partition("=")
    if not separator or not one.strip():
        raise UsageError("task-force-unreadable", text=text)
    force = one.strip()
    known = any(held.id == force for held in desk.data.registry.task_forces)
    new: Raw = {"id": force, "name": typed_text("--task-force", name)} if name.strip() else None
    if new is None and not known:
        raise UsageError("task-force-not-there", text=force)
    wanted = ("task_forces", force) if known else ("task_forces",)
    holding = [one for one in files if value_at(desk.open(one).value, wanted) is not None]
    return file_change(desk, (holding or files)[0], ("task_forces", force), new)


def unit_renamed(desk: Desk, ask: Ask, text: str, new: str) -> Change:
    """A unit with another id, which stays known by the old one; superiors and heirs are named by the new one."""
    registry = desk.data.registry
    unit = registry.by_id[unit_meant(desk, ask, text)]
    if new in registry.names or (new in registry.renamed and new not in unit.was):
        raise UsageError("unit-exists", text=new)
    was: list[Raw] = [one for one in (*unit.was, unit.id) if one != new]
    changes = [field_change(desk, unit.id, "was", was)]
    changes += [field_change(desk, one.id, "parent", new) for one in registry.children_of(unit.id)]
    for one in registry.units:
        if one.closed is not None and one.closed.into == unit.id:
            held = value_at(desk.open(desk.file_of(one.id)).value, ("units", one.id, "closed"))
            closed = dict(held) if isinstance(held, Mapping) else {}
            changes.append(field_change(desk, one.id, "closed", {**closed, "into": new}))
    changes.append(field_change(desk, unit.id, "id", new))  # last, so that the other changes find the unit
    return Change(lambda: draft(desk, changes), lambda confirmation: confirmation.unit(new))


def unit_moved(desk: Desk, ask: Ask, unit: str, parent: str) -> Change:
    """A unit below another superior."""
    about, above = (unit_meant(desk, ask, text) for text in (unit, parent))
    return Change(_changing(desk, about, "parent", above), lambda confirmation: confirmation.unit(about))


def unit_closed(
    desk: Desk, ask: Ask, unit: str, typed: Mapping[str, str | None], present: Present, into: str | None = None
) -> Change:
    """A unit that ends, merged `into` another one or dissolved. `typed`: `day`, `document`, `source` and `note`."""
    about = desk.data.registry.by_id[unit_meant(desk, ask, unit)]
    heir = None if into is None else unit_meant(desk, ask, into)
    if about.id == heir:
        raise UsageError("merge-into-itself", text=about.id)
    document = typed["document"] or ""
    texts = {
        "day": day_meant(ask, "--day", typed["day"] or "", typed_span, present),
        "into": heir or "",
        "document": typed_document(document),
        "source": typed_text("--source", typed["source"] or ""),
        "note": typed_text("--note", typed["note"] or ""),
    }
    if about.closed is not None:
        raise UsageError("unit-closed-already", text=about.id, day=str(about.closed.day))
    closing: dict[str, Raw] = {key: text for key, text in texts.items() if text}
    drawn = _changing(desk, about.id, "closed", closing)
    return Change(drawn, lambda confirmation: confirmation.closing(about.id, closing, document))


def _changing(desk: Desk, unit: str, field: str, new: Raw) -> Callable[[], Draft]:
    return lambda: draft(desk, [field_change(desk, unit, field, new)])
