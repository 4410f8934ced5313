"""Limits: the exact days around them, whatever they are counted from."""

from typing import Any

import pytest

from tests.builders import (
    day,
    findings_of,
    judge_one,
    last_day_of,
    parameter,
    registry,
    rule,
    rulebook,
    status_of,
    unit,
    unless,
)
from tests.engine.oracle import Oracle

LIMIT = {"limit": parameter(("2020-06-11", "2020-07-10"))}


def _around(judged, as_of_last, **kwargs):
    """The status of an absent matter the day before, on and after its last day."""
    return [status_of(judged, {}, day, **kwargs) for day in as_of_last]


# ---- before, by


def test_before_a_day_ends_on_the_day_before_it():
    judged = rule(before="2020-06-15")

    assert last_day_of(judged) == "2020-06-14"
    assert _around(judged, ["2020-06-13", "2020-06-14", "2020-06-15"]) == ["due_soon", "due_soon", "overdue"]
    assert status_of(judged, {"paper.issued": "2020-06-14"}) == "met"
    assert status_of(judged, {"paper.issued": "2020-06-15"}) == "late"


def test_by_a_day_ends_on_that_day():
    judged = rule(by="2020-06-15")

    assert last_day_of(judged) == "2020-06-15"
    assert _around(judged, ["2020-06-14", "2020-06-15", "2020-06-16"]) == ["due_soon", "due_soon", "overdue"]
    assert status_of(judged, {"paper.issued": "2020-06-15"}) == "met"
    assert status_of(judged, {"paper.issued": "2020-06-16"}) == "late"


@pytest.mark.parametrize(("warn_days", "first_warned"), [(0, "2020-07-10"), (1, "2020-07-09"), (20, "2020-06-20")])
def test_warn_days_decide_from_which_day_on_a_matter_is_due_soon(warn_days, first_warned):
    judged = rule(by="2020-07-10", warn_days=warn_days)
    day_before = {"2020-07-10": "2020-07-09", "2020-07-09": "2020-07-08", "2020-06-20": "2020-06-19"}[first_warned]

    assert status_of(judged, {}, day_before) == "open"
    assert status_of(judged, {}, first_warned) == "due_soon"
    assert status_of(judged, {}, "2020-07-11") == "overdue"


# ---- within


def test_within_days_ends_so_many_days_after():
    judged = rule(within={"days": 10, "after": "2020-06-01"})

    assert last_day_of(judged) == "2020-06-11"


def test_within_no_days_ends_on_the_day_itself():
    assert last_day_of(rule(within={"days": 0, "after": "2020-06-20"})) == "2020-06-20"


@pytest.mark.parametrize(
    ("month_end", "after", "months", "last_day"),
    [
        ("clamp", "2020-01-31", 1, "2020-02-29"),
        ("next", "2020-01-31", 1, "2020-03-01"),
        ("clamp", "2020-01-30", 1, "2020-02-29"),
        ("next", "2020-01-30", 1, "2020-03-01"),
        ("clamp", "2021-01-29", 1, "2021-02-28"),
        ("next", "2021-01-29", 1, "2021-03-01"),
        ("clamp", "2020-01-29", 1, "2020-02-29"),
        ("next", "2020-01-29", 1, "2020-02-29"),
        ("clamp", "2020-08-31", 13, "2021-09-30"),
        ("next", "2020-08-31", 13, "2021-10-01"),
        ("clamp", "2020-06-30", 8, "2021-02-28"),
        ("clamp", "2020-02-29", 12, "2021-02-28"),
        ("clamp", "2020-06-11", 0, "2020-06-11"),
    ],
)
def test_months_that_lack_the_day_are_clamped_to_their_end_or_go_on_to_the_next(month_end, after, months, last_day):
    judged = rule(within={"months": months, "after": after, "month_end": month_end})

    assert last_day_of(judged) == last_day


def test_months_are_clamped_where_nothing_is_said():
    assert last_day_of(rule(within={"months": 1, "after": "2020-01-31"})) == "2020-02-29"


# ---- parameters


def test_a_limit_may_be_a_parameter():
    assert last_day_of(rule(by={"param": "limit"}), parameters=LIMIT) == "2020-07-10"
    assert last_day_of(rule(before={"param": "limit"}), parameters=LIMIT) == "2020-07-09"
    assert last_day_of(rule(within={"days": 5, "after": {"param": "limit"}}), parameters=LIMIT) == "2020-07-15"


