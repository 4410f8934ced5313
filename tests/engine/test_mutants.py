"""Twenty wrong programs that the second reading of the contract and the two readers must notice.

In full, a thousand of them against all tests: tests/long/mutants.py.
"""

import gc
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from congress_cli.engine import judge
from tests import read_once
from tests.engine.cities import City, city
from tests.engine.oracle import Expected, Oracle
from tests.long import fuzz_targets
from tests.long.fuzz_targets import TARGETS
from tests.long.mutant_runs import SOURCE, Mutant, functions_by_code, pieces, put, right_code, sources
from tests.long.mutants import functions

CITIES = (*range(40), 134)  # in the last a unit may be closed on the judged day itself
JUDGING = [
    ("months_after", "clamped.day < day.day", "clamped.day <= day.day"),
    ("WorkingDays.moved", "number > 0", "number >= 0"),
    ("WorkingDays.rolled", 'direction == "back"', 'direction != "back"'),
    ("Shift.later", "day + self.days", "day - self.days"),
    ("World.not_after", "earlier.first + gap <= later.first", "earlier.first + gap < later.first"),
    ("World._answered", "1 - gap", "1 + gap"),
    ("_obey", "+ gap - 1) + 1", "+ gap - 1)"),
    ("until_status", "case.world.before(due, today)", "case.world.not_after(due, today)"),
    ("until_status", "days=warn_days", "days=-warn_days"),
    ("TimedRule._in_time", "world.not_after(progress.day, due)", "world.before(progress.day, due)"),
    ("_agree", "== 1", "!= 1"),
    ("_last_days", "min(span[0]", "max(span[0]"),
    ("RuleJudging._is_closed", "world.not_after(", "world.before("),
    ("_done", "counts.get(Status.LATE, 0)", "0"),
]
READING = [
    ("_checked", "return word", "return word.lower()"),
    ("_scalar", "return double if", "return double.upper() if"),
    ("_Reader._facts", "(indent + 1,)", "(indent + 2,)"),
    ("_Reader._facts", "self.number - start", "self.number"),
    ("_Reader._usual", "_rows(first - start", "_rows(first - start - 1"),
    ("_flow_mapping", "match.start(1) + 1", "match.start(1)"),
    ("Entries.item", "column + len(text)", "len(text)"),
    ("Entries.mapping", "len(one) + 2", "len(one) + 1"),
    ("_unit_of", "SimpleUnit(line + above", "SimpleUnit(line"),
    ("_Reader._unit", "SimpleUnit(at, indent + 1", "SimpleUnit(at, indent"),
]


@pytest.fixture(scope="module")
def live() -> dict[CodeType, list[FunctionType]]:
    """The functions that there are before the first change."""
    found = functions_by_code()
    gc.freeze()  # again: else each collection goes through all that the tests hold
    return found


@pytest.fixture
def mutated(request: pytest.FixtureRequest, live: dict[CodeType, list[FunctionType]]) -> Iterator[None]:
    """The program with one change in it."""
    one = _found(*request.param)
    pairs = pieces(right_code(one.path), one.code())
    assert pairs is not None
    assert put(pairs, live)
    _forget()
    with read_once.anew():
        yield
    for old, _ in pairs:
        for function in live.get(old, ()):
            function.__code__ = old
    _forget()


def _forget() -> None:
    """Empties the caches of the rooms: what a right program has found, and a wrong one."""
    rooms = {str(path) for path in sources()}
    for module in [one for one in sys.modules.values() if getattr(one, "__file__", None) in rooms]:
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


def _found(function: str, before: str, after: str) -> Mutant:
    """The one place in the rooms where this stands in a function of that name."""
    places = []
    for path in sources():
        text = path.read_text("utf-8")
        lines = text.splitlines(keepends=True)
        for name, numbers in functions(text) if before in text else ():
            body = "".join(lines[numbers.start - 1 : numbers.stop - 1])
            if name == function and before in body:
                first = sum(map(len, lines[: numbers.start - 1])) + body.index(before)
                places.append(Mutant(str(path.relative_to(SOURCE)), name, numbers.start, first, before, after))
    assert len(places) == 1, (function, before, places)
    return places[0]


@cache
def _expected(seed: int) -> tuple[City, dict[tuple[str, str], Expected | None]]:
    given = city(seed)
    return given, Oracle(*given).expected()


def _notices(seed: int) -> bool:
    """Whether the engine, as it is now, says of a city anything but the second reading, or breaks."""
    given, expected = _expected(seed)
    try:
        found = {(one.rule, one.unit): one for one in judge(*given)}
    except Exception:
        return True
    return any(
        one is not None and one != Expected(now.status, now.severity, now.last_day, now.last_days, now.would_be)
        for key, one in expected.items()
        for now in (found[key],)
    )


@pytest.mark.parametrize("mutated", JUDGING, indirect=True, ids=lambda one: f"{one[0]}: {one[2]}")
def test_the_second_reading_notices_a_wrong_engine(mutated: None) -> None:
    del mutated
    assert any(map(_notices, CITIES))


@pytest.mark.parametrize("mutated", READING, indirect=True, ids=lambda one: f"{one[0]}: {one[2]}")
def test_the_full_reader_notices_a_wrong_fast_reader(
    mutated: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del mutated
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception):  # noqa: B017, PT011
        _read_seeds(tmp_path)


def _read_seeds(folder: Path) -> None:
    fuzz_targets.project_in(folder)
    for data in TARGETS["units"].seeds():
        fuzz_targets.try_one(TARGETS["units"], data)
