"""What a rule says, for people: from the rule itself, its kind and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from congress_cli.language import translate
from congress_cli.model.directive import DatedValue
from congress_cli.model.facts import plain
from congress_cli.model.values import Named
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.base import Selector
from congress_cli.rules.census import CensusRule
from congress_cli.rules.checklist import ChecklistRule
from congress_cli.rules.event import EventRule
from congress_cli.rules.measures import MeasuresRule
from congress_cli.rules.rulebook import Rulebook
from congress_cli.rules.sequence import SequenceRule
from congress_cli.rules.share import ShareRule
from congress_cli.rules.time import Param

LANGUAGES = ("vi", "en")


def selected(selector: Selector, rulebook: Rulebook, language: str) -> str:
    """The units that a selector means, in words."""
    named: list[str] = []
    for names, known in (
        (selector.level, rulebook.levels),
        (selector.type, rulebook.types),
        (selector.tag, rulebook.tags),
    ):
        if names:
            named.append(", ".join(_in(known[name], language) for name in names))
    return " · ".join(named) or translate(language, "rules.everybody")


def _in(named: Named, language: str) -> str:
    return named.vi if language == "vi" else named.en


class RulePage:
    """The sentences on one rule in one language."""

    def __init__(self, rule: Rule, rulebook: Rulebook, language: str) -> None:
        self.rule = rule
        self.rulebook = rulebook
        self.language = language

    def translate(self, code: str, **args: Any) -> str:
        """A sentence of the catalogue of rules."""
        return translate(self.language, f"rules.{code}", args, self.name_of)

    def name_of(self, fact: str) -> str:
        """The name of a fact, an item or an indicator."""
        return self.rulebook.names.get(fact, {}).get(self.language, fact)

    @property
    def title(self) -> str:
        """The rule's title."""
        return _in(self.rule.title, self.language)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Label and text, in the order in which a reader asks."""
        rule = self.rule
        yield self.translate("label-clause"), ", ".join(rule.clause)
        for clause in self.rulebook.clauses:
            if clause.id in rule.clause:
                yield clause.id, _in(clause, self.language)
        yield self.translate("label-owner"), ", ".join(self._term(owner.value) for owner in rule.owner)
        yield self.translate("label-modality"), self._term(rule.modality.value)
        yield self.translate("label-severity"), self._term(rule.severity.value)
        yield self.translate("label-applies"), selected(rule.applies_to, self.rulebook, self.language)
        if rule.unless is not None:
            units = selected(rule.unless, self.rulebook, self.language)
            yield self.translate("label-unless"), f"{units} ({_in(rule.unless.reason, self.language)})"
        yield self.translate("label-kind"), f"{rule.kind}: {self.translate(f'kind-{rule.kind}')}"
        if rule.reads():
            yield self.translate("label-facts"), ", ".join(f"{name} ({self.name_of(name)})" for name in rule.reads())
        yield from ((self.translate("label-asked"), asked) for asked in self._asked())
        yield from self._limit()
        if rule.remedy is not None:
            yield self.translate("label-remedy"), _in(rule.remedy, self.language)

    def _term(self, word: str) -> str:
        return translate(self.language, f"terms.{word}")

    def _asked(self) -> Iterator[str]:
        """What the kind itself asks for, beside the facts it reads."""
        rule = self.rule
        if isinstance(rule, EventRule) and rule.document is not None:
            yield self.translate(f"document-{rule.document}")
        elif isinstance(rule, SequenceRule):
            steps = " → ".join(self.name_of(step) for step in rule.steps)
            yield self.translate("steps-strict" if rule.strict else "steps", steps=steps)
        elif isinstance(rule, ChecklistRule):
            items = rule.items or self.rulebook.setting(date.max).items[rule.checklist]
            yield self.translate("items", items=[f"{rule.checklist}/{item}" for item in items])
        elif isinstance(rule, MeasuresRule):
            yield self.translate("against", reference=self._reference(rule))
        elif isinstance(rule, ShareRule):
            yield self._rolled_up(rule)
        elif isinstance(rule, CensusRule):
            yield self._counted(rule)

    def _reference(self, rule: MeasuresRule) -> str:
        if isinstance(rule.against, Param):
            return self._parameter(rule.against.param, rule.measures)
        return f"{rule.against.fact} ({self.name_of(rule.against.fact)})"

    def _rolled_up(self, rule: ShareRule) -> str:
        rules = self.translate("share-all") if rule.rule == ("all",) else ", ".join(rule.rule)
        mark = (
            self.translate("share-worst")
            if rule.at_least is None
            else self.translate("share-mark", percent=rule.at_least)
        )
        return f"{rules} · {self.translate(f'over-{rule.over}')} · {mark}"

    def _counted(self, rule: CensusRule) -> str:
        parts = [selected(rule.select, self.rulebook, self.language)]
        if rule.select.without is not None:
            parts.append(self.translate("census-without", fact=rule.select.without))
        if rule.select.day is not None:
            parts.append(self.translate("census-day", day=rule.select.day.isoformat()))
        expected = str(rule.expect) if isinstance(rule.expect, int) else self._parameter(rule.expect.param)
        return f"{' · '.join(parts)}: {expected}"

    def _limit(self) -> Iterator[tuple[str, str]]:
        rule = self.rule
        if not isinstance(rule, TimedRule):
            return
        if rule.after is not None:
            yield self.translate("label-after"), self.translate(f"after-{rule.after.of}", event=rule.after.event)
        if rule.anchor is None:
            yield self.translate("label-limit"), self.translate("no-limit")
            return
        form = "before" if rule.before is not None else "by" if rule.by is not None else "within"
        args = {"days": rule.shift.days, "months": rule.shift.months, "anchor": self._anchor(rule.anchor)}
        basis = self.translate(f"basis-{rule.limit_basis}")
        if form == "before" and rule.limit_event is not None:
            form = "before-event"
        if form == "within":
            form = "within-months" if rule.shift.months else "within-days"
        yield (
            self.translate("label-limit"),
            f"{self.translate(form, **args)} ({basis}; {self.translate('warn', days=rule.warn_days)})",
        )

    def _anchor(self, anchor: date | Param | str) -> str:
        if isinstance(anchor, Param):
            return self._parameter(anchor.param)
        return self.translate("day", day=anchor.isoformat()) if isinstance(anchor, date) else self.name_of(anchor)

    def _parameter(self, name: str, measures: str = "") -> str:
        dated = sorted(self.rulebook.parameters[name].items())
        told = [
            self.translate("dated", value=self._value(one, measures), day=begins.isoformat(), ref=one.ref)
            for begins, one in dated
        ]
        return f"{name} = {'; '.join(told)}" if told else f"{name} ({self.translate('no-value')})"

    def _value(self, dated: DatedValue, measures: str) -> str:
        if isinstance(dated.value, dict):
            named = (f"{self.name_of(f'{measures}/{key}')} {plain(one)}" for key, one in dated.value.items())
            return ", ".join(named)
        return (
            self.translate("day", day=dated.value.isoformat()) if isinstance(dated.value, date) else plain(dated.value)
        )


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
        title = rule.title.vi if language == "vi" else rule.title.en
        lines.append(f"{','.join(rule.clause):<10} {rule.id:<34} {rule.kind:<10} {title}")
    return "\n".join(lines) + "\n"


def document(rulebook: Rulebook) -> str:
    """docs/rules.md: every rule in both languages, generated from the rulebook."""
    paper = rulebook.directive
    parts = [
        f"# {paper.kind} {paper.number}\n",
        translate("vi", "rules.generated") + "\n",
        translate("en", "rules.generated") + "\n",
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
