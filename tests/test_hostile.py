"""Hostile and clumsy input, case by case, through the command: a message and 0, 1 or 3, never a traceback."""

from __future__ import annotations

import codecs
import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path
from time import perf_counter

import pytest

from congress_cli.__main__ import run
from tests.cli.commands import (
    ALL_DONE,
    QUIET_ENVIRONMENT,
    ROOT,
    RULES,
    congress_words,
    in_own_process,
    in_this_process,
    units_text,
    write_project,
)

UNITS = units_text(*ALL_DONE)
FACT = "plan.issued: 2020-06-15"
NAME = "Đảng bộ phường Một"
HEAD = re.compile(r"(?m)^(\S+?):(\d+:\d+): ([a-z-]+): .+$")


@pytest.fixture
def congress(capfd, monkeypatch, tmp_path):
    """A run of `congress` in an empty folder: exit code, standard output, standard error."""
    for name in ("CONGRESS_LANG", "CONGRESS_UNITS", "CONGRESS_RULES", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)

    def ran(*words: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = int(run([*map(str, words), "--lang", "en"]))
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert_harmless(out + err)
        return code, out, err

    yield ran
    signal.signal(signal.SIGTERM, before)


def assert_harmless(text: str) -> None:
    """No character that a terminal obeys."""
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") and char != "\n"]
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", text)


def replaced(good: str, bad: str) -> bytes:
    assert good in UNITS
    return UNITS.replace(good, bad, 1).encode()


def deep(opening: str) -> bytes:
    return UNITS.encode() + b"more: " + opening.encode()


BOMB = "bomb: &a [x, x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(9))
# What is refused: the bytes of data/units.yaml, the one mistake, where it is told.
REFUSED = {
    "1 an alias bomb": (UNITS.encode() + BOMB.encode(), "yaml-anchor", "20:7"),
    "2 an alias of itself": (UNITS.encode() + b"me: &me [*me]\n", "yaml-anchor", "20:5"),
    "3 five hundred levels": (deep("[" * 500), "yaml-depth", "20:46"),
    "3 fifty thousand levels": (deep("[" * 50_000), "yaml-depth", "20:46"),
    "3 fifty thousand levels of lists": (UNITS.encode() + b"more:\n" + b"- " * 50_000, "yaml-depth", "21:79"),
    "4 a key twice": (replaced("  level: city\n", "  level: city\n    level: city\n"), "key-twice", "10:5"),
    "4 a key and its twin with a character nobody sees": (
        replaced("    level: city\n", "    level: city\n    level\u200b: city\n"), "key-unknown", "10:5",
    ),
    "5 an id twice": (replaced("id: MN-01", "id: MN"), "id-twice", "11:9"),
    "8 a number with a leading zero": (replaced(FACT, "plan.issued: 08"), "day-format", "17:20"),
    "9 the thirtieth of February": (replaced(FACT, "plan.issued: 2025-02-30"), "day-impossible", "17:20"),
    "9 a day without zeros": (replaced(FACT, "plan.issued: 2025-1-5"), "day-loose", "17:20"),
    "9 a day of either order": (replaced(FACT, "plan.issued: 05/06/2025"), "day-ambiguous", "17:20"),
    "9 a day without its year": (replaced(FACT, "plan.issued: 31/6"), "day-format", "17:20"),
    "9 a thirteenth month": (replaced(FACT, "plan.issued: 2025-13-45"), "day-month-impossible", "17:20"),
    "10 the year 9999": (replaced(FACT, "plan.issued: 9999-12-31"), "day-year-outside", "17:20"),
    "10 the year 1": (replaced(FACT, "plan.issued: 0001-01-01"), "day-year-outside", "17:20"),
    "10 the year 10000": (replaced(FACT, "plan.issued: 10000-01-01"), "day-format", "17:20"),
    "12 a time with a zone": (replaced(FACT, "plan.issued: 2020-06-15T17:00Z"), "day-with-time", "17:20"),
    "13 a number of 5,000 digits": (replaced(NAME, "9" * 5_000), "text-too-long", "12:11"),
    "13 a note of 70,000 letters": (
        replaced(FACT, f"plan.issued: {{day: 2020-06-15, note: {'x' * 70_000}}}"), "text-too-long", "17:44",
    ),
    "13 a key of 5,000 letters": (UNITS.encode() + b"? " + b"k" * 5_000 + b"\n: 1\n", "text-too-long", "20:3"),
    "14 infinity": (replaced(FACT, "plan.issued: .inf"), "not-a-number", "17:20"),
    "14 no number": (replaced(FACT, "plan.issued: .NaN"), "not-a-number", "17:20"),
    "15 a tab for indentation": (replaced("    name: Đảng bộ phường", "\tname: Đảng bộ phường"), "yaml-tab", "12:1"),
    "18 UTF-16 without its mark": (UNITS.encode("utf-16-le"), "encoding", "8:24"),
    "19 an old code page": (replaced(NAME, "Ba V\u00ec").replace(b"\xc3\xac", b"\xec"), "encoding", "12:15"),
    "21 a no-break space in a day": (replaced(FACT, "plan.issued: '2020-06-15\u00a0'"), "day-format", "17:20"),
    "21 a zero width space in an id": (replaced("id: MN-01", "id: MN\u200b-01"), "text-pattern", "11:9"),
    "22 a mark that turns text round": (replaced(NAME, "Đảng \u202ebộ"), "character-forbidden", "12:16"),
    "22 an isolate": (replaced(NAME, "Đảng \u2066bộ"), "character-forbidden", "12:16"),
    "22 a mark that turns text round, escaped": (replaced(NAME, r'"Đảng \u202ebộ"'), "character-forbidden", "12:11"),
    "23 a Cyrillic letter in an id": (replaced("id: MN-01", "id: М-01"), "text-pattern", "11:9"),
    "23 fullwidth digits in a day": (replaced(FACT, "plan.issued: ２０２０-06-15"), "day-format", "17:20"),
    "24 a line separator": (replaced(NAME, "Đảng\u2028bộ"), "character-forbidden", "12:15"),
    "24 a next line": (replaced(NAME, "Đảng\u0085bộ"), "character-forbidden", "12:15"),
    "25 an escape sequence": (replaced(NAME, "Đảng\x1b[31m"), "character-forbidden", "12:15"),
    "25 an escape sequence, escaped": (replaced(NAME, r'"Đảng\e[31m"'), "character-forbidden", "12:11"),
    "25 an operating system command": (replaced(NAME, "Đảng\x1b]52;c;eA==\x07"), "character-forbidden", "12:15"),
    "25 an eight bit control sequence": (replaced(NAME, "Đảng\x9b31m"), "character-forbidden", "12:15"),
    "25 a NUL": (replaced(NAME, "Đảng\0"), "character-forbidden", "12:15"),
    "52 an empty file": (b"", "file-empty", "1:1"),
    "52 only comments": (b"# a\n# b\n", "file-empty", "1:1"),
    "52 null": (b"null\n", "file-not-mapping", "1:1"),
    "52 a text": (b"hello\n", "file-not-mapping", "1:1"),
    "52 a list": (b"- a\n", "file-not-mapping", "1:1"),
    "52 two documents": (UNITS.encode() + b"---\na: 1\n", "yaml-documents", "20:1"),
    "54 a circle of superiors": (
        replaced("    type: thanh-pho\n", "    type: thanh-pho\n    parent: MN-01\n"), "parent-circle", "7:9",
    ),
    "54 an unknown superior": (replaced("parent: MN\n", "parent: MM\n"), "unit-unknown", "15:13"),
    "a tag": (replaced(FACT, "plan.issued: !!python/name:os.system x"), "yaml-tag", "17:20"),
    "a merge key": (replaced("    level: city\n", "    <<: {level: city}\n    level: city\n"), "key-unknown", "9:5"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code", "place"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("command", ["check", "validate"])
def test_it_is_refused_with_one_message_at_its_place(congress, tmp_path, command, data, code, place):
    write_project(tmp_path)
    (tmp_path / "data" / "units.yaml").write_bytes(data)

    exit_code, out, err = congress(command)

    assert exit_code == 3
    assert out == ""
    assert HEAD.findall(err) == [("data/units.yaml", place, code)]


# What is read: the bytes of data/units.yaml, the warnings of `validate`.
READ = {
    "6 Norway": (replaced(NAME, "no"), ["boolean-word"]),
    "6 a word that is not English": (replaced(NAME, "Không"), []),
    "7 a time is no number": (replaced(NAME, "12:30"), []),
    "8 a telephone number is text": (replaced(NAME, "0912345678"), []),
    "16 a byte order mark": (codecs.BOM_UTF8 + UNITS.encode(), []),
    "17 CRLF": (UNITS.replace("\n", "\r\n").encode(), []),
    "17 a lone CR": (UNITS.replace("\n", "\r").encode(), []),
    "17 mixed line ends": (UNITS.replace("\n", "\r\n", 5).encode(), []),
    "18 UTF-16 with its mark": (UNITS.encode("utf-16"), ["encoding-wide"]),
    "18 UTF-32 with its mark": (UNITS.encode("utf-32"), ["encoding-wide"]),
    "20 decomposed letters": (replaced(NAME, unicodedata.normalize("NFD", NAME)), ["text-not-nfc"]),
    "21 a zero width space in a name": (replaced(NAME, "Đảng\u200bbộ"), ["character-invisible"]),
    "26 markup": (replaced(NAME, "'[red]a[/nope] [link=x] :smile:'"), []),
    "27 HTML": (replaced(NAME, "'<script>alert(1)</script>'"), []),
    "29 a command of a runner": (replaced(NAME, "'::error::a'"), []),
    "a format string": (replaced(NAME, "'{0} {name} %s %(x)s'"), []),
    "a document with its end": (b"---\n" + UNITS.encode() + b"...\n", []),
}


@pytest.mark.parametrize(("data", "warnings"), READ.values(), ids=READ)
def test_it_is_read_and_what_is_odd_is_a_warning_of_validate(congress, tmp_path, data, warnings):
    write_project(tmp_path)
    (tmp_path / "data" / "units.yaml").write_bytes(data)

    assert congress("check")[0] == 0
    exit_code, out, _ = congress("validate")

    assert exit_code == (1 if warnings else 0)
    assert [code for _, _, code in HEAD.findall(out)] == warnings


@pytest.mark.parametrize("format_", ["table", "plain", "json"])
@pytest.mark.parametrize(
    "name", ["[red]Đảng[/nope] :smile:", "<b>Đảng</b>", "::error::Đảng", "##[group]Đảng", "{0} %s", "=1+1"]
)
def test_a_name_that_could_be_obeyed_is_shown_as_it_is(congress, tmp_path, format_, name):
    write_project(tmp_path, name=f"'{name}'")

    exit_code, out, _ = congress("check", "--format", format_, "--all", "--width", "200")

    assert exit_code == 1
    assert name in (json.loads(out)["units"][1]["name"] if format_ == "json" else out)
    assert not any(line.startswith(("::", "##[")) for line in out.splitlines())


def test_the_other_files_are_still_checked(congress, tmp_path):
    write_project(tmp_path)
    (tmp_path / "data" / "units.yaml").write_bytes(replaced(FACT, "plan.issued: 31/6"))
    (tmp_path / "data" / "more.yaml").write_bytes(b"format: congress-units/1\na: b: c\n")
    (tmp_path / "data" / "waivers.yaml").write_bytes(b"\xff")
    (tmp_path / "data" / "rules.yaml").write_text(RULES.replace("language: vi", "language: fr"), "utf-8")

    exit_code, _, err = congress("check", "--units", "data")

    assert exit_code == 3
    assert [(path, code) for path, _, code in HEAD.findall(err)] == [
        ("data/more.yaml", "yaml-colon"),
        ("data/rules.yaml", "value-unknown"),
        ("data/units.yaml", "day-format"),
        ("data/waivers.yaml", "encoding"),
    ]


BY = "    by: 2020-06-20\n"
CLAUSE = '    clause: ["1.1"]\n'
BAD_RULES = {
    "a field nobody knows": (BY, BY + "    eval: 1\n", "key-unknown"),
    "a kind nobody knows": ("    kind: event\n", "    kind: regex\n", "value-unknown"),
    "no clause": (CLAUSE, "", "key-missing"),
    "an empty clause": (CLAUSE, "    clause: []\n", "list-empty"),
    "an unknown clause": (CLAUSE, '    clause: ["9.9"]\n', "clause-unknown"),
    "an unknown value": (BY, "    by: {param: nothing}\n", "parameter-unknown"),
    "endless months": (BY, "    within: {months: 12345678901, after: 2020-06-20}\n", "number-not-whole"),
    "an anchor": ("rules:\n", "rules: &all\n", "yaml-anchor"),
}


@pytest.mark.parametrize(("good", "bad", "code"), BAD_RULES.values(), ids=BAD_RULES)
def test_55_a_hostile_rulebook_is_refused_likewise(congress, tmp_path, good, bad, code):
    assert good in RULES
    write_project(tmp_path, rules=RULES.replace(good, bad, 1))

    exit_code, _, err = congress("check")

    assert exit_code == 3
    assert [(path, told) for path, _, told in HEAD.findall(err)] == [("data/rules.yaml", code)]


def test_10_a_limit_beyond_the_calendar_is_an_error_of_the_rule_and_no_crash(congress, tmp_path):
    write_project(
        tmp_path, rules=RULES.replace("    by: 2020-06-20", "    within: {months: 999999999, after: 2020-06-20}", 1)
    )

    exit_code, out, _ = congress("check", "--format", "json", "--rule", "plan-issued")

    assert exit_code == 1
    assert {one["status"] for one in json.loads(out)["findings"]} == {"error"}


def test_54_a_chain_of_three_hundred_superiors_is_judged(congress, tmp_path):
    write_project(tmp_path)
    ward = "  - {{id: X-{0}, name: Đảng bộ {0}, level: grassroots, type: phuong, parent: {1}}}\n"
    chain = "".join(ward.format(n, f"X-{n - 1}" if n else "MN-01") for n in range(300))
    (tmp_path / "data" / "units.yaml").write_text(UNITS + chain, "utf-8")

    exit_code, out, _ = congress("check", "--format", "json")

    assert exit_code == 1
    assert len(json.loads(out)["units"]) == 302


# --- files


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.yaml")
    return folder / "pipe.yaml"


def circle(folder: Path) -> Path:
    (folder / "one.yaml").symlink_to("two.yaml")
    (folder / "two.yaml").symlink_to("one.yaml")
    return folder / "one.yaml"


def giant(folder: Path) -> Path:
    with (folder / "giant.yaml").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    return folder / "giant.yaml"


FILES = {
    "39 a file that is not there": lambda folder: folder / ".." / "nothing.yaml",
    "39 a name too long": lambda folder: folder / ("n" * 300),
    "39 a device": lambda folder: Path("/dev/zero"),
    "39 a pipe": pipe,
    "40 links in a circle": circle,
    "53 a file over 64 MiB": giant,
    "a folder without units": lambda folder: folder,
}


@pytest.mark.parametrize("file_in", FILES.values(), ids=FILES)
@pytest.mark.parametrize("option", ["--units", "--rules", "--waivers"])
def test_what_is_no_readable_file_is_refused_in_one_line(congress, tmp_path, option, file_in):
    write_project(tmp_path, *ALL_DONE)
    (tmp_path / "empty").mkdir()

    exit_code, out, err = congress("check", option, file_in(tmp_path / "empty"))

    assert exit_code == 3
    assert out == ""
    assert err.startswith("congress: ")


@pytest.mark.parametrize(
    "target",
    ["data/units.yaml", "data/../data/rules.yaml", "link.yaml", "data", "data/units.yaml/x", "nowhere/x", "circle"],
)
def test_41_no_input_and_no_folder_is_overwritten(congress, tmp_path, target):
    write_project(tmp_path, *ALL_DONE)
    (tmp_path / "link.yaml").symlink_to("data/units.yaml")
    (tmp_path / "circle").symlink_to("circle")
    before = {path: path.read_bytes() for path in sorted((tmp_path / "data").iterdir())}

    exit_code, _, err = congress("check", "-o", target, "--format", "plain")

    assert exit_code == 3
    assert err.startswith("congress: ")
    assert {path: path.read_bytes() for path in sorted((tmp_path / "data").iterdir())} == before


def test_40_a_link_is_written_through_and_stays_a_link(congress, tmp_path):
    write_project(tmp_path, *ALL_DONE)
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "link.json").symlink_to("real.json")

    assert congress("check", "-o", "link.json")[0] == 0

    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_bytes())["schema"] == "congress-report/1"


@pytest.mark.parametrize("target", ["data", "file", "file/below", "n" * 300, "circle"])
def test_init_writes_over_nothing(congress, tmp_path, target):
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "data" / "data").mkdir(parents=True)
    (tmp_path / "data" / "data" / "rules.yaml").write_bytes(b"mine")

    exit_code, out, err = congress("init", target)

    assert exit_code == 3
    assert out == ""
    assert err.startswith("congress: ")
    assert (tmp_path / "file").read_bytes() == (tmp_path / "data" / "data" / "rules.yaml").read_bytes() == b"mine"


