"""Contradictions in small rulebooks: each flaw, and its neighbour that is none."""

from datetime import date
from typing import Any

import pytest

from congress_cli.language import LANGUAGES, texts, translate
from congress_cli.rulebook.lint import lint
from congress_cli.rulebook.lint_times import Flaw
from congress_cli.rules import Rulebook
from tests.builders import FACTS, ROOT, parameter, read_case, rule, rulebook, unless

READ_BY_NOBODY = {"fact-unread"}


def _code(flaw: Flaw) -> str:
    return flaw.key.removeprefix("lint-")


def _flaws(*rules: dict[str, Any], **more: Any) -> list[Flaw]:
    """The flaws of a rulebook but for the facts of the small vocabulary that no rule reads."""
    return [flaw for flaw in lint(rulebook(*rules, **more)) if _code(flaw) not in READ_BY_NOBODY]


def _codes(*rules: dict[str, Any], **more: Any) -> list[str]:
    return [_code(flaw) for flaw in _flaws(*rules, **more)]


def test_the_shipped_rulebook_has_no_error_and_one_note():
    _, book, _ = read_case(ROOT / "data")

    found = lint(book)

    assert [flaw for flaw in found if not flaw.note] == []
    [note] = found
    assert _code(note) == "last-day-weekend"
    assert note.args["rule"] == "grassroots-congress-in-time"
    assert (note.args["day"], date.fromisoformat(note.args["day"]).weekday()) == ("2020-06-14", 6)


@pytest.mark.parametrize(
    ("limit", "flawed"),
    [
        ({"by": "2020-06-10"}, True),
        ({"by": "2020-06-11"}, False),
        ({"before": "2020-06-11"}, True),
        ({"before": "2020-06-12"}, False),
        ({"within": {"days": "1", "after": "2020-06-09"}}, True),
        ({"within": {"days": "1", "after": "2020-06-10"}}, False),
    ],
)
def test_a_last_day_before_the_directive_was_issued_is_an_error(limit, flawed):
    flaws = _flaws(rule(**limit))

    assert [_code(flaw) for flaw in flaws if not flaw.note] == (["limit-before-issue"] if flawed else [])


def test_every_dated_value_of_a_parameter_is_looked_at():
    parameters = {"limit": parameter(("2020-06-11", "2020-06-19"), ("2020-07-01", "2020-06-05"))}

    [flaw] = _flaws(rule(by={"param": "limit"}), parameters=parameters)

    assert (_code(flaw), flaw.args["day"]) == ("limit-before-issue", "2020-06-05")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2020-06-19", None),
        ("2020-06-20", "last-day-weekend"),
        ("2020-06-21", "last-day-weekend"),
        ("2020-06-22", None),
        ("2020-09-01", None),
        ("2020-09-02", "last-day-holiday"),
        ("2020-09-03", None),
    ],
)
def test_a_last_day_on_a_weekend_or_a_holiday_is_a_note(day, code):
    flaws = _flaws(rule(by=day))

    assert [_code(flaw) for flaw in flaws] == ([] if code is None else [code])
    assert all(flaw.note for flaw in flaws)


def test_a_holiday_is_noted_with_the_law_that_set_it():
    [flaw] = _flaws(rule(by="2020-09-02"))

    assert flaw.args["law"] == "Bộ luật Lao động 10/2012/QH13, Điều 115"


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2020-09-02", ["last-day-holiday"]),
        ("2024-05-04", []),  # a Saturday that is worked
        ("2026-11-21", ["last-day-weekend"]),
        ("2026-11-23", ["days-off-unknown"]),
        ("2027-09-02", ["days-off-unknown"]),
        ("2027-09-05", ["days-off-unknown", "last-day-weekend"]),
    ],
)
def test_days_off_of_a_paper_of_vietnam_are_those_of_its_calendar_and_beyond_it_that_is_said(day, codes):
    assert _codes(rule(by=day)) == codes


