"""Two clocks: what was known on a day, and which paper's limit holds on it."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.known import as_known
from congress_cli.cli import session
from congress_cli.model.journal import Changed, JournalEntry
from congress_cli.model.message import Diagnostics
from congress_cli.model.report import Input
from congress_cli.reading.load import Data
from tests.builders import judge_one, parameter, registry, rule, rulebook, unit, waiver
from tests.cli.commands import RULES, write_project
from tests.cli.conftest import Congress
from tests.patience import same_cases

CLOSED = "congress.closed: {day: 2020-06-16, recorded: 2020-06-18}"
AMENDED = RULES.replace("by: 2020-06-20\n    limit_basis", "by: {param: limit}\n    limit_basis").replace(
    "clauses:\n",
    "parameters:\n  limit:\n    2020-06-11: {value: 2020-06-20, ref: 01-TB/MN}\n"
    "    2020-06-25: {value: 2020-06-30, ref: 09-TB/MN}\nclauses:\n",
)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def status(congress: Congress, *words: object, rule_: str = "congress-held") -> str:
    report = json.loads(congress("check", "--rule", rule_, "--format", "json", *words).out)
    return str(report["findings"][0]["status"])


def written_on(monkeypatch: pytest.MonkeyPatch, day: str, congress: Congress, *words: object) -> None:
    monkeypatch.setattr(session, "now", lambda: f"{day}T10:00:00+07:00")
    assert congress(*words).code == 0


# ---------------------------------------------------------------- known at


@pytest.mark.parametrize(
    ("known_at", "found"),
    [("2020-06-17", "overdue"), ("2020-06-18", "met"), ("2020-06-19", "met")],
)
def test_a_fact_counts_from_the_day_on_which_it_was_recorded(
    congress: Congress, folder: Path, known_at: str, found: str
) -> None:
    write_project(folder, CLOSED)

    assert status(congress, "--known-at", known_at) == found
    assert status(congress) == "met"


def test_a_fact_without_a_day_of_recording_always_counts_and_is_counted(congress: Congress, folder: Path) -> None:
    write_project(folder, CLOSED, "plan.issued: 2020-06-15")

    ran = congress("check", "--known-at", "1/6/2020", "--format", "json")

    assert json.loads(ran.out)["known"] == {"at": "2020-06-01", "undated": 1}
    told = congress("check", "--known-at", "1/6/2020", "--lang", "en").out
    assert "as known at the end of Monday 01/06/2020 (1 fact without a day of recording counted)" in told


@pytest.mark.parametrize(
    ("known_at", "found"),
    [("2020-06-30", "overdue"), ("2020-07-01", "late"), ("2020-07-02", "met"), ("2020-07-03", "overdue")],
)
def test_the_journal_knows_what_stood_after_its_last_entry_of_the_day(
    congress: Congress, folder: Path, monkeypatch: pytest.MonkeyPatch, known_at: str, found: str
) -> None:
    write_project(folder)
    written_on(monkeypatch, "2020-07-01", congress, "record", "MN-01", "congress.closed", "22/6/2020")
    written_on(monkeypatch, "2020-07-02", congress, "record", "MN-01", "congress.closed", "21/6/2020")
    written_on(monkeypatch, "2020-07-02", congress, "record", "MN-01", "congress.closed", "19/6/2020")
    written_on(monkeypatch, "2020-07-03", congress, "record", "MN-01", "congress.closed", "--clear")

    assert status(congress, "--known-at", known_at) == found


def test_what_stood_before_the_first_entry_counts_from_its_own_day(
    congress: Congress, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(folder, CLOSED)
    written_on(monkeypatch, "2020-07-01", congress, "record", "MN-01", "congress.closed", "25/6/2020")

    found = [status(congress, "--known-at", day) for day in ("2020-06-17", "2020-06-18", "2020-06-30", "2020-07-01")]

    assert found == ["overdue", "met", "met", "late"]


def test_a_closing_that_was_written_later_is_not_known(
    congress: Congress, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(folder)
    words = ("unit", "close", "MN-01", "--day", "1/6/2020", "--document", "01-QĐ/TU")
    written_on(monkeypatch, "2020-07-02", congress, *words)

    assert status(congress) == "not_applicable"
    assert status(congress, "--known-at", "2020-07-01") == "overdue"
    assert status(congress, "--known-at", "2020-07-02") == "not_applicable"


@pytest.mark.parametrize("command", ["explain MN-01 congress-held", "next", "progress"])
def test_every_command_that_judges_says_both_days(congress: Congress, folder: Path, command: str) -> None:
    write_project(folder, CLOSED, PLAN_)

    told = " ".join(congress(*command.split(), "--known-at", "17/6/2020", "--lang", "en").out.split())

    assert "As of the end of Tuesday 30/06/2020" in told
    assert "as known at the end of Wednesday 17/06/2020" in told


PLAN_ = "plan.issued: 2020-06-15"


def test_next_does_not_know_what_was_written_later(congress: Congress, folder: Path) -> None:
    write_project(folder, CLOSED)

    def called(*words: object) -> list[str]:
        return [one["rule"] for one in json.loads(congress("next", "--format", "json", *words).out)["calls"]]

    assert "congress-held" not in called()
    assert "congress-held" in called("--known-at", "2020-06-17")


def test_diff_compares_two_days_with_the_same_knowledge(congress: Congress, folder: Path) -> None:
    write_project(folder, CLOSED)

    told = " ".join(congress("diff", "17/6/2020", "21/6/2020", "--known-at", "17/6/2020", "--lang", "en").out.split())

    assert told.count("as known at the end of Wednesday") == 2
    assert "Congress held" in told
    assert "Congress held" not in congress("diff", "17/6/2020", "21/6/2020", "--lang", "en").out


def test_a_report_of_a_day_is_confirmed_for_ever(
    congress: Congress, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(folder, as_of=None)
    written_on(monkeypatch, "2020-07-01", congress, "record", "MN-01", "plan.issued", "15/6/2020")
    assert congress("check", "--as-of", "2020-07-01", "--format", "json", "-o", "then.json").code == 0
    words = ("--as-of", "2020-07-01", "--known-at", "2020-07-01", "--format", "json", "-o", "known.json")
    assert congress("check", *words).code == 0
    written_on(monkeypatch, "2020-07-05", congress, "record", "MN-01", "congress.closed", "16/6/2020")
    written_on(monkeypatch, "2020-07-05", congress, "record", "MN-01", "plan.issued", "30/6/2020")

    assert congress("verify", "known.json").code == 0
    assert congress("verify", "then.json").code == 1
    assert congress("verify", "then.json", "--known-at", "1/7/2020").code == 0
    assert congress("verify", "then.json", "--known-at", "5/7/2020").code == 1


DAYS = st.integers(0, 20).map(lambda days: date(2020, 6, 12) + timedelta(days=days))


@given(
    recorded=st.one_of(st.none(), DAYS),
    entered=st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=3),
    known_at=DAYS,
)
@same_cases(100)
def test_an_earlier_day_of_knowledge_shows_no_value_written_later(
    recorded: date | None, entered: list[tuple[date, date | None]], known_at: date
) -> None:
    entered = sorted(entered, key=lambda one: one[0])
    before = None if recorded is None else {"day": "2020-06-12", "recorded": recorded.isoformat(), "note": "file"}
    values: list[Any] = [before, *(_value(day, on) for on, day in entered)]
    entries = [_entry(place, on, values[place], values[place + 1]) for place, (on, _) in enumerate(entered)]
    facts = {} if values[-1] is None else {"paper.issued": values[-1]}
    data = Data(registry(unit(facts=facts)), rulebook(rule()), (), Input("", ""), (), (), Diagnostics())

    fact = as_known(data, entries, known_at).registry.by_id["U"].facts.get("paper.issued")

    written = [on for on, _ in entered if on <= known_at]
    if written:
        last = [_value(day, on) for on, day in entered if on <= known_at][-1]
        assert (fact is None) is (last is None)
        assert fact is None or fact.note == f"entered {written[-1]}"
    else:
        assert (fact is not None) is (recorded is not None and recorded <= known_at)
        assert fact is None or fact.note == "file"


def _value(day: date | None, on: date) -> dict[str, str] | None:
    return None if day is None else {"day": day.isoformat(), "note": f"entered {on}"}


def _entry(number: int, on: date, old: Any, new: Any) -> JournalEntry:
    change = Changed(file="units.yaml", where=("units", "U", "facts", "paper.issued"), old=old, new=new)
    at = f"{on.isoformat()}T{number:02}:00:00+07:00"
    return JournalEntry(id=f"{number:012x}", at=at, command="record", changes=(change,), files=())


def test_waivers_and_amendments_are_not_known_before_they_begin() -> None:
    book = rulebook(rule(by={"param": "limit"}), parameters={"limit": parameter(("2020-06-11", "2020-06-20"))})
    data = Data(registry(unit()), book, (waiver(),), Input("", ""), (), (), Diagnostics())

    assert as_known(data, (), date(2020, 6, 30)).waivers == ()
    assert as_known(data, (), date(2020, 7, 1)).waivers == data.waivers
    assert as_known(data, (), date(2020, 6, 10)).rulebook.parameters["limit"] == {}


# ---------------------------------------------------------------- amendments

LIMITS = {"limit": parameter(("2020-06-11", "2020-06-20"), ("2020-06-25", "2020-06-30"))}


@pytest.mark.parametrize(
    ("as_of", "last_day", "found"),
    [
        ("2020-06-20", "2020-06-20", "due_soon"),
        ("2020-06-24", "2020-06-20", "overdue"),
        ("2020-06-25", "2020-06-30", "due_soon"),
        ("2020-06-30", "2020-06-30", "due_soon"),
        ("2020-07-01", "2020-06-30", "overdue"),
    ],
)
def test_an_amendment_moves_the_last_day_from_its_day_on(as_of: str, last_day: str, found: str) -> None:
    finding = judge_one(rule(by={"param": "limit"}), as_of=as_of, parameters=LIMITS)

    assert (str(finding.last_day), finding.status) == (last_day, found)
    assert ("former_ref" in finding.args) is (as_of >= "2020-06-25")


def test_a_finding_says_whose_limit_it_used_and_what_the_limit_was_before(congress: Congress, folder: Path) -> None:
    write_project(folder, "review.issued: 2020-06-24", rules=AMENDED)

    told = congress("check", "--lang", "en", "--format", "csv").out

    assert "last day by 09-TB/MN; before it 20/06/2020 by 01-TB/MN" in told


@pytest.mark.parametrize(("day", "explained"), [("2020-06-20", False), ("2020-06-21", True), ("2020-06-30", True)])
def test_late_under_the_old_limit_and_in_time_under_the_new_one_is_explained(
    congress: Congress, folder: Path, day: str, explained: bool
) -> None:
    write_project(folder, f"review.issued: {day}", rules=AMENDED)

    told = " ".join(congress("explain", "MN-01", "review-issued", "--lang", "en").out.split())

    assert "✓ MET" in told
    assert ("by 01-TB/MN (last day Saturday 20/06/2020) it would be: late" in told) is explained


def test_what_was_known_before_the_amendment_is_judged_by_the_old_limit(congress: Congress, folder: Path) -> None:
    write_project(folder, "review.issued: 2020-06-22", rules=AMENDED)

    assert status(congress, rule_="review-issued") == "met"
    assert status(congress, "--known-at", "2020-06-24", rule_="review-issued") == "late"
