"""Uncertain days: judged in every possible world."""

from time import process_time

import pytest

from congress_cli.days import parse_day
from congress_cli.engine.one_rule import outcome_in_all_worlds
from congress_cli.model.finding import Status
from congress_cli.rules.context import Verdict
from congress_cli.worlds import at, moment
from tests.builders import (
    day,
    facts,
    findings_of,
    judge_one,
    parameter,
    registry,
    rule,
    rulebook,
    status_of,
    unit,
)

LIMITED = rule(by="2020-06-20")


def worlds(finding):
    """The days that lead to each status, as the finding says them."""
    return [(one["status"], one["first"], one["last"]) for one in finding.args["worlds"]]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2020-06-18/2020-06-20", "met"),
        ("2020-06-21/2020-06-23", "late"),
        ("2020-06-20/2020-06-21", "unknown"),
        ("2020-05", "met"),
        ("2020-06", "unknown"),
        ("../2020-06-20", "met"),
        ("../2020-06-21", "unknown"),
    ],
)
def test_what_all_worlds_say_is_the_status_and_else_it_is_unknown(day, status):
    assert status_of(LIMITED, {"paper.issued": day}) == status


def test_an_unknown_of_one_uncertain_day_says_which_days_would_be_in_time():
    finding = judge_one(LIMITED, {"paper.issued": "2020-06-18/2020-06-23"})

    assert (finding.status, finding.code, finding.args["facts"]) == ("unknown", "uncertain", ["paper.issued"])
    assert worlds(finding) == [("met", "2020-06-18", "2020-06-20"), ("late", "2020-06-21", "2020-06-23")]


def test_the_last_day_is_told_where_all_worlds_have_the_same():
    assert str(judge_one(LIMITED, {"paper.issued": "2020-06-18/2020-06-23"}).last_day) == "2020-06-20"


def test_in_a_world_whose_day_lies_after_the_judged_one_the_event_has_not_happened():
    recorded = {"paper.issued": "2020-06-29/2020-07-03"}

    assert status_of(rule(), recorded, "2020-06-28") == "open"
    assert worlds(judge_one(rule(), recorded, "2020-07-01")) == [
        ("met", "2020-06-29", "2020-07-01"),
        ("open", "2020-07-02", "2020-07-03"),
    ]
    assert status_of(rule(), recorded, "2020-07-03") == "met"


def test_met_late_and_overdue_worlds_are_told_in_their_order():
    finding = judge_one(rule(by="2020-06-29"), {"paper.issued": "2020-06-28/.."}, "2020-07-01")

    assert worlds(finding) == [
        ("met", "2020-06-28", "2020-06-29"),
        ("late", "2020-06-30", "2020-07-01"),
        ("overdue", "2020-07-02", "2100-12-31"),
    ]


def test_an_open_ended_interval_is_bounded_by_the_years():
    assert status_of(rule(by="2100-12-31"), {"paper.issued": "2020-07-01/.."}, "2020-07-01") == "unknown"
    assert status_of(rule(by="2100-12-31"), {"paper.issued": "2020-07-01/.."}, "2100-12-31") == "met"


def test_in_partial_records_an_event_that_may_lie_ahead_is_unknown_in_that_world():
    finding = judge_one(rule(), {"paper.issued": "2020-06-30/2020-07-02"}, "2020-07-01", records="partial")

    assert worlds(finding) == [("met", "2020-06-30", "2020-07-01"), ("unknown", "2020-07-02", "2020-07-02")]


def test_days_late_are_told_as_a_range():
    assert judge_one(LIMITED, {"paper.issued": "2020-06-21/2020-06-25"}).args["days_late"] == [1, 5]


# ---- the last day itself is uncertain


