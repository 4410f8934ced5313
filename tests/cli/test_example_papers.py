"""The papers under examples/papers: each rulebook is whole, and every command and format takes its registry."""

import pytest

from congress_cli.formats import FORMATS, Form
from tests.builders import ROOT

FOLDER = ROOT / "examples" / "papers"
PAPERS = sorted(path.parent.name for path in FOLDER.glob("*/rules.yaml"))
WHOLE = (("rules", "test"), ("rules", "lint"), ("rules", "mutate"), ("clauses", "--stats"))


@pytest.mark.parametrize("words", WHOLE, ids="-".join)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_that_ships_has_a_rulebook_without_a_gap(congress, paper, words):
    ran = congress(*words, "--rules", FOLDER / paper / "rules.yaml")

    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_that_ships_has_a_registry_without_a_mistake(congress, paper):
    ran = congress("validate", "--units", FOLDER / paper)

    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_that_ships_is_reported_in_every_format(congress, tmp_path, paper, name):
    where = ("-o", tmp_path / f"report.{name}") if FORMATS[name].form is Form.BINARY else ("--format", name)

    for language in ("vi", "en"):
        ran = congress("check", "--units", FOLDER / paper, *where, "--lang", language)
        assert ran.code == 1, ran.out + ran.err
        assert "None" not in ran.out


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_that_ships_says_where_its_text_is_and_that_its_units_are_invented(paper):
    page = (FOLDER / paper / "README.md").read_text("utf-8")
    units = (FOLDER / paper / "units.yaml").read_text("utf-8")

    assert "https://" in page
    assert "**Not expressed**" in page
    assert "invented" in page
    assert "Invented" in units
