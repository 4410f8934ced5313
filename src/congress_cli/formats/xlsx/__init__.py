"""xlsx: a workbook for the office: a summary, all findings with filters, and a sheet for each superior."""

from __future__ import annotations

from collections.abc import Iterator

from congress_cli.formats.xlsx.lists import PRINTED, WIDTHS, write_list
from congress_cli.formats.xlsx.sheets import Book
from congress_cli.formats.xlsx.summary import widths, write_summary
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.report import Report, ReportedUnit
from congress_cli.rendering.office import Office
from congress_cli.rendering.options import ByteStream, RenderOptions
from congress_cli.rendering.status import STATUS

MOST_SHEETS = 250


def write(report: Report, stream: ByteStream, options: RenderOptions) -> None:
    """The workbook as bytes."""
    office = Office(report, options)
    book = Book(office)
    summary = book.sheet(office.translate("sheet-summary"), widths(office))
    write_summary(summary, office)
    findings = office.listed()
    branches = list(_by_branch(office, findings))
    if len(branches) > MOST_SHEETS:
        summary.line(office.translate("more-sheets", count=len(branches) - MOST_SHEETS), "note", 3)
    summary.close()
    everything = book.sheet(office.translate("sheet-findings"), WIDTHS, frozen="D2")
    write_list(everything, office, findings)
    everything.close()
    for unit, members in branches[:MOST_SHEETS]:
        _branch(book, office, unit, members)
    stream.write(book.saved())


def _by_branch(office: Office, findings: list[Finding]) -> Iterator[tuple[ReportedUnit, list[Finding]]]:
    branches = office.branches()
    members: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.unit in branches:
            members.setdefault(branches[finding.unit], []).append(finding)
    for unit in office.in_order([office.report.unit_by_id[branch] for branch in members]):
        yield unit, members[unit.id]


def _branch(book: Book, office: Office, unit: ReportedUnit, findings: list[Finding]) -> None:
    """The sheet of one superior: its name, the day, the counts, and the findings of all that stands under it."""
    worst = findings[0].status
    tab = STATUS[worst].ink if worst in PROBLEMS else None
    committee = office.phrases.committee(unit)
    sheet = book.sheet(committee, WIDTHS, frozen="D4", tab=tab)
    sheet.line(f"{committee} ({unit.id})", "title", PRINTED)
    counts = {status: sum(one.status is status for one in findings) for status in Status}
    told = office.phrases.translate("totals-line", total=len(findings), totals=office.phrases.counts(counts))
    sheet.line(f"{office.phrases.judged_day()} · {told}", "line", PRINTED)
    write_list(sheet, office, findings)
    sheet.close()
