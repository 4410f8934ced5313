"""Days, counts and lists in words. A language is a table of patterns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from congress_cli.days import EARLIEST, LATEST, Day


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of one language: `{}` is a day, a month or a count; `briefly`: an interval tells a year once."""

    weekdays: tuple[str, ...]
    on: str
    within_month: str
    at_the_latest: str
    at_the_earliest: str
    between: str
    up_to: str
    onward: str
    from_to: str
    one_day: str
    several_days: str
    two_counts: str
    decimal_mark: str
    briefly: bool = False

    def day(self, value: Day) -> str:
        """03/06/2020."""
        return f"{value.first:%d/%m/%Y}"

    def weekday(self, value: Day) -> str:
        """thứ Tư 03/06/2020, Wednesday 03/06/2020."""
        return f"{self.weekdays[value.first.weekday()]} {self.day(value)}"

    def span(self, value: Day) -> str:
        """ngày 03/06/2020, on 03/06/2020; or the uncertain day in words."""
        if len(str(value)) == 7:
            return self.within_month.format(f"{value.first:%m/%Y}")
        return self._told(value, self.at_the_latest, self.at_the_earliest, self.between)

    def stretch(self, value: Day) -> str:
        """Each of these days: ngày 15/08/2020, từ 12 đến 14/08/2020."""
        return self._told(value, self.up_to, self.onward, self.from_to)

    def _told(self, value: Day, until: str, since: str, between: str) -> str:
        first, last = (f"{day:%d/%m/%Y}" for day in value)
        if value.exact:
            return self.on.format(first)
        if value.first == EARLIEST or value.last == LATEST:
            return until.format(last) if value.first == EARLIEST else since.format(first)
        if self.briefly and first[6:] == last[6:]:
            first = first[:2] if first[3:] == last[3:] else first[:5]
        return between.format(first, last)

    def days(self, count: int) -> str:
        """3 ngày, 3 days."""
        return (self.one_day if count == 1 else self.several_days).format(count)

    def range(self, counts: Sequence[int]) -> str:
        """2 đến 5 ngày, 2 to 5 days."""
        low, high = counts
        return self.days(low) if low == high else self.two_counts.format(low, high)

    def decimal(self, number: str) -> str:
        """7,5 or 7.5."""
        return number.replace(".", self.decimal_mark)

    def joined(self, parts: Sequence[str]) -> str:
        """Listed with commas."""
        return ", ".join(parts)


WORDS = {
    "vi": Words(
        weekdays=("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
        on="ngày {}",
        within_month="trong tháng {}",
        at_the_latest="chậm nhất ngày {}",
        at_the_earliest="từ ngày {} trở đi",
        between="trong khoảng từ {} đến {}",
        up_to="đến hết ngày {}",
        onward="từ ngày {} trở đi",
        from_to="từ {} đến {}",
        one_day="{} ngày",
        several_days="{} ngày",
        two_counts="{} đến {} ngày",
        decimal_mark=",",
        briefly=True,
    ),
    "en": Words(
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        on="on {}",
        within_month="in {}",
        at_the_latest="on {} at the latest",
        at_the_earliest="on {} at the earliest",
        between="some day from {} to {}",
        up_to="up to {}",
        onward="from {} on",
        from_to="from {} to {}",
        one_day="{} day",
        several_days="{} days",
        two_counts="{} to {} days",
        decimal_mark=".",
    ),
}