def test_a_paper_of_another_zone_has_no_days_off_but_those_of_a_calendar_of_its_own():
    own = {"calendars": {"C": {"covers": {"from": "2020-06-01", "until": "2020-12-31"}, "closed": {"2020-07-03": {}}}}}

    assert _codes(rule(by="2020-09-02"), timezone="America/New_York") == []
    assert _codes(rule(by="2020-07-03"), timezone="America/New_York", calendar="C", **own) == ["last-day-holiday"]
    assert _codes(rule(by="2020-09-02", calendar="C"), **own) == []


def test_only_rules_whose_last_day_lies_beyond_the_calendar_are_named():
    [flaw] = _flaws(rule(by="2027-09-02"), rule(id="other", event="step.first", by="2020-09-01"))

    assert flaw.args["rules"] == ["judged"]
    assert flaw.note


@pytest.mark.parametrize(
    "limit",
    [
        {"within": {"days": "999999999", "after": "2020-06-15"}},
        {"within": {"months": "999999999", "after": "2020-06-15"}},
        {"within": {"days": "1", "after": "2100-12-31"}},
        {"before": "1930-01-01"},
    ],
)
def test_a_limit_outside_the_calendar_is_an_error_and_no_accident(limit):
    assert _codes(rule(**limit)) == ["limit-outside"]


ORDERED = rule(id="ordered", before="congress.opened", clause="1.2")
OPENED = {"id": "opened", "event": "congress.opened", "clause": "1.3"}


@pytest.mark.parametrize(("by", "codes"), [("2020-07-01", []), ("2020-07-02", ["order-against-limits"])])
def test_what_must_come_first_may_not_have_the_later_last_day(by, codes):
    paper = rule(by=by)

    assert _codes(paper, ORDERED, rule(by="2020-07-01", **OPENED)) == codes


def test_a_sequence_sets_an_order_also_by_way_of_a_third_step():
    first = rule(id="first", event="step.first", by="2020-07-02")
    last = rule(id="last", event="step.last", by="2020-07-01")

    [flaw] = _flaws(first, last, rule("sequence"))

    assert (_code(flaw), flaw.args["earlier"], flaw.args["later"]) == (
        "order-against-limits",
        "step.first",
        "step.last",
    )


def test_a_start_sets_an_order():
    closed = rule(id="closed", event="congress.closed", by="2020-07-02")

    assert _codes(closed, rule(after="congress.closed", by="2020-07-01")) == ["order-against-limits"]
    assert _codes(closed, rule(after={"event": "congress.closed", "of": "children"}, by="2020-07-01")) == []


def test_an_order_in_the_vocabulary_counts_too():
    book = rulebook(
        rule(id="opened", event="congress.opened", by="2020-07-02"),
        rule(id="closed", event="congress.closed", by="2020-07-01", clause="1.2"),
    )
    facts = {
        **book.facts,
        "congress.closed": book.facts["congress.closed"].model_copy(update={"after": "congress.opened"}),
    }

    codes = [_code(flaw) for flaw in lint(book.with_changes(facts=facts)) if _code(flaw) not in READ_BY_NOBODY]

    assert codes == ["order-against-limits"]


def test_limits_of_units_that_are_never_the_same_do_not_contradict_one_another():
    paper = rule(by="2020-07-02", applies_to={"level": "grassroots"})

    assert _codes(paper, ORDERED, rule(by="2020-07-01", **OPENED)) == []


def test_limits_that_lead_round_in_a_circle_are_an_error_of_each_rule():
    other = rule(id="other", event="congress.opened", before="paper.issued")

    flaws = _flaws(rule(before="congress.opened"), other)

    assert [(_code(flaw), flaw.args["rule"]) for flaw in flaws] == [
        ("limit-circle", "judged"),
        ("limit-circle", "other"),
    ]
    assert set(flaws[0].args["events"]) == {"paper.issued", "congress.opened"}


ANOTHER_WAY = {"event": "congress.opened", "before": "paper.issued", "clause": "1.2"}


