"""The units files of a run into one registry: quickly where they are plain, else with all that must be told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from congress_cli.model.registry import Registry
from congress_cli.reading.diagnostics import Diagnostics
from congress_cli.reading.files import STDIN, SourceFile, read_bytes, source_of
from congress_cli.reading.plainly import PlainFile, plainly
from congress_cli.reading.quick import quick_registry
from congress_cli.reading.registry import read_registry
from congress_cli.rules.rulebook import Rulebook, Vocabulary
from congress_cli.watching import Watch, unwatched, watched


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
