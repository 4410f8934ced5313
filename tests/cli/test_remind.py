"""congress remind: letters to those who have work, on the invented city."""

import re
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Congress
from tests.cli.desks import Copy

SENTENCE = {
    "vi": "Cơ sở tổ chức xong đại hội, về cơ bản trước 15/06/2020: ngày cuối là 14/06/2020 (câu 3.4):",
    "en": "Grassroots units finish their congresses, in the main before 15 June 2020: last day 14 June (clause 3.4):",
}


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def told(path: Path) -> str:
    """All texts of a letter."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["Kính gửi: Quận ủy Mẫu Một", "thứ Tư 24/06/2020", "quá hạn 3 ngày", "Số .....-CV/....."]),
        ("en", ["To: Đảng bộ quận Mẫu Một", "Wednesday 24/06/2020", "3 days overdue", "No. .....-CV/....."]),
    ],
)
def test_a_letter_tells_what_is_overdue_by_which_sentence_and_when_to_answer(
    congress: Congress, city: Copy, tmp_path: Path, language: str, words: list[str]
) -> None:
    ran = congress("remind", "q. mẫu một", "-o", "letter.docx", "--lang", language)

    letter = told(tmp_path / "letter.docx")
    assert ran.code == 0
    assert "24/06/2020" in ran.out
    assert all(word in letter for word in (*words, SENTENCE[language], "Đảng bộ phường Sen Vàng"))
    assert "Mẫu Hai" not in letter
    assert city.same()


def test_all_who_are_responsible_get_a_letter_each_of_their_own_work(
    congress: Congress, city: Copy, tmp_path: Path
) -> None:
    ran = congress("remind", "-o", "sent/letters", "--answer-by", "20/6/2020")

    found = {path.stem: told(path) for path in (tmp_path / "sent" / "letters").iterdir()}
    assert ran.code == 0
    assert {"MAU-01", "MAU-02", "TF-01"} <= found.keys()
    assert ran.out.startswith(f"{len(found)} letters written")
    assert all("Saturday 20/06/2020" in letter for letter in found.values())
    assert "Đoàn công tác số 1" in found["TF-01"]
    assert SENTENCE["en"] not in found["TF-01"]


def test_no_letter_has_the_name_of_a_device_or_of_another_letter_on_windows(
    congress: Congress, city: Copy, tmp_path: Path
) -> None:
    for path in city.folder.glob("*.yaml"):
        text = path.read_text("utf-8")
        for old, new in (("MAU-01", "CON"), ("MAU-02", "a-1"), ("MAU-05", "A-1"), ("TF-01", "com7")):
            text = re.sub(rf"\b{old}\b(?!-)", new, text)
        path.write_text(text, "utf-8")

    ran = congress("remind", "-o", "letters")

    names = {one.stem for one in (tmp_path / "letters").iterdir()}
    assert ran.code == 0
    assert ran.out.startswith(f"{len(names)} letters written")
    assert {"CON_", "com7_"} <= names
    assert names & {"a-1", "A-1"}
    assert names & {"a-1_", "A-1_"}
    assert len({one.casefold() for one in names}) == len(names)


@pytest.mark.parametrize(
    ("day", "part"),
    [("31/5/2020", ""), ("14/6/2020", "Due soon (1)"), ("15/6/2020", "Overdue or not as required (1)")],
)
def test_a_letter_stands_by_the_last_day(congress: Congress, city: Copy, tmp_path: Path, day: str, part: str) -> None:
    ran = congress("remind", "MAU-01-01", "-o", "letter.docx", "--as-of", day)

    assert ran.code == 0
    assert (tmp_path / "letter.docx").exists() is bool(part)
    assert ("nothing to remind" in ran.err) is not bool(part)
    if part:
        assert part in told(tmp_path / "letter.docx")


def test_what_is_not_recorded_is_asked_and_a_waiver_is_no_work(congress: Congress, city: Copy, tmp_path: Path) -> None:
    congress("unit", "set", "--under", "MAU-01", "--records", "partial")
    congress("remind", "MAU-01-01", "-o", "asked.docx")
    assert "Not recorded, please tell" in told(tmp_path / "asked.docx")

    congress("undo")
    paper = ("--until", "30/6/2020", "--document", "1-CV/TU", "--reason", "x")
    congress("waive", "MAU-01-01", "grassroots-congress-in-time", *paper)
    assert "nothing to remind" in congress("remind", "MAU-01-01", "-o", "waived.docx").err


def test_two_letters_of_one_day_are_equal_byte_for_byte(congress: Congress, city: Copy, tmp_path: Path) -> None:
    congress("remind", "MAU-01", "-o", "one.docx")
    congress("remind", "MAU-01", "-o", "two.docx")

    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "all.docx"], "all.docx"),
        (["MAU-01", "MAU-02", "-o", "two.docx"], "two.docx"),
        (["MAU-01"], "-o"),
        (["MAU-77", "-o", "x.docx"], "MAU-77"),
        (["MAU-01", "-o", "x.docx", "--answer-by", "16/6/2020"], "16/06/2020"),
    ],
)
def test_a_slip_writes_no_letter(
    congress: Congress, city: Copy, tmp_path: Path, words: list[str], said: str, language: str
) -> None:
    ran = congress("remind", *words, "--lang", language)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not list(tmp_path.glob("*.docx"))


def test_an_answer_on_the_judged_day_is_asked_for(congress: Congress, city: Copy, tmp_path: Path) -> None:
    assert congress("remind", "MAU-01", "-o", "x.docx", "--answer-by", "17/6/2020").code == 0
    assert "Wednesday 17/06/2020" in told(tmp_path / "x.docx")
