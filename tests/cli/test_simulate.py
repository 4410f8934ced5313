"""simulate: what would change, and nothing else; nothing is written."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.schemas import schema_text
from congress_cli.app.simulate import Assumptions, simulate
from congress_cli.engine import judge
from congress_cli.model.finding import RANK, Status
from congress_cli.model.report import Selection
from congress_cli.reading.project import find_project
from tests.builders import facts, registry, rule, rulebook, unit
from tests.cli.commands import ALL_DONE, CONGRESS, PLAN, ROOT, RULES, write_project
from tests.cli.conftest import Congress
from tests.patience import same_cases

jsonschema = pytest.importorskip("jsonschema")

LATER_LIMIT = ("simulate", "--set", "upper-limit=2020-08-31")
RULE = "upper-congress-in-time"


def simulated(congress: Congress, *words: object, code: int = 0) -> dict[str, Any]:
    ran = congress("simulate", *words, "--format", "json")
    assert ran.code == code, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    jsonschema.Draft202012Validator(json.loads(schema_text("simulation"))).validate(found)
    return found


def steps(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """From which status to which, by unit."""
    return {one["unit"]: (one["before"]["status"], one["after"]["status"]) for one in found["changes"]}


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(write_project(tmp_path, PLAN))
    return tmp_path


# ---------------------------------------------------------------- the shipped registry


def test_a_later_limit_names_exactly_the_six_committees_that_it_changes(congress: Congress, shipped: None) -> None:
    found = simulated(congress, *LATER_LIMIT[1:], "--rule", RULE)

    late, unknown = ("late", "met"), ("unknown", "met")
    assert steps(found) == {
        **dict.fromkeys(("HN-268", "HN-CATP", "HN-KDHCD"), late),
        **dict.fromkeys(("HN-008", "HN-280", "HN-KDN"), unknown),
    }
    assert {one["rule"] for one in found["changes"]} == {RULE}
    assert found["before"]["totals"]["late"] - found["after"]["totals"]["late"] == 3
    assert found["after"]["totals"]["met"] - found["before"]["totals"]["met"] == 6


def test_the_screen_names_them_with_counts_before_and_after_and_whose_tasks_they_are(
    congress: Congress, shipped: None
) -> None:
    told = congress(*LATER_LIMIT, "--lang", "en").out

    assert "If upper-limit is 31/08/2020 in place of 15/08/2020:" in told
    assert "WOULD CHANGE: 6 of 8005 findings" in told
    assert told.count("(HN-") == 12  # each as a finding, and as the one responsible
    assert "▲ late: 3 → 0 (-3)" in told
    assert "Đảng bộ quận Hà Đông (HN-268): late 1 → 0" in told
    assert told.endswith("Only assumed: nothing was written.\n")


def test_vietnamese_names_the_committee(congress: Congress, shipped: None) -> None:
    told = congress(*LATER_LIMIT, "--lang", "vi").out

    assert "SẼ THAY ĐỔI: 6 trên 8005 kết quả xét" in told
    assert "Quận ủy Hà Đông (HN-268): muộn 1 → 0" in told


@pytest.mark.parametrize(
    ("limit", "left"), [("2020-08-18", 3), ("2020-08-19", 2), ("2020-08-20", 1), ("2020-08-21", 0)]
)
def test_the_days_around_the_limit_count(congress: Congress, shipped: None, limit: str, left: int) -> None:
    found = simulated(congress, "--set", f"upper-limit={limit}", "--rule", RULE)

    assert found["after"]["totals"]["late"] + _uncertain(found) == left


def _uncertain(found: dict[str, Any]) -> int:
    return sum(step == ("late", "unknown") for step in steps(found).values())


# ---------------------------------------------------------------- each assumption


def test_with_nothing_assumed_nothing_changes(congress: Congress, project: Path) -> None:
    found = simulated(congress)

    assert (found["assumed"], found["changes"], found["other_last_days"]) == ([], [], [])
    assert found["before"] == found["after"]


def test_an_event_that_is_assumed_turns_its_finding(congress: Congress, project: Path) -> None:
    ran = congress("simulate", "--event", "MN-01", "congress.closed=16/6/2020", "--lang", "en", "--fail-on", "warning")

    assert ran.code == 1
    assert "MN-01 (Đảng bộ phường Một) has congress closed on 16/06/2020" in " ".join(ran.out.split())
    assert "✗ overdue → ✓ met" in ran.out


@pytest.mark.parametrize(("day", "noted"), [("30/6/2020", False), ("1/7/2020", True)])
def test_a_day_after_the_judged_one_is_noted(congress: Congress, project: Path, day: str, noted: bool) -> None:
    ran = congress("simulate", "--event", "MN-01", f"congress.closed={day}", "--lang", "en")

    assert ("is not seen yet; give --as-of as well" in ran.err) is noted


@pytest.mark.parametrize(("day", "status"), [("2020-06-19", "met"), ("2020-06-20", "met"), ("2020-06-21", "late")])
def test_unit_and_value_may_be_one_word(congress: Congress, project: Path, day: str, status: str) -> None:
    found = simulated(congress, "--event", f"phuong mot congress.closed={day}")

    assert steps(found) == {"MN-01": ("overdue", status)}


def test_a_fact_may_be_taken_away_and_what_stands_beside_it_stays(congress: Congress, project: Path) -> None:
    write_project(project, "plan.issued: {day: 2020-06-15, document: 01-KH/ĐU}")

    assert steps(simulated(congress, "--event", "MN-01", "plan.issued=", code=1)) == {"MN-01": ("met", "overdue")}
    [moved] = simulated(congress, "--event", "MN-01", "plan.issued=2020-06-25", code=1)["changes"]
    assert "01-KH/ĐU" in moved["after"]["message"]


@pytest.mark.parametrize(("length", "status"), [("+4d", "met"), ("+5d", "late"), ("+1w", "late"), ("+1m", "overdue")])
def test_a_recorded_day_may_be_moved(congress: Congress, project: Path, length: str, status: str) -> None:
    write_project(project, CONGRESS)

    found = simulated(congress, "--shift", f"congress.closed={length}", "--under", "MN-01", "--rule", "congress-held")

    after = next((one["after"]["status"] for one in found["changes"]), "met")
    assert after == status
    assert found["assumed"][0]["args"] == {"fact": "congress.closed", "length": length, "count": 1, "units": 1}


def test_what_comes_again_keeps_its_other_periods(congress: Congress, project: Path) -> None:
    series = '  report.sent: {kind: series, period: month, vi: "báo cáo", en: "report"}\nclauses:\n'
    every = RULES[RULES.index("  - id: plan-issued") : RULES.index("  - id: congress-held")]
    every = every.replace("id: plan-issued", "id: monthly").replace("kind: event", "kind: every")
    every = every.replace(
        "event: plan.issued\n    by: 2020-06-20", "series: report.sent\n    from: 2020-05\n    until: 2020-06"
    )
    write_project(project, "report.sent: {2020-05: 2020-05-30}", rules=RULES.replace("clauses:\n", series) + every)

    found = simulated(congress, "--event", "MN-01", "report.sent=2020-06=29/6/2020", "--rule", "monthly")

    assert steps(found) == {"MN-01": ("due_soon", "met")}


def test_a_day_of_a_case_may_be_assumed(congress: Congress, project: Path) -> None:
    days = 'days: {found: {vi: "phát hiện", en: "found"}, fixed: {vi: "khắc phục", en: "fixed"}}'
    cases = f'  matters: {{kind: cases, {days}, vi: "vụ việc", en: "matters"}}\nclauses:\n'
    each = RULES[RULES.index("  - id: plan-issued") : RULES.index("  - id: congress-held")]
    each = each.replace("id: plan-issued", "id: mended").replace("kind: event", "kind: each")
    each = each.replace("event: plan.issued\n", "cases: matters\n    day: fixed\n")
    write_project(project, 'matters: [{case: "1", found: 2020-06-12}]', rules=RULES.replace("clauses:\n", cases) + each)

    found = simulated(congress, "--event", "MN-01", "matters=1 fixed=19/6/2020", "--rule", "mended")

    assert steps(found) == {"MN-01": ("overdue", "met")}


def test_another_rulebook_may_be_assumed(congress: Congress, project: Path) -> None:
    write_project(project, *ALL_DONE)
    other = project / "other.yaml"
    other.write_text((project / "data" / "rules.yaml").read_text("utf-8").replace("by: 2020-06-20", "by: 2020-06-15"))

    found = simulated(congress, "--rules", other)

    assert [(one["rule"], one["after"]["status"]) for one in found["changes"]] == [
        ("congress-held", "late"),
        ("review-issued", "late"),
    ]
    assert [one["rule"] for one in found["other_last_days"]] == ["plan-issued"]


def test_several_assumptions_hold_at_once(congress: Congress, project: Path) -> None:
    words = ("--event", "MN-01", "congress.closed=16/6/2020", "--event", "MN-01", "review.issued=17/6/2020")

    assert len(simulated(congress, *words, "--shift", "plan.issued=+1m", code=1)["changes"]) == 3


def test_what_changes_outside_the_selection_is_counted(congress: Congress, shipped: None) -> None:
    found = simulated(congress, *LATER_LIMIT[1:], "--under", "HN-268")

    assert set(steps(found)) == {"HN-268"}
    assert found["elsewhere"] == 5


def test_nothing_is_written(congress: Congress, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}

    congress("simulate", "--event", "MN-01", "congress.closed=16/6/2020", "--shift", "plan.issued=-1d")

    assert before == {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "words",
    [
        ["--set", "no-such=1"],
        ["--set", "plan-issued"],
        ["--event", "MN-01"],
        ["--event", "MN-01", "no.such=1/6/2020"],
        ["--event", "no such unit", "plan.issued=1/6/2020"],
        ["--event", "MN-01", "plan.issued=someday"],
        ["--shift", "plan.issued=soon"],
        ["--shift", "congress.closed=+1d"],
        ["--shift", "plan.issued=+999m"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_assumed_is_a_mistake_of_usage(congress: Congress, project: Path, words: list[str]) -> None:
    ran = congress("simulate", *words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("congress: ")


def test_a_parameter_takes_only_what_its_rules_can_read(congress: Congress, shipped: None) -> None:
    assert congress("simulate", "--set", "upper-limit=5").code == 2
    assert congress("simulate", "--set", "city-targets=7.5").code == 2
    assert congress("simulate", "--set", "city-targets=grdp-growth=7.5").code == 0


# ---------------------------------------------------------------- what always holds

DAYS = st.integers(0, 40).map(lambda days: (date(2020, 6, 5) + timedelta(days=days)).isoformat())


@given(closed=st.one_of(st.none(), DAYS, st.tuples(DAYS, DAYS).map(lambda two: "/".join(sorted(two)))), as_of=DAYS)
@same_cases()
def test_a_later_limit_makes_no_unit_worse(closed: str | None, as_of: str) -> None:
    recorded = facts({} if closed is None else {"paper.issued": closed})
    units = registry(unit("U", facts={}).model_copy(update={"facts": recorded}))
    ranks = []
    for limit in ("2020-06-20", "2020-06-21", "2020-06-30"):
        book = rulebook(rule(by={"param": "limit"}), parameters={"limit": {"2020-06-11": {"value": limit, "ref": "X"}}})
        ranks.append(RANK[judge(units, book, date.fromisoformat(as_of))[0].status])

    assert ranks == sorted(ranks)


def test_the_same_registry_differs_in_nothing() -> None:
    project = find_project(ROOT, None, None, None)

    found = simulate(project, Assumptions(), Selection(), None, lambda _: date(2020, 8, 20))

    assert found.changes == found.other_last_days == ()
    assert found.comparison.old.totals == found.comparison.new.totals
    assert found.comparison.new.totals[Status.LATE] == 3
