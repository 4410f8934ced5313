"""What pytest itself must know."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read it before committing")
    parser.addoption("--cities", type=int, default=40, help="so many random cities are judged by the oracle, too")
