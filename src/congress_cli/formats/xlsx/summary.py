"""The summary (paper and day, who is responsible, the totals, each rule and superior) and the sheet of progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from congress_cli.days import on
from congress_cli.formats.xlsx.cells import STYLES, Style, Value
from congress_cli.formats.xlsx.sheets import Book, Sheet
from congress_cli.model.finding import KINDS, PROBLEMS, TO_ASK, Status
from congress_cli.model.progress import Progress, Row, progress_of
from congress_cli.model.report import counted
from congress_cli.rendering.office import Office
from congress_cli.rendering.phrases import known, narrowed, types_missing
from congress_cli.text import vietnamese_order

COLORED = (*PROBLEMS, Status.DUE_SOON)
FIRST_COUNT = 4
WIDTHS = (9, 44, 24)
COUNT_WIDTH = 10


def summary_widths(office: Office) -> list[int]:
    """The widths of the columns: id, name, last day, a column a status (or two a kind of work), the total."""
    return [*WIDTHS, *[COUNT_WIDTH] * max(len(_statuses(office)) + 1, 2 * len(_kinds(office)))]


def write_summary(sheet: Sheet, office: Office) -> None:
    """All of the summary."""
    _heading(sheet, office)
    _responsible(sheet, office)
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
    sheet.line(" · ".join(filter(None, (phrases.term_of_office(), phrases.judged_day()))), "line", columns)
    sheet.line(office.verdict(), "heading", columns)
    units = phrases.translate("units", units=len(office.report.units))
    for text in (units, *narrowed(phrases), *known(phrases), *types_missing(phrases)):
        sheet.line(text, "line", columns)
    sheet.gap()


def _kinds(office: Office) -> list[str]:
    """The kinds of work that there is any of."""
    return [kind for kind in KINDS if getattr(office.report.tasks, kind)]


def _responsible(sheet: Sheet, office: Office) -> None:
    """Who has how much of each kind of work, itself and below; superiors and task forces, and all of them."""
    kinds, ranked, tasks = _kinds(office), office.ranked(), office.report.tasks
    if not kinds:
        return
    sheet.line(office.translate("responsible"), "heading", len(WIDTHS))
    heads = [office.translate(code) for code in ("head-id", "head-responsible", "head-total")]
    heads += [office.translate(f"head-{part}-{kind}") for kind in kinds for part in ("own", "below")]
    sheet.row(heads, ["head"] * len(heads))
    first = sheet.rows + 1
    styles = ["text", "wrapped", "sum-count", *["count"] * 2 * len(kinds)]
    for one in ranked:
        counts = [part[kind] for kind in kinds for part in (one.own, one.below)]
        sheet.row([one.who, office.phrases.body(one.who), sum(counts), *counts], styles)
    sums = [sum(getattr(one, part)[kind] for one in ranked) for kind in kinds for part in ("own", "below")]
    total = sum(getattr(tasks, kind) for kind in kinds)
    sheet.row(["", office.translate("all"), total, *sums], ["sum", "sum", *["sum-count"] * (len(sums) + 1)])
    for number, kind in enumerate(kinds):
        for column in (FIRST_COUNT + 2 * number, FIRST_COUNT + 2 * number + 1):
            sheet.color_counts(column, first, Status.UNKNOWN if kind == TO_ASK else Status(kind))
    sheet.gap()


def _totals(sheet: Sheet, office: Office) -> None:
    report, phrases = office.report, office.phrases
    sheet.line(office.translate("totals"), "heading", len(WIDTHS))
    _total(sheet, [office.translate(code) for code in ("head-status", "head-count", "head-share")], ["head"] * 3)
    first = sheet.rows + 1
    for status in _statuses(office):
        count = report.totals[status]
        if status is Status.NOT_APPLICABLE:
            _total(sheet, [phrases.status(status), count, None], ["text", "count", "percent"])
        else:
            share, style = count / report.applicable, percent_style(office, count, report.applicable)
            _total(sheet, [phrases.status(status), count, share], ["text", "count", style])
    sheet.color_statuses(1, first)
    for code, count in (("applicable", report.applicable), ("all", sum(report.totals.values()))):
        _total(sheet, [office.translate(code), count, None], ["sum", "sum-count", "sum"])
    problems = office.translate("problems", violation=report.problems["violation"], warning=report.problems["warning"])
    sheet.line(problems, "note", _columns(office))
    sheet.gap()


def percent_style(office: Office, count: int, whole: int) -> Style:
    """How a share is shown: never as all or as nothing where it only rounds to that. The cell holds all of it."""
    if not count or count == whole or 0.0005 <= count / whole < 0.9995:
        return STYLES["percent"]
    return replace(STYLES["percent"], number_format=f'"{office.phrases.percent(count, whole)}%"')


def _total(sheet: Sheet, values: list[Value], styles: list[str | Style]) -> None:
    sheet.row([values[0], None, *values[1:]], [styles[0], *styles])
    sheet.join(2)


def _rules(sheet: Sheet, office: Office) -> None:
    sheet.line(office.translate("rules"), "heading", len(WIDTHS))
    _count_heads(sheet, office, "head-clause", "head-rule", "head-last-day")
    first = sheet.rows + 1
    for rule in office.report.rules:
        title = office.phrases.marked_title(rule)
        limit = rule.last_day or office.phrases.limit_event(rule) or None
        _counts(sheet, office, (rule.narrowest_clause, title, limit), rule.counts)
    _counts(sheet, office, ("", office.translate("all"), None), office.report.totals, sums=True)
    _colors(sheet, office, first)
    sheet.line(office.translate("legend"), "note", _columns(office))
    sheet.gap()


def _superiors(sheet: Sheet, office: Office) -> None:
    """The counts of all that stands under each unit just below the top; then each task force, then all of them."""
    report = office.report
    branches = {unit.id: report.responsibility.branch_of(unit.id) for unit in report.units}
    counts: dict[str, Counter[Status]] = {branch: Counter() for branch in branches.values()}
    for column in report.columns.columns:
        for unit, said in zip(column.units, column.said, strict=True):
            counts.setdefault(branches.get(unit, unit), Counter())[said.status] += 1
    sizes = Counter(branches.values())
    sheet.line(office.translate("superiors"), "heading", len(WIDTHS))
    _count_heads(sheet, office, "head-id", "head-superior", "head-units")
    first = sheet.rows + 1
    by_name = {one: vietnamese_order(office.phrases.body(one)) for one in counts if one in sizes}
    units = sorted(by_name, key=lambda one: (report.unit_by_id[one].parent is not None, by_name[one], one))
    for who in (*units, *sorted(counts.keys() - sizes.keys())):
        _counts(sheet, office, (who, office.phrases.body(who), sizes[who]), counts[who])
    _counts(sheet, office, ("", office.translate("all"), len(branches)), counted(report.findings), sums=True)
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


PROGRESS_WIDTHS = (46, *[11] * 8)


def write_progress(book: Book, office: Office) -> None:
    """The sheet, where anything is recorded that can be counted."""
    found = progress_of(office.report)
    if not found:
        return
    sheet = book.sheet(office.translate("sheet-progress"), PROGRESS_WIDTHS)
    sheet.line(office.phrases.judged_day(), "line", len(PROGRESS_WIDTHS))
    for one in found:
        sheet.gap()
        _one(sheet, office, one)


def _one(sheet: Sheet, office: Office, one: Progress) -> None:
    last_day = "" if one.last_day is None else f" · {office.phrases.translate('last-day', day=on(one.last_day))}"
    sheet.line(f"{office.progress_title(one)}{last_day}", "heading", len(PROGRESS_WIDTHS))
    heads = [office.translate("head-group"), *map(office.progress_head, one.columns)]
    sheet.row(heads, ["head"] * len(heads))
    for row in (*one.rows, *one.totals):
        label, number = ("sum", "sum-count") if row in one.totals else ("wrapped", "count")
        cells = [_cell(office, row, column, number) for column in one.columns]
        values = [office.progress_group(one, row), *(value for value, _ in cells)]
        sheet.row(values, [label, *(style for _, style in cells)])


def _cell(office: Office, row: Row, column: str, number: str) -> tuple[Value, str | Style]:
    """A figure; a share in full, shown with one decimal."""
    value = row.values[column]
    if value is None:
        return None, number
    if column == "percent":
        done, total = int(row.values["done"] or 0), int(row.values["total"] or 0)
        return done / total, percent_style(office, done, total)
    return (value, number) if isinstance(value, int) else (float(value), "figure")
