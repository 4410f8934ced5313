"""What would change a verdict, compared with what the engine says when the registry really is changed."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from congress_cli.days import on
from congress_cli.engine import judge
from congress_cli.explain import prove
from congress_cli.explain.judged import Judged, judged
from congress_cli.model.facts import Event, Fact
from congress_cli.model.finding import Finding
from congress_cli.rules.event import EventRule
from congress_cli.rules.proof import Proof
from congress_cli.rules.sequence import SequenceRule
from tests.builders import ROOT, parameter, read_case, rule, unit, waiver
from tests.explain.proofs import codes_of, lines, proof_of, steps_of

CASE = ROOT / "tests" / "cases" / "small-city"


@cache
def _run(folder: Path) -> Judged:
    units, book, waivers = read_case(folder)
    assert units.as_of is not None
    return judged(units, book, waivers, units.as_of)


@cache
def _proofs() -> tuple[Proof, ...]:
    run = _run(CASE)
    proofs = [prove(run, one.unit, one.rule) for one in run.findings]
    return tuple(one for one in proofs if one is not None)


def _judged_anew(proof: Proof, facts: dict[str, Fact], as_of: date | None = None) -> Finding:
    """The whole engine on the whole registry, with these facts of the unit and without waivers; they count later."""
    run = _run(CASE)
    waivers = () if as_of is None else run.waivers
    one = run.registry.by_id[proof.unit]
    changed = one.model_copy(update={"facts": {**one.facts, **facts}})
    units = tuple(changed if other.id == one.id else other for other in run.registry.units)
    findings = judge(replace(run.registry, units=units), run.rulebook, as_of or run.as_of, waivers)
    return next(other for other in findings if (other.unit, other.rule) == (proof.unit, proof.rule))


def _steps(code: str) -> list[tuple[Proof, Any]]:
    return [(proof, args) for proof in _proofs() for step, args in steps_of(proof, "change") if step == code]


def _dated(args: Any, day: date) -> dict[str, Fact]:
    return {name: Event(day=on(day), document="1-BC") for name in args["facts"]}


def _id(value: Any) -> str | None:
    return f"{value.rule} {value.unit}" if isinstance(value, Proof) else ""


def _of_events(steps: list[tuple[Proof, Any]]) -> list[tuple[Proof, Any]]:
    kinds = (EventRule, SequenceRule)
    return [pair for pair in steps if isinstance(_run(CASE).rulebook.by_id[pair[0].rule], kinds)]


@pytest.mark.parametrize(("proof", "args"), _of_events(_steps("if-done")), ids=_id)
def test_done_on_the_judged_day_it_has_the_status_that_was_told(proof, args):
    found = _judged_anew(proof, _dated(args, date.fromisoformat(args["day"])))

    assert found.status == args["status"]
    assert found.status != proof.finding.status


@pytest.mark.parametrize(("proof", "args"), _of_events(_steps("if-recorded")), ids=_id)
def test_recorded_on_the_first_or_the_last_day_of_a_stretch_it_has_the_status_that_was_told(proof, args):
    first, _, last = args["days"].partition("/")

    for recorded in (date.fromisoformat(first), date.fromisoformat(last)):
        assert _judged_anew(proof, _dated(args, recorded)).status == args["status"]


@pytest.mark.parametrize(("proof", "args"), _steps("unchanged"), ids=_id)
def test_with_nothing_changed_it_has_the_status_that_was_told_from_that_day_on_and_not_before(proof, args):
    day = date.fromisoformat(args["day"])

    assert _judged_anew(proof, {}, day).status == args["status"]
    assert _judged_anew(proof, {}, day - timedelta(days=1)).status != args["status"]


def test_the_plan_of_the_last_step_is_not_lent_to_the_event_of_the_limit():
    facts = {"step.planned": "2020-07-20", "step.first": "2020-06-20"}

    without_plan = proof_of(rule("sequence", before="congress.opened"), facts)
    earlier_plan = proof_of(rule("sequence", before="congress.opened"), {**facts, "congress.planned": "2020-07-10"})

    assert without_plan.finding.args["limit_event"] == "step.last"
    assert steps_of(without_plan, "limit")[0] == ("limit-before", {"anchor": {"event": "congress.opened"}})
    assert earlier_plan.finding.args["limit_event"] == "congress.opened"
    assert earlier_plan.finding.args["planned"] == "2020-07-10"


def test_the_small_city_shows_each_of_these_changes():
    codes = {code for proof in _proofs() for code in codes_of(proof, "change")}

    assert {"if-done", "if-recorded", "unchanged", "after-waiver", "only-correction"} <= codes


def test_not_recorded_and_in_partial_records_it_says_which_days_would_be_in_time():
    proof = proof_of(rule(by="2020-06-20"), records="partial")

    assert lines(proof, "change", "en") == [
        "if it is recorded as done up to 20/06/2020: met",
        "if it is recorded as done from 21/06/2020 to 01/07/2020: late",
    ]


def test_not_recorded_and_without_a_limit_every_day_would_do():
    proof = proof_of(rule(), records="partial")

    assert lines(proof, "change", "en") == ["if it is recorded as done on any day up to 01/07/2020: met"]


def test_what_is_due_soon_says_what_it_is_once_the_last_day_has_passed():
    proof = proof_of(rule(by="2020-07-05"))

    assert lines(proof, "change", "en") == [
        "if it is done on 01/07/2020: met",
        "if nothing changes, from 06/07/2020 on: overdue",
    ]


def test_a_fact_to_come_after_the_last_day_will_be_late():
    proof = proof_of(rule(by="2020-07-05"), {"paper.issued": "2020-07-06"})

    assert steps_of(proof, "change")[-1] == ("unchanged", {"day": "2020-07-06", "status": "late"})


@pytest.mark.parametrize("kind", ["late", "disorder"])
def test_what_nobody_can_mend_says_so(kind):
    late = proof_of(rule(by="2020-06-20"), {"paper.issued": "2020-06-21"})
    steps = {"step.first": "2020-06-21", "step.middle": "2020-06-20", "step.last": "2020-06-22"}
    disorder = proof_of(rule("sequence"), steps)

    assert codes_of({"late": late, "disorder": disorder}[kind], "change") == ["only-correction"]


def test_a_missing_number_is_told_to_be_what_lacks():
    proof = proof_of(rule(document="required"), {"paper.issued": "2020-06-20"})

    assert proof.finding.status == "failed"
    assert lines(proof, "change", "en") == ["if the document number is added: met"]


def test_a_rule_that_waits_says_what_it_is_once_the_event_is_held_and_the_matter_done():
    proof = proof_of(rule(after="congress.closed"))

    assert lines(proof, "change", "en") == [
        "once this has happened and the matter is done, both by 01/07/2020: met (congress.closed)"
    ]


def test_a_rule_that_waits_for_the_children_says_so_of_all_of_them():
    children = [unit("A", "grassroots"), unit("B", "grassroots", facts={"congress.closed": "2020-06-20"})]

    proof = proof_of(rule(after={"event": "congress.closed", "of": "children"}), children=children)

    assert steps_of(proof, "change") == [
        ("if-held-children", {"event": "congress.closed", "day": "2020-07-01", "status": "met"})
    ]


def test_missing_steps_may_have_been_taken_in_order_before_the_recorded_one():
    proof = proof_of(rule("sequence"), {"step.last": "2020-06-20"}, records="partial")

    assert lines(proof, "change", "en") == [
        "if the missing steps are recorded in order, by 20/06/2020 at the latest: met"
    ]


def test_missing_steps_of_a_strict_sequence_need_days_of_their_own():
    proof = proof_of(rule("sequence", strict="true"), {"step.last": "2020-06-20"}, records="partial")

    assert steps_of(proof, "change")[0][1] == {
        "facts": ["step.first", "step.middle"],
        "day": "2020-06-19",
        "status": "met",
    }


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("tally", {"complaints": {"total": "3", "done": "1"}}),
        ("checklist", {"topics": ["one"]}),
        ("measures", {"targets": {"growth": "4", "poverty": "3"}}),
        ("sequence", {"step.first": "2020-06-20"}),
    ],
)
def test_every_kind_says_that_it_would_be_met_if_it_were_done(kind, facts):
    reference = parameter(("2020-06-11", {"growth": "5", "poverty": "2"}))

    proof = proof_of(rule(kind), facts, parameters={"reference": reference})

    assert steps_of(proof, "change")[0][0] == "if-done"
    assert steps_of(proof, "change")[0][1]["status"] == "met"


def test_an_absent_tally_can_only_be_recorded():
    proof = proof_of(rule("tally"))

    assert codes_of(proof, "change") == []
    assert steps_of(proof, "todo") == [("record", {"unit": "U", "fact": "complaints"})]


def test_a_waived_problem_says_what_it_is_once_the_waiver_has_ended():
    proof = proof_of(rule(by="2020-06-20"), waivers=[waiver()])

    assert steps_of(proof, "change") == [
        ("if-done", {"facts": ["paper.issued"], "day": "2020-07-01", "status": "late"}),
        ("after-waiver", {"day": "2020-08-01", "status": "overdue"}),
    ]


def test_what_is_met_needs_nothing():
    proof = proof_of(rule(remedy={"vi": "Làm.", "en": "Do."}), {"paper.issued": "2020-06-20"})

    assert [section.key for section in proof.sections] == ["section-basis", "section-limit", "section-facts"]


def test_the_remedy_is_told_as_long_as_something_can_be_done():
    proof = proof_of(rule(by="2020-06-20", remedy={"vi": "Làm ngay.", "en": "Do it now."}))

    assert lines(proof, "todo", "vi")[-1] == "Làm ngay."


@pytest.mark.parametrize("day", ["2020-06-17", "2020-06-17/2020-06-20", "2020-06-20"])
def test_the_uncertain_day_of_another_unit_is_not_told_as_one_on_which_the_matter_may_be_recorded(day):
    other = unit("A", "grassroots", facts={"paper.issued": day})
    limit = {"days": "11", "after": {"event": "paper.issued", "of": "A"}}
    judged_ = rule("sequence", steps=["step.first", "paper.issued"], within=limit)

    proof = proof_of(judged_, as_of="2020-06-30", records="partial", children=[other])

    assert "if-recorded" not in codes_of(proof, "change")
    assert ("if-recorded-by" in codes_of(proof, "change")) is ("/" not in day)
