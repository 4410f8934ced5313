"""The tests of a rulebook: its examples, and what a rule's examples must show before they are enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from congress_cli.model.finding import Status
from congress_cli.rulebook.examples import ExampleResult, judge_examples
from congress_cli.rules import Rule, Rulebook

NOT_MET = frozenset(Status) - {Status.MET, Status.NOT_APPLICABLE, Status.WAIVED}


@dataclass(frozen=True, slots=True)
class RuleTested:
    """A rule, its examples as judged, and what they do not show yet (codes of the catalogue)."""

    rule: str
    results: tuple[ExampleResult, ...]
    lacks: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every example holds and nothing is lacking."""
        return not self.lacks and all(result.ok for result in self.results)


def tested(rulebook: Rulebook) -> Iterator[RuleTested]:
    """Each rule with its examples judged, in the order of the rulebook."""
    for rule in rulebook.rules:
        results = tuple(judge_examples(rulebook, (rule,)))
        yield RuleTested(rule.id, results, tuple(_lacks(rule, results)))


def _lacks(rule: Rule, results: tuple[ExampleResult, ...]) -> Iterator[str]:
    expected = {result.expected.status for result in results if result.expected is not None}
    if Status.MET not in expected:
        yield "no-met"
    if not expected & NOT_MET:
        yield "no-not-met"
    if rule.unless is not None and Status.NOT_APPLICABLE not in expected:
        yield "no-not-applicable"
    if rule.limit is not None:
        offsets = {offset for result in results for offset in _offsets(rule, result)}
        for offset, code in ((-1, "no-day-before"), (0, "no-last-day"), (1, "no-day-after")):
            if offset not in offsets:
                yield code


def _offsets(rule: Rule, result: ExampleResult) -> Iterator[int]:
    """How many days after the last day an example is judged, or has its matter done."""
    if result.finding is None or result.example is None or result.finding.last_day is None:
        return
    last_day = result.finding.last_day
    for day in (result.example.as_of, *_days_done(rule, result)):
        yield (day - last_day).days


def _days_done(rule: Rule, result: ExampleResult) -> Iterator[date]:
    facts = {} if result.example is None else result.example.facts
    for name in rule.judged_facts():
        fact = facts.get(name)
        if fact is not None and fact.day is not None and fact.day.exact:
            yield fact.day.first
