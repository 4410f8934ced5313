"""Changes of what a registry holds: a fact of a unit, a unit, a waiver."""

from __future__ import annotations

from congress_cli.edit.changes import value_at
from congress_cli.edit.scalars import Raw
from congress_cli.edit.transaction import Desk
from congress_cli.model.journal import Changed


def recorded(desk: Desk, unit: str, fact: str) -> Raw:
    """A fact of a unit, as its file holds it; None where there is none."""
    return value_at(desk.open(desk.file_of(unit)).value, ("units", unit, "facts", fact))


def fact_change(desk: Desk, unit: str, fact: str, new: Raw) -> Changed:
    """A fact of a unit, as the file is to hold it; None: the fact goes."""
    return _change(desk, desk.file_of(unit), ("units", unit, "facts", fact), new)


def field_change(desk: Desk, unit: str, field: str, new: Raw) -> Changed:
    """A field of a unit: its superior, its end."""
    return _change(desk, desk.file_of(unit), ("units", unit, field), new)


def unit_change(file: str, unit: dict[str, Raw]) -> Changed:
    """A new unit at the end of a file."""
    return Changed(file=file, where=("units", str(unit["id"])), new=unit)


def waiver_change(desk: Desk, waiver: dict[str, Raw]) -> Changed:
    """A new waiver at the end of its file."""
    file = desk.name(desk.waivers)
    return Changed(file=file, where=("waivers", f"#{len(desk.data.waivers)}"), new=waiver)


def _change(desk: Desk, file: str, where: tuple[str, ...], new: Raw) -> Changed:
    return Changed(file=file, where=where, old=value_at(desk.open(file).value, where), new=new)
