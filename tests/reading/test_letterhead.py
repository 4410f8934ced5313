"""The settings of an office's paper: what they mean, and which make no page."""

import pytest

from congress_cli.errors import CongressError
from congress_cli.reading.project import LETTERHEAD, letterhead
from congress_cli.rendering.options import BLANK, Letterhead
from tests.reading.places import refusal


def test_without_settings_everything_is_left_to_fill_in() -> None:
    assert letterhead({}) == letterhead({"lang": "vi"}) == BLANK
    assert BLANK.margins == (20, 20, 30, 15)


def test_each_setting_fills_its_place() -> None:
    given = {
        "report-office": " QUẬN ỦY MẪU ",
        "report-recipients": "Thường trực Thành ủy; Lưu Văn phòng;",
        "report-size": "13",
        "report-margins": "0 60  25 20",
    }

    assert letterhead(given) == Letterhead(
        office="QUẬN ỦY MẪU",
        recipients=("Thường trực Thành ủy", "Lưu Văn phòng"),
        size=13,
        margins=(0, 60, 25, 20),
    )
    assert len(LETTERHEAD) == 11


@pytest.mark.parametrize("size", ["7", "21", "14pt", "", "-9", "13.5", "١٤"])
def test_a_size_that_nobody_could_read_is_refused(size: str) -> None:
    with pytest.raises(CongressError) as caught:
        letterhead({"report-size": size})

    assert refusal(caught.value, "report-size") == "setting-no-size"
    assert caught.value.args_ == {"key": "report-size", "text": size, "least": 8, "most": 20}


@pytest.mark.parametrize("size", ["8", "20"])
def test_the_smallest_and_the_largest_size_are_taken(size: str) -> None:
    assert letterhead({"report-size": size}).size == int(size)


@pytest.mark.parametrize("margins", ["20", "20 20 30", "20 20 30 15 1", "20 20 30 61", "20,20,30,15", "", "a b c d"])
def test_margins_that_leave_no_page_are_refused(margins: str) -> None:
    with pytest.raises(CongressError) as caught:
        letterhead({"report-margins": margins})

    assert refusal(caught.value, "report-margins") == "setting-no-margins"
    assert caught.value.args_ == {"key": "report-margins", "text": margins, "most": 60}
