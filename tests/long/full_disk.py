"""Commands on a disk that is full but for so many bytes, for every number of blocks that still makes a difference.

python tests/long/full_disk.py        (mounts small file systems in memory, so it must run as root)
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.long.breaking import COMMANDS, Trial, quiet_run

BLOCK = 4096
MOST_BLOCKS = 400
SIZE = 8 * 1024 * 1024


class NoMountError(Exception):
    """The system lets nobody mount a file system here."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 8 MiB. Raises NoMountError."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        raise NoMountError(mounted.stderr.decode().strip())
    try:
        yield folder
    finally:
        os.chdir("/")
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, free: int) -> Path:
    """A file that takes all room but `free` blocks."""
    filler = folder / "filler"
    filler.write_bytes(b"")
    space = os.statvfs(folder)
    size = max(0, space.f_bavail - free) * space.f_frsize
    with suppress(OSError), filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
    return filler


def campaign(folder: Path, name: str) -> Counter[str]:
    """Every number of free blocks, until the command succeeds with that many. Raises AssertionError."""
    counts: Counter[str] = Counter()
    with small_disk(folder / "disk") as disk:
        trial = Trial(disk, name)
        for free in range(MOST_BLOCKS):
            trial.begin()
            filler = fill(disk, free)
            ended = quiet_run(trial.work, trial.command.words)
            filler.unlink()
            counts[trial.settle(ended)] += 1
            if ended.code == 0:
                return counts
    raise AssertionError(f"{name}: never succeeded")


def main() -> None:
    """Every command."""
    total = 0
    for name in COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            counts = campaign(Path(folder), name)
        total += counts.total()
        print(f"{name:16} {counts.total():4} disks: {dict(counts)}", flush=True)
    print(f"{total} full disks, nothing lost")


if __name__ == "__main__":
    main()
