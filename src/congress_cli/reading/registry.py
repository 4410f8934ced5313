"""Units files into one registry: facts typed by the vocabulary, and every name of all files compared.

The names are compared as they were read, so that a mistake of structure hides none of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from operator import attrgetter
from typing import Any

from congress_cli import dataclass
from congress_cli.days import is_key
from congress_cli.model.directive import CasesTerm, ChecklistTerm, MeasuresTerm, SeriesTerm, Term
from congress_cli.model.facts import FACT_MODELS, Cases, Checklist, Fact, Measures, Series
from congress_cli.model.message import Diagnostics, Place, Position
from congress_cli.model.registry import Registry, RegistryFile, UnitSource
from congress_cli.reading.files import UNITS_FORMAT, SourceFile
from congress_cli.reading.names import RESERVED, cycles
from congress_cli.reading.positions import LONGEST_FIX, LocatedDict, LocatedList, position_of
from congress_cli.reading.validation import root_mapping, shaped, shaped_as
from congress_cli.rules import Rulebook
from congress_cli.rules.context import Vocabulary
from congress_cli.text import Words

Loc = tuple[int | str, ...]
LineColumn = tuple[int, int]
Marks = Mapping[str, LineColumn]


def read_registry(
    sources: Iterable[SourceFile | None], words: Rulebook | Vocabulary | None, diagnostics: Diagnostics
) -> Registry | None:
    """The registry of one or several files, or None where they have mistakes; all of them are noted.

    None stands for a file whose bytes could not be read. Without `words` (they have mistakes of their own) the
    facts are left unread.
    """
    before = diagnostics.total()
    read = [None if source is None else _read(source, words, diagnostics) for source in sources]
    files = [file for file in read if file is not None]
    check_terms(files, diagnostics)
    whole = all(file is not None and file.whole for file in read)
    Tree(files, words, diagnostics, whole=whole).check()
    return join_files(files) if files and diagnostics.total() == before else None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file that was read.

    `model` is None where it has mistakes of structure. `units` and `task_forces` are as they were read; `places`,
    `marks` and `forces` say where units, their facts and the task forces stand. `raw`: the whole value, if kept.
    """

    path: str
    model: RegistryFile | None
    units: Sequence[Any]
    task_forces: Sequence[Any]
    places: Sequence[LineColumn]
    marks: Sequence[Marks]
    forces: Sequence[LineColumn]
    raw: Any = None
    whole: bool = True

    def position(self, *loc: int | str) -> Position:
        """Where something in the file stands; its beginning where the raw value is not kept."""
        return position_of(self.raw, loc, Position(1, 1))


def _read(source: SourceFile, words: Rulebook | Vocabulary | None, diagnostics: Diagnostics) -> ReadFile | None:
    raw = root_mapping(source, UNITS_FORMAT, diagnostics)
    if raw is None:
        return None
    units, forces = _list(raw, "units"), _list(raw, "task_forces")
    facts = _Facts(source.path, words, diagnostics)
    whole = units is raw.get("units")
    value = {**raw, "units": [facts.in_unit(unit) for unit in units]} if whole else raw
    model = shaped_as(RegistryFile, value, raw, source.path, diagnostics)
    marks = [_marks(unit) for unit in units]
    return ReadFile(source.path, model, units, forces, units.marks, marks, forces.marks, raw, whole)


def _list(raw: LocatedDict, key: str) -> LocatedList:
    value = raw.get(key)
    return value if isinstance(value, LocatedList) else LocatedList(Position(1, 1))


def _marks(unit: Any) -> Marks:
    """Where each fact of a unit stands: the line and column of its key."""
    facts = unit.get("facts") if isinstance(unit, LocatedDict) else None
    if not isinstance(facts, LocatedDict):
        return {}
    return {name: (line, column) for name, (line, column, _, _) in facts.marks.items()}


