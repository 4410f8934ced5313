"""Days as an office writes them, wherever a command takes one: said back with the weekday, asked about where unsure."""

from datetime import date
from pathlib import Path

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import PLAN, write_project
from tests.cli.conftest import Answering, Congress
from tests.cli.desks import Copy

TODAY = date(2020, 6, 15)  # a Monday


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congress_cli.cli.session.today", lambda *_: TODAY)
    monkeypatch.setattr("congress_cli.cli.options.today", lambda *_: TODAY)


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    """The invented city, frozen on 17/06/2020."""
    return Copy(tmp_path)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("typed", "vi", "en"),
    [
        ("14/6/20", "Chủ nhật 14/06/2020", "Sunday 14/06/2020"),
        ("ngày 14/6/2020", "Chủ nhật 14/06/2020", "Sunday 14/06/2020"),
        ("13 / 6 / 2020", "thứ Bảy 13/06/2020", "Saturday 13/06/2020"),
        ("tháng 5/2020", "trong tháng 05/2020", "in 05/2020"),
        ("tháng 5 năm 2020", "trong tháng 05/2020", "in 05/2020"),
        ("15 tháng 5 năm 2020", "thứ Sáu 15/05/2020", "Friday 15/05/2020"),
        (
            "quý I/2020",
            "một ngày trong khoảng từ thứ Tư 01/01/2020 đến thứ Ba 31/03/2020",
            "some day from Wednesday 01/01/2020 to Tuesday 31/03/2020",
        ),
        (
            "từ 12/6/2020 đến 14/6/2020",
            "một ngày trong khoảng từ thứ Sáu 12/06/2020 đến Chủ nhật 14/06/2020",
            "some day from Friday 12/06/2020 to Sunday 14/06/2020",
        ),
        (
            "12-14/6/2020",
            "một ngày trong khoảng từ thứ Sáu 12/06/2020 đến Chủ nhật 14/06/2020",
            "some day from Friday 12/06/2020 to Sunday 14/06/2020",
        ),
        (
            "28/5-30/5/2020",
            "một ngày trong khoảng từ thứ Năm 28/05/2020 đến thứ Bảy 30/05/2020",
            "some day from Thursday 28/05/2020 to Saturday 30/05/2020",
        ),
        ("hôm nay", "thứ Hai 15/06/2020", "Monday 15/06/2020"),
        ("hôm qua", "Chủ nhật 14/06/2020", "Sunday 14/06/2020"),
        ("-7d", "thứ Hai 08/06/2020", "Monday 08/06/2020"),
    ],
)
@pytest.mark.parametrize("split", [False, True], ids=["one word", "several words"])
def test_an_office_form_is_taken_and_said_back_with_the_weekday(
    congress: Congress, city: Copy, split: bool, typed: str, vi: str, en: str
) -> None:
    words = typed.split() if split else [typed]
    for language, told in (("vi", vi), ("en", en)):
        ran = congress("record", "MAU-01-01", "schedule.registered", *words, "--dry-run", "--lang", language)

        assert ran.code == 0, ran
        assert ran.lines[1].endswith(f"(schedule.registered): {told}")


@pytest.mark.parametrize("typed", ["quý III/2020", "28/7-30/7/2020", "tháng 7/2020", "tháng 7 năm 2020"])
def test_what_is_planned_may_be_said_in_the_same_forms(congress: Congress, city: Copy, typed: str) -> None:
    assert congress("record", "MAU-01-01", "congress.planned", typed, "--dry-run").code == 0


# ---------------------------------------------------------------- the year


def test_a_day_without_its_year_is_told_with_the_year_that_is_near(
    congress: Congress, city: Copy, language: str
) -> None:
    ran = congress("record", "MAU-01-01", "congress.closed", "14/6", "--lang", language)

    told = {
        "vi": "Có phải là 14/6/2020 (Chủ nhật 14/06/2020), 14/6/2021 (thứ Hai 14/06/2021) không?",
        "en": "Did you mean 14/6/2020 (Sunday 14/06/2020), 14/6/2021 (Monday 14/06/2021)?",
    }
    assert ran.code == 2
    assert told[language] in ran.err
    assert city.same()


@pytest.mark.parametrize("answer", ["1", "14/6/2020", "14/6/20"])
def test_on_a_terminal_a_day_without_its_year_is_asked_about(
    answering: Answering, city: Copy, language: str, answer: str
) -> None:
    ran = answering(f"{answer}\n", "record", "MAU-01-01", "congress.closed", "14/6", "--lang", language)

    assert ran.code == 0
    assert "\n  1  14/6/2020  " in ran.err
    assert city.lines() == ([], ["      congress.closed: 2020-06-14"])


# ---------------------------------------------------------------- a span of a congress


