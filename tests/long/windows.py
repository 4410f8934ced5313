"""The program under the rules of Windows, as far as another system can play them.

python tests/long/windows.py            every command that writes, with each of its files in use elsewhere

What is played: the calls and modules that are not there, `msvcrt` in the place of `fcntl`, files that are open and
cannot be replaced or removed, files marked as read-only, folders that cannot be opened, the end of a line, and
another program that has a file open. Paths with `\\` and drives are not.
"""

import builtins
import errno
import io
import os
import pathlib
import signal
import subprocess  # looks for msvcrt when it is imported
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[2]))

from congress_cli.files import system
from tests.long.breaking import COMMANDS, LOCKS, NOTE, Trial, quiet_run

try:
    import fcntl
except ImportError:  # on Windows itself
    fcntl = None  # type: ignore[assignment]

assert subprocess
MODULES = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
CALLS = """
chown chroot confstr ctermid fchdir fchmod fchown fdatasync fork forkpty fpathconf getegid geteuid getgid getgroups
getloadavg getpgid getpgrp getpriority getresgid getresuid getsid getuid initgroups killpg lchown lockf mkfifo mknod
nice openpty pathconf pipe2 posix_fadvise posix_fallocate pread preadv pwrite pwritev readv sched_getaffinity
sched_yield sendfile setegid seteuid setgid setpgid setpriority setsid setuid statvfs sync sysconf tcgetpgrp ttyname
uname wait wait3 wait4 waitid writev O_ASYNC O_CLOEXEC O_DIRECT O_DIRECTORY O_DSYNC O_NOATIME O_NOCTTY O_NOFOLLOW
O_NONBLOCK O_PATH O_RSYNC O_SYNC
"""
SIGNALS = ("SIGINT", "SIGTERM", "SIGABRT", "SIGFPE", "SIGILL", "SIGSEGV")
DENIED, IN_USE = 5, 32
READ_ONLY = 0o222


def refusal(path: Any, number: int | None) -> PermissionError:
    """What Windows says, with its own number, or as the library of C says it, with none."""
    error = PermissionError(errno.EACCES, "Permission denied", str(path))
    error.winerror = number  # type: ignore[attr-defined]
    return error


def is_open(path: Any) -> bool:
    """Whether this process has a file open."""
    if not os.path.lexists(path):
        return False
    wanted = Path(path).lstat()
    for descriptor in range(3, 64):
        with suppress(OSError):
            if os.path.samestat(os.fstat(descriptor), wanted):
                return True
    return False


class Elsewhere:
    """A file that another program has open: for so many looks at it, or for good. `reading`: whether it may be read."""

    def __init__(self, name: str, times: int = sys.maxsize, *, reading: bool = True) -> None:
        self.name = name
        self.times = times
        self.reading = reading
        self.refused = 0

    def refuses(self, path: Any, *, to_read: bool = False) -> bool:
        """Whether a call is refused now."""
        held = isinstance(path, str | os.PathLike) and Path(path).name.endswith(self.name) and os.path.lexists(path)
        if not held or (to_read and self.reading) or self.refused >= self.times:
            return False
        self.refused += 1
        return True


NOBODY = Elsewhere("\0")