class _Facts:
    """The facts of the units of one file, typed by the rulebook's vocabulary."""

    def __init__(self, path: str, words: Rulebook | Vocabulary | None, diagnostics: Diagnostics) -> None:
        self.path = path
        self.vocabulary: Any = None if words is None else words.facts
        self.unread = words.unread if isinstance(words, Vocabulary) else frozenset()
        self.diagnostics = diagnostics
        self.read_before: dict[Hashable, Fact] = {}
        self.names = Words(self.vocabulary or ())
        self.parts: dict[str, Words] = {}

    def in_unit(self, unit: Any) -> Any:
        """A unit with models in the place of its facts. Mistakes in them are noted."""
        if not isinstance(unit, LocatedDict) or "facts" not in unit:
            return unit
        raw = unit["facts"]
        if isinstance(raw, LocatedDict):
            return {**unit, "facts": {} if self.vocabulary is None else self._typed(raw)}
        return {**unit, "facts": {}} if raw is None else unit

    def _typed(self, raw: LocatedDict) -> dict[str, Fact]:
        typed = {}
        for name, value in raw.items():
            term = self.vocabulary.get(name)
            if term is None:
                if name not in self.unread:
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
            before = self.diagnostics.noted
            fact = self._fact(name, value, term, raw)
            if fact is not None and self.diagnostics.noted == before:
                self.read_before[key] = fact
        return fact

    def _unknown(self, name: str, raw: LocatedDict) -> None:
        if self.diagnostics.is_full(self.path):
            self.diagnostics.count(self.path, "fact-unknown")
            return
        line, column, _, _ = raw.marks[name]
        near = self.diagnostics.near(name, self.names)
        names = [{"vi": self.vocabulary[one].vi, "en": self.vocabulary[one].en} for one in near]
        position = Position(line, column, len(name))
        self.diagnostics.error(self.path, position, "fact-unknown", text=name, known=near, names=names)

    def _fact(self, name: str, value: Any, term: Term, raw: LocatedDict) -> Fact | None:
        _, _, line, column = raw.marks[name]
        position = Position(line, column, len(value) if isinstance(value, str) else 1)
        if value is None:
            self.diagnostics.error(self.path, position, "value-missing", key=name)
            return None
        model = FACT_MODELS[term.kind]
        meant = model.rewritten(value, list(term.parts))
        if meant is not None and len(meant) <= LONGEST_FIX:
            args = {"key": name, "kind": term.kind, "fixed": f"{name}: {meant}"}
            self.diagnostics.error(self.path, position, "fact-form", **args)
            return None
        fact = shaped(model, value, self.path, self.diagnostics, position, name)
        if isinstance(fact, Checklist) and isinstance(term, ChecklistTerm):
            self._parts(name, fact.items, term.items, value, "items", position)
        elif fact is not None and isinstance(term, SeriesTerm | CasesTerm):
            for loc, code, text in misfits(fact, term):
                at = position_of(value, loc, position, on_key=code == "period-key")
                self.diagnostics.error(self.path, at, code, text=text)
        elif isinstance(fact, Measures) and isinstance(term, MeasuresTerm):
            self._parts(name, fact.values, term.indicators, value, "values", position)
        return fact

    def _parts(
        self, fact: str, names: Iterable[str], known: Mapping[str, Any], value: Any, field: str, position: Position
    ) -> None:
        """Note each item of a checklist, or indicator of measures, that the vocabulary does not have."""
        code = "item-unknown" if field == "items" else "indicator-unknown"
        long_form = isinstance(value, LocatedDict) and field in value
        words = self.parts.setdefault(fact, Words(known))
        for place, name in enumerate(names):
            if name in known:
                continue
            if self.diagnostics.is_full(self.path):
                self.diagnostics.count(self.path, code)
                continue
            step = place if field == "items" else name
            at = position_of(value, (field, step) if long_form else (step,), position, on_key=field != "items")
            self.diagnostics.error(self.path, at, code, text=name, known=self.diagnostics.near(name, words))


