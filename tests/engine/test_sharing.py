"""Units with the same facts are judged once: the findings are those of every pair judged by itself."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.engine import judge
from congress_cli.engine.judging import Holding
from congress_cli.engine.one_rule import Places, Records, Rollup, RuleJudging
from congress_cli.model.facts import Event
from congress_cli.model.finding import Column, Finding
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.context import Outcome, Part, Subject
from tests.builders import registry, rule, rulebook, unit
from tests.engine import strategies as some
from tests.engine.cities import city
from tests.engine.test_properties import _built
from tests.patience import same_cases
from tests.patience import some as some_of


def each_by_itself(units: Registry, book: Rulebook, as_of: date) -> list[Finding]:
    """The findings of rules on one unit, nothing shared between two pairs."""
    context = book.judge_context(as_of)
    rules = [one for one in book.rules if one.of_one_unit]
    subjects = {one.id: Subject(one.id, one.facts, units.complete(one)) for one in units.units}
    found: list[Finding] = []
    for judged in rules:
        for place in range(len(units.units)):
            alone = [RuleJudging(other, context, units, subjects, Rollup(units, book.rules)) for other in rules]
            places = Holding(alone, context).places(units)[judged.id]
            if place in places.together or places.apart.get(place, judged) is None:
                judging = next(one for one in alone if one.rule is judged)
                found += judging.column(Places([], {place: None}), Records(units, as_of))
    return found


def recorded_alike(column: Column, judged: Rule) -> bool:
    """Whether units of which the same is said have recorded the same, but for the event a limit starts at."""
    start = getattr(getattr(judged, "start", None), "event", None)

    def recorded(finding: Finding) -> list[tuple[str, str]]:
        return [(one.fact, one.value) for one in finding.evidence if one.fact != start]

    examples = {said: recorded(one) for said, one in column.examples().items()}
    return [recorded(one) for one in column] == [examples[id(said)] for said in column.said]


def noted_judgements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The units that are judged from now on."""
    judged: list[str] = []
    outcome = RuleJudging.outcome

    def noted(self: RuleJudging, subject: Subject, of: Unit | None) -> Outcome:
        judged.append(subject.id)
        return outcome(self, subject, of)

    monkeypatch.setattr(RuleJudging, "outcome", noted)
    return judged


@same_cases()
@given(some.rules_together(), some.small_trees(), some.judged_days(), some.parameters(), st.data())
def test_a_finding_is_that_of_the_pair_judged_by_itself(rules, tree, as_of, parameters, data):
    book = rulebook(*rules, parameters=parameters)
    told = st.sampled_from([None, "báo cáo nhanh", "điện thoại"])
    numbers = st.sampled_from([None, "1-QĐ/TU", "2-QĐ/TU"])
    twins = [{**one, "id": f"{one['id']}-x", "parent": one["id"]} for one in tree]
    units = _built([*tree, *twins], records=data.draw(st.sampled_from(["complete", "partial"])))
    for one in units.units:
        for name, fact in one.facts.items():
            beside = {"source": data.draw(told), "note": data.draw(told)}
            one.facts[name] = fact.model_copy(update={**beside, "document": data.draw(numbers)})  # type: ignore[index]

    alone = {(one.rule, one.unit): one for one in each_by_itself(units, book, as_of)}
    found = judge(units, book, as_of)
    together = {(one.rule, one.unit): one for one in found}

    assert {pair: together[pair] for pair in alone} == alone
    assert all(recorded_alike(column, book.by_id[column.rule]) for column in found.columns)


@pytest.mark.parametrize("field", [name for name in Event.model_fields if name != "day"])
def test_facts_that_differ_in_anything_a_rule_may_look_at_are_judged_apart(field):
    book = rulebook(rule("event", document="required"))
    value = "2020-06-20" if field == "recorded" else "12-CV/QU"
    plain, other = {"day": "2020-06-15"}, {"day": "2020-06-15", field: value}
    units = registry(unit("A", facts={"paper.issued": plain}), unit("B", facts={"paper.issued": other}))

    first, second = judge(units, book, date(2020, 7, 1))

    assert (first.status is second.status) is (field != "document")
    assert [one.source for one in second.evidence] == [value if field == "source" else None]


def test_facts_that_differ_in_their_document_numbers_are_judged_once_and_each_number_is_told(monkeypatch):
    book = rulebook(rule("event", document="required"))
    numbers = {"A": "1-CV/QU", "B": "2-CV/QU", "C": None, "D": "1-CV/QU", "E": "3-CV/QU"}
    facts = {one: {"day": "2020-06-15", **({"document": number} if number else {})} for one, number in numbers.items()}
    units = registry(*(unit(one, facts={"paper.issued": fact}) for one, fact in facts.items()))
    judged = noted_judgements(monkeypatch)

    found = judge(units, book, date(2020, 7, 1))

    assert {one.unit: one.args.get("document") for one in found} == numbers
    assert judged == ["A", "C"]


def test_of_a_start_that_is_past_and_followed_by_the_matter_no_day_counts(monkeypatch):
    starts = {
        "A": "2020-06-13",
        "B": "2020-06-14/2020-06-15",
        "C": "2020-06-15",
        "D": "2020-06-15/2020-06-16",
        "E": "2020-06-16",
        "F": "2020-07-02",
        "G": None,
    }
    facts = {one: {"paper.issued": "2020-06-15", **({"step.first": day} if day else {})} for one, day in starts.items()}
    units = registry(*(unit(one, facts=fact) for one, fact in facts.items()), records="complete")
    judged = noted_judgements(monkeypatch)

    found = judge(units, rulebook(rule("event", after="step.first")), date(2020, 7, 1))

    statuses = {one.unit: (one.status.value, one.code) for one in found}
    done = dict.fromkeys("ABC", ("met", "event-done"))
    assert statuses == {
        **done,
        "D": ("unknown", "uncertain"),
        "E": ("failed", "before-start"),
        "F": ("open", "waits"),
        "G": ("open", "waits"),
    }
    assert judged == ["A", "D", "E", "F", "G"]
    assert [one.evidence[1].value for one in found[:3]] == [starts[one] for one in "ABC"]


