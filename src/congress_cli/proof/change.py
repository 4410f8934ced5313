"""What would change the verdict, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from congress_cli.days import on
from congress_cli.engine import judge
from congress_cli.model.facts import Checklist, Event, Fact, Measures, Tally
from congress_cli.model.finding import Finding, Status
from congress_cli.model.proof import Step
from congress_cli.model.registry import Unit
from congress_cli.proof.judged import Judged
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.checklist import ChecklistRule
from congress_cli.rules.event import EventRule
from congress_cli.rules.measures import FactReference, MeasuresRule
from congress_cli.rules.sequence import SequenceRule
from congress_cli.rules.tally import TallyRule


def change(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """What would change the verdict: the same rule judged once more with the matter done on the judged day."""
    if finding.status not in (Status.MET, Status.LATE, Status.NOT_APPLICABLE) and finding.code != "uncertain":
        yield from _if_done(run, rule, finding)
    unit = run.registry.by_id.get(finding.unit)
    if unit is not None and isinstance(rule, TimedRule) and finding.status in (Status.UNKNOWN, Status.OVERDUE):
        for name in rule.matters():
            fact = unit.facts.get(name)
            if fact is None or (isinstance(fact, Event) and not fact.day.exact):
                yield Step("record", {"unit": unit.id, "fact": name})
    if rule.remedy is not None and finding.status not in (Status.MET, Status.LATE, Status.NOT_APPLICABLE):
        yield Step("remedy", {"remedy": {"vi": rule.remedy.vi, "en": rule.remedy.en}})


def _if_done(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    unit = run.registry.by_id.get(finding.unit)
    if unit is None or not isinstance(rule, TimedRule):
        return
    facts = dict(_fulfilled(run, rule, unit))
    if not facts:
        return
    changed = unit.model_copy(update={"facts": {**unit.facts, **facts}})
    units = tuple(changed if one.id == unit.id else one for one in run.registry.units)
    registry = replace(run.registry, units=units)
    rulebook = run.rulebook.with_changes(rules=(rule,))
    verdict = next(one for one in judge(registry, rulebook, run.as_of) if one.unit == unit.id)
    args = {"day": run.as_of.isoformat(), "facts": list(facts), "status": verdict.status.value}
    yield Step("if-done", args)


def _fulfilled(run: Judged, rule: TimedRule, unit: Unit) -> Iterator[tuple[str, Fact]]:
    """The facts that would fulfil the matter, dated on the judged day."""
    today = on(run.as_of)
    if isinstance(rule, EventRule):
        yield rule.event, Event(day=today, document="1-BC" if rule.document else None)
    elif isinstance(rule, SequenceRule):
        for step in rule.steps:
            fact = unit.facts.get(step)
            if fact is None or fact.day is None or fact.day.first > run.as_of:
                yield step, Event(day=today)
    elif isinstance(rule, TallyRule):
        tally = unit.facts.get(rule.tally)
        if isinstance(tally, Tally):
            yield rule.tally, Tally(total=tally.total, done=tally.total, day=today)
    elif isinstance(rule, ChecklistRule):
        items = rule.items or run.rulebook.setting(run.as_of).items[rule.checklist]
        yield rule.checklist, Checklist(items=items, day=today)
    elif isinstance(rule, MeasuresRule) and isinstance(rule.against, FactReference):
        reference = unit.facts.get(rule.against.fact)
        if isinstance(reference, Measures):
            yield rule.measures, Measures(values=reference.values, day=today)
