"""The example that would kill a surviving mutant: looked for among plain ones near the days that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, product
from typing import Any

from pydantic import ValidationError

from congress_cli.days import LATEST
from congress_cli.model.facts import FactKind
from congress_cli.rulebook.examples import judge_example, read_example
from congress_cli.rulebook.mutation import Mutant
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.census import CensusRule
from congress_cli.rules.rulebook import Rulebook
from congress_cli.rules.sequence import SequenceRule
from congress_cli.rules.share import ShareRule
from congress_cli.rules.time import Param

Raw = dict[str, Any]

LATER = timedelta(days=60)
RECORDS = ("complete", "partial")
MOST = 20_000


def killing_example(mutant: Mutant, rulebook: Rulebook) -> tuple[str, Raw] | None:
    """A rule's id and an example of it that holds for the rulebook and fails for the mutant; None if none is found."""
    for rule_id in mutant.rules:
        rule, other = rulebook.by_id[rule_id], mutant.rulebook.by_id[rule_id]
        for number, raw in enumerate(_candidates(rule, rulebook)):
            if number > MOST:
                break
            answers = [_answer(raw, one, book) for one, book in ((rule, rulebook), (other, mutant.rulebook))]
            if answers[0] != answers[1] and answers[0] is not None:
                expect, last_day, severity = answers[0]
                return rule_id, _written(raw, expect, last_day, severity)
    return None


def _answer(raw: Raw, rule: Rule, rulebook: Rulebook) -> tuple[str, str | None, str | None] | None:
    try:
        example = read_example({**raw, "expect": "met"}, rulebook)
    except ValidationError:
        return None
    finding = judge_example(example, rule, rulebook).finding
    if finding is None:
        return "no_finding", None, None
    last_day = None if finding.last_day is None else finding.last_day.isoformat()
    return finding.status.value, last_day, finding.severity.value


def _written(raw: Raw, expect: str, last_day: str | None, severity: str | None) -> Raw:
    asked = {"last_day": last_day, "severity": severity}
    return {**raw, "expect": expect, **{key: value for key, value in asked.items() if value is not None}}


def _candidates(rule: Rule, rulebook: Rulebook) -> Iterator[Raw]:
    """Plain examples: the rule's own unit with facts and neighbours of all sorts, then units of every other sort."""
    warn = rule.warn_days + 1
    near = (-warn - 1, -warn, 1 - warn, -1, 0, 1)
    days = sorted({day + timedelta(days=shift) for day in _days(rule, rulebook) for shift in near})
    more = list(_neighbours(rule, rulebook))
    nothing: tuple[Raw, ...] = ({},)
    own = product(nothing, _facts(rule, rulebook, days), more, RECORDS, days)
    others = product(_units(rulebook), nothing, more[:2], RECORDS, days)
    for unit, facts, beside, records, as_of in chain(own, others):
        yield {"as_of": as_of.isoformat(), "records": records, **unit, "facts": facts, **beside}


def _days(rule: Rule, rulebook: Rulebook) -> set[date]:
    """The days on which something may turn: issue, parameters, fixed limits; a later one for limits by a plan."""
    issued = rulebook.directive.issued
    found = {issued}
    rolled_up = rulebook.rules if isinstance(rule, ShareRule) else ()
    for one in (rule, *rolled_up):
        found |= set(_limits(one, rulebook))
    if isinstance(rule, TimedRule) and (rule.anchor is not None or isinstance(rule, SequenceRule)):
        found.add(issued + LATER)
    if isinstance(rule, CensusRule) and rule.select.day is not None:
        found.add(rule.select.day)
    return found


def _limits(rule: Rule, rulebook: Rulebook) -> Iterator[date]:
    """The days from which parameters are in force, fixed days, and the last days they give."""
    anchors = [rule.anchor] if isinstance(rule, TimedRule) and isinstance(rule.anchor, date) else []
    for name in rule.parameters():
        for begins, dated in rulebook.parameters[name].items():
            yield begins
            anchors += [dated.value] if isinstance(dated.value, date) else []
    for anchor in anchors:
        yield anchor
        if isinstance(rule, TimedRule) and rule.within is not None:
            last = rule.shift.later(anchor.toordinal())
            yield from [date.fromordinal(last)] if last < LATEST.toordinal() else []


def _units(rulebook: Rulebook) -> Iterator[Raw]:
    kinds = [{"level": level, "type": name} for name, one in rulebook.types.items() for level in one.level]
    yield from ({"unit": {"tags": [tag]}} for tag in rulebook.tags)
    yield from ({"unit": kind} for kind in kinds)
    yield from ({"unit": {**kind, "tags": [tag]}} for tag, kind in product(rulebook.tags, kinds))


