"""The input of every command: the language of this run, the files, and the only clock."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from congress_cli.cli import terminal
from congress_cli.cli.terminal import write_error
from congress_cli.errors import CongressError
from congress_cli.language import translate
from congress_cli.model.message import Message
from congress_cli.reading.files import shown_path
from congress_cli.reading.project import Project, find_project, find_root, rules_file, settings

if TYPE_CHECKING:
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
        """What is held until the run ends."""
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
