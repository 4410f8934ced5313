"""The entry of `congress record`: unit, fact and value from the command line, or asked for where they are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Protocol, TypeVar

from congress_cli.app.search import meant
from congress_cli.edit.document import BESIDE, fact_change, long_form, merged_fact, recorded
from congress_cli.edit.transaction import Desk, Draft, draft
from congress_cli.edit.typed_values import Raw, typed_value
from congress_cli.errors import UsageError
from congress_cli.language import translate
from congress_cli.model.directive import Term
from congress_cli.model.registry import Registry, Unit
from congress_cli.text import fold, sanitize, suggestions

T = TypeVar("T")


class Ask(Protocol):
    """Asks a person until the answer is understood. Raises UsageError where there is no terminal to ask on."""

    def __call__(self, question: str, understood: Callable[[str], T], missing: str, first: str = "") -> T:
        """What was answered; `first`: said once above the question, `missing`: the argument that was not given."""
        ...


def one_unit(text: str, registry: Registry) -> Unit:
    """The unit that a text names. Raises UsageError where it names none, or several: then they are listed."""
    return registry.by_id[meant(text, registry)]


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact to be written; `value` None: it is to go."""

    desk: Desk
    unit: Unit
    fact: str
    value: Mapping[str, Raw] | None
    beside: Mapping[str, str]

    def draft(self) -> Draft:
        """The registry with the fact in it."""
        new: Raw = None
        if self.value is not None:
            kind = self.desk.data.rulebook.facts[self.fact].kind
            new = merged_fact(kind, recorded(self.desk, self.unit.id, self.fact), self.value, self.beside)
        return draft(self.desk, [fact_change(self.desk, self.unit.id, self.fact, new)])

    def kept(self) -> list[str]:
        """What stood beside the old value and now stands beside another one, unasked."""
        kind = self.desk.data.rulebook.facts[self.fact].kind
        old = long_form(kind, recorded(self.desk, self.unit.id, self.fact))
        if not self.value or all(old.get(key) == new for key, new in self.value.items()):
            return []
        return [key for key in BESIDE if key in old and key not in self.beside and key not in self.value]


@dataclass(frozen=True, slots=True)
class FactPrompt:
    """Finds what is meant; asks for what was not said. Every method raises UsageError."""

    language: str
    desk: Desk
    ask: Ask
    width: int

    def unit(self, text: str | None) -> Unit:
        """The unit, by id or by words of its name."""
        registry = self.desk.data.registry
        if text is not None:
            return one_unit(text, registry)
        return self.ask(self.translate("desk.ask-unit"), lambda line: one_unit(line, registry), "UNIT")

    def fact(self, text: str | None, unit: Unit) -> str:
        """The fact, by id or by words of its name."""
        if text is not None:
            return self._fact(text)
        names = {one: self._name(self.terms[one]) for one in self._asked_of(unit)}
        told = {one: f"{name}: {unit.facts[one].value()}" if one in unit.facts else name for one, name in names.items()}
        about = self.translate("desk.unit", unit=unit.id, name=unit.name)
        question = self.translate("desk.ask-fact")
        first = f"{about}\n{_listed(told, self.width)}"
        return self.ask(question, lambda line: self._fact(_choice(line, list(names))), "FACT", first)

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
        term = self.terms[fact]
        dated = term.is_day and "day" in beside
        if words and dated:
            raise UsageError("options-exclude", options=["VALUE", "--day"])
        old = long_form(term.kind, recorded(self.desk, unit.id, fact))
        if words:
            return list(words), typed_value(term, words, old)
        if dated or (beside and old):
            return [], {}
        question = self.translate(f"desk.ask-{term.kind.value}")
        first = _listed(self._parts(fact), self.width) if term.parts else ""
        if old and fact in unit.facts:
            first += self.translate("desk.recorded-now", value=unit.facts[fact].value()) + "\n"

        def understood(line: str) -> tuple[list[str], dict[str, Raw]]:
            return line.split(), typed_value(term, line.split(), old)

        return self.ask(question, understood, "VALUE", first)

    def translate(self, code: str, **args: object) -> str:
        """A sentence in the language of the run."""
        return translate(self.language, code, args)

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
        own = {name: told[self.language] for name, told in names.items() if name.startswith(f"{fact}/")}
        return {name.partition("/")[2]: told for name, told in own.items()}

    def _name(self, term: Term) -> str:
        return term.vi if self.language == "vi" else term.en

    def _asked_of(self, unit: Unit) -> list[str]:
        """The facts that the rules ask of such a unit, as the vocabulary orders them."""
        rules = self.desk.data.rulebook.rules
        concerned = [rule for rule in rules if rule.applies_to.matches(unit.level, unit.type, unit.tags)]
        wanted = {fact for rule in concerned for fact in rule.own_facts()}
        return [fact for fact, term in self.terms.items() if fact in wanted or getattr(term, "of", None) in wanted]


def _choice(text: str, choices: Sequence[str]) -> str:
    """The choice that a number typed means; the text itself where it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return choices[number - 1] if 1 <= number <= len(choices) else text


def _listed(choices: Mapping[str, str], width: int) -> str:
    """Choices with numbers, a line each."""
    room = max((len(one) for one in choices), default=0)
    indent = " " * (room + 7)
    lines = [
        fill(f"{place:>3}  {one:<{room}}  {sanitize(name)}", max(width, 2 * len(indent)), subsequent_indent=indent)
        for place, (one, name) in enumerate(choices.items(), 1)
    ]
    return "".join(f"{line}\n" for line in lines)
