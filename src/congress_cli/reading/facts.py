"""The facts of units, typed by the rulebook's vocabulary; every mistake in them is noted."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from congress_cli.model.diagnostics import Diagnostics, Position
from congress_cli.model.directive import ChecklistTerm, MeasuresTerm, Term
from congress_cli.model.facts import FACT_MODELS, Checklist, Fact, Measures
from congress_cli.reading.positions import LocatedDict, LocatedList
from congress_cli.reading.validation import position_of, shaped
from congress_cli.rules.rulebook import Rulebook, Vocabulary
from congress_cli.text import suggestions


class Facts:
    """The facts of the units of one file."""

    def __init__(self, path: str, words: Rulebook | Vocabulary | None, diagnostics: Diagnostics) -> None:
        self.path = path
        self.vocabulary: Any = None if words is None else words.facts
        self.diagnostics = diagnostics
        self.read_before: dict[Hashable, Fact] = {}

    def read(self, unit: LocatedDict) -> LocatedDict | None:
        """Put models in the place of a unit's raw facts; the raw facts, which know their places."""
        raw = unit.get("facts")
        if raw is None or not isinstance(raw, LocatedDict):
            if "facts" in unit and raw is None:
                unit["facts"] = {}
            return None
        unit["facts"] = {} if self.vocabulary is None else self._typed(raw)
        return raw

    def _typed(self, raw: LocatedDict) -> dict[str, Fact]:
        typed = {}
        for name, value in raw.items():
            term = self.vocabulary.get(name)
            if term is None:
                self._unknown(name, raw)
                continue
            fact = self._shared(name, value, term, raw)
            if fact is not None:
                typed[name] = fact
        return typed

    def _shared(self, name: str, value: Any, term: Term, raw: LocatedDict) -> Fact | None:
        """The fact; equal ones without mistakes are one object."""
        key = _key(name, value)
        fact = self.read_before.get(key)
        if fact is None:
            noted = len(self.diagnostics.found)
            fact = self._fact(name, value, term, raw)
            if fact is not None and len(self.diagnostics.found) == noted:
                self.read_before[key] = fact
        return fact

    def _unknown(self, name: str, raw: LocatedDict) -> None:
        line, column, _, _ = raw.marks[name]
        near = suggestions(name, self.vocabulary)
        names = [{"vi": self.vocabulary[one].vi, "en": self.vocabulary[one].en} for one in near]
        self.diagnostics.error(
            self.path, Position(line, column, len(name)), "fact-unknown", text=name, known=near, names=names
        )

    def _fact(self, name: str, value: Any, term: Term, raw: LocatedDict) -> Fact | None:
        _, _, line, column = raw.marks[name]
        spot = Position(line, column, len(value) if isinstance(value, str) else 1)
        if value is None:
            self.diagnostics.error(self.path, spot, "value-missing", key=name)
            return None
        fact = shaped(FACT_MODELS[term.kind], value, self.path, self.diagnostics, spot, name)
        if isinstance(fact, Checklist) and isinstance(term, ChecklistTerm):
            self._names(fact.items, term.items, value, ("items",), spot, "item-unknown")
        elif isinstance(fact, Measures) and isinstance(term, MeasuresTerm):
            self._names(fact.values, term.indicators, value, ("values",), spot, "indicator-unknown")
        return fact

    def _names(
        self, names: Iterable[str], known: Iterable[str], value: Any, field: tuple[str], spot: Position, code: str
    ) -> None:
        long_form = isinstance(value, LocatedDict) and field[0] in value
        for place, name in enumerate(names):
            if name in known:
                continue
            step = place if code == "item-unknown" else name
            at = position_of(value, (*field, step) if long_form else (step,), spot, on_key=code != "item-unknown")
            self.diagnostics.error(self.path, at, code, text=name, known=suggestions(name, known))


def _key(name: str, value: Any) -> Hashable:
    """What two equal facts have in common, so that they can be one object; itself alone for one that is nested."""
    if isinstance(value, str):
        return name, value
    if isinstance(value, LocatedDict) and all(isinstance(inner, str) for inner in value.values()):
        return name, LocatedDict, *value.items()
    if isinstance(value, LocatedList) and all(isinstance(inner, str) for inner in value):
        return name, LocatedList, *value
    return name, id(value)