def test_worlds_of_different_last_days_give_their_first_and_last():
    finding = judge_one(rule(before="congress.opened"), {"congress.planned": "2020-07-20/2020-07-30"}, "2020-07-01")

    assert (finding.status, finding.last_day, finding.days_left) == ("open", None, None)
    assert [str(day) for day in finding.last_days or ()] == ["2020-07-19", "2020-07-29"]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2020-07-04", "open"),
        ("2020-07-05", "unknown"),
        ("2020-07-14", "unknown"),
        ("2020-07-15", "due_soon"),
        ("2020-07-19", "due_soon"),
        ("2020-07-20", "unknown"),
        ("2020-07-29", "unknown"),
        ("2020-07-30", "overdue"),
    ],
)
def test_the_days_around_an_uncertain_plan(as_of, status):
    assert status_of(rule(before="congress.opened"), {"congress.planned": "2020-07-20/2020-07-30"}, as_of) == status


def test_worlds_of_which_only_some_have_a_last_day_give_none_and_the_range_of_those_that_have_one():
    some = judge_one(rule(by="congress.opened"), {"congress.opened": "2020-06-30/2020-07-05"}, "2020-07-01")
    one = judge_one(rule(by="congress.opened"), {"congress.opened": "2020-07-01/2020-07-05"}, "2020-07-01")

    assert some.last_day is None
    assert [str(day) for day in some.last_days or ()] == ["2020-06-30", "2020-07-01"]
    assert one.last_day is None
    assert [str(day) for day in one.last_days or ()] == ["2020-07-01", "2020-07-01"]


def test_not_applicable_worlds_add_no_last_day():
    finding = judge_one(
        rule(before="congress.opened"), {"congress.opened": "2020-06-09/2020-06-12", "paper.issued": "2020-06-01"}
    )

    assert finding.status == "unknown"
    assert [str(day) for day in finding.last_days or ()] == ["2020-06-10", "2020-06-11"]


def test_different_days_may_have_one_last_day():
    judged = rule(within={"months": 8, "after": "congress.closed"})

    finding = judge_one(judged, {"congress.closed": "2020-06-28/2020-06-30"})

    assert (str(finding.last_day), finding.last_days) == ("2021-02-28", None)


def test_a_world_in_which_the_limit_event_was_held_before_the_directive_is_not_applicable():
    judged = rule(before="congress.opened")

    assert status_of(judged, {"congress.opened": "2020-06-08/2020-06-10"}) == "not_applicable"
    assert status_of(judged, {"congress.opened": "2020-06-10/2020-06-11"}) == "unknown"
    assert status_of(judged, {"congress.opened": "2020-06-11/2020-06-12"}) == "overdue"


# ---- two uncertain days


def test_two_uncertain_days_that_cannot_meet_decide_each_other():
    judged = rule(before="congress.opened")
    recorded = {"congress.opened": "2020-06-20/2020-06-22"}

    assert status_of(judged, {**recorded, "paper.issued": "2020-06-17/2020-06-19"}) == "met"
    assert status_of(judged, {**recorded, "paper.issued": "2020-06-22/2020-06-24"}) == "late"
    assert status_of(judged, {**recorded, "paper.issued": "2020-06-19/2020-06-20"}) == "unknown"


def test_an_event_is_never_before_itself_however_uncertain_its_day():
    judged = rule(event="congress.opened", after="congress.opened")

    assert status_of(judged, {"congress.opened": "2020-06-01/2020-06-30"}) == "met"


def test_three_steps_whose_intervals_overlap_are_unknown_and_name_them_all():
    interval = "2020-06-20/2020-06-22"
    recorded = dict.fromkeys(("step.first", "step.middle", "step.last"), interval)

    finding = judge_one(rule("sequence"), recorded)

    assert finding.status == "unknown"
    assert finding.args["facts"] == ["step.first", "step.middle", "step.last"]
    assert finding.args["worlds"] == [{"status": "met"}, {"status": "failed"}]


def test_a_strict_sequence_that_fits_in_no_world_is_failed():
    judged = rule("sequence", strict="true")
    recorded = dict.fromkeys(("step.first", "step.middle", "step.last"), "2020-06-20/2020-06-21")

    assert status_of(judged, recorded) == "failed"


def test_a_sequence_in_order_in_every_world_is_met():
    recorded = {
        "step.first": "2020-06-18/2020-06-20",
        "step.middle": "2020-06-20/2020-06-21",
        "step.last": "2020-06-21/..",
    }

    assert status_of(rule("sequence"), recorded, "2100-12-31") == "met"


