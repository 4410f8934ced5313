"""markdown: the report for a step summary, a merge request or a chat: totals, what to do now, rule by rule.

Long lists are cut, as in the table; `--all` lists every finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from congress_cli.days import Day
from congress_cli.language import translate
from congress_cli.language.commands import command_line, given_in
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import Report, ReportedRule
from congress_cli.rendering.options import RenderOptions, TextStream
from congress_cli.rendering.phrases import Phrases, known, narrowed
from congress_cli.rendering.status import FOLDED, URGENT, most_urgent, of_units, symbol, urgency
from congress_cli.text import sanitize


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The page."""
    page = _Page(report, options)
    before = ""
    for block in page.blocks():
        stream.write(before + "\n".join((*block, "")))
        before = "\n"


class _Page:
    """One report being written."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report = report.bare
        self.options = options
        self.phrases = Phrases(report, options.language)

    def blocks(self) -> Iterator[list[str]]:
        """The paragraphs, headings and tables, in the order in which they are read."""
        yield [f"# {inline(self.phrases.directive())}"]
        yield from ([line] for line in self._head())
        yield [f"**{' · '.join(text for _, text in self.phrases.verdict())}**"]
        yield [f"## {self._heading('totals-heading')}"]
        yield [*self._totals()]
        yield from self._todo()
        yield from self._reported("late-heading", "late-count", Status.LATE)
        yield from self._reported("waived-heading", "waived-count", Status.WAIVED)
        yield from self._rules()
        if self.options.unfolded:
            yield from self._others()

    def _heading(self, key: str) -> str:
        return self.phrases.translate(key).capitalize()

    def _head(self) -> Iterator[str]:
        phrases, report = self.phrases, self.report
        facts = (phrases.term_of_office(), phrases.judged_day(), phrases.translate("units", units=len(report.units)))
        yield " · ".join(map(inline, filter(None, facts)))
        yield from map(inline, (*narrowed(phrases), *known(phrases)))

    def _totals(self) -> Iterator[str]:
        report, phrases = self.report, self.phrases
        covered, sentences = report.sentences
        scope = {"sentences": covered, "all_sentences": sentences, "rules": len(report.rules)}
        yield f"- {phrases.translate('totals-scope', units=len(report.units), **scope)}"
        yield f"- {phrases.translate('totals-line', total=sum(report.totals.values()), totals=phrases.totals())}"
        met, applicable = report.totals[Status.MET], report.applicable
        if applicable:
            percent = phrases.percent(met, applicable)
            yield f"- {phrases.translate('totals-met', met=met, applicable=applicable, percent=percent)}"
        if count := report.totals[Status.UNKNOWN]:
            text = phrases.translate("unknown-count", count=count, total=applicable)
            yield f"- {self._heading('unknown-heading')}: {text}"
        problems = {grade: report.problems[grade] for grade in ("violation", "warning")}
        if any(problems.values()):
            yield f"- **{phrases.translate('totals-problems', **problems)}**"
        elif applicable:
            yield f"- {phrases.translate('totals-clean' if report.baseline is None else 'totals-no-new')}"

    def _todo(self) -> Iterator[list[str]]:
        findings = of_units(self.report, URGENT)
        if not findings and self.report.asked.statuses:
            return
        yield [f"## {self._heading('todo-heading')}"]
        if not findings:
            yield [self.phrases.translate("todo-none")]
            return
        counts = [(status, sum(one.status is status for one in findings)) for status in URGENT]
        parts = [self.phrases.translate(f"todo-count-{status.value}", count=count) for status, count in counts if count]
        yield [" · ".join(parts)]
        listed = sorted(findings if self.options.unfolded else most_urgent(findings), key=urgency)
        yield [*self._table(("status", "unit", "rule", "when", "remedy"), map(self._duty, listed))]
        yield from self._more("more", len(findings) - len(listed))
        first = listed[0]
        given = given_in(self.report.command)
        command = command_line("congress", "explain", first.unit, first.rule, given=given)
        yield [translate(self.options.language, "ci.why", {"command": code(command)})]

    def _duty(self, finding: Finding) -> Row:
        rule = self.report.rule_by_id[finding.rule]
        failed = finding.status is Status.FAILED
        when = self.phrases.message(finding) if failed else self._last_day(finding)
        in_time = "" if failed else self.phrases.in_time(finding)
        cells = (self._status(finding, in_time), self._unit(finding), self.phrases.marked_title(rule))
        return (*cells, when, self.phrases.remedy(rule))

    def _last_day(self, finding: Finding) -> str:
        if finding.last_days is not None:
            return translate(self.options.language, "ci.span", {"days": Day(*finding.last_days)})
        return "" if finding.last_day is None else self.phrases.weekday(finding.last_day)

    def _reported(self, heading: str, count: str, status: Status) -> Iterator[list[str]]:
        """Findings that are reported and not acted on."""
        yield from self._list(heading, count, of_units(self.report, (status,)))

    def _others(self) -> Iterator[list[str]]:
        """All findings that the other blocks leave out, roll-ups and counts included."""
        statuses = {*URGENT, Status.LATE, Status.WAIVED}
        rolled_up = {rule.id for rule in self.report.rules if rule.rolled_up}
        rest = self.report.columns.saying(lambda one: one.status not in statuses or one.rule in rolled_up)
        yield from self._list("others-heading", "others-count", sorted(rest, key=urgency))

    def _list(self, heading: str, count: str, findings: list[Finding]) -> Iterator[list[str]]:
        if not findings:
            return
        yield [f"## {self._heading(heading)}"]
        yield [self.phrases.translate(count, count=len(findings))]
        listed = findings if self.options.unfolded else findings[:FOLDED]
        yield [*self._table(("status", "unit", "rule", "message"), map(self._result, listed))]
        yield from self._more("more-lines", len(findings) - len(listed))

    def _result(self, finding: Finding) -> Row:
        title = self.phrases.marked_title(self.report.rule_by_id[finding.rule])
        return self._status(finding), self._unit(finding), title, self.phrases.message(finding)

    def _rules(self) -> Iterator[list[str]]:
        rules = [rule for rule in self.report.rules if rule.judged]
        if not rules:
            return
        statuses = [status for status in Status if any(rule.counts[status] for rule in rules)]
        yield [f"## {self._heading('rules-heading')}"]
        heads = [self.phrases.translate(f"head-{status.value}") for status in statuses]
        columns = [self.phrases.translate(key) for key in ("clause", "rule", "limit")]
        rows = [self._rule(rule, statuses) for rule in rules]
        yield [*table([*columns, *heads, self.phrases.translate("total")], rows, numbers=len(statuses) + 1)]
        marks = {"strive", "should"} & {rule.modality for rule in rules}
        if marks:
            yield [
                " · ".join(self.phrases.translate(f"legend-{mark}") for mark in ("strive", "should") if mark in marks)
            ]

    def _rule(self, rule: ReportedRule, statuses: list[Status]) -> Row:
        limit = "" if rule.last_day is None else self.phrases.weekday(rule.last_day)
        if rule.limit_event is not None:
            limit = self.phrases.translate("limit-event", event=self.phrases.name_of(rule.limit_event))
        counts = (str(rule.counts[status] or "–") for status in statuses)
        return rule.narrowest_clause, self.phrases.marked_title(rule), limit, *counts, str(rule.judged)

    def _table(self, columns: Iterable[str], rows: Iterable[Row]) -> Iterator[str]:
        return table([translate(self.options.language, f"ci.head-{column}") for column in columns], rows)

    def _status(self, finding: Finding, in_time: str = "") -> str:
        return f"{symbol(finding.status, ascii_only=False)} {in_time or self.phrases.status(finding.status)}"

    def _unit(self, finding: Finding) -> str:
        return f"{self.phrases.unit(finding.unit)} ({finding.unit})"

    def _more(self, key: str, count: int) -> Iterator[list[str]]:
        if count:
            command = command_line(*self.report.command, "--format", "markdown", "--all", given=())
            yield [self.phrases.translate(key, count=count, command=code(command))]


_PLAIN = re.compile(r"[\w .,;:()/+%…–—·«»◇○→✗▲●□✓?~'\"-]*")
_TRICKY = re.compile(r"_|//|www\.|:\S*:|%\w|~\S|GH-\d", re.IGNORECASE)
_SIGN = re.compile(r"[!-+.:-@\[-`{-~]")

Row = tuple[str, ...]


def inline(text: str) -> str:
    """A text from data, inside a line or the cell of a table."""
    text = sanitize(text)
    return text if _PLAIN.fullmatch(text) and not _TRICKY.search(text) else code(text)


def code(text: str) -> str:
    """A text in the letters of a program, with nothing in it that means anything."""
    return f"<code>{_SIGN.sub(lambda sign: f'&#{ord(sign[0])};', sanitize(text))}</code>"


def table(heads: list[str], rows: Iterable[Row], numbers: int = 0) -> Iterator[str]:
    """A table; its last columns hold numbers."""
    aligned = ["---"] * (len(heads) - numbers) + ["--:"] * numbers
    yield _row(heads)
    yield _row(aligned, str)
    yield from map(_row, rows)


def _row(cells: Iterable[str], escape: Callable[[str], str] = inline) -> str:
    return f"| {' | '.join(map(escape, cells))} |"
