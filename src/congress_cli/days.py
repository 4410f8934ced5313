"""Days, uncertain days and the arithmetic of last days. Never asks what day it is.

The notation is the part of ISO 8601-2 (EDTF) that registers need: a day, a month, an interval, an interval
open at one end. Years run from 1930 to 2100. Periods that come again: months, quarters, halves and years of the
calendar, and stretches of so many days.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Container
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

EARLIEST = date(1930, 1, 1)
LATEST = date(2100, 12, 31)

Today = Callable[[str], date]
"""Says which day it is in a time zone."""

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_LOOSE_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\Z", re.ASCII)
_WITH_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d", re.ASCII)


class DayError(ValueError):
    """A text that is no day. `code` names the mistake, `args_` holds what the message needs."""

    def __init__(self, code: str, **args_: Any) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args_


class Day(NamedTuple):
    """A day, or an uncertain day: some day from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether it is known to be one single day."""
        return self.first == self.last

    def __str__(self) -> str:
        """The shortest text in a file that means this day."""
        first, last = self
        if first == last:
            return first.isoformat()
        if self == _month(first.year, first.month):
            return first.isoformat()[:7]
        start = ".." if first == EARLIEST else first.isoformat()
        end = ".." if last == LATEST else last.isoformat()
        return f"{start}/{end}"


def on(day: date) -> Day:
    """The uncertain day that is quite certain."""
    return Day(day, day)


@lru_cache(maxsize=65_536)
def moment_args(at: str) -> dict[str, str]:
    """The day and the minute of a moment (ISO 8601), as sentences ask for them."""
    day, _, time = at.partition("T")
    return {"day": day, "time": time[:5]}


@lru_cache(maxsize=65_536)
def parse_day(text: str) -> Day:
    """The day, month or interval that `text` means in a file.

    Raises DayError; nothing is ever guessed: `05/06/2020` is an error that shows both readings.
    """
    if "/" in text and (interval := _interval(text)) is not None:
        return interval
    if match := _ISO_MONTH.match(text):
        year, month = int(match[1]), int(match[2])
        _check_year(text, year)
        if not 1 <= month <= 12:
            raise DayError("day-month-impossible", text=text, month=month)
        return _month(year, month)
    return on(parse_exact(text))


def parse_exact(text: str) -> date:
    """The single day that an ISO text means. Raises DayError."""
    match = _ISO_DAY.match(text)
    if match is None:
        raise _not_iso(text)
    return _date(text, int(match[1]), int(match[2]), int(match[3]))


def months_after(day: date, months: int, month_end: str = "clamp") -> date:
    """The day so many calendar months later; a day that the month lacks is clamped to its end, or, with
    `month_end="next"`, becomes the first of the following month. Raises OverflowError past year 9999."""
    from dateutil.relativedelta import relativedelta

    try:
        clamped: date = day + relativedelta(months=months)
    except ValueError as error:
        raise OverflowError(str(error)) from None
    if month_end == "next" and clamped.day < day.day:
        return date.fromordinal(clamped.toordinal() + 1)
    return clamped


class WorkingDays:
    """The working days of a calendar, by ordinals. Outside its range every day counts as one; nobody may rely on it.

    `off`: days that are no working days, weekends left aside; `worked`: days that are, whatever else is said of them.
    """

    def __init__(self, first: int, last: int, weekend: Container[int], off: Container[int], worked: Container[int]):
        self.first, self.last = first, last
        self._counts = [0]  # of working days from the first day to each; the first day has the index 1
        for day in range(first, last + 1):
            works = day in worked or not (day in off or (day - 1) % 7 in weekend)
            self._counts.append(self._counts[-1] + works)

    def works(self, day: int) -> bool:
        """Whether a day is a working day."""
        return self._count(day) > self._count(day - 1)

    def moved(self, day: int, number: int) -> int:
        """The working day that many after a day (below 0: before it); the day itself for 0."""
        if number > 0:
            return self._reaching(self._count(day) + number)
        return self._reaching(self._count(day - 1) + number + 1) if number else day

    def rolled(self, day: int, direction: str) -> int:
        """A day, or the next working day (`forward`), or the one before (`back`), where it is none."""
        return self._reaching(self._count(day) if direction == "back" else self._count(day - 1) + 1)

    def _count(self, day: int) -> int:
        """The number of working days up to a day; before the calendar it is negative."""
        if day < self.first:
            return day - self.first + 1
        return self._counts[min(day, self.last) - self.first + 1] + max(0, day - self.last)

    def _reaching(self, count: int) -> int:
        """The first day up to which there are so many working days."""
        if count <= 0:
            return self.first - 1 + count
        if count > self._counts[-1]:
            return self.last + count - self._counts[-1]
        return self.first - 1 + bisect_left(self._counts, count)


def _interval(text: str) -> Day | None:
    start, _, end = text.partition("/")
    if not (_looks_like_an_end(start) and _looks_like_an_end(end)):
        return None
    first = EARLIEST if start == ".." else parse_day(start).first
    last = LATEST if end == ".." else parse_day(end).last
    if (first, last) == (EARLIEST, LATEST):
        raise DayError("day-interval-empty", text=text)
    if first > last:
        raise DayError("day-interval-order", text=text, first=start, last=end, fixed=f"{end}/{start}")
    return Day(first, last)


def _looks_like_an_end(text: str) -> bool:
    return text == ".." or re.match(r"\d{4}-[^/]*\Z", text) is not None


def _month(year: int, month: int) -> Day:
    return Day(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _check_year(text: str, year: int) -> None:
    if not EARLIEST.year <= year <= LATEST.year:
        raise DayError("day-year-outside", text=text, year=year, first=EARLIEST.year, last=LATEST.year)


def _date(text: str, year: int, month: int, day: int) -> date:
    _check_year(text, year)
    if not 1 <= month <= 12:
        raise DayError("day-month-impossible", text=text, month=month)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise DayError(
            "day-impossible",
            text=text,
            month=month,
            year=year,
            days=days,
            fixed=f"{year:04}-{month:02}-{days:02}",
        )
    return date(year, month, day)


def _not_iso(text: str) -> DayError:
    if _WITH_TIME.match(text):
        return DayError("day-with-time", text=text, fixed=parse_exact(text[:10]).isoformat())
    if match := _DAY_FIRST.match(text):
        return _other_order(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _LOOSE_ISO.match(text):
        fixed = _date(text, int(match[1]), int(match[2]), int(match[3]))
        return DayError("day-loose", text=text, fixed=fixed.isoformat())
    return DayError("day-format", text=text)


def _other_order(text: str, one: int, two: int, year: int) -> DayError:
    _check_year(text, year)
    readings = [day for month, number in ((two, one), (one, two)) if (day := _possible(year, month, number))]
    if len(set(readings)) == 2:
        return DayError("day-ambiguous", text=text, day_first=readings[0], month_first=readings[1])
    fixed = readings[0] if readings else _date(text, year, two, one).isoformat()  # which raises: there is no such day
    return DayError("day-other-order", text=text, fixed=fixed)


def _possible(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_FORMS = {
    "month": re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z", re.ASCII),
    "quarter": re.compile(r"(\d{4})-Q([1-4])\Z", re.ASCII),
    "half": re.compile(r"(\d{4})-H([12])\Z", re.ASCII),
    "year": re.compile(r"(\d{4})()\Z", re.ASCII),
    "days": re.compile(r"([1-9]\d{0,5})()\Z", re.ASCII),
}


def is_key(kind: str, text: str) -> bool:
    """Whether a text names a period of that kind (`month` … `year`, or `days`)."""
    match = _FORMS[kind].match(text)
    return match is not None and (kind == "days" or EARLIEST.year <= int(match[1]) <= LATEST.year)


def key_of(kind: str, day: date) -> str:
    """The key of the period of the calendar in which a day lies."""
    number = (day.month - 1) // MONTHS[kind] + 1
    return {"month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{number}", "half": f"{day.year}-H{number}"}.get(
        kind, f"{day.year:04}"
    )


@lru_cache(maxsize=4_096)
def span_of(kind: str, key: str) -> tuple[date, date]:
    """The first and the last day of a period of the calendar."""
    match = _FORMS[kind].match(key)
    if match is None:
        raise ValueError(key)
    first = date(int(match[1]), (int(match[2] or 1) - 1) * MONTHS[kind] + 1, 1)
    return first, _months_later(first, MONTHS[kind]) - timedelta(days=1)


@lru_cache(maxsize=256)
def between(kind: str, first: date, last: date) -> tuple[str, ...]:
    """The periods of the calendar that have a day from one day to another, in order."""
    keys = []
    day = span_of(kind, key_of(kind, first))[0] if first <= last else last + timedelta(days=1)
    while day <= last:
        keys.append(key_of(kind, day))
        day = _months_later(day, MONTHS[kind])
    return tuple(keys)


def in_order(key: str) -> tuple[int, str]:
    """By which the periods of one series are sorted."""
    return len(key), key


def shifted(kind: str, key: str, number: int) -> str:
    """The key of the period so many after another; before the first one it is that."""
    if kind == "days":
        return str(max(1, int(key) + number))
    return key_of(kind, _months_later(span_of(kind, key)[0], MONTHS[kind] * number))


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
