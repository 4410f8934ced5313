"""Public holidays on which a last day may fall, dated, each with the law that set it. A note, never a verdict.

Only days that the law fixes are here, and only for the years listed; Tết is left out, since offices choose.
"""

from __future__ import annotations

from datetime import date

LABOUR_CODE_2012 = "10/2012/QH13, Điều 115"

HOLIDAYS: dict[date, str] = {
    date(2020, 1, 1): LABOUR_CODE_2012,
    date(2020, 4, 2): LABOUR_CODE_2012,
    date(2020, 4, 30): LABOUR_CODE_2012,
    date(2020, 5, 1): LABOUR_CODE_2012,
    date(2020, 9, 2): LABOUR_CODE_2012,
}


def holiday(day: date) -> str | None:
    """The law that makes a day a public holiday; None where it is none, or the year is not in the table."""
    return HOLIDAYS.get(day)
