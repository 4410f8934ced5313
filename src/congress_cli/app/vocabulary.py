"""The vocabulary of a rulebook: what can be recorded, of which units, and which rules read it."""

from __future__ import annotations

from congress_cli.model.directive import ChecklistTerm, EventTerm, MeasuresTerm, PlanTerm, Term
from congress_cli.model.facts import Named
from congress_cli.model.report import Bilingual
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.words import selected
from congress_cli.screens.facts import Entry, Part, Reader


def vocabulary(rulebook: Rulebook) -> tuple[Entry, ...]:
    """Every fact, in the order of the rulebook."""
    return tuple(_entry(name, term, rulebook) for name, term in rulebook.facts.items())


def _entry(name: str, term: Term, rulebook: Rulebook) -> Entry:
    planned = term.of if isinstance(term, PlanTerm) else None
    return Entry(
        id=name,
        kind=term.kind.value,
        name=_text(term),
        of=planned,
        after=term.after if isinstance(term, EventTerm) else None,
        parts=_parts(term),
        readers=tuple(_reader(rule, rulebook) for rule in rulebook.rules if _reads(rule, name, planned)),
    )


def _parts(term: Term) -> tuple[Part, ...]:
    if isinstance(term, ChecklistTerm):
        return tuple(Part(key, _text(item)) for key, item in term.items.items())
    if isinstance(term, MeasuresTerm):
        return tuple(Part(key, _text(one), one.unit, one.better) for key, one in term.indicators.items())
    return ()


def _reads(rule: Rule, name: str, planned: str | None) -> bool:
    """Whether a rule reads a fact; a plan is read where its event gives a last day."""
    if planned is not None:
        return planned in rule.plan_events()
    return any(one.name == name for one in rule.reads())


def _reader(rule: Rule, rulebook: Rulebook) -> Reader:
    units = Bilingual(*(selected(rule.applies_to, rulebook, language) for language in ("vi", "en")))
    return Reader(rule.id, _text(rule.title), {owner: _text(rulebook.owners[owner]) for owner in rule.owner}, units)


def _text(named: Named) -> Bilingual:
    return Bilingual(named.vi, named.en)
