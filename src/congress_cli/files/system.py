"""System calls for writing: signals put off, names that outlive a power failure, files held and let go."""

from __future__ import annotations

import os
import re
import signal
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NamedTuple, TypeVar

NAME = "congress-transaction.json"
"""The note beside a registry of what a run is about to write; it stays behind where that run was killed."""

T = TypeVar("T")

TRIES = 6

Signature = tuple[int, int, int]
"""What tells one state of a file from another: its number, size and moment of change."""

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off what asks the process to end until the block is over: it lasts some thousandths of a second."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        del frame
        arrived.append(number)

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    handlers = {number: signal.signal(number, note) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if arrived:
            signal.raise_signal(arrived[0])


def sync_folders(folders: Iterable[Path]) -> None:
    """Let names that were changed outlive a power failure, where the system can do that."""
    if os.name == "nt":
        return
    for folder in dict.fromkeys(folders):
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def umask() -> int:
    """The permissions that new files are not given."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def signature(path: Path) -> Signature | None:
    """What tells one state of a file from another without reading it; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def patiently(call: Callable[[], T]) -> T:
    """What a call of the system gives. Raises OSError; on Windows after two seconds where something has the file."""
    left = TRIES if os.name == "nt" else 1  # a virus scanner or Excel may hold it open for a moment
    while True:
        left -= 1
        try:
            return call()
        except PermissionError:
            if not left:
                raise
            time.sleep(0.4)


def replace(source: Path, target: Path) -> None:
    """Put a file in the place of another one. Raises OSError."""
    patiently(lambda: source.replace(target))


def remove(path: Path, *, missing_ok: bool = False) -> None:
    """Remove a file. Raises OSError."""
    patiently(lambda: path.unlink(missing_ok=missing_ok))


def close(held: list[int]) -> None:
    """Close files; a fault of it may mean that their bytes are not on disk."""
    while held:
        os.close(held.pop())


def release(held: list[int]) -> None:
    """Close files in any case."""
    while held:
        with suppress(OSError):
            os.close(held.pop())


def flock(descriptor: int) -> bool:
    """Whether a file is held by this process now."""
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


STALE_SECONDS = 3600
"""Where files cannot be held: the age at which a temporary one is nobody's any more."""


class Kind(NamedTuple):
    """The endings of the temporary files of a way of writing: the new bytes, and the old file until all is done."""

    new: str
    old: str


ALONE = Kind("tmp", "bak")
"""Writers that hold no lock: each holds its temporary files, so that another one knows that it lives."""
UNDER_LOCK = Kind("new", "old")
"""Writers that hold the lock of a folder: a temporary file of another one is that of a dead one."""


def temporary_name(ending: str) -> str:
    """A name that no other temporary file has."""
    import secrets  # not at the top: a check writes no file

    return f".congress-{secrets.token_hex(8)}.{ending}"


_TEMPORARY = re.compile(r"\.congress-[0-9a-f]{16}\.(\w+)\Z")


def is_temporary(name: str, kind: Kind) -> bool:
    """Whether a file of this name is a temporary one of a way of writing."""
    match = _TEMPORARY.match(name)
    return match is not None and match[1] in kind


def sweep(folders: Iterable[Path], kind: Kind) -> None:
    """Remove the temporary files that writers who are no more left in these folders, as far as that can be done."""
    for folder in dict.fromkeys(folders):
        with suppress(OSError), os.scandir(folder) as entries:
            found = [Path(one.path) for one in entries if is_temporary(one.name, kind)]
            for path in found:
                if kind is UNDER_LOCK or _is_abandoned(path):
                    with suppress(OSError):
                        path.unlink()


def _is_abandoned(path: Path) -> bool:
    """Whether no living writer holds a temporary file."""
    if os.name == "nt":
        return time.time() - path.lstat().st_mtime > STALE_SECONDS
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode) and flock(descriptor)
    finally:
        release([descriptor])
