"""The shipped registry and rulebook: what they hold, and what the one says of the other. Public facts only."""

import re

import pytest

from congress_cli.model.facts import Named
from congress_cli.rules.share import ShareRule
from tests.builders import ROOT, findings_of, read_case

UNITS, BOOK, _ = read_case(ROOT / "data")

RULES = [
    "grassroots-congress-in-time",
    "grassroots-congresses-done",
    "dual-task-led",
    "targets-2020-reached",
    "plan-follows-35-and-155",
    "plan-cites-both",
    "complaints-settled",
    "watch-list-settled",
    "watch-list-districts",
    "watch-list-grassroots",
    "grassroots-congresses-directed",
    "grassroots-direction-reviewed",
    "working-rules-issued",
    "duties-assigned",
    "resolution-programme-issued",
    "vacant-posts-filled",
    "urban-pilot-posts-filled",
    "not-yet-held-47",
    "upper-committees-50",
    "own-congress-directed",
    "upper-congress-in-time",
    "political-report-finished",
    "political-report-parts",
    "targets-not-below-city",
    "self-review-concise",
    "self-review-topics",
    "comments-gathered",
    "personnel-by-procedure",
    "personnel-vetted",
    "running-script-written",
    "logistics-ready",
    "publicity-three-phases",
    "emulation-launched",
    "answerable-below",
    "schedule-registered",
    "personnel-scheme-approved",
    "ideological-work-done",
    "entitlements-settled",
    "publicity-continued",
    "action-programme-started",
    "inspections-done",
    "difficulties-cleared",
    "difficult-upper-9",
    "supervision-programme-run",
    "inspection-8791-reported",
    "documents-approved",
    "personnel-direction-opinion",
    "programme-approved-and-rehearsed",
    "task-force-answerable",
]

# So many sentences have the paragraphs of the notice.
PARAGRAPHS = {1: 1, 2: 2, 3: 5, 4: 1, 5: 2, 6: 2, 7: 2, 8: 2, 9: 3, 10: 1, 11: 2, 12: 5}
SENTENCES = ["H", *(f"{number}.{one}" for number, count in PARAGRAPHS.items() for one in range(1, count + 1))]

# unit: first session, closing
PUBLISHED = {
    "HN-001": ("2020-06-03", "2020-06-03/2020-06-06"),
    "HN-002": ("2020-07-29", "2020-07-31"),
    "HN-003": ("2020-08-04", "2020-08-04/2020-08-07"),
    "HN-004": ("2020-08-04", "2020-08-05"),
    "HN-005": ("2020-07-08", "2020-07-10"),
    "HN-006": ("2020-07-21", "2020-07-23"),
    "HN-007": ("2020-08-03", "2020-08-04"),
    "HN-008": ("2020-08-12", "2020-08-12/2020-08-15"),
    "HN-009": (None, "2020-07-31"),
    "HN-009-00358": ("2020-05-18", "2020-05-19"),
    "HN-017": ("2020-07-30", "2020-07-30/2020-08-02"),
    "HN-018": ("2020-05-25", "2020-05-25/2020-05-28"),
    "HN-020": ("2020-06-23", "2020-06-23/2020-06-26"),
    "HN-021-00601": (None, "2020-05-28"),
    "HN-250": ("2020-08-04", "2020-08-04/2020-08-07"),
    "HN-268": ("2020-08-16", "2020-08-16/2020-08-19"),
    "HN-269": ("2020-07-29", "2020-07-30"),
    "HN-271": ("2020-07-29", "2020-07-29/2020-08-01"),
    "HN-272": ("2020-07-31", "2020-07-31/2020-08-03"),
    "HN-273": ("2020-08-12", "2020-08-13"),
    "HN-274": ("2020-07-09", "2020-07-09/2020-07-12"),
    "HN-275": ("2020-07-21", "2020-07-23"),
    "HN-276": ("2020-07-20", "2020-07-20/2020-07-23"),
    "HN-278": ("2020-07-22", "2020-07-24"),
    "HN-279": ("2020-07-27", "2020-07-29"),
    "HN-280": ("2020-08-13", "2020-08-13/2020-08-16"),
    "HN-281": ("2020-08-07", "2020-08-07/2020-08-10"),
    "HN-282": ("2020-07-09", "2020-07-09/2020-07-12"),
    "HN-BD": ("2020-07-21", "2020-07-21/2020-07-24"),
    "HN-BTLTD": ("2020-05-28", "2020-05-28/2020-05-31"),
    "HN-CATP": ("2020-08-17", "2020-08-17/2020-08-20"),
    "HN-KCQ": ("2020-08-03", "2020-08-04"),
    "HN-KDHCD": ("2020-08-17", "2020-08-18"),
    "HN-KDN": ("2020-08-12", "2020-08-12/2020-08-15"),
    "HN-VT": ("2020-07-23", "2020-07-23/2020-07-26"),
}