# --- size


def wards(count: int) -> str:
    ward = (
        "  - {{id: X-{0}, name: Đảng bộ {0}, level: grassroots, type: phuong, parent: MN, "
        "facts: {{plan.issued: 2020-06}}}}\n"
    )
    return UNITS + "".join(ward.format(n) for n in range(count))


BIG = {
    "one line of 10 MB": UNITS + "x: " + "y" * 10_000_000 + "\n",
    "a million commas": UNITS + "x: [" + "," * 1_000_000 + "]\n",
    "a million colons": UNITS + "x" + ":" * 1_000_000 + "\n",
    "an open quote and a million backslashes": UNITS + 'x: "' + "\\" * 1_000_000 + "\n",
    "five thousand unknown keys": UNITS + "".join(f"k{n}: 1\n" for n in range(5_000)),
    "five thousand wrong units": UNITS + "  - {a: 1}\n" * 5_000,
}


@pytest.mark.parametrize("text", BIG.values(), ids=BIG)
def test_53_big_files_are_refused_in_bearable_time(congress, tmp_path, text):
    write_project(tmp_path)
    (tmp_path / "data" / "units.yaml").write_text(text, "utf-8")
    started = perf_counter()

    exit_code, out, err = congress("check")

    assert exit_code == 3
    assert len(out + err) < 200_000
    assert perf_counter() - started < 30


