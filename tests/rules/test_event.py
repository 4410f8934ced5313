"""event: it happened, in time where there is a limit."""

import pytest

from tests.builders import findings_of, judge_one, registry, rule, rulebook, status_of, unit, unless

DONE = {"paper.issued": "2020-06-30"}
NUMBERED = {"paper.issued": {"day": "2020-06-30", "document": "12-CV/QU"}}


def test_an_event_that_happened_is_met_where_there_is_no_limit():
    assert status_of(rule(), DONE) == "met"


def test_an_absent_event_is_open_in_complete_records_where_there_is_no_limit():
    finding = judge_one(rule(), {})

    assert (finding.status, finding.code, finding.last_day) == ("open", "event-absent", None)


def test_an_absent_event_is_unknown_in_partial_records():
    finding = judge_one(rule(), {}, records="partial")

    assert (finding.status, finding.code) == ("unknown", "event-unrecorded")


def test_an_absent_event_past_its_last_day_is_unknown_in_partial_records():
    finding = judge_one(rule(by="2020-06-20"), {}, "2020-06-21", records="partial")

    assert finding.status == "unknown"
    assert str(finding.last_day) == "2020-06-20"


def test_the_records_of_a_unit_override_those_of_its_file():
    own = registry(unit(records="complete"), unit("V", records="partial"), records="partial")
    findings = findings_of(own, rulebook(rule()), "2020-07-01")

    assert findings["judged", "U"].status == "open"
    assert findings["judged", "V"].status == "unknown"


def test_an_event_dated_after_the_judged_day_has_not_happened():
    event = {"paper.issued": "2020-07-02"}

    assert status_of(rule(), event, "2020-07-01") == "open"
    assert status_of(rule(), event, "2020-07-02") == "met"
    assert status_of(rule(), event, "2020-07-01", records="partial") == "unknown"


def test_an_event_not_yet_seen_is_no_evidence():
    assert judge_one(rule(), {"paper.issued": "2020-07-02"}, "2020-07-01").evidence == ()
    assert [one.fact for one in judge_one(rule(), DONE).evidence] == ["paper.issued"]


def test_an_event_before_the_directive_counts():
    assert status_of(rule(by="2020-07-10"), {"paper.issued": "2020-03-02"}) == "met"


@pytest.mark.parametrize(
    ("day", "status"),
    [("2020-06-19", "met"), ("2020-06-20", "met"), ("2020-06-21", "late")],
)
def test_an_event_on_its_last_day_is_in_time_and_on_the_next_is_late(day, status):
    assert status_of(rule(by="2020-06-20"), {"paper.issued": day}) == status


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2020-07-05", "open"), ("2020-07-06", "due_soon"), ("2020-07-20", "due_soon"), ("2020-07-21", "overdue")],
)
def test_an_absent_event_is_due_soon_from_the_fourteenth_day_before_its_last_and_overdue_after_it(as_of, status):
    assert status_of(rule(by="2020-07-20"), {}, as_of) == status


def test_days_left_are_counted_from_the_judged_day_to_the_last():
    assert judge_one(rule(by="2020-07-20"), {}, "2020-07-06").days_left == 14
    assert judge_one(rule(by="2020-07-20"), {}, "2020-07-20").days_left == 0
    assert judge_one(rule(by="2020-07-20"), {}, "2020-07-26").days_left == -6


def test_a_late_event_says_how_many_days_it_is_late():
    finding = judge_one(rule(by="2020-06-20"), {"paper.issued": "2020-06-23"})

    assert finding.args["days_late"] == [3, 3]


# ---- documents


def test_a_required_number_that_is_there_is_met_and_told():
    finding = judge_one(rule(document="required"), NUMBERED)

    assert finding.status == "met"
    assert finding.args["document"] == "12-CV/QU"


def test_an_absent_required_number_is_failed_in_complete_records_and_unknown_in_partial_ones():
    assert judge_one(rule(document="required"), DONE).status == "failed"
    assert judge_one(rule(document="required"), DONE).code == "document-missing"
    assert judge_one(rule(document="required"), DONE, records="partial").status == "unknown"


def test_a_number_is_not_asked_for_before_the_event_has_happened():
    assert status_of(rule(document="required", by="2020-07-05"), {}, "2020-07-01") == "due_soon"


def test_an_expected_number_that_is_missing_is_shown_and_never_judged():
    missing = judge_one(rule(document="expected"), DONE)
    there = judge_one(rule(document="expected"), NUMBERED)

    assert (missing.status, missing.args["document_missing"]) == ("met", True)
    assert (there.status, there.args.get("document_missing")) == ("met", None)
    assert status_of(rule(document="expected"), DONE, records="partial") == "met"


def test_no_number_is_asked_for_where_the_rule_does_not_name_one():
    assert "document_missing" not in judge_one(rule(), DONE).args


def test_an_event_that_is_late_and_lacks_its_number_is_failed_the_worse_of_the_two():
    assert status_of(rule(document="required", by="2020-06-20"), DONE) == "failed"


def test_an_event_that_is_late_and_whose_number_is_unknown_is_late_the_worse_of_the_two():
    assert status_of(rule(document="required", by="2020-06-20"), DONE, records="partial") == "late"


def test_a_done_event_without_its_number_stays_failed_after_the_last_day():
    judged = rule(document="required", by="2020-06-30")

    assert status_of(judged, DONE, "2020-06-30") == "failed"
    assert status_of(judged, DONE, "2020-07-01") == "failed"


# ---- whom a rule concerns


