"""What a person is asked before a change is drawn up, and what is said back before its effect is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from textwrap import fill

from congress_cli import dataclass
from congress_cli.app.search import FUTURE, Ask, Question, day_meant, fact_meant, refuse_future, unit_meant
from congress_cli.days import Today, moment_args, parse_day
from congress_cli.edit.document import BESIDE, fact_change, long_form, merged_fact, recorded
from congress_cli.edit.transaction import Desk, Draft, draft, outcome_of
from congress_cli.edit.typed_values import Raw, typed_document, typed_exact, typed_span, typed_text, typed_value
from congress_cli.edit.undo import Undo
from congress_cli.errors import UsageError
from congress_cli.language import translate
from congress_cli.model.directive import CasesTerm, EventTerm, PlanTerm, Term
from congress_cli.model.facts import Case, Cases, Checklist, Event, Fact, Measures, Series, cases_of, plain
from congress_cli.model.finding import Finding
from congress_cli.model.journal import Outcome
from congress_cli.model.registry import Unit
from congress_cli.model.typed import Present
from congress_cli.reading.data_warnings import is_usual_number
from congress_cli.rules import Rule
from congress_cli.text import sanitize


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact to be written; `value` None: it is to go."""

    desk: Desk
    unit: Unit
    fact: str
    value: Mapping[str, Raw] | None
    beside: Mapping[str, str]
    today: date

    def draft(self) -> Draft:
        """The registry with the fact in it."""
        new: Raw = None
        if self.value is not None:
            kind = self.desk.data.rulebook.facts[self.fact].kind
            old = recorded(self.desk, self.unit.id, self.fact)
            of_parts = self.desk.data.rulebook.facts[self.fact].beside_parts
            beside = {key: text for key, text in self.beside.items() if key not in of_parts}
            new = merged_fact(kind, old, self.value, beside, str(self.today))
        return draft(self.desk, [fact_change(self.desk, self.unit.id, self.fact, new)])

    def kept(self) -> list[str]:
        """What stood beside the old value and now stands beside another one, unasked."""
        kind = self.desk.data.rulebook.facts[self.fact].kind
        old = long_form(kind, recorded(self.desk, self.unit.id, self.fact))
        if not self.value or all(old.get(key) == new for key, new in self.value.items()):
            return []
        given = {"recorded", *self.beside, *self.value}
        return [key for key in BESIDE if key in old and key not in given]


