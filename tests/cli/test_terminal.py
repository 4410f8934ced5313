"""What a terminal, a pipe and a file are given: table or lines, colours, width."""

import io
import os
import re
import shutil
import struct
import sys
import threading
from pathlib import Path

import pytest

from congress_cli.__main__ import run
from congress_cli.cli.terminal import wrapped
from congress_cli.language import LANGUAGES
from tests.cli.commands import ALL_DONE, CASE, CITY, PLAN, ROOT, Ran, in_own_process, widest, write_project
from tests.cli.conftest import Congress
from tests.patience import some

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
fcntl = pytest.importorskip("fcntl", reason="Windows has no pseudo-terminals")
termios = pytest.importorskip("termios", reason="Windows has no pseudo-terminals")

COLOR = re.compile("\x1b\\[[0-9;]*m")


class Terminal:
    """A pseudo-terminal of so many columns that `congress` writes to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, *words: object, columns: int = 100) -> Ran:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        told: list[bytes] = []
        reader = threading.Thread(target=_read_all, args=(ours, told))
        reader.start()
        with os.fdopen(theirs, "w", encoding="utf-8") as stream, self._monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", stream)
            patched.setattr(sys, "__stdout__", stream)
            code = run([str(word) for word in words])
        reader.join()
        os.close(ours)
        return Ran(int(code), b"".join(told).decode().replace("\r\n", "\n"), "")


def _read_all(descriptor: int, told: list[bytes]) -> None:
    while True:
        try:
            some = os.read(descriptor, 65_536)
        except OSError:
            return  # the other side is closed
        if not some:
            return
        told.append(some)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A run of `congress` at a terminal."""
    return Terminal(monkeypatch)


