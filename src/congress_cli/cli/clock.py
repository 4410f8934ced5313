"""The only clock: which day it is in Vietnam. The zone has had no daylight saving since 1975, so it is fixed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def today() -> date:
    """The day it is now in Asia/Ho_Chi_Minh."""
    return datetime.now(VIETNAM).date()


def now() -> str:
    """The moment it is now in Asia/Ho_Chi_Minh, to the second, as ISO 8601."""
    return datetime.now(VIETNAM).isoformat(timespec="seconds")
