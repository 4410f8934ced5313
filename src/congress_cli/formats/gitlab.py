"""gitlab: a Code Quality report for the widget of a merge request: problems, what is due soon, what is unknown.

The fingerprint is of unit and rule alone: a problem that has become unknown is never taken for resolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from congress_cli.formats.json import dumped
from congress_cli.model.finding import PROBLEMS, Finding, Findings, Severity, Status
from congress_cli.model.report import Report
from congress_cli.rendering.annotations import Alerts, fingerprint
from congress_cli.rendering.options import RenderOptions, TextStream, write_each

REPORTED = PROBLEMS | {Status.DUE_SOON, Status.UNKNOWN}


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """A list of issues, the worst first, one a line."""
    alerts = Alerts(report, options.language, options.in_repository)
    findings = report.columns.saying(lambda one: one.status in REPORTED)
    if not findings:
        stream.write("[]\n")
        return
    issues = _issues(alerts, findings)
    stream.write("[\n" + next(issues))
    write_each(stream, issues, before=",\n")
    stream.write("\n]\n")


def _issues(alerts: Alerts, findings: Findings) -> Iterator[str]:
    """Each issue as JSON; what is said of many units is made once."""
    named, path = cache(lambda unit: dumped(alerts.unit(unit))[1:-1]), cache(dumped)
    for unit, (rule, before, behind, end), evidence in alerts.worst_first(findings, partial(_around, alerts)):
        place, mark = alerts.place_of(unit, evidence), fingerprint(alerts.report, unit, rule)
        yield f'{before}{named(unit)}{behind}{mark}{end}{path(place.path)}, "lines": {{"begin": {place.line}}}}}}}'


def _around(alerts: Alerts, said: Finding) -> tuple[str, str, str, str]:
    """The rule, and what stands before the name of a unit, behind it, and between fingerprint and place."""
    before = dumped(f"{alerts.phrases.status(said.status)}: ")[:-1]
    behind = dumped(f": {alerts.message(said)}")[1:]
    return (
        said.rule,
        f'{{"description": {before}',
        f'{behind}, "check_name": {dumped(said.rule)}, "fingerprint": "',
        f'", "severity": "{_severity(said)}", "location": {{"path": ',
    )


def _severity(finding: Finding) -> str:
    """How grave GitLab is to call it; done late leaves nothing to do, so it is less than undone."""
    if finding.status not in PROBLEMS:
        return "info"
    if finding.status is Status.ERROR:
        return "blocker"
    if finding.severity is Severity.WARNING:
        return "minor"
    return "major" if finding.status is Status.LATE else "critical"
