"""A workbook being written, sheet after sheet and row after row, so that a large registry needs little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from congress_cli.formats.xlsx.cells import Cells, Style, Value, height
from congress_cli.model.finding import Status
from congress_cli.rendering.office import Office, moment, normalized
from congress_cli.rendering.status import STATUS, StatusStyle

LONGEST_NAME = 31
A4 = 9


class Book:
    """A workbook and the names of its sheets."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._book = Workbook(write_only=True)
        self._names: set[str] = set()

    def sheet(self, name: str, widths: Sequence[float], frozen: str | None = None, tab: str | None = None) -> Sheet:
        """A new sheet under the name, or under one like it that is allowed and not yet there."""
        raw: Any = self._book.create_sheet(self._free(name))
        raw.page_setup.orientation, raw.page_setup.paperSize = "landscape", A4
        raw.page_setup.fitToWidth, raw.page_setup.fitToHeight = 1, 0
        raw.sheet_properties.pageSetUpPr.fitToPage = True
        raw.sheet_properties.tabColor = tab
        raw.page_margins.left = raw.page_margins.right = 0.4
        raw.page_margins.top = raw.page_margins.bottom = 0.6
        raw.page_margins.header = raw.page_margins.footer = 0.3
        raw.oddFooter.left.text, raw.oddFooter.right.text = "&A", "&P/&N"
        raw.freeze_panes = frozen
        for number, width in enumerate(widths, 1):
            raw.column_dimensions[get_column_letter(number)].width = width
        return Sheet(raw, self.office, widths)

    def saved(self) -> bytes:
        """The whole workbook; its stamps are those of the judged day."""
        report, properties = self.office.report, self._book.properties
        properties.creator, properties.title = self.office.maker, self.office.title
        properties.created = moment(report.as_of).replace(tzinfo=None)
        file = BytesIO()
        self._book.save(file)
        return normalized(file.getvalue(), moment(report.as_of), report.as_of)

    def _free(self, name: str) -> str:
        wanted = sheet_name(name)
        free, number = wanted, 1
        while free.casefold() in self._names:
            number += 1
            free = f"{wanted[: LONGEST_NAME - 3 - len(str(number))]} ({number})"
        self._names.add(free.casefold())
        return free


def sheet_name(text: str) -> str:
    """The text as the name of a sheet: at most 31 characters, none of `[ ] : * ? / \\`, no quote at an end.

    A name that is cut ends on an ellipsis.
    """
    kept = "".join(" " if char in "[]:*?/\\" else char for char in text)
    name = " ".join(kept.split()).strip("' ")
    if len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME - 1].rstrip()}…"
    return "-" if not name else f"{name}-" if name.casefold() == "history" else name  # Excel keeps that one for itself


class Sheet:
    """A sheet that grows downward."""

    def __init__(self, raw: Any, office: Office, widths: Sequence[float]) -> None:
        self.raw = raw
        raw._values_to_row = _placed  # openpyxl would try each cell as a value first, and take half as long again
        self.widths = widths
        self.rows = 0
        self._cells = Cells(raw, office.options.letterhead.font)
        self._office = office

    def row(self, values: Sequence[Value], styles: Sequence[str | Style]) -> None:
        """One row, as high as its wrapped texts need; a value that is None is an empty cell."""
        self._append(values, styles, self.widths)

    def line(self, text: str, style: str, columns: int) -> None:
        """A line of text across so many columns."""
        self._append([text], [style], [sum(self.widths[:columns])])
        self.join(columns)

    def join(self, columns: int) -> None:
        """Make one cell of the first so many cells of the last row."""
        self.raw.merged_cells.add(f"A{self.rows}:{get_column_letter(columns)}{self.rows}")

    def _append(self, values: Sequence[Value], styles: Sequence[str | Style], widths: Sequence[float]) -> None:
        self.rows += 1
        self.raw.row_dimensions[self.rows].height = max(map(height, values, styles, widths))
        self.raw.append([self._cells.cell(value, style) for value, style in zip(values, styles, strict=True)])
        del self.raw.row_dimensions[self.rows]  # it is written, and there may be a million of them

    def gap(self) -> None:
        """An empty row."""
        self.rows += 1
        self.raw.append([])

    def color_statuses(self, column: int, first_row: int) -> None:
        """Colour the words of statuses in a column from a row down to the last one."""
        letter = get_column_letter(column)
        words = {self._office.phrases.status(status): style for status, style in STATUS.items()}
        for word, style in {**words, self._office.translate("to-ask"): STATUS[Status.UNKNOWN]}.items():
            self._color(f"{letter}{first_row}:{letter}{self.rows}", "equal", f'"{word}"', style)

    def color_counts(self, column: int, first_row: int, status: Status) -> None:
        """Colour the counts of a status in a column that are not zero."""
        letter = get_column_letter(column)
        self._color(f"{letter}{first_row}:{letter}{self.rows}", "greaterThan", "0", STATUS[status])

    def _color(self, place: str, operator: str, than: str, style: StatusStyle) -> None:
        rule = CellIsRule(  # type: ignore[no-untyped-call]
            operator=operator,
            formula=[than],
            fill=PatternFill(bgColor=style.fill, fill_type="solid"),
            font=Font(color=style.ink),
        )
        self.raw.conditional_formatting.add(place, rule)

    def close(self) -> None:
        """Write the rest; nothing can be added any more."""
        self.raw.close()


def _placed(cells: Iterable[Any], row: int) -> Iterator[Any]:
    for column, cell in enumerate(cells, 1):
        cell.row, cell.column = row, column
        yield cell
