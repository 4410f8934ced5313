"""The first sheet: which paper and day, the totals with what they are of, each rule, each superior."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from congress_cli.formats.xlsx.cells import Value
from congress_cli.formats.xlsx.sheets import Sheet
from congress_cli.model.finding import PROBLEMS, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.office import Office
from congress_cli.rendering.phrases import known, narrowed, types_missing

COLORED = (*PROBLEMS, Status.DUE_SOON)
FIRST_COUNT = 4
WIDTHS = (9, 44, 24)
COUNT_WIDTH = 10


def widths(office: Office) -> list[int]:
    """The widths of the columns: id, name, last day, a column a status, the total."""
    return [*WIDTHS, *[COUNT_WIDTH] * (len(_statuses(office)) + 1)]


def write_summary(sheet: Sheet, office: Office) -> None:
    """All of the summary."""
    _heading(sheet, office)
    _totals(sheet, office)
    _rules(sheet, office)
    _superiors(sheet, office)


def _statuses(office: Office) -> list[Status]:
    return [status for status in Status if office.report.totals[status]]


def _columns(office: Office) -> int:
    return len(WIDTHS) + len(_statuses(office)) + 1


def _heading(sheet: Sheet, office: Office) -> None:
    phrases, columns = office.phrases, _columns(office)
    sheet.line(phrases.directive(), "title", columns)
    sheet.line(f"{phrases.term_of_office()} · {phrases.judged_day()}", "line", columns)
    units = phrases.translate("units", units=len(office.report.units))
    for text in (units, *narrowed(phrases), *known(phrases), *types_missing(phrases)):
        sheet.line(text, "line", columns)
    sheet.gap()


def _totals(sheet: Sheet, office: Office) -> None:
    report, phrases = office.report, office.phrases
    sheet.line(office.translate("totals"), "heading", len(WIDTHS))
    _total(sheet, [office.translate(code) for code in ("head-status", "head-count", "head-share")], ["head"] * 3)
    first = sheet.rows + 1
    for status in _statuses(office):
        count = report.totals[status]
        share = None if status is Status.NOT_APPLICABLE else count * 1000 // report.applicable / 1000
        _total(sheet, [phrases.status(status), count, share], ["text", "count", "percent"])
    sheet.color_statuses(1, first)
    for code, count in (("applicable", report.applicable), ("all", sum(report.totals.values()))):
        _total(sheet, [office.translate(code), count, None], ["sum", "sum-count", "sum"])
    problems = office.translate("problems", violation=report.problems["violation"], warning=report.problems["warning"])
    sheet.line(problems, "note", _columns(office))
    sheet.gap()


def _total(sheet: Sheet, values: list[Value], styles: list[str]) -> None:
    sheet.row([values[0], None, *values[1:]], [styles[0], *styles])
    sheet.join(2)


def _rules(sheet: Sheet, office: Office) -> None:
    sheet.line(office.translate("rules"), "heading", len(WIDTHS))
    _count_heads(sheet, office, "head-clause", "head-rule", "head-last-day")
    first = sheet.rows + 1
    for rule in office.report.rules:
        title = office.phrases.marked_title(rule)
        _counts(sheet, office, (rule.narrowest_clause, title, _limit(office, rule)), rule.counts)
    _counts(sheet, office, ("", office.translate("all"), None), office.report.totals, sums=True)
    _colors(sheet, office, first)
    sheet.line(office.translate("legend"), "note", _columns(office))
    sheet.gap()


def _limit(office: Office, rule: ReportedRule) -> Value:
    return rule.last_day or office.phrases.limit_event(rule) or None


def _superiors(sheet: Sheet, office: Office) -> None:
    """A row for each unit just below the top, with the counts of all that stands under it."""
    branches = office.branches()
    counts: dict[str, Counter[Status]] = {branch: Counter() for branch in branches.values()}
    for finding in office.report.findings:
        if finding.unit in branches:
            counts[branches[finding.unit]][finding.status] += 1
    sizes = Counter(branches.values())
    sheet.line(office.translate("superiors"), "heading", len(WIDTHS))
    _count_heads(sheet, office, "head-id", "head-superior", "head-units")
    first = sheet.rows + 1
    for unit in office.in_order([office.report.unit_by_id[branch] for branch in counts]):
        committee = office.phrases.committee(unit)
        _counts(sheet, office, (unit.id, committee, sizes[unit.id]), counts[unit.id])
    _colors(sheet, office, first)


def _count_heads(sheet: Sheet, office: Office, *codes: str) -> None:
    heads = [office.translate(code) for code in codes]
    heads += [office.phrases.translate(f"head-{status.value}") for status in _statuses(office)]
    sheet.row([*heads, office.translate("head-total")], ["head"] * _columns(office))


def _counts(
    sheet: Sheet, office: Office, labels: Iterable[Value], counts: Mapping[Status, int], *, sums: bool = False
) -> None:
    first, second, third = labels
    numbers = [counts[status] for status in _statuses(office)]
    third_style = "day" if third is not None and not isinstance(third, str | int) else "count"
    label, name, count = ("sum", "sum", "sum-count") if sums else ("text", "wrapped", "count")
    styles = [label, name, count if sums else third_style, *[count] * len(numbers), "sum-count"]
    sheet.row([first, second, third, *numbers, sum(numbers)], styles)


def _colors(sheet: Sheet, office: Office, first_row: int) -> None:
    for number, status in enumerate(_statuses(office), FIRST_COUNT):
        if status in COLORED:
            sheet.color_counts(number, first_row, status)
