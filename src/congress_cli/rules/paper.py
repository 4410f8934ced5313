"""A rulebook without its rules: the directive, the words of its vocabulary, dated parameters and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

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
from congress_cli.model.values import Model, Named, OneOrMany
from congress_cli.rules.context import JudgeContext


class Selector(Model):
    """Which units: those that have one of each of what is named; nothing named, all."""

    level: OneOrMany | None = None
    type: OneOrMany | None = None
    tag: OneOrMany | None = None

    def matches(self, level: str, type_: str, tags: tuple[str, ...]) -> bool:
        """Whether a unit of this level, type and tags is meant."""
        return (
            (self.level is None or level in self.level)
            and (self.type is None or type_ in self.type)
            and (self.tag is None or not set(self.tag).isdisjoint(tags))
        )


class Unless(Selector):
    """Units to which the rule does not apply, and why."""

    reason: Named


class Vocabulary(Model):
    """What of a rulebook a registry is read by: the words that may stand in it."""

    levels: Mapping[str, Named] = Field(min_length=1)
    types: Mapping[str, UnitType] = Field(min_length=1)
    tags: Mapping[str, Named] = Field(default_factory=dict)
    facts: Mapping[str, Term]


class Paper(Model):
    """All of a file `congress-rules/1` but its rules."""

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

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """The names of facts, and of items and indicators as `fact/item`, by language."""
        names = {}
        for fact, term in self.facts.items():
            names[fact] = {"vi": term.vi, "en": term.en}
            names.update({f"{fact}/{part}": {"vi": named.vi, "en": named.en} for part, named in term.parts.items()})
        return names

    def judge_context(self, as_of: date, overrides: Mapping[str, Parameter] | None = None) -> JudgeContext:
        """What rules need to know of the paper on a day; `overrides` stand in for parameters of the same name."""
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
