"""Text: what may be shown, what counts as the same without accents, and the Vietnamese order of names.

The one sanitiser: nothing from data reaches a terminal, a page or a log but through `sanitize`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\u00a0]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_UNSHOWABLE = re.compile(
    f"{_INVISIBLE.pattern[:-1]}{_BIDI.pattern[1:-1]}{_CONTROL.pattern[1:]}|[\t\n\ud800-\udfff\ufffe\uffff]"
)

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_MARKS = {"\u0306": 1, "\u0302": 2, "\u031b": 3}


PLAIN_SIGNS = (
    ("◇", "*"),
    ("○", "o"),
    ("→", "->"),
    ("·", "-"),
    ("…", "..."),
    ("–", "-"),
    ("«", '"'),
    ("»", '"'),
    ("├", "+"),
    ("└", "`"),
    ("│", "|"),
)


def sanitize(text: str) -> str:
    """The text as one line that no terminal obeys: what cannot be seen is spelled out, as in `<U+200B>`."""
    return text if text.isprintable() else _UNSHOWABLE.sub(_spelled_out, text)


def _spelled_out(match: re.Match[str]) -> str:
    return " " if match[0] in "\t\n\u00a0" else f"<U+{ord(match[0]):04X}>"


def invisible(text: str) -> re.Match[str] | None:
    """The first character that takes no visible place: zero width, soft hyphen, no-break space."""
    return _INVISIBLE.search(text)


def forbidden(text: str) -> re.Match[str] | None:
    """The first character no data may hold: a control character, a bidi mark, a line separator."""
    return _FORBIDDEN.search(text)


_FORBIDDEN = re.compile(f"{_BIDI.pattern[:-1]}{_CONTROL.pattern[1:]}")


def fold(text: str) -> str:
    """Lower case, without accents (đ becomes d), runs of white space as one space: for searching and guessing."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def suggestions(wrong: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words nearest to a wrong one, compared without accents, best first."""
    from difflib import get_close_matches

    by_fold: dict[str, str] = {}
    for word in known:
        by_fold.setdefault(fold(word), word)
    target = fold(wrong)
    if target in by_fold:
        return [by_fold[target]]
    return [by_fold[hit] for hit in get_close_matches(target, by_fold, most, 0.72)]


def vietnamese_order(text: str) -> tuple[object, ...]:
    """The sorting key of the Vietnamese alphabet: a ă â b c d đ e ê …, tones only where letters are equal."""
    words = [_letters(word) for word in unicodedata.normalize("NFD", text.casefold()).split()]
    return tuple(letters for letters, _ in words), tuple(tones for _, tones in words), text


def _letters(word: str) -> tuple[tuple[tuple[str, int], ...], tuple[int, ...]]:
    letters: list[tuple[str, int]] = []
    tones: list[int] = []
    for char in word:
        if char in _TONES and tones:
            tones[-1] = _TONES[char]
        elif char in _MARKS and letters:
            letters[-1] = (letters[-1][0], _MARKS[char])
        elif char == "đ":
            letters.append(("d", 9))
            tones.append(0)
        else:
            letters.append((char, 0))
            tones.append(0)
    return tuple(letters), tuple(tones)
