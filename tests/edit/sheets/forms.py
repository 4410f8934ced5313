"""Small forms, filled in as a clerk would do it, and what they would change. Every unit here is invented."""

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.edit.sheets.csv_sheet import csv_text
from congress_cli.edit.sheets.form import Form, form_of
from congress_cli.edit.sheets.importing import read_sheet
from congress_cli.edit.sheets.xlsx_form import xlsx_bytes
from congress_cli.model.message import Diagnostics
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.report import Input, Selection
from congress_cli.model.sheet import Differences, Key
from congress_cli.reading.load import Data
from congress_cli.rules import Rulebook
from tests.builders import registry, rule, rulebook, unit

AS_OF = date(2020, 7, 1)
VERSION = Key("a" * 64, "b" * 64)
RULES = (
    rule("event", id="opened", event="congress.opened"),
    rule("event", id="paper", event="paper.issued", document="required"),
    rule("event", id="closed", event="congress.closed"),
    rule("tally", id="tally", by="2020-07-31"),
    rule("checklist", id="checklist"),
    rule("measures", id="measures", against={"fact": "results"}),
    rule("every", id="monthly", **{"from": "2020-06"}),
    rule("every", id="progress", series="progress.sent", **{"from": "congress.opened"}),
    rule("each", id="fixed", within={"days": "15", "after": "detected"}),
)
BOOK = rulebook(*RULES)
Cells = Mapping[tuple[str, str], Any]


def data_of(*units: Unit, book: Rulebook = BOOK) -> Data:
    """What was read of a registry of these units."""
    return read_of(registry(*units), book)


def read_of(units: Registry, book: Rulebook) -> Data:
    """What was read of some files."""
    return Data(units, book, (), Input("rules.yaml", VERSION.rulebook), (), (), Diagnostics())


def two_units(**facts: Any) -> Data:
    """A registry of two units; the first has these facts."""
    return data_of(unit("U-1", name="Đảng bộ quận Một", facts=facts), unit("U-2", name="Đảng bộ quận Hai"))


def facts(**values: Any) -> dict[str, Any]:
    """Facts by their names with dots for underscores."""
    return {name.replace("_", "."): value for name, value in values.items()}


def form(data: Data, wanted: tuple[str, ...] = ()) -> Form:
    """The form of a registry."""
    return form_of(data, VERSION, Selection(), AS_OF, wanted)


def workbook(data: Data, language: str = "vi") -> bytes:
    """The form of a registry as a workbook."""
    return xlsx_bytes(form(data), data.rulebook, language, AS_OF)


def csv_bytes(data: Data, language: str = "vi") -> bytes:
    """The form of a registry as CSV."""
    return csv_text(form(data), data.rulebook, language).encode()


def edited(content: bytes, change: Callable[[Workbook, Worksheet], object], number: int = 0) -> bytes:
    """A workbook after somebody worked on a page, the first one by default."""
    book = load_workbook(BytesIO(content))
    page = book.worksheets[number]
    assert isinstance(page, Worksheet)
    change(book, page)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def places(page: Worksheet) -> dict[tuple[str, str], tuple[int, int]]:
    """Where the cell of a unit and a column stands."""
    keys = {cell.value: cell.column for cell in page[3]}
    return {
        (str(page.cell(row, 1).value), str(key)): (row, int(column or 0))
        for row in range(6, page.max_row + 1)
        for key, column in keys.items()
    }


def filled(content: bytes, cells: Cells) -> bytes:
    """A workbook with these values in it, by unit and key of the column."""

    def fill(book: Workbook, page: Worksheet) -> None:
        del book
        where = places(page)
        for at, value in cells.items():
            page.cell(*where[at]).value = value

    return edited(content, fill)


def sheet_of(rows: list[list[Any]], name: str = "Sheet") -> bytes:
    """A workbook that somebody made of their own."""
    return workbook_of({name: rows})


def workbook_of(pages: Mapping[str, list[list[Any]]]) -> bytes:
    """A workbook of several pages that somebody made of their own."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in pages.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def read(content: bytes, data: Data, path: str = "sheet.xlsx") -> Differences:
    """What the first page of a file would change."""
    return pages(content, data, path)[0]


def pages(content: bytes, data: Data, path: str = "sheet.xlsx") -> tuple[Differences, ...]:
    """What the pages of a file would change."""
    return read_sheet(content, path, data, VERSION)


def changed(found: Differences) -> dict[tuple[str, str], tuple[str, str]]:
    """Old and new text of each changed cell, by unit and key of the column."""
    return {(one.unit, cell.column.key): (cell.old, cell.new) for one in found.changes for cell in one.cells}


def refused(found: Differences) -> list[tuple[str, str]]:
    """Each cell that is not taken, and why."""
    return [(one.at, one.code) for one in found.refused]


def notes(found: Differences) -> list[str]:
    """What else is said, by its codes."""
    return [one.key.removeprefix("also-") for one in found.notes]
