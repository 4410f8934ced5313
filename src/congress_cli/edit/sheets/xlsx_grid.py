"""An Excel workbook as a grid: bytes checked first, values streamed by openpyxl, its key from the hidden page."""

from __future__ import annotations

import math
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

from congress_cli import dataclass
from congress_cli.edit.sheets.columns import FORMAT
from congress_cli.edit.sheets.form import seals_in
from congress_cli.errors import CongressError
from congress_cli.model.message import Message
from congress_cli.model.sheet import MAX_COLUMNS, MAX_MERGED, MAX_ROWS, Block, Cell, Grid, Key, Value

KEY_SHEET = "congress"


def workbook_grids(data: bytes, path: str) -> list[Grid]:
    """Every visible page of a workbook that holds anything. Raises CongressError."""
    archive = opened(data, path)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            notes = (Message("sheets.also-dates-1904"),) if book.epoch.year == 1904 else ()
            key = _key(book, path)
            pages = [page for page in book.worksheets if page.sheet_state == "visible"]
            return [_grid(page, archive, path, key, notes) for page in pages]
    except CongressError:
        raise
    except Exception:  # whatever a broken workbook makes of the library that reads it
        raise CongressError("sheet-broken", path=path) from None


def _grid(page: Any, archive: ZipFile, path: str, key: Key | None, notes: tuple[Message, ...]) -> Grid:
    with archive.open(page._worksheet_path) as stream:
        outline = outline_of(stream)
    if outline.last_row > MAX_ROWS or outline.last_column > MAX_COLUMNS:
        raise CongressError("sheet-too-wide", path=path, rows=MAX_ROWS, columns=MAX_COLUMNS)
    rows = dict(_rows(page, outline)) if outline.last_row else {}
    return Grid(
        sheet=page.title,
        rows=rows,
        key=key,
        hidden_rows=frozenset(outline.hidden_rows),
        merged=tuple(outline.merged),
        notes=notes,
    )


def _rows(page: Any, outline: Outline) -> Iterator[tuple[int, dict[int, Cell]]]:
    page.reset_dimensions()
    covered = _covered(outline)
    reach = {"max_row": outline.last_row, "max_col": outline.last_column}
    for number, row in enumerate(page.iter_rows(**reach), 1):
        cells = {}
        for place, raw in enumerate(row, 1):
            at = (number, place)
            if raw.value is not None or at in covered or at in outline.formulas:
                cells[place] = _cell(raw, number, place, outline, is_covered=at in covered)
        if cells:
            yield number, cells


def _covered(outline: Outline) -> set[tuple[int, int]]:
    """Every cell of a merged range, as far as there are values. Raises ValueError where they are too many."""
    blocks = [block.within(outline.last_row, outline.last_column) for block in outline.merged]
    if sum(block.area for block in blocks if block.area > 0) > MAX_MERGED:
        raise ValueError("merged")
    return {
        (row, column)
        for block in blocks
        for row in range(block.first_row, block.last_row + 1)
        for column in range(block.first_column, block.last_column + 1)
    }


def _cell(raw: Any, row: int, column: int, outline: Outline, *, is_covered: bool) -> Cell:
    stored = outline.formulas.get((row, column))
    flaw = "cell-merged" if is_covered else "formula-without-value" if stored is False else ""
    value: Value = raw.value
    if raw.data_type == "e":
        flaw = flaw or "cell-error"
    elif not isinstance(value, str | bool | int | float | date | None) or _endless(value):
        flaw, value = flaw or "value-odd", str(value)
    percent = isinstance(value, int | float) and "%" in (raw.number_format or "")
    return Cell(row, column, value, flaw, percent, formula=stored is True)


def _endless(value: Value) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _key(book: Any, path: str) -> Key | None:
    """The key on the hidden page of our own forms."""
    if KEY_SHEET not in book.sheetnames:
        return None
    page = book[KEY_SHEET]
    page.reset_dimensions()
    lines: list[list[str]] = []
    for row in page.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True):
        texts = [str(value) for value in row if value is not None]
        if not texts:
            break
        lines.append(texts)
    return key_of(lines)


def key_of(lines: list[list[str]]) -> Key | None:
    """The key that lines of texts mean: format, registry, rulebook, columns, and a seal for each unit."""
    if not lines or lines[0] != [FORMAT]:
        return None
    named: Mapping[str, list[str]] = {line[0]: line[1:] for line in lines[1:4]}
    registry, rulebook = (named.get(name) or [""] for name in ("registry", "rulebook"))
    of_cases = {line[1]: tuple(line[2:]) for line in lines[4:] if line[0] == "cases" and len(line) > 2}
    key = Key(registry[0], rulebook[0], tuple(named.get("columns", ())), {}, of_cases)
    rows = [line for line in lines[4:] if len(line) == 2]
    seals = {row: seals for row, seals in rows if len(seals_in(seals)) == len(key.columns_of(row))}
    return replace(key, seals=seals)


_AT = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z", re.ASCII)


