"""share: how the units below, or those a task force covers, stand under other rules."""

from typing import Any

import pytest

from tests.builders import day, findings_of, registry, rule, rulebook, unit, unless, waiver

PAPER = rule(id="paper", applies_to={"level": "grassroots"}, by="2020-07-10", unless=unless(tag="pilot"))
SHARE = rule("share")
AS_OF = "2020-07-11"

# What a grassroots unit must look like to stand so on 11 July.
LOOKS: dict[str, dict[str, Any]] = {
    "met": {"facts": {"paper.issued": "2020-07-10"}},
    "late": {"facts": {"paper.issued": "2020-07-11"}},
    "overdue": {},
    "unknown": {"records": "partial"},
    "not_applicable": {"tags": ["pilot"]},
}


def children(*statuses):
    """A child for each status that it is to have."""
    return [unit(f"U-{i}", "grassroots", parent="U", **LOOKS[status]) for i, status in enumerate(statuses)]


def shared(*statuses, rules=(PAPER,), as_of=AS_OF, waivers=(), **fields):
    """The finding of a share over children that stand so."""
    book = rulebook(*rules, {**SHARE, **fields})
    return findings_of(registry(unit(), *children(*statuses)), book, as_of, waivers)["judged", "U"]


@pytest.mark.parametrize("status", LOOKS)
def test_the_children_of_these_tests_stand_as_they_are_called(status):
    findings = findings_of(registry(unit(), *children(status)), rulebook(PAPER), AS_OF)

    assert findings["paper", "U-0"].status == status


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["met"], "met"),
        (["met", "met"], "met"),
        (["met", "late"], "late"),
        (["late", "overdue"], "overdue"),
        (["met", "unknown"], "unknown"),
        (["late", "unknown"], "late"),
        (["overdue", "unknown"], "overdue"),
        (["met", "not_applicable"], "met"),
        (["unknown", "not_applicable"], "unknown"),
        (["not_applicable", "not_applicable"], "not_applicable"),
    ],
)
def test_a_share_is_the_worst_of_those_below_and_the_not_applicable_count_for_nothing(statuses, status):
    assert shared(*statuses).status == status


def test_open_and_due_soon_are_worse_than_met_and_better_than_unknown():
    assert shared("met", "overdue", as_of="2020-06-25").status == "open"
    assert shared("met", "overdue", as_of="2020-06-26").status == "due_soon"
    assert shared("met", "overdue", "unknown", as_of="2020-06-26").status == "unknown"


def test_no_unit_below_at_all_is_unknown_with_the_rules_own_severity():
    must = shared()
    should = shared(modality="should")

    assert (must.status, must.code, must.severity) == ("unknown", "share-empty", "violation")
    assert (should.status, should.severity) == ("unknown", "warning")


def test_none_applicable_is_not_applicable_with_its_reason():
    finding = shared("not_applicable")

    assert (finding.status, finding.reason) == ("not_applicable", "none-applicable-below")


def test_a_share_has_no_last_day_and_counts_what_it_saw():
    finding = shared("met", "met", "late", "unknown", "not_applicable")

    assert (finding.last_day, finding.last_days, finding.days_left) == (None, None, None)
    assert finding.counts == {"met": 2, "late": 1, "unknown": 1, "not_applicable": 1}
    assert (finding.args["done"], finding.args["applicable"], finding.args["total"]) == (3, 4, 5)


# ---- at_least


@pytest.mark.parametrize(
    ("statuses", "at_least", "status"),
    [
        (["met", "overdue"], 50, "met"),
        (["met", "overdue"], 51, "overdue"),
        (["late", "overdue"], 50, "met"),
        (["met", "late", "overdue"], 66, "met"),
        (["met", "late", "overdue"], 67, "overdue"),
        (["met", "unknown"], 50, "met"),
        (["met", "unknown"], 51, "unknown"),
        (["met", "unknown", "overdue"], 66, "unknown"),
        (["met", "unknown", "overdue"], 67, "overdue"),
        (["unknown", "unknown"], 1, "unknown"),
        (["unknown", "overdue"], 50, "unknown"),
        (["unknown"], 100, "unknown"),
        (["overdue"], 0, "met"),
        (["late"], 100, "met"),
        (["met", "not_applicable", "not_applicable"], 100, "met"),
        (["not_applicable"], 100, "not_applicable"),
        ([], 0, "unknown"),
        (["met", "late", "late", "unknown", "overdue"], 81, "overdue"),
    ],
)
def test_at_least_counts_met_and_late_of_those_applicable_and_the_unknown_could_decide_it(statuses, at_least, status):
    assert shared(*statuses, at_least=at_least).status == status


