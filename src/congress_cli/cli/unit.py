"""congress unit: units come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.completion import units_like
from congress_cli.cli.edit import open_desk, settle
from congress_cli.cli.options import (
    DAY,
    DOCUMENT,
    PARENT,
    Edit,
    Note,
    Registry,
    Source,
    UnitArgument,
    command,
)
from congress_cli.cli.session import Session
from congress_cli.errors import UsageError

if TYPE_CHECKING:
    from congress_cli.edit.transaction import Desk, Draft
    from congress_cli.edit.typed_values import Raw
    from congress_cli.model.registry import Unit


@command
def add(
    session: Session,
    unit: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    level: Annotated[str, typer.Option("--level", metavar="LEVEL")],
    type_: Annotated[str, typer.Option("--type", metavar="TYPE")],
    parent: Annotated[str | None, PARENT] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="TEXT")] = None,
    source: Source = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG")] = None,
    task_force: Annotated[str | None, typer.Option("--task-force", metavar="ID")] = None,
    edit: Edit,
    files: Registry,
) -> int:
    """Add a unit to the file that holds its superior."""
    from congress_cli.app.prompts import one_unit
    from congress_cli.edit.typed_values import typed_text

    desk = open_desk(session, files, writes=not edit.dry_run)
    above = None if parent is None else one_unit(parent, desk.data.registry)
    if unit in desk.data.registry.by_id:
        raise UsageError("unit-exists", text=unit)
    texts = {"name": name, "level": level, "type": type_, "parent": None if above is None else above.id}
    texts |= {"code": code, "source": source}
    new: dict[str, Raw] = {"id": unit}
    new |= {key: typed_text(f"--{key}", text) for key, text in texts.items() if text is not None}
    new |= {"tags": list(tag)} if tag else {}
    new |= {"task_force": task_force} if task_force else {}
    return settle(session, lambda: _added(desk, new, above), "unit add", edit, partial(_told, session, unit))


@command
def move(session: Session, unit: UnitArgument, *, parent: Annotated[str, PARENT], edit: Edit, files: Registry) -> int:
    """Put a unit below another superior."""
    from congress_cli.app.prompts import one_unit

    desk = open_desk(session, files, writes=not edit.dry_run)
    about, above = (one_unit(text, desk.data.registry) for text in (unit, parent))
    drawn = _changing(desk, about, "parent", above.id)
    return settle(session, drawn, "unit move", edit, partial(_told, session, about.id))


@command
def merge(
    session: Session,
    unit: UnitArgument,
    *,
    into: Annotated[str, typer.Option("--into", metavar="UNIT", autocompletion=units_like)],
    day: Annotated[str, DAY],
    document: Annotated[str, DOCUMENT],
    source: Source = None,
    note: Note = None,
    edit: Edit,
    files: Registry,
) -> int:
    """Merge a unit into another one; its history stays."""
    from congress_cli.app.prompts import one_unit

    desk = open_desk(session, files, writes=not edit.dry_run)
    about, heir = (one_unit(text, desk.data.registry) for text in (unit, into))
    if about.id == heir.id:
        raise UsageError("merge-into-itself", text=about.id)
    closing = _closing(day, document, source, note, heir.id)
    return _closed(session, desk, about, closing, document, "unit merge", edit)


@command
def close(
    session: Session,
    unit: UnitArgument,
    *,
    day: Annotated[str, DAY],
    document: Annotated[str, DOCUMENT],
    source: Source = None,
    note: Note = None,
    edit: Edit,
    files: Registry,
) -> int:
    """Close a unit that was dissolved; its history stays."""
    from congress_cli.app.prompts import one_unit

    desk = open_desk(session, files, writes=not edit.dry_run)
    about = one_unit(unit, desk.data.registry)
    closing = _closing(day, document, source, note)
    return _closed(session, desk, about, closing, document, "unit close", edit)


COMMANDS = {"add": add, "move": move, "merge": merge, "close": close}


def _added(desk: Desk, new: dict[str, Raw], above: Unit | None) -> Draft:
    from congress_cli.edit.document import unit_change
    from congress_cli.edit.transaction import draft

    if above is None:
        return draft(desk, [unit_change(next(iter(desk.files)), new)])
    beside = (above, *desk.data.registry.children_of(above.id))[-1]
    return draft(desk, [unit_change(desk.file_of(beside.id), new)])


def _changing(desk: Desk, unit: Unit, field: str, new: Raw) -> Callable[[], Draft]:
    from congress_cli.edit.document import field_change
    from congress_cli.edit.transaction import draft

    return lambda: draft(desk, [field_change(desk, unit.id, field, new)])


def _closing(day: str, document: str, source: str | None, note: str | None, into: str | None = None) -> dict[str, Raw]:
    from congress_cli.edit.typed_values import typed_document, typed_span, typed_text

    texts = {
        "day": typed_span(day),
        "into": into or "",
        "document": typed_document(document),
        "source": typed_text("--source", source or ""),
        "note": typed_text("--note", note or ""),
    }
    return {key: text for key, text in texts.items() if text}


def _closed(
    session: Session, desk: Desk, unit: Unit, closing: dict[str, Raw], document: str, name: str, edit: Edit
) -> int:
    from congress_cli.app.prompts import Confirmation

    if unit.closed is not None:
        raise UsageError("unit-closed-already", text=unit.id, day=str(unit.closed.day))

    def told(draft: Draft) -> Iterable[str]:
        return Confirmation(session.language, draft).closing(unit.id, closing, document)

    return settle(session, _changing(desk, unit, "closed", closing), name, edit, told)


def _told(session: Session, unit: str, draft: Draft) -> Iterable[str]:
    from congress_cli.app.prompts import Confirmation

    return Confirmation(session.language, draft).unit(unit)
