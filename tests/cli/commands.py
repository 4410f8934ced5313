"""Runs of `congress`, in this process or in one of its own, and a small project to run them on."""

import io
import json
import os
import shlex
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import congress_cli
from congress_cli.__main__ import run

ROOT = Path(__file__).parents[2]
CITY = ROOT / "examples" / "thanh-pho-mau"
CASE = ROOT / "tests" / "cases" / "small-city"
SOURCE = Path(congress_cli.__file__).parents[1]
QUIET_ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "TERM": "xterm"}
DECIDING = (
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "CONGRESS_UNITS", "CONGRESS_RULES", "CONGRESS_LANG"),
    *("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"),
)


class Ran(NamedTuple):
    """What one run left: its exit code and its texts."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()


def widest(lines: list[str]) -> int:
    """How many columns the widest line has; a command that is printed in a line of its own stays whole."""
    return max((len(line) for line in lines if not line.lstrip().startswith("congress ")), default=0)


def congress_words(*words: object) -> list[str]:
    """The words of a process that runs `congress`."""
    return [sys.executable, "-m", "congress_cli", *map(str, words)]


def in_own_process(
    *words: object, folder: Path = ROOT, interpreter: tuple[str, ...] = (), stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A run in a process of its own, in an environment that holds nothing but what is given."""
    command = congress_words(*words)
    return subprocess.run(
        [command[0], *interpreter, *command[1:]],
        cwd=folder,
        env={**QUIET_ENVIRONMENT, **environment},
        input=stdin,
        capture_output=True,
        check=False,
    )


def asking(*words: str) -> dict[str, Any]:
    """The environment in which fish asks what the last of some words may become."""
    begun = f"'{words[-1]}" if " " in words[-1] else words[-1]
    line = f"{shlex.join(['congress', *words[:-1]])} {begun}"
    return {
        "_CONGRESS_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": line,
    }


ONE_AFTER_THE_OTHER = """\
import contextlib, io, json, sys
from congress_cli.__main__ import run

for words in json.load(sys.stdin):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    for stream in (out, err):
        stream.seek(0)
    print(json.dumps([int(code), out.read(), err.read()]))
"""


def all_in_one_process(*commands: str, folder: Path = ROOT, **environment: str) -> list[Ran]:
    """Several runs, one after the other, in one process of their own: its start is paid for once."""
    ran = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_THE_OTHER],
        cwd=folder,
        env={**QUIET_ENVIRONMENT, **environment},
        input=json.dumps([command.split() for command in commands]),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [Ran(*json.loads(line)) for line in ran.stdout.splitlines()]


def in_this_process(
    *words: object, folder: Path = ROOT, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The same without a new process, which takes most of the time: for all that does not hang on how Python starts."""
    argv = [str(word) for word in words]
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    handler = signal.getsignal(signal.SIGTERM)
    with (
        chdir(folder),
        patch.dict(os.environ, {**QUIET_ENVIRONMENT, **environment}, clear=True),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run(argv)
    signal.signal(signal.SIGTERM, handler)
    return subprocess.CompletedProcess(argv, int(code), _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.seek(0)
    return bytes(stream.buffer.read())


RULES = """\
# An invented rulebook.
format: congress-rules/1
language: vi
directive: {number: 01-TB/MN, kind: Thông báo, issuer: Thành ủy Mẫu Nhỏ, issued: 2020-06-11, term: 2020-2025}
levels:
  city: {vi: "Thành phố", en: "City"}
  grassroots: {vi: "cơ sở", en: "grassroots"}
types:
  thanh-pho: {level: city, vi: "thành phố", en: "city"}
  phuong: {level: grassroots, vi: "phường", en: "ward"}
tags:
  pilot: {vi: "đại hội điểm", en: "pilot congress"}
facts:
  plan.issued: {kind: event, vi: "ban hành kế hoạch", en: "plan issued"}
  congress.opened: {kind: event, vi: "đại hội bắt đầu", en: "congress opened"}
  congress.closed: {kind: event, after: congress.opened, vi: "bế mạc đại hội", en: "congress closed"}
  review.issued: {kind: event, vi: "tổng kết", en: "review issued"}
clauses:
  - {id: "1.1", check: automated, rules: [plan-issued], vi: "Ban hành kế hoạch.", en: "Issue a plan."}
  - {id: "2.1a", check: automated, rules: [congress-held], vi: "Phấn đấu xong đại hội.", en: "Strive to finish."}
  - {id: "2.1b", check: automated, rules: [review-issued], vi: "Tổng kết.", en: "Review."}
rules:
  - id: plan-issued
    kind: event
    title: {vi: "Ban hành kế hoạch", en: "Plan issued"}
    clause: ["1.1"]
    owner: grassroots
    modality: must
    applies_to: {level: grassroots}
    event: plan.issued
    by: 2020-06-20
  - id: congress-held
    kind: event
    title: {vi: "Xong đại hội", en: "Congress held"}
    clause: ["2.1a"]
    owner: [grassroots, city]
    modality: strive
    applies_to: {level: grassroots}
    event: congress.closed
    by: 2020-06-20
  - id: review-issued
    kind: event
    title: {vi: "Tổng kết", en: "Review issued"}
    clause: ["2.1b"]
    owner: task-force
    modality: must
    applies_to: {level: grassroots}
    event: review.issued
    by: 2020-06-20
    limit_basis: inferred
"""
PLAN, CONGRESS, REVIEW = "plan.issued: 2020-06-15", "congress.closed: 2020-06-16", "review.issued: 2020-06-17"
ALL_DONE = (PLAN, CONGRESS, REVIEW)
WAIVERS = """\
format: congress-waivers/1
waivers:
  - {rule: plan-issued, units: [MN-01], from: 2020-06-12, until: 2020-07-31, authority: Ban Tổ chức, document: 31-CV/BTCTU, reason: "thử"}
"""  # noqa: E501


def units_text(
    *facts: str, records: str = "complete", as_of: str | None = "2020-06-30", name: str = "Đảng bộ phường Một"
) -> str:
    """A registry of one city and one ward with these facts, each of them a line."""
    frozen = f"as_of: {as_of}\n" if as_of else ""
    held = "".join(f"\n      {fact}" for fact in facts) or " {}"
    return f"""\
# An invented city.
format: congress-units/1
term: 2020-2025
{frozen}records: {records}
units:
  - id: MN
    name: Đảng bộ Thành phố Mẫu Nhỏ
    level: city
    type: thanh-pho
  - id: MN-01
    name: {name}
    level: grassroots
    type: phuong
    parent: MN
    facts:{held}
"""


def write_project(folder: Path, *facts: str, waivers: str | None = None, rules: str = RULES, **units: Any) -> Path:
    """A project of the small rulebook and of a registry with these facts."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / "rules.yaml").write_text(rules, "utf-8")
    (data / "units.yaml").write_text(units_text(*facts, **units), "utf-8")
    if waivers is not None:
        (data / "waivers.yaml").write_text(waivers, "utf-8")
    return folder
