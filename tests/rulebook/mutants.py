"""Small rulebooks as files and as models, to be changed a little at a time."""

from typing import Any

from congress_cli.rulebook.mutation import Mutant, mutants
from congress_cli.rules import Rulebook
from tests.builders import rulebook


def mutants_of(*rules: dict[str, Any], parameters: dict[str, Any] | None = None) -> list[Mutant]:
    """Every mutant of a rulebook of these rules."""
    book = rulebook(*rules, parameters=parameters)
    return list(mutants({"rules": list(rules)}, book))


def own(found: list[Mutant]) -> list[tuple[str, tuple[int | str, ...], dict[str, Any]]]:
    """Code, place in the rule and arguments of the mutants of the first rule."""
    return [
        (one.key.removeprefix("mutant-"), one.loc[2:], dict(one.args)) for one in found if one.loc[:2] == ("rules", 0)
    ]


def with_example(book: Rulebook, rule_id: str, example: dict[str, Any]) -> Rulebook:
    """The rulebook with one more example."""
    rules = tuple(
        one.model_copy(update={"examples": (*one.examples, example)}) if one.id == rule_id else one
        for one in book.rules
    )
    return book.with_changes(rules=rules)
