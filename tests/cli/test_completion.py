"""Completion: what is offered, how fast, and that the shells really put it into the line."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from congress_cli.__main__ import complete
from congress_cli.cli.app import COMMANDS
from congress_cli.cli.setup import SHELLS
from congress_cli.formats import FORMATS
from congress_cli.language import LANGUAGES
from congress_cli.model.directive import OWNERS
from congress_cli.model.finding import Status
from tests.builders import read_case
from tests.cli.commands import (
    CITY,
    QUIET_ENVIRONMENT,
    ROOT,
    RULES,
    asking,
    congress_words,
    in_own_process,
    write_project,
)


def asked(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """A run that a shell starts to ask."""
    return subprocess.run(
        congress_words(), cwd=folder, env={**QUIET_ENVIRONMENT, **environment}, capture_output=True, check=False
    )


@pytest.fixture
def offered(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """What is offered for the last of some words, under each value its meaning."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")

    def found(*words: str) -> dict[str, str]:
        for name, value in asking(*words).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        assert complete() == 0
        lines = capsys.readouterr().out.splitlines()
        return {line.partition("\t")[0]: line.partition("\t")[2] for line in lines if line}

    return found


# ---------------------------------------------------------------- what is offered


def test_commands_are_offered_with_what_they_do(offered) -> None:
    assert set(offered("")) == set(COMMANDS)
    assert list(offered("ex")) == ["explain", "export"]
    assert offered("--lang", "en", "ex")["explain"].startswith("Prove a verdict")
    assert set(offered("rules", "")) == {"new", "draft", "list", "show", "docs", "lint", "test", "mutate"}


def test_options_are_offered_under_their_long_names_and_with_their_help(offered) -> None:
    found = offered("check", "--")

    assert {"--as-of", "--under", "--format", "--verbose", "--help"} <= set(found)
    assert "-q" not in found
    assert all(told for told in found.values())
    assert list(offered("check", "--no")) == ["--no-waivers", "--no-cache"]


def test_unit_ids_are_offered_with_their_names(offered) -> None:
    units = read_case(ROOT / "data")[0].by_id
    found = offered("check", "--under", "HN-268-09")

    assert len(found) > 10
    assert found == {one: unit.name for one, unit in units.items() if one.startswith("HN-268-09")}
    for words in (("explain",), ("show",), ("tree",), ("check", "--unit")):
        assert offered(*words, "HN-BD") == {"HN-BD": units["HN-BD"].name}
    assert list(offered("show", "hn-bd")) == ["HN-BD"]


def test_of_too_many_units_the_districts_come_before_their_communes(offered) -> None:
    found = offered("show", "")

    assert len(found) == 42
    assert {"HN", "HN-268", "HN-CATP"} <= set(found)


def test_a_name_that_only_one_unit_has_becomes_its_id(offered) -> None:
    assert list(offered("show", "hoan kiem")) == ["HN-002"]
    assert list(offered("show", "Hoàn Kiế")) == ["HN-002"]
    assert offered("show", "quang trung") == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["bế mạc", "be mac", "congress cl"])
def test_words_of_a_name_that_only_one_fact_has_become_its_id(offered, language: str, words: str) -> None:
    assert list(offered("--lang", language, "facts", words)) == ["congress.closed"]
    assert offered("--lang", language, "facts", "đại hội") == {}


def test_facts_rules_sentences_and_statuses_are_offered(offered) -> None:
    assert list(offered("facts", "congress.")) == ["congress.closed", "congress.opened", "congress.planned"]
    assert list(offered("check", "--rule", "upper-congress")) == ["upper-congress-in-time"]
    assert list(offered("progress", "compl")) == ["complaints", "complaints-settled"]
    assert list(offered("progress", "--by", "t")) == ["type", "task-force", "tag"]
    assert list(offered("explain", "HN-008", "upper-congress")) == ["upper-congress-in-time"]
    assert list(offered("check", "--clause", "5.1")) == ["5.1a", "5.1b"]
    assert offered("check", "--status", "over") == {"overdue": "quá hạn"}
    assert list(offered("check", "--status", "")) == list(Status)
    assert list(offered("check", "--owner", "")) == sorted(OWNERS)


