"""json: the canonical report is what the contract says, and hangs together."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import ALL_DONE, write_project
from tests.formats.conftest import Congress
from tests.formats.reports import PROBLEMS, STATUSES, SUBJECTS, json_text, report_of

Draft202012Validator = pytest.importorskip("jsonschema").Draft202012Validator

SCHEMA = json.loads((Path(__file__).parent / "report.schema.json").read_text("utf-8"))
VALID = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
REFUSED = {"error": 0}


def of_rule(report: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["rule"] == rule]


def thinned(report: dict[str, Any]) -> dict[str, Any]:
    """The report with one finding of each kind, as there are thousands alike."""
    kinds = {
        (one["rule"], one["status"], one["code"], one["last_day"] is None, one["last_days"] is None): one
        for one in report["findings"]
    }
    return {**report, "findings": list(kinds.values())}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_report_is_valid_by_the_schema_of_the_contract(subject: str) -> None:
    report = thinned(report_of(subject))

    assert [f"{error.json_path}: {error.message[:200]}" for error in VALID.iter_errors(report)] == []
    assert len(report["findings"]) >= len(report["rules"])


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "2020-06-10"),
        ("--as-of", "2020-06-11"),
        ("--as-of", "2020-07-15"),
        ("--as-of", "2100-12-31"),
        ("--unit", "MAU-01", "--status", "met"),
        ("--owner", "task-force", "--no-waivers"),
    ],
    ids=" ".join,
)
def test_it_is_valid_on_other_days_and_of_selections_too(congress: Congress, words: tuple[str, ...]) -> None:
    report = json.loads(congress("check", *SUBJECTS["city"], "--format", "json", *words).out)

    assert [error.message[:200] for error in VALID.iter_errors(thinned(report))] == []


def test_the_schema_would_notice() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    report = thinned(report_of("small"))
    for change in (
        {"as_of": "15/7/2020"},
        {"totals": {**report["totals"], "met": -1}},
        {"findings": [{**report["findings"][0], "status": "ok"}]},
        {"findings": [{**report["findings"][0], "code": "waived", "would_be": None}]},
        {"units": [{**report["units"][0], "phone": "1"}]},
        {"rules": [{**report["rules"][0], "counts": REFUSED}]},
    ):
        assert not VALID.is_valid({**report, **change})


@pytest.mark.parametrize("subject", SUBJECTS)
def test_totals_and_counts_are_those_of_the_findings(subject: str) -> None:
    report = report_of(subject)
    findings = report["findings"]

    assert tuple(report["totals"]) == STATUSES
    assert report["totals"] == {**dict.fromkeys(STATUSES, 0), **Counter(one["status"] for one in findings)}
    assert report["problems"] == {
        "violation": sum(one["status"] in PROBLEMS and one["severity"] == "violation" for one in findings),
        "warning": sum(one["status"] in PROBLEMS and one["severity"] == "warning" for one in findings),
        "unknown": report["totals"]["unknown"],
    }
    for rule in report["rules"]:
        own = of_rule(report, rule["id"])
        assert tuple(rule["counts"]) == STATUSES
        assert rule["judged"] == len(own) == sum(rule["counts"].values())
        assert {status: count for status, count in rule["counts"].items() if count} == Counter(
            one["status"] for one in own
        )


@pytest.mark.parametrize("subject", SUBJECTS)
def test_findings_come_by_rule_then_by_unit_and_inputs_by_path(subject: str) -> None:
    report = report_of(subject)
    place = {rule["id"]: number for number, rule in enumerate(report["rules"])}
    keys = [(place[one["rule"]], one["unit"].encode()) for one in report["findings"]]

    assert keys == sorted(set(keys))
    assert [one["path"] for one in report["inputs"]] == sorted(one["path"] for one in report["inputs"])
    assert [unit["id"] for unit in report["units"]] == sorted(unit["id"] for unit in report["units"])


def test_rules_come_as_in_the_rulebook_and_those_with_nothing_judged_stay(congress: Congress, tmp_path: Path) -> None:
    report = json.loads(congress("check", *SUBJECTS["small"], "--format", "json", "--unit", "MN-11").out)

    assert [rule["id"] for rule in report["rules"]] == [rule["id"] for rule in report_of("small")["rules"]]
    assert any(rule["judged"] == 0 for rule in report["rules"])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_whatever_a_finding_names_stands_in_the_report(subject: str) -> None:
    report = report_of(subject)
    named = {one["id"] for one in (*report["units"], *report["task_forces"])}
    facts = {one["id"] for one in report["facts"]}
    clauses = {one["id"] for one in report["clauses"]}

    for finding in report["findings"]:
        assert finding["unit"] in named
        assert {one["fact"] for one in finding["evidence"]} <= facts
        assert finding["waits_for"] in {None, *facts}
    for rule in report["rules"]:
        assert set(rule["facts"]) <= facts
        assert set(rule["clause"]) <= clauses
    assert {unit["parent"] for unit in report["units"]} <= {None, *named}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_days_left_are_counted_from_the_judged_day_to_the_last_day(subject: str) -> None:
    report = report_of(subject)
    judged = date.fromisoformat(report["as_of"])
    seen = set()
    for finding in report["findings"]:
        if finding["last_day"] is not None:
            assert finding["days_left"] == (date.fromisoformat(finding["last_day"]) - judged).days
            seen.add(finding["status"])
            assert finding["status"] not in ("overdue",) or finding["days_left"] < 0
            assert finding["status"] not in ("due_soon", "open") or finding["days_left"] >= 0
    assert seen
    rolled_up = {rule["id"] for rule in report["rules"] if rule["kind"] in ("share", "census")}
    assert {one["last_day"] for one in report["findings"] if one["rule"] in rolled_up} == {None}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_evidence_leads_to_the_line_that_holds_it(subject: str) -> None:
    report = report_of(subject)
    paths = {one["path"] for one in report["inputs"]}
    lines: dict[str, list[str]] = {}
    for finding in report["findings"]:
        for one in finding["evidence"]:
            path, line, column = one["at"].rsplit(":", 2)
            assert path in paths
            text = lines.setdefault(path, _file(path).read_text("utf-8").split("\n"))[int(line) - 1]
            assert text[int(column) - 1 :].startswith(one["fact"])
    assert lines


def _file(path: str) -> Path:
    from tests.cli.commands import ROOT

    return ROOT / path


def test_the_text_is_json_that_any_reader_takes_one_finding_a_line() -> None:
    text = json_text("city")
    report = report_of("city")

    def no_constants(name: str) -> None:
        raise AssertionError(name)

    assert json.loads(text, parse_constant=no_constants) == report
    assert text.endswith("}\n")
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert sum('"unit": ' in line and '"rule": ' in line for line in text.splitlines()) == len(report["findings"])


def test_a_report_says_what_was_asked_for(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)
    words = ("--unit", "MN-01", "--rule", "plan-issued", "--clause", "1", "--owner", "grassroots", "--status", "met")

    asked = json.loads(congress("check", "--format", "json", *words).out)["asked"]

    assert asked == {
        "units": ["MN-01"],
        "under": [],
        "rules": ["plan-issued"],
        "clauses": ["1"],
        "owners": ["grassroots"],
        "statuses": ["met"],
    }


def test_before_the_directive_was_issued_nothing_applies(congress: Congress) -> None:
    report = json.loads(congress("check", *SUBJECTS["city"], "--format", "json", "--as-of", "2020-06-10").out)

    assert {one["status"] for one in report["findings"]} == {"not_applicable"}
    assert {one["code"] for one in report["findings"]} == {"not-yet-issued"}
