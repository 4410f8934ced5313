"""Where reports go: several formats at once, each into its place."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import ALL_DONE, PLAN, write_project
from tests.cli.conftest import Congress


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)


def test_several_formats_are_written_in_one_run(congress: Congress, tmp_path: Path) -> None:
    ran = congress("check", "--format", "json=r.json", "--format", "plain=r.txt", "--format", "jsonl")

    assert ran.code == 0
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["schema"] == "congress-report/1"
    assert (tmp_path / "r.txt").read_text("utf-8") == congress("check", "--format", "plain").out
    assert ran.out == congress("check", "--format", "jsonl").out


def test_formats_that_all_go_to_files_leave_standard_output_empty(congress: Congress) -> None:
    assert congress("check", "--format", "json=r.json").out == ""


def test_a_dash_is_standard_output(congress: Congress) -> None:
    assert congress("check", "--format", "json=-").out == congress("check", "--format", "json").out


def test_the_output_option_takes_the_one_format_without_a_file(congress: Congress, tmp_path: Path) -> None:
    congress("check", "--format", "json", "--format", "plain=r.txt", "-o", "whole")

    assert json.loads((tmp_path / "whole").read_text("utf-8"))["schema"] == "congress-report/1"
    assert (tmp_path / "r.txt").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "json", "--format", "plain"),
        ("--format", "json=r", "--format", "plain=r"),
        ("--format", "json=r", "--format", "plain=./r"),
        ("--format", "json", "--format", "plain", "-o", "r"),
    ],
    ids=" ".join,
)
def test_two_formats_in_one_place_are_refused_and_nothing_is_written(
    congress: Congress, tmp_path: Path, words: tuple[str, ...]
) -> None:
    ran = congress("check", *words)

    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    ("name", "instead"), [("r.pdf", ".docx, .xlsx, .html"), ("r.DOC", ".docx"), ("r.xls", ".xlsx")]
)
def test_a_file_that_is_not_written_is_refused_with_what_would_do(
    congress: Congress, tmp_path: Path, name: str, instead: str
) -> None:
    ran = congress("check", "-o", name)

    assert ran.code == 2
    assert f"Ghi {instead}, ví dụ: -o r.{instead[1:].partition(',')[0]}" in ran.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("words", [("--format", "pdf"), ("--format", "pdf=r.pdf"), ("--format", "json=")], ids=" ".join)
def test_an_unknown_format_or_an_empty_name_is_refused(congress: Congress, words: tuple[str, ...]) -> None:
    assert congress("check", *words).code == 2


def test_a_report_is_not_written_over_what_was_read(congress: Congress, tmp_path: Path) -> None:
    before = (tmp_path / "data" / "units.yaml").read_bytes()

    ran = congress("check", "--format", "json=r.json", "--format", "plain=data/units.yaml")

    assert ran.code == 3
    assert (tmp_path / "data" / "units.yaml").read_bytes() == before
    assert not (tmp_path / "r.json").exists()


def test_a_saved_report_is_not_written_over(congress: Congress, tmp_path: Path) -> None:
    congress("check", "--format", "json=r.json")
    before = (tmp_path / "r.json").read_bytes()

    assert congress("render", "r.json", "--format", "plain=r.json").code == 3
    assert (tmp_path / "r.json").read_bytes() == before


def test_a_saved_report_needs_none_of_the_files_it_was_made_from(congress: Congress, tmp_path: Path) -> None:
    direct = congress("check", "--format", "plain")
    congress("check", "--format", "json=r.json")
    (tmp_path / "data" / "units.yaml").unlink()

    assert congress("render", "r.json", "--format", "plain", "--lang", "vi").out == direct.out


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"schema": "congress-report/1"}'])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_no_report_is_told_without_a_traceback(
    congress: Congress, tmp_path: Path, content: bytes, language: str
) -> None:
    (tmp_path / "r.json").write_bytes(content)

    ran = congress("render", "r.json", "--lang", language)

    assert (ran.code, ran.out) == (3, "")
    assert re.match(r"congress: r\.json(:\d+:\d+)?: ", ran.err)
    assert congress("render", "none.json").code == 3


def test_a_report_says_which_words_make_it_again(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, PLAN)
    words = ("--as-of", "20/6/2020", "--unit", "MN-01", "--rule", "plan-issued", "--status", "met")

    first = congress("check", *words, "--format", "json", "--lang", "en", "--color", "always", "--width", 90)
    command = json.loads(first.out)["command"]

    assert command[:2] == ["congress", "check"]
    assert congress(*command[1:], "--format", "json").out == first.out


@pytest.mark.parametrize("options", [("--units", "data/units.yaml"), ("--units", "data"), ("--no-waivers",), ()])
def test_the_words_name_the_files_that_are_not_found_without(congress: Congress, options: tuple[str, ...]) -> None:
    first = congress("check", *options, "--format", "json")

    assert congress(*json.loads(first.out)["command"][1:], "--format", "json").out == first.out
