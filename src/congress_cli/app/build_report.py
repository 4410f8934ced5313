"""Findings into the canonical report: everything a renderer needs stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from congress_cli import __version__
from congress_cli.engine.selection import Scope
from congress_cli.model.directive import ChecklistTerm, MeasuresTerm, Term
from congress_cli.model.finding import Finding
from congress_cli.model.registry import Registry, Unit
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
from congress_cli.model.values import Named
from congress_cli.reading.load import Data
from congress_cli.rules import Rule, TimedRule


def build_report(
    data: Data, scope: Scope, findings: Sequence[Finding], day: date, came_from: str, command: tuple[str, ...]
) -> Report:
    """The report of these findings; `command`: the words that make it again.

    Of `findings` those of other statuses than asked for are counted, not shown.
    """
    rulebook, registry, asked = data.rulebook, data.registry, scope.asked
    directive = rulebook.directive
    shown = tuple(one for one in findings if one.status in asked.statuses) if asked.statuses else tuple(findings)
    return Report(
        tool=Tool("congress", __version__),
        language=rulebook.language,
        as_of=day,
        as_of_from=came_from,
        command=command,
        directive=Paper(directive.number, directive.issued, directive.kind, directive.issuer, directive.term),
        rulebook=data.rules_input,
        inputs=data.inputs,
        baseline=None,
        asked=asked,
        types=_types(data),
        task_forces=tuple(
            ReportedTaskForce(force.id, force.name, registry.at(force.id)) for force in registry.task_forces
        ),
        units=tuple(_unit(unit, registry) for unit in scope.units()),
        rules=_rules(scope.rules, findings),
        clauses=tuple(ReportedClause(clause.id, clause.vi, clause.en, clause.check) for clause in rulebook.clauses),
        facts=tuple(_fact(name, term) for name, term in rulebook.facts.items()),
        totals=counted(findings),
        problems=problems_of(findings),
        findings=shown,
    )


def _types(data: Data) -> tuple[ReportedType, ...]:
    counts = Counter((unit.type, unit.level) for unit in data.registry.units)
    return tuple(
        ReportedType(name, one.vi, one.en, {level: counts[name, level] for level in one.level})
        for name, one in data.rulebook.types.items()
    )


def _unit(unit: Unit, registry: Registry) -> ReportedUnit:
    records = "complete" if registry.complete(unit) else "partial"
    return ReportedUnit(
        id=unit.id,
        name=unit.name,
        level=unit.level,
        type=unit.type,
        parent=unit.parent,
        task_force=unit.task_force,
        tags=unit.tags,
        records=records,
        at=registry.at(unit.id),
    )


def _rules(rules: Iterable[Rule], findings: Iterable[Finding]) -> tuple[ReportedRule, ...]:
    by_rule = {rule: list(group) for rule, group in groupby(findings, attrgetter("rule"))}
    return tuple(_rule(rule, by_rule.get(rule.id, [])) for rule in rules)


def _rule(rule: Rule, findings: list[Finding]) -> ReportedRule:
    days = {*map(attrgetter("last_day"), findings)} - {None}
    limit_event = rule.limit_event if isinstance(rule, TimedRule) else None
    return ReportedRule(
        id=rule.id,
        kind=rule.kind,
        clause=rule.clause,
        owner=tuple(owner.value for owner in rule.owner),
        modality=rule.modality.value,
        severity=rule.severity,
        limit_basis=rule.limit_basis,
        warn_days=rule.warn_days,
        title=_text(rule.title),
        remedy=None if rule.remedy is None else _text(rule.remedy),
        facts=rule.reads(),
        last_day=days.pop() if len(days) == 1 and limit_event is None else None,
        limit_event=limit_event,
        judged=len(findings),
        counts=counted(findings),
    )


def _fact(name: str, term: Term) -> ReportedFact:
    items = term.items if isinstance(term, ChecklistTerm) else {}
    indicators = term.indicators if isinstance(term, MeasuresTerm) else {}
    texts = {key: _text(named) for key, named in (*items.items(), *indicators.items())}
    return ReportedFact(name, term.kind.value, term.vi, term.en, texts)


def _text(named: Named) -> Bilingual:
    return Bilingual(named.vi, named.en)
