"""Progress is one line on a terminal's standard error, gone at the end; nowhere else is there anything of it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from congress_cli.cli.check import CLEAR, Progress
from congress_cli.model.message import watched
from tests.cli.commands import ALL_DONE, QUIET_ENVIRONMENT, in_own_process, write_project

SLOW = """
import sys, time
from congress_cli.cli import check
check.PATIENCE, check.EVERY = {patience}, 0.01
with check.Progress({language!r}, quiet={quiet}) as told:
    told("files", 1, 3)
    time.sleep({first})
    told("rules", 20, 90)
    time.sleep(0.3)
print("done")
"""


def at_a_terminal(language: str, *, patience: float = 0.05, first: float = 0.3, quiet: bool = False, **env: str) -> str:
    """What a terminal's standard error is given."""
    outer, inner = pty.openpty()
    code = SLOW.format(language=language, patience=patience, first=first, quiet=quiet)
    subprocess.run(
        [sys.executable, "-c", code],
        env={**QUIET_ENVIRONMENT, **env},
        stdout=subprocess.DEVNULL,
        stderr=inner,
        check=True,
    )
    os.close(inner)
    told = b""
    try:
        while part := os.read(outer, 4096):
            told += part
    except OSError:
        pass
    os.close(outer)
    return told.decode()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(
    ("language", "files", "rules"),
    [("vi", "Đang đọc tệp 1/3 …", "Đang xét theo tiêu chí 20/90 …"), ("en", "files: 1 of 3 …", "by rules: 20 of 90 …")],
)
def test_a_terminal_is_told_what_is_being_done_and_is_left_clean(language: str, files: str, rules: str) -> None:
    told = at_a_terminal(language)

    assert files in told
    assert rules in told
    assert told.index(files) < told.index(rules)
    assert told.endswith(CLEAR)
    assert "\n" not in told


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_a_short_run_a_quiet_one_and_ci_show_nothing() -> None:
    assert at_a_terminal("vi", patience=30, first=0) == ""
    assert at_a_terminal("vi", quiet=True) == ""
    assert at_a_terminal("vi", CI="true") == ""
    assert at_a_terminal("vi", TERM="dumb") == ""


def test_in_a_pipe_there_is_nothing_of_it(tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)

    assert in_own_process("check", folder=tmp_path).stderr == b""
    assert not Progress("vi").shown


def test_every_so_many_items_it_is_told_how_many_are_done() -> None:
    told: list[tuple[str, int, int]] = []

    items = list(watched(range(2500), "units", lambda *one: told.append(one), every=1000))

    assert items == list(range(2500))
    assert told == [("units", 0, 2500), ("units", 1000, 2500), ("units", 2000, 2500)]