# ---------------------------------------------------------------- words and numbers stay whole


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_digest_is_wrapped_between_words_at_a_terminal(
    terminal: Terminal, congress: Congress, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.chdir(ROOT)  # a path that is longer than the window has no blank to be wrapped at
    words = ("digest", "--units", "examples/thanh-pho-mau")
    at_terminal, in_pipe = terminal(*words, columns=columns).out, congress(*words).out

    assert max(map(len, at_terminal.splitlines())) <= columns
    assert at_terminal.split() == in_pipe.split()
    assert max(map(len, in_pipe.splitlines())) > 120


def test_notes_are_wrapped_between_words_at_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Window(io.StringIO):
        def isatty(self) -> bool:
            return True

    note = "Lưu ý: văn bản cho phép miễn 31-CV/BTCTU còn hiệu lực 13 ngày, đến hết thứ Ba 30/06/2020."
    monkeypatch.setenv("COLUMNS", "40")
    lines = wrapped(note, Window()).splitlines()

    assert max(map(len, lines)) <= 40
    assert " ".join(line.strip() for line in lines) == note
    assert wrapped(note, io.StringIO()) == note


# ---------------------------------------------------------------- table or lines


def test_a_terminal_gets_the_table_and_a_pipe_gets_lines(
    terminal: Terminal, congress: Congress, tmp_path: Path
) -> None:
    write_project(tmp_path, PLAN)

    at_terminal, in_pipe = terminal("check", columns=80), congress("check")

    assert COLOR.sub("", at_terminal.out) == congress("check", "--format", "table", "--width", 80).out
    assert in_pipe.out == congress("check", "--format", "plain").out
    assert at_terminal.code == in_pipe.code == 0


def test_a_real_process_in_a_pipe_writes_lines_without_colours_and_wrapping(tmp_path: Path) -> None:
    name = "Đảng bộ phường Tên Rất Dài " * 10
    write_project(tmp_path, name=name.strip())

    ran = in_own_process("check", folder=tmp_path, COLUMNS="40")

    lines = ran.stdout.decode().splitlines()
    assert [line for line in lines if not line.startswith("#") and name.strip() not in line] == []
    assert sum(not line.startswith("#") for line in lines) == 3
    assert b"\x1b" not in ran.stdout


def test_a_format_asked_for_holds_at_a_terminal_too(terminal: Terminal, congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    for form in ("plain", "json"):
        assert COLOR.sub("", terminal("check", "--format", form).out) == congress("check", "--format", form).out


def test_a_file_gets_no_colours_even_from_a_terminal(terminal: Terminal, tmp_path: Path) -> None:
    write_project(tmp_path)

    assert terminal("check", "-o", "report.txt").out == ""
    assert terminal("check", "--format", "table", "-o", "report.table").out == ""

    assert (tmp_path / "report.txt").read_text("utf-8").startswith("# ")
    assert "\x1b" not in (tmp_path / "report.table").read_text("utf-8")


# ---------------------------------------------------------------- colours


@pytest.mark.parametrize(
    ("words", "environment", "colored"),
    [
        ((), {}, True),
        (("--color", "auto"), {}, True),
        (("--color", "never"), {}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"TERM": "dumb"}, False),
        ((), {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        (("--color", "always"), {"TERM": "dumb"}, True),
    ],
)
def test_option_then_no_color_then_force_color_then_a_dumb_terminal_decide_at_a_terminal(
    terminal: Terminal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    environment: dict[str, str],
    colored: bool,
) -> None:
    write_project(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert bool(COLOR.search(terminal("check", *words).out)) is colored


@pytest.mark.parametrize(
    ("words", "environment", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_the_same_order_decides_in_a_pipe(
    congress: Congress,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    environment: dict[str, str],
    colored: bool,
) -> None:
    write_project(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert bool(COLOR.search(congress("check", "--format", "table", *words).out)) is colored
    assert bool(COLOR.search(congress("check", "--format", "plain", *words).out)) is colored
    assert not COLOR.search(congress("check", "--format", "json", *words).out)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_colours_add_nothing_that_the_words_do_not_say(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    words = ("check", "--units", CITY, "--format", "table", "--width", 100, "--lang", language)

    bare = congress(*words).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = congress(*words).out

    assert [line.rstrip() for line in COLOR.sub("", colored).split("\n")] == bare.split("\n")
    assert "\x1b" not in bare


def test_a_symbol_and_a_word_stand_beside_each_colour(congress: Congress) -> None:
    out = congress("check", "--units", CITY, "--format", "table", "--color", "always", "--all").out

    for word, symbol in (("quá hạn", "✗"), ("không đạt", "✗"), ("muộn", "▲"), ("được miễn", "~"), ("còn", "●")):
        assert f"{symbol} {word}" in out


# ---------------------------------------------------------------- width


EITHER_LANGUAGE = [(40, "vi"), (60, "en"), (80, "vi"), (99, "en"), (120, "vi"), (200, "en")]
BOTH_LANGUAGES = [(width, language) for width, _ in EITHER_LANGUAGE for language in LANGUAGES]


@pytest.mark.parametrize(("width", "language"), some(BOTH_LANGUAGES, EITHER_LANGUAGE))
def test_no_line_is_wider_than_the_terminal(congress: Congress, width: int, language: str) -> None:
    ran = congress("check", "--units", CITY, "--format", "table", "--width", width, "--lang", language, "--all")

    assert ran.code == 1
    assert widest(ran.lines) <= width
    assert [line for line in ran.lines if line != line.rstrip()] == []


def test_at_every_width_nothing_of_the_small_city_is_lost(congress: Congress) -> None:
    words = ("check", "--units", CASE / "units.yaml", "--rules", CASE / "rules.yaml", "--format", "table", "--all")
    wide = congress(*words, "--width", 200).out.split()
    for width in (40, 60, 80):
        narrow = congress(*words, "--width", width).out
        assert widest(narrow.splitlines()) <= width
        assert {word for word in wide if word.startswith(("MN-", "TF-", "(MN-", "(TF-"))} <= set(narrow.split())


@pytest.mark.parametrize(
    ("columns", "most"), [("1", 40), ("0", 80), ("-5", 80), ("abc", 80), ("", 80), ("100000", 400), ("66", 66)]
)
def test_columns_is_heeded_where_it_makes_sense(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, columns: str, most: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "__stdout__", io.StringIO())

    words = ("check", "--units", CASE / "units.yaml", "--rules", CASE / "rules.yaml", "--format", "table")

    ran = congress(*words)

    assert ran.code == 1
    assert widest(ran.lines) <= most
    monkeypatch.setenv("COLUMNS", str(most))
    assert ran.out == congress(*words).out


def test_the_terminals_own_width_is_taken(terminal: Terminal, congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)

    for columns in (50, 133):
        ran = terminal("check", "--color", "never", columns=columns)
        assert ran.out == congress("check", "--format", "table", "--width", columns).out


@pytest.mark.parametrize("width", ["0", "1", "-7", "39", "401", "99999999999999999999"])
def test_an_odd_width_is_brought_into_bounds(congress: Congress, tmp_path: Path, width: str) -> None:
    write_project(tmp_path)

    ran = congress("check", "--format", "table", "--width", width)

    assert ran.code == 1
    assert max(map(len, ran.lines)) <= 400


# ---------------------------------------------------------------- congress alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_alone_in_a_folder_with_a_registry_it_says_head_verdict_and_the_first_things(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    shutil.copytree(CITY, tmp_path / "data")
    (tmp_path / "data" / "rules.yaml").write_bytes((ROOT / "data" / "rules.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)

    alone = congress("--lang", language)
    whole = congress("check", "--format", "table", "--lang", language).lines

    assert (alone.code, alone.err) == (0, "")
    assert alone.lines[:5] == whole[:5]
    assert len(re.findall("^  ✗", alone.out, re.MULTILINE)) == 5
    assert "congress --help" in alone.lines[-1]


def test_alone_it_says_what_to_ask_where_nothing_is_to_be_done(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(write_project(tmp_path, as_of="2020-06-21", records="partial"))

    alone = congress()

    assert alone.code == 0
    assert "CẦN HỎI" in alone.out
