"""congress waive, and what check says of waivers, on the invented city."""

import json
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
        ("2020-07-17", "holds for another 14 days, through 31/07/2020"),
        ("2020-07-30", "holds for another 1 day, through"),
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


ALL = ("--until", "30/6/2020", "--authority", "Ban Tổ chức Thành ủy Mẫu", *PAPER)


def waived_units(congress: Congress, *words: str) -> set[str]:
    """The units of which something is waived."""
    report = json.loads(congress("check", "--format", "json", *words).out)
    return {one["unit"] for one in report["findings"] if one["status"] == "waived"}


def test_one_waiver_is_for_several_units(congress: Congress, city: Copy) -> None:
    ran = congress("waive", "p. sen vang", "MAU-01-05", RULE, *ALL)

    assert ran.code == 0
    assert "    units: [MAU-01-01, MAU-01-05]" in city.lines()[1]
    assert {"MAU-01-01", "MAU-01-05"} <= waived_units(congress)
    congress("undo")
    assert city.same()


def test_a_selector_takes_what_fits_all_of_it_and_what_comes_later(congress: Congress, city: Copy) -> None:
    before = waived_units(congress)
    ran = congress("waive", RULE, "--under", "q. mẫu một", "--type", "phường", *ALL)

    assert ran.code == 0
    assert [one.strip() for one in city.lines()[1]][1:3] == ["under: MAU-01", "type: phuong"]
    assert waived_units(congress) - before == {"MAU-01-01", "MAU-01-05", "MAU-01"}  # the last one adds them up
    assert not waived_units(congress, "--as-of", "1/7/2020") & {"MAU-01-01", "MAU-01-05"}
    proof = congress("explain", "MAU-01-01", RULE).out
    assert "waived" in proof
    assert "once the waiver has ended, from 01/07/2020 on: overdue" in " ".join(proof.split())
    congress("unit", "add", "MAU-01-99", "Đảng bộ phường Thử Mới", "--type", "phuong", "--parent", "MAU-01")
    congress("unit", "add", "MAU-02-99", "Đảng bộ phường Thử Hai", "--type", "phuong", "--parent", "MAU-02")
    assert "MAU-01-99" in waived_units(congress)
    assert "MAU-02-99" not in waived_units(congress)


def test_a_tag_is_a_selector_by_itself(congress: Congress, city: Copy) -> None:
    congress("unit", "set", "MAU-01-01", "--tag", "watch")
    assert "MAU-01-01" not in waived_units(congress)

    congress("waive", RULE, "--tag", "watch", *ALL)

    assert "MAU-01-01" in waived_units(congress)
    assert "MAU-01-05" not in waived_units(congress)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([RULE, *ALL], "UNIT"),
        (["MAU-01-01", RULE, "--tag", "watch", *ALL], "--under, --type, --tag"),
        ([RULE, "--under", "MAU-77", *ALL], "MAU-77"),
        ([RULE, "--type", "phuongg", *ALL], "phuong"),
        (["MAU-01-01", "MAU-01", RULE, *ALL], "MAU-01"),
        ([RULE, "--type", "quan", *ALL], RULE),
    ],
)
def test_a_waiver_for_nobody_is_refused(
    congress: Congress, city: Copy, words: list[str], told: str, language: str
) -> None:
    ran = congress("waive", *words, "--lang", language)

    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert city.same()


@pytest.mark.parametrize(("until", "code"), [("15/7/2020", 0), ("16/7/2020", 0), ("17/7/2020", 2)])
def test_the_settings_limit_how_long_a_waiver_holds(
    congress: Congress, city: Copy, tmp_path: Path, until: str, code: int
) -> None:
    with (tmp_path / "congress.toml").open("a", encoding="utf-8") as file:
        file.write("longest-waiver = 30\n")

    ran = congress("waive", "MAU-01-01", RULE, "--until", until, *PAPER)

    assert ran.code == code
    assert ("31 days" in ran.err) is bool(code)


def test_validate_points_at_waivers_that_hold_too_long(congress: Congress, city: Copy, tmp_path: Path) -> None:
    assert congress("validate").code == 0
    with (tmp_path / "congress.toml").open("a", encoding="utf-8") as file:
        file.write('longest-waiver = "5"\n')

    ran = congress("validate", "--lang", "vi")

    assert ran.code == 1
    assert "waiver-too-long" in ran.out
    assert "cấu hình chỉ cho phép 5" in ran.out
    (tmp_path / "congress.toml").write_text('units = "thanh-pho-mau"\nlongest-waiver = "soon"\n', "utf-8")
    assert congress("validate").code == 3


def test_strict_validation_fails_for_ended_and_idle_waivers(congress: Congress, city: Copy) -> None:
    held = (city.folder / "waivers.yaml").read_text("utf-8")
    assert "waiver-ended" in congress("validate", "--strict").out

    (city.folder / "waivers.yaml").write_text("format: congress-waivers/1\nwaivers: []\n", "utf-8")
    assert congress("validate", "--strict").code == 0
    congress("waive", "MAU-01-01", RULE, *ALL)
    assert congress("validate", "--strict").code == 0
    assert congress("validate", "--strict", "--as-of", "30/6/2020").code == 0
    ended = congress("validate", "--strict", "--as-of", "1/7/2020")
    assert (ended.code, "waivers.yaml:6:12: waiver-ended" in ended.out) == (1, True)
    congress("record", "MAU-01-01", "congress.closed", "12/6/2020")
    idle = congress("validate", "--strict")
    assert (idle.code, "waiver-unused" in idle.out) == (1, True)
    assert congress("validate").code == 0
    assert held


def test_a_file_names_either_units_or_a_selector(congress: Congress, city: Copy) -> None:
    path = city.folder / "waivers.yaml"
    entry = f"{{rule: {RULE}, from: 2020-06-01, until: 2020-06-30, authority: A, document: 1-CV/TU, reason: r%s}}"
    head = "format: congress-waivers/1\nwaivers:\n  - "

    for more, code in (("", 3), (", units: [MAU-01-01], tag: watch", 3), (", tag: [watch, pilot]", 0)):
        path.write_text(head + entry % more + "\n", "utf-8")
        ran = congress("validate")
        assert (ran.code, "waiver-for-whom" in ran.err) == (code, code == 3)
    path.write_text(head + entry % ", under: MAU-77, type: phuongg" + "\n", "utf-8")
    told = congress("validate").out
    assert "unit-unknown" in told
    assert "type-unknown" in told
