"""Which unit or task force the words of a command mean: by id, or by a name that only one unit has."""

from __future__ import annotations

from congress_cli.app.search import meant
from congress_cli.cli.session import Session
from congress_cli.model.registry import Registry

__all__ = ["meant", "said"]


def said(text: str, registry: Registry, session: Session) -> str:
    """The id that is meant; where it is not the text itself, it is said on standard error. Raises UsageError."""
    unit = meant(text, registry, task_forces=True)
    if unit != text:
        session.note("unit-meant", text=text, id=unit, name=registry.by_id[unit].name)
    return unit
