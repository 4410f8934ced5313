"""json: the canonical report, `congress-report/1`. Language, colour, width and locale change nothing in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from typing import Any, get_type_hints

from congress_cli.language.messages import describe
from congress_cli.model.finding import Finding
from congress_cli.model.report import SCHEMA, Report
from congress_cli.model.values import OneOrMany
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
    """The report as plain values, in the order of the model's fields, which is that of the contract."""
    names = report.name_in(report.language)
    head = {name: plain(getattr(report, name)) for name, _ in _fields(Report) if name != "findings"}
    return {"schema": SCHEMA, **head, "findings": [finding_as_json(one, report, names) for one in report.findings]}


def finding_as_json(finding: Finding, report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    """One finding as plain values; its message in the language of the report, with the names of facts."""
    strive = report.rule_by_id[finding.rule].modality == "strive"
    return {
        **{name: plain(getattr(finding, name)) for name in _FIRST},
        "code": finding.code,
        "args": finding.args,
        "message": describe(finding, report.language, lambda name: names.get(name, name), strive=strive),
        "evidence": [one._asdict() for one in finding.evidence],
    }


_FIRST = tuple(name for name in Finding._fields if name not in ("code", "args", "evidence"))


def plain(value: Any) -> Any:
    """A value of the model as JSON has it: a record is an object with its fields, a day is text."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if is_dataclass(value):
        return {name: _field(getattr(value, name), single=single) for name, single in _fields(value.__class__)}
    return [plain(one) for one in value]


def _field(value: Any, *, single: bool) -> Any:
    return value[0] if single and len(value) == 1 else plain(value)


@cache
def _fields(record: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a record, and whether a list of one is written as that one alone."""
    return tuple((name, hint is OneOrMany) for name, hint in get_type_hints(record, include_extras=True).items())


def _value(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return "[\n" + ",\n".join(f"  {dumped(one)}" for one in value) + "\n ]"
    return dumped(value)


def dumped(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=dict)  # a frozen mapping is one too
