"""Ids by a quick look at a file: the same that the reader finds in the files that are here, and no stumbling."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.model.directive import OWNERS
from congress_cli.reading import completion_index as index
from tests.builders import ROOT, read_case
from tests.cli.commands import RULES, units_text
from tests.patience import cases

RULEBOOK = index.text_of(ROOT / "data" / "rules.yaml")


def test_the_units_of_the_shipped_registry_are_those_that_are_read() -> None:
    registry = read_case(ROOT / "data")[0]

    found = sorted(index.units(index.text_of(ROOT / "data" / "units.yaml")))

    assert found == sorted((unit.id, unit.name) for unit in registry.units)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_facts_rules_and_clauses_of_the_shipped_rulebook_are_those_that_are_read(language: str) -> None:
    book = read_case(ROOT / "data")[1]

    assert index.facts(RULEBOOK, language) == [(name, getattr(term, language)) for name, term in book.facts.items()]
    assert index.rules(RULEBOOK, language) == [(rule.id, getattr(rule.title, language)) for rule in book.rules]
    assert index.clauses(RULEBOOK, language) == [(one.id, getattr(one, language)) for one in book.clauses]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("units:\n  - id: A-1\n    name: Một, hai\n", [("A-1", "Một, hai")]),
        ("units:\n  - name: 'Một'\n    level: upper\n    id: \"A-1\"  # mã\n", [("A-1", "Một")]),
        ("units:\n- level: upper\n  id: A-1\n- level: city\n  id: A\n  name: Hai # tên\n", [("A-1", ""), ("A", "Hai")]),
        ("units: [{id: A-1, name: Một}, {name: \"Hai, ba\", id: A-2}]\n", [("A-1", "Một"), ("A-2", "Hai, ba")]),
        ("task_forces: [{id: TF-1, name: Đoàn}]\nunits:\n  - id: A\n", [("TF-1", "Đoàn"), ("A", "")]),
        ("units:\n  - id: A 1\n    name: x\n", []),
        ("units: {id: [", []),
        ("", []),
    ],
)  # fmt: skip
def test_units_are_found_in_every_usual_way_of_writing(text: str, found: list[tuple[str, str]]) -> None:
    assert list(index.units(text)) == found


def test_a_small_rulebook_is_looked_at_as_well() -> None:
    assert [one for one, _ in index.facts(RULES, "en")] == [
        "plan.issued",
        "congress.opened",
        "congress.closed",
        "review.issued",
    ]
    assert index.rules(RULES, "en")[1] == ("congress-held", "Congress held")


@cases()
@given(st.text(alphabet=st.sampled_from("- id:name{}[],\"'#\nàA1."), max_size=200))
def test_no_text_is_stumbled_over(text: str) -> None:
    for found in (
        list(index.units(text)),
        index.facts(text, "vi"),
        index.rules(text, "vi"),
        index.clauses(text, "vi"),
    ):
        assert all(isinstance(one, str) for pair in found for one in pair)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_encodings_do_not_matter(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "units.yaml"
    path.write_bytes(units_text().replace("\n", end).encode(encoding))

    assert [one for one, _ in index.units(index.text_of(path))] == ["MN", "MN-01"]


def test_what_is_no_plain_file_has_no_text(tmp_path: Path) -> None:
    assert index.text_of(tmp_path) == ""
    assert index.text_of(tmp_path / "absent") == ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_owners_are_those_of_the_rulebook_or_of_every_rulebook(language: str) -> None:
    own = "owners:\n  desk: {vi: bàn giấy, en: desk}\n"

    assert index.owners(own, language) == [("desk", {"vi": "bàn giấy", "en": "desk"}[language])]
    assert index.owners("rules: []\n", language) == [(one, named.written[language]) for one, named in OWNERS.items()]
