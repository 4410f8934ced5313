"""table: pictures of the whole report, read by a person before they are committed, and what must hold of each."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich._wrap import divide_line
from rich.cells import cell_len

from congress_cli.language import LANGUAGES
from congress_cli.rendering.console import Page, width_of, wrapped
from congress_cli.rendering.options import RenderOptions
from tests.cli.commands import ROOT
from tests.conftest import Golden
from tests.formats.conftest import Congress
from tests.formats.reports import STATUSES, SUBJECTS, json_text, rendered, rendered_from, report_of
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
    golden: Golden,
    subject: str,
    language: str,
    width: int,
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("CONGRESS_LANG", language)
    words = ("--units", "examples/thanh-pho-mau") if subject == "city" else ()

    golden.same(f"{subject}-{language}-{width}.txt", congress("check", "--format", "table", *words).out)


def test_no_picture_is_left_over() -> None:
    assert sorted(path.name for path in GOLDEN.glob("*-[0-9]*.txt")) == sorted(
        f"{subject}-{language}-{width}.txt" for subject, language, width in PICTURES
    )


def test_the_invented_city_has_every_status_but_error() -> None:
    assert {status for status, count in report_of("city")["totals"].items() if count} == {*STATUSES} - {"error"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_the_invented_city_says_every_status_in_words(congress: Congress, language: str) -> None:
    text = " ".join(table(congress, "city", "--lang", language).split())

    for status, count in report_of("city")["totals"].items():
        assert (f"{count} {WORDS[language][status]}" in text) is bool(count), status


def test_the_invented_city_fails_unless_never_asked_to(congress: Congress) -> None:
    assert congress("check", *SUBJECTS["city"]).code == 1
    assert congress("check", *SUBJECTS["city"], "--fail-on", "never").code == 0
    assert congress("check", *SUBJECTS["shipped"]).code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_shows_every_finding_of_a_unit(congress: Congress, language: str) -> None:
    text = table(congress, "city", "--all", "--lang", language, "--width", 200)
    report = report_of("city")
    rolled_up = {rule["id"] for rule in report["rules"] if rule["kind"] in ("share", "census")}

    for finding in report["findings"]:
        if finding["status"] != "not_applicable" and finding["rule"] not in rolled_up:
            assert f"({finding['unit']})" in text
    assert not re.search("còn .* xem bằng|more, shown by", text)


@cache
def drawn(subject: str, language: str, rows: int | None, width: int = 80) -> list[str]:
    """The lines of the table in a window of so many rows."""
    text = rendered_from(json_text(subject).encode(), "table", language, width=width, rows=rows)
    return text.decode().splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["shipped", "city"])
@pytest.mark.parametrize("rows", [23, 24, 30, 49, 60])
def test_the_table_fits_the_window_and_keeps_head_and_verdict(subject: str, language: str, rows: int) -> None:
    whole, fitted = drawn(subject, language, None), drawn(subject, language, rows)
    head = whole.index("", whole.index("") + 1)

    assert len(fitted) <= rows
    assert fitted[:head] == whole[:head]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_keeps_its_heading_when_it_folds(language: str) -> None:
    headings = [line.split("  ")[0] for line in drawn("city", language, None) if line.split("  ")[0].isupper()]
    fitted = drawn("city", language, 23)

    assert len(headings) > 7
    for heading in headings:
        assert any(heading in line for line in fitted), heading


def test_blocks_fold_from_the_totals_up_to_the_tasks() -> None:
    def whole(rows: int) -> list[str]:
        lines = drawn("city", "en", rows)
        return [name for name in ("TO DO NOW", "TO ASK", "DONE LATE", "TOTALS") if _follows(lines, name)]

    seen = [whole(rows) for rows in range(20, 200, 5)]

    assert seen[0] in ([], ["TO DO NOW"])
    assert seen[-1] == ["TO DO NOW", "TO ASK", "DONE LATE", "TOTALS"]
    for fewer, more in pairwise(seen):
        assert set(fewer) <= set(more)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_window_answers_what_to_do_who_is_late_and_whom_to_ask(language: str) -> None:
    city, shipped = "\n".join(drawn("city", language, 20)), "\n".join(drawn("shipped", language, 23))

    assert city.count("✗") >= 2
    assert "→" not in city
    assert all(name in city for name in ("Cầu Ví Dụ", "Bút Chì", "Sao Giấy", "Tẩy Chì"))
    assert all(name in shipped for name in ("Hà Đông", "Công an thành phố Hà Nội", "Hoàng Mai", "Chương Mỹ 32"))


def _follows(lines: list[str], heading: str) -> bool:
    """Whether entries stand below a heading."""
    places = [number for number, line in enumerate(lines) if line.startswith(heading)]
    return any(place + 1 < len(lines) and lines[place + 1].startswith(" ") for place in places)


@pytest.mark.parametrize(
    ("subject", "verdict"),
    [
        ("shipped", "Nothing is overdue · 3 done late · 588 to ask about"),
        ("city", "11 tasks to do now (7 overdue, 4 failed) · 7 due soon · 3 done late · 2 to ask about"),
    ],
)
def test_the_verdict_counts_tasks_and_no_roll_ups(subject: str, verdict: str) -> None:
    assert drawn(subject, "en", 23, 120)[3] == verdict


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["shipped", "city"])
def test_screen_lines_page_for_a_chat_and_mail_say_the_same_verdict(
    congress: Congress, subject: str, language: str
) -> None:
    verdict = drawn(subject, language, None, 200)[3]
    subject_line = congress("digest", *SUBJECTS[subject], "--lang", language).lines[1]

    assert f"# {verdict}\n" in rendered(subject, "plain", language).decode()
    assert f"**{verdict}**\n" in rendered(subject, "markdown", language).decode()
    assert subject_line.startswith(verdict.replace(" · ", ", "))


def test_what_is_cut_is_counted_and_the_command_beside_it_shows_it(
    congress: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    fitted = "\n".join(drawn("city", "en", 23, 200))
    found = re.search(r"(\d+) more, shown by: congress (check .*--all)$", fitted, re.MULTILINE)

    assert found is not None
    listed = len(re.findall(r"^  [✗!]", fitted, re.MULTILINE))
    assert listed + int(found[1]) == 11
    assert congress(*found[2].split(), "--format", "table", "--width", 200).out.count("✗") >= 11


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
    text = table(congress, "city", "--group-by", grouping, "--all", "--width", 200)

    todo = text[text.index("VIỆC CẦN LÀM NGAY") :]
    for heading in headings:
        assert re.search(rf"^ {re.escape(heading)}", todo, re.MULTILINE), heading


def test_a_selection_is_named_at_the_top(congress: Congress) -> None:
    text = table(congress, "city", "--under", "MAU-01", "--status", "overdue", "--lang", "en", "--width", 120)

    head = text.split("\n\n")[0]
    assert "Only what was selected: --under MAU-01" in head
    assert "Showing only: overdue" in head


def test_before_the_directive_was_issued_the_table_says_so(congress: Congress) -> None:
    text = table(congress, "city", "--as-of", "2020-06-10", "--lang", "en")

    assert "The directive was not yet issued on this day" in text
    assert "not applicable" in text


def test_quiet_leaves_the_day_what_to_do_and_what_to_ask(congress: Congress) -> None:
    text = table(congress, "city", "--quiet", "--lang", "en")

    assert text.startswith("As of the end of")
    assert [heading in text for heading in ("TO DO NOW", "DUE SOON", "TO ASK", "DONE LATE", "TOTALS")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_quiet_says_nothing_where_nothing_is_to_be_done_or_asked(congress: Congress) -> None:
    assert table(congress, "city", "--unit", "MAU-03", "--quiet") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percentage_always_stands_beside_its_denominator(congress: Congress, language: str) -> None:
    text = " ".join(table(congress, "city", "--lang", language).split())

    for found in re.finditer(r"\d+[.,]\d%", text):
        assert re.search(r"\d+(/| of )\d+[^/]{0,40}$", text[: found.start()]), found
    assert re.search(r"\d+[.,]\d%", text)


def test_goldens_hold_nothing_of_this_machine() -> None:
    for path in GOLDEN.glob("*.txt"):
        text = path.read_text("utf-8")
        assert str(ROOT) not in text
        assert str(Path.home()) not in text.replace(str(ROOT), "")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("vi", "ngày dự kiến tổ chức đại hội (congress.planned): ngày 15/06/2020"),
        ("en", "planned opening (congress.planned): on 15/06/2020"),
    ],
)
def test_recorded_days_are_shown_as_people_write_them(congress: Congress, language: str, line: str) -> None:
    drawn = table(congress, "city", "--unit", "MAU-04", "--verbose", "--width", 200, "--lang", language)

    assert f"{line}  " in drawn
    assert not re.search(r"\d{4}-\d{2}-\d{2}", drawn)


@given(st.text("aệ·→✗ –…漢\u00a0\u200d", max_size=120), st.integers(20, 60))
def test_a_line_without_colours_is_wrapped_as_rich_wraps_it(text: str, room: int) -> None:
    places = [0, *divide_line(text, room), len(text)]
    assert list(wrapped(text, room)) == [text[first:last].rstrip() for first, last in pairwise(places)]


@given(st.text(max_size=20) | st.text("aệ·→✗ –…", max_size=20))
def test_a_text_is_as_wide_as_rich_says(text: str) -> None:
    assert width_of(text) == cell_len(text)


PIECES = [
    "việc phải làm",
    "漢字漢字",
    "congress check --under MAU-01 --all",
    "…",
    "một từ dài không dứt".replace(" ", ""),
    "a\u00a0b",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from([" ", " · ", "; "]), st.integers(20, 90))
def test_a_page_without_colours_draws_what_rich_draws(pieces: list[str], between: str, width: int) -> None:
    text = between.join(pieces)
    drawn = {}
    for color in (False, True):
        page = Page(RenderOptions("vi", width=width, color=color))
        page.line(text, indent=1, hanging=3)
        page.line(page.styled("✗ ", "bold").append(text, "dim"), "dim", indent=2)
        page.cut(page.styled("→ ").append(text, "dim"), indent=1)
        page.title_line("CÒN", text)
        drawn[color] = re.sub("\x1b\\[[0-9;]*m", "", page.taken())

    assert [line.rstrip() for line in drawn[True].split("\n")] == drawn[False].split("\n")
