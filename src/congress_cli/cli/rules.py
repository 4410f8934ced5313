"""congress rules: list, show, docs, lint, test and mutate the rulebook."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.session import Session
from congress_cli.cli.streams import write_error, write_out
from congress_cli.errors import ExitCode, UsageError
from congress_cli.files import write_whole
from congress_cli.language.messages import describe
from congress_cli.text import suggestions

if TYPE_CHECKING:
    from congress_cli.rulebook.examples import Answer, ExampleResult
    from congress_cli.rules.rulebook import Rulebook

RulesFile = Annotated[str | None, typer.Option("--rules", metavar="FILE")]
Language = Annotated[str | None, typer.Option("--lang", metavar="vi|en")]
Debug = Annotated[bool, typer.Option("--debug")]


def list_(ctx: typer.Context, rules: RulesFile = None, lang: Language = None, debug: Debug = False) -> int:
    """One line a rule."""
    del lang, debug
    from congress_cli.rules.description import listed_rules

    session: Session = ctx.obj
    return write_out(listed_rules(session.rulebook(rules), session.language))


def show(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    rules: RulesFile = None,
    lang: Language = None,
    debug: Debug = False,
) -> int:
    """All about one rule."""
    del lang, debug
    from congress_cli.rules.description import shown_rule

    session: Session = ctx.obj
    rulebook = session.rulebook(rules)
    if rule not in rulebook.by_id:
        raise UsageError("rule-unknown", text=rule, known=suggestions(rule, rulebook.by_id))
    return write_out(shown_rule(rulebook.by_id[rule], rulebook, session.language))


def docs(
    ctx: typer.Context,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")] = None,
    compare: Annotated[str | None, typer.Option("--check", metavar="FILE")] = None,
    rules: RulesFile = None,
    lang: Language = None,
    debug: Debug = False,
) -> int:
    """The whole rulebook as a page."""
    del lang, debug
    from congress_cli.rules.description import document

    session: Session = ctx.obj
    text = document(session.rulebook(rules))
    if compare is not None:
        fresh = _text_of(Path(compare)) == text
        told = session.translate(f"rules.docs-{'fresh' if fresh else 'stale'}", path=compare)
        return write_out(told + "\n") or (ExitCode.OK if fresh else ExitCode.PROBLEMS)
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


def lint(ctx: typer.Context, rules: RulesFile = None, lang: Language = None, debug: Debug = False) -> int:
    """Contradictions found without data."""
    del lang, debug
    from congress_cli.rulebook.lint import lint as flaws_of

    session: Session = ctx.obj
    source = session.rules_source(rules)
    flaws = flaws_of(source.rulebook)
    errors = [flaw for flaw in flaws if not flaw.note]
    lines = [f"{source.place(flaw.loc)}: {session.translate(flaw)}" for flaw in flaws]
    counts = {"errors": len(errors), "notes": len(flaws) - len(errors)}
    lines.append(session.translate("rules.lint-found" if flaws else "rules.lint-clean", **counts))
    return write_out("\n".join(lines) + "\n") or (ExitCode.PROBLEMS if errors else ExitCode.OK)


def try_examples(ctx: typer.Context, rules: RulesFile = None, lang: Language = None, debug: Debug = False) -> int:
    """Run the examples inside the rules."""
    del lang, debug
    from congress_cli.rulebook.example_coverage import tested

    session: Session = ctx.obj
    source = session.rules_source(rules)
    found = list(tested(source.rulebook))
    lines: list[str] = []
    for one in found:
        index = [rule.id for rule in source.rulebook.rules].index(one.rule)
        for result in one.results:
            if not result.ok:
                place = source.place(("rules", index, "examples", result.index))
                lines += [f"{place}: {line}" for line in _wrong(session, result, source.rulebook)]
        place = source.place(("rules", index))
        lines += [f"{place}: {session.translate(f'rules.{code}', rule=one.rule)}" for code in one.lacks]
    examples = sum(len(one.results) for one in found)
    bad = sum(not result.ok for one in found for result in one.results)
    counts = {"examples": examples, "rules": len(found), "bad": bad, "lacking": sum(bool(one.lacks) for one in found)}
    lines.append(session.translate("rules.tested-ok" if not lines else "rules.tested-bad", **counts))
    fine = all(one.ok for one in found)
    return write_out("\n".join(lines) + "\n") or (ExitCode.OK if fine else ExitCode.PROBLEMS)


def _wrong(session: Session, result: ExampleResult, rulebook: Rulebook) -> list[str]:
    """What is wrong with an example: how it is written, or what came out instead, with the finding's sentence."""
    from congress_cli.screens.diagnostics import mistake_text

    about = {"rule": result.rule, "number": result.index + 1}
    told = []
    for mistake in result.mistakes:
        at = ".".join(str(step) for step in mistake.at)
        sentence = mistake_text(mistake, session.language)
        told.append(session.translate("rules.example-bad", **about, at=at, told=sentence))
    if result.expected is not None and result.got is not None:
        expected, got = _answered(result.expected), _answered(result.got)
        told.append(session.translate("rules.example-wrong", **about, expected=expected, got=got))
    if result.finding is not None:
        names = {fact: by_language[session.language] for fact, by_language in rulebook.names.items()}
        told.append(f"  {describe(result.finding, session.language, lambda name: names.get(name, name))}")
    return told


def _answered(answer: Answer) -> str:
    return ", ".join(str(part) for part in answer if part is not None)


def mutate(ctx: typer.Context, rules: RulesFile = None, lang: Language = None, debug: Debug = False) -> int:
    """Change the rulebook a little at a time and see whether an example notices."""
    del lang, debug
    from congress_cli.rulebook.examples import judge_examples
    from congress_cli.rulebook.killing_examples import killing_example
    from congress_cli.rulebook.mutation import mutants, survives
    from congress_cli.rules.description import flow

    session: Session = ctx.obj
    source = session.rules_source(rules)
    if not all(result.ok for result in judge_examples(source.rulebook)):
        return write_out(session.translate("rules.mutants-need-tests") + "\n") or ExitCode.PROBLEMS
    count, left = 0, []
    for mutant in mutants(source.raw, source.rulebook):
        count += 1
        if survives(mutant):
            left.append(mutant)
        _progress(session, count, len(left))
    _progress_done()
    lines = []
    for mutant in left:
        told = session.translate(mutant)
        lines.append(session.translate("rules.survivor", place=source.place(mutant.loc), told=told))
        found = killing_example(mutant, source.rulebook)
        if found is None:
            lines.append("  " + session.translate("rules.killer-none"))
        else:
            lines.append("  " + session.translate("rules.killer", rule=found[0], example=flow(found[1])))
    code = "rules.mutants-left" if left else "rules.mutants-none-left"
    lines.append(session.translate(code, mutants=count, left=len(left)))
    return write_out("\n".join(lines) + "\n") or (ExitCode.PROBLEMS if left else ExitCode.OK)


def _progress(session: Session, count: int, left: int) -> None:
    if count % 25 == 0 and sys.stderr is not None and sys.stderr.isatty():
        write_error("\r" + session.translate("rules.mutants-progress", count=count, left=left))


def _progress_done() -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        write_error("\r\x1b[K")


COMMANDS: dict[str, Callable[..., int]] = {
    "list": list_,
    "show": show,
    "docs": docs,
    "lint": lint,
    "test": try_examples,
    "mutate": mutate,
}
