"""congress rules, clauses and schema: the rulebook, the ledger of the directive, the schemas of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from congress_cli.app.search import Question, rule_meant, rules_meant
from congress_cli.cli import options as opt
from congress_cli.cli.session import Questions, Session
from congress_cli.cli.terminal import write_error, write_out
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.files import write_whole
from congress_cli.files.writing import Write, write_all
from congress_cli.formats.json import document
from congress_cli.model.facts import in_languages
from congress_cli.model.message import Diagnostics, Unreadable
from congress_cli.reading.files import read_source
from congress_cli.reading.project import RULES
from congress_cli.rendering.options import RenderOptions
from congress_cli.rules import Rulebook, listed_rules, shown_rule
from congress_cli.screens import coverage as coverage_screen
from congress_cli.screens.coverage import Fate

SCHEMAS = ("units", "rules", "waivers", "report", "simulation", "next", "pace", "progress", "plan")


@opt.command
def schema(
    session: Session, name: Annotated[str, opt.choice_argument("schema", SCHEMAS)], *, output: opt.OutputFile = None
) -> int:
    """Print one schema."""
    del session
    from congress_cli.app.schemas import schema_text

    text = schema_text(name)
    if output is None:
        return write_out(text, utf8=True)
    write_whole(Path(output), text.encode())
    return ExitCode.OK


# ---------------------------------------------------------------- clauses


@opt.command
def clauses(
    session: Session,
    *,
    stats: Annotated[bool, typer.Option("--stats")] = False,
    text: Annotated[str | None, opt.file_option("--text")] = None,
    rules: opt.Rules = None,
    format_: opt.Form = "text",
    screen: opt.Screen,
) -> int:
    """Show the ledger, its coverage, or compare it with the paper's text."""
    from congress_cli.rulebook.coverage import staleness

    options = screen.options(session)
    if stats and text is not None:
        raise UsageError("options-exclude", options=["--stats", "--text"])
    rulebook = session.rulebook(rules)
    session.notes(staleness(rulebook, session.today(rulebook.timezone), session.setting("verified-within")))
    if text is not None:
        return _compare(rulebook, text, options, format_)
    return (_stats if stats else _list)(rulebook, options, format_)


def _list(rulebook: Rulebook, options: RenderOptions, form: str) -> int:
    if form == "json":
        listed = [clause.model_dump(mode="json", exclude_none=True) for clause in rulebook.clauses]
        return _write_json({"schema": "congress-clauses/1", "clauses": in_languages(listed, rulebook.languages)})
    return write_out(coverage_screen.listed(rulebook, options))


def _stats(rulebook: Rulebook, options: RenderOptions, form: str) -> int:
    from congress_cli.rulebook.coverage import coverage

    found = coverage(rulebook)
    if form == "json":
        written = _write_json({"schema": "congress-coverage/1", **asdict(found)})
    else:
        written = write_out(coverage_screen.covered(found, rulebook.directive, options))
    return written or (ExitCode.OK if found.whole else ExitCode.PROBLEMS)


def _compare(rulebook: Rulebook, path: str, options: RenderOptions, form: str) -> int:
    from congress_cli.rulebook.coverage import compared, sentences

    found = compared(rulebook, sentences(_paper(path)))
    if form == "json":
        written = _write_json({"schema": "congress-compared/1", "sentences": [asdict(one) for one in found]})
    else:
        written = write_out(coverage_screen.compared_with(found, rulebook.directive, options))
    return written or (ExitCode.OK if all(one.fate is Fate.SAME for one in found) else ExitCode.PROBLEMS)


def _paper(path: str) -> str:
    """The text of a paper. Raises Unreadable."""
    diagnostics = Diagnostics()
    paper = read_source(path, path, diagnostics)
    if paper is None:
        raise Unreadable(diagnostics)
    return paper.text


def _write_json(value: object) -> int:
    return write_out(document(value), utf8=True)


# ---------------------------------------------------------------- rules


@opt.command
def list_(session: Session, *, rules: opt.Rules = None) -> int:
    """One line a rule."""
    return write_out(listed_rules(session.rulebook(rules), session.language))


@opt.command
def show(session: Session, rule: opt.RuleArgument, *, rules: opt.Rules = None) -> int:
    """All about one rule."""
    rulebook = session.rulebook(rules)

    def understood(line: str) -> list[str]:
        ids, of_clause = rules_meant(line, rulebook)
        return ids if of_clause else [rule_meant(line, rulebook)]

    found = Questions(session)(Question("ask-rule", "RULE", rule), understood)
    return write_out("\n".join(shown_rule(rulebook.by_id[one], rulebook, session.language) for one in found))


