"""Which unit is meant: by its id, or by words of its name as they are typed, without accents and in short forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from congress_cli.model.registry import Registry, Unit
from congress_cli.text import folded, vietnamese_order

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


def searched(text: str) -> tuple[str, ...]:
    """The words of a text to search for: folded, short forms written out, a committee named as its organisation."""
    spelled = _SHORT_FORM.sub(lambda match: f"{_SHORT[match[1]]} ", folded(text))
    return _words(_COMMITTEE.sub(r"\1", spelled))


def _claims(text: str) -> tuple[Claim, ...]:
    """What may be true of the unit meant, the surest first."""
    whole, id_, accented, plain = folded(text), text.strip().casefold(), set(_words(_spelled(text))), searched(text)
    if not plain:
        return ()
    wanted = set(plain)
    return (
        lambda unit: unit.id.casefold() == id_,
        lambda unit: folded(unit.name) == whole,
        lambda unit: accented <= set(_words(_spelled(unit.name))),
        lambda unit: wanted <= set(_words(folded(unit.name))),
        lambda unit: _begun(plain, _words(folded(unit.name))),
    )


def _begun(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


def _spelled(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> tuple[str, ...]:
    return tuple(_NO_WORD.sub(" ", text).split())
