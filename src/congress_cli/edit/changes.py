"""Changes of values inside a file's value, addressed from its root: `units`, an id, `facts`, a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import TYPE_CHECKING

from congress_cli.edit.scalars import Raw
from congress_cli.model.facts import FactKind
from congress_cli.model.journal import Changed

if TYPE_CHECKING:
    from congress_cli.edit.transaction import Desk

LAST = "facts"
"""The key that a new one is put before: nobody looks for the end of a unit below all its facts."""


def value_at(root: Raw, where: Iterable[str]) -> Raw:
    """The value at an address; None where there is none."""
    return reduce(_step, where, root)


def applied(root: Raw, changes: Iterable[Changed]) -> Raw:
    """The value with the changes in it. A mapping that loses its last key goes itself."""
    return reduce(lambda value, change: _with(value, change.where, plain(change.new)), changes, root)


def reversed_(changes: Iterable[Changed]) -> tuple[Changed, ...]:
    """The changes that take these back."""
    return tuple(one.model_copy(update={"old": one.new, "new": one.old}) for one in reversed(list(changes)))


def plain(value: object) -> Raw:
    """A value that was read, as mappings, lists and texts that know no places."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return None if value is None else str(value)


def pruned(value: Raw) -> Raw:
    """A value without what says nothing: keys without a value or with an empty mapping. `facts:` is as no `facts`."""
    if isinstance(value, Mapping):
        kept = {key: pruned(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner is not None} or None
    return [pruned(item) for item in value] if isinstance(value, list) else value


def has_effect(change: Changed) -> bool:
    """Whether a change changes anything."""
    return pruned(plain(change.old)) != pruned(plain(change.new))


# ---------------------------------------------------------------- what a registry holds


def recorded(desk: Desk, unit: str, fact: str) -> Raw:
    """A fact of a unit, as its file holds it; None where there is none."""
    return value_at(desk.open(desk.file_of(unit)).value, ("units", unit, "facts", fact))


def fact_change(desk: Desk, unit: str, fact: str, new: Raw) -> Changed:
    """A fact of a unit, as the file is to hold it; None: the fact goes."""
    return _change(desk, desk.file_of(unit), ("units", unit, "facts", fact), new)


def field_change(desk: Desk, unit: str, field: str, new: Raw) -> Changed:
    """A field of a unit: its superior, its end."""
    return _change(desk, desk.file_of(unit), ("units", unit, field), new)


def unit_change(file: str, unit: dict[str, Raw]) -> Changed:
    """A new unit at the end of a file."""
    return Changed(file=file, where=("units", str(unit["id"])), new=plain(unit))


def waiver_change(desk: Desk, waiver: dict[str, Raw]) -> Changed:
    """A new waiver at the end of its file."""
    file = desk.name(desk.waivers)
    return Changed(file=file, where=("waivers", f"#{len(desk.data.waivers)}"), new=plain(waiver))


def _change(desk: Desk, file: str, where: tuple[str, ...], new: Raw) -> Changed:
    return Changed(file=file, where=where, old=value_at(desk.open(file).value, where), new=None if new == {} else new)


# ---------------------------------------------------------------- the two forms of a fact

BESIDE = ("day", "document", "source", "by", "recorded", "note")
"""What may stand beside the value of a fact, in the order in which it is written."""

_ALONE = {FactKind.EVENT: "day", FactKind.PLAN: "day", FactKind.CHECKLIST: "items", FactKind.MEASURES: "values"}
"""Under which key the long form holds what is the short form by itself."""


def long_form(kind: FactKind, raw: Raw) -> dict[str, Raw]:
    """A fact as a mapping; empty where there is none."""
    key = _ALONE.get(kind)
    if isinstance(raw, Mapping) and (key is None or key in raw or key == "day"):
        return dict(raw)
    return {} if raw is None or key is None else {key: raw}


def merged_fact(kind: FactKind, old: Raw, value: Mapping[str, Raw], beside: Mapping[str, str]) -> Raw:
    """A recorded fact with a new value and other texts beside it; an empty text goes. What is not named stays."""
    before = long_form(kind, old)
    fact: dict[str, Raw] = {**before, **value}
    for key in BESIDE:
        if beside.get(key):
            fact[key] = beside[key]
        elif key in beside:
            fact.pop(key, None)
    alone = _ALONE.get(kind)
    was_long = isinstance(old, Mapping) and old == before
    return fact[alone] if alone is not None and list(fact) == [alone] and not was_long else fact


# ---------------------------------------------------------------- addresses


def _step(value: Raw, step: str) -> Raw:
    if isinstance(value, Mapping):
        return value.get(step)
    place = _place(value, step)
    return value[place] if isinstance(value, list) and place < len(value) else None


def _place(value: Raw, step: str) -> int:
    """Which item of a list is meant; the one behind the last where there is none."""
    items = value if isinstance(value, list) else []
    if step.startswith("#"):
        return min(int(step[1:]), len(items))
    ids = [item.get("id") if isinstance(item, Mapping) else None for item in items]
    return ids.index(step) if step in ids else len(items)


def _with(value: Raw, where: tuple[str, ...], new: Raw) -> Raw:
    if not where:
        return new
    inner = _with(_step(value, where[0]), where[1:], new)
    if isinstance(value, list):
        place = _place(value, where[0])
        return [*value[:place], *([] if inner is None else [inner]), *value[place + 1 :]]
    kept = dict(value) if isinstance(value, Mapping) else {}
    if inner is None or inner == {}:
        kept.pop(where[0], None)
    elif where[0] in kept or LAST not in kept:
        kept[where[0]] = inner
    else:
        kept |= {where[0]: inner, LAST: kept.pop(LAST)}
    return kept or None
