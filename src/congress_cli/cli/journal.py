"""congress journal: who wrote what into the registry, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.options import Color, Debug, Lang, Names, Office, Rules, TextOrJson, Units, Width, list_options
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.cli.streams import write_out

if TYPE_CHECKING:
    from congress_cli.edit.journal import Journal
    from congress_cli.reading.load import Data
    from congress_cli.reading.project import Project


def journal(
    ctx: typer.Context,
    unit: Annotated[Names, typer.Option("--unit", metavar="ID")] = None,
    fact: Annotated[Names, typer.Option("--fact", metavar="ID")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY")] = None,
    by: Office = None,
    format_: TextOrJson = "text",
    units: Units = None,
    rules: Rules = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Show the journal, or those of its entries that are asked for."""
    del lang, debug
    session: Session = ctx.obj
    from congress_cli.edit.journal import Wanted, read_journal
    from congress_cli.edit.transaction import Places
    from congress_cli.errors import UsageError
    from congress_cli.reading.files import STDIN
    from congress_cli.screens.journal import RENDERERS, Shown

    one_of("--format", format_, RENDERERS)
    options = list_options(session.language, color=color, width=width)
    first = typed_day(since)
    project = session.project(units, rules)
    if project.units == STDIN:
        raise UsageError("registry-is-stdin")
    kept = read_journal(Places(project).folder)
    data = _data(project)
    wanted = Wanted(_units(unit or [], kept, data), tuple(fact or ()), first, by or "")
    names = {} if data is None else _names(data, session.language)
    shown = Shown(project.shown(kept.path), len(kept.entries), wanted.of(kept), names)
    return write_out(RENDERERS[format_](shown, options), utf8=format_ == "json")


def _data(project: Project) -> Data | None:
    """The registry, for the names in it; its mistakes are no reason to show no journal."""
    from congress_cli.errors import CongressError
    from congress_cli.model.diagnostics import Unreadable
    from congress_cli.reading.load import read_data

    try:
        return read_data(project)
    except (Unreadable, CongressError):
        return None


def _units(asked: list[str], kept: Journal, data: Data | None) -> tuple[str, ...]:
    """The ids of the units that are meant; one that only the journal knows is known as well."""
    from congress_cli.cli.naming import meant

    known = {change.unit for entry in kept.entries for change in entry.changes}
    return tuple(text if text in known or data is None else meant(text, data.registry) for text in asked)


def _names(data: Data, language: str) -> dict[str, str]:
    names = {unit.id: unit.name for unit in data.registry.units}
    return names | {name: told[language] for name, told in data.rulebook.names.items()}
