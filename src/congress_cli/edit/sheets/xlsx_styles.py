"""How a form looks in a spreadsheet: colours, borders, formats. What may be filled in is white, all else is not."""

from __future__ import annotations

from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.edit.sheets.csv_sheet import OBEYED
from congress_cli.edit.sheets.form import Form
from congress_cli.language import translate
from congress_cli.rules import Rulebook

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


def _style(
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
        _style("title", font=Font(name=FACE, size=14, bold=True, color=RED), border=None),
        _style("hint", font=Font(name=FACE, size=9, italic=True, color="FF555555"), border=None),
        _style("key", font=Font(name=FACE, size=8, color="FF999999"), border=None),
        _style("head", RED, font=head, alignment=_MIDDLE),
        _style("part", PALE, font=part, alignment=_MIDDLE),
        _style("unit", PALE, font=Font(name=FACE, size=9, color="FF666666")),
        _style("name", PALE, alignment=Alignment(vertical="center", wrap_text=True)),
        _style("superior", PALE, font=Font(name=FACE, size=10, bold=True, color=RED)),
        _style("day", number_format="dd/mm/yyyy", alignment=_MIDDLE, locked=False),
        _style("uncertain", number_format="@", alignment=_MIDDLE, locked=False),
        _style("document", number_format="@", locked=False),
        _style("number", alignment=Alignment(horizontal="right", vertical="center"), locked=False),
        _style("tick", alignment=_MIDDLE, locked=False),
        _style("unasked", GREY),
        _style("guide", border=None, alignment=Alignment(vertical="top", wrap_text=True)),
        _style("guide-head", RED, font=head, alignment=Alignment(vertical="center", wrap_text=True)),
    )
    return {style.name: style for style in made}


ADVICE = ("colours", "day", "uncertain", "tally", "tick", "number", "clear", "unit", "import")
WIDTHS = (56, 32, 28, 78)
ACROSS, BLACK_LINE = 170, 15


def write_guide(page: Worksheet, form: Form, rulebook: Rulebook, language: str) -> None:
    """Advice first, then one line a fact: its name, its id, how it is filled in, which criteria ask for it."""
    put(page, 1, 1, translate(language, "sheets.guide"), "title")
    for number, code in enumerate(ADVICE, 2):
        put(page, number, 1, translate(language, f"sheets.advice-{code}"), "guide")
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
        page.row_dimensions[number].height = BLACK_LINE * (
            2 if len(translate(language, f"sheets.advice-{code}")) > ACROSS else 1
        )
    top = len(ADVICE) + 3
    for place, head in enumerate(("fact", "id", "filled", "rules"), 1):
        put(page, top, place, translate(language, f"sheets.guide-{head}"), "guide-head")
    for number, fact in enumerate(dict.fromkeys(column.fact for column in form.columns), top + 1):
        texts = _line(fact, rulebook, language)
        for place, text in enumerate(texts, 1):
            put(page, number, place, text, "guide")
        page.row_dimensions[number].height = BLACK_LINE * ceil(len(texts[-1]) / WIDTHS[-1] or 1)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.protection.sheet = True
    lay_out(page, PAPER_A4)


def _line(fact: str, rulebook: Rulebook, language: str) -> tuple[str, str, str, str]:
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
