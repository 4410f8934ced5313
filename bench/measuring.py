"""Programs run in turn, so that a slow moment of the machine hits all alike: seconds, and the most memory they held."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

LOOK_EVERY = 0.02


class Program(NamedTuple):
    """A command under a name. `ends_with`: the exit codes of a run that did its work."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ends_with: tuple[int, ...] = (0, 1)


class Measured(NamedTuple):
    """What the runs of one program took: medians in seconds, and the most memory in MiB, workers included.

    `processor`: seconds of all cores together, which a busy machine lengthens less.
    """

    seconds: float
    processor: float
    memory: float
    runs: int


def measure(programs: Iterable[Program], runs: int, folder: Path) -> dict[str, Measured]:
    """Each program's figures, after one run that does not count where there is more than one."""
    programs = list(programs)
    found: dict[str, list[Run]] = {program.name: [] for program in programs}
    for turn in range(runs + (runs > 1)):
        for program in programs:
            once = run(program, folder)
            if turn or runs == 1:
                found[program.name].append(once)
    return {name: _of_all(runs_) for name, runs_ in found.items()}


class Run(NamedTuple):
    """One run: seconds by the clock, seconds of all cores, MiB."""

    seconds: float
    processor: float
    memory: float


def _of_all(all_: Sequence[Run]) -> Measured:
    seconds = statistics.median(one.seconds for one in all_)
    processor = statistics.median(one.processor for one in all_)
    return Measured(seconds, processor, max(one.memory for one in all_), len(all_))


def run(program: Program, folder: Path) -> Run:
    """One run. Ends the benchmark if the program failed."""
    with tempfile.TemporaryFile() as errors:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        process = subprocess.Popen(
            program.command, cwd=folder, env=dict(program.environment), stdout=subprocess.DEVNULL, stderr=errors
        )
        watch = _Watch(process.pid)
        watch.start()
        code = process.wait()
        seconds = time.perf_counter() - start
        watch.ended.set()
        watch.join()
        if code not in program.ends_with:
            errors.seek(0)
            sys.exit(f"{program.name}: exit {code}\n{errors.read().decode()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, processor, watch.most / 1024)


class _Watch(threading.Thread):
    """Looks again and again how much memory a process and its children hold together (KiB, from /proc)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.most = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(LOOK_EVERY):
            self.most = max(self.most, sum(map(_held, _family(self.pid))))


def _family(pid: int) -> Iterable[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _held(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