@dataclass(frozen=False)
class Outline:
    """The shape of one page. `formulas`: whether each formula has a stored value."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Block] = field(default_factory=list)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0


def outline_of(stream: IO[bytes]) -> Outline:
    """The outline of a page. Its parts are forgotten as they pass. Raises ParseError, ValueError."""
    found = Outline()
    for name, element in _passing(stream):
        if name == "row":
            _row(element, found)
        elif name == "mergeCell":
            found.merged.append(block(element.get("ref", "")))
    return found


def position(text: str) -> tuple[int, int]:
    """Row and column of an address. Raises ValueError."""
    match = _AT.match(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def block(text: str) -> Block:
    """The range that an address names. Raises ValueError."""
    first, _, last = text.partition(":")
    return Block(*position(first), *position(last or first))


def _passing(stream: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Rows and merged ranges, each as it ends; what was in a row is forgotten."""
    for _, element in iterparse(stream):  # noqa: S314  the guard has refused every DOCTYPE
        name = _name(element)
        if name in ("row", "mergeCell"):
            yield name, element
            element.clear()


def _name(element: Any) -> str:
    tag: str = element.tag
    return tag[tag.find("}") + 1 :]


def _row(element: Any, found: Outline) -> None:
    number = int(element.get("r") or found.last_row + 1)
    if element.get("hidden") in ("1", "true"):
        found.hidden_rows.add(number)
    column = 0
    for cell in element:
        at = cell.get("r")
        number, column = position(at) if at else (number, column + 1)
        names = {_name(inner): inner for inner in cell}
        has_value = "is" in names or ("v" in names and bool(names["v"].text))
        if "f" in names:
            found.formulas[number, column] = has_value
        if has_value or "f" in names:
            found.last_row, found.last_column = max(found.last_row, number), max(found.last_column, column)


MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # below this a part may be packed as tightly as it likes
MAX_PARTS = 1_000
MAX_TAGS = 1_500_000
CHUNK = 1024 * 1024

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = tuple("<!DOCTYPE".encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_ENCODINGS = frozenset((b"UTF-8", b"UTF-16", b"US-ASCII"))
_BY_PART = (
    ("xl/workbook.bin", "sheet-xlsb"),
    ("word/document.xml", "sheet-word"),
    ("ppt/presentation.xml", "sheet-other"),
    ("content.xml", "sheet-ods"),
)
_BY_START = (
    (b"%pdf", "sheet-pdf"),
    (rb"{\rtf", "sheet-word"),
    (b"<!doctype html", "sheet-html"),
    (b"<html", "sheet-html"),
    (b"<table", "sheet-html"),
    (b"<meta", "sheet-html"),
    (b"<?xml", "sheet-xml"),
    (b"mime-version", "sheet-html"),
)


def is_workbook(data: bytes, path: str) -> bool:
    """Whether the bytes are an Excel workbook; if not, they may be CSV. Raises CongressError for any other file."""
    if data.startswith(_OLE):
        raise CongressError("sheet-password" if _ENCRYPTED in data else "sheet-xls", path=path)
    if data.startswith((_ZIP, b"PK\x05\x06")):
        return True
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, code in _BY_START:
        if start.startswith(beginning):
            raise CongressError("sheet-html" if code == "sheet-xml" and b"<html" in start else code, path=path)
    return False


def opened(data: bytes, path: str) -> zipfile.ZipFile:
    """The archive of a workbook, every part of it looked through. Raises CongressError."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _check_parts(archive, path)
        _check_contents(archive, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise CongressError("sheet-broken", path=path) from None
    return archive


def _check_parts(archive: zipfile.ZipFile, path: str) -> None:
    names = archive.namelist()
    for part, code in _BY_PART:
        if part in names:
            raise CongressError(code, path=path)
    if "xl/workbook.xml" not in names:
        raise CongressError("sheet-other", path=path)
    if len(names) > MAX_PARTS or sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
        raise CongressError("sheet-too-large", path=path, most=MAX_UNPACKED // 1024 // 1024)
    for packed in archive.infolist():
        if packed.file_size > SMALL and packed.file_size > MAX_RATIO * max(1, packed.compress_size):
            raise CongressError("sheet-bomb", path=path, part=packed.filename)


def _check_contents(archive: zipfile.ZipFile, path: str) -> None:
    tags = 0
    for part in archive.infolist():
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(part) as stream:
            for number, piece in enumerate(_pieces(stream)):
                tags += piece.count(b"<")
                if any(doctype in piece for doctype in _DOCTYPES) or (not number and _unknown_encoding(piece)):
                    raise CongressError("sheet-doctype", path=path, part=part.filename)
        if tags > MAX_TAGS:
            raise CongressError("sheet-too-large", path=path, most=MAX_UNPACKED // 1024 // 1024)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The content bit by bit; each piece begins with the end of the one before, so that no word is cut in two."""
    last = b""
    while chunk := stream.read(CHUNK):
        yield last + chunk
        last = chunk[-32:]


def _unknown_encoding(piece: bytes) -> bool:
    found = _ENCODING.search(piece[:256])
    return found is not None and found[1].upper() not in _ENCODINGS
