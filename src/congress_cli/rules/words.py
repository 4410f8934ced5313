"""The words of a paper in one language: units, facts and dated parameters as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from congress_cli.language import translate
from congress_cli.model.directive import DatedValue
from congress_cli.model.facts import Named, plain
from congress_cli.rules.context import Paper, Selector


def selected(selector: Selector, paper: Paper, language: str) -> str:
    """The units that a selector means, in words."""
    named: list[str] = []
    for names, known in (
        (selector.level, paper.levels),
        (selector.type, paper.types),
        (selector.tag, paper.tags),
    ):
        if names:
            named.append(", ".join(getattr(known[name], language) for name in names))
    named += [", ".join(selector.unit)] if selector.unit else []
    named += [figures_text(fact, figures, paper, language) for fact, figures in (selector.where or {}).items()]
    return " · ".join(named) or translate(language, "rules.everybody")


def figures_text(fact: str, figures: Mapping[str, object], paper: Paper, language: str) -> str:
    """Indicators with what each must be, in words."""
    names = {one: paper.names.get(f"{fact}/{one}", {}).get(language, one) for one in figures}
    return ", ".join(f"{names[one]} {plain(wanted)}" for one, wanted in figures.items())


class Words:
    """What a rule needs to describe itself in one language."""

    def __init__(self, paper: Paper, language: str) -> None:
        self.paper = paper
        self.language = language

    def translate(self, code: str, **args: Any) -> str:
        """A sentence of the catalogue of rules."""
        return translate(self.language, f"rules.{code}", args, self.name_of)

    def name_of(self, fact: str) -> str:
        """The name of a fact, an item or an indicator."""
        return self.paper.names.get(fact, {}).get(self.language, fact)

    def local(self, named: Named) -> str:
        """A name in this language."""
        return named.in_language(self.language)

    def units(self, selector: Selector) -> str:
        """The units that a selector means."""
        return selected(selector, self.paper, self.language)

    def day(self, day: date) -> str:
        """A day as people write it."""
        return self.translate("day", day=day.isoformat())

    def parameter(self, name: str, measures: str = "") -> str:
        """A parameter with all its dated values; `measures`: the fact whose indicators the values name."""
        dated = [
            self.translate("dated", value=self._value(one, measures), day=begins.isoformat(), ref=one.ref)
            for begins, one in sorted(self.paper.parameters[name].items())
        ]
        return f"{name} = {'; '.join(dated)}" if dated else f"{name} ({self.translate('no-value')})"

    def figures(self, measures: str, figures: Mapping[str, object]) -> str:
        """Indicators of measures with what each must be."""
        return figures_text(measures, figures, self.paper, self.language)

    def _value(self, dated: DatedValue, measures: str) -> str:
        if isinstance(dated.value, dict):
            return self.figures(measures, dated.value)
        return self.day(dated.value) if isinstance(dated.value, date) else plain(dated.value)
