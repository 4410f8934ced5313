"""The first section of a proof: the sentence, who must act, how strongly it asks, which units are meant."""

from tests.builders import rule, unless
from tests.explain.proofs import CLAUSES, codes_of, lines, proof_of, steps_of


def test_the_sentence_is_named_with_its_duty_its_owner_its_modality_and_its_cue_word():
    proof = proof_of(rule())

    assert lines(proof, "basis", "vi") == [
        "câu 1.1, TB số 01-TB/MN: Làm việc.",
        "đơn vị thực hiện: cấp trên cơ sở · mức độ: bắt buộc, từ chỉ mức độ «đề nghị»",
        "đối tượng: upper",
    ]
    assert lines(proof, "basis", "en")[:2] == [
        "clause 1.1, TB 01-TB/MN: Do it.",
        'who must act: upper-grassroots · modality: must, cue word "đề nghị"',
    ]


def test_each_of_several_sentences_is_told_with_its_note():
    second = {
        **CLAUSES[0],
        "id": "2.1",
        "modality": "strive",
        "cue": None,
        "note": {"vi": "Mục tiêu.", "en": "A goal."},
    }

    proof = proof_of(rule(clause=["1.1", "2.1"]), clauses=(*CLAUSES, second))

    assert codes_of(proof, "basis") == ["clause", "asks", "clause", "asks", "note", "applies"]
    assert lines(proof, "basis", "en")[3:5] == ["who must act: upper-grassroots · modality: strive", "note: A goal."]


def test_a_rule_that_asks_otherwise_than_its_sentence_says_so_without_a_cue_word():
    proof = proof_of(rule(modality="should", owner="city"))

    assert lines(proof, "basis", "en")[2] == "this rule alone: who must act: City · modality: should"


def test_a_sentence_that_the_ledger_lacks_is_named_alone():
    proof = proof_of(rule(), clauses=())

    assert codes_of(proof, "basis") == ["clause-alone", "rule-asks", "applies"]


def test_a_sentence_without_an_owner_still_says_how_strongly_it_asks():
    proof = proof_of(rule(), clauses=({**CLAUSES[0], "who": None},))

    assert 'modality: must, cue word "đề nghị"' in lines(proof, "basis", "en")


def test_the_exception_is_told_with_its_reason():
    proof = proof_of(rule(unless=unless(tag="pilot")), tags=["pilot"])

    assert lines(proof, "basis", "en")[-2:] == ["applies to: upper", "except: pilot (already done)"]
    assert proof.finding.status == "not_applicable"
    assert codes_of(proof, "change") == []
    assert codes_of(proof, "todo") == []


def test_the_rule_may_mean_units_by_level_type_and_tag():
    proof = proof_of(rule(applies_to={"level": "upper", "type": ["quan", "huyen"], "tag": "watch"}), tags=["watch"])

    assert steps_of(proof, "basis")[-1][1]["units"]["en"] == "upper · quan, huyen · watch"
