"""What is read of files that nobody vouches for, and what must hold of any bytes in them; the command is `fuzz.py`.

A text is read, or refused with a message: no traceback, at most 2 seconds and 300 MB. What the fast reader reads, the
full one reads as well, and the same. Of so many inputs one goes through a whole command, which ends with an exit code
of the contract.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from congress_cli.__main__ import run
from congress_cli.edit.journal import read_journal
from congress_cli.edit.sheets.importing import read_sheet
from congress_cli.errors import CongressError
from congress_cli.formats import FORMATS
from congress_cli.model.message import Unreadable
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import find_project
from congress_cli.reading.report import read_saved
from congress_cli.screens.diagnostics import diagnostics_text, error_text
from tests.cli.commands import ROOT, RULES, WAIVERS
from tests.edit.sheets.forms import VERSION, csv_bytes, facts, two_units, workbook
from tests.long.breaking import write_city

MOST_SECONDS, MOST_MB = 2.0, 300
CODES = (0, 1, 2, 3)
ONE_IN = 16  # inputs of so many go through a whole command
SHEET_FACTS = facts(congress_opened="2020-06-03", topics={"items": ["one"]}, results={"values": {"turnout": "3"}})
DATA = two_units(**SHEET_FACTS)
LAST = date(2020, 7, 1)


class FaultError(AssertionError):
    """A promise that was not kept."""


class Target(NamedTuple):
    """The file that the input is written to, what reads it, the commands that read it, and what to begin with."""

    file: str
    read: Callable[[bytes], object]
    commands: tuple[tuple[str, ...], ...]
    seeds: Callable[[], list[bytes]]
    packed: Callable[[bytes], bytes] = bytes


# ---------------------------------------------------------------- one input


def project_in(folder: Path) -> None:
    """An invented city with waivers, a journal and two saved reports, made the present folder."""
    write_city(folder)
    os.chdir(folder)
    (folder / "data" / "waivers.yaml").write_text(WAIVERS, "utf-8")
    for words in (
        ("record", "MN-01", "congress.closed", "16/6/2020"),
        ("undo",),
        *(
            ("check", "-o", name, "--fail-on", "never", "--as-of", "20/6/2020")
            for name in ("report.json", "other.json")
        ),
    ):
        ran(words)


def ran(words: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and standard error of a command. FaultError for another exit code, or a refusal without a word."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(out), redirect_stderr(err):
        code = int(run(words))
    err.seek(0)
    told = err.read()
    if code not in CODES or "Traceback" in told or (code in (2, 3) and not told.strip()):
        raise FaultError(f"{words} ended with {code}: {told[-300:]}")
    return code, told


def try_one(target: Target, data: bytes) -> None:
    """Reads an input in the folder of the project. Raises whatever is no refusal; FaultError over the bounds."""
    before, memory = time.process_time(), _mb()
    content = target.packed(data)
    Path(target.file).write_bytes(content)
    target.read(content)
    number = crc32(data)
    if number % ONE_IN == 0:
        ran(target.commands[number // ONE_IN % len(target.commands)])
    took, grown = time.process_time() - before, _mb() - memory
    if took > MOST_SECONDS or grown > MOST_MB:
        raise FaultError(f"took {took:.1f} s, {grown} MB")


def _mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def place_of(error: BaseException) -> str:
    """What names a fault: its kind and the innermost line of the package."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "congress_cli" in frame.filename] or frames
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return (
        f"{type(error).__name__} {where} {error}"
        if isinstance(error, FaultError)
        else f"{type(error).__name__} {where}"
    )


def _refused(work: Callable[[], Any]) -> Any:
    """What was read, or the words of the refusal in both languages."""
    try:
        return work()
    except Unreadable as unreadable:
        return "".join(diagnostics_text(unreadable.diagnostics, language) for language in ("vi", "en"))
    except CongressError as error:
        return "".join(error_text(error, language) for language in ("vi", "en"))


