"""every: each period by itself; each: every case by its own clock. The finding is the worst of them."""

import json
from typing import Any

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading.rulebook import rulebook_of
from congress_cli.rulebook.examples import judge_examples
from tests.builders import ROOT, judge_one, read_case, rule, rules_file, status_of
from tests.cli.commands import in_this_process

RETURNS = ROOT / "tests" / "cases" / "papers" / "returns"
MONTHLY: dict[str, Any] = {"from": "2020-06", "until": "2020-08", "due": {"day": "25"}}


def _sent(**days: str) -> dict[str, Any]:
    return {"report.sent": {f"2020-{month[1:]}": day for month, day in days.items()}}


def _case(number: str, sort: str = "critical", **days: str) -> dict[str, str]:
    return {"case": number, "sort": sort, **days}


@pytest.mark.parametrize(
    ("facts", "as_of", "status", "last_day", "counts"),
    [
        ({}, "2020-06-11", "due_soon", "2020-06-25", {"due_soon": 1}),
        ({}, "2020-06-10", "not_applicable", None, None),
        ({}, "2020-06-26", "overdue", "2020-06-25", {"overdue": 1}),
        (_sent(m06="2020-06-25"), "2020-06-30", "met", "2020-06-25", {"met": 1}),
        (_sent(m06="2020-06-25"), "2020-07-01", "open", "2020-07-25", {"met": 1, "open": 1}),
        (_sent(m06="2020-06-26"), "2020-07-20", "late", "2020-07-25", {"late": 1, "due_soon": 1}),
        (_sent(m06="2020-06-25", m08="2020-08-01"), "2020-08-20", "overdue", "2020-07-25", {"met": 2, "overdue": 1}),
        (_sent(m06="2020-06-20", m07="2020-07-20", m08="2020-08-25"), "2020-12-01", "met", "2020-08-25", {"met": 3}),
        (_sent(m06="2020-06-01/2020-06-30"), "2020-06-30", "unknown", "2020-06-25", {"unknown": 1}),
    ],
)
def test_a_finding_is_the_worst_of_its_periods(facts, as_of, status, last_day, counts):
    found = judge_one(rule("every", **MONTHLY), facts, as_of)

    assert found.status == status
    assert (None if found.last_day is None else found.last_day.isoformat()) == last_day
    assert found.counts == counts


def test_an_absent_period_is_unknown_in_partial_records():
    found = judge_one(rule("every", **MONTHLY), {}, "2020-07-02", records="partial")

    assert (found.status, found.counts) == ("unknown", {"unknown": 2})


def test_a_period_concerns_the_unit_from_its_first_day_unless_it_ends_before_from():
    def counts(as_of: str, **edges: str) -> Any:
        return judge_one(rule("every", **edges), {}, as_of).counts

    assert counts("2020-07-01", **{"from": "2020-06-30"}) == {"overdue": 1, "open": 1}
    assert counts("2020-07-01", **{"from": "2020-07-01"}) == {"open": 1}
    assert counts("2020-08-31", **{"from": "2020-06-30", "until": "2020-08-01"}) == {"overdue": 2, "due_soon": 1}
    assert counts("2020-08-31", **{"from": "2020-06-30", "until": "2020-07-31"}) == {"overdue": 2}


def test_periods_of_days_count_from_their_event_and_wait_for_it():
    judged = rule("every", series="progress.sent", **{"from": "step.first"})

    assert judge_one(judged, {}).code == "waits"
    assert judge_one(judged, {"step.first": "2020-07-01"}, "2020-07-01").code == "every-not-yet"
    facts = {"step.first": "2020-06-11", "progress.sent": {"1": "2020-06-21"}}
    found = judge_one(judged, facts, "2020-07-01")
    assert (found.status, found.counts) == ("due_soon", {"met": 1, "due_soon": 1})
    assert found.last_day is not None
    assert found.last_day.isoformat() == "2020-07-01"


def test_without_any_period_nothing_applies():
    found = judge_one(rule("every", **{"from": "2020-08", "until": "2020-07-01"}), {}, "2020-12-01")

    assert (found.status, found.reason, found.last_day) == ("not_applicable", "no-period", None)