def test_fixed_choices_are_offered(offered) -> None:
    assert list(offered("check", "--format", "")) == list(FORMATS)
    assert list(offered("completion", "")) == list(SHELLS)
    assert list(offered("check", "--color", "a")) == ["auto", "always"]


def test_files_are_left_to_the_shell(offered) -> None:
    for words in (("check", "-o"), ("check", "--units"), ("check", "--rules"), ("init",)):
        assert offered(*words, "da") == {}


def test_nothing_is_offered_where_anything_may_stand(offered) -> None:
    assert offered("check", "--as-of", "1") == {}
    assert offered("find", "ho") == {}


def test_behind_two_dashes_no_option_is_offered(offered) -> None:
    assert offered("show", "--", "--a") == {}


def test_the_files_named_on_the_line_are_the_ones_looked_at(offered) -> None:
    found = offered("check", "--units", str(CITY), "--under", "MAU-01")

    assert {"MAU-01", "MAU-01-01"} <= set(found)
    assert list(offered("check", f"--units={CITY}", "--unit", "TF-0")) == ["TF-01", "TF-02", "TF-03"]


def test_the_project_of_the_folder_and_the_environment_are_the_ones_looked_at(
    offered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_project(tmp_path))
    assert offered("show", "MN") == {"MN": "Đảng bộ Thành phố Mẫu Nhỏ", "MN-01": "Đảng bộ phường Một"}
    assert list(offered("facts", "")) == ["congress.closed", "congress.opened", "plan.issued", "review.issued"]

    monkeypatch.setenv("CONGRESS_UNITS", str(CITY))
    assert list(offered("show", "MAU-11")) == ["MAU-11", "MAU-11-01", "MAU-11-02", "MAU-11-03", "MAU-11-04"]


@pytest.mark.parametrize(
    "words", [("show", ""), ("check", "--units", "absent", "--unit", ""), ("--lang", "xx", ""), ("nonsense", "x")]
)
def test_where_nothing_can_be_read_nothing_is_offered_and_nothing_is_said(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ran = asked(tmp_path, asking(*words))

    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, b"", b"")


def test_no_name_from_data_is_obeyed_by_a_terminal(offered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_project(tmp_path)
    units = folder / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("Đảng bộ phường Một", "Một\x1b[31m\u202e"), "utf-8")
    monkeypatch.chdir(folder)

    assert offered("show", "MN-")["MN-01"] == "Một<U+001B>[31m<U+202E>"


