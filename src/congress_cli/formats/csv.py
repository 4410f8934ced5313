"""csv: every finding on a line, the worst first, as Excel in Vietnam reads it: BOM, semicolons, CRLF, quotes.

Days are ISO: every Excel takes them for days and shows them as its country writes them, and none mistakes 05/06
for 6 May. A text that a spreadsheet could take for a formula has an apostrophe before the sign that makes it one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter

from congress_cli import dataclass
from congress_cli.days import Day
from congress_cli.language import translate
from congress_cli.model.finding import Evidence, Finding
from congress_cli.model.report import Report, ReportedRule, ReportedUnit
from congress_cli.rendering.annotations import Alerts, placed
from congress_cli.rendering.options import RenderOptions, TextStream, write_each
from congress_cli.text import FORMULA_SIGNS, sanitize

Cell = str | int | date | None
BOM = "\ufeff"
END = "\r\n"

# At the beginning, and after whatever a spreadsheet set to another country takes for the end of a cell.
_OBEYED = re.compile(rf"(^|[,;\t])([\s\"']*)(?=[{re.escape(FORMULA_SIGNS)}])")


def inert(text: str) -> str:
    """The text so that no spreadsheet takes it, or a part of it, for a formula."""
    text = sanitize(text)
    return _OBEYED.sub(r"\1\2'", text) if _OBEYED.search(text) else text


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of a unit, or of a task force, which has no `unit`, and what stands beside it."""

    finding: Finding
    rule: ReportedRule
    who: str
    unit: ReportedUnit | None
    words: Alerts

    @property
    def report(self) -> Report:
        """The report it stands in."""
        return self.words.report


def _type(row: Row) -> Cell:
    if row.unit is None:
        return None
    phrases = row.words.phrases
    named = phrases.types.get(row.unit.type)
    return row.unit.type if named is None else named.in_language(phrases.language)


COLUMNS: dict[str, Callable[[Row], Cell]] = {
    "status": lambda row: row.words.phrases.status(row.finding.status),
    "unit": lambda row: row.words.phrases.unit(row.who),
    "rule": lambda row: row.words.phrases.title(row.rule),
    "last-day": lambda row: row.finding.last_day,
    "days-left": lambda row: row.finding.days_left,
    "message": lambda row: row.words.phrases.message(row.finding),
    "remedy": lambda row: row.words.remedy(row.finding),
    "severity": lambda row: row.words.phrases.term(row.finding.severity) if row.finding.is_problem else None,
    "modality": lambda row: row.words.phrases.term(row.rule.modality),
    "owner": lambda row: ", ".join(row.words.phrases.owner(owner) for owner in row.rule.owner),
    "clause": lambda row: translate(row.words.phrases.language, "ci.clauses", {"clauses": row.rule.clause}),
    "level": lambda row: row.report.word("level", row.unit.level, row.words.phrases.language) if row.unit else None,
    "type": _type,
    "parent": lambda row: row.words.phrases.unit(row.unit.parent) if row.unit and row.unit.parent else None,
    "task-force": lambda row: row.words.phrases.task_force_of(row.unit) if row.unit else None,
    "last-days": lambda row: str(Day(*row.finding.last_days)) if row.finding.last_days else None,
    "evidence": lambda row: None,  # see `_Rows.of`
    "as-of": lambda row: row.report.as_of,
    "status-id": lambda row: row.finding.status.value,
    "unit-id": lambda row: row.who,
    "rule-id": lambda row: row.finding.rule,
    "parent-id": lambda row: None if row.unit is None else row.unit.parent,
}


