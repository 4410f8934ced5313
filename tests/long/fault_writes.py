"""Every call of the system that a command makes fails: the Nth alone, and all from the Nth on, for every N.

python tests/long/fault_writes.py            every command
python tests/long/fault_writes.py record     one of them
"""

import errno
import fcntl
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.long.breaking import COMMANDS, Trial, quiet_run

CALLS = ("open", "write", "fsync", "replace", "link", "unlink", "close", "chmod", "fchmod", "mkdir", "rmdir", "scandir")
MOST = 400


class Faults:
    """Counts calls of the system, and lets the Nth of them fail; `lasting`: and all after it."""

    def __init__(self, number: int, error: int, *, lasting: bool) -> None:
        self.number = number
        self.error = error
        self.lasting = lasting
        self.calls: list[str] = []

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """The call, failing where it is its turn."""

        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            at = len(self.calls)
            if at == self.number or (self.lasting and at > self.number):
                if name == "close":
                    real(*args, **kwargs)
                raise OSError(self.error, os.strerror(self.error))
            return real(*args, **kwargs)

        return call

    @contextmanager
    def active(self) -> Iterator[None]:
        """Let calls fail for as long as the block lasts."""
        with ExitStack() as patches:
            for module, name in (*((os, name) for name in CALLS), (fcntl, "flock")):
                patches.enter_context(mock.patch.object(module, name, self.wrapped(name, getattr(module, name))))
            yield


def campaign(folder: Path, name: str, errors: tuple[int, ...] = (errno.ENOSPC,), step: int = 1) -> Counter[str]:
    """Try every fault on one command; how often it came to what. Raises AssertionError where anything is lost."""
    trial, counts = Trial(folder, name), Counter[str]()
    for error in errors:
        for lasting in (False, True):
            for number in range(1, MOST, step):
                faults = Faults(number, error, lasting=lasting)
                trial.begin()
                with faults.active():
                    ended = quiet_run(trial.work, trial.command.words)
                if len(faults.calls) < number:
                    break
                try:
                    counts[trial.settle(ended)] += 1
                except AssertionError as wrong:
                    call = faults.calls[number - 1]
                    raise AssertionError(f"{name}: {call}, call {number}, {lasting=}: {wrong}") from wrong
            else:
                raise AssertionError(f"{name}: more than {MOST} calls")
    return counts


def main(names: list[str]) -> None:
    """Every command, or those that are named."""
    total = 0
    for name in names or COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            counts = campaign(Path(folder), name, (errno.ENOSPC, errno.EIO, errno.EACCES))
        total += counts.total()
        print(f"{name:16} {counts.total():5} faults: {dict(counts)}", flush=True)
    print(f"{total} faults, nothing lost")


if __name__ == "__main__":
    main(sys.argv[1:])
