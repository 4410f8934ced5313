"""What a rule says, for people: from the rule itself, its kind and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from congress_cli.language import say
from congress_cli.model.directive import DatedValue
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.base import Selector
from congress_cli.rules.limit import Param
from congress_cli.rules.rulebook import Rulebook

LANGUAGES = ("vi", "en")


class RulePage:
    """The sentences on one rule in one language."""

    def __init__(self, rule: Rule, rulebook: Rulebook, language: str) -> None:
        self.rule = rule
        self.rulebook = rulebook
        self.language = language

    def say(self, code: str, **args: Any) -> str:
        """A sentence of the catalogue of rules."""
        return say(self.language, f"rules.{code}", args, self.name_of)

    def name_of(self, fact: str) -> str:
        """The name of a fact, an item or an indicator."""
        return self.rulebook.names.get(fact, {}).get(self.language, fact)

    @property
    def title(self) -> str:
        """The rule's title."""
        return self.rule.title.vi if self.language == "vi" else self.rule.title.en

    def lines(self) -> Iterator[tuple[str, str]]:
        """Label and text, in the order in which a reader asks."""
        rule = self.rule
        yield self.say("label-clause"), ", ".join(rule.clause)
        for clause in self.rulebook.clauses:
            if clause.id in rule.clause:
                yield clause.id, clause.vi if self.language == "vi" else clause.en
        yield self.say("label-owner"), ", ".join(self._term(owner.value) for owner in rule.owner)
        yield self.say("label-modality"), self._modality()
        yield self.say("label-applies"), self._selected(rule.applies_to)
        if rule.unless is not None:
            reason = rule.unless.reason.vi if self.language == "vi" else rule.unless.reason.en
            yield self.say("label-unless"), f"{self._selected(rule.unless)} ({reason})"
        yield self.say("label-kind"), f"{rule.kind}: {self.say(f'kind-{rule.kind}')}"
        if rule.reads():
            yield self.say("label-facts"), ", ".join(f"{name} ({self.name_of(name)})" for name in rule.reads())
        yield from self._limit()
        if rule.remedy is not None:
            yield self.say("label-remedy"), rule.remedy.vi if self.language == "vi" else rule.remedy.en

    def _term(self, word: str) -> str:
        return say(self.language, f"terms.{word}")

    def _modality(self) -> str:
        return f"{self._term(self.rule.modality.value)} · {self._term(self.rule.severity.value)}"

    def _selected(self, selector: Selector) -> str:
        named: list[str] = []
        for names, known in (
            (selector.level, self.rulebook.levels),
            (selector.type, self.rulebook.types),
            (selector.tag, self.rulebook.tags),
        ):
            if names:
                told = [known[name].vi if self.language == "vi" else known[name].en for name in names]
                named.append(", ".join(told))
        return " · ".join(named) or self.say("everybody")

    def _limit(self) -> Iterator[tuple[str, str]]:
        rule = self.rule
        if not isinstance(rule, TimedRule):
            return
        if rule.after is not None:
            yield self.say("label-after"), self.say(f"after-{rule.after.of}", event=rule.after.event)
        if rule.anchor is None:
            yield self.say("label-limit"), self.say("no-limit")
            return
        form = "before" if rule.before is not None else "by" if rule.by is not None else "within"
        args = {"days": rule.shift.days, "months": rule.shift.months, "anchor": self._anchor(rule.anchor)}
        basis = self.say(f"basis-{rule.limit_basis}")
        if form == "within":
            form = "within-months" if rule.shift.months else "within-days"
        yield self.say("label-limit"), f"{self.say(form, **args)} ({basis}; {self.say('warn', days=rule.warn_days)})"

    def _dated(self, begins: date, value: DatedValue) -> str:
        return self.say("dated", value=str(value.value), day=begins.isoformat(), ref=value.ref)

    def _anchor(self, anchor: date | Param | str) -> str:
        if isinstance(anchor, Param):
            dated = sorted(self.rulebook.parameters[anchor.param].items())
            told = [
                self.say("dated", value=str(one.value), day=begins.isoformat(), ref=one.ref) for begins, one in dated
            ]
            return f"{anchor.param} = {'; '.join(told)}" if told else anchor.param
        return anchor.isoformat() if isinstance(anchor, date) else self.name_of(anchor)


def shown_rule(rule: Rule, rulebook: Rulebook, language: str) -> str:
    """One rule as text for a screen, with its examples."""
    page = RulePage(rule, rulebook, language)
    lines = [f"{rule.id} · {page.title}", ""]
    lines += [f"  {label}: {text}" for label, text in page.lines()]
    if rule.examples:
        lines += ["", f"  {page.say('label-examples')}:"]
        lines += [f"    - {flow(example)}" for example in rule.examples]
    return "\n".join(lines) + "\n"


def listed_rules(rulebook: Rulebook, language: str) -> str:
    """One line a rule: its clause, id, kind and title."""
    lines = []
    for rule in rulebook.rules:
        title = rule.title.vi if language == "vi" else rule.title.en
        lines.append(f"{','.join(rule.clause):<10} {rule.id:<34} {rule.kind:<10} {title}")
    return "\n".join(lines) + "\n"


def document(rulebook: Rulebook) -> str:
    """docs/rules.md: every rule in both languages, generated from the rulebook."""
    paper = rulebook.directive
    parts = [
        f"# {paper.kind} {paper.number}\n",
        say("vi", "rules.generated") + "\n",
        say("en", "rules.generated") + "\n",
    ]
    parts += [_section(rule, rulebook) for rule in rulebook.rules]
    return "\n".join(parts)


def _section(rule: Rule, rulebook: Rulebook) -> str:
    pages = [RulePage(rule, rulebook, language) for language in LANGUAGES]
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
