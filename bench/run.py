"""How fast `congress` is and how much memory it takes, beside programs that do a part of its work.

    python bench/run.py [--quick] [--write] [--json FILE] [--check]

Run it with the interpreter of an environment that has the project and, for the peers, requirements-bench.txt.
Registries of invented units are made anew each time, from one seed. `--write` puts the figures into bench/results.json,
bench/results.svg and the tables of docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.chart import chart, in_page
from bench.measuring import Measured, Program, measure
from bench.programs import COLOURED, ENVIRONMENT, ROOT, again, congress, desk, peers, shares, start_up
from bench.registries import Facts, write_cases, write_file, write_folder, write_series
from bench.targets import Target, targets

RESULTS, CHART = ROOT / "bench" / "results.json", ROOT / "bench" / "results.svg"
PAGE = ROOT / "docs" / "performance.md"
WAYS: tuple[Facts, ...] = ("lean", "full", "brackets", "mixed", "numbered")
TEXTS = ("plain", "json", "jsonl", "csv", "markdown", "github", "gitlab", "sarif", "junit", "ics", "html")


class Group(NamedTuple):
    """Programs that run in turn, so many times."""

    programs: Iterable[Program]
    runs: int


def main() -> int:
    """Measure, print and write; 1 if `--check` was given and a target is missed, else 0."""
    options = _options()
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory(prefix="congress-bench-") as folder:
        for programs, runs in _groups(Path(folder), quick=options.quick):
            found |= measure(programs, runs, ROOT)
            print(".", end="", file=sys.stderr, flush=True)
        steps = shares(_file(Path(folder), 25_000, "lean"))
    reached = targets(found, _sizes(found))
    results = {"machine": _machine(quick=options.quick), **_results(found, reached), "shares": steps}
    print(_table(found), *map(_told, reached), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if options.write:
        _write(results)
    return int(options.check and not all(one.met for one in reached))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="up to 25,000 units, one run of nearly all")
    parser.add_argument("--write", action="store_true", help="write results, chart and the page's tables")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a target is missed")
    return parser.parse_args()


def _groups(folder: Path, *, quick: bool) -> Iterator[Group]:
    few, twice = (1, 1) if quick else (3, 2)
    large = 25_000 if quick else 52_000
    yield Group(_starting(), 5 if quick else 15)
    yield Group([_judging(folder, 621)], few)
    for way in WAYS:
        several = ("plain_yaml", "yamllint", "data_frame", "three_rules") if way == "lean" else ()
        yield Group(_beside(folder, 2_500, way, "check-jsonschema", *several), few)
    for way in WAYS[:1] + WAYS[2:]:
        yield Group(_beside(folder, large, way, "plain_yaml"), twice)
    if not quick:
        yield Group(_beside(folder, 25_000, "lean", "plain_yaml", "data_frame"), twice)
        yield Group([_of_folder(folder, 52_000)], 3)
        yield Group([_of_folder(folder, 300_000)], 1)
    yield Group(_formats(folder, large), twice)
    yield Group(_documents(folder), few)
    yield Group(_at_the_desk(folder), few)
    yield Group(again("series", write_series(folder / "series.yaml")), few)
    yield Group(again("cases", write_cases(folder / "cases.yaml")), few)


def _starting() -> Iterator[Program]:
    """Start-up: the version, the shipped registry on a terminal and in a pipe."""
    shown = congress("congress check", "check", "--format", "table")
    yield from start_up()
    yield congress("congress --version", "--version")._replace(environment=COLOURED)
    yield shown._replace(environment=COLOURED)
    yield congress("congress check | cat", "check")._replace(environment=ENVIRONMENT)


def _judging(folder: Path, count: int, facts: Facts = "lean") -> Program:
    registry = _file(folder, count, facts)
    return congress(f"congress {registry.stem}", *_checking(registry))


def _beside(folder: Path, count: int, facts: Facts, *names: str) -> Iterator[Program]:
    """A registry judged, and its peers."""
    yield _judging(folder, count, facts)
    yield from peers(_file(folder, count, facts), *names)


def _of_folder(folder: Path, count: int) -> Program:
    return congress(f"congress {count} folder", *_checking(write_folder(folder / str(count), count)))


def _formats(folder: Path, count: int) -> Iterator[Program]:
    """The table, on the day of the file and before the paper was issued, and every other format that is text."""
    registry = _file(folder, count, "lean")
    yield congress("table", *_checking(registry))
    yield congress("table before the paper", *_checking(registry), "--as-of", "2020-06-01")
    yield from (congress(one, *_checking(registry, one)) for one in TEXTS)


def _documents(folder: Path) -> Iterator[Program]:
    registry = _file(folder, 2_500, "lean")
    yield congress("table of 2500", *_checking(registry))
    yield from (congress(one, *_checking(registry, one)) for one in ("docx", "xlsx"))


def _at_the_desk(folder: Path) -> Iterator[Program]:
    registry = _file(folder / "desk", 25_000, "lean")
    yield congress("table before the desk", *_checking(registry))
    yield from desk(registry)


def _file(folder: Path, count: int, facts: Facts) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{count}{'' if facts == 'lean' else f'-{facts}'}.yaml"
    return path if path.exists() else write_file(path, count, facts)


def _checking(registry: Path, form: str = "table") -> tuple[str, ...]:
    return ("check", "--units", str(registry), "--format", form)


def _sizes(found: Iterable[str]) -> dict[str, int]:
    """How many units the registries have that are named by their number."""
    return {name: int(name.split()[-1]) for name in found if name.split()[-1].isdecimal()}


def _table(found: Mapping[str, Measured]) -> str:
    lines = [f"{'':<34}{'seconds':>9}{'processor':>11}{'MiB':>8}{'runs':>6}{'MB written':>12}"]
    lines += [
        f"{name:<34}{one.seconds:>9.3f}{one.processor:>11.3f}{one.memory:>8.0f}{one.runs:>6}{one.written / 1e6:>12.2f}"
        for name, one in found.items()
    ]
    return "\n".join(lines) + "\n"


def _told(one: Target) -> str:
    sign = "≤" if one.met else ">"
    line = f"{one.told:<60}{one.value:>8.3g} {sign} {one.most:.3g} {one.unit:<4} {one.verdict}"
    return line if one.met or not one.reason else f"{line}: {one.reason}"


def _machine(*, quick: bool) -> dict[str, object]:
    return {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count(), "quick": quick}


def _results(found: Mapping[str, Measured], reached: Iterable[Target]) -> dict[str, object]:
    programs = {name: one._asdict() for name, one in found.items()}
    told = [{**one._asdict(), "verdict": one.verdict, "reason": one.reason} for one in reached]
    return {"programs": programs, "targets": told}


def _write(results: dict[str, object]) -> None:
    """Results, chart and the page's tables, all of the same run."""
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    CHART.write_text(chart(results), "utf-8")
    PAGE.write_text(in_page(PAGE.read_text("utf-8"), results), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
