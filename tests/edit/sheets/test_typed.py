"""What is typed into a cell: taken for one thing only, or refused by name."""

from datetime import date, datetime
from typing import Any

import pytest

from congress_cli.edit.sheets.columns import NotTaken
from congress_cli.edit.sheets.typed_cells import text_of
from congress_cli.model.sheet import Cell, Part


def typed(value: Any, part: Part, *, comma: bool = True, **cell: Any) -> str:
    return text_of(Cell(6, 3, value, **cell), part, comma=comma)


def refusal(value: Any, part: Part, *, comma: bool = True, **cell: Any) -> str:
    with pytest.raises(NotTaken) as caught:
        typed(value, part, comma=comma, **cell)
    return caught.value.code


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2020, 6, 3), "2020-06-03"),
        (datetime.fromisoformat("2020-06-03"), "2020-06-03"),
        ("3/6/2020", "2020-06-03"),
        ("03/06/2020", "2020-06-03"),
        ("5/6/2020", "2020-06-05"),
        ("13/6/2020", "2020-06-13"),
        ("03-06-2020", "2020-06-03"),
        ("03.06.2020", "2020-06-03"),
        (" 3/6/2020\u00a0", "2020-06-03"),
        ("2020-06-03", "2020-06-03"),
        ("2020-07", "2020-07"),
        ("tháng 7/2020", "2020-07"),
        ("Tháng 07/2020", "2020-07"),
        ("7/2020", "2020-07"),
        ("month 7/2020", "2020-07"),
        ("26/5/2020 - 29/5/2020", "2020-05-26/2020-05-29"),
        ("26/5/2020–29/5/2020", "2020-05-26/2020-05-29"),
        ("từ 26/5/2020 đến 29/5/2020", "2020-05-26/2020-05-29"),
        ("2020-05-26/2020-05-29", "2020-05-26/2020-05-29"),
        ("2020-05-26 / 2020-05-29", "2020-05-26/2020-05-29"),
        ("2020-07-29/..", "2020-07-29/.."),
        ("../2020-06-11", "../2020-06-11"),
        (date(1930, 1, 1), "1930-01-01"),
        (date(2100, 12, 31), "2100-12-31"),
        (None, ""),
        ("  ", ""),
    ],
)
def test_a_day_the_day_always_first(value: Any, day: str) -> None:
    assert typed(value, Part.DAY) == day


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("31/6/2020", "day-impossible"),
        ("29/2/2021", "day-impossible"),
        ("6/13/2020", "day-month-impossible"),
        ("3/6", "day-without-year"),
        ("hôm qua", "day-relative"),
        ("-7d", "day-relative"),
        ("29/5/2020 - 26/5/2020", "day-interval-order"),
        ("13/2020", "day-month-impossible"),
        (date(1929, 12, 31), "day-year-outside"),
        (date(2101, 1, 1), "day-year-outside"),
        (datetime.fromisoformat("2020-06-03 08:30"), "day-with-time"),
        ("2020-06-03 08:30", "day-with-time"),
        (43985, "number-for-day"),
        (43985.5, "number-for-day"),
        (5, "number-for-day"),
        (True, "number-for-day"),
    ],
)
def test_what_is_no_day_is_refused_by_name(value: Any, code: str) -> None:
    assert refusal(value, Part.DAY) == code


def test_a_number_that_may_have_been_a_day_is_told_with_that_day() -> None:
    with pytest.raises(NotTaken) as caught:
        typed(43985, Part.DAY)

    assert caught.value.args_["day"] == "2020-06-03"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (12, "12"), (12.0, "12"), ("12", "12"), (" 7 ", "7"), (999_999_999, "999999999")]
)
def test_a_count(value: Any, text: str) -> None:
    assert typed(value, Part.DONE) == text


@pytest.mark.parametrize("value", [-1, 1.5, "3/5", "07", "1.234", "ba", True, 1_000_000_000])
def test_what_is_no_count_is_refused(value: Any) -> None:
    assert refusal(value, Part.TOTAL) == "number-not-whole"


