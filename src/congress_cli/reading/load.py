"""All that one run reads: registry, rulebook and waivers, with every mistake of all files told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from congress_cli.model.diagnostics import Diagnostics, Position, Unreadable
from congress_cli.model.message import Message
from congress_cli.model.registry import Registry
from congress_cli.model.report import Input
from congress_cli.model.waivers import Waiver, WaiversFile
from congress_cli.progress import Watch, unwatched
from congress_cli.reading.files import SourceFile, read_bytes, read_source, source_of
from congress_cli.reading.positions import LocatedDict as YamlMapping
from congress_cli.reading.project import Project, unit_files
from congress_cli.reading.rulebook import FORMAT, quick_rulebook, read_words, rulebook_of
from congress_cli.reading.units import UnitsFiles
from congress_cli.reading.validation import position_of, root_mapping, shaped
from congress_cli.rules.rulebook import Rulebook, Vocabulary


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


def read_data(
    project: Project,
    instead: Mapping[str, SourceFile] | None = None,
    *,
    warnings: bool = False,
    watch: Watch = unwatched,
) -> Data:
    """Registry, rulebook and waivers of a project; `instead`: sources, by shown path, in the place of files.

    Raises Unreadable with every mistake of all files. `warnings`: what is odd but readable is noted as well, which
    takes longer.
    """
    diagnostics = Diagnostics()
    given = instead or {}
    rulebook, words, rules_input = _read_rulebook(project, diagnostics, quickly=not warnings)
    files = unit_files(project.units)
    units = UnitsFiles(files.paths, project.shown, given, watch)
    quick = None if rulebook is None or warnings else units.quickly(rulebook)
    registry, digests = quick or units.telling(rulebook or words, diagnostics)
    waivers, waiver_source = _read_waivers(project, given, diagnostics)
    if diagnostics.errors or registry is None or rulebook is None:
        raise Unreadable(diagnostics)
    inputs = [rules_input, *(Input(path, digest) for path, digest in digests.items())]
    if waiver_source is not None:
        inputs.append(Input(waiver_source.path, waiver_source.sha256))
    inputs.sort(key=lambda one: one.path)
    notes = []
    if project.rules_are_shipped:
        notes.append(Message("notes.rules-shipped"))
    if files.left_alone:
        notes.append(Message("notes.files-left-alone", {"paths": [project.shown(path) for path in files.left_alone]}))
    return Data(registry, rulebook, waivers, rules_input, tuple(inputs), tuple(notes), diagnostics)


def _read_rulebook(
    project: Project, diagnostics: Diagnostics, *, quickly: bool
) -> tuple[Rulebook | None, Vocabulary | None, Input]:
    """The rulebook; where it has mistakes at least its words, so that those of the registry are told as well."""
    path = project.shown(project.rules)
    data = read_bytes(project.rules, path)
    rulebook, words = quick_rulebook(data) if quickly else None, None
    if rulebook is None:
        source = source_of(data, path, diagnostics)
        rulebook, words = (None, None) if source is None else read_words(source, diagnostics)
    return rulebook, words, Input(path, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class RulesSource:
    """A rulebook and the file it was read from."""

    rulebook: Rulebook
    raw: YamlMapping
    path: str

    def place(self, loc: Sequence[int | str]) -> str:
        """Where something in it stands: path:line:column."""
        spot = position_of(self.raw, loc, Position(1, 1), on_key=True)
        return f"{self.path}:{spot.line}:{spot.column}"


def read_rules(path: Path | str, shown: str) -> RulesSource:
    """One rulebook alone. Raises Unreadable with every mistake in it."""
    diagnostics = Diagnostics()
    source = read_source(path, shown, diagnostics)
    raw = None if source is None else root_mapping(source, FORMAT, diagnostics)
    rulebook = None if raw is None else rulebook_of(raw, shown, diagnostics)
    if rulebook is None or raw is None:
        raise Unreadable(diagnostics)
    return RulesSource(rulebook, raw, shown)


def _read_waivers(
    project: Project, given: Mapping[str, SourceFile], diagnostics: Diagnostics
) -> tuple[tuple[Waiver, ...], SourceFile | None]:
    if project.waivers is None:
        return (), None
    shown = project.shown(project.waivers)
    source = given.get(shown) or read_source(project.waivers, shown, diagnostics)
    return (() if source is None else read_waivers(source, diagnostics) or ()), source


WAIVERS_FORMAT = "congress-waivers/1"


def read_waivers(source: SourceFile, diagnostics: Diagnostics) -> tuple[Waiver, ...] | None:
    """The waivers of a file, or None where it has mistakes; all of them are noted."""
    raw = root_mapping(source, WAIVERS_FORMAT, diagnostics)
    if raw is None:
        return None
    before = len(diagnostics.errors)
    file = shaped(WaiversFile, raw, source.path, diagnostics)
    return file.waivers if file is not None and len(diagnostics.errors) == before else None
