"""How a form looks in a spreadsheet: colours, borders, formats. What may be filled in is white, all else is not."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

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
