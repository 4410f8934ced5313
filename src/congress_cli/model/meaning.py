"""Which word of the rulebook a text means: the one lookup of facts, items, indicators, rules, clauses, statuses ...

An id, a Vietnamese or an English name is taken, without accents as well, whatever the language of the run.
"""

from __future__ import annotations

from collections.abc import Mapping

from congress_cli.errors import UsageError
from congress_cli.text import Syllable, suggestions, syllables

MOST_NAMED = 20
Names = Mapping[str, Mapping[str, str]]
"""The names of words by id and language."""


def meanings(text: str, names: Names) -> list[str]:
    """The ids that a text may mean: of an id or a whole name that one, else of all names that have its words."""
    wanted = text.strip()
    of_id = [one for one in names if one == wanted] or [one for one in names if one.casefold() == wanted.casefold()]
    typed = syllables(text)
    if of_id or not typed:
        return of_id
    spelled = {one: [syllables(name) for name in (one, *told.values())] for one, told in names.items()}
    whole = [one for one, told in spelled.items() if any(_is(typed, name) for name in told)]
    exact = [one for one in whole if typed in spelled[one]]
    return exact or whole or [one for one, told in spelled.items() if any(_has(name, typed) for name in told)]


def meaning(kind: str, text: str, names: Names) -> str:
    """The one id that a text means; `kind`: fact, item, indicator, status, type, tag, level, rule, clause.

    Raises UsageError, with what was probably meant; several meanings are listed.
    """
    found = meanings(text, names)
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(text, found, names)
    raise unknown(kind, text, names)


def unknown(kind: str, text: str, names: Names) -> UsageError:
    """The mistake of a text without a meaning, with what was probably meant."""
    known = suggestions(text, names) or _near(text, names)
    return UsageError(f"{kind}-unknown", text=text, known=known, names=[names[one] for one in known], all=names)


def ambiguous(text: str, found: list[str], names: Names) -> UsageError:
    """The mistake of a text with several meanings."""
    hits = [(one, names[one], "") for one in found[:MOST_NAMED]]
    return UsageError("word-ambiguous", text=text, count=len(found), hits=hits, left=len(found) - len(hits))


def _is(typed: tuple[Syllable, ...], name: tuple[Syllable, ...]) -> bool:
    return len(typed) == len(name) and all(one.fits(word) for one, word in zip(typed, name, strict=True))


def _has(name: tuple[Syllable, ...], typed: tuple[Syllable, ...]) -> bool:
    return all(any(one.fits(word) for word in name) for one in typed)


def _near(text: str, names: Names) -> list[str]:
    by_name = {name: one for one, told in names.items() for name in told.values()}
    return list(dict.fromkeys(by_name[name] for name in suggestions(text, by_name)))
