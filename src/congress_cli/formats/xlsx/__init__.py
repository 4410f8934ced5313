"""xlsx: a workbook for the office: work, summary, progress, all findings; with `--group-by` a sheet for each group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from congress_cli import grouped
from congress_cli.errors import CongressError
from congress_cli.formats.xlsx.sheets import COLUMNS, PRINTED, WORK, Book, Column, widths, write_list
from congress_cli.formats.xlsx.summary import summary_widths, write_progress, write_summary
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.report import Report, counted
from congress_cli.rendering.office import Office
from congress_cli.rendering.options import ByteStream, RenderOptions
from congress_cli.rendering.phrases import known, narrowed
from congress_cli.rendering.status import STATUS, responsible
from congress_cli.text import vietnamese_order

MOST_ROWS = 200_000
MOST_SHEETS = 250


def write(report: Report, stream: ByteStream, options: RenderOptions) -> None:
    """The workbook as bytes. Raises CongressError for more findings than people and spreadsheets can work with."""
    if len(report.findings) > MOST_ROWS:
        raise CongressError("xlsx-too-long", count=len(report.findings), most=MOST_ROWS)
    with TemporaryFile() as rows:
        stream.write(_book(Office(report, options), rows))


def _book(office: Office, rows: IO[bytes]) -> bytes:
    book = Book(office, rows)
    groups = _groups(office)
    _work(book, office)
    summary = book.sheet(office.translate("sheet-summary"), summary_widths(office))
    write_summary(summary, office)
    if len(groups) > MOST_SHEETS:
        summary.line(office.translate("more-sheets", count=len(groups) - MOST_SHEETS), "note", 3)
    write_progress(book, office)
    _list(book, office, office.translate("sheet-findings"), (), COLUMNS, office.listed())
    for name, findings in groups[:MOST_SHEETS]:
        counts = office.phrases.counts(counted(findings))
        totals = office.phrases.translate("totals-line", total=len(findings), totals=counts)
        _list(book, office, name, (name, f"{office.phrases.judged_day()} · {totals}"), COLUMNS, findings)
    return book.saved()


def _work(book: Book, office: Office) -> None:
    """The first sheet: the verdict, what is to be done, the most urgent first, then what is to be asked."""
    phrases = office.phrases
    signs = " · ".join(phrases.legend())
    paper = f"{phrases.directive()} · {phrases.judged_day()}"
    lines = (office.verdict(), paper, *narrowed(phrases), *islice(known(phrases), 1), signs)
    _list(
        book, office, office.translate("sheet-work"), [*filter(None, lines)], WORK, [*office.work(), *office.to_ask()]
    )


def _groups(office: Office) -> list[tuple[str, list[Finding]]]:
    """The findings of units by what `--group-by` names; without it none."""
    listed = office.listed() if office.options.group_by else ()
    of_units = (one for one in listed if one.unit in office.report.unit_by_id)
    groups = grouped(of_units, lambda one: _group(office, one))
    by_name = sorted(groups.items(), key=lambda group: (vietnamese_order(group[0][0]), group[0][1]))
    return [(name, findings) for (name, _), findings in by_name]


def _group(office: Office, finding: Finding) -> tuple[str, str]:
    """The name of the sheet that a finding is on, and what tells it from others of that name.

    A superior is the unit just below the top, with all that stands under it.
    """
    if office.options.group_by != "parent":
        return responsible(office.phrases, finding, office.options.group_by), ""
    branch = office.report.responsibility.branch_of(finding.unit)
    return office.phrases.body(branch), branch


def _list(
    book: Book, office: Office, name: str, lines: Sequence[str], columns: Sequence[Column], findings: list[Finding]
) -> None:
    """A sheet of a title, lines and a list of findings; its tab is red where one of them is a problem."""
    bad = any(one.status in PROBLEMS for one in findings) and bool(lines)
    sheet = book.sheet(name, widths(columns), f"D{len(lines) + 2}", STATUS[Status.OVERDUE].ink if bad else None)
    for number, line in enumerate(lines):
        sheet.line(line, "line" if number else "title", min(PRINTED, len(columns)))
    write_list(sheet, office, columns, findings)
