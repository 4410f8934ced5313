"""Whatever breaks a command that writes, its change is whole or did not happen. In full: --long and tests/long."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import QUIET_ENVIRONMENT, ROOT
from tests.long import fault_writes, full_disk
from tests.long.breaking import COMMANDS
from tests.patience import some

KILLS, WRITERS, RECORDS = some((20, 8, 5), (8, 4, 3))
STEP = some(1, 4)  # each call of the system, or every fourth


def long_form(name: str, *words: object) -> str:
    """A campaign in a process of its own, which forks: there no other thread may run."""
    command = [sys.executable, str(ROOT / "tests" / "long" / name), *map(str, words)]
    ran = subprocess.run(command, env=QUIET_ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_no_call_of_the_system_that_fails_loses_anything(tmp_path: Path, name: str) -> None:
    assert fault_writes.campaign(tmp_path, name, (errno.ENOSPC,), STEP).total() > 20 / STEP


@pytest.mark.skipif(sys.platform != "linux", reason="processes are killed and forked")
def test_a_command_that_is_killed_is_finished_or_taken_back_by_the_next_one() -> None:
    assert "nothing lost" in long_form("kill_writes.py", KILLS)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
def test_many_writers_wait_for_each_other_and_lose_nothing() -> None:
    assert "none lost, none refused, none torn" in long_form("many_writers.py", WRITERS, RECORDS)


@pytest.mark.parametrize("name", ["record", "import", "init"])
def test_a_full_disk_loses_nothing(tmp_path: Path, name: str) -> None:
    try:
        counts = full_disk.campaign(tmp_path, name)
    except full_disk.NoMountError as error:
        pytest.skip(f"no file system can be mounted here: {error}")
    assert counts.total() > 2
