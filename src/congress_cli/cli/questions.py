"""Questions on the terminal: asked where a command lacks a word, or where a word is not understood."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from congress_cli.cli.session import Session
from congress_cli.cli.terminal import wrapped, write_error
from congress_cli.errors import UsageError
from congress_cli.language import has, translate
from congress_cli.model.report import Selection
from congress_cli.screens.diagnostics import choices_of, error_text
from congress_cli.text import fold

T = TypeVar("T")


def can_ask() -> bool:
    """Whether a person can answer: input and output are both a terminal."""
    try:
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    except ValueError:
        return False


class Left(Exception):  # noqa: N818
    """A person leaves a session of questions."""


class Back(Exception):  # noqa: N818
    """A person goes back to the question before."""


class Declined(KeyboardInterrupt):
    """A person says no."""


BACK = frozenset({"<", "quay lai", "back"})
OUT = frozenset({"q", "thoat", "quit", "exit"})
MAY_BE_EMPTY = frozenset({"ask-document"})


@dataclass(frozen=True, slots=True)
class Questions:
    """What a person is asked on the terminal; an answer that was understood once is not asked for again.

    `answered`: by question, argument and what was said already, in their order. `leaves`: a session, in which each
    question may be answered by a way back or out; it raises Back and Left.
    """

    session: Session
    answered: dict[tuple[str, str, str | None], str] = field(default_factory=dict)
    leaves: bool = False

    def __call__(
        self,
        question: str,
        understood: Callable[[str], T],
        missing: str,
        first: str = "",
        typed: str | None = None,
        choices: Sequence[str] = (),
    ) -> T:
        """What was answered, asked again until it is understood; where a mistake lists choices, a number picks one.

        Raises UsageError where there is no terminal to ask on, KeyboardInterrupt where the answers end.
        """
        if not can_ask():
            from congress_cli.app.search import typed_only

            return typed_only(question, understood, missing, typed=typed)
        answer = self.answered.get((question, missing, typed), typed)
        if answer is None:
            write_error(first)
        while True:
            text = picked(answer if answer is not None else self._answer(question), choices)
            try:
                found = understood(text)
            except UsageError as error:
                write_error(wrapped(error_text(error, self.session.language, numbered=True), sys.stderr))
                choices = [one for one, _, _ in choices_of(error, self.session.language)] or choices
                answer = None
                continue
            self.answered[question, missing, typed] = text
            return found

    def _answer(self, question: str) -> str:
        """The next line that says anything, or any where none is an answer. Raises KeyboardInterrupt at the end."""
        asked = self.session.translate(f"desk.{question}") + (" [<, q]" if self.leaves else "")
        while True:
            write_error(f"{wrapped(asked, sys.stderr)} ")
            line = sys.stdin.readline()
            if not line:
                write_error("\n")
                raise Left if self.leaves else KeyboardInterrupt
            if self.leaves and fold(line) in BACK | OUT:
                raise Back if fold(line) in BACK else Left
            if line.strip() or question in MAY_BE_EMPTY:
                return line.strip()


def asked_for(session: Session, asked: Selection, call: Callable[[Selection], T]) -> T:
    """What a call makes of a selection; on a terminal it is asked for a unit where a text means none or several."""
    while True:
        try:
            return call(asked)
        except UsageError as error:
            if error.code not in ("unit-unknown", "unit-ambiguous") or not can_ask():
                raise
            typed = str(error.args_["text"])

            def understood(line: str, typed: str = typed, error: UsageError = error) -> str:
                if line == typed:
                    raise error
                return line

            one = Questions(session)("ask-unit", understood, "UNIT", typed=typed)
            units, under = (
                tuple(one if text == typed else text for text in texts) for texts in (asked.units, asked.under)
            )
            asked = replace(asked, units=units, under=under)


def picked(text: str, choices: Sequence[str]) -> str:
    """The choice that a number typed means; the text itself where it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return choices[number - 1] if 1 <= number <= len(choices) else text


def agreed(line: str) -> bool:
    """A yes. Raises Declined for a no, UsageError for anything else."""
    if fold(line) in ("k", "khong", "n", "no"):
        raise Declined
    if fold(line) not in ("c", "co", "y", "yes"):
        raise UsageError("answer-unknown", text=line)
    return True


def missing(language: str, command: str, names: Sequence[str]) -> UsageError:
    """The mistake of a command that lacks these arguments and options, with an example."""
    key = command.replace(" ", "-")
    keys = [f"help.name.{one.removesuffix('…')}" for one in names]
    told = [translate(language, key) if has(language, key) else one for key, one in zip(keys, names, strict=True)]
    example = f"congress {command} --help"
    if has(language, f"help.{key}+more"):
        lines = translate(language, f"help.{key}+more").splitlines()
        example = next((re.split(r"  +", one.strip())[0] for one in lines if one.startswith("  congress ")), example)
    return UsageError("arguments-missing", names_missing=told, example=example)
