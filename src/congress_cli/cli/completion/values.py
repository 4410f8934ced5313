"""What may stand where a unit, fact, rule or sentence is named: ids and names, from a look at the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path

from congress_cli.cli.session import Session
from congress_cli.reading import skim
from congress_cli.reading.files import STDIN
from congress_cli.reading.project import Project, unit_files
from congress_cli.text import fold

MOST = 100
Named = tuple[str, str]


def values_of(kind: str, prefix: str, given: Mapping[str, str], session: Session) -> list[Named]:
    """The ids of a kind that begin as typed; where no unit's does, the id of the only unit whose name has the words.

    Of several such units none is offered: a shell would put what their ids have in common in the place of the word.
    """
    project = session.project(given.get("--units"), given.get("--rules"), use_waivers=False)
    found = sorted(_KINDS[kind](project, session.language))
    begun = [one for one in found if one[0].casefold().startswith(prefix.casefold())]
    if kind != "UNIT" or begun:
        return _nearest(begun)
    named = [one for one in found if _named(prefix, one[1])]
    return named if len(named) == 1 else []


def _units(project: Project, language: str) -> Iterable[Named]:
    del language
    if project.units == STDIN:
        return ()
    return chain.from_iterable(skim.units(skim.text_of(Path(path))) for path in unit_files(project.units).paths)


_KINDS: dict[str, Callable[[Project, str], Iterable[Named]]] = {
    "UNIT": _units,
    "FACT": lambda project, language: skim.facts(skim.text_of(project.rules), language),
    "RULE": lambda project, language: skim.rules(skim.text_of(project.rules), language),
    "CLAUSE": lambda project, language: skim.clauses(skim.text_of(project.rules), language),
}
KINDS = tuple(_KINDS)


def _nearest(found: list[Named]) -> list[Named]:
    """All, or of too many those with the fewest parts: districts before their communes."""
    parts = sorted(one[0].count("-") for one in found)
    most = parts[MOST] - 1 if len(parts) > MOST else None
    if most is None or most < parts[0]:
        return found
    return [one for one in found if one[0].count("-") <= most]


def _named(prefix: str, name: str) -> bool:
    """Whether each word typed begins a word of the name, accents aside."""
    words = fold(name).split()
    return all(any(word.startswith(typed) for word in words) for typed in fold(prefix).split())
