"""congress init: a folder to begin with."""

import json
from datetime import date
from pathlib import Path

import pytest

from congress_cli.app.scaffold import OF_FILES
from congress_cli.cli import session
from tests.cli.commands import ROOT
from tests.cli.conftest import Answering, Congress

WRITTEN = [
    ".gitattributes",
    "data/rules.yaml",
    "data/units.yaml",
    *(f"schemas/{name}.schema.json" for name in OF_FILES),
]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_init_writes_is_what_is_shipped_and_judges_the_same(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = congress("init", "new/project")
    folder = tmp_path / "new" / "project"

    assert ran.code == 0
    assert files(folder) == WRITTEN
    assert sorted(ran.lines[:-1]) == [f"new/project/{path}" for path in WRITTEN]
    assert "cd new/project" in ran.lines[-1]
    monkeypatch.chdir(folder)
    begun = congress("check", "--format", "json")
    monkeypatch.chdir(ROOT)
    shipped = congress("check", "--format", "json")
    assert begun == shipped
    assert shipped.code == 0


def test_empty_keeps_the_units_but_no_facts_and_no_frozen_day(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "today", lambda *_: date(2020, 7, 1))
    assert congress("init", "--empty", "new").code == 0

    monkeypatch.chdir(tmp_path / "new")
    begun = json.loads(congress("check", "--format", "json").out)
    assert congress("validate").code == 0
    monkeypatch.chdir(ROOT)
    shipped = json.loads(congress("check", "--format", "json").out)

    assert (begun["as_of"], begun["as_of_from"]) == ("2020-07-01", "today")
    whole = [{**unit, "at": None} for unit in shipped["units"]]
    assert [{**unit, "at": None} for unit in begun["units"]] == whole
    assert not any(finding["evidence"] for finding in begun["findings"])
    assert (tmp_path / "new" / "data" / "rules.yaml").read_bytes() == (ROOT / "data" / "rules.yaml").read_bytes()
    assert "facts" not in (tmp_path / "new" / "data" / "units.yaml").read_text("utf-8")


def test_the_schemas_named_in_the_files_lie_where_they_are_looked_for(congress: Congress, tmp_path: Path) -> None:
    congress("init", ".", "--empty")

    for name in ("rules", "units"):
        text = (tmp_path / "data" / f"{name}.yaml").read_text("utf-8")
        named = next(line for line in text.splitlines() if "$schema=" in line).partition("$schema=")[2]
        assert (tmp_path / "data" / named).resolve().is_file()


@pytest.mark.parametrize("there", WRITTEN[1:])
def test_nothing_is_overwritten_and_then_nothing_is_written(congress: Congress, tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir()
    (tmp_path / there).write_text("mine", "utf-8")

    ran = congress("init", ".", "--lang", "en")

    assert (ran.code, ran.out) == (3, "")
    assert f"{there}: is there already and is not overwritten" in ran.err
    assert files(tmp_path) == [there]
    assert (tmp_path / there).read_text("utf-8") == "mine"


def test_a_second_init_changes_nothing(congress: Congress, tmp_path: Path) -> None:
    congress("init", "new")
    units = tmp_path / "new" / "data" / "units.yaml"
    units.write_text("mine", "utf-8")

    assert congress("init", "new", "--empty").code == 3
    assert units.read_text("utf-8") == "mine"


@pytest.mark.parametrize("blocked", ["data", "schemas", ""])
def test_where_a_folder_cannot_be_made_nothing_is_written(congress: Congress, tmp_path: Path, blocked: str) -> None:
    (tmp_path / "new").mkdir()
    place = tmp_path / "new" / blocked if blocked else tmp_path / "file"
    place.write_text("mine", "utf-8")

    ran = congress("init", "new" if blocked else "file")

    assert (ran.code, ran.out) == (3, "")
    assert files(tmp_path) == [place.relative_to(tmp_path).as_posix()]


@pytest.mark.parametrize("folder", ["", " "])
def test_a_folder_without_a_name_is_a_mistake_of_usage(congress: Congress, tmp_path: Path, folder: str) -> None:
    ran = congress("init", folder, "--lang", "en")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("congress: DIR is missing\n")
    assert files(tmp_path) == []


def test_git_is_told_how_to_merge_journals_and_what_it_was_told_before_stays(
    congress: Congress, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / ".gitattributes").write_bytes(b"*.docx binary")

    assert congress("init", "new").code == 0

    told = (tmp_path / "new" / ".gitattributes").read_bytes()
    assert told == b"*.docx binary\ncongress-journal.jsonl merge=union\n"


@pytest.mark.parametrize(
    "command", ["check", "next", "pace", "progress", "tree", "digest", "export -o x.csv", "remind -o x"]
)
def test_nothing_is_said_of_a_registry_without_units(congress: Congress, tmp_path: Path, command: str) -> None:
    congress("init", ".", "--no-units", "--records", "complete")

    ran = congress(*command.split(), "--lang", "en")

    assert (ran.code, ran.out) == (3, "")
    assert "the registry has no units yet" in ran.err
    assert not (tmp_path / "x").exists()


def test_a_registry_may_begin_without_any_unit(congress: Congress, tmp_path: Path) -> None:
    begun = congress("init", ".", "--no-units", "--records", "complete", "--lang", "en")
    assert begun.out.endswith("then congress unit add or congress import SHEET.xlsx --new-units\n")
    without = congress("check", "--lang", "en")
    assert (without.code, without.err.splitlines()[0]) == (
        3,
        "congress: the registry has no units yet, so nothing can be said",
    )

    text = (tmp_path / "data" / "units.yaml").read_text("utf-8")
    assert text.endswith("records: complete\nunits: []\n")
    assert congress("validate").code == 0
    assert congress("unit", "add", "X", "Đảng bộ thành phố Thử", "--type", "thanh-pho").code == 0
    assert congress("unit", "add", "X-1", "Đảng bộ quận Thử", "--type", "quan", "--parent", "X").code == 0
    units = json.loads(congress("check", "--format", "json").out)["units"]
    assert [(one["id"], one["records"]) for one in units] == [("X", "complete"), ("X-1", "complete")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_empty_beginning_asks_on_a_terminal_what_the_registry_claims(
    answering: Answering, tmp_path: Path, language: str
) -> None:
    ran = answering("maybe\ncomplete\n", "init", ".", "--empty", "--lang", language)

    assert ran.code == 0
    assert ran.err.count("complete: ") == 2
    assert "\nrecords: complete\n" in (tmp_path / "data" / "units.yaml").read_text("utf-8")


def test_what_is_said_is_not_asked(congress: Congress, answering: Answering, tmp_path: Path) -> None:
    assert answering("", "init", "one", "--empty", "--records", "partial").code == 0
    assert answering("", "init", "two").code == 0
    assert "\nrecords: partial\n" in (tmp_path / "one" / "data" / "units.yaml").read_text("utf-8")
    assert congress("init", "three", "--no-units", "--under", "HN-001").code == 2
    assert congress("init", "three", "--records", "maybe").code == 2
    assert not (tmp_path / "three").exists()
