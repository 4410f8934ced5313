"""The text of a paper as sentences. Every paper here is invented."""

import hashlib
import unicodedata

import pytest

from congress_cli.rulebook.coverage import sentences

NOTICE = """\
Hoàn thành đại hội trước ngày 20/6 (Báo Mẫu)
Ngày 1/6, Thành ủy Mẫu họp. Căn cứ Chỉ thị số 99- CT/TW, các cấp ủy chuẩn bị đại hội.
Thứ nhất, lập kế hoạch; thứ hai, duyệt kế hoạch; thứ ba, báo cáo... Sau đó, tổng kết.
Nguyễn Văn Mẫu
Tin cùng chuyên mục. Xem thêm.
"""


def _ids(text: str) -> list[str]:
    return [one.id for one in sentences(text)]


def _texts(text: str) -> list[str]:
    return [one.text for one in sentences(text)]


def test_the_headline_is_the_first_line_without_its_bracket():
    assert sentences(NOTICE)[0] == ("H", "Hoàn thành đại hội trước ngày 20/6")


def test_paragraphs_and_sentences_are_counted_from_one():
    assert _ids(NOTICE) == ["H", "1.1", "1.2", "2.1", "2.2"]


def test_a_stray_space_after_a_hyphen_ends_nothing():
    assert _texts(NOTICE)[2] == "Căn cứ Chỉ thị số 99- CT/TW, các cấp ủy chuẩn bị đại hội."


def test_semicolons_end_nothing_and_three_dots_end_a_sentence():
    assert _texts(NOTICE)[3:] == [
        "Thứ nhất, lập kế hoạch; thứ hai, duyệt kế hoạch; thứ ba, báo cáo...",
        "Sau đó, tổng kết.",
    ]


def test_the_authors_line_ends_the_body():
    assert not [text for text in _texts(NOTICE) if "Nguyễn" in text or "Tin cùng" in text]


def test_a_full_stop_inside_a_word_or_a_day_ends_nothing():
    assert _ids("Tít\nGửi trước 20.6.2020 theo mục 1.2.a của kế hoạch.\n") == ["H", "1.1"]


def test_a_paragraph_that_ends_in_three_dots_belongs_to_the_body():
    assert _ids("Tít\nMột, hai, ba...\nBốn.\n") == ["H", "1.1", "2.1"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("\n", "\n\n  \n"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" họp", "\u00a0họp"),
        lambda text: text.replace(" họp", "\thọp"),
        lambda text: text.rstrip("\n"),
        lambda text: "\n\n" + text,
        lambda text: "\ufeff\n" + text,
    ],
    ids=[
        "CRLF",
        "CR",
        "BOM",
        "NFD",
        "empty lines",
        "double spaces",
        "NBSP",
        "tab",
        "no newline",
        "leading",
        "BOM alone",
    ],
)
def test_how_the_file_was_saved_changes_no_sentence(change):
    assert sentences(change(NOTICE)) == sentences(NOTICE)


def test_the_digest_is_that_of_the_sentence_in_utf_8():
    [headline, *_] = sentences(NOTICE)

    assert headline.sha256 == hashlib.sha256("Hoàn thành đại hội trước ngày 20/6".encode()).hexdigest()


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "   "])
def test_an_empty_text_has_no_sentence(text):
    assert sentences(text) == ()


def test_a_text_of_one_line_is_a_headline_alone():
    assert _ids("Chỉ có tít") == ["H"]


def test_another_bracket_in_the_headline_stays():
    assert _texts("Kết quả (đợt 1) của Thành phố (Báo Mẫu)") == ["Kết quả (đợt 1) của Thành phố"]


def test_numbered_headings_and_items_of_a_list_do_not_end_the_body():
    text = "Tít\nI. YÊU CẦU\n1. Nộp hai bản:\na) báo cáo;\nb) kế hoạch.\nV. Mẫu\nTin khác.\n"

    assert _texts(text) == ["Tít", "I. YÊU CẦU", "1. Nộp hai bản:", "a) báo cáo;", "b) kế hoạch."]


def test_the_number_of_an_article_and_an_abbreviation_end_no_sentence():
    assert _texts("T\nĐiều 4. Họp.\nSec. 3. See No. 5 first. Then act.\n") == [
        *("T", "Điều 4. Họp.", "Sec. 3. See No. 5 first.", "Then act.")
    ]
