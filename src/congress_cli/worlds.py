"""Every possible world of the uncertain days, decided in closed form.

A rule is written for one world, as if each day were known, and asks only whether one day is not after another.
Where the recorded days leave the answer open, `explore` runs the rule once for either answer, so that it sees
each kind of world exactly once, however many days an interval holds.

A world is a set of constraints f(x) + k <= g(y) with monotone f and g. Such a set is closed under taking the
later (and the earlier) of two solutions day by day, so the bounds reached by propagation are themselves the last
(and the first) solution: a set of answers is possible exactly if no upper bound falls below its lower bound.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from congress_cli.days import LATEST, Day, WorkingDays, months_after

T = TypeVar("T")

_BEYOND = LATEST.toordinal() + 1_000_000_000


class Shift(NamedTuple):
    """So many days, calendar months or working days later (or, below 0, earlier).

    `before`: so many days, before the months. `roll`: what is no working day moves to the next one (`forward`) or the
    one before (`back`).
    """

    days: int = 0
    months: int = 0
    month_end: str = "clamp"
    working: int = 0
    calendar: WorkingDays | None = None
    roll: str | None = None
    before: int = 0

    @property
    def plain(self) -> bool:
        """Whether it moves every day by the same number of days."""
        return not self.months and self.calendar is None

    def later(self, day: int) -> int:
        """The shifted day, both as ordinals; far beyond the calendar where it leaves it."""
        return day + self.days + self.before if self.plain else _later(self, day)

    def latest_not_after(self, bound: int) -> int:
        """The last day whose shifted day is not after `bound`."""
        return bound - self.days - self.before if self.plain else _back(self, bound)

    def reach(self) -> tuple[int, int] | None:
        """The first and the last day from which it looks at no day outside its calendar; None where it has none."""
        one = self.calendar
        if one is None:
            return None
        if self.working > 0:
            return one.first - 1 - self.before, self.latest_not_after(one.last)
        if self.working < 0:
            return self.latest_not_after(one.first - 1) + 1, one.last + 1 - self.before
        unrolled = self._replace(calendar=None, roll=None)
        first, last = (unrolled, self) if self.roll == "forward" else (self, unrolled)
        return first.latest_not_after(one.first - 1) + 1, last.latest_not_after(one.last)


@lru_cache(maxsize=1 << 18)  # a rulebook has few shifts, and the calendar 62,000 days
def _later(shift: Shift, day: int) -> int:
    day += shift.before
    if shift.months:
        try:
            day = months_after(date.fromordinal(day), shift.months, shift.month_end).toordinal()
        except (OverflowError, ValueError):
            return _BEYOND if shift.months > 0 and day > 0 else -_BEYOND
    day += shift.days
    if shift.calendar is None or abs(day) >= _BEYOND:
        return day
    day = shift.calendar.moved(day, shift.working)
    return day if shift.roll is None else shift.calendar.rolled(day, shift.roll)


@lru_cache(maxsize=1 << 18)
def _back(shift: Shift, bound: int) -> int:
    if bound >= _BEYOND:
        return date.max.toordinal()
    low = max(0, min(bound, date.max.toordinal()) - shift.days - shift.before - 31 * shift.months - 2 * shift.working)
    high, step = low + 1, 64
    while low > 0 and _later(shift, low) > bound:  # a calendar of many days off
        low = max(0, low - step)
    while high < date.max.toordinal() and _later(shift, high) <= bound:
        high, step = min(date.max.toordinal(), high + step), 2 * step
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _later(shift, middle) <= bound else (low, middle - 1)
    return low


NO_SHIFT = Shift()


class Moment(NamedTuple):
    """A day as a rule sees it: known, or some day from `first` to `last` (ordinals), shifted by `shift`.

    Two moments with the same `key` are the same day in every world.
    """

    first: int
    last: int
    key: Hashable = None
    shift: Shift = NO_SHIFT

    def shifted(self, shift: Shift) -> Moment:
        """This moment so many days or months later."""
        if self.first == self.last:
            day = shift.later(self.first)
            return Moment(day, day)
        return self._replace(shift=shift)


def moment(day: Day, key: Hashable) -> Moment:
    """The moment of a recorded day; `key` names the fact it stands in."""
    first, last = day
    return at(first) if first == last else Moment(first.toordinal(), last.toordinal(), key)


@lru_cache(maxsize=4_096)
def at(day: date) -> Moment:
    """The moment of a known day."""
    ordinal = day.toordinal()
    return Moment(ordinal, ordinal)


class _NotAfter(NamedTuple):
    """The claim f(x) + gap <= g(y)."""

    earlier: Moment
    gap: int
    later: Moment


_State = tuple[list[_NotAfter], dict[Hashable, tuple[int, int]]]


class _Answer(NamedTuple):
    """An answer, and what is known from it on; no state where the answer followed from those before."""

    answer: bool
    state: _State | None = None


class World:
    """One possible world: the answers given so far, and what they leave of the uncertain days."""

    __slots__ = ("_answers", "_bounds", "_claims", "_given", "_others", "turned")

    def __init__(self, given: tuple[_Answer, ...] = ()) -> None:
        self._given = given
        self._answers: list[_Answer] = []
        self._others: list[tuple[int, _State]] = []
        self._claims: list[_NotAfter] = []
        self._bounds: dict[Hashable, tuple[int, int]] = {}
        # Whether an open question was answered no: of such a world no sentence is told, only its status counts.
        self.turned = False

    def not_after(self, earlier: Moment, later: Moment, gap: int = 0) -> bool:
        """Whether `earlier` plus `gap` days is not after `later` in this world."""
        if earlier.key is None and later.key is None:
            return earlier.first + gap <= later.first
        place = len(self._answers)
        one = self._given[place] if place < len(self._given) else self._answered(earlier, later, gap)
        self._answers.append(one)
        if one.state is not None:
            self._claims, self._bounds = one.state
            self.turned = self.turned or not one.answer
        return one.answer

    def _answered(self, earlier: Moment, later: Moment, gap: int) -> _Answer:
        """The answer that follows from those before; else yes, and the world of the other answer is kept."""
        bounds = self._bounds
        if _last(earlier, bounds) + gap <= _first(later, bounds):
            return _Answer(True)
        if _first(earlier, bounds) + gap > _last(later, bounds):
            return _Answer(False)
        yes = self._with(_NotAfter(earlier, gap, later))
        no = self._with(_NotAfter(later, 1 - gap, earlier))
        if yes is None or no is None:
            return _Answer(yes is not None)
        self._others.append((len(self._answers), no))
        return _Answer(True, yes)

    def before(self, earlier: Moment, later: Moment) -> bool:
        """Whether one day is strictly before the other in this world."""
        return self.not_after(earlier, later, 1)

    def span(self, moment: Moment) -> tuple[int, int]:
        """The first and last day (ordinals) that the moment has in this kind of world."""
        if moment.key is None:
            return moment.first, moment.last
        first, last = self._bounds.get(moment.key, (moment.first, moment.last))
        return moment.shift.later(first), moment.shift.later(last)

    def uncertain(self) -> tuple[Hashable, ...]:
        """The keys of the uncertain days that an answer hung on."""
        return tuple(self._bounds)

    def span_of(self, key: Hashable) -> tuple[int, int]:
        """The first and last day (ordinals) left to the uncertain day of that key."""
        return self._bounds[key]

    def unexplored(self) -> list[tuple[_Answer, ...]]:
        """The answers that lead to the kinds of worlds next to this one and not yet asked for."""
        return [(*self._answers[:place], _Answer(False, state)) for place, state in self._others]

    def _with(self, claim: _NotAfter) -> _State | None:
        claims = self._claims
        bounds = dict(self._bounds)
        for side in (claim.earlier, claim.later):
            if side.key is not None:
                bounds.setdefault(side.key, (side.first, side.last))
        if claim.earlier.key is None or claim.later.key is None:
            if not _obey(claim, bounds):  # against a known day the bounds of the other say all of the claim
                return None
        else:
            claims = [*claims, claim]
        return (claims, bounds) if _settle(claims, bounds) else None


def explore(judge: Callable[[World], T]) -> Iterator[tuple[T, World]]:
    """What `judge` says in each kind of world, with the world it says it in."""
    pending: list[tuple[_Answer, ...]] = [()]
    while pending:
        world = World(pending.pop())
        yield judge(world), world
        pending.extend(world.unexplored())


def _settle(claims: list[_NotAfter], bounds: dict[Hashable, tuple[int, int]]) -> bool:
    """Tighten the bounds until they obey every claim; whether any day is left for each."""
    rounds = len(bounds) + 2 if _only_days(claims) else len(claims) * _BEYOND
    while rounds:
        rounds -= 1
        before = dict(bounds)
        for claim in claims:
            if not _obey(claim, bounds):
                return False
        if bounds == before:
            return True
    return False  # as with Bellman and Ford: claims that never come to rest contradict one another


def _only_days(claims: list[_NotAfter]) -> bool:
    return all(claim.earlier.shift.plain and claim.later.shift.plain for claim in claims)


def _obey(claim: _NotAfter, bounds: dict[Hashable, tuple[int, int]]) -> bool:
    earlier, gap, later = claim
    if earlier.key is not None:
        first, last = bounds[earlier.key]
        last = min(last, earlier.shift.latest_not_after(_last(later, bounds) - gap))
        bounds[earlier.key] = (first, last)
        if first > last:
            return False
    if later.key is not None:
        first, last = bounds[later.key]
        first = max(first, later.shift.latest_not_after(_first(earlier, bounds) + gap - 1) + 1)
        bounds[later.key] = (first, last)
        if first > last:
            return False
    return _first(earlier, bounds) + gap <= _last(later, bounds)


def _first(side: Moment, bounds: dict[Hashable, tuple[int, int]]) -> int:
    return side.first if side.key is None else side.shift.later(bounds.get(side.key, side)[0])


def _last(side: Moment, bounds: dict[Hashable, tuple[int, int]]) -> int:
    return side.last if side.key is None else side.shift.later(bounds.get(side.key, side)[1])
