"""Input made to be heavy, and what `congress` takes to refuse it: seconds of processor and MB of memory.

    python tests/long/heavy_input.py [--bytes N] [--only TEXT]

prints the table of docs/reliability.md and ends with 1 if a run is over the bounds or ends with another exit code.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024
MOST_SECONDS, MOST_MB, MOST_RATIO = 2.0, 300, 3.0
HEAD = "format: congress-units/1\nterm: 2020-2025\nrecords: partial\n"
CITY = "  - {id: C, name: Thành phố, level: city, type: thanh-pho}\n"


class Heavy(NamedTuple):
    """An input: the words of the command, the files it reads by name, and the exit code that is right."""

    words: tuple[str, ...]
    files: dict[str, str]
    code: int = 3


def heavy_inputs(size: int) -> dict[str, Heavy]:
    """Every input by name, with about so many bytes in the file that is wrong."""
    return {
        **{f"units: {name}": _units(make(size)) for name, make in UNITS.items()},
        **{f"rules: {name}": _rules(make(size)) for name, make in RULES.items()},
        "waivers: empty items": _waivers("format: congress-waivers/1\nwaivers:\n" + _lines("  - {{}}\n", size)),
        **{f"report: broken findings, {name}": _report(words, size) for name, words in REPORT_COMMANDS.items()},
        **{f"settings: {name}": _settings(name, text) for name, text in _toml(size).items()},
    }


def _lines(line: str, size: int) -> str:
    """As many numbered copies of a line as fill the size."""
    return "".join(_numbered(line, size))


def _numbered(line: str, size: int) -> Iterator[str]:
    number = written = 0
    while written < size:
        text = line.format(number)
        written += len(text.encode())
        number += 1
        yield text


def _in_units(line: str) -> Callable[[int], str]:
    return lambda size: HEAD + "units:\n" + CITY + _lines(line, size)


def _in_city(head: str, part: str, tail: str = "") -> Callable[[int], str]:
    city = "  - id: C\n    name: Thành phố\n    level: city\n    type: thanh-pho\n"
    return lambda size: HEAD + "units:\n" + city + head + _lines(part, size) + tail


def _unit(**other: str) -> str:
    fields = {"id": "U-{0}", "name": "x", "level": "grassroots", "type": "phuong", "parent": "C", **other}
    return "  - {{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}}\n"


UNITS: dict[str, Callable[[int], str]] = {
    "empty items": _in_units("  - {{}}\n"),
    "items without a value": _in_units("  -\n"),
    "scalars on one line": lambda size: HEAD + "units: [" + _lines("a, ", size) + "a]\n",
    "empty lists on one line": lambda size: HEAD + "units: [" + _lines("[],", size) + "a]\n",
    "unknown superiors": _in_units(_unit(parent="X-{0}")),
    "superiors nearly right": _in_units(_unit(parent="U-{0}x")),
    "unknown task forces": _in_units(_unit(task_force="X-{0}")),
    "merged into unknown units": _in_units(_unit(closed="{{day: 2020-06-01, into: X-{0}}}")),
    "unknown levels": _in_units(_unit(level="level-{0}")),
    "unknown types": _in_units(_unit(type="type-{0}")),
    "one id": _in_units(_unit(id="U")),
    "days that are none": _in_units(_unit(facts="{{congress.opened: 2020-06-{0}}}")),
    "superiors in one circle": lambda size: _in_units(_unit(parent="U-{0}"))(size),
    "unknown keys": lambda size: HEAD + _lines("a{0}: 1\n", size) + "units:\n" + CITY,
    "unknown keys in a unit": _in_city("", "    a{0}: 1\n"),
    "unknown keys in a fact": _in_city("    facts:\n      congress.opened:\n        day: 2020\n", "        a{0}: 1\n"),
    "one key": _in_city("", "    note: 1\n"),
    "unknown facts": _in_city("    facts:\n", "      fact-{0}: 2020-06-01\n"),
    "unknown tags": _in_city("    tags: [", "t{0}, ", "x]\n"),
    "tags that are no texts": _in_city("    tags: [", "{{}},", "x]\n"),
    "unknown items": _in_city("    facts:\n      congress-plan.cites: [", "t{0}, ", "x]\n"),
    "unknown indicators": _in_city("    facts:\n      targets: {", "t{0}: 1, ", "x: 1}\n"),
    "accents apart": _in_city("    tags: [", "a\u0301{0}, ", "x]\n"),
    "numbers without end": _in_city("    tags: [", ".inf, ", "x]\n"),
    "words for yes": _in_city("    tags: [", "yes, ", "x]\n"),
    "brackets": lambda size: HEAD + "units: " + "[" * size,
    "quotes": lambda size: HEAD + "units: " + '"' * size,
    "colons": lambda size: HEAD + "units: " + ": " * (size // 2),
    "a text without end": lambda size: HEAD + "term: " + "x" * size,
}
RULE = "  - {{id: r-{0}, kind: event, title: {{vi: x, en: x}}, clause: ['1.1'], owner: city, modality: must, "
BOOK_HEAD = (ROOT / "data" / "rules.yaml").read_text("utf-8").partition("\nclauses:")[0]
RULES: dict[str, Callable[[int], str]] = {
    "empty rules": lambda size: BOOK_HEAD + "\nrules:\n" + _lines("  - {{}}\n", size),
    "empty clauses": lambda size: BOOK_HEAD + "\nrules: []\nclauses:\n" + _lines("  - {{}}\n", size),
    "unknown keys": lambda size: BOOK_HEAD + "\n" + _lines("a{0}: 1\n", size) + "rules: []\n",
    "unknown facts": lambda size: (
        BOOK_HEAD + "\nrules:\n" + _lines(RULE + "event: f-{0}, applies_to: {{level: city}}}}\n", size)
    ),
    "unknown levels": lambda size: (
        BOOK_HEAD + "\nrules:\n" + _lines(RULE + "event: congress.opened, applies_to: {{level: l-{0}}}}}\n", size)
    ),
    "rules of clauses that are not there": lambda size: (
        BOOK_HEAD
        + "\nclauses:\n  - {id: '1.1', check: automated, vi: x, en: x, rules: ["
        + _lines("r-{0}, ", size)
        + "r]}\n"
    ),
}
REPORT_COMMANDS = {
    "render": ("render", "wrong.json", "--format", "csv"),
    "diff": ("diff", "wrong.json", "wrong.json"),
    "merge": ("merge", "wrong.json", "other.json"),
    "verify": ("verify", "wrong.json"),
}


def _units(text: str) -> Heavy:
    return Heavy(("check", "--units", "wrong.yaml"), {"wrong.yaml": text})


def _rules(text: str) -> Heavy:
    units = (ROOT / "data" / "units.yaml").read_text("utf-8")
    return Heavy(("check", "--units", "units.yaml", "--rules", "wrong.yaml"), {"units.yaml": units, "wrong.yaml": text})


def _waivers(text: str) -> Heavy:
    units = (ROOT / "data" / "units.yaml").read_text("utf-8")
    words = ("check", "--units", "units.yaml", "--waivers", "wrong.yaml")
    return Heavy(words, {"units.yaml": units, "wrong.yaml": text})


def _report(words: tuple[str, ...], size: int) -> Heavy:
    report = {"schema": "congress-report/1", "findings": "HERE"}
    text = json.dumps(report).replace('"HERE"', "[" + "{}, " * (size // 4) + "{}]")
    return Heavy(words, {"wrong.json": text, "other.json": text})


def _toml(size: int) -> dict[str, str]:
    depth = size // 2
    return {
        "brackets in congress.toml": "units = " + "[" * depth + "]" * depth + "\n",
        "tables in congress.toml": "units = " + "{a=" * (size // 4) + "1" + "}" * (size // 4) + "\n",
        "dots in congress.toml": "a." * depth + "a = 1\n",
        "brackets in pyproject.toml": "[tool.congress]\nunits = " + "[" * depth + "]" * depth + "\n",
    }


def _settings(name: str, text: str) -> Heavy:
    return Heavy(("check",), {name.rsplit(" ", 1)[1]: text})


# In a small process of its own: what a process takes counts the memory of the one that it was made from.
MEASURE = """\
import resource, subprocess, sys
try:
    code = subprocess.run(sys.argv[2:], stdout=-3, stderr=-3, timeout=float(sys.argv[1])).returncode
