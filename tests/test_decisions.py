"""docs/decisions.md: every decision names a test, and every test it names exists where it says."""

import re

import pytest

from tests.builders import ROOT

PAGE = (ROOT / "docs" / "decisions.md").read_text("utf-8")
SECTIONS = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
NAMED = [
    (name, path)
    for section in SECTIONS
    for names, path in re.findall(r"((?:`test_\w+`[,\sand]*)+)\s*in\s+`(tests/[\w/]+\.py)`", section)
    for name in re.findall(r"test_\w+", names)
]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.partition("\n")[0])
def test_every_decision_names_the_test_that_pins_it(section):
    assert "Pinned by `test_" in section


@pytest.mark.parametrize(("name", "path"), NAMED)
def test_every_test_that_a_decision_names_exists_where_it_says(name, path):
    assert f"def {name}(" in (ROOT / path).read_text("utf-8")


def test_no_test_that_a_decision_names_was_overlooked():
    assert [name for name, _ in NAMED] == re.findall(r"`(test_\w+)`", PAGE)
