"""What columns are called: above a form for people, and in a strange sheet to know them by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from congress_cli.language import LANGUAGES, translate
from congress_cli.model.directive import MeasuresTerm
from congress_cli.model.sheet import Column, Part
from congress_cli.rules.rulebook import Rulebook
from congress_cli.text import fold

UNIT, NAME, SEALS = "unit", "name", "congress-seals"
FORMAT = "congress-sheet/1"


class Label(NamedTuple):
    """A fact's name, and that of its part where it has several."""

    fact: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.fact}: {self.part}" if self.part else self.fact


def label(column: Column, rulebook: Rulebook, language: str) -> Label:
    """What a column is called."""
    fact = rulebook.names[column.fact][language]
    if column.alone:
        return Label(fact)
    if column.part is Part.ITEM:
        return Label(fact, rulebook.names[f"{column.fact}/{column.name}"][language])
    if column.part is Part.INDICATOR:
        return Label(fact, _indicator(column, rulebook, language))
    return Label(fact, translate(language, f"sheets.part-{column.part}"))


def _indicator(column: Column, rulebook: Rulebook, language: str) -> str:
    name = rulebook.names[f"{column.fact}/{column.name}"][language]
    term = rulebook.facts[column.fact]
    unit = term.indicators[column.name].unit if isinstance(term, MeasuresTerm) else ""
    return f"{name} ({unit})" if unit else name


class Heads:
    """Which column a text above a sheet means: by its key, by its label with the key behind it, by its label alone."""

    def __init__(self, columns: Mapping[str, Column], rulebook: Rulebook) -> None:
        self.by_key = columns
        self.by_label: dict[str, str | None] = {}
        for key, column in columns.items():
            for language in LANGUAGES:
                self._know(str(label(column, rulebook, language)), key)
        for language in LANGUAGES:
            for key in (UNIT, NAME):
                self._know(translate(language, f"sheets.head-{key}"), key)

    def _know(self, text: str, key: str) -> None:
        known = self.by_label.setdefault(fold(text), key)
        if known != key:
            self.by_label[fold(text)] = None

    def key_of(self, text: str) -> str | None:
        """The key of the column that is meant; None where the text means none or more than one."""
        inner = text[text.rindex("[") + 1 : -1] if text.endswith("]") and "[" in text else text
        if inner in self.by_key or inner in (UNIT, NAME, SEALS):
            return inner
        return self.by_label.get(fold(text))
