"""Help and version: complete in both languages, and made of the words that are tested elsewhere."""

import re
from pathlib import Path
from typing import Any

import pytest

from congress_cli import __version__
from congress_cli.cli.app import COMMANDS, build
from congress_cli.errors import ExitCode
from congress_cli.formats import FORMATS, GROUPINGS
from congress_cli.language import LANGUAGES
from tests.cli.conftest import Congress
from tests.patience import some


def walked(command: Any = None, name: str = "") -> list[tuple[str, Any]]:
    """Every command of the built command line under its words, groups first."""
    command = command or build()
    found = [(name, command)]
    for word, inner in getattr(command, "commands", {}).items():
        found += walked(inner, f"{name} {word}".strip())
    return found


ALL = dict(walked())


def page(congress: Congress, command: str, language: str, *words: str) -> str:
    ran = congress(*command.split(), *(words or ("--help",)), "--lang", language)
    assert ran.code == 0
    assert ran.err == ""
    return ran.out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ALL)
def test_help_names_each_option_argument_and_command_with_a_sentence(
    congress: Congress, command: str, language: str
) -> None:
    told = page(congress, command, language)

    for param in ALL[command].params:
        if param.param_type_name == "option":
            for name in param.opts:
                assert re.search(rf"(^|[ ,]){re.escape(name)}([ ,]|$)", told, re.MULTILINE), name
        else:
            assert f"\n  {param.metavar}" in told
    for name in ("-h", "--help", *getattr(ALL[command], "commands", {})):
        assert re.search(rf"[ ,]{name}([ ,]|$)", told, re.MULTILINE), name
    assert not re.search(r"^ {2}\S+(, \S+)*( [A-Z]+)?$\n(?! {10})", told, re.MULTILINE), "an option without a sentence"


@pytest.mark.parametrize("command", ALL)
def test_the_two_languages_tell_the_same_options_in_different_words(congress: Congress, command: str) -> None:
    vietnamese, english = (page(congress, command, language) for language in LANGUAGES)

    assert _options(vietnamese) == _options(english) != []
    assert not set(_sentences(vietnamese)) & set(_sentences(english))


def _options(told: str) -> list[str]:
    return re.findall(r"^ {2}(-\S+)", told, re.MULTILINE)


def _sentences(told: str) -> list[str]:
    """What stands to the right of the options, commands and codes."""
    return re.findall(r"^ {2}\S.*? {2,}(\S.*)$", told, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ALL)
def test_short_and_long_help_are_one(congress: Congress, command: str, language: str) -> None:
    assert page(congress, command, language, "-h") == page(congress, command, language, "--help")


@pytest.mark.parametrize("columns", some([40, 60, 80, 200], [40, 200]))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ALL)
def test_words_of_help_fit_the_terminal_and_are_not_torn(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, command: str, language: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    told = page(congress, command, language)

    wrapped = [line for line in told.splitlines() if line.startswith(" " * 26)]
    assert all(len(line) <= max(columns, max((26 + len(word) for word in line.split()), default=0)) for line in wrapped)
    assert not [line for line in told.splitlines() if re.search(r"[a-z]-$", line)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ALL)
def test_no_line_of_help_is_wider_than_a_small_terminal(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, command: str, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = page(congress, command, language)

    assert [line for line in told.splitlines() if len(line) > 80] == []


def test_every_option_with_values_of_its_own_lists_them(congress: Congress) -> None:
    told = page(congress, "check", "en")

    assert ", ".join(FORMATS) in " ".join(told.split())
    for values in (GROUPINGS, LANGUAGES, ("auto", "always", "never"), ("never", "violation", "warning")):
        assert "|".join(values) in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ALL)
def test_the_table_of_exit_codes_stands_whole_in_the_help_of_congress_alone(
    congress: Congress, command: str, language: str
) -> None:
    told = page(congress, command, language)
    codes = [] if command else [str(int(code)) for code in ExitCode]

    assert re.findall(r"^ {2}(\d+) {2,}\S", told, re.MULTILINE) == codes


def test_congress_alone_without_a_registry_is_answered_with_help(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = congress()

    assert ran.code == 2
    assert ran.err == ""
    assert all(f"\n  {name}" in ran.out for name in COMMANDS)


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["--lang", "en", "--version"]], ids=" ".join)
def test_the_version_is_one_line(congress: Congress, words: list[str]) -> None:
    assert congress(*words) == (0, f"congress {__version__}\n", "")
