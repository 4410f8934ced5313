"""Worlds: the closed form sees exactly what listing every combination of days sees, and is fast where days are many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import product
from time import perf_counter
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.days import Day, WorkingDays, parse_day
from congress_cli.worlds import Moment, Shift, World, at, explore, moment
from tests.patience import cases

ORIGIN = date(2020, 1, 1).toordinal()
MONTH_ENDS = (31, 60, 91, 121)  # where months of 31, 29, 31 and 30 days make calendar arithmetic uneven


class Variable(NamedTuple):
    """An uncertain day: some day from `first` to `last`, as days after ORIGIN."""

    name: str
    first: int
    last: int


class Side(NamedTuple):
    """One side of a question: a variable's place, or a constant day, shifted."""

    variable: int | None
    constant: int
    shift: Shift


@dataclass(frozen=True)
class Question:
    """Whether `earlier` plus `gap` is not after `later`, and what is asked next."""

    earlier: Side
    later: Side
    gap: int
    yes: Question | None
    no: Question | None


WEEKDAYS = WorkingDays(ORIGIN - 800, ORIGIN + 800, weekend={5, 6}, off=set(), worked=set())


def month_shifts(days, months):
    ends = st.sampled_from(["clamp", "next"])
    return st.tuples(days, months, ends).map(lambda parts: Shift(*parts))


shifts = st.one_of(
    st.just(Shift()),
    st.sampled_from([Shift(months=1), Shift(months=1, month_end="next")]),
    st.integers(-5, 5).map(lambda days: Shift(days=days)),
    month_shifts(st.integers(-1, 1), st.integers(1, 3)),
    st.builds(partial(Shift, calendar=WEEKDAYS), working=st.integers(-3, 3)),
    st.sampled_from([Shift(calendar=WEEKDAYS, roll=roll) for roll in ("forward", "back")]),
)


@st.composite
def variables_of(draw):
    count = draw(st.integers(2, 4))
    longest = {2: 8, 3: 6, 4: 4}[count]
    start = draw(st.sampled_from(MONTH_ENDS)) + draw(st.integers(-7, 3))
    found = []
    for index in range(count):
        first = start + (0 if index == 0 else draw(st.integers(-6, 6)))
        found.append(Variable("abcd"[index], first, first + draw(st.integers(0, longest - 1))))
    return found


def sides(variables):
    uncertain = st.builds(Side, st.integers(0, len(variables) - 1), st.just(0), shifts)
    known = st.builds(Side, st.none(), st.just(variables[0].first), st.just(Shift()))
    return st.one_of(uncertain, uncertain, uncertain, known)


@st.composite
def questions(draw, variables, below):
    """A question that the days leave open more often than not: the gap makes up for the shifts."""
    earlier, later = draw(sides(variables)), draw(sides(variables))
    gap = days_of(later.shift) - days_of(earlier.shift) + draw(st.integers(-6, 6))
    return Question(earlier, later, gap, draw(below), draw(below))


def days_of(shift: Shift) -> int:
    return shift.days + 30 * shift.months


def trees(variables, depth):
    return st.none() if not depth else st.one_of(st.none(), questions(variables, trees(variables, depth - 1)))


@st.composite
def procedures(draw):
    variables = draw(variables_of())
    return variables, draw(questions(variables, trees(variables, 3)))


def moments_of(variables):
    return [
        moment(Day(date.fromordinal(ORIGIN + one.first), date.fromordinal(ORIGIN + one.last)), one.name)
        for one in variables
    ]


def as_moment(side: Side, moments: list[Moment]) -> Moment:
    plain = at(date.fromordinal(ORIGIN + side.constant)) if side.variable is None else moments[side.variable]
    return plain.shifted(side.shift)


def answers(tree: Question | None, holds: Callable[[Question], bool]) -> tuple[bool, ...]:
    """What a decision procedure is answered, one after another."""
    given_answers = []
    while tree is not None:
        answer = holds(tree)
        given_answers.append(answer)
        tree = tree.yes if answer else tree.no
    return tuple(given_answers)


def listed(variables, tree):
    """The answers of every combination of days, each with the combinations that give it."""
    found: dict[tuple[bool, ...], list[tuple[int, ...]]] = {}
    for days in product(*(range(ORIGIN + one.first, ORIGIN + one.last + 1) for one in variables)):

        def day_of(side: Side, days: tuple[int, ...] = days) -> int:
            return side.shift.later(ORIGIN + side.constant if side.variable is None else days[side.variable])

        def holds(ask: Question) -> bool:
            return day_of(ask.earlier) + ask.gap <= day_of(ask.later)

        found.setdefault(answers(tree, holds), []).append(days)
    return found


def explored(variables, tree):
    moments = moments_of(variables)

    def judge(world: World) -> tuple[bool, ...]:
        return answers(
            tree, lambda ask: world.not_after(as_moment(ask.earlier, moments), as_moment(ask.later, moments), ask.gap)
        )

    return list(explore(judge))


