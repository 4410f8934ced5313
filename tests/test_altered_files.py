"""Whatever stands in a file that is read, the answer is what was read or a message. In full: tests/long/fuzz.py."""

from itertools import islice
from pathlib import Path

import pytest

from tests.cli.commands import DECIDING
from tests.long import fuzz_targets
from tests.long.fuzz_targets import TARGETS
from tests.patience import some

INPUTS = some(2000, 60)


@pytest.mark.parametrize("name", TARGETS)
def test_altered_files_are_read_or_refused_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable in DECIDING:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    fuzz_targets.project_in(tmp_path)
    seeds = TARGETS[name].seeds()

    for data in (*seeds, *islice(fuzz_targets.altered(seeds, 0), INPUTS)):
        fuzz_targets.try_one(TARGETS[name], data)
