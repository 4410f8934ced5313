"""A rules file into a rulebook: its shape first, then that every name in it exists and is of the right kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from congress_cli.model.directive import Calendar, CasesTerm, ChecklistTerm, MeasuresTerm, PlanTerm, Term
from congress_cli.model.facts import CASE_FIELDS, Fact, FactKind, Model, Named
from congress_cli.model.figures import COMPARISONS
from congress_cli.model.message import Diagnostics, Position
from congress_cli.reading.fast import long_lists, simple_mapping
from congress_cli.reading.files import RULES_FORMAT, SourceFile
from congress_cli.reading.positions import BOOLEAN_WORD, position_of, value_at
from congress_cli.reading.validation import mended, root_mapping, shaped
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.base import FigureOf, ItemOf, PartOf, Path, Reference
from congress_cli.rules.bounds import Limited
from congress_cli.rules.context import OWN, Vocabulary
from congress_cli.text import Words

# What YAML of either version reads as a number, a day, a truth value or nothing.
_NO_TEXT = (
    r"(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|0[xo][0-9a-f]+|[0-9]+(?::[0-9]+)+"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|~|null|true|false|y|yes|n|no|on|off)\Z"
)
STAND_INS = {
    "format": RULES_FORMAT,
    "language": "vi",
    "languages": ["vi", "en"],
    "directive": {"number": "1", "issued": "2020-01-01"},
}
"""What stands in the place of the paper's own where that is missing or wrong, while the names are compared."""


def read_rulebook(source: SourceFile, diagnostics: Diagnostics) -> Rulebook | None:
    """The rulebook of a file, or None where it has mistakes; all of them are noted."""
    return read_words(source, diagnostics)[0]


def read_words(source: SourceFile, diagnostics: Diagnostics) -> tuple[Rulebook | None, Vocabulary | None]:
    """The rulebook, and the words by which a registry can be read even where the rulebook has mistakes elsewhere."""
    raw = root_mapping(source, RULES_FORMAT, diagnostics)
    if raw is None:
        return None, None
    rulebook = rulebook_of(raw, source.path, diagnostics)
    return rulebook, None if rulebook is not None else _vocabulary(raw)


def _vocabulary(raw: dict[str, Any]) -> Vocabulary | None:
    """The words alone, but for those with mistakes, which are reported with those of the whole."""
    found = None if any(long_lists(raw)) else mended(Rulebook, raw, STAND_INS)
    if found is None:
        return None
    paper, unread = found.model, frozenset(str(place[1]) for place in found.places if place[0] in ("facts", "types"))
    facts = {name: term for name, term in paper.facts.items() if name not in unread}
    return Vocabulary(levels=paper.levels, types=paper.types, tags=paper.tags, facts=facts, unread=unread)


def fast_rulebook(data: bytes) -> Rulebook | None:
    """The rulebook of a simply written file without a mistake or warning; None for any other."""
    raw, unsaid = simple_mapping(data), Diagnostics()
    if raw is None or any(long_lists(raw)):
        return None
    try:
        rulebook = _with_calendars(Rulebook.model_validate(raw))
    except ValidationError:
        return None
    _Names(rulebook, raw, "", unsaid).check()
    return None if unsaid.noted else rulebook


def rulebook_of(raw: dict[str, Any], path: str, diagnostics: Diagnostics) -> Rulebook | None:
    """The rulebook that the root of a file means, or None where it has mistakes; all of them are noted."""
    before = diagnostics.total()
    rulebook = shaped(Rulebook, raw, path, diagnostics)
    if rulebook is not None:
        rulebook = _with_calendars(rulebook)
        _Names(rulebook, raw, path, diagnostics).check()
    elif not any(long_lists(raw)) and (found := mended(Rulebook, raw, STAND_INS)) is not None:
        _Names(_with_calendars(found.model), raw, path, diagnostics, found.places).check()
    return rulebook if diagnostics.total() == before else None


