"""Changes of values inside a file's value, addressed from its root: `units`, an id, `facts`, a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from congress_cli.edit.scalars import Raw
from congress_cli.model.journal import Changed

LAST = "facts"
"""The key that a new one is put before: nobody looks for the end of a unit below all its facts."""


def value_at(root: Raw, where: Iterable[str]) -> Raw:
    """The value at an address; None where there is none."""
    return reduce(_step, where, root)


def applied(root: Raw, changes: Iterable[Changed]) -> Raw:
    """The value with the changes in it. A mapping that loses its last key goes itself."""
    return reduce(lambda value, change: _with(value, change.where, _raw(change.new)), changes, root)


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


_raw = plain


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
