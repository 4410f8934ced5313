"""The tasks of a report: counted again here in the plainest way from its findings, as the contract has it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from congress_cli.formats.json import canonical
from congress_cli.reading.report import report_of as read
from tests.cli.commands import ALL_DONE, RULES, write_project
from tests.formats.conftest import Congress
from tests.formats.reports import SUBJECTS, report_of

KINDS = ("overdue", "failed", "due_soon", "to_ask", "late")
Raw = dict[str, Any]


def kind_of(finding: Raw, rule: Raw) -> str | None:
    """Which kind of work a finding is: the sentences of the contract one after the other."""
    if rule["kind"] in ("share", "census"):
        return None
    if finding["status"] in ("overdue", "failed", "due_soon", "late"):
        return str(finding["status"])
    by_day = rule["limit_event"] is None and "planned" not in finding["args"] and finding["last_day"] is not None
    near = by_day and finding["days_left"] <= rule["warn_days"]
    return "to_ask" if finding["status"] == "unknown" and near else None


def responsible_for(finding: Raw, report: Raw) -> tuple[str, str]:
    """Who must see to a finding, and whether it is that one's own or stands below."""
    units = {one["id"]: one for one in report["units"]}
    rule = next(one for one in report["rules"] if one["id"] == finding["rule"])
    way = [units[finding["unit"]]]
    while way[-1]["parent"] is not None:
        way.append(units[way[-1]["parent"]])
    force = next((one["task_force"] for one in way if one["task_force"]), None)
    if rule["owner"] == "task-force" and force:
        return force, "own"
    branch = way[-2]["id"] if len(way) > 1 else way[0]["id"]
    return branch, "own" if branch == finding["unit"] else "below"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_tasks_are_counted_of_single_units_and_of_those_who_must_see_to_them(subject: str) -> None:
    report = report_of(subject)
    rules = {rule["id"]: rule for rule in report["rules"]}
    total: Counter[str] = Counter()
    parts: dict[str, dict[str, Counter[str]]] = {}
    for finding in report["findings"]:
        kind = kind_of(finding, rules[finding["rule"]])
        if kind is not None:
            who, part = responsible_for(finding, report)
            total[kind] += 1
            parts.setdefault(who, {"own": Counter(), "below": Counter()})[part][kind] += 1

    tasks = report["tasks"]
    assert {kind: tasks[kind] for kind in KINDS} == {kind: total[kind] for kind in KINDS}
    assert tasks["by_responsible"] == [
        {"who": who, **{part: {kind: parts[who][part][kind] for kind in KINDS} for part in ("own", "below")}}
        for who in sorted(parts)
    ]


def test_the_shipped_registry_has_no_task_three_late_and_588_to_ask() -> None:
    report = report_of("shipped")
    tasks = report["tasks"]
    level = {unit["id"]: unit["level"] for unit in report["units"]}
    rules = {rule["id"]: rule for rule in report["rules"]}
    to_ask = [one for one in report["findings"] if kind_of(one, rules[one["rule"]]) == "to_ask"]

    assert {kind: tasks[kind] for kind in KINDS} == {
        "overdue": 0,
        "failed": 0,
        "due_soon": 0,
        "to_ask": 588,
        "late": 3,
    }
    assert Counter(level[one["unit"]] for one in to_ask) == {"grassroots": 577, "upper": 11}


def test_what_only_a_task_force_must_do_is_its_own() -> None:
    own = {one["who"]: one["own"] for one in report_of("city")["tasks"]["by_responsible"]}

    assert own["TF-02"] == {"overdue": 1, "failed": 0, "due_soon": 1, "to_ask": 0, "late": 0}


@pytest.mark.parametrize(("day", "to_ask"), [("2020-06-14", 0), ("2020-06-15", 1), ("2020-06-21", 1)])
def test_an_unknown_is_asked_from_the_first_day_of_warning(
    congress: Congress, tmp_path: Path, day: str, to_ask: int
) -> None:
    rules = RULES.replace("by: 2020-06-20", "by: 2020-06-20\n    warn_days: 5", 1)
    write_project(tmp_path, records="partial", rules=rules)

    report = json.loads(congress("check", "--format", "json", "--rule", "plan-issued", "--as-of", day).out)

    assert report["totals"]["unknown"] == 1
    assert report["tasks"]["to_ask"] == to_ask


def test_tasks_are_those_of_the_selection_whatever_status_is_shown(congress: Congress) -> None:
    words = ("check", *SUBJECTS["city"], "--format", "json")

    assert json.loads(congress(*words, "--status", "met").out)["tasks"] == report_of("city")["tasks"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_report_of_an_older_version_is_given_its_tasks_when_it_is_read(subject: str) -> None:
    raw = report_of(subject)
    older = {key: value for key, value in raw.items() if key != "tasks"}

    report = read(json.dumps(older).encode(), "r.json")

    assert json.loads(canonical(report))["tasks"] == raw["tasks"]


def test_a_report_of_an_older_version_is_verified_to_the_byte(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)
    made = congress("check", "--format", "json").out.splitlines(keepends=True)
    (tmp_path / "older.json").write_text("".join(line for line in made if not line.startswith(' "tasks"')), "utf-8")

    assert congress("verify", "older.json").code == 0