class Files:
    """The calls for files that behave otherwise on Windows, in the place of the real ones."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self.elsewhere = elsewhere
        self.real = {name: getattr(os, name) for name in self.calls()}

    def calls(self) -> dict[str, Callable[..., Any]]:
        """Each call by its name."""
        removing = {"unlink": self.unlink, "remove": self.unlink}
        return {**removing, "replace": self.replace, "rename": self.replace, "open": self.open, "chmod": self.chmod}

    def in_use(self, path: Any) -> bool:
        """Whether anybody has a file open."""
        return self.elsewhere.refuses(path) or is_open(path)

    @staticmethod
    def is_denied(path: Any) -> bool:
        """Whether it is a folder, or marked as read-only."""
        return Path(path).is_dir() or (Path(path).exists() and not Path(path).stat().st_mode & READ_ONLY)

    def replace(self, source: Any, target: Any) -> None:
        """No file that is open moves or gives way."""
        if self.in_use(source):
            raise refusal(source, IN_USE)
        if self.in_use(target) or self.is_denied(target):
            raise refusal(target, DENIED)
        self.real["replace"](source, target)

    def unlink(self, path: Any, **more: Any) -> None:
        """No file that is open, or marked as read-only, is removed."""
        if self.in_use(path):
            raise refusal(path, IN_USE)
        if self.is_denied(path):
            raise refusal(path, DENIED)
        self.real["unlink"](path, **more)

    def open(self, path: Any, flags: int, *more: Any, **named: Any) -> int:
        """No folder is opened, and no file that another program keeps for itself."""
        self.may_open(path, to_read=not flags & (os.O_WRONLY | os.O_RDWR))
        return int(self.real["open"](path, flags, *more, **named))

    def chmod(self, path: Any, mode: int, **more: Any) -> None:
        """Only whether it may be written is kept."""
        self.real["chmod"](path, 0o666 if mode & 0o200 else 0o444, **more)

    def may_open(self, path: Any, *, to_read: bool) -> None:
        """Raise PermissionError where a file is not opened."""
        if Path(path).is_dir() or self.elsewhere.refuses(path, to_read=to_read):
            raise refusal(path, None)

    def opening(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """`open` in the manner of `os.open`."""

        def opened(path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
            if isinstance(path, str | os.PathLike) and named.get("opener") is None:
                self.may_open(path, to_read=not set(mode) & set("wax+"))
            return real(path, mode, *more, **named)

        return opened


def msvcrt() -> ModuleType:
    """The locks of Windows, by those of this system."""
    module = ModuleType("msvcrt")

    def locking(descriptor: int, mode: int, size: int) -> None:
        assert size == 1
        assert os.lseek(descriptor, 0, os.SEEK_CUR) == 0
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if mode == 2 else fcntl.LOCK_UN)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    module.__dict__.update(LK_UNLCK=0, LK_LOCK=1, LK_NBLCK=2, locking=locking)
    return module


@contextmanager
def without(module: Any, names: set[str]) -> Iterator[None]:
    """A module that lacks these names for as long as the block lasts."""
    kept = {name: getattr(module, name) for name in names if hasattr(module, name)}
    for name in kept:
        delattr(module, name)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(module, name, value)


@contextmanager
def windows(elsewhere: Elsewhere = NOBODY) -> Iterator[None]:
    """This process as if it ran there; all libraries must have been imported before."""
    signals = {name for name in dir(signal) if name.startswith("SIG") and name[3:4] != "_"} - {*SIGNALS}
    paths = sys.modules[Path.__module__]
    with ExitStack() as stack:
        files = Files(elsewhere)
        for name, call in files.calls().items():
            stack.enter_context(mock.patch.object(os, name, call))
        for module in (builtins, io):
            stack.enter_context(mock.patch.object(module, "open", files.opening(module.open)))
        stack.enter_context(mock.patch.object(paths, "WindowsPath", pathlib.PosixPath))
        stack.enter_context(mock.patch.dict(sys.modules, {**dict.fromkeys(MODULES), "msvcrt": msvcrt()}))
        stack.enter_context(without(os, {*CALLS.split()}))
        stack.enter_context(without(signal, signals - {"SIG_DFL", "SIG_IGN"}))
        stack.enter_context(mock.patch.object(time, "sleep"))
        stack.enter_context(mock.patch.multiple(os, name="nt", linesep="\r\n"))
        yield


# ---------------------------------------------------------------- every file in use


FOR_GOOD = sys.maxsize
HOLDS = ((1, True), (3, True), (FOR_GOOD, True), (FOR_GOOD, False))
TOLD = "another program, such as Excel, has it open"


def files_of(trial: Trial) -> list[str]:
    """The ends of the names of all files that a command touches."""
    names = {name for name, _ in trial.before.items() ^ trial.after.items()}
    return sorted({name.rpartition("/")[2] for name in names} | {NOTE, *LOCKS, ".new", ".old", ".tmp", ".bak"})


def campaign(folder: Path, name: str, holds: Sequence[tuple[int, bool]] = HOLDS) -> Counter[str]:
    """Each file that a command touches is in use, for a moment or for good; how often it came to what.

    Raises AssertionError where anything is lost, or not told.
    """
    trial, counts = Trial(folder, name), Counter[str]()
    for file, (times, reading) in product(files_of(trial), holds):
        trial.begin()
        elsewhere = Elsewhere(file, times, reading=reading)
        with windows(elsewhere):
            ended = quiet_run(trial.work, trial.command.words)
        left = [one for one in trial.work.rglob("*") if one.name in LOCKS]
        try:
            assert ended.code == 0 or (times == FOR_GOOD and TOLD in ended.err), ended
            assert not left or name != "init" or file in LOCKS, left
            with windows(), mock.patch.object(system, "STALE_SECONDS", -1):  # an hour later
                counts[trial.settle(ended) if elsewhere.refused else "not in the way"] += 1
        except AssertionError as wrong:
            raise AssertionError(f"{name}: {file}, {times=}, {reading=}: {wrong}") from wrong
    return counts


def main(names: list[str]) -> None:
    """Every command that writes, or those that are named."""
    total = Counter[str]()
    for name in names or COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            counts = campaign(Path(folder), name)
        total += counts
        print(f"{name:16} {counts.total():5} files in use: {dict(counts)}", flush=True)
    print(f"{total.total() - total['not in the way']} files in use, nothing lost")


if __name__ == "__main__":
    main(sys.argv[1:])
