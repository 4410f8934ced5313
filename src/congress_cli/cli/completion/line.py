"""What is being typed: a command, an option, or the value of an option or argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from congress_cli.cli.completion.grammar import Grammar, Parameter


@dataclass(slots=True)
class Typed:
    """A line up to the word being typed. `open`: the option whose value is awaited; `given`: the values so far."""

    command: str = ""
    arguments: int = 0
    open: Parameter | None = None
    options_end: bool = False
    given: dict[str, str] = field(default_factory=dict)


def read_line(words: Sequence[str], grammar: Grammar) -> Typed:
    """The words before the one being typed."""
    typed = Typed()
    for word in words:
        if word != "=":  # bash takes --option=value apart into three words
            _take(word, typed, grammar)
    return typed


def _take(word: str, typed: Typed, grammar: Grammar) -> None:
    if typed.open is not None:
        typed.given[typed.open.names[-1]] = word
        typed.open = None
    elif word == "--":
        typed.options_end = True
    elif word.startswith("-") and not typed.options_end:
        name, equals, value = word.partition("=")
        option = grammar.option(typed.command, name)
        if option is not None and equals:
            typed.given[option.names[-1]] = value
        elif option is not None and option.value:
            typed.open = option
    elif word in grammar.below(typed.command):
        typed.command = f"{typed.command} {word}".strip()
    else:
        typed.arguments += 1


def awaited(typed: Typed, grammar: Grammar) -> Parameter | None:
    """The argument whose turn it is; None where none is left."""
    arguments = grammar.arguments(typed.command)
    if typed.arguments < len(arguments):
        return arguments[typed.arguments]
    return arguments[-1] if arguments and arguments[-1].many else None
