"""Days: every notation and every mistake in one, round trips, and months against a calendar walked month by month."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.days import (
    EARLIEST,
    LATEST,
    Day,
    DayError,
    between,
    months_after,
    on,
    parse_day,
    parse_exact,
    shifted,
)
from tests.patience import cases

days = st.dates(EARLIEST, LATEST)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-06-03", date(2020, 6, 3), date(2020, 6, 3)),
        ("2020-07", date(2020, 7, 1), date(2020, 7, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-05-26/2020-05-29", date(2020, 5, 26), date(2020, 5, 29)),
        ("2020-06-03/2020-06-03", date(2020, 6, 3), date(2020, 6, 3)),
        ("2020-05/2020-06", date(2020, 5, 1), date(2020, 6, 30)),
        ("2020-05/2020-06-03", date(2020, 5, 1), date(2020, 6, 3)),
        ("2020-07-29/..", date(2020, 7, 29), LATEST),
        ("../2020-06-11", EARLIEST, date(2020, 6, 11)),
        ("1930-01-01", EARLIEST, EARLIEST),
        ("2100-12-31", LATEST, LATEST),
    ],
)
def test_a_day_in_a_file_means_its_first_and_last_possible_day(text, first, last):
    assert parse_day(text) == Day(first, last)


@pytest.mark.parametrize(
    ("text", "code", "args"),
    [
        ("05/06/2020", "day-ambiguous", {"day_first": "2020-06-05", "month_first": "2020-05-06"}),
        ("5-6-2020", "day-ambiguous", {"day_first": "2020-06-05", "month_first": "2020-05-06"}),
        ("15/8/2020", "day-other-order", {"fixed": "2020-08-15"}),
        ("8/15/2020", "day-other-order", {"fixed": "2020-08-15"}),
        ("6/6/2020", "day-other-order", {"fixed": "2020-06-06"}),
        ("31/6/2020", "day-impossible", {"days": 30, "fixed": "2020-06-30"}),
        ("31/13/2020", "day-month-impossible", {"month": 13}),
        ("5/6/1920", "day-year-outside", {"year": 1920}),
        ("2020-6-3", "day-loose", {"fixed": "2020-06-03"}),
        ("2020/06/03", "day-loose", {"fixed": "2020-06-03"}),
        ("2020.6.03", "day-loose", {"fixed": "2020-06-03"}),
        ("2025-2-30", "day-impossible", {"fixed": "2025-02-28"}),
        ("2025-02-30", "day-impossible", {"days": 28, "fixed": "2025-02-28"}),
        ("2020-06-00", "day-impossible", {"days": 30}),
        ("2025-13-45", "day-month-impossible", {"month": 13}),
        ("2020-00", "day-month-impossible", {"month": 0}),
        ("1929-12-31", "day-year-outside", {"year": 1929, "first": 1930, "last": 2100}),
        ("2101-01", "day-year-outside", {"year": 2101}),
        ("0000-01-01", "day-year-outside", {"year": 0}),
        ("2025-01-05T17:00Z", "day-with-time", {"fixed": "2025-01-05"}),
        ("2025-01-05 17:00", "day-with-time", {"fixed": "2025-01-05"}),
        ("2025-02-30T17:00", "day-impossible", {"fixed": "2025-02-28"}),
        ("2020-06-06/2020-06-03", "day-interval-order", {"fixed": "2020-06-03/2020-06-06"}),
        ("../..", "day-interval-empty", {}),
        ("1930-01-01/..", "day-interval-empty", {}),
        ("2020-06-03/2020-6-5", "day-loose", {"fixed": "2020-06-05"}),
        ("2020-06-03/2020-06-04/2020-06-05", "day-format", {}),
        ("2020-06-03 / 2020-06-05", "day-format", {}),
        ("2020-06-03/", "day-format", {}),
        ("2020-05-26/29", "day-format", {}),
        ("31/6", "day-format", {}),
        ("2020", "day-format", {}),
        ("10000-01-01", "day-format", {}),
        ("hôm qua", "day-format", {}),
        ("", "day-format", {}),
        ("2020-06-03\n", "day-format", {}),
        ("\u00a02020-06-03", "day-format", {}),
        ("\uff12020-06-03", "day-format", {}),
    ],
)
def test_what_is_no_day_in_a_file_is_refused_with_its_reason(text, code, args):
    with pytest.raises(DayError) as caught:
        parse_day(text)

    assert caught.value.code == code
    assert caught.value.args_.items() >= args.items()


@pytest.mark.parametrize("text", ["2020-06", "2020-06-03/2020-06-06", "15/8/2020"])
def test_where_one_single_day_is_wanted_nothing_else_is_taken(text):
    with pytest.raises(DayError):
        parse_exact(text)


@pytest.mark.parametrize(
    ("written", "shortest"),
    [
        ("2020-06-03/2020-06-03", "2020-06-03"),
        ("2020-06-01/2020-06-30", "2020-06"),
        ("2020-05/2020-06", "2020-05-01/2020-06-30"),
        ("2020-07-29/2100-12-31", "2020-07-29/.."),
        ("../1930-01-31", "1930-01"),
    ],
)
def test_a_day_is_written_in_its_shortest_form(written, shortest):
    assert str(parse_day(written)) == shortest


@cases()
@given(days, days)
def test_every_uncertain_day_but_the_boundless_one_is_read_back_as_written(one, other):
    day = Day(min(one, other), max(one, other))

    if day == Day(EARLIEST, LATEST):
        with pytest.raises(DayError):
            parse_day(str(day))
    else:
        assert parse_day(str(day)) == day


@cases()
@given(days)
def test_a_certain_day_is_its_iso_text(day):
    assert str(on(day)) == day.isoformat()
    assert parse_exact(day.isoformat()) == day
    assert on(day).exact


@cases()
@given(st.text(alphabet="0123456789-/. T"))
def test_any_text_is_a_day_or_a_day_error(text):
    try:
        day = parse_day(text)
    except DayError:
        return
    assert EARLIEST <= day.first <= day.last <= LATEST


@pytest.mark.parametrize(
    ("day", "months", "clamp", "next_"),
    [
        (date(2020, 8, 31), 6, date(2021, 2, 28), date(2021, 3, 1)),
        (date(2020, 2, 29), 12, date(2021, 2, 28), date(2021, 3, 1)),
        (date(2020, 2, 29), 48, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2020, 5, 31), 1, date(2020, 6, 30), date(2020, 7, 1)),
        (date(2020, 12, 31), 2, date(2021, 2, 28), date(2021, 3, 1)),
        (date(2020, 6, 15), 0, date(2020, 6, 15), date(2020, 6, 15)),
    ],
)
def test_a_day_that_the_month_lacks_is_its_last_one_or_the_first_of_the_next(day, months, clamp, next_):
    assert months_after(day, months) == clamp
    assert months_after(day, months, "next") == next_


@cases()
@given(days, st.integers(0, 600), st.sampled_from(["clamp", "next"]))
def test_months_after_walks_the_calendar_month_by_month(day, months, month_end):
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    length = monthrange(year, month)[1]
    if day.day <= length:
        expected = date(year, month, day.day)
    elif month_end == "clamp":
        expected = date(year, month, length)
    else:
        expected = date(year, month + 1, 1)  # December lacks no day

    assert months_after(day, months, month_end) == expected


@pytest.mark.parametrize("months", [95_760, 999_999_999])
def test_months_beyond_year_9999_overflow_and_nothing_else(months):
    with pytest.raises(OverflowError):
        months_after(date(2020, 8, 31), months)


def test_periods_lie_between_two_days_and_there_are_none_where_the_second_comes_first():
    assert between("month", date(2020, 5, 31), date(2020, 7, 1)) == ("2020-05", "2020-06", "2020-07")
    assert between("quarter", date(2020, 6, 30), date(2020, 7, 1)) == ("2020-Q2", "2020-Q3")
    assert between("month", date(2020, 7, 1), date(2020, 6, 30)) == ()


@pytest.mark.parametrize(
    ("kind", "key", "number", "shifted_key"),
    [
        ("month", "2020-12", 1, "2021-01"),
        ("quarter", "2020-Q1", -1, "2019-Q4"),
        ("half", "2020-H2", 1, "2021-H1"),
        ("year", "2020", -2, "2018"),
        ("days", "3", 2, "5"),
        ("days", "3", -5, "1"),
    ],
)
def test_a_period_so_many_after_another_has_the_next_keys(kind, key, number, shifted_key):
    assert shifted(kind, key, number) == shifted_key
