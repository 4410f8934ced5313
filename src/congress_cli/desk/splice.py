"""A splice: some characters of a text in the place of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """At `start`, the characters `gone` give way to those of `come`."""

    start: int
    gone: str
    come: str

    @property
    def end(self) -> int:
        """Where what goes ends."""
        return self.start + len(self.gone)


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text after all the splices; their places are those of the text as it was."""
    parts, at = [], 0
    for splice in _in_order(splices):
        parts += [text[at : splice.start], splice.come]
        at = splice.end
    return "".join([*parts, text[at:]])


def undoing(splices: Iterable[Splice]) -> list[Splice]:
    """The splices that make the text as it was out of the text after these."""
    back, shift = [], 0
    for start, gone, come in _in_order(splices):
        back.append(Splice(start + shift, come, gone))
        shift += len(come) - len(gone)
    return back


def fit(text: str, splices: Iterable[Splice]) -> bool:
    """Whether what is to go stands where it is said to."""
    return all(text.startswith(splice.gone, splice.start) for splice in splices)


def _in_order(splices: Iterable[Splice]) -> list[Splice]:
    return sorted(splices, key=lambda one: (one.start, one.end))
