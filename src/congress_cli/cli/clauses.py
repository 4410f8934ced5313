"""congress clauses: every sentence of the directive, who must act, and the rules that check it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from congress_cli.cli.options import screen_options
from congress_cli.cli.session import Session, one_of
from congress_cli.cli.streams import write_out
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.model.diagnostics import Diagnostics, Unreadable
from congress_cli.model.ledger import Fate
from congress_cli.reading.files import read_source
from congress_cli.rendering.options import RenderOptions
from congress_cli.rulebook.coverage import compared, coverage, sentences, stale_days
from congress_cli.rules.rulebook import Rulebook

VERIFIED_WITHIN = 365


def clauses(
    ctx: typer.Context,
    stats: Annotated[bool, typer.Option("--stats")] = False,
    text: Annotated[str | None, typer.Option("--text", metavar="FILE")] = None,
    rules: Annotated[str | None, typer.Option("--rules", metavar="FILE")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="text|json")] = "text",
    lang: Annotated[str | None, typer.Option("--lang", metavar="vi|en")] = None,
    color: Annotated[str, typer.Option("--color", metavar="auto|always|never")] = "auto",
    width: Annotated[int | None, typer.Option("--width", metavar="N")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> int:
    """Show the ledger, its coverage, or compare it with the paper's text."""
    del lang, debug
    session: Session = ctx.obj
    one_of("--format", format_, ("text", "json"))
    appearance = screen_options(session.language, color=color, width=width)
    if stats and text is not None:
        raise UsageError("options-exclude", options=["--stats", "--text"])
    rulebook = session.rulebook(rules)
    _say_when_stale(session, rulebook)
    if text is not None:
        return _compare(rulebook, text, appearance, format_)
    if stats:
        return _stats(rulebook, appearance, format_)
    return _list(rulebook, appearance, format_)


def _say_when_stale(session: Session, rulebook: Rulebook) -> None:
    written = session.setting("verified-within")
    if written is not None and not written.isdecimal():
        raise CongressError("setting-not-number", key="verified-within", text=written)
    within = VERIFIED_WITHIN if written is None else int(written)
    days = stale_days(rulebook, session.today())
    if days is None:
        session.note("ledger-never-verified")
    elif days > within:
        session.note("ledger-stale", days=days, within=within)


def _list(rulebook: Rulebook, appearance: RenderOptions, form: str) -> int:
    from congress_cli.screens import coverage as coverage_module

    if form == "json":
        listed = [clause.model_dump(mode="json", exclude_none=True) for clause in rulebook.clauses]
        return write_out(_json({"schema": "congress-clauses/1", "clauses": listed}), utf8=True)
    return write_out(coverage_module.listed(rulebook.directive, rulebook.clauses, appearance))


def _stats(rulebook: Rulebook, appearance: RenderOptions, form: str) -> int:
    from congress_cli.screens import coverage as coverage_module

    found = coverage(rulebook)
    if form == "json":
        written = write_out(_json({"schema": "congress-coverage/1", **asdict(found)}), utf8=True)
    else:
        written = write_out(coverage_module.covered(found, rulebook.directive, appearance))
    return written or (ExitCode.OK if found.whole else ExitCode.PROBLEMS)


def _compare(rulebook: Rulebook, path: str, appearance: RenderOptions, form: str) -> int:
    from congress_cli.screens import coverage as coverage_module

    if not path:
        raise UsageError("option-value-missing", text="--text")
    diagnostics = Diagnostics()
    paper = read_source(path, path, diagnostics)
    if paper is None:
        raise Unreadable(diagnostics)
    found = compared(rulebook, sentences(paper.text))
    if form == "json":
        written = write_out(
            _json({"schema": "congress-compared/1", "sentences": [asdict(one) for one in found]}), utf8=True
        )
    else:
        written = write_out(coverage_module.compared_with(found, rulebook.directive, appearance))
    return written or (ExitCode.OK if all(one.fate is Fate.SAME for one in found) else ExitCode.PROBLEMS)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
