"""One writer at a time: the lock of a folder, which the system takes away from a process that dies."""

from __future__ import annotations

import errno
import os
import random
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from congress_cli.errors import CongressError, cause

NAME = ".congress.lock"
LONGEST_WAIT = 120.0
"""Seconds after which a waiting writer gives up."""
SILENT_WAIT = 2.0
"""Seconds after which a waiting writer says that it waits."""

_HELD_ELSEWHERE = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextmanager
def locked(
    folder: Path,
    *,
    name: str = NAME,
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
        with suppress(OSError):
            if not stays:
                path.unlink()  # while it is held: a process that waits for it looks again
        with suppress(OSError):
            _lock(descriptor, hold=False)
        with suppress(OSError):
            os.close(descriptor)


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
    descriptor = os.open(path, flags | os.O_CREAT, mode)
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


if os.name == "nt":  # pragma: no cover

    def _lock(descriptor: int, *, hold: bool) -> None:
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK if hold else msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:

    def _lock(descriptor: int, *, hold: bool) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if hold else fcntl.LOCK_UN)
