"""One file opened to be changed: its bytes, its text and the value it holds."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congress_cli.edit.changes import applied, plain, pruned
from congress_cli.edit.scalars import Raw
from congress_cli.edit.yaml_edit import Splice, rewriting, spliced
from congress_cli.errors import CongressError, cause
from congress_cli.model.diagnostics import Diagnostics, Unreadable
from congress_cli.model.journal import Changed, Rewritten
from congress_cli.reading.files import SourceFile, encoding_of
from congress_cli.reading.yaml import BadYaml, load


@dataclass(frozen=True, slots=True)
class Opened:
    """A file before a change. `name` is its path from the registry's folder, `data` None where it does not exist."""

    path: Path
    shown: str
    name: str
    data: bytes | None
    text: str
    value: Raw

    @property
    def sha256(self) -> str | None:
        """Of the bytes; None where there is no file."""
        return None if self.data is None else hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
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

    @property
    def source(self) -> SourceFile:
        """What a reader of the changed file is given."""
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


def open_file(path: Path, shown: str, name: str, empty: str = "") -> Opened:
    """A file that was read without mistakes before; `empty`: the text a new one begins with. Raises CongressError."""
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise CongressError("file-unreadable", path=shown, why=cause(error)) from None
    if data is not None and encoding_of(data) != "utf-8":
        raise CongressError("encoding-unwritable", path=shown, encoding=encoding_of(data).upper())
    text = empty if data is None else data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    return Opened(path, shown, name, data, text, plain(_read(text, shown)))


def redrawn(opened: Opened, changes: Sequence[Changed]) -> Redrawn:
    """The file with the changes in it. Raises CongressError where its new text would not hold just that."""
    splices = tuple(rewriting(opened.text, opened.value, applied(opened.value, changes)))
    text = spliced(opened.text, splices)
    if opened.data is None:
        splices = (Splice(0, "", text),)
    return checked(Redrawn(opened, text, splices, tuple(changes)))


def checked(new: Redrawn) -> Redrawn:
    """The same, once its text is known to hold the old value with the changes and nothing else."""
    if new.text is None:
        return new
    held = plain(_read(new.text, new.opened.shown))
    if pruned(held) != pruned(applied(new.opened.value, new.changes)):
        raise CongressError("edit-unsafe", path=new.opened.shown)
    return new


def _read(text: str, shown: str) -> Any:
    diagnostics = Diagnostics()
    try:
        value = load(text, shown, diagnostics)
    except BadYaml:
        raise Unreadable(diagnostics) from None
    if diagnostics.total():
        raise Unreadable(diagnostics)
    return value
