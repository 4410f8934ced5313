"""The vocabulary as text for a screen, and as JSON (`congress-facts/1`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.text import Text

from congress_cli.formats.base import Look
from congress_cli.formats.page import Page
from congress_cli.language import LANGUAGES, say
from congress_cli.model.report import Text as Bilingual
from congress_cli.model.vocabulary import Entry, Part
from congress_cli.text import shown

SCHEMA = "congress-facts/1"
LABEL = 20
NARROW = 60


class _Words(Page):
    """Entries being drawn in one language."""

    def __init__(self, entries: Sequence[Entry], look: Look) -> None:
        super().__init__(look)
        self.entries = {entry.id: entry for entry in entries}

    def say(self, code: str, **args: Any) -> str:
        """A sentence of the catalogue of what is looked up."""
        return say(self.look.language, f"lookup.{code}", args, self.name_of)

    def name_of(self, fact: str) -> str:
        """The name of a fact."""
        return self.local(self.entries[fact].name)

    def local(self, text: Bilingual) -> str:
        """A text in the language of the page."""
        return shown(text.in_language(self.look.language))


def listed(entries: Sequence[Entry], number: str, look: Look) -> str:
    """Every entry under its kind: id, name, whose it is, and how many rules read it."""
    page = _Words(entries, look)
    page.line(page.say("vocabulary-heading", number=number), "bold")
    for kind in dict.fromkeys(entry.kind for entry in entries):
        members = [entry for entry in entries if entry.kind == kind]
        page.heading(page.say("kind-heading", kind=page.term(kind).upper(), count=len(members)))
        for entry in members:
            page.line(Text(entry.id, style="cyan").append(f"  {page.local(entry.name)}", "not bold default"), indent=1)
            page.line(" · ".join(_in_short(entry, page)), "dim", indent=3, hanging=2)
    page.line()
    page.line(page.say("vocabulary-one", fact=entries[0].id), "dim")
    return page.text()


def _in_short(entry: Entry, page: _Words) -> list[str]:
    if not entry.readers:
        return [page.say("readers-none")]
    units = "; ".join(page.local(one) for one in entry.units)
    owners = ", ".join(page.term(owner) for owner in entry.owners)
    told = [f"{page.say('label-units')}: {units}", f"{page.say('label-owners')}: {owners}"]
    return [*told, page.say("counted-readers", count=len(entry.readers))]


def render(entry: Entry, entries: Sequence[Entry], look: Look) -> str:
    """One entry whole."""
    page = _Words(entries, look)
    page.line(f"{entry.id} · {page.local(entry.name)}", "bold")
    page.line()
    room = LABEL if look.width >= NARROW else 2
    for label, lines in _rows(entry, page):
        left = Text(page.say(f"label-{label}"), style="bold")
        if room < LABEL:
            page.line(left)
            left = Text()
        for line in lines:
            page.row(left, Text(page.plain(line)), room)
            left = Text()
    return page.text()


def _rows(entry: Entry, page: _Words) -> Iterator[tuple[str, list[str]]]:
    """Each label with its lines; what does not apply is left out."""
    other = next(one for one in LANGUAGES if one != page.look.language)
    yield "other", [shown(entry.name.in_language(other))]
    yield "kind", [page.term(entry.kind)]
    for label, fact in (("of", entry.of), ("after", entry.after)):
        if fact is not None:
            yield label, [page.say("fact-named", fact=fact)]
    yield "written", [_written(entry, page)]
    if entry.parts:
        label = "items" if entry.parts[0].better is None else "indicators"
        yield label, [_part(part, page) for part in entry.parts]
    if entry.readers:
        yield "units", [page.local(one) for one in entry.units]
        yield "owners", [", ".join(page.term(owner) for owner in entry.owners)]
    readers = [page.say("reader", rule=one.rule, title=page.local(one.title)) for one in entry.readers]
    yield "readers", readers or [page.say("readers-none")]


def _written(entry: Entry, page: _Words) -> str:
    parts = [part.id for part in entry.parts]
    return page.say(f"written-{entry.kind}", fact=entry.id, parts=parts[:2], part=parts[0] if parts else "")


def _part(part: Part, page: _Words) -> str:
    """An item or indicator: its id, its name in the language of the page and in the other."""
    names = " / ".join(dict.fromkeys((page.local(part.name), shown(part.name.vi), shown(part.name.en))))
    if part.better is None:
        return page.say("part", id=part.id, name=names)
    better = page.say(f"better-{part.better}")
    return page.say("indicator", id=part.id, name=names, unit=part.unit, better=better)


def render_json(entries: Sequence[Entry]) -> str:
    """Entries as JSON, in both languages."""
    told = [{**asdict(entry), "owners": entry.owners} for entry in entries]
    return json.dumps({"schema": SCHEMA, "facts": told}, ensure_ascii=False, indent=1) + "\n"
