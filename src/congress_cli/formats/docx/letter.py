"""The letter that reminds one committee or task force of its work, in the layout of party papers. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from congress_cli.days import on
from congress_cli.formats.docx.details import by_clause, lines, subject
from congress_cli.formats.docx.heading import write_closing, write_letter_heading
from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.tables import Column, add_table
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
    office = page.office
    write_letter_heading(page, office.body(who))
    day = on(report.as_of)
    page.paragraph(office.translate("letter-opening", directive=office.phrases.whole_directive(", "), day=day))
    parts = {code: [one for one in findings if one.status in statuses] for code, statuses in PARTS.items()}
    for number, (code, held) in enumerate(((code, held) for code, held in parts.items() if held), 1):
        page.heading(f"{number}. {office.translate(f'letter-{code}', count=len(held))}", 1)
        _write_part(page, code, held)
    page.paragraph(office.translate("letter-answer", who=office.body(who), day=on(answer_by)), bold=True, before=4)
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
    columns = [
        Column(office.translate("head-place"), 0.8, "center"),
        Column(office.translate("head-unit"), 3.2),
        Column(office.translate("head-task"), 3.2),
        Column(office.translate("head-standing"), 3.6),
        Column(office.translate(last), 3.8),
    ]
    add_table(page, columns, _rows(office, findings))


def _rows(office: Office, findings: Iterable[Finding]) -> Iterator[list[str]]:
    phrases = office.phrases
    for number, one in enumerate(findings, 1):
        asked = one.status is Status.UNKNOWN
        told = phrases.in_time(one) if one.status not in (Status.FAILED, Status.ERROR) else ""
        standing = lines(told or office.message(one), phrases.last_day(one))
        title = phrases.marked_title(office.report.rule_by_id[one.rule])
        what = office.question(one) if asked else office.remedy(one)
        yield [f"{number}", office.unit(one.unit), title, standing, what]
