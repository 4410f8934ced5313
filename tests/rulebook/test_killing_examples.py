"""For a mutant that no example notices, an example is found that holds for the rulebook and kills the mutant."""

from dataclasses import replace
from typing import Any

import pytest

from congress_cli.rulebook.examples import judge_example, read_example
from congress_cli.rulebook.mutation import Mutant, killing_example, survives
from tests.builders import parameter, rule, rulebook, unless
from tests.patience import some
from tests.rulebook.mutants import mutants_of, with_example

DATED = {"limit": parameter(("2020-06-20", "2020-07-10"))}
FIGURES = {"reference": parameter(("2020-06-11", {"growth": "5", "poverty": "5"}))}
PAPER = rule(id="paper", applies_to={"level": "grassroots"}, by="2020-06-20")
RULEBOOKS: dict[str, tuple[tuple[dict[str, Any], ...], dict[str, Any]]] = {
    "a fixed day": ((rule(by="2020-07-10"),), {}),
    "before a day": ((rule(before="2020-07-10", modality="strive"),), {}),
    "within days": ((rule(within={"days": "10", "after": "2020-07-01"}, document="required"),), {}),
    "within months": ((rule(within={"months": "1", "after": "2020-07-01"}, severity="warning"),), {}),
    "a parameter": ((rule(by={"param": "limit"}),), DATED),
    "an event with a plan": ((rule(before="congress.opened", limit_basis="inferred"),), {}),
    "an exception": ((rule(unless=unless(tag="pilot", type=["quan", "huyen"])),), {}),
    "a start": ((rule(after="congress.closed"),), {}),
    "a sequence": ((rule("sequence", before="2020-07-10"),), {}),
    "a strict sequence": ((rule("sequence", strict="true"),), {}),
    "a tally": ((rule("tally", before="congress.opened"),), {}),
    "a checklist": ((rule("checklist", by="2020-07-10"),), {}),
    "a checklist with items": ((rule("checklist", items=["one", "two"]),), {}),
    "measures": ((rule("measures"),), FIGURES),
    "a share": ((rule("share"), PAPER), {}),
    "a share with a mark": ((rule("share", at_least="90"), PAPER), {}),
    "a share of two rules": (
        (rule("share", rule=["paper", "other"]), PAPER, {**PAPER, "id": "other", "event": "congress.opened"}),
        {},
    ),
    "a share over task forces": (
        (rule("share", rule="all", over="task_force", applies_to={"level": ["upper", "grassroots"]}), PAPER),
        {},
    ),
    "within days after an event": ((rule(within={"days": "30", "after": "congress.closed"}),), {}),
    "cases": ((rule("each", sort="critical", within={"days": "20", "after": "detected"}),), {}),
    "cases by a day": ((rule("each", sort="high", by="2020-07-10"),), {}),
    "periods": ((rule("every", due={"day": "25"}, warn_days="5", **{"from": "2020-07"}),), {}),
    "periods after their end": ((rule("every", due={"days": "10"}, warn_days="5", **{"from": "2020-07"}),), {}),
    "a count": (
        (rule("census", select={"type": ["quan", "huyen"], "tag": "watch"}, expect="3"),),
        {},
    ),
    "a count without an event": (
        (rule("census", select={"level": "upper", "without": "congress.closed", "day": "2020-06-20"}, expect="2"),),
        {},
    ),
}
DEAR = ("rules.mutant-narrower", "rules.mutant-line")  # whose killing examples are found late


def _cases(*, dear: bool) -> list[Any]:
    return [
        pytest.param(name, number, id=f"{name}: {one.code} {'.'.join(map(str, one.loc))} {one.args.get('to', '')}")
        for name, (rules, parameters) in RULEBOOKS.items()
        for number, one in enumerate(mutants_of(*rules, parameters=parameters))
        if (one.loc[:2] == ("rules", 0) or one.loc[0] == "parameters") and (one.code in DEAR) is dear
    ]


CASES = [*_cases(dear=False)[:: some(1, 3)], *_cases(dear=True)[:: some(1, 9)]]


def _mutant(name: str, number: int) -> Mutant:
    rules, parameters = RULEBOOKS[name]
    return mutants_of(*rules, parameters=parameters)[number]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_what_survives_has_an_example_that_kills_it(name, number):
    mutant = _mutant(name, number)
    rules, parameters = RULEBOOKS[name]
    book = rulebook(*rules, parameters=parameters)
    assert survives(mutant)

    found = killing_example(mutant, book)

    assert found is not None
    rule_id, raw = found
    example = read_example(raw, book)
    assert judge_example(example, book.by_id[rule_id], book).ok
    assert not survives(replace(mutant, rulebook=with_example(mutant.rulebook, rule_id, raw), rules=(rule_id,)))


def test_a_change_that_nothing_can_show_has_no_killing_example():
    book = rulebook(rule())
    same = Mutant("rules.mutant-line", loc=("rules", 0), rulebook=book, rules=("judged",))

    assert killing_example(same, book) is None


def test_a_mutant_that_concerns_no_rule_has_no_killing_example():
    book = rulebook(rule(), parameters=DATED)

    assert killing_example(Mutant("rules.mutant-day", loc=("parameters", "limit"), rulebook=book), book) is None
