"""The words of a paper in one language: units, facts, parameters; and each rule as people read it, a page or a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

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


if TYPE_CHECKING:
    from congress_cli.rules import Rule, Rulebook


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


class RulePage(Words):
    """The sentences on one rule in one language."""

    def __init__(self, rule: Rule, rulebook: Rulebook, language: str) -> None:
        super().__init__(rulebook, language)
        self.rule = rule

    @property
    def title(self) -> str:
        """The rule's title."""
        return self.local(self.rule.title)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Label and text, in the order in which a reader asks."""
        rule = self.rule
        yield self.translate("label-clause"), ", ".join(rule.clause)
        for clause in self.paper.clauses:
            if clause.id in rule.clause:
                yield clause.id, self.local(clause)
        yield self.translate("label-owner"), ", ".join(self.local(self.paper.owners[owner]) for owner in rule.owner)
        yield self.translate("label-modality"), self._term(rule.modality.value)
        yield self.translate("label-severity"), self._term(rule.severity.value)
        yield self.translate("label-applies"), self.units(rule.applies_to)
        if rule.unless is not None:
            yield self.translate("label-unless"), f"{self.units(rule.unless)} ({self.local(rule.unless.reason)})"
        yield self.translate("label-kind"), f"{rule.kind}: {rule.summary[self.language]}"
        facts = rule.own_facts()
        if facts:
            yield self.translate("label-facts"), ", ".join(f"{name} ({self.name_of(name)})" for name in facts)
        yield from ((self.translate("label-asked"), asked) for asked in rule.asks(self))
        yield from rule.limit_line(self)
        if rule.remedy is not None:
            yield self.translate("label-remedy"), self.local(rule.remedy)

    def _term(self, word: str) -> str:
        return translate(self.language, f"terms.{word}")


def shown_rule(rule: Rule, rulebook: Rulebook, language: str) -> str:
    """One rule as text for a screen, with its examples."""
    page = RulePage(rule, rulebook, language)
    lines = [f"{rule.id} · {page.title}", ""]
    lines += [f"  {label}: {text}" for label, text in page.lines()]
    if rule.examples:
        lines += ["", f"  {page.translate('label-examples')}:"]
        lines += [f"    - {flow(example)}" for example in rule.examples]
    return "\n".join(lines) + "\n"


def listed_rules(rulebook: Rulebook, language: str) -> str:
    """One line a rule: its clause, id, kind and title."""
    lines = []
    for rule in rulebook.rules:
        title = rule.title.in_language(language)
        lines.append(f"{','.join(rule.clause):<10} {rule.id:<34} {rule.kind:<10} {title}")
    return "\n".join(lines) + "\n"


def document(rulebook: Rulebook) -> str:
    """docs/rules.md: every rule in both languages, generated from the rulebook."""
    paper = rulebook.directive
    parts = [
        f"# {' '.join(one for one in (paper.kind, paper.number) if one)}\n",
        *(translate(language, "rules.generated") + "\n" for language in rulebook.languages),
    ]
    parts += [_section(rule, rulebook) for rule in rulebook.rules]
    return "\n".join(parts)


def _section(rule: Rule, rulebook: Rulebook) -> str:
    pages = [RulePage(rule, rulebook, language) for language in rulebook.languages]
    lines = [f"## `{rule.id}`", ""]
    for page in pages:
        lines += [f"**{_escaped(page.title)}**", ""]
        lines += [f"- {_escaped(label)}: {_escaped(text)}" for label, text in page.lines()]
        lines.append("")
    if rule.examples:
        lines += ["```yaml", "examples:", *(f"  - {flow(example)}" for example in rule.examples), "```", ""]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in text)


def flow(value: Any) -> str:
    """A value as one line of YAML, as examples are written."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    text = str(value)
    return f'"{text}"' if any(char in text for char in ",:[]{}#") else text
