"""Days and words of the rulebook as people type them. A day has the office forms with exactly one reading, day first:

`14/6/2020`, `14/6/20`, `ngày 13 / 6 / 2020`, `15 tháng 8 năm 2020`, `tháng 7/2020`, `quý III/2020`, `12-14/6/2020`,
`từ 12/6/2020 đến 14/6/2020`, `hôm qua`, `-7d`, what the files hold, and every day as it is said back. What day it is
now is an argument. A word is an id, a Vietnamese or an English name, without accents as well, whatever
the language of the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from congress_cli.days import EARLIEST, Day, DayError, is_key, key_of, on, parse_day, parse_exact, span_of
from congress_cli.errors import UsageError
from congress_cli.text import Syllable, fold, suggestions, syllables

T = TypeVar("T")
_DASHES = re.compile("[\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}]")
_ISO_END = r"(\d{4}-\d\d(?:-\d\d)?)"
_ISO = re.compile(rf"{_ISO_END}(?:/(?:\.\.|{_ISO_END}))?\Z|\.\./{_ISO_END}\Z", re.ASCII)
_NAMES = (  # English months, whatever the locale
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NAMES = {name[:3]: str(number) for number, name in enumerate(_NAMES, 1)}
_MONTH_NAME = re.compile(rf"(\d{{1,2}} )?\b({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _NAMES)})\b\.? ?(?=\d)")
_WEEKDAYS = {
    name: number
    for names in (
        ("thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    for number, name in enumerate(names)
}
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b,? ?")
# Words that say no more than the form itself, and what the others are written as.
_WORDS = tuple(
    (re.compile(pattern, re.ASCII), written)
    for pattern, written in (
        (r"\A(?:nam|year) (?=\d{4}\Z)", "y"),
        (r" ?\b(?:nam|year) (?=\d{4})", "/"),
        (r"(?<=\d) ?(?:thang|month) ?(?=\d)", "/"),
        (r"\b(?:thang|month|t\.?) ?(?=\d)", ""),
        (r"\b(?:quy|quarter) ?(?=[i1-4])", "q"),
        (r"\b(?:trong|khoang|ngay|some day|on|in) (?!the\b)", ""),
        (r" (?:at the latest)\Z|\A(?:cham nhat|muon nhat|truoc hoac vao) ", "../"),
        (r" ?\b(?:den het|den|to)\b ?(?=\d)", "~"),
        (r"\A(?:tu|from) ", ""),
        (r" (?:tro di|at the earliest)\Z", "/.."),
        (r" ?([/.-]) ?", r"\1"),
        (r"\A/", ""),
    )
)
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\Z", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d\d)\Z", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})\Z", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[/.](\d{4})\Z", re.ASCII)
_QUARTER = re.compile(r"q(i{1,3}|iv|[1-4])[/ ~-](\d{4})\Z", re.ASCII)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_AGO = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1}
_SHIFT = re.compile(r"([+-]) ?(\d{1,4}) ?(?:d|days?)\Z", re.ASCII)
_ONE = r"\d{1,2}(?:[/.]\d{1,4}){1,2}"
_INTERVAL = re.compile(rf"((?:\d{{1,2}})(?:[/.]\d{{1,4}}){{0,2}})[~-]({_ONE})\Z", re.ASCII)


class Present(NamedTuple):
    """Today, and the day on which a registry is frozen: where what is recorded ends, unless the future is free."""

    today: date
    frozen: date | None = None
    future: bool = False

    @property
    def last(self) -> date:
        """The last day that can have been: a frozen registry knows nothing after its day."""
        return self.today if self.frozen is None else min(self.today, self.frozen)

    def is_future(self, day: str) -> bool:
        """Whether a day of the files surely lies after the last one that can have been."""
        return not self.future and parse_day(day).first > self.last

    def with_year(self, written: str) -> list[str]:
        """A day without its year as it may be meant: in this year and in those beside it, the nearest one first."""
        found = {}
        for year in (self.last.year, self.last.year - 1, self.last.year + 1):
            with suppress(DayError):
                found[f"{written}/{year}"] = abs((said_day(f"{written}/{year}").first - self.last).days)
        return sorted(found, key=lambda text: found[text])[:2]


def said_day(text: str, today: date | None = None) -> Day:
    """The day, month, quarter or interval that a person typed. Raises DayError.

    `today`: what `hôm qua` is counted from; None where nobody knows on which day the text was typed.
    """
    folded = fold(_DASHES.sub("-", text))
    found = _relative(text, folded, today)
    if found is not None:
        return found
    written = _written(_WEEKDAY.sub("", folded))
    try:
        found = _of_form(text, written)
    except DayError as error:
        raise DayError(error.code, **{**error.args_, "written": written}) from None
    _check_weekday(text, folded, found)
    return found


_HALF = re.compile(
    r"(?:(.*)\b)?(?:(?:6|sau) thang (?:dau|(cuoi)) nam|(?:first|(second)) half(?: of)?) (\d{4})\Z", re.ASCII
)
_NUMBER = re.compile(r"(?:(.*)\b)?(?:ky|lan|period) (\d{1,6})\Z", re.ASCII)


def said_period(text: str, kind: str) -> tuple[str, str] | None:
    """The key of the period of that kind which a text ends with, and what stands before it, without accents."""
    folded = fold(text)
    if kind == "half" and (match := _HALF.match(folded)):
        return f"{match[4]}-H{2 if match[2] or match[3] else 1}", match[1] or ""
    if kind == "days" and (match := _NUMBER.match(folded)):
        return match[2], match[1] or ""
    words = folded.split()
    for place in range(len(words) if kind in ("month", "quarter", "year") else 0):
        with suppress(DayError):
            day = said_day(" ".join(words[place:]))
            if day == span_of(kind, key := key_of(kind, day.first)):
                return key, " ".join(words[:place])
    rest, _, last = folded.rpartition(" ")
    return (last.upper(), rest) if is_key(kind, last.upper()) and kind != "days" else None


def said_exact(text: str, today: date | None = None) -> date:
    """The single day that a person typed. Raises DayError."""
    found = said_day(text, today)
    if not found.exact:
        raise DayError("day-not-one", text=text, day=str(found))
    return found.first


def _written(folded: str) -> str:
    """The words of a text as the signs of the short forms."""
    text = folded.replace(" - ", "~") if folded.count(" - ") == 1 else folded
    text = _MONTH_NAME.sub(lambda match: f"{(match[1] or '').strip()}/{_MONTH_NAMES[match[2][:3]]}/", text)
    for pattern, written in _WORDS:
        text = pattern.sub(written, text)
    return f"../{text.removesuffix('../')}" if text.endswith("../") else text


def _relative(text: str, folded: str, today: date | None) -> Day | None:
    """A day counted from today."""
    match = _SHIFT.match(folded)
    if match is None and folded not in _AGO:
        return None
    if today is None:
        raise DayError("day-relative", text=text)
    days = -_AGO[folded] if match is None else int(match[1] + match[2])
    return on(today + timedelta(days))


def _of_form(text: str, written: str) -> Day:
    for form, read in _FORMS:
        match = form.match(written)
        if match is not None:
            return read(text, match)
    if written.startswith("../") or written.endswith("/.."):
        return _open(text, written)
    if text.strip()[:4].isdecimal():
        parse_exact(" ".join(text.split()))  # which says of an hour behind the day, and of a loose day, what is wrong
    raise DayError("day-format", text=text)


def _open(text: str, written: str) -> Day:
    """An interval that is open at one end."""
    known = _of_form(text, written.removeprefix("../").removesuffix("/.."))
    return parse_day(f"../{known.last}" if written.startswith("../") else f"{known.first}/..")


def _day_of_short_year(text: str, match: re.Match[str]) -> Day:
    """The year in the one century that the calendar allows for it."""
    years = [century + int(match[4]) for century in (1900, 2000) if EARLIEST.year <= century + int(match[4])]
    if len(years) > 1:
        raise DayError("day-year-short", text=text, known=[f"{match[1]}/{match[3]}/{year}" for year in years])
    return on(_date(text, years[0], int(match[3]), int(match[1])))


def _date(text: str, year: int, month: int, day: int) -> date:
    return _read(parse_exact, f"{year:04}-{month:02}-{day:02}", text)


def _read(read: Callable[[str], T], written: str, text: str) -> T:
    """What was written in the place of a text. Raises DayError that speaks of the text."""
    try:
        return read(written)
    except DayError as error:
        raise DayError(error.code, **{**error.args_, "text": text}) from None


def _quarter(text: str, match: re.Match[str]) -> Day:
    last = 3 * (_ROMAN.get(match[1]) or int(match[1]))
    return parse_day(f"{match[2]}-{last - 2:02}/{match[2]}-{last:02}")


def _iso(text: str, match: re.Match[str]) -> Day:
    return _read(parse_day, match[0].replace("~", "/"), text)


def _without_year(text: str, match: re.Match[str]) -> Day:
    day, month = int(match[1]), int(match[2])
    _date(text, 2000, month, day)  # a leap year
    raise DayError("day-without-year", text=text)


def _interval(text: str, match: re.Match[str]) -> Day:
    """An interval; what its beginning leaves out stands in its end."""
    start, end = re.split(r"[/.]", match[1]), re.split(r"[/.]", match[2])
    if len(end) == 2 > len(start) and len(end[1]) == 4:
        raise DayError("day-format", text=text)  # 7-8/2020: two months, or a day?
    last = _of_form(text, "/".join(end))
    first = _of_form(text, "/".join([*start, *end[len(start) :]]))
    if first.first > last.last:
        raise DayError("day-interval-order", text=text, first=match[1], last=match[2], fixed=f"{last}/{first}")
    return Day(first.first, last.last)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Day]], ...] = (
    (_ISO, _iso),
    (re.compile(rf"{_ISO_END}~{_ISO_END}\Z", re.ASCII), _iso),
    (_DAY, lambda text, match: on(_date(text, int(match[4]), int(match[3]), int(match[1])))),
    (_SHORT_YEAR, _day_of_short_year),
    (_MONTH, lambda text, match: _read(parse_day, f"{match[2]}-{int(match[1]):02}", text)),
    (_NO_YEAR, _without_year),
    (_QUARTER, _quarter),
    (re.compile(r"y(\d{4})\Z", re.ASCII), lambda text, match: parse_day(f"{match[1]}-01/{match[1]}-12")),
    (_INTERVAL, _interval),
)


def _check_weekday(text: str, folded: str, found: Day) -> None:
    """Refuse a weekday that is not that of its day."""
    named = [_WEEKDAYS[name] for name in _WEEKDAY.findall(folded)]
    ends = [found.first, found.last] if len(named) == 2 else [found.first]
    if any(day.weekday() != weekday for day, weekday in zip(ends, named, strict=False)):
        raise DayError("day-other-weekday", text=text, day=str(found))


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
    spelled = {one: [syllables(name) for name in (one, *forms.values())] for one, forms in names.items()}
    whole = [one for one, forms in spelled.items() if any(_is(typed, name) for name in forms)]
    exact = [one for one in whole if typed in spelled[one]]
    return exact or whole or [one for one, forms in spelled.items() if any(_has(name, typed) for name in forms)]


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
    by_name = {name: one for one, forms in names.items() for name in forms.values()}
    return list(dict.fromkeys(by_name[name] for name in suggestions(text, by_name)))
