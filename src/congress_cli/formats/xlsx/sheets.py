"""A workbook written sheet after sheet and row after row, so that a large registry needs little memory; its lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import IO, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from congress_cli.formats.xlsx.cells import Cells, Style, Value
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.office import Office, first_day, moment, normalized
from congress_cli.rendering.status import STATUS, StatusStyle

LONGEST_NAME = 31
A4 = 9
PIECE = 65_536


class Book:
    """A workbook and the names of its sheets, which are filled one after the other.

    openpyxl makes all but the rows: it would make an element of each of very many cells, most of which come again.
    They are written as text, made once, into the file `rows`, where they wait for the workbook to be saved.
    """

    def __init__(self, office: Office, rows: IO[bytes]) -> None:
        self.office = office
        self.rows = rows
        self._book = Workbook(write_only=True)
        self.cells = Cells(self._book, office.options.letterhead.font)
        self._names: set[str] = set()
        self._sheets: list[Sheet] = []

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
        self._sheets.append(Sheet(raw, self, widths))
        return self._sheets[-1]

    def saved(self) -> bytes:
        """The whole workbook; its stamps are those of the judged day."""
        report, properties = self.office.report, self._book.properties
        properties.creator, properties.title = self.office.maker, self.office.title
        properties.created = moment(report.as_of).replace(tzinfo=None)
        file = BytesIO()
        self._book.save(file)
        rows = {sheet.raw.path[1:]: sheet.written() for sheet in self._sheets}
        return normalized(file.getvalue(), moment(report.as_of), report.as_of, rows)

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

    def __init__(self, raw: Any, book: Book, widths: Sequence[float]) -> None:
        self.raw = raw
        self.widths = widths
        self.rows = 0
        self._book = book
        self._start, self._size = book.rows.tell(), 0

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
        texts, heights = zip(*map(self._book.cells.cell, values, styles, widths), strict=True)
        row = self.rows + 1
        cells = "".join([f'<c r="{get_column_letter(place)}{row}{text}' for place, text in enumerate(texts, 1)])
        self._write(f'<row r="{row}" ht="{max(heights):.16g}" customHeight="1">{cells}</row>')

    def gap(self) -> None:
        """An empty row."""
        self._write(f'<row r="{self.rows + 1}"></row>')

    def _write(self, row: str) -> None:
        self.rows += 1
        self._size += self._book.rows.write(row.encode("ascii"))

    def written(self) -> Iterator[bytes]:
        """All rows, piece by piece."""
        self._book.rows.seek(self._start)
        for place in range(0, self._size, PIECE):
            yield self._book.rows.read(min(PIECE, self._size - place))

    def color_statuses(self, column: int, first_row: int) -> None:
        """Colour the words of statuses in a column from a row down to the last one."""
        letter = get_column_letter(column)
        words = {self._book.office.phrases.status(status): style for status, style in STATUS.items()}
        for word, style in {**words, self._book.office.translate("to-ask"): STATUS[Status.UNKNOWN]}.items():
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


class Column(NamedTuple):
    """A column: the code of its head, its width in characters, the style of its cells, and their values."""

    head: str
    width: float
    style: str
    value: Callable[[Office, Finding], Value]


def _rule(office: Office, finding: Finding) -> ReportedRule:
    return office.report.rule_by_id[finding.rule]


def _superior(office: Office, finding: Finding) -> Value:
    if finding.unit not in office.report.unit_by_id:
        return None
    return office.phrases.body(office.report.responsibility.branch_of(finding.unit))


def _task_force(office: Office, finding: Finding) -> Value:
    unit = office.report.unit_by_id.get(finding.unit)
    return office.phrases.unit(finding.unit) if unit is None else office.phrases.task_force_of(unit)


def _type(office: Office, finding: Finding) -> Value:
    unit = office.report.unit_by_id.get(finding.unit)
    if unit is None:
        return None
    return office.type_name(unit.type)


def _evidence(office: Office, finding: Finding) -> Value:
    parts = []
    for one in finding.evidence:
        source = f" ({one.source})" if one.source else ""
        value = office.phrases.parts(one.fact, one.value)
        parts.append(f"{office.phrases.name_of(one.fact)}: {value}{source}, {one.at}")
    return "; ".join(parts) or None


COLUMNS = (
    Column("head-status", 12, "center", lambda office, one: office.phrases.status(one.status)),
    Column("head-id", 11, "text", lambda office, one: one.unit),
    Column("head-unit", 25, "wrapped", lambda office, one: office.phrases.unit(one.unit)),
    Column("head-clause", 6, "center", lambda office, one: _rule(office, one).narrowest_clause),
    Column("head-rule", 25, "wrapped", lambda office, one: office.phrases.marked_title(_rule(office, one))),
    Column("head-last-day", 10.5, "day", lambda office, one: first_day(one)),
    Column("head-days-left", 7, "number", lambda office, one: one.days_left),
    Column("head-message", 38, "wrapped", lambda office, one: office.phrases.message(one)),
    Column("head-remedy", 30, "wrapped", lambda office, one: office.remedy(one) or None),
    Column("head-superior", 26, "wrapped", _superior),
    Column("head-task-force", 20, "wrapped", _task_force),
    Column("head-type", 14, "text", _type),
    Column(
        "head-owner",
        16,
        "wrapped",
        lambda office, one: ", ".join(office.phrases.owner(owner) for owner in _rule(office, one).owner),
    ),
    Column("head-modality", 11, "center", lambda office, one: office.phrases.term(_rule(office, one).modality)),
    Column("head-severity", 16, "wrapped", lambda office, one: office.phrases.term(one.severity.value)),
    Column("head-last-day-at-most", 13, "day", lambda office, one: one.last_days[1] if one.last_days else None),
    Column("head-evidence", 46, "text", _evidence),
    Column("head-rule-id", 30, "text", lambda office, one: one.rule),
)
PRINTED = 9


def _kind(office: Office, finding: Finding) -> Value:
    return office.translate("to-ask") if finding.status is Status.UNKNOWN else office.phrases.status(finding.status)


def _days_late(office: Office, finding: Finding) -> Value:
    del office
    return -finding.days_left if finding.days_left is not None and finding.days_left < 0 else None


def _what_to_do(office: Office, finding: Finding) -> Value:
    return office.question(finding) if finding.status is Status.UNKNOWN else office.remedy(finding) or None


WORK = (
    Column("head-kind", 12, "center", _kind),
    Column("head-responsible", 24, "wrapped", Office.responsible),
    Column("head-unit", 25, "wrapped", lambda office, one: office.phrases.unit(one.unit)),
    Column("head-task", 27, "wrapped", lambda office, one: office.phrases.marked_title(_rule(office, one))),
    Column("head-last-day", 10.5, "day", lambda office, one: first_day(one)),
    Column("head-days-late", 8, "number", _days_late),
    Column("head-remedy", 34, "wrapped", _what_to_do),
    Column("head-message", 36, "wrapped", lambda office, one: office.message(one)),
)


def widths(columns: Sequence[Column]) -> list[float]:
    """The widths of a list's columns, in characters."""
    return [column.width for column in columns]


def write_list(sheet: Sheet, office: Office, columns: Sequence[Column], findings: Sequence[Finding]) -> None:
    """Heads that stay in sight and can be filtered, then a row a finding; at most `PRINTED` columns are printed."""
    sheet.row([office.translate(column.head) for column in columns], ["head"] * len(columns))
    head, styles = sheet.rows, [column.style for column in columns]
    for finding in findings:
        sheet.row([column.value(office, finding) for column in columns], styles)
    raw, last = sheet.raw, get_column_letter(len(columns))
    raw.auto_filter.ref = f"A{head}:{last}{sheet.rows}"
    raw.print_title_rows = f"{head}:{head}"
    if findings:
        sheet.color_statuses(1, head + 1)
    raw.print_area = f"A1:{get_column_letter(min(PRINTED, len(columns)))}{sheet.rows}"
