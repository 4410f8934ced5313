"""Starts: a rule begins with an event of the unit, or of all its children."""

import pytest

from congress_cli.language import describe
from tests.builders import findings_of, judge_one, parameter, registry, rule, rulebook, status_of, unit

AFTER = rule(after="congress.closed")
AFTER_CHILDREN = rule(after={"event": "congress.closed", "of": "children"})
CLOSED = {"congress.closed": "2020-06-20"}


def _child(unit_id, day=None, **fields):
    return unit(unit_id, "grassroots", facts={} if day is None else {"congress.closed": day}, **fields)


# ---- an event of the unit itself


def test_until_its_start_has_happened_a_rule_is_open_in_complete_records_and_says_what_it_waits_for():
    finding = judge_one(AFTER, {})

    assert (finding.status, finding.code, finding.waits_for) == ("open", "waits", "congress.closed")


def test_until_its_start_has_happened_a_rule_is_unknown_in_partial_records():
    finding = judge_one(AFTER, {}, records="partial")

    assert (finding.status, finding.code, finding.waits_for) == ("unknown", "waits-unrecorded", "congress.closed")


def test_a_start_on_the_judged_day_has_happened_and_one_on_the_next_has_not():
    assert judge_one(AFTER, CLOSED, "2020-06-19").waits_for == "congress.closed"
    assert judge_one(AFTER, CLOSED, "2020-06-20").waits_for is None


def test_once_it_has_started_the_matter_is_judged():
    assert status_of(AFTER, CLOSED) == "open"
    assert status_of(AFTER, CLOSED, records="partial") == "unknown"
    assert status_of(AFTER, {**CLOSED, "paper.issued": "2020-06-25"}) == "met"


@pytest.mark.parametrize("records", ["complete", "partial"])
def test_while_the_matter_is_not_done_the_days_since_its_start_are_told(records):
    def since(as_of, day="2020-06-20", **facts):
        args = judge_one(AFTER, {"congress.closed": day, **facts}, as_of, records=records).args
        return args.get("since")

    assert since("2020-06-20") is None
    assert since("2020-06-21") == [1, 1]
    assert since("2020-06-30", "2020-06-20/2020-06-24") == [6, 10]
    assert since("2020-06-30", **{"paper.issued": "2020-06-25"}) is None


def test_the_days_since_the_start_are_told_in_words():
    finding = judge_one(AFTER, CLOSED, "2020-06-30")

    assert "; đã 10 ngày kể từ khi congress.closed; " in describe(finding, "vi", str)
    assert "; 10 days since: congress.closed; " in describe(finding, "en", str)


@pytest.mark.parametrize(("day", "status"), [("2020-06-19", "failed"), ("2020-06-20", "met"), ("2020-06-21", "met")])
def test_a_matter_dated_before_its_start_is_failed_and_one_of_the_same_day_is_not(day, status):
    finding = judge_one(AFTER, {**CLOSED, "paper.issued": day})

    assert finding.status == status
    assert (finding.code == "before-start") is (status == "failed")


def test_a_matter_dated_before_its_start_is_failed_in_partial_records_too():
    assert status_of(AFTER, {**CLOSED, "paper.issued": "2020-06-19"}, records="partial") == "failed"


@pytest.mark.parametrize(("records", "status"), [("complete", "open"), ("partial", "unknown")])
def test_a_matter_recorded_before_its_start_has_happened_waits_until_then(records, status):
    recorded = {"paper.issued": "2020-06-15", "congress.closed": "2020-06-20"}

    assert status_of(AFTER, recorded, "2020-06-19", records=records) == status
    assert status_of(AFTER, recorded, "2020-06-20", records=records) == "failed"
    assert status_of(AFTER, {"paper.issued": "2020-06-15"}, records=records) == status


def test_a_start_before_the_directive_is_a_start():
    assert status_of(AFTER, {"congress.closed": "2020-05-01", "paper.issued": "2020-05-02"}) == "met"


