"""Every mistake in a file is told once, at its place, with what to write instead."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from congress_cli.language import LANGUAGES, has, texts
from congress_cli.text import fold
from tests.cli.commands import ALL_DONE, PLAN, RULES, Ran, units_text, write_project
from tests.cli.conftest import Congress
from tests.cli.test_validate import Told, told

WORDS = """\
  complaints: {kind: tally, vi: "đơn thư", en: "complaints"}
  topics: {kind: checklist, vi: "nội dung", en: "topics", items: {rules: {vi: "a", en: "a"}, ways: {vi: "b", en: "b"}}}
  targets: {kind: measures, vi: "chỉ tiêu", en: "targets", indicators: {growth: {vi: "tăng trưởng", en: "growth"}}}
clauses:
"""
WORDED = RULES.replace("clauses:\n", WORDS)
UNITS = units_text(PLAN)
MEND = re.compile(r"^  (?!\d* *\|)(\S.*)$", re.MULTILINE)


def validated(congress: Congress, folder: Path, language: str = "en", **files: str | bytes) -> Ran:
    """What validate says of a project whose units, rules or waivers are these."""
    write_project(folder, *ALL_DONE, rules=WORDED)
    for name, text in files.items():
        (folder / "data" / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return congress("validate", "--lang", language)


def only(congress: Congress, folder: Path, **files: Any) -> tuple[Told, str]:
    """The one mistake in English, and how to mend it in both languages: the same line."""
    ran = validated(congress, folder, **files)
    assert ran.code == 3
    (mistake,) = told(ran.err)
    vietnamese = validated(congress, folder, "vi", **files)
    (other,) = told(vietnamese.err)
    assert (other.place, other.code, other.marked) == (mistake.place, mistake.code, mistake.marked)
    assert fold(other.sentence) != fold(mistake.sentence)
    mends = [MEND.findall(one.err) for one in (ran, vietnamese)]
    assert [len(one) for one in mends] == [1, 1]
    assert not mends[1][0].startswith(("Fix", "Did"))
    return mistake, mends[0][0]


# ---------------------------------------------------------------- facts


@pytest.mark.parametrize(
    ("fact", "code", "marked", "line"),
    [
        ("complaints: 3/5", "fact-form", "3/5", "complaints: {total: 5, done: 3}"),
        ("complaints: 3 trên 5", "fact-form", "3 trên 5", "complaints: {total: 5, done: 3}"),
        ("complaints: [3, 5]", "fact-form", "[", "complaints: {total: 5, done: 3}"),
        ("complaints: {done: 3/5}", "fact-form", "{", "complaints: {total: 5, done: 3}"),
        ("complaints: 5", "fact-form", "5", "complaints: {total: 5, done: …}"),
        ("complaints: {total: 3, done: 5}", "done-over-total", "{", "complaints: {total: 5, done: 3}"),
        ("complaints: {total: 5,0, done: 3}", "number-not-decimal", "5,0", "total: 5"),
        ("complaints: {total: 05, done: 3}", "number-not-whole", "05", "total: 5"),
        ("targets: {growth: 7,5}", "number-not-decimal", "7,5", "growth: 7.5"),
        ('targets: {growth: "7,5"}', "number-not-decimal", '"7,5"', "growth: 7.5"),
        ("targets: {growth: 7.5%}", "number-not-decimal", "7.5%", "growth: 7.5"),
        ("targets:\n        growth: 7,5", "number-not-decimal", "7,5", "growth: 7.5"),
        ("targets: 7,5", "fact-form", "7,5", "targets: {growth: 7.5}"),
        ("topics: rules, ways", "fact-form", "rules, ways", "topics: [rules, ways]"),
        ("plan.issued: [2020-06-15]", "fact-form", "[", "plan.issued: 2020-06-15"),
        ("plan.issued: {day 2020-06-15, note: x}", "key-unknown", "day 2020-06-15", "day: 2020-06-15"),
        ("plan.issued 2020-06-15", "yaml-colon-missing", "plan.issued 2020-06-15", "plan.issued: 2020-06-15"),
        ("plan.issued: {day: 2020-06-15, phone: 0912}", "key-of-person", "phone", "by: Văn phòng Quận ủy"),
    ],
)
def test_a_fact_in_another_shape_is_told_with_the_line_to_write(
    congress: Congress, tmp_path: Path, fact: str, code: str, marked: str, line: str
) -> None:
    mistake, mend = only(congress, tmp_path, units=units_text(fact))

    assert (mistake.code, mistake.marked) == (code, marked)
    assert line in mend


def test_a_telephone_number_of_a_unit_has_no_place_and_an_office_is_to_be_named(
    congress: Congress, tmp_path: Path
) -> None:
    mistake, mend = only(congress, tmp_path, units=UNITS.replace("parent: MN\n", "parent: MN\n    phone: 0912\n"))

    assert (mistake.code, mistake.marked) == ("key-of-person", "phone")
    assert "source: Văn phòng Quận ủy" in mend


# ---------------------------------------------------------------- quotes and colons


@pytest.mark.parametrize(
    ("good", "bad", "code", "place", "line"),
    [
        ("name: Đảng bộ phường Một", 'name: "Đảng bộ phường Một', "yaml-quote", "12:11", ""),
        ("name: Đảng bộ phường Một", "name: 'Đảng bộ phường Một", "yaml-quote", "12:11", ""),
        (
            "name: Đảng bộ phường Một\n    level: grassroots\n    type: phuong",
            'name: "Đảng bộ phường Một\n    level: grassroots\n    type: "phuong"',
            "yaml-quote",
            "12:11",
            "",
        ),
        (PLAN, 'plan.issued: {day: 2020-06-15, note: "x}', "yaml-quote", "17:44", ""),
        ("name: Đảng bộ phường Một", 'name: "Đảng bộ" phường Một', "yaml-after-quote", "12:21", "inside the quotes"),
        ("name: Đảng bộ phường Một", "name: Đảng bộ: phường Một", "yaml-colon", "12:18", "…"),
        ("level: grassroots", "level grassroots", "yaml-colon-missing", "13:5", "level: grassroots"),
        ("level: grassroots", "level:grassroots", "yaml-colon-missing", "13:5", "level: grassroots"),
        ("id: MN-01", "id MN-01", "yaml-colon-missing", "11:5", "id: MN-01"),
        ("records: complete", "records complete", "yaml-colon-missing", "5:1", "records: complete"),
        ("    facts:\n", "    facts\n", "yaml-colon-missing", "16:5", "facts:"),
        ("    level: grassroots", "      level: grassroots", "yaml-indentation", "13:12", "alike"),
    ],
)
def test_quotes_and_colons_are_told_where_they_are_wrong(
    congress: Congress, tmp_path: Path, good: str, bad: str, code: str, place: str, line: str
) -> None:
    assert good in UNITS

    mistake, mend = only(congress, tmp_path, units=UNITS.replace(good, bad))

    assert (mistake.code, mistake.place) == (code, f"data/units.yaml:{place}")
    assert line in mend


# ---------------------------------------------------------------- one cause, one mistake


@pytest.mark.parametrize(
    ("file", "good", "bad", "code"),
    [
        ("rules", "kind: event\n    title", "kind: evnt\n    title", "value-unknown"),
        ("rules", "congress.opened: {kind: event", "congress.opened: {kind: evnt", "value-unknown"),
        ("units", "level: city", "levl: city", "key-unknown"),
        ("units", "records: complete", "record: complete", "key-unknown"),
    ],
)
def test_one_mistake_has_no_second_one_in_its_train(
    congress: Congress, tmp_path: Path, file: str, good: str, bad: str, code: str
) -> None:
    one_rule = re.sub(r'  - \{id: "2\.1[ab]".*\n', "", WORDED[: WORDED.index("  - id: congress-held")])
    text = {"rules": one_rule, "units": UNITS}[file]
    assert good in text

    mistake, _ = only(congress, tmp_path, **{file: text.replace(good, bad, 1)})

    assert mistake.code == code


def test_an_empty_list_is_told_where_nothing_in_it_is_wrong(congress: Congress, tmp_path: Path) -> None:
    mistake, _ = only(congress, tmp_path, rules=WORDED[: WORDED.index("rules:\n  - id")] + "rules: []\n")

    assert mistake.code == "list-empty"


# ---------------------------------------------------------------- files of other programs


def packed(path: Path, part: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("xl/workbook.xml", ("an Excel workbook", "tệp Excel")),
        ("word/document.xml", ("a Word document", "tệp Word")),
        ("a.txt", ("a packed file", "tệp nén")),
    ],
)
@pytest.mark.parametrize("file", ["units", "rules", "waivers"])
def test_a_file_of_an_office_program_is_called_that(
    congress: Congress, tmp_path: Path, part: str, names: tuple[str, str], file: str
) -> None:
    data = packed(tmp_path / "x.zip", part)

    for language, name in zip(("en", "vi"), names, strict=True):
        ran = validated(congress, tmp_path, language, **{file: data})
        (mistake,) = told(ran.err)
        assert (ran.code, mistake.place) == (3, f"data/{file}.yaml:1:1")
        assert name in mistake.sentence
        assert ("congress import" in ran.err) is part.startswith("xl/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_in_the_place_of_the_registry_is_to_be_imported_into_the_usual_one(
    congress: Congress, tmp_path: Path, language: str
) -> None:
    (tmp_path / "so.xlsx").write_bytes(packed(tmp_path / "x.zip", "xl/workbook.xml"))

    ran = congress("check", "--units", "so.xlsx", "--lang", language)

    assert ran.code == 3
    assert "congress import so.xlsx" in ran.err
    assert "--units" not in ran.err


@pytest.mark.parametrize(("data", "name"), [(b"%PDF-1.7\n", "a PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel")])
def test_a_pdf_and_an_old_workbook_are_called_that(congress: Congress, tmp_path: Path, data: bytes, name: str) -> None:
    (mistake,) = told(validated(congress, tmp_path, units=data).err)

    assert name in mistake.sentence


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_in_a_file_has_a_mend(language: str) -> None:
    counted = {"summary", "more", "did-you-mean"}
    odd = {code for code in texts(language, "diagnostics") if code in ODD}

    for code in texts(language, "diagnostics").keys() - counted - odd:
        assert code.endswith("+fix") or has(language, f"diagnostics.{code}+fix"), code


ODD = {
    *("encoding-wide", "text-not-nfc", "events-out-of-order", "superior-not-higher", "fact-after-frozen-day"),
    *("document-written-otherwise", "document-odd", "ids-alike", "names-alike"),
    *("day-without-year", "day-year-short", "day-relative", "day-not-one", "day-other-weekday"),
}
"""What is odd but readable, and days as people type them: the sentence itself says what is expected."""
