"""The example that would kill a surviving mutant: looked for among plain ones near the days that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, product
from typing import Any

from pydantic import ValidationError

from congress_cli.rulebook.examples import judge_example, read_example
from congress_cli.rulebook.mutation import Mutant
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.base import Raw

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
    found = (rulebook.directive.issued, *rule.example_days(rulebook, rulebook.rules))
    near = (-warn - 1, -warn, 1 - warn, -1, 0, 1)
    days = sorted({day + timedelta(days=shift) for day in found for shift in near})
    more = [{}, *rule.neighbours(rulebook, rulebook.by_id)]
    nothing: tuple[Raw, ...] = ({},)
    own = product(nothing, _facts(rule, rulebook, days), more, RECORDS, days)
    others = product(_units(rulebook), nothing, more[:2], RECORDS, days)
    for unit, facts, beside, records, as_of in chain(own, others):
        yield {"as_of": as_of.isoformat(), "records": records, **unit, "facts": facts, **beside}


def _units(rulebook: Rulebook) -> Iterator[Raw]:
    kinds = [{"level": level, "type": name} for name, one in rulebook.types.items() for level in one.level]
    yield from ({"unit": {"tags": [tag]}} for tag in rulebook.tags)
    yield from ({"unit": kind} for kind in kinds)
    yield from ({"unit": {**kind, "tags": [tag]}} for tag, kind in product(rulebook.tags, kinds))


def _facts(rule: Rule, rulebook: Rulebook, days: Iterable[date]) -> Iterator[Raw]:
    """Nothing; a plan alone; the matter done in full on a day; each of its parts left out once."""
    yield {}
    names = [name for name in rule.own_facts() if name in rulebook.facts]
    plans = rulebook.judge_context(rulebook.directive.issued).plans
    listed = [day.isoformat() for day in days] if names else []
    yield from ({plans[name]: day} for name in names if name in plans for day in listed[-1:])
    for day in listed[:: max(1, len(listed) // 8)]:
        full = {name: rulebook.facts[name].full_value(day) for name in names}
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
                yield from ({plans[planned]: day, name: less} for less in _less(rulebook.facts[name].full_value(day)))


def _less(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from ([one for one in value if one != item] for item in value)
    elif isinstance(value, dict) and "total" in value:
        yield {**value, "done": "1"}
    elif isinstance(value, dict):
        yield from ({**value, name: number} for name in value for number in ("4", "6"))
