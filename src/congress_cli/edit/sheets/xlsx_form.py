"""A form as an Excel workbook: the page to fill in, a page that says how, and a hidden page that is its key.

Ids and names are locked without a password. No text is ever a formula. Two workbooks of the same form are equal byte
for byte.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.days import parse_day
from congress_cli.edit.sheets.columns import FORMAT, NAME, NO, UNIT, YES, label
from congress_cli.edit.sheets.csv_sheet import tick
from congress_cli.edit.sheets.form import Form, Row
from congress_cli.edit.sheets.typed_cells import DIGITS
from congress_cli.edit.sheets.xlsx_styles import PAPER_A3, lay_out, put, styles, write_guide
from congress_cli.language import paper_name, translate
from congress_cli.model.sheet import Column, Part
from congress_cli.rendering.office import normalized
from congress_cli.rules import Rulebook

KEY_ROW, FACT_ROW, PART_ROW = 3, 4, 5
FIRST_ROW, FIRST_COLUMN = 6, 3
KEY_SHEET = "congress"
ROOM_ON_PAPER = 170  # characters beside the names on a sheet of A3
WIDTHS = {Part.DAY: 13.0, Part.DOCUMENT: 15.0, Part.DONE: 9.0, Part.TOTAL: 9.0, Part.ITEM: 13.0, Part.INDICATOR: 14.0}
_STYLES = {Part.DAY: "day", Part.DOCUMENT: "document", Part.ITEM: "tick"}
_EPOCH = date(1980, 1, 1)  # the first day that an archive can hold


def xlsx_bytes(form: Form, rulebook: Rulebook, language: str, as_of: date) -> bytes:
    """The workbook's bytes. `as_of` is the day that it is stamped with."""
    book = Workbook()
    for style in styles().values():
        book.add_named_style(style)
    page = book.active
    if not isinstance(page, Worksheet):
        raise TypeError("a new workbook has a page")
    _Page(page, form, rulebook, language).write()
    write_guide(book.create_sheet(translate(language, "sheets.guide")), form, rulebook, language)
    _write_key(book.create_sheet(KEY_SHEET), form)
    stamp = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001
    book.properties.creator, book.properties.created = "congress", stamp
    saved = BytesIO()
    book.save(saved)
    return normalized(saved.getvalue(), stamp, _EPOCH)


