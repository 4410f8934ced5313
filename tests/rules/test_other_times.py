"""ahead, not_before, lengths by a parameter, working days, and events of the superior or of a named unit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from congress_cli.days import WorkingDays
from congress_cli.model.message import Diagnostics
from congress_cli.reading.files import SourceFile
from congress_cli.reading.registry import read_registry
from congress_cli.reading.rulebook import rulebook_of
from congress_cli.worlds import Shift
from tests import builders
from tests.builders import judge_one, last_day_of, parameter, rule, rules_file, status_of, unit

PAPER: dict[str, Any] = {
    "calendars": {
        "VN": {
            "weekend": ["saturday", "sunday"],
            "covers": {"from": "2020-06-01", "until": "2020-08-31"},
            "closed": {"2020-07-06": {"until": "2020-07-07", "ref": "01/TB"}},
            "worked": {"2020-07-11": {"ref": "01/TB"}, "2020-07-07": {"ref": "02/TB"}},
        },
        "LATE": {"covers": {"from": "2020-08-01", "until": "2020-08-31"}},
    },
    "calendar": "VN",
}


@pytest.mark.parametrize(
    ("limit", "last_day"),
    [
        ({"ahead": {"days": 10, "of": "2020-07-11"}}, "2020-07-01"),
        ({"ahead": {"months": 3, "of": "2021-05-31"}}, "2021-02-28"),
        ({"ahead": {"days": 0, "of": "2020-07-11"}}, "2020-07-11"),
        ({"within": {"working_days": 1, "after": "2020-07-03"}}, "2020-07-07"),  # a Friday, a weekend, a closed Monday
        ({"within": {"working_days": 5, "after": "2020-07-03"}}, "2020-07-11"),  # a Saturday that is worked
        ({"ahead": {"working_days": 1, "of": "2020-07-07"}}, "2020-07-03"),
        ({"ahead": {"working_days": 2, "of": "2020-07-13"}}, "2020-07-10"),
        ({"by": "2020-07-05", "roll": "forward"}, "2020-07-07"),
        ({"by": "2020-07-06", "roll": "back"}, "2020-07-03"),
        ({"by": "2020-07-11", "roll": "back"}, "2020-07-11"),
        ({"by": "2020-07-05"}, "2020-07-05"),
        ({"before": "2020-07-06", "roll": "forward"}, "2020-07-07"),
        ({"within": {"days": {"param": "length"}, "after": "2020-07-01"}}, "2020-07-11"),
        ({"within": {"working_days": {"param": "length"}, "after": "2020-07-01"}}, "2020-07-15"),
    ],
)
def test_the_last_day_is_that_of_the_contract(limit, last_day):
    parameters = {"length": parameter(("2020-06-11", "5"), ("2020-06-20", "10"))}

    assert last_day_of(rule(**limit), parameters=parameters, paper=PAPER) == last_day


@pytest.mark.parametrize("form", [{"within": {"working_days": 5, "after": "step.first"}}, {"by": "2020-08-30"}])
@pytest.mark.parametrize(("done", "status"), [("2020-07-10", "met"), ("2020-07-12", "late")])
def test_a_matter_is_in_time_on_the_last_working_day_and_late_after_it(form, done, status):
    facts = {"step.first": "2020-07-03", "paper.issued": done}

    assert status_of(rule(**form), facts, "2020-08-20", paper=PAPER) == ("met" if "by" in form else status)


def test_a_bound_is_shifted_by_the_length_in_force_and_only_the_limit_is_rolled():
    judged = rule(within={"days": {"param": "length"}, "after": "2020-07-01"}, roll="back", not_before="2020-06-20")
    lengths = parameter(("2020-06-11", "5"), ("2020-06-20", "10"))
    book = builders.rulebook(judged, parameters={"length": lengths}, **PAPER)
    time: Any = book.rules[0].time
    calendar = book.working_days["VN"]

    for as_of, days in (("2020-06-19", 5), ("2020-06-20", 10)):
        context = book.judge_context(builders.day(as_of))
        shifts = [time.shift_in_force(bound, context) for bound in time.bounds]
        assert shifts == [Shift(days, 0, "clamp", 0, calendar, "back"), Shift()]
    assert time.shift_in_force(time.bound, book.judge_context(builders.day("2020-06-10"))) is None


@pytest.mark.parametrize(
    ("limit", "form"),
    [
        ({"before": "congress.opened"}, {}),
        ({"by": "congress.opened"}, {"limit_form": "by"}),
        ({"within": {"days": 3, "after": "congress.opened"}}, {"limit_form": "within"}),
        ({"ahead": {"days": 3, "of": "congress.opened"}}, {}),
    ],
)
def test_a_limit_by_an_event_without_a_plan_says_of_which_event_and_in_which_form(limit, form):
    assert judge_one(rule(**limit)).args == {"fact": "paper.issued", "limit_event": "congress.opened", **form}


def test_a_plan_with_an_open_end_gives_a_last_day_up_to_the_end_of_the_calendar():
    found = judge_one(rule(within={"days": 10, "after": "congress.opened"}), {"congress.planned": "2021-07-04/.."})

    assert found.args == {"fact": "paper.issued", "limit_event": "congress.opened", "planned": "2021-07-04/.."}
    assert found.last_days == (builders.day("2021-07-14"), builders.day("2100-12-31"))


def test_a_length_without_a_value_in_force_is_unknown():
    found = judge_one(
        rule(within={"days": {"param": "length"}, "after": "2020-07-01"}),
        {"paper.issued": "2020-07-01"},
        parameters={"length": parameter(("2020-08-01", "5"))},
    )

    assert (found.status, found.code, found.last_day) == ("unknown", "parameter-missing", None)


@pytest.mark.parametrize(
    ("limit", "status"),
    [
        ({"within": {"working_days": 3, "after": "2020-08-26"}}, "met"),
        ({"within": {"working_days": 4, "after": "2020-08-26"}}, "unknown"),
        ({"within": {"working_days": 1, "after": "2020-05-31"}}, "met"),
        ({"within": {"working_days": 1, "after": "2020-05-30"}}, "unknown"),
        ({"ahead": {"working_days": 1, "of": "2020-09-01"}}, "met"),
        ({"ahead": {"working_days": 1, "of": "2020-09-02"}}, "unknown"),
        ({"by": "2020-08-31", "roll": "forward"}, "met"),
        ({"by": "2020-09-01", "roll": "back"}, "unknown"),
        ({"by": "2020-09-01"}, "met"),
    ],
)
def test_as_soon_as_a_day_outside_the_calendar_is_looked_at_the_limit_is_not_known(limit, status):
    found = judge_one(rule(**limit), {"paper.issued": "2020-06-01"}, "2020-06-20", paper=PAPER, issued="2020-05-01")

    assert found.status == status
    if status == "unknown":
        assert (found.reason, found.last_day, found.code) == ("calendar-ends", None, "calendar-ends")


def test_a_fault_stands_whether_the_calendar_ends_or_not():
    judged = rule(document="required", within={"working_days": 90, "after": "2020-07-01"})

    assert status_of(judged, {"paper.issued": "2020-07-01"}, paper=PAPER) == "failed"


def test_a_rule_may_name_its_own_calendar():
    judged = rule(within={"working_days": 1, "after": "2020-08-07"}, calendar="LATE")

    assert last_day_of(judged, paper=PAPER) == "2020-08-10"


@pytest.mark.parametrize(
    ("not_before", "done", "status"),
    [
        ("2020-06-20", "2020-06-19", "failed"),
        ("2020-06-20", "2020-06-20", "met"),
        ("2020-06-20", None, "open"),
        ({"days": 3, "after": "step.first"}, "2020-06-17", "failed"),
        ({"days": 3, "after": "step.first"}, "2020-06-18", "met"),
        ({"working_days": 2, "after": "step.first"}, "2020-06-16", "failed"),
        ({"working_days": 2, "after": "step.first"}, "2020-06-17", "met"),
        ("step.last", "2020-06-30", "failed"),
        ("step.last", None, "open"),
        ({"param": "limit"}, "2020-06-21", "met"),
        ({"param": "limit"}, "2020-06-20", "failed"),
    ],
)
def test_what_is_dated_before_not_before_is_too_early(not_before, done, status):
    facts = {"step.first": "2020-06-15"} | ({"paper.issued": done} if done else {})
    parameters = {"limit": parameter(("2020-06-11", "2020-06-21"))}

    found = judge_one(rule(not_before=not_before), facts, "2020-07-01", parameters=parameters, paper=PAPER)

    assert (found.status, found.last_day) == (status, None)


def test_not_before_has_no_say_where_the_matter_has_no_day_and_reads_no_plan():
    judged = rule("tally", not_before="step.last")

    assert status_of(judged, {"complaints": {"total": "2", "done": "2"}}) == "met"
    assert status_of(judged, {"complaints": {"total": "2", "done": "2", "day": "2020-06-20"}}) == "failed"
    assert (
        status_of(rule(not_before="step.last"), {"paper.issued": "2020-06-30", "step.planned": "2020-06-20"})
        == "failed"
    )


def test_an_event_that_is_not_recorded_in_partial_records_leaves_it_unknown_whether_it_was_too_early():
    judged = rule(not_before="step.last")

    assert status_of(judged, {"paper.issued": "2020-06-20"}, records="partial") == "unknown"
    assert status_of(judged, {"paper.issued": "2020-06-20"}, records="complete") == "failed"


def test_of_a_sequence_the_first_step_must_not_come_too_early():
    judged = rule("sequence", steps=["step.first", "step.last"], not_before="2020-06-20")

    assert status_of(judged, {"step.first": "2020-06-20", "step.last": "2020-06-21"}) == "met"
    assert status_of(judged, {"step.first": "2020-06-19", "step.last": "2020-06-21"}) == "failed"


@pytest.mark.parametrize("key", ["before", "by", "after", "not_before"])
def test_an_event_of_the_superior_counts_closed_or_not_and_without_a_superior_nothing_applies(key):
    times: dict[str, Any] = {key: {"event": "step.first", "of": "parent"}}
    judged = rule(**times)
    above = unit("P", "city", facts={"step.first": "2020-06-20"}, closed={"day": "2020-06-21"})

    assert judge_one(judged, {"paper.issued": "2020-06-20"}).reason == "no-parent"
    found = judge_one(judged, {"paper.issued": "2020-06-20"}, parent="P", others=(above,))
    assert found.status == ("late" if key == "before" else "met")


def test_an_event_of_another_unit_lends_its_plan_and_waits_by_the_records_of_that_unit():
    planned = unit("P", "city", facts={"congress.planned": "2020-06-20"})
    other = {"event": "congress.opened", "of": "P"}

    assert last_day_of(rule(by=other), others=(planned,)) == "2020-06-20"
    assert status_of(rule(after=other), others=(planned,), records="complete") == "open"
    partial = planned.model_copy(update={"records": "partial"})
    assert status_of(rule(after=other), others=(partial,), records="complete") == "unknown"


def test_a_unit_that_the_registry_does_not_have_is_unknown():
    for key in ("by", "after", "not_before"):
        times: dict[str, Any] = {key: {"event": "step.first", "of": "NOBODY"}}
        found = judge_one(rule(**times), {"paper.issued": "2020-06-20"})
        assert (found.status, found.code) == ("unknown", "unit-not-in-registry")


def test_events_of_others_make_no_circle_and_ahead_does():
    one = rule(id="one", event="step.first", ahead={"days": 1, "of": "step.last"})
    two = rule(id="two", event="step.last", before="step.first")
    of_parent = rule(id="two", event="step.last", before={"event": "step.first", "of": "parent"})
    units = builders.registry(unit(parent="P"), unit("P", "city"))

    def statuses(*rules):
        return {one.status for one in builders.findings_of(units, builders.rulebook(*rules), "2020-07-01").values()}

    assert statuses(one, two) == {"error"}
    assert statuses(one, of_parent) == {"open"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ahead": {"days": 1, "of": "step.first"}, "by": "2020-07-01"},
        {"within": {"working_days": 0, "after": "step.first"}},
        {"within": {"days": 1, "working_days": 1, "after": "step.first"}},
        {"within": {"days": 1, "after": {"event": "step.first", "of": "children"}}},
        {"roll": "sideways"},
    ],
)
def test_a_limit_that_says_two_things_or_none_is_no_rule(wrong):
    with pytest.raises(ValidationError):
        builders.rulebook(rule(**wrong))


JULY = {"covers": {"from": "2020-07-01", "until": "2020-07-31"}}


@pytest.mark.parametrize(
    ("more", "times", "code"),
    [
        ({}, {"by": "2020-07-01", "roll": "back"}, "calendar-missing"),
        ({}, {"within": {"working_days": 1, "after": "step.first"}}, "calendar-missing"),
        (PAPER, {"calendar": "NOWHERE"}, "calendar-unknown"),
        ({"calendar": "NOWHERE"}, {}, "calendar-unknown"),
        ({"calendars": {"no": JULY}}, {}, "boolean-name"),
        (
            {
                "calendars": {
                    "C": {"covers": {"from": "2020-01-01", "until": "2020-12-31"}, "closed": {"2021-01-01": {}}}
                }
            },
            {},
            "calendar-day-outside",
        ),
        ({"calendars": {"C": {"covers": {"from": "2020-01-01", "until": "2019-12-31"}}}}, {}, "calendar-order"),
        ({}, {"not_before": {"event": "nothing", "of": "parent"}}, "fact-unknown"),
        ({}, {"within": {"days": {"param": "limit"}, "after": "step.first"}}, "parameter-of-other-kind"),
    ],
)
def test_a_mistake_of_time_is_told(more, times, code):
    diagnostics = Diagnostics()
    parameters = {"limit": parameter(("2020-06-11", "2020-06-21"))}

    assert rulebook_of({**rules_file(rule(**times), parameters=parameters), **more}, "r", diagnostics) is None
    assert [one.key for one in diagnostics.errors] == [code]


@pytest.mark.parametrize("name", ["unit", "children", "parent"])
def test_no_unit_is_called_as_rules_call_units_by_their_place(name):
    text = (
        f"format: congress-units/1\nrecords: complete\nunits:\n  - {{id: {name}, name: N, level: upper, type: quan}}\n"
    )
    diagnostics = Diagnostics()

    read_registry([SourceFile("u.yaml", text, "")], builders.rulebook(rule()), diagnostics)

    assert [one.key for one in diagnostics.errors] == ["id-reserved"]


@pytest.mark.parametrize(
    ("day", "number", "reached"),
    [(9, 1, 11), (11, -1, 9), (13, 1, 14), (14, 1, 17), (17, -1, 14), (18, -2, 14), (11, 0, 11), (8, 1, 9)],
)
def test_a_calendar_that_begins_and_ends_with_days_off_is_left_by_the_nearest_working_day(day, number, reached):
    calendar = WorkingDays(10, 16, weekend=set(), off={10, 15, 16}, worked=set())

    assert calendar.moved(day, number) == reached


@given(
    st.integers(737_000, 737_200),
    st.integers(-15, 15),
    st.sets(st.integers(737_000, 737_200), max_size=60),
    st.sampled_from(["forward", "back", None]),
    st.integers(-4, 4),
)
def test_working_days_are_those_that_one_counts_on_ones_fingers(day, number, off, roll, months):
    calendar = WorkingDays(737_000, 737_200, {5, 6}, off, {737_050})

    def works(one):
        return not 737_000 <= one <= 737_200 or one == 737_050 or not (one in off or (one - 1) % 7 in {5, 6})

    step, left, at = (1 if number > 0 else -1), abs(number), day
    while left:
        at += step
        left -= works(at)
    assert calendar.moved(day, number) == at
    shift = Shift(months=months, calendar=calendar, roll=roll)
    last = shift.latest_not_after(day)
    assert shift.later(last) <= day < shift.later(last + 1)