@pytest.mark.parametrize(
    ("fields", "cycle"),
    [
        ({"applies_to": {"level": "grassroots"}}, False),
        ({"applies_to": {"type": "phuong"}}, False),
        ({"applies_to": {"type": ["phuong", "quan"]}}, True),
        ({"unless": unless(type=["quan", "huyen"])}, True),  # a company may be upper, too
        ({"unless": unless(tag="pilot")}, True),
        ({"applies_to": {"level": "upper", "tag": "watch"}}, True),
        ({"applies_to": {"level": "upper", "tag": "watch"}, "unless": unless(tag="pilot")}, True),
    ],
)
def test_only_limits_that_hold_for_one_unit_lead_round_in_a_circle(fields, cycle):
    codes = _codes(rule(before="congress.opened"), rule(id="other", **ANOTHER_WAY, **fields))

    assert codes == (["limit-circle"] * 2 if cycle else [])


def test_limits_of_the_excepted_and_of_the_others_make_no_circle():
    for_the_others = rule(before="congress.opened", unless=unless(tag="pilot"))

    assert _codes(for_the_others, rule(id="other", applies_to={"tag": "pilot"}, **ANOTHER_WAY)) == []


def test_an_order_that_is_asked_of_other_units_does_not_contradict_limits():
    paper, opened = rule(by="2020-07-02"), rule(by="2020-07-01", **OPENED)

    assert _codes(paper, opened, {**ORDERED, "applies_to": {"level": "grassroots"}}) == []
    assert _codes(paper, opened, {**ORDERED, "unless": unless(level="upper")}) == ["rule-idle"]
    assert _codes(paper, opened, ORDERED) == ["order-against-limits"]


def test_rules_for_the_excepted_and_for_the_others_are_not_twins():
    for_the_others = rule(unless=unless(tag="pilot"))

    assert _codes(for_the_others, rule(id="other", applies_to={"level": "upper", "tag": "pilot"})) == []


def test_a_fact_that_no_rule_reads_is_an_error_and_the_plan_of_one_that_is_read_is_none():
    unread = {
        flaw.args["fact"] for flaw in lint(rulebook(rule(before="congress.opened"))) if _code(flaw) == "fact-unread"
    }

    assert unread == set(FACTS) - {"paper.issued", "congress.opened", "congress.planned"}


def test_a_fact_whose_readers_concern_no_type_of_unit_is_an_error():
    idle = rule(applies_to={"level": "city", "type": "phuong"})

    assert set(_codes(idle)) == {"fact-of-nobody", "rule-idle"}


def test_a_parameter_that_no_rule_uses_is_an_error():
    [flaw] = _flaws(rule(), parameters={"limit": parameter(("2020-06-11", "2020-07-01"))})

    assert (_code(flaw), flaw.loc) == ("parameter-unread", ("parameters", "limit"))


def test_a_rule_whose_exception_takes_away_every_type_is_idle():
    assert _codes(rule(unless=unless(level="upper"))) == ["rule-idle"]
    assert _codes(rule(unless=unless(type="quan"))) == []
    assert _codes(rule(unless=unless(level="upper", tag="pilot"))) == []


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, ["rule-twice"]),
        ({"clause": "1.2"}, []),
        ({"event": "congress.opened"}, []),
        ({"applies_to": {"level": "grassroots"}}, []),
        ({"document": "required"}, []),
        ({"by": "2020-07-01"}, []),
        ({"modality": "should"}, ["rule-twice"]),
        ({"applies_to": {"level": "upper", "type": "quan"}}, ["rule-twice"]),
    ],
)
def test_two_rules_that_ask_the_same_of_the_same_units_are_told(fields, codes):
    assert _codes(rule(), rule(id="other", **fields)) == codes


def test_rules_for_different_tags_are_not_twins():
    pilot = rule(applies_to={"level": "upper", "tag": "pilot"})

    assert _codes(pilot, rule(id="other", applies_to={"level": "upper", "tag": "watch"})) == []


def test_flaws_come_in_the_order_of_the_file():
    clauses = ("id", "clause", "by")
    rules = [rule(**dict(zip(clauses, (f"r{n}", f"1.{n}", "2020-06-20"), strict=True))) for n in range(12)]

    places = [flaw.loc for flaw in _flaws(*rules)]

    assert places == [("rules", number) for number in range(12)]


