"""A form as an Excel workbook: the page to fill in, a page that says how, and a hidden page that is its key.

Ids and names are locked without a password; what may be filled in is white, all else is not. No text is ever a
formula. Two workbooks of the same form are equal byte for byte.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.days import parse_day
from congress_cli.edit.sheets.columns import FORMAT, NAME, NO, UNIT, YES, label
from congress_cli.edit.sheets.csv_sheet import OBEYED, sort_name, tick, uncertain_day
from congress_cli.edit.sheets.form import Form, Row
from congress_cli.edit.sheets.typed_cells import DIGITS
from congress_cli.language import paper_name, translate
from congress_cli.model.directive import CasesTerm
from congress_cli.model.facts import FactKind
from congress_cli.model.sheet import Column, Part
from congress_cli.rendering.office import normalized
from congress_cli.rules import Rulebook

KEY_ROW, FACT_ROW, PART_ROW = 3, 4, 5
FIRST_ROW, FIRST_COLUMN = 6, 3
KEY_SHEET = "congress"
ROOM_ON_PAPER = 170  # characters beside the names on a sheet of A3
WIDTHS = {Part.DAY: 13.0, Part.DOCUMENT: 15.0, Part.DONE: 9.0, Part.TOTAL: 9.0, Part.ITEM: 13.0, Part.INDICATOR: 14.0}
WIDTHS |= {Part.CASE: 14.0, Part.SORT: 16.0}
_STYLES = {Part.DAY: "day", Part.DOCUMENT: "document", Part.ITEM: "tick", Part.CASE: "document", Part.SORT: "tick"}
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
ROOM_FOR_CASES = 200  # rows below the last one, which may be filled in as well
LONGEST_LIST = 250
_EPOCH = date(1980, 1, 1)  # the first day that an archive can hold


def xlsx_bytes(form: Form, rulebook: Rulebook, language: str, as_of: date) -> bytes:
    """The workbook's bytes. `as_of` is the day that it is stamped with."""
    book = Workbook()
    for style in styles().values():
        book.add_named_style(style)
    page = book.active
    if not isinstance(page, Worksheet):
        raise TypeError("a new workbook has a page")
    for number, one in enumerate(form.pages):
        _Page(book.create_sheet() if number else page, one, rulebook, language).write()
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
        fact = self.rulebook.names[self.form.fact][self.language] if self.form.fact else ""
        self.page.title = _NOT_IN_TITLES.sub(" ", fact)[:31].strip(" '") or self.translate("page")
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
        put(self.page, 2, 1, self.translate("hint-cases" if self.form.fact else "hint"), "hint")
        self.page.row_dimensions[1].height = 24
        for place, key in enumerate((UNIT, NAME), 1):
            put(self.page, KEY_ROW, place, key, "key")
            put(self.page, FACT_ROW, place, None, "head")
            put(self.page, PART_ROW, place, self.translate(f"head-{key}"), "head")
        for place, column in enumerate(self.form.columns, FIRST_COLUMN):
            heading = label(column, self.rulebook, self.language)
            put(self.page, KEY_ROW, place, column.key, "key")
            put(self.page, FACT_ROW, place, heading.fact, "head")
            put(self.page, PART_ROW, place, heading.part or self.translate("part-day"), "part")
            self.page.column_dimensions[get_column_letter(place)].width = self._width(place - FIRST_COLUMN, column)
        self._join_heads()

    def _width(self, place: int, column: Column) -> float:
        """Wide enough for the longest stretch of days or document number in it."""
        longest = max((len(row.texts[place]) for row in self.form.rows), default=0)
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
        put(
            self.page, number, 2, row.unit.name, "name" if row.unit.level == [*self.rulebook.levels][-1] else "superior"
        )
        for place, (column, text, asked) in enumerate(
            zip(self.form.columns, row.texts, row.asked, strict=True), FIRST_COLUMN
        ):
            value = _value(column, text, self.language, self.rulebook)
            style = _style(column, value) if asked or text else "unasked"
            put(self.page, number, place, value, style)

    def _choices(self, place: int, column: Column) -> None:
        """What a column takes: a list to choose from, or a check with a word of advice."""
        letter = get_column_letter(place)
        check = _check(column, f"{letter}{FIRST_ROW}", self.language, self.rulebook)
        check.errorTitle, check.error = self.translate("check-title"), self.translate(f"check-{column.part}")
        check.showErrorMessage, check.allow_blank = True, True
        check.add(f"{letter}{FIRST_ROW}:{letter}{self.last_row + (ROOM_FOR_CASES if self.form.fact else 0)}")
        self.page.add_data_validation(check)

    def _frame(self) -> None:
        page = self.page
        page.freeze_panes = f"{get_column_letter(FIRST_COLUMN)}{FIRST_ROW}"
        page.row_dimensions[KEY_ROW].hidden = True
        page.row_dimensions[FACT_ROW].height, page.row_dimensions[PART_ROW].height = 54, 42
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 13, 38
        page.auto_filter.ref = f"A{PART_ROW}:{get_column_letter(self.last_column)}{self.last_row}"
        page.protection.sheet = not self.form.fact  # rows for further cases may be added
        page.protection.formatColumns = page.protection.formatRows = page.protection.autoFilter = False
        page.sheet_view.zoomScale = 100
        widths = [
            page.column_dimensions[get_column_letter(place)].width
            for place in range(FIRST_COLUMN, self.last_column + 1)
        ]
        lay_out(page, PAPER_A3, ceil(sum(widths) / ROOM_ON_PAPER))
        page.print_title_rows, page.print_title_cols = f"{FACT_ROW}:{PART_ROW}", "A:B"


