"""congress find, show, tree, progress, facts, explain and journal: what is known, looked up. They write nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.app.search import Question, fact_meant, meant, nothing_found, rules_meant, units_named, units_to_find
from congress_cli.cli import options as opt
from congress_cli.cli.completion import facts_like, facts_or_rules_like, rules_like, units_like
from congress_cli.cli.edit import unit_first
from congress_cli.cli.session import Questions, Session
from congress_cli.cli.terminal import write_out
from congress_cli.errors import CongressError, UsageError
from congress_cli.model.progress import GROUPINGS, Progress, named_progress, progress_of
from congress_cli.model.typed import ambiguous, meaning, meanings

if TYPE_CHECKING:
    from congress_cli.explain.judged import Judged
    from congress_cli.model.report import Report
    from congress_cli.reading.load import Data
    from congress_cli.rules.proof import Proof


@opt.command
def find(
    session: Session,
    words: Annotated[list[str], typer.Argument(metavar="TEXT")],
    *,
    files: opt.Registry,
    format_: opt.Form = "text",
    screen: opt.Screen,
) -> int:
    """List the units that a text may mean."""
    options = screen.line_options(session)
    from congress_cli.screens import tree as tree_screen

    units, types = session.hold(units_to_find(files.project(session, use_waivers=False)))
    text = " ".join(words)
    found = units_named(text, units, types)
    if not found:
        raise nothing_found(text, units, types)
    if format_ == "json":
        return write_out(tree_screen.render_found_json(text, found), utf8=True)
    return write_out(tree_screen.render_found(text, found, units, types, options))


@opt.command
def show(
    session: Session,
    words: Annotated[list[str], typer.Argument(metavar="UNIT", autocompletion=units_like)],
    *,
    as_of: opt.AsOf = None,
    files: opt.JudgedFiles,
    unfolded: opt.Unfolded = False,
    format_: opt.Form = "text",
    screen: opt.Screen,
) -> int:
    """Show one unit whole."""
    options = screen.line_options(session, unfolded=unfolded)
    from congress_cli.app.lookup import dossier
    from congress_cli.reading.load import read_data
    from congress_cli.screens import unit as unit_screen

    project = files.project(session)
    data = session.hold(read_data(project))
    unit = _unit(session, " ".join(words), data)
    session.notes(data.notes)
    found = dossier(data, unit, as_of, session.today, project.words())
    if format_ == "json":
        return write_out(unit_screen.render_json(found), utf8=True)
    return write_out(unit_screen.render(found, options))


@opt.command
def tree(
    session: Session,
    words: Annotated[list[str] | None, typer.Argument(metavar="[UNIT]", autocompletion=units_like)] = None,
    *,
    depth: Annotated[int, typer.Option("--depth", metavar="N", min=0)] = 1,
    as_of: opt.AsOf = None,
    files: opt.JudgedFiles,
    unfolded: opt.Unfolded = False,
    format_: opt.Form = "text",
    screen: opt.Screen,
) -> int:
    """Draw the tree of units with the findings of each branch."""
    options = screen.line_options(session)
    from congress_cli.app.check import report_on
    from congress_cli.model.report import Selection
    from congress_cli.reading.load import read_data
    from congress_cli.screens import tree as tree_screen
    from congress_cli.screens.tree import branches

    data = session.hold(read_data(files.project(session)))
    root = _unit(session, " ".join(words), data, task_forces=False) if words else None
    session.notes(data.notes)
    report = report_on(data, Selection(), data.judged_day(as_of, session.today), ("congress", "tree"))
    drawn = tuple(branches(report, root, None if unfolded else depth))
    if format_ == "json":
        return write_out(tree_screen.render_json(report, drawn), utf8=True)
    return write_out(tree_screen.render(report, drawn, root, options))


@opt.command
def progress(
    session: Session,
    what: Annotated[str | None, typer.Argument(metavar="[FACT|RULE]", autocompletion=facts_or_rules_like)] = None,
    *,
    by: Annotated[str | None, opt.choice("--by", GROUPINGS)] = None,
    under: opt.OnlyUnder = None,
    as_of: opt.AsOf = None,
    known_at: opt.KnownAt = None,
    files: opt.JudgedFiles,
    format_: Annotated[str, opt.choice("--format", ("text", "json", "csv"))] = "text",
    screen: opt.Screen,
) -> int:
    """Count how far the units have come with each fact."""
    options = screen.options(session, format_=format_)
    from congress_cli.app.check import report_on
    from congress_cli.app.known import read_known
    from congress_cli.model.report import Bilingual, Selection
    from congress_cli.screens import progress as progress_screen

    data = session.hold(read_known(files.project(session), known_at))
    session.notes(data.notes)
    asked = Selection(under=tuple(meant(one, data) for one in under or ()))
    report = report_on(data, asked, data.judged_day(as_of, session.today), ("congress", "progress"))
    found = _progress(report, what, by)
    if format_ == "json":
        return write_out(progress_screen.render_json(report, found), utf8=True)
    tags = {name: Bilingual(one.vi, one.en) for name, one in data.rulebook.tags.items()}
    if format_ == "csv":
        return write_out(progress_screen.render_csv(report, found, tags, options), utf8=True)
    return write_out(progress_screen.render(report, found, tags, options))


def _progress(report: Report, what: str | None, by: str | None) -> tuple[Progress, ...]:
    """What was asked for. Raises UsageError for what cannot be counted, CongressError where nothing is recorded."""
    if what is None:
        found = progress_of(report, by, parts=True)
        if not found:
            raise CongressError("progress-nothing-recorded")
        return found
    rules = {one.id: {"vi": one.title.vi, "en": one.title.en} for one in report.rules}
    names = {fact.id: {"vi": fact.vi, "en": fact.en} for fact in report.facts}
    of_rule = [what] if what in rules else []
    wanted = of_rule or meanings(what, names) or [meaning("progress", what, {**names, **rules})]
    if len(wanted) > 1:
        raise ambiguous(what, wanted, names)
    found = named_progress(report, wanted[0], by)
    if not found:
        raise UsageError("progress-uncountable", text=what)
    return found


@opt.command
def facts(
    session: Session,
    fact: Annotated[str | None, typer.Argument(metavar="[FACT]", autocompletion=facts_like)] = None,
    *,
    rules: opt.Rules = None,
    format_: opt.Form = "text",
    screen: opt.Screen,
) -> int:
    """List the vocabulary, or show one entry of it."""
    options = screen.line_options(session)
    from congress_cli.app.lookup import vocabulary
    from congress_cli.screens import facts as facts_screen

    rulebook = session.rulebook(rules)
    entries = {entry.id: entry for entry in vocabulary(rulebook)}
    wanted = tuple(entries.values())
    if fact is not None:
        asked = Questions(session)(Question("ask-fact", "FACT", fact), lambda line: fact_meant(line, rulebook))
        wanted = (entries[asked],)
    if format_ == "json":
        return write_out(facts_screen.render_json(wanted, rulebook.languages), utf8=True)
    if fact is None:
        return write_out(facts_screen.listed(wanted, rulebook.directive.number, options))
    return write_out(facts_screen.render(wanted[0], tuple(entries.values()), options))


@opt.command
def explain(
    session: Session,
    unit: opt.UnitArgument,
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", autocompletion=rules_like)] = None,
    *,
    as_of: opt.AsOf = None,
    known_at: opt.KnownAt = None,
    files: opt.JudgedFiles,
    format_: opt.Form = "text",
    screen: opt.Screen,
) -> int:
    """Prove one finding, or list those of a unit, worst first."""
    options = screen.options(session, unfolded=screen.whole)

    from congress_cli.app.known import read_known
    from congress_cli.explain.judged import judged as judge_all
    from congress_cli.screens import explanation

    data = session.hold(read_known(files.project(session), known_at))
    with unit_first(session, data, unit, rule):
        id_ = _unit(session, unit, data)
    wanted = None if rule is None else rules_meant(rule, data.rulebook)[0]
    if id_ != unit:
        session.note("unit-meant", text=unit, id=id_, name=data.registry.name_of(id_))
    session.notes(data.notes)
    judged, came_from = data.judged_day(as_of, session.today)
    run = judge_all(data.registry, data.rulebook, data.waivers, judged, came_from, data.known, {id_})
    found = _proofs(run, id_, wanted)
    if wanted is None or len(found) > 1:
        text = explanation.listed(found, options, format_)
    else:
        text = (explanation.render_json if format_ == "json" else explanation.render)(found[0], options)
    return write_out(text, utf8=format_ == "json")


def _unit(session: Session, text: str, data: Data, *, task_forces: bool = True) -> str:
    """The unit or task force that is meant; on a terminal it is asked for where a text means none or several."""
    question = Question("ask-unit", "UNIT", text)
    return Questions(session)(question, lambda line: meant(line, data, task_forces=task_forces))


def _proofs(run: Judged, unit: str, rules: list[str] | None) -> list[Proof]:
    """The proofs of these rules, or of every rule of the unit, worst first. Raises UsageError where there is none."""
    from congress_cli.explain import prove

    wanted = [finding.rule for finding in run.of_unit(unit) if rules is None or finding.rule in rules]
    found = [proof for name in wanted if (proof := prove(run, unit, name)) is not None]
    if not found:
        code = "unit-without-rules" if rules is None else "rule-not-for-unit"
        raise UsageError(code, text=unit, rule=", ".join(rules or ()))
    return found


@opt.command
def journal(
    session: Session,
    *,
    unit: opt.OnlyUnits = None,
    fact: opt.OnlyFacts = None,
    since: Annotated[date | None, typer.Option("--since", metavar="DAY", parser=opt.typed_day)] = None,
    by: opt.Office = None,
    format_: opt.Form = "text",
    files: opt.Registry,
    screen: opt.Screen,
) -> int:
    """Show the journal, or those of its entries that are asked for."""
    options = screen.line_options(session)
    from congress_cli.app.lookup import journal_of
    from congress_cli.screens.journal import RENDERERS

    shown = journal_of(files.project(session), session.language, unit or [], fact or [], since, by or "")
    return write_out(RENDERERS[format_](shown, options), utf8=format_ == "json")
