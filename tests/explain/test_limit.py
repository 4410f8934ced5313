"""The second section of a proof: from the parameter and its paper to the last day."""

from typing import Any

import pytest

from congress_cli.explain import SECTIONS
from congress_cli.explain.judged import Judged, judged
from congress_cli.language import LANGUAGES, describe
from congress_cli.screens.explanation import StepWords
from tests.builders import day, parameter, registry, rule, rulebook, unit
from tests.conftest import Golden
from tests.explain.proofs import codes_of, lines, proof_of, steps_of
from tests.rules.test_kinds import PARAMETERS, SAID, WORKING

AMENDED = {"limit": parameter(("2020-06-11", "2020-07-10"), ("2020-07-01", "2020-07-20"), ("2020-08-01", "2020-08-30"))}


def test_the_parameter_in_force_stands_between_the_earlier_and_the_later_one():
    proof = proof_of(rule(before={"param": "limit"}), as_of="2020-07-15", parameters=AMENDED)

    assert lines(proof, "limit", "en") == [
        "before that: limit = 10/07/2020, from 11/06/2020 by 01-TB/MN",
        "limit = 20/07/2020, in force from 01/07/2020 by 01-TB/MN",
        "not yet in force: limit = 30/08/2020, from 01/08/2020 by 01-TB/MN",
        "must be done before: 20/07/2020",
        "last day in time: the end of Sunday 19/07/2020",
    ]


@pytest.mark.parametrize(
    ("as_of", "codes"),
    [
        ("2020-06-30", ["parameter", "parameter-later", "parameter-later"]),
        ("2020-07-01", ["parameter-earlier", "parameter", "parameter-later"]),
        ("2020-07-31", ["parameter-earlier", "parameter", "parameter-later"]),
        ("2020-08-01", ["parameter-earlier", "parameter-earlier", "parameter"]),
    ],
)
def test_an_amendment_is_in_force_from_its_first_day_on(as_of, codes):
    proof = proof_of(rule(before={"param": "limit"}), as_of=as_of, parameters=AMENDED)

    assert codes_of(proof, "limit")[:3] == codes


def test_without_a_value_in_force_there_is_no_limit_to_tell_of():
    proof = proof_of(rule(by={"param": "limit"}), parameters={"limit": parameter(("2020-07-02", "2020-07-20"))})

    assert codes_of(proof, "limit") == ["parameter-later", "parameter-missing", "no-last-day"]
    assert codes_of(proof, "todo") == ["enter-parameter", "record"]


def test_the_note_of_a_value_is_told():
    parameters = {"limit": {"2020-06-11": {"value": "2020-07-20", "ref": "01-TB/MN", "note": "by telegram"}}}

    proof = proof_of(rule(by={"param": "limit"}), parameters=parameters)

    assert "note: by telegram" in lines(proof, "limit", "en")


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ({"before": "2020-07-20"}, "must be done before: 20/07/2020"),
        ({"by": "2020-07-20"}, "must be done by: 20/07/2020"),
        ({"within": {"days": "10", "after": "2020-07-10"}}, "must be done within 10 days of: 10/07/2020"),
        ({"within": {"months": "2", "after": "2020-07-10"}}, "must be done within 2 months of: 10/07/2020"),
    ],
)
def test_each_form_of_a_limit_is_told_in_its_own_words(limit, sentence):
    assert lines(proof_of(rule(**limit)), "limit", "en")[0] == sentence


def test_a_limit_by_an_event_names_the_day_it_was_held():
    proof = proof_of(rule(before="congress.opened"), {"congress.opened": "2020-07-01"})

    assert lines(proof, "limit", "en") == [
        "must be done before: congress.opened, on 01/07/2020",
        "last day in time: the end of Tuesday 30/06/2020",
    ]


def test_a_limit_by_an_event_not_held_is_told_by_its_plan():
    proof = proof_of(rule(before="congress.opened"), {"congress.planned": "2020-07-20"})

    assert lines(proof, "limit", "en")[0] == "must be done before: congress.opened, planned on 20/07/2020"


def test_a_plan_that_has_passed_is_told():
    proof = proof_of(rule(before="congress.opened"), {"congress.planned": "2020-06-20"})

    assert "plan-passed" in codes_of(proof, "limit")


def test_an_event_without_a_day_and_without_a_plan_gives_no_last_day():
    proof = proof_of(rule(before="congress.opened"))

    assert codes_of(proof, "limit") == ["limit-before", "no-last-day"]
    assert ("absent-plan", {"fact": "congress.planned"}) in steps_of(proof, "facts")


def test_an_event_after_the_judged_day_is_not_yet_held():
    proof = proof_of(rule(before="congress.opened"), {"congress.opened": "2020-07-20"})

    assert lines(proof, "limit", "en")[0] == "must be done before: congress.opened"