@pytest.mark.parametrize("done", ["5", "3"])
def test_a_tally_dated_before_its_start_is_failed_full_or_not(done):
    judged = rule("tally", after="congress.closed")
    tally = {"total": "5", "done": done, "day": "2020-06-19"}

    assert status_of(judged, {**CLOSED, "complaints": tally}) == "failed"
    assert status_of(judged, {**CLOSED, "complaints": {**tally, "day": "2020-06-20"}}) == (
        "met" if done == "5" else "open"
    )


@pytest.mark.parametrize("items", [["one", "two", "three"], ["one"]])
def test_a_checklist_dated_before_its_start_is_failed_full_or_not(items):
    judged = rule("checklist", after="congress.closed")
    checklist = {"items": items, "day": "2020-06-19"}

    assert status_of(judged, {**CLOSED, "topics": checklist}) == "failed"


@pytest.mark.parametrize("values", [{"growth": "7"}, {"growth": "6"}, {"members": "1"}])
def test_measures_dated_before_their_start_are_failed_full_or_not(values):
    judged = rule("measures", after="congress.closed")
    reference = {"reference": parameter(("2020-06-11", {"growth": "7"}))}
    measures = {"values": values, "day": "2020-06-19"}

    assert status_of(judged, {**CLOSED, "targets": measures}, parameters=reference) == "failed"


@pytest.mark.parametrize("against", [{"param": "reference"}, {"fact": "results"}])
@pytest.mark.parametrize(
    ("day", "status"),
    [("2020-06-19", "failed"), ("2020-06-20", "unknown"), ("2020-06-18/2020-06-20", "unknown"), (None, "unknown")],
)
def test_measures_dated_before_their_start_are_failed_without_a_reference_too(against, day, status):
    judged = rule("measures", after="congress.closed", against=against)
    measures = {"values": {"growth": "7"}} | ({} if day is None else {"day": day})

    found = status_of(judged, {**CLOSED, "targets": measures}, parameters={"reference": {}})

    assert found == status


def test_an_undated_tally_cannot_be_before_its_start():
    assert status_of(rule("tally", after="congress.closed"), {**CLOSED, "complaints": {"total": "1", "done": "1"}}) == (
        "met"
    )


def test_the_first_step_of_a_sequence_must_not_be_before_the_start():
    judged = rule("sequence", steps=["step.first", "step.last"], after="congress.closed")

    assert status_of(judged, {**CLOSED, "step.first": "2020-06-19", "step.last": "2020-06-25"}) == "failed"
    assert status_of(judged, {**CLOSED, "step.first": "2020-06-20", "step.last": "2020-06-25"}) == "met"


def test_while_it_waits_the_stated_limit_is_shown_but_it_is_never_due_soon_or_overdue():
    judged = rule(after="congress.closed", by="2020-06-25")

    for as_of in ("2020-06-24", "2020-06-25", "2020-06-26"):
        finding = judge_one(judged, {}, as_of)
        assert (finding.status, str(finding.last_day)) == ("open", "2020-06-25")


def test_once_it_has_started_past_its_limit_it_is_overdue():
    judged = rule(after="congress.closed", by="2020-06-25")

    assert status_of(judged, {"congress.closed": "2020-06-26"}, "2020-06-26") == "overdue"


def test_a_missing_parameter_is_worse_than_waiting():
    judged = rule(after="congress.closed", by={"param": "limit"})

    assert judge_one(judged, {}, parameters={"limit": {}}).code == "parameter-missing"


# ---- an event of all children


@pytest.mark.parametrize("records", ["complete", "partial"])
def test_without_children_it_is_unknown(records):
    finding = judge_one(AFTER_CHILDREN, {}, records=records)

    assert (finding.status, finding.code) == ("unknown", "waits-no-children")


