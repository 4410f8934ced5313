"""A saved report (`congress-report/1`) into the model. Keys that are not known are passed over."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from congress_cli import dataclass
from congress_cli.errors import CongressError
from congress_cli.language import LANGUAGES, describe
from congress_cli.model.facts import in_both_languages
from congress_cli.model.finding import NO_TASKS, Evidence, Finding, Status, count_tasks
from congress_cli.model.report import SCHEMA, Input, Report
from congress_cli.reading.files import read_bytes

DAY_SOURCES = ("option", "registry", "today")
AT_ONCE = 1_000
MOST_BYTES = 2 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved report, and the file it was read from. `with_tasks`: not so for one that an older version saved."""

    report: Report
    source: Input
    with_tasks: bool = True


def read_report(path: str) -> Report:
    """The report that a file, or standard input for `-`, holds. Raises CongressError where it holds none."""
    return read_saved(path).report


def read_saved(path: str, shown: str | None = None) -> Saved:
    """The same with the file's SHA-256; `shown`: the path as reports show it."""
    data = read_bytes(path, path, MOST_BYTES)
    raw = _raw(data, path)
    return Saved(_report(raw, path), Input(shown or path, hashlib.sha256(data).hexdigest()), "tasks" in raw)


def report_of(data: bytes, path: str) -> Report:
    """The report that these bytes mean. Raises CongressError where they mean none."""
    return _report(_raw(data, path), path)


def _raw(data: bytes, path: str) -> dict[str, Any]:
    raw = json_of(data, path)
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise CongressError("report-other-schema", path=path, schema=SCHEMA)
    return raw


def _report(raw: Mapping[str, Any], path: str) -> Report:
    head = {key: value for key, value in raw.items() if key != "findings"}
    if isinstance(raw.get("languages"), list) and len(raw["languages"]) == 1:
        head = in_both_languages(head)
    try:
        report = _validated({"tasks": NO_TASKS, **head}, list(raw.get("findings", ())))
    except (ValidationError, TypeError, AttributeError) as error:
        _refuse(path, _where(error))
    _check_whole(report, path)
    if "tasks" in raw:
        return report
    return replace(report, tasks=count_tasks(report.findings, report.rule_by_id, report.unit_by_id))


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def _validated(raw: dict[str, Any], findings: list[Any]) -> Report:
    """The report with these findings. Raises ValidationError with the mistakes of the first part that has any.

    The mistakes of all findings would fill the memory, and only one is reported.
    """
    found: list[Finding] = []
    for start in range(0, len(findings), AT_ONCE):
        part = [_finding(one) for one in findings[start : start + AT_ONCE]]
        try:
            found += _findings().validate_python(part)
        except ValidationError:
            return _adapter().validate_python({**raw, "findings": [*found, *part]})
    return replace(_adapter().validate_python({**raw, "findings": ()}), findings=tuple(found))


@cache
def _findings() -> TypeAdapter[list[Finding]]:
    return TypeAdapter(list[Finding])


def _finding(raw: Mapping[str, Any]) -> dict[str, Any]:
    evidence = [_known(one, Evidence._fields) for one in raw.get("evidence", ())]
    return {**_known(raw, Finding._fields), "evidence": evidence}


def _known(raw: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    return {field: raw[field] for field in fields if field in raw}


def _where(error: Exception) -> str:
    """The way to the first value that does not fit, as in `findings.3.status`."""
    return ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else "?"


def _check_whole(report: Report, path: str) -> None:
    """Every id that is named must exist, and no unit may stand above itself."""
    known = {*report.unit_by_id, *(force.id for force in report.task_forces)}
    for finding in report.findings:
        if finding.unit not in known or finding.rule not in report.rule_by_id:
            _refuse(path, f"{finding.unit} {finding.rule}")
    for counts in (report.totals, *(rule.counts for rule in report.rules)):
        if set(counts) != set(Status):
            _refuse(path, "counts")
    if not report.command:
        _refuse(path, "command")
    facts = {fact.id for fact in report.facts}
    for rule in report.rules:
        if not facts.issuperset(rule.facts):
            _refuse(path, f"facts {rule.id}")
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


# Python reads the first two though they are no JSON, and gives up on whole numbers of more digits.
_NO_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|(NaN|-?Infinity|\d{4301,})', re.DOTALL)


def json_of(data: bytes, path: str) -> Any:
    """What the bytes mean as JSON. Raises CongressError."""
    text = _text(data, path)
    if not text.strip():
        raise CongressError("report-empty", path=path)
    _check_escapes(text, path)
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise CongressError("report-no-json", path=path, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise CongressError("report-too-deep", path=path) from None
    except ValueError:
        raise CongressError("report-no-number", path=path, **_place_of_number(text)) from None


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(data[: error.start].decode("utf-8", "replace"))
        raise CongressError("report-not-utf8", path=path, **place) from None


# Half of a pair of escapes is read as a character that no output can be encoded with.
_ESCAPE = re.compile(r"\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u([dD][89a-fA-F]..)")


def _check_escapes(text: str, path: str) -> None:
    if "\\ud" not in text and "\\uD" not in text:
        return
    half = next((match.start() for match in _ESCAPE.finditer(text) if match[1]), None)
    if half is not None:
        raise CongressError("report-not-utf8", path=path, **_place(text[:half]))


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _place_of_number(text: str) -> dict[str, int]:
    found = next((match.start() for match in _NO_NUMBER.finditer(text) if match[1]), 0)
    return _place(text[:found])


def _place(before: str) -> dict[str, int]:
    """The line and column that follow a text, both counted from 1."""
    return {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}


def check_describable(report: Report, path: str) -> None:
    """Describe each finding once in every language. Raises CongressError where one cannot be described."""
    strive = {rule.id: rule.modality == "strive" for rule in report.rules}
    for language in LANGUAGES:
        names = report.name_in(language)
        for finding in report.findings:
            try:
                describe(finding, language, lambda name: names.get(name, name), strive=strive[finding.rule])  # noqa: B023
            except (KeyError, ValueError, TypeError, AttributeError, IndexError):
                where = f"{finding.unit} {finding.rule}: {finding.code}"
                raise CongressError("report-broken", path=path, where=where) from None
