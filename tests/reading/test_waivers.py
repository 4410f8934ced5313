"""The waivers' reader: whole waivers in, each mistake at its place."""

from datetime import date

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading.load import read_waivers
from tests.reading.places import marked, source, told

WAIVERS = """\
format: congress-waivers/1
waivers:
  - {rule: held, units: [M, M-1], from: 2020-06-01, until: 2020-06-30, authority: Ban A, document: 31-CV, reason: lụt}
"""


def read(text):
    diagnostics = Diagnostics()
    return read_waivers(source(text, "data/waivers.yaml"), diagnostics), diagnostics


def test_a_waiver_is_in_force_from_its_first_to_its_last_day():
    (waiver,), diagnostics = read(WAIVERS)

    assert not diagnostics.found
    assert waiver.units == ("M", "M-1")
    days = [date(2020, 5, 31), date(2020, 6, 1), date(2020, 6, 30), date(2020, 7, 1)]
    assert [waiver.in_force(day) for day in days] == [False, True, True, False]


def test_a_file_may_hold_no_waiver():
    assert read("format: congress-waivers/1\n")[0] == ()


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("congress-waivers/1", "‹congress-waivers/2", "value-unknown"),
        ("{rule: held, ", "‹{", "key-missing"),
        ("authority: Ban A, ", "", "key-missing"),
        ("document: 31-CV, ", "", "key-missing"),
        ("reason: lụt", "reason: ‹''", "value-missing"),
        ("units: [M, M-1]", "units: ‹[]", "list-empty"),
        ("units: [M, M-1]", "units: ‹M", "list-expected"),
        ("units: [M, M-1]", "units: [M, ‹M_1]", "text-pattern"),
        ("from: 2020-06-01", "from: ‹1/6/2020", "day-ambiguous"),
        ("until: 2020-06-30", "until: ‹2020-06-31", "day-impossible"),
        (
            "{rule: held, units: [M, M-1], from: 2020-06-01",
            "‹{rule: held, units: [M], from: 2020-07-01",
            "waiver-order",
        ),
        ("reason: lụt", "reason: lụt, ‹approved: true", "key-unknown"),
    ],
    ids=lambda value: value.lstrip("‹")[:30] or "left out",
)
def test_a_mistake_is_told_at_its_place(good, bad, code):
    text = WAIVERS.replace(good, bad) if bad else WAIVERS.replace(good, "").replace("{rule", "‹{rule")
    text, place = marked(text)

    waivers, diagnostics = read(text)

    assert waivers is None
    assert told(diagnostics) == [f"{place} {code}"]


def test_a_file_that_is_no_yaml_is_one_mistake():
    waivers, diagnostics = read("waivers: [\n")

    assert waivers is None
    assert len(diagnostics.errors) == 1
