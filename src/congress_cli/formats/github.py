"""github: annotations for the runner of GitHub Actions, the worst first, as many of each level as GitHub shows.

Of more than ten, nine are written and the tenth says how many were left out; `--all` writes all, for the log.
"""

from __future__ import annotations

from collections.abc import Mapping

from congress_cli.language import translate
from congress_cli.language.commands import command_line
from congress_cli.model.finding import PROBLEMS, Finding, Severity, Status
from congress_cli.model.report import Report
from congress_cli.rendering.annotations import Alert, Alerts, worst_first
from congress_cli.rendering.options import RenderOptions, TextStream

MOST = 10
LEVELS = ("error", "warning", "notice")


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """Annotations, a line each, and a line of totals."""
    alerts = Alerts(report, options.language, options.in_repository)
    lines: dict[str, list[str]] = {level: [] for level in LEVELS}
    if report.totals[Status.UNKNOWN] and not options.quiet:
        lines["notice"].append(_unknown(report, alerts))
    for finding in worst_first(report, report.columns):
        level = _level(finding)
        if level is not None:
            lines[level].append(_annotation(level, alerts.of(finding)))
    written = [line for level in LEVELS for line in _cut(level, lines[level], report, options)]
    totals = alerts.phrases.translate("totals-line", total=sum(report.totals.values()), totals=alerts.phrases.totals())
    for line in written if options.quiet else [*written, totals]:
        stream.write(f"{line}\n")


def command(name: str, properties: Mapping[str, str], message: str) -> str:
    """A command to the runner; nothing of what it is given can end it or begin another."""
    text = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {text}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _level(finding: Finding) -> str | None:
    if finding.status in PROBLEMS:
        return "error" if finding.severity is Severity.VIOLATION else "warning"
    return "notice" if finding.status is Status.DUE_SOON else None


def _annotation(level: str, alert: Alert) -> str:
    place = alert.place
    where = {"file": place.path, "line": str(place.line), "col": str(place.column), "title": alert.title}
    return command(level, where, alert.message)


def _unknown(report: Report, alerts: Alerts) -> str:
    count = alerts.phrases.translate("unknown-count", count=report.totals[Status.UNKNOWN], total=report.applicable)
    return command("notice", {"title": alerts.phrases.status(Status.UNKNOWN)}, count)


def _cut(level: str, lines: list[str], report: Report, options: RenderOptions) -> list[str]:
    """As many as GitHub shows; the last of them says how many were left out."""
    if options.unfolded or len(lines) <= MOST:
        return lines
    kept = lines[: MOST - 1]
    args = {"count": len(lines) - len(kept), "command": command_line(*report.command, "--all", given=())}
    more = translate(options.language, f"ci.more-{level}", args)
    return [*kept, command(level, {"title": translate(options.language, "ci.more-title")}, more)]
