"""What a killed run left: finished, taken back, or told where it is not ours to decide. All is invented."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from congress_cli.errors import CongressError
from congress_cli.files.recovery import LOCK, About, locked, recover, write_recoverably
from congress_cli.files.system import NAME
from congress_cli.files.writing import Staged, Write, write_all

ABOUT = About("import", "2020-06-20T08:00:00+07:00")
OLD, NEW, THEIRS = b"old\n", b"new\n", b"somebody else's\n"


def digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def killed(folder: Path, **states: str) -> dict[str, Path]:
    """Files of a run that was killed: "waiting" to be written, "done", or lacking its temporary file ("lost")."""
    noted = []
    for number, (name, state) in enumerate(states.items()):
        new, old = (f".congress-{number:016x}.{ending}" for ending in ("new", "old"))
        (folder / name).write_bytes(NEW if state == "done" else OLD)
        if state == "waiting":
            (folder / new).write_bytes(NEW)
        (folder / old).write_bytes(OLD)
        noted.append({"file": name, "new": new, "old": old, "before": digest(OLD), "after": digest(NEW)})
    note = {"schema": "congress-transaction/1", "command": ABOUT.command, "at": ABOUT.at, "files": noted}
    (folder / NAME).write_text(json.dumps(note), "utf-8")
    return {name: folder / name for name in states}


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_can_be_finished_is_finished(tmp_path: Path) -> None:
    files = killed(tmp_path, a="done", b="waiting")

    recovered = recover(tmp_path, files)

    assert recovered is not None
    assert (recovered.finished, recovered.about, recovered.left) == (True, ABOUT, ())
    assert held(tmp_path) == {"a": NEW, "b": NEW}


def test_what_cannot_be_finished_is_taken_back(tmp_path: Path) -> None:
    files = killed(tmp_path, a="done", b="lost")

    recovered = recover(tmp_path, files)

    assert recovered is not None
    assert not recovered.finished
    assert held(tmp_path) == {"a": OLD, "b": OLD}


def test_what_somebody_saved_since_is_left_alone_and_named(tmp_path: Path) -> None:
    files = killed(tmp_path, a="done", b="waiting", c="done")
    for name in "bc":
        (tmp_path / name).write_bytes(THEIRS)

    recovered = recover(tmp_path, files)

    assert recovered is not None
    assert (recovered.finished, recovered.left) == (False, ("b", "c"))
    assert held(tmp_path) == {"a": OLD, "b": THEIRS, "c": THEIRS}


def test_where_nothing_was_left_nothing_is_told(tmp_path: Path) -> None:
    assert recover(tmp_path, {}) is None
    assert not (tmp_path / NAME).exists()


def bad_notes() -> list[Any]:
    file = {
        "file": "a",
        "new": f".congress-{0:016x}.new",
        "old": f".congress-{0:016x}.old",
        "before": None,
        "after": None,
    }
    whole = {"schema": "congress-transaction/1", "command": "import", "at": ABOUT.at, "files": [file]}
    return [
        [],
        {**whole, "schema": "x"},
        {**whole, "command": "\x1b[2J"},
        {**whole, "at": "now"},
        {**whole, "files": [{**file, "file": "../../secret"}]},
        {**whole, "files": [{**file, "new": "../../secret"}]},
        {**whole, "files": [{**file, "old": ".bashrc"}]},
        {**whole, "files": [{**file, "after": "x"}]},
        {**whole, "files": 5},
    ]


@pytest.mark.parametrize("note", bad_notes())
def test_a_note_that_this_program_did_not_write_is_told_and_not_obeyed(tmp_path: Path, note: Any) -> None:
    (tmp_path / "a").write_bytes(OLD)
    (tmp_path / NAME).write_text(json.dumps(note), "utf-8")
    before = held(tmp_path)

    with pytest.raises(CongressError, match="transaction-unreadable"):
        recover(tmp_path, {"a": tmp_path / "a"})

    assert held(tmp_path) == before


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.mkdir(), lambda path: path.symlink_to("/dev/zero")])
def test_a_note_that_is_no_plain_file_is_told(tmp_path: Path, make: Any) -> None:
    make(tmp_path / NAME)

    with pytest.raises(CongressError, match="transaction-unreadable"):
        recover(tmp_path, {})


def test_what_an_editor_saved_between_look_and_rename_is_not_written_over(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(OLD)
    writes = [Write(tmp_path / name, NEW, OLD) for name in "ab"]

    with Staged(writes) as staged:
        (tmp_path / "b").write_bytes(THEIRS)
        with pytest.raises(CongressError, match="changed-meanwhile"):
            staged.put()

    assert held(tmp_path) == {"a": OLD, "b": THEIRS}


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    (tmp_path / "folder").mkdir()

    with pytest.raises(CongressError, match="output-is-folder"):
        write_all([Write(tmp_path / "a", NEW), Write(tmp_path / "folder", NEW)])

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "folder"]
    assert (tmp_path / "a").read_bytes() == OLD


def test_a_file_that_is_to_go_comes_back_where_the_next_one_fails(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    writes = {"a": Write(tmp_path / "a", None, OLD), "b": Write(tmp_path / "b", NEW, None)}
    with Staged(tuple(writes.values())) as staged:
        (tmp_path / "b").write_bytes(THEIRS)
        with pytest.raises(CongressError, match="changed-meanwhile"):
            staged.put()
    assert held(tmp_path) == {"a": OLD, "b": THEIRS}
    (tmp_path / "b").unlink()

    write_recoverably(tmp_path, writes, ABOUT)

    assert held(tmp_path) == {"b": NEW}


def test_the_temporary_file_of_a_dead_writer_goes_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    dead = tmp_path / f".congress-{1:016x}.tmp"
    dead.write_bytes(NEW)

    with Staged([Write(tmp_path / "a", NEW)]):
        assert not dead.exists()
        write_all([Write(tmp_path / "b", NEW)])
        assert len(held(tmp_path)) == 2

    assert held(tmp_path) == {"b": NEW}


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.mkdir(), lambda path: path.symlink_to("elsewhere")])
def test_a_lock_that_is_no_plain_file_is_told(tmp_path: Path, make: Any) -> None:
    make(tmp_path / LOCK)

    with pytest.raises(CongressError), locked(tmp_path):
        pass

    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_that_was_removed_while_somebody_waited_is_taken_anew(tmp_path: Path) -> None:
    with locked(tmp_path, stays=False):
        pass
    assert held(tmp_path) == {}
    with locked(tmp_path), pytest.raises(CongressError, match="registry-locked"), locked(tmp_path, seconds=0.05):
        pass


def test_whoever_waits_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("congress_cli.files.recovery.SILENT_WAIT", 0.0)

    with (
        locked(tmp_path),
        pytest.raises(CongressError),
        locked(tmp_path, seconds=0.1, waiting=lambda: told.append("x")),
    ):
        pass

    assert told == ["x"]
