"""Mutants: each kind of small change is made, and an example that notices it kills it."""

from decimal import Decimal
from typing import Any

import pytest

from congress_cli.language import LANGUAGES, translate
from congress_cli.rulebook.mutation import Mutant, mutants, survives
from congress_cli.rules.event import EventRule
from tests.builders import ITEMS, parameter, rule, rulebook, unless
from tests.rulebook.mutants import mutants_of, own


def _changes(code: str, judged: dict[str, Any], **more: Any) -> list[tuple[tuple[int | str, ...], dict[str, Any]]]:
    return [(at, args) for kind, at, args in own(mutants_of(judged, **more)) if kind == code]


@pytest.mark.parametrize(
    ("judged", "at"),
    [
        (rule(before="2020-07-10"), ("before",)),
        (rule(by="2020-07-10"), ("by",)),
        (rule(within={"days": "3", "after": "2020-07-10"}), ("within", "after")),
        (rule("census", select={"level": "upper", "day": "2020-07-10"}), ("select", "day")),
    ],
)
def test_every_fixed_day_is_moved_by_a_day_in_both_directions(judged, at):
    moved = [args["to"] for place, args in _changes("day", judged) if place == at]

    assert moved == ["2020-07-09", "2020-07-11"]


@pytest.mark.parametrize(
    ("judged", "at", "numbers"),
    [
        (rule(by="2020-07-10", warn_days="7"), ("warn_days",), ["6", "8"]),
        (rule(by="2020-07-10"), ("warn_days",), ["13", "15"]),
        (rule(within={"days": "3", "after": "2020-07-10"}), ("within", "days"), ["2", "4"]),
        (rule(within={"months": "3", "after": "2020-07-10"}), ("within", "months"), ["2", "4"]),
        (rule("share", rule="all", at_least="90"), ("at_least",), ["89", "91"]),
        (rule("census", expect="9"), ("expect",), ["8", "10"]),
        (rule("census", expect="0"), ("expect",), ["1"]),
    ],
)
def test_every_number_is_one_less_and_one_more(judged, at, numbers):
    assert [args["to"] for place, args in _changes("number", judged) if place == at] == numbers


def test_a_rule_without_a_limit_warns_of_nothing():
    assert _changes("number", rule()) == []


@pytest.mark.parametrize(("one", "other"), [("before", "by"), ("by", "before")])
def test_before_and_by_change_places(one, other):
    found = mutants_of(rule(**{one: "2020-07-10"}))
    [swapped] = [mutant for mutant in found if mutant.key == "mutant-limit"]
    changed = swapped.rulebook.rules[0]

    assert dict(swapped.args) == {"from": one, "to": other}
    assert isinstance(changed, EventRule)
    assert (getattr(changed, one), str(getattr(changed, other))) == (None, "2020-07-10")


@pytest.mark.parametrize(
    ("judged", "dropped"),
    [
        (rule(unless=unless(tag="pilot")), "unless"),
        (rule(after="congress.closed"), "after"),
        (rule("sequence", strict="true"), "strict"),
        (rule(severity="warning"), "severity"),
        (rule(document="required"), "document: required"),
    ],
)
def test_every_line_that_reaches_a_finding_is_left_out(judged, dropped):
    assert dropped in [args["dropped"] for _, args in _changes("line", judged)]


@pytest.mark.parametrize(
    ("document", "lines"), [("expected", ["document"]), ("required", ["document"] * 2), (None, [])]
)
def test_the_document_that_is_asked_for_is_left_out_and_made_weaker(document, lines):
    fields = {} if document is None else {"document": document}

    assert [at[0] for at, _ in _changes("line", rule(**fields)) if at[0] != "applies_to"] == lines


def test_a_document_that_is_only_asked_for_is_noticed_by_an_example_that_says_it_is_missing():
    examples = [{"as_of": "2020-07-01", "facts": {"paper.issued": "2020-06-20"}, "expect": "met"}]
    judged = rule(document="expected", examples=examples)
    asked = rule(document="expected", examples=[{**examples[0], "document": "missing"}])

    assert [
        [survives(one) for one in mutants_of(each) if one.loc[2:] == ("document",)] for each in (judged, asked)
    ] == [
        [True],
        [False],
    ]


