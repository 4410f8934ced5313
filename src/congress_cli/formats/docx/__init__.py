"""docx: the progress report that an office sends upward, in the layout of party papers; what only it knows is dots."""

from __future__ import annotations

from congress_cli.formats.docx.heading import write_closing, write_heading, write_remarks
from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.paragraphs import write_paragraphs
from congress_cli.formats.docx.sections import write_general, write_opening, write_rollups, write_unknowns
from congress_cli.model.finding import Status
from congress_cli.model.report import Report
from congress_cli.rendering.office import Office
from congress_cli.rendering.options import ByteStream, RenderOptions

ROMAN = ("I", "II", "III", "IV", "V")


def write(report: Report, stream: ByteStream, options: RenderOptions) -> None:
    """The paper as bytes."""
    page = Page(Office(report, options))
    write_heading(page)
    write_opening(page)
    numbers = iter(ROMAN)
    for code, write in (
        ("general", write_general),
        ("by-paragraph", write_paragraphs),
        ("unknown", write_unknowns),
        ("rolled-up", write_rollups),
        ("remarks", write_remarks),
    ):
        if _says_something(report, code):
            page.heading(f"{next(numbers)}. {page.office.translate(code)}", 1)
            write(page)
    write_closing(page)
    stream.write(page.saved())


def _says_something(report: Report, section: str) -> bool:
    if section == "unknown":
        return report.totals[Status.UNKNOWN] > 0
    wanted = {"by-paragraph": False, "rolled-up": True}.get(section)
    return wanted is None or any(rule.applicable and rule.rolled_up is wanted for rule in report.rules)