def test_a_start_from_which_the_time_runs_as_well_counts_by_its_day():
    starts = {"A": "2020-06-12", "B": "2020-06-13"}
    facts = {one: {"paper.issued": "2020-06-15", "step.first": day} for one, day in starts.items()}
    units = registry(*(unit(one, facts=fact) for one, fact in facts.items()))
    within = {"days": "2", "after": "step.first"}

    found = judge(units, rulebook(rule("event", after="step.first", within=within)), date(2020, 7, 1))

    assert [one.status for one in found] == ["late", "met"]


@pytest.mark.parametrize("named", ["A", "B", "C"])
def test_a_rule_on_a_unit_by_its_id_holds_for_it_alone_among_units_alike(named):
    units = registry(unit("A"), unit("B"), unit("C"))

    found = judge(units, rulebook(rule(applies_to={"unit": [named]})), date(2020, 7, 1))

    assert [one.unit for one in found] == [named]


def test_what_is_recorded_in_no_file_is_cited_without_a_place():
    units = Registry(registry(unit("A", facts={"paper.issued": "2020-06-15"})).units, None)

    [found] = judge(units, rulebook(rule()), date(2020, 7, 1))

    assert [(one.fact, one.value, one.at) for one in found.evidence] == [("paper.issued", "2020-06-15", "")]


@pytest.mark.parametrize("seed", range(some_of(60, 15)))
def test_periods_and_cases_judged_once_for_all_units_are_as_if_each_were_judged_by_itself(seed, monkeypatch):
    given_ = city(seed)
    together = judge(given_.registry, given_.rulebook, given_.as_of)
    assert all(recorded_alike(column, given_.rulebook.by_id[column.rule]) for column in together.columns)

    class Forgotten(dict[Any, Any]):
        def get(self, *_: Any) -> None:
            return None

    monkeypatch.setattr(RuleJudging, "_parts_of", lambda *_: Forgotten())

    assert judge(given_.registry, given_.rulebook, given_.as_of) == together


def test_periods_and_cases_that_look_alike_are_judged_once_and_others_apart(monkeypatch):
    detected = {"detected": "2020-06-12", "fixed": "2020-06-20"}
    book = rulebook(
        rule("every", id="monthly", until="2020-07"),
        rule("each", id="fixed", within={"days": "3", "after": "detected"}),
        rule("every", id="from-step", **{"from": "step.first"}),
    )
    facts = {
        "report.sent": {"2020-06": "2020-06-20", "2020-07": "2020-07-20"},
        "findings": [{"case": str(number), "sort": "high", **detected} for number in range(50)],
    }
    other = {**facts, "step.first": "2020-07-03", "report.sent": {"2020-06": "2020-06-20", "2020-07": "2020-08-20"}}
    units = registry(*(unit(f"A-{one}", facts=facts) for one in range(3)), unit("B", facts=other))
    judged: list[tuple[str, ...]] = []
    judge_of = RuleJudging._judge_of

    def noted(self: RuleJudging, part: Part, subject: Subject, *more: Any) -> Any:
        judged.append((subject.id, self.rule.id, part.name))
        return judge_of(self, part, subject, *more)

    monkeypatch.setattr(RuleJudging, "_judge_of", noted)

    found = {(one.rule, one.unit): one for one in judge(units, book, date(2020, 7, 31))}

    of_first = [("A-0", "monthly", name) for name in ("", "2020-06", "2020-07")]
    of_first += [("A-0", "fixed", ""), ("A-0", "fixed", "0"), ("A-0", "from-step", "")]
    of_last = [("B", "monthly", ""), ("B", "monthly", "2020-07"), ("B", "from-step", ""), ("B", "from-step", "2020-07")]
    assert sorted(judged, key=lambda one: one[0]) == [*of_first, *of_last]
    assert found["monthly", "A-2"].counts == {"met": 2}
    assert found["monthly", "B"].counts == {"met": 1, "due_soon": 1}
    assert found["fixed", "A-1"].counts == found["fixed", "B"].counts == {"late": 50}
    assert found["from-step", "B"].counts == {"due_soon": 1}


@same_cases()
@given(some.rules_together(), some.small_trees(), some.judged_days(), some.parameters(), st.data())
def test_all_that_new_facts_of_one_unit_change_is_found_near_it(rules, tree, as_of, parameters, data):
    book = rulebook(*rules, parameters=parameters)
    place = data.draw(st.integers(0, len(tree) - 1))
    facts = data.draw(st.sampled_from([{}, *(one["facts"] for one in tree)]))
    before, after = _built(tree), _built([*tree[:place], {**tree[place], "facts": facts}, *tree[place + 1 :]])
    one = before.by_id[tree[place]["id"]]
    near = {one.id, *(other.id for other in (*before.above(one), *before.children_of(one.id)))}

    def moved(
        units: Collection[str] | None, *, keeping: bool = False
    ) -> dict[tuple[str, str], tuple[Finding | None, Finding | None]]:
        first = judge(before, book, as_of, near=units)
        second = judge(after, book, as_of, near=units, far=first if keeping else None)
        was, now = ({(f.unit, f.rule): f for f in found} for found in (first, second))
        return {pair: (was.get(pair), now.get(pair)) for pair in was | now if was.get(pair) != now.get(pair)}

    assert moved(near) == moved(None) == moved(near, keeping=True)
