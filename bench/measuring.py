"""Programs run in turn, so that a slow moment of the machine hits all alike: seconds, memory, and what they wrote."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

_TAG = re.compile(rb"<[a-z]")


class Program(NamedTuple):
    """A command under a name. `ends_with`: the exit codes of a run that did its work."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ends_with: tuple[int, ...] = (0, 1)


class Measured(NamedTuple):
    """What the runs of one program took: medians in seconds, the most memory in MiB; bytes and tags of its output.

    `processor`: seconds of all cores together, which a busy machine lengthens less than those by the clock. Less than
    12 MiB, which the benchmark holds itself, cannot be told.
    """

    seconds: float
    processor: float
    memory: float
    runs: int
    written: int
    tags: int


class Run(NamedTuple):
    """One run: seconds by the clock, seconds of all cores, MiB; bytes and tags of its output."""

    seconds: float
    processor: float
    memory: float
    written: int
    tags: int


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


def _of_all(all_: Sequence[Run]) -> Measured:
    seconds = statistics.median(one.seconds for one in all_)
    processor = statistics.median(one.processor for one in all_)
    last = all_[-1]
    return Measured(seconds, processor, max(one.memory for one in all_), len(all_), last.written, last.tags)


def run(program: Program, folder: Path) -> Run:
    """One run. Ends the benchmark if the program failed."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            program.command, cwd=folder, env=dict(program.environment), stdout=output, stderr=errors
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in program.ends_with:
            errors.seek(0)
            sys.exit(f"{program.name}: exit {process.returncode}\n{errors.read().decode()[-2000:]}")
        return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, *_counted(output))


def _counted(output: IO[bytes]) -> tuple[int, int]:
    """How many bytes were written, and how many tags of a page are among them."""
    written, tags, before = output.seek(0, os.SEEK_END), 0, b""
    output.seek(0)
    if output.read(14).lower() == b"<!doctype html":
        # In pieces: what the benchmark holds itself counts in the memory of every program after it.
        for piece in iter(partial(output.read, 1 << 18), b""):
            tags += len(_TAG.findall(before + piece))
            before = piece[-1:]
    return written, tags
