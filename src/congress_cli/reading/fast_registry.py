"""The registry of simply written files without a mistake, in a fraction of the time; None for all others.

Nothing is told here. Where anything is the matter, however small, the files are read anew by `registry`, which
tells it; so this may only accept what that one accepts, and must then give the same registry.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from pydantic import ValidationError

from congress_cli.model.directive import ChecklistTerm, MeasuresTerm
from congress_cli.model.facts import FACT_MODELS, Checklist, Fact, Measures
from congress_cli.model.message import Diagnostics
from congress_cli.model.registry import Registry, RegistryFile
from congress_cli.reading.fast import SimpleFile
from congress_cli.reading.registry import ReadFile, Tree, check_terms, join_files
from congress_cli.rules.rulebook import Rulebook


def fast_registry(files: Iterable[tuple[str, SimpleFile | None]], rulebook: Rulebook) -> Registry | None:
    """The registry of these files (each with its path), or None where one has anything that must be told."""
    facts = _Facts(rulebook)
    try:
        read = [_read(path, file, facts) for path, file in files]
    except (_Wrong, ValidationError):
        return None
    unsaid = Diagnostics()
    check_terms(read, unsaid)
    Tree(read, rulebook, unsaid, whole=True).check()
    return None if unsaid.noted else join_files(read)


class _Wrong(Exception):  # noqa: N818
    """Something that must be told."""


def _read(path: str, file: SimpleFile | None, facts: _Facts) -> ReadFile:
    if file is None:
        raise _Wrong
    places, marks = [], []
    for unit in file.units:
        unit.fields["facts"] = facts.typed(unit.facts)
        places.append((unit.line, unit.column))
        marks.append(unit.marks)
    units = [unit.fields for unit in file.units]
    model = RegistryFile.model_validate({**file.fields, "units": units})
    return ReadFile(path, model, units, file.fields.get("task_forces", ()), places, marks, file.forces)


class _Facts:
    """The facts of all files; equal ones are one object."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.vocabulary = rulebook.facts
        self.read_before: dict[Hashable, Fact] = {}

    def typed(self, raw: dict[str, Any]) -> dict[str, Fact]:
        """The facts of one unit. Raises _Wrong or ValidationError."""
        known, typed = self.read_before, {}
        for name, value in raw.items():
            key = (name, value) if type(value) is str else _key(name, value)
            fact = known.get(key)
            if fact is None:
                fact = known[key] = self._fact(name, value)
            typed[name] = fact
        return typed

    def _fact(self, name: str, value: Any) -> Fact:
        term = self.vocabulary.get(name)
        if term is None:
            raise _Wrong
        fact = FACT_MODELS[term.kind].model_validate(value)
        if isinstance(fact, Checklist) and isinstance(term, ChecklistTerm):
            self._known(fact.items, term.items)
        elif isinstance(fact, Measures) and isinstance(term, MeasuresTerm):
            self._known(fact.values, term.indicators)
        return fact

    @staticmethod
    def _known(names: Iterable[str], known: Iterable[str]) -> None:
        if not set(names) <= set(known):
            raise _Wrong


def _key(name: str, value: Any) -> Hashable:
    """What two equal facts have in common."""
    return name, _hashable(value)


def _hashable(value: Any) -> Hashable:
    if type(value) is dict:
        return dict, *((key, _hashable(inner)) for key, inner in value.items())
    return (list, *map(_hashable, value)) if type(value) is list else value
