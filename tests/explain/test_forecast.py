"""The days on which `explain` says that a status will turn, held against judging each day with the whole engine.

More cities: `pytest tests/explain/test_forecast.py --cities 1000`. With `--long` as many, and both registries in full.
What fails is named by its number. At the end stands what was tried.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest

from congress_cli.days import on
from congress_cli.engine import judge
from congress_cli.explain import prove
from congress_cli.explain.judged import Judged, judged
from congress_cli.model.facts import Event
from congress_cli.reading.load import read_data
from congress_cli.reading.project import find_project
from congress_cli.rules.proof import Proof
from tests import patience
from tests.builders import ROOT, day, read_case, registry, rule, rulebook, unit, waiver
from tests.engine.cities import city
from tests.explain.proofs import proof_of, steps_of
from tests.patience import TRIED, some

CASE = ROOT / "tests" / "cases" / "small-city"
MAU = ("examples/thanh-pho-mau", "2020-06-17")
REGISTRIES = [("data/units.yaml", "2020-06-12"), ("data/units.yaml", "2020-08-20"), MAU]
GONE = "no-finding"


def _forecast(proof: Proof, last: date) -> list[tuple[str, str]]:
    steps = steps_of(proof, "change")
    turning = ("unchanged", "after-waiver", "no-longer")
    turns = [(args["day"], args.get("status", GONE)) for code, args in steps if code in turning]
    return [turn for turn in turns if turn[0] <= last.isoformat()]


def _turns_day_by_day(run: Judged, last: date) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Of each pair the days on which `check` says another status than on the day before, and that status."""
    rules = tuple(one for one in run.rulebook.rules if one.of_one_unit)
    book = run.rulebook.with_changes(rules=rules)
    status = {(one.unit, one.rule): one.status.value for one in run.findings if run.rulebook.by_id[one.rule] in rules}
    turns: dict[tuple[str, str], list[tuple[str, str]]] = {pair: [] for pair in status}
    for number in range(1, (last - run.as_of).days + 1):
        as_of = run.as_of + timedelta(days=number)
        found = judge(run.registry, book, as_of, run.waivers)
        TRIED["forecasts: days judged"] += 1
        today = dict.fromkeys(status, GONE) | {(one.unit, one.rule): one.status.value for one in found}
        for pair in turns:
            if today[pair] != status[pair]:
                turns[pair].append((as_of.isoformat(), today[pair]))
        status = today
    return turns


def _agrees_with_every_day(run: Judged, last: date, every: int = 1) -> Counter[str]:
    """Compare explain with check, and forecasts with day-by-day judging; how many turns to each status there were."""
    wanted = _turns_day_by_day(run, last)
    of_check = {(one.unit, one.rule): one for one in run.findings}
    seen: Counter[str] = Counter()
    for unit_id, rule_id in sorted(wanted)[::every]:
        proof, judged_rule = prove(run, unit_id, rule_id), run.rulebook.by_id[rule_id]
        assert proof is not None
        assert [proof.finding] == [of_check[unit_id, rule_id]] == list(run.on_days(judged_rule, unit_id, [run.as_of]))
        assert _forecast(proof, last) == wanted[unit_id, rule_id], (unit_id, judged_rule)
        seen.update(status for _, status in wanted[unit_id, rule_id])
        TRIED["forecasts: pairs of unit and rule"] += 1
    TRIED["forecasts: turns told"] += seen.total()
    return seen


def _last_day_of(run: Judged) -> date:
    """The last day in the data, open ends aside."""
    days = [fact.day for one in run.registry.units for fact in one.facts.values() if fact.day is not None]
    return max(one.last for one in days if one.last.year < 2100)