OBEYED = r"`touch a` $(touch b) \$(touch c) \\`touch d` )); touch e #::: *" + "\\"
IDS = ("9.1", "$(touch${IFS}g)", "`touch<h`", "9.2;touch<i", "*", "~", "-9", "9:::9")


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose names a shell could run, and with ids like that."""
    clauses = "".join(f"  - {{id: '{one}', check: informational, vi: '\"{OBEYED}'}}\n" for one in IDS)
    folder = write_project(tmp_path, rules=RULES.replace("clauses:\n", f"clauses:\n{clauses}"))
    units = folder / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("Đảng bộ phường Một", f'"\'{OBEYED}"'), "utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_no_id_that_a_shell_would_run_is_offered(offered, hostile: Path) -> None:
    assert set(offered("check", "--clause", "")) == {"1.1", "2.1a", "2.1b", "9.1"}


# ---------------------------------------------------------------- speed


@pytest.mark.parametrize("words", [("show", ""), ("check", "--"), ("check", "--rule", ""), ("",)])
def test_a_tab_is_not_felt(words: tuple[str, ...]) -> None:
    """In seconds of the processor, beside a program that loads the same libraries and prints a table of 600 rows."""
    resource = pytest.importorskip("resource")

    def seconds(run: Callable[[], object]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def tab() -> None:
        assert len(asked(ROOT, asking(*words)).stdout.splitlines()) >= 10

    def table() -> None:
        subprocess.run([sys.executable, ROOT / "bench" / "peers" / "table_600.py"], check=True, capture_output=True)

    assert any(seconds(tab) < seconds(table) for _ in range(4))


# ---------------------------------------------------------------- the scripts, in real shells


@pytest.fixture(scope="module")
def with_congress(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `congress` is a command."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "congress"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m congress_cli "$@"\n')
    command.chmod(0o755)
    path = f"{folder}{os.pathsep}{QUIET_ENVIRONMENT['PATH']}"
    return {**QUIET_ENVIRONMENT, "PATH": path, "LANG": "C.UTF-8", "HOME": str(folder), "COLUMNS": "80"}


@cache
def script(shell: str) -> str:
    return in_own_process("completion", shell).stdout.decode()


def ran_in(shell: str, program: str, environment: dict[str, str], *options: str, folder: Path = ROOT) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    ran = subprocess.run(
        [shell, *options, "-c", program], cwd=folder, env=environment, capture_output=True, check=True, text=True
    )
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def in_bash(environment: dict[str, str], *words: str) -> list[str]:
    line = " ".join(shlex.quote(word) for word in words)
    program = f"{script('bash')}\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _congress_completion congress\n"
    return ran_in("bash", program + "printf '%s\\n' \"${COMPREPLY[@]}\"", environment, "--norc")


def test_bash_gets_the_words_that_begin_as_typed(with_congress: dict[str, str]) -> None:
    assert in_bash(with_congress, "congress", "show", "HN-BD") == ["HN-BD"]
    assert in_bash(with_congress, "congress", "show", "HN-B") == ["HN-BD", "HN-BTLTD"]
    assert in_bash(with_congress, "congress", "facts", "congress.c") == ["congress.closed"]
    assert in_bash(with_congress, "congress", "rules", "show", "upper-congress") == ["upper-congress-in-time"]
    assert in_bash(with_congress, "congress", "check", "--clause", "5.1") == ["5.1a", "5.1b"]
    assert in_bash(with_congress, "congress", "check", "--fail") == ["--fail-on"]
    assert in_bash(with_congress, "congress", "check", "--color", "a") == ["auto", "always"]
    assert in_bash(with_congress, "congress", "exp") == ["explain", "export"]


def test_bash_takes_a_name_with_or_without_accents_in_quotes(with_congress: dict[str, str]) -> None:
    for typed in ("'hoan kiem'", "'Hoàn Kiế", '"hoan kie'):
        assert in_bash(with_congress, "congress", "show", typed) == ["HN-002"]


def test_bash_completes_a_value_behind_an_equals_sign(with_congress: dict[str, str]) -> None:
    assert in_bash(with_congress, "congress", "check", "--unit", "=", "HN-BD") == ["HN-BD"]
    assert in_bash(with_congress, "congress", "check", "--status", "=") == list(Status)


def test_bash_is_left_to_offer_files_where_nothing_else_is(with_congress: dict[str, str]) -> None:
    assert in_bash(with_congress, "congress", "check", "-o", "dat") == [""]
    assert in_bash(with_congress, "congress", "show", "no such unit") == [""]
    assert "complete -o default" in script("bash")


def test_fish_shows_values_with_their_meaning(with_congress: dict[str, str]) -> None:
    program = f"{script('fish')}\ncomplete -C 'congress show HN-B'\ncomplete -C 'congress check -o dat'"

    found = ran_in("fish", program, {**with_congress, "XDG_CONFIG_HOME": with_congress["HOME"]}, "--no-config")

    assert found == [
        "HN-BD\tĐảng bộ Bưu điện thành phố Hà Nội",
        "HN-BTLTD\tĐảng bộ Bộ Tư lệnh Thủ đô Hà Nội",
        "data/",
    ]


def test_zsh_hands_values_and_meanings_to_its_own_machinery(with_congress: dict[str, str]) -> None:
    # _arguments works only while a line is being edited: here a function in its place prints what it is given.
    program = f"""
