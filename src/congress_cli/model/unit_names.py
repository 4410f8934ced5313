"""Which unit a typed name means: the one place where what people type is compared with the names of units.

A name is read as organisation, type and proper name: Đảng bộ · quận · Hà Đông. The rulebook says what people type for
a type and what its committee is called; which words name an organisation is learnt from the registry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from congress_cli.text import Syllable, Words, syllables, vietnamese_order

if TYPE_CHECKING:
    from congress_cli.model.directive import UnitType
    from congress_cli.model.registry import TaskForce, Unit

Spelling = tuple[Syllable, ...]
MOST_NEAR = 5


class KnownName(NamedTuple):
    """A name in both languages."""

    vi: str
    en: str


class KnownType(NamedTuple):
    """A type of units, as in the model `UnitType`."""

    vi: str
    en: str
    level: Sequence[str]
    short: Sequence[str] = ()
    committee: KnownName | None = None

    def in_language(self, language: str) -> str:
        """The name in one language."""
        return self.vi if language == "vi" else self.en


class Closing(NamedTuple):
    """Into which unit one was merged."""

    into: str | None


class KnownUnit(NamedTuple):
    """A unit without its facts, as in the model `Unit`."""

    id: str
    name: str
    level: str
    type: str
    parent: str | None
    code: str | None
    task_force: str | None
    was: Sequence[str]
    tags: Sequence[str]
    closed: Closing | None


class Name(NamedTuple):
    """A unit or task force and its name in every way that is the whole of it."""

    id: str
    name: str
    own: int  # how many words at the end are its own
    spellings: tuple[Spelling, ...]

    @property
    def words(self) -> Iterator[Syllable]:
        """All words of the name, and those of its type."""
        return (word for spelling in self.spellings for word in spelling)


if TYPE_CHECKING:
    AnyUnit = Unit | KnownUnit
    AnyType = UnitType | KnownType


class UnitNames:
    """The names of units, and which of them a text may mean. All answers are ids in the Vietnamese order of names."""

    def __init__(self, named: Iterable[AnyUnit | TaskForce], types: Mapping[str, AnyType]) -> None:
        self._types = {name: _TypeWords.of(one) for name, one in types.items()}
        parted = [(one, *self._parted(one)) for one in named]
        used = Counter(words[:head] for _, words, head, _ in parted if head)
        self._heads = {head for head, count in used.items() if count > 1}
        self._names = [self._name(one, words, head, own) for one, words, head, own in parted]

    def whole(self, text: str) -> tuple[list[str], bool]:
        """The units of which the text is the whole name, the organisation left out or not, and whether that is sure.

        It is not where some words of the proper name are typed with their accents and others without.
        """
        fit = [(name, *_accents(typed, spelling, name.own)) for typed, name, spelling in self._alike(text)]
        if any(not word.bare for word in syllables(text)) and any(exact for _, exact, _ in fit):
            fit = [one for one in fit if one[1]]
        return _ids(name for name, _, _ in fit), all(sure for _, _, sure in fit)

    def containing(self, text: str) -> list[str]:
        """The units whose names have every word of the text."""
        return _ids(self._having(text, Syllable.fits))

    def begun(self, text: str) -> list[str]:
        """The units of whose names every word of the text begins one."""
        return _ids(self._having(text, Syllable.begins))

    def near(self, text: str, most: int = MOST_NEAR) -> list[str]:
        """The units that were probably meant: the same but for accents, else nearly the same but for letters."""
        alike = _ids(self._having(text, lambda typed, word: typed.letters == word.letters))
        if alike:
            return alike[:most]
        joined = dict.fromkeys(_joined(reading) for reading in self._readings(syllables(text)))
        near = dict.fromkeys(word for one in [text, *joined] for word in self._squeezed.near(one, most)[0])
        found = dict.fromkeys(id_ for word in near for id_ in self._by_squeezed[word])
        return list(islice(found, most))

    @cached_property
    def _by_letters(self) -> dict[tuple[str, ...], list[tuple[Name, Spelling]]]:
        found: dict[tuple[str, ...], list[tuple[Name, Spelling]]] = {}
        for name in self._names:
            for spelling in name.spellings:
                found.setdefault(tuple(word.letters for word in spelling), []).append((name, spelling))
        return found

    @cached_property
    def _by_squeezed(self) -> dict[str, list[str]]:
        """Ids by id and by name without blanks and accents."""
        found: dict[str, list[str]] = {}
        for name in self._names:
            for word in (name.id, *map(_joined, name.spellings)):
                found.setdefault(word, []).append(name.id)
        return found

    @cached_property
    def _squeezed(self) -> Words:
        return Words(self._by_squeezed)

    def _alike(self, text: str) -> Iterator[tuple[Spelling, Name, Spelling]]:
        """Each reading of the text that is the whole of a name."""
        for typed in self._readings(syllables(text)):
            for name, spelling in self._by_letters.get(tuple(word.letters for word in typed), ()):
                if _all_fit(typed, spelling):
                    yield typed, name, spelling

    def _having(self, text: str, fits: Callable[[Syllable, Syllable], bool]) -> Iterator[Name]:
        readings = [set(reading) for reading in self._readings(syllables(text)) if reading]
        for name in self._names:
            words = set(name.words)
            if any(all(any(fits(typed, word) for word in words) for typed in reading) for reading in readings):
                yield name

    def _readings(self, typed: Spelling) -> Iterator[Spelling]:
        """What a text may say: as it stands, without its organisation, what stands for a type written out."""
        found = {typed: None, **dict.fromkeys(self._without_head(typed))}
        for reading in found:
            yield reading
            for words in self._types.values():
                yield from (words.name + reading[len(begun) :] for begun in words.typed if _begins(begun, reading))

    def _without_head(self, typed: Spelling) -> Iterator[Spelling]:
        """The text without the organisation; a body that begins with the same word goes where a type follows."""
        for head in self._heads:
            rest = typed[len(head) :]
            if _begins(head, typed) or (_begins(head[:1], typed) and self._begins_with_type(rest)):
                yield rest

    def _begins_with_type(self, typed: Spelling) -> bool:
        return any(_begins(begun, typed) for words in self._types.values() for begun in (words.name, *words.typed))

    def _parted(self, one: AnyUnit | TaskForce) -> tuple[Spelling, int, int]:
        """The words of a name, how many of them name the organisation, and how many at the end are its own."""
        words = syllables(one.name)
        written = [word for word in one.name.split() if syllables(word)]
        small = next((place for place, word in enumerate(written[1:], 1) if not word.islower()), len(written))
        type_ = self._type_of(one)
        for place in range(small + 1):
            if type_ and words[place : place + len(type_)] == type_ and len(words) > place + len(type_):
                return words, place, len(words) - place - len(type_)
        return words, small if small < len(words) else 0, len(words) - small if small < len(words) else len(words)

    def _type_of(self, one: AnyUnit | TaskForce) -> Spelling:
        """The words of its type; none of a task force."""
        type_ = self._types.get(getattr(one, "type", ""))
        return () if type_ is None else type_.name

    def _name(self, one: AnyUnit | TaskForce, words: Spelling, head: int, own: int) -> Name:
        typed = self._type_of(one)
        proper = words[len(words) - own :]
        spellings = [words, typed + proper] if typed else [words]
        if words[:head] in self._heads:
            spellings += [words[head:], proper]
        return Name(one.id, one.name, own, tuple(dict.fromkeys(spellings)))


class _TypeWords(NamedTuple):
    """The name of a type, and all that is typed for it: short forms, its initials, its committee, its English name."""

    name: Spelling
    typed: tuple[Spelling, ...]

    @classmethod
    def of(cls, one: AnyType) -> _TypeWords:
        initials = "".join(word[0] for word in one.vi.split())
        committee = (one.committee.vi, one.committee.en) if one.committee else ()
        typed = [syllables(text) for text in (*one.short, initials, *committee, one.en)]
        return cls(syllables(one.vi), tuple(dict.fromkeys(filter(None, typed))))


def _begins(begun: Spelling, typed: Spelling) -> bool:
    """Whether a text begins with these words and goes on."""
    return 0 < len(begun) < len(typed) and _all_fit(typed[: len(begun)], begun)


def _all_fit(typed: Spelling, words: Spelling) -> bool:
    return all(one.fits(word) for one, word in zip(typed, words, strict=True))


def _accents(typed: Spelling, spelling: Spelling, own: int) -> tuple[bool, bool]:
    """Whether the proper name has just the accents that were typed, and whether it surely is the one meant."""
    ours, theirs = typed[-own:], spelling[-own:]
    exact = ours == theirs
    return exact, exact or all(word.bare for word in ours)


def _joined(spelling: Spelling) -> str:
    return "".join(word.letters for word in spelling)


def _ids(names: Iterable[Name]) -> list[str]:
    return list(dict.fromkeys(name.id for name in sorted(names, key=lambda one: vietnamese_order(one.name))))
