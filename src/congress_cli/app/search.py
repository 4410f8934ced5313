"""The one unit that a text means, or what to say where it means none, several, or one only by a part of its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from congress_cli.errors import UsageError
from congress_cli.language import LANGUAGES
from congress_cli.model.meaning import meanings
from congress_cli.model.registry import Registry, TaskForce, Unit
from congress_cli.model.unit_names import UnitNames
from congress_cli.reading.load import Data
from congress_cli.text import suggestions

MOST_NAMED = 20


def units_named(text: str, data: Data) -> tuple[Unit, ...]:
    """The units that a text may mean, in Vietnamese order: one where it is an id, none, or several.

    Else every word of the text stands in the name, or, where no name has them all, begins a word of it. What is typed
    without accents finds every accented name.
    """
    by_id = data.registry.by_id
    if (unit := _of_id(text, by_id)) is not None:
        return (by_id[unit],)
    names = UnitNames(data.registry.units, data.rulebook.types)
    return tuple(by_id[one] for one in names.containing(text) or names.begun(text))


def meant(text: str, data: Data, *, writes: bool = False, task_forces: bool = False) -> str:
    """The id of the one unit (or task force) that a text means: an id or a whole name, or, where nothing is written,
    words that one name alone has.

    Raises UsageError; several hits are listed, none is picked.
    """
    registry = data.registry
    named: Sequence[Unit | TaskForce] = (*registry.units, *registry.task_forces) if task_forces else registry.units
    if (one := _of_id(text, {one.id: one for one in named})) is not None:
        return one
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


def known(code: str, text: str, ids: Collection[str]) -> str:
    """The text, which is one of the ids. Raises UsageError of that code, with what was probably meant."""
    if text not in ids:
        raise UsageError(code, text=text, known=suggestions(text, ids))
    return text


def is_reversed(first: str, second: str, data: Data) -> bool:
    """Whether of two words the first means a fact, a rule or a clause, and the second one a unit."""
    book = data.rulebook
    rules = {rule.id: {"vi": rule.title.vi, "en": rule.title.en} for rule in book.rules}
    words = {**book.names, **rules, **{clause.id: {} for clause in book.clauses}}
    if not meanings(first, words):
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
