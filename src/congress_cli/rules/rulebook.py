"""The rulebook: one directive as vocabulary, dated parameters, ledger of sentences and rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from congress_cli.model.directive import (
    ChecklistTerm,
    Clause,
    Directive,
    MeasuresTerm,
    Parameter,
    PlanTerm,
    Reference,
    Term,
    UnitType,
    in_force,
)
from congress_cli.model.values import Model, Named
from congress_cli.rules import AnyRule
from congress_cli.rules.context import JudgeContext


class Vocabulary(Model):
    """What of a rulebook a registry is read by: the words that may stand in it."""

    levels: Mapping[str, Named] = Field(min_length=1)
    types: Mapping[str, UnitType] = Field(min_length=1)
    tags: Mapping[str, Named] = Field(default_factory=dict)
    facts: Mapping[str, Term]


class Rulebook(Model):
    """One file `congress-rules/1`."""

    format: Literal["congress-rules/1"]
    language: Literal["vi", "en"]
    directive: Directive
    references: tuple[Reference, ...] = ()
    levels: Mapping[str, Named] = Field(min_length=1)
    types: Mapping[str, UnitType] = Field(min_length=1)
    tags: Mapping[str, Named] = Field(default_factory=dict)
    facts: Mapping[str, Term]
    parameters: Mapping[str, Parameter] = Field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()
    rules: tuple[AnyRule, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> dict[str, AnyRule]:
        """Each rule under its id."""
        return {rule.id: rule for rule in self.rules}

    def with_changes(self, **changes: Any) -> Rulebook:
        """A copy with other rules, parameters or directive; what was worked out from the old ones is forgotten."""
        copy = self.model_copy(update=changes)
        for name in ("by_id", "names"):
            copy.__dict__.pop(name, None)
        return copy

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """The names of facts, and of items and indicators as `fact/item`, by language."""
        names = {}
        for fact, term in self.facts.items():
            names[fact] = {"vi": term.vi, "en": term.en}
            parts = getattr(term, "items", None) or getattr(term, "indicators", None) or {}
            names.update({f"{fact}/{part}": {"vi": named.vi, "en": named.en} for part, named in parts.items()})
        return names

    def setting(self, as_of: date, overrides: Mapping[str, Parameter] | None = None) -> JudgeContext:
        """What rules need to know of the rulebook on a day."""
        parameters = {**self.parameters, **(overrides or {})}
        dated = {name: in_force(parameter, as_of) for name, parameter in parameters.items()}
        return JudgeContext(
            as_of=as_of,
            issued=self.directive.issued,
            parameters={name: pair[1] for name, pair in dated.items() if pair is not None},
            plans={term.of: name for name, term in self.facts.items() if isinstance(term, PlanTerm)},
            items={name: tuple(term.items) for name, term in self.facts.items() if isinstance(term, ChecklistTerm)},
            lower_is_better={name: _lower(term) for name, term in self.facts.items() if isinstance(term, MeasuresTerm)},
        )


def _lower(term: MeasuresTerm) -> frozenset[str]:
    return frozenset(name for name, indicator in term.indicators.items() if indicator.better == "lower")
