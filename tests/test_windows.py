"""The program under the rules of Windows, played on this machine: what is missing there, what is locked, what is named.

In full: --long and tests/long/windows.py.
"""

import json
import os
import shutil
from pathlib import Path, PureWindowsPath

import pytest

from congress_cli.edit.transaction import Places
from congress_cli.errors import CongressError
from congress_cli.files import write_whole
from congress_cli.formats import FORMATS
from congress_cli.reading.files import read_bytes
from congress_cli.reading.project import Project
from tests.cli.commands import CITY, ROOT, in_this_process
from tests.long import machines
from tests.long.breaking import COMMANDS
from tests.long.windows import HOLDS, Elsewhere, campaign, windows
from tests.patience import some

EVERYTHING = {
    *(words for words in machines.COMMANDS if "NOBODY" not in words),
    *("init neu", "journal", "import form.csv --apply", "history --store kept", "history --store kept --show"),
    *("check --format json -o r.json", "render r.json", "verify r.json", "merge r.json", "remind MAU-02 -o m.docx"),
    *("diff 1/6/2020 17/6/2020", "completion powershell", "rules docs", "rules test", "export -o form.xlsx"),
    "waive MAU-01 upper-congress-in-time --until 30/7/2020 --document 1-CV/TU --reason a",
    "unit add MAU-99 Chín --type phuong --parent MAU-01",
}
IN_ORDER = (
    *("check --format csv", "progress --format csv", "next --format ics", "record MAU-01 plan.issued 15/6/2020"),
    *("export -o form.csv", "undo", "init neu", "completion powershell"),
    *("waive MAU-01 upper-congress-in-time --until 30/7/2020 --document 1-CV/TU --reason a",),
)
IN_OWN_WORDS = ("journal", "doctor", "undo", "record")  # moments, folders and ids


def city(folder: Path) -> Path:
    shutil.copytree(CITY, folder / "data")
    shutil.copy(ROOT / "data" / "rules.yaml", folder / "data")
    return folder


@pytest.mark.parametrize("run", [IN_ORDER, *some([(words,) for words in sorted(EVERYTHING)], [])], ids="; ".join)
def test_what_is_not_there_on_windows_is_not_needed(tmp_path: Path, run: tuple[str, ...]) -> None:
    here, there = city(tmp_path / "here"), city(tmp_path / "there")
    for words in run:
        usual = in_this_process(*words.split(), folder=here)
        with windows():
            ran = in_this_process(*words.split(), folder=there)

        assert ran.returncode == usual.returncode, ran.stderr.decode()
        assert b"\r\r" not in ran.stdout
        if not words.startswith(IN_OWN_WORDS):
            assert ran.stdout.replace(b"\r\n", b"\n") == usual.stdout.replace(b"\r\n", b"\n")
        assert ran.stderr == usual.stderr
    names = [sorted(path.relative_to(one) for path in one.rglob("*")) for one in (here, there)]
    assert names[0] == names[1]


@pytest.mark.parametrize("name", some(tuple(COMMANDS), ("record", "reports")))
def test_a_file_that_another_program_has_open_is_waited_for_or_told_and_nothing_is_lost(
    tmp_path: Path, name: str
) -> None:
    assert campaign(tmp_path, name, some(HOLDS, HOLDS[1:3]))["written"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("words", ["record MAU-01 plan.issued 15/6/2020", "check -o units.yaml.csv --fail-on never"])
def test_the_message_names_the_file_and_says_to_close_it(tmp_path: Path, words: str, language: str) -> None:
    folder = city(tmp_path)
    (folder / "units.yaml.csv").write_text("a")
    name = "units.yaml.csv" if "-o" in words else "units.yaml"

    with windows(Elsewhere(name)):
        ran = in_this_process(*words.split(), "--lang", language, folder=folder)

    told = {"vi": "hãy đóng tệp ở đó rồi chạy lại", "en": "close it there and run this again"}[language]
    assert ran.returncode == 3
    assert name in ran.stderr.decode()
    assert told in ran.stderr.decode()


def test_a_file_marked_as_read_only_is_left_alone_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    target.write_bytes(b"old")
    target.chmod(0o444)

    with windows(), pytest.raises(CongressError) as refused:
        write_whole(target, b"new")

    assert refused.value.code == "output-unwritable"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"r.csv": b"old"}


def test_a_folder_in_the_place_of_a_file_is_called_one(tmp_path: Path) -> None:
    with windows(), pytest.raises(CongressError) as refused:
        read_bytes(tmp_path, "data")

    assert refused.value.code == "file-is-folder"


def test_waivers_on_another_drive_have_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_drive(path: str, start: str) -> str:
        raise ValueError(f"path is on mount {path!r}, start on mount {start!r}")

    waivers = tmp_path / "d" / "waivers.yaml"
    monkeypatch.setattr(os.path, "relpath", other_drive)

    places = Places(Project(tmp_path, str(tmp_path / "units.yaml"), tmp_path / "rules.yaml", False, waivers))

    assert places.name(waivers) == waivers.as_posix()


@pytest.mark.parametrize("name", some([name for name in FORMATS if name not in ("xlsx", "docx")], ["sarif", "github"]))
def test_a_place_on_a_drive_is_printed_in_every_format(tmp_path: Path, name: str) -> None:
    folder = city(tmp_path)
    in_this_process("check", "--format", "json", "-o", "r.json", folder=folder)
    saved = folder / "r.json"
    saved.write_text(saved.read_text("utf-8").replace("data/units.yaml", "C:/Sổ/units.yaml"), "utf-8")

    ran = in_this_process("render", "r.json", "--format", name, "--all", folder=folder)

    assert ran.returncode in (0, 1), ran.stderr.decode()
    if name == "sarif":
        [result, *_] = json.loads(ran.stdout)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place == {"uri": PureWindowsPath("C:/Sổ/units.yaml").as_uri()}


@pytest.mark.parametrize("written", [r'"so\so.yaml"', r'"so\users.yaml"'])
def test_settings_with_a_backslash_in_a_path_are_told_to_write_a_slash(tmp_path: Path, written: str) -> None:
    (tmp_path / "congress.toml").write_text(f"units = {written}\n", "utf-8")

    ran = in_this_process("check", folder=tmp_path)

    assert ran.returncode == 3
    assert "dùng dấu / thay cho \\" in ran.stderr.decode()
