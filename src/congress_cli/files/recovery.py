"""Several files written so that a run that is killed in between is finished, or taken back, by the next one.

Before the first file gives way a note of what is to happen lies beside the registry (`congress-transaction.json`):
each file, its SHA-256 before and after, and its temporary files. The next run that holds the lock of the folder
looks for it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import re
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from congress_cli import dataclass
from congress_cli.errors import CongressError, cause
from congress_cli.files.system import (
    ALONE,
    NAME,
    UNDER_LOCK,
    is_temporary,
    patiently,
    remove,
    replace,
    sweep,
    sync_folders,
    uninterrupted,
)
from congress_cli.files.writing import Staged, StagedFile, Write, why, write_whole

SCHEMA = "congress-transaction/1"
MOST_BYTES = 16 * 1024 * 1024

_COMMAND = re.compile(r"[a-z]{1,16}(?: [a-z]{1,16})?\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class About(NamedTuple):
    """What a run was about: its command, and when it ran (ISO 8601)."""

    command: str
    at: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """The fate of a run that was killed. `left`: files changed since, which were left alone."""

    about: About
    finished: bool
    left: tuple[str, ...] = ()


def write_recoverably(folder: Path, writes: Mapping[str, Write], about: About) -> None:
    """Write files, named for the note, all or none. The lock of the folder must be held.

    Raises CongressError; then every file is as it was, unless the code is "write-unfinished": what then is not as it
    was is settled by the next run.
    """
    note = folder / NAME
    with Staged(tuple(writes.values()), UNDER_LOCK) as staged, uninterrupted():
        write_whole(note, _noted(dict(zip(writes, staged.files, strict=True)), about))
        try:
            staged.put()
        except BaseException as error:
            if not staged.partly:
                staged.discard()
                if _remove(note) or not staged.is_complete:
                    raise
            raise CongressError("write-unfinished", path=note.as_posix(), why=why(error)) from None
        _remove(note)


def recover(folder: Path, allowed: Mapping[str, Path], *, forward: bool = True) -> Recovered | None:
    """Settle what a killed run left: finished where all its files are complete, else taken back. None: nothing to do.

    The lock of the folder must be held. `allowed`: the files that may be written, by name; `forward`: whether it may be
    finished. Raises CongressError where a note is none, and where the system refuses.
    """
    folders = {folder, *(path.resolve().parent for path in allowed.values())}
    note = folder / NAME
    read = _read(note, allowed)
    sweep((folder,), ALONE)
    if read is None:
        sweep(folders, UNDER_LOCK)
        return None
    about, files = read
    try:
        with uninterrupted():
            finished = forward and all(file.can_finish for file in files)
            left = [file.name for file in files if not (file.finish() if finished else file.take_back())]
            sync_folders(file.target.parent for file in files)
            remove(note)
            sweep(folders, UNDER_LOCK)
    except OSError as error:
        raise CongressError("recovery-failed", path=note.as_posix(), why=why(error)) from None
    return Recovered(about, finished, tuple(left))


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a killed run: its temporary files, and its SHA-256 `before` and `after` (None: no file)."""

    name: str
    target: Path
    new: Path
    old: Path
    before: str | None
    after: str | None

    @property
    def can_finish(self) -> bool:
        """Whether it is as it is to be already, or can be put there now."""
        now = _sha256(self.target)
        if now == self.after:
            return True
        if now == self.before:
            return self.after is None or _sha256(self.new) == self.after
        return not self.new.exists()  # it was put there, and somebody changed it since

    def finish(self) -> bool:
        """Put the new file in its place; False where it was changed since."""
        now = _sha256(self.target)
        if now == self.before != self.after:
            if self.after is None:
                remove(self.target)
            else:
                replace(self.new, self.target)
            return True
        return now == self.after

    def take_back(self) -> bool:
        """Put the old file back; False where it was changed since, or is missing."""
        now = _sha256(self.target)
        if now == self.before:
            return True
        if now != self.after:
            return False
        if self.before is None:
            remove(self.target)
            return True
        if _sha256(self.old) != self.before:
            return False
        replace(self.old, self.target)
        return True


