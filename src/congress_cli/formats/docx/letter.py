"""The heading of party papers, and the letter that reminds one committee or task force of its work. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Mm

from congress_cli.days import on
from congress_cli.formats.docx.details import by_clause, lines, subject
from congress_cli.formats.docx.page import Page, add_table, columns, pad, written
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import Report
from congress_cli.rendering.office import Office
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.status import NOW, of_units, to_be_asked, urgency

PARTS = {"overdue": NOW, "near": (Status.DUE_SOON,), "ask": (Status.UNKNOWN,)}


def concerning(report: Report, who: str) -> list[Finding]:
    """What a unit and those below it, or a task force, must be reminded of; of a task force's work only itself."""
    forces = {one.id for one in report.task_forces}
    below = set() if who in forces else _below(report, who)
    found = []
    for one in (*of_units(report, (*NOW, Status.DUE_SOON)), *to_be_asked(report)):
        responsible, _ = report.responsibility.of(one, report.rule_by_id[one.rule])
        if responsible == who or (one.unit in below and responsible not in forces):
            found.append(one)
    return found


def _below(report: Report, top: str) -> set[str]:
    """The unit and all below it."""
    found = {top}
    while more := {one.id for one in report.units if one.parent in found} - found:
        found |= more
    return found


def letter(report: Report, who: str, answer_by: date, options: RenderOptions) -> bytes | None:
    """The letter to a unit or a task force as a Word file; None where there is nothing to remind of."""
    findings = concerning(report, who)
    if not findings:
        return None
    page = Page(Office(report, options))
    office, body = page.office, page.office.phrases.body(who)
    write_letter_heading(page, body)
    day = on(report.as_of)
    page.paragraph(office.translate("letter-opening", directive=office.phrases.whole_directive(", "), day=day))
    parts = {code: [one for one in findings if one.status in statuses] for code, statuses in PARTS.items()}
    for number, (code, held) in enumerate(((code, held) for code, held in parts.items() if held), 1):
        page.heading(f"{number}. {office.translate(f'letter-{code}', count=len(held))}", 1)
        _write_part(page, code, held)
    page.paragraph(office.translate("letter-answer", who=body, day=on(answer_by)), bold=True, before=4)
    page.paragraph(office.translate("letter-basis", day=day), italic=True)
    write_closing(page)
    return page.saved()


def _write_part(page: Page, code: str, findings: list[Finding]) -> None:
    """What is overdue, near or to be asked: each sentence of the paper, and how the units stand."""
    office = page.office
    for clause, rules in by_clause(office):
        ids = {rule.id for rule in rules}
        of_clause = sorted((one for one in findings if one.rule in ids), key=urgency)
        if of_clause:
            page.paragraph(office.translate("letter-clause", clause=subject(office, clause)), keep=True, before=2)
            _write_table(page, of_clause, "head-question" if code == "ask" else "head-remedy")


def _write_table(page: Page, findings: Iterable[Finding], last: str) -> None:
    office = page.office
    heads = (("head-unit", 3.2), ("head-task", 3.2), ("head-standing", 3.6), (last, 3.8))
    add_table(page, columns(office, ("head-place", 0.8, "center"), *heads), _rows(office, findings))


def _rows(office: Office, findings: Iterable[Finding]) -> Iterator[list[str]]:
    phrases = office.phrases
    for number, one in enumerate(findings, 1):
        asked = one.status is Status.UNKNOWN
        in_time = phrases.in_time(one) if one.status not in (Status.FAILED, Status.ERROR) else ""
        standing = lines(in_time or office.message(one), phrases.last_day(one))
        title = phrases.marked_title(office.report.rule_by_id[one.rule])
        what = office.question(one) if asked else office.remedy(one)
        yield [f"{number}", office.unit(one.unit), title, standing, what]


BLANK = "....."
LONG_BLANK = "." * 24
TITLE_INDENT = 14
PARTY_SIZE, LINE_SIZE, TITLE_SIZE = 15, 14, 16


