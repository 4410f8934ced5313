"""One writer at a time: a lock beside the registry, waited for a while and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from congress_cli.errors import CongressError, cause

NAME = ".congress.lock"
SECONDS = 10


@contextmanager
def locked(folder: Path, seconds: float = SECONDS) -> Iterator[None]:
    """Hold the lock of a folder. Raises CongressError where another writer does not let go, or it cannot be made."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / NAME, timeout=seconds, mode=0o666)
    try:
        lock.acquire()
    except Timeout:
        raise CongressError("registry-locked", path=folder.as_posix()) from None
    except OSError as error:
        path = (folder / NAME).as_posix()
        raise CongressError("output-unwritable", path=path, why=cause(error)) from None
    try:
        yield
    finally:
        lock.release()
