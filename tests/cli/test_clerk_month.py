"""A month at the desk, through the command alone: an own district, its units and facts, waivers, branches, letters."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.conftest import Answering, Congress
from tests.edit.sheets.forms import sheet_of

DISTRICT = """\
format: congress-units/1
term: 2020-2025
records: complete
units:
  - {id: MAU, name: Đảng bộ Thành phố Mẫu, level: city, type: thanh-pho}
  - {id: MAU-09, name: Đảng bộ quận Mẫu Chín, level: upper, type: quan, parent: MAU}
"""
UNITS = Path("data", "units.yaml")
SLIPS = ("31/6/2020", "6/13/2020", "3/6", "hôm qua", "20.5", "?", "15/8/2120", "7-8/2020", "ngày mai", "tháng 13/2020")


def wards() -> list[str]:
    return [f"Đảng bộ phường Giả Định {number}" for number in range(1, 51)]


def git(*words: str) -> None:
    author = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], check=True, capture_output=True, env={**os.environ, **author})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_at_the_desk(
    congress: Congress, answering: Answering, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    lang = ("--lang", language)
    assert congress("init", "office", "--empty", *lang).code == 0
    monkeypatch.chdir("office")
    UNITS.write_text(DISTRICT, "utf-8")

    rows = [["STT", "Mã", "Tên đảng bộ", "Trực thuộc"]]
    rows += [[str(at), f"MAU-09-{at:02}", name, "Quận ủy Mẫu Chín"] for at, name in enumerate(wards(), 1)]
    Path("units.xlsx").write_bytes(sheet_of([*rows, ["", "", "Tổng cộng", "50"]]))
    assert congress("import", "units.xlsx", "--new-units", "--apply", *lang).code == 0
    assert UNITS.read_text("utf-8").count("level: grassroots") == 50

    days = [f"{at}/6/2020" for at in range(1, 29)]
    head = ["STT", "Đơn vị", "Ngày bế mạc đại hội"]
    wrong = [[at, name, SLIPS[at] if at < len(SLIPS) else days[at]] for at, name in enumerate(wards()[:28])]
    Path("facts.xlsx").write_bytes(sheet_of([head, ["I. Khối phường"], *wrong]))
    refused = congress("import", "facts.xlsx", "--apply", *lang)
    assert refused.code == 1
    assert {"vi": "KHÔNG NHẬN 10 chỗ", "en": "NOT TAKEN: 10"}[language] in refused.lines
    assert "congress.closed" not in UNITS.read_text("utf-8")
    right = [[at, name, days[at]] for at, name in enumerate(wards()[:28])]
    Path("facts.xlsx").write_bytes(sheet_of([head, ["I. Khối phường"], *right]))
    assert congress("import", "facts.xlsx", "--apply", *lang).code == 0
    assert UNITS.read_text("utf-8").count("congress.closed: ") == 28

    typed = [f"MAU-09-{at}\nbế mạc\n32/6/2020\n{at - 25}/6/2020\n<\n" for at in range(29, 41)]
    assert answering("".join(typed) + "q\n", "record", *lang).code == 0
    assert UNITS.read_text("utf-8").count("congress.closed: ") == 40

    paper = ("--until", "31/12/2020", "--document", "31-CV/BTCTU", "--reason", "mưa lũ", "--authority", "Ban Tổ chức")
    late = ("MAU-09-41", "MAU-09-42", "grassroots-congress-in-time")
    assert congress("waive", *late, "--from", "1/6/2020", *paper, "--as-of", "20/7/2020", *lang).code == 0

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "month")
    for branch, unit in (("one", "MAU-09-43"), ("two", "MAU-09-49")):
        git("checkout", "-q", "-b", branch, "main")
        assert congress("record", unit, "congress.closed", "30/6/2020", *lang).code == 0
        git("commit", "-qam", branch)
    git("merge", "-q", "one")
    assert UNITS.read_text("utf-8").count("congress.closed: ") == 42
    assert congress("validate", *lang).code == 0
    assert congress("journal", *lang).out.count("MAU-09-4") >= 4
    assert congress("undo", *lang).code == 0
    assert UNITS.read_text("utf-8").count("congress.closed: ") == 41

    checked = congress("check", "--as-of", "20/7/2020", "--under", "MAU-09", "--format", "table", *lang)
    assert checked.code in (0, 1)
    assert congress("remind", "-o", "letters", "--as-of", "20/7/2020", *lang).code == 0
    assert [path.suffix for path in Path("letters").iterdir()] == [".docx"]
    shutil.rmtree("letters")
