"""The benchmark's registries: the same bytes each time, readable without a mistake, quickly, and all units there."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.chart import chart, in_page
from bench.measuring import Measured, Program, measure
from bench.programs import RETURNS, shares
from bench.registries import Facts, write_cases, write_file, write_folder, write_series
from bench.run import CHART, PAGE, RESULTS, _sizes
from bench.targets import Target, targets
from congress_cli.reading.fast import simple_units_file
from tests.builders import ROOT
from tests.cli.commands import in_this_process

RULES = ROOT / "data" / "rules.yaml"
Write = Callable[..., Path]


@pytest.mark.parametrize("facts", ["lean", "full", "brackets", "mixed", "numbered"])
def test_a_registry_is_made_the_same_each_time_and_is_judged(tmp_path: Path, facts: Facts) -> None:
    first = write_file(tmp_path / "first.yaml", 200, facts)
    second = write_file(tmp_path / "second.yaml", 200, facts)

    ran = in_this_process("check", "--units", first, "--rules", RULES, "--format", "json", folder=tmp_path)

    assert first.read_bytes() == second.read_bytes()
    assert ran.returncode in (0, 1), ran.stderr.decode()
    assert len(json.loads(ran.stdout)["units"]) == 200
    assert simple_units_file(first.read_bytes()) is not None


@pytest.mark.parametrize(("write", "counts"), [(write_series, [4, 12]), (write_cases, [4, 50])])
def test_what_comes_again_is_made_the_same_each_time_and_judged(
    tmp_path: Path, write: Write, counts: list[int]
) -> None:
    first, second = write(tmp_path / "first.yaml", *counts), write(tmp_path / "second.yaml", *counts)

    ran = in_this_process("check", "--units", first, "--rules", RETURNS, "--format", "json", folder=tmp_path)

    report = json.loads(ran.stdout)
    assert first.read_bytes() == second.read_bytes()
    assert len(report["units"]) == 4
    assert max(sum((one["counts"] or {}).values()) for one in report["findings"]) > 10
    assert simple_units_file(first.read_bytes()) is not None


def test_the_page_and_the_chart_have_the_figures_of_the_results() -> None:
    """`python bench/run.py --write` writes all of them."""
    results = json.loads(RESULTS.read_text("utf-8"))
    page = PAGE.read_text("utf-8")

    assert in_page(page, results) == page
    assert CHART.read_text("utf-8") == chart(results)
    assert in_page(page, {**results, "shares": {"nothing": 1.0}}) != page


def test_a_missed_target_says_by_how_much_and_why() -> None:
    told = "congress 2500 / check-jsonschema 2500"

    assert (Target(told, 0.1, 0.1).verdict, Target(told, 0.12, 0.1).verdict) == ("met", "MISSED by 20%")
    assert Target(told, 0.12, 0.1).reason
    assert not Target("something else", 2, 1).reason


def test_targets_are_told_of_the_programs_that_ran() -> None:
    names = ("congress 2500", "congress 25000", "congress 52000", "congress 52000 folder", "table", "json", "html")
    found = dict.fromkeys((*names, "table of 2500", "xlsx"), Measured(1.0, 1.0, 100.0, 1, 9_000_000, 5))

    reached = targets(found, _sizes(found))

    of_memory = ["memory of congress 52000", "memory of congress 52000 folder", "memory of json above the table"]
    of_growth = [f"twice the units (congress {small} to {large})" for small, large in ((2500, 25000), (25000, 52000))]
    told = ["json / table", "xlsx / table of 2500", *of_memory, "size of html", *of_growth]
    assert [(one.told, one.met) for one in reached] == [(name, True) for name in told]


def test_each_program_has_its_seconds_its_memory_and_what_it_wrote(tmp_path: Path) -> None:
    page = "<!doctype html><p><b>x</b>" + "é" * 300_000 + "<i></i>"
    command = (sys.executable, "-c", f"print('{page[:26]}' + 'é' * 300_000 + '<i></i>', end='')")

    (one,) = measure([Program("page", command, os.environ)], 1, tmp_path).values()

    assert (one.written, one.tags, one.runs) == (len(page.encode()), 3, 1)
    assert one.memory > 5
    assert one.processor > 0


def test_the_steps_of_a_check_are_told_apart(tmp_path: Path) -> None:
    found = shares(write_file(tmp_path / "units.yaml", 100))

    assert len(found) == 7
    assert all(one > 0 for one in found.values())


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
