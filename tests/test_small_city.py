"""The invented small city, finding by finding, against a judgement made by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from congress_cli.model.finding import Finding, Status
from tests.builders import ROOT, findings_of, read_case

FOLDER = ROOT / "tests" / "cases" / "small-city"


def _expected(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    written = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # every scalar stays a text
    return {(one["rule"], one["unit"]): {key: _read(value) for key, value in one.items()} for one in written}


def _read(value: Any) -> Any:
    return None if value == "null" else value


def _findings() -> dict[tuple[str, str], Finding]:
    units, book, waivers = read_case(FOLDER)
    assert units.as_of is not None
    return findings_of(units, book, units.as_of, waivers)


EXPECTED = _expected(FOLDER / "expected.yaml")
FOUND = _findings()


@pytest.mark.parametrize("pair", EXPECTED, ids=lambda pair: f"{pair[0]} {pair[1]}")
def test_the_finding_is_what_was_judged_by_hand(pair):
    expected, found = EXPECTED[pair], FOUND[pair]

    assert {
        "rule": found.rule,
        "unit": found.unit,
        "status": found.status.value,
        "last_day": None if found.last_day is None else found.last_day.isoformat(),
        "last_days": None if found.last_days is None else [day.isoformat() for day in found.last_days],
        "would_be": None if found.would_be is None else found.would_be.value,
        "severity": found.severity.value,
    } == {key: value for key, value in expected.items() if key != "why"}


def test_every_finding_was_judged_by_hand():
    assert FOUND.keys() == EXPECTED.keys()


def test_the_city_shows_all_ten_statuses():
    assert {one.status for one in FOUND.values()} == set(Status)


def test_the_city_says_in_its_first_line_that_it_is_invented():
    for path in FOLDER.glob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0].casefold()
        assert "tưởng tượng" in first
        assert "invented" in first
