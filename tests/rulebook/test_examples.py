"""The examples inside the shipped rules hold, and cover what each rule promises."""

from datetime import date, timedelta

import pytest

from congress_cli.engine import judge
from congress_cli.model.finding import Severity
from congress_cli.rulebook.examples import (
    JUDGED,
    NO_FINDING,
    Answer,
    Example,
    ExampleResult,
    judge_examples,
    read_example,
    registry_of,
)
from congress_cli.rules import Rule
from tests.builders import ROOT, parameter, read_case, rule, rulebook, unless

SHIPPED = read_case(ROOT / "data")[1]
BY_ID = SHIPPED.by_id
TIMED = [one for one in SHIPPED.rules if one.of_one_unit]
LIMITED = [one for one in TIMED if one.limit is not None]
EXCEPTED = [one for one in SHIPPED.rules if one.unless is not None]


def _results(*examples, **fields) -> list[ExampleResult]:
    return list(judge_examples(rulebook(rule(**fields, examples=list(examples)))))


def _read(one: Rule) -> list[Example]:
    return [read_example(raw, SHIPPED) for raw in one.examples]


def _expected(one: Rule) -> set[str]:
    return {str(example.expect) for example in _read(one)}


@pytest.mark.parametrize("rule_id", BY_ID)
def test_every_example_of_a_shipped_rule_holds(rule_id):
    results = list(judge_examples(SHIPPED, [BY_ID[rule_id]]))

    assert results
    assert [one for one in results if not one.ok] == []


@pytest.mark.parametrize("rule_id", BY_ID)
def test_every_shipped_rule_has_an_example_that_is_met_and_one_that_is_not(rule_id):
    expected = _expected(BY_ID[rule_id])

    assert "met" in expected
    assert expected & {"open", "due_soon", "overdue", "failed", "late"}


@pytest.mark.parametrize("rule_id", BY_ID)
def test_every_shipped_rule_has_a_unit_it_does_not_judge_and_a_day_before_the_directive_or_an_unknown(rule_id):
    one = BY_ID[rule_id]
    over_task_forces = getattr(one, "over", None) == "task_force"

    assert over_task_forces or NO_FINDING in _expected(one)
    assert "unknown" in _expected(one)


@pytest.mark.parametrize("rule_id", [one.id for one in LIMITED])
def test_every_rule_with_a_limit_shows_the_day_before_it_the_last_day_and_the_day_after(rule_id):
    done: dict[int, set[str]] = {}
    undone: dict[int, set[str]] = {}
    for example in _read(BY_ID[rule_id]):
        last_day = _last_day(BY_ID[rule_id], example)
        matter = _day_of_matter(BY_ID[rule_id], example)
        if last_day is None:
            continue
        status = str(example.expect)
        if matter is not None and matter <= example.as_of:
            done.setdefault((matter - last_day).days, set()).add(status)
        elif matter is None:
            undone.setdefault((example.as_of - last_day).days, set()).add(status)

    assert "met" in done[-1]
    assert "met" in done[0]
    assert "late" in done[1]
    assert "open" in undone[-15]
    assert "due_soon" in undone[-14]
    assert "due_soon" in undone[0]
    assert "overdue" in undone[1]


def _last_day(one: Rule, example: Example) -> date | None:
    findings = judge(registry_of(example, one, SHIPPED), SHIPPED, example.as_of, parameters=example.parameters)
    return next((finding.last_day for finding in findings if (finding.rule, finding.unit) == (one.id, JUDGED)), None)


def _day_of_matter(one: Rule, example: Example) -> date | None:
    # The last step of a sequence; of measures the figures themselves, not the reference recorded beside them.
    fact = example.facts.get(getattr(one, "measures", one.judged_facts()[-1]))
    return None if fact is None or fact.day is None else fact.day.last


@pytest.mark.parametrize("rule_id", [one.id for one in EXCEPTED])
def test_every_exception_has_an_example_that_is_not_applicable(rule_id):
    one = BY_ID[rule_id]
    assert one.unless is not None
    excepted = [
        example
        for example in _read(one)
        if example.unit is not None and set(one.unless.tag or ()) & set(example.unit.tags)
    ]

    assert excepted
    assert {str(example.expect) for example in excepted} == {"not_applicable"}


def test_a_wrong_expectation_is_reported_with_what_was_said_instead():
    [result] = _results(
        {"as_of": "2020-07-01", "records": "complete", "facts": {"paper.issued": "2020-07-01"}, "expect": "open"}
    )

    assert not result.ok
    assert (result.rule, result.index) == ("judged", 0)
    assert result.expected == Answer("open")
    assert result.got == Answer("met")
    assert result.mistakes == ()


