"""The changes that a sheet asks for, as the editor of the registry takes them: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping

from congress_cli.desk.changes import value_at
from congress_cli.desk.drafting import Desk
from congress_cli.desk.opened import Opened
from congress_cli.desk.scalars import Raw
from congress_cli.desk.shapes import long_form, merged
from congress_cli.desk.sheets.columns import is_value
from congress_cli.model.entry import Changed
from congress_cli.model.facts import Checklist, FactKind
from congress_cli.model.sheet import CellChange, FactChange, Part


def changes_of(desk: Desk, changes: tuple[FactChange, ...]) -> list[Changed]:
    """Each fact as its file is to hold it. A file is opened once, however many of its facts change."""
    opened: dict[str, Opened] = {}
    found = []
    for change in changes:
        path = desk.data.registry.sources[change.unit].place.path
        if path not in opened:
            opened[path] = desk.open(desk.file_of(change.unit))
        file = opened[path]
        where = ("units", change.unit, "facts", change.fact)
        old = value_at(file.value, where)
        kind = desk.data.rulebook.facts[change.fact].kind
        found.append(Changed(file=file.name, where=where, old=old, new=_raw(change, kind, old)))
    return found


def _raw(change: FactChange, kind: FactKind, old: Raw) -> Raw:
    """The fact in the form it has in the file; what the sheet left alone stays as it is written there."""
    if change.new is None:
        return None
    beside = {cell.column.part.value: cell.new for cell in change.cells if not is_value(cell.column)}
    return merged(kind, old, _value(change, kind, old), beside)


def _value(change: FactChange, kind: FactKind, old: Raw) -> dict[str, Raw]:
    cells = [cell for cell in change.cells if is_value(cell.column)]
    if kind is FactKind.CHECKLIST:
        items: list[Raw] = list(change.new.items) if isinstance(change.new, Checklist) else []
        return {"items": items} if cells else {}
    if kind is FactKind.MEASURES:
        return {"values": _values(cells, long_form(kind, old).get("values"))} if cells else {}
    order = (Part.TOTAL, Part.DONE, Part.DAY)
    return {cell.column.part.value: cell.new for part in order for cell in cells if cell.column.part is part}


def _values(cells: list[CellChange], old: Raw) -> dict[str, Raw]:
    values: dict[str, Raw] = dict(old) if isinstance(old, Mapping) else {}
    for cell in cells:
        values[cell.column.name] = cell.new
    return {name: number for name, number in values.items() if number}
