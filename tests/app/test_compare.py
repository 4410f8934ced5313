"""What became of a finding: every pair of statuses, and what a comparison must never say."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.compare import KnownBefore, compared
from congress_cli.model.comparison import Change
from congress_cli.model.finding import PROBLEMS, RANK, Evidence, Finding, Status
from congress_cli.model.report import Report
from congress_cli.reading.report import report_of
from tests.formats.reports import json_text
from tests.patience import cases


@cache
def city() -> Report:
    return report_of(json_text("city").encode(), "city.json")


def with_findings(*findings: Finding) -> Report:
    return replace(city(), findings=findings)


def finding(status: Status, unit: str = "MAU-01", value: str | None = None) -> Finding:
    evidence = () if value is None else (Evidence("congress.closed", value, "units.yaml:1:1"),)
    return city().findings[0]._replace(unit=unit, status=status, evidence=evidence)


def change(before: Status | None, after: Status | None) -> Change:
    old = with_findings(*([] if before is None else [finding(before)]))
    new = with_findings(*([] if after is None else [finding(after)]))
    (one,) = compared(old, new).changes
    return one.change


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Status.OPEN, Status.OVERDUE, Change.NEW),
        (Status.UNKNOWN, Status.LATE, Change.NEW),
        (Status.MET, Status.FAILED, Change.NEW),
        (None, Status.OVERDUE, Change.NEW),
        (Status.FAILED, Status.OVERDUE, Change.WORSE),
        (Status.MET, Status.OPEN, Change.WORSE),
        (Status.OVERDUE, Status.LATE, Change.BETTER),
        (Status.OPEN, Status.MET, Change.BETTER),
        (Status.UNKNOWN, Status.MET, Change.BETTER),
        (Status.OPEN, Status.DUE_SOON, Change.NEARER),
        (Status.OVERDUE, Status.MET, Change.MENDED),
        (Status.FAILED, Status.OPEN, Change.MENDED),
        (Status.OVERDUE, Status.WAIVED, Change.MENDED),
        (Status.OVERDUE, Status.UNKNOWN, Change.UNCLEAR),
        (Status.MET, Status.UNKNOWN, Change.UNCLEAR),
        (Status.OVERDUE, Status.NOT_APPLICABLE, Change.LEFT),
        (Status.OVERDUE, None, Change.LEFT),
        (None, Status.MET, Change.ENTERED),
        (None, Status.UNKNOWN, Change.ENTERED),
        (Status.LATE, Status.LATE, Change.SAME),
    ],
)
def test_each_step_has_its_name(before: Status | None, after: Status | None, expected: Change) -> None:
    assert change(before, after) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((Status.OPEN, "congress.closed"), (Status.UNKNOWN, None), Change.BEGUN),
        ((Status.OPEN, "congress.closed"), (Status.UNKNOWN, "congress.closed"), Change.UNCLEAR),
        ((Status.OPEN, "congress.closed"), (Status.OPEN, None), Change.SAME),
        ((Status.OPEN, "congress.closed"), (Status.MET, None), Change.BETTER),
        ((Status.OPEN, "congress.closed"), (Status.OVERDUE, None), Change.NEW),
        ((Status.OPEN, None), (Status.UNKNOWN, None), Change.UNCLEAR),
        ((Status.DUE_SOON, "congress.closed"), (Status.UNKNOWN, None), Change.UNCLEAR),
        ((Status.MET, None), (Status.UNKNOWN, None), Change.UNCLEAR),
    ],
)
def test_what_began_with_an_event_is_told_apart_from_what_is_no_longer_known(
    before: tuple[Status, str | None], after: tuple[Status, str | None], expected: Change
) -> None:
    old, new = (finding(status)._replace(waits_for=waits) for status, waits in (before, after))
    (one,) = compared(with_findings(old), with_findings(new)).changes

    assert one.change is expected


@pytest.mark.parametrize("before", [None, *Status])
@pytest.mark.parametrize("after", Status)
def test_what_became_unknown_or_left_is_never_mended_and_no_problem_is_passed_over(
    before: Status | None, after: Status
) -> None:
    step = change(before, after)

    if after in (Status.UNKNOWN, Status.NOT_APPLICABLE) or after in PROBLEMS:
        assert step is not Change.MENDED
    if after in PROBLEMS and before not in PROBLEMS:
        assert step is Change.NEW
    assert (step is Change.SAME) == (before is after)


_STATUSES = st.dictionaries(st.sampled_from(["MAU-01", "MAU-02", "MAU-03"]), st.sampled_from(Status))


@cases()
@given(_STATUSES, _STATUSES)
def test_every_pair_of_either_report_is_counted_once(before: dict[str, Status], after: dict[str, Status]) -> None:
    old = with_findings(*(finding(status, unit) for unit, status in before.items()))
    new = with_findings(*(finding(status, unit) for unit, status in after.items()))

    found = compared(old, new)

    assert sorted(one.finding.unit for one in found.changes) == sorted({*before, *after})
    assert sum(found.counts.values()) == len(found.changes)
    assert {one.finding.unit for one in found.alarming} == {
        unit
        for unit, status in after.items()
        if status in PROBLEMS and (before.get(unit) not in PROBLEMS or RANK[status] < RANK[before[unit]])
    }


def test_the_same_report_has_no_changes() -> None:
    found = compared(city(), city())

    assert found.counts[Change.SAME] == len(found.changes) == len(city().findings)
    assert not found.other_rulebook


@pytest.mark.parametrize(
    ("now", "known"),
    [
        (finding(Status.OVERDUE), True),
        (finding(Status.LATE), True),
        (finding(Status.ERROR), False),
        (finding(Status.OVERDUE, value="2020-06-15"), False),
        (finding(Status.OVERDUE, unit="MAU-02"), False),
    ],
    ids=["the same", "better", "worse", "other evidence", "other unit"],
)
def test_a_baseline_knows_what_stood_there_on_the_same_evidence_and_was_no_better(now: Finding, known: bool) -> None:
    baseline = KnownBefore(with_findings(finding(Status.OVERDUE)))

    assert baseline.has(now) is known


def test_a_baseline_does_not_mind_where_in_the_file_the_evidence_stands() -> None:
    baseline = KnownBefore(with_findings(finding(Status.LATE, value="2020-06-15")))
    moved = finding(Status.LATE)._replace(evidence=(Evidence("congress.closed", "2020-06-15", "other.yaml:9:9"),))

    assert baseline.has(moved)
