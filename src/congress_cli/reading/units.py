"""The units files of a run into one registry: quickly where they are plain, else with all that must be told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from congress_cli.model.diagnostics import Diagnostics, Position
from congress_cli.model.registry import Registry, RegistryFile
from congress_cli.progress import Watch, unwatched, watched
from congress_cli.reading.facts import Facts
from congress_cli.reading.fast import PlainFile, plainly
from congress_cli.reading.fast_registry import quick_registry
from congress_cli.reading.files import STDIN, SourceFile, read_bytes, source_of
from congress_cli.reading.positions import LocatedDict, LocatedList
from congress_cli.reading.tree import Marks, ReadFile, Tree, agree, joined
from congress_cli.reading.validation import root_mapping, shaped
from congress_cli.rules.rulebook import Rulebook, Vocabulary


class UnitsRead(NamedTuple):
    """The registry, None where there are mistakes; and each file that could be read with the SHA-256 of its bytes."""

    registry: Registry | None
    digests: dict[str, str]


class UnitsFiles:
    """The files of one run. `shown`: a path as reports show it; `instead`: what stands in the place of a file."""

    def __init__(
        self,
        paths: Sequence[Path | str],
        shown: Callable[[Path | str], str],
        instead: Mapping[str, SourceFile],
        watch: Watch = unwatched,
    ) -> None:
        self.watch = watch
        self.paths = paths
        self.shown = shown
        self.instead = instead
        # Standard input can be read but once.
        self.held = {path: read_bytes(path, STDIN) for path in paths if path == STDIN}

    def quickly(self, rulebook: Rulebook) -> UnitsRead | None:
        """The registry, or None where a file has anything that must be told. Raises CongressError."""
        if self.instead:
            return None
        digests: dict[str, str] = {}
        registry = quick_registry(self._plain(digests), rulebook)
        return None if registry is None else UnitsRead(registry, digests)

    def telling(self, words: Rulebook | Vocabulary | None, diagnostics: Diagnostics) -> UnitsRead:
        """The registry, with every mistake and warning noted. Raises CongressError."""
        read = [self._source(path, diagnostics) for path in watched(self.paths, "files", self.watch)]
        digests = {source.path: source.sha256 for source in read if source is not None}
        return UnitsRead(read_registry(read, words, diagnostics), digests)

    def _plain(self, digests: dict[str, str]) -> Iterator[tuple[str, PlainFile | None]]:
        for path in watched(self.paths, "files", self.watch):
            data, shown = self._data(path), self.shown(path)
            digests[shown] = hashlib.sha256(data).hexdigest()
            yield shown, plainly(data)

    def _source(self, path: Path | str, diagnostics: Diagnostics) -> SourceFile | None:
        shown = self.shown(path)
        return self.instead.get(shown) or source_of(self._data(path), shown, diagnostics)

    def _data(self, path: Path | str) -> bytes:
        return self.held[path] if path in self.held else read_bytes(path, self.shown(path))


FORMAT = "congress-units/1"


def read_registry(
    sources: Iterable[SourceFile | None], words: Rulebook | Vocabulary | None, diagnostics: Diagnostics
) -> Registry | None:
    """The registry of one or several files, or None where they have mistakes; all of them are noted.

    None stands for a file whose bytes could not be read. Without `words` (they have mistakes of their own) the
    facts are left unread.
    """
    before = len(diagnostics.errors)
    read = [None if source is None else _read(source, words, diagnostics) for source in sources]
    files = [file for file in read if file is not None]
    if not files:
        return None
    agree(files, diagnostics)
    Tree(files, words, diagnostics, whole=len(files) == len(read)).check()
    return joined(files) if len(diagnostics.errors) == before else None


def _read(source: SourceFile, words: Rulebook | Vocabulary | None, diagnostics: Diagnostics) -> ReadFile | None:
    raw = root_mapping(source, FORMAT, diagnostics)
    if raw is None:
        return None
    units = raw.get("units")
    raw_units = units if isinstance(units, LocatedList) else LocatedList(Position(1, 1))
    facts = Facts(source.path, words, diagnostics)
    marks = [_marks(facts.read(unit)) if isinstance(unit, LocatedDict) else {} for unit in raw_units]
    model = shaped(RegistryFile, raw, source.path, diagnostics)
    if model is None:
        return None
    forces = raw["task_forces"].marks if model.task_forces else []
    return ReadFile(source.path, model, raw_units.marks, marks, forces, raw)


def _marks(facts: LocatedDict | None) -> Marks:
    """Where each fact stands: the line and column of its key."""
    return {} if facts is None else {name: (line, column) for name, (line, column, _, _) in facts.marks.items()}
