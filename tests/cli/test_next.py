"""next: whom to call and what to ask, and what turns on each of the coming days."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar

from congress_cli.app.agenda import agenda_of
from congress_cli.app.check import check
from congress_cli.app.forecast import day_off
from congress_cli.app.schemas import schema_text
from congress_cli.days import WorkingDays
from congress_cli.engine import judge
from congress_cli.model.finding import Status, by_pair
from congress_cli.model.message import Diagnostics
from congress_cli.model.registry import Registry
from congress_cli.model.report import Input, Selection
from congress_cli.reading.load import Data
from congress_cli.reading.project import find_project
from tests.builders import registry, rule, rulebook, unit, waiver
from tests.cli.commands import CITY, PLAN, ROOT, RULES, WAIVERS, write_project
from tests.cli.conftest import Congress
from tests.engine import strategies as some
from tests.patience import same_cases

jsonschema = pytest.importorskip("jsonschema")

CITY_WORDS = ("--units", CITY, "--rules", ROOT / "data" / "rules.yaml")
PLANNED = RULES.replace(
    "  review.issued:",
    '  plan.planned: {kind: plan, of: plan.issued, vi: "ngày hẹn", en: "promised day"}\n  review.issued:',
)


def found(congress: Congress, *words: object, code: int = 0) -> dict[str, Any]:
    ran = congress("next", *words, "--format", "json")
    assert ran.code == code, ran.err
    read: dict[str, Any] = json.loads(ran.out)
    jsonschema.Draft202012Validator(json.loads(schema_text("next"))).validate(read)
    return read


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---------------------------------------------------------------- whom to call, what to ask


def test_the_committees_to_call_the_day_before_the_limit_are_named_with_what_to_ask(
    congress: Congress, shipped: None
) -> None:
    calls = found(congress, "--as-of", "2020-08-13", "--rule", "upper-congress-in-time")["calls"]

    assert len(calls) == 14
    assert {(one["kind"], one["days_left"], one["waits_for"]) for one in calls} == {("to_ask", 1, "own")}
    asked = {one["unit"]: one["question"] for one in calls}
    assert asked["HN-008"]["code"] == "ask-which-day"
    assert asked["HN-008"]["args"] == {"fact": "congress.closed", "day": "2020-08-12/2020-08-15"}
    assert asked["HN-008"]["text"] == "bế mạc đại hội: cụ thể ngày nào, từ 12 đến 15/08/2020?"
    assert asked["HN-268"]["code"] == "ask-event"


def test_the_screen_begins_with_what_has_its_day_ahead_and_folds_wards_into_their_districts(
    congress: Congress, shipped: None
) -> None:
    told = congress("next", "--as-of", "2020-08-13", "--lang", "en").out

    assert told.index("Friday 14/08/2020 · 1 day left  14") < told.index("Sunday 14/06/2020 · 60 days ago  577")
    assert "→ congress closed: on which day, from 12/08/2020 to 15/08/2020?" in told
    assert "quận Hoàng Mai (HN-008), Khối Doanh nghiệp Hà Nội (HN-KDN)" in told
    assert "HN-001-00001" not in told
    assert "HN-001-00001" in congress("next", "--as-of", "2020-08-13", "--all").out


def test_a_promise_that_has_passed_comes_first_the_next_morning(congress: Congress, folder: Path) -> None:
    write_project(folder, "plan.planned: 2020-06-30", rules=PLANNED, as_of=None)

    on_the_day, next_morning = (found(congress, "--as-of", day, code=1) for day in ("2020-06-30", "2020-07-01"))

    assert [one["kind"] for one in on_the_day["calls"]] == ["overdue"] * 3
    first = next_morning["calls"][0]
    assert (first["kind"], first["last_day"], first["plan"]) == ("promise", "2020-06-30", "plan.planned")
    assert "đã hẹn ban hành kế hoạch ngày 30/06/2020" in first["question"]["text"]


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        (["plan.planned: 2020-06-29"], True),
        (["plan.planned: 2020-06-29", "plan.issued: 2020-06-30"], False),
        (["plan.planned: 2020-06-29", "plan.issued: 2020-07-05"], True),
        (["plan.planned: 2020-06-29/2020-07-05"], False),
        (["plan.planned: 2020-06-20/2020-06-29"], True),
    ],
)
def test_a_promise_is_broken_by_its_whole_span_and_kept_by_its_event(
    congress: Congress, folder: Path, facts: list[str], broken: bool
) -> None:
    write_project(folder, *facts, rules=PLANNED)

    assert (found(congress, "--fail-on", "never")["calls"][0]["kind"] == "promise") is broken


def test_tasks_come_before_questions_and_the_nearest_day_first(congress: Congress) -> None:
    calls = found(congress, *CITY_WORDS, code=1)["calls"]

    kinds = [one["kind"] for one in calls]
    assert kinds.index("to_ask") > max(place for place, kind in enumerate(kinds) if kind == "due_soon")
    ahead = [one["days_left"] for one in calls if one["kind"] in ("to_ask", "coming") and one["days_left"] >= 0]
    assert ahead == sorted(ahead)


def test_whom_a_matter_waits_for_is_told(congress: Congress) -> None:
    waits = {one["rule"]: one["waits_for"] for one in found(congress, *CITY_WORDS, code=1)["calls"]}

    assert waits["programme-approved-and-rehearsed"] == "task_force"
    assert waits["schedule-registered"] == "own"


@pytest.mark.parametrize(
    ("fields", "recorded", "code"),
    [
        ({}, {}, "ask-when"),
        ({"document": "required"}, {"paper.issued": "2020-06-20"}, "ask-number"),
        ({"kind": "tally", "tally": "complaints"}, {}, "ask-tally"),
        ({"kind": "checklist", "checklist": "topics"}, {}, "ask-checklist"),
        (
            {"kind": "event", "after": "step.first"},
            {"paper.issued": "2020-06-12", "step.first": "2020-06-20"},
            "ask-right",
        ),
    ],
)
def test_each_kind_of_fact_has_its_question(fields: dict[str, Any], recorded: dict[str, Any], code: str) -> None:
    judged = rule(**{"kind": "event", "by": "2020-06-28", **fields})

    calls = agenda_of(_data([unit(facts=recorded)], [judged]), Selection(), 14, date(2020, 6, 29)).calls

    assert [one.ask.key for one in calls] == [code]


def _data(units: Any, rules: list[Any], waivers: tuple[Any, ...] = (), **fields: Any) -> Data:
    units_ = units if isinstance(units, Registry) else registry(*units)
    book = rulebook(*rules, **fields)
    return Data(units_, book, waivers, Input("rules.yaml", ""), (), (), Diagnostics())


# ---------------------------------------------------------------- if nobody acts


@pytest.mark.parametrize(
    ("as_of", "turns"),
    [
        ("2020-06-05", []),
        ("2020-06-27", [("2020-06-29", "overdue")]),
        ("2020-06-28", [("2020-06-29", "overdue")]),
        ("2020-06-29", []),
    ],
)
def test_the_day_after_the_last_one_is_the_day_of_the_turn(as_of: str, turns: list[tuple[str, str]]) -> None:
    data = _data([unit()], [rule(by="2020-06-28", warn_days=14)], issued="2020-06-01")

    ahead = agenda_of(data, Selection(), 5, date.fromisoformat(as_of)).ahead

    assert [(day.day.isoformat(), turn.after.value) for day in ahead for turn in day.turns] == turns


def test_a_waiver_that_ends_is_foreseen() -> None:
    data = _data([unit()], [rule(by="2020-06-28")], (waiver(),))

    [call] = agenda_of(data, Selection(), 14, date(2020, 7, 20)).calls

    assert call.turn is not None
    assert (call.kind, call.turn) == ("coming", (date(2020, 8, 1), Status.OVERDUE))


def test_what_turns_and_what_is_planned_is_told_day_by_day(congress: Congress) -> None:
    told = " ".join(congress("next", *CITY_WORDS, "--lang", "en").out.split())

    assert (
        "Saturday 20/06/2020 · weekend day · 4 from due soon to overdue · planned: congress opened: quận Mẫu Hai"
        in told
    )
    assert "Until Wednesday 01/07/2020: met 655 → 656, overdue 16 → 26" in told


def test_weekends_are_marked_and_with_a_calendar_holidays() -> None:
    days = [date(2020, 6, 19) + timedelta(days=after) for after in range(5)]
    calendar = WorkingDays(
        days[0].toordinal(), days[3].toordinal(), {5, 6}, {days[3].toordinal()}, {days[2].toordinal()}
    )

    assert [day_off(day, None) for day in days] == [None, "weekend", "weekend", None, None]
    assert [day_off(day, calendar) for day in days] == [None, "weekend", None, "holiday", None]


def test_every_turn_in_the_invented_city_is_what_check_says_on_that_day(congress: Congress) -> None:
    project = find_project(CITY, str(CITY), str(ROOT / "data" / "rules.yaml"), None)
    for day in found(congress, *CITY_WORDS, code=1)["ahead"]:
        report = check(project, Selection(), date.fromisoformat(day["day"]), lambda _: date(2020, 6, 17)).report
        judged = by_pair(report.findings)
        assert day["totals"] == {status.value: count for status, count in report.totals.items()}
        for turn in day["turns"]:
            assert judged[turn["unit"], turn["rule"]].status == turn["after"]


@pytest.mark.parametrize(("day", "total"), [("2020-06-20", 0), ("2020-06-21", 1), ("2020-06-22", 1)])
def test_a_rule_that_a_figure_brings_in_counts_from_the_day_of_the_figure(day: str, total: int) -> None:
    judged = rule(by="2020-06-28", applies_to={"level": "upper", "where": {"targets": {"growth": {"at_least": "5"}}}})
    facts = {"targets": {"values": {"growth": "7"}, "day": "2020-06-21"}, "paper.issued": "2020-06-12"}
    other = rule(id="other", by="2020-06-28")

    ahead = agenda_of(_data([unit(facts=facts)], [judged, other]), Selection(), 5, date(2020, 6, 19)).ahead

    [found_] = [one.totals for one in ahead if one.day.isoformat() == day]
    assert found_[Status.MET] == 1 + total


@given(some.rules_together(), some.small_trees(), some.judged_days(), some.parameters())
@same_cases()
def test_what_is_said_to_turn_on_a_day_is_what_is_judged_on_it(rules, tree, as_of, parameters) -> None:
    units = [
        unit(one["id"], **{key: value for key, value in one.items() if value is not None and key != "id"})
        for one in tree
    ]
    data = _data(registry(*units, task_forces=("TF-1", "TF-2")), rules, parameters=parameters)

    ahead = agenda_of(data, Selection(), 6, as_of).ahead

    statuses = {pair: one.status for pair, one in by_pair(judge(data.registry, data.rulebook, as_of)).items()}
    for day in ahead:
        statuses |= {(turn.unit, turn.rule): turn.after for turn in day.turns}
        judged = by_pair(judge(data.registry, data.rulebook, day.day))
        assert statuses == {pair: one.status for pair, one in judged.items()}


# ---------------------------------------------------------------- formats, groups, exit codes


@pytest.mark.parametrize("by", ["day", "responsible", "unit"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_every_grouping_fits_the_screen(congress: Congress, by: str, language: str, width: int) -> None:
    ran = congress("next", *CITY_WORDS, "--by", by, "--lang", language, "--width", width)

    assert ran.code == 1
    wrapped = [line for line in ran.lines if not line.lstrip().startswith("congress ")]  # commands stay whole
    assert max(map(len, wrapped)) <= width


def test_groups_have_the_names_that_they_go_by(congress: Congress) -> None:
    assert "\nThị ủy Mẫu Bốn (MAU-04)  " in congress("next", *CITY_WORDS, "--by", "responsible").out
    assert "\nĐảng bộ phường Sen Vàng (MAU-01-01)  " in congress("next", *CITY_WORDS, "--by", "unit").out


def test_csv_has_a_line_for_each_call_and_ids_beside_names(congress: Congress) -> None:
    text = congress("next", *CITY_WORDS, "--format", "csv", "--lang", "en").out
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))

    assert len(rows) == len(found(congress, *CITY_WORDS, code=1)["calls"])
    assert rows[0]["why"] == "promise not kept"
    assert (rows[0]["id of the unit"], rows[0]["last day"], rows[0]["days left"]) == ("MAU-04", "2020-06-15", "-2")


def test_markdown_is_a_list_to_tick(congress: Congress) -> None:
    lines = congress("next", *CITY_WORDS, "--format", "markdown", "--lang", "en").lines

    assert lines[0] == "**Whom to call from 17/06/2020, 14 days ahead**"
    assert sum(line.startswith("- [ ] ") for line in lines) == len(found(congress, *CITY_WORDS, code=1)["calls"])


def test_the_calendar_calls_nobody_in_the_past(congress: Congress) -> None:
    text = congress("next", *CITY_WORDS, "--format", "ics").out
    days = [event.decoded("dtstart") for event in Calendar.from_ical(text).walk("VEVENT")]

    assert min(days) == date(2020, 6, 17)
    assert date(2020, 6, 19) in days


def test_a_file_is_written_whole_and_said(congress: Congress, folder: Path) -> None:
    ran = congress("next", *CITY_WORDS, "--format", "csv", "-o", "calls.csv")

    assert (ran.out, "calls.csv" in ran.err) == ("", True)
    assert (folder / "calls.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("days", "fail_on", "code"), [(3, "violation", 0), (4, "violation", 1), (3, "warning", 0), (4, "never", 0)]
)
def test_what_comes_within_the_horizon_decides_the_exit_code(
    congress: Congress, folder: Path, days: int, fail_on: str, code: int
) -> None:
    write_project(folder, as_of="2020-06-17")

    assert congress("next", "--days", days, "--rule", "plan-issued", "--fail-on", fail_on).code == code


def test_a_waived_problem_does_not_count_until_its_waiver_ends(congress: Congress, folder: Path) -> None:
    write_project(folder, waivers=WAIVERS)

    assert congress("next", "--days", 31, "--rule", "plan-issued").code == 0
    assert congress("next", "--days", 32, "--rule", "plan-issued").code == 1


def test_nobody_is_to_be_called_where_all_is_done(congress: Congress, folder: Path) -> None:
    write_project(folder, PLAN)

    ran = congress("next", "--rule", "plan-issued", "--lang", "en")

    assert ran.code == 0
    assert "Nobody has to be called." in ran.out
    assert "No finding turns by itself." in ran.out


@pytest.mark.parametrize("words", [["--days", "0"], ["--by", "name"], ["--format", "pdf"], ["--under", "NO"]])
def test_bad_words_are_a_mistake_of_usage(congress: Congress, folder: Path, words: list[str]) -> None:
    write_project(folder)

    assert congress("next", *words).code == 2


@pytest.mark.parametrize(
    ("of", "code", "role"),
    [("children", "children", "below"), ("parent", "parent", "superior"), ("C", "unit", "other")],
)
def test_events_of_other_units_are_asked_for_where_they_are(of: str, code: str, role: str) -> None:
    judged = rule(after={"event": "step.first", "of": of}, by="2020-06-20")
    units = [unit("C", "city"), unit("U", parent="C"), unit("U-1", "grassroots", parent="U")]

    [call] = agenda_of(_data(units, [judged]), Selection(), 14, date(2020, 6, 18)).calls

    assert (call.ask.key, call.role) == (f"ask-{code}", role)


def test_the_digest_names_broken_promises_what_turns_within_a_week_and_collisions(congress: Congress) -> None:
    lines = congress("digest", *CITY_WORDS, "--lang", "en").lines
    heads = ("PROMISES NOT KEPT: 1", "IF NOBODY ACTS, UNTIL Wednesday 24/06/2020", "PLANNED DAYS THAT COLLIDE: 2")

    assert [line for line in lines if line in heads] == list(heads)
    first = lines[lines.index(heads[0]) + 1]
    assert first.startswith("- Đảng bộ thị xã Mẫu Bốn: congress opened was promised on 15/06/2020")


# ---------------------------------------------------------------- in the report and on the page


def test_a_report_holds_what_comes_where_it_is_asked_for(congress: Congress, folder: Path) -> None:
    ran = congress("check", *CITY_WORDS, "--ahead", 14, "--format", "json", "-o", "report.json")
    ahead = json.loads((folder / "report.json").read_text("utf-8"))["ahead"]

    assert ran.code == 1
    assert ahead["until"] == "2020-07-01"
    assert ahead["promises"] == [{"unit": "MAU-04", "event": "congress.opened", "day": "2020-06-15"}]
    told = found(congress, *CITY_WORDS, code=1)
    assert [day["day"] for day in ahead["days"]] == [
        day["day"] for day in told["ahead"] if day["turns"] or day["planned"]
    ]
    assert "ahead" not in json.loads(congress("check", *CITY_WORDS, "--format", "json").out)


def test_the_page_of_a_saved_report_tells_it_and_the_report_is_confirmed(congress: Congress, folder: Path) -> None:
    words = ("check", *CITY_WORDS, "--ahead", 14, "--lang", "en", "--format", "html=page.html")
    assert congress(*words, "--format", "json=report.json").code == 1
    assert congress("render", "report.json", "--lang", "en", "--format", "html", "-o", "again.html").code == 0
    page = (folder / "page.html").read_text("utf-8")

    assert '<h2 id="ahead">Coming days</h2>' in page
    assert "congress opened was promised on 15/06/2020" in page
    assert "from due soon to overdue" in page
    assert page == (folder / "again.html").read_text("utf-8")


def test_a_report_of_what_comes_is_confirmed(congress: Congress, folder: Path) -> None:
    write_project(folder, "plan.planned: 2020-06-20", rules=PLANNED)

    assert congress("check", "--ahead", 7, "--fail-on", "never", "--format", "json", "-o", "report.json").code == 0
    assert congress("verify", "report.json").code == 0
