"""How grave a problem under a rule is."""

import pytest

from tests.builders import judge_one, rule

OVERDUE = {"by": "2020-06-20"}


@pytest.mark.parametrize(
    ("modality", "severity"), [("must", "violation"), ("should", "warning"), ("strive", "warning")]
)
def test_a_must_is_a_violation_a_should_and_a_strive_are_warnings(modality, severity):
    finding = judge_one(rule(modality=modality, **OVERDUE), {})

    assert (finding.status, finding.severity) == ("overdue", severity)


@pytest.mark.parametrize("kind", ["event", "sequence", "tally", "checklist", "measures"])
def test_a_must_whose_limit_is_inferred_is_a_warning(kind):
    assert judge_one(rule(kind, by="2020-06-20", limit_basis="inferred"), {}).severity == "warning"
    assert judge_one(rule(kind, by="2020-06-20", limit_basis="stated"), {}).severity == "violation"


def test_a_written_severity_stands():
    assert judge_one(rule(modality="strive", severity="violation", **OVERDUE), {}).severity == "violation"
    assert judge_one(rule(modality="must", severity="warning", **OVERDUE), {}).severity == "warning"
    inferred = rule(limit_basis="inferred", severity="violation", **OVERDUE)
    assert judge_one(inferred, {}).severity == "violation"


def test_an_error_is_a_violation_whatever_is_written():
    finding = judge_one(rule(severity="warning", within={"days": 40000, "after": "2020-06-11"}), {})

    assert (finding.status, finding.severity) == ("error", "violation")


def test_the_severity_does_not_depend_on_the_status():
    for recorded in ({}, {"paper.issued": "2020-06-20"}):
        assert judge_one(rule(modality="should", **OVERDUE), recorded).severity == "warning"