@pytest.mark.parametrize(
    ("judged", "at"),
    [
        (rule(applies_to={"level": "upper"}), ("applies_to", "level")),
        (rule(applies_to={"type": "quan"}), ("applies_to", "type")),
        (rule(applies_to={"tag": "watch"}), ("applies_to", "tag")),
        (rule(unless=unless(tag="pilot", type="quan")), ("unless", "type")),
        (rule("census", select={"level": "upper", "type": "quan"}), ("select", "type")),
        (rule("census", select={"level": "upper", "without": "congress.closed"}), ("select", "without")),
        (rule("census", select={"level": "upper", "day": "2020-06-11"}), ("select", "day")),
    ],
)
def test_every_part_of_a_selector_is_left_out(judged, at):
    assert at in [place for place, _ in _changes("line", judged)]


def test_the_last_part_of_an_exception_is_not_left_out_on_its_own():
    places = [place for place, _ in _changes("line", rule(unless=unless(tag="pilot")))]

    assert ("unless",) in places
    assert ("unless", "tag") not in places


@pytest.mark.parametrize(
    ("judged", "at", "values"),
    [
        (rule(applies_to={"level": ["upper", "grassroots"]}), ("applies_to", "level"), ["upper", "grassroots"]),
        (rule(unless=unless(type=["quan", "huyen"])), ("unless", "type"), ["quan", "huyen"]),
        (rule("census", select={"type": ["quan", "huyen"]}), ("select", "type"), ["quan", "huyen"]),
        (rule("sequence"), ("steps",), ["step.first", "step.middle", "step.last"]),
        (rule("checklist", items=["one", "two"]), ("items",), ["one", "two"]),
        (rule("share", rule=["paper", "other"]), ("rule",), ["paper", "other"]),
    ],
)
def test_every_value_of_a_list_is_left_out_once(judged, at, values):
    others = [rule(id="paper"), rule(id="other")]
    found = own(mutants_of(judged, *others))

    assert [args["dropped"] for code, place, args in found if code == "value" and place[:-1] == at] == values


def test_a_checklist_without_a_list_of_its_own_loses_each_item_of_the_vocabulary():
    found = _changes("value", rule("checklist"))

    assert [(at, args["dropped"]) for at, args in found] == [(("checklist",), item) for item in ITEMS]


def test_a_list_that_would_be_too_short_is_no_mutant():
    assert _changes("value", rule("sequence", steps=["step.first", "step.last"])) == []


def test_every_other_modality_is_a_mutant_also_within_one_severity():
    assert [args["to"] for _, args in _changes("modality", rule())] == ["should", "strive"]
    assert [args["to"] for _, args in _changes("modality", rule(modality="should"))] == ["must", "strive"]
    assert [args["to"] for _, args in _changes("modality", rule(severity="warning"))] == ["should", "strive"]


def test_a_modality_turned_within_one_severity_is_noticed_by_an_example_that_states_it():
    example = {"as_of": "2020-07-01", "records": "complete", "expect": "open"}
    left = {
        stated: [one.args["to"] for one in mutants_of(_should({**example, **stated_})) if _left(one)]
        for stated, stated_ in (("", {}), ("modality", {"modality": "should"}))
    }

    assert left == {"": ["must", "strive"], "modality": []}


def _should(example: dict[str, Any]) -> dict[str, Any]:
    return rule(modality="should", examples=[example])


def _left(mutant: Mutant) -> bool:
    return mutant.key == "mutant-modality" and survives(mutant)


