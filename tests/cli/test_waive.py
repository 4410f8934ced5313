"""congress waive, and what check says of waivers, on the invented city."""

from pathlib import Path

import pytest

from tests.cli.commands import WAIVERS, write_project
from tests.cli.conftest import Congress
from tests.cli.desks import Copy

RULE = "grassroots-congress-in-time"
PAPER = ("--document", "40 - cv/tu", "--reason", "mưa: 'lũ' # ba ngày")
COME = [
    f"  - rule: {RULE}",
    "    units: [MAU-01-01]",
    "    from: 2020-06-17",
    "    until: 2020-06-30",
    "    authority: Ban Tổ chức Thành ủy Mẫu",
    "    document: 40-CV/TU",
    "    reason: \"mưa: 'lũ' # ba ngày\"",
]


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_a_waiver_is_added_at_the_end_and_the_problem_becomes_waived(congress: Congress, city: Copy) -> None:
    words = ("--until", "30/6/2020", "--authority", "Ban Tổ chức Thành ủy Mẫu", *PAPER)

    ran = congress("waive", "p. sen vang", RULE, *words)

    assert ran.code == 0
    assert city.lines() == ([], COME)
    assert "from Wednesday 17/06/2020 to the end of Tuesday 30/06/2020" in ran.out
    assert "40-CV/TU (typed: 40 - cv/tu)" in ran.out
    assert "✗ overdue → ~ waived  Grassroots congress held" in ran.out
    table = congress("check", "--unit", "MAU-01-01", "--format", "table").out
    assert "~ waived (would be: 3 days overdue)  Đảng bộ phường Sen Vàng" in table
    assert congress("undo").code == 0
    assert city.same()


def test_the_first_waiver_makes_the_file_and_undo_takes_it_away(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    ran = congress("waive", "MN-01", "plan-issued", "--until", "31/7/2020", *PAPER, "--from", "1/6/2020")

    path = tmp_path / "data" / "waivers.yaml"
    assert ran.code == 0
    assert path.read_text("utf-8").startswith("format: congress-waivers/1\nwaivers:\n  - rule: plan-issued\n")
    assert "Thành ủy Mẫu Nhỏ" in ran.out
    assert congress("check", "--rule", "plan-issued").code == 0
    assert congress("check", "--rule", "plan-issued", "--no-waivers").code == 1
    assert congress("undo").code == 0
    assert not path.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["MAU-01-01", "grassroots-congres-in-time", "--until", "30/6/2020", *PAPER], "grassroots-congress-in-time"),
        (["MAU-01", RULE, "--until", "30/6/2020", *PAPER], "does not concern the unit"),
        (["MAU-99", RULE, "--until", "30/6/2020", *PAPER], "no unit has the id"),
        (["MAU-01-01", RULE, "--until", "2020-06", *PAPER], "--until"),
        (["MAU-01-01", RULE, "--until", "16/6/2020", *PAPER], "is after its last"),
        (["MAU-01-01", RULE, "--until", "30/6/2020", "--document", "1-CV/TU", "--reason", " "], "--reason"),
        (["MAU-01-01", RULE, "--until", "30/6/2020", "--document", "1-CV/TU"], "--reason"),
        (["MAU-01-01", RULE, *PAPER], "--until"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(congress: Congress, city: Copy, words: list[str], told: str) -> None:
    ran = congress("waive", *words)

    assert ran.code == 2
    assert told in ran.err
    assert city.same()


def test_a_waiver_of_what_is_no_problem_is_written_and_said_to_have_no_effect(congress: Congress, city: Copy) -> None:
    ran = congress("waive", "MAU-01-02", RULE, "--until", "30/6/2020", *PAPER)

    assert ran.code == 0
    assert "no problem now (met)" in ran.out


def test_a_task_force_may_be_waived_a_rule_over_its_units(congress: Congress, city: Copy) -> None:
    assert congress("waive", "TF-01", "task-force-answerable", "--until", "30/6/2020", *PAPER).code == 0


# ---------------------------------------------------------------- what check says


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2020-07-16", ""),
        ("2020-07-17", "holds for another 14 days, until the end of Friday 31/07/2020"),
        ("2020-07-30", "holds for another 1 day, until"),
        ("2020-07-31", "the judged day is the last day of the waiver 31-CV/BTCTU"),
        ("2020-08-01", "ended on 31/07/2020"),
    ],
)
def test_a_waiver_is_spoken_of_before_it_ends_and_after(
    congress: Congress, tmp_path: Path, as_of: str, told: str
) -> None:
    write_project(tmp_path, waivers=WAIVERS)

    err = congress("check", "--as-of", as_of, "--lang", "en").err

    assert (told in err) if told else ("31-CV/BTCTU" not in err)


def test_a_waiver_without_effect_is_listed_and_one_not_yet_in_force_is_not(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-15", waivers=WAIVERS)

    assert (
        "(Plan issued) has no effect on Đảng bộ phường Một: "
        in congress("check", "--as-of", "2020-06-30", "--lang", "en").err
    )
    assert "has no effect" not in congress("check", "--as-of", "2020-06-11", "--lang", "en").err


def test_a_waiver_that_names_what_does_not_exist_is_listed(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, waivers=WAIVERS.replace("MN-01", "MN-09").replace("plan-issued", "plans-issued"))

    err = congress("check", "--lang", "en").err

    assert "plans-issued, MN-09" in err
    assert "has no effect" not in err


def test_without_waivers_none_is_spoken_of(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, waivers=WAIVERS)

    assert "31-CV/BTCTU" not in congress("check", "--no-waivers", "--as-of", "2020-08-01").err