def test_an_amendment_counts_from_the_day_it_begins_and_no_sooner():
    judged = rule(by={"param": "limit"})
    amended = {"limit": parameter(("2020-06-11", "2020-06-20"), ("2020-06-25", "2020-08-01"))}

    before = judge_one(judged, {}, "2020-06-24", parameters=amended)
    after = judge_one(judged, {}, "2020-06-25", parameters=amended)

    assert (before.status, str(before.last_day)) == ("overdue", "2020-06-20")
    assert (after.status, str(after.last_day)) == ("open", "2020-08-01")


def test_the_newest_value_counts_in_whatever_order_the_file_holds_them():
    amended = {"limit": parameter(("2020-06-25", "2020-08-01"), ("2020-06-11", "2020-06-20"))}

    assert last_day_of(rule(by={"param": "limit"}), parameters=amended) == "2020-08-01"


def test_an_amendment_can_make_what_was_late_met():
    judged = rule(by={"param": "limit"})
    amended = {"limit": parameter(("2020-06-11", "2020-06-20"), ("2020-06-25", "2020-06-30"))}
    done = {"paper.issued": "2020-06-22"}

    assert status_of(judged, done, "2020-06-24", parameters=amended) == "late"
    assert status_of(judged, done, "2020-06-25", parameters=amended) == "met"


@pytest.mark.parametrize("recorded", [{}, {"paper.issued": "2020-06-20"}])
def test_a_parameter_without_a_value_in_force_makes_the_rule_unknown(recorded):
    later = {"limit": parameter(("2020-07-02", "2020-07-10"))}

    finding = judge_one(rule(by={"param": "limit"}), recorded, "2020-07-01", parameters=later)

    assert (finding.status, finding.code, finding.last_day) == ("unknown", "parameter-missing", None)
    assert finding.args["param"] == "limit"
    assert status_of(rule(by={"param": "limit"}), recorded, "2020-07-02", parameters=later) in ("met", "due_soon")


def test_a_failed_matter_stays_failed_where_the_parameter_is_missing():
    judged = rule(by={"param": "limit"}, document="required")

    assert status_of(judged, {"paper.issued": "2020-06-20"}, parameters={"limit": {}}) == "failed"


# ---- events


def test_before_an_event_ends_on_the_day_before_it():
    judged = rule(before="congress.opened")
    held = {"congress.opened": "2020-06-20"}

    assert last_day_of(judged, held) == "2020-06-19"
    assert status_of(judged, held) == "overdue"
    assert status_of(judged, {**held, "paper.issued": "2020-06-19"}) == "met"
    assert status_of(judged, {**held, "paper.issued": "2020-06-20"}) == "late"


def test_by_an_event_ends_on_its_day_and_within_days_so_many_after_it():
    held = {"congress.opened": "2020-06-20"}

    assert last_day_of(rule(by="congress.opened"), held) == "2020-06-20"
    assert last_day_of(rule(within={"days": 10, "after": "congress.opened"}), held) == "2020-06-30"
    assert last_day_of(rule(within={"months": 1, "after": "congress.opened"}), held) == "2020-07-20"


@pytest.mark.parametrize("records", ["complete", "partial"])
def test_a_limit_event_that_is_not_recorded_gives_no_last_day(records):
    judged = rule(before="congress.opened")

    done = judge_one(judged, {"paper.issued": "2020-06-30"}, records=records)
    absent = judge_one(judged, {}, records=records)

    assert (done.status, done.last_day) == ("met", None)
    assert (absent.status, absent.last_day) == ("open" if records == "complete" else "unknown", None)


@pytest.mark.parametrize(
    ("as_of", "status", "passed"),
    [
        ("2020-07-05", "open", None),
        ("2020-07-06", "due_soon", None),
        ("2020-07-20", "due_soon", None),
        ("2020-07-21", "overdue", None),
        ("2020-07-22", "overdue", True),
    ],
)
def test_the_plan_of_a_limit_event_not_yet_held_gives_the_last_day_also_once_it_has_passed(as_of, status, passed):
    finding = judge_one(rule(before="congress.opened"), {"congress.planned": "2020-07-21"}, as_of)

    assert (finding.status, str(finding.last_day)) == (status, "2020-07-20")
    assert finding.args.get("plan_passed") is passed
    assert finding.args["planned"] == "2020-07-21"


def test_a_plan_is_seen_before_its_day_and_is_evidence():
    finding = judge_one(rule(before="congress.opened"), {"congress.planned": "2020-12-01"})

    assert str(finding.last_day) == "2020-11-30"
    assert [one.fact for one in finding.evidence] == ["congress.planned"]


def test_the_plan_no_longer_counts_once_the_event_was_held():
    recorded = {"congress.planned": "2020-07-21", "congress.opened": "2020-06-25"}

    finding = judge_one(rule(before="congress.opened"), recorded)

    assert str(finding.last_day) == "2020-06-24"
    assert "planned" not in finding.args


