"""Files to bytes and text: each must be a plain file of a bearable size, and is read once a run."""

from __future__ import annotations

import codecs
import gc
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from congress_cli import dataclass
from congress_cli.errors import CongressError, cause
from congress_cli.model.message import Diagnostics, Position

if TYPE_CHECKING:
    from congress_cli.reading.fast import SimpleFile
    from congress_cli.reading.yaml import Document

MAX_BYTES = 64 * 1024 * 1024
STDIN = "-"
UNITS_FORMAT = "congress-units/1"
RULES_FORMAT = "congress-rules/1"


@contextmanager
def paused() -> Iterator[None]:
    """Keep the garbage collector from looking through millions of objects that stay while they are loaded and judged.

    Nothing that is read or judged refers back to itself, so that reference counts free the rest.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # else the first thing made after this has the collector look through all that was loaded
            gc.enable()


@dataclass(frozen=True)
class SourceFile:
    """A file's text without byte order mark, and the SHA-256 of its bytes as they lay on disk.

    `spans`: its document also says where each value begins and ends, which an editor needs.
    """

    path: str
    text: str
    sha256: str
    spans: bool = False

    @cached_property
    def document(self) -> Document:
        """The YAML document that the text holds, parsed once. Do not change its values."""
        from congress_cli.reading.yaml import parse

        return parse(self.text, self.path, spans=self.spans)


class Sources:
    """The files of one run, each read from disk once, and parsed once.

    `shown` gives a path as reports show it; `instead` has sources, by that path, in the place of files; `spans`: an
    editor needs them.
    """

    def __init__(
        self,
        shown: Callable[[Path | str], str],
        instead: Mapping[str, SourceFile] | None = None,
        *,
        spans: bool = False,
    ) -> None:
        self.shown = cache(shown)
        self.instead = dict(instead or {})
        self.spans = spans
        self._bytes: dict[str, bytes] = {}
        self._files: dict[str, SourceFile] = {}
        self.simple: dict[str, tuple[bytes, SimpleFile]] = {}  # an editor reads a file again after a small change

    def data(self, path: Path | str) -> bytes:
        """The bytes of a file. Raises CongressError."""
        shown = self.shown(path)
        if shown in self.instead:
            return self.instead[shown].text.encode()
        if shown not in self._bytes:
            self._bytes[shown] = read_bytes(path, shown)
        return self._bytes[shown]

    def sha256(self, path: Path | str) -> str:
        """The SHA-256 of a file's bytes. Raises CongressError."""
        shown = self.shown(path)
        return self.instead[shown].sha256 if shown in self.instead else hashlib.sha256(self.data(path)).hexdigest()

    def source(self, path: Path | str, diagnostics: Diagnostics) -> SourceFile | None:
        """The text of a file, or None where its bytes are no text; that is noted. Raises CongressError."""
        shown = self.shown(path)
        known = self.instead.get(shown) or self._files.get(shown)
        if known is not None:
            return known
        source = source_of(self.data(path), shown, diagnostics)
        if source is not None:
            source = self._files[shown] = replace(source, spans=self.spans)
        return source

    def replaced(self, instead: Mapping[str, SourceFile]) -> Sources:
        """The same files with other texts in the place of some of them; what was read is not read again."""
        other = Sources(self.shown, instead, spans=self.spans)
        other._bytes, other._files, other.simple = self._bytes, self._files, self.simple
        return other


def shown_path(path: Path, root: Path) -> str:
    """The path as reports show it, with `/`: relative to the project's root, but for a path that is named from `/`.

    Links are followed, unless they lead out of the project.
    """
    if str(path) == STDIN:
        return STDIN
    try:
        return _shown(path, root)
    except ValueError:  # a name with a zero byte in it, another drive of Windows
        return path.as_posix()


def _shown(path: Path, root: Path) -> str:
    real, real_root = Path(os.path.realpath(path)), os.path.realpath(root)
    for place, folder in ((real, Path(real_root)), (_absolute(path), _absolute(root))):
        if place.is_relative_to(folder):
            return place.relative_to(folder).as_posix()
    return path.as_posix() if path.is_absolute() else Path(os.path.relpath(real, real_root)).as_posix()


def _absolute(path: Path) -> Path:
    return Path(os.path.normpath(path.absolute()))


def read_source(path: Path | str, shown: str, diagnostics: Diagnostics) -> SourceFile | None:
    """The text of one file, or None where its bytes are no text; that is noted.

    Raises CongressError where the file cannot be read at all.
    """
    return source_of(read_bytes(path, shown), shown, diagnostics)


