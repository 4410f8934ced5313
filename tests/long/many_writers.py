"""Many processes record at once, on the same and on different facts and units, while others read and edit.

python tests/long/many_writers.py [PROCESSES] [RECORDS]
"""

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.long.breaking import HEAD, JOURNAL, WARD, child, everything, is_temporary, quiet_run, write_city

UNITS = ("MN-01", "MN-02", "MN-03")
FACTS = ("congress.opened", "congress.closed", "review.issued")
READERS = 2
FIRST_DAY = date(2000, 1, 1)


def write_much(folder: Path, place: int, records: int) -> None:
    """Record so many days, none of them twice; ends the process with 1 where one is refused."""
    chance = random.Random(place)
    for number in range(records):
        day = FIRST_DAY + timedelta(days=place * records + number)
        ended = quiet_run(folder, ("record", chance.choice(UNITS), chance.choice(FACTS), day.isoformat()))
        if ended.code != 0:
            (folder / f"failed-{place}").write_text(str(ended), "utf-8")
            os._exit(1)
    os._exit(0)


def read_much(folder: Path, place: int) -> None:
    """Judge until the writers are done; a file that is torn would end in exit code 3."""
    while not (folder / "done").exists():
        ended = quiet_run(folder, ("check", "--format", "json=/dev/null", "--fail-on", "never"))
        if ended.code != 0:
            (folder / f"failed-reader-{place}").write_text(str(ended), "utf-8")
            os._exit(1)
    os._exit(0)


def edit_much(folder: Path) -> None:
    """Save a file of the registry again and again, as an editor does, without asking for the lock."""
    path, number = folder / "data" / "c.yaml", 0
    while not (folder / "done").exists():
        number += 1
        path.with_name("c.new").write_text(f"# {number}\n{HEAD}{WARD.format(id='MN-09')}", "utf-8")
        path.with_name("c.new").replace(path)
        assert path.read_text("utf-8").startswith(f"# {number}\n")
        time.sleep(0.01)
    os._exit(0)


def campaign(folder: Path, processes: int, records: int) -> int:
    """How many values the registry holds at last. Raises AssertionError where one is lost."""
    write_city(folder)
    (folder / "data" / "c.yaml").write_text(f"# 0\n{HEAD}{WARD.format(id='MN-09')}", "utf-8")
    with ExitStack() as others:
        for place in range(READERS):
            others.enter_context(child(lambda place=place: read_much(folder, place)))  # type: ignore[misc]
        others.enter_context(child(lambda: edit_much(folder)))
        with ExitStack() as writers:
            for place in range(processes):
                writers.enter_context(child(lambda place=place: write_much(folder, place, records)))  # type: ignore[misc]
        (folder / "done").write_bytes(b"")
    failed = [path.read_text("utf-8") for path in folder.glob("failed-*")]
    assert not failed, failed
    assert not [name for name in everything(folder) if is_temporary(name)]
    entries = [json.loads(line) for line in (folder / "data" / JOURNAL).read_text("utf-8").splitlines()]
    assert len({entry["id"] for entry in entries}) == processes * records
    held: dict[tuple[str, str], str] = {}
    for (change,) in (entry["changes"] for entry in entries):
        fact = (change["where"][1], change["where"][3])
        assert change["old"] == held.get(fact), change
        held[fact] = change["new"]
    files = "".join((folder / "data" / name).read_text("utf-8") for name in ("a.yaml", "b.yaml"))
    assert Counter(files.split())["congress.closed:"] == len([1 for _, fact in held if fact == "congress.closed"])
    for (_, name), day in held.items():
        assert f"{name}: {day}\n" in files
    return len(held)


def main(processes: int, records: int) -> None:
    """One campaign."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        campaign(Path(folder), processes, records)
    seconds = time.monotonic() - begun
    print(f"{processes} processes, {records} records each, {seconds:.0f} s: none lost, none refused, none torn")


if __name__ == "__main__":
    main(*[int(word) for word in (sys.argv[1:] + ["8", "50"][len(sys.argv) - 1 :])])