compdef() {{ :; }}
_arguments() {{ print -l -- "$@"; }}
_files() {{ print files; }}
{script("zsh")}
words=(congress show HN-B); CURRENT=3; _congress_completion
words=(congress check -o dat); CURRENT=4; _congress_completion
true
"""
    first, *rest = ran_in("zsh", program, with_congress, "-f")

    assert "HN-BD" in first
    assert rest[-1] == "files"


def test_no_name_from_data_is_run_by_zsh(with_congress: dict[str, str], hostile: Path) -> None:
    # `_arguments` evaluates words and their meanings.
    program = f"""
compdef() {{ :; }}
_arguments() {{ eval ws=\\( "${{1[7,-3]}}" \\); print -lr -- $ws; }}
{script("zsh")}
words=(congress check --clause 9); CURRENT=4; _congress_completion
words=(congress show MN-0); CURRENT=3; _congress_completion
"""
    found = ran_in("zsh", program, with_congress, "-f", folder=hostile)

    assert [line.partition(":")[0] for line in found] == ["9.1", "MN-01"]
    assert not [path for path in hostile.iterdir() if len(path.name) == 1]


@pytest.mark.parametrize(
    ("shell", "form"), [("zsh", '_arguments \'*: :(("HN-BD":"Đảng bộ'), ("powershell", "HN-BD:::Đảng")]
)
def test_each_other_shell_is_answered_in_its_own_form(shell: str, form: str) -> None:
    line = {"_TYPER_COMPLETE_ARGS": "congress show HN-BD", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "HN-BD"}

    ran = asked(ROOT, {"_CONGRESS_COMPLETE": f"complete_{shell}", **line})

    assert ran.stdout.decode().startswith(form)


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_is_printed_whole_and_alike_every_time(congress, shell: str) -> None:
    first, second = congress("completion", shell), congress("completion", shell)

    assert first.code == 0
    assert first == second
    assert "_CONGRESS_COMPLETE" in first.out
    assert first.out.isascii()


def test_a_shell_there_is_not_is_told(congress) -> None:
    ran = congress("completion", "tcsh")

    assert ran.code == 2
    assert "bash, zsh, fish, powershell" in ran.err


PAPERS = ROOT / "examples" / "papers"


def test_periods_around_the_present_are_offered_as_values_of_a_series(offered) -> None:
    files = ("--units", str(PAPERS / "periodic-reports"), "--lang", "en")
    order = ("--units", str(PAPERS / "executive-order-14028"), "--lang", "en")

    assert offered("record", *files, "SO-MAU", "transport.month", "") == {
        "2025-04=": "month 4/2025",
        "2025-03=": "month 3/2025",
        "2025-02=": "month 2/2025",
        "2025-05=": "month 5/2025",
    }
    assert list(offered("record", *files, "SO-MAU", "transport.quarter", "2025-Q1")) == ["2025-Q1="]
    assert list(offered("record", *order, "AGENCY-2", "progress.sent", "")) == ["2=", "1=", "3="]


def test_numbers_of_cases_are_offered_and_then_the_names_of_their_days(offered) -> None:
    files = ("--units", str(PAPERS / "executive-order-14028"), "--lang", "en")

    assert list(offered("record", *files, "PROVIDER-1", "incidents", "")) == ["1", "2", "3"]
    assert offered("record", *files, "PROVIDER-1", "incidents", "2", "") == {
        "detected=": "detected",
        "reported=": "reported",
    }
    assert offered("record", *files, "PROVIDER-2", "incidents", "") == {}
    assert offered("record", *files, "BUDGET", "logging.required", "") == {}
