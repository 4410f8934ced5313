"""congress validate: the data alone; every mistake and every oddity at its place."""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import ALL_DONE, ROOT, RULES, WAIVERS, Ran, units_text, write_project
from tests.cli.conftest import Congress

PLAIN = units_text(*ALL_DONE)
WARD = PLAIN[PLAIN.index("  - id: MN-01") :]


class Told(NamedTuple):
    """One mistake as it is told: place, code, sentence, and what the caret stands under."""

    place: str
    code: str
    sentence: str
    marked: str


HEAD = re.compile(r"(\S+:\d+:\d+): ([a-z-]+): (.+)")


def told(text: str) -> list[Told]:
    """The mistakes of an answer."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines):
        match = HEAD.fullmatch(line)
        if match is not None:
            found.append(Told(match[1], match[2], match[3], _marked(lines[number + 1 : number + 3])))
    return found


def _marked(lines: list[str]) -> str:
    """What the caret stands under, each letter with its accents in one column."""
    if len(lines) < 2 or "^" not in lines[1]:
        return ""
    columns: list[str] = []
    for char in lines[0]:
        if unicodedata.combining(char):
            columns[-1] += char
        else:
            columns.append(char)
    return "".join(columns[lines[1].index("^") : lines[1].rindex("^") + 1])


def validated(congress: Congress, folder: Path, units: str | bytes, language: str = "en") -> Ran:
    write_project(folder)
    data = units.encode() if isinstance(units, str) else units
    (folder / "data" / "units.yaml").write_bytes(data)
    return congress("validate", "--lang", language)


# ---------------------------------------------------------------- nothing to say


@pytest.mark.parametrize("words", [(), ("--units", "examples/thanh-pho-mau")], ids=["shipped", "invented-city"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_is_valid_and_nothing_in_it_is_odd(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, language: str, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(ROOT)

    ran = congress("validate", "--lang", language, *words)

    assert (ran.code, ran.err) == (0, "")
    assert len(ran.lines) == 1
    assert ("61" if words else "621") in ran.out


def test_quiet_says_nothing_of_what_is_in_order(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)

    assert congress("validate", "--quiet") == (0, "", "")


# ---------------------------------------------------------------- odd but readable

ODD: dict[str, tuple[str | bytes, str, str]] = {
    "events-out-of-order": (
        units_text("congress.opened: 2020-06-10", "congress.closed: 2020-06-09"),
        "18:7",
        "congress.closed",
    ),
    "superior-not-higher": (
        PLAIN.replace("level: city\n    type: thanh-pho", "level: grassroots\n    type: phuong"),
        "11:5",
        "i",
    ),
    "fact-after-frozen-day": (units_text("plan.issued: 2020-07-01"), "17:7", "plan.issued"),
    "document-written-otherwise": (
        units_text('plan.issued: {day: 2020-06-01, document: "12 – KH/tư"}'),
        "17:48",
        '"12 – KH/tư"',
    ),
    "document-odd": (units_text("plan.issued: {day: 2020-06-01, document: KH12}"), "17:48", "KH12"),
    "names-alike": (PLAIN + WARD.replace("MN-01", "MN-02").replace("phường Một", "phuong  Mot"), "20:5", "i"),
    "encoding-wide": (PLAIN.encode("utf-16"), "1:1", ""),
    "character-invisible": (PLAIN.replace("phường Một", "phường\u200bMột"), "12:11", "Đảng bộ phường<U+200B>Một"),
    "text-not-nfc": (
        PLAIN.replace("Đảng bộ phường Một", unicodedata.normalize("NFD", "Đảng bộ phường Một")),
        "12:11",
        unicodedata.normalize("NFD", "Đảng bộ phường Một"),
    ),
    "boolean-word": (units_text("plan.issued: {day: 2020-06-01, note: no}"), "17:44", "no"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ODD)
def test_an_oddity_is_told_at_its_place_and_check_still_judges(
    congress: Congress, tmp_path: Path, code: str, language: str
) -> None:
    units, place, marked = ODD[code]

    ran = validated(congress, tmp_path, units, language)

    assert (ran.code, ran.err) == (1, "")
    (only,) = told(ran.out)
    assert only[:2] == (f"data/units.yaml:{place}", code)
    assert only.marked == marked
    assert congress("check").code in (0, 1)


@pytest.mark.parametrize("code", ODD)
def test_an_oddity_is_told_in_the_language_asked_for(congress: Congress, tmp_path: Path, code: str) -> None:
    vietnamese, english = (told(validated(congress, tmp_path, ODD[code][0], language).out) for language in LANGUAGES)

    assert vietnamese[0].sentence != english[0].sentence
    assert {one.sentence.count("{") for one in (*vietnamese, *english)} == {0}


def test_all_oddities_of_all_units_are_told_in_one_run(congress: Congress, tmp_path: Path) -> None:
    facts = ("plan.issued: {day: 2020-07-01, document: KH12}", "review.issued: 2020-07-02")

    ran = validated(congress, tmp_path, units_text(*facts))

    assert [(one.place, one.code) for one in told(ran.out)] == [
        ("data/units.yaml:17:7", "fact-after-frozen-day"),
        ("data/units.yaml:17:48", "document-odd"),
        ("data/units.yaml:18:7", "fact-after-frozen-day"),
    ]
    assert "3 places to look at again" in ran.out


@pytest.mark.parametrize(
    "number",
    ["12-KH/QU", "155-KH/TU", "01-CTr/QU", "12-TTr/HU", "31-CV/BTCTU", "01/2020/QĐ-UB", "54-KH/ĐUK", "8791-QĐ/TU"],
)
def test_an_usual_document_number_is_not_odd(congress: Congress, tmp_path: Path, number: str) -> None:
    ran = validated(congress, tmp_path, units_text(f'plan.issued: {{day: 2020-06-01, document: "{number}"}}'))

    assert ran.code == 0


@pytest.mark.parametrize(
    ("written", "usual"),
    [("12 - KH/QU", "12-KH/QU"), ("155-kh/tư", "155-KH/TU"), ("01-CTR/QU", None), ("1–ttr/HU", "1-TTr/HU")],
)
def test_the_usual_form_of_a_document_number_is_shown(
    congress: Congress, tmp_path: Path, written: str, usual: str | None
) -> None:
    ran = validated(congress, tmp_path, units_text(f'plan.issued: {{day: 2020-06-01, document: "{written}"}}'))

    assert ran.code == (0 if usual is None else 1)
    assert usual is None or f"usually written {usual}\n" in ran.out


@pytest.mark.parametrize(
    "facts",
    [
        ("congress.opened: 2020-06-10", "congress.closed: 2020-06-10"),
        ("congress.opened: 2020-06-10/2020-06-12", "congress.closed: 2020-06-11"),
        ("congress.closed: 2020-06-11",),
        ("plan.issued: 2020-06-30",),
        ("plan.issued: 2020-06-29/2020-07-05",),
    ],
)
def test_what_may_well_be_is_not_odd(congress: Congress, tmp_path: Path, facts: tuple[str, ...]) -> None:
    assert validated(congress, tmp_path, units_text(*facts)).code == 0


# ---------------------------------------------------------------- mistakes

WRONG: dict[str, tuple[str, str, str]] = {
    "day-impossible": ("plan.issued: 2020-06-31", "17:20", "2020-06-31"),
    "day-impossible in quotes": ('plan.issued: "2020-06-31"', "17:20", '"2020-06-31"'),
    "day-impossible behind accents": (
        'plan.issued: {by: "Văn phòng Quận ủy", day: 2020-06-31}',
        "17:51",
        "2020-06-31",
    ),
    "day-impossible far to the right": (
        f'plan.issued: {{by: "{"Văn phòng " * 40}", day: 2020-06-31}}',
        "17:434",
        "2020-06-31",
    ),
    "day-impossible behind loose accents": (
        unicodedata.normalize("NFD", 'plan.issued: {by: "ủy", day: 2020-06-31}'),
        "17:37",
        "2020-06-31",
    ),
    "day-ambiguous": ("plan.issued: {day: 05/06/2020}", "17:26", "05/06/2020"),
    "day-other-order": ("plan.issued: 15/8/2020", "17:20", "15/8/2020"),
    "day-loose": ("plan.issued: 2020-6-1", "17:20", "2020-6-1"),
    "day-month-impossible": ("plan.issued: 2020-13", "17:20", "2020-13"),
    "day-year-outside": ("plan.issued: 1929-12-31", "17:20", "1929-12-31"),
    "day-with-time": ("plan.issued: 2020-06-01T10:00", "17:20", "2020-06-01T10:00"),
    "day-interval-order": ("plan.issued: 2020-06-03/2020-06-01", "17:20", "2020-06-03/2020-06-01"),
    "day-interval-empty": ("plan.issued: ../..", "17:20", "../.."),
    "day-format": ("plan.issued: hôm qua", "17:20", "hôm qua"),
    "fact-unknown": ("congres.closed: 2020-06-10", "17:7", "congres.closed"),
    "fact-unknown in quotes": ('"Đại hội": 2020-06-10', "17:7", '"Đại hội"'),
    "mapping-expected": ("plan.issued: [a, b]", "17:20", "["),
    "value-missing": ("plan.issued:", "17:19", ""),
    "value-missing within": ("plan.issued: {day: }", "17:26", "}"),
    "key-unknown": ("plan.issued: {day: 2020-06-01, dokument: a}", "17:38", "dokument"),
    "key-twice": ("plan.issued: 2020-06-01\n      plan.issued: 2020-06-02", "18:7", "plan.issued"),
    "yaml-anchor": ("plan.issued: &a 2020-06-01", "17:20", "&"),
    "yaml-tag": ("plan.issued: !a 2020-06-01", "17:20", "!"),
    "yaml-tab": ("\tplan.issued: 2020-06-01", "17:7", " "),
    "yaml-colon": ("plan.issued: a: b", "17:21", ":"),
    "yaml-character": ("plan.issued: @a", "17:20", "@"),
    "character-forbidden": ("plan.issued: {note: a\u202eb}", "17:28", "<U+202E>"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_told_with_the_caret_under_it(
    congress: Congress, tmp_path: Path, case: str, language: str
) -> None:
    fact, place, marked = WRONG[case]

    ran = validated(congress, tmp_path, units_text(fact), language)

    assert (ran.code, ran.out) == (3, "")
    (only,) = told(ran.err)
    assert only[:2] == (f"data/units.yaml:{place}", case.partition(" ")[0])
    assert only.marked == marked
    assert "«»" not in only.sentence
    assert '""' not in only.sentence


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_told_in_the_language_asked_for(congress: Congress, tmp_path: Path, case: str) -> None:
    vietnamese, english = (
        told(validated(congress, tmp_path, units_text(WRONG[case][0]), language).err) for language in LANGUAGES
    )

    assert vietnamese[0].sentence != english[0].sentence


NAMED_WRONGLY: dict[str, tuple[str, str, str, str]] = {
    "level-unknown": ("level: grassroots", "level: grasroots", "13:12", "grasroots"),
    "type-unknown": ("type: phuong", "type: phường", "14:11", "phường"),
    "type-of-other-level": ("level: grassroots", "level: city", "13:12", "city"),
    "unit-unknown": ("parent: MN", "parent: MM", "15:13", "MM"),
    "task-force-unknown": ("parent: MN", "parent: MN\n    task_force: TF-1", "16:17", "TF-1"),
    "tag-unknown": ("parent: MN", "parent: MN\n    tags: [pilot, pilott]", "16:19", "pilott"),
    "text-pattern": ("id: MN-01", "id: MN_01", "11:9", "MN_01"),
    "parent-circle": ("type: thanh-pho", "type: thanh-pho\n    parent: MN-01", "7:9", "MN"),
    "value-unknown": ("records: complete", "records: full", "5:10", "full"),
    "key-missing": ("records: complete\n", "", "1:1", "#"),
}


@pytest.mark.parametrize("code", NAMED_WRONGLY)
def test_a_wrong_name_is_told_with_the_caret_under_it(congress: Congress, tmp_path: Path, code: str) -> None:
    right, wrong, place, marked = NAMED_WRONGLY[code]

    ran = validated(congress, tmp_path, PLAIN.replace(right, wrong, 1))

    assert ran.code == 3
    (only,) = told(ran.err)
    assert only[:2] == (f"data/units.yaml:{place}", code)
    assert only.marked == marked


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_move_no_place(congress: Congress, tmp_path: Path, ending: str) -> None:
    text = units_text("plan.issued: 2020-06-31").replace("\n", ending)

    ran = validated(congress, tmp_path, b"\xef\xbb\xbf" + text.encode())

    (only,) = told(ran.err)
    assert (only.place, only.marked) == ("data/units.yaml:17:20", "2020-06-31")


def test_mistakes_of_all_files_are_told_by_place_in_one_run(congress: Congress, tmp_path: Path) -> None:
    write_project(
        tmp_path,
        "plan.issued: 2020-06-31",
        "congress.closed: 2020-6-1",
        waivers=WAIVERS.replace("2020-07-31", "2020-06-31"),
        rules=RULES.replace("event: review.issued", "event: review.isued"),
    )

    ran = congress("validate", "--lang", "en")

    assert ran.code == 3
    assert [(one.place.partition(":")[0], one.code) for one in told(ran.err)] == [
        ("data/rules.yaml", "fact-unknown"),
        ("data/units.yaml", "day-impossible"),
        ("data/units.yaml", "day-loose"),
        ("data/waivers.yaml", "day-impossible"),
    ]
    assert ran.err.endswith("4 mistakes in 3 files; nothing was judged. Fix this first.\n")


def test_where_the_words_of_a_rulebook_have_mistakes_the_facts_are_left_unread(
    congress: Congress, tmp_path: Path
) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-31", rules=RULES.replace("{kind: event, vi", "{kind: evnt, vi", 1))

    ran = congress("validate", "--lang", "en")

    assert [one.place.partition(":")[0] for one in told(ran.err)] == ["data/rules.yaml"]


def test_mistakes_of_registry_and_waivers_are_told_together_and_in_order(congress: Congress, tmp_path: Path) -> None:
    write_project(
        tmp_path,
        "plan.issued: 2020-06-31",
        "congress.closed: 2020-6-1",
        waivers=WAIVERS.replace("2020-07-31", "2020-06-31"),
    )

    ran = congress("validate", "--lang", "en")

    assert [(one.place, one.code) for one in told(ran.err)] == [
        ("data/units.yaml:17:20", "day-impossible"),
        ("data/units.yaml:18:24", "day-loose"),
        ("data/waivers.yaml:3:66", "day-impossible"),
    ]


def test_files_that_were_taken_for_each_other_are_told_once_each(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE, waivers=WAIVERS)
    mixed = ("--units", "data/rules.yaml", "--rules", "data/waivers.yaml", "--waivers", "data/units.yaml")

    ran = congress("check", "--lang", "en", *mixed)

    assert (ran.code, ran.out) == (3, "")
    assert [one[:3] for one in told(ran.err)] == [
        ("data/rules.yaml:2:9", "file-of-other-kind", "the file is a rulebook (congress-rules/1), not a registry"),
        (
            "data/units.yaml:2:9",
            "file-of-other-kind",
            "the file is a registry (congress-units/1), not a file of waivers",
        ),
        (
            "data/waivers.yaml:1:9",
            "file-of-other-kind",
            "the file is a file of waivers (congress-waivers/1), not a rulebook",
        ),
    ]


def test_check_and_validate_tell_the_same_mistakes(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-31")

    assert congress("check") == congress("validate")


def test_a_suggestion_comes_with_its_meaning_in_the_language_asked_for(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, "congres.closed: 2020-06-10")

    assert "Có phải là congress.closed (bế mạc đại hội)" in congress("validate", "--lang", "vi").err
    assert "Did you mean congress.closed (congress closed)" in congress("validate", "--lang", "en").err


def test_a_very_long_list_of_mistakes_is_cut_and_says_so(congress: Congress, tmp_path: Path) -> None:
    ran = validated(congress, tmp_path, units_text(*(f"wrong-{number}: 2020-06-10" for number in range(250))))

    assert ran.code == 3
    assert len(told(ran.err)) == 200
    assert "… and 50 more." in ran.err
    assert "250 mistakes in 1 file;" in ran.err
