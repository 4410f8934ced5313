"""What is odd but readable: told as a warning at its place, and what is usual is not."""

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading.data_warnings import note_warnings, usual_number
from congress_cli.reading.registry import read_registry
from congress_cli.reading.rulebook import read_rulebook
from tests.reading.places import marked, place, source
from tests.reading.test_rulebook import RULES

UNITS = """\
format: congress-units/1
term: 2020-2025
as_of: 2020-08-20
records: partial
units:
  - id: M
    name: Đảng bộ quận Mẫu
    level: upper
    type: quan
    facts:
      congress.opened: 2020-06-03
      congress.closed: {day: 2020-06-03/2020-06-06, document: 12-CV/QU}
      congress.planned: 2020-09
  - id: M-1
    name: Đảng bộ phường Hòa Lạc
    level: grassroots
    type: phuong
    parent: M
  - id: M-2
    name: Đảng bộ phường Hòa Bình
    level: grassroots
    type: phuong
    parent: M
"""


def data_warnings(text, book=RULES):
    diagnostics = Diagnostics()
    rulebook = read_rulebook(source(book), diagnostics)
    registry = read_registry([source(text)], rulebook, diagnostics)
    assert registry is not None
    assert rulebook is not None
    note_warnings(registry, rulebook, diagnostics)
    assert not diagnostics.errors
    return diagnostics.warnings


def test_a_usual_registry_has_nothing_odd():
    assert data_warnings(UNITS) == []


CLOSED = "congress.closed: {day: 2020-06-03/2020-06-06"
ODD = {
    "one event before the one it follows": (
        CLOSED,
        "congress.closed: {day: 2020-06-01/2020-06-02",
        "events-out-of-order",
    ),
    "a fact after the frozen day": (CLOSED, "congress.closed: {day: 2020-08-21", "fact-after-frozen-day"),
    "a document without a number": ("document: 12-CV/QU", "document: giấy tay", "document-odd"),
    "a document of odd letters": ("document: 12-CV/QU", "document: 12-CV/QỦ", "document-odd"),
    "other dashes and small letters": ("document: 12-CV/QU", "document: 12 – cv/tư", "document-written-otherwise"),
    "one name with its tone elsewhere": ("phường Hòa Bình", " phường Hoà Lạc", "names-alike"),
    "one name in capitals": ("Đảng bộ phường Hòa Bình", "ĐẢNG BỘ PHƯỜNG HÒA LẠC", "names-alike"),
    "a superior on the same level": ("    level: grassroots", "    level: upper", "superior-not-higher"),
}


@pytest.mark.parametrize(("good", "bad", "code"), ODD.values(), ids=ODD)
def test_what_is_odd_is_told(good, bad, code):
    assert good in UNITS

    assert {one.key for one in data_warnings(UNITS.replace(good, bad))} == {code}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("congress.opened: 2020-06-03", "congress.opened: 2020-06-05"),
        (CLOSED, "congress.closed: {day: 2020-08-20/2020-08-25"),
        (
            "    parent: M\n  - id: M-2\n    name: Đảng bộ phường Hòa Bình",
            "  - id: M-2\n    name: Đảng bộ phường Hòa Lạc",
        ),
        ("document: 12-CV/QU", "document: 2658-TB/TU"),
        ("document: 12-CV/QU", "document: 15/2020/QĐ-UBND"),
    ],
    ids=["perhaps in order", "perhaps before the frozen day", "one name below two superiors", "a notice", "a decision"],
)
def test_what_may_well_be_so_is_not_odd(good, bad):
    assert good in UNITS

    assert data_warnings(UNITS.replace(good, bad)) == []


def test_an_oddity_of_a_fact_stands_at_its_key_and_one_of_a_unit_at_the_unit():
    text, at = marked(UNITS.replace(CLOSED, "‹congress.closed: {day: 2020-08-21"))
    assert place(data_warnings(text)[0]) == at

    text, at = marked(UNITS.replace("  - id: M-2", "  - ‹id: M-2").replace("Hòa Bình", "Hoà Lạc"))
    assert place(data_warnings(text)[0]) == at