def _by_both_readers(data: bytes) -> None:
    del data
    project = find_project(Path.cwd(), "data", "data/rules.yaml", "data/waivers.yaml")
    quick, careful = (_refused(partial(read_data, project, warnings=careful)) for careful in (False, True))
    if _compared(quick) != _compared(careful):
        raise FaultError("the fast and the full reader do not say the same")


def _compared(read: Data | str) -> object:
    return read if isinstance(read, str) else (read.registry, read.rulebook, read.waivers)


def _as_report(data: bytes) -> None:
    read = _refused(lambda: read_saved("report.json"))
    if not isinstance(read, str):
        names = sorted(FORMATS)
        ran(("render", "report.json", "-o", "out", "--force", "--format", names[crc32(data) % len(names)]))


def _as_journal(data: bytes) -> None:
    del data
    journal = read_journal(Path("data"))
    _refused(lambda: (journal.entries, journal.undone, journal.standing()))


def _as_sheet(path: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        _refused(lambda: read_sheet(data, path, DATA, VERSION, LAST, adds=bool(crc32(data) & 1)))

    return read


# ---------------------------------------------------------------- what to begin with


def _windows(paths: list[str], most: int = 70) -> list[bytes]:
    """Files of the project; of a long one its beginning, and that before pieces from all along it."""
    found = []
    for name in paths:
        lines = (ROOT / name).read_text("utf-8").splitlines(keepends=True)
        head = next((place + 1 for place, line in enumerate(lines) if line.startswith(("units:", "rules:"))), 10)
        starts = [place for place, line in enumerate(lines) if line.startswith("  - ") and place >= head]
        pieces = [lines[start : start + most // 2] for start in starts[:: max(1, len(starts) // 8)]]
        kept = lines if len(lines) <= most else lines[:most]
        found += ["".join(kept), *("".join(lines[: min(head, most)] + piece) for piece in pieces if len(lines) > most)]
    return [text.encode() for text in found]


WAYS_TO_WRITE = """\
# An invented city, written in every way that the fast reader knows, and one that it leaves to the full one.
format: congress-units/1
term: "2020-2025"
as_of: 2020-06-30
records: complete
task_forces: [{id: TF-1, name: 'Đoàn một'}, {id: TF-2, name: "Đoàn hai"}]
units:
  - id: MN
    name: "Đảng bộ Thành phố Mẫu Nhỏ"   # a comment
    level: city
    type: thanh-pho
  - {id: MN-01, name: Một, level: grassroots, type: phuong, parent: MN, facts: {plan.issued: 2020-06-15}}
  - id: MN-06
    name: 'Đảng bộ phường Sáu'

    level: grassroots
    type: phuong
    parent: MN
    tags: [pilot]
    task_force: TF-1
    source: "sổ tay, trang 3"
    facts: {plan.issued: "2020-06-14", review.issued: {day: 2020-06-20/.., document: 12-CV/ĐU}}
  - id: MN-07
    name: Bảy
    level: grassroots
    type: phuong
    parent: MN
    closed: {day: 2020-06-20, into: MN-06}
    facts:
      congress.opened:
        day: 2020-06-10/2020-06-12
        note: >-
          trên hai
          dòng
      plan.issued: 2020-06
  - {id: MN-08, name: "Tám, {x", facts: {plan.issued: {day: 2020-06, note: "a}, b"}}, level: grassroots, type: phuong}
  - id: MN-09
    name: Chín
    level: grassroots
    type: phuong
    parent: MN
    facts:
      congress.opened: 2020-06-10
      review.issued:
        day: 2020-06-20
        document: 13-CV/ĐU
      plan.issued: 2020-06-12
"""


def _units() -> list[bytes]:
    own = [Path("data/a.yaml").read_bytes(), WAYS_TO_WRITE.encode()]
    return own + _windows(
        ["data/units.yaml", "examples/thanh-pho-mau/quan-mau-mot.yaml", "tests/cases/small-city/units.yaml"]
    )


def _rules() -> list[bytes]:
    papers = [
        str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests" / "cases" / "papers").glob("*/rules.yaml"))
    ]
    return [RULES.encode(), *_windows(["data/rules.yaml", "tests/cases/small-city/rules.yaml", *papers])]


def _reports() -> list[bytes]:
    whole = Path("report.json").read_bytes()
    parts = json.loads(whole)
    return [
        whole,
        *(json.dumps({**parts, key: value[:1]}).encode() for key, value in parts.items() if isinstance(value, list)),
    ]


def _journals() -> list[bytes]:
    data = Path("data/congress-journal.jsonl").read_bytes()
    old = b'{"number": 1, "at": "2020-06-16T10:00:00+07:00", "by": null, "command": "record", "changes": []}\n'
    return [data, *data.splitlines(keepends=True), old]


def _sheets() -> list[bytes]:
    head = b"unit,name,congress.opened,topics\nU-1,Mot,3/6/2020,x\n"
    return [csv_bytes(DATA), csv_bytes(DATA, "en"), Path("form.csv").read_bytes(), head, head.replace(b",", b";")]


def _workbooks() -> list[bytes]:
    whole = workbook(DATA)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = [bytes([place]) + archive.read(name) for place, name in enumerate(archive.namelist())]
    return [whole, *parts]


def _with_part(data: bytes) -> bytes:
    """A whole workbook as it is; else the first byte says which part of a form the others take the place of."""
    if not data or data.startswith(b"PK"):
        return data
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORM)) as archive, zipfile.ZipFile(packed, "w") as changed:
        names = archive.namelist()
        for place, name in enumerate(names):
            changed.writestr(name, data[1:] if place == data[0] % len(names) else archive.read(name))
    return packed.getvalue()


FORM = workbook(DATA)
CHECKS = (
    ("check",),
    ("validate",),
    ("rules", "lint"),
    ("next",),
    ("show", "MN-01"),
    ("export", "-o", "x.csv", "--force"),
)
VERIFIED = (
    *(("diff", "report.json", "other.json"), ("diff", "other.json", "report.json"), ("verify", "report.json")),
    *(("merge", "report.json", "other.json"), ("render", "report.json", "--format", "csv")),
)
TARGETS = {
    "units": Target("data/a.yaml", _by_both_readers, CHECKS, _units),
    "rulebook": Target("data/rules.yaml", _by_both_readers, CHECKS, _rules),
    "waivers": Target("data/waivers.yaml", _by_both_readers, CHECKS, lambda: [WAIVERS.encode()]),
    "report": Target("report.json", _as_report, VERIFIED, _reports),
    "journal": Target("data/congress-journal.jsonl", _as_journal, (("journal",), ("undo", "--dry-run")), _journals),
    "csv": Target("x.csv", _as_sheet("x.csv"), (("import", "x.csv"), ("import", "x.csv", "--add-units")), _sheets),
    "xlsx": Target("x.xlsx", _as_sheet("x.xlsx"), (("import", "x.xlsx"),), _workbooks, _with_part),
}


# ---------------------------------------------------------------- inputs without a fuzzer

ODD = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'"',
    b"[" * 50,
    b"{",
    b"\n",
    b"\t",
    b": ",
    b"- ",
    b"&a ",
    b"*a",
    b"!!set ",
    b"9" * 400,
)


def altered(seeds: list[bytes], seed: int) -> Iterator[bytes]:
    """Inputs without end, always the same ones: pieces of seeds cut out, doubled, put elsewhere or made odd."""
    chance = random.Random(seed)
    while True:
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            first, last = sorted(chance.choices(range(len(data) + 1), k=2))
            last = min(last, first + chance.choice((0, 1, 8, 60)))
            other = chance.choice(seeds)
            place = chance.randrange(len(other) + 1)
            data[first:last] = chance.choice(
                (b"", chance.choice(ODD), other[place : place + 40], bytes(data[first:last]) * 2)
            )
        yield bytes(data)
