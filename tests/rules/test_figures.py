"""Which units by id and figures (`unit`, `where`), and how much (comparisons, a share of a tally)."""

from typing import Any

import pytest
from pydantic import ValidationError

from congress_cli.model.figures import Comparison
from tests import builders
from tests.builders import findings_of, judge_one, registry, rule, rulebook, status_of, unit, unless

BIG: dict[str, Any] = {"where": {"targets": {"members": {"at_least": "200"}}}}


def _judged(applies_to: dict[str, Any], facts: dict[str, Any], as_of: str = "2020-07-01", **more: Any) -> Any:
    one = registry(unit(facts={"paper.issued": "2020-06-20", **facts}), records="complete")
    return findings_of(one, rulebook(rule(applies_to=applies_to, **more)), as_of).get(("judged", "U"))


@pytest.mark.parametrize(
    ("comparison", "low", "right", "high"),
    [
        ({"at_least": "3"}, "2", "3", None),
        ({"at_most": "3"}, None, "3", "4"),
        ({"above": "3"}, "3", "3.1", None),
        ({"below": "3"}, None, "2.9", "3"),
        ({"exactly": "3"}, "2", "3.0", "4"),
        ({"between": ["3", "5"]}, "2.9", "5", "5.1"),
    ],
)
def test_a_comparison_says_which_figures_are_too_small_right_and_too_great(comparison, low, right, high):
    one = Comparison.model_validate(comparison)
    judged = rule("measures", against={"values": {"growth": comparison}})

    assert one.holds(one.fulfilled_by)
    for figure, status in ((low, "failed"), (right, "met"), (high, "failed")):
        if figure is not None:
            assert status_of(judged, {"targets": {"growth": figure}}) == status


@pytest.mark.parametrize("wrong", [{}, {"at_least": "1", "below": "2"}, {"between": ["2", "1"]}, {"between": ["1"]}])
def test_a_comparison_has_exactly_one_of_its_keys(wrong):
    with pytest.raises(ValidationError):
        Comparison.model_validate(wrong)


def test_better_decides_only_for_bare_numbers():
    worse = rule("measures", against={"values": {"poverty": "2"}})
    compared = rule("measures", against={"values": {"poverty": {"at_least": "2"}}})

    assert status_of(worse, {"targets": {"poverty": "3"}}) == "failed"
    assert status_of(compared, {"targets": {"poverty": "3"}}) == "met"


def test_a_parameter_may_hold_comparisons():
    parameters = {"reference": builders.parameter(("2020-06-11", {"members": {"between": ["300", "350"]}}))}

    found = judge_one(rule("measures"), {"targets": {"members": "299"}}, parameters=parameters)

    assert (found.status, found.args["below"]) == ("failed", [["members", "299", "300–350"]])


@pytest.mark.parametrize(
    ("figures", "status"),
    [({"members": "199"}, None), ({"members": "200"}, "met"), ({"growth": "1"}, "unknown"), (None, "unknown")],
)
def test_a_figure_decides_whether_a_rule_applies_and_a_missing_one_decides_nothing(figures, status):
    found = _judged({"level": "upper", **BIG}, {} if figures is None else {"targets": figures})

    assert (None if found is None else found.status.value) == status
    if status == "unknown":
        assert (found.reason, found.last_day, found.args["figures"]) == ("where-unknown", None, ["targets/members"])


def test_one_key_that_is_surely_false_decides_whatever_is_not_recorded():
    two = {"where": {"targets": {"members": {"at_least": "200"}, "growth": {"above": "0"}}}}

    assert _judged({"level": "city", **BIG}, {}) is None
    assert _judged({"unit": "ANOTHER", **BIG}, {}) is None
    assert _judged({"level": "upper", **two}, {"targets": {"growth": "-1"}}) is None


def test_a_figure_dated_after_the_judged_day_decides_nothing():
    facts = {"targets": {"values": {"members": "100"}, "day": "2020-07-02"}}

    assert _judged({"level": "upper", **BIG}, facts, "2020-07-01").reason == "where-unknown"
    assert _judged({"level": "upper", **BIG}, facts, "2020-07-02") is None


@pytest.mark.parametrize(("members", "status"), [("200", "not_applicable"), ("199", "met"), (None, "unknown")])
def test_unless_may_ask_for_figures(members, status):
    figures = {} if members is None else {"targets": {"members": members}}

    assert _judged({"level": "upper"}, figures, unless=unless(**BIG)).status == status


def test_before_the_directive_was_issued_an_undecided_figure_does_not_matter():
    assert _judged({"level": "upper", **BIG}, {}, "2020-06-10").reason == "not-yet-issued"


def test_units_are_named_by_their_ids():
    units = registry(*(unit(one) for one in "UVW"))
    book = rulebook(rule(applies_to={"unit": ["U", "W", "NOWHERE"]}))

    assert sorted(where for _, where in findings_of(units, book, "2020-07-01")) == ["U", "W"]
    assert book.rules[0].units_named() == ("U", "W", "NOWHERE")


@pytest.mark.parametrize(
    ("done", "total", "at_least", "status"),
    [
        (14, 100, 15, "open"),
        (15, 100, 15, "met"),
        (1, 7, 15, "open"),
        (2, 7, 15, "met"),
        (0, 0, 15, "met"),
        (99, 100, None, "open"),
    ],
)
def test_so_many_per_cent_of_a_tally_are_enough(done, total, at_least, status):
    judged = rule("tally") if at_least is None else rule("tally", at_least=at_least)

    assert status_of(judged, {"complaints": {"total": str(total), "done": str(done)}}) == status


@pytest.mark.parametrize(
    ("expect", "records", "status"),
    [
        ({"at_least": "4"}, "complete", "failed"),
        ({"at_least": "4"}, "partial", "unknown"),
        ({"at_least": "3"}, "complete", "met"),
        ({"at_most": "2"}, "partial", "failed"),
        ({"between": ["2", "5"]}, "partial", "met"),
        ({"above": "3"}, "complete", "failed"),
    ],
)
def test_a_census_compares_its_count(expect, records, status):
    units = registry(unit("C", "city"), *(unit(one, parent="C") for one in "ABD"), records=records)
    judged = rule("census", applies_to={"level": "city"}, expect=expect)

    found = findings_of(units, rulebook(judged), "2020-07-01")["judged", "C"]

    assert found.status == status
    assert found.counts == {"counted": 3, "sure": 3, "possible": 3}


def test_a_census_counts_by_figures_as_of_its_day_and_one_not_recorded_may_or_may_not_count():
    figures = [{"targets": {"values": {"members": "200"}, "day": day}} for day in ("2020-06-11", "2020-06-20")]
    units = registry(unit("C", "city"), *(unit(f"A{n}", parent="C", facts=one) for n, one in enumerate(figures)))
    judged = rule("census", applies_to={"level": "city"}, select={**BIG, "day": "2020-06-15"}, expect="1")

    found = findings_of(units, rulebook(judged), "2020-07-01")["judged", "C"]

    assert (found.status, found.args["sure"], found.args["possible"]) == ("unknown", 1, 2)