def test_a_message_names_the_period_to_do_and_the_evidence_those_that_made_the_finding():
    found = judge_one(rule("every", **MONTHLY), _sent(m06="2020-06-26"), "2020-07-20")

    assert (found.args["part"], found.args["part_status"]) == ("2020-07", "due_soon")
    assert [one.value for one in found.evidence] == ["2020-06=2020-06-26"]


def test_the_evidence_leaves_out_the_periods_that_did_not_make_the_finding_and_keeps_its_source():
    periods = {"2020-06": "2020-06-20", "2020-07": "2020-08-20", "2020-08": "2020-08-20"}
    recorded = {"report.sent": {"periods": periods, "source": "sổ tay"}}

    found = judge_one(rule("every", **MONTHLY), recorded, "2020-09-20")

    assert [(one.value, one.source) for one in found.evidence] == [("2020-07=2020-08-20", "sổ tay")]


@pytest.mark.parametrize(
    ("cases", "status", "counts"),
    [
        ([], "met", None),
        ([_case("1", "high")], "met", None),
        ([_case("1", detected="2020-06-20", fixed="2020-07-05")], "met", {"met": 1}),
        ([_case("1", detected="2020-06-20", fixed="2020-07-06")], "late", {"late": 1}),
        ([_case("1", detected="2020-06-20")], "overdue", {"overdue": 1}),
        ([_case("1", detected="2020-06-25"), _case("2", detected="2020-06-20", fixed="2020-06-21")], "due_soon", None),
        ([_case("1")], "open", {"open": 1}),
        ([_case("1", fixed="2020-06-21")], "unknown", {"unknown": 1}),
        ([_case("1", detected="2020-06-22", fixed="2020-06-21")], "failed", {"failed": 1}),
        ([_case("1", detected="2020-06-10")], "not_applicable", {"not_applicable": 1}),
        ([_case("1", detected="2020-08-10")], "met", None),
    ],
)
def test_a_finding_is_the_worst_of_its_cases(cases, status, counts):
    judged = rule("each", sort="critical", within={"days": "15", "after": "detected"})

    found = judge_one(judged, {"findings": cases}, "2020-07-08")

    assert found.status == status
    assert counts is None or found.counts == counts


def test_without_cases_partial_records_leave_it_unknown():
    assert status_of(rule("each"), {}, records="partial") == "unknown"


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("every", {"from": "2020-Q1"}, "period-key"),
        ("every", {"series": "progress.sent", "from": "step.first", "due": {"day": "5"}}, "due-day-of-days"),
        ("each", {"day": "closed-at"}, "part-unknown"),
        ("each", {"sort": "low"}, "part-unknown"),
    ],
)
def test_what_does_not_fit_the_vocabulary_is_told(kind, fields, code):
    diagnostics = Diagnostics()

    assert rulebook_of(rules_file(rule(kind, **fields)), "r.yaml", diagnostics) is None
    assert [one.key for one in diagnostics.errors] == [code]


def test_the_examples_of_the_returns_hold():
    assert all(result.ok for result in judge_examples(read_case(RETURNS)[1]))


@pytest.mark.parametrize(
    ("words", "fact", "value"),
    [
        (("report.sent", "2025-03=18/3/2025"), "report.sent", "2025-03"),
        (("findings", "20", "sort=high", "detected=1/3/2025"), "findings", "20"),
    ],
)
def test_record_writes_periods_and_cases_and_every_format_tells_them(tmp_path, words, fact, value):
    for name in ("units.yaml", "rules.yaml"):
        (tmp_path / name).write_text((RETURNS / name).read_text("utf-8"), "utf-8")
    files = ("--units", tmp_path / "units.yaml", "--rules", tmp_path / "rules.yaml")

    assert in_this_process("record", "B-1", *words, "--by", "desk", *files).returncode == 0

    text = (tmp_path / "units.yaml").read_text("utf-8")
    assert value in text
    for form in ("table", "plain", "csv", "markdown", "html", "junit", "sarif", "github", "gitlab", "ics", "jsonl"):
        assert in_this_process("check", "--format", form, *files).returncode in (0, 1)
    told = json.loads(in_this_process("check", "--format", "json", *files).stdout)
    assert any(one["counts"] for one in told["findings"])
    assert told["tasks"]["due_soon"] >= 1