OF_UNIT = ("unit", "level", "type", "parent", "task-force", "unit-id", "parent-id")
OF_FACTS = ("evidence",)
_RUNS = [
    (of, tuple(run)) for of, run in groupby(COLUMNS, lambda one: 2 if one in OF_FACTS else 1 if one in OF_UNIT else 0)
]
"""Columns side by side that describe the same: 0, of a finding; 1, of its unit; 2, of its facts."""
_GROUPED = sorted(range(len(_RUNS)), key=lambda place: _RUNS[place][0])
_in_order = itemgetter(*map(_GROUPED.index, range(len(_RUNS))))
_SHARED: dict[str, Callable[[Row], Hashable]] = {
    **dict.fromkeys(("rule", "modality", "owner", "clause", "as-of", "rule-id"), lambda row: row.finding.rule),
    **dict.fromkeys(("status", "severity", "status-id"), lambda row: (row.finding.status, row.finding.severity)),
    **dict.fromkeys(("parent", "parent-id"), lambda row: row.unit and row.unit.parent),
    "remedy": lambda row: (row.finding.rule, row.finding.status),
    "level": lambda row: row.unit and row.unit.level,
    "type": lambda row: row.unit and row.unit.type,
}
"""Columns whose cell is the same for all rows of which this is equal."""


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """A line of heads, then the findings."""
    stream.write(BOM + ";".join(_cell(translate(options.language, f"ci.head-{column}")) for column in COLUMNS))
    write_each(stream, _Rows(report, options).lines(), before=END)
    stream.write(END)


class _Rows:
    """The rows of one report. The cells that findings, or those of a unit, have in common are made once for all."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self._report = report
        self._words = Alerts(report, options.language, {})
        self._shared: dict[tuple[str, Hashable], str] = {}
        self._recorded: dict[tuple[str, str], str] = {}

    def lines(self) -> Iterator[str]:
        """The line of each finding."""
        of_finding: dict[int, tuple[str, ...]] = {}
        of_unit: dict[str, tuple[str, ...]] = {}
        fact = cache(self._fact)
        for unit, finding, evidence in placed(self._report, self._report.columns):
            common, own = of_finding.get(id(finding)), of_unit.get(unit)
            if common is None:
                if len(of_finding) >= MOST_ROWS:
                    of_finding.clear()
                common = of_finding[id(finding)] = self._cells(unit, finding, of=0)
            if own is None:
                own = of_unit[unit] = self._cells(unit, finding, of=1)
            facts = f'"{"; ".join(map(fact, evidence))}"' if evidence else '""'
            yield ";".join(_in_order((*common, *own, facts)))

    def _fact(self, one: Evidence) -> str:
        """A fact in the cell of all; what is recorded of many units is made once."""
        key = one.fact, one.value
        text = self._recorded.get(key)
        if text is None:
            text = self._recorded[key] = _cell(f"{one.fact} = {one.value}")[1:-1]
        at = one.at if _PLAIN_PLACE.fullmatch(one.at) else _cell(f"({one.at}")[2:-1]
        return f"{text} ({at})"

    def _cells(self, unit: str, finding: Finding, of: int) -> tuple[str, ...]:
        report = self._report
        row = Row(finding, report.rule_by_id[finding.rule], unit, report.unit_by_id.get(unit), self._words)
        runs = (columns for one, columns in _RUNS if one == of)
        return tuple([";".join([self._cell(column, row) for column in columns]) for columns in runs])

    def _cell(self, column: str, row: Row) -> str:
        if column not in _SHARED:
            return _cell(COLUMNS[column](row))
        key = column, _SHARED[column](row)
        cell = self._shared.get(key)
        if cell is None:
            cell = self._shared[key] = _cell(COLUMNS[column](row))
        return cell


MOST_ROWS = 50_000
"""So many kinds of rows are remembered; those that say the same stand near each other."""
_PLAIN_PLACE = re.compile(r"[\w./:-]*")


def table(lines: Iterable[Iterable[Cell]]) -> str:
    """Lines of cells as one file."""
    return BOM + "".join(_line(map(_cell, line)) for line in lines)


def _line(cells: Iterable[str]) -> str:
    return ";".join(cells) + END


def _cell(value: Cell) -> str:
    """A value in quotes."""
    if not isinstance(value, str):  # `str` of a day is ISO
        return '""' if value is None else f'"{value}"'
    text = inert(value).replace('"', '""')
    return f'"{text}"'
