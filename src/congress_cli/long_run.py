"""A long run: its progress, reported to a watcher, and the garbage collector, which finds nothing in it.

Nothing that is read or judged refers back to itself.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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


def less_often() -> None:
    """Let the collector look less often: most of what a short run makes stays to its end."""
    gc.set_threshold(100_000, 20, 50)


@contextmanager
def paused() -> Iterator[None]:
    """Keep the collector from looking through millions of objects that stay; reference counts free the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # else the first thing made after this has the collector look through all that was loaded
            gc.enable()