def misfits(fact: Fact, term: Term) -> Iterator[tuple[Loc, str, str]]:
    """What in a series or in cases does not fit the vocabulary: where, the code, the word that is wrong."""
    if isinstance(fact, Series) and isinstance(term, SeriesTerm):
        yield from (((key,), "period-key", key) for key in fact.periods if not is_key(term.form, key))
    if not isinstance(fact, Cases) or not isinstance(term, CasesTerm):
        return
    seen: set[str] = set()
    for place, one in enumerate(fact.cases):
        if one.case in seen:
            yield (place, "case"), "case-twice", one.case
        seen.add(one.case)
        if bool(term.sorts) != (one.sort is not None) or (one.sort is not None and one.sort not in term.sorts):
            yield (place, "sort") if one.sort is not None else (place,), "case-sort", one.sort or one.case
        yield from (((place, day), "part-unknown", day) for day, _ in one.days if day not in term.days)


def _key(name: str, value: Any) -> Hashable:
    """What two equal facts have in common, so that they can be one object; itself alone for one that is nested."""
    if isinstance(value, str):
        return name, value
    if isinstance(value, LocatedDict) and all(isinstance(inner, str) for inner in value.values()):
        return name, LocatedDict, *value.items()
    if isinstance(value, LocatedList) and all(isinstance(inner, str) for inner in value):
        return name, LocatedList, *value
    return name, id(value)


def check_terms(files: Iterable[ReadFile], diagnostics: Diagnostics) -> None:
    """Two different terms or frozen days cannot both hold."""
    read = [(file, file.model) for file in files if file.model is not None]
    frozen = next((model.as_of for _, model in read if model.as_of is not None), None)
    term = _term([model for _, model in read])
    for file, model in read[1:]:
        if model.term not in (None, term):
            diagnostics.error(file.path, file.position("term"), "terms-differ", text=model.term, other=term)
        if model.as_of is not None and model.as_of != frozen:
            args = {"text": str(model.as_of), "other": str(frozen)}
            diagnostics.error(file.path, file.position("as_of"), "frozen-days-differ", **args)


def _term(models: Iterable[RegistryFile]) -> str | None:
    return next((model.term for model in models if model.term is not None), None)