def _all_flawed() -> Rulebook:
    return rulebook(
        rule(by="2020-06-10"),
        rule(id="twin", by="2020-06-10"),
        rule(id="weekend", event="step.last", by="2020-06-20"),
        rule(id="holiday", event="step.first", by="2020-09-02"),
        rule("sequence", id="order"),
        rule(id="outside", event="step.middle", by="2100-12-31", before=None, applies_to={"level": "grassroots"}),
        rule(id="beyond", event="step.middle", within={"days": "9", "after": "2100-12-31"}),
        rule(id="one", event="congress.opened", before="congress.closed"),
        rule(id="other", event="congress.closed", before="congress.opened"),
        rule("tally", id="idle", applies_to={"level": "city", "type": "phuong"}),
        rule(id="no-day", event="paper.issued", by="2020-07-01", not_before="2020-07-02"),
        rule(id="never", event="step.last", after="step.first", ahead={"days": 1, "of": "step.first"}),
        rule(id="working", event="paper.issued", within={"working_days": 5, "after": "2020-07-28"}),
        rule("measures", id="figures", owner="city"),
        rule(id="first", event="congress.opened", by="2020-06-20", warn_days="300"),
        rule(id="second", event="congress.opened", by="2020-06-21"),
        rule(id="third", event="paper.issued", within={"days": "1", "after": "step.first"}),
        rule(id="fourth", event="paper.issued", within={"days": "2", "after": "step.first"}),
        rule("sequence", id="twice", steps=["step.first", "step.last", "step.first"]),
        rule("sequence", id="circle", steps=["step.last", "step.first"], strict="true"),
        rule("sequence", id="short", strict="true", not_before="2020-07-01", by="2020-07-02"),
        rule(id="early", event="step.middle", by="2020-06-26"),
        rule(id="late", event="step.middle", not_before="2020-06-27"),
        rule(id="far", event="step.middle", by="2027-06-25"),
        rule("every", id="backwards", **{"from": "2020-05", "until": "2020-04"}),
        rule("every", id="tenth", series="progress.sent", **{"from": "2020-06-12"}),
        rule("every", id="apart", series="progress.sent", **{"from": "2020-06-13"}),
        rule(id="chosen", applies_to={"level": "city", "where": {"targets": {"growth": {"above": "1"}}}}),
        rule("sequence", id="brief", strict="true", within={"days": "1", "after": "step.first"}),
        rule("share", id="nobody", rule="judged"),
        clauses=[
            {"id": "1.1", "who": "upper", "modality": "should", "check": "automated", "vi": "a", "en": "a"},
            {"id": "1.2", "check": "informational", "rules": ["judged"], "vi": "a", "en": "a"},
        ],
        calendars={"C": {"covers": {"from": "2020-06-01", "until": "2020-07-31"}, "closed": {"2020-06-26": {}}}},
        calendar="C",
        parameters={
            "limit": parameter(("2020-06-11", "2020-07-01")),
            "reference": parameter(("2020-06-11", {"height": "1"})),
        },
    )


@pytest.mark.parametrize(
    ("times", "codes"),
    [
        ({"by": "2020-07-01", "not_before": "2020-07-02"}, ["no-day"]),
        ({"by": "2020-07-01", "not_before": "2020-07-01"}, []),
        ({"ahead": {"days": 5, "of": "step.first"}, "not_before": "step.first"}, ["no-day"]),
        ({"ahead": {"days": 5, "of": "step.first"}, "not_before": "step.middle"}, []),
        ({"ahead": {"days": 1, "of": "step.first"}, "after": "step.first"}, ["no-day"]),
        ({"ahead": {"days": 0, "of": "step.first"}, "after": "step.first"}, []),
    ],
)
def test_a_rule_that_leaves_no_day_is_a_contradiction(times, codes):
    assert [code for code in _codes(rule(event="step.last", **times)) if code != "last-day-weekend"] == codes


