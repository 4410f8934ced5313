"""The journal: what it keeps, what undo makes of it, and that it is never obeyed beyond that. All is invented."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from congress_cli.edit.journal import NAME, read_journal
from congress_cli.errors import CongressError
from tests.cli.commands import write_project
from tests.cli.conftest import Congress
from tests.cli.desks import Copy

FIRST_VERSION = (
    '{"number":1,"at":"2020-06-20T08:00:00+07:00","by":"Văn phòng","command":"record","changes":[{"file":"units.yaml",'
    '"where":["units","MN-01","facts","plan.issued"],"old":null,"new":"2020-06-15"}],"files":[{"file":"units.yaml",'
    '"before":null,"after":null,"splices":[]}],"undoes":null}'
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONGRESS_LANG", "en")
    return write_project(tmp_path, "plan.issued: 2020-06-15") / "data"


def units(data: Path) -> bytes:
    return (data / "units.yaml").read_bytes()


def entries(data: Path) -> list[dict[str, Any]]:
    path = data / NAME
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def tamper(data: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the last entry of the journal."""
    lines = entries(data)
    change(lines[-1])
    (data / NAME).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


# ---------------------------------------------------------------- what is kept


@pytest.mark.parametrize(
    "words",
    [
        ("MAU-01-01", "complaints", "--day", ""),
        ("MAU-01-01", "congress.closed", "--day", ""),
        ("MAU-01-01", "targets", "grdp-growth="),
        ("MAU-01-01", "congress.closed", "--clear"),
        ("MAU-01-01", "complaints", "2/3"),
    ],
)
def test_what_changes_nothing_is_not_journalled(congress: Congress, tmp_path: Path, words: tuple[str, ...]) -> None:
    city = Copy(tmp_path)

    ran = congress("record", *words)

    assert (ran.code, city.same()) == (0, True), ran
    assert "nothing to change" in ran.out
    assert entries(city.folder) == []


@pytest.mark.parametrize("beginning", [" {}", "", "\n      plan.issued: 2020-06-15"], ids=["braces", "nothing", "one"])
def test_an_empty_block_of_facts_comes_back_byte_for_byte(congress: Congress, data: Path, beginning: str) -> None:
    text = units(data).decode().partition("    facts:")[0] + f"    facts:{beginning}\n"
    (data / "units.yaml").write_text(text, "utf-8")
    words = ("plan.issued", "--clear") if "plan" in beginning else ("congress.closed", "16/6/2020")

    assert congress("record", "MN-01", *words).code == 0
    assert units(data).decode() != text
    assert congress("undo").code == 0
    assert units(data).decode() == text


def test_an_entry_says_when_each_value_was_written(congress: Congress, data: Path) -> None:
    congress("record", "MN-01", "plan.issued", "16/6/2020", "--by", "Văn phòng")

    (entry,) = entries(data)
    (change,) = entry["changes"]
    assert (change["old"], change["new"]) == ("2020-06-15", {"day": "2020-06-16", "by": "Văn phòng"})
    assert len(entry["at"]) == len("2020-06-20T08:00:00+07:00")


@pytest.mark.parametrize(("registry", "both"), [(0o640, 0o640), (0o440, 0o640)])
def test_lock_and_journal_have_the_permissions_of_the_registry_and_can_be_written_again(
    congress: Congress, data: Path, registry: int, both: int
) -> None:
    (data / "units.yaml").chmod(registry)
    (data / ".congress.lock").touch(0o666)

    assert congress("record", "MN-01", "plan.issued", "16/6/2020").code == 0

    assert {path.stat().st_mode & 0o777 for path in (data / NAME, data / ".congress.lock")} == {both}


# ---------------------------------------------------------------- version 0.1 and merges


def test_entries_of_the_first_version_are_read_and_taken_back(congress: Congress, data: Path) -> None:
    (data / NAME).write_text(FIRST_VERSION + "\n", "utf-8")

    assert congress("undo").code == 0

    assert b"plan.issued" not in units(data)
    (old, back) = read_journal(data).entries
    assert back.undoes == old.id
    assert congress("undo").code == 3


def test_numbers_of_the_first_version_that_two_branches_gave_are_told_apart(data: Path) -> None:
    one = json.loads(FIRST_VERSION)
    other = json.loads(FIRST_VERSION.replace("plan.issued", "congress.closed"))
    change = other["changes"][0]
    back = {**other, "number": 2, "undoes": 1, "changes": [{**change, "old": change["new"], "new": change["old"]}]}
    (data / NAME).write_text("".join(json.dumps(line) + "\n" for line in (other, one, back)), "utf-8")

    (standing,) = read_journal(data).standing()

    assert standing.changes[0].fact == "plan.issued"


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_after_two_branches_were_merged_undo_takes_back_each_change_once(
    congress: Congress, tmp_path: Path, data: Path
) -> None:
    text = units(data).decode()
    (data / "units.yaml").write_text(text + text.partition("  - id: MN-01")[2].join(["  - id: MN-02", ""]), "utf-8")
    (tmp_path / ".gitattributes").write_text(f"{NAME} merge=union\n", "utf-8")
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    git(tmp_path, "init")
    git(tmp_path, "add", "data", ".gitattributes")
    git(tmp_path, "commit", "-m", "one")
    before = units(data)
    git(tmp_path, "switch", "-c", "other")
    congress("record", "MN-02", "congress.closed", "17/6/2020")
    git(tmp_path, "commit", "-am", "two")
    git(tmp_path, "switch", "main")
    congress("record", "MN-01", "review.issued", "18/6/2020")
    git(tmp_path, "commit", "-am", "three")
    git(tmp_path, "merge", "other", "-m", "merged")

    assert len({entry["id"] for entry in entries(data)}) == 3
    assert congress("undo").code == congress("undo").code == 0
    assert units(data) == before
    assert congress("undo").code == 0
    assert congress("undo").code == 3


