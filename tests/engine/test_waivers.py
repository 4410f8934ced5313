"""Waivers: a problem that was allowed, from the first day to the last. And what of all findings is asked for."""

import pytest

from congress_cli.engine.judging import Scope
from congress_cli.errors import UsageError
from congress_cli.model.report import Selection
from tests.builders import findings_of, judge_one, registry, rule, rulebook, unit, waiver

OVERDUE = rule(by="2020-06-20")


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2020-06-30", "overdue"),
        ("2020-07-01", "waived"),
        ("2020-07-31", "waived"),
        ("2020-08-01", "overdue"),
    ],
)
def test_a_waiver_is_in_force_on_its_first_and_on_its_last_day_and_neither_before_nor_after(as_of, status):
    assert judge_one(OVERDUE, {}, as_of, waivers=[waiver()]).status == status


def test_a_waiver_may_be_of_one_day():
    one_day = waiver(**{"from": "2020-07-01", "until": "2020-07-01"})

    assert judge_one(OVERDUE, {}, "2020-07-01", waivers=[one_day]).status == "waived"


@pytest.mark.parametrize(
    ("judged", "recorded", "would_be"),
    [
        (OVERDUE, {}, "overdue"),
        (OVERDUE, {"paper.issued": "2020-06-21"}, "late"),
        (rule(document="required"), {"paper.issued": "2020-06-21"}, "failed"),
        (rule(within={"days": 40000, "after": "2020-06-11"}), {}, "error"),
    ],
)
def test_every_problem_becomes_waived_and_says_what_it_would_be(judged, recorded, would_be):
    finding = judge_one(judged, recorded, waivers=[waiver()])

    assert (finding.status, finding.would_be) == ("waived", would_be)
    assert not finding.is_problem


@pytest.mark.parametrize(
    ("judged", "records", "status"),
    [
        (rule(), "complete", "open"),
        (rule(by="2020-07-10"), "complete", "due_soon"),
        (rule(), "partial", "unknown"),
        (rule(before="congress.opened"), "complete", "open"),
    ],
)
def test_what_is_no_problem_is_not_waived(judged, records, status):
    finding = judge_one(judged, {}, records=records, waivers=[waiver()])

    assert (finding.status, finding.would_be) == (status, None)


def test_a_met_finding_stays_met():
    assert judge_one(OVERDUE, {"paper.issued": "2020-06-20"}, waivers=[waiver()]).status == "met"


def test_the_waived_finding_keeps_its_severity_and_its_last_day():
    finding = judge_one(OVERDUE, {}, waivers=[waiver()])

    assert (finding.severity, str(finding.last_day), finding.days_left) == ("violation", "2020-06-20", -11)


def test_the_waived_finding_says_who_allowed_it_by_which_paper_until_when_and_why():
    args = judge_one(OVERDUE, {}, waivers=[waiver()]).args

    assert (args["authority"], args["document"]) == ("BTC", "31-CV/BTCTU")
    assert (args["until"], args["reason"]) == ("2020-07-31", "Lũ lụt")
    assert args["would_be_code"] == "event-absent"


def test_a_waiver_concerns_the_units_and_the_rule_it_names_and_no_others():
    book = rulebook(OVERDUE, {**OVERDUE, "id": "other"})
    units = registry(unit(), unit("V"), unit("W"))

    findings = findings_of(units, book, "2020-07-01", [waiver(units=["U", "W"])])

    assert {key for key, one in findings.items() if one.status == "waived"} == {("judged", "U"), ("judged", "W")}


def test_a_waiver_of_a_unit_or_a_rule_that_does_not_exist_changes_nothing():
    waivers = [waiver(units=["X"]), waiver(rule="none")]

    assert judge_one(OVERDUE, {}, waivers=waivers) == judge_one(OVERDUE, {})


def test_of_two_waivers_one_that_has_ended_does_not_hide_the_other():
    ended = waiver(until="2020-07-02")

    for waivers in ([ended, waiver()], [waiver(), ended]):
        assert judge_one(OVERDUE, {}, "2020-07-03", waivers=waivers).status == "waived"


ASKED = rulebook(
    rule(id="a", clause="5.1", owner="upper"),
    rule(id="b", clause="5.1b", owner=["city", "upper"]),
    rule(id="c", clause="51", owner="city"),
    clauses=[{"id": one, "check": "informational", "vi": one, "en": one} for one in ("5.1", "5.1b", "51")],
)
BRANCHES = registry(unit("P", "city"), unit("U", parent="P"), unit("V", "grassroots", parent="U"), unit("X"))


@pytest.mark.parametrize(
    ("asked", "rules", "units", "shown"),
    [
        ({}, "abc", "PUVX", "PUVX"),
        ({"rules": ("a", "c")}, "ac", "PUVX", "PUVX"),
        ({"clauses": ("5.1",)}, "ab", "PUVX", "PUVX"),
        ({"clauses": ("5",)}, "ab", "PUVX", "PUVX"),
        ({"clauses": ("5.1b",)}, "b", "PUVX", "PUVX"),
        ({"clauses": ("5.1b", "51")}, "bc", "PUVX", "PUVX"),
        ({"owners": ("city",)}, "bc", "PUVX", "PUVX"),
        ({"owners": ("city",), "clauses": ("5",)}, "b", "PUVX", "PUVX"),
        ({"units": ("V",)}, "abc", "V", "PUV"),
        ({"under": ("U",)}, "abc", "UV", "PUV"),
        ({"under": ("U", "X")}, "abc", "UVX", "PUVX"),
        ({"under": ("U",), "units": ("V", "X")}, "abc", "V", "PUV"),
    ],
)
def test_a_selection_takes_what_all_its_options_ask_for(asked, rules, units, shown):
    scope = Scope(Selection(**asked), BRANCHES, ASKED)

    assert "".join(one.id for one in scope.rules) == rules
    assert "".join(one for one in "PUVX" if scope.takes_unit(one)) == units
    assert "".join(one.id for one in scope.units()) == shown


@pytest.mark.parametrize(
    ("asked", "code", "known"),
    [
        ({"units": ("x",)}, "unit-unknown", ["X"]),
        ({"under": ("u",)}, "unit-unknown", ["U"]),
        ({"rules": ("d",)}, "rule-unknown", []),
        ({"clauses": ("5.1B",)}, "clause-unknown", ["5.1b"]),
        ({"owners": ("citi",)}, "owner-unknown", ["city"]),
        ({"statuses": ("overdu",)}, "status-unknown", ["overdue"]),
    ],
)
def test_a_name_that_there_is_not_is_refused_with_what_was_probably_meant(asked, code, known):
    with pytest.raises(UsageError) as refused:
        Scope(Selection(**asked), BRANCHES, ASKED)

    assert (refused.value.code, refused.value.args_["known"][:1]) == (code, known)
