"""Days as people type them: one reading each, and every day that is said back is understood again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.days import EARLIEST, LATEST, Day, DayError
from congress_cli.language import LANGUAGES, translate
from congress_cli.model.typed import Present, said_day, said_exact
from tests.patience import cases

TODAY = date(2020, 6, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14/6/2020", "2020-06-14"),
        ("14/6/20", "2020-06-14"),
        ("6/10/20", "2020-10-06"),
        (" 5.6.2020 ", "2020-06-05"),
        ("05-06-2020", "2020-06-05"),
        ("13 / 6 / 2020", "2020-06-13"),
        ("13 - 6 - 2020", "2020-06-13"),
        ("ngày 14/6/2020", "2020-06-14"),
        ("15 tháng 8 năm 2020", "2020-08-15"),
        ("ngày 15 tháng 8 năm 2020", "2020-08-15"),
        ("NGÀY 15 THÁNG 8 NĂM 2020", "2020-08-15"),
        ("Thứ Sáu, ngày 14/8/2020", "2020-08-14"),
        ("15 August 2020", "2020-08-15"),
        ("2020-08-15", "2020-08-15"),
        ("ngày 2020-08-15", "2020-08-15"),
        ("8/2020", "2020-08"),
        ("tháng 7/2020", "2020-07"),
        ("tháng 7 năm 2020", "2020-07"),
        ("t7/2020", "2020-07"),
        ("T. 7/2020", "2020-07"),
        ("month 7/2020", "2020-07"),
        ("Aug 2020", "2020-08"),
        ("2020-08", "2020-08"),
        ("quý III/2020", "2020-07-01/2020-09-30"),
        ("quý 3 năm 2020", "2020-07-01/2020-09-30"),
        ("quarter IV/2020", "2020-10-01/2020-12-31"),
        ("năm 2020", "2020-01-01/2020-12-31"),
        ("12-14/6/2020", "2020-06-12/2020-06-14"),
        ("12 – 14/6/2020", "2020-06-12/2020-06-14"),
        ("28/7-30/7/2020", "2020-07-28/2020-07-30"),
        ("28/7-30/7/20", "2020-07-28/2020-07-30"),
        ("12/8/2020-15/8/2020", "2020-08-12/2020-08-15"),
        ("12/8/2020 – 15/8/2020", "2020-08-12/2020-08-15"),
        ("15/8/2020-15/8/2020", "2020-08-15"),
        ("từ 12/6/2020 đến 14/6/2020", "2020-06-12/2020-06-14"),
        ("từ ngày 12 đến ngày 14 tháng 6 năm 2020", "2020-06-12/2020-06-14"),
        ("from 12/6/2020 to 14/6/2020", "2020-06-12/2020-06-14"),
        ("7/2020 - 8/2020", "2020-07-01/2020-08-31"),
        ("2020-06-12 / 2020-06-14", "2020-06-12/2020-06-14"),
        ("từ 2020-06-12 đến 2020-06-14", "2020-06-12/2020-06-14"),
        ("2020-07-29/..", "2020-07-29/.."),
        ("../2020-06-11", "../2020-06-11"),
        ("hôm nay", "2020-06-15"),
        ("Hôm qua", "2020-06-14"),
        ("hom qua", "2020-06-14"),
        ("yesterday", "2020-06-14"),
        ("-7d", "2020-06-08"),
        ("−7d", "2020-06-08"),
        ("+1d", "2020-06-16"),
    ],
)
def test_an_office_form_with_one_reading_is_taken(text: str, day: str) -> None:
    assert str(said_day(text, TODAY)) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("14/6", "day-without-year"),
        ("12-14/6", "day-without-year"),
        ("ngày 14 tháng 6", "day-without-year"),
        ("29/2", "day-without-year"),
        ("30/2", "day-impossible"),
        ("5/6/45", "day-year-short"),
        ("31/6/2020", "day-impossible"),
        ("6/13/2020", "day-month-impossible"),
        ("13/2020", "day-month-impossible"),
        ("1/1/1929", "day-year-outside"),
        ("15/8/2020-12/8/2020", "day-interval-order"),
        ("thứ Hai 14/6/2020", "day-other-weekday"),
        ("từ thứ Hai 8/6/2020 đến thứ Hai 14/6/2020", "day-other-weekday"),
        ("7-8/2020", "day-format"),
        ("8-2020", "day-format"),
        ("2020", "day-format"),
        ("14-6-20", "day-format"),
        ("14/6.2020", "day-format"),
        ("mai", "day-format"),
        ("trước ngày 15/6/2020", "day-format"),
        ("14/6/2020 8h", "day-format"),
        ("", "day-format"),
    ],
)
def test_what_has_no_reading_or_several_is_refused(text: str, code: str) -> None:
    with pytest.raises(DayError) as caught:
        said_day(text, TODAY)

    assert caught.value.code == code


@pytest.mark.parametrize("text", ["hôm nay", "hôm qua", "-7d"])
def test_where_nobody_knows_today_a_day_counted_from_it_is_refused(text: str) -> None:
    with pytest.raises(DayError) as caught:
        said_day(text)

    assert caught.value.code == "day-relative"


@pytest.mark.parametrize("text", ["tháng 7/2020", "12-14/6/2020", "quý III/2020", "2020-06"])
def test_where_one_day_is_asked_for_several_are_refused(text: str) -> None:
    with pytest.raises(DayError) as caught:
        said_exact(text)

    assert caught.value.code == "day-not-one"


@pytest.mark.parametrize(("short", "year"), [("29", 2029), ("00", 2000), ("20", 2020)])
def test_a_year_of_two_digits_is_taken_where_the_calendar_has_it_once(short: str, year: int) -> None:
    assert said_exact(f"14/6/{short}").year == year


some_day = st.dates(EARLIEST, LATEST)


@cases(200)
@given(some_day, st.integers(0, 500), st.sampled_from(LANGUAGES), st.sampled_from(["span", "weekday", "stretch"]))
def test_every_day_that_is_said_back_is_understood_again(first: date, length: int, language: str, form: str) -> None:
    last = min(LATEST, first + timedelta(length))
    day = Day(first, last if form == "span" else first)
    said = translate(language, "desk.day" if form == "weekday" else "desk.span", {"day": day})

    assert said_day(said) == day
    assert said_day(str(day)) == day


@pytest.mark.parametrize(
    ("last", "nearest"),
    [(date(2020, 6, 13), "14/6/2020"), (date(2020, 12, 13), "14/6/2020"), (date(2020, 1, 2), "14/6/2020")],
)
def test_a_day_without_a_year_is_looked_for_near_today(last: date, nearest: str) -> None:
    assert Present(last).with_year("14/6")[0] == nearest
    assert Present(last).with_year("29/2") in (["29/2/2020"], [])


@pytest.mark.parametrize(
    ("day", "frozen", "is_future"),
    [
        ("2020-06-15", None, False),
        ("2020-06-16", None, True),
        ("2020-06-15/2020-06-20", None, False),
        ("2020-06-16/..", None, True),
        ("2020-06", None, False),
        ("2020-06-10", "2020-06-10", False),
        ("2020-06-11", "2020-06-10", True),
        ("2020-06-16", "2020-08-20", True),
    ],
)
def test_a_day_is_in_the_future_if_it_surely_lies_after_today_or_after_a_frozen_registry(
    day: str, frozen: str | None, is_future: bool
) -> None:
    present = Present(TODAY, None if frozen is None else date.fromisoformat(frozen))

    assert present.is_future(day) is is_future
    assert not present._replace(future=True).is_future(day)
