"""The engine and the contract's second reading say the same of random cities, of the shipped files and of the example.

More cities: `pytest tests/engine --cities 1000`; also 100,000 small cities under one rule each: `--long`. What fails is
named by its number. At the end stands what was tried.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from congress_cli.engine import judge
from congress_cli.model.facts import Model
from congress_cli.model.figures import Comparison
from congress_cli.model.finding import RANK, Finding, Status
from congress_cli.reading.load import read_data
from congress_cli.reading.project import find_project
from congress_cli.rules import KINDS
from congress_cli.rules.bounds import Ahead, Param, UnitEvent, Within
from congress_cli.rules.census import Select
from congress_cli.rules.context import Selector
from congress_cli.rules.every import Due
from congress_cli.rules.measures import FactReference, Values
from tests import builders, patience
from tests.builders import ROOT
from tests.engine.cities import Chance, City, city, small_cities
from tests.engine.oracle import CLOSED, Expected, Oracle, World
from tests.patience import TRIED, some

HERE = Path(__file__).parent
FIRST_CITIES = 10
SMALL = ("tests/cases/small-city/units.yaml", "tests/cases/small-city/rules.yaml")
FILES = {
    "shipped-before": ("data/units.yaml", None, "2020-06-10"),
    "shipped": ("data/units.yaml", None, "2020-08-20"),
    "invented-city": ("examples/thanh-pho-mau", None, "2020-06-17"),
    "small-city-in-june": (*SMALL, "2020-06-17"),
    "small-city-in-august": (*SMALL, "2020-08-20"),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(patience.CITIES or some(1000, FIRST_CITIES)))


@lru_cache(FIRST_CITIES)
def oracle_of(seed: int) -> Oracle:
    return Oracle(*city(seed))


def oracle_says(seed: int) -> dict[tuple[str, str], Expected | None]:
    return oracle_of(seed).expected()


def _agree(given: City, oracle: Oracle) -> None:
    expected = oracle.expected()
    findings = {(one.rule, one.unit): one for one in judge(*given)}
    assert findings.keys() == expected.keys()
    TRIED["findings held against the second reading"] += sum(one is not None for one in expected.values())
    TRIED["findings of too many worlds for it"] += sum(one is None for one in expected.values())
    for (rule, where), wanted in expected.items():
        found, unit = findings[rule, where], given.registry.by_id.get(where)
        assert wanted is None or _as_expected(found) == wanted, (given.as_of, given.rulebook.by_id[rule], unit)
        of_parts = given.rulebook.by_id[rule].of_parts  # whose worlds are told part by part
        assert wanted is None or of_parts or _same_worlds(found, oracle.worlds.get((rule, where), []))
        assert found.days_left == (None if found.last_day is None else (found.last_day - given.as_of).days)


def _as_expected(one: Finding) -> Expected:
    return Expected(one.status, one.severity, one.last_day, one.last_days, one.would_be)


def _same_worlds(found: Finding, worlds: list[tuple[World, str]]) -> bool:
    """Whether a finding names the statuses of all worlds, and of one uncertain fact the days that lead to each."""
    stretches = found.args.get("worlds", [])
    statuses = {status for _, status in worlds}
    if not stretches or "first" not in stretches[0]:
        return [one["status"] for one in stretches] == sorted(statuses, key=lambda one: -RANK[Status(one)])
    (name,) = found.args["facts"]
    keys = {key for world, _ in worlds for key in world if key[1] == (CLOSED if name == "closed" else name)}
    return any(stretches == _stretches(worlds, key) for key in keys)


def _stretches(worlds: list[tuple[World, str]], key: tuple[str, str]) -> list[dict[str, str]]:
    """The stretches of days of one fact that lead to the same status; none where other facts decide too."""
    of_day = {(world[key], status) for world, status in worlds}
    found: list[dict[str, str]] = []
    for day, status in sorted(of_day):
        if found and found[-1]["status"] == status:
            found[-1]["last"] = day.isoformat()
        else:
            found.append({"status": status, "first": day.isoformat(), "last": day.isoformat()})
    return found if len(of_day) == len({day for day, _ in of_day}) else []


def test_the_engine_says_of_a_random_city_what_the_second_reading_says(seed):
    _agree(city(seed), oracle_of(seed))


@pytest.mark.parametrize("seeds", range(some(5000, 10)))
def test_the_engine_says_of_small_cities_under_one_rule_what_the_second_reading_says(seeds):
    for given in small_cities(seeds, 20):
        TRIED["small cities under one rule"] += 1
        _agree(given, Oracle(*given))


@pytest.mark.parametrize("name", FILES)
def test_the_engine_says_of_files_what_the_second_reading_says(name):
    units, rules, as_of = FILES[name]
    data = read_data(find_project(ROOT, str(ROOT / units), rules and str(ROOT / rules), None))
    given = City(data.registry, data.rulebook, date.fromisoformat(as_of), data.waivers)

    oracle = Oracle(*given)
    expected = oracle.expected()

    assert sum(one is None for one in expected.values()) < 0.05 * len(expected)
    _agree(given, oracle)


# ---- many uncertain days in one sequence

STEPS = ("step.first", "step.middle", "step.last", "paper.issued", "congress.closed")
AS_OF = date(2020, 6, 25)


def _uncertain_sequence(seed: int) -> City:
    """A unit under a sequence of three to five steps, most of them with up to four days around the judged one."""
    chance = Chance(seed)

    def some_days() -> str:
        first = AS_OF + timedelta(chance.randrange(-4, 3))
        return f"{first}/{first + timedelta(chance.randrange(1, 4))}" if chance.at(0.85) else str(first)

    steps = chance.sample(STEPS, chance.randrange(3, 6))
    fields: dict[str, Any] = {"steps": steps, "strict": chance.at(0.4)}
    if chance.at(0.6):
        anchor = chance.choice([str(AS_OF + timedelta(chance.randrange(-3, 3))), "congress.opened"])
        fields[chance.choice(["by", "before"])] = anchor
    if chance.at(0.3):
        fields["after"] = "congress.opened"
    names = [name for name in (*steps, "congress.opened", "congress.planned", "step.planned") if chance.at(0.85)]
    few = names[-7:] if len(names) > 7 else names
    one = builders.unit(facts={name: some_days() for name in few}, records=chance.choice(["complete", "partial"]))
    return City(builders.registry(one), builders.rulebook(builders.rule("sequence", **fields)), AS_OF, ())


@pytest.mark.parametrize("seeds", range(some(20, 5)))
def test_the_engine_says_of_uncertain_sequences_what_the_second_reading_says(seeds):
    tried = 0
    for seed in range(40 * seeds, 40 * seeds + 40):
        given = _uncertain_sequence(seed)
        oracle = Oracle(*given)
        _agree(given, oracle)
        tried += None not in oracle.expected().values()

    assert tried > 25


# ---- the cities are worth the trouble


def test_the_random_cities_have_every_status_of_every_kind_of_rule():
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(FIRST_CITIES):
        kinds = {one.id: one.kind for one in city(seed).rulebook.rules}
        seen += Counter((kinds[rule], one.status) for (rule, _), one in oracle_says(seed).items() if one is not None)

    assert {kind for kind, _ in seen} == set(KINDS)
    assert {status for _, status in seen} == set(Status)


def test_the_random_cities_have_last_days_known_and_uncertain_and_few_worlds_too_many_to_try():
    expected = [one for seed in range(FIRST_CITIES) for one in oracle_says(seed).values()]
    known = [one for one in expected if one is not None]

    assert sum(one.last_day is not None for one in known) > 100
    assert sum(one.last_days is not None for one in known) > 20
    assert len(known) > 0.95 * len(expected)
    assert sum(len(oracle_of(seed).worlds) for seed in range(FIRST_CITIES)) > 10


JUDGED_BY: dict[str, tuple[type[Model], ...]] = {
    "applies_to": (Selector, Comparison),
    "unless": (Selector, Comparison),
    "select": (Select, Comparison),
    "before": (Param, UnitEvent),
    "by": (Param, UnitEvent),
    "within": (Within, Param, UnitEvent),
    "ahead": (Ahead, Param, UnitEvent),
    "not_before": (Within, Param, UnitEvent),
    "after": (UnitEvent,),
    "from": (UnitEvent,),
    "until": (UnitEvent,),
    "due": (Due,),
    "expect": (Param, Comparison),
    "against": (Param, FactReference, Values, Comparison),
}
NOT_JUDGED = {"title", "remedy", "examples", "lead"}


def _keys(value: Any, top: str) -> Iterator[str]:
    """Every key below a key of a rule, under that key."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield f"{top}: {name}"
        yield from _keys(inner, top)