def test_a_wrong_last_day_is_reported_although_the_status_is_right():
    [result] = _results(
        {"as_of": "2020-07-01", "records": "complete", "expect": "due_soon", "last_day": "2020-07-02"},
        by="2020-07-03",
    )

    assert not result.ok
    assert result.got == Answer("due_soon", date(2020, 7, 3))


def test_a_wrong_severity_is_reported_although_the_status_is_right():
    [result] = _results(
        {"as_of": "2020-07-04", "records": "complete", "expect": "overdue", "severity": "warning"}, by="2020-07-03"
    )

    assert not result.ok
    assert result.got == Answer("overdue", None, Severity.VIOLATION)


def test_what_an_example_does_not_state_is_not_compared():
    [result] = _results({"as_of": "2020-07-04", "records": "complete", "expect": "overdue"}, by="2020-07-03")

    assert result.ok
    assert result.got == Answer("overdue")


def test_examples_are_numbered_in_the_order_in_which_they_are_written():
    asked = {"as_of": "2020-07-01", "records": "complete"}
    results = _results({**asked, "expect": "open"}, {**asked, "expect": "met"}, {**asked, "expect": "open"})

    assert [(one.index, one.ok) for one in results] == [(0, True), (1, False), (2, True)]


@pytest.mark.parametrize(
    ("example", "at", "code"),
    [
        ({"asof": "2020-07-01"}, ("asof",), "extra_forbidden"),
        ({"expect": "fine"}, ("expect", "literal['no_finding']"), "literal_error"),
        ({"facts": {"paper.isued": "2020-07-01"}}, ("facts",), "fact-unknown"),
        ({"facts": {"topics": ["four"]}}, ("facts",), "item-unknown"),
        ({"facts": {"targets": {"grow": "7"}}}, ("facts",), "indicator-unknown"),
        ({"facts": []}, ("facts",), "mapping-expected"),
        ({"unit": {"parent": "X"}}, ("unit", "parent"), "extra_forbidden"),
        ({"unit": {"level": "lower"}}, ("unit",), "level-unknown"),
        ({"unit": {"type": "lang"}}, ("unit",), "type-unknown"),
        ({"unit": {"tags": ["pilots"]}}, ("unit",), "tag-unknown"),
        ({"children": [{"unit": {}, "as_of": "2020-07-01"}]}, ("children", 0, "as_of"), "extra_forbidden"),
        ({"parameters": {"limits": {}}}, (), "parameter-unknown"),
        ({"last_day": "2020-02-30"}, ("last_day",), "day"),
    ],
)
def test_what_is_badly_written_is_refused_and_says_where(example, at, code):
    [result] = _results({"as_of": "2020-07-01", "expect": "open", **example})

    assert not result.ok
    assert result.got is None
    assert (at, code) in [(one.at, one.key) for one in result.mistakes]


def test_an_example_without_a_day_or_an_expectation_is_refused():
    [result] = _results({"facts": {}})

    assert {one.at for one in result.mistakes} == {("as_of",), ("expect",)}


def test_every_mistake_of_an_example_is_told_at_once():
    [result] = _results({"as_of": "1/7/2020", "expect": "open", "note": "x", "facts": {"nothing": "2020-07-01"}})

    assert len(result.mistakes) == 3


def test_the_judged_unit_has_the_first_level_and_type_that_the_rule_applies_to():
    book = rulebook(
        rule(id="typed", applies_to={"type": ["xa", "quan"]}, examples=[{"as_of": "2020-07-01", "expect": "unknown"}]),
        rule(id="tagged", applies_to={"tag": "watch"}),
        rule(id="levelled", applies_to={"level": ["upper", "grassroots"]}),
    )
    example = read_example({"as_of": "2020-07-01", "expect": "open"}, book)

    judged = {one.id: registry_of(example, one, book).by_id["U"] for one in book.rules}

    assert (judged["typed"].level, judged["typed"].type) == ("grassroots", "xa")
    assert (judged["tagged"].level, judged["tagged"].type) == ("city", "thanh-pho")
    assert (judged["levelled"].level, judged["levelled"].type) == ("upper", "quan")
    assert all(one.ok for one in judge_examples(book))


def test_a_unit_of_which_only_the_type_is_given_stands_on_a_level_of_that_type():
    book = rulebook(rule())
    example = read_example({"as_of": "2020-07-01", "expect": "no_finding", "unit": {"type": "xa"}}, book)

    assert registry_of(example, book.rules[0], book).by_id["U"].level == "grassroots"