except subprocess.TimeoutExpired:
    code = -1
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


class Taken(NamedTuple):
    """What a run took."""

    code: int
    seconds: float
    mb: float


def run(heavy: Heavy, timeout: float = 60) -> Taken:
    """The command in a folder of its own; exit code -1 where it is not done in time."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in heavy.files.items():
            Path(folder, name).write_text(text, "utf-8")
        command = [sys.executable, "-m", "congress_cli", *heavy.words]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, str(timeout), *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=True,
        )
    code, seconds, kib = measured.stdout.split()
    return Taken(int(code), float(seconds), int(kib) / 1024)


def chain_to_flat(units: int) -> float:
    """How much longer a chain of so many units takes to be judged than as many below one."""
    line = "  - {{id: U-{0:05}, name: x, level: upper, type: quan, parent: {1}}}\n"
    flat = "".join(line.format(number, "C") for number in range(units))
    chain = line.format(0, "C") + "".join(line.format(number, f"U-{number - 1:05}") for number in range(1, units))
    head = HEAD.replace("partial", "complete") + "units:\n" + CITY
    words = ("check", "--units", "units.yaml", "--as-of", "2020-12-31", "--format", "csv")
    taken = [run(Heavy(words, {"units.yaml": head + text}), timeout=300) for text in (chain, flat)]
    return taken[0].seconds / taken[1].seconds


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bytes", type=int, default=MIB)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    wrong = 0
    print("| input | exit code | seconds of processor | MB |\n|---|---|---|---|")
    for name, heavy in heavy_inputs(asked.bytes).items():
        if asked.only in name:
            taken = run(heavy)
            bad = taken.code != heavy.code or taken.seconds > MOST_SECONDS or taken.mb > MOST_MB
            wrong += bad
            print(f"| {name} | {taken.code} | {taken.seconds:.2f} | {taken.mb:.0f} |{' !' if bad else ''}", flush=True)
    if not asked.only:
        ratio = chain_to_flat(15_000)
        wrong += ratio > MOST_RATIO
        print(f"\nA chain of 15,000 units takes {ratio:.1f} times as long as 15,000 units below one.")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