def test_the_random_cities_have_every_key_of_the_rule_language():
    wanted = {f"{top}: {name}" for top, models in JUDGED_BY.items() for one in models for name in one.model_fields}
    for kind, model in KINDS.items():
        names = {field.alias or name for name, field in model.model_fields.items()}
        wanted |= {f"{kind}: {name}" for name in names - NOT_JUDGED}
    found: Counter[str] = Counter()
    for one in chain.from_iterable(Chance(seed).rules() for seed in range(patience.CITIES or 100)):
        found.update(f"{one['kind']}: {name}" for name in one)
        found.update(key for name in JUDGED_BY.keys() & one.keys() for key in _keys(one[name], name))

    assert wanted <= found.keys()
    TRIED.update({f"rules with the key {key}": found[key] for key in wanted})


def test_a_number_always_means_the_same_city():
    assert city(1) == city(1)
    assert city(1) != city(2)


@pytest.mark.parametrize("name", ["oracle.py", "one_world.py"])
def test_the_second_reading_reads_models_and_no_code_that_judges(name):
    parsed = ast.walk(ast.parse((HERE / name).read_text("utf-8")))
    taken = {str(node.module) for node in parsed if isinstance(node, ast.ImportFrom)}

    assert taken
    assert all(re.match(r"congress_cli\.model\.|(?!congress_cli)", module) for module in taken)