def write_heading(page: Page) -> None:
    """The two columns at the top, then title and subject."""
    office = page.office
    _write_top(page, _number(office))
    add = page.document.add_paragraph
    written(add(), office.translate("report"), bold=True, align="center", size=TITLE_SIZE, before=12)
    subject = office.options.letterhead.subject or office.translate("subject", directive=office.phrases.directive())
    about = written(add(), subject, bold=True, align="center").paragraph_format
    about.left_indent = about.right_indent = Mm(TITLE_INDENT)
    written(add(), "-----", align="center", after=8)


def write_letter_heading(page: Page, to: str) -> None:
    """The two columns at the top, the subject below the number, then to whom it goes."""
    office = page.office
    number = office.translate("number", number=BLANK, symbol=office.translate("letter-symbol", blank=BLANK))
    _write_top(page, number, office.translate("letter-subject", directive=office.phrases.directive()))
    text = office.translate("letter-to", who=to)
    written(page.document.add_paragraph(), text, align="center", before=12, after=8)


def _write_top(page: Page, number: str, subject: str = "") -> None:
    office = page.office
    left, right = two_columns(page)
    superior, own = bodies(office)
    _lines(left, [(superior, {}), (own, {"bold": True}), ("*", {}), (number, {})])
    if subject:
        _lines(left, [(subject, {"italic": True, "size": page.size - 2})], more=True)
    party = office.options.letterhead.party or office.translate("party")
    place = office.options.letterhead.place or LONG_BLANK[:12]
    day = office.translate("place-and-day", place=place, blank=BLANK)
    title = {"bold": True, "underline": True, "size": PARTY_SIZE}
    _lines(right, [(party, title), ("", {}), ("", {}), (day, {"italic": True})])


def bodies(office: Office) -> tuple[str, str]:
    """What stands above the body that reports, and that body: from the settings, else from the one unit asked for.

    Above a committee stands the party organisation that it belongs to, above a body of the topmost committee this one.
    """
    report, letterhead = office.report, office.options.letterhead
    chosen = {*report.asked.under, *report.asked.units}
    tops = [unit for unit in report.units if unit.parent is None]
    own = report.unit_by_id.get(next(iter(chosen))) if len(chosen) == 1 else None
    if own is None:
        above = office.phrases.committee(tops[0]) if len(tops) == 1 else LONG_BLANK
    else:
        above = office.phrases.unit(own.parent) if own.parent in report.unit_by_id else ""
    mine = LONG_BLANK if own is None else office.phrases.committee(own)
    return letterhead.superior or above.upper(), letterhead.office or mine.upper()


def _number(office: Office) -> str:
    symbol = office.options.letterhead.symbol or office.translate("symbol", blank=BLANK)
    return office.translate("number", number=BLANK, symbol=symbol)


def two_columns(page: Page) -> tuple[Any, Any]:
    """Two cells beside one another, without lines around them."""
    table = page.document.add_table(rows=1, cols=2)
    table.autofit = False
    pad(table)
    for column, share in zip(table.columns, (0.51, 0.49), strict=True):
        column.width = Mm(page.width * share)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    return left, right


def _lines(cell: Any, lines: list[tuple[str, dict[str, Any]]], *, more: bool = False) -> None:
    for number, (text, options) in enumerate(lines):
        paragraph = cell.add_paragraph() if number or more else cell.paragraphs[0]
        written(paragraph, text, **{"align": "center", "size": LINE_SIZE, **options})


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
        right.add_paragraph(), office.translate("signature"), italic=True, align="center", size=page.size - 2, after=48
    )


def write_attached(page: Page) -> None:
    """The head of what is sent with the first page, on a page of its own."""
    office = page.office
    title = written(
        page.document.add_paragraph(), office.translate("attached"), bold=True, align="center", size=LINE_SIZE
    )
    title.paragraph_format.page_break_before = True
    paper = office.translate("attached-to", number=_number(office), blank=BLANK)
    written(page.document.add_paragraph(), paper, italic=True, align="center", after=8)
