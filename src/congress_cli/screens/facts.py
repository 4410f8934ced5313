"""The vocabulary as text for a screen, and as JSON (`congress-facts/1`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from rich.text import Text

from congress_cli import dataclass, grouped
from congress_cli.days import key_of
from congress_cli.formats.json import document
from congress_cli.language import LANGUAGES
from congress_cli.model.facts import in_languages
from congress_cli.model.report import Bilingual
from congress_cli.rendering.console import Page
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

SCHEMA = "congress-facts/1"
LABEL = 20
NARROW = 60
PARTS = {"checklist": "items", "measures": "indicators", "cases": "parts"}


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a checklist, or an indicator of measures with its unit and the better direction."""

    id: str
    name: Bilingual
    unit: str | None = None
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A rule that reads a fact: who must act under it, and the units it concerns, in words."""

    rule: str
    title: Bilingual
    owners: Mapping[str, Bilingual]
    units: Bilingual


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of the vocabulary. `of`: the event that a plan plans; `after`: the event it cannot precede.

    `period`: of a series the kind of its periods (`month` …, or `days`). `parts`: items, indicators, or the days and
    sorts of cases.
    """

    id: str
    kind: str
    name: Bilingual
    of: str | None
    after: str | None
    period: str | None
    parts: tuple[Part, ...]
    readers: tuple[Reader, ...]

    @property
    def owners(self) -> dict[str, Bilingual]:
        """Who must act under one of the rules that read it, and so who reports it."""
        return {owner: name for reader in self.readers for owner, name in reader.owners.items()}

    @property
    def units(self) -> tuple[Bilingual, ...]:
        """The units of which it is recorded."""
        return tuple(dict.fromkeys(reader.units for reader in self.readers))


class _Words(Page):
    """Entries being drawn in one language."""

    catalogue = "lookup"

    def __init__(self, entries: Sequence[Entry], options: RenderOptions) -> None:
        super().__init__(options)
        self.entries = {entry.id: entry for entry in entries}

    def name_of(self, fact: str) -> str:
        """The name of a fact."""
        return self.local(self.entries[fact].name)

    def local(self, text: Bilingual) -> str:
        """A text in the language of the page."""
        return sanitize(text.in_language(self.options.language))


def listed(entries: Sequence[Entry], number: str, options: RenderOptions) -> str:
    """Every entry under its kind: id, name, whose it is, and how many rules read it."""
    page = _Words(entries, options)
    page.line(page.translate("vocabulary-heading", number=number), "bold")
    for kind, members in grouped(entries, lambda entry: entry.kind).items():
        page.heading(page.translate("kind-heading", kind=page.term(kind).upper(), count=len(members)))
        for entry in members:
            page.line(Text(entry.id, style="cyan").append(f"  {page.local(entry.name)}", "not bold default"), indent=1)
            page.line(" · ".join(_in_short(entry, page)), "dim", indent=3, hanging=2)
    page.line()
    page.line(page.translate("vocabulary-one", fact=entries[0].id), "dim")
    return page.text()


def _in_short(entry: Entry, page: _Words) -> list[str]:
    if not entry.readers:
        return [page.translate("readers-none")]
    units = "; ".join(page.local(one) for one in entry.units)
    owners = ", ".join(page.local(owner) for owner in entry.owners.values())
    parts = [f"{page.translate('label-units')}: {units}", f"{page.translate('label-owners')}: {owners}"]
    return [*parts, page.translate("counted-readers", count=len(entry.readers))]


def render(entry: Entry, entries: Sequence[Entry], options: RenderOptions) -> str:
    """One entry whole."""
    page = _Words(entries, options)
    page.line(f"{entry.id} · {page.local(entry.name)}", "bold")
    page.line()
    room = LABEL if options.width >= NARROW else 2
    for label, lines in _rows(entry, page):
        left = Text(page.translate(f"label-{label}"), style="bold")
        if room < LABEL:
            page.line(left)
            left = Text()
        for line in lines:
            page.row(left, Text(page.plain(line)), room)
            left = Text()
    return page.text()


def _rows(entry: Entry, page: _Words) -> Iterator[tuple[str, list[str]]]:
    """Each label with its lines; what does not apply is left out."""
    other = next(one for one in LANGUAGES if one != page.options.language)
    if entry.name.vi != entry.name.en:
        yield "other", [sanitize(entry.name.in_language(other))]
    yield "kind", [page.term(entry.kind)]
    for label, fact in (("of", entry.of), ("after", entry.after)):
        if fact is not None:
            yield label, [page.translate("fact-named", fact=fact)]
    yield "written", [_written(entry, page)]
    if entry.parts:
        yield PARTS[entry.kind], [_part(part, page) for part in entry.parts]
    if entry.readers:
        yield "units", [page.local(one) for one in entry.units]
        yield "owners", [", ".join(page.local(owner) for owner in entry.owners.values())]
    readers = [page.translate("reader", rule=one.rule, title=page.local(one.title)) for one in entry.readers]
    yield "readers", readers or [page.translate("readers-none")]


def _written(entry: Entry, page: _Words) -> str:
    parts = [part.id for part in entry.parts]
    period = "1" if entry.period == "days" else key_of(entry.period, date(2025, 1, 24)) if entry.period else ""
    args = {"fact": entry.id, "parts": parts[:2], "part": parts[0] if parts else "", "period": period}
    return page.translate(f"written-{entry.kind}", **args)


def _part(part: Part, page: _Words) -> str:
    """An item or indicator: its id, its name in the language of the page and in the other."""
    names = " / ".join(dict.fromkeys((page.local(part.name), sanitize(part.name.vi), sanitize(part.name.en))))
    if part.better is None:
        return page.translate("part", id=part.id, name=names)
    better = page.translate(f"better-{part.better}")
    return page.translate("indicator", id=part.id, name=names, unit=part.unit, better=better)


def render_json(entries: Sequence[Entry], languages: Sequence[str]) -> str:
    """Entries as JSON, in the languages of the rulebook."""
    content = [{**asdict(entry), "owners": list(entry.owners)} for entry in entries]
    for reader in (one for entry in content for one in entry["readers"]):
        reader["owners"] = list(reader["owners"])
    content = in_languages(content, languages)
    return document({"schema": SCHEMA, "facts": content})
