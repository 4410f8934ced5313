"""The recipes of docs/architecture.md, carried out as they are written there in a copy of the project.

A block of a recipe says what to do with the file that the paragraph above it names last:

- `python`: write the file, which must be new
- `yaml`: append it to the file
- `diff`: change the file; a blank line stands for lines left out
- `sh`: run the commands; a block `text` below is what the last one prints, with … for what is left out
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from congress_cli.formats import FORMATS, Form
from congress_cli.language import LANGUAGES
from tests.builders import ROOT
from tests.cli.commands import Ran, all_in_one_process, asking, in_own_process

PAGE = ROOT / "docs" / "architecture.md"
COPIED = ("src", "data", "docs", "examples", "schemas", "pyproject.toml")
OF_PROBLEMS = ("github", "gitlab", "ics")  # formats that leave out what is met


class Block(NamedTuple):
    """A block of a recipe, and the path that the paragraph above it names last."""

    language: str
    text: str
    path: str


class Recipe:
    """A copy of the project in which a recipe has been carried out."""

    def __init__(self, heading: str, folder: Path) -> None:
        self.root, self.source = folder, str(folder / "src")
        self.shown: list[tuple[str, Ran]] = []
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, folder / name)
        for block in blocks(heading):
            self._follow(block)

    def run(self, *commands: str) -> list[Ran]:
        """Runs of `congress` in the copy, one after the other."""
        return all_in_one_process(*commands, folder=self.root, PYTHONPATH=self.source)

    def offered(self, *words: str) -> list[str]:
        """What completion offers for the last of these words."""
        ran = in_own_process(folder=self.root, PYTHONPATH=self.source, **asking(*words))
        return [line.partition("\t")[0] for line in ran.stdout.decode().splitlines()]

    def _follow(self, block: Block) -> None:
        if block.language == "sh":
            commands = [line.removeprefix("congress ") for line in block.text.splitlines()]
            self.shown += [("", ran) for ran in self.run(*commands)]
        elif block.language == "text":
            self.shown[-1] = (block.text, self.shown[-1][1])
        else:
            change = {"python": _written, "yaml": _appended, "diff": _changed}[block.language]
            for path in self._paths(block.path):
                before = path.read_text("utf-8") if path.exists() else None
                path.write_text(change(before, block.text), "utf-8")

    def _paths(self, name: str) -> list[Path]:
        base = self.root if (self.root / name.partition("/")[0]).exists() else self.root / "src" / "congress_cli"
        return sorted(base.glob(name)) if "*" in name else [base / name]


def blocks(heading: str) -> Iterator[Block]:
    """The blocks of one recipe of the page."""
    (section,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S)
    path = ""
    for above, language, text in re.findall(r"(.*?)^```(\w+)\n(.*?)^```$", section, re.M | re.S):
        paths = re.findall(r"`([\w./*-]+/[\w./*-]+\.\w+)`", above.strip().rpartition("\n\n")[2])
        path = paths[-1] if paths else path
        yield Block(language, text, path)


def _written(before: str | None, text: str) -> str:
    assert before is None
    return text


def _appended(before: str | None, text: str) -> str:
    assert before is not None
    return f"{before}\n{text}"


def _changed(before: str | None, diff: str) -> str:
    assert before is not None
    rest, done = before, ""
    for hunk in re.split(r"^ ?\n", diff, flags=re.M):
        lines = hunk.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
        at = f"\n{rest}".find(f"\n{old}")
        assert at >= 0, f"not found:\n{old}"
        done, rest = done + rest[:at] + new, rest[at + len(old) :]
    return done + rest


def _assert_printed(expected: str, printed: str) -> None:
    """Whether the parts of a text between … are printed one after the other."""
    for part in re.split(r"^…\n?", expected, flags=re.M):
        assert part in printed
        printed = printed[printed.index(part) + len(part) :]


def _assert_went_well(recipe: Recipe) -> None:
    for expected, ran in recipe.shown:
        assert ran.code in (0, 1), ran.err
        _assert_printed(expected, ran.out)


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    return Recipe("Recipe: a new kind of rule", tmp_path_factory.mktemp("kind"))


@pytest.fixture(scope="module")
def format_(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    return Recipe("Recipe: a new output format", tmp_path_factory.mktemp("format"))


@pytest.fixture(scope="module")
def attribute(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    return Recipe("Recipe: an attribute of a unit", tmp_path_factory.mktemp("attribute"))


# ---------------------------------------------------------------- a kind of rule

CITY = "--units examples/thanh-pho-mau"
RULE = "congress-announced"
TITLES = ("Báo trước đại hội", "Congress announced")


def test_the_commands_of_the_recipe_for_a_kind_go_well(kind: Recipe) -> None:
    _assert_went_well(kind)
    assert RULE in (kind.root / "docs/rules.md").read_text("utf-8")
    assert '"either"' in (kind.root / "schemas/rules.schema.json").read_text("utf-8")


def test_a_rule_of_the_new_kind_is_in_every_command_that_reads_rules(kind: Recipe) -> None:
    commands = [
        f"{command} --lang {language}"
        for language in LANGUAGES
        for command in (
            f"explain MAU-01 {RULE} {CITY}",
            f"explain MAU-01 {RULE} {CITY} --format json",
            f"explain MAU-01 {CITY}",
            f"rules show {RULE}",
            "rules list",
            "rules docs",
            "facts schedule.registered",
            "clauses",
        )
    ]

    for command, ran in zip(commands, kind.run(*commands), strict=True):
        assert ran.code in (0, 1), (command, ran.err)
        assert any(name in ran.out for name in (RULE, *TITLES)), command


def test_the_kind_is_described_in_both_languages(kind: Recipe) -> None:
    vietnamese, english = kind.run(*(f"rules show {RULE} --lang {language}" for language in LANGUAGES))

    assert "một trong các việc đã diễn ra" in vietnamese.out
    assert "one of several things happened" in english.out


def test_every_format_has_the_findings_of_the_new_kind(kind: Recipe) -> None:
    names = [name for name, one in FORMATS.items() if one.form is not Form.BINARY]

    found = kind.run(*(f"check {CITY} --rule {RULE} --all --format {name}" for name in names))

    for name, ran in zip(names, found, strict=True):
        assert ran.code in (0, 1), (name, ran.err)
        assert name in OF_PROBLEMS or any(one in ran.out for one in (RULE, *TITLES)), name


def test_the_examples_of_the_recipe_are_those_that_mutation_wants(kind: Recipe) -> None:
    (mutated, linted) = kind.run("rules mutate --lang en", "rules lint --lang en")

    assert (mutated.code, mutated.err) == (0, ""), mutated.out
    assert linted.code == 0, linted.out


def test_the_rule_of_the_new_kind_is_completed(kind: Recipe) -> None:
    assert kind.offered("check", "--rule", "congress-ann") == [RULE]


# ---------------------------------------------------------------- an output format


def test_the_new_format_prints_what_the_recipe_shows(format_: Recipe) -> None:
    _assert_went_well(format_)


def test_the_new_format_is_in_help_and_completed(format_: Recipe) -> None:
    helps = format_.run(*(f"check --help --lang {language}" for language in LANGUAGES))

    assert all(re.search(r"\bids\b", ran.out) for ran in helps)
    assert format_.offered("check", "--format", "id") == ["ids"]


def test_the_new_format_is_written_from_a_saved_report_too(format_: Recipe) -> None:
    direct, _, later, refused = format_.run(
        f"check {CITY} --format ids",
        f"check {CITY} --format json=r.json",
        "render r.json --format ids",
        "check --format idz",
    )

    assert later.out == direct.out != ""
    assert refused.code == 2
    assert "ids" in refused.err


# ---------------------------------------------------------------- an attribute of a unit


def test_the_new_attribute_is_in_the_files_the_schemas_and_the_report(attribute: Recipe) -> None:
    _assert_went_well(attribute)
    for name in ("units", "report"):
        assert '"region"' in (attribute.root / f"schemas/{name}.schema.json").read_text("utf-8")
    units = attribute.root / "examples/thanh-pho-mau/units.yaml"
    text = units.read_text("utf-8")
    units.write_text(text.replace("  - id: MAU-01\n", "  - id: MAU-01\n    region: phía bắc\n", 1), "utf-8")

    checked, saved, rendered, valid = attribute.run(
        f"check {CITY} --format json",
        f"check {CITY} --format json=r.json",
        "render r.json --format json",
        f"validate {CITY}",
    )

    regions = {one["id"]: one.get("region") for one in json.loads(checked.out)["units"]}
    assert {id_: region for id_, region in regions.items() if region} == {"MAU-01": "phía bắc"}
    assert rendered.out == checked.out
    assert (saved.code, valid.code) == (checked.code, 0)
