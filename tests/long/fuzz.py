"""Bytes that reach new code, without end: does anything that reads files break?

    python tests/long/fuzz.py [TARGET…] [--runs N] [--plain]

needs `requirements-slow.txt`: atheris changes those inputs further that reached new lines of the package, and keeps
them in `build/fuzz`, where the next run begins. `--plain` takes the seeded changes of the short form instead. Each
target is a process of its own.

Prints the table of docs/reliability.md, and every fault with the file that shows it; ends with 1 where there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import subprocess
import sys
import tempfile
from contextlib import chdir
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

BUILD = Path(__file__).parents[2] / "build" / "fuzz"
NAMES = ("units", "rulebook", "waivers", "report", "journal", "csv", "xlsx")
LONGEST = 16_384


class Campaign:
    """One target: counts inputs, and keeps the first input of each fault."""

    def __init__(self, name: str) -> None:
        self.name, self.inputs, self.faults = name, 0, dict[str, str]()
        self.corpus = BUILD / name
        self.corpus.mkdir(parents=True, exist_ok=True)

    def one(self, data: bytes) -> None:
        """Tries one input."""
        from tests.long.fuzz_targets import TARGETS, place_of, try_one

        self.inputs += 1
        try:
            try_one(TARGETS[self.name], data)
        except Exception as error:
            self._keep(place_of(error), data)
        if self.inputs % 100 == 0:
            self.save()

    def _keep(self, place: str, data: bytes) -> None:
        if place not in self.faults:
            path = BUILD / f"fault-{self.name}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
            path.write_bytes(data)
            self.faults[place] = str(path)
            self.save()

    def save(self) -> None:
        """Writes down how far it is: a fuzzer ends its process by itself."""
        (BUILD / f"{self.name}.json").write_text(json.dumps([self.inputs, self.faults]), "utf-8")


def _fuzz(name: str, runs: int, plain: bool) -> None:
    """One target in this process."""
    atheris: Any = None
    if not plain:
        atheris = importlib.import_module("atheris")
        atheris.instrument_imports(include=["congress_cli"]).__enter__()  # for good: much is imported late
    from tests.long import fuzz_targets

    campaign = Campaign(name)
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        fuzz_targets.project_in(Path(folder))
        seeds = fuzz_targets.TARGETS[name].seeds()
        if atheris is None:
            for data in islice(fuzz_targets.altered(seeds, 0), runs):
                campaign.one(data)
            campaign.save()
            return
        for data in seeds:
            (campaign.corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
        words = [f"-runs={runs}", f"-max_len={LONGEST}", "-timeout=20", "-verbosity=0", "-close_fd_mask=0"]
        atheris.Setup([sys.argv[0], *words, f"-dict={_dictionary(seeds)}", str(campaign.corpus)], campaign.one)
        atheris.Fuzz()


def _dictionary(seeds: list[bytes]) -> Path:
    """The words of the seeds, for the fuzzer to put anywhere."""
    words = {
        word for data in seeds for word in data.replace(b'"', b" ").split() if 2 < len(word) < 30 and word.isascii()
    }
    path = Path("words.dict")
    shown = ["".join(f"\\x{byte:02x}" for byte in word) for word in sorted(words)[:2000]]
    path.write_text("".join(f'"{word}"\n' for word in shown), "ascii")
    return path


def main(words: list[str]) -> int:
    """Every target in a process of its own, one after the other."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)} (default: all)")
    parser.add_argument("--runs", type=int, default=20_000, help="inputs of each target (default: 20000)")
    parser.add_argument("--plain", action="store_true", help="without atheris")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.here:
        _fuzz(asked.targets[0], asked.runs, asked.plain)
        return 0
    BUILD.mkdir(parents=True, exist_ok=True)
    for name in asked.targets or NAMES:
        more = ["--plain"] if asked.plain else []
        with (BUILD / f"{name}.log").open("wb") as log:
            subprocess.run(
                [sys.executable, __file__, name, "--here", "--runs", str(asked.runs), *more], stdout=log, stderr=log
            )
    return _told(asked.targets or list(NAMES))


def _told(names: list[str]) -> int:
    print("| what was read | inputs | faults |\n|---|---|---|")
    told = {name: json.loads(path.read_text("utf-8")) for name in names if (path := BUILD / f"{name}.json").exists()}
    for name, (inputs, faults) in told.items():
        print(f"| {name} | {inputs:,} | {len(faults)} |")
    print(
        f"| all | {sum(inputs for inputs, _ in told.values()):,} | {sum(len(faults) for _, faults in told.values())} |"
    )
    for place, path in [pair for _, faults in told.values() for pair in faults.items()]:
        print(f"\n{place}\n  {path}")
    return int(len(told) < len(names) or any(faults for _, faults in told.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
