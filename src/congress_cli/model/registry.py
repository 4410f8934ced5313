"""The registry: units, their task forces, who stands below whom, and the waivers beside it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from congress_cli import dataclass, grouped
from congress_cli.days import Day
from congress_cli.model.facts import ExactDay, Fact, Id, Model, Name, OneOrMany, Text, UncertainDay
from congress_cli.model.message import Place


class Records(StrEnum):
    """Whether an absent fact is unknown (partial) or, for an event, not done (complete)."""

    PARTIAL = "partial"
    COMPLETE = "complete"


class TaskForce(Model):
    """A working group of the City that is answerable for some units."""

    id: Id
    name: Name


class Closed(Model):
    """When and into which unit a unit was merged or dissolved."""

    day: UncertainDay
    into: Id | None = None
    document: str | None = None
    source: str | None = None
    note: str | None = None


class FactModels(dict[str, Fact]):
    """Facts by their names that are models already: a unit takes them as they are."""


def _facts(value: Any, validated: ValidatorFunctionWrapHandler) -> Any:
    return value if type(value) is FactModels else validated(value)


class Unit(Model):
    """One party organisation and what is recorded of it. `was`: the ids it had before."""

    id: Id
    was: tuple[Id, ...] = ()
    name: Name
    level: str
    type: str
    parent: Id | None = None
    code: str | None = None
    source: str | None = None
    tags: tuple[str, ...] = ()
    task_force: Id | None = None
    records: Records | None = None
    closed: Closed | None = None
    facts: Annotated[Mapping[str, SerializeAsAny[Fact]], WrapValidator(_facts)] = Field(default_factory=dict)

    def day_of(self, name: str) -> Day | None:
        """The recorded day of a fact; None where there is none."""
        fact = self.facts.get(name)
        return None if fact is None else fact.day


class RegistryFile(Model):
    """One file `congress-units/1`."""

    format: Literal["congress-units/1"]
    term: Text = None
    as_of: ExactDay | None = None
    records: Records
    task_forces: tuple[TaskForce, ...] = ()
    units: tuple[Unit, ...]


class UnitSource(NamedTuple):
    """Where a unit or a task force stands in its file, and whether that file claims to be complete."""

    place: Place
    records: Records
    facts: Mapping[str, tuple[int, int]]

    def at(self) -> dict[str, str]:
        """Where each fact of the unit stands that is in a file, as `path:line:column`."""
        path = self.place.path
        return {fact: f"{path}:{line}:{column}" for fact, (line, column) in self.facts.items()}

    def place_of(self, fact: str) -> Place:
        """Where one fact of the unit stands; the unit's own place for one that is in no file."""
        if fact not in self.facts:
            return self.place
        line, column = self.facts[fact]
        return Place(self.place.path, line, column)