def _forecast_holds(run: Judged, proof: Proof) -> None:
    """With the facts that are said to change a verdict, the whole engine says what the proof says."""
    steps = [args for code, args in steps_of(proof, "change") if code in ("if-done", "if-recorded") and "facts" in args]
    for args in steps if run.rulebook.by_id[proof.rule].ordered_events() else ():
        for text in (args["day"],) if "day" in args else args["days"].split("/"):
            one = run.registry.by_id[proof.unit]
            facts = {name: Event(day=on(date.fromisoformat(text)), document="1-BC") for name in args["facts"]}
            changed = one.model_copy(update={"facts": {**one.facts, **facts}})
            units = tuple(changed if other.id == one.id else other for other in run.registry.units)
            findings = judge(replace(run.registry, units=units), run.rulebook, run.as_of)
            found = next(other for other in findings if (other.unit, other.rule) == (proof.unit, proof.rule))
            assert found.status == args["status"], (proof.unit, run.rulebook.by_id[proof.rule], args)
            assert found.status is not proof.finding.facts_status
            TRIED["changes told and made"] += 1


def test_the_forecast_of_the_small_city_names_the_days_on_which_check_says_another_status():
    units, book, waivers = read_case(CASE)
    assert units.as_of is not None
    run = judged(units, book, waivers, units.as_of)

    seen = _agrees_with_every_day(run, run.as_of + timedelta(days=120))

    assert {"due_soon", "overdue", "waived"} <= seen.keys()


@pytest.mark.parametrize("seed", range(patience.CITIES or some(1000, 4)))
def test_the_forecast_of_a_random_city_names_the_days_on_which_check_says_another_status(seed, monkeypatch):
    given, as_of = city(seed, 2, 4), date(2020, 6, 5) + timedelta(days=seed % 25)
    last = date(2020, 7, 17) + timedelta(days=60)  # the cities hold no fact after the middle of July
    module = import_module("congress_cli.explain.what_if")
    monkeypatch.setattr(module, "DAYS_OF_PARTS", (last - as_of).days + 1)  # no later turn is compared
    run = judged(given.registry, given.rulebook, given.waivers, as_of)

    assert _agrees_with_every_day(run, last)


@pytest.mark.parametrize("seed", range(patience.CITIES or some(1000, 4)))
def test_what_is_said_to_change_a_verdict_in_a_random_city_changes_it(seed):
    given = city(seed, 2, 4)
    run = judged(given.registry, given.rulebook, given.waivers, given.as_of)

    for one in run.findings[seed % 7 :: 7]:
        proof = prove(run, one.unit, one.rule)
        assert proof is not None
        _forecast_holds(run, proof)


@pytest.mark.parametrize(("units", "as_of"), some(REGISTRIES, [MAU]))
def test_the_forecast_of_a_registry_names_the_days_on_which_check_says_another_status(units, as_of):
    data = read_data(find_project(ROOT, str(ROOT / units), None, None))
    run = judged(data.registry, data.rulebook, data.waivers, day(as_of))
    last = some(_last_day_of(run) + timedelta(days=60), run.as_of + timedelta(days=14))

    seen = _agrees_with_every_day(run, last, some(1, 5))

    assert seen.keys() >= ({"overdue"} if units == MAU[0] else set())


@pytest.mark.parametrize("plan", ["2020-07-20/2020-07-25", "2020-07-20", "2020-07-20/..", "../2020-07-25", "2020-08"])
def test_where_the_plan_is_an_interval_every_turn_is_told(plan):
    book = rulebook(rule(before="congress.opened"))
    run = judged(registry(unit(facts={"congress.planned": plan})), book, (), date(2020, 6, 20))

    assert _agrees_with_every_day(run, date(2020, 9, 30))


def test_an_interval_of_planned_days_turns_open_by_way_of_unknown():
    proof = proof_of(rule(before="congress.opened"), {"congress.planned": "2020-07-20/2020-07-25"}, "2020-06-20")

    assert _forecast(proof, date(2020, 12, 31)) == [
        ("2020-07-05", "unknown"),
        ("2020-07-10", "due_soon"),
        ("2020-07-20", "unknown"),
        ("2020-07-25", "overdue"),
    ]


def test_a_waiver_to_come_is_part_of_the_forecast():
    proof = proof_of(rule(by="2020-06-20"), as_of="2020-06-28", waivers=[waiver()])

    assert steps_of(proof, "change")[-2:] == [
        ("unchanged", {"day": "2020-07-01", "status": "waived"}),
        ("after-waiver", {"day": "2020-08-01", "status": "overdue"}),
    ]


