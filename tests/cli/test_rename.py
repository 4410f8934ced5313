"""congress unit rename: a unit gets another id, and everything that knew it by the old one still does."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Congress
from tests.cli.desks import Copy

RULE = "grassroots-congress-in-time"


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def findings(congress: Congress, *words: object) -> list[dict[str, object]]:
    return list(json.loads(congress("check", "--format", "json", *words).out)["findings"])


def test_a_rename_names_the_unit_anew_everywhere_and_undo_takes_it_back(congress: Congress, city: Copy) -> None:
    congress("unit", "merge", "MAU-02", "--into", "MAU-01", "--day", "15/6/2020", "--document", "12-QĐ/TU")

    ran = congress("unit", "rename", "q. mẫu một", "MAU-X1")

    assert ran.code == 0
    assert "Đảng bộ quận Mẫu Một (MAU-X1)" in ran.out
    assert "No finding changed." in ran.out
    gone, come = city.lines()
    assert (gone.count("    parent: MAU-01"), come.count("    parent: MAU-X1")) == (7, 7)
    assert {"  - id: MAU-X1", "    was: [MAU-01]"} < set(come)
    assert "    closed: {day: 2020-06-15, into: MAU-X1, document: 12-QĐ/TU}" in come
    assert congress("validate").code == 0
    congress("undo")
    congress("undo")
    assert city.same()


def test_reports_of_before_know_the_unit(congress: Congress, city: Copy) -> None:
    congress("check", "--format", "json", "-o", "old.json")
    congress("history", "--store", "kept")
    congress("unit", "rename", "MAU-01-01", "MAU-01-SV")
    congress("check", "--format", "json", "-o", "new.json")

    for pair in (("old.json", "new.json"), ("new.json", "old.json")):
        counts = json.loads(congress("diff", *pair, "--format", "json").out)["counts"]
        assert {name for name, count in counts.items() if count} == {"same"}
    assert findings(congress, "--baseline", "old.json") == []
    assert json.loads(Path("new.json").read_text("utf-8"))["renamed"] == {"MAU-01-01": "MAU-01-SV"}
    assert "renamed" not in json.loads(Path("old.json").read_text("utf-8"))
    assert congress("history", "--store", "kept", "--as-of", "18/6/2020").code == 0
    assert congress("diff", "old.json", "new.json", "--lang", "vi").code == 0


def test_waivers_go_on_naming_it_by_the_old_id(congress: Congress, city: Copy) -> None:
    paper = ("--until", "30/6/2020", "--document", "40-CV/TU", "--reason", "x", "--authority", "A")
    congress("waive", "MAU-01-01", RULE, *paper)
    congress("waive", RULE, "--under", "MAU-05", *paper)
    congress("unit", "rename", "MAU-01-01", "MAU-01-SV")
    congress("unit", "rename", "MAU-05", "MAU-X5")

    ran = congress("check", "--format", "json")

    assert ("MAU-01-SV", "waived") in {(one["unit"], one["status"]) for one in json.loads(ran.out)["findings"]}
    assert "MAU-01-01" not in ran.err
    assert congress("validate").code == 0
    assert "40-CV/TU" in congress("explain", "MAU-01-01", RULE).out


def test_the_journal_undo_and_the_second_clock_know_it_by_either_id(congress: Congress, city: Copy) -> None:
    congress("record", "MAU-01-01", "congress.closed", "12/6/2020")
    congress("unit", "rename", "MAU-01-01", "MAU-01-SV")
    congress("record", "MAU-01-SV", "congress.closed", "13/6/2020")

    for one in ("MAU-01-01", "MAU-01-SV"):
        assert congress("journal", "--unit", one).out.count("congress record") == 2
    status = {
        one["status"] for one in findings(congress, "--unit", "MAU-01-SV", "--rule", RULE, "--known-at", "1/1/2025")
    }
    assert status == {"overdue"}
    congress("undo")
    congress("undo", "--skip")
    assert "    was: [MAU-01-01]" not in city.lines()[1]
    congress("undo")
    assert city.same()


def test_what_was_written_before_can_be_taken_back_after_a_rename(congress: Congress, city: Copy) -> None:
    congress("record", "MAU-01-01", "congress.closed", "12/6/2020")
    congress("unit", "rename", "MAU-01-01", "MAU-01-SV")
    journal = city.folder / "congress-journal.jsonl"
    journal.write_text(journal.read_text("utf-8").splitlines()[0] + "\n", "utf-8")

    assert congress("undo").code == 0
    assert not [one for one in city.lines()[1] if "congress.closed" in one]


def test_a_former_id_is_typed_like_an_id_and_nobody_else_gets_it(congress: Congress, city: Copy) -> None:
    congress("unit", "rename", "MAU-01-01", "MAU-01-SV")

    assert "MAU-01-SV" in congress("find", "mau-01-01").out
    assert congress("show", "MAU-01-01").code == 0
    assert {one["unit"] for one in findings(congress, "--unit", "MAU-01-01")} == {"MAU-01-SV"}
    assert congress("unit", "add", "MAU-01-01", "Đảng bộ xã Mới", "--type", "xa", "--parent", "MAU-01").code == 2
    assert congress("unit", "rename", "MAU-01-02", "MAU-01-01").code == 2
    assert congress("unit", "rename", "MAU-01-SV", "MAU-01-01").code == 0
    assert "    was: [MAU-01-SV]" in city.lines()[1]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["MAU-77", "X-1"], 2, "MAU-77"),
        (["MAU-01", "MAU-02"], 2, "MAU-02"),
        (["MAU-01", "TF-01"], 2, "TF-01"),
        (["MAU-01", "MAU 1"], 3, "text-pattern"),
        (["MAU-01", "parent"], 3, "id-reserved"),
        (["MAU-01"], 2, "MAU-01-SV"),
    ],
)
def test_an_id_that_cannot_be_is_refused(
    congress: Congress, city: Copy, words: list[str], code: int, told: str, language: str
) -> None:
    ran = congress("unit", "rename", *words, "--lang", language)

    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert city.same()


def test_two_units_with_one_former_id_are_a_mistake(congress: Congress, city: Copy) -> None:
    path = city.folder / "units.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  - id: MAU-01\n", "  - id: MAU-01\n    was: [MAU-02]\n"), "utf-8")

    ran = congress("validate")

    assert (ran.code, "id-twice" in ran.err) == (3, True)
