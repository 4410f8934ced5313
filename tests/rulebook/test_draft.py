"""What a paper seems to ask: proposals by sentence. Every paper here is invented."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.rulebook.draft import draft_of, draft_text

VI = """\
Kế hoạch thử của Thành ủy Mẫu (hư cấu)
1. Các phường phải nộp báo cáo trong 10 ngày làm việc kể từ khi bế mạc.
Phấn đấu xong trước ngày 15/8, chậm nhất là ngày 20 tháng 8 năm 2031.
Cần họp hằng tháng theo Kế hoạch số 12-KH/TU, ngày 3/2/2031 và Nghị định 09/2031/NĐ-CP.
Người viết
"""
EN = """\
Order of the Agency of Examples (invented)
Sec. 3. Agencies shall report within 60 (sixty) days, under Executive Order 19999 of May 12, 2031.
They should act no later than 5 June 2031 or by June 30 and strive to meet 47 people quarterly.
"""


def found(sentence: str) -> list[tuple[str, str]]:
    [_, *rest] = draft_of(f"Tít\n{sentence}.\n").sentences
    return [(one.key, one.value) for each in rest for one in each.proposals]


@pytest.mark.parametrize(
    ("sentence", "proposals"),
    [
        ("Nộp trước ngày 15/8", [("before", "YYYY-08-15")]),
        ("Nộp chậm nhất là ngày 20 tháng 8 năm 2031", [("by", "2031-08-20")]),
        ("Nộp không sớm hơn ngày 1/2/2031", [("not_before", "2031-02-01")]),
        ("Họp ngày 29/2", [("day", "YYYY-02-29")]),
        ("Họp ngày 31/2/2031", [("day", '"31/2/2031"')]),
        ("Reports come on or before August 15, 2031", [("by", "2031-08-15")]),
        ("Reports come before 15 August", [("before", "YYYY-08-15")]),
        ("Nộp trong 10 ngày làm việc", [("within", "{working_days: 10, after: …}")]),
        ("Nộp trong vòng 2 tuần", [("within", "{days: 14, after: …}")]),
        ("It comes within sixty (60) days", [("within", "{days: 60, after: …}")]),
        ("Gửi ít nhất 7 ngày trước đại hội", [("ahead", "{days: 7, of: …}")]),
        ("It comes 3 months before the vote", [("ahead", "{months: 3, of: …}")]),
        ("It comes within 72 hours", [("within", "{hours: 72, after: …}")]),
        ("Lưu 5 năm", [("length", "{months: 60}")]),
        ("Báo cáo hằng tháng", [("period", "month")]),
        ("Báo cáo 6 tháng một lần", [("period", "half")]),
        ("Reports come every 45 days", [("period", "{days: 45}")]),
        ("Theo Chỉ thị số 98- CT/TW, ngày 3/5/2031", [("cites", "Chỉ thị 98-CT/TW, 2031-05-03")]),
        ("Theo Quyết định 9876 của tỉnh", [("cites", "Quyết định 9876")]),
        ("Directive (EU) 2031/2555 of 3 May 2031", [("cites", "Directive (EU) 2031/2555, 2031-05-03")]),
        ("Có 47 đảng bộ và 9 quận", [("number", "47"), ("number", "9")]),
        ("Đạt 95% năm 2031, nhiệm kỳ 2030-2035", [("number", "95%")]),
        ("Phải họp, cần gọn, phấn đấu xong", [("modality", "must"), ("modality", "should"), ("modality", "strive")]),
        (
            "It must end, should do, they strive to win",
            [("modality", one) for one in ("must", "should", "strive")],
        ),
        ("Mọi việc trở nên tốt hơn", []),
    ],
)
def test_what_stands_in_a_sentence_is_found(sentence, proposals):
    assert found(sentence) == proposals


@pytest.mark.parametrize("paper", [VI, EN])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_ledger_quotes_no_sentence_and_has_digests_alone(paper, language):
    text = draft_text(draft_of(paper), language)

    ledger = yaml.safe_load(text)["clauses"]
    assert [set(one) for one in ledger] == [{"id", "sha256"}] * len(ledger)
    assert [one["id"] for one in ledger] == [one.id for one in draft_of(paper).sentences]
    words = paper.split()
    assert not [run for at in range(len(words) - 5) if (run := " ".join(words[at : at + 6])) in text]


def test_how_much_was_not_read_and_not_found_is_said():
    text = draft_text(draft_of("Head\nSomething stands here.\nIt must end.\nAuthor\nOther page.\n"), "en")

    assert "# 2 sentences and a headline; of these, 2 with nothing found." in text
    assert "# Not read: 2 paragraphs after" in text


@given(st.text(alphabet="a1 /.-%()ngày tháng trước trong số15/8\n#:\"'{}", max_size=120))
def test_whatever_the_paper_says_the_ledger_is_one_list_of_digests(text):
    draft = draft_of(text)

    assert len(yaml.safe_load(draft_text(draft, "vi"))["clauses"] or []) == len(draft.sentences)
