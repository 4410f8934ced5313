"""congress find, show, tree and facts: units and the vocabulary looked up. They write nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.naming import meant
from congress_cli.cli.options import (
    AsOf,
    Color,
    Debug,
    Lang,
    NoWaivers,
    Rules,
    TextOrJson,
    Unfolded,
    Units,
    Waivers,
    Width,
    list_options,
)
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.cli.streams import write_out
from congress_cli.errors import CongressError, UsageError
from congress_cli.text import suggestions

if TYPE_CHECKING:
    from congress_cli.model.registry import Registry, Unit

FORMS = ("text", "json")


def find(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT")],
    units: Units = None,
    rules: Rules = None,
    format_: TextOrJson = "text",
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """List the units that a text may mean."""
    del lang, debug
    session: Session = ctx.obj
    one_of("--format", format_, FORMS)
    options = list_options(session.language, color=color, width=width)
    from congress_cli.reading.load import read_data
    from congress_cli.screens import find as find_module

    data = read_data(session.project(units, rules, use_waivers=False))
    text = " ".join(words)
    found = _found(text, data.registry)
    if not found:
        raise CongressError("nothing-found", text=text)
    if format_ == "json":
        return write_out(find_module.render_json(text, found), utf8=True)
    return write_out(find_module.render(text, found, data.registry, data.rulebook.types, options))


def _found(text: str, registry: Registry) -> tuple[Unit, ...]:
    """By id or name, else by official code."""
    from congress_cli.app.search import units_named

    return units_named(text, registry) or tuple(unit for unit in registry.units if unit.code == text)


def show(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="UNIT")],
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    unfolded: Unfolded = False,
    format_: TextOrJson = "text",
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Show one unit whole."""
    del lang, debug
    session: Session = ctx.obj
    day = typed_day(as_of)
    one_of("--format", format_, FORMS)
    options = list_options(session.language, color=color, width=width, unfolded=unfolded)
    from congress_cli.app.unit import dossier
    from congress_cli.reading.load import read_data
    from congress_cli.screens import unit as unit_module

    project = session.project(units, rules, waivers, use_waivers=not no_waivers)
    data = read_data(project)
    unit = meant(" ".join(words), data.registry, task_forces=True)
    session.notes(data.notes)
    found = dossier(data, unit, day, session.today(), project.words())
    if format_ == "json":
        return write_out(unit_module.render_json(found), utf8=True)
    return write_out(unit_module.render(found, options))


def tree(
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[UNIT]")] = None,
    depth: Annotated[int, typer.Option("--depth", metavar="N", min=0)] = 1,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    unfolded: Unfolded = False,
    format_: TextOrJson = "text",
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Draw the tree of units with the findings of each branch."""
    del lang, debug
    session: Session = ctx.obj
    day = typed_day(as_of)
    one_of("--format", format_, FORMS)
    options = list_options(session.language, color=color, width=width)
    from congress_cli.app.check import report_on
    from congress_cli.model.report import Selection
    from congress_cli.reading.load import read_data
    from congress_cli.screens import tree as tree_module
    from congress_cli.screens.tree import branches

    data = read_data(session.project(units, rules, waivers, use_waivers=not no_waivers))
    root = meant(" ".join(words), data.registry) if words else None
    session.notes(data.notes)
    report = report_on(data, Selection(), day, session.today(), ("congress", "tree"))
    drawn = tuple(branches(report, root, None if unfolded else depth))
    if format_ == "json":
        return write_out(tree_module.render_json(report, drawn), utf8=True)
    return write_out(tree_module.render(report, drawn, root, options))


def facts(
    ctx: typer.Context,
    fact: Annotated[str | None, typer.Argument(metavar="[FACT]")] = None,
    rules: Rules = None,
    format_: TextOrJson = "text",
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """List the vocabulary, or show one entry of it."""
    del lang, debug
    session: Session = ctx.obj
    one_of("--format", format_, FORMS)
    options = list_options(session.language, color=color, width=width)
    from congress_cli.app.vocabulary import vocabulary
    from congress_cli.screens import facts as facts_module

    rulebook = session.rulebook(rules)
    known = {entry.id: entry for entry in vocabulary(rulebook)}
    if fact is not None and fact not in known:
        raise UsageError("fact-unknown", text=fact, known=suggestions(fact, known))
    wanted = tuple(known.values()) if fact is None else (known[fact],)
    if format_ == "json":
        return write_out(facts_module.render_json(wanted), utf8=True)
    if fact is None:
        return write_out(facts_module.listed(wanted, rulebook.directive.number, options))
    return write_out(facts_module.render(known[fact], tuple(known.values()), options))
