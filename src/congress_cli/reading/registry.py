"""Units files into one registry: shapes, then names against the rulebook, then the tree."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from congress_cli.model.directive import ChecklistTerm, MeasuresTerm, Term
from congress_cli.model.facts import FACT_MODELS, Checklist, Fact, Measures
from congress_cli.model.place import Place
from congress_cli.model.registry import Registry, RegistryFile, TaskForce, Unit, UnitSource
from congress_cli.reading.diagnostics import Diagnostics, Spot
from congress_cli.reading.files import SourceFile
from congress_cli.reading.root import root_mapping
from congress_cli.reading.shape import shaped, spot_of
from congress_cli.reading.yaml import Mapping, Sequence
from congress_cli.rules.rulebook import Rulebook
from congress_cli.text import suggestions

FORMAT = "congress-units/1"


@dataclass(frozen=True, slots=True)
class _File:
    """One file that was read: its model and the raw value that knows the places."""

    path: str
    raw: Mapping
    model: RegistryFile
    marks: tuple[Mapping | None, ...]

    def spot(self, *loc: int | str) -> Spot:
        return spot_of(self.raw, loc, Spot(1, 1))


def read_registry(
    sources: Iterable[SourceFile | None], rulebook: Rulebook | None, diagnostics: Diagnostics
) -> Registry | None:
    """The registry of one or several files, or None where they have mistakes; all of them are noted.

    None stands for a file whose bytes could not be read. Without a rulebook (it has mistakes of its own) the
    facts are left unread.
    """
    before = len(diagnostics.errors)
    read = [None if source is None else _read(source, rulebook, diagnostics) for source in sources]
    files = [file for file in read if file is not None]
    if not files:
        return None
    _agree(files, diagnostics)
    _Tree(files, rulebook, diagnostics, whole=len(files) == len(read)).check()
    return _joined(files) if len(diagnostics.errors) == before else None


def _read(source: SourceFile, rulebook: Rulebook | None, diagnostics: Diagnostics) -> _File | None:
    raw = root_mapping(source, diagnostics)
    if raw is None:
        return None
    units = raw.get("units")
    raw_units = units if isinstance(units, Sequence) else Sequence(Spot(1, 1))
    facts = _Facts(source.path, rulebook, diagnostics)
    marks = tuple(facts.read(unit) if isinstance(unit, Mapping) else None for unit in raw_units)
    model = shaped(RegistryFile, raw, source.path, diagnostics)
    return None if model is None else _File(source.path, raw, model, marks)


class _Facts:
    """The facts of units, typed by the rulebook's vocabulary."""

    def __init__(self, path: str, rulebook: Rulebook | None, diagnostics: Diagnostics) -> None:
        self.path = path
        self.vocabulary: Any = None if rulebook is None else rulebook.facts
        self.diagnostics = diagnostics
        self.read_before: dict[Hashable, Fact] = {}

    def read(self, unit: Mapping) -> Mapping | None:
        """Put models in the place of a unit's raw facts; the raw facts, which know their places."""
        raw = unit.get("facts")
        if raw is None or not isinstance(raw, Mapping):
            if "facts" in unit and raw is None:
                unit["facts"] = {}
            return None
        unit["facts"] = {} if self.vocabulary is None else self._typed(raw)
        return raw

    def _typed(self, raw: Mapping) -> dict[str, Fact]:
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

    def _shared(self, name: str, value: Any, term: Term, raw: Mapping) -> Fact | None:
        """The fact; equal ones without mistakes are one object."""
        key = _key(name, value)
        fact = self.read_before.get(key)
        if fact is None:
            noted = len(self.diagnostics.found)
            fact = self._fact(name, value, term, raw)
            if fact is not None and len(self.diagnostics.found) == noted:
                self.read_before[key] = fact
        return fact

    def _unknown(self, name: str, raw: Mapping) -> None:
        line, column, _, _ = raw.marks[name]
        near = suggestions(name, self.vocabulary)
        names = [{"vi": self.vocabulary[one].vi, "en": self.vocabulary[one].en} for one in near]
        self.diagnostics.error(
            self.path, Spot(line, column, len(name)), "fact-unknown", text=name, known=near, names=names
        )

    def _fact(self, name: str, value: Any, term: Term, raw: Mapping) -> Fact | None:
        _, _, line, column = raw.marks[name]
        spot = Spot(line, column, len(value) if isinstance(value, str) else 1)
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
        self, names: Iterable[str], known: Iterable[str], value: Any, field: tuple[str], spot: Spot, code: str
    ) -> None:
        long_form = isinstance(value, Mapping) and field[0] in value
        for place, name in enumerate(names):
            if name in known:
                continue
            step = place if code == "item-unknown" else name
            at = spot_of(value, (*field, step) if long_form else (step,), spot, on_key=code != "item-unknown")
            self.diagnostics.error(self.path, at, code, text=name, known=suggestions(name, known))


def _key(name: str, value: Any) -> Hashable:
    """What two equal facts have in common, so that they can be one object; itself alone for one that is nested."""
    if isinstance(value, str):
        return name, value
    if isinstance(value, Mapping) and all(isinstance(inner, str) for inner in value.values()):
        return name, Mapping, *value.items()
    if isinstance(value, Sequence) and all(isinstance(inner, str) for inner in value):
        return name, Sequence, *value
    return name, id(value)