@cases(120)
@given(procedures())
def test_each_kind_of_world_that_listing_days_finds_is_seen_once_and_no_other(procedure):
    variables, tree = procedure
    expected = listed(variables, tree)

    found = explored(variables, tree)

    assert sorted(answer for answer, _ in found) == sorted(expected)


@cases(80)
@given(procedures(), shifts)
def test_what_a_kind_of_world_leaves_of_each_day_is_its_true_first_and_last(procedure, shift):
    variables, tree = procedure
    expected = listed(variables, tree)

    for answer, world in explored(variables, tree):
        for place, one in enumerate(moments_of(variables)):
            days = [combination[place] for combination in expected[answer]]
            assert world.span(one) == (min(days), max(days))
            shifted = [shift.later(day) for day in days]
            assert world.span(one.shifted(shift)) == (min(shifted), max(shifted))
            if one.key in world.uncertain():
                assert world.span_of(one.key) == (min(days), max(days))


def test_known_days_leave_one_world():
    found = list(explore(lambda world: world.not_after(at(date(2020, 8, 14)), at(date(2020, 8, 14)))))

    assert [answer for answer, _ in found] == [True]


def test_a_day_is_not_before_itself_in_any_world():
    day = moment(parse_day("2020-07"), "fact")

    assert [answer for answer, _ in explore(lambda world: world.before(day, day))] == [False]
    assert [answer for answer, _ in explore(lambda world: world.not_after(day, day))] == [True]


def test_two_facts_with_the_same_interval_are_not_the_same_day():
    one, other = moment(parse_day("2020-07"), "one"), moment(parse_day("2020-07"), "other")

    found = list(explore(lambda world: world.before(one, other)))

    assert sorted(answer for answer, _ in found) == [False, True]


@pytest.mark.parametrize("asked", ["ab bc cd de", "de cd bc ab", "bc de ab cd"], ids=["forward", "backward", "mixed"])
def test_a_chain_of_days_is_settled_in_whatever_order_it_is_asked(asked):
    first, last = date(2020, 7, 1), date(2020, 7, 10)
    moments = {key: moment(Day(first, last), key) for key in "abcde"}

    found = list(explore(lambda world: [world.before(moments[one], moments[other]) for one, other in asked.split()]))

    (world,) = [world for answers_, world in found if all(answers_)]
    for place, key in enumerate("abcde"):
        assert world.span_of(key) == (first.toordinal() + place, last.toordinal() - 4 + place)


def open_ended(key: str) -> Moment:
    return moment(parse_day("2020-07-29/.."), key)


MONTH = Shift(months=1)
CHAINS = {
    "before one another in a ring": lambda world: (
        world.before(open_ended("a"), open_ended("b")),
        world.before(open_ended("b"), open_ended("c")),
        world.before(open_ended("c"), open_ended("a")),
    ),
    "a month after a day that is not before it": lambda world: (
        world.not_after(open_ended("a").shifted(MONTH), open_ended("b")),
        world.not_after(open_ended("b"), open_ended("c")),
        world.not_after(open_ended("c"), open_ended("a")),
    ),
    "within a month and after forty days": lambda world: (
        world.not_after(open_ended("b"), open_ended("a").shifted(MONTH)),
        world.not_after(open_ended("a"), open_ended("b"), 40),
    ),
    "not after and strictly after one month": lambda world: (
        world.before(open_ended("a").shifted(MONTH), open_ended("b")),
        world.before(open_ended("b"), open_ended("a").shifted(MONTH)),
    ),
}


@pytest.mark.parametrize("judge", CHAINS.values(), ids=CHAINS)
def test_open_intervals_are_not_walked_day_by_day_for_long(judge):
    started = perf_counter()

    found = list(explore(judge))

    every_no_and_yes = {answer for answer, _ in found}
    assert len(every_no_and_yes) == len(found) > 1
    assert all(world.span(open_ended("a"))[0] >= date(2020, 7, 29).toordinal() for _, world in found)
    assert (True,) * len(found[0][0]) not in every_no_and_yes  # the whole chain contradicts itself
    assert perf_counter() - started < 5


def test_a_shift_beyond_the_calendar_is_after_every_day():
    far = open_ended("a").shifted(Shift(months=999_999_999))

    assert [answer for answer, _ in explore(lambda world: world.not_after(at(date(2100, 12, 31)), far))] == [True]


@cases()
@given(
    st.dates(date(1930, 1, 1), date(2100, 12, 31)),
    st.one_of(
        st.tuples(st.integers(-40, 40), st.integers(0, 40), st.sampled_from(["clamp", "next"])).map(
            lambda it: Shift(*it)
        ),
        st.builds(partial(Shift, calendar=WEEKDAYS), working=st.integers(-40, 40), before=st.integers(-9, 9)),
        st.sampled_from([Shift(calendar=WEEKDAYS, roll=roll) for roll in ("forward", "back")]),
    ),
)
def test_the_last_day_shifted_to_a_bound_is_in_time_and_the_next_one_is_not(day, shift):
    bound = day.toordinal()

    last = shift.latest_not_after(bound)

    assert shift.later(last) <= bound < shift.later(last + 1)
