"""congress record on a terminal: fact after fact, with a way back and out at each question."""

from pathlib import Path

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import RULES, write_project
from tests.cli.conftest import Answering, Congress
from tests.cli.desks import JOURNAL

BOOK = RULES.replace("    event: plan.issued\n", "    event: plan.issued\n    document: required\n").replace(
    "    event: review.issued\n", "    event: review.issued\n    after: congress.opened\n"
)
UNITS = Path("data", "units.yaml")


@pytest.fixture(autouse=True)
def project() -> None:
    write_project(Path(), as_of=None, rules=BOOK)


def held() -> str:
    return UNITS.read_text("utf-8").partition("facts:")[2].strip()


def written() -> int:
    journal = Path("data", JOURNAL)
    return len(journal.read_text("utf-8").splitlines()) if journal.exists() else 0


WORDS = {
    "vi": ("Hỏi và ghi lần lượt", "1 việc khác chờ nội dung này", "Số, ký hiệu văn bản", "Kết quả xét thay đổi: 1"),
    "en": (
        "Fact after fact is asked for",
        "1 duty waits for it",
        "Number and sign of the paper",
        "Findings that changed: 1",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_goes_on_until_it_is_left(answering: Answering, language: str) -> None:
    begins, waits, number, moved = WORDS[language]

    ran = answering("p. mot\n2\n15/6/2020\n15 - kh/đu\nbe mac\n16/6/2020\nq\n", "record", "--lang", language)

    assert ran.code == 0
    assert held() == "{plan.issued: {day: 2020-06-15, document: 15-KH/ĐU}, congress.closed: 2020-06-16}"
    assert written() == 2
    assert begins in ran.err
    assert number in ran.err
    assert ran.err.count("[<, q]") == 7
    assert moved in ran.out
    first = next(line for line in ran.err.splitlines() if line.lstrip().startswith("1  "))
    assert "congress.opened" in first
    assert waits in first


def test_what_is_recorded_stands_in_the_next_list(answering: Answering) -> None:
    ran = answering("be mac\n16/6/2020\nq\n", "record", "MN-01", "--lang", "en")

    assert ran.err.count("congress closed: 2020-06-16") == 1
    assert ran.err.count("Which unit") == 0


def test_a_number_that_is_not_known_yet_is_left_open(answering: Answering) -> None:
    answering("MN-01\nplan.issued\n15/6/2020\n\nq\n", "record")

    assert held() == "{plan.issued: 2020-06-15}"


@pytest.mark.parametrize("back", ["<", "quay lại", "BACK"])
def test_each_question_leads_back_to_the_one_before(answering: Answering, back: str) -> None:
    lines = ["MN", back, "MN-01", "plan.issued", back, "plan.issued", "14/6/2020", back, "15/6/2020", "1-KH/ĐU", "q"]

    ran = answering("\n".join([*lines, ""]), "record", "--lang", "en")

    assert ran.code == 0
    assert held() == "{plan.issued: {day: 2020-06-15, document: 1-KH/ĐU}}"
    assert ran.err.count("Which unit") == 2
    assert written() == 1


def test_back_at_the_list_of_facts_is_another_unit(answering: Answering) -> None:
    ran = answering("MN-01\nbe mac\n16/6/2020\n<\nMN\n<\n<\n", "record", "--lang", "en")

    assert ran.code == 0
    assert ran.err.count("Which unit") == 3
    assert written() == 1


@pytest.mark.parametrize("out", ["q\n", "thoát\n", "QUIT\n", ""])
@pytest.mark.parametrize("before", ["", "MN-01\n", "MN-01\nbe mac\n", "MN-01\nplan.issued\n15/6/2020\n"])
def test_each_question_has_a_way_out_and_nothing_half_said_is_written(
    answering: Answering, before: str, out: str
) -> None:
    ran = answering(before + out, "record")

    assert ran.code == 0
    assert held() == "{}"
    assert written() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_answer_is_told_and_asked_again(answering: Answering, language: str) -> None:
    ran = answering("chin\nMN-01\nbe mac\n31/6/2020\n16/6/2020\nq\n", "record", "--lang", language)

    assert "31/6/2020" in ran.err
    assert held() == "{congress.closed: 2020-06-16}"


def test_a_fact_that_no_rule_asks_is_declined_and_another_one_chosen(answering: Answering) -> None:
    ran = answering("MN\ncongress.closed\nn\ncongress.closed\ny\n16/6/2020\nq\n", "record", "--lang", "en")

    assert ran.code == 0
    assert "congress.closed: 2020-06-16" in UNITS.read_text("utf-8")
    assert ran.err.count("Write it all the same") == 2


def test_a_session_that_writes_nothing_shows_everything(answering: Answering) -> None:
    ran = answering("MN-01\nbe mac\n16/6/2020\nq\n", "record", "--dry-run", "--lang", "en")

    assert "A trial: nothing was written." in ran.out
    assert held() == "{}"


def test_what_is_said_of_all_stands_beside_each_fact(answering: Answering) -> None:
    answering("MN-01\nbe mac\n16/6/2020\nq\n", "record", "--source", "điện thoại", "--by", "Văn phòng")

    assert held() == '{congress.closed: {day: 2020-06-16, source: "điện thoại", by: "Văn phòng"}}'


def test_a_session_is_taken_back_fact_by_fact(answering: Answering, congress: Congress) -> None:
    answering("MN-01\nbe mac\n16/6/2020\nplan.issued\n15/6/2020\n\nq\n", "record")

    assert congress("undo").code == 0
    assert held() == "{congress.closed: 2020-06-16}"
    assert congress("undo").code == 0
    assert held() == "{}"


def test_another_writer_need_not_wait_for_the_answers(answering: Answering, congress: Congress) -> None:
    """The registry is read again before each fact, so that what others wrote meanwhile stays."""
    answering("MN-01\nbe mac\n16/6/2020\nq\n", "record")
    assert congress("record", "MN-01", "review.issued", "17/6/2020").code == 0
    answering("MN-01\nplan.issued\n15/6/2020\n\nq\n", "record")

    assert held() == "{congress.closed: 2020-06-16, review.issued: 2020-06-17, plan.issued: 2020-06-15}"
