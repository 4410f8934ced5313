"""The sheet of progress: each event, tally and measure with a row for each group of units, and all of them."""

from __future__ import annotations

from congress_cli.days import on
from congress_cli.formats.xlsx.cells import Style, Value
from congress_cli.formats.xlsx.sheets import Book, Sheet
from congress_cli.formats.xlsx.summary import percent_style
from congress_cli.model.progress import Progress, Row, progress_of
from congress_cli.rendering.office import Office

WIDTHS = (46, *[11] * 8)


def write_progress(book: Book, office: Office) -> None:
    """The sheet, where anything is recorded that can be counted."""
    found = progress_of(office.report)
    if not found:
        return
    sheet = book.sheet(office.translate("sheet-progress"), WIDTHS)
    sheet.line(office.phrases.judged_day(), "line", len(WIDTHS))
    for one in found:
        sheet.gap()
        _one(sheet, office, one)
    sheet.close()


def _one(sheet: Sheet, office: Office, one: Progress) -> None:
    last_day = "" if one.last_day is None else f" · {office.phrases.translate('last-day', day=on(one.last_day))}"
    sheet.line(f"{office.progress_title(one)}{last_day}", "heading", len(WIDTHS))
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
