"""What pytest itself must know."""

import pytest

from tests import patience, read_once


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if patience.LONG or patience.CITIES:
        for name, count in sorted(patience.TRIED.items()):
            terminalreporter.write_line(f"{count:10,} {name}")
