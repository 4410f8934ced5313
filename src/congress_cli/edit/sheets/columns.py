"""Columns: the parts of a fact that a form shows, what they are called, and a fact made of the texts they hold.

Texts are those of the files (`2020-07`, `7.5`); a checklist's item is `yes` or `no`; nothing at all is an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from congress_cli.days import in_order, is_key
from congress_cli.errors import CongressError
from congress_cli.language import LANGUAGES, period_name, translate
from congress_cli.model.directive import CasesTerm, ChecklistTerm, MeasuresTerm, SeriesTerm, TallyTerm, Term
from congress_cli.model.facts import FACT_MODELS, Case, Checklist, Event, Fact, Measures, Series, Tally, plain
from congress_cli.model.sheet import Column, Part
from congress_cli.model.typed import meanings, said_period
from congress_cli.rules import Rulebook
from congress_cli.text import fold, syllables, tidy

UNIT, NAME, TYPE, PARENT, SEALS = "unit", "name", "type", "parent", "congress-seals"
UNREAD = "-"  # what the settings say of a column that is not to be read
FORMAT = "congress-sheet/1"


class Label(NamedTuple):
    """A fact's name, and that of its part where it has several."""

    fact: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.fact}: {self.part}" if self.part else self.fact


def label(column: Column, rulebook: Rulebook, language: str) -> Label:
    """What a column is called."""
    fact, term = rulebook.names[column.fact][language], rulebook.facts[column.fact]
    if column.alone:
        return Label(fact)
    if isinstance(term, SeriesTerm):
        return Label(fact, period_name(language, column.name, term.form))
    if column.part is Part.ITEM or (column.part is Part.DAY and column.name):
        return Label(fact, rulebook.names[f"{column.fact}/{column.name}"][language])
    if column.part is Part.INDICATOR:
        return Label(fact, _indicator_label(column, rulebook, language))
    return Label(fact, translate(language, f"sheets.part-{column.part}"))


def _indicator_label(column: Column, rulebook: Rulebook, language: str) -> str:
    name = rulebook.names[f"{column.fact}/{column.name}"][language]
    term = rulebook.facts[column.fact]
    unit = term.indicators[column.name].unit if isinstance(term, MeasuresTerm) else ""
    return f"{name} ({unit})" if unit else name


