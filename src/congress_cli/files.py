"""Writing a file: whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from congress_cli.errors import CongressError, cause

TRIES = 6


def write_whole(path: Path, data: bytes) -> None:
    """Put the bytes in the place of a file in one step, as `whole_file` does. Raises CongressError."""
    with whole_file(path) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write on, which takes the place of another in one step, once all is written without an error.

    A link is followed, a device or pipe is written to. Raises CongressError.
    """
    temporary: str | None = None
    try:
        target = Path(os.path.realpath(path))
        if target.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if target.is_dir():
            raise CongressError("output-is-folder", path=str(path))
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                yield device
            return
        descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(target, temporary)
        _replace(temporary, target)
    except OSError as error:
        raise CongressError("output-unwritable", path=str(path), why=cause(error)) from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def append_whole(path: Path, data: bytes) -> None:
    """Put the bytes at the end of a plain file, all of them or none; the file is made where there is none.

    Raises CongressError.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o666), "wb", buffering=0) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise CongressError("output-not-plain", path=str(path))
            _append(file, data, before.st_size)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CongressError("output-unwritable", path=str(path), why=why) from None


def _append(file: FileIO, data: bytes, size: int) -> None:
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        file.truncate(size)
        raise


def _keep_mode(target: Path, temporary: str) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    Path(temporary).chmod(mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _replace(temporary: str, target: Path) -> None:
    # On Windows a virus scanner or Excel may hold the target open for a moment.
    for left in reversed(range(TRIES if os.name == "nt" else 1)):
        try:
            Path(temporary).replace(target)
        except PermissionError:
            if not left:
                raise
            time.sleep(0.4)
        else:
            return


def shipped(path: Path) -> Path:
    """Where a shipped file lies: beside the package when installed, in the project's folder when not."""
    package = Path(__file__).parent
    installed = package / "shipped" / path
    return installed if installed.exists() else package.parents[1] / path