PILOTS = {"HN-001", "HN-018", "HN-BTLTD"}
LATE = {"HN-268", "HN-CATP", "HN-KDHCD"}
UNDECIDED_BY_THEIR_DAY = {"HN-008", "HN-280", "HN-KDN"}
WITHOUT_A_DAY = {"HN-016", "HN-019", "HN-021", "HN-277", "HN-EVN", "HN-HANDICO", "HN-KCN", "HN-VNPT"}


def _upper_congresses(as_of: str) -> dict[str, set[str]]:
    """Which units have which status under the goal of August."""
    found: dict[str, set[str]] = {}
    for (rule_id, unit_id), one in findings_of(UNITS, BOOK, as_of).items():
        if rule_id == "upper-congress-in-time":
            found.setdefault(one.status.value, set()).add(unit_id)
    return found


# ---- the registry


def test_there_are_621_units_on_three_levels():
    levels = [one.level for one in UNITS.units]

    assert len(levels) == 621
    assert [levels.count(level) for level in ("city", "upper", "grassroots")] == [1, 41, 579]


def test_the_registry_is_frozen_and_partial():
    assert str(UNITS.as_of) == "2020-08-20"
    assert not any(UNITS.complete(one) for one in UNITS.units)


def test_the_68_facts_are_the_published_days_and_no_others():
    recorded = {
        one.id: tuple(
            str(one.facts[name].day) if name in one.facts else None for name in ("congress.opened", "congress.closed")
        )
        for one in UNITS.units
        if one.facts
    }

    assert recorded == PUBLISHED
    assert sum(len(one.facts) for one in UNITS.units) == 68


def test_every_fact_names_its_source_and_an_inferred_day_says_how():
    facts = [(one.id, name, fact) for one in UNITS.units for name, fact in one.facts.items()]

    assert [(unit, name) for unit, name, fact in facts if not fact.source] == []
    assert [
        (unit, name)
        for unit, name, fact in facts
        if fact.day
        and not fact.day.exact
        and not (isinstance(fact.note, Named) and "suy ra" in fact.note.vi and "inferred" in fact.note.en)
    ] == []


def test_every_note_stands_in_both_languages():
    notes = [fact.note for one in UNITS.units for fact in one.facts.values() if fact.note is not None]

    assert len(notes) == 53
    assert all(isinstance(one, Named) and set(one.written) == {"vi", "en"} for one in notes)


def test_only_the_three_pilots_are_tagged_and_nobody_is_named_that_the_notice_does_not_name():
    assert {one.id: one.tags for one in UNITS.units if one.tags} == dict.fromkeys(PILOTS, ("pilot",))


def test_official_codes_are_text_that_keeps_its_zeros():
    assert UNITS.by_id["HN"].code == "01"
    assert UNITS.by_id["HN-001"].code == "001"


# ---- what the rulebook says of it


def test_on_the_frozen_day_24_are_met_3_late_11_unknown_and_3_not_applicable():
    found = _upper_congresses("2020-08-20")

    assert {status: len(units) for status, units in found.items()} == {
        "met": 24,
        "late": 3,
        "unknown": 11,
        "not_applicable": 3,
    }
    assert found["late"] == LATE
    assert found["not_applicable"] == PILOTS
    assert found["unknown"] == UNDECIDED_BY_THEIR_DAY | WITHOUT_A_DAY


def test_a_week_before_the_three_late_ones_are_unknown_and_nothing_else_moves():
    frozen, before = _upper_congresses("2020-08-20"), _upper_congresses("2020-08-13")

    assert {status: len(units) for status, units in before.items()} == {"met": 24, "unknown": 14, "not_applicable": 3}
    assert before["unknown"] == frozen["unknown"] | LATE
    assert before["met"] == frozen["met"]
    assert before["not_applicable"] == frozen["not_applicable"]


def test_the_eight_without_a_day_lack_it_and_the_three_others_could_be_either():
    findings = findings_of(UNITS, BOOK, "2020-08-20")

    def codes(units):
        return {findings["upper-congress-in-time", unit].code for unit in units}

    assert codes(WITHOUT_A_DAY) == {"event-unrecorded"}
    assert codes(UNDECIDED_BY_THEIR_DAY) == {"uncertain"}


