"""The kit for cron, systemd and Windows: every command in it exists, and runs at six in Vietnam."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from congress_cli.cli.app import build
from tests.builders import ROOT

KIT = ROOT / "examples" / "cron"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def words_of(command: str) -> list[str]:
    """The words after `congress` of a line."""
    return re.split(r"\S*(?:CONGRESS|congress(?:\.exe)?)\s+(?=[a-z])", command, maxsplit=1)[-1].split()


def commands() -> list[str]:
    lines = [line for line in (KIT / "crontab").read_text("utf-8").splitlines() if "$CONGRESS" in line]
    (service,) = re.findall(r"^ExecStart=(.*)$", (KIT / "congress-digest.service").read_text("utf-8"), re.MULTILINE)
    task = ElementTree.parse(KIT / "congress-digest.xml").getroot()
    arguments = task.findtext(f".//{TASK}Arguments")
    return [*lines, service, f"congress.exe {arguments}"]


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_kit_is_one(command: str) -> None:
    words = words_of(command)

    parsed = build(words).commands[words[0]].make_context(words[0], words[1:])

    assert parsed.info_name == words[0]


def test_cron_speaks_utf8_and_keeps_the_time_of_vietnam() -> None:
    text = (KIT / "crontab").read_text("utf-8")

    assert "CRON_TZ=Asia/Ho_Chi_Minh" in text
    assert 'CONTENT_TYPE="text/plain; charset=utf-8"' in text
    assert re.search(r"^0 6 \* \* 1-5 .* digest --store", text, re.MULTILINE)


def test_the_timer_is_at_six_in_vietnam() -> None:
    text = (KIT / "congress-digest.timer").read_text("utf-8")

    assert "OnCalendar=Mon..Fri *-*-* 06:00:00 Asia/Ho_Chi_Minh" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_the_calendar() -> None:
    (when,) = re.findall(r"^OnCalendar=(.*)$", (KIT / "congress-digest.timer").read_text("utf-8"), re.MULTILINE)

    assert subprocess.run(["systemd-analyze", "calendar", when], check=False, capture_output=True).returncode == 0


def test_the_windows_task_starts_at_six_of_vietnam_on_working_days() -> None:
    task = ElementTree.parse(KIT / "congress-digest.xml").getroot()

    assert task.findtext(f".//{TASK}StartBoundary", "").endswith("T06:00:00+07:00")
    days = task.find(f".//{TASK}DaysOfWeek")
    assert days is not None
    assert len(days) == 5
    assert Path(KIT / "congress-digest.xml").read_bytes().startswith(b"<?xml")