def _facts(rule: Rule, rulebook: Rulebook, days: Iterable[date]) -> Iterator[Raw]:
    """Nothing; a plan alone; the matter done in full on a day; each of its parts left out once."""
    yield {}
    names = [name for name in rule.reads() if name in rulebook.facts]
    plans = rulebook.setting(rulebook.directive.issued).plans
    listed = [day.isoformat() for day in days] if names else []
    yield from ({plans[name]: day} for name in names if name in plans for day in listed[-1:])
    for day in listed[:: max(1, len(listed) // 8)]:
        full = {name: _full(name, day, rulebook) for name in names}
        yield full
        for name in full:
            yield {other: value for other, value in full.items() if other != name}
            yield from ({**full, name: less} for less in _less(full[name]))
    yield from _plans_with_less(names, plans, listed, rulebook)


def _plans_with_less(names: list[str], plans: Mapping[str, str], days: list[str], rulebook: Rulebook) -> Iterator[Raw]:
    """A tally or checklist not yet full, and the planned day of the event it must precede."""
    for day in days[-1:]:
        for planned in (name for name in names if name in plans):
            for name in names:
                yield from ({plans[planned]: day, name: less} for less in _less(_full(name, day, rulebook)))


def _full(name: str, day: str, rulebook: Rulebook) -> Any:
    term = rulebook.facts[name]
    if term.kind is FactKind.TALLY:
        return {"total": "2", "done": "2"}
    if term.kind is FactKind.CHECKLIST:
        return list(getattr(term, "items", ()))
    if term.kind is FactKind.MEASURES:
        return dict.fromkeys(getattr(term, "indicators", ()), "5")
    return day


def _less(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from ([one for one in value if one != item] for item in value)
    elif isinstance(value, dict) and "total" in value:
        yield {**value, "done": "1"}
    elif isinstance(value, dict):
        yield from ({**value, name: number} for name in value for number in ("4", "6"))


def _neighbours(rule: Rule, rulebook: Rulebook) -> Iterator[Raw]:
    """What stands beside the judged unit in an example: other units, other values of its parameter."""
    yield {}
    if isinstance(rule, CensusRule):
        yield from _counted(rule, rulebook)
    elif isinstance(rule, ShareRule):
        yield from _rolled_up(rule, rulebook)
    elif isinstance(rule, TimedRule) and isinstance(rule.anchor, Param):
        issued = rulebook.directive.issued
        later = {"value": (issued + LATER).isoformat(), "ref": rulebook.directive.number}
        yield {"parameters": {rule.anchor.param: {issued.isoformat(): later}}}


def _counted(rule: CensusRule, rulebook: Rulebook) -> Iterator[Raw]:
    """As many units as are expected, one more or fewer, each kind of unit that counts, and one that does not."""
    if not isinstance(rule.expect, int):
        return
    select = rule.select
    kinds = [
        {key: value for key, value in (("level", level), ("type", type_), ("tags", tags)) if value}
        for level in select.level or (None,)
        for type_ in select.type or (None,)
        for tags in [[tag] for tag in select.tag or ()] or [[]]
    ]
    for unit in kinds:
        for count in (rule.expect - 1, rule.expect, rule.expect + 1):
            if count:
                yield {"units": [{"repeat": str(count), "unit": unit}]}
        for other in _unlike(unit, rulebook):
            yield {"units": [{"repeat": str(rule.expect), "unit": unit}, {"unit": other}]}
        rest = [{"repeat": str(rule.expect - 1), "unit": unit}] if rule.expect > 1 else []
        day = select.day or rulebook.directive.issued
        for turn in ((day + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)):
            yield {"units": [*rest, {"unit": {**unit, "closed": turn}}]}
            if select.without is not None:
                yield {"units": [*rest, {"unit": unit, "facts": {select.without: turn}}]}


def _unlike(unit: Raw, rulebook: Rulebook) -> Iterator[Raw]:
    """Units that differ in one thing."""
    if "tags" in unit:
        yield {key: value for key, value in unit.items() if key != "tags"}
    for level in rulebook.levels:
        if "type" not in unit and level != unit.get("level"):
            yield {**unit, "level": level}
    for name in rulebook.types:
        if "type" in unit and name != unit["type"]:
            yield {**unit, "type": name}


def _rolled_up(rule: ShareRule, rulebook: Rulebook) -> Iterator[Raw]:
    """Units below or covered: of each level, done or not; as many as the percentage needs, and one fewer."""
    key = "units" if rule.over == "task_force" else "children"
    yield from ({key: [{"unit": {"level": level}}]} for level in rulebook.levels)
    if rule.over == "task_force":
        for level, of_child in product(rulebook.levels, rulebook.levels):
            yield {"unit": {"level": level, "task_force": "TF"}, "children": [{"unit": {"level": of_child}}]}
    day = rulebook.directive.issued.isoformat()
    for name in rule.rule if rule.rule != ("all",) else ():
        of_rule = rulebook.by_id[name]
        facts = {fact: _full(fact, day, rulebook) for fact in of_rule.reads() if fact in rulebook.facts}
        yield {key: [{"facts": facts}]}
        for done in () if rule.at_least is None else (rule.at_least - 1, rule.at_least):
            counted: tuple[tuple[Raw, int], ...] = (({"facts": facts}, done), ({}, 100 - done))
            yield {key: [{"repeat": str(count), **one} for one, count in counted if count > 0]}