def test_a_percentage_leaves_out_the_not_applicable_and_never_the_unknown():
    finding = shared("met", "unknown", "unknown", "not_applicable", at_least=50)

    assert (finding.args["done"], finding.args["applicable"], finding.args["at_least"]) == (1, 3, 50)


def test_at_least_counts_neither_the_waived_nor_the_unknown_as_done():
    waived = waiver(rule="paper", units=["U-0"])

    assert shared("overdue", "met", at_least=50, waivers=[waived]).status == "met"
    assert shared("overdue", "met", at_least=51, waivers=[waived]).status == "waived"
    assert shared("unknown", at_least=1).status == "unknown"


# ---- waivers


def test_shares_see_the_waived():
    waived = waiver(rule="paper", units=["U-0"])

    finding = shared("overdue", "met", waivers=[waived])

    assert (finding.status, finding.would_be) == ("waived", None)
    assert finding.counts == {"waived": 1, "met": 1}


def test_due_soon_is_worse_than_waived():
    early = rule(id="early", applies_to={"level": "grassroots"}, by="2020-07-01")
    waived = [waiver(rule="early", units=["U-0"])]

    finding = shared("overdue", rules=(PAPER, early), rule="all", as_of="2020-07-02", waivers=waived)

    assert (finding.status, finding.counts) == ("due_soon", {"due_soon": 1, "waived": 1})


def test_a_share_itself_may_be_waived():
    finding = shared("overdue", waivers=[waiver()])

    assert (finding.status, finding.would_be) == ("waived", "overdue")


# ---- severity


def _severity(share, *below):
    return shared("overdue", rules=below, rule=[one["id"] for one in below], **share).severity


def test_the_severity_of_a_share_is_the_highest_of_the_findings_that_made_it_so_never_more_than_its_own():
    must = PAPER
    strive = {**PAPER, "id": "goal", "modality": "strive"}

    assert _severity({}, must) == "violation"
    assert _severity({}, strive) == "warning"
    assert _severity({}, strive, must) == "violation"
    assert _severity({"modality": "should"}, must) == "warning"
    assert _severity({"severity": "warning"}, must) == "warning"


def test_findings_of_another_status_do_not_raise_the_severity():
    late_goal = {**PAPER, "id": "goal", "modality": "strive"}
    met_must = {**PAPER, "by": "2020-07-20"}

    assert shared("overdue", rules=(late_goal, met_must), rule=["goal", "paper"]).severity == "warning"


def test_the_late_ones_lend_their_severity_to_a_share_that_they_made_met():
    goal_met = rule(id="goal", applies_to={"level": "grassroots"}, modality="strive", by="2020-07-20")

    made_by_late = shared("late", "overdue", at_least=50)
    made_by_goals = shared("met", rules=(goal_met,), rule="goal", at_least=50)

    assert (made_by_late.status, made_by_late.severity) == ("met", "violation")
    assert (made_by_goals.status, made_by_goals.severity) == ("met", "warning")


# ---- over what


def test_all_leaves_out_share_and_census_rules():
    count = rule("census", id="count", applies_to={"level": "grassroots"}, expect=7)
    inner = rule("share", id="inner", applies_to={"level": "grassroots"}, rule="paper")

    finding = shared("met", rules=(PAPER, count, inner), rule="all")

    assert finding.counts == {"met": 1}


def test_a_share_may_roll_up_a_share_and_a_census_by_name_wherever_they_stand():
    inner = rule("share", id="inner", applies_to={"level": "grassroots"}, rule="paper")
    book = rulebook({**SHARE, "rule": "inner"}, inner, PAPER)
    units = registry(unit(), *children("met"), unit("U-0-1", "grassroots", parent="U-0", **LOOKS["late"]))

    assert findings_of(units, book, AS_OF)["judged", "U"].status == "late"


def test_over_children_sees_the_next_level_only_and_over_below_sees_all():
    units = registry(unit(), *children("met"), unit("U-0-1", "grassroots", parent="U-0", **LOOKS["late"]))
    book = rulebook(PAPER, {**SHARE, "id": "near"}, {**SHARE, "id": "far", "over": "below"})

    findings = findings_of(units, book, AS_OF)

    assert findings["near", "U"].counts == {"met": 1}
    assert findings["far", "U"].counts == {"met": 1, "late": 1}


def test_the_unit_itself_is_not_below_itself():
    everyone = rule(id="paper", applies_to={}, by="2020-07-10")

    assert shared("met", rules=(everyone,)).counts == {"met": 1}


# ---- task forces


