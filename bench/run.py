"""How fast `congress` is and how much memory it takes, beside programs that do a part of its work.

    python bench/run.py [--quick] [--json FILE] [--chart FILE] [--check]

Run it with the interpreter of an environment that has the project and, for the peers, requirements-bench.txt.
Registries of invented units are made anew each time, from one seed. Linux alone tells the memory.
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

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.chart import chart
from bench.measuring import Measured, Program, measure
from bench.programs import COLOURED, ENVIRONMENT, ROOT, congress, peers, recording, start_up
from bench.registries import Facts, write_file, write_folder
from bench.targets import Target, targets

SMALLER: tuple[tuple[int, Facts], ...] = ((621, "lean"), (2_500, "lean"), (2_500, "full"), (25_000, "lean"))


def main() -> int:
    """Measure, print and write; 1 if `--check` was given and a target is missed, else 0."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="congress-bench-") as folder:
        found, sizes = _measured(Path(folder), quick=options.quick)
    reached = targets(found, sizes)
    print(_table(found))
    print(_told(reached))
    if options.json:
        options.json.write_text(_results(found, reached), "utf-8")
    if options.chart:
        options.chart.write_text(chart(found), "utf-8")
    return int(options.check and not all(one.met for one in reached))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="up to 25,000 units, few runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="write a chart as SVG")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a target is missed")
    return parser.parse_args()


def _measured(folder: Path, *, quick: bool) -> tuple[dict[str, Measured], dict[str, int]]:
    found: dict[str, Measured] = {}
    sizes: dict[str, int] = {}

    def take(programs: Iterable[Program], runs: int) -> None:
        found.update(measure(programs, runs, ROOT))
        print(".", end="", file=sys.stderr, flush=True)

    take(_starting(), 5 if quick else 15)
    for count, facts in SMALLER:
        registry = _file(folder, count, facts)
        ours = congress(f"congress {registry.stem}", *_checking(registry))
        sizes[ours.name] = count
        take((ours, *peers(registry, *_peers_of(count, facts))), 1 if quick else 5)
    for programs in _ways_of(folder):
        take(programs, 1 if quick else 3)
    if not quick:
        _take_large(folder, found, sizes)
    return found, sizes


WAYS: tuple[Facts, ...] = ("brackets", "mixed", "numbered")
WRITTEN = ("plain", "json", "jsonl", "csv", "markdown", "github", "gitlab", "sarif", "junit")
LOOKED_UP = (("show", "MAU-001-0001"), ("explain", "MAU-001-0001"), ("find", "Mẫu Bình An"))


def _ways_of(folder: Path) -> Iterator[Iterable[Program]]:
    """25,000 units written in other ways, on an early day, in every text format, and at the desk."""
    for way in WAYS:
        registry = _file(folder, 25_000, way)
        yield (congress(f"congress {registry.stem}", *_checking(registry)), *peers(registry, "plain_yaml"))
    lean = _file(folder, 25_000, "lean")
    early = congress("congress 25000 before the paper", *_checking(lean), "--as-of", "2020-06-01")
    yield (early, *(congress(f"{one} 25000", "check", "--units", str(lean), "--format", one) for one in WRITTEN))
    desk = _file(folder / "desk", 25_000, "lean")
    looked_up = (congress(f"{one} 25000", one, *more, "--units", str(desk)) for one, *more in LOOKED_UP)
    yield (recording("record and undo 25000", desk), *looked_up)


def _peers_of(count: int, facts: Facts) -> tuple[str, ...]:
    if count != 2_500:
        return ("plain_yaml",) if count > 2_500 else ()
    several = ("yamllint", "plain_yaml", "data_frame", "three_rules") if facts == "lean" else ()
    return ("check-jsonschema", *several)


def _take_large(folder: Path, found: dict[str, Measured], sizes: dict[str, int]) -> None:
    """The nation's 52,000 units as one file and as a folder, and 300,000 with their cells."""
    one = _file(folder, 52_000, "lean")
    many = {count: write_folder(folder / f"{count}", count) for count in (52_000, 300_000)}
    found |= measure((congress("congress 52000", *_checking(one)), *peers(one, "plain_yaml", "data_frame")), 3, ROOT)
    found |= measure([congress("congress 52000 folder", *_checking(many[52_000]))], 3, ROOT)
    found |= measure([congress("congress 300000 folder", *_checking(many[300_000]))], 1, ROOT)
    sizes |= {"congress 52000": 52_000, "congress 52000 folder": 52_000, "congress 300000 folder": 300_000}


def _file(folder: Path, count: int, facts: Facts) -> Path:
    folder.mkdir(exist_ok=True)
    return write_file(folder / f"{count}{'' if facts == 'lean' else '-full'}.yaml", count, facts)


def _checking(registry: Path) -> tuple[str, ...]:
    return ("check", "--units", str(registry), "--format", "table")


def _starting() -> Iterable[Program]:
    """Start-up: the version, the shipped registry on a terminal and in a pipe."""
    shown = congress("congress check", "check", "--format", "table")
    yield from start_up()
    yield congress("congress --version", "--version")._replace(environment=COLOURED)
    yield shown._replace(environment=COLOURED)
    yield congress("congress check | cat", "check")._replace(environment=ENVIRONMENT)


def _table(found: Mapping[str, Measured]) -> str:
    lines = [f"{'':<34}{'seconds':>9}{'processor':>11}{'MiB':>8}{'runs':>6}"]
    lines += [
        f"{name:<34}{one.seconds:>9.3f}{one.processor:>11.3f}{one.memory:>8.0f}{one.runs:>6}"
        for name, one in found.items()
    ]
    return "\n".join(lines) + "\n"


def _told(reached: Iterable[Target]) -> str:
    lines = []
    for one in reached:
        sign, word = ("≤", "met") if one.met else (">", f"MISSED by {one.value / one.most - 1:.0%}")
        lines.append(f"{one.told:<58}{one.value:>8.3g} {sign} {one.most:.3g} {one.unit:<4} {word}")
    return "\n".join(lines)


def _results(found: Mapping[str, Measured], reached: Iterable[Target]) -> str:
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
    results = {name: one._asdict() for name, one in found.items()}
    told = [{**one._asdict(), "met": one.met} for one in reached]
    return json.dumps({"machine": machine, "programs": results, "targets": told}, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
