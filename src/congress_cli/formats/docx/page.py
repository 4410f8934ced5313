"""The page of an office's paper: A4, margins, letters, page numbers from the second page on; and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from congress_cli.rendering.office import Office, saved
from congress_cli.text import sanitize

A4 = (210, 297)
INDENT = 10
SPELLING = {"vi": "vi-VN", "en": "en-GB"}
WORD_2013 = "15"


class Page:
    """A paper that grows downward."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.size = office.options.letterhead.size
        self.document: Any = Document()
        _lay_out(self.document.sections[0], office)
        for name in ("Normal", "Header", "Heading 1", "Heading 2"):
            self._letter(self.document.styles[name])
        _number_pages(self.document.sections[0])
        _be_modern(self.document.settings.element)

    @property
    def width(self) -> int:
        """How many millimetres stand between the margins."""
        _, _, left, right = self.office.options.letterhead.margins
        return A4[0] - left - right

    def paragraph(self, text: str, **options: Any) -> Any:
        """A paragraph of running text, its first line indented."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Mm(INDENT)
        return written(paragraph, text, **{"align": "justify", "after": 6, **options})

    def heading(self, text: str, level: int, *, new_page: bool = False) -> Any:
        """A heading that Word's navigation knows."""
        paragraph = written(
            self.document.add_paragraph(style=f"Heading {level}"), text, bold=True, keep=True, before=8, after=4
        )
        paragraph.paragraph_format.first_line_indent = Mm(INDENT)
        paragraph.paragraph_format.page_break_before = new_page
        return paragraph

    def saved(self) -> bytes:
        """The whole paper; its stamps are those of the judged day."""
        return saved(self.document, self.office)

    def _letter(self, style: Any) -> None:
        """Black letters of the font and size asked for; the template's own fonts and colours go."""
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), sanitize(self.office.options.letterhead.font))
        style.font.size, style.font.color.rgb = Pt(self.size), RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(0)
        if style.name == "Normal":
            style.paragraph_format.space_before = Pt(0)
            _spell(style, SPELLING[self.office.options.language])


ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def written(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    align: str = "left",
    size: float | None = None,
    after: float = 0,
    before: float = 0,
    keep: bool = False,
) -> Any:
    """The paragraph with a text added to it. `size`, `after` and `before` in points."""
    run = paragraph.add_run(bound(text))
    run.bold, run.italic, run.underline = bold, italic, underline
    if size is not None:
        run.font.size = Pt(size)
    paragraph.alignment = ALIGNED[align]
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_with_next = keep
    return paragraph


def bound(text: str) -> str:
    """The text as it may be shown, its marks bound to the word before them."""
    return sanitize(text).replace(" ◇", "\u00a0◇").replace(" ○", "\u00a0○")


def _lay_out(section: Any, office: Office) -> None:
    section.page_width, section.page_height = Mm(A4[0]), Mm(A4[1])
    top, bottom, left, right = office.options.letterhead.margins
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = section.footer_distance = Mm(10)


def _number_pages(section: Any) -> None:
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _spell(style: Any, language: str) -> None:
    spelling = OxmlElement("w:lang")
    spelling.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(spelling)


def _be_modern(settings: Any) -> None:
    """Without this Word opens the paper in the mode of 2007; the template lacks the percentage of its zoom."""
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    compatible, mode = OxmlElement("w:compat"), OxmlElement("w:compatSetting")
    mode.set(qn("w:name"), "compatibilityMode")
    mode.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    mode.set(qn("w:val"), WORD_2013)
    compatible.append(mode)
    old = settings.find(qn("w:compat"))
    if old is not None:
        settings.replace(old, compatible)
    else:
        settings.append(compatible)


SMALLER, SMALLEST = 3, 4
PADDING, GAP = 1, 8
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECF4"/>'


class Column(NamedTuple):
    """A column: its head, how much of the width it takes, and how its cells stand."""

    head: str
    share: float
    align: str = "left"


def columns(office: Office, *heads: tuple[str, float] | tuple[str, float, str]) -> list[Column]:
    """Columns by the codes of their heads, each with its share of the width and how its cells stand."""
    return [Column(office.translate(code), *more) for code, *more in heads]


class Group(NamedTuple):
    """A row that is one cell: what the rows below it belong to."""

    text: str


def add_table(page: Page, columns: Sequence[Column], rows: Iterable[Sequence[str] | Group]) -> None:
    """A table as wide as the page. In a cell the lines after the first are notes to it."""
    table = page.document.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    pad(table)
    whole = sum(column.share for column in columns)
    widths = [Mm(page.width * column.share / whole) for column in columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    drawn = _Rows([width.twips for width in widths], [column.align for column in columns], page.size)
    table._tbl.append(drawn.head([column.head for column in columns]))
    for row in rows:
        table._tbl.append(drawn.group(row) if isinstance(row, Group) else drawn.row(row))
    gap = page.document.add_paragraph().paragraph_format
    gap.line_spacing, gap.space_after = Pt(GAP), Pt(0)


class _Rows:
    """The rows of one table as XML. Widths in twentieths of a point, sizes in points."""

    def __init__(self, widths: Sequence[int], aligns: Sequence[str], size: int) -> None:
        self.widths = widths
        self.aligns = aligns
        self.size = size

    def head(self, heads: Sequence[str]) -> Any:
        paragraphs = [_paragraph(head, "center", "<w:b/>", self.size - SMALLEST, keep=True) for head in heads]
        cells = [_cell(one, width, SHADE) for one, width in zip(paragraphs, self.widths, strict=True)]
        return _tr("".join(cells), "<w:tblHeader/>")

    def group(self, row: Group) -> Any:
        paragraph = _paragraph(row.text, "left", "<w:i/>", self.size - SMALLER, keep=True)
        return _tr(_cell(paragraph, sum(self.widths), f'<w:gridSpan w:val="{len(self.widths)}"/>'))

    def row(self, texts: Sequence[str]) -> Any:
        cells = []
        for text, width, align in zip(texts, self.widths, self.aligns, strict=True):
            first, *notes = text.split("\n")
            paragraphs = [_paragraph(first, align, "", self.size - SMALLER)]
            paragraphs += [_paragraph(note, align, "<w:i/>", self.size - SMALLEST) for note in notes]
            cells.append(_cell("".join(paragraphs), width))
        return _tr("".join(cells))


def _tr(cells: str, more: str = "") -> Any:
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>")


def _cell(paragraphs: str, width: int, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{paragraphs}</w:tc>'


def _paragraph(text: str, align: str, look: str, size: int, *, keep: bool = False) -> str:
    kept = "<w:keepNext/>" if keep else ""
    letters = f'<w:rPr>{look}<w:sz w:val="{2 * size}"/></w:rPr>'
    run = f'<w:r>{letters}<w:t xml:space="preserve">{escape(bound(text), quote=False)}</w:t></w:r>'
    return f'<w:p><w:pPr>{kept}<w:jc w:val="{align}"/>{letters}</w:pPr>{run}</w:p>'


def pad(table: Any) -> None:
    """Narrow cells need all of their width for words."""
    padding = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(PADDING).twips))
        edge.set(qn("w:type"), "dxa")
        padding.append(edge)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(padding)
