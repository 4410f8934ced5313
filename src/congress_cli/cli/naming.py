"""Which unit or task force a person means: by id, or by a name that only one unit has."""

from __future__ import annotations

from congress_cli.desk.naming import units_named
from congress_cli.errors import UsageError
from congress_cli.model.registry import Registry
from congress_cli.text import suggestions

MOST_NAMED = 20


def meant(text: str, registry: Registry, *, task_forces: bool = False) -> str:
    """The id of the one unit that is meant. Raises UsageError; several hits are listed, none is picked."""
    if task_forces and any(force.id == text for force in registry.task_forces):
        return text
    hits = units_named(text, registry)
    if len(hits) == 1:
        return hits[0].id
    if not hits:
        raise UsageError("unit-unknown", text=text, known=suggestions(text, registry.by_id))
    listed = [(unit.id, unit.name, _superior(unit.parent, registry)) for unit in hits[:MOST_NAMED]]
    raise UsageError("unit-ambiguous", text=text, count=len(hits), hits=listed, left=len(hits) - len(listed))


def _superior(parent: str | None, registry: Registry) -> str:
    return "" if parent is None else registry.by_id[parent].name
