"""every: each period by itself; each: every case by its own clock. The finding is the worst of them."""

import json
from typing import Any

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.model.registry import Registry, Unit
from congress_cli.reading.rulebook import rulebook_of
from congress_cli.rulebook.examples import judge_examples
from tests.builders import ROOT, day, judge_one, read_case, registry, rule, rulebook, rules_file, status_of, unit
from tests.cli.commands import in_this_process
from tests.reading.places import told

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


def test_a_case_exists_only_where_one_of_its_days_has_come():
    judged = rule("each", within={"days": "15", "after": "detected"})

    found = judge_one(judged, {"findings": [_case("1", detected="2020-06-20/2020-07-10")]}, "2020-07-08")

    assert found.args["parts"] == [["1", "unknown"]]
    assert found.last_days == (day("2020-07-05"), day("2020-07-23"))


def _series(facts: dict[str, Any], **fields: Any) -> tuple[Any, Unit, Registry]:
    one = unit(facts=facts, parent="P")
    units = registry(one, unit("P", "city", facts={"congress.opened": "2020-06-12"}))
    return rulebook(rule("every", **fields)).rules[0], one, units


TEN_DAYS: dict[str, Any] = {"series": "progress.sent", "from": "step.first", "until": "3"}
OF_PARENT: dict[str, Any] = {**TEN_DAYS, "from": {"event": "congress.opened", "of": "parent"}}
BEGUN = {"step.first": "2020-06-15"}


@pytest.mark.parametrize(
    ("fields", "facts", "on", "part", "first", "last"),
    [
        ({}, {}, "2020-02-29", "2020-02", "2020-02-01", "2020-02-29"),
        ({"series": "quarter.sent", "from": "2020-Q2"}, {}, "2020-07-01", "2020-Q3", "2020-07-01", "2020-09-30"),
        ({"series": "half.sent", "from": "2020-H1"}, {}, "2020-12-31", "2020-H2", "2020-07-01", "2020-12-31"),
        ({"series": "year.sent", "from": "2020"}, {}, "2020-12-31", "2020", "2020-01-01", "2020-12-31"),
        (TEN_DAYS, BEGUN, "2020-06-16", "1", "2020-06-16", "2020-06-25"),
        (TEN_DAYS, BEGUN, "2020-06-25", "1", "2020-06-16", "2020-06-25"),
        (TEN_DAYS, BEGUN, "2020-06-26", "2", "2020-06-26", "2020-07-05"),
        (OF_PARENT, {}, "2020-06-13", "1", "2020-06-13", "2020-06-22"),
    ],
)
def test_a_day_lies_in_one_period_and_the_period_says_its_days(fields, facts, on, part, first, last):
    judged, one, units = _series(facts, **fields)

    assert judged.part_on(day(on), one, units) == part
    assert judged.part_days(part, one, units) == (day(first), day(last))


def test_periods_counted_from_an_event_have_no_days_before_it_is_known_and_none_beyond_the_calendar():
    for facts in ({}, {"step.first": "2020-06-15/2020-06-16"}):
        judged, one, units = _series(facts, **TEN_DAYS)
        assert (judged.part_on(day("2020-06-20"), one, units), judged.part_days("1", one, units)) == (None, None)
    judged, one, units = _series(BEGUN, **TEN_DAYS)
    assert judged.part_on(day("2020-06-15"), one, units) is None
    assert judged.part_days("999999", one, units) is None


@pytest.mark.parametrize(
    ("fields", "facts", "asked"),
    [
        ({"until": "2020-08"}, {}, {"2020-05": False, "2020-06": True, "2020-08": True, "2020-09": False}),
        ({"from": "2020-06-30", "until": "2020-07-01"}, {}, {"2020-05": False, "2020-06": True, "2020-08": False}),
        ({"until": "step.last"}, {}, {"2020-05": False, "2020-09": True}),
        ({"until": "step.last"}, {"step.last": "2020-07-01/2020-08-01"}, {"2020-08": True, "2020-09": False}),
        ({"from": "step.first"}, {"step.first": "2020-06-30/2020-07-10"}, {"2020-05": False, "2020-06": True}),
        ({"from": "step.first"}, {}, {"2020-06": None}),
        (TEN_DAYS, BEGUN, {"1": True, "3": True, "4": False}),
        (TEN_DAYS, {}, {"1": None}),
    ],
)
def test_a_rule_asks_for_the_periods_between_its_days(fields, facts, asked):
    judged, one, units = _series(facts, **fields)

    assert {part: judged.asks_part(part, one, units) for part in asked} == asked


def test_a_last_day_beyond_the_calendar_is_an_error():
    found = judge_one(rule("every", due={"days": "40000"}), {}, "2020-06-30")

    assert (found.status, found.args["parts"]) == ("error", [["2020-06", "error"]])


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("every", {"from": "2020-Q1"}, "period-key"),
        ("every", {"series": "progress.sent", "from": "step.first", "due": {"day": "5"}}, "due-day-of-days"),
        ("every", {"series": "progress.sent", "from": "1"}, "period-key"),
        ("every", {"from": "1/6/2020"}, "day-ambiguous"),
        ("every", {"due": {"day": "5", "days": "3"}}, "due-one"),
        ("every", {"due": {"month": "2", "days": "3"}}, "due-one"),
        ("each", {"day": "closed-at"}, "part-unknown"),
        ("each", {"sort": "low"}, "part-unknown"),
    ],
)
def test_what_does_not_fit_the_vocabulary_is_told(kind, fields, code):
    diagnostics = Diagnostics()

    assert rulebook_of(rules_file(rule(kind, **fields)), "r.yaml", diagnostics) is None
    assert told(diagnostics) == [f"1:1 {code}"]


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
