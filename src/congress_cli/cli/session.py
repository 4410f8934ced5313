"""The input of every command: the language of this run, the files, the only clock; and questions at the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from congress_cli import dataclass
from congress_cli.cli import terminal
from congress_cli.cli.terminal import wrapped, write_error
from congress_cli.errors import CongressError, UsageError
from congress_cli.language import has, translate
from congress_cli.model.message import Message
from congress_cli.reading.files import shown_path
from congress_cli.reading.project import Project, find_project, find_root, rules_file, settings
from congress_cli.screens.diagnostics import choices_of, error_text
from congress_cli.text import fold

if TYPE_CHECKING:
    from congress_cli.app.search import Question
    from congress_cli.model.report import Selection
    from congress_cli.reading.load import RulesSource
    from congress_cli.rules import Rulebook


VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving since 1975


def today(zone: str = "Asia/Ho_Chi_Minh") -> date:
    """The day it is now in a time zone."""
    if zone == str(VIETNAM):
        return datetime.now(VIETNAM).date()
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()


def now() -> str:
    """The moment it is now in Asia/Ho_Chi_Minh, to the second, as ISO 8601."""
    return datetime.now(VIETNAM).isoformat(timespec="seconds")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line."""

    language: str
    argv: tuple[str, ...] = ()
    held: list[object] = field(default_factory=list)
    resources: ExitStack = field(default_factory=ExitStack)
    noted: list[str] = field(default_factory=list)

    def hold(self, result: T) -> T:
        """What is held until the run ends, which then does not take it apart."""
        self.held.append(result)
        return result

    def enter(self, resource: AbstractContextManager[T]) -> T:
        """What is open until the run ends: a lock."""
        return self.resources.enter_context(resource)

    def translate(self, message: Message | str, **args: object) -> str:
        """A sentence in the language of this run."""
        return translate(self.language, message, args)

    def note(self, code: str, **args: object) -> None:
        """A sentence on standard error."""
        self._note(self.translate(f"notes.{code}", **args))

    def notes(self, notes: Iterable[Message]) -> None:
        """What a use case wants to be said beside its result."""
        for note in notes:
            args = {
                name: value[self.language] if isinstance(value, dict) else value for name, value in note.args.items()
            }
            self._note(self.translate(note, **args))

    def _note(self, text: str) -> None:
        if text not in self.noted:  # files may be read again once what was missing has been asked
            self.noted.append(text)
            write_error(f"{terminal.wrapped(text, sys.stderr)}\n")

    def today(self, zone: str = str(VIETNAM)) -> date:
        """The day it is in a time zone."""
        return today(zone)

    def now(self) -> str:
        """The moment it is in Vietnam, as ISO 8601."""
        return now()

    def setting(self, key: str) -> str | None:
        """A value of the project file."""
        return settings(Path.cwd()).get(key)

    def number(self, key: str) -> int | None:
        """A whole number of the project file. Raises CongressError for what is none."""
        text = self.setting(key)
        if text is not None and not (text.isascii() and text.isdigit() and len(text) < 7):
            raise CongressError("setting-not-number", key=key, text=text)
        return None if text is None else int(text)

    def decided_by(self, key: str) -> str:
        """Who decides on a file that no option names: the environment, the project file, or where it lies."""
        name = f"CONGRESS_{key.upper()}"
        if terminal.environment().get(name):
            return name
        return "settings" if self.setting(key) else "default"

    def rulebook(self, rules: str | None) -> Rulebook:
        """The rulebook alone, found in the order of `project`."""
        return self.rules_source(rules).rulebook

    def rules_source(self, rules: str | None) -> RulesSource:
        """The rulebook with the places of all that stands in it."""
        from congress_cli.reading.load import read_rules

        environment, here = terminal.environment(), Path.cwd()
        root = find_root(here) or here
        asked = rules or environment.get("CONGRESS_RULES")
        path, is_shipped = rules_file(root, asked, environment.get("CONGRESS_UNITS"), settings(here))
        if is_shipped:
            self.note("rules-shipped")
        return read_rules(path, shown_path(path, root))

    def project(
        self,
        units: str | None,
        rules: str | None,
        waivers: str | None = None,
        *,
        use_waivers: bool = True,
        silent: bool = False,
    ) -> Project:
        """The files: options, the environment, beside a named registry, the project file, the nearest data folder.

        That the shipped rulebook is used is said, unless `silent`.
        """
        environment, here = terminal.environment(), Path.cwd()
        project = find_project(
            here,
            units or environment.get("CONGRESS_UNITS"),
            rules or environment.get("CONGRESS_RULES"),
            waivers,
            settings(here),
            use_waivers=use_waivers,
        )
        if project.rules_are_shipped and not silent:
            self.note("rules-shipped")
        return project


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

    def __call__(self, question: Question, understood: Callable[[str], T]) -> T:
        """What was answered, asked again until it is understood; where a mistake lists choices, a number picks one.

        Raises UsageError where there is no terminal to ask on, KeyboardInterrupt where the answers end.
        """
        if not can_ask():
            from congress_cli.app.search import typed_only

            return typed_only(question, understood)
        answer, choices = self.answered.get(question[:3], question.typed), question.choices
        if answer is None:
            write_error(question.first)
        while True:
            text = picked(answer if answer is not None else self._answer(question.code), choices)
            try:
                found = understood(text)
            except UsageError as error:
                write_error(wrapped(error_text(error, self.session.language, numbered=True), sys.stderr))
                choices = [one for one, _, _ in choices_of(error, self.session.language)] or choices
                answer = None
                continue
            self.answered[question[:3]] = text
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
            from congress_cli.app.search import Question

            typed = str(error.args_["text"])

            def understood(line: str, typed: str = typed, error: UsageError = error) -> str:
                if line == typed:
                    raise error
                return line

            one = Questions(session)(Question("ask-unit", "UNIT", typed), understood)
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
    described = [translate(language, key) if has(language, key) else one for key, one in zip(keys, names, strict=True)]
    example = f"congress {command} --help"
    if has(language, f"help.{key}+more"):
        lines = translate(language, f"help.{key}+more").splitlines()
        example = next((re.split(r"  +", one.strip())[0] for one in lines if one.startswith("  congress ")), example)
    return UsageError("arguments-missing", names_missing=described, example=example)
