"""csv: every finding on a line, the worst first, as Excel in Vietnam reads it: BOM, semicolons, CRLF, quotes.

Days are ISO: every Excel takes them for days and shows them as its country writes them, and none mistakes 05/06
for 6 May. A text that a spreadsheet could take for a formula has an apostrophe before the sign that makes it one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import StringIO

from congress_cli.days import Day
from congress_cli.language import translate
from congress_cli.model.finding import Finding
from congress_cli.model.report import Report, ReportedRule, ReportedUnit
from congress_cli.rendering.annotations import Alerts, worst_first
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

Cell = str | int | date | None

# At the beginning, and after whatever a spreadsheet set to another country takes for the end of a cell.
_OBEYED = re.compile(r"(^|[,;\t])([\s\"']*)(?=[-=+@＝＋－＠])")


def inert(text: str) -> str:
    """The text so that no spreadsheet takes it, or a part of it, for a formula."""
    return _OBEYED.sub(r"\1\2'", sanitize(text))


@dataclass(frozen=True, slots=True)
class Row:
    """One finding and what stands beside it."""

    finding: Finding
    rule: ReportedRule
    unit: ReportedUnit | None
    words: Alerts

    @property
    def report(self) -> Report:
        """The report it stands in."""
        return self.words.report

    def term(self, word: str) -> str:
        """A word of the vocabulary of terms."""
        return self.words.phrases.term(word)


def _level(row: Row) -> Cell:
    return None if row.unit is None else row.term(row.unit.level)


def _type(row: Row) -> Cell:
    names = {one.id: one.vi if row.words.phrases.language == "vi" else one.en for one in row.report.types}
    return None if row.unit is None else names.get(row.unit.type, row.unit.type)


def _parent(row: Row) -> Cell:
    return None if row.unit is None or row.unit.parent is None else row.words.phrases.unit(row.unit.parent)


def _task_force(row: Row) -> Cell:
    return None if row.unit is None else row.words.phrases.task_force_of(row.unit)


def _severity(row: Row) -> Cell:
    return row.term(row.finding.severity) if row.finding.is_problem else None


def _last_days(row: Row) -> Cell:
    return None if row.finding.last_days is None else str(Day(*row.finding.last_days))


def _evidence(row: Row) -> Cell:
    return "; ".join(f"{one.fact} = {one.value} ({one.at})" for one in row.finding.evidence)


COLUMNS: dict[str, Callable[[Row], Cell]] = {
    "status": lambda row: row.words.phrases.status(row.finding.status),
    "unit": lambda row: row.words.phrases.unit(row.finding.unit),
    "rule": lambda row: row.words.phrases.title(row.rule),
    "last-day": lambda row: row.finding.last_day,
    "days-left": lambda row: row.finding.days_left,
    "message": lambda row: row.words.phrases.message(row.finding),
    "remedy": lambda row: row.words.remedy(row.finding),
    "severity": _severity,
    "modality": lambda row: row.term(row.rule.modality),
    "owner": lambda row: ", ".join(row.term(owner) for owner in row.rule.owner),
    "clause": lambda row: translate(row.words.phrases.language, "ci.clauses", {"clauses": row.rule.clause}),
    "level": _level,
    "type": _type,
    "parent": _parent,
    "task-force": _task_force,
    "last-days": _last_days,
    "evidence": _evidence,
    "as-of": lambda row: row.report.as_of,
    "status-id": lambda row: row.finding.status.value,
    "unit-id": lambda row: row.finding.unit,
    "rule-id": lambda row: row.finding.rule,
    "parent-id": lambda row: None if row.unit is None else row.unit.parent,
}


def render(report: Report, options: RenderOptions) -> str:
    """A line of heads, then the findings."""
    words = Alerts(report, options.language)
    sheet = StringIO(newline="")
    writer = csv.writer(sheet, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(translate(options.language, f"ci.head-{column}") for column in COLUMNS)
    for finding in worst_first(report, list(report.findings)):
        row = Row(finding, report.rule_by_id[finding.rule], report.unit_by_id.get(finding.unit), words)
        writer.writerow(_cell(of(row)) for of in COLUMNS.values())
    return "\ufeff" + sheet.getvalue()


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
