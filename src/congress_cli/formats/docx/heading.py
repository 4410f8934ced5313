"""The heading of a paper: who reports to whom, number, place and day, title and subject. What is not known is dots."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.shared import Mm

from congress_cli.days import on
from congress_cli.formats.docx.page import Page, written
from congress_cli.rendering.office import Office

BLANK = "....."
LONG_BLANK = "." * 24
TITLE_INDENT = 14


def write_heading(page: Page) -> None:
    """The two columns at the top, then title and subject."""
    office, size = page.office, page.size
    left, right = two_columns(page)
    superior, own = bodies(office)
    _lines(left, [(superior, {}), (own, {"bold": True}), ("*", {}), (_number(office), {})], size - 1)
    party = office.options.letterhead.party or office.translate("party")
    place = office.options.letterhead.place or LONG_BLANK[:12]
    day = office.translate("place-and-day", place=place, blank=BLANK)
    _lines(right, [(party, {"bold": True, "underline": True}), ("", {}), (day, {"italic": True})], size)
    add = page.document.add_paragraph
    written(add(), office.translate("report"), bold=True, align="center", size=size + 2, before=18)
    subject = office.options.letterhead.subject or office.translate("subject", directive=office.phrases.directive())
    title = written(add(), subject, bold=True, align="center").paragraph_format
    title.left_indent = title.right_indent = Mm(TITLE_INDENT)
    written(add(), office.translate("subject-day", day=on(office.report.as_of)), italic=True, align="center")
    written(add(), "-----", align="center", after=8)


def bodies(office: Office) -> tuple[str, str]:
    """The superior body and the one that reports: from the settings, else from the units that were asked for."""
    report, letterhead = office.report, office.options.letterhead
    chosen = {*report.asked.under, *report.asked.units}
    tops = [unit for unit in report.units if unit.parent is None]
    own = report.unit_by_id.get(next(iter(chosen))) if len(chosen) == 1 else None
    above = tops[0] if own is None and len(tops) == 1 else report.unit_by_id.get((own and own.parent) or "")
    told = [office.phrases.committee(unit).upper() if unit is not None else LONG_BLANK for unit in (above, own)]
    return letterhead.superior or told[0], letterhead.office or told[1]


def _number(office: Office) -> str:
    symbol = office.options.letterhead.symbol or office.translate("symbol", blank=BLANK)
    return office.translate("number", number=BLANK, symbol=symbol)


def two_columns(page: Page) -> tuple[Any, Any]:
    """Two cells beside one another, without lines around them."""
    table = page.document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, share in zip(table.columns, (0.44, 0.56), strict=True):
        column.width = Mm(page.width * share)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    return left, right


def _lines(cell: Any, lines: list[tuple[str, dict[str, Any]]], size: float) -> None:
    for number, (text, options) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        written(paragraph, text, align="center", size=size, **options)


DOTTED_LINES = 3


def write_remarks(page: Page) -> None:
    """Dotted lines for what only the office can say."""
    for _ in range(DOTTED_LINES):
        dotted = page.paragraph("")
        dotted.paragraph_format.tab_stops.add_tab_stop(Mm(page.width), leader=WD_TAB_LEADER.DOTS)
        dotted.add_run().add_tab()


def write_closing(page: Page) -> None:
    """To whom it goes, to the left; who signs, to the right."""
    office, letterhead = page.office, page.office.options.letterhead
    left, right = two_columns(page)
    written(left.paragraphs[0], office.translate("recipients"), underline=True, size=page.size)
    *others, last = letterhead.recipients or (LONG_BLANK, LONG_BLANK, office.translate("recipient-archive"))
    for line in (*(f"- {one}," for one in others), f"- {last}."):
        written(left.add_paragraph(), line, size=page.size - 2)
    written(right.paragraphs[0], letterhead.signature or LONG_BLANK, bold=True, align="center")
    written(
        right.add_paragraph(), office.translate("signature"), italic=True, align="center", size=page.size - 2, after=60
    )
