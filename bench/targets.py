"""What is to be reached, as ratios of programs that ran side by side, and in MiB."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from bench.measuring import Measured


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


def targets(found: Mapping[str, Measured], sizes: Mapping[str, int]) -> list[Target]:
    """Every target that can be told from what was measured. `sizes`: how many units a program's registry has."""
    told = [_ratio(found, *one) for one in RATIOS] + [_memory(found, *one) for one in MEMORY]
    told += [_growth(found, sizes, *one) for one in GROWTH]
    return [one for one in told if one is not None]


RATIOS = (
    ("congress --version", "one_command", 1.1),
    ("congress check", "table_600", 1.5),
    ("congress check | cat", "table_600", 1.5),
    ("congress 2500", "check-jsonschema 2500", 1 / 8),
    ("congress 2500-full", "check-jsonschema 2500-full", 1 / 8),
    ("congress 25000", "plain_yaml 25000", 0.7),
    ("congress 52000", "plain_yaml 52000", 0.7),
    ("congress 300000 folder", "congress 52000 folder", 8.0),
    ("congress 25000-brackets", "plain_yaml 25000-brackets", 0.7),
    ("congress 25000-mixed", "plain_yaml 25000-mixed", 0.7),
    ("congress 25000-numbered", "congress 25000", 1.2),
    ("congress 25000 before the paper", "congress 25000", 1.2),
    ("record and undo 25000", "congress 25000", 1.6),
    ("plain 25000", "congress 25000", 1.3),
    ("json 25000", "congress 25000", 1.6),
    ("jsonl 25000", "congress 25000", 1.6),
    ("csv 25000", "congress 25000", 2.0),
)
MEMORY = (("congress 52000", 600.0), ("congress 52000 folder", 600.0), ("congress 300000 folder", 2500.0))
GROWTH = (("congress 2500", "congress 25000"), ("congress 25000", "congress 52000"))
DOUBLED = 2.2


def _ratio(found: Mapping[str, Measured], program: str, peer: str, most: float) -> Target | None:
    if program not in found or peer not in found:
        return None
    return Target(f"{program} / {peer}", found[program].seconds / found[peer].seconds, most)


def _memory(found: Mapping[str, Measured], program: str, most: float) -> Target | None:
    return Target(f"{program}, memory", found[program].memory, most, "MiB") if program in found else None


def _growth(found: Mapping[str, Measured], sizes: Mapping[str, int], small: str, large: str) -> Target | None:
    """How many times as long twice as many units take."""
    if small not in found or large not in found:
        return None
    doublings = math.log2(sizes[large] / sizes[small])
    value = (found[large].seconds / found[small].seconds) ** (1 / doublings)
    return Target(f"twice the units ({small} to {large.removeprefix('congress ')})", value, DOUBLED)