class _Page:
    """The page that is filled in."""

    def __init__(self, page: Worksheet, form: Form, rulebook: Rulebook, language: str) -> None:
        self.page, self.form, self.rulebook, self.language = page, form, rulebook, language
        self.last_row = FIRST_ROW + len(form.rows) - 1
        self.last_column = FIRST_COLUMN + len(form.columns) - 1

    def write(self) -> None:
        self.page.title = self.translate("page")
        self._head()
        for number, row in enumerate(self.form.rows, FIRST_ROW):
            self._row(number, row)
        for place, column in enumerate(self.form.columns, FIRST_COLUMN):
            self._choices(place, column)
        self._frame()

    def translate(self, code: str, **args: object) -> str:
        return translate(self.language, f"sheets.{code}", args)

    def _head(self) -> None:
        paper = self.rulebook.directive
        put(
            self.page, 1, 1, self.translate("title", paper=paper_name(paper.kind, paper.number, self.language)), "title"
        )
        put(self.page, 2, 1, self.translate("hint"), "hint")
        self.page.row_dimensions[1].height = 24
        for place, key in enumerate((UNIT, NAME), 1):
            put(self.page, KEY_ROW, place, key, "key")
            put(self.page, FACT_ROW, place, None, "head")
            put(self.page, PART_ROW, place, self.translate(f"head-{key}"), "head")
        for place, column in enumerate(self.form.columns, FIRST_COLUMN):
            told = label(column, self.rulebook, self.language)
            put(self.page, KEY_ROW, place, column.key, "key")
            put(self.page, FACT_ROW, place, told.fact, "head")
            put(self.page, PART_ROW, place, told.part or self.translate("part-day"), "part")
            self.page.column_dimensions[get_column_letter(place)].width = self._width(place - FIRST_COLUMN, column)
        self._join_heads()

    def _width(self, place: int, column: Column) -> float:
        """Wide enough for the longest stretch of days or document number in it."""
        longest = max(len(row.texts[place]) for row in self.form.rows)
        return max(WIDTHS[column.part], min(longest + 1.5, 24) if column.part in _STYLES else 0)

    def _join_heads(self) -> None:
        """One head over all columns of a fact."""
        facts = [column.fact for column in self.form.columns]
        for place, fact in enumerate(facts):
            if place and facts[place - 1] == fact:
                continue
            count = facts.count(fact)
            if count > 1:
                first = FIRST_COLUMN + place
                self.page.merge_cells(
                    start_row=FACT_ROW, end_row=FACT_ROW, start_column=first, end_column=first + count - 1
                )

    def _row(self, number: int, row: Row) -> None:
        self.page.row_dimensions[number].height = 18
        put(self.page, number, 1, row.unit.id, "unit")
        put(self.page, number, 2, row.unit.name, "name" if row.unit.level == self._lowest() else "superior")
        for place, (column, text, asked) in enumerate(
            zip(self.form.columns, row.texts, row.asked, strict=True), FIRST_COLUMN
        ):
            value = _value(column, text, self.language)
            style = _style(column, value) if asked or text else "unasked"
            put(self.page, number, place, value, style)

    def _places(self) -> range:
        return range(FIRST_COLUMN, self.last_column + 1)

    def _lowest(self) -> str:
        return list(self.rulebook.levels)[-1]

    def _choices(self, place: int, column: Column) -> None:
        """What a column takes: a list to choose from, or a check with a word of advice."""
        letter = get_column_letter(place)
        check = _check(column, f"{letter}{FIRST_ROW}", self.language)
        check.errorTitle, check.error = self.translate("check-title"), self.translate(f"check-{column.part}")
        check.showErrorMessage, check.allow_blank = True, True
        check.add(f"{letter}{FIRST_ROW}:{letter}{self.last_row}")
        self.page.add_data_validation(check)

    def _frame(self) -> None:
        page = self.page
        page.freeze_panes = f"{get_column_letter(FIRST_COLUMN)}{FIRST_ROW}"
        page.row_dimensions[KEY_ROW].hidden = True
        page.row_dimensions[FACT_ROW].height, page.row_dimensions[PART_ROW].height = 54, 42
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 13, 38
        page.auto_filter.ref = f"A{PART_ROW}:{get_column_letter(self.last_column)}{self.last_row}"
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = page.protection.autoFilter = False
        page.sheet_view.zoomScale = 100
        widths = [page.column_dimensions[get_column_letter(place)].width for place in self._places()]
        lay_out(page, PAPER_A3, ceil(sum(widths) / ROOM_ON_PAPER))
        page.print_title_rows, page.print_title_cols = f"{FACT_ROW}:{PART_ROW}", "A:B"


def _value(column: Column, text: str, language: str) -> Any:
    """The text as what a spreadsheet takes it for."""
    if not text:
        return None
    if column.part is Part.ITEM:
        return tick(text, language)
    if column.part in (Part.DONE, Part.TOTAL):
        return int(text)
    if column.part is Part.INDICATOR:
        exact = len(text.lstrip("-0.").replace(".", "")) <= DIGITS
        return Decimal(text) if exact else text.replace(".", ",")
    if column.part is Part.DAY:
        day = parse_day(text)
        return day.first if day.exact else text
    return text


def _style(column: Column, value: Any) -> str:
    if column.part is Part.DAY and isinstance(value, str):
        return "uncertain"
    return _STYLES.get(column.part, "number")


def _check(column: Column, first: str, language: str) -> DataValidation:
    if column.part is Part.ITEM:
        choices = ",".join(tick(one, language) for one in (YES, NO))
        return DataValidation(type="list", formula1=f'"{choices}"')
    if column.part in (Part.DONE, Part.TOTAL):
        return DataValidation(type="whole", operator="between", formula1="0", formula2="999999999")
    if column.part is Part.INDICATOR:
        return DataValidation(type="custom", formula1=f"ISNUMBER({first})")
    if column.part is Part.DAY:
        return DataValidation(type="custom", formula1=f"OR(ISTEXT({first}),AND({first}>=10959,{first}<=73415))")
    return DataValidation(type="textLength", operator="lessThanOrEqual", formula1="200")


def _write_key(page: Worksheet, form: Form) -> None:
    page.sheet_state = "veryHidden"
    rows = [(FORMAT,), ("registry", form.key.registry), ("rulebook", form.key.rulebook), ("columns", *form.key.columns)]
    rows += [(unit, f":{seals}") for unit, seals in form.key.seals.items()]
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            put(page, number, place, text, "key")
