"""Text: what may be shown and where, what counts as the same without accents, and the Vietnamese order of names.

The one sanitiser: nothing from data reaches a terminal, a page or a log but through `sanitize`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from math import inf
from typing import NamedTuple

MAX_SCALAR = 4_096
"""How many characters a value in a file may have; notes and reasons may be longer."""

# Patterns that few runs need are compiled when they are used.
_INVISIBLE = "\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u00ad\u00a0\U000e0001-\U000e007f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_UNSHOWABLE = f"[{_INVISIBLE}{_BIDI}{_CONTROL}]|[\t\n\ud800-\udfff\ufffe\uffff]"

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_MARKS = {"\u0306": 1, "\u0302": 2, "\u031b": 3}


FORMULA_SIGNS = "=+-@＝＋－＠"  # what a spreadsheet takes for the beginning of a formula

VIETNAMESE = "ờẵ"  # an encoding that has these has all letters
SYMBOLS = "✗▲●✓→◇"
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
    ("█", "#"),
    ("░", "."),
)


def sanitize(text: str) -> str:
    """The text as one line that no terminal obeys: what cannot be seen is spelled out, as in `<U+200B>`."""
    return text if text.isprintable() else re.sub(_UNSHOWABLE, _spelled_out, text)


def _spelled_out(match: re.Match[str]) -> str:
    return " " if match[0] in "\t\n\u00a0" else f"<U+{ord(match[0]):04X}>"


def invisible(text: str) -> re.Match[str] | None:
    """The first character that takes no visible place: zero width, soft hyphen, no-break space."""
    return re.search(f"[{_INVISIBLE}]", text)


def forbidden(text: str) -> re.Match[str] | None:
    """The first character no data may hold: a control character, a bidi mark, a line separator, U+FFFE, U+FFFF."""
    return _FORBIDDEN.search(text)


_FORBIDDEN = re.compile(f"[{_BIDI}{_CONTROL}\ufffe\uffff]")


def fold(text: str) -> str:
    """Lower case, without accents (đ becomes d), runs of white space as one space: for searching and guessing."""
    return " ".join(_without_accents(text.casefold()).split())


def tidy(text: str) -> str:
    """A text of one line in composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def can_encode(characters: str, encoding: str) -> bool:
    """Whether an encoding has these characters."""
    try:
        characters.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def in_encoding(text: str, encoding: str) -> str:
    """The text as a stream can show it: without accents where the encoding lacks them, with plain signs for others."""
    if can_encode(text, encoding):
        return text
    if not can_encode(VIETNAMESE, encoding):
        text = _without_accents(text)
    for sign, plain in PLAIN_SIGNS:
        if not can_encode(sign, encoding):
            text = text.replace(sign, plain)
    return text.encode(encoding, "replace").decode(encoding)


# What runners of CI obey: `::` where a line begins, behind blanks and what no comparison of texts sees, and `##[`
# (GitHub), `##vso[` (Azure) and `##teamcity[` wherever they stand. Formats that can escape a sign always do.
_BLANKS = r"(?:\x1b\[[\d;]*m|[^\S\r\n]|[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0])*"
_BEGINS = rf"(?m)^({_BLANKS})(?=::|##\[)"
_BRACKET = re.compile(r"(##\w*)\[")
_COMMAND = rf"(?m){_BRACKET.pattern}|^({_BLANKS}):(?=:)"


def begun_otherwise(text: str) -> str:
    """The text without lines that begin as commands to a runner."""
    if "::" not in text and "##[" not in text:
        return text
    return re.sub(_BEGINS, lambda found: re.sub(r"\s\Z", "", found[1]) + "|", text)


def parted(text: str) -> str:
    """The text with a blank in what a runner obeys within a line; what is a command already holds no other."""
    if not _BRACKET.search(text):
        return text
    lines = text.splitlines(keepends=True)
    return "".join(line if line.startswith("::") else _BRACKET.sub(r"\1 [", line) for line in lines)


def in_json(text: str) -> str:
    """JSON that means the same, with no sign in it that a terminal or a runner obeys."""
    if not text.isprintable():
        text = _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return _BRACKET.sub(r"\1\\u005b", text) if "##" in text else text


def in_markup(text: str) -> str:
    """HTML or XML that means the same, with nothing in it that a runner obeys."""
    if "##" not in text and "::" not in text:
        return text
    return re.sub(_COMMAND, lambda found: f"{found[1]}&#91;" if found[1] else f"{found[2]}&#58;", text)


