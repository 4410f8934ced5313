"""sarif: SARIF 2.1.0, for code scanning and editors: a result for each problem and for what is due soon.

A waived problem is left out, since code scanning on GitHub passes over `suppressions` and would raise an alert; with
`--all` it is a result that is suppressed. What is unknown is one result a rule, of kind `open`: it counts and
names the units, since readers of the file show every result as an alarm. What is met, open or not applicable is
counted in the run's `totals` alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from json.encoder import encode_basestring
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from congress_cli.language import LANGUAGES, translate
from congress_cli.model.finding import PROBLEMS, Column, Finding, Severity, Status
from congress_cli.model.report import Report, ReportedRule
from congress_cli.rendering.annotations import Alerts, fingerprint
from congress_cli.rendering.options import RenderOptions, TextStream, write_each
from congress_cli.text import in_json, sanitize

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
REPORTED = PROBLEMS | {Status.DUE_SOON}
LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning"}

_LINK = re.compile(r"\[(?=[^\]]*\]\()")

_ENCODER = json.JSONEncoder(ensure_ascii=False, indent=1)
_OWN = "\0"
_CUT = _ENCODER.encode(_OWN)  # nothing else reads so: no text that is shown holds this character

Json = dict[str, Any]


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The log of one run."""
    run = _Run(report, options)
    log = _indented({"$schema": SCHEMA, "version": "2.1.0", "runs": [run.as_json()]})
    before, _, behind = log.rpartition(_CUT)
    results = run.results()
    first = next(results, None)
    stream.write(before.rstrip() if first is None else before + first)
    write_each(stream, results, before=",\n    ")
    stream.write((behind.lstrip() if first is None else behind) + "\n")


class _Run:
    """One run of the tool."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report = report
        self.language = options.language
        self.paths = options.in_repository
        self.unfolded = options.unfolded
        self.words = {one: Alerts(report, one, self.paths) for one in LANGUAGES}
        self.alerts = self.words[self.language]
        self.index = {rule.id: place for place, rule in enumerate(report.rules)}

    def as_json(self) -> Json:
        """The tool with its rules, the files that were read, and what was found."""
        report = self.report
        driver = {
            "name": report.tool.name,
            "version": report.tool.version,
            "language": self.language,
            "rules": [self._rule(rule) for rule in report.rules],
        }
        return {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": _message(translate(self.language, "ci.project-folder"))}},
            "artifacts": [
                {"location": _artifact(self.paths.get(one.path, one.path)), "hashes": {"sha-256": one.sha256}}
                for one in report.inputs
            ],
            "properties": {
                "as_of": report.as_of.isoformat(),
                "directive": sanitize(report.directive.number),
                "totals": dict(report.totals),
            },
            "results": [_OWN],
        }

    def _rule(self, rule: ReportedRule) -> Json:
        level = LEVELS[rule.severity]
        return {
            "id": rule.id,
            "shortDescription": _message(self.alerts.headline(rule)),
            "fullDescription": _message(" ".join(self._sentences(rule, self.language)) or rule.id),
            "help": _message("\n\n".join(self._help(rule, language) for language in LANGUAGES)),
            "defaultConfiguration": {"level": level},
            "properties": {"tags": [rule.modality, rule.kind], "problem.severity": level, "clause": list(rule.clause)},
        }

    def _help(self, rule: ReportedRule, language: str) -> str:
        words = self.words[language]
        lines = [words.headline(rule), *self._sentences(rule, language), words.phrases.remedy(rule)]
        return "\n".join(line for line in lines if line)

    def _sentences(self, rule: ReportedRule, language: str) -> list[str]:
        clauses = [one for one in self.report.clauses if one.id in rule.clause]
        return [f"{one.id}: {sanitize(one.vi if language == 'vi' else one.en)}" for one in clauses]

    def results(self) -> Iterator[str]:
        """Each result as it stands in the log, where `as_json` leaves a place for them."""
        statuses = REPORTED | {Status.WAIVED} if self.unfolded else REPORTED
        findings = self.report.columns.saying(lambda one: one.status in statuses)
        artifact = cache(lambda path: _indented(_artifact(path), depth=8))
        phrases = self.alerts.phrases
        for unit, (said, parts), evidence in self.alerts.worst_first(findings, self._cut):
            place, mark = self.alerts.place_of(unit, evidence), fingerprint(self.report, unit, said.rule)
            text = f"{phrases.status(said.status)}: {self.alerts.unit(unit)}: {self.alerts.message(said)}"
            where = (artifact(place.path), str(place.line), str(place.column))
            own = (_text(_escaped(text)), *where, *map(_text, (phrases.unit(unit), unit, mark, unit)), "")
            yield "".join(chain.from_iterable(zip(parts, own, strict=True)))
        for rule in self.report.rules:
            if unknown := self.report.by_rule[rule.id].saying(lambda one: one.status is Status.UNKNOWN):
                yield _indented(self._unknown(rule, unknown), depth=4)

    def _cut(self, said: Finding) -> tuple[Finding, list[str]]:
        """What is said, and its result as JSON in parts: between them stands what is a unit's own."""
        return said, _indented(self._result(said), depth=4).split(_CUT)

    def _result(self, finding: Finding) -> Json:
        is_problem = finding.status in PROBLEMS
        waived = {"suppressions": [{"kind": "external", "justification": self.alerts.phrases.message(finding)}]}
        return {
            "ruleId": finding.rule,
            "ruleIndex": self.index[finding.rule],
            "kind": "fail",
            "level": LEVELS[finding.severity] if is_problem else "note",
            "message": {"text": _OWN},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": _OWN,
                        "region": {"startLine": _OWN, "startColumn": _OWN},
                    },
                    "logicalLocations": [{"name": _OWN, "fullyQualifiedName": _OWN}],
                }
            ],
            "partialFingerprints": {"congressFinding/v1": _OWN},
            **(waived if finding.status is Status.WAIVED else {}),
            "properties": {
                "unit": _OWN,
                "status": finding.status.value,
                "last_day": None if finding.last_day is None else finding.last_day.isoformat(),
            },
        }

    def _unknown(self, rule: ReportedRule, findings: Column) -> Json:
        count = self.alerts.phrases.translate("unknown-count", count=len(findings), total=rule.applicable)
        first = next(iter(findings))
        place = self.alerts.place_of(first.unit, first.evidence)
        region = {"startLine": place.line, "startColumn": place.column}
        return {
            "ruleId": rule.id,
            "ruleIndex": self.index[rule.id],
            "kind": "open",
            "level": "none",
            "message": _message(f"{self.alerts.headline(rule)}: {count}"),
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(place.path), "region": region}}],
            "partialFingerprints": {"congressFinding/v1": fingerprint(self.report, rule.id)},
            "occurrenceCount": len(findings),
            "properties": {"status": Status.UNKNOWN.value, "units": [*findings.units]},
        }


def _artifact(path: str) -> Json:
    for kind in (PureWindowsPath, PurePosixPath):
        if kind(path).is_absolute():
            return {"uri": kind(path).as_uri()}
    return {"uri": quote(path, safe="/"), "uriBaseId": ROOT}


def _message(text: str) -> Json:
    """A message in which nothing from data is a placeholder or a link: that is what `{0}` and `[](…)` are in SARIF."""
    return {"text": _escaped(text)}


def _escaped(text: str) -> str:
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))


def _text(text: str) -> str:
    return in_json(encode_basestring(text))


def _indented(value: Json, depth: int = 0) -> str:
    """An object as JSON, an element a line, as it stands so deep in another."""
    return in_json(_ENCODER.encode(value)).replace("\n", "\n" + " " * depth)
