"""Printed commands: typed as they stand, they do what is promised, in the same files on the same day."""

import json
import os
import re
import shlex
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from congress_cli.cli.app import COMMANDS, build
from congress_cli.language import CATALOGUES, LANGUAGES, commands, texts
from congress_cli.language.commands import IN_TEXT, TAKES, command_line, given_in, quoted, without_given
from tests.cli.commands import ALL_DONE, PLAN, RULES, WAIVERS, units_text, write_project
from tests.cli.conftest import Congress

FOLDER = "sổ của Văn phòng's"  # what a shell would cut in three
NAMED = ("--units", f"{FOLDER}/units.yaml")
EVERYTHING = (*NAMED, "--rules", f"{FOLDER}/rules.yaml", "--waivers", f"{FOLDER}/waivers.yaml", "--as-of", "25/6/2020")
COMMAND = re.compile(r"congress [a-z]+(?: [^\n;]*|$)", re.MULTILINE)


@pytest.fixture
def two_registries(tmp_path: Path) -> Path:
    """One registry in the folder where one stands, and another whose path needs quotes."""
    write_project(tmp_path, *ALL_DONE)
    other = tmp_path / FOLDER
    other.mkdir()
    for name, text in (("units", units_text(as_of=None, records="partial")), ("rules", RULES), ("waivers", WAIVERS)):
        (other / f"{name}.yaml").write_text(text, "utf-8")
    return other


def hint(text: str, command: str) -> list[str]:
    """The words of the last printed command of that name, as the shell reads them."""
    found = [one for one in COMMAND.findall(text) if one.split()[1] == command]
    assert found, text
    return shlex.split(found[-1])[1:]


# ---------------------------------------------------------------- followed literally


