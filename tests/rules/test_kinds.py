"""A kind of rule says everything about its kind, and nobody else asks of which kind a rule is."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import new_class
from typing import Any, Literal

import pytest

import congress_cli
from congress_cli.days import Day, on
from congress_cli.language import LANGUAGES
from congress_cli.model.registry import Unit
from congress_cli.rules import KINDS, Rule
from congress_cli.rules.base import Fulfilment, Mutable, Reference
from congress_cli.rules.context import JudgeContext, UnitInWorld
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words
from tests.builders import OF_KIND, day, parameter, rule, rulebook, unit

SOURCE = Path(congress_cli.__file__).parent
ASKING = re.compile(r"isinstance\((?:rule|one|other|judged)\b[^)]*Rule\b|\brules?\.kind (?:==|!=|is|in|not)")


def _names(self: Rule) -> Iterator[Reference]:
    yield from ()


def _asks(self: Rule, words: Words) -> Iterator[str]:
    yield from ()


def _progress(self: Rule, case: UnitInWorld) -> Progress:
    return Progress(True, "event-done")


def _fulfilment(self: Rule, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
    return Fulfilment({})


WHOLE: dict[str, Any] = {
    "summary": dict.fromkeys(LANGUAGES, "invented"),
    "mutable": Mutable(),
    "names": _names,
    "asks": _asks,
    "progress": _progress,
    "fulfilment": _fulfilment,
}


def _defined(said: dict[str, Any], base: type[Rule] = TimedRule) -> type[Rule]:
    own = {"__module__": __name__, "__annotations__": {"kind": Literal["invented"]}, **said}
    return new_class("InventedRule", (base,), exec_body=lambda namespace: namespace.update(own))


@pytest.fixture(autouse=True)
def _no_kind_stays(monkeypatch):
    monkeypatch.setattr(Rule, "kinds", dict(Rule.kinds))


def test_a_kind_that_says_everything_is_a_kind():
    assert _defined(WHOLE).kinds["invented"].__name__ == "InventedRule"


@pytest.mark.parametrize("left_out", WHOLE)
def test_a_kind_that_leaves_something_out_fails_where_it_is_defined(left_out):
    said = {name: one for name, one in WHOLE.items() if name != left_out}

    with pytest.raises(TypeError, match=f"InventedRule does not say of its kind: {left_out}$"):
        _defined(said)


def test_a_kind_on_many_units_must_also_say_how_it_judges_and_what_stands_below():
    with pytest.raises(TypeError, match=r"below_steps, judge, neighbours$"):
        _defined(WHOLE, Rule)  # type: ignore[type-abstract]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_described_and_fulfilled(kind):
    book = rulebook(rule(kind), parameters={"reference": parameter(("2020-06-11", {"growth": "5"}))})
    judged = book.rules[0]

    assert set(judged.summary) == set(LANGUAGES)
    for language in LANGUAGES:
        assert all(judged.asks(Words(book, language)))
    fulfilled = judged.fulfilment(unit(), on(day("2020-06-20")), book.judge_context(day("2020-06-20")))
    assert set(fulfilled.facts) <= set(judged.judged_facts())


def test_every_kind_has_its_file_and_nothing_else_has_one():
    assert set(KINDS) == set(OF_KIND)
    assert all((SOURCE / "rules" / f"{kind}.py").is_file() for kind in KINDS)


def test_nobody_outside_the_rules_asks_of_which_kind_a_rule_is():
    asking = [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in SOURCE.rglob("*.py")
        if path.parent.name not in ("rules", "model")
        for line in path.read_text("utf-8").splitlines()
        if ASKING.search(line)
    ]

    assert asking == []
