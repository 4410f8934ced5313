"""checklist: every item is there."""

import pytest

from tests.builders import judge_one, rule, status_of

CHECKLIST = rule("checklist")
LIMITED = rule("checklist", by="2020-07-10")
ALL = ["one", "two", "three"]


def test_a_whole_checklist_is_met_in_whatever_order():
    assert status_of(CHECKLIST, {"topics": ALL}) == "met"
    assert status_of(CHECKLIST, {"topics": ["three", "one", "two"]}) == "met"


def test_a_checklist_that_lacks_an_item_is_open_and_names_it():
    finding = judge_one(CHECKLIST, {"topics": ["one", "three"]})

    assert (finding.status, finding.code) == ("open", "checklist-short")
    assert (finding.args["missing"], finding.args["total"]) == (["two"], 3)


def test_only_the_items_of_the_rule_are_asked_for():
    some = rule("checklist", items=["one", "two"])

    assert status_of(some, {"topics": ["one", "two"]}) == "met"
    assert status_of(some, {"topics": ["one", "three"]}) == "open"
    assert judge_one(some, {"topics": ["three"]}).args["missing"] == ["one", "two"]


def test_an_absent_checklist_has_nothing_ticked_in_complete_records():
    finding = judge_one(LIMITED, {}, "2020-07-11")

    assert (finding.status, finding.code) == ("overdue", "checklist-absent")
    assert finding.args["missing"] == ALL


def test_an_absent_checklist_is_unknown_in_partial_records():
    finding = judge_one(LIMITED, {}, "2020-07-11", records="partial")

    assert (finding.status, finding.code) == ("unknown", "checklist-unrecorded")


def test_a_recorded_checklist_counts_what_it_lacks_as_not_ticked_in_partial_records_too():
    finding = judge_one(LIMITED, {"topics": ["one"]}, "2020-07-11", records="partial")

    assert (finding.status, finding.args["missing"]) == ("overdue", ["two", "three"])


def test_an_empty_checklist_is_recorded():
    assert status_of(CHECKLIST, {"topics": []}, records="partial") == "open"


@pytest.mark.parametrize(("day", "status"), [("2020-07-09", "met"), ("2020-07-10", "met"), ("2020-07-11", "late")])
def test_a_whole_checklist_with_a_day_after_the_last_is_late(day, status):
    assert status_of(LIMITED, {"topics": {"items": ALL, "day": day}}, "2020-07-15") == status


def test_an_undated_whole_checklist_is_met_after_the_last_day_too():
    assert status_of(LIMITED, {"topics": ALL}, "2020-07-15") == "met"


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2020-06-25", "open"), ("2020-06-26", "due_soon"), ("2020-07-10", "due_soon"), ("2020-07-11", "overdue")],
)
def test_the_days_around_the_limit_of_a_checklist_that_lacks_an_item(as_of, status):
    assert status_of(LIMITED, {"topics": ["one"]}, as_of) == status


@pytest.mark.parametrize(("records", "before"), [("complete", "due_soon"), ("partial", "unknown")])
def test_a_dated_checklist_does_not_exist_before_its_day(records, before):
    recorded = {"topics": {"items": ALL, "day": "2020-07-05"}}

    assert status_of(LIMITED, recorded, "2020-07-04", records=records) == before
    assert status_of(LIMITED, recorded, "2020-07-05", records=records) == "met"