@pytest.mark.parametrize("fact", ["congress.opened", "congress.closed"])
def test_for_a_span_of_a_congress_the_hint_offers_both_days(
    congress: Congress, city: Copy, monkeypatch: pytest.MonkeyPatch, language: str, fact: str
) -> None:
    monkeypatch.setenv("COLUMNS", "100")

    ran = congress("record", "MAU-01-01", fact, "12-14/6/2020", "--lang", language)

    offered = [line.strip() for line in ran.out.splitlines() if "congress record" in line]
    assert offered == [  # each line is a command as it stands
        "congress record MAU-01-01 congress.opened 12/6/2020",
        "congress record MAU-01-01 congress.closed 14/6/2020",
    ]
    for command in ("congress.opened 12/6/2020", "congress.closed 14/6/2020"):
        assert congress("record", "MAU-01-01", *command.split()).code == 0


@pytest.mark.parametrize(
    "words", [("congress.closed", "14/6/2020"), ("congress.closed", "5/2020"), ("inspection-8791.done", "12-14/6/2020")]
)
def test_for_anything_else_there_is_no_such_hint(congress: Congress, city: Copy, words: tuple[str, str]) -> None:
    assert "congress record" not in congress("record", "MAU-01-01", *words, "--dry-run").out


# ---------------------------------------------------------------- one day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("14/6/20", "14/06/2020"),
        ("hôm qua", "14/06/2020"),
        ("-7d", "08/06/2020"),
        ("15 tháng 6 năm 2020", "15/06/2020"),
    ],
)
def test_as_of_takes_the_forms_that_are_one_day(
    congress: Congress, tmp_path: Path, language: str, typed: str, day: str
) -> None:
    write_project(tmp_path, PLAN, as_of=None)

    for command in (["check"], ["show", "MN-01"], ["explain", "MN-01", "plan-issued"], ["tree"]):
        assert day in congress(*command, "--as-of", typed, "--lang", language).out, command


@pytest.mark.parametrize(
    ("typed", "vi", "en"),
    [
        (
            "tháng 7/2020",
            "«tháng 7/2020» không phải là một ngày (trong tháng 07/2020)",
            '"tháng 7/2020" is not one day',
        ),
        ("12-14/6/2020", "không phải là một ngày", "is not one day"),
        ("14/6", "«14/6» còn thiếu năm", '"14/6" lacks the year'),
        ("thứ Hai 14/6/2020", "đó là Chủ nhật 14/06/2020", "it is Sunday 14/06/2020"),
    ],
)
def test_as_of_takes_one_day_only(congress: Congress, tmp_path: Path, typed: str, vi: str, en: str) -> None:
    write_project(tmp_path)

    for language, told in (("vi", vi), ("en", en)):
        ran = congress("check", "--as-of", typed, "--lang", language)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err


def test_every_option_that_takes_a_day_takes_the_same_forms(congress: Congress, city: Copy) -> None:
    waived = congress(
        *("waive", "MAU-01-01", "complaints-settled", "--from", "hôm qua", "--until", "15 tháng 7 năm 2020"),
        *("--document", "1-CV/QU", "--reason", "x", "--dry-run"),
    )
    closed = congress("unit", "close", "MAU-02-01", "--day", "12-14/6/20", "--document", "1-QĐ/QU", "--dry-run")
    entered = congress("record", "MAU-01-01", "complaints", "3/3", "--day", "-7d", "--recorded", "hôm qua", "--dry-run")

    assert "from Sunday 14/06/2020 to the end of Wednesday 15/07/2020" in waived.out
    assert "some day from Friday 12/06/2020 to Sunday 14/06/2020" in closed.out
    assert "day: 2020-06-08" in entered.out
    assert "recorded: 2020-06-14" in entered.out
    assert congress("journal", "--since", "hôm qua").code == 0
    assert congress("diff", "hôm qua", "hôm nay").code == 0


# ---------------------------------------------------------------- days to come


@pytest.mark.parametrize(
    ("day", "is_future"), [("14/6/2020", False), ("15/6/2020", False), ("16/6/2020", True), ("16/6/2027", True)]
)
def test_a_day_after_today_is_refused_without_the_option(
    congress: Congress, city: Copy, language: str, day: str, is_future: bool
) -> None:
    ran = congress("record", "MAU-01-01", "congress.closed", day, "--dry-run", "--lang", language)

    told = {"vi": "là sau hôm nay, thứ Hai 15/06/2020", "en": "is after today, Monday 15/06/2020"}[language]
    assert ran.code == (2 if is_future else 0)
    assert (told in ran.err) is is_future
    assert ("--future" in ran.err) is is_future
    assert congress("record", "MAU-01-01", "congress.closed", day, "--dry-run", "--future").code == 0


