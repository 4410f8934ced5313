"""Progress: the figures of `congress progress`; and the course over time, in which uncertain days lie in the band."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from congress_cli.language import LANGUAGES, texts
from tests.cli.commands import write_project
from tests.formats.conftest import Congress
from tests.formats.html.pages import page_of
from tests.formats.html.reading import PageReader
from tests.formats.reports import SUBJECTS


def course(congress: Congress, tmp_path: Path, day: str, as_of: str = "2020-06-30") -> list[str]:
    """The texts of the figure of the congress that is to be held by 20 June."""
    write_project(tmp_path, f"congress.closed: {day}", as_of=as_of)
    read = PageReader(congress("check", "--format", "html", "--rule", "congress-held").out)
    words = texts("vi", "webpage")
    return read.texts[read.texts.index(words["progress-note"]) : read.texts.index(words["grid-note"]) - 1]


def counts(lines: list[str]) -> list[str]:
    """The rows of the table: end of a day, surely, at most, of how many."""
    begin = lines.index("trên tổng số") + 1
    return [" ".join(lines[at : at + 4]) for at in range(begin, len(lines), 4)]


def figure(text: str) -> str | float:
    """A figure of the page as a number; what is done stays beside what it is out of."""
    return text if "/" in text or text == "–" else float(text.replace(",", ".").rstrip("%"))


COLUMNS = {
    "event": ("done", "total", "percent", "in_time", "late", "unknown", "this_week", "week_before"),
    "tally": ("done", "total", "percent", "units", "recorded"),
    "measures": ("sum", "mean", "least", "most", "units", "recorded"),
}


def figures(row: dict[str, Any], kind: str) -> list[str | float]:
    """The figures of a row of the command, as they stand on the page."""
    values = {name: "–" if row[name] is None else row[name] for name in COLUMNS[kind]}
    if "percent" in values:
        values["done"] = f"{values['done']}/{values.pop('total')}"
    return [value if isinstance(value, str) else float(value) for value in values.values()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["city", "shipped"])
def test_the_page_has_the_figures_of_the_command(congress: Congress, subject: str, language: str) -> None:
    found = json.loads(congress("progress", *SUBJECTS[subject], "--format", "json").out)["progress"]

    tables = re.findall(r"<figure>.*?<tbody>(.*?)</tbody>.*?</figure>", page_of(subject, language), re.DOTALL)

    rows = [
        [[figure(text) for text in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in table.split("</tr>")[:-1]]
        for table in tables
    ]
    wanted = [[figures(row, one["kind"]) for row in (*one["rows"], *one["totals"])] for one in found]
    assert sorted(map(str, rows)) == sorted(map(str, wanted))


def test_events_come_first_and_their_total_stands_above_the_bar() -> None:
    parts = re.findall(r"<figure>.*?</figure>", page_of("city", "vi"), re.DOTALL)

    lines = [PageReader(part).texts for part in parts[:2]]
    assert [one[0] for one in lines] == [
        "3.4. Tổ chức xong đại hội cơ sở",
        "5.1b. Phấn đấu xong đại hội cấp trên cơ sở ◇",
    ]
    assert lines[0][1:4] == [
        "ngày cuối Chủ nhật 14/06/2020",
        "43/48 (89,6%)",
        "kịp hạn 39 · muộn 3 · chưa rõ 1 · tuần này 10 · tuần trước 8",
    ]


def test_the_chart_counts_what_was_held_as_the_figures_do() -> None:
    lines = PageReader(page_of("shipped", "vi")).texts

    assert "33/41 (80,5%)" in lines
    assert "Tính đến hết thứ Năm 20/08/2020: 33/41 nơi chắc chắn đã xong (80,5%)" in lines


@pytest.mark.parametrize(
    ("day", "rows"),
    [
        ("2020-06-20", ["19/06/2020 0 0 1", "20/06/2020 1 1 1", "30/06/2020 1 1 1"]),
        ("2020-06-21", ["19/06/2020 0 0 1", "21/06/2020 1 1 1", "30/06/2020 1 1 1"]),
        (
            "2020-06-18/2020-06-21",
            ["17/06/2020 0 0 1", "18/06/2020 0 1 1", "21/06/2020 1 1 1", "30/06/2020 1 1 1"],
        ),
        ("../2020-06-18", ["17/06/2020 0 1 1", "18/06/2020 1 1 1", "30/06/2020 1 1 1"]),
        ("2020-06-29/2020-07-02", ["19/06/2020 0 0 1", "29/06/2020 0 1 1", "30/06/2020 0 1 1"]),
    ],
)
def test_each_day_on_which_a_count_changes_has_its_row(
    congress: Congress, tmp_path: Path, day: str, rows: list[str]
) -> None:
    assert counts(course(congress, tmp_path, day)) == rows


@pytest.mark.parametrize(("day", "count"), [("2020-06-19", "1/1"), ("2020-06-20", "1/1"), ("2020-06-21", "0/1")])
def test_what_was_done_by_the_last_day_is_told_to_the_day(
    congress: Congress, tmp_path: Path, day: str, count: str
) -> None:
    assert f"Đến hết ngày cuối thứ Bảy 20/06/2020: {count} nơi chắc chắn đã xong" in "\n".join(
        course(congress, tmp_path, day)
    )


def test_before_the_last_day_only_the_judged_day_is_told(congress: Congress, tmp_path: Path) -> None:
    text = "\n".join(course(congress, tmp_path, "2020-06-15", as_of="2020-06-20"))

    assert "Đến hết ngày cuối" not in text
    assert "Tính đến hết thứ Bảy 20/06/2020: 1/1 nơi chắc chắn đã xong (100,0%)" in text


def test_a_unit_without_a_day_is_counted_as_such(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, records="partial")

    read = PageReader(congress("check", "--format", "html", "--rule", "congress-held").out)

    assert texts("vi", "webpage")["progress"] not in read.texts  # nothing is known, so nothing is drawn
    assert "5/48 nơi chưa ghi ngày." in PageReader(page_of("city", "vi")).texts


def test_the_picture_never_leaves_its_frame() -> None:
    from congress_cli.formats.html.progress import BOTTOM, LEFT, RIGHT, TOP, Point, chart

    for first, as_of, last_day in (
        (date(2020, 1, 1), date(2020, 6, 20), date(2020, 6, 14)),
        (date(2020, 6, 19), date(2020, 6, 20), date(2020, 8, 14)),
        (date(1930, 1, 1), date(2100, 12, 31), date(2020, 8, 14)),
        (date(2020, 6, 20), date(2020, 6, 20), date(2020, 6, 20)),
    ):
        drawn = chart([Point(first, 0, 0), Point(as_of, 3, 7)], as_of, last_day, 7)

        for tick in (drawn.as_of, drawn.last_day, *drawn.months):
            assert LEFT <= tick.x <= RIGHT
            assert LEFT <= tick.label_x <= RIGHT
        assert len(drawn.months) <= 6
        assert f"{TOP}" in drawn.band
        assert f"{BOTTOM}" in drawn.area