def test_a_unit_of_another_level_type_or_tag_has_no_finding():
    units = registry(unit("A"), unit("B", type="huyen"), unit("C", tags=["watch"]), unit("D", "grassroots"))
    book = rulebook(
        rule(id="level"),
        rule(id="type", applies_to={"type": "huyen"}),
        rule(id="tag", applies_to={"tag": "watch"}),
        rule(id="both", applies_to={"level": ["upper", "grassroots"], "type": ["quan", "phuong"]}),
        rule(id="all", applies_to={}),
    )

    pairs = set(findings_of(units, book, "2020-07-01"))

    assert pairs == {
        *(("level", one) for one in "ABC"),
        ("type", "B"),
        ("tag", "C"),
        *(("both", one) for one in "ACD"),
        *(("all", one) for one in "ABCD"),
    }


def test_an_excepted_unit_is_not_applicable_with_the_reason_of_the_rule():
    finding = judge_one(rule(unless=unless(tag="pilot"), by="2020-06-20"), {}, tags=["pilot"])

    assert (finding.status, finding.reason, finding.last_day) == ("not_applicable", "unless", None)
    assert finding.args["reason"]["en"] == "already done"


def test_a_unit_without_the_excepted_tag_is_judged():
    assert status_of(rule(unless=unless(tag="pilot")), {}, tags=["watch"]) == "open"


def test_an_exception_may_name_a_level_and_a_type():
    by_type = rule(applies_to={}, unless=unless(type="quan"))
    by_level = rule(applies_to={}, unless=unless(level=["upper", "city"]))

    assert status_of(by_type, {}) == "not_applicable"
    assert status_of(by_type, {}, type="huyen") == "open"
    assert status_of(by_level, {}) == "not_applicable"


# ---- before the directive, and after a unit's end


def test_before_the_directive_was_issued_every_finding_is_not_applicable():
    before = judge_one(rule(by="2020-06-01"), {}, "2020-06-10")
    on_the_day = judge_one(rule(by="2020-06-01"), {}, "2020-06-11")

    assert (before.status, before.reason) == ("not_applicable", "not-yet-issued")
    assert on_the_day.status == "overdue"


def test_before_the_directive_was_issued_shares_and_censuses_are_not_applicable_too():
    book = rulebook(
        rule(id="paper"),
        rule("share", id="children", applies_to={"level": "city"}),
        rule("share", id="forces", over="task_force"),
        rule("census", id="count", applies_to={"level": "city"}),
    )
    units = registry(unit("C", "city"), unit("U", parent="C"), task_forces=["TF"])

    reasons = {one.reason for one in findings_of(units, book, "2020-06-10").values()}

    assert len(findings_of(units, book, "2020-06-10")) == 4
    assert reasons == {"not-yet-issued"}


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2020-06-29", "overdue"), ("2020-06-30", "not_applicable"), ("2020-07-01", "not_applicable")],
)
def test_a_closed_unit_is_not_applicable_from_its_closing_day(as_of, status):
    closed = {"day": "2020-06-30", "document": "06-QĐ/TU"}

    finding = judge_one(rule(by="2020-06-20"), {}, as_of, closed=closed)

    assert finding.status == status
    assert finding.reason == (None if status == "overdue" else "unit-closed")


@pytest.mark.parametrize("as_of", ["2020-06-30", "2020-07-01"])
def test_a_closed_unit_says_when_into_which_and_by_which_paper(as_of):
    closed = {"day": "2020-06-30", "into": "V", "document": "06-QĐ/TU"}

    finding = judge_one(rule(), {}, as_of, closed=closed)

    assert finding.args == {"day": "2020-06-30", "into": "V", "document": "06-QĐ/TU"}


def test_an_uncertain_closing_day_that_may_lie_ahead_makes_the_status_unknown():
    closed = {"day": "2020-06-29/2020-07-02"}

    assert status_of(rule(), {}, "2020-06-28", closed=closed) == "open"
    assert status_of(rule(), {}, "2020-06-29", closed=closed) == "unknown"
    assert status_of(rule(), {}, "2020-07-01", closed=closed) == "unknown"
    assert status_of(rule(), {}, "2020-07-02", closed=closed) == "not_applicable"


def test_the_uncertain_closing_day_of_an_unknown_unit_says_which_days_lead_where():
    finding = judge_one(rule(), DONE, "2020-07-01", closed={"day": "2020-06-29/2020-07-02"})

    assert finding.args["worlds"] == [
        {"status": "not_applicable", "first": "2020-06-29", "last": "2020-07-01"},
        {"status": "met", "first": "2020-07-02", "last": "2020-07-02"},
    ]


# ---- two at once


@pytest.mark.parametrize(
    ("judged", "recorded", "records", "status"),
    [
        (rule("sequence", by="2020-06-20"), {"step.middle": "2020-06-12"}, "complete", "overdue"),
        (rule(by="2020-06-20", document="required"), {"paper.issued": "2020-06-21"}, "complete", "failed"),
        (rule(by="2020-06-20", document="required"), {"paper.issued": "2020-06-21"}, "partial", "late"),
        (rule(by="2020-06-20", document="required"), {"paper.issued": "2020-06-20"}, "partial", "unknown"),
        (rule("sequence", by="2020-07-10"), {"step.middle": "2020-06-12"}, "complete", "failed"),
        (rule("sequence", by="2020-07-10"), {"step.middle": "2020-06-12"}, "partial", "unknown"),
    ],
)
def test_of_two_at_once_the_worse_one_is_told(judged, recorded, records, status):
    assert status_of(judged, recorded, records=records) == status


def test_the_worse_of_two_keeps_the_last_day():
    finding = judge_one(rule(by="2020-06-20", document="required"), {"paper.issued": "2020-06-21"})

    assert (finding.status, str(finding.last_day), finding.days_left) == ("failed", "2020-06-20", -11)
