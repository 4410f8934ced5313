"""What pytest itself must know."""

import pytest

from tests import patience


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read it before committing")
    parser.addoption(
        "--cities", type=int, help="the oracle judges so many random cities (default: 40, with --long 200)"
    )
    parser.addoption("--long", action="store_true", help="try generated cases and slow tests in full")


def pytest_configure(config: pytest.Config) -> None:
    patience.LONG = config.getoption("--long")