def _value(column: Column, text: str, language: str, rulebook: Rulebook) -> Any:
    """The text as what a spreadsheet takes it for."""
    if not text:
        return None
    if column.part is Part.SORT:
        return sort_name(column, text, rulebook, language)
    if column.part is Part.ITEM:
        return tick(text, language)
    if column.part in (Part.DONE, Part.TOTAL):
        return int(text)
    if column.part is Part.INDICATOR:
        exact = len(text.lstrip("-0.").replace(".", "")) <= DIGITS
        return Decimal(text) if exact else text.replace(".", ",")
    if column.part is Part.DAY:
        day = parse_day(text)
        return day.first if day.exact else uncertain_day(text, language)
    return text


def _style(column: Column, value: Any) -> str:
    if column.part is Part.DAY and isinstance(value, str):
        return "uncertain"
    return _STYLES.get(column.part, "number")


def _check(column: Column, first: str, language: str, rulebook: Rulebook) -> DataValidation:
    if column.part is Part.CASE:
        return DataValidation(type="textLength", operator="lessThanOrEqual", formula1="20")
    if column.part is Part.SORT:
        term = rulebook.facts[column.fact]
        sorts = term.sorts if isinstance(term, CasesTerm) else {}
        names = [sort_name(column, sort, rulebook, language) for sort in sorts]
        if not any("," in name or '"' in name for name in names) and len(",".join(names)) < LONGEST_LIST:
            return DataValidation(type="list", formula1=f'"{",".join(names)}"')
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
    rows += [("cases", fact, *columns) for fact, columns in form.key.of_cases.items()]
    rows += [(row, f":{seals}") for row, seals in form.key.seals.items()]
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            put(page, number, place, text, "key")


INK, RED, PALE, GREY, LINE = "FF222222", "FF8B1A1A", "FFF7EFE6", "FFE9E9E9", "FFBFBFBF"
FACE = "Arial"
PAPER_A3, PAPER_A4 = 8, 9

_THIN = Side(style="thin", color=LINE)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def lay_out(page: Worksheet, paper: int, pages_wide: int = 1) -> None:
    """No lines on the screen; on paper lying, so many sheets wide, numbered below."""
    page.sheet_view.showGridLines = False
    page.page_setup = PrintPageSetup(
        worksheet=page, orientation="landscape", paperSize=paper, fitToWidth=pages_wide, fitToHeight=0
    )
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.4, bottom=0.5, header=0.2, footer=0.2)
    page.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&P/&N"))


def _named_style(
    name: str,
    fill: str | None = None,
    *,
    font: Font | None = None,
    alignment: Alignment | None = None,
    border: Border | None = _BOX,
    number_format: str = "General",
    locked: bool = True,
) -> NamedStyle:
    return NamedStyle(
        name=name,
        font=font or Font(name=FACE, size=10, color=INK),
        fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        border=border or Border(),
        alignment=alignment or Alignment(vertical="center"),
        number_format=number_format,
        protection=Protection(locked=locked),
    )


