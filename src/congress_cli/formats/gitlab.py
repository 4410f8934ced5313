"""gitlab: a Code Quality report for the widget of a merge request: problems, what is due soon, what is unknown.

The fingerprint is of unit and rule alone: a problem that has become unknown is never taken for resolved.
"""

from __future__ import annotations

from typing import Any

from congress_cli.formats.json import dumped
from congress_cli.model.finding import PROBLEMS, Finding, Severity, Status
from congress_cli.model.report import Report
from congress_cli.rendering.annotations import Alert, Alerts, worst_first
from congress_cli.rendering.options import RenderOptions, TextStream

REPORTED = PROBLEMS | {Status.DUE_SOON, Status.UNKNOWN}


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """A list of issues, the worst first, one a line."""
    alerts = Alerts(report, options.language, options.in_repository)
    findings = worst_first(report, report.columns.saying(lambda one: one.status in REPORTED))
    before = "[\n"
    for finding in findings:
        stream.write(before + dumped(_issue(alerts.of(finding))))
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def _issue(alert: Alert) -> dict[str, Any]:
    return {
        "description": f"{alert.title}: {alert.message}",
        "check_name": alert.finding.rule,
        "fingerprint": alert.fingerprint,
        "severity": _severity(alert.finding),
        "location": {"path": alert.place.path, "lines": {"begin": alert.place.line}},
    }


def _severity(finding: Finding) -> str:
    """How grave GitLab is to call it; done late leaves nothing to do, so it is less than undone."""
    if finding.status not in PROBLEMS:
        return "info"
    if finding.status is Status.ERROR:
        return "blocker"
    if finding.severity is Severity.WARNING:
        return "minor"
    return "major" if finding.status is Status.LATE else "critical"
