"""A change said back to the person who typed it, before its effect is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from congress_cli.app.fact_entry import FactEntry
from congress_cli.days import parse_day
from congress_cli.edit.transaction import Draft
from congress_cli.edit.typed_values import Raw
from congress_cli.edit.undo import Undo
from congress_cli.language import translate
from congress_cli.model.facts import Checklist, Event, Fact, Measures, plain
from congress_cli.model.finding import Finding
from congress_cli.reading.data_warnings import is_usual_number
from congress_cli.rules import Rulebook

MOST_TOLD = 10
SECTIONS = ("units", "facts")


class Confirmation:
    """Sentences about a draft in one language; every method gives lines."""

    def __init__(self, language: str, draft: Draft) -> None:
        self.language = language
        self.draft = draft
        self.names = {name: one.get(language, name) for name, one in draft.after.rulebook.names.items()}

    def fact(self, entry: FactEntry, typed_document: str | None) -> Iterator[str]:
        """The unit, the fact and the value that stands now, and what the clerk should know of it."""
        registry = self.draft.after.registry
        now = registry.by_id[entry.unit.id].facts.get(entry.fact)
        yield self.translate("unit", unit=entry.unit.id, name=entry.unit.name)
        yield self._fact(entry.fact, now)
        kept = entry.kept()
        if kept:
            words = [self.translate(f"beside-{key}") for key in kept]
            yield self.translate("kept", keys=words, option=kept[-1])
        yield from self._number(typed_document, entry.beside.get("document"))
        if registry.as_of is not None and now is not None and now.perhaps_after(registry.as_of):
            yield self.translate("after-frozen", frozen=registry.as_of.isoformat())

    def unit(self, unit_id: str) -> Iterator[str]:
        """The unit and its superior."""
        by_id = self.draft.after.registry.by_id
        unit = by_id[unit_id]
        yield self.translate("unit", unit=unit.id, name=unit.name)
        if unit.parent is not None:
            above = by_id[unit.parent]
            yield self.translate("below", unit=above.id, name=above.name)

    def closing(self, unit_id: str, closing: Mapping[str, Raw], typed_document: str) -> Iterator[str]:
        """The unit that ends, when, by which paper, and the units still below it."""
        yield from self.unit(unit_id)
        code = "merged" if "into" in closing else "closed"
        yield self.translate(code, when=self._day(str(closing["day"])), into=closing.get("into", ""))
        yield from self._number(typed_document, str(closing["document"]))
        below = self.draft.desk.data.registry.children_of(unit_id)
        if below:
            yield self.translate("still-below", count=len(below), units=[one.id for one in below[:8]])

    def waiver(
        self, about: Finding, waiver: Mapping[str, Raw], typed_document: str, *, authority_typed: bool
    ) -> Iterator[str]:
        """The unit, the rule and the days of a waiver, and where it is not needed."""
        registry = self.draft.after.registry
        yield self.translate("unit", unit=about.unit, name=registry.name_of(about.unit))
        title = _title(self.draft.after.rulebook, about.rule, self.language)
        yield self.translate("waiver", rule=about.rule, title=title, first=waiver["from"], last=waiver["until"])
        yield from self._number(typed_document, str(waiver["document"]))
        if not authority_typed:
            yield self.translate("waiver-authority", authority=waiver["authority"])
        if not about.is_problem:
            status = translate(self.language, f"terms.{about.status}")
            yield self.translate("waiver-unneeded", status=status)

    def _fact(self, fact: str, recorded: Fact | None) -> str:
        """A fact and what is recorded of it: a day with its weekday, items and figures by name."""
        if recorded is None:
            return translate(self.language, "desk.fact-cleared", {"fact": fact}, self._name)
        args = {"fact": fact, "value": self._value(fact, recorded)}
        return translate(self.language, "desk.fact", args, self._name)

    def _value(self, fact: str, recorded: Fact) -> str:
        if isinstance(recorded, Event):
            return self._day(str(recorded.day))
        if isinstance(recorded, Checklist):
            items = [self._name(f"{fact}/{item}") for item in recorded.items]
            return self.translate("items", count=len(items), items=items) if items else self.translate("no-items")
        if isinstance(recorded, Measures):
            figures = [(self._name(f"{fact}/{one}"), plain(number)) for one, number in recorded.values.items()]
            return ", ".join(self.translate("figure", name=name, number=number) for name, number in figures)
        return recorded.value()

    def _number(self, typed: str | None, written: str | None) -> Iterator[str]:
        """What became of a document number: said where it is written otherwise than it was typed, or looks odd."""
        if written and written != typed:
            yield self.translate("document-usual", document=written, text=typed or "")
        elif written and not is_usual_number(written):
            yield self.translate("document-odd", document=written)

    def _day(self, day: str) -> str:
        """A day with its weekday, an uncertain one in words."""
        return self.translate("day" if parse_day(day).exact else "span", day=day)

    def _name(self, name: str) -> str:
        return self.names.get(name, name)

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the catalogue `desk`."""
        return translate(self.language, f"desk.{code}", args)


def undone(language: str, undo: Undo) -> Iterator[str]:
    """Which entry of the journal is taken back, and which were passed over."""
    for passed, reason in undo.passed:
        day, _, time = passed.at.partition("T")
        args = {"command": passed.command, "day": day, "time": time[:5]}
        why = translate(language, f"errors.{reason.code}", reason.args_)
        yield translate(language, "desk.passed-over", {**args, "why": why})
    entry = undo.entry
    day, _, time = entry.at.partition("T")
    about = {"command": entry.command, "day": day, "time": time[:5], "by": entry.by or ""}
    yield translate(language, "desk.entry-by" if entry.by else "desk.entry", about)
    for change in entry.changes[:MOST_TOLD]:
        where = " · ".join(step for step in change.where if step not in SECTIONS)
        yield translate(language, "desk.entry-change", {"where": where})
    if len(entry.changes) > MOST_TOLD:
        yield translate(language, "desk.entry-more", {"count": len(entry.changes) - MOST_TOLD})


def _title(rulebook: Rulebook, rule: str, language: str) -> str:
    title = rulebook.by_id[rule].title
    return title.vi if language == "vi" else title.en