def test_a_limit_event_dated_after_the_judged_day_is_not_yet_held_and_its_plan_counts():
    recorded = {"congress.planned": "2020-07-21", "congress.opened": "2020-07-05"}

    assert last_day_of(rule(before="congress.opened"), recorded, "2020-07-04") == "2020-07-20"
    assert last_day_of(rule(before="congress.opened"), recorded, "2020-07-05") == "2020-07-04"


def test_a_changed_plan_moves_the_last_day_and_may_move_the_status():
    judged = rule(before="congress.opened")

    assert status_of(judged, {"congress.planned": "2020-07-01"}) == "overdue"
    assert status_of(judged, {"congress.planned": "2020-07-02"}) == "due_soon"
    assert status_of(judged, {"congress.planned": "2020-08-02"}) == "open"


@pytest.mark.parametrize(
    ("opened", "status"), [("2020-06-10", "not_applicable"), ("2020-06-11", "overdue"), ("2020-06-12", "overdue")]
)
def test_a_limit_event_before_the_directive_was_issued_makes_the_rule_not_applicable(opened, status):
    finding = judge_one(rule(before="congress.opened"), {"congress.opened": opened})

    assert finding.status == status
    assert (finding.reason == "limit-event-before-directive") is (status == "not_applicable")
    assert (finding.last_day is None) is (status == "not_applicable")


def test_a_limit_event_before_the_directive_makes_even_what_was_done_not_applicable():
    recorded = {"congress.opened": "2020-06-10", "paper.issued": "2020-06-01"}

    assert status_of(rule(before="congress.opened"), recorded) == "not_applicable"


def test_a_plan_before_the_directive_is_no_reason():
    assert status_of(rule(before="congress.opened"), {"congress.planned": "2020-06-01"}) == "overdue"


def test_a_stated_day_before_the_directive_is_no_reason():
    assert status_of(rule(by="2020-06-01"), {}) == "overdue"


# ---- limits outside the calendar


@pytest.mark.parametrize(
    "limit",
    [
        {"within": {"days": 40000, "after": "2020-06-11"}},
        {"within": {"months": 999, "after": "2020-06-11"}},
        {"within": {"months": 999_999_999, "after": "2020-06-11"}},
        {"within": {"days": 999_999_999, "after": "2020-06-11"}},
        {"before": "1930-01-01"},
    ],
)
def test_a_limit_outside_the_years_is_an_error_of_severity_violation(limit):
    finding = judge_one(rule(**limit, modality="strive"), {"paper.issued": "2020-06-20"})

    assert (finding.status, finding.severity, finding.code) == ("error", "violation", "limit-outside")
    assert finding.last_day is None


def test_a_limit_on_the_last_day_of_the_years_is_none():
    assert last_day_of(rule(by="2100-12-31")) == "2100-12-31"
    assert last_day_of(rule(before="1930-01-02")) == "1930-01-01"


def test_a_limit_event_that_leads_outside_the_years_is_an_error_only_for_units_that_held_it():
    judged = rule(within={"days": 40000, "after": "congress.opened"})

    assert status_of(judged, {}) == "open"
    assert status_of(judged, {"congress.opened": "2020-06-20"}) == "error"
    assert status_of(judged, {"congress.planned": "2020-06-20"}) == "error"


@pytest.mark.parametrize(
    "limit",
    [
        {"within": {"days": 10, "after": "congress.opened"}},
        {"within": {"months": 1, "after": "congress.opened"}},
        {"within": {"months": 1, "after": "congress.opened", "month_end": "next"}},
        {"by": "congress.opened"},
    ],
)
def test_a_plan_without_an_end_leads_to_no_error_outside_the_years(limit):
    judged, plan = rule(**limit), {"congress.planned": "2021-07-04/.."}

    assert status_of(judged, {**plan, "paper.issued": "2021-07-01"}, "2021-07-02") == "met"
    assert status_of(judged, {"congress.planned": "../2021-07-04", "paper.issued": "2021-07-01"}, "2021-07-02") == (
        "unknown"
    )


def test_the_last_day_by_a_day_without_an_end_reaches_to_the_end_of_the_years():
    within = rule(within={"days": 10, "after": "congress.opened"})

    last_days = judge_one(within, {"congress.planned": "2021-07-04/.."}).last_days
    before = judge_one(rule(before="congress.opened"), {"congress.planned": "../2021-07-04"}).last_days

    assert last_days == (day("2021-07-14"), day("2100-12-31"))
    assert before == (day("1930-01-01"), day("2021-07-03"))


