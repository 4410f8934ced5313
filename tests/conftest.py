"""What pytest itself must know, and texts that a person has read once."""

import os
import shutil
from pathlib import Path

import pytest

from tests import patience, read_once

MEMORY = Path("/dev/shm")
ROOM = 2 << 30  # bytes
LONGEST = ("test_in_a_browser.py", "test_breaking.py")  # first, lest one worker be left alone with them at the end


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read it before committing")
    parser.addoption(
        "--cities",
        type=int,
        help="random cities that engine and forecasts are tried on (default: a few; with --long 1000)",
    )
    parser.addoption("--long", action="store_true", help="try generated cases and slow tests in full")


def pytest_configure(config: pytest.Config) -> None:
    patience.LONG = config.getoption("--long")
    patience.CITIES = config.getoption("--cities") or 0
    read_once.begin()
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # a disk waits for each file that is taken away


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if patience.LONG or patience.CITIES:
        for name, count in sorted(patience.TRIED.items()):
            terminalreporter.write_line(f"{count:10,} {name}")


class Golden:
    """The texts in `tests/golden`, each in a file or under a head in one; `--update-golden` writes them anew."""

    def __init__(self, update: bool) -> None:
        self.update = update

    def same(self, name: str, text: str, key: str | None = None) -> None:
        """Asserts that a text is the one in that file, or the one under that head in it."""
        path = Path(__file__).parent / "golden" / name
        sections = {} if key is None or not path.exists() else _sections(path.read_text("utf-8"))
        if self.update:
            sections = {**sections, key or "": text}
            whole = text if key is None else "".join(f"== {one}\n{told}" for one, told in sections.items())
            path.write_text(whole, "utf-8", newline="\n")
        told = path.read_text("utf-8") if key is None else _sections(path.read_text("utf-8")).get(key)
        assert text == told, "read what changed, then: pytest --update-golden"


def _sections(text: str) -> dict[str, str]:
    parts = (part.partition("\n") for part in f"\n{text}".split("\n== ")[1:])
    return {key: f"{told}\n" if told and not told.endswith("\n") else told for key, _, told in parts}


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The texts that a person has read."""
    return Golden(request.config.getoption("--update-golden"))
