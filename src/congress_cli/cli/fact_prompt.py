"""What is meant by the words of `congress record`: unit, fact and value; asked for on a terminal where not said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from congress_cli.cli.edit_options import one_unit
from congress_cli.cli.prompts import asked, choice, listed
from congress_cli.cli.session import Session
from congress_cli.errors import UsageError
from congress_cli.text import fold, suggestions

if TYPE_CHECKING:
    from congress_cli.edit.scalars import Raw
    from congress_cli.edit.transaction import Desk
    from congress_cli.model.directive import Term
    from congress_cli.model.registry import Unit


@dataclass(frozen=True, slots=True)
class FactPrompt:
    """Finds what is meant; asks for what was not said. Every method raises UsageError."""

    session: Session
    desk: Desk

    def unit(self, text: str | None) -> Unit:
        """The unit, by id or by words of its name."""
        registry = self.desk.data.registry
        if text is not None:
            return one_unit(text, registry)
        return asked(
            self.session, self.session.translate("desk.ask-unit"), lambda line: one_unit(line, registry), "UNIT"
        )

    def fact(self, text: str | None, unit: Unit) -> str:
        """The fact, by id or by words of its name."""
        if text is not None:
            return self._fact(text)
        names = {one: self._name(self.terms[one]) for one in self._asked_of(unit)}
        told = {one: f"{name}: {unit.facts[one].value()}" if one in unit.facts else name for one, name in names.items()}
        about = self.session.translate("desk.unit", unit=unit.id, name=unit.name)
        question = self.session.translate("desk.ask-fact")
        first = f"{about}\n{listed(told)}"
        return asked(self.session, question, lambda line: self._fact(choice(line, list(names))), "FACT", first)

    def complete(
        self, unit: str | None, fact: str | None, words: Sequence[str] | None, beside: Mapping[str, str]
    ) -> tuple[str, str, list[str] | None]:
        """The ids of unit and fact and the words of the value, each asked for where it was not said.

        `words` None: no value is wanted.
        """
        about = self.unit(unit)
        name = self.fact(fact, about)
        return about.id, name, None if words is None else self._words(words, name, about, beside)[0]

    def value(self, words: Sequence[str], fact: str, unit: Unit, beside: Mapping[str, str]) -> dict[str, Raw]:
        """The value in its long form; empty where only what stands beside it was said."""
        return self._words(words, fact, unit, beside)[1]

    def _words(
        self, words: Sequence[str], fact: str, unit: Unit, beside: Mapping[str, str]
    ) -> tuple[list[str], dict[str, Raw]]:
        """The words of a value and what they mean."""
        from congress_cli.edit.changes import long_form, recorded
        from congress_cli.edit.typed_values import typed_value

        term = self.terms[fact]
        dated = term.is_day and "day" in beside
        if words and dated:
            raise UsageError("options-exclude", options=["VALUE", "--day"])
        old = long_form(term.kind, recorded(self.desk, unit.id, fact))
        if words:
            return list(words), typed_value(term, words, old)
        if dated or (beside and old):
            return [], {}
        question = self.session.translate(f"desk.ask-{term.kind.value}")
        first = listed(self._parts(fact)) if term.parts else ""
        if old and fact in unit.facts:
            first += self.session.translate("desk.recorded-now", value=unit.facts[fact].value()) + "\n"

        def understood(line: str) -> tuple[list[str], dict[str, Raw]]:
            return line.split(), typed_value(term, line.split(), old)

        return asked(self.session, question, understood, "VALUE", first)

    @property
    def terms(self) -> Mapping[str, Term]:
        """The vocabulary."""
        return self.desk.data.rulebook.facts

    def _fact(self, text: str) -> str:
        if text in self.terms:
            return text
        wanted = set(fold(text).split())
        names = {one: self._name(term) for one, term in self.terms.items()}
        hits = [one for one, name in names.items() if wanted and wanted <= set(fold(name).split())]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise UsageError("fact-ambiguous", text=text, count=len(hits), hits=[(one, names[one], "") for one in hits])
        known = suggestions(text, self.terms)
        told = [{"vi": self.terms[one].vi, "en": self.terms[one].en} for one in known]
        raise UsageError("fact-unknown", text=text, known=known, names=told)

    def _parts(self, fact: str) -> dict[str, str]:
        """The items or indicators of a fact, by id."""
        names = self.desk.data.rulebook.names
        own = {name: told[self.session.language] for name, told in names.items() if name.startswith(f"{fact}/")}
        return {name.partition("/")[2]: told for name, told in own.items()}

    def _name(self, term: Term) -> str:
        return term.vi if self.session.language == "vi" else term.en

    def _asked_of(self, unit: Unit) -> list[str]:
        """The facts that the rules ask of such a unit, as the vocabulary orders them."""
        rules = self.desk.data.rulebook.rules
        concerned = [rule for rule in rules if rule.applies_to.matches(unit.level, unit.type, unit.tags)]
        wanted = {fact for rule in concerned for fact in rule.own_facts()}
        return [fact for fact, term in self.terms.items() if fact in wanted or getattr(term, "of", None) in wanted]
