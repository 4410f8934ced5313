"""sequence: steps that happened one after another."""

import pytest

from tests.builders import judge_one, last_day_of, rule, status_of

STEPS = ("step.first", "step.middle", "step.last")
SEQUENCE = rule("sequence")
STRICT = rule("sequence", strict="true")


def steps(first=None, middle=None, last=None, **more):
    """The days of the steps that happened; whole numbers are days of June."""
    named = dict(zip(STEPS, (first, middle, last), strict=True))
    return {**{name: f"2020-06-{day:02}" for name, day in named.items() if day is not None}, **more}


def planned(day, *done):
    """A plan of the last step beside the first steps."""
    return {"step.planned": day, **steps(*done)}


# ---- order


def test_steps_in_order_are_met():
    assert status_of(SEQUENCE, steps(12, 13, 14)) == "met"


def test_steps_of_one_day_are_in_order_unless_strict():
    assert status_of(SEQUENCE, steps(12, 12, 12)) == "met"
    assert status_of(STRICT, steps(12, 12, 13)) == "failed"
    assert status_of(STRICT, steps(12, 13, 13)) == "failed"
    assert status_of(STRICT, steps(12, 13, 14)) == "met"


@pytest.mark.parametrize("days", [(13, 12, 14), (12, 15, 14), (15, 13, 14)])
def test_steps_in_the_wrong_order_are_failed_and_named(days):
    finding = judge_one(SEQUENCE, steps(*days))

    assert (finding.status, finding.code) == ("failed", "sequence-disorder")
    assert finding.args["earlier"] in STEPS
    assert finding.args["later"] in STEPS


@pytest.mark.parametrize("records", ["complete", "partial"])
def test_the_wrong_order_is_failed_in_partial_records_too(records):
    assert status_of(SEQUENCE, steps(13, 12), records=records) == "failed"


def test_the_order_of_the_outer_steps_is_judged_where_the_middle_one_is_missing():
    assert judge_one(SEQUENCE, steps(14, None, 12), records="partial").code == "sequence-disorder"


# ---- gaps


@pytest.mark.parametrize("days", [(None, 13, None), (None, 13, 14), (None, None, 14), (12, None, 14)])
def test_a_later_step_without_an_earlier_one_is_failed_in_complete_records_and_unknown_in_partial_ones(days):
    complete = judge_one(SEQUENCE, steps(*days))
    partial = judge_one(SEQUENCE, steps(*days), records="partial")

    assert (complete.status, complete.code) == ("failed", "sequence-gap")
    assert (partial.status, partial.code) == ("unknown", "sequence-gap")


def test_the_gap_names_the_first_missing_step():
    finding = judge_one(SEQUENCE, steps(None, None, 14))

    assert (finding.args["earlier"], finding.args["later"]) == ("step.first", "step.last")


def test_an_earlier_step_that_lies_ahead_leaves_a_gap():
    assert status_of(SEQUENCE, steps(15, 13), "2020-06-14") == "failed"


# ---- what is missing at the end


@pytest.mark.parametrize("days", [(), (12,), (12, 13)])
def test_missing_steps_at_the_end_are_open_in_complete_records_and_unknown_in_partial_ones(days):
    assert status_of(SEQUENCE, steps(*days)) == "open"
    assert status_of(SEQUENCE, steps(*days), records="partial") == "unknown"


# ---- the limit


def test_the_limit_binds_the_last_step():
    judged = rule("sequence", by="2020-06-14")

    assert status_of(judged, steps(12, 13, 14)) == "met"
    assert status_of(judged, steps(12, 13, 15)) == "late"
    assert status_of(judged, steps(12, 13), "2020-06-14") == "due_soon"
    assert status_of(judged, steps(12, 13), "2020-06-15") == "overdue"


def test_out_of_order_and_late_is_failed_the_worse_of_the_two():
    assert status_of(rule("sequence", by="2020-06-13"), steps(13, 12, 14)) == "failed"


def test_out_of_order_without_the_last_step_is_overdue_past_the_limit_the_worse_of_the_two():
    judged = rule("sequence", by="2020-06-20")

    assert status_of(judged, steps(13, 12), "2020-06-20") == "failed"
    assert status_of(judged, steps(13, 12), "2020-06-21") == "overdue"


