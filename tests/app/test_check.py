"""The main use case: which findings a selection takes, and on which day they are judged."""

from datetime import date
from functools import cache

import pytest

from congress_cli.app.check import check
from congress_cli.errors import CongressError, UsageError
from congress_cli.model.finding import Status
from congress_cli.model.report import Report, Selection
from congress_cli.reading.load import read_data
from congress_cli.reading.project import Project
from tests.builders import ROOT, findings_of, rule, rulebook

CASE = ROOT / "tests" / "cases" / "small-city"
CITY = Project(CASE, str(CASE / "units.yaml"), CASE / "rules.yaml", False, None)
SHIPPED = Project(ROOT, str(ROOT / "data" / "units.yaml"), ROOT / "data" / "rules.yaml", False, None)
TODAY = date(2021, 1, 1)


@cache
def report(project=CITY, as_of=None, **asked) -> Report:
    """The report of what is asked for."""
    return check(project, Selection(**asked), as_of, lambda _: TODAY).report


def _units(**asked) -> set[str]:
    return {one.unit for one in report(**asked).findings}


def _rules(project=CITY, **asked) -> set[str]:
    return {one.rule for one in report(project, **asked).findings}


# ---- units


def test_under_includes_the_unit_itself():
    assert _units(under=("MN-01",)) == {"MN-01", "MN-11", "MN-12", "MN-13"}
    assert _units(under=("MN-11",)) == {"MN-11"}


def test_units_and_under_together_take_what_both_name():
    assert _units(units=("MN-11", "MN-21"), under=("MN-01",)) == {"MN-11"}


def test_a_task_force_is_asked_for_like_a_unit():
    assert _units(units=("TF-1",)) == {"TF-1"}


def test_the_report_shows_the_superiors_of_a_selected_unit():
    assert [one.id for one in report(units=("MN-11",)).units] == ["MN", "MN-01", "MN-11"]


# ---- clauses and owners


@pytest.mark.parametrize(
    ("clause", "rules"),
    [
        ("5.1b", {"upper-congress-in-time"}),
        ("5.1", {"upper-congress-in-time", "own-congress-directed", "not-yet-held-47", "upper-committees-50"}),
        ("H", {"grassroots-congress-in-time"}),
        ("6", {"self-review-concise", "self-review-topics", "comments-gathered"}),
    ],
)
def test_a_clause_is_asked_for_by_itself_by_its_sentence_or_by_its_paragraph(clause, rules):
    assert _rules(SHIPPED, clauses=(clause,)) == rules


def test_a_paragraph_takes_every_sentence_of_it_and_no_paragraph_that_begins_alike():
    paragraph = _rules(SHIPPED, clauses=("5",))

    assert paragraph == _rules(SHIPPED, clauses=("5.1", "5.2"))
    assert not _rules(SHIPPED, clauses=("2",)) & _rules(SHIPPED, clauses=("12",))


def test_the_owner_of_a_rule_may_be_a_list_and_either_takes_it():
    shared = {"complaints-settled"}

    assert shared <= _rules(SHIPPED, owners=("upper",))
    assert shared <= _rules(SHIPPED, owners=("grassroots",))
    assert not shared & _rules(SHIPPED, owners=("city",))


def test_one_owner_may_be_written_without_a_list():
    one, both = rulebook(rule(id="one", owner="upper"), rule(id="both", owner=["upper", "grassroots"])).rules

    assert list(one.owner) == ["upper"]
    assert list(both.owner) == ["upper", "grassroots"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"units": ("MN-99",)}, "unit-unknown"),
        ({"under": ("TF-1",)}, "unit-unknown"),
        ({"rules": ("plan-isued",)}, "rule-unknown"),
        ({"clauses": ("9.9",)}, "clause-unknown"),
        ({"owners": ("nobody",)}, "owner-unknown"),
        ({"statuses": ("fine",)}, "status-unknown"),
    ],
)
def test_what_does_not_exist_is_a_mistake_of_usage(asked, code):
    with pytest.raises(UsageError) as caught:
        report(**asked)

    assert caught.value.code == code


# ---- statuses


def test_a_status_narrows_what_is_shown_and_not_what_is_counted():
    everything, late = report(), report(statuses=("late",))

    assert {one.status for one in late.findings} == {Status.LATE}
    assert late.totals == everything.totals
    assert late.problems == everything.problems
    assert sum(everything.totals.values()) == len(everything.findings)


def test_a_selection_without_findings_matches_nothing():
    with pytest.raises(CongressError) as caught:
        report(units=("MN-11",), rules=("plan-issued",))

    assert caught.value.code == "nothing-matched"


def test_a_status_that_nobody_has_still_matches_the_selection():
    assert report(units=("MN-11",), statuses=("error",)).findings == ()


# ---- the judged day


def test_the_day_asked_for_comes_before_the_frozen_day_and_that_before_today():
    assert (report().as_of, report().as_of_from) == (date(2020, 7, 15), "registry")
    asked = report(as_of=date(2020, 7, 1))
    assert (asked.as_of, asked.as_of_from) == (date(2020, 7, 1), "option")


def test_an_unfrozen_registry_is_judged_today(tmp_path):
    units = (CASE / "units.yaml").read_text("utf-8").replace("as_of: 2020-07-15\n", "")
    (tmp_path / "units.yaml").write_text(units, "utf-8")

    unfrozen = report(Project(tmp_path, str(tmp_path / "units.yaml"), CASE / "rules.yaml", False, None))

    assert (unfrozen.as_of, unfrozen.as_of_from) == (TODAY, "today")


# ---- words that other YAML tools read as truth values


@pytest.mark.parametrize("word", ["no", "on", "yes", "off", "y", "N"])
def test_a_plain_word_of_truth_is_text_and_only_a_warning(tmp_path, word):
    units = (CASE / "units.yaml").read_text("utf-8").replace("name: Đảng bộ quận Nhỏ Một", f"name: {word}")
    (tmp_path / "units.yaml").write_text(units, "utf-8")

    data = read_data(Project(tmp_path, str(tmp_path / "units.yaml"), CASE / "rules.yaml", False, None))

    assert data.registry.by_id["MN-01"].name == word
    assert data.diagnostics.errors == []
    assert [one.place.line for one in data.diagnostics.warnings] == [18]


# ---- several files


def test_the_records_of_each_file_hold_for_its_own_units(tmp_path):
    head = "format: congress-units/1\nterm: 2020-2025\n"
    one = "{{id: {0}, name: {0}, level: upper, type: quan}}"
    (tmp_path / "a.yaml").write_text(f"{head}records: complete\nunits: [{one.format('A')}]\n", "utf-8")
    (tmp_path / "b.yaml").write_text(f"{head}records: partial\nunits: [{one.format('B')}]\n", "utf-8")

    found = report(Project(tmp_path, str(tmp_path), CASE / "rules.yaml", False, None), rules=("plan-issued",))

    assert {finding.unit: finding.status.value for finding in found.findings} == {"A": "overdue", "B": "unknown"}


def test_the_use_case_and_the_engine_say_the_same():
    findings = findings_of(read_data(CITY).registry, read_data(CITY).rulebook, "2020-07-15")

    assert list(report().findings) == list(findings.values())
