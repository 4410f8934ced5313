"""Commands on every Python there is, with the lowest and the newest allowed dependencies, in awkward surroundings.

python tests/long/machines.py [PYTHON …]      (default: every python3.11 and newer on the path and beside this one)

What is promised: an exit code of the contract, the same as elsewhere, no traceback, the same bytes of what programs
read. `doctor` may complain of the surroundings, and without docstrings (-OO) the schemas have no descriptions. The
order of a calendar's and a schema's lines is icalendar's and pydantic's: with other versions they are compared among
themselves.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
OLDEST = (3, 11)
UNPRIVILEGED = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
CODES = {0, 1, 2, 3, 130, 141, 143}

PROGRAMS = ("json", "jsonl", "csv", "markdown", "html", "junit", "sarif", "gitlab", "ics")
# Words of a command, and whether its output is the same bytes everywhere.
COMMANDS: dict[str, bool] = {
    "check --all": False,
    **{
        f"check --format {name}": True for name in ("json", "jsonl", "csv", "markdown", "html", "junit", "sarif", "ics")
    },
    "check -o report.xlsx --format xlsx": False,
    "check -o report.docx --format docx": False,
    "check --fail-on never -q": False,
    "check --unit NOBODY": False,
    "check --units nowhere.yaml": False,
    "explain MAU-01": False,
    "show MAU-01 --format json": True,
    "find mau": False,
    "tree --format json": True,
    "progress --format csv": True,
    "next --format ics": True,
    "plan MAU-02 --format json": True,
    "pace --format svg": True,
    "digest": False,
    "validate": False,
    "facts --format json": True,
    "clauses --format json": True,
    "rules lint": False,
    "rules list": False,
    "export -o form.csv": False,
    "record MAU-01 plan.issued 15/6/2020": False,
    "undo": False,
    "doctor": False,
    "schema report": True,
    "--version": True,
    "check --help": False,
}
WRITING = ("-o", "record", "undo")


class Surroundings(NamedTuple):
    """Where a command runs. `shell`: what is done with it; `read_only`: in a folder that may not be written."""

    environment: Mapping[str, str] = {}
    flags: tuple[str, ...] = ()
    shell: str = '"$@"'
    read_only: bool = False


SURROUNDINGS = {
    "as usual": Surroundings(),
    "LANG=C": Surroundings({"LANG": "C", "LC_ALL": "C"}),
    "cp1258": Surroundings({"PYTHONIOENCODING": "cp1258", "PYTHONUTF8": "0"}),
    "cp1252": Surroundings({"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}),
    "-W error": Surroundings(flags=("-W", "error")),
    "-X dev": Surroundings(flags=("-X", "dev", "-W", "error")),
    "-O": Surroundings(flags=("-O",)),
    "-OO": Surroundings(flags=("-OO",)),
    "no HOME": Surroundings({"HOME": ""}),
    "HOME that cannot be written": Surroundings({"HOME": "/proc", "TMPDIR": "/proc"}),
    "a folder that cannot be written": Surroundings(read_only=True),
    "a closed pipe": Surroundings(shell='set -o pipefail; "$@" | head -c 1 >&3'),
    "standard output closed": Surroundings(shell='"$@" >&-'),
    "standard error closed": Surroundings(shell='"$@" 2>&-'),
    "standard input closed": Surroundings(shell='"$@" <&-'),
    "1 column": Surroundings({"COLUMNS": "1"}),
    "20 columns": Surroundings({"COLUMNS": "20"}),
    "TERM=dumb": Surroundings({"TERM": "dumb"}),
    "NO_COLOR": Surroundings({"NO_COLOR": "1", "FORCE_COLOR": "1"}),
}


# What may differ from one Python to another, and with dependencies; the rest is tried on the first Python alone.
EVERYWHERE: tuple[str, ...] = ("as usual", "LANG=C", "cp1258", "-W error", "-O")


def pythons() -> Iterator[str]:
    """Every Python of a known version, each once."""
    folders = [*sorted(map(str, Path(sys.base_prefix).parent.glob("*/bin"))), *os.get_exec_path()]
    seen = set()
    for path in (path for folder in folders for path in Path(folder).glob("python3.[0-9][0-9]")):
        told = subprocess.run(
            [path, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, check=False
        )
        version = tuple(map(int, told.stdout.split()))
        if not told.returncode and version >= OLDEST and version not in seen:
            seen.add(version)
            yield str(path)


def lowest() -> list[str]:
    """The dependencies, each at the lowest version that is allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.sub(r">=([\d.]+).*?(;|$)", r"==\1\2", one) for one in project["dependencies"]]


