"""Rulebooks that ask for what cannot be, and beside each one that is right."""

from typing import Any

import pytest

from congress_cli.rulebook.lint import lint
from congress_cli.rules import Rulebook
from tests.builders import FACTS, parameter, rule, rulebook

ROOM = {"event": "step.first", "by": "2020-07-01"}
CLAUSE = {"who": "upper", "modality": "must", "check": "automated", "vi": "a", "en": "a"}
STEPS = ["step.first", "step.middle", "step.last"]


def _lint_codes(book: Rulebook) -> list[str]:
    return [
        one.key.removeprefix("lint-")
        for one in lint(book)
        if one.key not in ("lint-fact-unread", "lint-last-day-weekend")
    ]


def _codes(*rules: dict[str, Any], **more: Any) -> list[str]:
    return _lint_codes(rulebook(*rules, **more))


def _with_order(event: str, after: str, *rules: dict[str, Any]) -> list[str]:
    book = rulebook(*rules)
    term = book.facts[event].model_copy(update={"after": after})
    return _lint_codes(book.with_changes(facts={**book.facts, event: term}))


def _sequence(*steps: str, **fields: Any) -> dict[str, Any]:
    return rule("sequence", **{"steps": list(steps), **fields})


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ((_sequence("step.first", "step.last", strict="true"), _sequence("step.last", "step.first", id="b")), 1),
        ((_sequence("step.first", "step.last"), _sequence("step.last", "step.first", id="b")), 0),
        ((_sequence("step.first", "step.last", strict="true"), _sequence("step.first", "step.last", id="b")), 0),
        ((rule(event="step.first", after="step.first"),), 1),
        ((rule(event="step.first", after="step.last"),), 0),
        ((rule(event="step.first", after="step.last"), rule(id="b", event="step.last", after="step.first")), 2),
        ((rule(event="step.first", after="step.last"), rule(id="b", event="step.last", after="step.middle")), 0),
        ((_sequence("step.first", "step.last", after="step.last"),), 1),
        ((_sequence("step.first", "step.last", after="step.first"),), 1),
    ],
)
def test_orders_that_lead_round_in_a_circle_are_told_of_each_rule_that_one_day_cannot_serve(rules, codes):
    assert [code for code in _codes(*rules) if code == "order-circle"] == ["order-circle"] * codes


@pytest.mark.parametrize(
    ("event", "after", "codes"),
    [
        ("step.first", "step.last", ["order-circle"]),
        ("step.last", "step.first", []),
        ("step.last", "step.last", ["order-circle"]),
    ],
)
def test_an_order_of_the_vocabulary_is_held_against_sequences(event, after, codes):
    assert _with_order(event, after, _sequence("step.first", "step.last")) == codes


def test_orders_for_units_that_are_never_the_same_make_no_circle():
    one = rule(event="step.first", after="step.last")
    other = rule(id="b", event="step.last", after="step.first", applies_to={"level": "grassroots"})

    assert _codes(one, other) == []
    assert _codes(one, {**other, "applies_to": {"tag": "watch"}}) == ["order-circle"] * 2


@pytest.mark.parametrize(("modality", "codes"), [("must", ["rule-stronger"]), ("should", []), ("strive", [])])
def test_a_rule_may_not_be_stronger_than_every_clause_that_it_names(modality, codes):
    clauses = [{**CLAUSE, "id": "1.1", "modality": "strive"}, {**CLAUSE, "id": "1.2", "modality": "should"}]

    assert _codes(rule(clause=["1.1", "1.2"], modality=modality), clauses=clauses) == codes


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        ({"by": "2020-07-02"}, ["two-last-days"]),
        ({"by": "2020-07-01"}, ["rule-twice"]),
        ({"before": "2020-07-02"}, []),
        ({"by": "2020-07-02", "modality": "strive"}, []),
        ({"by": "2020-07-02", "applies_to": {"level": "grassroots"}}, []),
        ({"by": "2020-07-02", "event": "step.last"}, []),
        ({"before": "congress.opened"}, []),
        ({}, []),
    ],
)
def test_one_duty_may_not_have_two_last_days(other, codes):
    found = _codes(rule(**ROOM), rule(id="other", **{"event": "step.first", **other}))

    assert found == codes


@pytest.mark.parametrize(("days", "codes"), [("5", ["two-last-days-after"]), ("3", ["rule-twice"])])
def test_two_lengths_after_one_event_are_two_last_days_as_well(days, codes):
    one = rule(within={"days": "3", "after": "congress.closed"})

    assert _codes(one, rule(id="other", within={"days": days, "after": "congress.closed"})) == codes