@pytest.mark.parametrize(
    ("rule_id", "last_day"),
    [("grassroots-congress-in-time", "2020-06-14"), ("upper-congress-in-time", "2020-08-14")],
)
def test_before_the_fifteenth_ends_on_the_fourteenth(rule_id, last_day):
    days = {
        str(one.last_day)
        for (rule, _), one in findings_of(UNITS, BOOK, "2020-08-20").items()
        if rule == rule_id and one.status != "not_applicable"
    }

    assert days == {last_day}


def test_the_goal_of_august_is_never_more_than_a_warning():
    late = [one for one in findings_of(UNITS, BOOK, "2020-08-20").values() if one.status == "late"]

    assert {one.unit for one in late if one.rule == "upper-congress-in-time"} == LATE
    assert {one.severity.value for one in late if one.rule == "upper-congress-in-time"} == {"warning"}


# ---- the rulebook


def test_the_49_rules_stand_in_the_order_of_the_notice():
    assert [one.id for one in BOOK.rules] == RULES
    assert len(RULES) == 49


def test_the_ledger_holds_the_headline_and_28_sentences_in_their_order():
    sentences = list(dict.fromkeys(clause.sentence for clause in BOOK.clauses))

    assert sentences == SENTENCES
    assert len(sentences) == 28 + 1


def test_a_clause_has_rules_or_is_informational_and_never_both():
    assert [one.id for one in BOOK.clauses if bool(one.rules) is (one.check == "informational")] == []
    assert [one.id for one in BOOK.clauses if one.check == "informational"] == ["1.1", "2.1"]
    assert [one.id for one in BOOK.clauses if one.rules and one.modality is None] == []


def test_clauses_and_rules_name_one_another():
    by_clause = {(clause.id, rule) for clause in BOOK.clauses for rule in clause.rules}
    by_rule = {(clause, rule.id) for rule in BOOK.rules for clause in rule.clause}

    assert by_clause == by_rule


def test_parts_of_one_sentence_share_its_hash_and_two_sentences_never_do():
    hashes = {(clause.sentence, clause.sha256) for clause in BOOK.clauses}

    assert None not in {sha for _, sha in hashes}
    assert len({sha for _, sha in hashes}) == len(hashes) == 29


def test_titles_name_the_work_never_a_day_or_its_success():
    a_day = re.compile(r"\d{1,2}[/.-]\d|\bngày \d|\d (?:june|august)|(?:june|august) \d", re.IGNORECASE)
    in_time = re.compile(r"đúng hạn|quá hạn|kịp hạn|\b(?:in|on) time\b|late|overdue", re.IGNORECASE)

    titles = [title for rule in BOOK.rules for title in (rule.title.vi, rule.title.en)]

    assert [title for title in titles if a_day.search(title) or in_time.search(title)] == []
    assert a_day.search("trước 15/6")
    assert in_time.search("Đại hội đúng hạn")


@pytest.mark.parametrize(
    "path", [ROOT / "data" / "rules.yaml", *sorted((ROOT / "src" / "congress_cli" / "language").rglob("*.py"))], ids=str
)
def test_the_word_of_discipline_stands_nowhere(path):
    assert "vi phạm" not in path.read_text("utf-8").casefold()


def test_what_is_a_goal_is_no_must_and_a_limit_that_is_inferred_is_a_warning():
    goals = [rule.id for rule in BOOK.rules if rule.modality == "strive"]
    inferred = [rule for rule in BOOK.rules if rule.limit_basis == "inferred"]

    assert goals == ["upper-congress-in-time", "targets-not-below-city"]
    assert {rule.severity.value for rule in inferred} == {"warning"}
    assert {rule.limit_event for rule in inferred} >= {"congress.opened"}


def test_the_shares_set_no_percentage_since_the_notice_names_none():
    assert {rule.at_least for rule in BOOK.rules if isinstance(rule, ShareRule)} == {None}


def test_only_paragraphs_5_to_9_and_12_except_the_pilots_whose_congress_was_held():
    excepted = [rule for rule in BOOK.rules if rule.unless is not None]
    paragraphs = {clause.partition(".")[0] for rule in excepted for clause in rule.clause}

    assert paragraphs == {"5", "6", "7", "8", "9", "12"}
    assert {rule.unless.tag for rule in excepted if rule.unless is not None} == {("pilot",)}
    assert {rule.applies_to.level for rule in excepted} == {("upper",)}
