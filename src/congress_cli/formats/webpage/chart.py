"""The geometry of a chart: how many were done by which day, as steps; what is possible but not sure, as a band."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LEFT, RIGHT, TOP, BOTTOM = 34, 470, 40, 176
LABEL, MONTH = 66, 18


@dataclass(frozen=True, slots=True)
class Point:
    """How many are surely and how many possibly done at the end of a day."""

    day: date
    sure: int
    possible: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis; `label_x` is where its text may stand without leaving the picture."""

    x: float
    label_x: float
    day: date


@dataclass(frozen=True, slots=True)
class Chart:
    """Paths and places in a picture of 480 by 200."""

    line: str
    area: str
    band: str
    last_day: Tick
    as_of: Tick
    months: tuple[Tick, ...]
    top: float
    bottom: float
    left: float
    right: float


def chart(points: list[Point], as_of: date, last_day: date, total: int) -> Chart:
    """The picture of some points; its axis runs from the first of them to the later of the two days that matter."""
    scale = _Scale(points[0].day, max(as_of, last_day) + timedelta(days=2), total)
    sure = scale.steps([(point.day, point.sure) for point in points])
    possible = scale.steps([(point.day, point.possible) for point in points])
    return Chart(
        line=_path(sure),
        area=f"{_path(sure)}V{BOTTOM}H{_number(sure[0][0])}Z",
        band=f"{_path(possible)}{_path(sure[::-1], 'L')}Z",
        last_day=scale.tick(last_day),
        as_of=scale.tick(as_of),
        months=tuple(scale.months()),
        top=TOP,
        bottom=BOTTOM,
        left=LEFT,
        right=RIGHT,
    )


class _Scale:
    """From days and counts to places in the picture."""

    def __init__(self, first: date, last: date, total: int) -> None:
        self.first = first
        self.days = (last - first).days
        self.total = max(total, 1)

    def x(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / self.days

    def y(self, count: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * count / self.total

    def tick(self, day: date, label: float = LABEL) -> Tick:
        """A day on the axis, with room for a text so many units to either side."""
        x = self.x(day)
        return Tick(round(x, 1), round(min(max(x, LEFT + label), RIGHT + 8 - label), 1), day)

    def steps(self, counts: list[tuple[date, int]]) -> list[tuple[float, float]]:
        """The corners of a staircase: it rises on the day of a change."""
        corners = [(self.x(counts[0][0]), self.y(counts[0][1]))]
        for day, count in counts[1:]:
            corners += [(self.x(day), corners[-1][1]), (self.x(day), self.y(count))]
        return corners

    def months(self) -> list[Tick]:
        """The first days of months, at most six of them."""
        last = self.first + timedelta(days=self.days)
        begins = [
            date(self.first.year + month // 12, month % 12 + 1, 1)
            for month in range(self.first.month, self.first.month + (last - self.first).days // 28 + 1)
        ]
        inside = [day for day in begins if self.first < day < last]
        return [self.tick(day, MONTH) for day in inside[:: -(-len(inside) // 6) or 1]]


def _path(corners: list[tuple[float, float]], begin: str = "M") -> str:
    return begin + "L".join(f"{_number(x)} {_number(y)}" for x, y in corners)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
