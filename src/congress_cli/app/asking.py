"""What a person is asked where typed words are not understood: units and days. The terminal itself is an argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from congress_cli.app.check import Today
from congress_cli.app.search import meant
from congress_cli.days import parse_day
from congress_cli.edit.transaction import Desk
from congress_cli.edit.typed_values import said_back
from congress_cli.errors import UsageError
from congress_cli.model.facts import Named
from congress_cli.model.typed_days import Present
from congress_cli.reading.load import Data

T = TypeVar("T")
FUTURE = " --future"  # behind an answer: this day is meant, though it is to come


class Ask(Protocol):
    """Asks a person until the answer is understood. Raises UsageError where there is no terminal to ask on."""

    def __call__(
        self,
        question: str,
        understood: Callable[[str], T],
        missing: str,
        first: str = "",
        typed: str | None = None,
        choices: Sequence[str] = (),
    ) -> T:
        """What was answered to a question of the catalogue `desk`; `missing`: the argument that was not given.

        `first`: said once above the question. `typed`: what was said already; nothing is asked where it is understood.
        `choices`: what a number stands for.
        """
        ...


def typed_only(
    question: str,
    understood: Callable[[str], T],
    missing: str,
    first: str = "",
    typed: str | None = None,
    choices: Sequence[str] = (),
) -> T:
    """What was said already; nobody is asked. Raises UsageError."""
    del question, first, choices
    if typed is None:
        raise UsageError("argument-missing", text=missing)
    return understood(typed)


def unit_meant(desk: Desk, ask: Ask, text: str | None, *, task_forces: bool = False) -> str:
    """The id of the unit to write to, by its id or its whole name. Raises UsageError."""

    def understood(line: str) -> str:
        return meant(line, desk.data, writes=True, task_forces=task_forces)

    return ask("ask-unit", understood, "UNIT", typed=text)


def present_of(data: Data, today: Today, *, future: bool = False) -> Present:
    """Today in the zone of the rulebook, and the day of a frozen registry. `future`: later days are meant."""
    return Present(today(data.rulebook.timezone), data.registry.as_of, future)


def day_meant(ask: Ask, option: str, text: str, read: Callable[[str, Present], str], present: Present) -> str:
    """The day of an option as the files write it. Raises UsageError."""

    def understood(line: str) -> str:
        said = line.removesuffix(FUTURE)
        return refuse_future(read(said, present), said, present, free=said != line)

    return ask("ask-day", understood, option, typed=text)


def refuse_future(
    day: str, said: str, present: Present, plans: Mapping[str, Named] | None = None, *, free: bool = False
) -> str:
    """The day, which has come, or is free to come. Raises UsageError with what else may be meant.

    `said`: how it was typed; `plans`: the facts that are plans of such a day.
    """
    if free or not present.is_future(day):
        return day
    hits = []
    first, last = parse_day(day)
    with suppress(ValueError):
        if first == last:
            meant = first.replace(year=present.last.year - (first.replace(year=present.last.year) > present.last))
            hits.append((f"{meant.day}/{meant.month}/{meant.year}", said_back(str(meant)), ""))
    hits += [(f"{one} {said}", {"vi": plan.vi, "en": plan.en}, "") for one, plan in (plans or {}).items()]
    hits.append((f"{said}{FUTURE}", said_back(day), ""))
    code = "day-future" if present.last == present.today else "day-after-frozen"
    raise UsageError(code, text=said, day=day, last=str(present.last), hits=hits)