class Heads:
    """Which column a text above a sheet means: by its key, by its label with the key behind it, by its label alone.

    `own`: what the settings say of heads, as `Ngày họp = congress.closed; Ghi chú = -`. Raises CongressError for it.
    """

    def __init__(self, columns: Mapping[str, Column], rulebook: Rulebook, own: str = "") -> None:
        self.by_key = dict(columns)
        self.rulebook = rulebook
        self.cases = {fact for fact, term in rulebook.facts.items() if isinstance(term, CasesTerm)}
        self.series = {fact: term for fact, term in rulebook.facts.items() if isinstance(term, SeriesTerm)}
        self.by_label: dict[str, str | None] = {}
        self.names = {
            key: {one: str(label(column, rulebook, one)) for one in LANGUAGES} for key, column in columns.items()
        }
        for key, names in self.names.items():
            for name in names.values():
                self._know(name, key)
        for language in LANGUAGES:
            for key in (UNIT, NAME):
                self._know(translate(language, f"sheets.head-{key}"), key)
        for language in LANGUAGES:
            for key in (UNIT, NAME, TYPE, PARENT):
                for text in translate(language, f"sheets.heads-{key}").split("; "):
                    self.by_label.setdefault(fold(text), key)
        self._know_cases()
        self.by_label |= dict(self._of_settings(own))

    def _of_settings(self, own: str) -> Iterator[tuple[str, str]]:
        for part in filter(None, map(str.strip, own.split(";"))):
            text, _, meant = (one.strip() for one in part.rpartition("="))
            found = [UNREAD] if meant == UNREAD else list(filter(None, [self.key_of(meant)])) or self.likely(meant)
            if len(found) != 1 or not text:
                raise CongressError("setting-no-head", text=part)
            yield fold(text), found[0]

    def _know_cases(self) -> None:
        """The columns of cases by the names of their parts alone, as far as these mean nothing else."""
        names: dict[str, set[str]] = {}
        for key, column in self.by_key.items():
            if column.fact in self.cases:
                texts = [label(column, self.rulebook, language).part for language in LANGUAGES]
                if column.part in (Part.CASE, Part.SORT):
                    texts += [translate(one, f"sheets.heads-{column.part}") for one in LANGUAGES]
                for text in "; ".join(texts).split("; "):
                    names.setdefault(fold(text), set()).add(key)
        self.of_several = {text: keys for text, keys in names.items() if len(keys) > 1 and text not in self.by_label}
        for text, keys in names.items():
            self.by_label.setdefault(text, next(iter(keys)) if len(keys) == 1 else None)

    def beside(self, text: str, keys: Iterable[str]) -> str | None:
        """What a text that several facts of cases have means beside the columns of one of them; None: nothing sure."""
        facts = {self.by_key[key].fact for key in keys if key in self.by_key}
        found = [key for key in self.of_several.get(fold(text), ()) if self.by_key[key].fact in facts]
        return found[0] if len(found) == 1 else None

    def _know(self, text: str, key: str) -> None:
        known = self.by_label.setdefault(fold(text), key)
        if known != key:
            self.by_label[fold(text)] = None

    def key_of(self, text: str) -> str | None:
        """The key of the column that is meant; None where the text means none or more than one."""
        inner = text[text.rindex("[") + 1 : -1] if text.endswith("]") and "[" in text else text
        if inner in self.by_key or inner in (UNIT, NAME, SEALS):
            return inner
        fact, _, period = inner.partition("/")
        if fact in self.series and is_key(self.series[fact].form, period):
            return self._period(fact, period)
        known = self.by_label.get(fold(text)) or self.by_label.get(fold(_DAY_OF.sub("", text)))
        whole = [] if known else [self._period(*one) for one, is_whole in self._periods(text) if is_whole]
        return whole[0] if len(whole) == 1 else known

    def _period(self, fact: str, period: str) -> str:
        """The key of the column of a period, which is known from then on."""
        column = Column(fact, Part.DAY, period)
        self.by_key[column.key] = column
        self.names[column.key] = {one: str(label(column, self.rulebook, one)) for one in LANGUAGES}
        return column.key

    def _periods(self, text: str) -> Iterator[tuple[tuple[str, str], bool]]:
        """The series and period that a text may mean, and whether it has the whole name of the series."""
        for fact, term in self.series.items() if any(map(str.isdecimal, text)) else ():
            found = said_period(_DAY_OF.sub("", text), term.form)
            if found is not None:
                period, rest = found[0], found[1].strip(" :.,;-–")
                names = {*map(fold, self.rulebook.names[fact].values())}
                if names & {f"{rest}{word}" for word in ("", *_LAST_WORDS.get(term.form, ()))}:
                    yield (fact, period), True
                elif len(syllables(rest)) > 1 and meanings(rest, {fact: self.rulebook.names[fact]}):
                    yield (fact, period), False

    def no_period(self, text: str) -> str:
        """The series of which a key names a period that there is not."""
        fact, slash, _ = text[text.rfind("[") + 1 :].rstrip("]").partition("/")
        return fact if slash and fact in self.series else ""

    def likely(self, text: str) -> list[str]:
        """The keys of the columns that hold a value and whose names have every word of a text of several words."""
        if len(syllables(text)) < 2:
            return []
        periods = [self._period(*one) for one, _ in self._periods(text)]
        if periods:
            return periods
        names = {key: self.names[key] for key, column in self.by_key.items() if is_value(column)}
        return meanings(text, names) or meanings(_DAY_OF.sub("", text), names)


_DAY_OF = re.compile(r"(?:ngày|day of|date of)\s+", re.IGNORECASE)
_LAST_WORDS = {  # of the name of a series, which are the first words of its period in a head
    "month": (" thang", " month"),
    "quarter": (" quy", " quarter"),
    "half": (" 6 thang",),
    "year": (" nam", " year"),
}
YES, NO = "yes", "no"


class NotTaken(Exception):  # noqa: N818
    """A cell that cannot be taken, or a fact that lacks a part; `code` and `args_` name the sentence."""

    def __init__(self, code: str, **args_: Any) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args_


def columns_of(
    fact: str, term: Term, *, dated: bool = True, with_document: bool = True, periods: Iterable[str] = ()
) -> tuple[Column, ...]:
    """The columns of one fact; of a series one for each of the `periods`, of cases those of their own page.

    `dated`: with the day of what has numbers or items; `with_document`: with its paper.
    """
    if isinstance(term, SeriesTerm):
        return tuple(Column(fact, Part.DAY, period) for period in periods)
    if isinstance(term, CasesTerm):
        sort = [Column(fact, Part.SORT)] if term.sorts else []
        days = [Column(fact, Part.DAY, name) for name in term.days]
        return (Column(fact, Part.CASE), *sort, *days, Column(fact, Part.DOCUMENT))
    if isinstance(term, TallyTerm):
        body = [Column(fact, Part.DONE), Column(fact, Part.TOTAL)]
    elif isinstance(term, ChecklistTerm):
        body = [Column(fact, Part.ITEM, name) for name in term.items]
    elif isinstance(term, MeasuresTerm):
        body = [Column(fact, Part.INDICATOR, name) for name in term.indicators]
    else:
        body, dated = [Column(fact, Part.DAY, alone=True)], False
    day = [Column(fact, Part.DAY)] if dated else []
    return (*body, *day, *([Column(fact, Part.DOCUMENT)] if with_document else []))


