"""The examples of rules as tests: which hold, and what a rule's examples must show before they are enough."""

from typing import Any

import pytest

from congress_cli.rulebook import findings_text
from congress_cli.rulebook.findings_text import RuleTested
from tests.builders import ROOT, read_case, rule, rulebook, unless

COMPLETE = {"records": "complete"}
MET: dict[str, Any] = {"as_of": "2020-07-01", "facts": {"paper.issued": "2020-06-20"}, "expect": "met"}
OPEN: dict[str, Any] = {"as_of": "2020-07-01", **COMPLETE, "expect": "open"}


def _tested(*examples: dict[str, Any], **fields: Any) -> RuleTested:
    [one] = findings_text.tested(rulebook(rule(examples=list(examples), **fields)))
    return one


def test_the_examples_of_the_shipped_rulebook_hold_and_nothing_is_lacking():
    _, book, _ = read_case(ROOT / "data")

    found = list(findings_text.tested(book))

    assert [one.rule for one in found] == [one.id for one in book.rules]
    assert all(one.ok for one in found)
    assert sum(len(one.results) for one in found) > 500


def test_one_example_that_is_met_and_one_that_is_not_are_enough_without_a_limit():
    assert _tested(MET, OPEN).ok


@pytest.mark.parametrize(
    ("examples", "lacks"),
    [((), ("no-met", "no-not-met")), ((MET,), ("no-not-met",)), ((OPEN,), ("no-met",))],
)
def test_a_rule_needs_an_example_that_is_met_and_one_that_is_not(examples, lacks):
    assert _tested(*examples).lacks == lacks


@pytest.mark.parametrize(
    ("status", "facts", "records"),
    [("unknown", {}, "partial"), ("open", {}, "complete")],
)
def test_unknown_and_open_are_not_met(status, facts, records):
    other = {"as_of": "2020-07-01", "facts": facts, "records": records, "expect": status}

    assert _tested(MET, other).lacks == ()


def test_not_applicable_is_neither():
    pilot = {"as_of": "2020-07-01", "unit": {"tags": ["pilot"]}, "expect": "not_applicable"}

    assert _tested(pilot, unless=unless(tag="pilot")).lacks == ("no-met", "no-not-met")


def test_an_exception_needs_an_example_that_does_not_apply():
    assert _tested(MET, OPEN, unless=unless(tag="pilot")).lacks == ("no-not-applicable",)


def _at(day: str, expect: str, done: str | None = None) -> dict[str, Any]:
    facts = {} if done is None else {"paper.issued": done}
    return {"as_of": day, **COMPLETE, "facts": facts, "expect": expect}


BEFORE, LAST, AFTER = _at("2020-06-29", "due_soon"), _at("2020-06-30", "due_soon"), _at("2020-07-01", "overdue")


@pytest.mark.parametrize(
    ("examples", "lacks"),
    [
        ((BEFORE, LAST, AFTER), ()),
        ((LAST, AFTER), ("no-day-before",)),
        ((BEFORE, AFTER), ("no-last-day",)),
        ((BEFORE, LAST), ("no-day-after",)),
    ],
)
def test_a_limit_needs_the_day_before_the_last_day_the_last_day_and_the_day_after(examples, lacks):
    met = _at("2020-07-20", "met", done="2020-06-20")

    assert _tested(met, *examples, by="2020-06-30").lacks == lacks


def test_a_matter_done_on_such_a_day_will_do_as_well():
    done = [_at("2020-07-20", status, done=f"2020-06-{day}") for day, status in (("29", "met"), ("30", "met"))]
    late = _at("2020-07-20", "late", done="2020-07-01")

    assert _tested(*done, late, by="2020-06-30").lacks == ()


def test_an_example_without_a_last_day_shows_none_of_the_three():
    assert _tested(MET, OPEN, before="congress.opened").lacks == ("no-day-before", "no-last-day", "no-day-after")


def test_a_wrong_example_and_one_that_is_badly_written_are_not_ok():
    assert not _tested(MET, {**OPEN, "expect": "met"}).ok
    assert not _tested(MET, OPEN, {**OPEN, "exepct": "open"}).ok


def test_an_example_that_cannot_be_read_shows_nothing():
    assert _tested({**MET, "asof": "2020-07-01"}, OPEN).lacks == ("no-met",)