def suggestions(wrong: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words nearest to a wrong one, compared without accents, best first."""
    return Words(known).near(wrong, most)[0]


class Words:
    """Known words, among which those nearest to a wrong one are looked for, as `difflib.get_close_matches` does."""

    CUTOFF = 0.72

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._found: dict[tuple[str, int], list[str]] = {}

    @cached_property
    def _by_fold(self) -> dict[str, str]:
        by_fold: dict[str, str] = {}
        for word in self._known:
            by_fold.setdefault(fold(word), word)
        return by_fold

    def near(self, wrong: str, most: int = 3, effort: float = inf) -> tuple[list[str], int]:
        """The words nearest to a wrong one, best first, and the effort it took; none without any effort left.

        An effort of 1 is what a glance at one short word takes, about 1.5 microseconds. Where the effort allowed is
        not enough for every word that may be near, the best of those that were compared are given.
        """
        if effort <= 0:
            return [], 0
        target = fold(wrong)
        if target in self._by_fold:
            return [self._by_fold[target]], 1
        if (target, most) in self._found:
            return self._found[target, most], 1
        best, spent = self._best(target, most, effort)
        found = self._found[target, most] = [self._by_fold[word] for _, word in best]
        return found, spent

    def _best(self, target: str, most: int, effort: float) -> tuple[list[tuple[float, str]], int]:
        from difflib import SequenceMatcher
        from heapq import nlargest

        best: list[tuple[float, str]] = []
        matcher = SequenceMatcher(b=target)
        spent = len(self._by_fold)
        for most_alike, word in sorted(self._alike(target), reverse=True):
            if spent >= effort or (len(best) == most and most_alike < best[-1][0]):
                break
            spent += 10 + len(word) * len(target) // 4
            matcher.set_seq1(word)
            if (ratio := matcher.ratio()) >= self.CUTOFF:
                best = nlargest(most, [*best, (ratio, word)])
        return best, spent

    def _alike(self, target: str) -> Iterator[tuple[float, str]]:
        """Words that may be near, each with the highest ratio that its letters allow."""
        letters = [(letter, target.count(letter)) for letter in set(target)]
        length = len(target)
        for word in self._by_fold:
            both = length + len(word)
            if 2.0 * min(length, len(word)) / both < self.CUTOFF:
                continue
            ratio = 2.0 * sum([min(number, word.count(letter)) for letter, number in letters]) / both
            if ratio >= self.CUTOFF:
                yield ratio, word


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


_NO_WORD = re.compile(r"[\W_]+")
_Y_FOR_I = re.compile(r"(?<![aeiouy])y|(?<=qu)y")  # Mỹ is also written Mĩ, Quý Quí; Thúy is not Thúi


class Syllable(NamedTuple):
    """A word as it is compared: letters without accents, the mark of each letter, one tone wherever it is put.

    Hòa and hoà are the same, and so are Mỹ and Mĩ.
    """

    letters: str
    marks: tuple[int, ...]
    tone: int

    @property
    def bare(self) -> bool:
        """Whether it has no accent at all, so that it may stand for every accented word of these letters."""
        return not self.tone and not any(self.marks)

    def fits(self, word: Syllable) -> bool:
        """Whether it may have been typed for a word: without accents, or with just those of the word."""
        return self.letters == word.letters and (self == word or self.bare)

    def begins(self, word: Syllable) -> bool:
        """Whether it may be the beginning of a word: without accents, or with none that the word has not."""
        own = word.marks[: len(self.marks)]
        return word.letters.startswith(self.letters) and (
            self.bare or (own == self.marks and self.tone in (0, word.tone))
        )


@lru_cache(maxsize=100_000)  # the names of a registry are made of few words
def syllables(text: str) -> tuple[Syllable, ...]:
    """The words of a text as they are compared, in their order."""
    spelled = _NO_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold())
    return tuple(_syllable(word) for word in unicodedata.normalize("NFD", spelled).split())


@lru_cache(maxsize=20_000)
def _syllable(word: str) -> Syllable:
    letters, tones = _letters(word)
    plain = _Y_FOR_I.sub("i", "".join(letter for letter, _ in letters))
    return Syllable(plain, tuple(mark for _, mark in letters), max(tones, default=0))
