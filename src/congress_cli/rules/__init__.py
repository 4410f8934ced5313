"""The kinds of rules, the rulebook that holds them, and each rule as people read it, a page or a line.

A kind is one file in this folder and one word in `_FILES`.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Self, Union

from pydantic import Field, model_validator

from congress_cli.language import translate
from congress_cli.rules.base import Rule
from congress_cli.rules.context import Paper
from congress_cli.rules.words import Words

# In the order in which schemas and messages list the kinds.
_FILES = ("event", "sequence", "tally", "checklist", "measures", "share", "census", "every", "each")

for _file in _FILES:
    import_module(f"{__name__}.{_file}")

KINDS: dict[str, type[Rule]] = dict(Rule.kinds)

if TYPE_CHECKING:
    AnyRule = Rule
else:
    AnyRule = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007

__all__ = ["KINDS", "AnyRule", "Rule"]


class Rulebook(Paper):
    """One file `congress-rules/1`."""

    rules: tuple[AnyRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known_to_rules(self) -> Self:
        for rule in self.rules:
            rule.know(self)
        return self

    @cached_property
    def by_id(self) -> dict[str, AnyRule]:
        """Each rule under its id."""
        return {rule.id: rule for rule in self.rules}

    def with_changes(self, **changes: Any) -> Self:
        """A copy with other rules, parameters or directive; what was worked out from the old ones is forgotten."""
        copy = self.model_copy(update=changes)
        for name in ("by_id", "names", "working_days"):
            copy.__dict__.pop(name, None)
        return copy


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
        f"# {_escaped(' '.join(one for one in (paper.kind, paper.number) if one))}\n",
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
    return "".join(f"\\{char}" if char in "\\`*_[]<>|~&" else char for char in text)


def flow(value: Any) -> str:
    """A value as one line of YAML, as examples are written."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    text = str(value)
    return f'"{text}"' if any(char in text for char in ",:[]{}#") else text