# ---- tallies, checklists and measures


def test_an_uncertain_tally_is_unknown_while_it_may_not_exist_yet_or_be_late():
    judged = rule("tally", by="2020-06-20")
    full = {"total": "1", "done": "1"}

    assert status_of(judged, {"complaints": {**full, "day": "2020-06-19/2020-06-20"}}) == "met"
    assert status_of(judged, {"complaints": {**full, "day": "2020-06-20/2020-06-21"}}) == "unknown"
    assert status_of(judged, {"complaints": {**full, "day": "2020-06-21/2020-07-01"}}, "2020-07-01") == "late"
    assert status_of(judged, {"complaints": {**full, "day": "2020-06-21/2020-07-02"}}, "2020-07-01") == "unknown"


def test_an_uncertain_checklist_that_lacks_an_item_is_overdue_in_every_world():
    recorded = {"topics": {"items": ["one"], "day": "2020-06-19/2020-07-20"}}

    assert status_of(rule("checklist", by="2020-06-20"), recorded) == "overdue"


def test_an_uncertain_day_that_changes_nothing_leaves_measures_failed():
    recorded = {"targets": {"values": {"growth": "6"}, "day": "2020-06-12/2020-06-20"}}
    reference = {"reference": parameter(("2020-06-11", {"growth": "7"}))}

    assert status_of(rule("measures"), recorded, parameters=reference) == "failed"
    assert status_of(rule("measures"), recorded, "2020-06-15", parameters=reference) == "unknown"


def test_intervals_of_eighty_years_are_decided_without_listing_their_days():
    judged = rule("sequence", within={"months": 1, "after": "congress.opened"}, after="congress.closed")
    recorded = dict.fromkeys(
        ("step.first", "step.middle", "step.last", "congress.opened", "congress.closed"), "2019-01-01/.."
    )

    finding = judge_one(judged, {**recorded, "step.planned": "2020-07"}, "2020-07-01")

    assert finding.status == "unknown"


# ---- many uncertain days


def _many_steps(records, strict="false"):
    """Twenty steps in June, and the rule that they come in order by the 20th."""
    names = [f"e{number}" for number in range(20)]
    book = rulebook(rule("sequence", steps=names, by="2020-06-20", strict=strict))
    book = book.with_changes(facts=dict.fromkeys(names, book.facts["step.first"]))
    june = facts({"step.first": "2020-06"})["step.first"]
    steps = unit().model_copy(update={"facts": dict.fromkeys(names, june)})
    return registry(steps, records=records), book


@pytest.mark.parametrize("strict", ["false", "true"])
@pytest.mark.parametrize(("records", "code"), [("complete", "uncertain"), ("partial", "too-uncertain")])
def test_twenty_uncertain_steps_are_judged_in_under_half_a_second(records, code, strict):
    units, book = _many_steps(records, strict)

    begun = process_time()
    finding = findings_of(units, book, "2020-06-25")["judged", "U"]

    assert process_time() - begun < 0.5
    assert (finding.status, finding.code) == ("unknown", code)


def test_twenty_uncertain_steps_in_complete_records_may_be_met_late_failed_or_overdue():
    units, book = _many_steps("complete")

    finding = findings_of(units, book, "2020-06-25")["judged", "U"]

    assert [one["status"] for one in finding.args["worlds"]] == ["met", "late", "failed", "overdue"]
    assert finding.last_day == day("2020-06-20")


def test_what_needs_more_than_ten_thousand_kinds_of_worlds_is_too_uncertain():
    def asks_of(count):
        days = [moment(parse_day("2020-06"), number) for number in range(count)]
        today = at(day("2020-06-15"))

        def judge(world):
            for one in days:
                world.not_after(one, today)
            return Verdict(Status.MET, "event-done")

        return judge

    decided, undecided = outcome_in_all_worlds(asks_of(13)), outcome_in_all_worlds(asks_of(14))

    assert decided.status == "met"
    assert (undecided.status, undecided.reason, undecided.code) == ("unknown", "too-uncertain", "too-uncertain")
    assert undecided.args["facts"] == [str(number) for number in range(14)]
