"""congress unit: units come and go, on the invented city."""

from pathlib import Path

import pytest

from tests.cli.conftest import Congress
from tests.cli.desks import Copy

WARD = ("MAU-01-99", "Đảng bộ phường Thử Mới", "--level", "grassroots", "--type", "phuong", "--parent", "MAU-01")
CLOSING = ("--day", "15/6/2020", "--document", "12 - qđ/tu")


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_a_new_unit_stands_beside_its_neighbours_and_is_judged(congress: Congress, city: Copy) -> None:
    ran = congress("unit", "add", *WARD, "--code", "001", "--tag", "watch")

    assert ran.code == 0
    assert city.lines() == (
        [],
        [
            "",
            "  - id: MAU-01-99",
            "    name: Đảng bộ phường Thử Mới",
            "    level: grassroots",
            "    type: phuong",
            "    parent: MAU-01",
            '    code: "001"',
            "    tags: [watch]",
        ],
    )
    assert "not judged → ✗ overdue  Grassroots congress held" in ran.out
    assert congress("record", "thu moi", "congress.closed", "12/6/2020").code == 0
    assert "    facts:\n      congress.closed: 2020-06-12\n" in (city.folder / "quan-mau-mot.yaml").read_text("utf-8")
    congress("undo")
    congress("undo")
    assert city.same()


def test_a_unit_moves_with_one_line(congress: Congress, city: Copy) -> None:
    ran = congress("unit", "move", "sen vang", "--parent", "q. mau hai")

    assert ran.code == 0
    assert city.lines() == (["    parent: MAU-01"], ["    parent: MAU-02"])
    assert "below: Đảng bộ quận Mẫu Hai (MAU-02)" in ran.out


def test_a_merged_unit_keeps_its_history_and_is_judged_no_more(congress: Congress, city: Copy) -> None:
    ran = congress("unit", "merge", "MAU-01-01", "--into", "MAU-01-02", *CLOSING)

    assert ran.code == 0
    assert city.lines() == ([], ["    closed: {day: 2020-06-15, into: MAU-01-02, document: 12-QĐ/TU}"])
    assert "✗ overdue → – not applicable  Grassroots congress held" in ran.out
    assert "merged into MAU-01-02: Monday 15/06/2020" in ran.out
    again = congress("unit", "close", "MAU-01-01", *CLOSING)
    assert again.code == 2
    assert "was closed or merged" in again.err


def test_units_below_a_closed_one_are_named(congress: Congress, city: Copy) -> None:
    ran = congress("unit", "close", "MAU-01", *CLOSING, "--note", "theo đề án")

    assert ran.code == 0
    assert "7 units still stand below it (MAU-01-01," in ran.out


