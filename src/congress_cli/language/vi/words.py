"""Days, counts and lists in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from congress_cli.days import EARLIEST, LATEST, Day

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(value: Day) -> str:
    """03/06/2020."""
    return f"{value.first:%d/%m/%Y}"


def weekday(value: Day) -> str:
    """thứ Tư 03/06/2020."""
    return f"{WEEKDAYS[value.first.weekday()]} {day(value)}"


def span(value: Day) -> str:
    """ngày 03/06/2020, or the uncertain day in words."""
    first, last = value
    if first == last:
        return f"ngày {first:%d/%m/%Y}"
    if len(str(value)) == 7:
        return f"trong tháng {first:%m/%Y}"
    if first == EARLIEST:
        return f"chậm nhất ngày {last:%d/%m/%Y}"
    if last == LATEST:
        return f"từ ngày {first:%d/%m/%Y} trở đi"
    return f"trong khoảng từ {_shorter(first.strftime('%d/%m/%Y'), last.strftime('%d/%m/%Y'))}"


def _shorter(first: str, last: str) -> str:
    same_year = first[6:] == last[6:]
    same_month = first[3:] == last[3:]
    return f"{first[:2] if same_month else first[:5] if same_year else first} đến {last}"


def stretch(value: Day) -> str:
    """Each of these days: ngày 15/08/2020, từ 12 đến 14/08/2020."""
    first, last = value
    if first == last:
        return f"ngày {first:%d/%m/%Y}"
    if last == LATEST:
        return f"từ ngày {first:%d/%m/%Y} trở đi"
    if first == EARLIEST:
        return f"đến hết ngày {last:%d/%m/%Y}"
    return f"từ {_shorter(first.strftime('%d/%m/%Y'), last.strftime('%d/%m/%Y'))}"


def days(count: int) -> str:
    """3 ngày."""
    return f"{count} ngày"


def range(span_: Sequence[int]) -> str:
    """2 đến 5 ngày."""
    low, high = span_
    return days(low) if low == high else f"{low} đến {high} ngày"


def decimal(number: str) -> str:
    """7,5."""
    return number.replace(".", ",")


def joined(parts: Sequence[str]) -> str:
    """Listed with commas."""
    return ", ".join(parts)
