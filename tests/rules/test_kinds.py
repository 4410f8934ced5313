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
from congress_cli.rules import KINDS, Rule, RulePage, flow
from congress_cli.rules.base import Fulfilment, Mutable, Reference
from congress_cli.rules.context import JudgeContext, UnitInWorld
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words
from tests.builders import OF_KIND, day, parameter, rule, rulebook, unit, unless
from tests.conftest import Golden

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


def test_what_has_happened_by_the_judged_day_need_not_be_done_again():
    book = rulebook(rule("sequence"))
    recorded = {"step.first": "2020-06-20", "step.middle": "2020-06-21"}

    wanted = book.rules[0].fulfilment(
        unit(facts=recorded), on(day("2020-06-25")), book.judge_context(day("2020-06-20"))
    )

    assert {name: str(fact.day) for name, fact in wanted.facts.items()} == dict.fromkeys(
        ("step.middle", "step.last"), "2020-06-25"
    )


def test_a_changed_rulebook_forgets_what_was_worked_out_of_the_old_one():
    book = rulebook(rule())
    assert set(book.by_id) == {"judged"}

    assert set(book.with_changes(rules=(book.rules[0].model_copy(update={"id": "other"}),)).by_id) == {"other"}


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


WORKING: dict[str, Any] = {
    "calendars": {"VN": {"weekend": ["saturday", "sunday"], "covers": {"from": "2019-01-01", "until": "2022-12-31"}}},
    "calendar": "VN",
}
PARAMETERS = {
    "limit": parameter(("2020-06-11", "2020-07-01"), ("2020-06-20", "2020-07-10")),
    "length": parameter(("2020-06-11", "5"), ("2020-06-20", "10")),
    "reference": parameter(("2020-06-11", {"growth": "5", "poverty": "2"})),
}
MEMBERS: dict[str, Any] = {"targets": {"members": {"at_least": "200"}}}
PARENT_OPENED = {"event": "congress.opened", "of": "parent"}
SAID: dict[str, dict[str, Any]] = {
    "event without a limit": rule(document="required"),
    "event before a parameter": rule(before={"param": "limit"}, document="expected"),
    "event by a day": rule(by="2020-07-05", roll="forward", limit_basis="inferred", warn_days="3", lead={"days": "5"}),
    "event by a parameter": rule(by={"param": "limit"}, applies_to={"unit": ["U", "X"]}),
    "event before an event": rule(before="congress.opened", after="step.first", not_before="2020-06-12"),
    "event within a parameter": rule(within={"days": {"param": "length"}, "after": "2020-07-01"}, severity="warning"),
    "event within months": rule(
        within={"months": "2", "after": PARENT_OPENED}, after={"event": "step.last", "of": "X"}
    ),
    "event ahead": rule(
        ahead={"working_days": "3", "of": "congress.opened"},
        roll="back",
        not_before={"days": "2", "after": "congress.closed"},
        after={"event": "congress.closed", "of": "children"},
    ),
    "event of those by figures": rule(
        applies_to={"where": MEMBERS}, unless=unless(level=["upper", "city"], tag="pilot")
    ),
    "sequence": rule(
        "sequence", after="congress.closed", lead={"step.middle": {"days": "2"}, "step.last": {"days": "3"}}
    ),
    "sequence strict": rule("sequence", strict="true", steps=["step.first", "step.last"]),
    "tally": rule("tally", applies_to={"level": ["upper", "grassroots"]}),
    "tally at least": rule("tally", at_least="80", by="2020-07-05"),
    "checklist": rule("checklist", items=["one", "two"], by="2020-07-05"),
    "checklist of all": rule("checklist"),
    "measures by a parameter": rule("measures"),
    "measures by a fact": rule("measures", against={"fact": "results"}),
    "measures by numbers": rule("measures", against={"values": {"growth": "7", "poverty": {"below": "3"}}}),
    "share": rule("share"),
    "share of all": rule("share", rule="all", over="below"),
    "share of a task force": rule("share", at_least="60", over="task_force"),
    "census": rule("census", select={"type": "quan", "tag": "pilot"}),
    "census without": rule(
        "census", select={"level": "upper", "without": "congress.closed", "day": "2020-06-11"}, expect="2"
    ),
    "census by a comparison": rule("census", select={"level": "upper", "where": MEMBERS}, expect={"at_least": "3"}),
    "census by a parameter": rule("census", expect={"param": "length"}),
    "every month": rule("every"),
    "every month by a day": rule("every", **{"from": "2020-06-15", "until": "2020-08", "due": {"day": "31"}}),
    "every quarter": rule(
        "every",
        series="quarter.sent",
        **{"from": "2020-Q2", "until": "congress.closed", "due": {"day": "5", "month": "4"}},
    ),
    "every half": rule("every", series="half.sent", **{"from": "congress.opened", "due": {"months": "2"}}),
    "every year": rule(
        "every", series="year.sent", roll="back", **{"from": "2019", "until": "2021", "due": {"working_days": "3"}}
    ),
    "every ten days": rule(
        "every", series="progress.sent", warn_days="2", **{"from": "2020-06-15", "until": "3", "due": {"days": "1"}}
    ),
    "each": rule("each", sort=["critical", "high"], within={"days": "15", "after": "detected"}),
    "each of all": rule("each", cases="requests", day="answered", after="congress.closed", by="2020-07-05"),
}


def _told(judged: dict[str, Any], *, first: bool) -> Iterator[str]:
    """What a rule says of itself to people, to a linter, and to whoever makes examples of it."""
    paper = rule(id="paper", applies_to={"level": "grassroots"}, by="2020-06-20")
    book = rulebook(judged, paper, parameters=PARAMETERS, **WORKING)
    one = book.by_id["judged"]
    for language in LANGUAGES:
        yield from (f"{label}: {text}" for label, text in list(RulePage(one, book, language).lines())[3:])
    for name in one.references():
        kind = name.kind.__name__ if isinstance(name.kind, type) else str(name.kind)
        yield f"names {'.'.join(map(str, name.field))} = {name.name}: {kind} of {name.of}"
    yield f"reads {flow(one.own_facts())}, judges {flow(one.judged_facts())}, plans {flow(one.plan_events())}"
    yield from (str(order) for order in one.precedences())
    yield from (str(again) for again in [one.recurrence(book)] if again is not None)
    yield f"leads {[one.lead_days(event) for event in (None, *one.ordered_events())]}, gap {one.gap}"
    if first:
        yield from (f"changes {name}: {flow(paths)}" for name, paths in one.changeable()._asdict().items() if paths)
    yield f"days {flow(sorted({str(day) for day in one.example_days(book, book.rules)}))}"
    yield from (f"beside {flow(more)}" for more in one.neighbours(book, book.by_id))


def test_each_kind_says_the_same_of_itself(golden: Golden) -> None:
    firsts = {one["kind"]: name for name, one in reversed(SAID.items())}
    said = "".join(
        f"== {name}\n" + "".join(f"{line}\n" for line in _told(one, first=firsts[one["kind"]] == name))
        for name, one in SAID.items()
    )

    golden.same("kinds.txt", said)
