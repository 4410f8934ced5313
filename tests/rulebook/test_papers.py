"""Duties of public papers as rules: each is read without a mistake, and holds in an example that is met and one not."""

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading.files import read_source
from congress_cli.reading.rulebook import read_rulebook
from congress_cli.rulebook.examples import judge_examples
from congress_cli.rules import Rulebook
from tests.builders import ROOT

FOLDER = ROOT / "tests" / "cases" / "papers"
PAPERS = sorted(
    path.parent.name for path in FOLDER.glob("*/rules.yaml") if path.parent.name[:3] in ("vn-", "us-", "eu-")
)
ENOUGH = 125


def book_of(name: str) -> Rulebook:
    diagnostics = Diagnostics()
    source = read_source(FOLDER / name / "rules.yaml", "rules.yaml", diagnostics)
    assert source is not None
    book = read_rulebook(source, diagnostics)
    assert book is not None, diagnostics.errors
    assert diagnostics.warnings == []
    return book


@pytest.mark.parametrize("name", PAPERS)
def test_each_duty_has_an_example_that_is_met_and_one_that_is_not(name):
    book = book_of(name)

    for rule in book.rules:
        met, other = judge_examples(book, (rule,))
        assert met.ok, (rule.id, met)
        assert other.ok, (rule.id, other)
        assert met.got is not None
        assert other.got is not None
        assert met.got.status == "met" != other.got.status


def test_there_are_enough_duties():
    assert sum(len(book_of(name).rules) for name in PAPERS) >= ENOUGH
