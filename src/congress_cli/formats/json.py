"""json: the canonical report, `congress-report/1`. Language, colour, width and locale change nothing in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from congress_cli.language.messages import describe
from congress_cli.model.finding import Finding
from congress_cli.model.report import SCHEMA, Baseline, Bilingual, Input, Report, ReportedRule
from congress_cli.rendering.options import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """One JSON object; of each list one element a line, so that two reports can be compared by lines."""
    del options
    lines = [f" {dumped(key)}: {_value(value)}" for key, value in as_json(report).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def canonical(report: Report) -> bytes:
    """The report as it is saved."""
    return render(report, RenderOptions(report.language)).encode()


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values, in the order of the contract."""
    names = report.name_in(report.language)
    asked = report.asked
    return {
        "schema": SCHEMA,
        "tool": {"name": report.tool.name, "version": report.tool.version},
        "language": report.language,
        "as_of": report.as_of.isoformat(),
        "as_of_from": report.as_of_from,
        "command": list(report.command),
        "directive": _directive(report),
        "rulebook": _input(report.rulebook),
        "inputs": [_input(one) for one in report.inputs],
        "baseline": _baseline(report.baseline),
        "asked": {key: list(getattr(asked, key)) for key in asked.__dataclass_fields__},
        "types": [{"id": one.id, "vi": one.vi, "en": one.en, "units": dict(one.units)} for one in report.types],
        "task_forces": [{"id": one.id, "name": one.name, "at": one.at} for one in report.task_forces],
        "units": [_unit(report, index) for index in range(len(report.units))],
        "rules": [_rule(rule) for rule in report.rules],
        "clauses": [{"id": one.id, "vi": one.vi, "en": one.en, "check": one.check} for one in report.clauses],
        "facts": [
            {"id": one.id, "kind": one.kind, "vi": one.vi, "en": one.en, "items": _texts(one.items)}
            for one in report.facts
        ],
        "totals": dict(report.totals),
        "problems": dict(report.problems),
        "findings": [finding_as_json(finding, report, names) for finding in report.findings],
    }


def _directive(report: Report) -> dict[str, Any]:
    paper = report.directive
    return {
        "number": paper.number,
        "issued": paper.issued.isoformat(),
        "kind": paper.kind,
        "issuer": paper.issuer,
        "term": paper.term,
    }


def _input(one: Input) -> dict[str, str]:
    return {"path": one.path, "sha256": one.sha256}


def _baseline(one: Baseline | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"path": one.path, "sha256": one.sha256, "as_of": one.as_of.isoformat(), "known": dict(one.known)}


def _unit(report: Report, index: int) -> dict[str, Any]:
    unit = report.units[index]
    return {
        "id": unit.id,
        "name": unit.name,
        "level": unit.level,
        "type": unit.type,
        "parent": unit.parent,
        "task_force": unit.task_force,
        "tags": list(unit.tags),
        "records": unit.records,
        "at": unit.at,
    }


def _rule(rule: ReportedRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "clause": list(rule.clause),
        "owner": rule.owner[0] if len(rule.owner) == 1 else list(rule.owner),
        "modality": rule.modality,
        "severity": rule.severity,
        "limit_basis": rule.limit_basis,
        "warn_days": rule.warn_days,
        "title": _text(rule.title),
        "remedy": None if rule.remedy is None else _text(rule.remedy),
        "facts": list(rule.facts),
        "last_day": _day(rule.last_day),
        "limit_event": rule.limit_event,
        "judged": rule.judged,
        "counts": dict(rule.counts),
    }


def finding_as_json(finding: Finding, report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    """One finding as plain values; its message in the language of the report, with the names of facts."""
    strive = report.rule_by_id[finding.rule].modality == "strive"
    last_days = finding.last_days
    return {
        "unit": finding.unit,
        "rule": finding.rule,
        "status": finding.status,
        "severity": finding.severity,
        "last_day": _day(finding.last_day),
        "last_days": None if last_days is None else [_day(day) for day in last_days],
        "days_left": finding.days_left,
        "would_be": finding.would_be,
        "reason": finding.reason,
        "waits_for": finding.waits_for,
        "counts": finding.counts,
        "code": finding.code,
        "args": finding.args,
        "message": describe(finding, report.language, lambda name: names.get(name, name), strive=strive),
        "evidence": [
            {"fact": one.fact, "value": one.value, "at": one.at, "source": one.source} for one in finding.evidence
        ],
    }


def _text(text: Bilingual) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _texts(texts: Mapping[str, Bilingual]) -> dict[str, dict[str, str]]:
    return {key: _text(text) for key, text in texts.items()}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _value(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return "[\n" + ",\n".join(f"  {dumped(one)}" for one in value) + "\n ]"
    return dumped(value)


def dumped(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=dict)  # a frozen mapping is one too
