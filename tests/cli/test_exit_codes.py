"""Every exit code of the contract, each through the command."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from congress_cli.app import check as check_module
from tests.cli.commands import (
    ALL_DONE,
    CONGRESS,
    PLAN,
    QUIET_ENVIRONMENT,
    REVIEW,
    ROOT,
    WAIVERS,
    congress_words,
    in_own_process,
    write_project,
)
from tests.cli.conftest import Congress

GRADES = ("never", "violation", "warning", "unknown")
LATE_PLAN = "plan.issued: 2020-06-21"
LATE_CONGRESS = "congress.closed: 2020-06-21"


# ---------------------------------------------------------------- 0 and 1


@pytest.mark.parametrize(
    ("facts", "records", "codes"),
    [
        pytest.param(ALL_DONE, "complete", (0, 0, 0, 0), id="all-done"),
        pytest.param((CONGRESS, REVIEW), "complete", (0, 1, 1, 1), id="a-must-overdue"),
        pytest.param((LATE_PLAN, CONGRESS, REVIEW), "complete", (0, 1, 1, 1), id="a-must-late"),
        pytest.param((PLAN, REVIEW), "complete", (0, 0, 1, 1), id="a-target-overdue"),
        pytest.param((PLAN, LATE_CONGRESS, REVIEW), "complete", (0, 0, 1, 1), id="a-target-late"),
        pytest.param((PLAN, CONGRESS), "complete", (0, 0, 1, 1), id="an-inferred-limit-overdue"),
        pytest.param((), "partial", (0, 0, 0, 1), id="only-unknown"),
        pytest.param((LATE_CONGRESS,), "partial", (0, 0, 1, 1), id="a-target-late-and-unknown"),
    ],
)
def test_each_grade_of_fail_on_counts_its_own_and_those_before(
    congress: Congress, tmp_path: Path, facts: tuple[str, ...], records: str, codes: tuple[int, ...]
) -> None:
    write_project(tmp_path, *facts, records=records)

    assert tuple(congress("check", "--fail-on", grade).code for grade in GRADES) == codes


def test_without_fail_on_the_grade_is_violation(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, PLAN)
    assert congress("check").code == 0
    write_project(tmp_path, CONGRESS, REVIEW)
    assert congress("check").code == 1


def test_what_still_has_time_is_no_problem(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    for day, status in (("2020-06-20", "due_soon"), ("2020-06-12", "due_soon")):
        ran = congress("check", "--as-of", day, "--fail-on", "unknown", "--format", "json")
        assert ran.code == 0
        assert f'"{status}": 3' in ran.out
    assert congress("check", "--as-of", "2020-06-21").code == 1


def test_a_waived_problem_does_not_count(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS, REVIEW, waivers=WAIVERS)

    assert congress("check", "--fail-on", "unknown").code == 0
    assert congress("check", "--fail-on", "unknown", "--as-of", "2020-07-31").code == 0
    assert congress("check", "--as-of", "2020-08-01").code == 1
    assert congress("check", "--no-waivers").code == 1


@pytest.mark.parametrize("status", ["met", "overdue", "unknown", "error"])
def test_status_narrows_what_is_shown_but_not_the_exit_code(congress: Congress, tmp_path: Path, status: str) -> None:
    write_project(tmp_path, CONGRESS, REVIEW)
    assert congress("check", "--status", status).code == 1
    write_project(tmp_path, *ALL_DONE)
    assert congress("check", "--status", status).code == 0


@pytest.mark.parametrize(
    "words", [("--rule", "congress-held"), ("--clause", "2"), ("--owner", "city"), ("--owner", "task-force")]
)
def test_what_is_not_selected_does_not_count(congress: Congress, tmp_path: Path, words: tuple[str, str]) -> None:
    write_project(tmp_path, CONGRESS, REVIEW)

    assert congress("check", *words).code == 0


# ---------------------------------------------------------------- 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chek"], "Did you mean check?"),
        (["check", "--untis", "x"], "Did you mean --units"),
        (["--nope"], '"--nope"'),
        (["check", "-x"], '"-x"'),
        (["check", "--unit", "MN-1"], "Did you mean MN-01"),
        (["check", "--under", "XX"], '"XX"'),
        (["check", "--rule", "plan-isued"], "Did you mean plan-issued (Plan issued)?"),
        (["check", "--clause", "2.1c"], '"2.1c"'),
        (["check", "--owner", "nobody"], "Use one of: grassroots ("),
        (["check", "--status", "done"], "due_soon"),
        (["check", "--as-of", "31/2/2020"], "2/2020 has only 29 days"),
        (["check", "--as-of", "31/2/2020"], "15/8/2020"),
        (["check", "--as-of", "2020-06"], '"2020-06"'),
        (["check", "--as-of", "2020-06-01/2020-06-03"], "15/8/2020"),
        (["check", "--as-of", "15-8-20"], "15/8/2020"),
        (["check", "--as-of", "2101-01-01"], "2101-01-01"),
        (["check", "--as-of", ""], "15/8/2020"),
        (["check", "--format", "xml"], "table, plain, json"),
        (["check", "--color", "yes"], "auto, always, never"),
        (["check", "--fail-on", "error"], "never, violation, warning, unknown"),
        (["check", "--group-by", "unit"], "rule, parent, owner, task-force"),
        (["check", "--width", "wide"], '"--width"'),
        (["check", "--units", ""], '"--units" needs a value'),
        (["check", "--debug=1"], '"--debug" takes no value'),
        (["check", "now (and) here"], 'too many: "now (and) here"'),
        (["doctor", "data"], 'too many: "data"'),
        (["init"], "DIR"),
        (["init", "one", "two"], 'too many: "two"'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistaken_command_is_told_with_what_to_do(
    congress: Congress, tmp_path: Path, words: list[str], told: str
) -> None:
    write_project(tmp_path)

    ran = congress("--lang", "en", *words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("congress: ")
    assert told in ran.err


@pytest.mark.parametrize(
    "option", ["--as-of", "--units", "--unit", "--format", "-o", "--fail-on", "--color", "--width"]
)
def test_an_option_without_its_value_is_a_usage_error(congress: Congress, tmp_path: Path, option: str) -> None:
    write_project(tmp_path)

    ran = congress("--lang", "en", "check", option)

    assert ran.code == 2
    assert f'the option "{option}" needs a value' in ran.err


@pytest.mark.parametrize("words", [("--lang", "fr"), ("--lang=fr", "check"), ("check", "--lang", "fr")])
def test_an_unknown_language_is_a_usage_error_told_in_vietnamese(congress: Congress, words: tuple[str, ...]) -> None:
    ran = congress(*words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "congress: không có ngôn ngữ «fr»; chỉ có: vi, en\n  Dùng --lang vi hoặc --lang en\n"


def test_lang_without_a_value_is_a_usage_error(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    ran = congress("check", "--lang")

    assert ran.code == 2
    assert "--lang" in ran.err


def test_congress_alone_without_a_registry_prints_help_and_is_a_usage_error(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = congress()

    assert ran.code == 2
    assert ran.out == congress("--help").out


# ---------------------------------------------------------------- 3: what is read


def test_a_broken_registry_is_told_by_place_and_nothing_is_judged(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-31")

    ran = congress("check")

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("data/units.yaml:17:20: day-impossible: ")


@pytest.mark.parametrize("name", ["units.yaml", "rules.yaml", "waivers.yaml"])
def test_each_broken_file_ends_in_3_and_all_are_told_in_one_run(congress: Congress, tmp_path: Path, name: str) -> None:
    write_project(tmp_path, waivers=WAIVERS)
    for file in (name, "rules.yaml"):
        (tmp_path / "data" / file).write_text("format: [\n", "utf-8")

    ran = congress("check")

    assert ran.code == 3
    assert f"data/{name}:" in ran.err
    assert "data/rules.yaml:" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--units", "none.yaml"], "none.yaml: no such file"),
        (["--rules", "none.yaml"], "none.yaml: no such file"),
        (["--waivers", "none.yaml"], "none.yaml: no such file"),
        (["--rules", "data"], "data: this is a folder"),
        (["--units", "/dev/zero"], "/dev/zero: not a plain file"),
        (["--units", "empty"], "empty: no file in this folder says format: congress-units/1"),
        (["--units", "a\0b"], "cannot be read"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_read_ends_in_3(congress: Congress, tmp_path: Path, words: list[str], told: str) -> None:
    write_project(tmp_path)
    (tmp_path / "empty").mkdir()

    ran = congress("check", "--lang", "en", *words)

    assert (ran.code, ran.out) == (3, "")
    assert told in ran.err


@pytest.mark.parametrize(
    ("output", "vietnamese", "english"),
    [
        ("/dev/full", "ổ đĩa đã đầy", "the disk is full"),
        ("none/report.json", "không có thư mục này", "there is no such folder"),
        ("data/units.yaml/a", "là tệp, không phải thư mục", "is a file, not a folder"),
        ("a" * 300, "tên quá dài", "the name is too long"),
    ],
)
def test_what_the_system_says_is_told_in_the_language_asked_for(
    congress: Congress, tmp_path: Path, output: str, vietnamese: str, english: str
) -> None:
    write_project(tmp_path)

    for language, told in (("vi", vietnamese), ("en", english)):
        ran = congress("check", "-o", output, "--lang", language)
        assert (ran.code, ran.out) == (3, "")
        assert told in ran.err


def test_a_fifo_is_refused_at_once(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")

    ran = congress("check", "--units", "pipe.yaml", "--lang", "en")

    assert ran.code == 3
    assert "not a plain file" in ran.err


def test_a_closed_standard_input_is_no_bug(congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(tmp_path)
    monkeypatch.setattr(sys, "stdin", None)

    assert congress("check", "--units", "-").code == 3


def test_outside_any_project_congress_init_is_named(congress: Congress) -> None:
    for command in ("check", "validate"):
        ran = congress(command, "--lang", "en")
        assert (ran.code, ran.out) == (3, "")
        assert "congress init DIR" in ran.err


@pytest.mark.parametrize(
    "words", [("--unit", "MN"), ("--unit", "MN", "--rule", "plan-issued"), ("--under", "MN-01", "--unit", "MN")]
)
def test_a_selection_that_matches_nothing_ends_in_3(congress: Congress, tmp_path: Path, words: tuple[str, ...]) -> None:
    write_project(tmp_path, *ALL_DONE)

    ran = congress("check", *words)

    assert (ran.code, ran.out) == (3, "")
    assert "--unit" in ran.err


def test_a_status_that_nothing_has_is_no_empty_selection(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)

    assert congress("check", "--status", "error").code == 0


def test_a_broken_project_file_ends_in_3(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    settings = tmp_path / "congress.toml"

    settings.write_text("units = ", "utf-8")
    assert congress("check").code == 3
    settings.write_text('unit = "x"\n', "utf-8")
    ran = congress("check")
    assert ran.code == 3
    assert "«unit»" in ran.err
    assert "Có phải là units không?" in ran.err
    settings.write_text('colour = "x"\n', "utf-8")
    assert "units, rules, waivers, lang" in congress("check").err
    settings.write_text("units = 3\n", "utf-8")
    assert congress("check").code == 3


# ---------------------------------------------------------------- 3: what is written


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("nowhere/report.json", "nowhere/report.json: cannot be written"),
        ("data/units.yaml/report.json", "cannot be written"),
        ("data", "data: cannot be written, it is a folder"),
        ("data/units.yaml", "data/units.yaml: a file that is read is not overwritten"),
        ("data/rules.yaml", "a file that is read is not overwritten"),
        ("data/../data/waivers.yaml", "a file that is read is not overwritten"),
        ("link.json", "a file that is read is not overwritten"),
    ],
)
def test_what_cannot_be_written_ends_in_3_and_changes_nothing(
    congress: Congress, tmp_path: Path, output: str, told: str
) -> None:
    write_project(tmp_path, waivers=WAIVERS)
    (tmp_path / "link.json").symlink_to(tmp_path / "data" / "units.yaml")
    before = _tree(tmp_path)

    ran = congress("check", "--lang", "en", "-o", output)

    assert (ran.code, ran.out) == (3, "")
    assert told in ran.err
    assert _tree(tmp_path) == before


def test_a_file_of_a_folder_registry_is_not_overwritten(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    before = _tree(tmp_path)

    assert congress("check", "--units", "data", "-o", "data/units.yaml").code == 3
    assert _tree(tmp_path) == before


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


PRINTING = [["check"], ["check", "--format", "json"], ["validate"], ["--help"], ["check", "-h"], [], ["--version"]]


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_on_a_full_disk_the_code_is_3_and_the_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    from congress_cli.__main__ import run

    write_project(tmp_path, *ALL_DONE)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert run(["--lang", "en", *words]) == 3
    assert capsys.readouterr().err == "congress: standard output cannot be written, so the result is not complete\n"


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_with_standard_output_closed_the_code_is_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    from congress_cli.__main__ import run

    write_project(tmp_path, *ALL_DONE)
    monkeypatch.setattr(sys, "stdout", None)

    assert run(words) == 3


def test_a_report_into_a_file_needs_no_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from congress_cli.__main__ import run

    write_project(tmp_path, *ALL_DONE)
    monkeypatch.setattr(sys, "stdout", None)

    assert run(["check", "-o", "report.json"]) == 0
    assert (tmp_path / "report.json").is_file()


def test_a_shell_that_closes_or_fills_standard_output_gets_3() -> None:
    command = " ".join(congress_words("check", "--rule", "not-yet-held-47"))
    for redirection in (">&-", ">/dev/full"):
        ran = subprocess.run(
            ["/bin/sh", "-c", f"{command} {redirection}"],
            cwd=ROOT,
            env=QUIET_ENVIRONMENT,
            capture_output=True,
            check=False,
        )
        assert ran.returncode == 3
        assert ran.stderr.decode() == "congress: không ghi được ra đầu ra chuẩn, nên kết quả chưa in đủ\n"


# ---------------------------------------------------------------- 4


@pytest.fixture
def _bug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(check_module, "judge", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.usefixtures("_bug")
def test_a_bug_is_one_line_that_says_where_the_details_are(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    ran = congress("check", "--lang", "en")

    assert (ran.code, ran.out) == (4, "")
    (details,) = tmp_path.glob("congress-*.txt")
    assert ran.err == f"congress: a mistake of the program (RuntimeError); details: {details}\n"
    assert "RuntimeError: boom" in details.read_text("utf-8")
    assert "Traceback" in details.read_text("utf-8")


@pytest.mark.usefixtures("_bug")
@pytest.mark.parametrize("words", [("check", "--debug"), ("--debug", "check")])
def test_with_debug_a_bug_shows_its_traceback(congress: Congress, tmp_path: Path, words: tuple[str, ...]) -> None:
    write_project(tmp_path)

    ran = congress(*words)

    assert (ran.code, ran.out) == (4, "")
    assert "Traceback" in ran.err
    assert "RuntimeError: boom" in ran.err
    assert not list(tmp_path.glob("congress-*.txt"))


@pytest.mark.usefixtures("_bug")
def test_where_no_details_can_be_kept_debug_is_named(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    ran = congress("check")

    assert ran.code == 4
    assert ran.err.count("\n") == 1
    assert "--debug" in ran.err


# ---------------------------------------------------------------- 130, 143, 141


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_waits_for_standard_input_can_be_stopped(sent: signal.Signals, code: int) -> None:
    with _started("check", "--units", "-", stdin=subprocess.PIPE) as process:
        _feed_until_read(process)
        process.send_signal(sent)
        out, err = process.communicate(timeout=20)

    assert process.returncode == code
    assert out == b""
    assert b"Traceback" not in err


def _feed_until_read(process: subprocess.Popen[bytes]) -> None:
    """Write more than the pipe holds: it goes through only once the other side reads."""
    assert process.stdin is not None
    held = fcntl.fcntl(process.stdin, fcntl.F_GETPIPE_SZ) if hasattr(fcntl, "F_GETPIPE_SZ") else 65_536
    process.stdin.write(b"#" * (held + 1))
    process.stdin.flush()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_problem_and_nothing_is_said(unbuffered: str) -> None:
    with _started("check", "--format", "plain", "--fail-on", "never", PYTHONUNBUFFERED=unbuffered) as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"#"
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""

    assert process.returncode == 141


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["--version"], []], ids=" ".join)
def test_help_whose_reader_has_gone_ends_in_141_quietly(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            congress_words(*words), env=QUIET_ENVIRONMENT, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)

    assert (ran.returncode, ran.stderr) == (141, b"")


def _started(*words: str, stdin: int | None = None, **environment: str) -> subprocess.Popen[bytes]:
    # A shell's background job ignores SIGINT, and so would this one.
    allow: Callable[[], object] = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    return subprocess.Popen(
        congress_words(*words),
        cwd=ROOT,
        env={**QUIET_ENVIRONMENT, **environment},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=allow,
    )


def test_a_traceback_never_reaches_a_user_without_debug() -> None:
    ran = in_own_process("check", "--units", "-", stdin=b"\x00\xff")

    assert ran.returncode == 3
    assert b"Traceback" not in ran.stderr


def test_the_version_is_told_without_loading_what_other_commands_need() -> None:
    code = (
        "import sys; sys.argv = ['congress', '-V']; from congress_cli.__main__ import main; main(); print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    version, loaded = told.splitlines()
    ours = {name for name in loaded.split() if name.startswith("congress_cli.")}
    assert version.startswith("congress ")
    assert ours == {"congress_cli.__main__", "congress_cli.cli", "congress_cli.cli.terminal", *OF_VERSION}
    assert {"pydantic", "typer", "rich", "yaml"}.isdisjoint(loaded.split())


OF_VERSION = ("congress_cli.errors", "congress_cli.text")


def test_a_table_without_colours_is_drawn_without_rich() -> None:
    code = "import sys; from congress_cli.__main__ import run; run(['check', '--format', 'table']); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout

    loaded = told.splitlines()[-1].split()
    assert "congress_cli.formats.table" in loaded
    assert not [name for name in loaded if name.partition(".")[0] == "rich"]
