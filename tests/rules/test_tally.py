"""tally: as many done as there are."""

import pytest

from tests.builders import judge_one, rule, status_of

TALLY = rule("tally")
LIMITED = rule("tally", by="2020-07-10")


def tally(done, total=3, **more):
    return {"complaints": {"total": str(total), "done": str(done), **more}}


@pytest.mark.parametrize(("done", "total"), [(3, 3), (0, 0), (1, 1)])
def test_a_full_tally_is_met_and_none_of_none_is_full(done, total):
    assert status_of(TALLY, tally(done, total)) == "met"


def test_a_tally_that_is_not_full_is_open_and_says_how_many_are_left():
    finding = judge_one(TALLY, tally(1))

    assert (finding.status, finding.code) == ("open", "tally-short")
    assert (finding.args["done"], finding.args["total"], finding.args["left"]) == (1, 3, 2)


@pytest.mark.parametrize("records", ["complete", "partial"])
def test_an_absent_tally_is_unknown_in_complete_and_in_partial_records(records):
    finding = judge_one(LIMITED, {}, "2020-07-11", records=records)

    assert (finding.status, finding.code) == ("unknown", "tally-unrecorded")


@pytest.mark.parametrize("records", ["complete", "partial"])
def test_a_recorded_tally_is_judged_in_partial_records_too(records):
    assert status_of(TALLY, tally(2), records=records) == "open"
    assert status_of(LIMITED, tally(2), "2020-07-11", records=records) == "overdue"


@pytest.mark.parametrize(("day", "status"), [("2020-07-09", "met"), ("2020-07-10", "met"), ("2020-07-11", "late")])
def test_a_full_tally_with_a_day_after_the_last_is_late(day, status):
    assert status_of(LIMITED, tally(3, day=day), "2020-07-15") == status


def test_an_undated_full_tally_is_met_after_the_last_day_too():
    assert status_of(LIMITED, tally(3), "2020-07-15") == "met"


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2020-06-25", "open"), ("2020-06-26", "due_soon"), ("2020-07-10", "due_soon"), ("2020-07-11", "overdue")],
)
def test_the_days_around_the_limit_of_a_tally_that_is_not_full(as_of, status):
    assert status_of(LIMITED, tally(2), as_of) == status


def test_a_dated_tally_does_not_exist_before_its_day():
    recorded = tally(3, day="2020-07-05")

    assert status_of(LIMITED, recorded, "2020-07-04") == "unknown"
    assert status_of(LIMITED, recorded, "2020-07-05") == "met"


def test_an_undated_tally_is_always_visible():
    assert status_of(LIMITED, tally(3), "2020-06-11") == "met"


def test_the_day_of_a_tally_that_is_not_full_does_not_make_it_late():
    assert status_of(LIMITED, tally(2, day="2020-06-20"), "2020-07-01") == "due_soon"
