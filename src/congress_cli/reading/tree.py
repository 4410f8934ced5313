"""Units files together: terms that agree, ids, superiors, task forces, levels, types and tags; then one registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from congress_cli.model.diagnostics import Diagnostics, Position
from congress_cli.model.message import Place
from congress_cli.model.registry import Registry, RegistryFile, TaskForce, Unit, UnitSource
from congress_cli.reading.validation import position_of
from congress_cli.rules.rulebook import Rulebook, Vocabulary
from congress_cli.text import suggestions

Loc = tuple[int | str, ...]
LineColumn = tuple[int, int]
Marks = Mapping[str, LineColumn]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file that was read: its model, where units, facts and task forces stand, and the raw value if kept."""

    path: str
    model: RegistryFile
    places: Sequence[LineColumn]
    marks: Sequence[Marks]
    forces: Sequence[LineColumn]
    raw: Any = None

    def spot(self, *loc: int | str) -> Position:
        """Where something in the file stands; its beginning where the raw value is not kept."""
        return position_of(self.raw, loc, Position(1, 1))


def agree(files: list[ReadFile], diagnostics: Diagnostics) -> None:
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


class Tree:
    """Ids, superiors, task forces, levels, types and tags over all files."""

    def __init__(
        self, files: list[ReadFile], words: Rulebook | Vocabulary | None, diagnostics: Diagnostics, *, whole: bool
    ) -> None:
        self.files = files
        self.whole = whole
        self.words = words
        self.diagnostics = diagnostics
        self.places: dict[str, tuple[ReadFile, Loc]] = {}
        self.units: dict[str, Unit] = {}
        self.task_forces: dict[str, TaskForce] = {}

    def check(self) -> None:
        """Note every name that does not exist, or exists twice, and every circle of superiors."""
        for file in self.files:
            for index, task_force in enumerate(file.model.task_forces):
                if self._new(task_force.id, file, ("task_forces", index, "id")):
                    self.task_forces[task_force.id] = task_force
            for index, unit in enumerate(file.model.units):
                if self._new(unit.id, file, ("units", index, "id")):
                    self.units[unit.id] = unit
        for file in self.files:
            for index, unit in enumerate(file.model.units):
                self._unit(unit, file, index)
        self._circles()

    def _new(self, one: str, file: ReadFile, loc: Loc) -> bool:
        if one not in self.places:
            self.places[one] = (file, loc)
            return True
        other, at = self.places[one]
        line = other.spot(*at).line
        self.diagnostics.error(file.path, file.spot(*loc), "id-twice", text=one, line=line, file=other.path)
        return False

    def _unit(self, unit: Unit, file: ReadFile, index: int) -> None:
        if self.whole:  # else what is missing may stand in the file that could not be read
            self._others(unit, file, index)
        if self.words is not None:
            self._words(unit, self.words, file, index)

    def _others(self, unit: Unit, file: ReadFile, index: int) -> None:
        if unit.parent is not None:
            self._known(unit.parent, self.units, "unit-unknown", file, index, "parent")
        if unit.task_force is not None:
            self._known(unit.task_force, self.task_forces, "task-force-unknown", file, index, "task_force")
        if unit.closed is not None and unit.closed.into is not None:
            self._known(unit.closed.into, self.units, "unit-unknown", file, index, "closed", "into")

    def _words(self, unit: Unit, words: Rulebook | Vocabulary, file: ReadFile, index: int) -> None:
        self._known(unit.level, words.levels, "level-unknown", file, index, "level")
        if self._known(unit.type, words.types, "type-unknown", file, index, "type"):
            levels = words.types[unit.type].level
            if unit.level in words.levels and unit.level not in levels:
                self.diagnostics.error(
                    file.path,
                    file.spot("units", index, "level"),
                    "type-of-other-level",
                    type=unit.type,
                    level=unit.level,
                    levels=list(levels),
                )
        for place, tag in enumerate(unit.tags):
            self._known(tag, words.tags, "tag-unknown", file, index, "tags", place)

    def _known(self, name: str, known: Iterable[str], code: str, file: ReadFile, index: int, *loc: int | str) -> bool:
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
                file, loc = self.places[unit.id]
                self.diagnostics.error(file.path, file.spot(*loc), "parent-circle", circle=circle)
            safe.update(way)


def joined(files: list[ReadFile]) -> Registry:
    """One registry of files without mistakes."""
    units: list[Unit] = []
    sources: dict[str, UnitSource] = {}
    for file in files:
        records = file.model.records
        for unit, (line, column), marks in zip(file.model.units, file.places, file.marks, strict=True):
            units.append(unit)
            sources[unit.id] = UnitSource(Place(file.path, line, column), records, marks)
        for force, (line, column) in zip(file.model.task_forces, file.forces, strict=True):
            sources[force.id] = UnitSource(Place(file.path, line, column), records, {})
    frozen: date | None = next((file.model.as_of for file in files if file.model.as_of is not None), None)
    return Registry(
        units=tuple(sorted(units, key=lambda unit: unit.id)),
        term=files[0].model.term,
        as_of=frozen,
        task_forces=tuple(force for file in files for force in file.model.task_forces),
        sources=sources,
    )
