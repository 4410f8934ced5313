"""The third section of a proof: each fact used, with source and place, and each that is absent."""

import pytest

from tests.builders import parameter, rule
from tests.explain.proofs import codes_of, lines, page, proof_of, steps_of


def test_a_recorded_event_is_told_with_all_that_is_known_of_it():
    fact = {
        "day": "2020-06-20",
        "document": "12-CV/QU",
        "source": "báo cáo",
        "by": "Văn phòng",
        "recorded": "2020-06-21",
        "note": "gửi lại",
    }

    proof = proof_of(rule(), {"paper.issued": fact})

    assert lines(proof, "facts", "vi") == [
        "paper.issued (paper.issued): ngày 20/06/2020; vào sổ ngày 21/06/2020; văn bản số 12-CV/QU; nguồn: báo cáo; "
        "nơi ghi: Văn phòng; ghi chú: gửi lại"
    ]
    assert steps_of(proof, "facts")[0][1]["at"] == "units.yaml:1:1"
    assert "units.yaml:1:1" in page(proof)


@pytest.mark.parametrize(("records", "code"), [("complete", "absent-complete"), ("partial", "absent-partial")])
def test_an_absent_event_is_told_by_what_its_absence_means(records, code):
    assert codes_of(proof_of(rule(), records=records), "facts") == [code]


@pytest.mark.parametrize("kind", ["tally", "measures"])
def test_an_absent_figure_is_unknown_in_complete_records_too(kind):
    parameters = {"reference": parameter(("2020-06-11", {"growth": "5"}))}

    assert codes_of(proof_of(rule(kind), parameters=parameters), "facts")[-1] == "absent-partial"


def test_an_absent_checklist_has_nothing_ticked_in_complete_records():
    assert codes_of(proof_of(rule("checklist")), "facts") == ["absent-complete"]


@pytest.mark.parametrize(
    ("kind", "fact", "recorded"),
    [
        ("event", "paper.issued", "2020-07-02"),
        ("tally", "complaints", {"total": "2", "done": "2", "day": "2020-07-02"}),
        ("checklist", "topics", {"items": ["one"], "day": "2020-07-02"}),
    ],
)
def test_a_fact_dated_after_the_judged_day_is_said_not_to_count(kind, fact, recorded):
    proof = proof_of(rule(kind), {fact: recorded})

    assert codes_of(proof, "facts")[0].endswith("-unseen")
    assert "does not count yet" in lines(proof, "facts", "en")[0]
    assert "chưa tính" in lines(proof, "facts", "vi")[0]


def test_a_fact_dated_on_the_judged_day_counts():
    assert codes_of(proof_of(rule(), {"paper.issued": "2020-07-01"}), "facts") == ["event"]


def test_an_uncertain_day_that_may_be_after_the_judged_one_may_not_count_yet():
    proof = proof_of(rule(), {"paper.issued": "2020-06-30/2020-07-02"})

    assert codes_of(proof, "facts") == ["event-perhaps"]


def test_a_plan_is_seen_before_its_day_and_shown_beside_its_event():
    proof = proof_of(rule(before="congress.opened"), {"congress.planned": "2020-07-20"})

    assert codes_of(proof, "facts") == ["absent-complete", "absent-complete", "event"]


def test_a_plan_is_left_out_once_its_event_was_held():
    facts = {"congress.opened": "2020-06-30", "congress.planned": "2020-06-29"}

    assert codes_of(proof_of(rule(before="congress.opened"), facts), "facts") == ["absent-complete", "event"]


def test_the_day_of_a_tally_is_told():
    proof = proof_of(rule("tally"), {"complaints": {"total": "3", "done": "2", "day": "2020-06-30"}})

    assert lines(proof, "facts", "en") == ["complaints (complaints): 2/3; as it stood on 30/06/2020"]


def test_items_and_indicators_are_told_by_their_names():
    ticked = proof_of(rule("checklist"), {"topics": ["one", "two"]})
    measured = proof_of(
        rule("measures"),
        {"targets": {"growth": "7.5", "poverty": "0"}},
        parameters={"reference": parameter(("2020-06-11", {"growth": "5", "members": "10"}))},
    )

    assert lines(ticked, "facts", "en") == ["topics (topics): one, two"]
    assert lines(measured, "facts", "vi") == [
        "reference = tăng trưởng 5, đảng viên mới 10, áp dụng từ 11/06/2020 theo 01-TB/MN",
        "targets (targets): tăng trưởng 7,5, hộ nghèo 0",
    ]


def test_an_empty_checklist_says_that_nothing_is_ticked():
    assert lines(proof_of(rule("checklist"), {"topics": []}), "facts", "en") == ["topics (topics): no item yet"]


def test_the_reference_of_measures_may_be_a_fact_of_the_unit():
    proof = proof_of(rule("measures", against={"fact": "results"}), {"results": {"growth": "5"}})

    assert codes_of(proof, "facts") == ["absent-partial", "fact"]


def test_what_could_be_obeyed_is_shown_and_not_obeyed():
    proof = proof_of(rule(), {"paper.issued": {"day": "2020-06-20", "note": "a\u202eb [red]{fact}[/red]"}})

    text = page(proof)

    assert "\u202e" not in text
    assert "<U+202E>b [red]{fact}[/red]" in text
