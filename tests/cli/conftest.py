"""Every test of the command line begins in an environment in which nothing is decided, and in an empty folder."""

import io
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from congress_cli.__main__ import run
from congress_cli.cli import edit, session, setup
from tests.cli.commands import DECIDING, Ran


class Congress(Protocol):
    """Runs `congress` with these words."""

    def __call__(self, *words: object) -> Ran: ...


Answering = Callable[..., Ran]
"""Runs `congress` on a terminal: what is typed there, line by line, then the words of the command."""


@pytest.fixture(autouse=True)
def nothing_decided(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in DECIDING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(tmp_path)
    before = [(one, signal.getsignal(one)) for one in (signal.SIGTERM, signal.SIGHUP)]
    yield
    for one, handler in before:
        signal.signal(one, handler)


@pytest.fixture
def congress(capsys: pytest.CaptureFixture[str]) -> Congress:
    """A run of `congress` in this process."""

    def ran(*words: object) -> Ran:
        capsys.readouterr()
        code = run([str(word) for word in words])
        sys.stdout.flush()
        out, err = capsys.readouterr()
        return Ran(int(code), out, err)

    return ran


@pytest.fixture
def answering(congress: Congress, monkeypatch: pytest.MonkeyPatch) -> Answering:
    """A run on a terminal, where these lines are typed."""

    def ran(lines: str, *words: object) -> Ran:
        for place in (session, edit, setup):
            monkeypatch.setattr(place, "can_ask", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        return congress(*words)

    return ran
