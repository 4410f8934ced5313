"""Results of lint, examples and mutants of a rulebook, as lines of text; and when the examples of a rule are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from congress_cli import dataclass
from congress_cli.language import describe, translate
from congress_cli.model.finding import Status
from congress_cli.reading.load import RulesSource
from congress_cli.rulebook.examples import Answer, ExampleResult, judge_examples
from congress_cli.rulebook.lint import lint
from congress_cli.rulebook.mutation import Mutant, killing_example, mutants, survives
from congress_cli.rules import Rule, Rulebook, flow
from congress_cli.screens.diagnostics import mistake_text

NOT_MET = frozenset(Status) - {Status.MET, Status.NOT_APPLICABLE, Status.WAIVED}


@dataclass(frozen=True, slots=True)
class RuleTested:
    """A rule, its examples as judged, and what they do not show yet (codes of the catalogue)."""

    rule: str
    results: tuple[ExampleResult, ...]
    lacks: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every example holds and nothing is lacking."""
        return not self.lacks and all(result.ok for result in self.results)


def tested(rulebook: Rulebook) -> Iterator[RuleTested]:
    """Each rule with its examples judged, in the order of the rulebook."""
    for rule in rulebook.rules:
        results = tuple(judge_examples(rulebook, (rule,)))
        yield RuleTested(rule.id, results, tuple(_lacks(rule, results)))


def _lacks(rule: Rule, results: tuple[ExampleResult, ...]) -> Iterator[str]:
    expected = {result.expected.status for result in results if result.expected is not None}
    if Status.MET not in expected:
        yield "no-met"
    if not expected & NOT_MET:
        yield "no-not-met"
    if rule.unless is not None and Status.NOT_APPLICABLE not in expected:
        yield "no-not-applicable"
    if rule.limit is not None:
        offsets = {offset for result in results for offset in _offsets(rule, result)}
        for offset, code in ((-1, "no-day-before"), (0, "no-last-day"), (1, "no-day-after")):
            if offset not in offsets:
                yield code


def _offsets(rule: Rule, result: ExampleResult) -> Iterator[int]:
    """How many days after the last day an example is judged, or has its matter done."""
    if result.finding is None or result.example is None or result.finding.last_day is None:
        return
    last_day = result.finding.last_day
    for day in (result.example.as_of, *_days_done(rule, result)):
        yield (day - last_day).days


def _days_done(rule: Rule, result: ExampleResult) -> Iterator[date]:
    facts = {} if result.example is None else result.example.facts
    for name in rule.judged_facts():
        fact = facts.get(name)
        if fact is not None and fact.day is not None and fact.day.exact:
            yield fact.day.first


Lines = list[str]


def lint_text(source: RulesSource, language: str, today: date) -> tuple[Lines, bool]:
    """A line a contradiction or note, a last one that counts; and whether there is no contradiction."""
    flaws = lint(source.rulebook, today)
    lines = [f"{source.place(one.loc)}: {translate(language, one)}" for one in flaws]
    errors = sum(not one.note for one in flaws)
    counts = {"errors": errors, "notes": len(flaws) - errors}
    lines.append(translate(language, "rules.lint-found" if flaws else "rules.lint-clean", counts))
    return lines, not errors


def examples_text(source: RulesSource, language: str) -> tuple[Lines, bool]:
    """A line a wrong or lacking example, a last one that counts; and whether there is none."""
    found = list(tested(source.rulebook))
    places = {rule.id: number for number, rule in enumerate(source.rulebook.rules)}
    lines: Lines = []
    for one in found:
        at = ("rules", places[one.rule])
        for result in one.results:
            if not result.ok:
                place = source.place((*at, "examples", result.index))
                lines += [f"{place}: {line}" for line in _wrong(result, source.rulebook, language)]
        about = {"rule": one.rule}
        lines += [f"{source.place(at)}: {translate(language, f'rules.{code}', about)}" for code in one.lacks]
    results = [result for one in found for result in one.results]
    bad, lacking = sum(not one.ok for one in results), sum(bool(one.lacks) for one in found)
    counts = {"examples": len(results), "rules": len(found), "bad": bad, "lacking": lacking}
    lines.append(translate(language, "rules.tested-bad" if lines else "rules.tested-ok", counts))
    return lines, all(one.ok for one in found)


def _wrong(result: ExampleResult, rulebook: Rulebook, language: str) -> Iterator[str]:
    """What is wrong with an example: how it is written, or what came out instead, with the finding's sentence."""
    about = {"rule": result.rule, "number": result.index + 1}
    for mistake in result.mistakes:
        at = ".".join(str(step) for step in mistake.at)
        text = mistake_text(mistake, language)
        yield translate(language, "rules.example-bad", {**about, "at": at, "mistake": text})
    if result.expected is not None and result.got is not None:
        answers = {"expected": _answered(result.expected), "got": _answered(result.got)}
        yield translate(language, "rules.example-wrong", {**about, **answers})
    if result.finding is not None:
        names = {fact: by_language[language] for fact, by_language in rulebook.names.items()}
        yield f"  {describe(result.finding, language, lambda name: names.get(name, name))}"


def _answered(answer: Answer) -> str:
    return ", ".join(str(part) for part in answer if part is not None)


def mutants_text(source: RulesSource, language: str, watch: Callable[[int, int], None]) -> tuple[Lines, bool]:
    """The mutants that no example notices, each with an example that would; and whether there is none.

    `watch` is given how many mutants were tried, and how many of them survived.
    """
    if not all(result.ok for result in judge_examples(source.rulebook)):
        return [translate(language, "rules.mutants-need-tests")], False
    count, left = 0, []
    for mutant in mutants(source.raw, source.rulebook):
        count += 1
        if survives(mutant):
            left.append(mutant)
        watch(count, len(left))
    lines = [line for mutant in left for line in _survivor(mutant, source, language)]
    code = "rules.mutants-left" if left else "rules.mutants-none-left"
    return [*lines, translate(language, code, {"mutants": count, "left": len(left)})], not left


def _survivor(mutant: Mutant, source: RulesSource, language: str) -> Iterator[str]:
    about = {"place": source.place(mutant.loc), "change": translate(language, mutant)}
    yield translate(language, "rules.survivor", about)
    found = killing_example(mutant, source.rulebook)
    if found is None:
        yield "  " + translate(language, "rules.killer-none")
    else:
        yield "  " + translate(language, "rules.killer", {"rule": found[0], "example": flow(found[1])})
