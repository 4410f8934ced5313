"""One file that is changed: its bytes, its text, the value it holds, and changes addressed inside that value."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from congress_cli.edit.typed_values import Raw
from congress_cli.edit.yaml_edit import Splice, rewriting, spliced
from congress_cli.errors import CongressError
from congress_cli.model.facts import FactKind
from congress_cli.model.journal import Changed, Rewritten
from congress_cli.model.message import Diagnostics, Unreadable
from congress_cli.reading.files import SourceFile, Sources, encoding_of

if TYPE_CHECKING:
    from congress_cli.edit.transaction import Desk


LAST = ("facts", "units")
"""The keys that a new one is put before: a reader does not look below all facts or units for the rest."""


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


def file_change(desk: Desk, file: str, where: tuple[str, ...], new: Raw) -> Changed:
    """What a file says of itself, or one of its task forces."""
    return _change(desk, file, where, new)


def file_for(desk: Desk, parent: str | None) -> str:
    """The name of the file that a new unit belongs into: that of the last one below its superior, else the first."""
    if parent is None:
        return next(iter(desk.files))
    above = desk.data.registry.by_id[parent]
    return desk.file_of((above, *desk.data.registry.children_of(parent))[-1].id)


def waiver_change(desk: Desk, waiver: dict[str, Raw]) -> Changed:
    """A new waiver at the end of its file."""
    file = desk.name(desk.waivers)
    return Changed(file=file, where=("waivers", f"#{len(desk.data.waivers)}"), new=plain(waiver))


def _change(desk: Desk, file: str, where: tuple[str, ...], new: Raw) -> Changed:
    return Changed(file=file, where=where, old=value_at(desk.open(file).value, where), new=None if new == {} else new)


# ---------------------------------------------------------------- the two forms of a fact

BESIDE = ("day", "document", "source", "by", "recorded", "note")
"""What may stand beside the value of a fact, in the order in which it is written."""

_ALONE = {
    FactKind.EVENT: "day",
    FactKind.PLAN: "day",
    FactKind.CHECKLIST: "items",
    FactKind.MEASURES: "values",
    FactKind.SERIES: "periods",
    FactKind.CASES: "cases",
}
"""Under which key the long form holds what is the short form by itself."""


def long_form(kind: FactKind, raw: Raw) -> dict[str, Raw]:
    """A fact as a mapping; empty where there is none."""
    key = _ALONE.get(kind)
    if isinstance(raw, Mapping) and (key is None or key in raw or key == "day"):
        return dict(raw)
    return {} if raw is None or key is None else {key: raw}


def merged_fact(kind: FactKind, old: Raw, value: Mapping[str, Raw], beside: Mapping[str, str], today: str) -> Raw:
    """A recorded fact with a new value and other texts beside it; an empty text goes. What is not named stays.

    The day of entry, where the fact has one, becomes `today` if anything changes and no other is named.
    """
    before = long_form(kind, old)
    fact: dict[str, Raw] = {**before, **value}
    for key in BESIDE:
        if beside.get(key):
            fact[key] = beside[key]
        elif key in beside:
            fact.pop(key, None)
    if "recorded" in before and "recorded" not in beside and fact != before:
        fact["recorded"] = today
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
    if step in ids:
        return ids.index(step)
    return next((place for place, item in enumerate(items) if step in _former(item)), len(items))


def _former(item: Raw) -> list[Raw]:
    """The ids that an item had before."""
    former = item.get("was") if isinstance(item, Mapping) else None
    return former if isinstance(former, list) else []


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
    else:
        last = {} if where[0] in kept else {key: kept.pop(key) for key in LAST if key in kept}
        kept |= {where[0]: inner, **last}
    return kept or None


@dataclass(frozen=True)
class Opened:
    """A file before a change. `name` is its path from the registry's folder, `data` None where it does not exist."""

    path: Path
    name: str
    data: bytes | None
    source: SourceFile

    @property
    def shown(self) -> str:
        """Its path as reports show it."""
        return self.source.path

    @property
    def text(self) -> str:
        """What it holds, as text."""
        return self.source.text

    @cached_property
    def value(self) -> Raw:
        """What it holds, as mappings, lists and texts. Raises Unreadable."""
        return _value(self.source)

    @property
    def sha256(self) -> str | None:
        """Of the bytes; None where there is no file."""
        return None if self.data is None else hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Redrawn:
    """A file after a change that is not written yet. `text` is None where the file goes."""

    opened: Opened
    text: str | None
    splices: tuple[Splice, ...]
    changes: tuple[Changed, ...]

    @property
    def data(self) -> bytes | None:
        """The bytes to be written, with the byte order mark the file had."""
        if self.text is None:
            return None
        had_mark = self.opened.data is not None and self.opened.data.startswith(codecs.BOM_UTF8)
        return (codecs.BOM_UTF8 if had_mark else b"") + self.text.encode()

    @cached_property
    def source(self) -> SourceFile:
        """What a reader of the changed file is given; it is parsed once."""
        return SourceFile(self.opened.shown, self.text or "", self.sha256 or "")

    @property
    def sha256(self) -> str | None:
        """Of the bytes to be written."""
        return None if self.data is None else hashlib.sha256(self.data).hexdigest()

    @property
    def told(self) -> Rewritten:
        """What the journal keeps of it."""
        opened = self.opened
        return Rewritten(file=opened.name, before=opened.sha256, after=self.sha256, splices=self.splices)


def open_file(sources: Sources, path: Path, name: str, empty: str = "") -> Opened:
    """A file that was read without mistakes before; `empty`: the text a new one begins with. Raises CongressError."""
    shown = sources.shown(path)
    if not path.is_file():
        return Opened(path, name, None, SourceFile(shown, empty, "", spans=True))
    data = sources.data(path)
    encoding = encoding_of(data)
    source = sources.source(path, Diagnostics()) if encoding == "utf-8" else None
    if source is None:
        raise CongressError("encoding-unwritable", path=shown, encoding=encoding.upper())
    return Opened(path, name, data, source)


def redrawn(opened: Opened, changes: Sequence[Changed]) -> Redrawn:
    """The file with the changes in it. Raises CongressError where its new text would not hold just that."""
    splices = tuple(rewriting(opened.text, opened.value, applied(opened.value, changes), opened.source.document.root))
    text = spliced(opened.text, splices)
    if opened.data is None:
        splices = (Splice(0, "", text),)
    return checked(Redrawn(opened, text, splices, tuple(changes)))


def checked(new: Redrawn) -> Redrawn:
    """The same, once its text is known to hold the old value with the changes and nothing else."""
    if new.text is None:
        return new
    if pruned(_value(new.source)) != pruned(applied(new.opened.value, new.changes)):
        raise CongressError("edit-unsafe", path=new.opened.shown)
    return new


def _value(source: SourceFile) -> Raw:
    document = source.document
    if document.broken or document.diagnostics.total():
        raise Unreadable(document.diagnostics)
    return plain(document.value)