def _agree(files: list[_File], diagnostics: Diagnostics) -> None:
    """Two different terms or frozen days cannot both hold."""
    first = files[0].model
    frozen = next((file.model.as_of for file in files if file.model.as_of is not None), None)
    for file in files[1:]:
        if file.model.term != first.term:
            diagnostics.error(file.path, file.spot("term"), "terms-differ", text=file.model.term, other=first.term)
        if file.model.as_of is not None and file.model.as_of != frozen:
            diagnostics.error(
                file.path,
                file.spot("as_of"),
                "frozen-days-differ",
                text=str(file.model.as_of),
                other=str(frozen),
            )


class _Tree:
    """Ids, superiors, task forces, levels, types and tags over all files."""

    def __init__(self, files: list[_File], rulebook: Rulebook | None, diagnostics: Diagnostics, *, whole: bool) -> None:
        self.files = files
        self.whole = whole
        self.rulebook = rulebook
        self.diagnostics = diagnostics
        self.places: dict[str, tuple[_File, Spot]] = {}
        self.units: dict[str, Unit] = {}
        self.task_forces: dict[str, TaskForce] = {}

    def check(self) -> None:
        for file in self.files:
            for index, task_force in enumerate(file.model.task_forces):
                if self._new(task_force.id, file, file.spot("task_forces", index, "id")):
                    self.task_forces[task_force.id] = task_force
            for index, unit in enumerate(file.model.units):
                if self._new(unit.id, file, file.spot("units", index, "id")):
                    self.units[unit.id] = unit
        for file in self.files:
            for index, unit in enumerate(file.model.units):
                self._unit(unit, file, index)
        self._circles()

    def _new(self, one: str, file: _File, spot: Spot) -> bool:
        if one not in self.places:
            self.places[one] = (file, spot)
            return True
        other, at = self.places[one]
        self.diagnostics.error(file.path, spot, "id-twice", text=one, line=at.line, file=other.path)
        return False

    def _unit(self, unit: Unit, file: _File, index: int) -> None:
        if self.whole:  # else what is missing may stand in the file that could not be read
            self._others(unit, file, index)
        if self.rulebook is not None:
            self._words(unit, self.rulebook, file, index)

    def _others(self, unit: Unit, file: _File, index: int) -> None:
        if unit.parent is not None:
            self._known(unit.parent, self.units, "unit-unknown", file, index, "parent")
        if unit.task_force is not None:
            self._known(unit.task_force, self.task_forces, "task-force-unknown", file, index, "task_force")
        if unit.closed is not None and unit.closed.into is not None:
            self._known(unit.closed.into, self.units, "unit-unknown", file, index, "closed", "into")

    def _words(self, unit: Unit, rulebook: Rulebook, file: _File, index: int) -> None:
        self._known(unit.level, rulebook.levels, "level-unknown", file, index, "level")
        if self._known(unit.type, rulebook.types, "type-unknown", file, index, "type"):
            levels = rulebook.types[unit.type].level
            if unit.level in rulebook.levels and unit.level not in levels:
                self.diagnostics.error(
                    file.path,
                    file.spot("units", index, "level"),
                    "type-of-other-level",
                    type=unit.type,
                    level=unit.level,
                    levels=list(levels),
                )
        for place, tag in enumerate(unit.tags):
            self._known(tag, rulebook.tags, "tag-unknown", file, index, "tags", place)

    def _known(self, name: str, known: Iterable[str], code: str, file: _File, index: int, *loc: int | str) -> bool:
        if name in known:
            return True
        spot = file.spot("units", index, *loc)
        self.diagnostics.error(file.path, spot, code, text=name, known=suggestions(name, known))
        return False

    def _circles(self) -> None:
        """Superiors that lead back to where they began; each circle is told once."""
        safe: set[str] = set()
        for start in self.units.values():
            way: dict[str, None] = {}
            unit: Unit | None = start
            while unit is not None and unit.id not in safe and unit.id not in way:
                way[unit.id] = None
                unit = None if unit.parent is None else self.units.get(unit.parent)
            if unit is not None and unit.id in way:
                ids = list(way)
                circle = [*ids[ids.index(unit.id) :], unit.id]
                file, spot = self.places[unit.id]
                self.diagnostics.error(file.path, spot, "parent-circle", circle=circle)
            safe.update(way)


def _joined(files: list[_File]) -> Registry:
    units: list[Unit] = []
    sources: dict[str, UnitSource] = {}
    for file in files:
        raw_units = file.raw["units"]
        for index, unit in enumerate(file.model.units):
            units.append(unit)
            facts = file.marks[index]
            marks = {} if facts is None else {name: (line, col) for name, (line, col, _, _) in facts.marks.items()}
            line, column = raw_units.marks[index]
            sources[unit.id] = UnitSource(Place(file.path, line, column), file.model.records, marks)
        for index, force in enumerate(file.model.task_forces):
            spot = file.spot("task_forces", index)
            sources[force.id] = UnitSource(Place(file.path, spot.line, spot.column), file.model.records, {})
    frozen: date | None = next((file.model.as_of for file in files if file.model.as_of is not None), None)
    return Registry(
        units=tuple(sorted(units, key=lambda unit: unit.id)),
        term=files[0].model.term,
        as_of=frozen,
        task_forces=tuple(force for file in files for force in file.model.task_forces),
        sources=sources,
    )
