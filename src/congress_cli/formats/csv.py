"""csv: every finding on a line, the worst first, as Excel in Vietnam reads it: BOM, semicolons, CRLF, quotes.

Days are ISO: every Excel takes them for days and shows them as its country writes them, and none mistakes 05/06
for 6 May. A text that a spreadsheet could take for a formula has an apostrophe before the sign that makes it one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from congress_cli.days import Day
from congress_cli.language import translate
from congress_cli.model.finding import Finding
from congress_cli.model.report import Report, ReportedRule, ReportedUnit
from congress_cli.rendering.annotations import Alerts, placed
from congress_cli.rendering.options import RenderOptions, TextStream, write_each
from congress_cli.text import FORMULA_SIGNS, sanitize

Cell = str | int | date | None
BOM = "\ufeff"
END = "\r\n"

# At the beginning, and after whatever a spreadsheet set to another country takes for the end of a cell.
_OBEYED = re.compile(rf"(^|[,;\t])([\s\"']*)(?=[{re.escape(FORMULA_SIGNS)}])")
_SIGN = re.compile(f"[{re.escape(FORMULA_SIGNS)}]")  # found in less time


def inert(text: str) -> str:
    """The text so that no spreadsheet takes it, or a part of it, for a formula."""
    text = sanitize(text)
    return _OBEYED.sub(r"\1\2'", text) if _SIGN.search(text) else text


class Row(NamedTuple):
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
    "evidence": lambda row: None,  # see `_Rows.lines`
    "as-of": lambda row: row.report.as_of,
    "status-id": lambda row: row.finding.status.value,
    "unit-id": lambda row: row.who,
    "rule-id": lambda row: row.finding.rule,
    "parent-id": lambda row: None if row.unit is None else row.unit.parent,
}


OF_SAID = ("last-day", "days-left", "message", "last-days")
OF_UNIT = ("unit", "unit-id")
OF_PLACE = ("level", "type", "parent", "task-force", "parent-id")
OF_FACTS = ("evidence",)
"""Columns of what is said of units, of a unit, of its place in the tree, and of its facts.

All others are those of a rule and a status.
"""


def _runs(wanted: Callable[[str], bool]) -> list[tuple[str, ...]]:
    """The wanted columns, those side by side together."""
    return [tuple(run) for one, run in groupby(COLUMNS, wanted) if one]


_RULE = _runs(lambda one: one not in {*OF_SAID, *OF_UNIT, *OF_PLACE, *OF_FACTS})
_SAID, _UNIT, _PLACE = (_runs(of.__contains__) for of in (OF_SAID, OF_UNIT, OF_PLACE))


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
        self._shared: dict[Hashable, tuple[str, ...]] = {}
        self._recorded: dict[tuple[str, str], str] = {}

    def lines(self) -> Iterator[str]:
        """The line of each finding: its pieces in the order of COLUMNS, written out since there are very many lines."""
        of_said: dict[int, tuple[str, ...]] = {}
        of_unit: dict[str, tuple[str, ...]] = {}
        for who, finding, facts in placed(self._report, self._report.columns, self._fact):
            said, unit = of_said.get(id(finding)), of_unit.get(who)
            if said is None:
                if len(of_said) >= MOST_ROWS:
                    of_said.clear()
                said = of_said[id(finding)] = self._of_said(self._row(finding, who))
            if unit is None:
                unit = of_unit[who] = self._of_unit(self._row(finding, who))
            status, rule, remedy, as_of, rule_id, last_day, last_days = said
            name, unit_id, place, parent = unit
            yield (
                f"{status};{name};{rule};{last_day};{remedy};{place};"
                f'{last_days};"{"; ".join(facts)}";{as_of};{unit_id};{rule_id};{parent}'
            )

    def _fact(self, fact: str, value: str, at: str, source: str | None) -> str:
        """A fact in the cell of all; what is recorded of many units is made once."""
        del source
        key = fact, value
        text = self._recorded.get(key)
        if text is None:
            text = self._recorded[key] = _cell(f"{fact} = {value}")[1:-1]
        return f"{text} ({at})" if _PLAIN_PLACE.fullmatch(at) else f"{text} ({_cell(f'({at}')[2:-1]})"

    def _row(self, finding: Finding, who: str) -> Row:
        return Row(finding, self._report.rule_by_id[finding.rule], who, self._report.unit_by_id.get(who), self._words)

    def _of_said(self, row: Row) -> tuple[str, ...]:
        finding = row.finding
        return *self._once((finding.rule, finding.status, finding.severity), _RULE, row), *_pieces(_SAID, row)

    def _of_unit(self, row: Row) -> tuple[str, ...]:
        unit = row.unit
        place = unit and (unit.level, unit.type, unit.parent, unit.task_force)
        return *_pieces(_UNIT, row), *self._once(place, _PLACE, row)

    def _once(self, key: Hashable, runs: list[tuple[str, ...]], row: Row) -> tuple[str, ...]:
        """The pieces that all rows of this key have; those of other runs have keys of another length."""
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = _pieces(runs, row)
        return found


def _pieces(runs: list[tuple[str, ...]], row: Row) -> tuple[str, ...]:
    """The cells of each run of columns."""
    return tuple([";".join([_cell(COLUMNS[column](row)) for column in run]) for run in runs])


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
