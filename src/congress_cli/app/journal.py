"""The entries of a journal that are asked for, with the names of what they are about."""

from __future__ import annotations

from datetime import date

from congress_cli.app.search import meant
from congress_cli.edit.journal import Wanted, read_journal
from congress_cli.edit.transaction import Places
from congress_cli.errors import CongressError, UsageError
from congress_cli.model.message import Unreadable
from congress_cli.reading.files import STDIN
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import Project
from congress_cli.screens.journal import Shown


def journal_of(
    project: Project, language: str, units: list[str], facts: list[str], since: date | None, by: str
) -> Shown:
    """The entries of units, facts, days and an office. Raises CongressError where the journal cannot be read.

    A unit that only the journal knows is known as well.
    """
    if project.units == STDIN:
        raise UsageError("registry-is-stdin")
    kept = read_journal(Places(project).folder)
    data = _data(project)
    known = {change.unit for entry in kept.entries for change in entry.changes}
    ids = tuple(text if text in known or data is None else meant(text, data) for text in units)
    names = {} if data is None else {unit.id: unit.name for unit in data.registry.units}
    if data is not None:
        names |= {name: told[language] for name, told in data.rulebook.names.items()}
    entries = Wanted(ids, tuple(facts), since, by).of(kept)
    return Shown(project.shown(kept.path), len(kept.entries), entries, names)


def _data(project: Project) -> Data | None:
    """The registry, for the names in it; its mistakes are no reason to show no journal."""
    try:
        return read_data(project)
    except (Unreadable, CongressError):
        return None
