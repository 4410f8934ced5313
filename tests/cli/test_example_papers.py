"""The papers under examples/papers, and one of cases: each is whole, and all commands and formats take its registry."""

import pytest

from congress_cli.formats import FORMATS, Form
from tests.builders import ROOT

FOLDER = ROOT / "examples" / "papers"
SHIPPED = sorted(path.parent for path in FOLDER.glob("*/rules.yaml"))
PAPERS = [*SHIPPED, ROOT / "tests" / "cases" / "papers" / "flaws-catalogue"]
of_each_paper = pytest.mark.parametrize("paper", PAPERS, ids=[one.name for one in PAPERS])
WHOLE = (("rules", "test"), ("rules", "lint"), ("rules", "mutate"), ("clauses", "--stats"))


@pytest.mark.parametrize("words", WHOLE, ids="-".join)
@of_each_paper
def test_a_paper_that_ships_has_a_rulebook_without_a_gap(congress, paper, words):
    ran = congress(*words, "--rules", paper / "rules.yaml")

    assert ran.code == 0, ran.out + ran.err


@of_each_paper
def test_a_paper_that_ships_has_a_registry_without_a_mistake(congress, paper):
    ran = congress("validate", "--units", paper)

    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("name", FORMATS)
@of_each_paper
def test_a_paper_that_ships_is_reported_in_every_format(congress, tmp_path, paper, name):
    where = ("-o", tmp_path / f"report.{name}") if FORMATS[name].form is Form.BINARY else ("--format", name)

    for language in ("vi", "en"):
        ran = congress("check", "--units", paper, *where, "--lang", language)
        assert ran.code == 1, ran.out + ran.err
        assert "None" not in ran.out


@of_each_paper
def test_a_paper_that_ships_says_where_its_text_is_and_that_its_units_are_invented(paper):
    page = (paper / "README.md").read_text("utf-8")
    units = (paper / "units.yaml").read_text("utf-8")

    assert "https://" in page or paper not in SHIPPED
    assert "**Not expressed**" in page
    assert "invented" in page
    assert "Invented" in units