@opt.command
def docs(
    session: Session,
    *,
    output: opt.OutputFile = None,
    compare: Annotated[str | None, typer.Option("--check", metavar="FILE")] = None,
    rules: opt.Rules = None,
) -> int:
    """The whole rulebook as a page."""
    from congress_cli.rules import document

    text = document(session.rulebook(rules))
    if compare is not None:
        fresh = _text_of(Path(compare)) == text
        message = session.translate(f"rules.docs-{'fresh' if fresh else 'stale'}", path=compare)
        return write_out(message + "\n") or (ExitCode.OK if fresh else ExitCode.PROBLEMS)
    if output is not None:
        write_whole(Path(output), text.encode())
        return ExitCode.OK
    return write_out(text)


def _text_of(path: Path) -> str | None:
    """The text of a page, its line ends as we write them; None where there is no such file."""
    try:
        return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return None


@opt.command
def lint(session: Session, *, rules: opt.Rules = None) -> int:
    """Contradictions found without data."""
    from congress_cli.rulebook.findings_text import lint_text

    source = session.rules_source(rules)
    return _write_found(*lint_text(source, session.language, session.today(source.rulebook.timezone)))


@opt.command
def try_examples(session: Session, *, rules: opt.Rules = None) -> int:
    """Run the examples inside the rules."""
    from congress_cli.rulebook.findings_text import examples_text

    return _write_found(*examples_text(session.rules_source(rules), session.language))


@opt.command
def mutate(session: Session, *, rules: opt.Rules = None) -> int:
    """Change the rulebook a little at a time and see whether an example notices."""
    from congress_cli.rulebook.findings_text import mutants_text

    at_terminal = sys.stderr is not None and sys.stderr.isatty()

    def watch(count: int, left: int) -> None:
        if at_terminal and count % 25 == 0:
            write_error("\r" + session.translate("rules.mutants-progress", count=count, left=left))

    lines, fine = mutants_text(session.rules_source(rules), session.language, watch)
    if at_terminal:
        write_error("\r\x1b[K")
    return _write_found(lines, fine)


@opt.command
def draft(
    session: Session,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    *,
    output: opt.OutputFile = None,
    format_: opt.Form = "text",
) -> int:
    """A ledger to be filled in, with proposals, from the text of a paper."""
    from congress_cli.rulebook.draft import draft_of, draft_text

    found = draft_of(_paper(text))
    if format_ == "json":
        listed = [{**one._asdict(), "proposals": [each._asdict() for each in one.proposals]} for one in found.sentences]
        shown = document({"schema": "congress-draft/1", "unread": found.unread, "sentences": listed})
    else:
        shown = draft_text(found, session.language)
    if output is None:
        return write_out(shown, utf8=True)
    if os.path.lexists(output):
        raise CongressError("draft-exists", path=output)
    write_all([Write(Path(output), shown.encode(), None)])
    return ExitCode.OK


@opt.command
def new(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="[FILE]")] = RULES.as_posix(),
    *,
    number: Annotated[str | None, typer.Option("--number", metavar="NUMBER")] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", metavar="NAME")] = None,
    issued: Annotated[str | None, typer.Option("--issued", metavar="DAY")] = None,
    languages: Annotated[str | None, typer.Option("--languages", metavar="vi|en|vi,en")] = None,
    level: Annotated[list[str] | None, typer.Option("--level", metavar="ID=NAME")] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", metavar="ID:LEVEL=NAME")] = None,
) -> int:
    """Write a rulebook to begin with; what is lacking is asked for on a terminal."""
    from congress_cli.app.scaffold import NewPaper, begin_rulebook, languages_of, words_of

    if os.path.lexists(file):
        raise CongressError("draft-exists", path=file)
    ask = Questions(session)
    said = (
        ask(Question("ask-number", "--number", number), str),
        ask(Question("ask-issuer", "--issuer", issuer), str),
        ask(Question("ask-issued", "--issued", issued), opt.typed_day),
        known := ask(Question("ask-languages", "--languages", languages), languages_of),
        levels := ask(Question("ask-levels", "--level", _joined(level)), lambda text: words_of(text, known)),
        ask(Question("ask-types", "--type", _joined(type_)), lambda text: words_of(text, known, list(levels))),
    )
    begin_rulebook(Path(file), NewPaper(*said), session.translate("draft.new-comment"))
    return write_out(session.translate("draft.new", path=file) + "\n")


def _joined(words: list[str] | None) -> str | None:
    return "; ".join(words) if words else None


def _write_found(lines: list[str], fine: bool) -> int:
    return write_out("\n".join(lines) + "\n") or (ExitCode.OK if fine else ExitCode.PROBLEMS)


COMMANDS: dict[str, Callable[..., int]] = {
    "new": new,
    "draft": draft,
    "list": list_,
    "show": show,
    "docs": docs,
    "lint": lint,
    "test": try_examples,
    "mutate": mutate,
}
