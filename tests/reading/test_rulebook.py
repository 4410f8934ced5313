"""The rulebook's reader: every mistake at its place, every name known and of the right kind, all in one run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading.fast import AT_ONCE
from congress_cli.reading.files import read_source
from congress_cli.reading.rulebook import fast_rulebook, read_rulebook, rulebook_of, shipped_calendars
from tests.builders import rule, rules_file
from tests.reading.places import marked, source, told, words

RULES = """\
format: congress-rules/1
language: vi
directive: {number: 01-TB/MN, kind: Thông báo, issuer: Thành ủy Mẫu, issued: 2020-06-11, term: 2020-2025}
levels:
  upper: {vi: cấp trên, en: upper}
  grassroots: {vi: cơ sở, en: grassroots}
types:
  quan: {level: upper, vi: quận, en: district}
  phuong: {level: [grassroots, upper], vi: phường, en: ward}
tags:
  pilot: {vi: điểm, en: pilot}
facts:
  congress.opened: {kind: event, vi: khai mạc, en: opened}
  congress.planned: {kind: plan, of: congress.opened, vi: dự kiến, en: planned}
  congress.closed: {kind: event, after: congress.opened, vi: bế mạc, en: closed}
  complaints: {kind: tally, vi: đơn, en: complaints}
  report.sent: {kind: series, period: month, vi: báo cáo, en: report}
  findings: {kind: cases, vi: vụ, en: findings, days: {fixed: {vi: xong, en: fixed}}}
  topics: {kind: checklist, vi: nội dung, en: topics, items: {one: {vi: một, en: one}, two: {vi: hai, en: two}}}
  targets: {kind: measures, vi: chỉ tiêu, en: targets, indicators: {growth: {vi: tăng trưởng, en: growth}}}
parameters:
  limit:
    2020-06-11: {value: 2020-08-15, ref: 01-TB/MN}
  count:
    2020-06-11: {value: 9, ref: 01-TB/MN}
  goals:
    2020-06-11: {value: {growth: 7.5}, ref: 01-TB/MN}
clauses:
  - {id: "1.1", who: upper, check: automated, rules: [held, settled], vi: một, en: one}
  - {id: "1.2", check: informational, vi: hai, en: two}
rules:
  - id: held
    kind: event
    title: {vi: bế mạc, en: held}
    clause: ["1.1"]
    owner: upper
    modality: must
    applies_to: {level: upper}
    unless: {tag: pilot, reason: {vi: điểm, en: pilot}}
    event: congress.closed
    before: {param: limit}
  - id: in-order
    kind: sequence
    title: {vi: thứ tự, en: order}
    clause: ["1.1", "1.2"]
    owner: upper
    modality: must
    applies_to: {type: [quan, phuong]}
    steps: [congress.opened, congress.closed]
  - id: settled
    kind: tally
    title: {vi: xong, en: settled}
    clause: "1.1"
    owner: upper
    modality: should
    applies_to: {}
    tally: complaints
    within: {days: 10, after: congress.opened}
  - id: covered
    kind: checklist
    title: {vi: đủ, en: covered}
    clause: "1.1"
    owner: [upper, grassroots]
    modality: strive
    applies_to: {tag: pilot}
    checklist: topics
    items: [one, two]
    after: congress.opened
  - id: reached
    kind: measures
    title: {vi: đạt, en: reached}
    clause: "1.1"
    owner: upper
    modality: must
    applies_to: {level: upper}
    measures: targets
    against: {param: goals}
  - id: all-held
    kind: share
    title: {vi: tất cả, en: all}
    clause: "1.1"
    owner: upper
    modality: must
    applies_to: {level: upper}
    rule: held
    over: children
  - id: counted
    kind: census
    title: {vi: số, en: number}
    clause: "1.1"
    owner: city
    modality: must
    applies_to: {level: upper}
    select: {level: upper, without: congress.closed, day: 2020-06-11}
    expect: {param: count}
  - id: monthly
    kind: every
    title: {vi: kỳ, en: monthly}
    clause: "1.1"
    owner: city
    modality: must
    applies_to: {level: upper}
    series: report.sent
    from: 2020-06
  - id: fixed
    kind: each
    title: {vi: vụ, en: fixed}
    clause: "1.1"
    owner: city
    modality: must
    applies_to: {level: upper}
    cases: findings
    day: fixed
