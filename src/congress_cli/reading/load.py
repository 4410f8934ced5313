"""All that one run reads: registry, rulebook and waivers, with every mistake of all files reported at once."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from congress_cli import dataclass
from congress_cli.days import Today
from congress_cli.files.system import NAME
from congress_cli.model.directive import ChecklistTerm, MeasuresTerm
from congress_cli.model.facts import FACT_MODELS, Checklist, Event, Fact, Measures, Tally
from congress_cli.model.message import Diagnostics, Message, Place, Position, Unreadable, Watch, unwatched, watched
from congress_cli.model.registry import FactModels, Registry, RegistryFile, Unit, UnitSource, Waiver, WaiversFile
from congress_cli.model.report import Input, Known
from congress_cli.reading.fast import FactPlaces, SimpleFile, reread, simple_units_file
from congress_cli.reading.files import RULES_FORMAT, SourceFile, Sources, is_folder, paused, read_source
from congress_cli.reading.lines import Lines
from congress_cli.reading.names import names_fit
from congress_cli.reading.positions import LocatedDict, position_of
from congress_cli.reading.project import Project, UnitFiles, unit_files
from congress_cli.reading.registry import ReadFile, check_terms, join_files, misfits, read_registry
from congress_cli.reading.rulebook import fast_rulebook, read_words, rulebook_of
from congress_cli.reading.validation import root_mapping, shaped
from congress_cli.rules import Rulebook
from congress_cli.rules.context import Vocabulary
from congress_cli.text import Words


@dataclass(frozen=True, slots=True)
class Data:
    """All that was read."""

    registry: Registry
    rulebook: Rulebook
    waivers: tuple[Waiver, ...]
    rules_input: Input
    inputs: tuple[Input, ...]
    notes: tuple[Message, ...]
    diagnostics: Diagnostics
    known: Known | None = None

    def judged_day(self, asked: date | None, today: Today) -> tuple[date, str]:
        """The judged day and where it came from: option, registry or today in the zone of the rulebook."""
        if asked is not None:
            return asked, "option"
        if self.registry.as_of is not None:
            return self.registry.as_of, "registry"
        return today(self.rulebook.timezone), "today"


@paused()
def read_data(
    project: Project,
    instead: Mapping[str, SourceFile] | None = None,
    *,
    sources: Sources | None = None,
    before: Data | None = None,
    warnings: bool = False,
    watch: Watch = unwatched,
) -> Data:
    """Registry, rulebook and waivers of a project; `instead`: sources, by shown path, in the place of files.

    Raises Unreadable with every mistake of all files, CongressError where one cannot be read at all. `sources`: the
    files of this run, where the caller reads them as well (then without `instead`). `before`: what was read before
    a change; a rulebook of the same bytes is taken from it. `warnings`: what is odd but readable is noted as well,
    which takes longer.
    """
    diagnostics = Diagnostics()
    sources = sources or Sources(project.shown, instead)
    rulebook, words, rules_input = _read_rulebook(project, sources, before, diagnostics, fast=not warnings)
    files = unit_files(project.units)
    registry = None
    if rulebook is not None and not warnings:
        if before is None or before.rulebook is not rulebook:
            sources.simple.clear()
        registry = _fast_registry(files.paths, sources, rulebook, watch, before)
    if registry is None:
        read = [sources.source(path, diagnostics) for path in watched(files.paths, "files", watch)]
        registry = read_registry(read, rulebook or words, diagnostics)
    waivers, waivers_input = _read_waivers(project, sources, diagnostics)
    if waivers_input and (warnings or diagnostics.total()):
        _compare_waivers(project, sources, files, diagnostics)
    if diagnostics.total() or registry is None or rulebook is None:
        raise Unreadable(diagnostics)
    inputs = [rules_input, *(Input(sources.shown(path), sources.sha256(path)) for path in files.paths), *waivers_input]
    inputs.sort(key=lambda one: one.path)
    return Data(registry, rulebook, waivers, rules_input, tuple(inputs), _notes(project, files), diagnostics)


def _notes(project: Project, files: UnitFiles) -> tuple[Message, ...]:
    notes = []
    if files.left_alone:
        notes.append(Message("notes.files-left-alone", {"paths": [project.shown(path) for path in files.left_alone]}))
    units = Path(os.path.realpath(project.units))
    if os.path.lexists((units if is_folder(units) else units.parent) / NAME):
        notes.append(Message("notes.unfinished"))
    return tuple(notes)


def _read_rulebook(
    project: Project, sources: Sources, before: Data | None, diagnostics: Diagnostics, *, fast: bool
) -> tuple[Rulebook | None, Vocabulary | None, Input]:
    """The rulebook; where it has mistakes at least its words, so that those of the registry are reported as well."""
    read = Input(project.shown(project.rules), sources.sha256(project.rules))
    if before is not None and before.rules_input == read:
        return before.rulebook, None, read
    rulebook, words = fast_rulebook(sources.data(project.rules)) if fast else None, None
    if rulebook is None:
        source = sources.source(project.rules, diagnostics)
        rulebook, words = (None, None) if source is None else read_words(source, diagnostics)
    return rulebook, words, read


def _fast_registry(
    paths: Iterable[Path | str], sources: Sources, rulebook: Rulebook, watch: Watch, before: Data | None = None
) -> Registry | None:
    """The registry where all its files are simple and without mistakes."""
    known = Lines()
    files = {sources.shown(path): _simple(path, sources, known) for path in watched(list(paths), "files", watch)}
    found = None if before is None else _with_other_facts(before.registry, sources.simple, files, rulebook)
    return fast_registry(files.items(), rulebook) if found is None else found


def _with_other_facts(
    registry: Registry,
    before: Mapping[str, tuple[bytes, SimpleFile]],
    files: Mapping[str, SimpleFile | None],
    rulebook: Rulebook,
) -> Registry | None:
    """The registry of the files `before`, where in `files` one unit has other facts; None where more is other."""
    pairs = [(before[path][1], file) for path, file in files.items() if path in before and file is not None]
    if len(pairs) < len(files) or any(was[::2] != now[::2] or len(was.units) != len(now.units) for was, now in pairs):
        return None
    moved = [(a, b) for was, now in pairs for a, b in zip(was.units, now.units, strict=True) if a is not b]
    changed = [(a, b) for a, b in moved if a.fields is not b.fields]
    if len(changed) != 1 or {**changed[0][0].fields, "facts": None} != {**changed[0][1].fields, "facts": None}:
        return None
    now = changed[0][1]
    try:
        unit = Unit.model_validate({**now.fields, "facts": _Facts(rulebook).typed(now.facts)})
    except (_Wrong, ValidationError):
        return None
    sources = dict(registry.sources)
    for _, one in moved:
        place, records, _ = sources[one.fields["id"]]
        sources[one.fields["id"]] = UnitSource(Place(place.path, one.line, place.column), records, one.marks)
    return replace(registry, units=tuple(unit if one.id == unit.id else one for one in registry.units), sources=sources)


def _simple(path: Path | str, sources: Sources, known: Lines) -> SimpleFile | None:
    shown, data = sources.shown(path), sources.data(path)
    if shown in sources.simple:
        return reread(*sources.simple[shown], data)
    file = simple_units_file(data, known)
    if file is not None and sources.spans:
        sources.simple[shown] = data, file
    return file


@dataclass(frozen=True, slots=True)
class RulesSource:
    """A rulebook and the file it was read from."""

    rulebook: Rulebook
    raw: LocatedDict
    path: str

    def place(self, loc: Sequence[int | str]) -> str:
        """Where something in it stands: path:line:column."""
        position = position_of(self.raw, loc, Position(1, 1), on_key=True)
        return f"{self.path}:{position.line}:{position.column}"


def read_rules(path: Path | str, shown: str) -> RulesSource:
    """One rulebook alone. Raises Unreadable with every mistake in it."""
    diagnostics = Diagnostics()
    source = read_source(path, shown, diagnostics)
    raw = None if source is None else root_mapping(source, RULES_FORMAT, diagnostics)
    rulebook = None if raw is None else rulebook_of(raw, shown, diagnostics)
    if rulebook is None or raw is None:
        raise Unreadable(diagnostics)
    return RulesSource(rulebook, raw, shown)


def _read_waivers(
    project: Project, sources: Sources, diagnostics: Diagnostics
) -> tuple[tuple[Waiver, ...], list[Input]]:
    if project.waivers is None:
        return (), []
    source = sources.source(project.waivers, diagnostics)
    if source is None:
        return (), []
    return read_waivers(source, diagnostics) or (), [Input(source.path, source.sha256)]


def _compare_waivers(project: Project, sources: Sources, files: UnitFiles, diagnostics: Diagnostics) -> None:
    """Note each name of the waivers that there is not: a mistake where others stop the run, else a warning."""
    unsaid = Diagnostics()
    waivers, rules = (sources.source(path, unsaid) for path in (project.waivers or "", project.rules))
    units = [sources.source(path, unsaid) for path in files.paths]
    names = {
        "rule-unknown": {*_written(rules, "rules")},
        "unit-unknown": {one for file in units for key in ("units", "task_forces") for one in _written(file, key)}
        | {was for file in units for one in _entries(file, "units") for was in _texts(one.get("was"))},
        "type-unknown": _keys(rules, "types"),
        "tag-unknown": _keys(rules, "tags"),
    }
    known = {code: Words(sorted(ids)) for code, ids in names.items()}
    entries = _entries(waivers, "waivers")
    for place, waiver in enumerate(entries):
        for code, loc, name in _names_in(waiver):
            if isinstance(name, str) and names[code] and name not in names[code] and waivers is not None:
                position = position_of(waivers.document.value, ("waivers", place, *loc), Position(1, 1))
                note = diagnostics.error if diagnostics.total() else diagnostics.warn
                note(waivers.path, position, code, text=name, known=diagnostics.near(name, known[code]))


_NAMES = {"rule": "rule", "units": "unit", "under": "unit", "type": "type", "tag": "tag"}


def _names_in(waiver: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int | str, ...], Any]]:
    """Each name in a waiver, where it stands, and the code that tells it is unknown."""
    for key in [one for one in _NAMES if one in waiver]:
        value, kind = waiver[key], _NAMES[key]
        for place, one in enumerate(value) if isinstance(value, list) else [(None, value)]:
            yield f"{kind}-unknown", (key,) if place is None else (key, place), one


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _keys(source: SourceFile | None, key: str) -> set[str]:
    """The keys of a mapping of a file, as it was read."""
    value = None if source is None else source.document.value
    found = value.get(key) if isinstance(value, dict) else None
    return set(found) if isinstance(found, dict) else set()


def _entries(source: SourceFile | None, key: str) -> list[dict[str, Any]]:
    """The mappings of a list of a file, as they were read."""
    value = None if source is None else source.document.value
    entries = value.get(key) if isinstance(value, dict) else None
    return [one if isinstance(one, dict) else {} for one in entries] if isinstance(entries, list) else []


def _written(source: SourceFile | None, key: str) -> list[str]:
    """The ids of those entries."""
    return [one["id"] for one in _entries(source, key) if isinstance(one.get("id"), str)]


WAIVERS_FORMAT = "congress-waivers/1"


def read_waivers(source: SourceFile, diagnostics: Diagnostics) -> tuple[Waiver, ...] | None:
    """The waivers of a file, or None where it has mistakes; all of them are noted."""
    raw = root_mapping(source, WAIVERS_FORMAT, diagnostics)
    if raw is None:
        return None
    before = diagnostics.total()
    file = shaped(WaiversFile, raw, source.path, diagnostics)
    return file.waivers if file is not None and diagnostics.total() == before else None


def fast_registry(files: Iterable[tuple[str, SimpleFile | None]], rulebook: Rulebook) -> Registry | None:
    """The registry of these files (each with its path), or None where one has anything that must be reported."""
    facts = _Facts(rulebook)
    try:
        read = [_read(path, file, facts) for path, file in files]
    except (_Wrong, ValidationError):
        return None
    unsaid = Diagnostics()
    check_terms(read, unsaid)
    models = [file.model for file in read if file.model is not None]
    units = chain.from_iterable(model.units for model in models)
    forces = [force.id for model in models for force in model.task_forces]
    return join_files(read) if not unsaid.noted and names_fit(units, forces, rulebook) else None


class _Wrong(Exception):  # noqa: N818
    """Something that must be reported."""


def _read(path: str, file: SimpleFile | None, facts: _Facts) -> ReadFile:
    if file is None:
        raise _Wrong
    for unit in file.units:
        if "facts" not in unit.fields:
            unit.fields["facts"] = facts.typed(unit.facts)
    units = [unit.fields for unit in file.units]
    places = [(unit.line, unit.column) for unit in file.units]
    marks = [FactPlaces(unit.fields["facts"], unit.line, unit.below, unit.columns) for unit in file.units]
    model = RegistryFile.model_validate({**file.fields, "units": units})
    return ReadFile(path, model, units, file.fields.get("task_forces", ()), places, marks, file.forces)


class _Facts:
    """The facts of all files; equal ones are one object."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.vocabulary = rulebook.facts
        self.read_before: dict[Hashable, Fact] = {}
        self.met: dict[int, tuple[str, Any, Fact]] = {}  # by the identity of a value, which equal lines share

    def typed(self, raw: dict[str, Any]) -> FactModels:
        """The facts of one unit. Raises _Wrong or ValidationError."""
        typed, met = FactModels(), self.met
        for name, value in raw.items():
            known = met.get(id(value))
            if known is None or known[0] is not name:
                known = met[id(value)] = name, value, self._shared(name, value)
            typed[name] = known[2]
        return typed

    def _shared(self, name: str, value: Any) -> Fact:
        key = name, value if type(value) is str else _hashable(value)
        fact = self.read_before.get(key)
        if fact is None:
            fact = self.read_before[key] = self._fact(name, value)
        return fact

    def _fact(self, name: str, value: Any) -> Fact:
        term = self.vocabulary.get(name)
        if term is None:
            raise _Wrong
        fact = FACT_MODELS[term.kind].model_validate(value)
        if isinstance(fact, Event | Tally):
            return fact
        if next(misfits(fact, term), None) is not None:
            raise _Wrong
        if isinstance(fact, Checklist) and isinstance(term, ChecklistTerm):
            self._known(fact.items, term.items)
        elif isinstance(fact, Measures) and isinstance(term, MeasuresTerm):
            self._known(fact.values, term.indicators)
        return fact

    @staticmethod
    def _known(names: Iterable[str], known: Iterable[str]) -> None:
        if not set(names) <= set(known):
            raise _Wrong


def _hashable(value: Any) -> Hashable:
    """What two equal values have in common."""
    if type(value) is dict:
        flat = all(type(inner) is str for inner in value.values())
        return dict, *(value.items() if flat else ((key, _hashable(inner)) for key, inner in value.items()))
    return (list, *map(_hashable, value)) if type(value) is list else value
