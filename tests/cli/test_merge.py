"""congress merge through the command: a folder sharded by province, each part judged alone."""

import json
import shutil
from pathlib import Path

import pytest

from congress_cli.language import translate
from tests.cli.commands import CITY, ROOT
from tests.cli.conftest import Congress

RULES = ("--rules", ROOT / "data" / "rules.yaml")


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """Two invented provinces: the invented city, and the same under other ids."""
    folder = tmp_path / "country"
    shutil.copytree(CITY, folder / "mau")
    for path in sorted((folder / "mau").glob("*.yaml")):
        text = path.read_text("utf-8").replace("MAU", "MAUHAI").replace("TF-", "TFHAI-")
        (folder / "mau-hai").mkdir(exist_ok=True)
        (folder / "mau-hai" / path.name).write_text(text, "utf-8")
    for path in folder.rglob("waivers.yaml"):
        path.unlink()
    return folder


def test_shards_merge_to_the_report_of_the_country(congress: Congress, country: Path) -> None:
    for name in ("mau", "mau-hai"):
        congress("check", "--units", country / name, *RULES, "--format", f"json={name}.json")
    whole = json.loads(congress("check", "--units", country, *RULES, "--format", "json").out)

    ran = congress("merge", "mau.json", "mau-hai.json", "--format", "json")

    assert ran.code == 0
    found = json.loads(ran.out)
    assert {**found, "command": None} == {**whole, "command": None}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_merged_report_is_rendered_like_any_other_and_names_no_command_that_does_not_exist(
    congress: Congress, country: Path, language: str
) -> None:
    for name in ("mau", "mau-hai"):
        congress("check", "--units", country / name, *RULES, "--format", f"json={name}.json")

    ran = congress("merge", "mau.json", "mau-hai.json", "--format", "table", "--lang", language)

    assert ran.code == 0
    assert "MAUHAI-01" in ran.out
    assert "congress merge mau.json mau-hai.json --status" not in ran.out
    congress("merge", "mau.json", "mau-hai.json", "-o", "whole.json")
    assert congress("verify", "whole.json", "--lang", language).code == 3


@pytest.mark.parametrize("language", ["vi", "en"])
def test_parts_that_overlap_are_refused_with_the_units(congress: Congress, country: Path, language: str) -> None:
    congress("check", "--units", country / "mau", *RULES, "--format", "json=mau.json")
    shutil.copy("mau.json", "again.json")

    ran = congress("merge", "mau.json", "again.json", "--format", "json", "--lang", language)

    assert (ran.code, ran.out) == (3, "")
    assert "again.json" in ran.err
    assert "MAU-01" in ran.err
    assert ran.err.splitlines()[-1] == f"congress: {translate(language, 'errors.merge-refused')}"
    assert translate(language, "errors.stdout-unwritable") not in ran.err


def test_a_report_named_twice_is_refused(congress: Congress, country: Path) -> None:
    congress("check", "--units", country / "mau", *RULES, "--format", "json=mau.json")

    ran = congress("merge", "mau.json", "mau.json", "--format", "json")

    assert (ran.code, ran.out) == (3, "")
    assert "MAU-01" in ran.err


def test_a_merge_needs_a_report(congress: Congress) -> None:
    assert congress("merge").code == 2
    assert congress("merge", "none.json").code == 3
