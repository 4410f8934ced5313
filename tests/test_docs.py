"""The pages that people read: what they show is what the program does."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from congress_cli.model.message import Diagnostics
from congress_cli.reading.files import SourceFile, read_source
from congress_cli.reading.load import read_waivers
from congress_cli.reading.registry import read_registry
from congress_cli.reading.rulebook import read_rulebook
from congress_cli.rules import Rulebook
from docs.picture import PICTURE, picture
from tests.builders import ROOT
from tests.cli.commands import in_this_process

READMES = ("README.md", "README.vi.md")
PAGES = (*READMES, "CHANGELOG.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
COLUMNS = "100"


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


# ---------------------------------------------------------------- commands


def commands(readme: str) -> dict[str, list[str]]:
    marked = re.findall(r"^<!-- command: (\w+) -->\n```sh\n(.+?)\n```$", readme, re.DOTALL | re.MULTILINE)
    return {name: [command for other, command in marked if other == name] for name, _ in marked}


def test_the_readme_has_each_command_that_is_run_from_it_once_and_on_one_line():
    found = commands(page("README.md"))

    assert {name: len(blocks) for name, blocks in found.items()} == {"check": 1, "test": 1}
    assert not any("\n" in command for (command,) in found.values())


def test_the_vietnamese_readme_gives_the_same_command():
    (check,) = commands(page("README.md"))["check"]

    assert check in "".join(blocks(page("README.vi.md"), "sh")).splitlines()


class Shown(NamedTuple):
    """A command on a page and, where it has any, the output that stands below it."""

    words: tuple[str, ...]
    output: str | None
    mistake: tuple[str, ...] | None


def shown(readme: str) -> list[Shown]:
    """The commands that stand alone in a block; a block of text belongs to the command before it."""
    found: list[Shown] = []
    mistake = None
    parts = r"^<!-- mistake: (\S+): (\S+) → (\S+) -->$|^```(sh|text)\n(.*?)\n```$"
    for path, old, new, language, text in re.findall(parts, readme, re.DOTALL | re.MULTILINE):
        if path:
            mistake = (path, old, new)
        elif language == "sh" and (command := re.search(r"(?:^|/)congress (.*)\Z", text)):
            found.append(Shown(tuple(command[1].split()), None, mistake))
            mistake = None
        elif language == "text" and found[-1].output is None:
            found[-1] = found[-1]._replace(output=text)
    return found


@pytest.mark.parametrize(
    ("readme", "example"), [(readme, one) for readme in READMES for one in shown(page(readme))], ids=str
)
def test_what_a_readme_shows_below_a_command_is_what_the_command_prints(tmp_path, readme, example):
    for folder in ("data", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    if example.mistake is not None:
        path, old, new = example.mistake
        text = (tmp_path / path).read_text("utf-8")
        assert old in text
        (tmp_path / path).write_text(text.replace(old, new, 1), "utf-8")
    at_terminal = ("--format", "table") if example.words[0] == "check" and "--format" not in example.words else ()

    ran = in_this_process(*example.words, *at_terminal, folder=tmp_path, COLUMNS=COLUMNS)

    assert ran.returncode in ((3,) if example.mistake else (0, 1)), ran.stderr.decode()
    rest = (ran.stdout + ran.stderr).decode()
    for part in re.split(r"^…\n?", f"{example.output or '…'}\n", flags=re.MULTILINE):
        assert part in rest
        rest = rest[rest.index(part) + len(part) :]


def test_the_way_from_a_paper_to_a_rulebook_can_be_walked_as_the_page_says(tmp_path):
    steps = r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$|^```sh\ncongress (.+?)\n```$"
    told = {}
    for path, text, command in re.findall(steps, page("docs/write-a-rulebook.md"), re.DOTALL | re.MULTILINE):
        if path:
            (tmp_path / path).write_text(text, "utf-8")
            continue
        ran = in_this_process(*shlex.split(command), "--lang", "en", folder=tmp_path, COLUMNS=COLUMNS)
        told[command] = ran.stdout.decode()
        assert ran.returncode == command.startswith("check"), (command, ran.stdout.decode(), ran.stderr.decode())

    assert "# ? within: {days: 30, after: …}" in (tmp_path / "ledger.yaml").read_text("utf-8")
    assert "Plan reported" in told["check --as-of 2031-04-25"]


# ---------------------------------------------------------------- links, names, floors


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file_and_a_heading_of_it(name):
    for target, _, heading in re.findall(r"\]\((?!https?:)([^)#\s]*)(#([^)\s]+))?\)", page(name)):
        there = (ROOT / name).parent / target if target else ROOT / name
        assert there.is_file(), target
        if heading:
            headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
            assert heading in map(slug, headings)


def test_the_floors_on_the_page_are_those_of_the_contract():
    contracts = tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = [one["layers"] for one in contracts if one["type"] == "layers"]

    assert blocks(page("docs/architecture.md"), "text")[0].splitlines() == layers


def test_every_module_that_the_page_on_architecture_names_exists():
    named = re.findall(r"`((?:src/congress_cli/)?[a-z_]+/[a-z_/]+\.py)`", page("docs/architecture.md"))
    of_recipes = {"src/congress_cli/rules/either.py", "tests/rules/test_either.py", "src/congress_cli/formats/ids.py"}

    assert len(named) > 10
    for name in {*named} - of_recipes:
        assert any((folder / name).is_file() for folder in (ROOT, ROOT / "src" / "congress_cli")), name


# ---------------------------------------------------------------- files


FILES = [one for one in blocks(page("docs/files.md"), "yaml") if one.startswith("format:")]


def source_of(text: str, folder: Path) -> SourceFile:
    path = folder / "example.yaml"
    path.write_text(text, "utf-8")
    source = read_source(path, path.name, Diagnostics())
    assert source is not None
    return source


def test_the_page_on_files_has_an_example_of_each_format():
    assert sorted(one.split()[1] for one in FILES) == ["congress-rules/1", "congress-units/1", "congress-waivers/1"]


def shipped_rulebook(diagnostics: Diagnostics) -> Rulebook | None:
    source = read_source(ROOT / "data" / "rules.yaml", "rules.yaml", diagnostics)
    return None if source is None else read_rulebook(source, diagnostics)


@pytest.mark.parametrize("example", FILES, ids=lambda one: one.split()[1])
def test_every_whole_file_on_the_page_on_files_is_read_without_a_word(tmp_path, example):
    diagnostics = Diagnostics()
    source = source_of(example, tmp_path)
    readers = {
        "congress-rules/1": lambda: read_rulebook(source, diagnostics),
        "congress-units/1": lambda: read_registry([source], shipped_rulebook(diagnostics), diagnostics),
        "congress-waivers/1": lambda: read_waivers(source, diagnostics),
    }

    assert readers[example.split()[1]]() is not None
    assert diagnostics.found == []


# ---------------------------------------------------------------- picture


def test_the_picture_is_that_of_the_present_report():
    assert PICTURE.read_text("utf-8") == picture(), "make it again: python docs/picture.py"


def test_the_picture_takes_nothing_from_elsewhere():
    drawn = PICTURE.read_text("utf-8")

    assert re.findall(r"https?:[^\"]*", drawn) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\(|@import|@font-face|<image|<script|href", drawn)


def test_the_picture_says_that_the_city_is_invented():
    (title,) = re.findall("<title>(.*)</title>", PICTURE.read_text("utf-8"))

    assert "hư cấu" in title
    assert "invented" in title


@pytest.mark.parametrize("readme", READMES)
def test_both_readmes_show_the_picture_and_link_each_other(readme):
    (other,) = {*READMES} - {readme}

    assert "](docs/check.svg)" in page(readme)
    assert f"]({other})" in page(readme).partition("\n## ")[0]