@pytest.mark.parametrize(("after", "short"), [("2020-07-24", False), ("2020-07-27", True)])
def test_a_calendar_without_the_days_that_a_rule_needs_is_a_contradiction(after, short):
    one = rule(within={"working_days": 5, "after": after})
    calendars = {"C": {"covers": {"from": "2020-06-01", "until": "2020-07-31"}}}

    assert ("calendar-short" in _codes(one, calendars=calendars, calendar="C")) is short


@pytest.mark.parametrize(
    ("fields", "short"),
    [
        ({"from": "2020-06", "roll": "forward"}, False),
        ({"from": "2020-05", "roll": "forward"}, True),
        ({"from": "2020-06", "until": "2020-07", "due": {"working_days": 1}}, True),
        ({"from": "2020-06", "until": "2020-06", "due": {"working_days": 1}}, False),
        ({"from": "2020-06-15", "until": "2020-07-01", "due": {"day": 25}, "roll": "back"}, False),
        ({"from": "2020-05", "until": "2020-12"}, False),  # asks for no working day
        ({"from": "congress.opened", "roll": "forward"}, False),
    ],
)
def test_a_calendar_without_the_days_of_what_comes_again_is_a_contradiction(fields, short):
    calendars = {"C": {"covers": {"from": "2020-06-01", "until": "2020-07-31"}}}
    one = rule("every", warn_days="5", **fields)

    assert ("calendar-short" in _codes(one, calendars=calendars, calendar="C")) is short


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"from": "2020-08", "until": "2020-07"}, ["from-after-until"]),
        ({"from": "2020-07", "until": "2020-07"}, []),
        ({"from": "2020-07-02", "until": "2020-07-01"}, ["from-after-until"]),
        ({"from": "2020-07-01", "until": "2020-07-01"}, []),
        ({"from": "2020-08-01", "until": "2020-07"}, ["from-after-until"]),
        ({"from": "congress.opened", "until": "2020-07"}, []),
        ({"from": "2020-05"}, ["periods-before-issue"]),
        ({"from": "2020-06-10"}, ["periods-before-issue"]),
        ({"from": "2020-06-11"}, []),
        ({"from": "2020-06-11", "warn_days": "27"}, []),
        ({"from": "2020-06-11", "warn_days": "28"}, ["warn-all-period"]),
        ({"from": "2020-06-11", "series": "progress.sent", "warn_days": "9"}, []),
        ({"from": "2020-06-11", "series": "progress.sent", "warn_days": "10"}, ["warn-all-period"]),
        ({"from": "2020-06-11", "series": "progress.sent"}, ["warn-all-period"]),
        ({"from": "2020-06-11", "until": "3", "series": "progress.sent", "warn_days": "9"}, []),
    ],
)
def test_what_comes_again_has_its_own_contradictions(fields, codes):
    assert _codes(rule("every", **fields)) == codes


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"from": "2020-06-12"}, ["series-apart"]),
        ({"from": "congress.opened"}, ["series-apart"]),
        ({"from": "2020-06-11"}, []),
        ({"from": "2020-06-11", "until": "2020-09-01"}, []),
    ],
)
def test_rules_that_read_one_numbered_series_count_it_from_one_day(fields, codes):
    numbered = {"series": "progress.sent", "warn_days": "5"}
    one = rule("every", **numbered, **{"from": "2020-06-11"})

    found = _codes(one, rule("every", id="other", clause="1.2", applies_to={"level": "city"}, **numbered, **fields))

    assert found == codes


def test_rules_that_read_one_series_of_the_calendar_may_begin_apart():
    one, other = rule("every", **{"from": "2020-07"}), rule("every", id="other", **{"from": "2020-08"})

    assert _codes(one, other) == []


