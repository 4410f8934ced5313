"""Duties of public papers as rules: each rulebook is whole, and a list says why the others are not written."""

import re
from datetime import date

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading.files import read_source
from congress_cli.reading.load import read_rules
from congress_cli.reading.rulebook import read_rulebook
from congress_cli.rulebook.findings_text import examples_text, lint_text, mutants_text
from tests.builders import ROOT

FOLDER = ROOT / "tests" / "cases" / "papers"
PAPERS = sorted(path.parent.name for path in FOLDER.glob("*/rules.yaml") if re.match("vn-|us-|eu-", path.parent.name))
DUTIES, ENOUGH = 143, 125
WHOLE = (
    examples_text,
    lambda source, language: lint_text(source, language, date(2026, 6, 1)),
    lambda source, language: mutants_text(source, language, lambda *_: None),
)


@pytest.mark.parametrize("text_of", WHOLE, ids=["test", "lint", "mutate"])
@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_has_a_rulebook_without_a_gap(name, text_of):
    lines, whole = text_of(read_rules(FOLDER / name / "rules.yaml", "rules.yaml"), "en")

    assert whole, lines


@pytest.mark.parametrize("name", PAPERS)
def test_each_duty_stands_in_the_ledger_once_and_its_examples_begin_with_one_that_is_met_and_one_that_is_not(name):
    diagnostics = Diagnostics()
    source = read_source(FOLDER / name / "rules.yaml", "rules.yaml", diagnostics)
    assert source is not None
    book = read_rulebook(source, diagnostics)
    assert book is not None, diagnostics.errors
    assert diagnostics.warnings == []

    assert sorted(rule for clause in book.clauses for rule in clause.rules) == sorted(book.by_id)
    for rule in book.rules:
        met, other, *_ = (example["expect"] for example in rule.examples)
        assert met == "met" != other, rule.id


def test_every_duty_is_a_rule_or_stands_in_the_list_with_its_reason():
    written = sum(len(read_rules(FOLDER / name / "rules.yaml", "rules.yaml").rulebook.rules) for name in PAPERS)
    rows = re.findall(
        r"^\| (?!paper |---)[^|]+ \|([^|]+)\|([^|]+)\|$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE
    )

    assert all(duty.strip() and why.strip() for duty, why in rows)
    assert (written >= ENOUGH, written + len(rows)) == (True, DUTIES)