class Tree:
    """Ids, superiors, task forces, levels, types and tags over all files.

    `whole`: every file could be read, so that what is missing is missing indeed.
    """

    def __init__(
        self, files: list[ReadFile], words: Rulebook | Vocabulary | None, diagnostics: Diagnostics, *, whole: bool
    ) -> None:
        self.files = files
        self.whole = whole
        self.words = words
        self.diagnostics = diagnostics
        self.places: dict[str, tuple[ReadFile, Loc]] = {}
        self.parents: dict[str, str | None] = {}
        self.task_forces: set[str] = set()
        self.fitting: set[tuple[str, str] | None] = set()  # pairs of level and type without a mistake
        known: dict[str, Any] = {"unit-unknown": self.parents, "task-force-unknown": self.task_forces}
        if words is not None:
            known |= {"level-unknown": words.levels, "type-unknown": words.types, "tag-unknown": words.tags}
        self.known = {code: (names, Words(names)) for code, names in known.items()}

    def check(self) -> None:
        """Note every name that does not exist, or exists twice, and every cycle of superiors."""
        for file in self.files:
            for index, force in enumerate(file.task_forces):
                one = _text(force, "id")
                if one is not None and self._new(one, file, ("task_forces", index, "id")):
                    self.task_forces.add(one)
            for index, unit in enumerate(file.units):
                one = _text(unit, "id")
                if one in RESERVED:
                    self.diagnostics.error(file.path, file.position("units", index, "id"), "id-reserved", text=one)
                if one is not None and self._new(one, file, ("units", index, "id")):
                    self.parents[one] = _text(unit, "parent")
        self._former()
        for file in self.files:
            for index, unit in enumerate(file.units):
                if isinstance(unit, dict):
                    self._unit(unit, file, index)
        self._cycles()

    def _former(self) -> None:
        """Note each former id that another unit has or had."""
        for file in self.files:
            for index, unit in enumerate(file.units):
                former = unit.get("was") if isinstance(unit, dict) else None
                for place, one in enumerate(former if isinstance(former, list) else ()):
                    if isinstance(one, str):
                        self._new(one, file, ("units", index, "was", place))

    def _new(self, one: str, file: ReadFile, loc: Loc) -> bool:
        if one not in self.places:
            self.places[one] = (file, loc)
            return True
        other, at = self.places[one]
        line = other.position(*at).line
        self.diagnostics.error(file.path, file.position(*loc), "id-twice", text=one, line=line, file=other.path)
        return False

    def _unit(self, unit: dict[str, Any], file: ReadFile, index: int) -> None:
        if self.whole:  # else what is missing may stand in the file that could not be read
            for code, key in (("unit-unknown", "parent"), ("task-force-unknown", "task_force")):
                if key in unit:
                    self._known(code, unit[key], file, index, key)
            closed = unit.get("closed")
            if closed is not None:
                self._known("unit-unknown", _text(closed, "into"), file, index, "closed", "into")
        if self.words is not None:
            self._words(unit, self.words, file, index)

    def _words(self, unit: dict[str, Any], words: Rulebook | Vocabulary, file: ReadFile, index: int) -> None:
        level, type_ = unit.get("level"), unit.get("type")
        pair = (level, type_) if isinstance(level, str) and isinstance(type_, str) else None
        if "tags" not in unit and pair in self.fitting:
            return
        noted = self.diagnostics.noted
        known = self._known("level-unknown", level, file, index, "level")
        if self._known("type-unknown", type_, file, index, "type") and known:
            levels = words.types[str(type_)].level
            unread = self.words.unread if isinstance(self.words, Vocabulary) else ()
            if level not in levels and type_ not in unread and all(one in words.levels for one in levels):
                args = {"type": type_, "level": level, "levels": list(levels)}
                self.diagnostics.error(file.path, file.position("units", index, "level"), "type-of-other-level", **args)
        tags = unit.get("tags")
        for place, tag in enumerate(tags if isinstance(tags, list) else ()):
            self._known("tag-unknown", tag, file, index, "tags", place)
        if pair is not None and self.diagnostics.noted == noted:
            self.fitting.add(pair)

    def _known(self, code: str, name: Any, file: ReadFile, index: int, *loc: int | str) -> bool:
        """Whether a name exists; noted where it does not. No text at all is a mistake of structure, noted elsewhere."""
        names, words = self.known[code]
        if not isinstance(name, str):
            return False
        if name in names:
            return True
        if self.diagnostics.is_full(file.path):
            self.diagnostics.count(file.path, code)
        else:
            self.diagnostics.unknown(file.path, file.position("units", index, *loc), code, name, words)
        return False

    def _cycles(self) -> None:
        for cycle in cycles(self.parents):
            file, loc = self.places[cycle[0]]
            self.diagnostics.error(file.path, file.position(*loc), "parent-circle", circle=cycle)


def _text(raw: Any, key: str) -> str | None:
    value = raw.get(key) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else None


_ID: Callable[[Any], str] = attrgetter("id")


def join_files(files: list[ReadFile]) -> Registry:
    """One registry of files without mistakes."""
    sources: dict[str, UnitSource] = {}
    models = [(file, file.model) for file in files if file.model is not None]
    for file, model in models:
        places = (Place(file.path, line, column) for line, column in (*file.places, *file.forces))
        found = map(UnitSource, places, repeat(model.records), chain(file.marks, repeat({})))
        sources.update(zip(map(_ID, chain(model.units, model.task_forces)), found, strict=True))
    frozen: date | None = next((model.as_of for _, model in models if model.as_of is not None), None)
    return Registry(
        units=tuple(sorted(chain.from_iterable(model.units for _, model in models), key=_ID)),
        term=_term(model for _, model in models),
        as_of=frozen,
        task_forces=tuple(force for _, model in models for force in model.task_forces),
        sources=sources,
    )
