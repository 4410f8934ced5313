"""Temporary files: how they are called, and which of them are those of writers who are no more."""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from congress_cli.files.system import flock, release

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
