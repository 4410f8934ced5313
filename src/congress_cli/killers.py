"""The example that would kill a surviving mutant: looked for among plain ones near the days that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

from pydantic import ValidationError

from congress_cli.examples import judge_example, read_example
from congress_cli.model.facts import FactKind
from congress_cli.mutation import Mutant
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.census import CensusRule
from congress_cli.rules.rulebook import Rulebook

Raw = dict[str, Any]

NEAR = (-16, -15, -14, -1, 0, 1)
MOST = 20_000


def killer(mutant: Mutant, rulebook: Rulebook) -> tuple[str, Raw] | None:
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
    days = sorted({day + timedelta(days=shift) for day in _days(rule, rulebook) for shift in NEAR})
    for unit, records in product(_units(rulebook), ("complete", "partial")):
        for facts, as_of in product(_facts(rule, rulebook, days), days):
            for more in _neighbours(rule):
                yield {"as_of": as_of.isoformat(), "records": records, **unit, "facts": facts, **more}


def _days(rule: Rule, rulebook: Rulebook) -> set[date]:
    """The days on which something may turn: issue, parameters, fixed limits."""
    found = {rulebook.directive.issued}
    for name in rule.parameters():
        for begins, dated in rulebook.parameters[name].items():
            found |= {begins, dated.value} if isinstance(dated.value, date) else {begins}
    if isinstance(rule, TimedRule) and isinstance(rule.anchor, date):
        found.add(rule.anchor)
    if isinstance(rule, CensusRule) and rule.select.day is not None:
        found.add(rule.select.day)
    return found


def _units(rulebook: Rulebook) -> Iterator[Raw]:
    yield {}
    for tag in rulebook.tags:
        yield {"unit": {"tags": [tag]}}
    for name, one in rulebook.types.items():
        for level in one.level:
            yield {"unit": {"level": level, "type": name}}


def _facts(rule: Rule, rulebook: Rulebook, days: Iterable[date]) -> Iterator[Raw]:
    """Nothing; the matter done in full on a day; each of its parts left out once."""
    yield {}
    listed = [day.isoformat() for day in days]
    for day in listed[:: max(1, len(listed) // 8)]:
        full = {name: _full(name, day, rulebook) for name in rule.reads() if name in rulebook.facts}
        yield full
        for name in full:
            yield {other: value for other, value in full.items() if other != name}
            yield from ({**full, name: less} for less in _less(full[name]))


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


def _neighbours(rule: Rule) -> Iterator[Mapping[str, Any]]:
    if not isinstance(rule, CensusRule) or not isinstance(rule.expect, int):
        yield {}
        return
    select = rule.select
    named = {"level": select.level, "type": select.type}
    unit: Raw = {key: values[0] for key, values in named.items() if values}
    unit["tags"] = list(select.tag or ())[:1]
    for count in (rule.expect - 1, rule.expect, rule.expect + 1):
        yield {"units": [{"repeat": str(count), "unit": unit}]} if count else {}
