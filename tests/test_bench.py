"""The benchmark's registries: the same bytes each time, readable without a mistake, quickly, and all units there."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.registries import Facts, write_file, write_folder
from congress_cli.reading.fast import simple_units_file
from tests.builders import ROOT
from tests.cli.commands import in_this_process

RULES = ROOT / "data" / "rules.yaml"


@pytest.mark.parametrize("facts", ["lean", "full", "brackets", "mixed", "numbered"])
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


def test_the_findings_of_shards_are_counted_as_the_page_says(tmp_path: Path) -> None:
    """In a folder of one shard a province; what is counted is what the merged report counts."""
    (script,) = re.findall(r'python -c "\n(.*?)^"$', (ROOT / "docs" / "performance.md").read_text("utf-8"), re.M | re.S)
    (tmp_path / "findings").mkdir()
    reports = []
    shards: tuple[tuple[str, Facts], ...] = (("north", "lean"), ("south", "brackets"))
    for name, facts in shards:
        text = write_file(tmp_path / "shard.yaml", 60, facts).read_text("utf-8").replace("MAU", name.upper())
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        formats = [f"--format=jsonl=findings/{name}.jsonl", f"--format=json={name}.json"]
        in_this_process("check", "--units", f"{name}.yaml", "--rules", RULES, *formats, folder=tmp_path)
        reports.append(json.loads((tmp_path / f"{name}.json").read_text("utf-8")))

    counted = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)

    whole = Counter((one["rule"], one["status"]) for report in reports for one in report["findings"])
    assert counted.stdout.splitlines() == [f"{rule} {status} {many}" for (rule, status), many in sorted(whole.items())]
    assert len(whole) > 10