@pytest.mark.parametrize(
    ("plan", "days", "status"),
    [
        ("2021-07-04/..", 29_500, "error"),
        ("../2021-07-04", 29_500, "unknown"),
        ("2021-07-04/2100-12-30", 20_000, "unknown"),
        ("2021-07-04/..", 20_000, "open"),
    ],
)
def test_a_limit_that_leads_outside_the_years_from_the_known_end_stays_an_error(plan, days, status):
    judged = rule(within={"days": days, "after": "congress.opened"})

    assert status_of(judged, {"congress.planned": plan}) == status


@pytest.mark.parametrize("limit", ["before", "by", "within"])
@pytest.mark.parametrize("plan", ["2099-06-01/..", "../1931-06-01", "2099-06-01/2100-12-30", "1930-01-02/1931-06-01"])
def test_every_day_of_an_open_ended_plan_is_judged_as_the_second_reading_judges_it(plan, limit):
    anchor: Any = {"days": 300, "after": "congress.opened"} if limit == "within" else "congress.opened"
    rules = rulebook(rule(**{limit: anchor}))
    units = registry(unit(facts={"congress.planned": plan, "paper.issued": "2020-06-15"}))

    finding = findings_of(units, rules, "2020-07-01")["judged", "U"]
    wanted = Oracle(units, rules, day("2020-07-01")).finding(rules.rules[0], "U")

    assert wanted is not None
    assert (finding.status, finding.last_days) == (wanted.status, wanted.last_days)


# ---- limits in a circle

FIRST_BEFORE_LAST = rule(id="first", event="step.first", before="step.last")
LAST_BEFORE_FIRST = rule(id="last", event="step.last", before="step.first")


def test_two_events_each_the_limit_of_the_other_are_an_error_of_severity_violation():
    rules = rulebook({**FIRST_BEFORE_LAST, "modality": "should"}, LAST_BEFORE_FIRST)

    findings = findings_of(registry(unit(facts={"step.first": "2020-06-20"})), rules, "2020-07-01")

    assert {one.status.value for one in findings.values()} == {"error"}
    assert {one.severity.value for one in findings.values()} == {"violation"}
    assert findings["first", "U"].args["events"] == ["step.first", "step.last", "step.first"]


def test_rules_that_hold_for_different_units_make_no_circle():
    rules = rulebook(FIRST_BEFORE_LAST, {**LAST_BEFORE_FIRST, "applies_to": {"level": "grassroots"}})

    findings = findings_of(registry(unit(), unit("V", "grassroots")), rules, "2020-07-01")

    assert {one.status.value for one in findings.values()} == {"open"}


def test_a_circle_over_three_events_is_an_error_and_a_rule_that_only_leads_into_it_is_none():
    rules = rulebook(
        rule(id="a", event="step.first", before="step.middle"),
        rule(id="b", event="step.middle", by="step.last"),
        rule(id="c", event="step.last", within={"days": 3, "after": "step.first"}),
        rule(id="outside", event="paper.issued", before="step.first"),
        rule(id="farther", event="congress.closed", before="paper.issued"),
    )

    findings = findings_of(registry(unit()), rules, "2020-07-01")

    assert {rule_id: one.status.value for (rule_id, _), one in findings.items()} == {
        "a": "error",
        "b": "error",
        "c": "error",
        "outside": "open",
        "farther": "open",
    }


def test_an_event_limited_by_itself_is_a_circle():
    assert status_of(rule(event="paper.issued", by="paper.issued")) == "error"


def test_the_limit_of_a_sequence_binds_its_last_step_in_a_circle():
    last_before_paper = rule("sequence", id="steps", before="paper.issued")
    rules = rulebook(last_before_paper, rule(id="paper", before="step.last"))
    harmless = rulebook(last_before_paper, rule(id="paper", before="step.first"))
    units = registry(unit())

    assert {one.status.value for one in findings_of(units, rules, "2020-07-01").values()} == {"error"}
    assert {one.status.value for one in findings_of(units, harmless, "2020-07-01").values()} == {"open"}


def test_a_rule_that_excepts_a_unit_is_no_part_of_a_circle_for_it():
    rules = rulebook({**FIRST_BEFORE_LAST, "unless": unless(tag="pilot")}, LAST_BEFORE_FIRST)
    steps = {"step.first": "2020-06-25", "step.last": "2020-06-20"}
    units = registry(unit(tags=["pilot"], facts=steps), unit("V", facts=steps))

    findings = findings_of(units, rules, "2020-07-01")

    assert {pair: one.status.value for pair, one in findings.items()} == {
        ("first", "U"): "not_applicable",
        ("last", "U"): "met",
        ("first", "V"): "error",
        ("last", "V"): "error",
    }
