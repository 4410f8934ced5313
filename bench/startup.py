"""How long `congress` takes beside the smallest programs that use the same libraries.

Runs the programs in turn, so that a slow moment of the machine hits all alike; prints medians and ratios.
Run it with the interpreter of the environment in which the project is installed.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BASELINES = ROOT / "bench" / "baselines"
ENVIRONMENT = os.environ | {"FORCE_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1"}


class Ratio(NamedTuple):
    """A program, its peer, and how many times the peer's time it may take."""

    program: str
    peer: str
    target: float


RATIOS = (
    Ratio("congress --version", "one_command.py", 1.3),
    Ratio("congress check --format table", "table_600.py", 2.0),
    Ratio("congress check | plain pipe", "table_600.py", 2.0),
)


def main() -> int:
    """Measure and print; 1 if `--check` was given and a ratio is over its target, else 0."""
    options = parse_options()
    medians = measure(programs(), runs=5 if options.quick else options.runs)
    print_medians(medians)
    within = [print_ratio(ratio, medians) for ratio in RATIOS]
    return int(options.check and not all(within))


def parse_options() -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="runs of each program (default 15)")
    parser.add_argument("--quick", action="store_true", help="5 runs of each program")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a ratio is over its target")
    return parser.parse_args()


def programs() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each program's name with its command and environment."""
    congress = shutil.which("congress", path=str(Path(sys.executable).parent))
    if congress is None:
        sys.exit("congress is not installed beside this interpreter")
    plain = {name: value for name, value in ENVIRONMENT.items() if name != "FORCE_COLOR"}
    return {
        "one_command.py": ([sys.executable, str(BASELINES / "one_command.py")], ENVIRONMENT),
        "congress --version": ([congress, "--version"], ENVIRONMENT),
        "table_600.py": ([sys.executable, str(BASELINES / "table_600.py")], ENVIRONMENT),
        "congress check --format table": ([congress, "check", "--format", "table"], ENVIRONMENT),
        "congress check | plain pipe": ([congress, "check"], plain),
    }


def measure(commands: dict[str, tuple[list[str], dict[str, str]]], runs: int) -> dict[str, float]:
    """Each program's median in milliseconds, after one run that does not count."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, (command, environment) in commands.items():
            times[name].append(milliseconds(command, environment))
    return {name: statistics.median(measured[1:]) for name, measured in times.items()}


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    """How long one run takes; stops the benchmark if it fails (1 only says that problems were found)."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    return elapsed * 1000


def print_medians(medians: dict[str, float]) -> None:
    """One line a program."""
    for name, median in medians.items():
        print(f"{name:<31}{median:7.0f} ms")


def print_ratio(ratio: Ratio, medians: dict[str, float]) -> bool:
    """One line for the ratio; whether it is within its target."""
    value = medians[ratio.program] / medians[ratio.peer]
    within = value <= ratio.target
    sign = "≤" if within else ">"
    print(f"{ratio.program} / {ratio.peer}: {value:.2f} {sign} {ratio.target}")
    return within


if __name__ == "__main__":
    sys.exit(main())