def newest() -> list[str]:
    """The dependencies as they are allowed."""
    project: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return project


def installed(python: str, folder: Path, *wanted: str) -> str | None:
    """The Python of a fresh environment; None where the dependencies do not install."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    pip = (folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check")
    made = subprocess.run([*pip, *wanted], capture_output=True, check=False)
    if made.returncode:
        print(f"   does not install: {made.stderr.decode().strip().splitlines()[-1]}")
        return None
    return str(folder / "bin" / "python")


class Told(NamedTuple):
    """What one command left."""

    code: int
    out: bytes
    err: str


def run(python: str, words: str, around: Surroundings, folder: Path) -> Told:
    """One command on a copy of the invented city."""
    shutil.copytree(ROOT / "examples" / "thanh-pho-mau", folder / "data")
    shutil.copy(ROOT / "data" / "rules.yaml", folder / "data")
    command = [python, *around.flags, "-m", "congress_cli", *words.split()]
    if around.read_only:
        subprocess.run(["chmod", "-R", "a-w", folder], check=True)
        command = [*UNPRIVILEGED, *command]
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "HOME": str(folder)}
    shell = ["bash", "-c", f"exec 3>/dev/null; {around.shell}", "-", *command]
    environment = {**base, **around.environment}
    ran = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
    subprocess.run(["chmod", "-R", "u+w", folder], check=True)
    shutil.rmtree(folder)
    return Told(ran.returncode, ran.stdout, ran.stderr.decode("utf-8", "replace"))


def by_others(words: str) -> bool:
    """Whether libraries order what this command prints."""
    return words.endswith("--format ics") or words.startswith("schema ")


def wrong(words: str, told: Told, usual: Told, name: str) -> Iterator[str]:
    """What is not as it was promised."""
    written = any(word in words.split() for word in WRITING)
    if told.code not in CODES:
        yield f"exit code {told.code}"
    if "Traceback" in told.err or "Exception ignored" in told.err or "Warning:" in told.err:
        yield "a traceback or a warning"
    if name == "a closed pipe":
        expected = {usual.code, 141}
    elif name == "standard output closed":
        expected = {3} if usual.out else {usual.code}
    elif name == "a folder that cannot be written":
        expected = {3} if written and usual.code in (0, 1) else {usual.code}
    else:
        expected = {0, 1} if words == "doctor" else {usual.code}
    if told.code not in expected:
        yield f"exit code {told.code}, elsewhere {sorted(expected)}: {told.err.strip()[-200:]}"
    elsewhere = ("a closed pipe", "standard output closed", *(("-OO",) if words == "schema report" else ()))
    if COMMANDS[words] and name not in elsewhere and told.out != usual.out:
        yield "other bytes"


def trial(label: str, python: str, folder: Path, usual: dict[str, Told], names: Iterable[str]) -> tuple[int, int]:
    """Every command in these surroundings on one machine: how many runs, how many of them went wrong."""
    runs = faults = 0
    for name, around in ((name, SURROUNDINGS[name]) for name in names):
        for words in COMMANDS:
            told = run(python, words, around, folder / "city")
            usual.setdefault(words, told)
            runs += 1
            complaints = list(wrong(words, told, usual[words], name))
            faults += bool(complaints)
            for one in complaints:
                print(f"   {label}, {name}: congress {words}: {one}")
    return runs, faults


def main() -> int:
    """Print a line for each machine; 1 where anything went wrong."""
    asked, usual, total = sys.argv[1:] or list(pythons()), dict[str, Told](), [0, 0]
    locked: tuple[str, ...] = ("--require-hashes", "-r", str(ROOT / "requirements.txt"))
    machines = {one: (one, locked, EVERYWHERE) for one in asked}
    machines["lowest dependencies"] = asked[0], tuple(lowest()), EVERYWHERE
    machines["newest dependencies"] = asked[-1], tuple(newest()), EVERYWHERE
    others = tuple(name for name in SURROUNDINGS if name not in EVERYWHERE)
    machines["other surroundings"] = asked[0], locked, others
    for label, (python, wanted, names) in machines.items():
        with tempfile.TemporaryDirectory() as name:
            made = installed(python, Path(name) / "venv", *wanted)
            here = usual if wanted == locked else {one: told for one, told in usual.items() if not by_others(one)}
            runs, faults = (0, 1) if made is None else trial(label, made, Path(name), here, names)
        print(f"{label}: {runs} runs, {faults} went wrong", flush=True)
        total = [total[0] + runs, total[1] + faults]
    print(f"{len(machines)} machines, {total[0]} runs, {total[1]} went wrong")
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