@dataclass(frozen=True, slots=True)
class FactPrompt:
    """Finds what is meant; asks for what was not said. Every method raises UsageError."""

    language: str
    desk: Desk
    ask: Ask
    width: int
    present: Present

    def unit(self, text: str | None) -> Unit:
        """The unit, by its id or its whole name."""
        return self.desk.data.registry.by_id[unit_meant(self.desk, self.ask, text)]

    def fact(self, text: str | None, unit: Unit) -> str:
        """The fact, by id or by words of its name."""
        waiting = self._waiting(unit)
        asked = sorted(self._asked_of(unit), key=lambda one: one not in waiting)
        choices = {one: self._choice(one, unit, waiting.get(one, 0)) for one in asked}
        about = self.translate("unit", unit=unit.id, name=unit.name)
        first = f"{about}\n{_listed(choices, self.width)}"
        question = Question("ask-fact", "FACT", text, first, asked)
        return self.ask(question, lambda line: fact_meant(line, self.desk.data.rulebook))

    def is_numbered(self, fact: str, unit: Unit) -> bool:
        """Whether a rule asks for the number of the paper beside the fact of such a unit."""
        return any(fact in rule.numbered_events() for rule in self._concerned(unit))

    def document(self) -> dict[str, str]:
        """The number and sign of the paper; none where it is not known yet."""
        number = self.ask(Question("ask-document", "--document"), typed_document)
        return {"document": number} if number else {}

    def present_for(self, fact: str) -> Present:
        """The present that a day of a fact is compared with: a plan is free to come."""
        return self.present._replace(future=self.present.future or isinstance(self.terms[fact], PlanTerm))

    def value(
        self, words: Sequence[str], fact: str, unit: Unit, beside: Mapping[str, str]
    ) -> tuple[str, dict[str, Raw]]:
        """The fact, or its plan where a day to come is one, and the value in its long form.

        The value is empty where only what stands beside it was said.
        """
        term = self.terms[fact]
        dated = term.is_day and "day" in beside
        if words and dated:
            raise UsageError("options-exclude", options=["VALUE", "--day"])
        of_part = {key: text for key, text in beside.items() if key in term.beside_parts}
        if term.beside_parts and ("day" in beside or (of_part and not words)):
            option = "day" if "day" in beside else next(iter(of_part))
            raise UsageError(f"part-unnamed-{term.kind.value}", option=f"--{option}")
        old = long_form(term.kind, recorded(self.desk, unit.id, fact))
        if not words and (dated or (beside and old)):
            return fact, {}
        first = _listed(self._parts(fact), self.width) if term.parts else ""
        if old and fact in unit.facts:
            first += self.translate("recorded-now", value=_in_short(unit.facts[fact])) + "\n"
        planned = {fact, getattr(term, "after", None)}
        plans = {one: plan for one, plan in self.terms.items() if isinstance(plan, PlanTerm) and plan.of in planned}
        typed = " ".join(words) or None

        def understood(line: str) -> tuple[str, dict[str, Raw]]:
            plan, *day = line.split()
            if plan in plans:
                return plan, typed_value(plans[plan], day, {}, self.present)
            answer = line.removesuffix(FUTURE)
            answered = list(words) if answer == typed else _answered(answer, term)
            present = self.present._replace(future=self.present.future or answer != line)
            found = typed_value(term, answered, old, present, of_part)
            if isinstance(term, EventTerm):
                refuse_future(str(found["day"]), answer, self.present, plans, free=answer != line)
            return fact, found

        return self.ask(Question(f"ask-{term.kind.value}", "VALUE", typed, first), understood)

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the catalogue `desk`."""
        return translate(self.language, f"desk.{code}", args)

    @property
    def terms(self) -> Mapping[str, Term]:
        """The vocabulary."""
        return self.desk.data.rulebook.facts

    def _parts(self, fact: str) -> dict[str, str]:
        """The items or indicators of a fact, by id."""
        names = self.desk.data.rulebook.names
        own = {name: named[self.language] for name, named in names.items() if name.startswith(f"{fact}/")}
        return {name.partition("/")[2]: named for name, named in own.items()}

    def is_asked(self, fact: str, unit: Unit) -> bool:
        """Whether some rule asks the fact of such a unit; a plan is anybody's."""
        return isinstance(self.terms[fact], PlanTerm) or fact in self._asked_of(unit)

    def name(self, fact: str) -> str:
        """What the fact is called."""
        return self.terms[fact].in_language(self.language)

    def _choice(self, fact: str, unit: Unit, waiting: int) -> str:
        """A fact in the list: its name, what is recorded of it, and how many duties wait for it."""
        name = self.name(fact)
        if waiting:
            return self.translate("waited-for", name=name, count=waiting)
        return f"{name}: {_in_short(unit.facts[fact])}" if fact in unit.facts else name

    def _concerned(self, unit: Unit) -> list[Rule]:
        return [rule for rule in self.desk.data.rulebook.rules if rule.applies_to.takes(unit)]

    def _waiting(self, unit: Unit) -> dict[str, int]:
        """The facts that are not recorded and begin or limit other duties of the unit, with the number of these."""
        begins = [set(rule.own_facts()) - set(rule.judged_facts()) for rule in self._concerned(unit)]
        return Counter(fact for facts in begins for fact in facts if fact not in unit.facts)

    def _asked_of(self, unit: Unit) -> list[str]:
        """The facts that the rules ask of such a unit, as the vocabulary orders them."""
        wanted = {fact for rule in self._concerned(unit) for fact in rule.own_facts()}
        return [fact for fact, term in self.terms.items() if fact in wanted or getattr(term, "of", None) in wanted]


def _in_short(fact: Fact) -> str:
    """What is recorded: of cases their numbers; of many periods or cases the last ones."""
    parts = [one.case for one in fact.cases] if isinstance(fact, Cases) else fact.value().split(", ")
    return ", ".join(["…", *parts[-LAST:]] if isinstance(fact, Cases | Series) and len(parts) > LAST else parts)


def _listed(choices: Mapping[str, str], width: int) -> str:
    """Choices with numbers, a line each."""
    room = max((len(one) for one in choices), default=0)
    indent = " " * (room + 7)
    lines = [
        fill(f"{place:>3}  {one:<{room}}  {sanitize(name)}", max(width, 2 * len(indent)), subsequent_indent=indent)
        for place, (one, name) in enumerate(choices.items(), 1)
    ]
    return "".join(f"{line}\n" for line in lines)


MOST = 10
LAST = 6


def beside_fact(typed: Mapping[str, str], ask: Ask, present: Present) -> dict[str, str]:
    """What stands beside the value, as the files hold it. An empty text is kept: it takes the old one away."""
    beside = {key: typed_text(f"--{key}", text) for key, text in typed.items()}
    entered = present._replace(frozen=None)  # what is known of a frozen registry may be entered later
    for key, read, until in (("day", typed_span, present), ("recorded", partial(typed_exact, "--recorded"), entered)):
        if beside.get(key):
            beside[key] = day_meant(ask, f"--{key}", beside[key], read, until)
    if beside.get("document"):
        beside["document"] = typed_document(beside["document"])
    return beside


