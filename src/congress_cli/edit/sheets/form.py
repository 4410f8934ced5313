"""A form to be filled in: which units and facts are on it, what is recorded already, and what is asked of whom."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from congress_cli import dataclass
from congress_cli.days import in_order, key_of, shifted
from congress_cli.edit.sheets.columns import columns_of, held
from congress_cli.engine.judging import Scope
from congress_cli.errors import CongressError
from congress_cli.model.directive import CasesTerm, PlanTerm, SeriesTerm
from congress_cli.model.facts import Series, cases_of
from congress_cli.model.message import names_of
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.report import Selection
from congress_cli.model.sheet import Column, Key
from congress_cli.model.typed import meaning
from congress_cli.reading.load import Data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule, Rulebook

SEAL = 6  # characters a cell, 36 bits
MOST_PERIODS = 24
FURTHEST_BACK = 10  # times as many, where no rule asks for the last ones
FREE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One unit or one case of it: what each column holds, and whether a criterion asks it of the unit.

    `id`: by which the key names the row; empty where it is free for a new case.
    """

    unit: Unit
    texts: tuple[str, ...]
    asked: tuple[bool, ...]
    id: str


@dataclass(frozen=True, slots=True)
class Form:
    """An unfilled form. `fact`: the one whose cases it is about, a row each; `cases`: its pages of such rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: Key
    fact: str = ""
    cases: tuple[Form, ...] = ()

    @property
    def pages(self) -> tuple[Form, ...]:
        """The form of the units, where it has any column, and that of each fact of cases."""
        return (*([self] if self.columns else []), *self.cases)


def form_of(data: Data, version: Key, asked: Selection, as_of: date, facts: Sequence[str] = ()) -> Form:
    """The form of the selected units and facts. Raises UsageError, and CongressError where nothing is left.

    `as_of`: the day around which the periods of a series lie.
    """
    scope = Scope(asked, data.registry, data.rulebook)
    facts = [meaning("fact", fact, names_of(data.rulebook.facts)) for fact in facts]
    whole = not (asked.rules or asked.owners)
    rules = scope.rules
    units = [unit for unit in data.registry.units if scope.takes_unit(unit.id) and unit.closed is None]
    wanted = {unit.id: asked_of(unit, rules, data.rulebook) for unit in units}
    shown = {fact for unit in units for fact in (*wanted[unit.id], *(unit.facts if whole else ()))}
    shown = set(facts) & shown or set(facts) if facts else shown
    rows = [unit for unit in units if shown & {*wanted[unit.id], *unit.facts}] or (units if facts else [])
    if not rows:
        raise CongressError("nothing-matched" if data.registry.units else "no-units")
    terms = data.rulebook.facts
    rows = _in_tree_order(rows, data.registry)
    periods = {
        fact: _periods(fact, term, rows, data, as_of)
        for fact, term in terms.items()
        if fact in shown and isinstance(term, SeriesTerm)
    }
    plain = [fact for fact, term in terms.items() if fact in shown and not isinstance(term, CasesTerm)]
    columns = tuple(_columns(plain, rows, rules, data.rulebook, periods))
    made = tuple(_row(unit, columns, wanted[unit.id], data) for unit in rows) if columns else ()
    pages = [(fact, term) for fact, term in terms.items() if fact in shown and isinstance(term, CasesTerm)]
    cases = [_cases(fact, term, rows, wanted) for fact, term in pages]
    key = _sealed(version, columns, made, cases)
    return Form(columns, made, key, cases=tuple(replace(one, key=key) for one in cases))


def version_of(project: Project, data: Data) -> Key:
    """The versions of registry and rulebook: SHA-256 of their files."""
    rules = data.rules_input
    waivers = None if project.waivers is None else project.shown(project.waivers)
    units = [one.sha256 for one in data.inputs if one.path not in (rules.path, waivers)]
    registry = units[0] if len(units) == 1 else hashlib.sha256("\n".join(units).encode()).hexdigest()
    return Key(registry=registry, rulebook=rules.sha256)


def seal(texts: Iterable[str]) -> str:
    """A few characters for each text, by which it can be seen whether it is still the same."""
    return "".join(_mark(text) for text in texts)


def seals_in(text: str) -> list[str]:
    """The single seals in what `seal` made."""
    return re.findall(rf"\.|[\w-]{{{SEAL}}}", text)


def _mark(text: str) -> str:
    if not text:
        return "."
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())[:SEAL].decode()


def _sealed(version: Key, columns: tuple[Column, ...], rows: tuple[Row, ...], cases: Iterable[Form]) -> Key:
    seals = {row.id: seal(row.texts) for row in (*rows, *(row for page in cases for row in page.rows)) if row.id}
    of_cases = {page.fact: tuple(column.key for column in page.columns) for page in cases}
    return Key(version.registry, version.rulebook, tuple(column.key for column in columns), seals, of_cases)


def asked_of(unit: Unit, rules: Iterable[Rule], rulebook: Rulebook) -> dict[str, None]:
    """The facts that a criterion asks of a unit, and the plans of those that have one."""
    read = {fact for rule in rules if rule.may_concern(unit) for fact in rule.own_facts()}
    plans = {name for name, term in rulebook.facts.items() if isinstance(term, PlanTerm) and term.of in read}
    return dict.fromkeys((*read, *plans))


def _periods(fact: str, term: SeriesTerm, units: Sequence[Unit], data: Data, as_of: date) -> list[str]:
    """At most 24 periods of a series, the last of them the one after that in which the day lies.

    Of so many days, that of the unit that is furthest on. Only those that a rule asks of some unit or that are
    recorded; where that leaves none, the last 24 before that are asked, else that period and the next one.
    """
    form, rules = term.form, [rule for rule in data.rulebook.rules if rule.of_parts == fact]
    asked = [(rule, unit) for rule in rules for unit in units if rule.may_concern(unit)]
    begun = {rule.part_on(as_of, unit, data.registry) for rule, unit in asked} - {None}
    now = max(map(str, begun), key=in_order, default="1" if form == "days" else key_of(form, as_of))
    written = [unit.facts.get(fact) for unit in units]
    recorded = {key for one in written if isinstance(one, Series) for key in one.periods}
    last = shifted(form, now, 1)
    for _ in range(FURTHEST_BACK):
        keys = dict.fromkeys(shifted(form, last, number) for number in range(1 - MOST_PERIODS, 1))
        shown = [key for key in keys if key in recorded or _is_asked(key, asked, data.registry)]
        if shown:
            return shown
        last = shifted(form, last, -MOST_PERIODS)
    return [now, shifted(form, now, 1)]


def _is_asked(period: str, asked: Iterable[tuple[Rule, Unit]], registry: Registry) -> bool:
    return any(rule.asks_part(period, unit, registry) for rule, unit in asked)


def _cases(fact: str, term: CasesTerm, units: Iterable[Unit], wanted: Mapping[str, dict[str, None]]) -> Form:
    """A row for each recorded case, and some that are free for new ones at each unit that is asked for cases."""
    columns = columns_of(fact, term)
    rows = []
    for unit in units:
        found, asked = unit.facts.get(fact), fact in wanted[unit.id]
        for one in cases_of(found):
            texts = tuple(held(one, column) for column in columns)
            rows.append(Row(unit, texts, (True,) * len(columns), f"{unit.id}/{fact}/{one.case}"))
        free = Row(unit, ("",) * len(columns), (True,) * len(columns), "")
        rows += [free] * (FREE_ROWS if asked else 0)
    return Form(columns, tuple(rows), Key("", ""), fact)


def _columns(
    facts: Iterable[str],
    rows: list[Unit],
    rules: Sequence[Rule],
    rulebook: Rulebook,
    periods: Mapping[str, Sequence[str]],
) -> Iterator[Column]:
    papers = {event for rule in rules for event in rule.numbered_events()}
    limited = {fact for rule in rules if rule.limit is not None for fact in rule.judged_facts()}
    dated = {name for unit in rows for name, fact in unit.facts.items() if fact.day is not None}
    for fact in facts:
        is_dated, is_paper = fact in limited | dated, fact in papers
        term, of = rulebook.facts[fact], periods.get(fact, ())
        yield from columns_of(fact, term, dated=is_dated, with_document=is_paper, periods=of)


def _row(unit: Unit, columns: tuple[Column, ...], wanted: dict[str, None], data: Data) -> Row:
    texts = tuple(held(unit.facts.get(column.fact), column) for column in columns)
    rules = [rule for rule in data.rulebook.rules if rule.of_parts and rule.may_concern(unit)]

    def is_asked(column: Column) -> bool:
        if column.fact not in wanted or not isinstance(data.rulebook.facts[column.fact], SeriesTerm):
            return column.fact in wanted
        reading = (rule for rule in rules if rule.of_parts == column.fact)
        return any(rule.asks_part(column.name, unit, data.registry) is not False for rule in reading)

    return Row(unit, texts, tuple(map(is_asked, columns)), unit.id)


def _in_tree_order(units: Iterable[Unit], registry: Registry) -> list[Unit]:
    """Each superior before those below it."""

    def way(unit: Unit) -> tuple[str, ...]:
        return (*reversed([above.id for above in registry.above(unit)]), unit.id)

    return sorted(units, key=way)
