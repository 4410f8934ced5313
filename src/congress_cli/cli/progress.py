"""How far a long run has come: one line on a terminal's standard error, from half a second on, gone at the end."""

from __future__ import annotations

import os
import sys
from threading import Event, Thread
from types import TracebackType
from typing import Self

from congress_cli.language import translate

PATIENCE = 0.5
"""Seconds before anything is shown."""
EVERY = 0.2
"""Seconds between two looks."""
CLEAR = "\r\x1b[K"


class Progress:
    """Is told how far a run has come (see `watching`) and shows it; without a terminal it shows nothing."""

    def __init__(self, language: str, *, quiet: bool = False) -> None:
        self.language = language
        self.shown = not quiet and _wanted()
        self.latest: tuple[str, int, int] | None = None
        self._over = Event()
        self._thread = Thread(target=self._show, daemon=True) if self.shown else None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note; costs nothing worth speaking of."""
        self.latest = stage, done, total

    def __enter__(self) -> Self:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._over.set()
            self._thread.join()

    def _show(self) -> None:
        if self._over.wait(PATIENCE):
            return
        while True:
            _write(CLEAR + self._line())
            if self._over.wait(EVERY):
                _write(CLEAR)
                return

    def _line(self) -> str:
        if self.latest is None:
            return translate(self.language, "notes.progress")
        stage, done, total = self.latest
        return translate(self.language, f"notes.progress-{stage}", {"done": done, "total": total})


def _wanted() -> bool:
    """Whether a person looks on: standard error is a terminal that can clear a line, and no CI."""
    try:
        at_terminal = sys.stderr is not None and sys.stderr.isatty()
    except ValueError:
        return False
    return at_terminal and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return