def test_children_stand_directly_below_one_level_lower_and_are_repeated():
    book = rulebook(rule())
    children = [{"repeat": "2", "facts": {"congress.closed": "2020-06-20"}}, {"unit": {"type": "xa"}}]
    example = read_example({"as_of": "2020-07-01", "expect": "open", "records": "complete", "children": children}, book)

    built = registry_of(example, book.rules[0], book)

    below = built.children_of("U")
    assert [(one.level, one.type) for one in below] == [
        ("grassroots", "phuong"),
        ("grassroots", "phuong"),
        ("grassroots", "xa"),
    ]
    assert [sorted(one.facts) for one in below] == [["congress.closed"], ["congress.closed"], []]
    assert all(built.complete(one) for one in below)


def test_records_of_a_neighbour_override_those_of_the_example():
    share = {"kind": "share", "rule": "paper"}
    paper = rule(id="paper", applies_to={"level": "grassroots"}, by="2020-07-10")
    examples = [
        {"as_of": "2020-07-11", "records": "complete", "children": [{}], "expect": "overdue"},
        {"as_of": "2020-07-11", "records": "complete", "children": [{"records": "partial"}], "expect": "unknown"},
    ]

    results = judge_examples(rulebook(paper, rule(**share, examples=examples)))

    assert [one.ok for one in results] == [True, True]


def test_the_units_of_a_share_over_task_forces_are_covered_by_one_and_the_judged_unit_only_where_it_says_so():
    paper = rule(id="paper", by="2020-07-10")
    done = {"unit": {"level": "upper"}, "facts": {"paper.issued": "2020-07-10"}}
    asked = {"as_of": "2020-07-11", "records": "complete", "units": [done]}
    examples = [{**asked, "expect": "met"}, {**asked, "unit": {"task_force": "TF"}, "expect": "overdue"}]
    share = rule("share", over="task_force", examples=examples)

    assert [one.ok for one in judge_examples(rulebook(paper, share))] == [True, True]


def test_the_parameters_of_an_example_stand_in_for_those_of_the_rulebook():
    examples = [
        {"as_of": "2020-07-01", "records": "complete", "expect": "overdue"},
        {
            "as_of": "2020-07-01",
            "records": "complete",
            "parameters": {"limit": parameter(("2020-06-11", "2020-07-01"))},
            "expect": "due_soon",
            "last_day": "2020-07-01",
        },
    ]
    book = rulebook(
        rule(by={"param": "limit"}, examples=examples), parameters={"limit": parameter(("2020-06-11", "2020-06-30"))}
    )

    assert [one.ok for one in judge_examples(book)] == [True, True]


def test_an_example_outside_the_rule_expects_no_finding():
    asked = {"as_of": "2020-07-01", "unit": {"level": "grassroots"}}
    results = _results({**asked, "expect": NO_FINDING}, {**asked, "expect": "unknown"})

    assert [one.ok for one in results] == [True, False]
    assert results[1].got == Answer(NO_FINDING)


def test_an_excepted_unit_is_not_applicable_and_has_a_finding():
    [result] = _results(
        {"as_of": "2020-07-01", "unit": {"tags": ["pilot"]}, "expect": "not_applicable"},
        unless=unless(tag="pilot"),
    )

    assert result.ok


def test_the_last_days_in_the_examples_are_days_of_the_rules_own_limits():
    stated = {
        example.last_day
        for example in _read(BY_ID["upper-congress-in-time"])
        if example.last_day is not None and not example.parameters
    }

    assert stated == {date(2020, 8, 15) - timedelta(days=1)}


def test_an_example_may_give_a_superior_and_named_units():
    above = rule(by={"event": "step.first", "of": "parent"})
    other = rule(by={"event": "step.first", "of": "OMB"})
    done = {"as_of": "2020-07-01", "records": "complete", "facts": {"paper.issued": "2020-06-21"}}
    held = {"facts": {"step.first": "2020-06-20"}}

    def answers(one, **more):
        book = rulebook({**one, "examples": [{**done, **more, "expect": "late"}]})
        return [result.got.status for result in judge_examples(book) if result.got is not None]

    assert answers(above) == ["not_applicable"]
    assert answers(above, parent=held) == ["late"]
    assert answers(other) == ["unknown"]
    assert answers(other, units=[{"unit": {"id": "OMB"}, **held}]) == ["late"]
    assert answers(other, unit={"id": "OMB"}, facts={"paper.issued": "2020-06-21", **held["facts"]}) == ["late"]
