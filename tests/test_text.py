"""Text: nothing that a terminal obeys comes through, accents hide no match, names stand in Vietnamese order."""

import unicodedata
from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.text import Words, fold, forbidden, invisible, sanitize, suggestions, vietnamese_order
from tests.patience import cases

BIDI_MARKS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
any_text = st.text(st.characters(exclude_categories=()))


@cases()
@given(any_text)
def test_whatever_is_shown_is_one_line_of_harmless_characters(text):
    line = sanitize(text)

    assert len(line.splitlines()) <= 1
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in line)
    assert not any(unicodedata.bidirectional(char) in BIDI_MARKS for char in line)
    line.encode()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Đảng bộ quận Ba Đình", "Đảng bộ quận Ba Đình"),
        ("[red]a[/red] <b> =1+1 ::error::", "[red]a[/red] <b> =1+1 ::error::"),
        ("a\x1b[31mb", "a<U+001B>[31mb"),
        ("a\x9bb", "a<U+009B>b"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\u200bb", "a<U+200B>b"),
        ("a\u2028b", "a<U+2028>b"),
        ("a\r\nb", "a<U+000D> b"),
        ("a\tb\u00a0c", "a b c"),
        ("a\ud800b", "a<U+D800>b"),
        ("a\ufffeb\uffff", "a<U+FFFE>b<U+FFFF>"),
    ],
    ids=ascii,
)
def test_what_cannot_be_seen_is_spelled_out_and_all_else_stays_as_it_is(text, line):
    assert sanitize(text) == line


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9b",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u2028",
        "\u2029",
        "\ufffe",
        "\uffff",
    ],
    ids=ascii,
)
def test_no_data_may_hold_a_control_character_a_bidi_mark_or_a_line_separator(char):
    found = forbidden(f"Đảng {char} bộ")

    assert found is not None
    assert found[0] == char


@pytest.mark.parametrize("text", ["Đảng bộ\tquận\nBa Đình", "\u200b\u00a0\u00ad", "[red] 😀 <!-- -->"], ids=ascii)
def test_what_may_stand_in_data_is_not_forbidden(text):
    assert forbidden(text) is None


@pytest.mark.parametrize("char", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u00a0"], ids=ascii)
def test_a_character_that_takes_no_visible_place_is_found(char):
    assert invisible("Đảng bộ quận") is None
    found = invisible(f"Đảng{char}bộ")
    assert found is not None
    assert found[0] == char


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng bộ quận Hoàng Mai", "dang bo quan hoang mai"),
        ("Hòa  Lạc\t", "hoa lac"),
        ("Hoà Lạc", "hoa lac"),
        (unicodedata.normalize("NFD", "Đống Đa"), "dong da"),
        ("MAU-01", "mau-01"),
    ],
)
def test_folding_takes_case_accents_and_spare_spaces_away(text, folded):
    assert fold(text) == folded


@cases()
@given(any_text)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("wrong", "known", "found"),
    [
        ("Khiếu-Nại", ["topics", "khieu-nai"], ["khieu-nai"]),
        (
            "congres.opened",
            ["congress.closed", "congress.opened", "complaints"],
            ["congress.opened", "congress.closed"],
        ),
        ("quan", ["quận", "quận-uy"], ["quận"]),
        ("zzz", ["congress.opened"], []),
        ("", ["a"], []),
        ("a", [], []),
    ],
    ids=["accents aside", "nearest first", "an exact hit alone", "nothing near", "nothing asked", "nothing known"],
)
def test_suggestions_are_the_nearest_known_words(wrong, known, found):
    assert suggestions(wrong, known) == found


@cases()
@given(st.text("abđ-1", max_size=9), st.lists(st.text("abd-1", max_size=9), max_size=20))
def test_suggestions_are_those_of_difflib(wrong, known):
    by_fold = {fold(word): word for word in reversed(known)}
    target = fold(wrong)
    nearest = [target] if target in by_fold else get_close_matches(target, by_fold, 3, Words.CUTOFF)

    assert suggestions(wrong, known) == [by_fold[word] for word in nearest]


def test_suggestions_stop_where_their_effort_ends():
    words = Words([f"HN-{number:05}" for number in range(5_000)])

    found, effort = words.near("HN-0001x", effort=6_000)
    nothing, no_effort = words.near("HN-0002x", effort=0)

    assert found
    assert 5_000 < effort < 6_100
    assert (nothing, no_effort) == ([], 0)


def test_names_stand_in_the_order_of_the_vietnamese_alphabet():
    alphabet = ["a", "ă", "â", "b", "d", "đ", "e", "ê", "g", "i", "o", "ô", "ơ", "t", "u", "ư", "v", "y"]
    by_code_point = sorted(alphabet)

    assert by_code_point != alphabet
    assert sorted(by_code_point, key=vietnamese_order) == alphabet


def test_tones_count_only_where_all_letters_are_equal():
    names = ["ma", "mà", "mả", "mã", "má", "mạ", "mab", "Máb", "mă", "mâ", "mo"]

    by_code_point = sorted(names)

    assert by_code_point != names
    assert sorted(by_code_point, key=vietnamese_order) == names


def test_the_order_goes_word_by_word():
    names = ["Ba Đình", "Ba Vì", "Bắc Từ Liêm", "Hà Đông", "Hai Bà Trưng", "Hoài Đức", "Hoàn Kiếm", "Đan Phượng"]
    ordered = ["Ba Đình", "Ba Vì", "Bắc Từ Liêm", "Đan Phượng", "Hà Đông", "Hai Bà Trưng", "Hoài Đức", "Hoàn Kiếm"]

    assert sorted(names, key=vietnamese_order) == ordered


@cases()
@given(st.text(alphabet="aàảãáạăắâấbdđeêế oôơờ AÀĐ"))
def test_composed_and_decomposed_names_stand_in_the_same_place(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert vietnamese_order(composed)[:-1] == vietnamese_order(decomposed)[:-1]


@cases()
@given(st.text(), st.text())
def test_no_two_different_texts_have_the_same_place(one, other):
    assert (vietnamese_order(one) == vietnamese_order(other)) is (one == other)