def _noted(files: Mapping[str, StagedFile], about: About) -> bytes:
    noted = [
        {
            "file": name,
            "new": file.new.name,
            "old": file.old.name,
            "before": _digest(file.write.before if isinstance(file.write.before, bytes) else None),
            "after": _digest(file.write.data if isinstance(file.write.data, bytes) else None),
        }
        for name, file in files.items()
    ]
    content = {"schema": SCHEMA, "command": about.command, "at": about.at, "files": noted}
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _read(note: Path, allowed: Mapping[str, Path]) -> tuple[About, Sequence[_File]] | None:
    """The note of a killed run, None where there is none. Nothing in it is obeyed that this program did not write."""
    try:
        status = note.lstat()
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            raise ValueError
        content = json.loads(note.read_bytes())
        about = About(_matching(_COMMAND, content["command"]), _matching(_MOMENT, content["at"]))
        if content["schema"] != SCHEMA:
            raise ValueError
        return about, [_file(one, allowed) for one in content["files"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CongressError("transaction-unreadable", path=note.as_posix()) from None


def _file(one: Any, allowed: Mapping[str, Path]) -> _File:
    """Raises ValueError, KeyError or TypeError where it names what may not be written."""
    target = allowed[one["file"]].resolve()
    digests = [None if one[key] is None else _matching(_SHA256, one[key]) for key in ("before", "after")]
    for key in ("new", "old"):
        if not is_temporary(one[key], UNDER_LOCK):
            raise ValueError
    return _File(one["file"], target, target.parent / one["new"], target.parent / one["old"], *digests)


def _matching(pattern: re.Pattern[str], text: Any) -> str:
    if not isinstance(text, str) or not pattern.match(text):
        raise ValueError
    return text


def _sha256(path: Path) -> str | None:
    return _digest(path.read_bytes()) if path.is_file() else None


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _remove(note: Path) -> bool:
    """Whether the note is gone; a second attempt where the first one fails."""
    for _ in range(2):
        with suppress(OSError):
            remove(note, missing_ok=True)
            return True
    return False


LOCK = ".congress.lock"
LONGEST_WAIT = 120.0
"""Seconds after which a waiting writer gives up."""
SILENT_WAIT = 2.0
"""Seconds after which a waiting writer says that it waits."""

_HELD_ELSEWHERE = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextmanager
def locked(
    folder: Path,
    *,
    name: str = LOCK,
    mode: int = 0o666,
    seconds: float = LONGEST_WAIT,
    waiting: Callable[[], None] | None = None,
    busy: str = "registry-locked",
    stays: bool = True,
) -> Iterator[None]:
    """Hold the lock of a folder; `waiting` is called once when that takes a while.

    `mode`: the permissions of the lock file; `stays`: whether the file is left in the folder. Raises CongressError
    (`busy`) where another writer does not let go, and where there can be no lock. That it cannot be given back at
    the end is no error: the system takes it from a process that ends.
    """
    path = folder / name
    try:
        descriptor = _acquired(path, mode, seconds, waiting)
    except OSError as error:
        raise CongressError("output-unwritable", path=path.as_posix(), why=cause(error)) from None
    if descriptor is None:
        raise CongressError(busy, path=folder.as_posix())
    try:
        yield
    finally:
        goes: list[Callable[[], None]] = [] if stays else [path.unlink]  # while held: who waits for it looks again
        lets_go: list[Callable[[], None]] = [partial(_lock, descriptor, hold=False), partial(os.close, descriptor)]
        for call in [*lets_go, *goes] if os.name == "nt" else [*goes, *lets_go]:  # Windows removes no open file
            with suppress(OSError):
                call()


def _acquired(path: Path, mode: int, seconds: float, waiting: Callable[[], None] | None) -> int | None:
    """The descriptor of the lock once it is held; None where the time is over."""
    begun = time.monotonic()
    while True:
        descriptor = _attempt(path, mode)
        passed = time.monotonic() - begun
        if descriptor is not None or passed > seconds:
            return descriptor
        if waiting is not None and passed > SILENT_WAIT:
            waiting()
            waiting = None
        time.sleep(random.uniform(0.005, 0.03))  # noqa: S311


def _attempt(path: Path, mode: int) -> int | None:
    descriptor = _opened(path, mode)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise CongressError("output-not-plain", path=path.as_posix())
        _lock(descriptor, hold=True)
        if _is_same(path, descriptor):
            return descriptor
    except OSError as error:
        os.close(descriptor)
        if error.errno in _HELD_ELSEWHERE:
            return None
        raise
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _opened(path: Path, mode: int) -> int:
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = patiently(lambda: os.open(path, flags | os.O_CREAT, mode))
    if os.name != "nt" and stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        with suppress(OSError):  # it belongs to somebody else
            os.fchmod(descriptor, mode)
    return descriptor


def _is_same(path: Path, descriptor: int) -> bool:
    """Whether the file that is held is the one that lies there: it may have been removed in between."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int, *, hold: bool) -> None:
    if os.name == "nt":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK if hold else msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if hold else fcntl.LOCK_UN)
