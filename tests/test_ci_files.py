"""The action, the hook and the samples for CI: what they run is there, and no input becomes a part of a script."""

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import ROOT
from tests.cli.commands import CITY, in_this_process

FILES = ("action.yml", ".pre-commit-hooks.yaml", "examples/ci/github.yml", "examples/ci/gitlab-ci.yml")
HOSTILE = (
    "$(touch obeyed)",
    "`touch obeyed`",
    '"; touch obeyed; "',
    "'; touch obeyed; '",
    "a b * ?",
    "\n",
    "-q",
    "${{ x }}",
)


def loaded(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


def check_step() -> dict[str, Any]:
    """The step of the action that runs congress."""
    step: dict[str, Any] = loaded("action.yml")["runs"]["steps"][-1]
    return step


@pytest.mark.parametrize("path", FILES)
def test_no_expression_stands_in_a_script(path: str) -> None:
    def scripts(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [text for key in ("run", "script", "before_script") if (text := value.get(key))]
            return [str(one) for one in own] + [text for inner in value.values() for text in scripts(inner)]
        return [text for inner in value for text in scripts(inner)] if isinstance(value, list) else []

    found = scripts(loaded(path))

    assert found or path == ".pre-commit-hooks.yaml" or path == "examples/ci/github.yml"
    assert not [text for text in found if "${{" in text]


def ran(folder: Path, **inputs: str) -> tuple[list[str], int]:
    """The words that the action gives to congress, and the exit code of the step."""
    program = folder / "congress" / "bin" / "congress"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done >words\nexit 1\n', "utf-8")
    program.chmod(0o755)
    names = {key: re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", told)[1] for key, told in check_step()["env"].items()}  # type: ignore[index]
    defaults = {name: one["default"] for name, one in loaded("action.yml")["inputs"].items()}
    environment = {key: {**defaults, **inputs}[name] for key, name in names.items()}
    done = subprocess.run(
        ["bash", "-c", check_step()["run"]],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "RUNNER_TEMP": str(folder), **environment},
        check=False,
    )
    return (folder / "words").read_text("utf-8").split("\0")[:-1], done.returncode


def test_every_input_of_the_action_is_an_option_and_says_what_it_is() -> None:
    inputs = loaded("action.yml")["inputs"]
    given = set(check_step()["env"].values())

    assert given == {f"${{{{ inputs.{name} }}}}" for name in inputs}
    assert all(one["description"] and "default" in one for one in inputs.values())


def test_the_action_passes_its_inputs_on_and_fails_where_congress_does(tmp_path: Path) -> None:
    words, code = ran(tmp_path, units="data", **{"as-of": "2020-08-14", "sarif": "a.sarif"})

    assert code == 1
    assert words == [
        *("check", "--format", "github", "--fail-on=violation", "--units=data", "--as-of=2020-08-14"),
        "--format=sarif=a.sarif",
    ]
    done = in_this_process(*words[:-4], "--fail-on=violation", "--units", CITY, folder=tmp_path)
    assert done.returncode == 1, done.stderr.decode()


def test_without_inputs_the_action_says_nothing_that_congress_would_not_find_by_itself(tmp_path: Path) -> None:
    assert ran(tmp_path)[0] == ["check", "--format", "github", "--fail-on=violation"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_input_is_obeyed_by_the_shell_or_taken_for_an_option(tmp_path: Path, hostile: str) -> None:
    names = list(loaded("action.yml")["inputs"])

    words, _ = ran(tmp_path, **dict.fromkeys(names, hostile))

    assert not (tmp_path / "obeyed").exists()
    assert words[:3] == ["check", "--format", "github"]
    assert len(words) == 3 + len(names)
    assert all(word.startswith("--") and word.endswith(f"={hostile}") for word in words[3:])


def test_the_hook_runs_a_command_there_is(tmp_path: Path) -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")

    assert hook["id"] == "congress-validate"
    assert hook["language"] == "python"
    assert re.search(hook["files"], "data/units.yaml")
    program, *words = hook["entry"].split()
    assert program == "congress"
    assert in_this_process(*words).returncode == 0


def test_the_sample_for_gitlab_runs_and_leaves_what_it_says(tmp_path: Path) -> None:
    job = loaded("examples/ci/gitlab-ci.yml")["congress"]
    (line,) = job["script"]
    program, *words = shlex.split(line)

    done = in_this_process(*words, "--units", CITY, folder=tmp_path)

    assert program == "congress"
    assert done.returncode == 1, done.stderr.decode()
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()}


def test_the_sample_for_github_gives_inputs_that_the_action_has() -> None:
    steps = loaded("examples/ci/github.yml")["jobs"]["check"]["steps"]
    (own,) = [step for step in steps if step["uses"].startswith("./")]
    (upload,) = [step for step in steps if "upload-sarif" in step["uses"]]

    assert {*own["with"]} <= {*loaded("action.yml")["inputs"]}
    assert upload["with"]["sarif_file"] == own["with"]["sarif"]
