"""Tables of a paper: heads repeated on every page, rows that are not torn apart.

Rows are written as XML at once: python-docx would take a second for some hundred of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from congress_cli.formats.docx.page import Page, bound

SMALLER, SMALLEST = 3, 4
PADDING, GAP = 1, 8
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECF4"/>'


class Column(NamedTuple):
    """A column: its head, how much of the width it takes, and how its cells stand."""

    head: str
    share: float
    align: str = "left"


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
