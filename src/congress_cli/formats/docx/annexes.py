"""The annexes of a paper: each rule with its counts, what is waived, what is unknown, roll-ups and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from congress_cli.formats.docx.details import (
    MOST_LISTED,
    MOST_OF_ONE,
    add_figures,
    add_list,
    by_clause,
    limit,
    lines,
    subject,
)
from congress_cli.formats.docx.page import Column, Group, Page, add_table, columns
from congress_cli.formats.docx.summary import events, write_legend
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.progress import MEASURES, TALLY, progress_of
from congress_cli.model.report import ReportedRule, counted
from congress_cli.rendering.office import MOST_FACTS, Office
from congress_cli.rendering.phrases import types_missing
from congress_cli.rendering.status import of_units


class Annex(NamedTuple):
    """What writes an annex, and whether it has anything to say."""

    write: Callable[[Page], None]
    has_content: Callable[[Office], bool]


def _write_rules(page: Page) -> None:
    """The counts of each rule, under what its sentence asks; then what the signs mean."""
    office = page.office
    statuses = [one for one in Status if office.report.totals[one] and one is not Status.NOT_APPLICABLE]
    counts = [Column(office.phrases.translate(f"head-{status.value}"), 1.3, "center") for status in statuses]
    first, last = columns(office, ("head-rule", 5.2), ("head-applicable", 1.3, "center"))
    add_table(page, [first, *counts, last], _count_rows(office, statuses))
    write_legend(page, office.translate("legend-none"))


def _count_rows(office: Office, statuses: Sequence[Status]) -> Iterator[Sequence[str] | Group]:
    for clause, rules in by_clause(office):
        yield Group(subject(office, clause))
        for rule in rules:
            counts = [f"{rule.counts[status] or '–'}" for status in statuses]
            yield [lines(office.phrases.marked_title(rule), limit(office, rule)), *counts, f"{rule.applicable}"]


def _write_progress(page: Page) -> None:
    """Each event with a row for each group of units, and all of them; of tallies and measures all units together."""
    office, found = page.office, progress_of(page.office.report)
    for one in events(office):
        page.paragraph(office.progress_title(one), italic=True, keep=True, before=4)
        named = ((office.progress_group(one, row), row) for row in (*one.rows[:MOST_LISTED], *one.totals))
        add_figures(page, office.translate("head-group"), one.columns, named)
    for kind, figures in (("tally", TALLY), ("measures", MEASURES)):
        rows = [
            (lines(office.progress_title(one), office.indicator(one, row)), row)
            for one in found
            for row in one.totals
            if one.columns == figures
        ]
        if rows:
            page.paragraph(office.translate(f"progress-{kind}"), italic=True, keep=True, before=4)
            add_figures(page, office.translate("head-rule"), figures, rows)


def _write_unknowns(page: Page) -> None:
    """A row a rule that has unknowns."""
    office, report = page.office, page.office.report
    count = report.totals[Status.UNKNOWN]
    page.paragraph(office.translate("unknown-count", count=count, applicable=report.applicable))
    heads = columns(
        office, ("head-clause", 1, "center"), ("head-rule", 5), ("head-unknown", 2.2, "center"), ("head-need", 5)
    )
    rules = [rule for rule in report.rules if not rule.rolled_up and rule.counts[Status.UNKNOWN]]
    add_table(page, heads, (_unknown_row(office, rule) for rule in rules))


def _unknown_row(office: Office, rule: ReportedRule) -> list[str]:
    count = f"{rule.counts[Status.UNKNOWN]}/{rule.applicable}"
    findings = [one for one in office.report.by_rule[rule.id] if one.status is Status.UNKNOWN]
    return [rule.narrowest_clause, office.phrases.marked_title(rule), count, _need(office, rule, findings)]


def _need(office: Office, rule: ReportedRule, findings: list[Finding]) -> str:
    params = sorted({str(one.args["param"]) for one in findings if one.code == "parameter-missing"})
    if params:
        return office.translate("need-parameter", params=", ".join(params))
    uncertain = sum(one.code == "uncertain" for one in findings)
    facts = ", ".join(map(office.phrases.short_fact, rule.facts[:MOST_FACTS]))
    needs = [facts] if uncertain < len(findings) or not findings else []
    needs += [office.translate("need-certain", count=uncertain)] if uncertain else []
    return "; ".join(needs)


def _write_rollups(page: Page) -> None:
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
    heads = columns(office, ("head-unit", 4), ("head-status", 2, "center"), ("head-below", 6))
    add_table(page, heads, _share_rows(office, rules))


def _share_rows(office: Office, rules: Sequence[ReportedRule]) -> Iterator[Sequence[str] | Group]:
    phrases = office.phrases
    for rule in rules:
        yield Group(f"{rule.narrowest_clause}. {phrases.marked_title(rule)}: {phrases.counts(rule.counts)}")
        bad = [one for one in office.report.by_rule[rule.id] if one.status in PROBLEMS]
        kept = bad if office.options.unfolded else bad[:MOST_OF_ONE]
        for one in kept:
            yield [office.unit(one.unit), phrases.status(one.status), phrases.counts(one.counts)]
        if left := phrases.counts(counted(bad[len(kept) :])):
            yield Group(office.translate("list-more", counts=left))


def _censuses(page: Page, rules: Sequence[ReportedRule]) -> None:
    office, phrases = page.office, page.office.phrases
    page.paragraph(office.translate("censuses"), keep=True)
    rows = []
    for finding in (one for rule in rules for one in office.report.by_rule[rule.id]):
        rule = office.report.rule_by_id[finding.rule]
        standing = f"{phrases.status(finding.status)}: {phrases.message(finding)}"
        rows.append([rule.narrowest_clause, phrases.marked_title(rule), standing])
    add_table(page, columns(office, ("head-clause", 1, "center"), ("head-rule", 5), ("head-standing", 6)), rows)


ANNEXES = {
    "by-rule": Annex(_write_rules, lambda office: bool(by_clause(office))),
    "progress": Annex(_write_progress, lambda office: bool(progress_of(office.report))),
    "waived": Annex(
        lambda page: add_list(page, of_units(page.office.report, (Status.WAIVED,))),
        lambda office: bool(of_units(office.report, (Status.WAIVED,))),
    ),
    "unknown": Annex(_write_unknowns, lambda office: office.report.totals[Status.UNKNOWN] > 0),
    "rolled-up": Annex(
        _write_rollups, lambda office: any(rule.applicable and rule.rolled_up for rule in office.report.rules)
    ),
}
