"""congress doctor: what is found around the program, who decided it, and what would be in a clerk's way."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from congress_cli.cli import session
from tests.cli.commands import ROOT, in_own_process, write_project


@pytest.fixture
def signs(congress):
    """The signs of a run by label, and its exit code."""

    def found(*words: object) -> tuple[dict[str, dict[str, Any]], int]:
        ran = congress("doctor", *words, "--format", "json", "--lang", "en")
        tree = json.loads(ran.out)
        assert tree["schema"] == "congress-doctor/1"
        assert tree["disturbed"] is (ran.code == 1)
        return {one["label"]: one for one in tree["signs"]}, ran.code

    return found


def test_where_all_is_well_it_says_so(congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    ran = congress("doctor")

    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[-1] == "Không có gì cản trở."
    assert "đọc được: 2 đơn vị, 0 nội dung đã ghi, 3 tiêu chí" in ran.out
    assert "  ! " not in ran.out


def test_the_files_and_who_decided_on_them_are_told(signs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(tmp_path, waivers="format: congress-waivers/1\nwaivers: []\n")
    found, _ = signs()
    assert found["units"]["text"] == "data/units.yaml; default"
    assert found["waivers"]["text"].endswith("waivers.yaml")
    assert found["root"]["text"] == str(tmp_path)
    assert found["settings"]["code"] == "none"

    (tmp_path / "congress.toml").write_text('rules = "data/rules.yaml"\nlang = "en"\n')
    monkeypatch.setenv("CONGRESS_UNITS", str(ROOT / "data" / "units.yaml"))
    found, _ = signs()
    assert found["units"]["text"].endswith("the variable CONGRESS_UNITS")
    assert found["rules"]["text"].endswith("the settings file")
    assert found["settings"]["text"] == str(tmp_path / "congress.toml")


def test_the_rulebook_of_the_program_is_named_as_such(signs, tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "data" / "rules.yaml").unlink()

    assert signs()[0]["rules"]["text"] == "congress:rules.yaml; the one that comes with the program"


@pytest.mark.parametrize(
    ("environment", "label", "text"),
    [
        ({"NO_COLOR": "1"}, "color", "off, by the variable NO_COLOR"),
        ({"FORCE_COLOR": "1"}, "color", "on, by the variable FORCE_COLOR"),
        ({}, "color", "off, by the output, which is no terminal"),
        ({"COLUMNS": "101"}, "width", "101 columns, by the variable COLUMNS"),
        ({}, "width", "80 columns, by the output, which is no terminal"),
    ],
)
def test_who_decided_on_colour_and_width_is_told(
    signs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], label: str, text: str
) -> None:
    write_project(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert signs()[0][label]["text"] == text


def test_options_decide_before_all_else(signs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    found, _ = signs("--color", "always", "--width", 90)

    assert found["color"]["text"] == "on, by the option --color"
    assert found["width"]["text"] == "90 columns, by the option --width"
    assert found["language"]["text"] == "English, by the option --lang"


@pytest.mark.parametrize(
    ("language", "settings", "told"),
    [
        ("en", "", "English, by the variable CONGRESS_LANG"),
        ("", 'lang = "en"\n', "English, by the settings file"),
        ("", "", "tiếng Việt, theo bộ tiêu chí"),
    ],
)
def test_who_decided_on_the_language_is_told(
    congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, settings: str, told: str
) -> None:
    write_project(tmp_path)
    (tmp_path / "congress.toml").write_text(settings)
    if language:
        monkeypatch.setenv("CONGRESS_LANG", language)

    assert told in congress("doctor").out


# ---------------------------------------------------------------- what disturbs


def test_no_registry_disturbs_and_says_how_to_begin(congress) -> None:
    ran = congress("doctor")

    assert ran.code == 1
    assert "! sổ theo dõi" in ran.out
    assert "congress init" in ran.out
    assert ran.lines[-1] == "1 chỗ cần xem lại, đánh dấu !"


def test_mistakes_in_the_files_disturb_and_are_counted(signs, tmp_path: Path) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-31", "congress.closed: x")
    found, code = signs()

    assert code == 1
    assert found["data"]["text"] == "not readable, 2 mistakes in the files"
    assert found["data"]["disturbs"]


@pytest.mark.parametrize(("today", "early"), [("2020-06-10", True), ("2020-06-11", False), ("2020-06-12", False)])
def test_a_clock_before_the_day_of_the_directive_disturbs(
    signs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: str, early: bool
) -> None:
    write_project(tmp_path)
    monkeypatch.setattr(session, "today", lambda *_: date.fromisoformat(today))
    found, code = signs()

    assert found["today"]["disturbs"] is early
    assert code == int(early)


@pytest.mark.parametrize(("width", "narrow"), [(59, True), (60, False), (61, False)])
def test_a_narrow_window_disturbs(signs, tmp_path: Path, width: int, narrow: bool) -> None:
    write_project(tmp_path)

    assert signs("--width", width)[0]["width"]["disturbs"] is narrow


def test_an_encoding_without_vietnamese_disturbs(tmp_path: Path) -> None:
    write_project(tmp_path)
    ran = in_own_process("doctor", folder=tmp_path, PYTHONIOENCODING="latin-1")

    assert ran.returncode == 1
    assert b"! bang ma" in ran.stdout
    assert b"PYTHONUTF8=1" in ran.stdout


def test_a_yaml_library_without_its_fast_half_disturbs(signs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    write_project(tmp_path)
    assert not signs()[0]["libyaml"]["disturbs"]

    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    found, code = signs()
    assert (found["libyaml"]["disturbs"], code) == (True, 1)


def test_every_library_that_the_program_needs_is_told_with_its_version(signs, tmp_path: Path) -> None:
    from importlib import metadata

    write_project(tmp_path)
    found, _ = signs()

    for name in ("pydantic", "pyyaml", "rich", "typer", "python-dateutil"):
        assert found[name]["text"] == metadata.version(name)
    assert "pytest" not in found