def test_an_inferred_limit_says_that_the_directive_does_not_state_it():
    assert "limit-inferred" in codes_of(proof_of(rule(by="2020-07-20", limit_basis="inferred")), "limit")


def test_an_uncertain_anchor_gives_the_first_and_the_last_of_the_last_days():
    proof = proof_of(rule(before="congress.opened"), {"congress.planned": "2020-07-10/2020-07-12"})

    assert lines(proof, "limit", "en")[-1] == (
        "last day in time: from 09/07/2020 to 11/07/2020, depending on the exact day"
    )


def test_a_rule_without_a_limit_says_so():
    assert codes_of(proof_of(rule()), "limit") == ["no-limit"]


@pytest.mark.parametrize(("strict", "code"), [("false", "limit-steps"), ("true", "limit-steps-strict")])
def test_the_plan_of_the_last_step_binds_the_steps_before_it(strict, code):
    proof = proof_of(rule("sequence", strict=strict), {"step.planned": "2020-07-20"})

    assert codes_of(proof, "limit") == [code, "last-day"]


def test_what_does_not_apply_has_no_last_day_and_is_not_said_to_lack_one():
    proof = proof_of(rule(by="2020-07-20"), as_of="2020-06-10")

    assert proof.finding.reason == "not-yet-issued"
    assert codes_of(proof, "limit") == ["limit-by"]


RECORDED: dict[str, Any] = {
    "congress.planned": "2020-07-20",
    "step.planned": "2020-07-22",
    "step.first": "2020-06-15",
    "paper.issued": {"day": "2020-07-04", "document": "12-BC/ĐU"},
    "complaints": {"total": "10", "done": "7"},
    "topics": ["one"],
    "targets": {"growth": "4.5", "poverty": "3", "members": "250"},
    "results": {"growth": "5"},
    "report.sent": {"2020-06": "2020-06-29"},
    "quarter.sent": {"2020-Q2": "2020-07-05/2020-07-07"},
    "progress.sent": {"1": "2020-06-27"},
    "findings": [
        {"case": "1", "sort": "critical", "detected": "2020-06-12", "fixed": "2020-06-27"},
        {"case": "2", "sort": "high", "detected": "2020-06-19"},
        {"case": "3", "sort": "high", "fixed": "2020-06-30"},
    ],
    "requests": [{"case": "A", "asked": "2020-07-01"}],
}


def _every_kind_judged(as_of: str) -> Judged:
    """A run of all rules that `test_kinds` lists on a unit with something above it and below it."""
    slugs = {name: name.replace(" ", "-") for name in SAID}
    rules = [{**one, "id": slugs[name]} for name, one in SAID.items()]
    paper = rule(id="paper", applies_to={"level": "grassroots"}, by="2020-06-20")
    units = registry(
        unit("P", "city", facts={"congress.opened": "2020-06-13"}),
        unit(facts=RECORDED, parent="P", task_force="TF"),
        unit("C1", "grassroots", parent="U", facts={"paper.issued": "2020-06-20", "congress.closed": "2020-07-05"}),
        unit("C2", "grassroots", parent="U", facts={"congress.closed": "2020-07-06"}),
        unit("C3", "grassroots", parent="U", closed={"day": "2020-07-05"}),
        unit("Q1", parent="U", tags=["pilot"], facts={"congress.closed": "2020-06-11", "targets": {"members": "200"}}),
        unit("Q2", parent="U", tags=["pilot"], facts={"congress.closed": "2020-06-10/2020-06-12"}),
        unit("Q3", parent="U", tags=["watch"]),
        task_forces=["TF"],
    )
    return judged(units, rulebook(*rules, paper, parameters=PARAMETERS, **WORKING), (), day(as_of), "option")


@pytest.mark.parametrize(("month", "as_of"), [("june", "2020-06-15"), ("july", "2020-07-05")])
def test_each_kind_is_proved_in_the_same_words(golden: Golden, month: str, as_of: str) -> None:
    run = _every_kind_judged(as_of)
    parts: list[str] = []
    for finding in (one for one in run.findings if one.rule != "paper" and one.unit in ("U", "TF")):
        parts.append(f"== {finding.rule}: {finding.unit} {finding.status} {finding.last_day or ''}".rstrip())
        for words in (StepWords(run.rulebook.names, language) for language in LANGUAGES):
            parts.append(describe(finding, words.language, str))
            for section in ("limit", "below", "days"):
                parts += map(words.step, SECTIONS[section](run, run.rulebook.by_id[finding.rule], finding))
    text = "".join(f"{line}\n" for line in parts)

    golden.same(f"proofs-{month}.txt", text)
