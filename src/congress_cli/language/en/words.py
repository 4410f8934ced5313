"""Days, counts and lists in English."""

from __future__ import annotations

from collections.abc import Sequence

from congress_cli.days import EARLIEST, LATEST, Day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(value: Day) -> str:
    """03/06/2020."""
    return f"{value.first:%d/%m/%Y}"


def weekday(value: Day) -> str:
    """Wednesday 03/06/2020."""
    return f"{WEEKDAYS[value.first.weekday()]} {day(value)}"


def span(value: Day) -> str:
    """on 03/06/2020, or the uncertain day in words."""
    first, last = value
    if first == last:
        return f"on {first:%d/%m/%Y}"
    if len(str(value)) == 7:
        return f"in {first:%m/%Y}"
    if first == EARLIEST:
        return f"on {last:%d/%m/%Y} at the latest"
    if last == LATEST:
        return f"on {first:%d/%m/%Y} at the earliest"
    return f"some day from {first:%d/%m/%Y} to {last:%d/%m/%Y}"


def stretch(value: Day) -> str:
    """Each of these days: on 15/08/2020, from 12/08/2020 to 14/08/2020."""
    first, last = value
    if first == last:
        return f"on {first:%d/%m/%Y}"
    if last == LATEST:
        return f"from {first:%d/%m/%Y} on"
    if first == EARLIEST:
        return f"up to {last:%d/%m/%Y}"
    return f"from {first:%d/%m/%Y} to {last:%d/%m/%Y}"


def days(count: int) -> str:
    """3 days."""
    return "1 day" if count == 1 else f"{count} days"


def range(span_: Sequence[int]) -> str:
    """2 to 5 days."""
    low, high = span_
    return days(low) if low == high else f"{low} to {high} days"


def decimal(number: str) -> str:
    """7.5."""
    return number


def joined(parts: Sequence[str]) -> str:
    """Listed with commas."""
    return ", ".join(parts)
