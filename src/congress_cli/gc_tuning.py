"""The garbage collector at rest while much is loaded: nothing that is read or judged refers back to itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