def test_a_waiver_that_follows_another_at_once_is_no_turn():
    second = waiver(**{"from": "2020-08-01", "until": "2020-08-31"})
    proof = proof_of(rule(by="2020-06-20"), waivers=[waiver(), second])

    assert _forecast(proof, date(2020, 12, 31)) == [("2020-09-01", "overdue")]


def test_a_month_long_limit_from_an_uncertain_day_turns_as_check_says():
    book = rulebook(rule(within={"months": "1", "after": "congress.opened"}, warn_days="30"))
    for as_of in ("2020-06-12", "2020-06-25", "2020-07-10"):
        run = judged(registry(unit(facts={"congress.opened": "2020-06-20/2020-07-20"})), book, (), day(as_of))

        _agrees_with_every_day(run, date(2020, 9, 30))


def test_where_working_days_leave_their_calendar_the_turn_is_told():
    calendar = {"weekend": ["sunday"], "covers": {"from": "2020-05-01", "until": "2020-08-31"}, "closed": {}}
    ahead = {"working_days": "11", "of": "congress.opened"}
    book = rulebook(rule(ahead=ahead, after="step.last", calendar="VN"), calendars={"VN": calendar})
    run = judged(registry(unit(facts={"congress.opened": "2020-06-26/.."})), book, (), day("2020-06-29"))

    assert _agrees_with_every_day(run, date(2020, 9, 15)).keys() == {"unknown"}


def test_a_rule_that_figures_to_come_take_away_is_told_not_to_concern_the_unit_any_more():
    facts = {"targets": {"values": {"growth": "1"}, "day": "2020-07-05"}}
    where = {"targets": {"growth": {"at_least": "5"}}}
    judged_ = rule(by="2020-07-20", applies_to={"level": "upper", "where": where})

    assert _forecast(proof_of(judged_, facts), date(2020, 12, 31)) == [("2020-07-05", GONE)]


def test_of_two_children_explain_names_the_one_that_check_names():
    after = {"event": "step.last", "of": "children"}
    book = rulebook(rule(event="step.first", after=after, not_before={"event": "step.middle", "of": "B"}))
    below = [unit(one, "grassroots", parent="U", facts={"step.last": "2020-06-14"}) for one in "AB"]
    run = judged(registry(unit(facts={"step.first": "2020-06-12"}), *below), book, (), day("2020-06-15"))

    [near] = run.on_days(book.by_id["judged"], "U", [run.as_of])

    assert near == run.of_unit("U")[0]
    assert near is not None
    assert near.args["unit"] == "A"


@pytest.mark.parametrize("detected", ["2020-06-20", "2020-06-20/2020-06-23"])
def test_the_last_days_of_cases_are_foretold_however_far_ahead_they_lie(detected):
    book = rulebook(rule("each", within={"months": "12", "after": "detected"}))
    cases = [{"case": "1", "sort": "high", "detected": detected, "fixed": "2021-12-01"}]
    run = judged(registry(unit(facts={"findings": cases})), book, (), day("2020-07-01"))

    assert {"due_soon", "overdue", "late"} <= _agrees_with_every_day(run, date(2022, 1, 31)).keys()


def test_a_period_done_far_ahead_is_foretold():
    sent = {"report.sent": {"2020-06": "2021-05-03/2021-05-05"}}
    run = judged(registry(unit(facts=sent)), rulebook(rule("every", until="2020-06")), (), day("2020-06-20"))

    assert {"overdue", "unknown", "late"} <= _agrees_with_every_day(run, date(2021, 7, 4)).keys()


def test_a_status_that_already_stands_is_not_foretold():
    ended = waiver(**{"from": "2020-06-01", "until": "2020-06-25"})
    overdue = proof_of(rule(by="2020-06-20"), {"congress.opened": "2020-07-05"}, waivers=[ended])
    uncertain = proof_of(rule(by="2020-06-20"), {"paper.issued": "2020-07-03/2020-07-05"})

    assert _forecast(overdue, date(2020, 12, 31)) == []
    assert _forecast(uncertain, date(2020, 12, 31)) == [("2020-07-03", "unknown"), ("2020-07-05", "late")]