class Confirmation:
    """Sentences about a draft in one language; every method gives lines."""

    def __init__(self, language: str, draft: Draft) -> None:
        self.language = language
        self.draft = draft
        self.names = {name: one.get(language, name) for name, one in draft.after.rulebook.names.items()}

    def outcome(self, day: date | None, today: Today) -> Outcome:
        """What the draft changes, judged on a day: the one asked for, else the registry's own, else today."""
        return outcome_of(self.draft, *self.draft.after.judged_day(day, today))

    def fact(self, entry: FactEntry, typed_document: str | None) -> Iterator[str]:
        """The unit, the fact and the value that stands now, and what the clerk should know of it."""
        registry = self.draft.after.registry
        now = registry.by_id[entry.unit.id].facts.get(entry.fact)
        yield self.translate("unit", unit=entry.unit.id, name=entry.unit.name)
        yield self._fact(entry.fact, now, entry.unit.facts.get(entry.fact))
        yield from self._whole_congress(entry, now)
        kept = entry.kept()
        if kept:
            words = [self.translate(f"beside-{key}") for key in kept]
            yield self.translate("kept", keys=words, option=kept[-1])
        yield from self._number(typed_document, entry.beside.get("document"))
        if registry.as_of is not None and now is not None and now.perhaps_after(registry.as_of):
            yield self.translate("after-frozen", frozen=registry.as_of.isoformat())

    def units(self, ids: Sequence[str]) -> Iterator[str]:
        """Some units, of many how many they are."""
        if len(ids) > MOST:
            yield self.translate("units", count=len(ids))
            return
        for one in ids:
            yield self.translate("unit", unit=one, name=self.draft.after.registry.name_of(one))

    def unit(self, unit_id: str) -> Iterator[str]:
        """The unit and its superior."""
        by_id = self.draft.after.registry.by_id
        unit = by_id[unit_id]
        yield self.translate("unit", unit=unit.id, name=unit.name)
        if unit.parent is not None:
            above = by_id[unit.parent]
            yield self.translate("below", unit=above.id, name=above.name)

    def closing(self, unit_id: str, closing: Mapping[str, Raw], typed_document: str) -> Iterator[str]:
        """The unit that ends, when, by which paper, and the units still below it."""
        yield from self.unit(unit_id)
        code = "merged" if "into" in closing else "closed"
        yield self.translate(code, when=self._day(str(closing["day"])), into=closing.get("into", ""))
        yield from self._number(typed_document, str(closing["document"]))
        below = self.draft.desk.data.registry.children_of(unit_id)
        if below:
            yield self.translate("still-below", count=len(below), units=[one.id for one in below[:8]])

    def waiver(
        self, about: Sequence[Finding], waiver: Mapping[str, Raw], typed_document: str, *, authority_typed: bool
    ) -> Iterator[str]:
        """The units, the rule and the days of a waiver, and where it is not needed."""
        yield from self.units([one.unit for one in about])
        rule = about[0].rule
        title = self.draft.after.rulebook.by_id[rule].title.in_language(self.language)
        yield self.translate("waiver", rule=rule, title=title, first=waiver["from"], last=waiver["until"])
        yield from self._number(typed_document, str(waiver["document"]))
        if not authority_typed:
            yield self.translate("waiver-authority", authority=waiver["authority"])
        if not any(one.is_problem for one in about):
            statuses = dict.fromkeys(translate(self.language, f"terms.{one.status}") for one in about)
            yield self.translate("waiver-unneeded", status=", ".join(statuses))

    def _fact(self, fact: str, recorded: Fact | None, before: Fact | None) -> str:
        """A fact and what is recorded of it: a day with its weekday, items and figures by name, periods or cases."""
        if recorded is None:
            return translate(self.language, "desk.fact-cleared", {"fact": fact}, self._name)
        args = {"fact": fact, "value": self._parts(fact, recorded, before) or self._value(fact, recorded)}
        return translate(self.language, "desk.fact", args, self._name)

    def _value(self, fact: str, recorded: Fact) -> str:
        if isinstance(recorded, Event):
            return self._day(str(recorded.day))
        if isinstance(recorded, Checklist):
            items = [self._name(f"{fact}/{item}") for item in recorded.items]
            return self.translate("items", count=len(items), items=items) if items else self.translate("no-items")
        if isinstance(recorded, Measures):
            figures = [(self._name(f"{fact}/{one}"), plain(number)) for one, number in recorded.values.items()]
            return ", ".join(self.translate("figure", name=name, number=number) for name, number in figures)
        return recorded.value()

    def _parts(self, fact: str, recorded: Fact, before: Fact | None) -> str:
        """The periods, or the cases, that are other ones than before."""
        if isinstance(recorded, Series):
            old = before.periods if isinstance(before, Series) else {}
            keys = [key for key in {**recorded.periods, **old} if recorded.periods.get(key) != old.get(key)]
            return "; ".join(self._period(key, recorded.periods.get(key)) for key in keys)
        known = cases_of(before)
        return "; ".join(self._case(fact, one) for one in cases_of(recorded) if one not in known)

    def _period(self, key: str, event: Event | None) -> str:
        if event is None:
            return self.translate("period-cleared", period=key)
        text = self.translate("period", period=key, day=self._day(str(event.day)))
        if not event.document:
            return text
        return f"{text}, {translate(self.language, 'findings.with-document', {'document': event.document})}"

    def _case(self, fact: str, case: Case) -> str:
        parts = [self._name(f"{fact}/{case.sort}")] if case.sort else []
        parts += [f"{self._name(f'{fact}/{name}')} {self._day(str(event.day))}" for name, event in case.days]
        return self.translate("case", case=case.case, text=", ".join(parts))

    def _number(self, typed: str | None, written: str | None) -> Iterator[str]:
        """What became of a document number: said where it is written otherwise than it was typed, or looks odd."""
        if written and written != typed:
            yield self.translate("document-usual", document=written, text=typed or "")
        elif written and not is_usual_number(written):
            yield self.translate("document-odd", document=written)

    def _day(self, day: str) -> str:
        """A day with its weekday, an uncertain one in words, with the weekdays of an interval."""
        if not _is_interval(day):
            return self.translate("day" if parse_day(day).exact else "span", day=day)
        first, last = (one.isoformat() for one in parse_day(day))
        return self.translate("interval", first=first, last=last)

    def _whole_congress(self, entry: FactEntry, recorded: Fact | None) -> Iterator[str]:
        """How days from the first to the last are recorded, where some day between may not be what is meant."""
        terms = self.draft.after.rulebook.facts
        planned = {term.of for term in terms.values() if isinstance(term, PlanTerm)}
        for last, term in terms.items():
            first = term.after if isinstance(term, EventTerm) else None
            if recorded is None or first not in planned or entry.fact not in (first, last):
                continue
            if _is_interval(str(recorded.day)):
                opened, closed = (f"{day.day}/{day.month}/{day.year}" for day in parse_day(str(recorded.day)))
                args = {"unit": entry.unit.id, "opened": opened, "closed": closed, "first": first, "last": last}
                yield self.translate("whole-span", **args)

    def _name(self, name: str) -> str:
        return self.names.get(name, name)

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the catalogue `desk`."""
        return translate(self.language, f"desk.{code}", args)


def _answered(text: str, term: Term) -> list[str]:
    """The words of an answer; numbers of the list above the question stand for its parts, but not that of a case."""
    words = text.split()
    number = words[:1] if isinstance(term, CasesTerm) else []
    return [*number, *(_numbered(one, list(term.parts)) for one in words[len(number) :])]


def _numbered(word: str, parts: Sequence[str]) -> str:
    """The word with the id of an item or indicator in the place of its number in the list above the question."""
    match = re.match(r"([+-]?)(\d{1,3})(?=[,;]?\Z|=)", word, re.ASCII)
    if match is None or not 1 <= int(match[2]) <= len(parts):
        return word
    return f"{match[1]}{parts[int(match[2]) - 1]}{word[match.end() :]}"


def _is_interval(day: str) -> bool:
    """Whether it is written as two days, both known."""
    return "/" in day and ".." not in day


def undone(language: str, undo: Undo) -> Iterator[str]:
    """Which entry of the journal is taken back, and which were passed over."""
    for passed, reason in undo.passed:
        args = {"command": passed.command, **moment_args(passed.at)}
        why = translate(language, f"errors.{reason.code}", reason.args_)
        yield translate(language, "desk.passed-over", {**args, "why": why})
    entry = undo.entry
    about = {"command": entry.command, **moment_args(entry.at), "by": entry.by or ""}
    yield translate(language, "desk.entry-by" if entry.by else "desk.entry", about)
    for change in entry.changes[:MOST]:
        yield translate(language, "desk.entry-change", {"where": " · ".join(change.steps)})
    if len(entry.changes) > MOST:
        yield translate(language, "desk.entry-more", {"count": len(entry.changes) - MOST})