def test_only_one_of_the_levels_or_types_that_a_rule_concerns_is_left():
    narrower = [(at, args["to"]) for at, args in _changes("narrower", rule())]
    both = _changes("narrower", rule(applies_to={"level": ["city", "upper"], "type": ["thanh-pho", "quan"]}))

    assert narrower == [(("applies_to",), name) for name in ("doanh-nghiep", "huyen", "quan")]
    assert [args["to"] for _, args in both] == ["city", "upper", "quan", "thanh-pho"]
    assert _changes("narrower", rule(applies_to={"level": "city"})) == []


def test_one_level_type_or_tag_more_is_excepted():
    widened = _changes("wider", rule(unless=unless(tag="pilot", type="quan")))

    assert [(at[1], args["to"]) for at, args in widened] == [
        ("type", "huyen"),
        ("type", "doanh-nghiep"),
        ("tag", "watch"),
    ]
    assert _changes("wider", rule()) == []


@pytest.mark.parametrize(("over", "to"), [("children", ["below"]), ("below", ["children"]), ("task_force", [])])
def test_a_share_over_children_and_one_over_all_below_are_turned_into_each_other(over, to):
    assert [args["to"] for at, args in _changes("limit", rule("share", rule="all", over=over)) if at == ("over",)] == to


def test_units_below_those_below_tell_children_from_all_below():
    done = {"facts": {"paper.issued": "2020-06-12"}, "children": [{"records": "complete"}]}
    example = {"as_of": "2020-07-01", "records": "complete", "children": [done], "expect": "met"}
    paper = rule(id="paper", applies_to={"level": "grassroots"}, by="2020-06-20")
    found = mutants_of(rule("share", examples=[example]), paper)

    assert [survives(one) for one in found if one.loc == ("rules", 0, "over")] == [False]


@pytest.mark.parametrize(("as_of", "noticed"), [("2021-07-09", False), ("2021-07-10", True)])
def test_an_amendment_a_year_after_all_that_a_parameter_holds_is_noticed_by_a_late_example(as_of, noticed):
    example = {"as_of": as_of, "records": "complete", "expect": "overdue", "last_day": "2020-07-10"}
    judged = rule(by={"param": "limit"}, examples=[example])
    found = mutants_of(judged, parameters={"limit": parameter(("2020-06-20", "2020-07-10"))})

    [amended] = [one for one in found if one.key == "mutant-amended"]
    assert amended.args == {"day": "2021-07-10"}
    assert survives(amended) is not noticed


def test_another_basis_of_the_limit_is_a_mutant_where_it_changes_the_severity():
    assert [args["to"] for _, args in _changes("basis", rule(by="2020-07-10"))] == ["inferred"]
    assert [args["to"] for _, args in _changes("basis", rule(by="2020-07-10", limit_basis="inferred"))] == ["stated"]
    assert _changes("basis", rule(by="2020-07-10", modality="strive")) == []


def test_what_no_finding_sees_is_left_alone():
    fields: dict[str, Any] = {"title": {"vi": "a", "en": "b"}, "remedy": {"vi": "a", "en": "b"}, "owner": "city"}

    assert own(mutants_of(rule(**fields))) == own(mutants_of(rule()))


def _of_parameter(value: Any, judged: dict[str, Any], begins: str = "2020-06-20") -> list[tuple[str, str]]:
    found = mutants_of(judged, parameters={"limit": parameter((begins, value))})
    concerned = [one for one in found if one.loc[0] == "parameters" and one.key != "mutant-amended"]
    return [(one.key.removeprefix("mutant-"), one.args["to"]) for one in concerned]


def test_a_day_in_the_parameters_is_moved_and_so_is_the_day_it_begins():
    assert _of_parameter("2020-07-10", rule(by={"param": "limit"})) == [
        ("start", "2020-06-19"),
        ("day", "2020-07-09"),
        ("start", "2020-06-21"),
        ("day", "2020-07-11"),
    ]


def test_nothing_begins_before_the_directive_was_issued():
    found = _of_parameter("2020-07-10", rule(by={"param": "limit"}), "2020-06-11")

    assert [to for code, to in found if code == "start"] == ["2020-06-12"]


