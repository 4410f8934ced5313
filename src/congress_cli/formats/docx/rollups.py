"""The section of roll-ups and counts: what is told of other findings, and what the paper counts beside the registry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.tables import Column, Group, add_table
from congress_cli.model.finding import PROBLEMS, Finding
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.coverage import types_missing
from congress_cli.rendering.office import Office


def write_rollups(page: Page) -> None:
    """Shares with the units that stand worst, then the counts."""
    judged = [rule for rule in page.office.report.rules if rule.judged and rule.rolled_up]
    shares = [rule for rule in judged if rule.shares]
    censuses = [rule for rule in judged if not rule.shares]
    if shares:
        _shares(page, shares)
    if censuses:
        _censuses(page, censuses)
    for text in types_missing(page.office.phrases):
        page.paragraph(text)


def _shares(page: Page, rules: Sequence[ReportedRule]) -> None:
    office = page.office
    page.paragraph(office.translate("shares"), keep=True)
    columns = [
        Column(office.translate("head-unit"), 4),
        Column(office.translate("head-status"), 2, "center"),
        Column(office.translate("head-below"), 6),
    ]
    add_table(page, columns, _share_rows(office, rules))


def _share_rows(office: Office, rules: Sequence[ReportedRule]) -> Iterator[Sequence[str] | Group]:
    phrases = office.phrases
    for rule in rules:
        yield Group(f"{rule.narrowest_clause}. {phrases.marked_title(rule)}: {phrases.counts(rule.counts)}")
        for finding in office.listed():
            if finding.rule == rule.id and finding.status in PROBLEMS:
                unit = f"{phrases.unit(finding.unit)}\n{finding.unit}"
                yield [unit, phrases.status(finding.status), phrases.counts(finding.counts)]


def _censuses(page: Page, rules: Sequence[ReportedRule]) -> None:
    office, phrases = page.office, page.office.phrases
    page.paragraph(office.translate("censuses"), keep=True)
    columns = [
        Column(office.translate("head-clause"), 1, "center"),
        Column(office.translate("head-rule"), 5),
        Column(office.translate("head-standing"), 6),
    ]
    by_id = {rule.id: rule for rule in rules}
    counted: list[Finding] = [one for one in office.report.findings if one.rule in by_id]
    rows = []
    for finding in counted:
        rule = by_id[finding.rule]
        standing = f"{phrases.status(finding.status)}: {phrases.message(finding)}"
        rows.append([rule.narrowest_clause, phrases.marked_title(rule), standing])
    add_table(page, columns, rows)