"""


def read(text):
    diagnostics = Diagnostics()
    return read_rulebook(source(text, "data/rules.yaml"), diagnostics), diagnostics


def test_a_rulebook_of_every_kind_is_read_without_a_mistake():
    rulebook, diagnostics = read(RULES)

    assert not diagnostics.found
    assert rulebook is not None
    assert [rule.kind for rule in rulebook.rules] == [
        "event",
        "sequence",
        "tally",
        "checklist",
        "measures",
        "share",
        "census",
        "every",
        "each",
    ]


def test_the_shipped_rulebook_is_read_without_a_mistake_or_warning():
    diagnostics = Diagnostics()
    path = Path(__file__).parents[2] / "data" / "rules.yaml"
    text = read_source(path, "data/rules.yaml", diagnostics)

    assert text is not None
    assert read_rulebook(text, diagnostics) is not None
    assert not diagnostics.found


@pytest.mark.parametrize(
    ("good", "bad", "code", "known"),
    [
        # shapes
        ("format: congress-rules/1", "format: ‹congress-rules/2", "value-unknown", ["congress-rules/1"]),
        ("format: congress-rules/1\nlanguage: vi", "‹format: congress-rules/1", "key-missing", None),
        ("language: vi", "language: vi\n‹tgas: {}", "key-unknown", ["tags"]),
        ("language: vi", "language: ‹fr", "value-unknown", []),
        ("language: vi", "language: vi\nlanguages: ‹[vi, en, vi]", "language-twice", None),
        ("number: 01-TB/MN", "number: ‹''", "value-missing", None),
        ("issued: 2020-06-11, term", "issued: ‹11/6/2020, term", "day-ambiguous", None),
        ("  upper: {vi: cấp trên, en: upper}", "  upper: ‹{vi: cấp trên}", "key-missing", None),
        ("  upper: {vi: cấp trên, en: upper}", "  upper: ‹upper", "mapping-expected", None),
        ("level: upper, vi: quận", "level: ‹{a: b}, vi: quận", "list-expected", None),
        ("level: [grassroots, upper]", "level: ‹[]", "list-empty", None),
        ("{kind: tally,", "{kind: ‹taly,", "value-unknown", ["tally"]),
        ("{kind: tally,", "‹{", "key-missing", None),
        ("{value: 9, ref", "{value: ‹09, ref", "number-not-decimal", None),
        ("{value: 2020-08-15,", "{value: ‹2020-08-32,", "day-impossible", None),
        ("    2020-06-11: {value: 9", "    ‹2020-06-31: {value: 9", "day-impossible", None),
        ('id: "1.1", who', 'id: ‹"1,1", who', "text-pattern", None),
        ("check: informational", "check: ‹informal", "value-unknown", ["informational"]),
        ("  - id: held\n    kind: event", "  - ‹id: held", "key-missing", None),
        ("kind: sequence", "kind: ‹sequnce", "value-unknown", ["sequence"]),
        # shapes inside a rule, whatever its kind is called like
        ("    modality: should\n", "    modality: ‹shuold\n", "value-unknown", ["should"]),
        (
            "    event: congress.closed\n",
            "    event: congress.closed\n    ‹befor: 2020-06-11\n",
            "key-unknown",
            ["before"],
        ),
        ("    tally: complaints\n", "    tally: complaints\n    ‹warn_day: 3\n", "key-unknown", ["warn_days"]),
        ("    measures: targets\n", "    measures: targets\n    warn_days: ‹03\n", "number-not-whole", None),
        ("    tally: complaints\n", "    tally: complaints\n    severity: ‹grave\n", "value-unknown", None),
        ("    checklist: topics\n", "    checklist: topics\n    by: ‹15/8/2020\n", "day-other-order", None),
        ("    steps: [congress.opened, congress.closed]", "    steps: ‹congress.opened", "list-expected", None),
        ("    steps: [congress.opened, ", "    strict: ‹yes\n    steps: [congress.opened, ", "truth-expected", None),
        ("within: {days: 10, after", "within: ‹{after", "within-days-or-months", None),
        ("within: {days: 10, after", "within: ‹{days: 1, months: 1, after", "within-days-or-months", None),
        ("within: {days: 10, after", "within: {‹day: 10, months: 1, after", "key-unknown", ["days"]),
        ("within: {days: 10, after", "within: {days: ‹-10, after", "number-not-whole", None),
        ("expect: {param: count}", "expect: ‹nine", "number-not-whole", None),
        ("over: children", "over: ‹childs", "value-unknown", []),
        ("  - id: settled", "  - id: ‹đã-xong", "text-pattern", None),
        ("unless: {tag: pilot, reason: {vi: điểm, en: pilot}}", "unless: ‹tag pilot", "yaml-colon-missing", None),
        (
            "kind: sequence",
            "kind: sequnce\n    unless: {tag: ‹pilots, reason: {vi: a, en: a}}",
            "tag-unknown",
            ["pilot"],
        ),
        # names
        ("days: {fixed:", "days: {day: ‹{vi: a, en: a}, fixed:", "day-name-taken", None),
        ("days: {fixed:", "days: {congress.closed: ‹{vi: a, en: a}, fixed:", "day-name-taken", None),
        ("days: {fixed:", "days: {on: ‹{vi: a, en: a}, fixed:", "boolean-name", None),
        ("indicators: {growth:", "indicators: {at_least: ‹{vi: a, en: a}, growth:", "indicator-reserved", None),
        ("day: fixed\n", "day: ‹fix\n", "part-unknown", None),
        ("language: vi", "language: vi\ncalendar: ‹XX", "calendar-unknown", None),
        (
            "language: vi",
            "language: vi\ncalendars: {A: {covers: {from: 2020-01-01, until: ‹2019-01-01}}}",
            "calendar-order",
            None,
        ),
        (
            "language: vi",
            "language: vi\ncalendars:\n  A: {covers: {from: 2020-01-01, until: 2020-02-01}, worked: {2021-01-01: ‹{}}}",
            "calendar-day-outside",
            None,
        ),
        ("  - id: settled", "  - id: ‹held", "id-twice", None),
        ('id: "1.2"', 'id: ‹"1.1"', "id-twice", None),
        ("rules: [held, settled]", "rules: [held, ‹setled]", "rule-unknown", ["settled"]),
        ('    clause: ["1.1", "1.2"]', '    clause: ["1.1", ‹"1.3"]', "clause-unknown", None),
        ('    clause: ["1.1"]', '    clause: [‹"1.4"]', "clause-unknown", None),
        ("of: congress.opened", "of: ‹congress.openned", "fact-unknown", ["congress.opened", "congress.closed"]),
        ("of: congress.opened", "of: ‹complaints", "fact-unknown", None),
        (
            "  complaints: {kind",
            "  again: {kind: plan, of: ‹congress.opened, vi: a, en: a}\n  complaints: {kind",
            "plan-twice",
            None,
        ),
        ("after: congress.opened, vi", "after: ‹Congress.Opened, vi", "fact-unknown", ["congress.opened"]),
        ("level: upper, vi: quận", "level: ‹uper, vi: quận", "level-unknown", ["upper"]),
        ("level: [grassroots, upper]", "level: [grassroots, ‹uper]", "level-unknown", ["upper"]),
        ("applies_to: {tag: pilot}", "applies_to: {tag: ‹pilots}", "tag-unknown", ["pilot"]),
        ("unless: {tag: pilot", "unless: {tag: ‹pilto", "tag-unknown", ["pilot"]),
        ("type: [quan, phuong]", "type: [quan, ‹phường-xã]", "type-unknown", ["phuong"]),
        ("select: {level: upper", "select: {level: ‹ward", "level-unknown", []),
        ("event: congress.closed", "event: ‹cóngress.clỏsed", "fact-unknown", ["congress.closed"]),
        ("event: congress.closed", "event: ‹complaints", "fact-of-other-kind", None),
        ("steps: [congress.opened, congress.closed]", "steps: [congress.opened, ‹topics]", "fact-of-other-kind", None),
        ("tally: complaints", "tally: ‹congress.closed", "fact-of-other-kind", None),
        ("checklist: topics", "checklist: ‹targets", "fact-of-other-kind", None),
        ("measures: targets", "measures: ‹topics", "fact-of-other-kind", None),
        ("items: [one, two]", "items: [one, ‹Two]", "item-unknown", ["two"]),
        ("before: {param: limit}", "before: {param: ‹limits}", "parameter-unknown", ["limit"]),
        ("before: {param: limit}", "before: {param: ‹count}", "parameter-of-other-kind", None),
        ("before: {param: limit}", "by: {param: ‹limits}", "parameter-unknown", ["limit"]),
        (
            "before: {param: limit}",
            "within: {months: {param: ‹goals}, after: 2020-06-20}",
            "parameter-of-other-kind",
            None,
        ),
        ("against: {param: goals}", "against: {param: ‹limit}", "parameter-of-other-kind", None),
        ("expect: {param: count}", "expect: {param: ‹goals}", "parameter-of-other-kind", None),
        ("before: {param: limit}", "before: ‹complaints", "fact-of-other-kind", None),
        ("within: {days: 10, after: congress.opened}", "within: {days: 10, after: ‹opened}", "fact-unknown", None),
        ("    after: congress.opened\n", "    after: ‹congress.begun\n", "fact-unknown", None),
        ("    rule: held\n", "    rule: ‹hold\n", "rule-unknown", ["held"]),
        ("    rule: held\n", "    rule: ‹all-held\n", "share-circle", None),
        ("without: congress.closed", "without: ‹topics", "fact-of-other-kind", None),
    ],
    ids=lambda value: value.split("‹")[-1].strip()[:40] if isinstance(value, str) else "",
)
def test_a_mistake_is_told_at_its_place_with_what_was_probably_meant(golden, good, bad, code, known):
    assert RULES.count(good) >= 1
    text, place = marked(RULES.replace(good, bad, 1))

    rulebook, diagnostics = read(text)

    assert rulebook is None
    assert f"{place} {code}" in told(diagnostics)
    golden.same("mistakes-rulebook.txt", words(diagnostics), f"{good!a} -> {bad!a}")
    if known is not None:
        assert next(one for one in diagnostics.errors if one.key == code).args["known"] == known


def test_two_limits_on_one_rule_are_refused_at_the_rule():
    text, place = marked(
        RULES.replace("  - id: held", "  - ‹id: held").replace("param: limit}", "param: limit}\n    by: 2020-08-15")
    )

    assert told(read(text)[1]) == [f"{place} limit-twice"]


def test_shares_that_roll_up_one_another_are_a_circle():
    other = RULES[RULES.index("  - id: all-held") : RULES.index("  - id: counted")]
    text = RULES.replace("    rule: held", "    rule: other") + other.replace("all-held", "other").replace(
        "rule: held", "rule: all-held"
    )

    assert [line.split()[1] for line in told(read(text)[1])] == ["share-circle", "share-circle"]


def test_all_mistakes_are_told_in_one_run():
    text = (
        RULES.replace("event: congress.closed", "event: congress.closd")
        .replace("one, two]", "one, tow]")
        .replace("[held, settled]", "[hold]")
    )

    assert [line.split()[1] for line in told(read(text)[1])] == ["rule-unknown", "fact-unknown", "item-unknown"]


@pytest.mark.parametrize(
    "wrong", ["", ", issued: 2020-13-45", ", issued:2020-06-11"], ids=["missing", "no day", "no space"]
)
def test_a_directive_without_a_right_day_hides_no_wrong_name(wrong):
    text = RULES.replace(", issued: 2020-06-11", wrong).replace("one, two]", "one, tow]")

    codes = [line.split()[1] for line in told(read(text)[1])]

    assert len(codes) > 1
    assert codes[-1] == "item-unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file-empty"),
        ("# a comment\n", "file-empty"),
        ("null\n", "file-not-mapping"),
        ("- a\n", "file-not-mapping"),
    ],
    ids=["empty", "only a comment", "null", "a list"],
)
def test_a_file_that_holds_no_keys_is_one_mistake(text, code):
    assert told(read(text)[1]) == [f"1:1 {code}"]


WORKING = {"kind": "event", "event": "paper.issued", "within": {"working_days": 1, "after": "2025-04-25"}}


def _calendars(**more):
    raw = {**rules_file({**rule(), **WORKING}), **more}
    diagnostics = Diagnostics()
    return rulebook_of(raw, "rules.yaml", diagnostics), [one.code for one in diagnostics.errors]


def test_a_rulebook_takes_the_calendar_that_it_names_and_has_not_from_the_program():
    book, errors = _calendars(calendar="VN")

    assert errors == []
    assert book.calendars["VN"] is shipped_calendars()["VN"]
    assert book.rules[0].fixed_last_days(book) == [date(2025, 4, 26)]  # a Saturday that is worked


def test_a_calendar_of_the_rulebook_stands_in_the_place_of_one_of_the_program():
    own = {"VN": {"covers": {"from": "2025-04-01", "until": "2025-04-30"}}}
    book, errors = _calendars(calendar="VN", calendars=own)

    assert errors == []
    assert book.rules[0].fixed_last_days(book) == [date(2025, 4, 28)]


def test_a_calendar_that_neither_has_is_a_mistake():
    assert _calendars(calendar="LA") == (None, ["diagnostics.calendar-unknown"])


def test_only_a_rulebook_that_names_a_calendar_of_the_program_has_it_read(monkeypatch):
    monkeypatch.setattr("congress_cli.reading.rulebook.shipped_calendars", lambda: pytest.fail("it is read"))
    own = {"C": {"covers": {"from": "2025-04-01", "until": "2025-04-30"}}}

    assert _calendars(calendar="C", calendars=own)[1] == []
    assert fast_rulebook((Path(__file__).parents[2] / "data" / "rules.yaml").read_bytes()) is not None


def test_the_calendar_of_vietnam_covers_what_its_papers_say_and_each_day_names_one():
    calendar = shipped_calendars()["VN"]

    assert (calendar.covers.from_, calendar.covers.until) == (date(2019, 1, 1), date(2026, 11, 22))
    for day, off in (*calendar.closed.items(), *calendar.worked.items()):
        assert off.ref
        assert calendar.covers.from_ <= day <= (off.until or day) <= calendar.covers.until
    assert all(day.weekday() == 5 and off.until is None for day, off in calendar.worked.items())


@pytest.mark.parametrize(("year", "holidays"), [(2020, 10), *((year, 11) for year in range(2021, 2027))])
def test_each_year_of_vietnam_has_as_many_days_off_as_its_labour_code(year, holidays):
    """A day of a weekend is taken later, a day off in lieu is worked on a Saturday: the number stays."""
    calendar = shipped_calendars()["VN"]
    days = [date.fromordinal(day) for day in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
    closed = [day for day in days if day.weekday() < 5 and calendar.off(day) is not None]

    assert len(closed) - sum(day.year == year for day in calendar.worked) == holidays
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert not calendar.working_days.works(date(year, month, day).toordinal())


def test_no_day_is_closed_or_worked_twice():
    calendar = shipped_calendars()["VN"]
    spans = [(day.toordinal(), (off.until or day).toordinal() + 1) for day, off in calendar.closed.items()]
    days = [day for span in spans for day in range(*span)]

    assert len(days) == len(set(days))
    assert {day.toordinal() for day in calendar.worked}.isdisjoint(days)


def test_mistakes_in_a_very_long_list_and_beside_it_are_told_once_at_their_places():
    levels = ["upper"] * (AT_ONCE + 3)
    levels[-1] = "[]"
    long = RULES.replace("level: [grassroots, upper]", f"level: [{', '.join(levels)}]")
    text, place = marked(long.replace("reason: {vi: điểm, en: pilot}", "reason: {vi: điểm, en: ‹[a]}"))
    listed = f"9:{text.split(chr(10))[8].index('[]') + 1}"

    assert told(read(text)[1]) == [f"{listed} text-expected", f"{place} text-expected"]


def test_an_id_that_is_written_wrongly_is_one_mistake_however_often_it_is_named():
    text, place = marked(RULES.replace('"1.2"', '"1,2"').replace('id: "1,2"', 'id: ‹"1,2"'))

    assert told(read(text)[1]) == [f"{place} text-pattern"]
