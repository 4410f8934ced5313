"""In GitHub Actions: annotations by themselves, a summary of the step, and nothing from data that the runner obeys."""

import os
from pathlib import Path

import pytest

from congress_cli.cli.terminal import write_out
from tests.cli.commands import ALL_DONE, write_project
from tests.cli.conftest import Congress
from tests.formats.read_back import commands, obeyed, tables
from tests.formats.test_hostile_names import HOSTILE, yaml_text

HOSTILE_THERE = {
    **{key: HOSTILE[key] for key in ("command of a runner", "stop commands", "group of a runner")},
    "mask": "::add-mask::Phường",
    "mask within": "Phường ##[add-mask]x",
}


@pytest.fixture(autouse=True)
def summary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file that the runner names for the summary of the step."""
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def test_annotations_are_chosen_by_themselves(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    ran = congress("check")

    assert ran.code == 1
    assert ran.out == congress("check", "--format", "github").out
    assert {one.name for one in commands(ran.out)} == {"warning", "error"}
    for name in ("table", "plain", "json"):
        assert commands(congress("check", "--format", name).out) == []


@pytest.mark.parametrize("elsewhere", [None, "false", "1", ""])
def test_elsewhere_lines_are_chosen_and_no_summary_is_written(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, summary: Path, elsewhere: str | None
) -> None:
    write_project(tmp_path)
    if elsewhere is None:
        monkeypatch.delenv("GITHUB_ACTIONS")
    else:
        monkeypatch.setenv("GITHUB_ACTIONS", elsewhere)

    assert congress("check").out == congress("check", "--format", "plain").out
    assert congress("check", "--format", "github").code == 1
    assert not summary.exists()


def test_the_summary_of_the_step_is_the_report_as_markdown_after_what_is_there(
    congress: Congress, tmp_path: Path, summary: Path
) -> None:
    write_project(tmp_path)
    page = congress("check", "--format", "markdown").out
    summary.write_text("# Trước đó\n", "utf-8")

    congress("check", "--all")
    congress("check", "-q")

    text = summary.read_text("utf-8")
    assert text == f"# Trước đó\n\n{page}\n{page}"
    assert len(tables(text)) == 2 * len(tables(page)) > 0


@pytest.mark.parametrize("words", [("--format", "plain"), ("--format", "github=annotations.txt"), ("-o", "r.json")])
def test_there_is_no_summary_where_annotations_are_not_printed(
    congress: Congress, tmp_path: Path, summary: Path, words: tuple[str, ...]
) -> None:
    write_project(tmp_path, *ALL_DONE)

    assert congress("check", *words).code == 0
    assert not summary.exists()


def test_a_saved_report_is_annotated_too(congress: Congress, tmp_path: Path, summary: Path) -> None:
    write_project(tmp_path)
    congress("check", "--format", "json=r.json")
    direct = congress("check")
    written = summary.read_text("utf-8")

    assert congress("render", "r.json").out == direct.out
    assert summary.read_text("utf-8") == written * 2


@pytest.mark.parametrize("kind", ["folder", "pipe", "nowhere"])
def test_a_summary_that_is_no_plain_file_is_refused_without_waiting(
    congress: Congress, tmp_path: Path, summary: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    write_project(tmp_path, *ALL_DONE)
    if kind == "folder":
        summary.mkdir()
    elif kind == "pipe":
        os.mkfifo(summary)
    else:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none" / "summary.md"))

    ran = congress("check", "--lang", "en")

    assert ran.code == 3
    assert "summary.md" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", HOSTILE_THERE.values(), ids=HOSTILE_THERE)
@pytest.mark.parametrize("form", ["plain", "table"])
def test_nothing_from_data_is_obeyed_in_a_log(congress: Congress, tmp_path: Path, name: str, form: str) -> None:
    write_project(tmp_path, name=yaml_text(name))

    named = (("check", "--format", form, "--unit", name), ("explain", name), ("check", "--unit", f"{name} nowhere"))
    for words in (("check", "--format", form, "--all"), ("explain", "MN-01"), *named):
        ran = congress(*words)
        assert [line for line in (*ran.lines, *ran.err.splitlines()) if obeyed(line)] == []


@pytest.mark.parametrize("name", HOSTILE_THERE.values(), ids=HOSTILE_THERE)
def test_annotations_hold_the_name_as_it_is(congress: Congress, tmp_path: Path, summary: Path, name: str) -> None:
    write_project(tmp_path, name=yaml_text(name))

    told = commands(congress("check").out)

    assert {one.name for one in told} == {"error", "warning"}
    assert [one.properties["title"] for one in told] == [f"quá hạn: {name} (MN-01)"] * 3
    cells = {cell for table in tables(summary.read_text("utf-8")) for line in table.lines for cell in line}
    assert f"{name} (MN-01)" in cells


@pytest.mark.parametrize("line", ["::debug::x", "   ::debug::x", "\t::debug::x", "x ##[debug]y", "##[debug]y"])
def test_lines_are_begun_so_that_the_runner_does_not_take_them_for_commands(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert obeyed(line)

    write_out(f"{line}\n")

    assert not obeyed(capsys.readouterr().out.rstrip("\n"))
