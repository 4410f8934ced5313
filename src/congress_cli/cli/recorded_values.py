"""Recorded values in words, to be said back to whoever typed them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from congress_cli.cli.session import Session
from congress_cli.language import translate
from congress_cli.model.facts import Checklist, Event, Fact, Measures, plain

if TYPE_CHECKING:
    from congress_cli.rules.rulebook import Rulebook

NameOf = Callable[[str], str]


def name_of(rulebook: Rulebook, language: str) -> NameOf:
    """The names of facts, items and indicators in a language."""
    names = rulebook.names
    return lambda one: names.get(one, {}).get(language, one)


def said_fact(session: Session, fact: str, recorded: Fact | None, names: NameOf) -> str:
    """A fact and what is recorded of it: a day with its weekday, items and figures by name."""
    if recorded is None:
        return translate(session.language, "desk.fact-cleared", {"fact": fact}, names)
    args = {"fact": fact, "value": _value(session, fact, recorded, names)}
    return translate(session.language, "desk.fact", args, names)


def said_number(session: Session, typed: str | None, written: str | None) -> Iterator[str]:
    """What became of a document number: said where it is written otherwise than it was typed, or looks odd."""
    from congress_cli.reading.data_warnings import is_usual_number

    if written and written != typed:
        yield session.translate("desk.document-usual", document=written, text=typed or "")
    elif written and not is_usual_number(written):
        yield session.translate("desk.document-odd", document=written)


def said_day(session: Session, day: str) -> str:
    """A day with its weekday, an uncertain one in words."""
    from congress_cli.days import parse_day

    return session.translate("desk.day" if parse_day(day).exact else "desk.span", day=day)


def _value(session: Session, fact: str, recorded: Fact, names: NameOf) -> str:
    if isinstance(recorded, Event):
        return said_day(session, str(recorded.day))
    if isinstance(recorded, Checklist):
        told = [names(f"{fact}/{item}") for item in recorded.items]
        return (
            session.translate("desk.items", count=len(told), items=told) if told else session.translate("desk.no-items")
        )
    if isinstance(recorded, Measures):
        figures = [(names(f"{fact}/{one}"), plain(number)) for one, number in recorded.values.items()]
        return ", ".join(session.translate("desk.figure", name=name, number=number) for name, number in figures)
    return recorded.value()
