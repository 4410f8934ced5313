"""One file that is changed: its bytes, its text, the value it holds, and changes addressed inside that value."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from congress_cli import dataclass
from congress_cli.edit.typed_values import Raw
from congress_cli.edit.yaml_edit import Splice, rewriting, spliced
from congress_cli.errors import CongressError
from congress_cli.model.facts import FACT_MODELS, FactKind
from congress_cli.model.journal import Changed, Rewritten
from congress_cli.model.message import Diagnostics, Unreadable
from congress_cli.reading.files import SourceFile, Sources, encoding_of, is_file

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
    return desk.open(desk.file_of(unit)).value_at(("units", unit, "facts", fact))


def fact_change(desk: Desk, unit: str, fact: str, new: Raw) -> Changed:
    """A fact of a unit, as the file is to hold it; None: the fact goes."""
    return file_change(desk, desk.file_of(unit), ("units", unit, "facts", fact), new)


def field_change(desk: Desk, unit: str, field: str, new: Raw) -> Changed:
    """A field of a unit: its superior, its end."""
    return file_change(desk, desk.file_of(unit), ("units", unit, field), new)


def unit_change(file: str, unit: dict[str, Raw]) -> Changed:
    """A new unit at the end of a file."""
    return Changed(file=file, where=("units", str(unit["id"])), new=plain(unit))


def file_change(desk: Desk, file: str, where: tuple[str, ...], new: Raw) -> Changed:
    """A value of a file: what it says of itself, one of its task forces, anything of its units."""
    return Changed(file=file, where=where, old=desk.open(file).value_at(where), new=None if new == {} else new)


def file_for(desk: Desk, parent: str | None) -> str:
    """The name of the file that a new unit belongs into: that of the last one below its superior, else the first."""
    if parent is None:
        return next(iter(desk.places.files))
    above = desk.data.registry.by_id[parent]
    return desk.file_of((above, *desk.data.registry.children_of(parent))[-1].id)


def waiver_change(desk: Desk, waiver: dict[str, Raw]) -> Changed:
    """A new waiver at the end of its file."""
    file = desk.places.name(desk.places.waivers)
    return Changed(file=file, where=("waivers", f"#{len(desk.data.waivers)}"), new=plain(waiver))


# ---------------------------------------------------------------- the two forms of a fact

BESIDE = ("day", "document", "source", "by", "recorded", "note")
"""What may stand beside the value of a fact, in the order in which it is written."""


def long_form(kind: FactKind, raw: Raw) -> dict[str, Raw]:
    """A fact as a mapping; empty where there is none."""
    key = FACT_MODELS[kind].alone
    if isinstance(raw, Mapping) and (not key or key in raw or key == "day"):
        return dict(raw)
    return {key: raw} if key and raw is not None else {}


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
    alone = FACT_MODELS[kind].alone
    was_long = isinstance(old, Mapping) and old == before
    return fact[alone] if list(fact) == [alone] and not was_long else fact


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
class Block:
    """The lines of one unit as a file of their own, with `head` above them; `start` and `end`: where they stand."""

    start: int
    end: int
    head: str
    source: SourceFile

    @cached_property
    def value(self) -> Raw:
        """A registry of that unit alone. Raises Unreadable."""
        return _value(self.source)

    def placed(self, splice: Splice) -> Splice:
        """A splice of the block as one of the file."""
        return splice._replace(start=splice.start + self.start - len(self.head))


_DASH = re.compile(r" *- ")
_OTHER_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")


def block_at(text: str, start: int, path: str) -> Block | None:
    """The unit whose lines begin there, if they can be read by themselves; they end where a line stands as far out."""
    dash = _DASH.match(text, start)
    if dash is None:
        return None
    indent = dash.end() - dash.start() - 2
    behind = re.compile(rf"^ {{0,{indent}}}(?![ #\r\n])", re.MULTILINE)
    found = behind.search(text, text.find("\n", start) + 1 or len(text))
    end = len(text) if found is None else found.start()
    head = "units:\r\n" if "\r\n" in text[start:end] else "units:\n"
    source = SourceFile(path, head + text[start:end], "", spans=True)
    if _OTHER_BREAK.search(source.text) or source.document.broken or source.document.diagnostics.total():
        return None
    return Block(start, end, head, source)


@dataclass(frozen=True)
class Opened:
    """A file before a change. `name` is its path from the registry's folder, `data` None where it does not exist.

    `line_of` says in which line a unit of it begins.
    """

    path: Path
    name: str
    data: bytes | None
    source: SourceFile
    line_of: Callable[[str], int | None] = field(default=lambda unit: None, compare=False)

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

    def value_at(self, where: tuple[str, ...]) -> Raw:
        """The value at an address; of a unit's fact or field only the unit's lines are read. Raises Unreadable."""
        block = self.block_of((where,))
        return value_at(self.value if block is None else block.value, where)

    def block_of(self, addresses: Iterable[tuple[str, ...]]) -> Block | None:
        """The lines of the one unit in which all these addresses lie, if there is one; none of a file parsed anyway."""
        units = {where[1] if len(where) > 2 and where[0] == "units" else "" for where in addresses}
        unit = units.pop() if len(units) == 1 else ""
        if unit not in self.blocks:
            line = self.line_of(unit) if unit and "document" not in vars(self.source) else None
            self.blocks[unit] = None if line is None else self._block(unit, line)
        return self.blocks[unit]

    def _block(self, unit: str, line: int) -> Block | None:
        start = 0
        for _ in range(line - 1):
            start = self.text.find("\n", start) + 1
        block = block_at(self.text, start, self.shown)
        return block if block is not None and value_at(block.value, ("units", unit)) is not None else None

    @cached_property
    def blocks(self) -> dict[str, Block | None]:
        """The lines of the units that were asked for."""
        return {}

    @property
    def sha256(self) -> str | None:
        """Of the bytes; None where there is no file."""
        return None if self.data is None else self.source.sha256


@dataclass(frozen=True)
class Redrawn:
    """A file after a change that is not written yet. `text` is None where the file goes."""

    opened: Opened
    text: str | None
    splices: tuple[Splice, ...]
    changes: tuple[Changed, ...]

    @cached_property
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

    @cached_property
    def sha256(self) -> str | None:
        """Of the bytes to be written."""
        return None if self.data is None else hashlib.sha256(self.data).hexdigest()

    @property
    def rewritten(self) -> Rewritten:
        """What the journal keeps of it."""
        opened = self.opened
        return Rewritten(file=opened.name, before=opened.sha256, after=self.sha256, splices=self.splices)


def open_file(
    sources: Sources, path: Path, name: str, empty: str = "", line_of: Callable[[str], int | None] = lambda unit: None
) -> Opened:
    """A file that was read without mistakes before; `empty`: the text a new one begins with. Raises CongressError."""
    shown = sources.shown(path)
    if not is_file(path):
        return Opened(path, name, None, SourceFile(shown, empty, "", spans=True))
    data = sources.data(path)
    encoding = encoding_of(data)
    source = sources.source(path, Diagnostics()) if encoding == "utf-8" else None
    if source is None:
        raise CongressError("encoding-unwritable", path=shown, encoding=encoding.upper())
    return Opened(path, name, data, source, line_of)


def redrawn(opened: Opened, changes: Sequence[Changed]) -> Redrawn:
    """The file with the changes in it. Raises CongressError where its new text would not hold just that."""
    block = opened.block_of(change.where for change in changes)
    if block is None:
        value, source = opened.value, opened.source
        splices = tuple(rewriting(source.text, value, applied(value, changes), source.document.root))
    else:
        value, source = block.value, block.source
        drawn = rewriting(source.text, value, applied(value, changes), source.document.root)
        splices = tuple(map(block.placed, drawn))
    text = spliced(opened.text, splices)
    if opened.data is None:
        splices = (Splice(0, "", text),)
    return checked(Redrawn(opened, text, splices, tuple(changes)))


def checked(new: Redrawn) -> Redrawn:
    """The same, once its text is known to hold the old value with the changes and nothing else."""
    if new.text is None:
        return new
    narrow = _narrowed(new)
    before, after = (new.opened.value, _value(new.source)) if narrow is None else narrow
    if pruned(after) != pruned(applied(before, new.changes)):
        raise CongressError("edit-unsafe", path=new.opened.shown)
    return new


def _narrowed(new: Redrawn) -> tuple[Raw, Raw] | None:
    """A registry of the one unit that was changed, before and after; None where more than its lines were."""
    block = new.opened.block_of(change.where for change in new.changes)
    text = new.text or ""
    if block is None or any(one.start < block.start or one.end > block.end for one in new.splices):
        return None
    after, rest = block_at(text, block.start, new.opened.shown), new.opened.text[block.end :]
    if after is None or len(text) - after.end != len(rest) or not text.endswith(rest):
        return None
    return block.value, after.value


def _value(source: SourceFile) -> Raw:
    document = source.document
    if document.broken or document.diagnostics.total():
        raise Unreadable(document.diagnostics)
    return plain(document.value)
