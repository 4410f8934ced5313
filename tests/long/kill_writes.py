"""Commands are killed at random moments, and the next run must leave all of a change or nothing of it.

Two of three are killed by SIGKILL, the others are asked to end by SIGTERM, SIGINT or SIGHUP.

python tests/long/kill_writes.py [HOW MANY] [SEED]
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.long.breaking import COMMANDS, Ended, Trial, child, everything, is_temporary, quiet_run

WRITING_SECONDS = 0.01
SIGNALS = (*(6 * [signal.SIGKILL]), signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def campaign(folder: Path, name: str, count: int, chance: random.Random) -> Counter[str]:
    """Kill one command so many times; how often it came to what. Raises AssertionError where anything is lost.

    Every second time the moment is any while it runs, else one soon after it has begun to write.
    """
    trial, counts = Trial(folder, name), Counter[str]()
    begun = time.monotonic()
    trial.begin()
    with child(lambda: _run(trial)):
        pass
    seconds = time.monotonic() - begun
    for number in range(count):
        trial.begin()
        with child(lambda: _run(trial)) as process:
            if number % 2:
                time.sleep(chance.uniform(0, seconds))
            else:
                _wait_for_writing(trial.work, seconds)
                time.sleep(chance.uniform(0, WRITING_SECONDS))
            os.kill(process, chance.choice(SIGNALS))
        left = any(map(is_temporary, everything(trial.work)))
        counts["left something unfinished"] += left
        try:
            counts[trial.settle(Ended(None))] += 1
        except AssertionError as wrong:
            raise AssertionError(f"{name}, kill {number}: {wrong}") from wrong
    return counts


def _run(trial: Trial) -> None:
    quiet_run(trial.work, trial.command.words)


def _wait_for_writing(folder: Path, seconds: float) -> None:
    last = time.monotonic() + 2 * seconds
    while time.monotonic() < last and not any(is_temporary(path.name) for path in folder.rglob(".congress-*")):
        pass


def main(count: int, seed: int) -> None:
    """Kills spread over all commands."""
    chance, total = random.Random(seed), Counter[str]()
    each = -(-count // len(COMMANDS))
    for name in COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            counts = campaign(Path(folder), name, each, chance)
        total += counts
        print(f"{name:16} {each:4} kills: {dict(counts)}", flush=True)
    print(f"{each * len(COMMANDS)} kills: {dict(total)}; nothing lost")


if __name__ == "__main__":
    main(*[int(word) for word in (sys.argv[1:] + ["500", "11"][len(sys.argv) - 1 :])])