SIZE = {"targets": {"growth": {"at_least": "5"}}}


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        ({"level": "upper", "where": SIZE}, []),
        ({"where": SIZE}, []),
        ({"level": "grassroots", "where": SIZE}, ["where-of-others"]),
        ({"level": ["grassroots", "upper"], "where": SIZE}, []),
        ({"type": "phuong", "where": SIZE}, ["where-of-others"]),
        ({"type": "phuong", "where": {"results": {"growth": {"at_least": "5"}}}}, []),  # nobody else asks for them
    ],
)
def test_a_where_is_on_figures_that_the_units_are_asked_for(chosen, codes):
    asks = rule("measures", against={"values": {"growth": {"at_least": "1"}}})

    assert _codes(asks, rule(id="other", applies_to=chosen)) == codes


@pytest.mark.parametrize(("level", "codes"), [("upper", []), ("grassroots", ["where-of-others"])])
def test_a_census_counts_by_figures_that_the_counted_units_are_asked_for(level, codes):
    asks = rule("measures", against={"values": {"growth": {"at_least": "1"}}})
    counts = rule(
        "census", id="other", applies_to={"level": "city"}, select={"level": level, "where": SIZE}, expect="2"
    )

    assert _codes(asks, counts) == codes


@pytest.mark.parametrize(("except_", "codes"), [("upper", []), ("grassroots", ["where-of-others"])])
def test_an_exception_by_figures_is_one_of_units_that_the_rule_concerns(except_, codes):
    asks = rule("measures", against={"values": {"growth": {"at_least": "1"}}})
    other = rule(id="other", applies_to={"level": ["upper", "city"]}, unless=unless(level=except_, where=SIZE))

    assert _codes(asks, other) == codes


@pytest.mark.parametrize(
    ("times", "other", "codes"),
    [
        ({"not_before": "2020-07-02"}, {"by": "2020-07-01"}, ["no-day-together"]),
        ({"not_before": "2020-07-01"}, {"by": "2020-07-01"}, []),
        ({"not_before": {"days": 9, "after": "step.first"}}, {"within": {"days": 8, "after": "step.first"}}, 1),
        ({"not_before": {"days": 8, "after": "step.first"}}, {"within": {"days": 8, "after": "step.first"}}, []),
        ({"not_before": {"months": 1, "after": "step.first"}}, {"within": {"days": 28, "after": "step.first"}}, []),
        ({"not_before": {"months": 1, "after": "step.first"}}, {"within": {"days": 27, "after": "step.first"}}, 1),
        ({"not_before": "2020-07-02"}, {"by": "2020-07-01", "applies_to": {"level": "grassroots"}}, []),
    ],
)
def test_two_rules_on_one_event_leave_it_a_day(times, other, codes):
    found = _codes(rule(**times), rule(id="other", clause="1.2", **other))

    assert found == (["no-day-together"] if codes == 1 else codes)


@pytest.mark.parametrize(("ahead", "codes"), [(21, ["no-day-together"]), (20, [])])
def test_ahead_of_one_event_and_within_so_many_days_of_another_leave_a_day(ahead, codes):
    paper = rule(after="step.first", ahead={"days": ahead, "of": "step.last"})
    last = rule(id="last", event="step.last", clause="1.2", within={"days": 20, "after": "step.first"})

    found = _flaws(paper, last)

    assert [_code(one) for one in found] == codes
    assert [one.args["rules"] for one in found] == [["judged", "last"]] * len(codes)


@pytest.mark.parametrize(("today", "noted"), [("2020-06-01", False), ("2020-06-02", True)])
def test_a_calendar_that_ends_within_60_days_is_a_note(today, noted):
    book = rulebook(rule(), calendars={"C": {"covers": {"from": "2020-01-01", "until": "2020-07-31"}}})

    assert ("calendar-ends" in [_code(flaw) for flaw in lint(book, date.fromisoformat(today))]) is noted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flaw_has_a_sentence_in_both_languages(language):
    codes = {key.removeprefix("lint-") for key in texts("en", "rules") if key.startswith("lint-")} - {"clean", "found"}

    sentences = {_code(flaw): translate(language, flaw) for flaw in lint(_all_flawed(), date(2020, 6, 15))}

    assert sentences.keys() == codes
    assert not [text for text in sentences.values() if "{" in text]
