"""All words a user reads, in Vietnamese and English. A catalogue is loaded when its first sentence is told.

Texts are format strings whose specifications say what is filled in: `day` (03/06/2020), `weekday` (thứ Tư
03/06/2020), `span` (an uncertain day in words), `stretch` (each day of an interval), `days` (a count of days),
`range` (a count of days from-to), `decimal` (a number with the language's mark), `name` and `names` (of facts,
items, indicators), `list` (several, joined).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from string import Formatter
from types import ModuleType
from typing import Any

from congress_cli.days import Day, parse_day
from congress_cli.text import sanitize

LANGUAGES = ("vi", "en")

NameOf = Callable[[str], str]


def translate(language: str, code: str, args: Mapping[str, Any] | None = None, name_of: NameOf = str) -> str:
    """The sentence of a code; `code` is `catalogue.key`. `name_of` turns ids of the vocabulary into names."""
    catalogue, _, key = code.partition(".")
    text = texts(language, catalogue)[key]
    return _Speaker(language, name_of).vformat(text, (), args or {})


def has(language: str, code: str) -> bool:
    """Whether a catalogue has a sentence for the code."""
    catalogue, _, key = code.partition(".")
    return key in texts(language, catalogue)


@cache
def texts(language: str, catalogue: str) -> Mapping[str, str]:
    """One catalogue of one language."""
    module = import_module(f"congress_cli.language.{language}.{catalogue}")
    found: Mapping[str, str] = module.TEXTS
    return found


@cache
def _words(language: str) -> ModuleType:
    return import_module(f"congress_cli.language.{language}.words")


class _Speaker(Formatter):
    """A formatter that knows days and names; whatever comes from data passes the sanitiser."""

    def __init__(self, language: str, name_of: NameOf) -> None:
        self.words = _words(language)
        self.name_of = name_of

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in ("name", "names"):
            ids = [value] if isinstance(value, str) else list(value)
            return str(self.words.joined([sanitize(self.name_of(one)) for one in ids]))
        if format_spec == "list":
            return str(self.words.joined([sanitize(str(one)) for one in value]))
        if format_spec in ("day", "weekday", "span", "stretch"):
            return str(getattr(self.words, format_spec)(value if isinstance(value, Day) else parse_day(value)))
        if format_spec in ("days", "range", "decimal"):
            return str(getattr(self.words, format_spec)(value))
        return sanitize(format(value, format_spec))
