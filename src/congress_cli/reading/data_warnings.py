"""Odd but readable data: `validate` reports them; they are never a reason to refuse."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from congress_cli.days import MONTHS, span_of
from congress_cli.model.directive import EventTerm, SeriesTerm
from congress_cli.model.facts import Cases, Fact, Model, Plan, Series
from congress_cli.model.message import Diagnostics, Place, Position
from congress_cli.model.registry import Registry, Unit
from congress_cli.reading.positions import position_of
from congress_cli.reading.yaml import load
from congress_cli.rules import Rule, Rulebook
from congress_cli.text import fold

# Small letters belong to programmes and submissions alone: 01-CTr/QU, 12-TTr/HU.
_NUMBER = re.compile(
    r"\d{1,6}(?:/\d{4}/|-)(?:[CT]Tr|[A-ZĐƯÔ]{1,10})(?:-[A-ZĐƯÔ]{1,10})*(?:/[A-ZĐƯÔ]{1,12}(?:[-.][A-ZĐƯÔ]{1,12})*)?\Z"
)

_TELEPHONE = re.compile(r"(?<![\w./-])(?:\+84|\(?0)(?:[ .()-]{0,2}\d){9,10}(?![\w/-])", re.ASCII)
_IDENTITY = re.compile(r"(?<![\w./=?-])(?:\d{9}|\d{12})(?![\w./-])", re.ASCII)
_SITE = re.compile(r"[\w-]\.[a-z]{2,5}(?:/\S*)? $")  # the number behind it is that of an article
# With a capital only where a sentence begins: `Hai Bà Trưng` is a district.
_TITLE = re.compile(r"(?<!\w)(?:(?:ông|bà|[Đđ]ồng chí|đ/c|Đ/c|Mr\.?|Mrs\.?|Ms\.?)|(?:\A|(?<=[.;:(] ))(?:Ông|Bà)) +")


def note_warnings(
    registry: Registry, rulebook: Rulebook, diagnostics: Diagnostics, near: Collection[str] | None = None
) -> None:
    """Note as warnings what a clerk should look at again; `near`: at these units alone."""
    follows = {name: term.after for name, term in rulebook.facts.items() if isinstance(term, EventTerm) and term.after}
    levels = {level: rank for rank, level in enumerate(rulebook.levels)}
    written = Written(diagnostics.texts)
    for unit in registry.units if near is None else [one for one in registry.units if one.id in near]:
        warn = _UnitWarnings(unit, registry, diagnostics, written)
        warn.order(follows)
        warn.superior(levels)
        for name, fact in unit.facts.items():
            if isinstance(fact, Series | Cases):
                rules = [rule for rule in rulebook.rules if rule.of_parts == name and rule.may_concern(unit)]
                warn.periods(name, fact, rules, rulebook) if isinstance(fact, Series) else warn.cases(name, fact, rules)
            warn.frozen(name, fact, registry.as_of)
            if "vi" in rulebook.languages:
                warn.document(name, fact)
            warn.personal(fact, "facts", name)
        warn.personal(unit)
        if unit.closed is not None:
            warn.personal(unit.closed, "closed")
    above = {unit.parent for unit in registry.units if near is None or unit.id in near}
    _twins([unit for unit in registry.units if unit.parent in above], registry, diagnostics)


class _UnitWarnings:
    """The data warnings of one unit."""

    def __init__(self, unit: Unit, registry: Registry, diagnostics: Diagnostics, written: Written) -> None:
        self.unit = unit
        self.registry = registry
        self.diagnostics = diagnostics
        self.written = written

    def order(self, follows: dict[str, str]) -> None:
        """An event surely dated before the one it must follow."""
        for name, earlier in follows.items():
            later_fact, earlier_fact = self.unit.facts.get(name), self.unit.facts.get(earlier)
            if not (later_fact and earlier_fact and later_fact.day and earlier_fact.day):
                continue
            if later_fact.day.last < earlier_fact.day.first:
                self._warn(
                    name,
                    "events-out-of-order",
                    later=name,
                    later_day=later_fact.day,
                    earlier=earlier,
                    earlier_day=earlier_fact.day,
                )

    def superior(self, levels: dict[str, int]) -> None:
        """A superior that stands no higher."""
        above = self.registry.by_id.get(self.unit.parent or "")
        if above is not None and levels[above.level] >= levels[self.unit.level]:
            self._warn(None, "superior-not-higher", text=above.id, level=self.unit.level, other=above.level)

    def frozen(self, name: str, fact: Fact, as_of: date | None) -> None:
        """A fact that the frozen registry cannot know yet."""
        if as_of is not None and fact.day is not None and fact.day.first > as_of and not isinstance(fact, Plan):
            self._warn(name, "fact-after-frozen-day", text=name, day=fact.day, frozen=as_of.isoformat())

    def periods(self, name: str, fact: Series, rules: Sequence[Rule], rulebook: Rulebook) -> None:
        """What is dated before its period begins, and periods that no rule asks for."""
        term = rulebook.facts[name]
        form = term.form if isinstance(term, SeriesTerm) else ""
        for key, event in fact.periods.items():
            days = [rule.part_days(key, self.unit, self.registry) for rule in rules]
            begins = span_of(form, key)[0] if form in MONTHS else next((one[0] for one in days if one), None)
            args = {"text": name, "period": key, "form": form, "unit": self.unit.id}
            if begins is not None and event.day.last < begins:
                self._warn_part((name, key), "period-before-begun", day=event.day, begins=begins.isoformat(), **args)
            if all(rule.asks_part(key, self.unit, self.registry) is False for rule in rules):
                self._warn_part((name, key), "period-unasked", **args)

    def cases(self, name: str, fact: Cases, rules: Sequence[Rule]) -> None:
        """Numbers of cases that may be those of persons, and cases of a unit that no rule asks for any."""
        for place, case in enumerate(fact.cases):
            args = {"text": name, "case": case.case, "unit": self.unit.id}
            if re.fullmatch(r"\d{9}|\d{12}", case.case, re.ASCII):
                self._warn_part((name, place, "case"), "case-identity", **args)
            if not rules:
                self._warn_part((name, place, "case"), "case-unasked", **args)

    def document(self, name: str, fact: Fact) -> None:
        """A document number in an unusual form."""
        if fact.document is None or is_usual_number(fact.document):
            return
        usual = usual_number(fact.document)
        if is_usual_number(usual):
            self._warn_number(name, "document-written-otherwise", text=fact.document, fixed=usual)
        else:
            self._warn_number(name, "document-odd", text=fact.document)

    def personal(self, written: Model, *loc: str) -> None:
        """What looks like a person in the texts beside a fact, a unit or its closing, where no person has a place."""
        for field in ("note", "source", "by"):
            value = getattr(written, field, None)
            texts = value.model_dump().values() if isinstance(value, Model) else (value,)
            code = next((code for text in texts if text and (code := person_in(text))), None)
            path = self.registry.sources[self.unit.id].place.path
            if code is not None and (position := self.written.position(path, self.unit.id, *loc, field)) is not None:
                self.diagnostics.warn(path, position, code, key=field)

    def _warn_part(self, loc: tuple[str | int, ...], code: str, **args: object) -> None:
        """Reported of the first one in a file alone, at its place; the others are counted."""
        place = self.registry.sources[self.unit.id].place_of(str(loc[0]))
        if (place.path, code) in self.written.reported:
            self.diagnostics.count(place.path, code, warning=True)
            return
        self.written.reported.add((place.path, code))
        at = self.written.position(place.path, self.unit.id, "facts", *loc)
        self.diagnostics.warn(place.path, at or Position(place.line, place.column, len(str(loc[0]))), code, **args)

    def _warn_number(self, fact: str, code: str, **args: object) -> None:
        """Reported at the number itself."""
        path = self.registry.sources[self.unit.id].place.path
        position = self.written.position(path, self.unit.id, "facts", fact, "document")
        if position is None:
            self._warn(fact, code, **args)
        else:
            self.diagnostics.warn(path, position, code, **args)

    def _warn(self, fact: str | None, code: str, **args: object) -> None:
        source = self.registry.sources[self.unit.id]
        place = source.place if fact is None else source.place_of(fact)
        _warn(self.diagnostics, place, code, args, len(fact or ""))


def person_in(text: str) -> str | None:
    """What of a person a text seems to hold, as the code of a warning: a telephone or identity number, a full name."""
    if _TELEPHONE.search(text):
        return "person-telephone"
    if any(not _SITE.search(text[: found.start()]) for found in _IDENTITY.finditer(text)):
        return "person-identity"
    return "person-name" if any(_is_full_name(text[found.end() :]) for found in _TITLE.finditer(text)) else None


def _is_full_name(text: str) -> bool:
    """Whether a text begins with two words with capitals, as in `Nguyễn Văn A`."""
    words = [one.rstrip(",;.)") for one in text.split()[:2]]
    return len(words) == 2 and all(one.isalpha() and one == one.capitalize() for one in words)


def is_usual_number(number: str) -> bool:
    """Whether a document number has the usual form."""
    return _NUMBER.match(number) is not None


def usual_number(number: str) -> str:
    """A document number in its usual form: plain hyphens without spaces, TU for TƯ, capitals but in CTr and TTr."""
    plain = re.sub(r"\s*([-/])\s*", r"\1", number.strip().replace("–", "-").replace("—", "-"))
    return re.sub(r"-([CT]T)R(?=/|\Z)", r"-\1r", plain.upper().replace("TƯ", "TU"))


def _twins(units: Iterable[Unit], registry: Registry, diagnostics: Diagnostics) -> None:
    """Ids equal but for case, and names below one superior equal but for accents: probably one unit entered twice."""
    seen: dict[tuple[str | None, str], Unit] = {}
    ids: dict[str, Unit] = {}
    for unit in registry.units:
        alike = ids.setdefault(unit.id.casefold(), unit)
        if alike is not unit:
            args = {"text": unit.id, "other": alike.id}
            _warn(diagnostics, registry.sources[unit.id].place, "ids-alike", args)
    for unit in units:
        twin = seen.setdefault((unit.parent, fold(unit.name)), unit)
        if twin is not unit:
            args = {"text": unit.name, "other": twin.name, "other_id": twin.id}
            _warn(diagnostics, registry.sources[unit.id].place, "names-alike", args)


def _warn(diagnostics: Diagnostics, place: Place, code: str, args: Mapping[str, object], length: int = 1) -> None:
    diagnostics.warn(place.path, Position(place.line, place.column, length), code, **args)


class Written:
    """The texts of files that were read without mistakes. `reported`: what was reported once in each file."""

    def __init__(self, texts: dict[str, list[str]]) -> None:
        self.texts = texts
        self.reported: set[tuple[str, str]] = set()
        self._units: dict[str, dict[str, Any]] = {}

    def position(self, path: str, unit_id: str, *loc: str | int) -> Position | None:
        """Where the value at `loc` of a unit stands; None in a file whose text is not known."""
        if path not in self.texts:
            return None
        if path not in self._units:
            raw = load("\n".join(self.texts[path]), path, Diagnostics())
            self._units[path] = {unit["id"]: unit for unit in raw["units"]}
        return position_of(self._units[path][unit_id], loc, Position(1, 1))
