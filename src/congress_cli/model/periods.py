"""Periods that come again: months, quarters, halves and years of the calendar, and stretches of so many days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from congress_cli.days import EARLIEST, LATEST

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


def span_of(kind: str, key: str) -> tuple[date, date]:
    """The first and the last day of a period of the calendar."""
    match = _FORMS[kind].match(key)
    if match is None:
        raise ValueError(key)
    first = date(int(match[1]), (int(match[2] or 1) - 1) * MONTHS[kind] + 1, 1)
    return first, _months_later(first, MONTHS[kind]) - timedelta(days=1)


def between(kind: str, first: date, last: date) -> Iterator[str]:
    """The periods of the calendar that have a day from one day to another, in order."""
    day = span_of(kind, key_of(kind, first))[0] if first <= last else last + timedelta(days=1)
    while day <= last:
        yield key_of(kind, day)
        day = _months_later(day, MONTHS[kind])


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
