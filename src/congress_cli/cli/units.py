"""congress unit and congress registry: units come, go and change, and what their files say of themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli import dataclass
from congress_cli.cli import options as opt
from congress_cli.cli.completion import units_like
from congress_cli.cli.edit import carried_out
from congress_cli.cli.session import Session
from congress_cli.errors import UsageError

if TYPE_CHECKING:
    from congress_cli.app.edits import Change
    from congress_cli.app.search import Ask
    from congress_cli.edit.transaction import Desk

Said = Annotated[str | None, typer.Option("--name", metavar="NAME")]
Level = Annotated[str | None, typer.Option("--level", metavar="LEVEL")]
Code = Annotated[str | None, typer.Option("--code", metavar="TEXT")]
TaskForce = Annotated[str | None, typer.Option("--task-force", metavar="ID")]


@dataclass(frozen=True, slots=True)
class Closing:
    """When and by which paper a unit ends."""

    day: Annotated[str, opt.DAY]
    document: Annotated[str, opt.DOCUMENT]
    source: opt.Source = None
    note: opt.Note = None
    future: opt.Future = False


@opt.command
def add(
    session: Session,
    unit: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    level: Level = None,
    type_: Annotated[str, typer.Option("--type", metavar="TYPE")],
    parent: Annotated[str | None, opt.PARENT] = None,
    code: Code = None,
    source: opt.Source = None,
    tag: opt.Tags = None,
    task_force: TaskForce = None,
    edit: opt.Edit,
    files: opt.Registry,
) -> int:
    """Add a unit to the file that holds its superior."""
    from congress_cli.app.edits import unit_added

    said = {"name": name, "level": level, "type": type_, "parent": parent, "code": code, "source": source}
    return carried_out(
        session, files, edit, "unit add", lambda desk, ask: unit_added(desk, ask, unit, said, tag or (), task_force)
    )


@opt.command
def rename(
    session: Session,
    unit: opt.UnitArgument,
    new: Annotated[str, typer.Argument(metavar="NEW-ID")],
    *,
    edit: opt.Edit,
    files: opt.Registry,
) -> int:
    """Give a unit another id; it stays known by the old one."""
    from congress_cli.app.edits import unit_renamed

    return carried_out(session, files, edit, "unit rename", lambda desk, ask: unit_renamed(desk, ask, unit, new))


@opt.command
def move(
    session: Session, unit: opt.UnitArgument, *, parent: Annotated[str, opt.PARENT], edit: opt.Edit, files: opt.Registry
) -> int:
    """Put a unit below another superior."""
    from congress_cli.app.edits import unit_moved

    return carried_out(session, files, edit, "unit move", lambda desk, ask: unit_moved(desk, ask, unit, parent))


@opt.command
def merge(
    session: Session,
    unit: opt.UnitArgument,
    *,
    into: Annotated[str, typer.Option("--into", metavar="UNIT", autocompletion=units_like)],
    closing: Closing,
    edit: opt.Edit,
    files: opt.Registry,
) -> int:
    """Merge a unit into another one; its history stays."""
    return carried_out(session, files, edit, "unit merge", _closed(session, unit, closing, into))


@opt.command
def close(session: Session, unit: opt.UnitArgument, *, closing: Closing, edit: opt.Edit, files: opt.Registry) -> int:
    """Close a unit that was dissolved; its history stays."""
    return carried_out(session, files, edit, "unit close", _closed(session, unit, closing))


def _closed(session: Session, unit: str, closing: Closing, into: str | None = None) -> Callable[[Desk, Ask], Change]:
    from congress_cli.app.edits import unit_closed
    from congress_cli.app.search import present_of

    def draw(desk: Desk, ask: Ask) -> Change:
        present = present_of(desk.data, session.today, future=closing.future)
        return unit_closed(desk, ask, unit, asdict(closing), present, into)

    return draw


@opt.command
def set_(
    session: Session,
    unit: Annotated[opt.Names, typer.Argument(metavar="[UNIT…]", autocompletion=units_like)] = None,
    *,
    under: opt.OnlyUnder = None,
    records: Annotated[str | None, opt.choice("--records", ("partial", "complete", "file"))] = None,
    tag: opt.Tags = None,
    no_tag: Annotated[opt.Names, typer.Option("--no-tag", metavar="TAG")] = None,
    task_force: TaskForce = None,
    name: Said = None,
    type_: Annotated[str | None, typer.Option("--type", metavar="TYPE")] = None,
    code: Code = None,
    source: opt.Source = None,
    edit: opt.Edit,
    files: opt.Registry,
) -> int:
    """Change what is written of units."""
    from congress_cli.app.edits import units_set

    said = {"records": records, "task_force": task_force, "name": name, "type": type_, "code": code, "source": source}
    if not unit and not under:
        raise UsageError("argument-missing", text="UNIT")
    if not tag and not no_tag and all(text is None for text in said.values()):
        raise UsageError("nothing-to-set", all=["--records", "--tag", "--no-tag", "--task-force", "--name", "--type"])
    return carried_out(
        session,
        files,
        edit,
        "unit set",
        lambda desk, ask: units_set(desk, ask, (unit or (), under or ()), said, tag, no_tag),
    )


UNIT = {"add": add, "set": set_, "rename": rename, "move": move, "merge": merge, "close": close}


# ---------------------------------------------------------------- registry


@opt.command
def set_registry(
    session: Session,
    *,
    records: Annotated[str | None, opt.choice("--records", ("partial", "complete"))] = None,
    term: Annotated[str | None, typer.Option("--term", metavar="TEXT")] = None,
    freeze: Annotated[str | None, typer.Option("--freeze", metavar="DAY")] = None,
    thaw: Annotated[bool, typer.Option("--thaw")] = False,
    task_force: Annotated[opt.Names, typer.Option("--task-force", metavar="ID=NAME")] = None,
    edit: opt.Edit,
    files: opt.Registry,
) -> int:
    """Change what the files of the registry say of themselves."""
    from congress_cli.app.edits import registry_set

    if thaw and freeze is not None:
        raise UsageError("options-exclude", options=["--freeze", "--thaw"])
    said = {"records": records, "term": term, "as_of": "" if thaw else freeze}
    if not task_force and all(text is None for text in said.values()):
        raise UsageError("nothing-to-set", all=["--records", "--term", "--freeze", "--thaw", "--task-force"])
    return carried_out(
        session,
        files,
        edit,
        "registry set",
        lambda desk, ask: registry_set(desk, ask, said, task_force or (), session.today),
    )


REGISTRY = {"set": set_registry}
