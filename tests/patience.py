"""How many generated cases a property is tried on: all with `pytest --long`, a part without; never a deadline for one.

`LONG` is set by `tests/conftest.py` before any test module is imported.
"""

from collections import Counter
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")

LONG = False
CITIES = 0  # how many random cities engine and forecasts are tried on; 0: as many as the form has
TRIED: Counter[str] = Counter()  # what was tried, told at the end of a run with `--long` or `--cities`
SHORT_FORM = 3  # of so many cases the short form tries one
FEWEST = 20


def cases(times: int = 100, **more: Any) -> settings:
    """Settings for a property that is worth this many cases; `more` as in `hypothesis.settings`."""
    fewer = min(times, max(FEWEST, times // SHORT_FORM))
    usual = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    return settings(**{**usual, **more}, max_examples=times if LONG else fewer)


def same_cases(times: int = 50) -> settings:
    """Settings for a property that is tried on the same cases in every run."""
    suppressed = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return cases(times, derandomize=True, database=None, suppress_health_check=suppressed)


def some(long: T, short: T) -> T:
    """A number or a list of the long form, or that of the short one."""
    return long if LONG else short
