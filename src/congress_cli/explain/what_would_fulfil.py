"""The facts that would fulfil a matter, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from congress_cli.days import Day, on
from congress_cli.explain.judged import Judged
from congress_cli.model.facts import Checklist, Event, Fact, Measures, Tally
from congress_cli.model.registry import Unit
from congress_cli.rules import TimedRule
from congress_cli.rules.checklist import ChecklistRule
from congress_cli.rules.event import EventRule
from congress_cli.rules.measures import FactReference, MeasuresRule
from congress_cli.rules.sequence import SequenceRule
from congress_cli.rules.tally import TallyRule

A_NUMBER = "1-BC/TU"


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """The facts by name; `code`: the sentence that tells of them, where it is a special one; `by`: their last day."""

    facts: Mapping[str, Fact]
    code: str | None = None
    by: date | None = None


def what_would_fulfil(run: Judged, rule: TimedRule, unit: Unit, day: Day) -> Fulfilment:
    """The facts that would fulfil the matter on that day; none where that cannot be said."""
    if isinstance(rule, EventRule) and _lacks_number(run, rule, unit):
        fact = unit.facts[rule.event].model_copy(update={"document": A_NUMBER})
        return Fulfilment({rule.event: fact}, "proof.if-numbered")
    if isinstance(rule, SequenceRule) and not day.exact:
        return _in_order(run, rule, unit, day.last)
    return Fulfilment(dict(_OF_KIND[type(rule)](run, rule, unit, day)))


def _lacks_number(run: Judged, rule: EventRule, unit: Unit) -> bool:
    fact = unit.facts.get(rule.event)
    seen = fact is not None and fact.day is not None and fact.day.first <= run.as_of
    return seen and rule.document == "required" and fact is not None and fact.document is None


def _in_order(run: Judged, rule: SequenceRule, unit: Unit, last: date) -> Fulfilment:
    """The missing steps on the latest days that keep the order."""
    facts: dict[str, Fact] = {}
    for step in reversed(rule.steps):
        fact = unit.facts.get(step)
        if fact is not None and fact.day is not None and fact.day.first <= run.as_of:
            last = fact.day.first
        else:
            facts = {step: Event(day=on(last)), **facts}
        last -= timedelta(days=1) if rule.strict else timedelta()
    latest = max((fact.day.last for fact in facts.values() if fact.day is not None), default=None)
    return Fulfilment(facts, "proof.if-recorded-by", latest)


Of = Callable[[Judged, Any, Unit, Day], Iterator[tuple[str, Fact]]]


def _event(run: Judged, rule: EventRule, unit: Unit, day: Day) -> Iterator[tuple[str, Fact]]:
    del run, unit
    yield rule.event, Event(day=day, document=A_NUMBER if rule.document else None)


def _sequence(run: Judged, rule: SequenceRule, unit: Unit, day: Day) -> Iterator[tuple[str, Fact]]:
    for step in rule.steps:
        fact = unit.facts.get(step)
        if fact is None or fact.day is None or fact.day.first > run.as_of:
            yield step, Event(day=day)


def _tally(run: Judged, rule: TallyRule, unit: Unit, day: Day) -> Iterator[tuple[str, Fact]]:
    del run
    tally = unit.facts.get(rule.tally)
    if isinstance(tally, Tally):
        yield rule.tally, Tally(total=tally.total, done=tally.total, day=day)


def _checklist(run: Judged, rule: ChecklistRule, unit: Unit, day: Day) -> Iterator[tuple[str, Fact]]:
    del unit
    yield rule.checklist, Checklist(items=rule.items or run.rulebook.setting(run.as_of).items[rule.checklist], day=day)


def _measures(run: Judged, rule: MeasuresRule, unit: Unit, day: Day) -> Iterator[tuple[str, Fact]]:
    if isinstance(rule.against, FactReference):
        reference = unit.facts.get(rule.against.fact)
        values = reference.values if isinstance(reference, Measures) else {}
    else:
        dated = run.rulebook.setting(run.as_of).parameters.get(rule.against.param)
        values = dated.value if dated is not None and isinstance(dated.value, dict) else {}
    if values:
        yield rule.measures, Measures(values=values, day=day)


_OF_KIND: dict[type[TimedRule], Of] = {
    EventRule: _event,
    SequenceRule: _sequence,
    TallyRule: _tally,
    ChecklistRule: _checklist,
    MeasuresRule: _measures,
}
