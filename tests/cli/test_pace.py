"""pace: how fast units come to an end, so far and of late, and what is needed."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.pace import pace_of
from congress_cli.app.schemas import schema_text
from congress_cli.model.message import Diagnostics
from congress_cli.model.plan import Band, PaceOfRule, within
from congress_cli.model.report import Input, Selection
from congress_cli.reading.load import Data
from congress_cli.screens.pace import stretches
from tests.builders import registry, rule, rulebook, unit
from tests.cli.commands import CITY, ROOT, write_project
from tests.cli.conftest import Congress
from tests.patience import same_cases

jsonschema = pytest.importorskip("jsonschema")

CITY_WORDS = ("--units", CITY, "--rules", ROOT / "data" / "rules.yaml")
UPPER = ("--rule", "upper-congress-in-time")


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def found(congress: Congress, *words: object) -> dict[str, Any]:
    ran = congress("pace", *words, "--format", "json")
    assert ran.code == 0, ran.err
    read: dict[str, Any] = json.loads(ran.out)
    jsonschema.Draft202012Validator(json.loads(schema_text("pace"))).validate(read)
    return read


def paced(
    *closed: str | None, as_of: str = "2020-06-20", by: str = "2020-06-30", records: str = "complete"
) -> PaceOfRule:
    """The pace of units of which each closed on that day, or did not."""
    units = [
        unit(f"U{place}", facts={} if day is None else {"congress.closed": day}) for place, day in enumerate(closed)
    ]
    book = rulebook(rule(event="congress.closed", by="2020-06-30"))
    data = Data(registry(*units), book, (), Input("rules.yaml", ""), (), (), Diagnostics())
    [one] = pace_of(data, Selection(), date.fromisoformat(as_of)).rules
    return one


# ---------------------------------------------------------------- the shipped registry


def test_the_wave_of_july_and_august_2020_is_counted_as_a_band(congress: Congress, shipped: None) -> None:
    [rule_] = found(congress, *UPPER)["rules"]

    assert (rule_["total"], rule_["done"], rule_["unknown"]) == (38, [30, 30], 8)
    assert rule_["recent"] == [8, 10]
    assert rule_["projected"] == ["2020-09-01", "2020-09-03"]
    assert rule_["by_day"][-1] == {"day": "2020-08-20", "low": 30, "high": 30}


def test_two_weeks_before_the_limit_the_pace_is_half_of_what_is_needed(congress: Congress, shipped: None) -> None:
    [rule_] = found(congress, *UPPER, "--as-of", "2020-07-31")["rules"]

    assert rule_["done"] == [14, 17]
    assert rule_["recent_a_day"] == [0.714, 0.929]
    assert rule_["needed_a_day"] == round(24 / 14, 3)


def test_the_screen_draws_the_wave_and_says_how_much_is_not_known(congress: Congress, shipped: None) -> None:
    told = congress("pace", *UPPER, "--lang", "en").out

    assert "30 of 38 done (78.9%)" in told
    assert "8 of them are not recorded or uncertain" in told
    assert "20/07-26/07 ██████ 6\n" in told
    assert "27/07-02/08 ██████░ 6-7\n" in told
    assert "The last day, Friday 14/08/2020, has passed." in told
    assert "At this pace it ends some day from 01/09/2020 to 03/09/2020." in told


# ---------------------------------------------------------------- counting


def test_an_uncertain_day_counts_once_surely_and_in_each_stretch_perhaps() -> None:
    one = paced("2020-06-15", "2020-06-18/2020-06-22", None)

    assert (one.done, one.recent) == (Band(1, 2), Band(1, 2))
    assert within(one.days, date(2020, 6, 18), date(2020, 6, 22)) == Band(1, 1)
    assert within(one.days, date(2020, 6, 18), date(2020, 6, 19)) == Band(0, 1)


@pytest.mark.parametrize(
    ("day", "recent"), [("2020-06-06", 0), ("2020-06-07", 1), ("2020-06-20", 1), ("2020-06-21", 0)]
)
def test_the_recent_days_are_fourteen_with_the_judged_one(day: str, recent: int) -> None:
    assert paced(day, None).recent == Band(recent, recent)


@pytest.mark.parametrize(
    ("as_of", "needed"), [("2020-06-20", 0.2), ("2020-06-29", 2.0), ("2020-06-30", None), ("2020-07-01", None)]
)
def test_what_is_needed_is_shared_among_the_days_left(as_of: str, needed: float | None) -> None:
    assert paced("2020-06-12", None, None, as_of=as_of).needed == needed


def test_the_end_is_projected_from_the_recent_pace() -> None:
    assert paced("2020-06-12", None).projected == (date(2020, 7, 4), date(2020, 7, 4))
    assert paced("2020-06-12", "2020-06-12").projected == (date(2020, 6, 20), date(2020, 6, 20))
    assert paced(None, None).projected == (None, None)
    assert paced("2020-06-18/2020-06-22", None).projected == (date(2020, 7, 4), None)


def test_bars_stand_for_days_and_after_a_month_for_weeks_from_monday() -> None:
    days = stretches(paced("2020-06-15", None), date(2020, 6, 17))
    weeks = stretches(paced("2020-05-06", None), date(2020, 6, 20))

    assert days == [(day, day) for day in (date(2020, 6, 15), date(2020, 6, 16), date(2020, 6, 17))]
    assert weeks[0] == (date(2020, 5, 4), date(2020, 5, 10))
    assert weeks[-1] == (date(2020, 6, 15), date(2020, 6, 20))


DAYS = st.integers(0, 60).map(lambda days: date(2020, 5, 1) + timedelta(days=days))
CLOSED = st.one_of(st.none(), st.tuples(DAYS, DAYS).map(lambda two: "/".join(day.isoformat() for day in sorted(two))))


@given(st.lists(CLOSED, min_size=1, max_size=6), DAYS)
@same_cases()
def test_stretches_share_out_all_that_was_done(closed: list[str | None], as_of: date) -> None:
    one = paced(*closed, as_of=max(as_of, date(2020, 6, 11)).isoformat())

    parts = [within(one.days, *stretch) for stretch in stretches(one, max(as_of, date(2020, 6, 11)))]
    assert sum(part.low for part in parts) <= one.done.low <= one.done.high <= sum(part.high for part in parts)
    assert one.recent.low <= one.done.low
    assert one.recent.high <= one.done.high


# ---------------------------------------------------------------- who is at risk


def test_each_unit_at_risk_has_its_gravest_reason(congress: Congress) -> None:
    rules = {one["rule"]: one for one in found(congress, *CITY_WORDS)["rules"]}
    reasons = {risk["unit"]: risk["reason"]["code"] for one in rules.values() for risk in one["risks"]}

    assert reasons["MAU-01-01"] == "risk-overdue"
    assert reasons["MAU-02-02"] == "risk-uncertain"
    assert reasons["MAU-04"] == "risk-promise"
    assert reasons["MAU-04-06"] == "risk-unrecorded"
    assert reasons["MAU-05"] == "risk-tasks"
    assert rules["upper-congress-in-time"]["risks"][0]["unit"] == "MAU-04"


# ---------------------------------------------------------------- forms and mistakes


def test_the_drawing_is_a_picture_with_titles(congress: Congress, shipped: None) -> None:
    root = ElementTree.fromstring(congress("pace", *UPPER, "--format", "svg", "--lang", "en").out)

    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Upper-grassroots congress held ◇" in texts
    assert {"38", "30 of 38 done", "20/08/2020"} <= set(texts)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_is_no_wider_than_the_terminal(congress: Congress, language: str, width: int) -> None:
    ran = congress("pace", *CITY_WORDS, "--lang", language, "--width", width)

    assert max(map(len, ran.lines)) <= width


def test_a_rule_without_an_event_has_no_pace(congress: Congress) -> None:
    assert congress("pace", *CITY_WORDS, "--rule", "complaints-settled").code == 2


def test_nothing_left_is_no_clean_answer(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    assert (
        congress("pace", "--units", tmp_path / "data" / "units.yaml", "--under", "MN-01", "--owner", "upper").code == 3
    )
