"""Progress of a long run, reported to a watcher."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

Watch = Callable[[str, int, int], None]
"""Is told what is being gone through (`files`, `units`), how many of it are done and how many there are."""


def unwatched(stage: str, done: int, total: int) -> None:
    """Ignore it."""
    del stage, done, total


def watched(items: Sequence[T], stage: str, watch: Watch, every: int = 1) -> Iterator[T]:
    """The items one by one; before each `every`th it is told how many are done."""
    total = len(items)
    for done, item in enumerate(items):
        if done % every == 0:
            watch(stage, done, total)
        yield item