def styles() -> dict[str, NamedStyle]:
    """Every style of a form, by name."""
    head = Font(name=FACE, size=10, bold=True, color="FFFFFFFF")
    part = Font(name=FACE, size=9, color=INK)
    made = (
        _named_style("title", font=Font(name=FACE, size=14, bold=True, color=RED), border=None),
        _named_style("hint", font=Font(name=FACE, size=9, italic=True, color="FF555555"), border=None),
        _named_style("key", font=Font(name=FACE, size=8, color="FF999999"), border=None),
        _named_style("head", RED, font=head, alignment=_MIDDLE),
        _named_style("part", PALE, font=part, alignment=_MIDDLE),
        _named_style("unit", PALE, font=Font(name=FACE, size=9, color="FF666666")),
        _named_style("name", PALE, alignment=Alignment(vertical="center", wrap_text=True)),
        _named_style("superior", PALE, font=Font(name=FACE, size=10, bold=True, color=RED)),
        _named_style("day", number_format="dd/mm/yyyy", alignment=_MIDDLE, locked=False),
        _named_style("uncertain", number_format="@", alignment=_MIDDLE, locked=False),
        _named_style("document", number_format="@", locked=False),
        _named_style("number", alignment=Alignment(horizontal="right", vertical="center"), locked=False),
        _named_style("tick", alignment=_MIDDLE, locked=False),
        _named_style("unasked", GREY),
        _named_style("guide", border=None, alignment=Alignment(vertical="top", wrap_text=True)),
        _named_style("guide-head", RED, font=head, alignment=Alignment(vertical="center", wrap_text=True)),
    )
    return {style.name: style for style in made}


ADVICE = ("colours", "day", "uncertain", "tally", "tick", "number", "clear", "unit", "import")
OF_KINDS = {FactKind.SERIES: "series", FactKind.CASES: "cases"}
GUIDE_WIDTHS = (56, 32, 28, 78)
ACROSS, BLACK_LINE = 170, 15


def write_guide(page: Worksheet, form: Form, rulebook: Rulebook, language: str) -> None:
    """Advice first, then one line a fact: its name, its id, how it is filled in, which criteria ask for it."""
    put(page, 1, 1, translate(language, "sheets.guide"), "title")
    kinds = {rulebook.facts[column.fact].kind for one in form.pages for column in one.columns}
    advice = (*ADVICE[:-1], *(code for kind, code in OF_KINDS.items() if kind in kinds), ADVICE[-1])
    for number, code in enumerate(advice, 2):
        text = translate(language, f"sheets.advice-{code}")
        put(page, number, 1, text, "guide")
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
        page.row_dimensions[number].height = BLACK_LINE * (2 if len(text) > ACROSS else 1)
    top = len(advice) + 3
    for place, head in enumerate(("fact", "id", "filled", "rules"), 1):
        put(page, top, place, translate(language, f"sheets.guide-{head}"), "guide-head")
    columns = [column for one in form.pages for column in one.columns]
    for number, fact in enumerate(dict.fromkeys(column.fact for column in columns), top + 1):
        texts = _guide_line(fact, rulebook, language)
        for place, text in enumerate(texts, 1):
            put(page, number, place, text, "guide")
        page.row_dimensions[number].height = BLACK_LINE * ceil(len(texts[-1]) / GUIDE_WIDTHS[-1] or 1)
    for letter, width in zip("ABCD", GUIDE_WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.protection.sheet = True
    lay_out(page, PAPER_A4)


def _guide_line(fact: str, rulebook: Rulebook, language: str) -> tuple[str, str, str, str]:
    term = rulebook.facts[fact]
    rules = [rule for rule in rulebook.rules if fact in rule.own_facts()]
    titles = "; ".join(getattr(rule.title, language) for rule in rules)
    return rulebook.names[fact][language], fact, translate(language, f"sheets.kind-{term.kind}"), titles


def put(page: Worksheet, row: int, column: int, value: Any, style: str) -> None:
    """Write a value in a named style."""
    cell = page.cell(row, column)
    cell.style = style
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(OBEYED)
