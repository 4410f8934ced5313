"""The benchmark's registries: the same bytes each time, readable without a mistake, quickly, and all units there."""

import json
from pathlib import Path

import pytest

from bench.registries import Facts, write_file, write_folder
from congress_cli.reading.fast import simple_units_file
from tests.builders import ROOT
from tests.cli.commands import in_this_process

RULES = ROOT / "data" / "rules.yaml"


@pytest.mark.parametrize("facts", ["lean", "full"])
def test_a_registry_is_made_the_same_each_time_and_is_judged(tmp_path: Path, facts: Facts) -> None:
    first = write_file(tmp_path / "first.yaml", 200, facts)
    second = write_file(tmp_path / "second.yaml", 200, facts)

    ran = in_this_process("check", "--units", first, "--rules", RULES, "--format", "json", folder=tmp_path)

    assert first.read_bytes() == second.read_bytes()
    assert ran.returncode in (0, 1), ran.stderr.decode()
    assert len(json.loads(ran.stdout)["units"]) == 200
    assert simple_units_file(first.read_bytes()) is not None


def test_a_folder_of_districts_holds_as_many(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "country", 300)

    ran = in_this_process("check", "--units", folder, "--rules", RULES, "--format", "json", folder=tmp_path)

    assert ran.returncode in (0, 1), ran.stderr.decode()
    assert len(json.loads(ran.stdout)["units"]) == 300
    assert len(list(folder.rglob("*.yaml"))) > 1