def held(fact: Fact | Case | None, column: Column) -> str:
    """The text that a recorded fact, or one case, puts into a column."""
    return "" if fact is None else _HELD[column.part](fact, column.name)


def number_text(number: Decimal) -> str:
    """A number as the files write it, without idle zeros."""
    return plain(number.normalize()) if number else "0"


def _count(name: str) -> Any:
    return lambda fact, _: str(getattr(fact, name)) if isinstance(fact, Tally) else ""


def _item(fact: Fact, name: str) -> str:
    if not isinstance(fact, Checklist):
        return ""
    return YES if name in fact.items else NO


def _indicator(fact: Fact, name: str) -> str:
    number = fact.values.get(name) if isinstance(fact, Measures) else None
    return "" if number is None else number_text(number)


def _day(fact: Fact | Case, name: str) -> str:
    if isinstance(fact, Case):
        return next((str(event.day) for day, event in fact.days if day == name), "")
    dated = fact.periods.get(name) if isinstance(fact, Series) else fact
    return "" if dated is None or dated.day is None else str(dated.day)


_HELD: dict[Part, Any] = {
    Part.DAY: _day,
    Part.CASE: lambda case, _: case.case,
    Part.SORT: lambda case, _: case.sort or "",
    Part.DOCUMENT: lambda fact, _: tidy(fact.document or ""),
    Part.DONE: _count("done"),
    Part.TOTAL: _count("total"),
    Part.ITEM: _item,
    Part.INDICATOR: _indicator,
}


def composed(old: Fact | None, term: Term, texts: Mapping[Column, str]) -> Fact | None:
    """The fact that these texts make of an old one, whose other fields stay; None where nothing is left.

    Raises NotTaken, and ValidationError where the model does not allow it.
    """
    value = {column: text for column, text in texts.items() if is_value(column)}
    about = {column.part.value: text or None for column, text in texts.items() if not is_value(column)}
    others = isinstance(old, Series) and {*old.periods} - {column.name for column in value}
    if not (others or any(value.values())):
        _refuse_leftovers(about)
        return None
    kept = {} if old is None else {name: getattr(old, name) for name in old.model_fields_set}
    raw = {**kept, **about, **dict(_fields(old, value, term))}
    return FACT_MODELS[term.kind].model_validate({key: one for key, one in raw.items() if one is not None})


def is_value(column: Column) -> bool:
    """Whether a column holds a part of the value itself, not what stands beside it."""
    return column.alone or bool(column.name or column.case) or column.part not in (Part.DAY, Part.DOCUMENT)


def _refuse_leftovers(about: Mapping[str, str | None]) -> None:
    for name, text in about.items():
        if text:
            raise NotTaken(f"{name}-without-value")


def _fields(old: Fact | None, value: Mapping[Column, str], term: Term) -> Iterator[tuple[str, Any]]:
    if isinstance(term, ChecklistTerm):
        yield "items", _items(old, value)
    elif isinstance(term, MeasuresTerm):
        yield "values", _values(old, value)
    elif isinstance(term, SeriesTerm):
        yield "periods", _dated(old, value)
    else:
        for column, text in value.items():
            if not text:
                raise NotTaken("tally-half")
            yield column.part.value, text


def _items(old: Fact | None, value: Mapping[Column, str]) -> tuple[str, ...]:
    """The ticked items: those there were in their order, then the new ones."""
    before = old.items if isinstance(old, Checklist) else ()
    ticked = {column.name: text == YES for column, text in value.items()}
    new = [name for name, there in ticked.items() if there and name not in before]
    return (*(name for name in before if ticked.get(name, True)), *new)


def _dated(old: Fact | None, value: Mapping[Column, str]) -> dict[str, Event]:
    """The periods with their events; what stands beside a day stays."""
    periods = dict(old.periods) if isinstance(old, Series) else {}
    for column, text in value.items():
        before = periods.pop(column.name, None)
        if text:
            periods[column.name] = event_on(text, before)
    return dict(sorted(periods.items(), key=lambda pair: in_order(pair[0])))


def event_on(day: str, before: Event | None) -> Event:
    """An event on another day, with what stands beside it."""
    kept = {} if before is None else {name: getattr(before, name) for name in before.model_fields_set}
    return Event.model_validate({**kept, "day": day})


def _values(old: Fact | None, value: Mapping[Column, str]) -> dict[str, Any]:
    """The numbers: those there were in their order, then the new ones; one that says the same stays as it stands."""
    before = old.values if isinstance(old, Measures) else {}
    texts = {column.name: text for column, text in value.items()}
    numbers: dict[str, Any] = {}
    for name in dict.fromkeys([*before, *texts]):
        number = before.get(name)
        unchanged = number is not None and texts.get(name, number_text(number)) == number_text(number)
        numbers[name] = number if unchanged else texts.get(name)
    return {name: number for name, number in numbers.items() if number not in (None, "")}
