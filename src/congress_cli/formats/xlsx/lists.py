"""Lists of findings: one row each, those to act on first; what is printed stands to the left, the rest for filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from congress_cli.formats.xlsx.cells import Value
from congress_cli.formats.xlsx.sheets import MOST_ROWS, Sheet
from congress_cli.model.finding import Finding
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.office import Office, first_day


class Column(NamedTuple):
    """A column: the code of its head, its width in characters, the style of its cells, and their values."""

    head: str
    width: float
    style: str
    value: Callable[[Office, Finding], Value]


def _rule(office: Office, finding: Finding) -> ReportedRule:
    return office.report.rule_by_id[finding.rule]


def _superior(office: Office, finding: Finding) -> Value:
    unit = office.report.unit_by_id.get(finding.unit)
    return None if unit is None else office.phrases.committee(office.phrases.branch_of(unit))


def _task_force(office: Office, finding: Finding) -> Value:
    unit = office.report.unit_by_id.get(finding.unit)
    return office.phrases.unit(finding.unit) if unit is None else office.phrases.task_force_of(unit)


def _type(office: Office, finding: Finding) -> Value:
    unit = office.report.unit_by_id.get(finding.unit)
    if unit is None:
        return None
    return office.type_name(unit.type)


def _evidence(office: Office, finding: Finding) -> Value:
    told = []
    for one in finding.evidence:
        source = f" ({one.source})" if one.source else ""
        told.append(f"{office.phrases.name_of(one.fact)}: {one.value}{source}, {one.at}")
    return "; ".join(told) or None


COLUMNS = (
    Column("head-status", 12, "center", lambda office, one: office.phrases.status(one.status)),
    Column("head-id", 11, "text", lambda office, one: one.unit),
    Column("head-unit", 25, "wrapped", lambda office, one: office.phrases.unit(one.unit)),
    Column("head-clause", 6, "center", lambda office, one: _rule(office, one).narrowest_clause),
    Column("head-rule", 25, "wrapped", lambda office, one: office.phrases.marked_title(_rule(office, one))),
    Column("head-last-day", 10.5, "day", lambda office, one: first_day(one)),
    Column("head-days-left", 7, "number", lambda office, one: one.days_left),
    Column("head-message", 38, "wrapped", lambda office, one: office.phrases.message(one)),
    Column("head-remedy", 30, "wrapped", lambda office, one: office.remedy(one) or None),
    Column("head-superior", 26, "wrapped", _superior),
    Column("head-task-force", 20, "wrapped", _task_force),
    Column("head-type", 14, "text", _type),
    Column(
        "head-owner",
        16,
        "wrapped",
        lambda office, one: ", ".join(office.phrases.term(owner) for owner in _rule(office, one).owner),
    ),
    Column("head-modality", 11, "center", lambda office, one: office.phrases.term(_rule(office, one).modality)),
    Column("head-severity", 16, "wrapped", lambda office, one: office.phrases.term(one.severity.value)),
    Column("head-last-day-at-most", 13, "day", lambda office, one: one.last_days[1] if one.last_days else None),
    Column("head-evidence", 46, "text", _evidence),
    Column("head-rule-id", 30, "text", lambda office, one: one.rule),
)
PRINTED = 9
WIDTHS = [column.width for column in COLUMNS]


def write_list(sheet: Sheet, office: Office, findings: Sequence[Finding], most: int = MOST_ROWS) -> None:
    """Heads, then a row a finding; where there are more than a sheet can hold, the last row says how many."""
    sheet.row([office.translate(column.head) for column in COLUMNS], ["head"] * len(COLUMNS))
    head = sheet.rows
    room = most - head
    kept = findings if len(findings) <= room else findings[: room - 1]
    styles = [column.style for column in COLUMNS]
    for finding in kept:
        sheet.row([column.value(office, finding) for column in COLUMNS], styles)
    raw, last = sheet.raw, get_column_letter(len(COLUMNS))
    raw.auto_filter.ref = f"A{head}:{last}{sheet.rows}"
    raw.print_title_rows = f"{head}:{head}"
    if kept:
        sheet.color_statuses(1, head + 1)
    if len(kept) < len(findings):
        sheet.line(office.translate("more-rows", count=len(findings) - len(kept)), "note", PRINTED)
    raw.print_area = f"A1:{get_column_letter(PRINTED)}{sheet.rows}"
