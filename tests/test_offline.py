"""Installing without a network: what the page names is pinned and known to pip, and asks nobody."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.builders import ROOT

PAGE = (ROOT / "docs" / "offline.md").read_text("utf-8")
LISTS = ("requirements.txt", "requirements-build.txt")


def lines(name: str) -> list[str]:
    (block,) = re.findall(rf"^<!-- offline: {name} -->\n```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(block).splitlines()


def pinned(name: str) -> dict[str, str]:
    """What a list pins, and all that stands behind it."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    entries = [line.partition("==") for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    return {one: rest for one, _, rest in entries}


@pytest.mark.parametrize("name", LISTS)
def test_every_package_of_the_bundle_is_pinned_with_hashes(name: str) -> None:
    assert pinned(name)
    assert [one for one, rest in pinned(name).items() if "--hash=sha256:" not in rest] == []


def test_the_build_backend_is_in_the_bundle_in_the_version_that_the_project_asks_for() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]

    given = [f"{one}=={rest.split()[0]}" for one, rest in pinned("requirements-build.txt").items()]

    assert set(wanted) <= set(given)


@pytest.mark.parametrize("name", ["gather", "install"])
def test_the_commands_are_a_shell_s_and_pip_knows_their_options(name: str) -> None:
    script = "\n".join(lines(name))
    assert subprocess.run(["sh", "-n"], input=script.encode(), check=False).returncode == 0
    for line in lines(name):
        words = shlex.split(line)
        if "pip" not in words:
            continue
        command = words[words.index("pip") + 1]
        told = subprocess.run([sys.executable, "-m", "pip", command, "--help"], capture_output=True, check=True).stdout
        for option in (word for word in words if word.startswith("--")):
            assert option in told.decode(), line
        assert [one for one in words if one.endswith(".txt")] in ([], list(LISTS)), line


def test_nothing_is_asked_of_a_network_where_there_is_none(tmp_path: Path) -> None:
    """The line that installs refuses what the bundle lacks, and does not look elsewhere."""
    (line,) = [one for one in lines("install") if "--find-links" in one]
    words = [sys.executable, *shlex.split(line)[1:], "--dry-run", "--target", str(tmp_path / "there")]
    words[words.index("../wheels")] = str(tmp_path)
    nothing_set = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}

    environment = {**nothing_set, "PIP_CONFIG_FILE": os.devnull}
    ran = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode != 0
    assert "No matching distribution found" in ran.stderr


def test_the_lines_that_install_never_name_an_index() -> None:
    installing = [line for line in lines("install") if "pip install" in line]

    assert len(installing) == 2
    assert all("--no-index" in line for line in installing)
    assert "--no-build-isolation" in installing[1]
    assert not re.search(r"https?://|--index-url|--extra-index-url", PAGE)