def test_the_counts_of_the_directive_follow(congress: Congress, city: Copy) -> None:
    def counted() -> str:
        return congress("check", "--unit", "MAU", "--format", "json").out

    before = counted()
    congress("unit", "close", "MAU-05", *CLOSING)

    assert counted() != before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["add", *WARD[:1], "x", "--level", "grassroots", "--type", "phuong", "--parent", "MAU-77"], 2, "MAU-77"),
        (["add", "MAU-01", *WARD[1:]], 2, "is in the registry already"),
        (["add", "MAU 1", *WARD[1:]], 3, "text-pattern"),
        (["add", *WARD[:3], "uper", *WARD[4:]], 2, "Did you mean upper"),
        (["add", *WARD[:5], "quan", *WARD[6:]], 3, "type-of-other-level"),
        (["add", *WARD, "--task-force", "TF-77"], 3, "task-force-unknown"),
        (["move", "MAU", "--parent", "MAU-01-01"], 3, "parent-circle"),
        (["merge", "MAU-01-01", "--into", "MAU-01-01", *CLOSING], 2, "into itself"),
        (["merge", "MAU-01-01", "--into", "nowhere", *CLOSING], 2, "nowhere"),
        (["close", "MAU-01-01", "--day", "31/6/2020", "--document", "1-QĐ/TU"], 2, "30 days"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(
    congress: Congress, city: Copy, words: list[str], code: int, told: str
) -> None:
    ran = congress("unit", *words)

    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert city.same()


def test_several_units_change_at_once_and_undo_takes_all_back(congress: Congress, city: Copy) -> None:
    ran = congress("unit", "set", "--under", "MAU-02", "sen vang", "--records", "complete", "--tag", "watch")

    assert ran.code == 0
    gone, come = city.lines()
    assert not gone
    assert come.count("    records: complete") == 8
    assert come.count("    tags: [watch]") >= 6
    congress("undo")
    assert city.same()


def test_an_empty_text_takes_away_what_is_written(congress: Congress, city: Copy) -> None:
    ran = congress("unit", "set", "MAU-01", "--task-force", "", "--name", " Đảng bộ quận  Mẫu Mới ", "--code", "009")

    assert ran.code == 0
    assert city.lines() == (
        ["    name: Đảng bộ quận Mẫu Một", "    task_force: TF-01"],
        ["    name: Đảng bộ quận Mẫu Mới", '    code: "009"'],
    )
    assert "Đảng bộ quận Mẫu Mới (MAU-01)" in ran.out


def test_the_level_follows_the_type_only_where_it_must(congress: Congress, city: Copy) -> None:
    assert congress("unit", "set", "MAU-01-01", "--type", "xã").code == 0
    assert city.lines() == (["    type: phuong"], ["    type: xa"])
    assert congress("unit", "set", "MAU-01-01", "--type", "quận").code == 0
    assert "    level: upper" in city.lines()[1]


def test_records_as_the_file_says_and_a_tag_less(congress: Congress, city: Copy) -> None:
    congress("unit", "set", "MAU-02", "--records", "partial", "--tag", "watch", "--tag", "pilot")
    congress("unit", "set", "MAU-02", "--records", "file", "--no-tag", "pilot")

    assert city.lines() == ([], ["    tags: [watch]"])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["unit", "set", "--tag", "watch"], 2, "UNIT"),
        (["unit", "set", "MAU-01"], 2, "--records"),
        (["unit", "set", "MAU-01", "MAU-02", "--name", "x"], 2, "--name"),
        (["unit", "set", "--under", "MAU-01", "--code", "001"], 2, "8"),
        (["unit", "set", "MAU-01", "--tag", "watch", "--no-tag", "watch"], 2, "--no-tag watch"),
        (["unit", "set", "MAU-77", "--tag", "watch"], 2, "MAU-77"),
        (["unit", "set", "MAU-01", "--tag", "wach"], 2, "watch"),
        (["unit", "set", "MAU-01", "--task-force", "TF-77"], 3, "task-force-unknown"),
        (["unit", "set", "MAU-01", "--records", "maybe"], 2, "partial"),
        (["registry", "set"], 2, "--freeze"),
        (["registry", "set", "--freeze", "1/6/2020", "--thaw"], 2, "--thaw"),
        (["registry", "set", "--freeze", "6/2020"], 2, "6/2020"),
        (["registry", "set", "--task-force", "TF-04"], 2, "TF-04"),
        (["registry", "set", "--task-force", "TF-77="], 2, "TF-77"),
        (["registry", "set", "--task-force", "TF-01="], 3, "task-force-unknown"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_written(
    congress: Congress, city: Copy, words: list[str], code: int, told: str, language: str
) -> None:
    ran = congress(*words, "--lang", language)

    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert city.same()


def test_a_registry_thaws_and_freezes_in_all_its_files(congress: Congress, city: Copy) -> None:
    ran = congress("registry", "set", "--thaw", "--term", "2025-2030")

    assert ran.code == 0
    gone, come = city.lines()
    assert (gone.count("as_of: 2020-06-17"), come.count('term: "2025-2030"')) == (8, 8)
    assert congress("registry", "set", "--freeze", "30/6/2020").code == 0
    assert city.lines()[1].count("as_of: 2020-06-30") == 1
    assert '"as_of": "2020-06-30"' in congress("check", "--format", "json").out
    congress("undo")
    congress("undo")
    assert city.same()


def test_task_forces_come_get_other_names_and_go(congress: Congress, city: Copy) -> None:
    congress("registry", "set", "--task-force", "TF-04=Đoàn công tác  số 4", "--task-force", "TF-01=Đoàn một")

    assert city.lines()[1] == ["  - {id: TF-01, name: Đoàn một}", "  - {id: TF-04, name: Đoàn công tác số 4}"]
    assert "TF-04" in congress("journal").out
    assert congress("registry", "set", "--task-force", "TF-04=").code == 0
    assert len(city.lines()[1]) == 1


def test_records_of_the_registry_are_set_where_the_files_say_them(congress: Congress, city: Copy) -> None:
    ran = congress("registry", "set", "--records", "partial")

    assert ran.code == 0
    assert set(city.lines()[1]) == {"records: partial"}
    assert "Findings that changed" in ran.out
