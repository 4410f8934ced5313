"""All words a user reads, in Vietnamese and English. A file is loaded when its first sentence is said.

Texts are format strings whose specifications say what is filled in: `day` (03/06/2020), `weekday` (thứ Tư
03/06/2020), `span` (an uncertain day in words), `stretch` (each day of an interval), `days` (a count of days),
`range` (a count of days from-to), `decimal` (a number with the language's mark), `name` and `names` (of facts,
items, indicators), `list` (several, joined), `unit|units` (a count with its noun, for one and for more).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

from congress_cli.days import Day, parse_day
from congress_cli.model.message import Message
from congress_cli.text import sanitize

LANGUAGES = ("vi", "en")
_HERE = Path(__file__).parent
# The file that each catalogue is a table of: what one command says is read with one file.
CATALOGUES = {
    "errors": "errors",
    "diagnostics": "errors",
    "findings": "findings",
    "terms": "findings",
    "screen": "findings",
    "notes": "findings",
    "help": "help",
    "office": "formats",
    "webpage": "formats",
    "ci": "formats",
    "rules": "rules",
    "proof": "rules",
    "ledger": "rules",
    "desk": "edit",
    "journal": "edit",
    "sheets": "edit",
    "lookup": "screens",
    "runs": "screens",
    "doctor": "screens",
}

NameOf = Callable[[str], str]
Writer = Callable[[Any, NameOf], str]


def translate(
    language: str, message: Message | str, args: Mapping[str, Any] | None = None, name_of: NameOf = str
) -> str:
    """The sentence of a message, or of a code (`catalogue.key`) with its `args`, which go before the message's own.

    `name_of` turns ids of the vocabulary into names.

    Raises KeyError for a code without a sentence, and for a field that `args` does not fill.
    """
    code, filled = (message, args or {}) if isinstance(message, str) else (message.code, args or message.args)
    parts = []
    for literal, field, write in _compiled(language, code):
        parts.append(literal)
        if write is not None:
            parts.append(write(filled[field], name_of))
    return "".join(parts)


def has(language: str, code: str) -> bool:
    """Whether a catalogue has a sentence for the code."""
    catalogue, _, key = code.partition(".")
    return key in texts(language, catalogue)


@cache
def texts(language: str, catalogue: str) -> Mapping[str, str]:
    """One catalogue of one language."""
    return _file(language, CATALOGUES[catalogue])[catalogue]


@cache
def _file(language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((_HERE / language / f"{name}.toml").read_text("utf-8"))


@cache
def _compiled(language: str, code: str) -> tuple[tuple[str, str, Writer | None], ...]:
    """A sentence in parts: a literal, the field after it and how its value is written; no writer at the end."""
    catalogue, _, key = code.partition(".")
    return tuple(
        (literal, field or "", None if field is None else _writer(language, spec or ""))
        for literal, field, spec, _ in Formatter().parse(texts(language, catalogue)[key])
    )


@cache
def _writer(language: str, spec: str) -> Writer:
    """How a value is written under a specification; all that comes from data passes the sanitiser."""
    words = _words(language)
    if "|" in spec:
        one, more = spec.split("|")
        return lambda value, _: f"{sanitize(str(value))} {one if value == 1 else more}"
    if spec in ("name", "names"):
        return lambda value, name_of: str(words.joined([sanitize(name_of(one)) for one in _listed(value)]))
    if spec == "list":
        return lambda value, _: str(words.joined([sanitize(str(one)) for one in value]))
    if spec in ("day", "weekday", "span", "stretch"):
        day = getattr(words, spec)
        return lambda value, _: str(day(value if isinstance(value, Day) else parse_day(value)))
    if spec in ("days", "range", "decimal"):
        count = getattr(words, spec)
        return lambda value, _: str(count(value))
    return lambda value, _: sanitize(format(value, spec))


def _listed(ids: Any) -> list[str]:
    return [ids] if isinstance(ids, str) else list(ids)


@cache
def _words(language: str) -> ModuleType:
    return import_module(f"congress_cli.language.{language}.words")
