"""Which unit is meant: by its id, or by words of its name as they are typed, without accents and in short forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

from congress_cli.errors import UsageError
from congress_cli.language import LANGUAGES
from congress_cli.model.registry import Registry, Unit
from congress_cli.text import fold, suggestions, vietnamese_order

MOST_NAMED = 20

_SHORT = {"q": "quan", "p": "phuong", "h": "huyen", "x": "xa", "tx": "thi xa", "tt": "thi tran", "tp": "thanh pho"}
_SHORT_FORM = re.compile(rf"(?<!\w)({'|'.join(_SHORT)})\.\s*")
_COMMITTEE = re.compile(r"(?<!\w)(dang|quan|huyen|thi|thanh) uy(?!\w)")
_NO_WORD = re.compile(r"[^\w]+")

Claim = Callable[[Unit], bool]


def units_named(text: str, registry: Registry) -> tuple[Unit, ...]:
    """The units that a text may mean, in Vietnamese order: one where it is an id or a whole name, none, or several.

    Else every word of the text stands in the name; accents count only where they tell two names apart, and the
    beginnings of words are enough where no whole words fit. `q. hoan kiem` and `Quận ủy Hoàn Kiếm` both mean the
    party organisation of that district.
    """
    unit = registry.by_id.get(text.strip())
    if unit is not None:
        return (unit,)
    for claim in _claims(text):
        hits = [unit for unit in registry.units if claim(unit)]
        if hits:
            return tuple(sorted(hits, key=lambda unit: vietnamese_order(unit.name)))
    return ()


def meant(text: str, registry: Registry, *, task_forces: bool = False) -> str:
    """The id of the one unit (or task force, by its id only) that a text means.

    Raises UsageError; several hits are listed, none is picked.
    """
    forces = {force.id: force.name for force in registry.task_forces} if task_forces else {}
    if text in forces:
        return text
    hits = units_named(text, registry)
    if len(hits) == 1:
        return hits[0].id
    if not hits:
        raise _unknown(text, registry.names if task_forces else {unit.id: unit.name for unit in registry.units})
    listed = [(unit.id, unit.name, _superior(unit, registry)) for unit in hits[:MOST_NAMED]]
    raise UsageError("unit-ambiguous", text=text, count=len(hits), hits=listed, left=len(hits) - len(listed))


def _unknown(text: str, names: Mapping[str, str]) -> UsageError:
    known = suggestions(text, names)
    return UsageError(
        "unit-unknown", text=text, known=known, names=[dict.fromkeys(LANGUAGES, names[one]) for one in known]
    )


def _superior(unit: Unit, registry: Registry) -> str:
    return "" if unit.parent is None else registry.by_id[unit.parent].name


def known(code: str, text: str, ids: Collection[str]) -> str:
    """The text, which is one of the ids. Raises UsageError of that code, with what was probably meant."""
    if text not in ids:
        raise UsageError(code, text=text, known=suggestions(text, ids))
    return text


def searched(text: str) -> tuple[str, ...]:
    """The words of a text to search for: folded, short forms written out, a committee named as its organisation."""
    spelled = _SHORT_FORM.sub(lambda match: f"{_SHORT[match[1]]} ", fold(text))
    return _words(_COMMITTEE.sub(r"\1", spelled))


def _claims(text: str) -> tuple[Claim, ...]:
    """What may be true of the unit meant, the surest first."""
    whole, id_, accented, plain = fold(text), text.strip().casefold(), set(_words(_spelled(text))), searched(text)
    if not plain:
        return ()
    wanted = set(plain)
    return (
        lambda unit: unit.id.casefold() == id_,
        lambda unit: fold(unit.name) == whole,
        lambda unit: accented <= set(_words(_spelled(unit.name))),
        lambda unit: wanted <= set(_words(fold(unit.name))),
        lambda unit: _begun(plain, _words(fold(unit.name))),
    )


def _begun(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


def _spelled(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> tuple[str, ...]:
    return tuple(_NO_WORD.sub(" ", text).split())
