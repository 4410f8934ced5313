"""table: pictures of the whole report, read by a person before they are committed, and what must hold of each."""

import re
from pathlib import Path

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import ROOT
from tests.formats.conftest import Congress
from tests.formats.reports import STATUSES, SUBJECTS, report_of
from tests.formats.test_plain import WORDS

GOLDEN = ROOT / "tests" / "golden"
PICTURES = [
    (subject, language, width) for subject in ("shipped", "city") for language in LANGUAGES for width in (80, 120)
]


def table(congress: Congress, subject: str, *words: object) -> str:
    ran = congress("check", *SUBJECTS[subject], "--format", "table", *words)
    assert ran.code in (0, 1)
    return ran.out


@pytest.mark.parametrize(("subject", "language", "width"), PICTURES)
def test_the_table_is_the_one_that_was_read(
    congress: Congress,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    subject: str,
    language: str,
    width: int,
) -> None:
    golden = GOLDEN / f"{subject}-{language}-{width}.txt"
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("CONGRESS_LANG", language)
    words = ("--units", "examples/thanh-pho-mau") if subject == "city" else ()

    drawn = congress("check", "--format", "table", *words).out

    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(drawn, "utf-8", newline="\n")
    assert drawn == golden.read_text("utf-8"), "read the new table, then: pytest --update-golden"


def test_no_picture_is_left_over() -> None:
    assert sorted(path.name for path in GOLDEN.glob("*-[0-9]*.txt")) == sorted(
        f"{subject}-{language}-{width}.txt" for subject, language, width in PICTURES
    )


def test_the_invented_city_has_every_status_but_error() -> None:
    assert {status for status, count in report_of("city")["totals"].items() if count} == {*STATUSES} - {"error"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_the_invented_city_says_every_status_in_words(congress: Congress, language: str) -> None:
    told = " ".join(table(congress, "city", "--lang", language).split())

    for status, count in report_of("city")["totals"].items():
        assert (f"{count} {WORDS[language][status]}" in told) is bool(count), status


def test_the_invented_city_fails_unless_never_asked_to(congress: Congress) -> None:
    assert congress("check", *SUBJECTS["city"]).code == 1
    assert congress("check", *SUBJECTS["city"], "--fail-on", "never").code == 0
    assert congress("check", *SUBJECTS["shipped"]).code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_unfolds_every_problem_and_every_thing_due_soon(congress: Congress, language: str) -> None:
    told = table(congress, "city", "--all", "--lang", language, "--width", 200)
    report = report_of("city")
    rolled_up = {rule["id"] for rule in report["rules"] if rule["kind"] == "census"}

    for finding in report["findings"]:
        if finding["status"] in ("overdue", "failed", "late", "due_soon", "waived"):
            assert finding["rule"] in rolled_up or f"({finding['unit']})" in told
    assert not re.search("còn .* xem bằng|more, shown by", told)


def test_folded_lists_name_the_command_that_unfolds_them_and_it_works(congress: Congress) -> None:
    folded = table(congress, "city", "--lang", "en", "--width", 400)
    command = re.search(r"more, shown by: congress (check .*--all)$", folded, re.MULTILINE)

    assert command is not None
    unfolded = congress(*command[1].split(), "--format", "table", "--width", 400).lines
    commands = [line for line in folded.splitlines() if "congress check" in line]
    assert {line for line in folded.splitlines() if line not in commands} <= set(unfolded)
    assert any("MAU-" in line for line in set(unfolded) - set(folded.splitlines()))


@pytest.mark.parametrize(
    ("grouping", "headings"),
    [
        ("rule", ["3.4", "9.3"]),
        ("parent", ["Quận ủy Mẫu Một", "Thành ủy Mẫu"]),
        ("owner", ["cơ sở", "cấp trên cơ sở"]),
        ("task-force", ["Đoàn công tác số 1", "Đoàn công tác số 2", "Đoàn công tác số 3"]),
    ],
)
def test_things_to_do_are_grouped_as_asked(congress: Congress, grouping: str, headings: list[str]) -> None:
    told = table(congress, "city", "--group-by", grouping, "--all", "--width", 200)

    todo = told[told.index("VIỆC CẦN LÀM NGAY") :]
    for heading in headings:
        assert re.search(rf"^ {re.escape(heading)}", todo, re.MULTILINE), heading


def test_a_selection_is_named_at_the_top(congress: Congress) -> None:
    told = table(congress, "city", "--under", "MAU-01", "--status", "overdue", "--lang", "en", "--width", 120)

    head = told.split("\n\n")[0]
    assert "Only what was selected: --under MAU-01" in head
    assert "Showing only: overdue" in head


def test_before_the_directive_was_issued_the_table_says_so(congress: Congress) -> None:
    told = table(congress, "city", "--as-of", "2020-06-10", "--lang", "en")

    assert "The directive was not yet issued on this day" in told
    assert "not applicable" in told


def test_quiet_leaves_what_to_do_and_the_totals(congress: Congress) -> None:
    told = table(congress, "city", "--quiet", "--lang", "en")

    assert "TO DO NOW" in told
    assert "TOTALS" in told
    assert "ROLLED UP" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percentage_always_stands_beside_its_denominator(congress: Congress, language: str) -> None:
    told = " ".join(table(congress, "city", "--lang", language).split())
    totals = report_of("city")["totals"]
    applicable = sum(totals.values()) - totals["not_applicable"]
    for found in re.finditer(r"\d+[.,]\d%", told):
        assert re.search(rf"{totals['met']}(/| of ){applicable}", told[: found.start()])
    assert re.search(r"\d+[.,]\d%", told)


def test_goldens_hold_nothing_of_this_machine() -> None:
    for path in GOLDEN.glob("*.txt"):
        text = path.read_text("utf-8")
        assert str(ROOT) not in text
        assert str(Path.home()) not in text.replace(str(ROOT), "")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "ngày dự kiến tổ chức đại hội (congress.planned): ngày 15/06/2020"),
        ("en", "planned opening (congress.planned): on 15/06/2020"),
    ],
)
def test_recorded_days_are_shown_as_people_write_them(congress: Congress, language: str, told: str) -> None:
    drawn = table(congress, "city", "--unit", "MAU-04", "--verbose", "--width", 200, "--lang", language)

    assert f"{told}  " in drawn
    assert not re.search(r"\d{4}-\d{2}-\d{2}", drawn)