def _covered(unit_id, look, **fields):
    return unit(unit_id, **{"level": "grassroots", "task_force": "TF-1", **LOOKS[look], **fields})


FORCES = ("TF-2", "TF-1")
OVER_FORCES = rule("share", applies_to={"level": ["upper", "grassroots"]}, over="task_force")


def test_over_task_forces_the_findings_unit_is_the_task_force():
    units = registry(_covered("A", "met"), _covered("B", "late", task_force="TF-2"), task_forces=FORCES)

    findings = findings_of(units, rulebook(PAPER, OVER_FORCES), AS_OF)

    shares = [(unit_id, one.status.value) for (rule_id, unit_id), one in findings.items() if rule_id == "judged"]
    assert shares == [("TF-1", "met"), ("TF-2", "late")]


def test_a_task_force_answers_for_the_units_it_covers_and_all_below_them_once():
    units = registry(
        _covered("A", "met", level="upper"),
        _covered("B", "met", parent="A"),
        unit("D", "grassroots", parent="B", **LOOKS["late"]),
        unit("E", "grassroots", **LOOKS["overdue"]),
        task_forces=FORCES,
    )

    assert findings_of(units, rulebook(PAPER, OVER_FORCES), AS_OF)["judged", "TF-1"].counts == {"met": 1, "late": 1}


def test_a_unit_below_with_a_task_force_of_its_own_counts_for_both():
    units = registry(
        _covered("A", "met", level="upper"), _covered("B", "late", parent="A", task_force="TF-2"), task_forces=FORCES
    )

    findings = findings_of(units, rulebook(PAPER, OVER_FORCES), AS_OF)

    assert findings["judged", "TF-1"].counts == {"late": 1}
    assert findings["judged", "TF-2"].counts == {"late": 1}


def test_applies_to_filters_the_units_that_carry_the_task_force_and_all_below_them_count():
    only_upper = {**OVER_FORCES, "applies_to": {"level": "upper"}}
    units = registry(
        _covered("A", "met", level="upper"),
        unit("B", "grassroots", parent="A", **LOOKS["met"]),
        _covered("D", "overdue"),
        task_forces=FORCES,
    )

    assert findings_of(units, rulebook(PAPER, only_upper), AS_OF)["judged", "TF-1"].counts == {"met": 1}


def test_a_task_force_without_units_is_unknown():
    findings = findings_of(registry(task_forces=FORCES), rulebook(PAPER, OVER_FORCES), AS_OF)

    assert {one.status.value for one in findings.values()} == {"unknown"}
    assert len(findings) == 2


def test_a_task_force_may_be_waived():
    units = registry(_covered("A", "overdue"), task_forces=FORCES)

    finding = findings_of(units, rulebook(PAPER, OVER_FORCES), AS_OF, [waiver(units=["TF-1"])])["judged", "TF-1"]

    assert (finding.status, finding.would_be) == ("waived", "overdue")


def test_a_closed_unit_below_counts_for_nothing():
    closed = unit("U-0", "grassroots", parent="U", closed={"day": "2020-07-11"})
    units = registry(unit(), closed, unit("U-1", "grassroots", parent="U", **LOOKS["met"]))

    finding = findings_of(units, rulebook(PAPER, SHARE), day(AS_OF))["judged", "U"]

    assert (finding.status, finding.args["applicable"]) == ("met", 1)


def test_a_closed_unit_has_no_share_of_its_own_to_answer_for():
    units = registry(unit(closed={"day": "2020-07-11"}), *children("overdue"))

    assert findings_of(units, rulebook(PAPER, SHARE), AS_OF)["judged", "U"].reason == "unit-closed"


def test_a_unit_that_may_be_closed_has_an_unknown_share():
    units = registry(unit(closed={"day": "2020-07-10/2020-07-12"}), *children("met"))

    def on(as_of):
        return findings_of(units, rulebook(PAPER, SHARE), as_of)["judged", "U"].status.value

    assert [on("2020-07-11"), on("2020-07-12")] == ["unknown", "not_applicable"]


def test_an_error_below_is_an_error_of_severity_violation_whatever_the_share_is():
    outside = rule(id="paper", applies_to={"level": "grassroots"}, within={"days": 40000, "after": "2020-06-11"})

    finding = shared("met", rules=(outside,), modality="should")

    assert (finding.status, finding.severity) == ("error", "violation")


def test_an_exception_of_a_share_over_task_forces_excepts_no_task_force():
    excepted = {**OVER_FORCES, "unless": unless(level="grassroots")}
    units = registry(_covered("A", "late"), task_forces=FORCES)

    assert findings_of(units, rulebook(PAPER, excepted), AS_OF)["judged", "TF-1"].status == "late"