def test_a_step_may_not_stand_in_a_sequence_twice():
    assert _codes(_sequence("step.first", "step.last", "step.first")) == ["step-twice"]
    assert _codes(_sequence(*STEPS)) == []


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"not_before": "2020-06-22", "by": "2020-06-23"}, ["no-day"]),
        ({"not_before": "2020-06-22", "by": "2020-06-24"}, []),
        ({"not_before": "2020-06-22", "by": "2020-06-23", "strict": "false"}, []),
        ({"after": "congress.opened", "within": {"days": "1", "after": "congress.opened"}}, ["no-day"]),
        ({"after": "congress.opened", "within": {"days": "2", "after": "congress.opened"}}, []),
        ({"within": {"days": "1", "after": "step.first"}}, ["no-day"]),
        ({"within": {"days": "2", "after": "step.first"}}, []),
        ({"within": {"days": "1", "after": "step.middle"}}, []),
        ({"within": {"working_days": "1", "after": "step.first"}, "calendar": "C"}, []),
    ],
)
def test_strict_steps_need_a_day_each(fields, codes):
    calendars = {"C": {"covers": {"from": "2020-06-01", "until": "2020-07-31"}}}

    assert _codes(rule("sequence", **{"strict": "true", **fields}), calendars=calendars) == codes


@pytest.mark.parametrize(
    ("share", "level", "codes"),
    [
        ({"over": "children", "applies_to": {"level": "upper"}}, "upper", ["share-empty"]),
        ({"over": "below", "applies_to": {"level": "upper"}}, "city", ["share-empty"]),
        ({"over": "below", "applies_to": {"level": "upper"}}, "grassroots", []),
        ({"over": "children", "applies_to": {"level": "city"}}, "grassroots", []),
        ({"over": "task_force", "applies_to": {"level": "upper"}}, "upper", []),
        ({"over": "task_force", "applies_to": {"level": "upper"}}, "city", ["share-empty"]),
    ],
)
def test_a_share_needs_units_below_that_the_rule_holds_for(share, level, codes):
    assert _codes(rule(id="paper", applies_to={"level": level}), rule("share", **share)) == codes


@pytest.mark.parametrize(("indicator", "codes"), [("growth", []), ("growht", ["indicator-unknown"])])
def test_an_indicator_of_a_parameter_is_one_of_the_measures_compared_with_it(indicator, codes):
    reference = parameter(("2020-06-11", {"members": "1"}), ("2020-06-12", {indicator: "2"}))

    assert _codes(rule("measures"), parameters={"reference": reference}) == codes


@pytest.mark.parametrize(("rules", "clause"), [(["judged"], "1.2"), ([], "1.1")])
def test_a_clause_that_only_informs_has_no_rule(rules, clause):
    informs = {"id": "1.1", "check": "informational", "rules": rules, "vi": "a", "en": "a"}
    duty = {**CLAUSE, "id": "1.2"}

    assert _codes(rule(clause=clause), clauses=[informs, duty]) == ["clause-informs"]
    assert _codes(rule(clause="1.2"), clauses=[{**informs, "rules": []}, duty]) == []


@pytest.mark.parametrize(
    ("judged", "who", "codes"),
    [
        (rule(owner="city"), "upper", ["owner-outside"]),
        (rule(owner=["upper", "city"]), "upper", ["owner-outside"]),
        (rule(owner="city"), ["upper", "city"], []),
        (rule(owner="upper"), "upper", []),
        (rule("census", owner="city"), "upper", []),
    ],
)
def test_an_owner_is_one_to_whom_a_clause_of_the_rule_speaks(judged, who, codes):
    assert _codes(judged, clauses=[{**CLAUSE, "id": "1.1", "who": who}]) == codes


@pytest.mark.parametrize(("level", "note"), [("upper", True), ("grassroots", False)])
def test_an_owner_that_is_the_level_of_the_units_is_worth_a_note(level, note):
    book = rulebook(
        rule(owner="upper", applies_to={"level": level}), clauses=[{**CLAUSE, "id": "1.1", "who": "task-force"}]
    )

    assert [one.note for one in lint(book) if one.key == "lint-owner-outside"] == [note]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"by": "2020-06-16", "warn_days": "6"}, ["warn-too-long"]),
        ({"by": "2020-06-16", "warn_days": "5"}, []),
        ({"by": "2020-06-16"}, []),  # the usual 14 days are nobody's mistake
        ({"before": "2020-06-17", "warn_days": "6"}, ["warn-too-long"]),
        ({"by": "2020-06-16", "not_before": "2020-06-15", "warn_days": "2"}, ["warn-too-long"]),
        ({"within": {"days": "5", "after": "congress.closed"}, "warn_days": "6"}, ["warn-too-long"]),
        ({"within": {"days": "5", "after": "congress.closed"}, "warn_days": "5"}, []),
        ({"before": "congress.opened", "warn_days": "300"}, []),
        ({"ahead": {"days": "5", "of": "congress.opened"}, "warn_days": "300"}, []),
    ],
)
def test_no_rule_warns_for_longer_than_all_its_time(fields, codes):
    assert _codes(rule(**fields)) == codes


def test_the_small_vocabulary_has_no_flaw_but_what_nobody_reads():
    assert {one.args["fact"] for one in lint(rulebook(rule()))} == set(FACTS) - {"paper.issued"}