@pytest.mark.parametrize("language", LANGUAGES)
def test_undo_takes_back_what_was_written_and_nothing_of_another_registry(
    congress: Congress, two_registries: Path, tmp_path: Path, language: str
) -> None:
    own = tmp_path / "data" / "units.yaml"
    congress("record", "MN-01", "review.issued", "18/6/2020")
    before, other_before = own.read_bytes(), (two_registries / "units.yaml").read_bytes()

    ran = congress("record", *NAMED, "MN-01", "plan.issued", "15/6/2020", "--as-of", "25/6/2020", "--lang", language)
    assert ran.code == 0
    assert (two_registries / "units.yaml").read_bytes() != other_before
    assert congress(*hint(ran.out, "undo")).code == 0

    assert own.read_bytes() == before
    assert (two_registries / "units.yaml").read_bytes() == other_before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "followed"),
    [
        (("check", *EVERYTHING, "--no-waivers", "--format", "table"), "record"),
        (("check", *EVERYTHING, "--format", "table"), "check"),
        (("explain", "MN-01", *EVERYTHING), "explain"),
        (("show", "MN-01", *EVERYTHING), "explain"),
        (("find", "một", *NAMED, "--rules", f"{FOLDER}/rules.yaml"), "show"),
        (("facts", "--rules", f"{FOLDER}/rules.yaml"), "facts"),
        (("explain", "zzzzzz", *EVERYTHING), "find"),
        (("undo", *NAMED, "--dry-run"), "undo"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_hint_repeats_the_files_and_the_day_as_they_were_given(
    congress: Congress, two_registries: Path, words: tuple[str, ...], followed: str, language: str
) -> None:
    if words[0] == "undo":
        congress("record", *NAMED, "MN-01", "plan.issued", "15/6/2020", "--as-of", "25/6/2020")
        journal = two_registries / "congress-journal.jsonl"
        edited = (two_registries / "units.yaml").read_text("utf-8").replace("2020-06-15", "2020-06-16")
        (two_registries / "units.yaml").write_text(edited, "utf-8")
        assert journal.exists()
    ran = congress(*words, "--lang", language)
    told = ran.out + ran.err
    printed = hint(told, followed)

    wanted = [one for one in TAKES[followed] if one in words]
    assert [one for one in printed if one.startswith("--") and one in TAKES[followed]] == wanted
    for option in wanted:
        assert printed[printed.index(option) + 1] == words[words.index(option) + 1]


def test_a_report_read_from_elsewhere_repeats_the_files_that_it_was_made_from(
    congress: Congress, two_registries: Path
) -> None:
    congress("check", *EVERYTHING, "--format", "json", "-o", "report.json")
    saved = json.loads(Path("report.json").read_text("utf-8"))["command"]

    ran = congress("render", "report.json", "--format", "table")

    assert given_in(hint(ran.out, "check")) == given_in(saved)
    assert "--as-of" in saved


def test_a_command_that_takes_no_files_is_given_none(congress: Congress, two_registries: Path) -> None:
    assert command_line("congress", "schema", "units", given=EVERYTHING) == "congress schema units"
    assert command_line("congress", "facts", given=EVERYTHING) == f"congress facts --rules {quoted(EVERYTHING[3])}"
    assert command_line("congress", "undo", "--as-of", "1/7/2020", given=EVERYTHING).count("--as-of") == 1


def test_a_value_that_is_left_to_be_filled_in_stands_before_the_options() -> None:
    told = command_line("congress", "record", "MN-01", "plan.issued", blank="NGÀY", given=("--units", "a b.yaml"))

    assert told == "congress record MN-01 plan.issued NGÀY --units 'a b.yaml'"


# ---------------------------------------------------------------- every printed command


def printed_commands() -> list[tuple[str, str, list[str]]]:
    """Each command in the catalogues: language, key, words."""
    return [
        (language, f"{catalogue}.{key}", shlex.split(found))
        for language in LANGUAGES
        for catalogue in CATALOGUES
        for key, text in texts(language, catalogue).items()
        for found in IN_TEXT.findall(text)
        if found.startswith("congress ")
    ]


def command_named(words: list[str]) -> Any:
    """The command of the command line that some words name."""
    command = build([words[0]]).commands[words[0]]
    return command.commands[words[1]] if hasattr(command, "commands") else command


@pytest.mark.parametrize(("language", "key", "words"), printed_commands(), ids=lambda one: str(one))
def test_every_command_in_the_catalogues_exists_with_its_options(language: str, key: str, words: list[str]) -> None:
    if words[1] == "--help":
        return
    assert words[1] in COMMANDS
    known = {name for param in command_named(words[1:]).params for name in param.opts} | {"--help"}
    assert {one for one in words if one.startswith("-")} <= known
    arguments = [param for param in command_named(words[1:]).params if param.param_type_name == "argument"]
    required = sum(param.required for param in arguments)
    given = [
        one for at, one in enumerate(words[2:], 2) if not one.startswith("-") and not words[at - 1].startswith("-")
    ]
    assert len(given) >= required or words[1] in ("unit", "rules", "record")


@pytest.mark.parametrize("name", TAKES)
def test_what_is_repeated_is_what_the_command_takes(name: str) -> None:
    command = build([name]).commands[name]
    kinds = command.commands if hasattr(command, "commands") else {"": command}

    for word, one in kinds.items():
        taken = {opt for param in one.params for opt in param.opts}
        expected = () if (name, word) in commands.BEGINNING else TAKES[name]
        assert {opt for opt in (*commands.VALUED, *commands.FLAGS) if opt in taken} == set(expected)


def test_no_command_is_printed_past_the_one_place() -> None:
    """Outside of the help a command stands in brackets, or as `{command}`, or only names a command."""
    told = [
        (catalogue, key, text)
        for language in LANGUAGES
        for catalogue in CATALOGUES
        if catalogue != "help"
        for key, text in texts(language, catalogue).items()
        if re.search(r"(?<![<(])congress [a-z]+ (--|\{|[A-ZĐ]{2})", IN_TEXT.sub("", text))
    ]

    assert [key for _, key, _ in told if key not in ("advice-import",)] == []


# ---------------------------------------------------------------- shells


@pytest.mark.parametrize(
    ("word", "posix", "windows"),
    [
        ("data/units.yaml", "data/units.yaml", "data/units.yaml"),
        ("a b.yaml", "'a b.yaml'", '"a b.yaml"'),
        ("Mỹ Đức", "'Mỹ Đức'", '"Mỹ Đức"'),
        (r"C:\So\units.yaml", r"'C:\So\units.yaml'", r"C:\So\units.yaml"),
        ("C:\\So cua toi\\", "'C:\\So cua toi\\'", '"C:\\So cua toi\\\\"'),
        ("a;b&c", "'a;b&c'", '"a;b&c"'),
        ("$HOME", "'$HOME'", "'$HOME'"),
        ("it's", "'it'\"'\"'s'", '"it\'s"'),
        ("", "''", '""'),
    ],
)
def test_a_word_is_quoted_for_the_shell_of_the_platform(
    monkeypatch: pytest.MonkeyPatch, word: str, posix: str, windows: str
) -> None:
    assert quoted(word) == posix
    assert shlex.split(posix) == [word]
    monkeypatch.setattr(commands, "os", SimpleNamespace(name="nt"))
    assert quoted(word) == windows


def test_what_was_given_is_found_however_it_was_typed() -> None:
    words = ["check", "--units=a b.yaml", "--unit", "MN", "--as-of", "1/7/2020", "--no-waivers", "--", "--rules", "x"]

    assert given_in(words) == ("--units", "a b.yaml", "--as-of", "1/7/2020", "--no-waivers")
    assert without_given(["check", "--units", "a", "--unit", "MN", "--no-waivers"]) == ("check", "--unit", "MN")


def test_a_registry_of_the_environment_needs_no_option(
    congress: Congress, two_registries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGRESS_UNITS", str(two_registries / "units.yaml"))

    ran = congress("record", "MN-01", "plan.issued", "15/6/2020", "--lang", "en")

    assert hint(ran.out, "undo") == ["undo"]
    assert PLAN in (two_registries / "units.yaml").read_text("utf-8")
    assert os.environ["CONGRESS_UNITS"]
