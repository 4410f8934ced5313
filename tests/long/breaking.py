"""Commands that write, a project to run them on, and what must hold after one was broken off. All is invented.

The short forms run with the tests, the long ones by hand: `python tests/long/fault_writes.py` and its neighbours.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from congress_cli.__main__ import run
from tests.cli.commands import DECIDING, RULES

JOURNAL = "congress-journal.jsonl"
NOTE = "congress-transaction.json"
LOCKS = (".congress.lock", ".lock")
TEMPORARY = re.compile(r"\.congress-[0-9a-f]{16}\.(?:new|old|tmp|bak)\Z")
NOTHING = re.compile("nothing was (?:changed|written)|as it was")

HEAD = "format: congress-units/1\nterm: 2020-2025\nas_of: 2020-06-30\nrecords: complete\nunits:\n"
WARD = "  - id: {id}\n    name: Đảng bộ phường {id}\n    level: grassroots\n    type: phuong\n    parent: MN\n    facts:\n      plan.issued: 2020-06-15\n"  # noqa: E501
CITY = "  - id: MN\n    name: Đảng bộ Thành phố Mẫu Nhỏ\n    level: city\n    type: thanh-pho\n"
FORM = (
    "unit,plan.issued,congress.closed\r\nMN-01,14/6/2020,16/6/2020\r\nMN-02,15/6/2020,17/6/2020\r\nMN-03,13/6/2020,\r\n"
)


class Command(NamedTuple):
    """A command that writes, those that ran before it, and one that settles what a killed one left."""

    words: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    settle: tuple[str, ...] = ("record", "MN-02", "plan.issued", "15/6/2020")


WAIVE = ("waive", "MN-01", "review-issued", "--until", "31/7/2020", "--document", "31-CV/BTCTU", "--reason", "thử")
IMPORT = ("import", "form.csv", "--apply")
REPORTS = ("check", "--fail-on", "never", *(f"--format={name}=r.{name}" for name in ("json", "html", "plain")))
CLOSING = ("--day", "1/6/2020", "--document", "3-QĐ/TU")
COMMANDS = {
    "record": Command(("record", "MN-01", "congress.closed", "16/6/2020")),
    "record --clear": Command(("record", "MN-01", "plan.issued", "--clear")),
    "import": Command(IMPORT),
    "undo": Command(("undo",), (IMPORT,)),
    "waive": Command(WAIVE),
    "undo of waive": Command(("undo",), (WAIVE,)),
    "unit add": Command(("unit", "add", "MN-04", "Bốn", "--level", "grassroots", "--type", "phuong", "--parent", "MN")),
    "unit move": Command(("unit", "move", "MN-03", "--parent", "MN-01")),
    "unit merge": Command(("unit", "merge", "MN-03", "--into", "MN-01", *CLOSING)),
    "unit close": Command(("unit", "close", "MN-03", *CLOSING)),
    "init": Command(("init", "new"), settle=("init", "new")),
    "export": Command(("export", "-o", "out.csv"), settle=("export", "-o", "out.csv", "--force")),
    "reports": Command(
        REPORTS, (("check", "-o", "r.json", "--as-of", "20/6/2020", "--fail-on", "never"),), settle=REPORTS
    ),
    "history": Command(("history", "--store", "kept"), settle=("history", "--store", "kept")),
}


def write_city(folder: Path) -> None:
    """A registry of two files in a folder, a rulebook, a filled-in form and settings."""
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "rules.yaml").write_text(RULES, "utf-8")
    (data / "a.yaml").write_text(HEAD + CITY + WARD.format(id="MN-01"), "utf-8")
    (data / "b.yaml").write_text(HEAD + WARD.format(id="MN-02") + WARD.format(id="MN-03"), "utf-8")
    (folder / "form.csv").write_text(FORM, "utf-8", newline="")
    (folder / "congress.toml").write_text('units = "data"\nrules = "data/rules.yaml"\nlang = "en"\n', "utf-8")


class Ended(NamedTuple):
    """How a run ended; `code` is None for one that was killed."""

    code: int | None
    err: str = ""


Files = dict[str, bytes]


def everything(folder: Path) -> Files:
    """Every file below a folder but the locks."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in LOCKS]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def lasting(files: Files) -> Files:
    """Without what is temporary; of a journal only what each entry changed, for ids and moments are never the same."""
    kept = {name: data for name, data in files.items() if not is_temporary(name)}
    return {name: _entries(data) if name.endswith(JOURNAL) else data for name, data in kept.items()}


def _entries(data: bytes) -> bytes:
    assert not data or data.endswith(b"\n")
    return repr([json.loads(line)["changes"] for line in data.splitlines()]).encode()


def is_temporary(path: str) -> bool:
    """Whether a file is one that a run removes again."""
    name = path.rpartition("/")[2]
    return name == NOTE or TEMPORARY.match(name) is not None


def quiet_run(folder: Path, words: tuple[str, ...]) -> Ended:
    """A run in this process, in a folder."""
    from io import BytesIO, TextIOWrapper

    kept = sys.stdout, sys.stderr, Path.cwd()
    out, err = (TextIOWrapper(BytesIO(), "utf-8") for _ in range(2))
    for name in DECIDING:
        os.environ.pop(name, None)
    os.chdir(folder)
    sys.stdout, sys.stderr = out, err
    try:
        code = int(run(words))
        err.flush()
        return Ended(code, err.buffer.getvalue().decode())
    finally:
        sys.stdout, sys.stderr = kept[:2]
        os.chdir(kept[2])


class Trial:
    """One command on a project of its own, again and again from the same beginning."""

    def __init__(self, folder: Path, name: str) -> None:
        self.command = COMMANDS[name]
        self.template, self.work = folder / "template", folder / "work"
        write_city(self.template)
        for words in self.command.before:
            assert quiet_run(self.template, words).code == 0
        self.before = lasting(everything(self.template))
        self.begin()
        ended = quiet_run(self.work, self.command.words)
        assert ended.code == 0, ended
        self.after = lasting(everything(self.work))
        assert self.before != self.after

    def begin(self) -> None:
        """The project as it was at first."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.template, self.work)

    def settle(self, ended: Ended) -> str:
        """Check what is there, let the next run settle it, and check again; which of both states it came to."""
        told_nothing = NOTHING.search(ended.err) is not None
        if ended.code is not None:
            assert ended.code in (0, 3), ended
            present = lasting(everything(self.work))
            assert present in (self.before, self.after) or "interrupted" in ended.err or "put back" in ended.err, ended
            assert ended.code != 0 or present == self.after, ended
            assert not told_nothing or present == self.before, ended
        settled = quiet_run(self.work, self.command.settle)
        assert settled.code in (0, 3), settled
        files = everything(self.work)
        assert not [name for name in files if is_temporary(name)], settled
        present = lasting(files)
        if self.command.settle[0] != "record":  # it writes the same once more
            assert present == self.after
        assert present in (self.before, self.after), (ended, settled)
        assert ended.code != 0 or present == self.after
        assert not told_nothing or present == self.before or self.command.settle[0] != "record"
        return "written" if present == self.after else "not written"


@contextmanager
def child(body: Callable[[], None]) -> Iterator[int]:
    """A copy of this process that does something and ends; its number."""
    number = os.fork()
    if not number:
        try:
            body()
        finally:
            os._exit(99)
    try:
        yield number
    finally:
        os.waitpid(number, 0)
