"""docx: the paper that an office sends upward, in the layout of party papers; what only the office knows is dots.

The first page is a summary that can be sent by itself: who has done it, the verdict, what to do, recipients and
signature. Behind it come results, shortcomings and tasks, then annexes.
"""

from __future__ import annotations

from congress_cli.formats.docx.annexes import ANNEXES
from congress_cli.formats.docx.details import DETAILS
from congress_cli.formats.docx.letter import write_attached, write_closing, write_heading
from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.summary import write_summary
from congress_cli.model.report import Report
from congress_cli.rendering.office import Office
from congress_cli.rendering.options import ByteStream, RenderOptions

ROMAN = ("I", "II", "III", "IV")


def write(report: Report, stream: ByteStream, options: RenderOptions) -> None:
    """The paper as bytes."""
    page = Page(Office(report, options))
    write_heading(page)
    write_summary(page)
    write_closing(page)
    write_attached(page)
    for roman, (code, write_section) in zip(ROMAN, DETAILS.items(), strict=True):
        page.heading(f"{roman}- {page.office.translate(code)}", 1)
        write_section(page)
    annexes = [(code, annex) for code, annex in ANNEXES.items() if annex.has_content(page.office)]
    for number, (code, annex) in enumerate(annexes, 1):
        title = page.office.translate("annex", number=number, title=page.office.translate(code))
        page.heading(title, 1, new_page=number == 1)
        annex.write(page)
    stream.write(page.saved())
