"""The second section of a paper: what each paragraph of the directive asks, how many did it, and who did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congress_cli.days import on
from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.tables import Column, Group, add_table
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.office import Office

MOST_LISTED = 1000
LISTS = (
    ("list-problems", (Status.ERROR, Status.OVERDUE, Status.FAILED)),
    ("list-due-soon", (Status.DUE_SOON,)),
    ("list-late", (Status.LATE,)),
    ("list-waived", (Status.WAIVED,)),
)
TOLD_BY_WORD = (Status.ERROR, Status.FAILED)  # of all others the message says in words how they stand in time
WITH_REMEDY = ("list-problems", "list-due-soon")


def write_paragraphs(page: Page) -> None:
    """A part for each paragraph under which something was judged."""
    listed = [one for one in page.office.listed() if not page.office.is_rolled_up(one)]
    for place, (paragraph, rules) in enumerate(_by_paragraph(page.office).items(), 1):
        page.heading(f"{place}. {_title(page.office, paragraph)}", 2)
        _counts(page, rules)
        ids = {rule.id for rule in rules}
        for code, statuses in LISTS:
            _list(page, code, [one for one in listed if one.rule in ids and one.status in statuses])


def _by_paragraph(office: Office) -> dict[str, list[ReportedRule]]:
    """The rules of each paragraph, in the order of the directive."""
    place = {clause.id: number for number, clause in enumerate(office.report.clauses)}
    rules = [rule for rule in office.report.rules if not rule.rolled_up and rule.applicable]
    grouped: dict[str, list[ReportedRule]] = {}
    for rule in sorted(rules, key=lambda one: place.get(one.narrowest_clause, len(place))):
        grouped.setdefault(rule.narrowest_clause.partition(".")[0], []).append(rule)
    return grouped


def _title(office: Office, paragraph: str) -> str:
    return (
        office.translate("paragraph-headline") if paragraph == "H" else office.translate("paragraph", number=paragraph)
    )


def _counts(page: Page, rules: Sequence[ReportedRule]) -> None:
    office = page.office
    statuses = [one for one in Status if office.report.totals[one] and one is not Status.NOT_APPLICABLE]
    columns = [Column(office.translate("head-rule"), 5.2)]
    columns += [Column(office.phrases.translate(f"head-{status.value}"), 1.3, "center") for status in statuses]
    columns.append(Column(office.translate("head-applicable"), 1.3, "center"))
    add_table(page, columns, _count_rows(office, rules, statuses))


def _count_rows(
    office: Office, rules: Sequence[ReportedRule], statuses: Sequence[Status]
) -> Iterator[Sequence[str] | Group]:
    asked = {clause.id: clause for clause in office.report.clauses}
    last = ""
    for rule in rules:
        clause = rule.narrowest_clause
        if clause != last and clause in asked:
            words = asked[clause].vi if office.options.language == "vi" else asked[clause].en
            yield Group(f"{clause}. {words}")
        last = clause
        counts = [f"{rule.counts[status] or '–'}" for status in statuses]
        yield [_lines(office.phrases.marked_title(rule), limit(office, rule)), *counts, f"{rule.applicable}"]


def limit(office: Office, rule: ReportedRule) -> str:
    """The last day of a rule where all units have the same, or the event that it is counted from; else empty."""
    if rule.last_day is not None:
        return office.phrases.translate("last-day", day=on(rule.last_day))
    return office.phrases.limit_event(rule)


def _list(page: Page, code: str, findings: Sequence[Finding]) -> None:
    """The units of one kind: who, under which rule, how it stands, and what to do where something can be done."""
    if not findings:
        return
    office = page.office
    page.paragraph(office.translate(code), italic=True, keep=True, before=4)
    columns = [
        Column(office.translate("head-place"), 0.8, "center"),
        Column(office.translate("head-unit"), 3),
        Column(office.translate("head-rule"), 2.8),
        Column(office.translate("head-standing"), 4.5),
    ]
    if code in WITH_REMEDY:
        columns.append(Column(office.translate("head-remedy"), 3.4))
    rows = (_row(office, number, one)[: len(columns)] for number, one in enumerate(findings[:MOST_LISTED], 1))
    add_table(page, columns, rows)
    if len(findings) > MOST_LISTED:
        page.paragraph(office.translate("list-more", count=len(findings) - MOST_LISTED), italic=True)


def _row(office: Office, number: int, finding: Finding) -> list[str]:
    phrases, rule = office.phrases, office.report.rule_by_id[finding.rule]
    word = f"{phrases.status(finding.status)}: " if finding.status in TOLD_BY_WORD else ""
    return [
        f"{number}",
        _lines(phrases.unit(finding.unit), finding.unit),
        f"{phrases.marked_title(rule)} ({rule.narrowest_clause})",
        _lines(f"{word}{phrases.message(finding)}", phrases.last_day(finding)),
        phrases.remedy(rule),
    ]


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
