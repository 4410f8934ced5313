"""Small registries and rulebooks whose verdict, proof or complaint was once wrong, through the command."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from congress_cli.formats import FORMATS, Form
from congress_cli.language import LANGUAGES
from tests.cli.commands import ROOT, in_this_process

CASES = ROOT / "tests" / "cases" / "once-wrong"
FILES = ("--units", "units.yaml", "--rules", "rules.yaml")


def _out(case: str, *words: str) -> str:
    ran = in_this_process(*words, folder=CASES / case)
    assert ran.returncode in (0, 1), ran.stderr.decode()
    return ran.stdout.decode()


def _findings(case: str, as_of: str, *words: str) -> dict[tuple[str, str], Any]:
    report = json.loads(_out(case, "check", "--as-of", as_of, "--format", "json", *words))
    return {(one["rule"], one["unit"]): one for one in report["findings"]}


def test_a_rule_that_excepts_the_unit_is_no_part_of_a_circle():
    found = _findings("circle-unless", "2021-04-01", *FILES)

    assert {pair: one["status"] for pair, one in found.items()} == {
        ("a-before-b", "U"): "met",
        ("b-before-a", "U"): "not_applicable",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_closed_without_a_document_is_told_without_none(language):
    told = [_out("closed-none", "explain", unit, "a-before-b", *FILES, "--lang", language) for unit in "UV"]
    told += [
        _out("closed-none", "check", *FILES, "--as-of", "2021-04-01", "--all", "--format", name, "--lang", language)
        for name, one in FORMATS.items()
        if one.form is not Form.BINARY
    ]

    assert len(told) > 8
    assert not [text for text in told if "None" in text]


def test_measures_dated_before_their_start_are_failed_without_a_reference():
    on_the_start = _findings("measures-no-reference", "2021-04-01", *FILES)
    before_it = _findings("measures-no-reference", "2021-02-28", *FILES)

    assert {one["status"] for one in on_the_start.values()} == {"failed"}
    assert {one["status"] for one in before_it.values()} == {"open"}


def test_rules_for_two_levels_contradict_nothing():
    assert "Contradictions: 0" in _out("lint-false-circle", "rules", "lint", "--rules", "rules.yaml")


def test_the_forecast_of_an_interval_of_planned_days_is_what_check_says_on_each_of_them():
    pair = "political-report-finished", "MAU-01"
    asked = ("--units", "units.yaml", "--as-of", "2020-06-20", "--lang", "en")
    shown = _out("explain-forecast", "explain", *reversed(pair), *asked)
    turns = re.findall(r"from (\d\d)/(\d\d)/(\d{4}) on: (.*)", shown)
    days = [date(int(year), int(month), int(day)) for day, month, year, _ in turns]

    assert [str(day) for day in days] == ["2020-07-05", "2020-07-10", "2020-07-20", "2020-07-25"]
    before = "open"
    for day, (*_, status) in zip(days, turns, strict=True):
        eve = str(day - timedelta(days=1))
        assert _findings("explain-forecast", eve, "--units", "units.yaml")[pair]["status"] == before
        before = status.replace(" ", "_")
        assert _findings("explain-forecast", str(day), "--units", "units.yaml")[pair]["status"] == before
