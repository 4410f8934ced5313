"""A form to be filled in: which units and facts are on it, what is recorded already, and what is asked of whom."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from congress_cli.edit.sheets.columns import columns_of, held
from congress_cli.engine.judging import Scope
from congress_cli.errors import CongressError
from congress_cli.model.directive import PlanTerm
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.report import Selection
from congress_cli.model.sheet import Column, Key
from congress_cli.model.typed import meaning
from congress_cli.reading.load import Data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule, Rulebook

SEAL = 6  # characters a cell, 36 bits


@dataclass(frozen=True, slots=True)
class Row:
    """One unit: what each column holds, and whether a criterion asks it of the unit."""

    unit: Unit
    texts: tuple[str, ...]
    asked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """An unfilled form."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: Key


def form_of(data: Data, version: Key, asked: Selection, facts: Sequence[str] = ()) -> Form:
    """The form of the selected units and facts. Raises UsageError, and CongressError where nothing is left."""
    scope = Scope(asked, data.registry, data.rulebook)
    names = {fact: {"vi": term.vi, "en": term.en} for fact, term in data.rulebook.facts.items()}
    facts = [meaning("fact", fact, names) for fact in facts]
    whole = not (asked.rules or asked.owners)
    rules = scope.rules
    units = [unit for unit in data.registry.units if scope.takes_unit(unit.id) and unit.closed is None]
    wanted = {unit.id: asked_of(unit, rules, data.rulebook) for unit in units}
    shown = {fact for unit in units for fact in (*wanted[unit.id], *(unit.facts if whole else ()))}
    shown = {fact for fact in shown if any(columns_of(fact, data.rulebook.facts[fact]))}  # periods and cases have none
    shown = set(facts) & shown or set(facts) if facts else shown
    rows = [unit for unit in units if shown & {*wanted[unit.id], *unit.facts}] or (units if facts else [])
    if not rows:
        raise CongressError("nothing-matched" if data.registry.units else "no-units")
    columns = tuple(_columns([fact for fact in data.rulebook.facts if fact in shown], rows, rules, data.rulebook))
    made = tuple(_row(unit, columns, wanted[unit.id]) for unit in _in_tree_order(rows, data.registry))
    return Form(columns, made, _sealed(version, columns, made))


def version_of(project: Project, data: Data) -> Key:
    """The versions of registry and rulebook: SHA-256 of their files."""
    rules = data.rules_input
    waivers = None if project.waivers is None else project.shown(project.waivers)
    units = [one.sha256 for one in data.inputs if one.path not in (rules.path, waivers)]
    registry = units[0] if len(units) == 1 else hashlib.sha256("\n".join(units).encode()).hexdigest()
    return Key(registry=registry, rulebook=rules.sha256)


def seal(texts: Iterable[str]) -> str:
    """A few characters for each text, by which it can be told whether it is still the same."""
    return "".join(_mark(text) for text in texts)


def seals_in(text: str) -> list[str]:
    """The single seals in what `seal` made."""
    return re.findall(rf"\.|[\w-]{{{SEAL}}}", text)


def _mark(text: str) -> str:
    if not text:
        return "."
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())[:SEAL].decode()


def _sealed(version: Key, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Key:
    seals = {row.unit.id: seal(row.texts) for row in rows}
    return Key(version.registry, version.rulebook, tuple(column.key for column in columns), seals)


def asked_of(unit: Unit, rules: Iterable[Rule], rulebook: Rulebook) -> dict[str, None]:
    """The facts that a criterion asks of a unit, and the plans of those that have one."""
    read = {fact for rule in rules if rule.may_concern(unit) for fact in rule.own_facts()}
    plans = {name for name, term in rulebook.facts.items() if isinstance(term, PlanTerm) and term.of in read}
    return dict.fromkeys((*read, *plans))


def _columns(facts: Iterable[str], rows: list[Unit], rules: Sequence[Rule], rulebook: Rulebook) -> Iterator[Column]:
    papers = {event for rule in rules for event in rule.numbered_events()}
    limited = {fact for rule in rules if rule.limit is not None for fact in rule.judged_facts()}
    dated = {name for unit in rows for name, fact in unit.facts.items() if fact.day is not None}
    for fact in facts:
        yield from columns_of(fact, rulebook.facts[fact], dated=fact in limited | dated, with_document=fact in papers)


def _row(unit: Unit, columns: tuple[Column, ...], wanted: dict[str, None]) -> Row:
    texts = tuple(held(unit.facts.get(column.fact), column) for column in columns)
    return Row(unit, texts, tuple(column.fact in wanted for column in columns))


def _in_tree_order(units: Iterable[Unit], registry: Registry) -> list[Unit]:
    """Each superior before those below it."""

    def way(unit: Unit) -> tuple[str, ...]:
        return (*reversed([above.id for above in registry.above(unit)]), unit.id)

    return sorted(units, key=way)
