"""The sections of a paper beside its paragraphs: the general part, the unknowns, shares and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congress_cli.days import on
from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.tables import Column, Group, add_table
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.office import Office
from congress_cli.rendering.phrases import known, left_out, types_missing


def write_opening(page: Page) -> None:
    """On whose word, and as of which day."""
    office = page.office
    phrases = office.phrases
    day = on(office.report.as_of)
    page.paragraph(office.translate("opening", directive=phrases.whole_directive(", "), day=day))


def write_general(page: Page) -> None:
    """What was judged, a table of the statuses with what each is a part of, and the problems."""
    office, report = page.office, page.office.report
    covered, sentences = report.sentences
    total = sum(report.totals.values())
    page.paragraph(
        office.translate(
            "judged",
            units=len(report.units),
            sentences=covered,
            all_sentences=sentences,
            rules=len(report.rules),
            total=total,
            applicable=report.applicable,
            rest=total - report.applicable,
        )
    )
    for text in (*_asked(office), *left_out(office.phrases), *known(office.phrases)):
        page.paragraph(text)
    _totals(page)
    problems = report.problems
    page.paragraph(office.translate("problems", violation=problems["violation"], warning=problems["warning"]))


def _asked(office: Office) -> Iterator[str]:
    """Which part the paper reports on, in names."""
    report, phrases = office.report, office.phrases
    asked = report.asked
    parts = (
        ("part-under", [phrases.unit(unit) for unit in asked.under]),
        ("part-units", [phrases.unit(unit) for unit in asked.units]),
        ("part-rules", [phrases.title(rule) for rule in report.rules if rule.id in asked.rules]),
        ("part-clauses", asked.clauses),
        ("part-owners", [phrases.owner(owner) for owner in asked.owners]),
    )
    for code, names in parts:
        if names:
            yield office.translate(code, names=names)


def _totals(page: Page) -> None:
    office, report = page.office, page.office.report
    heads = [office.translate(code) for code in ("head-status", "head-count", "head-share")]
    columns = [Column(heads[0], 5), Column(heads[1], 3, "center"), Column(heads[2], 4, "center")]
    counts = {one: count for one, count in report.totals.items() if count and one is not Status.NOT_APPLICABLE}
    rows = [[office.phrases.status(one), f"{count}", _share(office, count)] for one, count in counts.items()]
    add_table(page, columns, [*rows, [office.translate("applicable"), f"{report.applicable}", ""]])


def _share(office: Office, count: int) -> str:
    return f"{office.phrases.percent(count, office.report.applicable)}%"


MOST_FACTS = 3


def write_unknowns(page: Page) -> None:
    """A row a rule that has unknowns."""
    office, report = page.office, page.office.report
    count = report.totals[Status.UNKNOWN]
    page.paragraph(office.translate("unknown-count", count=count, applicable=report.applicable))
    columns = [
        Column(office.translate("head-clause"), 1, "center"),
        Column(office.translate("head-rule"), 5),
        Column(office.translate("head-unknown"), 2.2, "center"),
        Column(office.translate("head-need"), 5),
    ]
    found = _found(office)
    rules = [rule for rule in report.rules if not rule.rolled_up and rule.counts[Status.UNKNOWN]]
    add_table(page, columns, (_row(office, rule, found.get(rule.id, [])) for rule in rules))


def _found(office: Office) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in office.report.findings:
        if finding.status is Status.UNKNOWN:
            found.setdefault(finding.rule, []).append(finding)
    return found


def _row(office: Office, rule: ReportedRule, findings: list[Finding]) -> list[str]:
    count = f"{rule.counts[Status.UNKNOWN]}/{rule.applicable}"
    return [rule.narrowest_clause, office.phrases.marked_title(rule), count, _need(office, rule, findings)]


def _need(office: Office, rule: ReportedRule, findings: list[Finding]) -> str:
    params = sorted({str(one.args["param"]) for one in findings if one.code == "parameter-missing"})
    if params:
        return office.translate("need-parameter", params=", ".join(params))
    uncertain = sum(one.code == "uncertain" for one in findings)
    facts = ", ".join(office.fact(fact) for fact in rule.facts[:MOST_FACTS])
    needs = [facts] if uncertain < len(findings) or not findings else []
    needs += [office.translate("need-certain", count=uncertain)] if uncertain else []
    return "; ".join(needs)


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