@pytest.mark.parametrize("part", [Part.DONE, Part.TOTAL, Part.INDICATOR, Part.DOCUMENT])
def test_a_day_that_a_spreadsheet_made_of_something_else_is_refused(part: Part) -> None:
    assert refusal(date(2020, 5, 3), part) == "day-for-other"


@pytest.mark.parametrize(
    ("value", "comma", "text"),
    [
        (7.5, True, "7.5"),
        (7, True, "7"),
        (-0.0, True, "0"),
        (2450, True, "2450"),
        (0.30000000000000004, True, "0.3"),
        (1e15, True, "1000000000000000"),
        ("7,5", True, "7.5"),
        ("7.5", True, "7.5"),
        ("1,234", True, "1.234"),
        ("0.125", True, "0.125"),
        ("1.234,5", True, "1234.5"),
        ("1.234.567", True, "1234567"),
        ("1,234.5", True, "1234.5"),
        ("2 450", True, None),
        ("7.5", False, "7.5"),
        ("7,5", False, "7.5"),
        ("1.234", False, "1.234"),
        ("1,234.5", False, "1234.5"),
    ],
)
def test_a_figure(value: Any, comma: bool, text: str | None) -> None:
    if text is None:
        assert refusal(value, Part.INDICATOR, comma=comma) == "number-not-decimal"
    else:
        assert typed(value, Part.INDICATOR, comma=comma) == text


@pytest.mark.parametrize(
    ("value", "comma", "code"),
    [
        ("1.234", True, "number-ambiguous"),
        ("-12.345", True, "number-ambiguous"),
        ("1,234", False, "number-ambiguous"),
        ("7,5%", True, "percent"),
        ("7,5 %", True, "percent"),
        ("bảy", True, "number-not-decimal"),
        ("1.2.3", True, "number-not-decimal"),
        ("1e5", True, "number-not-decimal"),
        (1e300, True, "number-too-long"),
        (1e-12, True, "number-too-long"),
        (True, True, "number-not-decimal"),
    ],
)
def test_what_is_no_figure_is_refused(value: Any, comma: bool, code: str) -> None:
    assert refusal(value, Part.INDICATOR, comma=comma) == code


def test_a_figure_shown_as_a_percentage_is_refused() -> None:
    assert refusal(0.075, Part.INDICATOR, percent=True) == "percent"


@pytest.mark.parametrize("value", ["x", "X", "có", "Có", "✓", "yes", True, 1, "1"])
def test_a_tick(value: Any) -> None:
    assert typed(value, Part.ITEM) == "yes"


@pytest.mark.parametrize("value", ["chưa", "không", "no", False, 0, "-"])
def test_no_tick(value: Any) -> None:
    assert typed(value, Part.ITEM) == "no"


@pytest.mark.parametrize("value", ["xx", "có thể", 2, date(2020, 6, 3)])
def test_what_is_no_tick_is_refused(value: Any) -> None:
    assert refusal(value, Part.ITEM) == "tick-unknown"


@pytest.mark.parametrize(
    ("value", "text"), [("15-BC/QU", "15-BC/QU"), (" 15 -  BC/QU\n", "15 - BC/QU"), (15, "15"), ("=1", "=1")]
)
def test_a_document_number(value: Any, text: str) -> None:
    assert typed(value, Part.DOCUMENT) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [("15\u202e-BC", "character-forbidden"), ("15\u200b-BC", "character-forbidden"), ("x" * 201, "text-too-long")],
)
def test_what_is_no_document_number_is_refused(value: Any, code: str) -> None:
    assert refusal(value, Part.DOCUMENT) == code


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("flaw", ["cell-merged", "cell-error", "formula-without-value", "value-odd"])
def test_a_cell_that_cannot_be_believed_is_refused_for_what_it_is(flaw: str, part: Part) -> None:
    assert refusal("x", part, flaw=flaw) == flaw
    assert refusal(None, part, flaw=flaw) == flaw
