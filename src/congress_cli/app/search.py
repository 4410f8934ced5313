"""What typed words mean: units, days, facts, rules; or what to say and to ask where they mean none or several.

The terminal itself is an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from congress_cli.days import Today, parse_day
from congress_cli.errors import CongressError, UsageError
from congress_cli.language import LANGUAGES, translate
from congress_cli.model.finding import Status
from congress_cli.model.message import names_of
from congress_cli.model.typed import Names, Present, ambiguous, meaning, meanings, unknown
from congress_cli.model.unit_names import UnitNames
from congress_cli.reading.files import Sources
from congress_cli.reading.names import known_units

if TYPE_CHECKING:
    from congress_cli.edit.transaction import Desk
    from congress_cli.model.facts import Named
    from congress_cli.model.registry import Registry, TaskForce, Unit
    from congress_cli.model.unit_names import AnyType, AnyUnit
    from congress_cli.reading.load import Data
    from congress_cli.reading.project import Project
    from congress_cli.rules import Rulebook


T = TypeVar("T")
MOST_NAMED = 20


def units_to_find(project: Project) -> tuple[Sequence[AnyUnit], Mapping[str, AnyType]]:
    """All units, by id, and the types of the rulebook, for `units_named`.

    Facts and rules are not looked at, as far as ids, names and superiors are without mistakes. Raises Unreadable with
    every mistake of all files where they are not, CongressError where a file cannot be read at all.
    """
    sources = Sources(project.shown)
    found = known_units(project, sources)
    if found is not None:
        return found
    from congress_cli.reading.load import read_data

    data = read_data(project, sources=sources)
    return data.registry.units, data.rulebook.types


def units_named(text: str, units: Sequence[AnyUnit], types: Mapping[str, AnyType]) -> tuple[AnyUnit, ...]:
    """The units that a text may mean, in Vietnamese order: one where it is an id, none, or several.

    Else every word of the text stands in the name, or, where no name has them all, begins a word of it. What is typed
    without accents finds every accented name; a text that nothing else fits may be an official code.
    """
    by_id = {unit.id: unit for unit in units}
    renamed = {was: unit for unit in units for was in unit.was}
    for known in (by_id, renamed):
        if (one := _of_id(text, known)) is not None:
            return (known[one],)
    names = UnitNames(units, types)
    found = tuple(by_id[one] for one in names.containing(text) or names.begun(text))
    return found or tuple(unit for unit in units if unit.code == text)


def nothing_found(text: str, units: Sequence[AnyUnit], types: Mapping[str, AnyType]) -> CongressError:
    """The mistake of a text that no unit matches, with the units that are written much like it."""
    by_id = {unit.id: unit.name for unit in units}
    known = UnitNames(units, types).near(text)
    names = [dict.fromkeys(LANGUAGES, by_id[one]) for one in known]
    return CongressError("nothing-found", text=text, known=known, names=names)


def meant(text: str, data: Data, *, writes: bool = False, task_forces: bool = False) -> str:
    """The id of the one unit (or task force) that a text means: an id or a whole name, or, where nothing is written,
    words that one name alone has.

    Raises UsageError; several hits are listed, none is picked.
    """
    registry = data.registry
    named: Sequence[Unit | TaskForce] = (*registry.units, *registry.task_forces) if task_forces else registry.units
    if (one := _of_id(text, {one.id: one for one in named})) is not None:
        return one
    if (former := _of_id(text, registry.renamed)) is not None:
        return registry.now(former)
    names = UnitNames(named, data.rulebook.types)
    whole, sure = names.whole(text)
    hits = whole or names.containing(text)
    if len(hits) == 1 and ((sure and whole) or not writes):
        return hits[0]
    if not hits:
        raise _unknown(text, names.near(text), registry)
    code = "unit-ambiguous" if len(hits) > 1 else "unit-partial"
    listed = [(one, registry.name_of(one), _superior(one, registry)) for one in hits[:MOST_NAMED]]
    raise UsageError(code, text=text, count=len(hits), hits=listed, left=len(hits) - len(listed))


def fact_meant(text: str, book: Rulebook) -> str:
    """The one fact that a text means. Raises UsageError."""
    return meaning("fact", text, names_of(book.facts))


def unit_and_fact(text: str, data: Data) -> tuple[str, str]:
    """The unit and the fact that a text names, one behind the other. Raises UsageError."""
    words = text.split()
    for place in range(len(words) - 1, 0, -1):
        with suppress(UsageError):
            return meant(" ".join(words[:place]), data), fact_meant(" ".join(words[place:]), data.rulebook)
    return meant(" ".join(words[:-1]), data), fact_meant(words[-1], data.rulebook)


def rules_meant(text: str, book: Rulebook) -> tuple[list[str], bool]:
    """The rules that a text means by id, title or clause, and whether it is a clause. Raises UsageError for none."""
    if text in book.by_id:
        return [text], False
    from congress_cli.model.directive import is_within

    names = names_of({rule.id: rule.title for rule in book.rules})
    found = [] if _has_clause(text, book) else meanings(text, names)
    clauses = [text] if _has_clause(text, book) else [] if found else meanings(text, _clause_names(book))
    pairs = ((rule.id, one) for rule in book.rules for one in rule.clause)
    of_clauses = list(dict.fromkeys(rule for rule, one in pairs if any(is_within(one, clause) for clause in clauses)))
    if not found and not of_clauses:
        raise UsageError("clause-without-rules", text=text) if clauses else unknown("rule", text, names)
    return found or of_clauses, bool(of_clauses)


def rule_meant(text: str, book: Rulebook, concerned: Collection[str] = ()) -> str:
    """The one rule that a text means, of those `concerned` where one of them is meant. Raises UsageError."""
    found, _ = rules_meant(text, book)
    found = [one for one in found if one in concerned] or found
    if len(found) > 1:
        raise ambiguous(text, found, names_of({rule.id: rule.title for rule in book.rules}))
    return found[0]


def clause_meant(text: str, book: Rulebook) -> str:
    """A clause, or what several begin with. Raises UsageError."""
    return text if _has_clause(text, book) else meaning("clause", text, _clause_names(book))


def status_meant(text: str) -> str:
    """The one status that a text means. Raises UsageError."""
    names = {one.value: {each: translate(each, f"terms.{one.value}") for each in LANGUAGES} for one in Status}
    return meaning("status", text, names)


def _has_clause(text: str, book: Rulebook) -> bool:
    from congress_cli.model.directive import is_within

    return any(is_within(clause.id, text) for clause in book.clauses)


def _clause_names(book: Rulebook) -> Names:
    return names_of({clause.id: clause for clause in book.clauses})


def is_reversed(first: str, second: str, data: Data) -> bool:
    """Whether of two words the first means a fact, a rule or a clause, and the second one a unit."""
    book = data.rulebook
    words = names_of({**book.facts, **{rule.id: rule.title for rule in book.rules}})
    if not _has_clause(first, book) and not meanings(first, words):
        return False
    names = UnitNames(data.registry.units, book.types)
    return _of_id(second, data.registry.by_id) is not None or bool(names.whole(second)[0])


def _of_id(text: str, ids: Iterable[str]) -> str | None:
    """The id that a text is, in whatever case it is typed."""
    wanted = text.strip()
    return wanted if wanted in ids else next((one for one in ids if one.casefold() == wanted.casefold()), None)


def _unknown(text: str, known: list[str], registry: Registry) -> UsageError:
    names = [dict.fromkeys(LANGUAGES, registry.name_of(one)) for one in known]
    return UsageError("unit-unknown", text=text, known=known, names=names)


def _superior(one: str, registry: Registry) -> str:
    unit = registry.by_id.get(one)
    return "" if unit is None or unit.parent is None else registry.by_id[unit.parent].name


FUTURE = " --future"  # behind an answer: this day is meant, though it is to come


class Question(NamedTuple):
    """What a person is asked: a question of the catalogue `desk` for what was not given (`missing`).

    `typed`: what was said already; nothing is asked where it is understood. `first`: said once above the question.
    `choices`: what a number stands for.
    """

    code: str
    missing: str
    typed: str | None = None
    first: str = ""
    choices: Sequence[str] = ()


class Ask(Protocol):
    """Asks a person until the answer is understood. Raises UsageError where there is no terminal to ask on."""

    def __call__(self, question: Question, understood: Callable[[str], T]) -> T: ...  # noqa: D102


def typed_only(question: Question, understood: Callable[[str], T]) -> T:
    """What was said already; nobody is asked. Raises UsageError."""
    if question.typed is None:
        raise UsageError("argument-missing", text=question.missing)
    return understood(question.typed)


def unit_meant(desk: Desk, ask: Ask, text: str | None, *, task_forces: bool = False) -> str:
    """The id of the unit to write to, by its id or its whole name. Raises UsageError."""

    def understood(line: str) -> str:
        return meant(line, desk.data, writes=True, task_forces=task_forces)

    return ask(Question("ask-unit", "UNIT", text), understood)


def present_of(data: Data, today: Today, *, future: bool = False) -> Present:
    """Today in the zone of the rulebook, and the day of a frozen registry. `future`: later days are meant."""
    return Present(today(data.rulebook.timezone), data.registry.as_of, future)


def day_meant(ask: Ask, option: str, text: str, read: Callable[[str, Present], str], present: Present) -> str:
    """The day of an option as the files write it. Raises UsageError."""

    def understood(line: str) -> str:
        typed = line.removesuffix(FUTURE)
        return refuse_future(read(typed, present), typed, present, free=typed != line)

    return ask(Question("ask-day", option, text), understood)


def refuse_future(
    day: str, typed: str, present: Present, plans: Mapping[str, Named] | None = None, *, free: bool = False
) -> str:
    """The day, which has come, or is free to come. Raises UsageError with what else may be meant.

    `typed`: how it was typed; `plans`: the facts that are plans of such a day.
    """
    if free or not present.is_future(day):
        return day
    from congress_cli.edit.typed_values import described_day

    hits = []
    first, last = parse_day(day)
    with suppress(ValueError):
        if first == last:
            past = first.replace(year=present.last.year - (first.replace(year=present.last.year) > present.last))
            hits.append((f"{past.day}/{past.month}/{past.year}", described_day(str(past)), ""))
    hits += [(f"{one} {typed}", plan.both, "") for one, plan in (plans or {}).items()]
    hits.append((f"{typed}{FUTURE}", described_day(day), ""))
    code = "day-future" if present.last == present.today else "day-after-frozen"
    raise UsageError(code, text=typed, day=day, last=str(present.last), hits=hits)
