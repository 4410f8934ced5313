"""A form as CSV in the dialect of a Vietnamese Excel: a byte order mark, semicolons, 03/06/2020 and 7,5.

The first line is the key of the form, the second the head. No cell is a formula to a spreadsheet: a text that might
be one begins with an apostrophe, which reading takes off again.
"""

from __future__ import annotations

import csv
import io

from congress_cli.days import parse_day
from congress_cli.edit.sheets.columns import YES
from congress_cli.edit.sheets.form import Form
from congress_cli.edit.sheets.labels import FORMAT, NAME, SEALS, UNIT, label
from congress_cli.language import translate
from congress_cli.model.sheet import Column, Part
from congress_cli.rules.rulebook import Rulebook
from congress_cli.text import FORMULA_SIGNS

OBEYED = tuple(f"{FORMULA_SIGNS}\t\r\n'")


def csv_text(form: Form, rulebook: Rulebook, language: str) -> str:
    """The form as text, its byte order mark included."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([FORMAT, "registry", form.key.registry, "rulebook", form.key.rulebook])
    heads = [(translate(language, f"sheets.head-{key}"), key) for key in (UNIT, NAME)]
    heads += [(str(label(column, rulebook, language)), column.key) for column in form.columns]
    writer.writerow([*(harmless(f"{text} [{key}]") for text, key in heads), SEALS])
    for row in form.rows:
        cells = [_shown(text, column, language) for text, column in zip(row.texts, form.columns, strict=True)]
        writer.writerow([harmless(row.unit.id), harmless(row.unit.name), *cells, f":{form.key.seals[row.unit.id]}"])
    return "\ufeff" + stream.getvalue()


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe before it where a spreadsheet might obey it."""
    return f"'{text}" if text.startswith(OBEYED) else text


def _shown(text: str, column: Column, language: str) -> str:
    if column.part is Part.INDICATOR:
        return text.replace(".", ",")
    if column.part is Part.DAY and text:
        return _day(text, language)
    if column.part is Part.ITEM and text:
        return tick(text, language)
    return harmless(text)


def _day(text: str, language: str) -> str:
    # A spreadsheet makes 2020-07 the first of July when it opens the file.
    if len(text) == 7:
        return translate(language, "sheets.month", {"month": f"{text[5:]}/{text[:4]}"})
    day = parse_day(text)
    return f"{day.first:%d/%m/%Y}" if day.exact else text


def tick(text: str, language: str) -> str:
    """Whether an item is there, as a form says it."""
    return translate(language, "sheets.tick-yes" if text == YES else "sheets.tick-no")
