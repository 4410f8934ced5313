"""Findings into the canonical report: everything a renderer needs stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from congress_cli import __version__
from congress_cli.engine.selection import Scope
from congress_cli.model.directive import Term
from congress_cli.model.finding import Finding, Status
from congress_cli.model.registry import Records, Registry, Unit
from congress_cli.model.report import (
    Bilingual,
    Paper,
    Report,
    ReportedClause,
    ReportedFact,
    ReportedRule,
    ReportedTaskForce,
    ReportedType,
    ReportedUnit,
    Tool,
    counted,
    problems_of,
)
from congress_cli.model.tasks import count_tasks
from congress_cli.reading.load import Data
from congress_cli.rules import Rule

Shown = TypeVar("Shown")


def build_report(
    data: Data, scope: Scope, findings: Sequence[Finding], day: date, came_from: str, command: tuple[str, ...]
) -> Report:
    """The report of these findings; `command`: the words that make it again.

    Of `findings` those of other statuses than asked for are counted, not shown.
    """
    rulebook, registry, asked = data.rulebook, data.registry, scope.asked
    directive = rulebook.directive
    shown = tuple(one for one in findings if one.status in asked.statuses) if asked.statuses else tuple(findings)
    units, rules = tuple(_units(scope.units(), registry)), _rules(scope.rules, findings)
    tasks = count_tasks(findings, {rule.id: rule for rule in rules}, {unit.id: unit for unit in units})
    return Report(
        tool=Tool("congress", __version__),
        language=rulebook.language,
        as_of=day,
        as_of_from=came_from,
        command=command,
        directive=_of(Paper, directive),
        rulebook=data.rules_input,
        inputs=data.inputs,
        baseline=None,
        asked=asked,
        types=_types(data),
        task_forces=tuple(_of(ReportedTaskForce, one, at=registry.at(one.id)) for one in registry.task_forces),
        units=units,
        rules=rules,
        clauses=tuple(_of(ReportedClause, clause) for clause in rulebook.clauses),
        facts=tuple(_fact(name, term) for name, term in rulebook.facts.items()),
        totals={status: sum(rule.counts[status] for rule in rules) for status in Status},
        tasks=tasks,
        problems=problems_of(findings),
        findings=shown,
    )


def _of(form: type[Shown], source: object, **more: Any) -> Shown:
    """What the report shows of something: `more`, and all other fields of the form as the source has them."""
    return form(**{name: getattr(source, name) for name in _fields(form, *more)}, **more)


def _fields(form: type, *without: str) -> list[str]:
    return [field.name for field in fields(form) if field.name not in without]


def _types(data: Data) -> tuple[ReportedType, ...]:
    counts = Counter((unit.type, unit.level) for unit in data.registry.units)
    return tuple(
        _of(ReportedType, one, id=name, units={level: counts[name, level] for level in one.level})
        for name, one in data.rulebook.types.items()
    )


def _units(units: Iterable[Unit], registry: Registry) -> Iterator[ReportedUnit]:
    complete, partial = Records.COMPLETE.value, Records.PARTIAL.value
    names = _fields(ReportedUnit, "records", "at")
    of_unit = attrgetter(*names)  # quicker than `_of` for tens of thousands
    for unit in units:
        records = complete if registry.complete(unit) else partial
        yield ReportedUnit(**dict(zip(names, of_unit(unit), strict=True)), records=records, at=registry.at(unit.id))


def _rules(rules: Iterable[Rule], findings: Iterable[Finding]) -> tuple[ReportedRule, ...]:
    by_rule = {rule: list(group) for rule, group in groupby(findings, attrgetter("rule"))}
    return tuple(_rule(rule, by_rule.get(rule.id, [])) for rule in rules)


def _rule(rule: Rule, findings: list[Finding]) -> ReportedRule:
    days = {*map(attrgetter("last_day"), findings)} - {None}
    return _of(
        ReportedRule,
        rule,
        title=_of(Bilingual, rule.title),
        remedy=None if rule.remedy is None else _of(Bilingual, rule.remedy),
        facts=rule.own_facts(),
        last_day=days.pop() if len(days) == 1 and rule.limit_event is None else None,
        limit_event=rule.limit_event,
        judged=len(findings),
        counts=counted(findings),
    )


def _fact(name: str, term: Term) -> ReportedFact:
    texts = {key: _of(Bilingual, named) for key, named in term.parts.items()}
    return _of(ReportedFact, term, id=name, items=texts)