# ---------------------------------------------------------------- what cannot be taken back


def test_an_entry_that_cannot_be_taken_back_is_named_and_can_be_passed_over(congress: Congress, data: Path) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    congress("record", "MN-01", "congress.closed", "17/6/2020")
    text = units(data).replace(b"congress.closed: 2020-06-17", b"congress.closed: 2020-06-18")
    (data / "units.yaml").write_bytes(text)

    stuck = congress("undo")
    passed = congress("undo", "--skip")

    assert stuck.code == 3
    assert f"the entry {entries(data)[1]['id']}" in stuck.err
    assert "congress undo --skip" in stuck.err
    assert passed.code == 0
    assert "Passing over" in passed.out
    assert b"congress.closed: 2020-06-18" in units(data)
    assert b"plan.issued: 2020-06-15" in units(data)


def other_kind(data: Path, kind: str) -> None:
    """A journal that is no plain file."""
    path = data / NAME
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        target = Path("/dev/null") if kind == "device" else data.parent / "elsewhere.jsonl"
        if kind == "link":
            target.write_text(FIRST_VERSION + "\n", "utf-8")
        path.symlink_to(target)


@pytest.mark.parametrize("kind", ["fifo", "folder", "device", "link"])
@pytest.mark.parametrize("words", [("undo",), ("record", "MN-01", "plan.issued", "14/6/2020"), ("journal",)])
def test_a_journal_that_is_no_plain_file_is_told(
    congress: Congress, data: Path, kind: str, words: tuple[str, ...]
) -> None:
    other_kind(data, kind)
    before = units(data)

    ran = congress(*words)

    assert ran.code == 3
    assert NAME in ran.err
    assert units(data) == before


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\r\n"])
def test_an_empty_journal_is_an_empty_journal(congress: Congress, data: Path, content: bytes) -> None:
    (data / NAME).write_bytes(content)

    assert "there is no entry to take back" in congress("undo").err
    assert congress("record", "MN-01", "plan.issued", "14/6/2020").code == 0
    assert congress("undo").code == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry["changes"][0].update(where=[]),
        lambda entry: entry["changes"][0].update(where=["units"]),
        lambda entry: entry["changes"][0].update(where=["units", "#x", "facts", "plan.issued"]),
        lambda entry: entry["changes"][0].update(where=["waivers", "#99999999999999999999"]),
        lambda entry: entry["changes"][0].update(where=["units", "MN-01", "facts", "plan.issued", "day"]),
        lambda entry: entry["changes"][0].update(old=10**30),
        lambda entry: entry["changes"][0].update(old={"day": True}),
        lambda entry: entry["files"][0].update(splices=[[-1, "a", "b"]]),
        lambda entry: entry["files"][0].update(splices=[[10**40, "a", "b"]]),
        lambda entry: entry["files"][0].update(before="x"),
        lambda entry: entry.update(at="yesterday"),
        lambda entry: entry.update(at="2020-99-99T08:00:00+07:00"),
        lambda entry: entry.update(command="rm -rf /"),
        lambda entry: entry.update(id="x"),
        lambda entry: entry.update(undoes=5),
        lambda entry: entry.pop("changes"),
        lambda entry: entry.update(number=1),
    ],
)
def test_a_tampered_journal_is_told_by_line(
    congress: Congress, data: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    tamper(data, change)
    before = units(data)

    for words in (("undo",), ("undo", "--skip"), ("record", "MN-01", "plan.issued", "13/6/2020"), ("journal",)):
        ran = congress(*words)
        assert ran.code == 3, ran
        assert f"{NAME}:1: the journal cannot be read" in ran.err
    assert units(data) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.update(changes=[]),
        lambda entry: entry["files"][0].update(before=None),
        lambda entry: entry["files"][0].update(file="../data/rules.yaml"),
        lambda entry: entry["files"][0].update(file="other.yaml"),
        lambda entry: entry["changes"][0].update(where=["units", "HN-01", "facts", "plan.issued"]),
        lambda entry: entry["changes"][0].update(new="2020-06-13"),
        lambda entry: entry["changes"][0].update(old="no day"),
        lambda entry: entry["files"][0].update(splices=[[0, "# An", "# No"]]),
    ],
)
def test_a_journal_cannot_make_undo_write_anything_but_the_old_value(
    congress: Congress, data: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    tamper(data, change)
    before, rules = units(data), (data / "rules.yaml").read_bytes()

    ran = congress("undo")

    assert ran.code in (0, 3)
    assert (data / "rules.yaml").read_bytes() == rules
    expected = before if ran.code else before.replace(b"2020-06-14", b"2020-06-15")
    assert units(data) == expected


def test_an_undo_cannot_make_a_registry_vanish(congress: Congress, data: Path) -> None:
    line = {**json.loads(FIRST_VERSION), "changes": []}
    line["files"] = [{"file": "units.yaml", "before": None, "after": "0" * 64, "splices": []}]
    (data / NAME).write_text(json.dumps(line) + "\n", "utf-8")
    before = units(data)

    assert congress("undo").code == 3
    assert "names files but not the values" in congress("undo").err
    assert units(data) == before


def test_a_journal_that_was_cut_is_told_by_line(congress: Congress, data: Path) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    whole = (data / NAME).read_bytes()
    (data / NAME).write_bytes(whole + whole[: len(whole) // 2])

    for words in (("undo",), ("record", "MN-01", "plan.issued", "13/6/2020")):
        assert f"{NAME}:2: the journal cannot be read" in congress(*words).err


def test_a_last_line_without_its_end_is_no_fault(congress: Congress, data: Path) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    (data / NAME).write_bytes((data / NAME).read_bytes().rstrip(b"\n"))

    assert congress("record", "MN-01", "plan.issued", "13/6/2020").code == 0
    assert len(read_journal(data).entries) == 2


def test_two_entries_of_one_id_that_differ_are_refused(congress: Congress, data: Path) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    line = (data / NAME).read_text("utf-8")
    (data / NAME).write_text(line + line, "utf-8")
    assert len(read_journal(data).entries) == 1
    (data / NAME).write_text(line + line.replace("2020-06-14", "2020-06-13"), "utf-8")

    with pytest.raises(CongressError, match="journal-unreadable"):
        assert read_journal(data).entries


# ---------------------------------------------------------------- shown to people


def test_the_journal_shows_who_wrote_what_and_what_was_taken_back(congress: Congress, data: Path) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020", "--by", "Văn phòng")
    congress("record", "MN-01", "congress.closed", "17/6/2020", "--by", "Ban Tổ chức")
    congress("undo")

    text = congress("journal").out
    vietnamese = congress("journal", "--lang", "vi").out
    first, second, third = json.loads(congress("journal", "--format", "json").out)["entries"]

    assert "Đảng bộ phường Một (MN-01) · plan issued (plan.issued): 2020-06-15 → day: 2020-06-14, by: Văn phòng" in text
    assert f"[{second['id']}] congress record  Ban Tổ chức\n  taken back" in text
    assert "đã hoàn tác lúc" in vietnamese
    assert (first["by"], first["undoes"], first["undone_by"]) == ("Văn phòng", None, None)
    assert (second["undone_by"], third["undoes"]) == (third["id"], second["id"])
    assert first["changes"] == [
        {
            "file": "units.yaml",
            "where": ["units", "MN-01", "facts", "plan.issued"],
            "unit": "MN-01",
            "fact": "plan.issued",
            "old": "2020-06-15",
            "new": {"day": "2020-06-14", "by": "Văn phòng"},
        }
    ]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--unit", "MN-01"), 2),
        (("--unit", "phuong mot"), 2),
        (("--unit", "MN"), 1),
        (("--fact", "congress.closed"), 1),
        (("--by", "van phong"), 1),
        (("--since", "1/1/2020"), 3),
        (("--since", "1/1/2100"), 0),
        (("--unit", "MN", "--fact", "plan.issued"), 0),
    ],
)
def test_the_journal_is_narrowed(congress: Congress, data: Path, words: tuple[str, ...], count: int) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020", "--by", "Văn phòng")
    congress("record", "MN-01", "congress.closed", "17/6/2020")
    congress("record", "MN", "review.issued", "18/6/2020")

    assert len(json.loads(congress("journal", "--format", "json", *words).out)["entries"]) == count
    assert congress("journal", *words).code == 0


def test_a_registry_with_mistakes_is_no_reason_to_show_no_journal(congress: Congress, data: Path) -> None:
    congress("record", "MN-01", "plan.issued", "14/6/2020")
    (data / "units.yaml").write_text("format: congress-units/1\nunits: [\n", "utf-8")

    assert "MN-01 · plan.issued: 2020-06-15 → 2020-06-14" in congress("journal").out
    assert "no entry fits" in congress("journal", "--unit", "XX").out


def test_a_journal_that_is_not_there_yet_is_empty(congress: Congress, data: Path) -> None:
    assert "no entry yet" in congress("journal").out
    assert json.loads(congress("journal", "--format", "json").out)["entries"] == []