@pytest.mark.parametrize(
    "written",
    [
        "{day: 2020-06-03, document: ‹KH12}",
        '{note: "document: KH12", document: ‹"KH12", day: 2020-06-03}',
        "\n        day: 2020-06-03\n        document:\n          ‹KH12\n        note: KH12",
        "{day: 2020-06-03, document: ‹12 – CV/QU}",
        "{document: ‹'12 – CV/QU', day: 2020-06-03, by: Văn phòng Quận ủy}",
    ],
)
def test_an_oddity_of_a_number_stands_at_the_number(written):
    text, at = marked(UNITS.replace("congress.opened: 2020-06-03", f"congress.opened: {written}"))

    assert [place(one) for one in data_warnings(text)] == [at]


@pytest.mark.parametrize(
    ("number", "usual"),
    [
        ("12-CV/QU", "12-CV/QU"),
        (" 12 – cv/tư ", "12-CV/TU"),
        ("12 — KH / TU", "12-KH/TU"),
        ("1\u00a0-\u00a0NQ/TƯ", "1-NQ/TU"),
    ],
)
def test_a_document_number_has_one_usual_form(number, usual):
    assert usual_number(number) == usual


def test_ids_that_differ_by_case_alone_are_told_at_the_second():
    text, at = marked(UNITS.replace("  - id: M-1", "  - ‹id: m"))

    (warning,) = data_warnings(text)

    assert (place(warning), warning.key, warning.args) == (at, "ids-alike", {"text": "m", "other": "M"})


def test_of_some_units_alone_only_theirs_is_told():
    diagnostics = Diagnostics()
    rulebook = read_rulebook(source(RULES), diagnostics)
    registry = read_registry(
        [source(UNITS.replace(CLOSED, "congress.closed: {day: 2020-08-21"))], rulebook, diagnostics
    )
    assert registry is not None
    assert rulebook is not None

    for near, told in (({"M-1"}, []), ({"M"}, ["fact-after-frozen-day"]), (None, ["fact-after-frozen-day"])):
        diagnostics = Diagnostics()
        note_warnings(registry, rulebook, diagnostics, near)
        assert [one.key for one in diagnostics.warnings] == told


@pytest.mark.parametrize(
    ("written", "code", "args"),
    [
        ("report.sent: {2020-06: 2020-06-01}", None, {}),
        (
            "report.sent: {2020-06: ‹2020-05-31}",
            "period-before-begun",
            {"period": "2020-06", "form": "month", "begins": "2020-06-01"},
        ),
        ("report.sent: {2020-07: 2020-07-01, 2020-05: ‹2020-05-20}", "period-unasked", {"period": "2020-05"}),
        ("findings: [{case: 7, fixed: 2020-06-01}]", None, {}),
        ("findings: [{case: 7}, {case: ‹123456789, fixed: 2020-06-01}]", "case-identity", {"case": "123456789"}),
    ],
)
def test_periods_and_cases_that_are_odd_are_told_at_their_places(written, code, args):
    text = UNITS.replace("congress.opened: 2020-06-03", written).replace(f"      {CLOSED}, document: 12-CV/QU}}\n", "")
    text, at = marked(text) if code else (text, "")

    warnings = data_warnings(text)

    assert [(place(one), one.key) for one in warnings] == ([(at, code)] if code else [])
    for one in warnings:
        fact = written.partition(":")[0]
        assert {**one.args, **args, "text": fact, "unit": "M"} == one.args


def test_cases_of_a_unit_that_no_rule_asks_for_any_are_told_once_in_a_file():
    text, at = marked(
        UNITS.replace("    parent: M\n", "    parent: M\n    facts: {findings: [{case: ‹7}, {case: 8}]}\n", 1)
    )

    warnings = data_warnings(text)

    assert [(place(one), one.key, one.args) for one in warnings] == [
        (at, "case-unasked", {"text": "findings", "case": "7", "unit": "M-1"})
    ]


def test_periods_of_days_that_no_rule_counts_for_a_unit_are_told():
    text, at = marked(
        UNITS.replace("    parent: M\n", "    parent: M\n    facts: {report.sent: {1: ‹2020-06-20}}\n", 1)
    )
    book = RULES.replace("period: month", "period: {days: 60}").replace("from: 2020-06", "from: congress.opened")

    (warning,) = data_warnings(text, book)

    assert (place(warning), warning.key, warning.args["form"]) == (at, "period-unasked", "days")
