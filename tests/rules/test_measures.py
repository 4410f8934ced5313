"""measures: each indicator reaches its reference."""

import pytest

from tests.builders import judge_one, parameter, rule, status_of

REFERENCE = {"reference": parameter(("2020-06-11", {"growth": "7.5", "poverty": "1.2"}))}
AGAINST_PARAMETER = rule("measures")
AGAINST_FACT = rule("measures", measures="results", against={"fact": "targets"})


def against_parameter(values, *args, **kwargs):
    return judge_one(AGAINST_PARAMETER, {"targets": values}, *args, **{"parameters": REFERENCE, **kwargs})


@pytest.mark.parametrize(
    ("growth", "poverty", "status"),
    [
        ("7.5", "1.2", "met"),
        ("7.50", "1.20", "met"),
        ("7.500000001", "1.199999999", "met"),
        ("7.499999999", "1.2", "failed"),
        ("7." + "4" + "9" * 60, "1.2", "failed"),
        ("7.5", "1.200000001", "failed"),
        ("10", "0", "met"),
        ("-1", "1.2", "failed"),
        ("7.5", "-1", "met"),
    ],
)
def test_each_indicator_is_at_least_its_reference_or_at_most_where_lower_is_better(growth, poverty, status):
    assert against_parameter({"growth": growth, "poverty": poverty}).status == status


def test_numbers_are_compared_as_decimals():
    tenths = {"reference": parameter(("2020-06-11", {"growth": "0.3"}))}

    assert against_parameter({"growth": "0.3"}, parameters=tenths).status == "met"
    assert against_parameter({"growth": "0.29999999"}, parameters=tenths).status == "failed"


def test_one_below_is_failed_and_says_which_and_by_how_much():
    finding = against_parameter({"growth": "7.40", "poverty": "1.2"})

    assert (finding.status, finding.code) == ("failed", "measures-below")
    assert finding.args["below"] == [["growth", "7.40", "7.5"]]


def test_one_below_is_failed_although_another_is_missing():
    assert against_parameter({"growth": "7.4"}).status == "failed"


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2020-12-16", "open"),
        ("2020-12-17", "due_soon"),
        ("2020-12-30", "due_soon"),
        ("2020-12-31", "due_soon"),
        ("2021-01-01", "overdue"),
    ],
)
def test_with_a_limit_one_below_is_not_done_yet(as_of, status):
    limited = rule("measures", by="2020-12-31")
    finding = judge_one(limited, {"targets": {"growth": "7.4", "poverty": "1.2"}}, as_of, parameters=REFERENCE)

    assert (finding.status, finding.code) == (status, "measures-below")
    assert str(finding.last_day) == "2020-12-31"


def test_none_below_but_one_missing_is_unknown():
    finding = against_parameter({"growth": "7.5"})

    assert (finding.status, finding.code) == ("unknown", "measures-incomplete")
    assert (finding.args["missing"], finding.args["compared"]) == (["poverty"], 1)


def test_an_indicator_absent_from_the_reference_is_not_compared():
    assert against_parameter({"growth": "7.5", "poverty": "1.2", "members": "0"}).status == "met"


@pytest.mark.parametrize("records", ["complete", "partial"])
def test_absent_measures_are_unknown_in_complete_and_in_partial_records(records):
    finding = judge_one(AGAINST_PARAMETER, {}, parameters=REFERENCE, records=records)

    assert (finding.status, finding.code) == ("unknown", "measures-unrecorded")


@pytest.mark.parametrize("values", [{}, parameter(("2020-07-02", {"growth": "1"})), parameter(("2020-06-11", {}))])
def test_a_reference_without_a_value_in_force_is_unknown_never_a_guess(values):
    finding = against_parameter({"growth": "7.5"}, "2020-07-01", parameters={"reference": values})

    assert (finding.status, finding.code, finding.args["param"]) == ("unknown", "parameter-missing", "reference")


def test_an_amended_reference_counts_from_the_day_it_begins():
    amended = {"reference": parameter(("2020-06-11", {"growth": "7"}), ("2020-07-01", {"growth": "8"}))}

    assert against_parameter({"growth": "7.5"}, "2020-06-30", parameters=amended).status == "met"
    assert against_parameter({"growth": "7.5"}, "2020-07-01", parameters=amended).status == "failed"


# ---- against what the unit itself set


def test_results_are_compared_with_the_units_own_targets():
    reached = {"results": {"growth": "7"}, "targets": {"growth": "7"}}
    missed = {"results": {"growth": "6.9"}, "targets": {"growth": "7"}}

    assert status_of(AGAINST_FACT, reached) == "met"
    assert status_of(AGAINST_FACT, missed) == "failed"


@pytest.mark.parametrize("recorded", [{"results": {"growth": "7"}}, {"targets": {"growth": "7"}}])
def test_without_results_or_without_targets_it_is_unknown(recorded):
    assert status_of(AGAINST_FACT, recorded) == "unknown"


def test_measures_dated_after_the_judged_day_do_not_exist():
    recorded = {"results": {"values": {"growth": "7"}, "day": "2020-07-05"}, "targets": {"growth": "7"}}

    assert status_of(AGAINST_FACT, recorded, "2020-07-04") == "unknown"
    assert status_of(AGAINST_FACT, recorded, "2020-07-05") == "met"


# ---- in time


@pytest.mark.parametrize(("day", "status"), [("2020-07-10", "met"), ("2020-07-11", "late")])
def test_measures_that_reach_their_reference_after_the_last_day_are_late(day, status):
    judged = rule("measures", by="2020-07-10")
    recorded = {"targets": {"values": {"growth": "8", "poverty": "1"}, "day": day}}

    assert status_of(judged, recorded, "2020-07-15", parameters=REFERENCE) == status
