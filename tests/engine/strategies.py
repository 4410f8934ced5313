"""Random small rulebooks and registries. Days lie around the directive's, close together, so that they meet."""

from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st

from congress_cli.days import on
from congress_cli.model.registry import Registry, Unit
from tests.builders import ITEMS, rule, unless

FIRST = date(2020, 6, 5)
WINDOW = 22
UNCERTAIN_AT_MOST = 3

EVENTS = ("congress.opened", "congress.closed", "paper.issued", "step.first", "step.middle", "step.last")
PLANS = ("congress.planned", "step.planned")
TIMED = ("event", "sequence", "tally", "checklist", "measures")

Raw = dict[str, Any]


def _day_after_first(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


def exact_days() -> st.SearchStrategy[str]:
    return st.integers(0, WINDOW).map(_day_after_first)


@st.composite
def intervals(draw) -> str:
    start, length = draw(st.integers(0, WINDOW)), draw(st.integers(1, 5))
    return f"{_day_after_first(start)}/{_day_after_first(start + length)}"


def days(uncertain: bool) -> st.SearchStrategy[str]:
    return st.one_of(exact_days(), intervals()) if uncertain else exact_days()


def judged_days() -> st.SearchStrategy[date]:
    return exact_days().map(date.fromisoformat)


# ---- rules


def _anchors() -> st.SearchStrategy[Any]:
    return st.one_of(exact_days(), st.just({"param": "limit"}), st.sampled_from(EVENTS))


def limits() -> st.SearchStrategy[Raw]:
    months = {"months": st.integers(0, 2), "after": _anchors(), "month_end": st.sampled_from(["clamp", "next"])}
    within_days = st.fixed_dictionaries({"days": st.sampled_from([0, 1, 3, 40_000]), "after": _anchors()})
    return st.one_of(
        st.just({}),
        st.fixed_dictionaries({"before": _anchors()}),
        st.fixed_dictionaries({"by": _anchors()}),
        st.fixed_dictionaries({"within": within_days}),
        st.fixed_dictionaries({"within": st.fixed_dictionaries(months)}),
    )


def _starts() -> st.SearchStrategy[Any]:
    events = st.sampled_from(EVENTS[:3])
    return st.one_of(st.none(), events, events.map(lambda event: {"event": event, "of": "children"}))


_OF_KIND: dict[str, st.SearchStrategy[Raw]] = {
    "event": st.fixed_dictionaries(
        {"event": st.sampled_from(EVENTS), "document": st.sampled_from([None, "required", "expected"])}
    ),
    "sequence": st.fixed_dictionaries(
        {
            "steps": st.lists(st.sampled_from(EVENTS), min_size=2, max_size=3, unique=True),
            "strict": st.booleans(),
        }
    ),
    "tally": st.just({}),
    "checklist": st.fixed_dictionaries({"items": st.sampled_from([None, ["one"], list(ITEMS)])}),
    "measures": st.sampled_from(
        [
            {"measures": "targets", "against": {"param": "reference"}},
            {"measures": "results", "against": {"fact": "targets"}},
        ]
    ),
}


@st.composite
def timed_rules(draw, rule_id: str = "judged") -> Raw:
    kind = draw(st.sampled_from(TIMED))
    fields = {
        **draw(_OF_KIND[kind]),
        **draw(limits()),
        "after": draw(_starts()),
        "warn_days": draw(st.sampled_from([0, 2, 14])),
        "applies_to": {"level": draw(st.sampled_from([["upper"], ["upper", "grassroots"]]))},
        "unless": draw(st.sampled_from([None, None, unless(tag="pilot")])),
    }
    return rule(kind, id=rule_id, **{key: value for key, value in fields.items() if value is not None})


@st.composite
def censuses(draw, rule_id: str = "judged") -> Raw:
    select = {
        "level": draw(st.sampled_from([None, "upper", "grassroots"])),
        "without": draw(st.sampled_from([None, "congress.closed"])),
        "day": draw(st.one_of(st.none(), exact_days())),
    }
    chosen = {key: value for key, value in select.items() if value is not None}
    return rule("census", id=rule_id, applies_to={"level": "city"}, select=chosen, expect=draw(st.integers(0, 4)))


@st.composite
def rules_together(draw) -> list[Raw]:
    """One to three timed rules, a census and shares over them."""
    timed = [draw(timed_rules(f"rule-{i}")) for i in range(draw(st.integers(1, 3)))]
    levels = {"level": ["city", "upper"]}
    return [
        *timed,
        draw(censuses("census")),
        rule("share", id="near", rule="all", applies_to=levels),
        rule("share", id="far", rule="rule-0", over="below", applies_to=levels, at_least=draw(st.integers(0, 100))),
        rule("share", id="forces", rule="all", over="task_force", applies_to={}),
    ]


def parameters() -> st.SearchStrategy[Raw]:
    reference = st.sampled_from([{}, {"growth": "7"}, {"growth": "7", "poverty": "2"}])
    return st.fixed_dictionaries(
        {
            "limit": st.one_of(st.just({}), exact_days().map(lambda day: _from_the_start(day))),
            "reference": reference.map(lambda numbers: _from_the_start(numbers) if numbers else {}),
        }
    )


def _from_the_start(value: Any) -> Raw:
    return {"2020-06-01": {"value": value, "ref": "01-TB/MN"}}


# ---- units


@st.composite
def facts(draw, uncertain: bool) -> Raw:
    day = days(uncertain)
    some_day = st.one_of(st.none(), day)
    found: Raw = {}
    for name in (*EVENTS, *PLANS):
        value = draw(some_day)
        if value is not None:
            found[name] = value if draw(st.booleans()) else {"day": value, "document": "12-CV/QU"}
    if draw(st.booleans()):
        total = draw(st.integers(0, 2))
        found["complaints"] = _dated({"total": total, "done": draw(st.integers(0, total))}, draw(some_day))
    if draw(st.booleans()):
        items = draw(st.sampled_from([[], ["one"], list(ITEMS)]))
        found["topics"] = _dated({"items": items}, draw(some_day))
    for name in ("targets", "results"):
        numbers = draw(st.sampled_from([None, {}, {"growth": "7"}, {"growth": "6", "poverty": "2"}]))
        if numbers is not None:
            found[name] = _dated({"values": numbers}, draw(some_day))
    return found


def _dated(fact: Raw, day: str | None) -> Raw:
    return fact if day is None else {**fact, "day": day}


@st.composite
def units(draw, /, unit_id: str, level: str, uncertain: bool, **fields: Any) -> Raw:
    closed = draw(st.one_of(st.none(), st.none(), days(uncertain)))
    return {
        "id": unit_id,
        "level": level,
        **fields,
        "tags": draw(st.sampled_from([[], [], ["pilot"]])),
        "records": draw(st.sampled_from([None, "partial", "complete"])),
        "closed": None if closed is None else {"day": closed},
        "facts": draw(facts(uncertain)),
    }


@st.composite
def small_trees(draw, uncertain: bool = True) -> list[Raw]:
    """A city, upper units, and grassroots units below them."""
    found = [draw(units("C", "city", uncertain))]
    for i in range(draw(st.integers(0, 2))):
        force = draw(st.sampled_from([None, "TF-1", "TF-2"]))
        found.append(draw(units(f"U{i}", "upper", uncertain, parent="C", task_force=force)))
        for j in range(draw(st.integers(0, 2))):
            found.append(draw(units(f"U{i}-{j}", "grassroots", uncertain, parent=f"U{i}")))
    return found


@st.composite
def families(draw, uncertain: bool = True) -> list[Raw]:
    """One upper unit and its children."""
    children = [draw(units(f"U-{j}", "grassroots", uncertain, parent="U")) for j in range(draw(st.integers(0, 2)))]
    return [draw(units("U", "upper", uncertain)), *children]


# ---- worlds, one by one


def bounded(all_units: list[Unit], read: frozenset[str]) -> list[Unit]:
    """The same units with at most so many uncertain days as can be listed; the others lose their doubt."""
    left = UNCERTAIN_AT_MOST
    found = []
    for one in all_units:
        changes: Raw = {"facts": dict(one.facts)}
        if one.closed is not None and not one.closed.day.exact:
            left -= 1
            if left < 0:
                changes["closed"] = one.closed.model_copy(update={"day": on(one.closed.day.first)})
        for name, fact in one.facts.items():
            if fact.day is not None and not fact.day.exact:
                left -= name in read
                if left < 0 or name not in read:
                    changes["facts"][name] = fact.model_copy(update={"day": on(fact.day.first)})
        found.append(one.model_copy(update=changes))
    return found


def worlds_of(registry: Registry) -> list[Registry]:
    """The registry once for each choice of exact days in the place of uncertain ones."""
    uncertain: list[tuple[str, str | None]] = []
    choices: list[list[date]] = []
    for one in registry.units:
        if one.closed is not None and not one.closed.day.exact:
            uncertain.append((one.id, None))
            choices.append(_each(one.closed.day))
        for name, fact in one.facts.items():
            if fact.day is not None and not fact.day.exact:
                uncertain.append((one.id, name))
                choices.append(_each(fact.day))
    return [_in_world(registry, dict(zip(uncertain, chosen, strict=True))) for chosen in product(*choices)]


def _each(day: Any) -> list[date]:
    return [date.fromordinal(one) for one in range(day.first.toordinal(), day.last.toordinal() + 1)]


def _in_world(registry: Registry, chosen: dict[tuple[str, str | None], date]) -> Registry:
    found = {one.id: one for one in registry.units}
    for (unit_id, name), day in chosen.items():
        one = found[unit_id]
        if name is None:
            assert one.closed is not None
            changes: Raw = {"closed": one.closed.model_copy(update={"day": on(day)})}
        else:
            fact = one.facts[name].model_copy(update={"day": on(day)})
            changes = {"facts": {**one.facts, name: fact}}
        found[unit_id] = one.model_copy(update=changes)
    return Registry(tuple(found.values()), registry.term, None, registry.task_forces, registry.sources)