def test_a_number_in_the_parameters_moves_by_its_last_decimal():
    census = rule("census", expect={"param": "limit"})

    assert [to for code, to in _of_parameter("9", census) if code == "number"] == ["8", "10"]
    assert [to for code, to in _of_parameter("9.50", census) if code == "number"] == ["9.49", "9.51"]


def test_every_figure_of_a_parameter_moves_on_its_own():
    found = mutants_of(
        rule("measures"), parameters={"reference": parameter(("2020-06-20", {"growth": "7.5", "members": "9"}))}
    )
    numbers = [(one.args["from"], one.args["to"]) for one in found if one.key == "mutant-number"]

    assert numbers == [("growth 7.5", "7.4"), ("members 9", "8"), ("growth 7.5", "7.6"), ("members 9", "10")]
    values = [
        next(iter(one.rulebook.parameters["reference"].values())).value for one in found if one.key == "mutant-number"
    ]
    assert values[0] == {"growth": Decimal("7.4"), "members": Decimal(9)}


def test_the_day_of_the_directive_is_moved_for_all_rules():
    last = mutants_of(rule(), rule(id="other"))[-2:]

    assert [(one.loc, one.args["to"], one.rules) for one in last] == [
        (("directive", "issued"), "2020-06-10", ("judged", "other")),
        (("directive", "issued"), "2020-06-12", ("judged", "other")),
    ]


def test_a_mutant_of_a_parameter_concerns_the_rules_that_use_it():
    parameters = {"limit": parameter(("2020-06-20", "2020-07-10"))}
    found = mutants_of(rule(), rule(id="other", by={"param": "limit"}), parameters=parameters)

    assert {one.rules for one in found if one.loc[0] == "parameters"} == {("other",)}


def test_the_rulebook_itself_is_never_changed():
    judged = rule(by="2020-07-10", unless=unless(tag="pilot"), applies_to={"level": ["upper", "city"]})
    book = rulebook(judged)
    before = book.model_dump()

    assert len(list(mutants({"rules": [judged]}, book))) > 10
    assert book.model_dump() == before
    assert judged["applies_to"] == {"level": ["upper", "city"]}


def test_a_mutant_that_an_example_notices_does_not_survive():
    examples = [{"as_of": "2020-07-11", "records": "complete", "expect": "overdue"}]
    found = mutants_of(rule(by="2020-07-10", examples=examples))

    assert {one.args["to"]: survives(one) for one in found if one.key == "mutant-day" and one.loc[0] == "rules"} == {
        "2020-07-09": True,
        "2020-07-11": False,
    }


def test_without_examples_every_mutant_survives():
    assert all(survives(one) for one in mutants_of(rule(by="2020-07-10")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_mutant_has_a_sentence(language):
    kinds = {
        one.key.removeprefix("mutant-"): one
        for one in mutants_of(
            rule(by={"param": "limit"}, unless=unless(tag="pilot"), warn_days="3"),
            rule("sequence", id="other", before="2020-07-10"),
            parameters={"limit": parameter(("2020-06-20", "2020-07-10"))},
        )
    }

    assert set(kinds) == {
        *("day", "start", "number", "limit", "line", "value", "modality", "basis"),
        *("narrower", "wider", "amended"),
    }
    for one in kinds.values():
        assert "{" not in translate(language, one)


@pytest.mark.parametrize(
    ("selector", "dropped"),
    [
        ({"level": "grassroots", "type": "phuong"}, ["applies_to.type"]),  # wards stand on one level
        ({"level": "upper", "type": "doanh-nghiep"}, ["applies_to.level", "applies_to.type"]),
        ({"level": "grassroots", "type": "phuong", "tag": "pilot"}, ["applies_to.type", "applies_to.tag"]),
    ],
)
def test_a_line_of_a_selector_without_which_it_takes_the_same_units_is_not_left_out(selector, dropped):
    assert [args["dropped"] for _, args in _changes("line", rule(applies_to=selector))] == dropped
