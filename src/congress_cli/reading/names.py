"""Ids, names and the tree of units without models, all that `find` needs; and whether the names of units fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from congress_cli.days import DayError, parse_day, parse_exact
from congress_cli.language import LANGUAGES
from congress_cli.model.unit_names import Closing, KnownName, KnownType, KnownUnit
from congress_cli.reading.fast import SimpleFile, simple_mapping, simple_units_file
from congress_cli.reading.files import RULES_FORMAT, UNITS_FORMAT, Sources, paused
from congress_cli.reading.lines import Lines
from congress_cli.reading.project import Project, unit_files

if TYPE_CHECKING:
    from congress_cli.model.unit_names import AnyUnit
    from congress_cli.rules import Rulebook

RESERVED = ("unit", "children", "parent")
"""What a rule calls units by their place; no unit has such an id."""
LONGEST_NAME = 1_000
_ID = re.compile(r"[A-Za-z0-9-]{1,100}\Z")
_FILE = {"format", "term", "as_of", "records", "task_forces"}
_TEXTS = ("id", "name", "level", "type")
_OPTIONAL = ("parent", "code", "task_force", "source", "records")
_UNIT = {*_TEXTS, *_OPTIONAL, "was", "tags", "closed"}
_CLOSED = {"day", "into", "document", "source", "note"}

T = TypeVar("T")


class KnownWords(NamedTuple):
    """The words of a rulebook that units use."""

    levels: Mapping[str, Any]
    types: Mapping[str, KnownType]
    tags: Mapping[str, Any]


class _Doubtful(Exception):  # noqa: N818
    """Something that may have to be reported."""


@paused()
def known_units(project: Project, sources: Sources) -> tuple[tuple[KnownUnit, ...], Mapping[str, KnownType]] | None:
    """The units, by id, and the types of files that are simply written; facts and rules are not looked at.

    None where anything else in the units files, or in the words they use, is not surely without mistakes: the full
    reader says what. Raises CongressError where a file cannot be read at all.
    """
    lines = Lines()
    words = simple_mapping(sources.data(project.rules))
    files = [simple_units_file(sources.data(path), lines) for path in unit_files(project.units).paths]
    try:
        known = _words(_as(dict, words))
        forces = [force for file in files for force in _forces(file)]
        units = _units([unit.fields for file in files if file is not None for unit in file.units])
        _require(len({file.fields.get(key) for file in files if file and key in file.fields}) < 2 for key in _ALIKE)
        _require([names_fit(units, forces, known)])
    except (_Doubtful, DayError):
        return None
    return tuple(sorted(units)), known.types


_ALIKE = ("term", "as_of")


def _require(conditions: Iterable[bool]) -> None:
    if not all(conditions):
        raise _Doubtful


def _as(wanted: type[T], value: Any) -> T:
    if not isinstance(value, wanted):
        raise _Doubtful
    return value


def _texts(value: Any) -> list[str]:
    return [_as(str, one) for one in _as(list, value)]


def _is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME


def _words(raw: dict[str, Any]) -> KnownWords:
    languages, levels = {*_texts(raw.get("languages", [*LANGUAGES]))}, _as(dict, raw.get("levels"))
    _require([raw.get("format") == RULES_FORMAT, set() < languages <= {*LANGUAGES}])
    types = {name: _type(_as(dict, one), languages, levels) for name, one in _as(dict, raw.get("types")).items()}
    return KnownWords(levels, types, _as(dict, raw.get("tags", {})))


def _type(raw: dict[str, Any], languages: set[str], levels: Collection[str]) -> KnownType:
    name = {key: one for key, one in raw.items() if key not in ("level", "short", "committee")}
    level, short = raw.get("level"), _texts(raw.get("short", []))
    level = [level] if isinstance(level, str) else _texts(level)
    committee = _named(_as(dict, raw["committee"]), languages) if "committee" in raw else None
    _require([bool(level), *(one in levels for one in level), *map(_is_name, short)])
    return KnownType(*_named(name, languages), level, short, committee)


def _named(raw: dict[str, Any], languages: set[str]) -> KnownName:
    """A name, which stands in the languages of the paper; the other language tells it by the same name."""
    _require([raw.keys() == languages])
    either = _texts([*raw.values()])[0]
    return KnownName(*(raw.get(one, either) for one in LANGUAGES))


def _forces(file: SimpleFile | None) -> Iterator[str]:
    """The task forces of a file whose head is without mistakes."""
    fields = {} if file is None else file.fields
    _require([fields.keys() <= _FILE, fields.get("format") == UNITS_FORMAT, _is_claim(fields.get("records"))])
    _as(str, fields.get("term", ""))
    if "as_of" in fields:
        parse_exact(_as(str, fields["as_of"]))
    for force in _as(list, fields.get("task_forces", [])):
        _require([_as(dict, force).keys() == {"id", "name"}])
        id_, name = _as(str, force["id"]), _as(str, force["name"])
        _require([_ID.match(id_) is not None, _is_name(name)])
        yield id_


def _is_claim(records: Any) -> bool:
    return records in ("partial", "complete")


def _units(rows: list[dict[str, Any]]) -> list[KnownUnit]:
    """The units of these fields, a column at a time."""
    _require([{*chain.from_iterable(rows)} <= _UNIT])
    found: dict[str, list[Any]] = {key: [one.get(key) for one in rows] for key in (*_TEXTS, *_OPTIONAL, "closed")}
    _require({*map(type, found[key])} == {str} for key in _TEXTS)
    _require({*map(type, found[key])} <= {str, type(None)} for key in _OPTIONAL)
    _require(map(_is_name, found["name"]))
    former, tags = ([tuple(_texts(one[key])) if key in one else () for one in rows] for key in ("was", "tags"))
    _require(_ID.match(one) is not None for one in chain(found["id"], chain.from_iterable(former)))
    _require(map(_is_claim, {*found["records"]} - {None}))
    closed = [None if one is None else _closing(_as(dict, one)) for one in found["closed"]]
    names = (found[key] for key in (*_TEXTS, "parent", "code", "task_force"))
    return list(map(KnownUnit, *names, former, tags, closed))


def _closing(raw: dict[str, Any]) -> Closing:
    _require([raw.keys() <= _CLOSED, "day" in raw, bool(_texts([*raw.values()]))])
    parse_day(raw["day"])
    return Closing(raw.get("into"))


def names_fit(units: Iterable[AnyUnit], forces: Sequence[str], rulebook: Rulebook | KnownWords) -> bool:
    """Whether a `Tree` of these units, without mistakes of structure, would surely note nothing; all at once.

    `forces`: the ids of the task forces.
    """
    found = map(_NAMES, units)
    ids, parents, former, closed, watched, *words = zip(*found, strict=True)
    known, superiors = {*ids}, {*parents, None}
    others = [*forces, *chain.from_iterable(former)]
    return (
        len(known.union(others)) == len(ids) + len(others)
        and known.isdisjoint(RESERVED)
        and superiors <= {*known, None}
        and known.issuperset(one.into for one in closed if one is not None and one.into is not None)
        and {*forces, None}.issuperset(watched)
        and all(_words_fit(rulebook, *one) for one in {*zip(*words, strict=True)})
        and not any(cycles({one: above for one, above in zip(ids, parents, strict=True) if one in superiors}))
    )


_NAMES = attrgetter("id", "parent", "was", "closed", "task_force", "level", "type", "tags")


def _words_fit(rulebook: Rulebook | KnownWords, level: str, type_: str, tags: Iterable[str]) -> bool:
    known = rulebook.types.get(type_)
    return level in rulebook.levels and known is not None and level in known.level and rulebook.tags.keys() >= {*tags}


def cycles(parents: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Superiors that lead back to where they began, each cycle once, from one of its units back to it."""
    safe: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in parents and at not in safe and at not in way:
            way[at] = None
            at = parents[at]
        if at is not None and at in way:
            ids = list(way)
            yield [*ids[ids.index(at) :], at]
        safe.update(way)
