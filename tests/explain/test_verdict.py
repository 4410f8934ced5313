"""The verdict of a proof: why nothing was decided, how grave a problem is, who waived it."""

import pytest

from congress_cli.language import LANGUAGES
from congress_cli.rendering.options import RenderOptions
from congress_cli.screens.explanation import listed
from tests.builders import rule, waiver
from tests.explain.proofs import codes_of, lines, page, proof_of, steps_of, tree


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("into", [None, "X"])
def test_a_closed_unit_without_a_document_number_is_told_without_one(language, into):
    closed = {"day": "2020-06-20"} | ({} if into is None else {"into": into})
    proof = proof_of(rule(), closed=closed)
    numbered = proof_of(rule(), closed={**closed, "document": "01-QĐ/TU"})
    options = RenderOptions(language=language)

    texts = [page(proof, language), listed([proof], options, "json"), listed([proof], options, "text")]

    assert "01-QĐ/TU" in page(numbered, language)
    assert not [text for text in texts if "None" in text]


def test_the_days_of_an_uncertain_fact_are_told_by_the_status_they_lead_to():
    proof = proof_of(rule(by="2020-06-20"), {"paper.issued": "2020-06-18/2020-06-22"})

    assert lines(proof, "days", "en") == ["from 18/06/2020 to 20/06/2020: met", "from 21/06/2020 to 22/06/2020: late"]
    assert lines(proof, "days", "vi") == ["từ 18 đến 20/06/2020 thì đạt", "từ 21 đến 22/06/2020 thì muộn"]
    assert codes_of(proof, "verdict") == ["undecided"]
    assert steps_of(proof, "todo") == [("record-exact", {"unit": "U", "fact": "paper.issued"})]


def test_several_uncertain_facts_tell_the_statuses_that_are_possible():
    facts = {"paper.issued": "2020-06-18/2020-06-22", "congress.opened": "2020-06-19/2020-06-21"}

    proof = proof_of(rule(before="congress.opened"), facts)

    assert codes_of(proof, "days") == ["world-alone", "world-alone"]
    assert [args["fact"] for _, args in steps_of(proof, "todo")] == ["paper.issued", "congress.opened"]


def test_what_is_not_recorded_is_not_thereby_undone():
    assert codes_of(proof_of(rule(), records="partial"), "verdict") == ["not-recorded-not-undone"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "counts as: duty not met (the sentence says must)"),
        ({"modality": "should"}, "counts as: needs attention (the sentence says should)"),
        ({"modality": "strive"}, "counts as: needs attention (a goal to strive for, no binding duty)"),
        ({"limit_basis": "inferred"}, "counts as: needs attention (inferred from the sense of the matter, not stated)"),
        ({"severity": "warning"}, "counts as: needs attention (as the rulebook says)"),
    ],
)
def test_a_problem_says_what_it_counts_as_and_why(fields, sentence):
    proof = proof_of(rule(by="2020-06-20", **fields))

    assert lines(proof, "verdict", "en") == [sentence]


def test_no_unit_is_ever_said_to_be_in_breach():
    proof = proof_of(rule(by="2020-06-20", modality="strive"))

    assert "vi phạm" not in page(proof, "vi")


def test_a_waiver_in_force_is_told_with_its_paper_its_days_and_its_reason():
    proof = proof_of(rule(by="2020-06-20"), waivers=[waiver()])

    assert lines(proof, "verdict", "en") == [
        "waived from 01/07/2020 to the end of 31/07/2020 by 31-CV/BTCTU of BTC; reason: Lũ lụt",
        "without the waiver: overdue",
    ]
    assert tree(proof)["would_be"] == "overdue"


@pytest.mark.parametrize(("as_of", "code"), [("2020-06-30", "waiver-later"), ("2020-08-01", "waiver-ended")])
def test_a_waiver_out_of_force_is_told_and_changes_nothing(as_of, code):
    proof = proof_of(rule(by="2020-06-20"), as_of=as_of, waivers=[waiver()])

    assert proof.finding.status == "overdue"
    assert code in codes_of(proof, "verdict")


def test_a_waiver_of_another_unit_is_not_told():
    assert codes_of(proof_of(rule(by="2020-06-20"), waivers=[waiver(units=["X"])]), "verdict") == [
        "counts-as-violation"
    ]


def test_a_unit_that_was_merged_says_when_into_what_and_by_which_paper():
    proof = proof_of(rule(), closed={"day": "2020-06-20", "into": "X", "document": "01-QĐ/TU"})

    assert lines(proof, "verdict", "en") == [
        "the unit was closed or merged on 20/06/2020; merged into X; document 01-QĐ/TU"
    ]


def test_an_error_of_the_rulebook_is_proved_and_says_where_to_look():
    other = rule(id="other", event="congress.opened", before="paper.issued")

    proof = proof_of(rule(before="congress.opened"), others=[other])

    assert proof.finding.status == "error"
    assert codes_of(proof, "change") == ["mend-rulebook"]
    assert codes_of(proof, "todo") == []
    assert "ERROR" in page(proof)


def test_a_limit_beyond_the_calendar_is_proved_too():
    within = {"days": "999999", "after": "congress.opened"}

    proof = proof_of(rule(within=within), {"congress.opened": "2020-06-20"})

    assert proof.finding.status == "error"
    assert "outside the years" in page(proof)