@pytest.mark.parametrize(("day", "is_future"), [("17/6/2020", False), ("18/6/2020", True)])
def test_a_day_after_that_of_a_frozen_registry_is_refused_as_well(
    congress: Congress, city: Copy, language: str, day: str, is_future: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congress_cli.cli.session.today", lambda *_: date(2026, 11, 28))

    ran = congress("record", "MAU-01-01", "congress.closed", day, "--dry-run", "--lang", language)

    told = {
        "vi": "là sau ngày chốt số liệu của sổ, thứ Tư 17/06/2020",
        "en": "is after the day the registry is frozen on, Wednesday 17/06/2020",
    }[language]
    assert (told in ran.err) is is_future
    assert ran.code == (2 if is_future else 0)


@pytest.mark.parametrize(
    "words",
    [
        ("record", "MAU-01-01", "complaints", "3/3", "--day", "16/6/2020"),
        ("record", "MAU-01-01", "complaints", "3/3", "--recorded", "16/6/2020"),
        ("unit", "close", "MAU-02-01", "--day", "16/6/2020", "--document", "1-QĐ/QU"),
        ("unit", "merge", "MAU-02-01", "--into", "MAU-02-02", "--day", "16/6/2020", "--document", "1-QĐ/QU"),
    ],
    ids=" ".join,
)
def test_no_other_day_that_has_to_have_been_is_written_without_the_option(
    congress: Congress, city: Copy, words: tuple[str, ...]
) -> None:
    assert congress(*words).code == 2
    assert city.same()
    assert congress(*words, "--future", "--dry-run").code == 0


def test_a_plan_and_an_end_of_a_waiver_are_free_to_come(congress: Congress, city: Copy) -> None:
    assert congress("record", "MAU-01-01", "congress.planned", "20/7/2020", "--dry-run").code == 0
    assert congress("record", "MAU-01-01", "congress.planned", "--day", "20/7/2020", "--dry-run").code == 0
    assert (
        congress(
            *("waive", "MAU-01-01", "complaints-settled", "--from", "1/7/2020", "--until", "1/8/2020"),
            *("--document", "1-CV/QU", "--reason", "x", "--dry-run"),
        ).code
        == 0
    )


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("1", "      congress.closed: 2019-07-20"),
        ("2", "      congress.planned: {day: 2020-07-20"),
        ("3", "      congress.closed: 2020-07-20"),
        ("14/6/2020", "      congress.closed: 2020-06-14"),
    ],
)
def test_on_a_terminal_it_is_asked_whether_the_year_is_wrong_or_it_is_a_plan(
    answering: Answering, city: Copy, language: str, answer: str, line: str
) -> None:
    ran = answering(f"{answer}\n", "record", "MAU-01-01", "congress.closed", "20/7/2020", "--lang", language)

    assert ran.code == 0, ran
    assert "\n  2  congress.planned 20/7/2020 " in ran.err
    assert city.lines()[1][0].startswith(line)


# ---------------------------------------------------------------- in sheets


def test_a_sheet_takes_the_forms_that_do_not_hang_on_the_day_they_are_read(
    congress: Congress, city: Copy, language: str
) -> None:
    cells = [
        "14/6/20",
        "ngày 14/6/2020",
        "từ 12/6/2020 đến 14/6/2020",
        "12-14/6/2020",
        "15 tháng 5 năm 2020",
        "hôm qua",
        "14/6",
    ]
    rows = [f"MAU-01-0{place};{cell}" for place, cell in enumerate(cells, 1)]
    Path("sheet.csv").write_text("\n".join(["unit;schedule.registered", *rows]), "utf-8")

    ran = congress("import", "sheet.csv", "--lang", language)

    assert [line.split()[0] for line in ran.lines if line.startswith("  B")] == ["B7", "B8"]
    assert {"vi": "Chủ nhật 14/06/2020", "en": "Sunday 14/06/2020"}[language] in ran.out


def test_a_cell_whose_day_is_to_come_is_refused_unless_it_is_a_plan_or_meant(
    congress: Congress, city: Copy, language: str
) -> None:
    Path("sheet.csv").write_text(
        "unit;congress.closed;congress.planned\nMAU-02-01;16/6/2020;16/7/2020\nMAU-02-02;15/6/2020;16/7/2020\n", "utf-8"
    )

    ran = congress("import", "sheet.csv", "--apply", "--lang", language)
    meant = congress("import", "sheet.csv", "--future", "--lang", language)

    assert ran.code == 1
    assert [line.split()[0] for line in ran.lines if line.startswith("  B")] == ["B2"]
    assert "--future" in ran.out
    assert city.same()
    assert "congress import sheet.csv --future --apply" in meant.lines[-1]