def source_of(data: bytes, shown: str, diagnostics: Diagnostics) -> SourceFile | None:
    """The text that these bytes hold, or None where they are no text; that is noted."""
    program = program_of(data)
    if program is not None:
        code = "file-excel" if program == "file-excel" else "file-of-program"
        diagnostics.error(shown, Position(1, 1), code, kind=program, file=shown)
        return None
    text = _decoded(data, shown, diagnostics)
    return None if text is None else SourceFile(shown, text, hashlib.sha256(data).hexdigest())


def read_bytes(path: Path | str, shown: str, most: int = MAX_BYTES) -> bytes:
    """The bytes of a plain file, or of standard input for `-`; `most`: how many there may be.

    Raises CongressError.
    """
    data = _stdin(most) if str(path) == STDIN else _bytes(Path(path), shown, most)
    if len(data) > most:
        _refuse_size(shown, most)
    return data


def _refuse_size(shown: str, most: int) -> NoReturn:
    raise CongressError("file-too-large", path=shown, most=most // 1024 // 1024)


def yaml_files(folder: Path) -> list[Path]:
    """Every *.yaml below a folder, in byte order of their paths; links to folders are not followed."""
    found = []
    for parent, _, names in os.walk(folder, onerror=_refuse):
        found += [Path(parent, name) for name in names if name.endswith(".yaml")]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix().encode())


def is_folder(path: Path | str) -> bool:
    """Whether a folder lies there; a name that cannot be one names none."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path | str) -> bool:
    """Whether a plain file lies there; a name that cannot be one names none."""
    return os.path.isfile(path)  # noqa: PTH113


_PROGRAMS = (
    (b"%PDF", "file-pdf"),
    (b"{\\rtf", "file-word"),
    (b"\x89PNG", "file-picture"),
    (b"\xff\xd8\xff", "file-picture"),
    (b"Rar!", "file-packed"),
    (b"7z\xbc\xaf\x27\x1c", "file-packed"),
    (b"\x1f\x8b", "file-packed"),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_ZIP = ((b"xl/", "file-excel"), (b"word/", "file-word"), (b"opendocument.spreadsheet", "file-excel"))


def program_of(data: bytes) -> str | None:
    """The program that wrote a file which is no text, by its first bytes: the key of its name among the terms."""
    if data.startswith(_ZIP):
        return next((name for part, name in _IN_ZIP if part in data), "file-packed")
    if data.startswith(_OLE):
        return "file-word" if "WordDocument".encode("utf-16-le") in data else "file-excel"
    return next((name for start, name in _PROGRAMS if data.startswith(start)), None)


def encoding_of(data: bytes) -> str:
    """The encoding that the bytes' mark names; UTF-8 without one."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"


def peek(path: Path, most: int = MAX_BYTES) -> str:
    """The first `most` bytes of a plain file as text with `\n` for each line end; empty for no plain file.

    Raises OSError, ValueError. What cannot be decoded is replaced: this looks for a few words, it does not read.
    """
    if not is_file(path):  # a pipe would wait for its writer, and what is read from it is gone
        return ""
    with path.open("rb") as file:
        data = file.read(most)
    text = data.decode(encoding_of(data), "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse(error: OSError) -> None:
    raise CongressError("folder-unreadable", path=str(error.filename), why=cause(error))


def _stdin(most: int) -> bytes:
    if sys.stdin is None:
        raise CongressError("file-unreadable", path=STDIN, why="EBADF")
    return sys.stdin.buffer.read(most + 1)


def _bytes(path: Path, shown: str, most: int) -> bytes:
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise CongressError("file-not-plain", path=shown)
            if status.st_size > most:
                _refuse_size(shown, most)
            return file.read(most + 1)
    except FileNotFoundError:
        raise CongressError("file-not-found", path=shown) from None
    except OSError as error:
        if is_folder(path):  # Windows calls that a matter of permission
            raise CongressError("file-is-folder", path=shown) from None
        raise CongressError("file-unreadable", path=shown, why=cause(error)) from None
    except ValueError:  # a name with a zero byte in it
        raise CongressError("file-unreadable", path=shown, why="EINVAL") from None


def _open_without_waiting(path: str, flags: int) -> int:
    # A named pipe would wait for a writer for ever.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _decoded(data: bytes, shown: str, diagnostics: Diagnostics) -> str | None:
    encoding = encoding_of(data)
    if encoding != "utf-8":
        return _wide(data, encoding, shown, diagnostics)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        lines = body[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        position = Position(len(lines), len(lines[-1]) + 1)
        diagnostics.error(shown, position, "encoding", offset=error.start + len(data) - len(body))
        return None


def _wide(data: bytes, encoding: str, shown: str, diagnostics: Diagnostics) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        diagnostics.error(shown, Position(1, 1), "encoding", offset=error.start)
        return None
    diagnostics.warn(shown, Position(1, 1), "encoding-wide", encoding=encoding.upper())
    return text
