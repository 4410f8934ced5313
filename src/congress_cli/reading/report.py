"""A saved report (`congress-report/1`) into the model. Keys that are not known are passed over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from congress_cli.errors import CongressError
from congress_cli.model.finding import Evidence, Finding, Status
from congress_cli.model.report import SCHEMA, Input, Report
from congress_cli.reading.files import read_bytes
from congress_cli.reading.json_text import json_of

DAY_SOURCES = ("option", "registry", "today")
MOST_BYTES = 2 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved report, and the file it was read from."""

    report: Report
    source: Input


def read_report(path: str) -> Report:
    """The report that a file, or standard input for `-`, holds. Raises CongressError where it holds none."""
    return read_saved(path).report


def read_saved(path: str, shown: str | None = None) -> Saved:
    """The same with the file's SHA-256; `shown`: the path as reports show it."""
    data = read_bytes(path, path, MOST_BYTES)
    return Saved(report_of(data, path), Input(shown or path, hashlib.sha256(data).hexdigest()))


def report_of(data: bytes, path: str) -> Report:
    """The report that these bytes mean. Raises CongressError where they mean none."""
    raw = json_of(data, path)
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise CongressError("report-other-schema", path=path, schema=SCHEMA)
    try:
        report = _adapter().validate_python(_modelled(raw))
    except (ValidationError, TypeError, AttributeError) as error:
        _refuse(path, _where(error))
    _check_whole(report, path)
    return report


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def _modelled(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The raw report as the model has it: an owner is always a list, and a message is told anew."""
    rules = [{**rule, "owner": _many(rule.get("owner"))} for rule in raw.get("rules", ())]
    return {**raw, "rules": rules, "findings": [_finding(one) for one in raw.get("findings", ())]}


def _finding(raw: Mapping[str, Any]) -> dict[str, Any]:
    evidence = [_known(one, Evidence._fields) for one in raw.get("evidence", ())]
    return {**_known(raw, Finding._fields), "evidence": evidence}


def _known(raw: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    return {field: raw[field] for field in fields if field in raw}


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _where(error: Exception) -> str:
    """The way to the first value that does not fit, as in `findings.3.status`."""
    return ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else "?"


def _check_whole(report: Report, path: str) -> None:
    """Whatever is named must be there, and no unit may stand above itself."""
    known = {*report.unit_by_id, *(force.id for force in report.task_forces)}
    for finding in report.findings:
        if finding.unit not in known or finding.rule not in report.rule_by_id:
            _refuse(path, f"{finding.unit} {finding.rule}")
    for counts in (report.totals, *(rule.counts for rule in report.rules)):
        if set(counts) != set(Status):
            _refuse(path, "counts")
    if report.as_of_from not in DAY_SOURCES:
        _refuse(path, "as_of_from")
    if not {"violation", "warning", "unknown"} <= set(report.problems):
        _refuse(path, "problems")
    _check_tree(report, path)


def _check_tree(report: Report, path: str) -> None:
    safe: set[str | None] = {None}
    for unit in report.units:
        way: list[str] = []
        at: str | None = unit.id
        while at not in safe:
            if at in way or at not in report.unit_by_id:
                _refuse(path, f"parent {at}")
            way.append(str(at))
            at = report.unit_by_id[str(at)].parent
        safe.update(way)


def _refuse(path: str, where: str) -> NoReturn:
    raise CongressError("report-broken", path=path, where=where)