@cache
def shipped_calendars() -> Mapping[str, Calendar]:
    """The calendars that come with the program, by name; read when one is asked for."""
    raw = simple_mapping(FilePath(__file__).with_name("calendars.yaml").read_bytes()) or {}
    return {name: Calendar.model_validate(one) for name, one in raw["calendars"].items()}


def _with_calendars(rulebook: Rulebook) -> Rulebook:
    """The same with the calendars that it names, has not, and that come with the program."""
    named = {rulebook.calendar, *(rule.time.calendar for rule in rulebook.rules if rule.time is not None)}
    lacking = named - {None} - rulebook.calendars.keys()
    taken = {name: one for name, one in shipped_calendars().items() if name in lacking} if lacking else {}
    return rulebook.with_changes(calendars={**rulebook.calendars, **taken}) if taken else rulebook


class _Names:
    """Whether the names in a rulebook exist. `mended`: its entries in which other values stand for wrong ones."""

    def __init__(
        self,
        rulebook: Rulebook,
        raw: dict[str, Any],
        path: str,
        diagnostics: Diagnostics,
        mended: frozenset[Path] = frozenset(),
    ) -> None:
        self.rulebook = rulebook
        self.raw = raw
        self.mended = mended
        self.path = path
        self.diagnostics = diagnostics
        self.clauses = dict.fromkeys(clause.id for clause in rulebook.clauses)
        self.rules = dict.fromkeys(rule.id for rule in rulebook.rules)
        if mended:  # an id that is written is known, whatever else is wrong with its entry
            self.clauses |= dict.fromkeys(_ids(raw, "clauses"))
            self.rules |= dict.fromkeys(_ids(raw, "rules"))
        self.events = {  # of a wrong fact the kind is not known
            name: term
            for name, term in rulebook.facts.items()
            if term.kind is FactKind.EVENT or ("facts", name) in mended
        }
        self.words: dict[int, Words] = {}

    def check(self) -> None:
        self._once("rules", [rule.id for rule in self.rulebook.rules])
        self._once("clauses", [clause.id for clause in self.rulebook.clauses])
        if not self.mended:
            self._languages((), self.rulebook)
            self._words()
            self._calendars()
        self._vocabulary()
        self._ledger()
        for index, rule in enumerate(self.rulebook.rules):
            self._rule(("rules", index), rule)

    def _error(self, loc: Path, code: str, **args: Any) -> None:
        if loc[:2] in self.mended:
            return
        self.diagnostics.error(self.path, position_of(self.raw, loc, Position(1, 1)), code, **args)

    def _known(self, loc: Path, name: str, names: Collection[str], code: str) -> bool:
        if name in names:
            return True
        if self.mended and value_at(self.raw, loc) != name:
            return False
        words = self.words.setdefault(id(names), Words(names))
        self.diagnostics.unknown(self.path, position_of(self.raw, loc, Position(1, 1)), code, name, words)
        return False

    def _once(self, field: str, ids: list[str]) -> None:
        seen: dict[str, int] = {}
        for index, one in enumerate(ids):
            if self.mended and value_at(self.raw, (field, index, "id")) != one:
                continue
            if one in seen:
                line = position_of(self.raw, (field, seen[one], "id"), Position(1, 1)).line
                self._error((field, index, "id"), "id-twice", text=one, line=line, file=self.path)
            seen.setdefault(one, index)

    def _languages(self, loc: Path, model: Model) -> None:
        """Every name stands in the languages of the paper and in no others."""
        if isinstance(model, Named):
            written, wanted = {*model.written}, {*map(str, self.rulebook.languages)}
            for key in sorted(wanted - written):
                self._error(loc, "key-missing", key=key)
            for key in sorted(written - wanted):
                self._error((*loc, key), "language-not-of-paper", key=key, all=list(self.rulebook.languages))
        for key in model.model_fields_set - {"examples", "directive", "parameters", "references"}:
            value = getattr(model, key)
            steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
            for step, inner in steps if not isinstance(value, Model) else ((None, value),):
                if isinstance(inner, Model):
                    self._languages((*loc, key) if step is None else (*loc, key, step), inner)

    def _words(self) -> None:
        """No name is one that other YAML tools read as true or false."""
        paper = self.rulebook
        for key in ("levels", "types", "tags", "owners", "facts", "parameters", "calendars"):
            for name in getattr(paper, key):
                if BOOLEAN_WORD.match(name):
                    self._error((key, name), "boolean-name", text=name)
        if paper.language not in paper.languages:
            self._error(("language",), "language-not-of-paper", key=paper.language, all=list(paper.languages))

    def _vocabulary(self) -> None:
        planned: set[str] = set()
        for name, term in self.rulebook.facts.items():
            if isinstance(term, PlanTerm) and self._known(("facts", name, "of"), term.of, self.events, "fact-unknown"):
                if term.of in planned:
                    self._error(("facts", name, "of"), "plan-twice", text=term.of)
                planned.add(term.of)
            after = getattr(term, "after", None)
            if after is not None:
                self._known(("facts", name, "after"), after, self.events, "fact-unknown")
            self._reserved(name, term)
        for name, unit_type in self.rulebook.types.items():
            for place, level in enumerate(unit_type.level):
                self._known(("types", name, "level", place), level, self.rulebook.levels, "level-unknown")

    def _reserved(self, fact: str, term: Term) -> None:
        """An indicator is not called like a comparison, a day of cases not like a word of facts or an event."""
        if isinstance(term, MeasuresTerm):
            for one in term.indicators.keys() & {*COMPARISONS}:
                self._error(("facts", fact, "indicators", one), "indicator-reserved", text=one)
        if isinstance(term, CasesTerm):
            self._cases(fact, term)

    def _cases(self, fact: str, term: CasesTerm) -> None:
        reserved = {*CASE_FIELDS, *Fact.model_fields, "days", "cases"}
        for field, names in (("days", term.days), ("sorts", term.sorts)):
            for name in names:
                if BOOLEAN_WORD.match(name):
                    self._error(("facts", fact, field, name), "boolean-name", text=name)
                elif field == "days" and (name in reserved or name in self.events):
                    self._error(("facts", fact, field, name), "day-name-taken", text=name)

    def _calendars(self) -> None:
        """A day of a list stands within what the calendar covers."""
        for name, calendar in self.rulebook.calendars.items():
            covers = calendar.covers
            if covers.until < covers.from_:
                self._error(("calendars", name, "covers", "until"), "calendar-order")
            for key in ("closed", "worked"):
                for day, off in getattr(calendar, key).items():
                    loc = ("calendars", name, key, day.isoformat())
                    if not covers.from_ <= day <= (off.until or day) <= covers.until:
                        self._error(loc, "calendar-day-outside", text=day.isoformat())
        if self.rulebook.calendar is not None:
            self._known(("calendar",), self.rulebook.calendar, self.rulebook.calendars, "calendar-unknown")

    def _ledger(self) -> None:
        for index, clause in enumerate(self.rulebook.clauses):
            self._quoted(("clauses", index, "id"), clause.id)
            for place, owner in enumerate(clause.who or ()):
                self._known(("clauses", index, "who", place), owner, self.rulebook.owners, "owner-unknown")
            for place, rule in enumerate(clause.rules):
                self._known(("clauses", index, "rules", place), rule, self.rules, "rule-unknown")

    def _quoted(self, loc: Path, text: str) -> None:
        """Warn of an id that is a number or nothing where no quotes stand around it."""
        lines = self.diagnostics.texts.get(self.path)
        if lines is None or not re.match(_NO_TEXT, text, re.IGNORECASE | re.ASCII):
            return
        position = position_of(self.raw, loc, Position(1, 1))
        if lines[position.line - 1][position.column - 1 : position.column] not in ('"', "'"):
            self.diagnostics.warn(self.path, position, "clause-id-unquoted", text=text)

    def _rule(self, loc: tuple[str, int], rule: Rule) -> None:
        if self.clauses:
            for place, clause in enumerate(rule.clause):
                self._known((*loc, "clause", place), clause, self.clauses, "clause-unknown")
        for place, owner in enumerate(rule.owner):
            self._known((*loc, "owner", place), owner, self.rulebook.owners, "owner-unknown")
        self._selectors(loc, rule)
        days = getattr(self.rulebook.facts.get(rule.of_parts), "days", {})
        for reference in rule.references():
            if reference.kind is not Rule and not (reference.of == OWN and reference.name in days):
                self._reference(loc, reference)
        for field, code, args in rule.misfits(self.rulebook):
            self._error((*loc, *field), code, **args)
        self._calendar(loc, rule.time)
        self._rolled_up(loc, rule)

    def _calendar(self, loc: tuple[str, int], time: Limited | None) -> None:
        if time is None:
            return
        if time.calendar is not None:
            self._known((*loc, "calendar"), time.calendar, self.rulebook.calendars, "calendar-unknown")
        elif time.needs_calendar and self.rulebook.calendar is None:
            self._error(loc, "calendar-missing")

    def _selectors(self, loc: tuple[str, int], rule: Rule) -> None:
        for field, selector in rule.selectors():
            for key, names, known in (
                ("level", selector.level, self.rulebook.levels),
                ("type", selector.type, self.rulebook.types),
                ("tag", selector.tag, self.rulebook.tags),
            ):
                for place, name in enumerate(names or ()):
                    self._known((*loc, field, key, place), name, known, f"{key}-unknown")

    def _reference(self, loc: tuple[str, int], reference: Reference) -> None:
        at: Path = (*loc, *reference.field)
        match reference.kind:
            case FactKind():
                self._fact(at, reference.name, reference.kind)
            case PartOf(fact=fact, field=field):
                self._known(at, reference.name, getattr(self.rulebook.facts.get(fact), field, {}), "part-unknown")
            case FigureOf(fact=fact):
                term = self.rulebook.facts.get(fact)
                if isinstance(term, MeasuresTerm):
                    self._known(at, reference.name, term.indicators, "indicator-unknown")
            case ItemOf(fact=fact):
                term = self.rulebook.facts.get(fact)
                if isinstance(term, ChecklistTerm):
                    self._known(at, reference.name, term.items, "item-unknown")
            case _:
                self._parameter(at, reference.name, reference.kind)

    def _fact(self, at: Path, name: str, wanted: FactKind) -> None:
        if self._known(at, name, self.rulebook.facts, "fact-unknown"):
            kind = self.rulebook.facts[name].kind
            if kind is not wanted and ("facts", name) not in self.mended:
                self._error(at, "fact-of-other-kind", text=name, kind=kind, wanted=wanted)

    def _parameter(self, at: Path, name: str, wanted: type) -> None:
        if (
            not self._known(at, name, self.rulebook.parameters, "parameter-unknown")
            or ("parameters", name) in self.mended
        ):
            return
        for dated in self.rulebook.parameters[name].values():
            fraction = isinstance(dated.value, Decimal) and dated.value != dated.value.to_integral_value()
            if fraction or not isinstance(dated.value, wanted):
                named = {date: "day", dict: "mapping", Decimal: "number"}[wanted]
                self._error(at, "parameter-of-other-kind", text=name, wanted=named)

    def _rolled_up(self, loc: tuple[str, int], rule: Rule) -> None:
        for one in _rules_named(rule):
            at = (*loc, *one.field)
            if self._known(at, one.name, self.rules, "rule-unknown") and self._circular(rule):
                self._error(at, "share-circle", text=rule.id)
                return

    def _circular(self, rule: Rule) -> bool:
        """Whether a rule names itself, by way of others or not."""
        pending, seen = [rule], set[str]()
        while pending:
            names = {one.name for one in _rules_named(pending.pop())} - seen
            seen |= names
            pending.extend(other for name in names if (other := self.rulebook.by_id.get(name)) is not None)
        return rule.id in seen


def _ids(raw: Mapping[str, Any], section: str) -> list[str]:
    entries = raw.get(section)
    found = (one.get("id") for one in entries if isinstance(one, dict)) if isinstance(entries, list) else ()
    return [one for one in found if isinstance(one, str)]


def _rules_named(rule: Rule) -> list[Reference]:
    return [one for one in rule.references() if one.kind is Rule]
