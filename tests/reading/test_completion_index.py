"""Ids by a quick look at a file: the same that the reader finds in the files that are here, and no stumbling."""

from datetime import date
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


OF_PARTS = """\
facts:
  report.sent: {kind: series, period: quarter, vi: báo cáo, en: report}
  days.sent:
    kind: series
    period: {days: 60}
  letter.sent: {kind: event, vi: thư, en: letter}
  findings:
    kind: cases
    days:
      detected: {vi: phát hiện, en: detected}
      fixed: {vi: xong, en: fixed}
    sorts:
      grave: {vi: nặng, en: grave}
  requests: {kind: cases, days: {asked: {vi: hỏi, en: asked}}}
parameters: {}
"""
RECORDED = """\
as_of: 2020-07-01
units:
  - id: A
    facts:
      report.sent: {2020-Q1: 2020-03-01, "2020-Q2": 2020-06-01}
      letter.sent: 2020-01-02
      days.sent:
        1: 2020-05-01
        12: 2020-06-01

      findings: [{case: "7", detected: 2020-01-01}, {case: 8/2020, fixed: 2020-02-01}]
  - id: B
    facts:
      report.sent: {2021-Q3: 2021-07-01}
"""


@pytest.mark.parametrize(
    ("fact", "period", "days"),
    [
        ("report.sent", "quarter", []),
        ("days.sent", "days", []),
        ("letter.sent", "", []),
        ("findings", "", [("detected", "phát hiện"), ("fixed", "xong")]),
        ("requests", "", [("asked", "hỏi")]),
        ("nothing", "", []),
    ],
)
def test_a_fact_of_periods_or_cases_is_known_by_its_entry(fact: str, period: str, days: list[tuple[str, str]]) -> None:
    assert index.period_of(OF_PARTS, fact) == period
    assert index.days_of_cases(OF_PARTS, fact, "vi") == days
    assert [one for one, _ in index.days_of_cases(OF_PARTS, fact, "en")] == [one for one, _ in days]


@pytest.mark.parametrize(
    ("unit", "fact", "keys"),
    [
        ("A", "report.sent", ["2020-Q1", "2020-Q2"]),
        ("A", "days.sent", ["1", "12"]),
        ("A", "findings", ["7", "8/2020"]),
        ("B", "report.sent", ["2021-Q3"]),
        ("B", "findings", []),
        ("C", "report.sent", []),
    ],
)
def test_the_periods_and_cases_that_are_recorded_of_a_unit_are_found(unit: str, fact: str, keys: list[str]) -> None:
    assert index.recorded_keys(RECORDED, unit, fact) == keys


def test_the_frozen_day_of_a_registry_is_found_where_it_is_one() -> None:
    assert index.frozen(RECORDED) == date(2020, 7, 1)
    assert index.frozen("as_of: 2020-13-01\n") is None
    assert index.frozen("units:\n  - as_of: 2020-07-01\n") is None
