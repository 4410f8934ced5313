"""One file opened to be changed: its bytes, its text and the value it holds."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from congress_cli.edit.changes import applied, plain, pruned
from congress_cli.edit.scalars import Raw
from congress_cli.edit.yaml_edit import Splice, rewriting, spliced
from congress_cli.errors import CongressError
from congress_cli.model.journal import Changed, Rewritten
from congress_cli.model.message import Diagnostics, Unreadable
from congress_cli.reading.files import SourceFile, Sources, encoding_of


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
