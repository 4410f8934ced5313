"""What pytest itself must know."""

import pytest

from tests import patience


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read it before committing")
    parser.addoption(
        "--cities",
        type=int,
        help="random cities: of the oracle (default: 40, with --long 200) and of forecasts (4, 1000)",
    )
    parser.addoption("--long", action="store_true", help="try generated cases and slow tests in full")


def pytest_configure(config: pytest.Config) -> None:
    patience.LONG = config.getoption("--long")
    patience.CITIES = config.getoption("--cities") or 0