def test_it_starts_on_the_day_of_the_last_child():
    children = [_child("A", "2020-06-12"), _child("B", "2020-06-20")]

    def on(day):
        return status_of(AFTER_CHILDREN, {"paper.issued": day}, children=children)

    assert judge_one(AFTER_CHILDREN, {}, "2020-06-19", children=children).waits_for == "congress.closed"
    assert judge_one(AFTER_CHILDREN, {}, "2020-06-20", children=children).waits_for is None
    assert [on("2020-06-19"), on("2020-06-20")] == ["failed", "met"]


def test_while_it_waits_it_says_how_many_children_are_missing():
    finding = judge_one(AFTER_CHILDREN, {}, children=[_child("A", "2020-06-12"), _child("B"), _child("D")])

    assert (finding.status, finding.code) == ("open", "waits-children")
    assert (finding.args["missing"], finding.args["total"]) == (2, 3)


def test_children_whose_records_are_partial_and_lack_the_event_make_it_unknown():
    children = [_child("A", "2020-06-12"), _child("B", records="partial")]

    assert status_of(AFTER_CHILDREN, {}, children=children) == "unknown"


def test_a_complete_child_without_the_event_makes_it_open_even_if_others_are_unknown():
    children = [_child("A", records="partial"), _child("B"), _child("D", "2020-06-12")]

    assert status_of(AFTER_CHILDREN, {}, children=children) == "open"
    assert status_of(AFTER_CHILDREN, {}, children=children, records="partial") == "unknown"


def test_the_records_of_the_children_decide_whether_it_waits_not_those_of_the_judged_unit():
    book = rulebook(AFTER_CHILDREN)
    waiting = registry(unit(records="partial"), _child("A", parent="U"), records="complete")

    assert findings_of(waiting, book, "2020-07-01")["judged", "U"].status == "open"


def test_grandchildren_are_not_waited_for():
    units = registry(unit(), _child("A", "2020-06-12", parent="U"), _child("B", parent="A"))

    assert findings_of(units, rulebook(AFTER_CHILDREN), "2020-07-01")["judged", "U"].waits_for is None


@pytest.mark.parametrize(
    ("closed", "waits_for"), [("2020-07-01", None), ("2020-06-15", None), ("2020-07-02", "congress.closed")]
)
def test_closed_children_are_not_waited_for(closed, waits_for):
    children = [_child("A", "2020-06-12"), _child("B", closed={"day": closed})]

    assert judge_one(AFTER_CHILDREN, {}, "2020-07-01", children=children).waits_for == waits_for


def test_where_all_children_are_closed_it_is_unknown():
    finding = judge_one(AFTER_CHILDREN, {}, children=[_child("A", "2020-06-12", closed={"day": "2020-06-15"})])

    assert (finding.status, finding.code) == ("unknown", "waits-no-children")


def test_a_child_that_may_be_closed_is_waited_for_only_in_the_worlds_in_which_it_is_not():
    children = [_child("A", "2020-06-12"), _child("B", closed={"day": "2020-06-30/2020-07-02"})]
    done = {"paper.issued": "2020-06-25"}

    assert status_of(AFTER_CHILDREN, done, "2020-06-29", children=children) == "open"
    assert status_of(AFTER_CHILDREN, done, "2020-07-01", children=children) == "unknown"
    assert status_of(AFTER_CHILDREN, done, "2020-07-02", children=children) == "met"


def test_the_uncertain_day_of_a_child_makes_it_unknown_while_it_may_lie_ahead():
    children = [_child("A", "2020-06-30/2020-07-02")]
    done = {"paper.issued": "2020-07-01"}

    assert status_of(AFTER_CHILDREN, done, "2020-07-01", children=children) == "unknown"
    assert status_of(AFTER_CHILDREN, {"paper.issued": "2020-07-02"}, "2020-07-02", children=children) == "met"
    assert status_of(AFTER_CHILDREN, {"paper.issued": "2020-06-29"}, "2020-07-02", children=children) == "failed"