def test_53_five_thousand_units_are_judged_in_bearable_time(congress, tmp_path):
    write_project(tmp_path)
    (tmp_path / "data" / "units.yaml").write_text(wards(5_000), "utf-8")
    started = perf_counter()

    exit_code, out, _ = congress("check", "--format", "plain", "--status", "error")

    assert exit_code == 0
    assert len(out) < 10_000
    assert perf_counter() - started < 30


# --- the world around


ENVIRONMENTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "the locale of cron": ({"LANG": "C", "LC_ALL": "C"}, ()),
    "Latin 1": ({"PYTHONIOENCODING": "latin-1"}, ()),
    "the Vietnamese code page": ({"PYTHONIOENCODING": "cp1258", "PYTHONUTF8": "0"}, ()),
    "the Western code page": ({"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, ()),
    "ASCII": ({"PYTHONIOENCODING": "ascii"}, ()),
    "an unknown zone": ({"TZ": "Nowhere/At-All"}, ()),
    "warnings as errors": ({"PYTHONWARNINGS": "error"}, ()),
    "asserts left out": ({}, ("-O",)),
    "docstrings left out": ({}, ("-OO",)),
    "another hash seed": ({"PYTHONHASHSEED": "7"}, ()),
    "one column": ({"COLUMNS": "1"}, ()),
    "twenty columns of a terminal without colours": ({"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1"}, ()),
    "columns that are no number": ({"COLUMNS": "abc"}, ()),
    "no terminal type": ({"TERM": ""}, ()),
    "no home and no place for temporary files": ({"HOME": "/nonexistent", "TMPDIR": "/nonexistent"}, ()),
}


@pytest.mark.parametrize(("environment", "interpreter"), ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_47_49_50_51_56_no_environment_changes_the_exit_code(tmp_path, environment, interpreter):
    write_project(tmp_path)

    ran = in_own_process("check", folder=tmp_path, interpreter=interpreter, stdin=b"", **environment)

    assert ran.returncode == 1
    assert b"MN-01" in ran.stdout
    assert b"Traceback" not in ran.stderr
    assert b"Error" not in ran.stderr


def test_the_report_is_the_same_bytes_in_every_environment(tmp_path):
    write_project(tmp_path)

    reports = {
        in_own_process("check", "--format", "json", folder=tmp_path, interpreter=(), stdin=b"", **environment).stdout
        for environment in ({}, {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONIOENCODING": "ascii", "LANG": "C"})
    }

    assert len(reports) == 1


@pytest.mark.parametrize(
    "words", ["progress --format csv", "plan MN-01 --format json", "pace --format svg", "next --format json"]
)
def test_what_programs_read_hangs_on_no_encoding_of_the_screen(tmp_path, monkeypatch, words):
    write_project(tmp_path, *ALL_DONE[:2])
    usual = in_this_process(*words.split(), folder=tmp_path)

    monkeypatch.setattr("congress_cli.cli.terminal.ascii_only", lambda: True)

    assert usual.returncode in (0, 1)
    assert in_this_process(*words.split(), folder=tmp_path).stdout == usual.stdout


def test_47_a_folder_that_cannot_be_written_is_enough_for_check(tmp_path):
    write_project(tmp_path)
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    for folder in (tmp_path / "data", tmp_path):
        folder.chmod(0o555)
    try:
        ran = in_own_process("check", folder=tmp_path)
    finally:
        for folder in (tmp_path, tmp_path / "data"):
            folder.chmod(0o755)

    assert ran.returncode == 1
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("format_", ["table", "plain", "json"])
def test_43_a_full_disk_behind_standard_output_is_told_by_the_exit_code(format_):
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            congress_words("check", "--format", format_),
            cwd=ROOT, env=QUIET_ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip

    assert ran.returncode == 3
    assert b"Traceback" not in ran.stderr
    assert b"Exception ignored" not in ran.stderr


def test_45_a_reader_that_goes_away_is_met_quietly():
    words, pipe = congress_words("check", "--all"), subprocess.PIPE
    process = subprocess.Popen(words, cwd=ROOT, env=QUIET_ENVIRONMENT, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)

    assert process.returncode == 141
    assert b"Traceback" not in err
    assert b"Exception ignored" not in err


def test_46_without_standard_output_nothing_was_said():
    script = f'exec "{sys.executable}" -m congress_cli check >&-'
    ran = subprocess.run(["sh", "-c", script], cwd=ROOT, env=QUIET_ENVIRONMENT, stderr=subprocess.PIPE, check=False)

    assert ran.returncode == 3
    assert b"Traceback" not in ran.stderr