@dataclass(frozen=True)
class Registry:
    """All units of all files. Units are ordered by id; the tree is whole and free of cycles."""

    units: tuple[Unit, ...]
    term: str | None
    as_of: date | None = None
    task_forces: tuple[TaskForce, ...] = ()
    sources: Mapping[str, UnitSource] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Unit]:
        """Each unit under its id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The id of each unit under every id that it had before."""
        return {was: unit.id for unit in self.units for was in unit.was}

    def now(self, one: str) -> str:
        """The id that a unit has now; what is no former id is the same."""
        return self.renamed.get(one, one)

    @cached_property
    def children(self) -> dict[str, tuple[Unit, ...]]:
        """The units directly below each unit that has any."""
        below: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.parent is not None:
                below.setdefault(unit.parent, []).append(unit)
        return {parent: tuple(units) for parent, units in below.items()}

    def children_of(self, unit_id: str) -> tuple[Unit, ...]:
        """The units directly below."""
        return self.children.get(unit_id, ())

    def below(self, unit_id: str) -> Iterator[Unit]:
        """All units below, at any depth."""
        pending = list(self.children_of(unit_id))
        while pending:
            unit = pending.pop()
            yield unit
            pending.extend(self.children_of(unit.id))

    def above(self, unit: Unit) -> Iterator[Unit]:
        """The superiors, nearest first."""
        while unit.parent is not None:
            unit = self.by_id[unit.parent]
            yield unit

    def related(self, unit_id: str, of: str) -> Unit | None:
        """The unit itself (`unit`), its superior (`parent`), or the one of that id; None where there is none."""
        if of == "parent":
            parent = self.by_id[unit_id].parent
            return None if parent is None else self.by_id.get(parent)
        return self.by_id.get(unit_id if of == "unit" else of)

    def holders(self, unit_id: str, of: str) -> tuple[Unit, ...]:
        """The units whose fact is meant: those directly below (`children`), or the one `related`, if there is one."""
        one = self.related(unit_id, of)
        return self.children_of(unit_id) if of == "children" else () if one is None else (one,)

    def covered(self, task_force: str, watches: Callable[[Unit], bool]) -> Iterator[Unit]:
        """The units that a task force watches, and all below them; one may come twice."""
        for unit in self.units:
            if unit.task_force == task_force and watches(unit):
                yield unit
                yield from self.below(unit.id)

    @cached_property
    def alike(self) -> dict[tuple[str, str, tuple[str, ...]], list[int]]:
        """The places among all units of those that share level, type and tags."""
        return grouped(range(len(self.units)), list(map(attrgetter("level", "type", "tags"), self.units)).__getitem__)

    def that(self, match: Callable[[str, str, tuple[str, ...]], bool]) -> Iterator[Unit]:
        """The units of which level, type and tags match, in their order; each combination is looked at once."""
        places = chain.from_iterable(places for profile, places in self.alike.items() if match(*profile))
        return map(self.units.__getitem__, sorted(places))

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of task forces and units by id; a unit's where both have the same id."""
        return {one.id: one.name for one in self.task_forces} | {one.id: one.name for one in self.units}

    def name_of(self, one: str) -> str:
        """The name of a unit or a task force; the id of one that is not known."""
        return self.names.get(one, one)

    def at(self, one: str) -> str:
        """Where a unit or a task force stands, as `path:line:column`; empty where it stands in no file."""
        source = self.sources.get(one)
        return "" if source is None else str(source.place)

    def complete(self, unit: Unit) -> bool:
        """Whether an absent event of this unit is known not to have happened."""
        return self.file_complete(unit) if unit.records is None else unit.records is Records.COMPLETE

    @cached_property
    def completeness(self) -> dict[str, bool]:
        """The same of every unit under its id."""
        return {unit.id: self.complete(unit) for unit in self.units}

    def file_complete(self, unit: Unit) -> bool:
        """Whether the file that holds the unit claims to be complete."""
        source = self.sources.get(unit.id)
        return source is not None and source.records is Records.COMPLETE

    def files_complete(self, unit_id: str) -> bool:
        """Whether every file that holds the unit or one below it claims to be complete."""
        return self.file_complete(self.by_id[unit_id]) and all(map(self.file_complete, self.below(unit_id)))


class Waiver(Model):
    """One permission, for units by id or for all that a selector takes. `until` is its last day."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["units"]},
                {"anyOf": [{"required": ["under"]}, {"required": ["type"]}, {"required": ["tag"]}]},
            ]
        }
    )

    rule: Id
    units: tuple[Id, ...] = Field((), min_length=1)
    under: OneOrMany = ()
    type: OneOrMany = ()
    tag: OneOrMany = ()
    from_: ExactDay = Field(alias="from")
    until: ExactDay
    authority: Name
    document: Name
    reason: Name

    @model_validator(mode="after")
    def _from_before_until(self) -> Self:
        if self.from_ > self.until:
            raise PydanticCustomError("waiver-order", "", {"first": str(self.from_), "last": str(self.until)})
        return self

    @model_validator(mode="after")
    def _units_or_selector(self) -> Self:
        if bool(self.units) is bool(self.under or self.type or self.tag):
            raise PydanticCustomError("waiver-for-whom", "")
        return self

    def in_force(self, as_of: date) -> bool:
        """Whether it holds on that day."""
        return self.from_ <= as_of <= self.until

    def holders(self, registry: Registry) -> tuple[str, ...]:
        """The ids that it is for: those named, or those of the units that its selector takes."""
        if self.units:
            return tuple(map(registry.now, self.units))
        tops = [one for one in map(registry.now, self.under) if one in registry.by_id]
        below = {one.id for top in tops for one in registry.below(top)}.union(tops)
        return tuple(unit.id for unit in registry.units if self._selects(unit, below))

    def _selects(self, unit: Unit, below: Collection[str]) -> bool:
        return (
            (not self.under or unit.id in below)
            and (not self.type or unit.type in self.type)
            and (not self.tag or not set(unit.tags).isdisjoint(self.tag))
        )

    def alone_for(self, unit: str) -> Self:
        """The same for one unit by its id."""
        return self.model_copy(update={"units": (unit,), "under": (), "type": (), "tag": ()})


class WaiversFile(Model):
    """One file `congress-waivers/1`."""

    format: Literal["congress-waivers/1"]
    waivers: tuple[Waiver, ...] = ()
