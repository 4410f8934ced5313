"""The ledger of sentences: how much the rules cover, each kind of hole, and the comparison with the paper."""

from datetime import date
from typing import Any

import pytest

from congress_cli.model.directive import Clause
from congress_cli.rulebook.coverage import compared, coverage, sentences, stale_days
from congress_cli.rules import Rulebook
from congress_cli.screens.coverage import Fate
from tests.builders import rule, rulebook

PAPER = """\
Tít của thông báo mẫu
Thông báo cho biết. Lập kế hoạch. Duyệt kế hoạch.
Họp trước ngày 20/6. Báo cáo kết quả.
Người viết
"""
DIGESTS = {one.id: one.sha256 for one in sentences(PAPER)}


def _clause(id_: str, rules: tuple[str, ...] = (), **fields: Any) -> Clause:
    duty = {"check": "automated", "modality": "must"} if rules else {"check": "informational"}
    sentence = id_.rstrip("ab")
    plain = {"id": id_, "rules": rules, "vi": "v", "en": "e", "sha256": DIGESTS.get(sentence), **duty}
    return Clause.model_validate({**plain, **fields})


CLAUSES = (
    _clause("H", ("planned",)),
    _clause("1.1"),
    _clause("1.2", ("planned",)),
    _clause("1.3", ("planned",)),
    _clause("2.1a", ("held",)),
    _clause("2.1b", ("held",), check="attested"),
    _clause("2.2", ("held",)),
)
PLANNED = rule(id="planned", clause=["H", "1.2", "1.3"])
HELD = rule(id="held", clause=["2.1a", "2.1b", "2.2"])


def _book(*clauses: Clause, rules: tuple[dict[str, Any], ...] = (PLANNED, HELD)) -> Rulebook:
    return rulebook(*rules).with_changes(clauses=clauses or CLAUSES)


def _without(id_: str) -> tuple[Clause, ...]:
    return tuple(one for one in CLAUSES if one.id != id_)


def _with(clause: Clause) -> tuple[Clause, ...]:
    return tuple(clause if one.id == clause.id else one for one in CLAUSES)


def test_a_whole_ledger_has_no_hole():
    found = coverage(_book())

    assert found.whole
    assert (found.sentences, found.sentences_covered, found.informational) == (5, 5, 1)
    assert (found.duties, found.automated, found.attested, found.rules) == (6, 5, 1, 2)


def test_a_rule_that_rests_on_no_sentence_is_a_hole():
    found = coverage(_book(rules=(PLANNED, HELD, rule(id="stray", clause=["9.9"]))))

    assert found.rules_without_clause == ("stray",)
    assert not found.whole


def test_a_duty_without_a_rule_is_a_hole_and_its_sentence_is_not_covered():
    bare = _clause("2.1b", (), check="attested", modality="must")

    found = coverage(_book(*_with(bare), rules=(PLANNED, rule(id="held", clause=["2.1a", "2.2"]))))

    assert found.clauses_without_rule == ("2.1b",)
    assert (found.sentences_covered, found.sentences) == (4, 5)
    assert not found.whole


def test_a_duty_without_a_modality_is_a_hole():
    found = coverage(_book(*_with(_clause("2.2", ("held",), modality=None))))

    assert found.duties_without_modality == ("2.2",)
    assert not found.whole


@pytest.mark.parametrize(
    "clauses",
    [_with(_clause("1.2", ("planned", "held"))), _with(_clause("1.2", (), check="automated", modality="must"))],
    ids=["the clause names more", "the rule names more"],
)
def test_a_pair_that_only_one_side_names_is_a_hole(clauses):
    found = coverage(_book(*clauses))

    assert len(found.disagreements) == 1
    assert found.disagreements[0][0] == "1.2"
    assert not found.whole


@pytest.mark.parametrize(("left_out", "gap"), [("1.2", "1.2"), ("1.1", "1.1")])
def test_a_sentence_that_the_numbering_skips_is_a_hole(left_out, gap):
    found = coverage(_book(*_without(left_out), rules=(rule(id="planned", clause=["H", "1.3"]), HELD)))

    assert found.gaps == (gap,)
    assert not found.whole


