"""plain: one line a finding, the worst first; no boxes, no wrapping, colours only if asked for. For pipes, mails, logs.

Lines that are no findings begin with `#`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from congress_cli.model.finding import PROBLEMS, WORST_FIRST, Finding, Status
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions, TextStream, write_each
from congress_cli.rendering.phrases import Phrases
from congress_cli.rendering.status import STATUS
from congress_cli.text import sanitize


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The report as lines; with `quiet`, its problems alone."""
    lines = _Lines(report, options)
    phrases = lines.phrases
    statuses = [one for one in WORST_FIRST if one in PROBLEMS or not options.quiet]
    if not options.quiet:
        stream.write(f"# {phrases.whole_directive(' · ')}\n# {phrases.judged_day()}\n")
        stream.write(f"# {' · '.join(text for _, text in phrases.verdict())}\n")
        stream.write("" if report.baseline is None else f"# {phrases.since()}\n")
    write_each(stream, lines.of_status(statuses))
    if not options.quiet:
        totals = phrases.translate("totals-line", total=sum(report.totals.values()), totals=phrases.totals())
        stream.write(f"# {totals}\n")


class _Lines:
    """The lines of the findings of one report; what stands around a unit's name is made once for all who share it."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.phrases = Phrases(report, options.language)
        self._findings = report.columns if options.verbose else report.bare.columns
        self._color = options.color

    def of_status(self, statuses: Iterable[Status]) -> Iterator[str]:
        """The findings of these statuses, one status after the other."""
        named = cache(self.phrases.unit)
        for status in statuses:
            of_status = self._findings.saying(lambda one: one.status is status)  # noqa: B023
            for unit, (before, after), evidence in of_status.made(self._made):
                facts = ", ".join(sanitize(f"{one.at} {one.fact}") for one in evidence) if evidence else ""
                yield f"{before}{named(unit)} ({unit}){after}{facts and f' [{facts}]'}\n"

    def _made(self, finding: Finding) -> tuple[str, str]:
        phrases = self.phrases
        text = "; ".join(part for part in (phrases.message(finding), phrases.last_day(finding)) if part)
        title = phrases.title(phrases.report.rule_by_id[finding.rule])
        status = phrases.status(finding.status)
        if self._color:
            from rich.color import ColorSystem
            from rich.style import Style

            status = Style.parse(STATUS[finding.status].color).render(status, color_system=ColorSystem.STANDARD)
        return f"{status}: ", f": {title} ({finding.rule}): {text}"
