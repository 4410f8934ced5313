"""plain: one line a finding, the worst first; no boxes, no colours, no wrapping. For pipes, mails and logs.

Lines that are no findings begin with `#`.
"""

from __future__ import annotations

from congress_cli.model.finding import PROBLEMS, RANK, Finding
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import Phrases


def render(report: Report, options: RenderOptions) -> str:
    """The report as lines; with `quiet`, its problems alone."""
    phrases = Phrases(report, options.language)
    findings = sorted(report.findings, key=lambda finding: RANK[finding.status])
    if options.quiet:
        return "".join(_line(one, phrases, options) for one in findings if one.status in PROBLEMS)
    head = f"# {phrases.directive()} · {phrases.term_of_office()}\n# {phrases.judged_day()}\n"
    if report.baseline is not None:
        head += f"# {phrases.since()}\n"
    body = "".join(_line(finding, phrases, options) for finding in findings)
    totals = phrases.translate("totals-line", total=sum(report.totals.values()), totals=phrases.totals())
    return f"{head}{body}# {totals}\n"


def _line(finding: Finding, phrases: Phrases, options: RenderOptions) -> str:
    rule = phrases.report.rule_by_id[finding.rule]
    parts = [
        phrases.status(finding.status),
        f"{phrases.unit(finding.unit)} ({finding.unit})",
        f"{phrases.title(rule)} ({finding.rule})",
    ]
    told = "; ".join(part for part in (phrases.message(finding), phrases.last_day(finding)) if part)
    if options.verbose and finding.evidence:
        told += " [" + ", ".join(f"{one.at} {one.fact}" for one in finding.evidence) + "]"
    return ": ".join((*parts, told)) + "\n"
