"""congress unit: units come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.edit_options import EditOptions, one_unit, open_desk, settle
from congress_cli.cli.options import AsOf, Color, Debug, DryRun, Lang, Office, Rules, Units, Width
from congress_cli.cli.session import Session
from congress_cli.errors import UsageError

if TYPE_CHECKING:
    from congress_cli.edit.scalars import Raw
    from congress_cli.edit.transaction import Desk, Draft
    from congress_cli.model.registry import Unit


def add(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[str, typer.Argument(metavar="NAME")],
    level: Annotated[str, typer.Option("--level", metavar="LEVEL")],
    type_: Annotated[str, typer.Option("--type", metavar="TYPE")],
    parent: Annotated[str | None, typer.Option("--parent", metavar="UNIT")] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="TEXT")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT")] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG")] = None,
    task_force: Annotated[str | None, typer.Option("--task-force", metavar="ID")] = None,
    by: Office = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Add a unit to the file that holds its superior."""
    del lang, debug
    session: Session = ctx.obj
    from congress_cli.edit.typed_values import typed_text

    desk = open_desk(session, units, rules, writes=not dry_run)
    above = None if parent is None else one_unit(parent, desk.data.registry)
    if unit in desk.data.registry.by_id:
        raise UsageError("unit-exists", text=unit)
    texts = {
        "name": name,
        "level": level,
        "type": type_,
        "parent": None if above is None else above.id,
        "code": code,
        "source": source,
    }
    new: dict[str, Raw] = {"id": unit}
    new |= {key: typed_text(f"--{key}", text) for key, text in texts.items() if text is not None}
    new |= {"tags": list(tag)} if tag else {}
    new |= {"task_force": task_force} if task_force else {}
    wish = EditOptions("unit add", as_of, dry_run, by, color, width)
    return settle(session, lambda: _added(desk, new, above), wish, lambda draft: _told(session, draft, unit))


def move(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT")],
    parent: Annotated[str, typer.Option("--parent", metavar="UNIT")],
    by: Office = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Put a unit below another superior."""
    del lang, debug
    session: Session = ctx.obj
    desk = open_desk(session, units, rules, writes=not dry_run)
    about, above = (one_unit(text, desk.data.registry) for text in (unit, parent))
    wish = EditOptions("unit move", as_of, dry_run, by, color, width)
    drawn = _changing(desk, about, "parent", above.id)
    return settle(session, drawn, wish, lambda draft: _told(session, draft, about.id))


def merge(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT")],
    into: Annotated[str, typer.Option("--into", metavar="UNIT")],
    day: Annotated[str, typer.Option("--day", metavar="DAY")],
    document: Annotated[str, typer.Option("--document", metavar="NUMBER")],
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT")] = None,
    by: Office = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Merge a unit into another one; its history stays."""
    del lang, debug
    session: Session = ctx.obj
    desk = open_desk(session, units, rules, writes=not dry_run)
    about, heir = (one_unit(text, desk.data.registry) for text in (unit, into))
    if about.id == heir.id:
        raise UsageError("merge-into-itself", text=about.id)
    wish = EditOptions("unit merge", as_of, dry_run, by, color, width)
    closing = _closing(day, document, source, note, heir.id)
    return _closed(session, desk, about, closing, document, wish)


def close(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT")],
    day: Annotated[str, typer.Option("--day", metavar="DAY")],
    document: Annotated[str, typer.Option("--document", metavar="NUMBER")],
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT")] = None,
    by: Office = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Close a unit that was dissolved; its history stays."""
    del lang, debug
    session: Session = ctx.obj
    desk = open_desk(session, units, rules, writes=not dry_run)
    about = one_unit(unit, desk.data.registry)
    wish = EditOptions("unit close", as_of, dry_run, by, color, width)
    return _closed(session, desk, about, _closing(day, document, source, note), document, wish)


COMMANDS = {"add": add, "move": move, "merge": merge, "close": close}


def _added(desk: Desk, new: dict[str, Raw], above: Unit | None) -> Draft:
    from congress_cli.edit.changes import unit_change
    from congress_cli.edit.transaction import draft

    if above is None:
        return draft(desk, [unit_change(next(iter(desk.files)), new)])
    beside = (above, *desk.data.registry.children_of(above.id))[-1]
    return draft(desk, [unit_change(desk.file_of(beside.id), new)])


def _changing(desk: Desk, unit: Unit, field: str, new: Raw) -> Callable[[], Draft]:
    from congress_cli.edit.changes import field_change
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


def _closed(session: Session, desk: Desk, unit: Unit, closing: dict[str, Raw], document: str, wish: EditOptions) -> int:
    from congress_cli.cli.recorded_values import said_day, said_number

    if unit.closed is not None:
        raise UsageError("unit-closed-already", text=unit.id, day=str(unit.closed.day))

    def told(draft: Draft) -> Iterator[str]:
        yield from _told(session, draft, unit.id)
        code = "desk.merged" if "into" in closing else "desk.closed"
        yield session.translate(code, when=said_day(session, str(closing["day"])), into=closing.get("into", ""))
        yield from said_number(session, document, str(closing["document"]))
        below = desk.data.registry.children_of(unit.id)
        if below:
            yield session.translate("desk.still-below", count=len(below), units=[one.id for one in below[:8]])

    return settle(session, _changing(desk, unit, "closed", closing), wish, told)


def _told(session: Session, draft: Draft, unit_id: str) -> Iterator[str]:
    unit = draft.after.registry.by_id[unit_id]
    yield session.translate("desk.unit", unit=unit.id, name=unit.name)
    if unit.parent is not None:
        above = draft.after.registry.by_id[unit.parent]
        yield session.translate("desk.below", unit=above.id, name=above.name)
