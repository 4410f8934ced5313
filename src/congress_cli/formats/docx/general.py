"""The first section of a paper: how much was judged, of how much, and how it came out."""

from __future__ import annotations

from collections.abc import Iterator

from congress_cli.days import on
from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.tables import Column, add_table
from congress_cli.model.finding import Status
from congress_cli.rendering.coverage import known, left_out
from congress_cli.rendering.office import Office


def write_opening(page: Page) -> None:
    """On whose word, and as of which day."""
    office = page.office
    phrases = office.phrases
    day = on(office.report.as_of)
    page.paragraph(office.translate("opening", directive=phrases.directive(), term=phrases.term_of_office(), day=day))


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
        ("part-owners", [phrases.term(owner) for owner in asked.owners]),
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
