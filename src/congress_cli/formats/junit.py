"""junit: JUnit XML, a suite a rule and a case a finding. Passed is what is met, and nothing else.

The first suite has no case: its properties hold the verdict and how many tasks there are, of whom.
A problem is a failure, `error` an error; what is open, due soon, unknown, waived or not applicable is skipped, with
its message. There is no time of day in it: every duration is 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.sax.saxutils import escape

from congress_cli.model.finding import KINDS, PROBLEMS, Column, Evidence, Finding, Findings, Status
from congress_cli.model.report import Report, ReportedRule, counted
from congress_cli.rendering.annotations import Alerts
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.text import in_markup, sanitize

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_END = "  </testsuite>\n"


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The suites, in the order of the rulebook."""
    alerts = Alerts(report, options.language, options.in_repository)
    name_of = cache(partial(_name, alerts))
    root = _element(None, "testsuites", {"name": report.tool.name, **_counts(report.columns), "time": "0"})
    stream.write('<?xml version="1.0" encoding="utf-8"?>\n')
    stream.write(_written(root).removesuffix(" />") + ">\n")
    stream.write(_begun(f"{report.tool.name}: tasks", _tasks(alerts), Findings(())) + _END)
    for rule in report.rules:
        findings = report.by_rule[rule.id]
        stream.write(_begun(rule.id, _properties(rule, alerts), findings))
        for case in _cases(findings, alerts, name_of):
            stream.write(in_markup(case))
        stream.write(_END)
    stream.write("</testsuites>\n")


def _begun(name: str, properties: Mapping[str, str], findings: Findings) -> str:
    """A suite up to its cases, which are written one at a time: all together they would fill the memory."""
    suite = _element(None, "testsuite", {"name": name, **_counts(findings), "time": "0"})
    parent = _element(suite, "properties", {})
    for key, value in properties.items():
        _element(parent, "property", {"name": key, "value": value})
    indent(suite, level=1)
    return f"  {_written(suite)}\n".removesuffix(_END)


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


def _cases(findings: Column, alerts: Alerts, name_of: Callable[[str], str]) -> Iterator[str]:
    """Each finding as a case; what is said of many units is made once."""
    before = f"    <testcase classname={_quoted(findings.rule)} name="
    path = cache(_quoted)
    for unit, (end, after_facts), evidence in findings.made(partial(_outcome, alerts)):
        place = alerts.place_of(unit, evidence)
        facts = "".join(f"\n{_fact(one, alerts)}" for one in evidence) if after_facts else ""
        where = f'file={path(place.path)} line="{place.line}"'
        yield f'{before}{name_of(unit)} time="0" {where}{end}{facts}{after_facts}'


def _name(alerts: Alerts, unit: str) -> str:
    return _quoted(alerts.unit(unit))


def _outcome(alerts: Alerts, said: Finding) -> tuple[str, str]:
    """The end of a case, and what stands in it behind the facts of its unit; nothing where it tells none."""
    if said.status is Status.MET:
        return " />\n", ""
    message = _quoted(f"{alerts.phrases.status(said.status)}: {alerts.phrases.message(said)}")
    if said.status not in PROBLEMS:
        return f">\n      <skipped message={message} />\n    </testcase>\n", ""
    kind = "error" if said.status is Status.ERROR else "failure"
    grave = f"<{kind} type={_quoted(f'{said.severity}.{said.status}')} message={message}>"
    return f">\n      {grave}{escape(_xml(alerts.message(said)))}", f"</{kind}>\n    </testcase>\n"


def _fact(one: Evidence, alerts: Alerts) -> str:
    return escape(_xml(f"{alerts.place(one.at)} {one.fact}: {one.value}"))


def _counts(findings: Findings) -> Mapping[str, str]:
    of_status = counted(findings)
    errors, met = of_status[Status.ERROR], of_status[Status.MET]
    failures = sum(of_status[status] for status in PROBLEMS) - errors
    counts = (len(findings), failures, errors, len(findings) - failures - errors - met)
    return dict(zip(("tests", "failures", "errors", "skipped"), map(str, counts), strict=True))


def _element(parent: Element | None, tag: str, attributes: Mapping[str, str]) -> Element:
    clean = {name: _xml(value) for name, value in attributes.items()}
    return Element(tag, clean) if parent is None else SubElement(parent, tag, clean)


def _quoted(value: str) -> str:
    """The value of an attribute."""
    return '"' + escape(_xml(value), {'"': "&quot;"}) + '"'


def _xml(text: str) -> str:
    """The text on one line, without the few characters that no XML may hold."""
    return _NO_XML.sub(lambda match: f"<U+{ord(match[0]):04X}>", sanitize(text))
