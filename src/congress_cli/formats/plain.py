"""plain: one line a finding, the worst first; no boxes, no wrapping, colours only if asked for. For pipes, mails, logs.

Lines that are no findings begin with `#`.
"""

from __future__ import annotations

from functools import cache

from rich.color import ColorSystem
from rich.style import Style

from congress_cli.model.finding import PROBLEMS, WORST_FIRST, Finding
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.rendering.phrases import Phrases, once_alike
from congress_cli.rendering.status import STATUS
from congress_cli.text import sanitize


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The report as lines; with `quiet`, its problems alone."""
    lines = _Lines(report, options)
    phrases = lines.phrases
    findings = report.of_status(one for one in WORST_FIRST if one in PROBLEMS or not options.quiet)
    if not options.quiet:
        stream.write(f"# {phrases.whole_directive(' · ')}\n# {phrases.judged_day()}\n")
        stream.write(f"# {' · '.join(text for _, text in phrases.verdict())}\n")
        stream.write("" if report.baseline is None else f"# {phrases.since()}\n")
    for finding in findings:
        stream.write(lines.of(finding))
    if not options.quiet:
        totals = phrases.translate("totals-line", total=sum(report.totals.values()), totals=phrases.totals())
        stream.write(f"# {totals}\n")


class _Lines:
    """The lines of the findings of one report; what stands around a unit's name is made once for all who share it."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.phrases = Phrases(report, options.language)
        self._verbose = options.verbose
        self._color = options.color
        self._around = once_alike(self._made)
        self._names = cache(self.phrases.unit)

    def of(self, finding: Finding) -> str:
        """One finding."""
        before, after = self._around(finding)
        facts = ""
        if self._verbose and finding.evidence:
            facts = " [" + ", ".join(sanitize(f"{one.at} {one.fact}") for one in finding.evidence) + "]"
        return f"{before}{self._names(finding.unit)} ({finding.unit}){after}{facts}\n"

    def _made(self, finding: Finding) -> tuple[str, str]:
        phrases = self.phrases
        told = "; ".join(part for part in (phrases.message(finding), phrases.last_day(finding)) if part)
        title = phrases.title(phrases.report.rule_by_id[finding.rule])
        status = phrases.status(finding.status)
        if self._color:
            status = Style.parse(STATUS[finding.status].color).render(status, color_system=ColorSystem.STANDARD)
        return f"{status}: ", f": {title} ({finding.rule}): {told}"
