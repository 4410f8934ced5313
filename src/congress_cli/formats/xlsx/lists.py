"""Lists of findings, one row each: the work with its questions, and all findings with columns for filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from congress_cli.formats.xlsx.cells import Value
from congress_cli.formats.xlsx.sheets import Sheet
from congress_cli.model.finding import Finding, Status
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
        lambda office, one: ", ".join(office.phrases.owner(owner) for owner in _rule(office, one).owner),
    ),
    Column("head-modality", 11, "center", lambda office, one: office.phrases.term(_rule(office, one).modality)),
    Column("head-severity", 16, "wrapped", lambda office, one: office.phrases.term(one.severity.value)),
    Column("head-last-day-at-most", 13, "day", lambda office, one: one.last_days[1] if one.last_days else None),
    Column("head-evidence", 46, "text", _evidence),
    Column("head-rule-id", 30, "text", lambda office, one: one.rule),
)
PRINTED = 9


def _kind(office: Office, finding: Finding) -> Value:
    return office.translate("to-ask") if finding.status is Status.UNKNOWN else office.phrases.status(finding.status)


def _days_late(office: Office, finding: Finding) -> Value:
    del office
    return -finding.days_left if finding.days_left is not None and finding.days_left < 0 else None


def _what_to_do(office: Office, finding: Finding) -> Value:
    return office.question(finding) if finding.status is Status.UNKNOWN else office.remedy(finding) or None


WORK = (
    Column("head-kind", 12, "center", _kind),
    Column("head-responsible", 24, "wrapped", Office.responsible),
    Column("head-unit", 25, "wrapped", lambda office, one: office.phrases.unit(one.unit)),
    Column("head-task", 27, "wrapped", lambda office, one: office.phrases.marked_title(_rule(office, one))),
    Column("head-last-day", 10.5, "day", lambda office, one: first_day(one)),
    Column("head-days-late", 8, "number", _days_late),
    Column("head-remedy", 34, "wrapped", _what_to_do),
    Column("head-message", 36, "wrapped", lambda office, one: office.message(one)),
)


def widths(columns: Sequence[Column]) -> list[float]:
    """The widths of a list's columns, in characters."""
    return [column.width for column in columns]


def write_list(sheet: Sheet, office: Office, columns: Sequence[Column], findings: Sequence[Finding]) -> None:
    """Heads that stay in sight and can be filtered, then a row a finding; at most `PRINTED` columns are printed."""
    sheet.row([office.translate(column.head) for column in columns], ["head"] * len(columns))
    head, styles = sheet.rows, [column.style for column in columns]
    for finding in findings:
        sheet.row([column.value(office, finding) for column in columns], styles)
    raw, last = sheet.raw, get_column_letter(len(columns))
    raw.auto_filter.ref = f"A{head}:{last}{sheet.rows}"
    raw.print_title_rows = f"{head}:{head}"
    if findings:
        sheet.color_statuses(1, head + 1)
    raw.print_area = f"A1:{get_column_letter(min(PRINTED, len(columns)))}{sheet.rows}"
