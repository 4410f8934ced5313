"""What is to be reached, as ratios of programs that ran side by side, in MiB and in MB.

Ratios are of seconds of the processor: other work on the machine lengthens them less than seconds by the clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bench.measuring import Measured

WAYS = ("", "-brackets", "-mixed", "-numbered")
"""Ways of writing the same facts; `-full` has other ones."""

REASONS = {
    "congress 2500": "56 % of its time is Python, its libraries and the rulebook, which any registry needs; 15 % is "
    "reading, 17 % judging and the report, 12 % the table",
    "congress 52000": "reading takes 36 %, judging 24 %, the report 8 %, the table 23 % (82,000 lines, since a pipe "
    "folds nothing), the start 9 %; what many units share is made once, and what is left is one pass over each line, "
    "fact and finding",
    "json": "it writes each of 600,000 findings with its evidence, forty times the bytes of the table",
    "csv": "it writes each of 600,000 findings with its evidence, forty times the bytes of the table",
    "record": "half of its time is reading what the table reads as well, a fifth the start, an eighth judging before "
    "and after",
    "congress --version": "it is the start of Python and of the package, and nothing else",
}
"""Why a target is missed, by the beginning of its name."""


class Target(NamedTuple):
    """A figure and what it may be at most. `told` says it for the table."""

    told: str
    value: float
    most: float
    unit: str = "x"

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.value <= self.most

    @property
    def verdict(self) -> str:
        """Met, or missed by how much of what it may be."""
        return "met" if self.met else f"MISSED by {self.value / self.most - 1:.0%}"

    @property
    def reason(self) -> str:
        """Why it is missed, where that is known."""
        return next((why for name, why in REASONS.items() if self.told.startswith(name)), "")


def targets(found: Mapping[str, Measured], sizes: Mapping[str, int]) -> list[Target]:
    """Every target that can be told from what was measured. `sizes`: how many units a program's registry has."""
    large = "52000" if "congress 52000" in found else "25000"
    every = [*_ratios(found, large), *_memory(found, large), *_written(found), *_growth(found, sizes)]
    return [one for one in every if one is not None]


def _ratios(found: Mapping[str, Measured], large: str) -> Iterator[Target | None]:
    pairs: list[tuple[str, str, float]] = [
        ("congress --version", "one_command", 0.2),
        ("congress check", "table_600", 0.8),
        ("congress check | cat", "table_600", 0.8),
        *((f"congress 2500{way}", f"check-jsonschema 2500{way}", 0.1) for way in (*WAYS, "-full")),
        *((f"congress {large}{way}", f"plain_yaml {large}{way}", 0.33) for way in WAYS),
        ("congress 300000 folder", "congress 52000 folder", 6.5),
        *((name, "table", most) for name, most in (("plain", 1.3), ("json", 1.6), ("jsonl", 1.6), ("csv", 2.0))),
        ("record", "table before the desk", 0.8),
        ("xlsx", "table of 2500", 10.0),
        ("congress series", "fast_reader series", 3.0),
        ("congress cases", "fast_reader cases", 3.0),
    ]
    for program, peer, most in pairs:
        if program in found and peer in found:
            yield Target(f"{program} / {peer}", found[program].processor / found[peer].processor, most)


def _memory(found: Mapping[str, Measured], large: str) -> Iterator[Target | None]:
    for name in (*(f"congress {large}{way}" for way in WAYS), f"congress {large} folder"):
        if name in found:
            yield Target(f"memory of {name}", found[name].memory, 450.0, "MiB")
    for name in ("plain", "json", "jsonl", "csv"):
        if name in found:
            yield Target(f"memory of {name} above the table", found[name].memory - found["table"].memory, 300.0, "MiB")


def _written(found: Mapping[str, Measured]) -> Iterator[Target]:
    if "html" in found:
        yield Target("size of html", found["html"].written / 1e6, 12.0, "MB")


def _growth(found: Mapping[str, Measured], sizes: Mapping[str, int]) -> Iterator[Target]:
    """How many times as long twice as many units take."""
    for small, large in (("congress 2500", "congress 25000"), ("congress 25000", "congress 52000")):
        if small in found and large in found:
            doublings = math.log2(sizes[large] / sizes[small])
            value = (found[large].processor / found[small].processor) ** (1 / doublings)
            yield Target(f"twice the units ({small} to {large.removeprefix('congress ')})", value, 2.1)
