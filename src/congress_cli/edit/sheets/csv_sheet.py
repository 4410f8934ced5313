"""A form as CSV, out and back, in the dialect of a Vietnamese Excel: a byte order mark, semicolons, 03/06/2020, 7,5.

The first line is the key of the form, the second the head. No cell is a formula to a spreadsheet: a text that might
be one begins with an apostrophe, which reading takes off again.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from io import StringIO

from congress_cli.days import parse_day
from congress_cli.edit.sheets.columns import FORMAT, NAME, SEALS, UNIT, YES, label
from congress_cli.edit.sheets.form import Form, seals_in
from congress_cli.errors import CongressError
from congress_cli.language import translate
from congress_cli.model.sheet import MAX_COLUMNS, MAX_ROWS, Cell, Column, Grid, Key, Part
from congress_cli.rules import Rulebook
from congress_cli.text import FORMULA_SIGNS

OBEYED = tuple(f"{FORMULA_SIGNS}\t\r\n'")
# After whatever a spreadsheet set to another country takes for the end of a cell.
_WITHIN = rf"([,;\t][\s\"']*){{}}(?=[{re.escape(FORMULA_SIGNS)}])"


def csv_text(form: Form, rulebook: Rulebook, language: str) -> str:
    """The form as text, its byte order mark included."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([FORMAT, "registry", form.key.registry, "rulebook", form.key.rulebook])
    heads = [(translate(language, f"sheets.head-{key}"), key) for key in (UNIT, NAME)]
    heads += [(str(label(column, rulebook, language)), column.key) for column in form.columns]
    writer.writerow([*(harmless(f"{text} [{key}]") for text, key in heads), SEALS])
    for row in form.rows:
        cells = [_shown(text, column, language, rulebook) for text, column in zip(row.texts, form.columns, strict=True)]
        seals = f":{form.key.seals[row.id]}" if row.id else ""
        writer.writerow([harmless(row.unit.id), harmless(row.unit.name), *cells, seals])
    return "\ufeff" + stream.getvalue()


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe before it where a spreadsheet might obey it."""
    text = re.sub(_WITHIN.format(""), r"\1'", text)
    return f"'{text}" if text.startswith(OBEYED) else text


def _shown(text: str, column: Column, language: str, rulebook: Rulebook) -> str:
    if column.part is Part.SORT and text:
        return harmless(sort_name(column, text, rulebook, language))
    if column.part is Part.CASE and text and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"  # a spreadsheet makes a day of 9/12, and drops the zeros of 007
    if column.part is Part.INDICATOR:
        return text.replace(".", ",")
    if column.part is Part.DAY and text:
        return _day(text, language)
    if column.part is Part.ITEM and text:
        return tick(text, language)
    return harmless(text)


_PLAIN_NUMBER = re.compile(r"[1-9]\d{0,14}", re.ASCII)


def sort_name(column: Column, sort: str, rulebook: Rulebook, language: str) -> str:
    """What a sort of cases is called; one that the vocabulary lacks by its id."""
    return rulebook.names.get(f"{column.fact}/{sort}", {}).get(language, sort)


def _day(text: str, language: str) -> str:
    day = parse_day(text)
    return f"{day.first:%d/%m/%Y}" if day.exact else uncertain_day(text, language)


def uncertain_day(text: str, language: str) -> str:
    """A month, a stretch or a day that is open at one end, as a form says it and as it is typed."""
    if len(text) == 7:  # a spreadsheet makes 2020-07 the first of July when it opens the file
        return translate(language, "sheets.month", {"month": f"{text[5:]}/{text[:4]}"})
    if ".." in text:
        return translate(language, "sheets.span", {"day": text})
    return " - ".join(f"{day.day}/{day.month}/{day.year}" for day in parse_day(text))


def tick(text: str, language: str) -> str:
    """Whether an item is there, as a form says it."""
    return translate(language, "sheets.tick-yes" if text == YES else "sheets.tick-no")


LONGEST_CELL = 100_000
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def csv_grid(data: bytes, path: str) -> Grid:
    """The grid of a CSV file. Raises CongressError."""
    text = _decoded(data, path)
    delimiter = _delimiter(text)
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = list(_lines(text, delimiter, path))
    except csv.Error:
        raise CongressError("sheet-csv-broken", path=path) from None
    key = _key(lines)
    rows = {
        number: {
            place: Cell(number, place, _unquoted(value, within=key is not None))
            for place, value in enumerate(line, 1)
            if value.strip()
        }
        for number, line in enumerate(lines, 1)
    }
    return Grid("", rows, comma=delimiter != ",", typed=False, key=key)


def _decoded(data: bytes, path: str) -> str:
    """The text of the bytes. Raises CongressError that names the old encodings."""
    if data.startswith(_WIDE):
        return _checked(data.decode("utf-16", "replace"), path)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _checked(body.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise CongressError("sheet-encoding", path=path, line=line, encoding=_encoding(body)) from None


def _checked(text: str, path: str) -> str:
    if not text.strip():
        raise CongressError("sheet-empty", path=path)
    if "\x00" in text or "\ufffd" in text:
        raise CongressError("sheet-no-sheet", path=path)
    return text


def _encoding(data: bytes) -> str:
    """The old encoding that the bytes look most like, by the letters ă â ê ô ơ ư đ of either."""
    tcvn = sum(data.count(byte) for byte in range(0xA8, 0xAF))
    windows = sum(data.count(byte) for byte in b"\xe3\xe2\xea\xf4\xf5\xfd\xf0")
    return "TCVN3 (ABC)" if tcvn > windows else "Windows-1258 (cp1258)"


def _delimiter(text: str) -> str:
    """The mark that parts cells, by the first lines: a semicolon, a comma or a tab."""
    start = "\n".join(text.splitlines()[:5])
    return max(";,\t", key=start.count)


def _lines(text: str, delimiter: str, path: str) -> Iterator[list[str]]:
    for number, line in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
        if number > MAX_ROWS or len(line) > MAX_COLUMNS:
            raise CongressError("sheet-too-wide", path=path, rows=MAX_ROWS, columns=MAX_COLUMNS)
        yield line


def _unquoted(text: str, *, within: bool = False) -> str:
    """The text without the apostrophe that kept a spreadsheet from obeying it: exactly one; `within`: one a place."""
    text = text[1:] if text.startswith("'") else text
    return re.sub(_WITHIN.format("'"), r"\1", text) if within else text


def _key(lines: list[list[str]]) -> Key | None:
    """The key in the first line, with the seals at the end of each row."""
    if len(lines) < 2 or not lines[0] or lines[0][0] != FORMAT:
        return None
    named = dict(zip(lines[0][1::2], lines[0][2::2], strict=False))
    head = lines[1]
    if SEALS not in head:
        return Key(named.get("registry", ""), named.get("rulebook", ""))
    place = head.index(SEALS)
    columns = tuple(text[text.rfind("[") + 1 : -1] for text in head[2:place])
    fact = columns[0].removesuffix("#case") if columns and columns[0].endswith("#case") else ""
    seals = {
        "/".join([_unquoted(line[0]), *([fact, _unquoted(line[2])] if fact else [])]): line[place]
        for line in lines[2:]
        if len(line) > place and len(seals_in(line[place])) == len(columns)
    }
    return Key(named.get("registry", ""), named.get("rulebook", ""), columns, seals, {fact: columns} if fact else {})
