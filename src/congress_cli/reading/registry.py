"""Units files into one registry: shapes, then names against the rulebook, then the tree. Every mistake is noted."""

from __future__ import annotations

from collections.abc import Iterable

from congress_cli.model.registry import Registry, RegistryFile
from congress_cli.reading.diagnostics import Diagnostics, Spot
from congress_cli.reading.files import SourceFile
from congress_cli.reading.marked import Mapping, Sequence
from congress_cli.reading.recorded import Facts
from congress_cli.reading.root import root_mapping
from congress_cli.reading.shape import shaped
from congress_cli.reading.tree import Marks, ReadFile, Tree, agree, joined
from congress_cli.rules.rulebook import Rulebook, Vocabulary

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
    raw_units = units if isinstance(units, Sequence) else Sequence(Spot(1, 1))
    facts = Facts(source.path, words, diagnostics)
    marks = [_marks(facts.read(unit)) if isinstance(unit, Mapping) else {} for unit in raw_units]
    model = shaped(RegistryFile, raw, source.path, diagnostics)
    if model is None:
        return None
    forces = raw["task_forces"].marks if model.task_forces else []
    return ReadFile(source.path, model, raw_units.marks, marks, forces, raw)


def _marks(facts: Mapping | None) -> Marks:
    """Where each fact stands: the line and column of its key."""
    return {} if facts is None else {name: (line, column) for name, (line, column, _, _) in facts.marks.items()}