def test_a_paragraph_that_the_numbering_skips_is_a_hole():
    clauses = tuple(one for one in CLAUSES if not one.id.startswith("1."))

    assert coverage(_book(*clauses, rules=(rule(id="planned", clause=["H"]), HELD))).gaps == ("1.1",)


def test_a_sentence_without_a_digest_is_named_but_is_no_hole():
    found = coverage(_book(*_with(_clause("1.2", ("planned",), sha256=None))))

    assert found.without_digest == ("1.2",)
    assert found.whole


def test_the_digest_of_one_part_does_for_the_whole_sentence():
    assert coverage(_book(*_with(_clause("2.1b", ("held",), sha256=None)))).without_digest == ()


def _fates(text: str, *clauses: Clause) -> list[tuple[str, Fate, str | None]]:
    return [(one.id, one.fate, one.at) for one in compared(_book(*clauses), sentences(text))]


def _differing(text: str, *clauses: Clause) -> list[tuple[str, str, str | None]]:
    return [(id_, fate.value, at) for id_, fate, at in _fates(text, *clauses) if fate is not Fate.SAME]


def test_the_paper_itself_is_the_same_throughout():
    assert _differing(PAPER) == []
    assert [one for one, _, _ in _fates(PAPER)] == ["H", "1.1", "1.2", "1.3", "2.1", "2.2"]


def test_every_sentence_stands_beside_the_rules_of_all_its_parts():
    [found] = [one for one in compared(_book(), sentences(PAPER)) if one.id == "2.1"]

    assert found.rules == ("held",)


def test_a_changed_day_is_a_changed_sentence():
    assert _differing(PAPER.replace("20/6", "21/6")) == [("2.1", "changed", "2.1")]


def test_a_changed_sentence_carries_the_digest_it_has_now():
    text = PAPER.replace("20/6", "21/6")
    [found] = [one for one in compared(_book(), sentences(text)) if one.fate is Fate.CHANGED]

    assert found.sha256 == next(one.sha256 for one in sentences(text) if one.id == "2.1")


def test_a_sentence_that_is_gone_is_missing_and_comes_last():
    assert _differing(PAPER.replace(" Báo cáo kết quả.", "")) == [("2.2", "missing", None)]


def test_a_sentence_added_at_the_end_is_new():
    assert _differing(PAPER.replace("kết quả.", "kết quả. Giữ trật tự.")) == [("2.3", "new", "2.3")]


def test_a_sentence_put_in_between_moves_those_after_it():
    text = PAPER.replace("Lập kế hoạch.", "Học tập. Lập kế hoạch.")

    assert _differing(text) == [("1.2", "new", "1.2"), ("1.2", "moved", "1.3"), ("1.3", "moved", "1.4")]


def test_a_sentence_left_out_moves_those_after_it_and_is_missing():
    assert _differing(PAPER.replace(" Lập kế hoạch.", "")) == [("1.3", "moved", "1.2"), ("1.2", "missing", None)]


def test_two_sentences_that_change_places_are_moved_not_changed():
    text = PAPER.replace("Lập kế hoạch. Duyệt kế hoạch.", "Duyệt kế hoạch. Lập kế hoạch.")

    assert _differing(text) == [("1.3", "moved", "1.2"), ("1.2", "moved", "1.3")]


def test_a_sentence_written_twice_is_the_same_once_and_new_once():
    assert _differing(PAPER.replace("kết quả.", "kết quả. Báo cáo kết quả.")) == [("2.3", "new", "2.3")]


def test_a_sentence_without_a_digest_cannot_be_compared():
    assert _differing(PAPER, *_with(_clause("1.2", ("planned",), sha256=None))) == [("1.2", "undigested", "1.2")]


def test_another_paper_altogether_changes_everything():
    found = compared(_book(), sentences("Khác\nMột.\n"))

    assert {one.fate for one in found} == {Fate.CHANGED, Fate.MISSING}


def test_an_empty_paper_lacks_everything():
    assert {one.fate for one in compared(_book(), ())} == {Fate.MISSING}


def test_the_days_since_somebody_compared_are_counted():
    book = _book()
    verified = book.directive.model_copy(update={"verified": date(2020, 7, 1)})

    assert stale_days(book, date(2020, 7, 31)) is None
    assert stale_days(book.with_changes(directive=verified), date(2020, 7, 31)) == 30
