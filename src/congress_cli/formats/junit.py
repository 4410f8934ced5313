"""junit: JUnit XML, a suite a rule and a case a finding. Passed is what is met, and nothing else.

The first suite has no case: its properties hold the verdict and how many tasks there are, of whom.
A problem is a failure, `error` an error; what is open, due soon, unknown, waived or not applicable is skipped, with
its message. There is no time of day in it: every duration is 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from congress_cli.model.finding import KINDS, PROBLEMS, Findings, Status
from congress_cli.model.report import Report, ReportedRule, counted
from congress_cli.rendering.annotations import Alert, Alerts
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.text import in_markup, sanitize

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The suites, in the order of the rulebook."""
    alerts = Alerts(report, options.language, options.in_repository)
    root = _element(None, "testsuites", {"name": report.tool.name, **_counts(report.columns), "time": "0"})
    stream.write('<?xml version="1.0" encoding="utf-8"?>\n')
    stream.write(_written(root).removesuffix(" />") + ">\n")
    stream.write(_suite(f"{report.tool.name}: tasks", _tasks(alerts), Findings(()), alerts))
    for rule in report.rules:
        stream.write(_suite(rule.id, _properties(rule, alerts), report.by_rule[rule.id], alerts))
    stream.write("</testsuites>\n")


def _suite(name: str, properties: Mapping[str, str], findings: Findings, alerts: Alerts) -> str:
    """One suite as text, one at a time: all together they would fill the memory."""
    suite = _element(None, "testsuite", {"name": name, **_counts(findings), "time": "0"})
    parent = _element(suite, "properties", {})
    for key, value in properties.items():
        _element(parent, "property", {"name": key, "value": value})
    for finding in findings:
        _case(suite, alerts.of(finding), alerts)
    indent(suite, level=1)
    return f"  {_written(suite)}\n"


def _written(element: Element) -> str:
    return in_markup(tostring(element, encoding="unicode"))


def _tasks(alerts: Alerts) -> Mapping[str, str]:
    """The verdict, the tasks of each kind, and those that each responsible one has itself and below."""
    tasks = alerts.report.tasks
    counts = {kind: str(getattr(tasks, kind)) for kind in KINDS}
    parts = {
        f"responsible.{one.who}": ", ".join(
            f"{kind} {one.own[kind]}+{one.below[kind]}" for kind in KINDS if one.own[kind] or one.below[kind]
        )
        for one in tasks.by_responsible
    }
    return {"verdict": " · ".join(text for _, text in alerts.phrases.verdict()), **counts, **parts}


def _properties(rule: ReportedRule, alerts: Alerts) -> Mapping[str, str]:
    paper = alerts.report.directive
    return {
        "as_of": alerts.report.as_of.isoformat(),
        "directive": paper.number,
        "clause": ", ".join(rule.clause),
        "title": alerts.phrases.title(rule),
        "modality": rule.modality,
        "severity": rule.severity.value,
    }


def _case(suite: Element, alert: Alert, alerts: Alerts) -> None:
    finding, place = alert.finding, alert.place
    where = {"file": place.path, "line": str(place.line)}
    case = _element(suite, "testcase", {"classname": finding.rule, "name": alert.unit, "time": "0", **where})
    if finding.status is Status.MET:
        return
    attributes = {"message": f"{alerts.phrases.status(finding.status)}: {alerts.phrases.message(finding)}"}
    if finding.status not in PROBLEMS:
        _element(case, "skipped", attributes)
        return
    kind = "error" if finding.status is Status.ERROR else "failure"
    grave = _element(case, kind, {"type": f"{finding.severity}.{finding.status}", **attributes})
    facts = (f"{alerts.place(one.at)} {one.fact}: {one.value}" for one in finding.evidence)
    grave.text = "\n".join(_xml(sanitize(line)) for line in (alert.message, *facts))


def _counts(findings: Findings) -> Mapping[str, str]:
    of_status = counted(findings)
    errors, met = of_status[Status.ERROR], of_status[Status.MET]
    failures = sum(of_status[status] for status in PROBLEMS) - errors
    counts = (len(findings), failures, errors, len(findings) - failures - errors - met)
    return dict(zip(("tests", "failures", "errors", "skipped"), map(str, counts), strict=True))


def _element(parent: Element | None, tag: str, attributes: Mapping[str, str]) -> Element:
    clean = {name: _xml(sanitize(value)) for name, value in attributes.items()}
    return Element(tag, clean) if parent is None else SubElement(parent, tag, clean)


def _xml(text: str) -> str:
    """The text without the few characters that no XML may hold."""
    return _NO_XML.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
