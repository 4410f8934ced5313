"""Answers of earlier runs, each a file in the user's cache folder: text and bytes under a digest, nothing that runs.

A file that is broken, foreign or of another question is no answer; one that cannot be written is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congress_cli.errors import CongressError
from congress_cli.files import write_whole
from congress_cli.reading.files import read_bytes

MAGIC = b"congress-answer/1 "
ENDING = ".answer"
# Whatever a terminal might obey: every control character but tabs, line ends and colours.
COMMAND = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\r(?!\n)|\x1b(?!\[[0-9;]*m)")
MOST_OF_ONE = 64 * 1024 * 1024
MOST_OF_ALL = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run gives: the notes beside it, how many problems of each grade, and each of its outputs."""

    notes: str
    problems: Mapping[str, int]
    rendered: tuple[str | bytes, ...]


def cache_folder(environment: Mapping[str, str], platform: str) -> Path | None:
    """Where the user's programs keep what they can do without, or None where no place is known."""
    named = [
        (environment.get("XDG_CACHE_HOME"), ""),
        (environment.get("HOME"), "Library/Caches" if platform == "darwin" else ".cache"),
    ]
    if platform == "win32":
        named = [(environment.get("LOCALAPPDATA"), "")]
    places = (Path(start, below, "congress") for start, below in named if start)
    return next((place for place in places if place.is_absolute()), None)


class Answers:
    """The answers that are kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> Answer | None:
        """The answer to a question, if it is kept and whole."""
        path = self._path(key)
        try:
            if not _ours(self.folder):
                return None
            answer = _unpacked(read_bytes(path, path.name, MOST_OF_ONE), key)
            os.utime(path)
        except (CongressError, OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return answer

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer where that can be done, and let go of those that were asked for longest ago."""
        data = _packed(key, answer)
        if len(data) > MOST_OF_ONE:
            return
        with suppress(CongressError, OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _ours(self.folder):
                write_whole(self._path(key), data)
                self._let_go()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{ENDING}"

    def _let_go(self) -> None:
        room = MOST_OF_ALL
        for path, size in self._latest_first():
            room -= size
            if room < 0:
                path.unlink(missing_ok=True)

    def _latest_first(self) -> Iterator[tuple[Path, int]]:
        """Every answer with its size; what a killed run left half written is among them."""
        with os.scandir(self.folder) as entries:
            found = [(one.stat(follow_symlinks=False), one.path) for one in entries if ENDING in one.name]
        for status, path in sorted(found, key=lambda one: (-one[0].st_mtime_ns, one[1])):
            yield Path(path), status.st_size


def _ours(folder: Path) -> bool:
    """Whether nobody else can put files there, as far as the system tells."""
    if os.name == "nt":
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _packed(key: str, answer: Answer) -> bytes:
    parts = [one if isinstance(one, bytes) else one.encode("utf-8", "surrogatepass") for one in answer.rendered]
    head = {
        "key": key,
        "notes": answer.notes,
        "problems": dict(answer.problems),
        "rendered": [[isinstance(one, str), len(part)] for one, part in zip(answer.rendered, parts, strict=True)],
    }
    payload = b"".join([json.dumps(head).encode(), b"\n", *parts])
    return MAGIC + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload


def _unpacked(data: bytes, key: str) -> Answer:
    """The answer in a file. Raises ValueError, KeyError or TypeError where it is not one to this question."""
    first, _, payload = data.partition(b"\n")
    if first != MAGIC + hashlib.sha256(payload).hexdigest().encode():
        raise ValueError
    line, _, body = payload.partition(b"\n")
    head = json.loads(line)
    if head["key"] != key:
        raise ValueError
    problems = {str(grade): int(count) for grade, count in head["problems"].items()}
    return Answer(_harmless(str(head["notes"])), problems, tuple(_parts(head["rendered"], body)))


def _parts(lengths: Sequence[Any], body: bytes) -> Iterator[str | bytes]:
    start = 0
    for is_text, length in lengths:
        part = body[start : start + length]
        start += length
        yield _harmless(part.decode("utf-8", "surrogatepass")) if is_text else part
    if start != len(body):
        raise ValueError


def _harmless(text: str) -> str:
    """The text. Raises ValueError where a terminal would obey it."""
    if COMMAND.search(text):
        raise ValueError
    return text