def test_a_gap_without_the_last_step_is_overdue_past_the_limit_the_worse_of_the_two():
    judged = rule("sequence", by="2020-06-20")

    assert status_of(judged, steps(None, 12), "2020-06-20") == "failed"
    assert status_of(judged, steps(None, 12), "2020-06-21") == "overdue"


def test_a_gap_in_partial_records_stays_unknown_past_the_limit_and_late_where_the_last_step_was():
    judged = rule("sequence", by="2020-06-20")

    assert status_of(judged, steps(None, 12), records="partial") == "unknown"
    assert status_of(judged, steps(None, 12, 21), records="partial") == "late"


def test_the_limit_may_be_counted_from_a_step():
    judged = rule("sequence", within={"days": 2, "after": "step.first"})

    assert status_of(judged, steps(12, 13, 14)) == "met"
    assert status_of(judged, steps(12, 13, 15)) == "late"


# ---- the plan of the last step


@pytest.mark.parametrize(("judged", "last_day"), [(SEQUENCE, "2020-07-20"), (STRICT, "2020-07-19")])
@pytest.mark.parametrize("done", [(), (12,), (None, 12)])
def test_the_plan_of_the_last_step_gives_the_steps_before_it_a_last_day(judged, last_day, done):
    assert last_day_of(judged, planned("2020-07-20", *done)) == last_day


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2020-07-05", "open"), ("2020-07-06", "due_soon"), ("2020-07-20", "due_soon"), ("2020-07-21", "overdue")],
)
def test_the_days_around_a_planned_last_step(as_of, status):
    assert status_of(SEQUENCE, planned("2020-07-20", 12), as_of) == status


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2020-07-04", "open"), ("2020-07-05", "due_soon"), ("2020-07-19", "due_soon"), ("2020-07-20", "overdue")],
)
def test_the_days_around_a_planned_last_step_of_a_strict_sequence(as_of, status):
    assert status_of(STRICT, planned("2020-07-20", 12), as_of) == status


@pytest.mark.parametrize("as_of", ["2020-07-01", "2020-07-20", "2020-07-21"])
def test_when_only_the_last_step_is_missing_it_is_open_without_a_last_day_whatever_the_plan_says(as_of):
    finding = judge_one(SEQUENCE, planned("2020-07-20", 12, 13), as_of)

    assert (finding.status, finding.last_day) == ("open", None)


def test_when_only_the_last_step_is_missing_a_limit_of_the_rule_still_binds_it():
    judged = rule("sequence", by="2020-06-30")

    assert status_of(judged, planned("2020-07-20", 12, 13)) == "overdue"


def test_the_earlier_of_the_plan_and_the_limit_is_the_last_day():
    recorded = planned("2020-07-20", 12)

    assert last_day_of(rule("sequence", by="2020-07-25"), recorded) == "2020-07-20"
    assert last_day_of(rule("sequence", by="2020-07-15"), recorded) == "2020-07-15"


def test_the_plan_no_longer_counts_once_the_last_step_has_happened():
    assert last_day_of(SEQUENCE, {**steps(12, 13, 14), "step.planned": "2020-06-20"}) is None


def test_a_plan_that_has_passed_says_so():
    assert judge_one(SEQUENCE, planned("2020-06-20", 12), "2020-06-20").args.get("plan_passed") is None
    assert judge_one(SEQUENCE, planned("2020-06-20", 12), "2020-06-21").args["plan_passed"] is True


def test_in_partial_records_the_plan_gives_a_last_day_but_no_verdict():
    finding = judge_one(SEQUENCE, planned("2020-06-20", 12), records="partial")

    assert (finding.status, str(finding.last_day)) == ("unknown", "2020-06-20")


def test_a_missing_parameter_does_not_hide_that_the_planned_day_has_passed():
    judged = rule("sequence", by={"param": "limit"})
    nothing: dict[str, object] = {"limit": {}}

    assert status_of(judged, planned("2020-07-20", 12), "2020-07-20", parameters=nothing) == "unknown"
    assert status_of(judged, planned("2020-07-20", 12), "2020-07-21", parameters=nothing) == "overdue"
