"""Refuse what belongs to one machine in a committed file: registry hosts, pip's options, absolute paths."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

UNWANTED_FILES = {"pip.conf", "pip.ini", "uv.lock"}
UNWANTED_TEXT = re.compile(
    r"""
      \bpy(?:pi|thonhosted)[.]org\b             # registry hosts
    | --(?:extra-)?index-url[ =]+\S*[:/]        # another registry, not the mere name of the option
    | --find-links[ =]+(?!\.\.?[\\/]|"|'|in\b)\S  # anything but a folder beside the project
    | (?<![\w.~-])/(?:root|tmp|work)/           # paths of one machine, not the end of a relative one
    | \bfile://
    """,
    re.VERBOSE,
)


def complaints(path: Path) -> Iterator[str]:
    """What is wrong with one file, as `path:line: text`."""
    if path.name in UNWANTED_FILES:
        yield f"{path}:1: no {path.name} in git"
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if match := UNWANTED_TEXT.search(line):
            yield f"{path}:{number}: {match[0]}"


def committed_files() -> list[Path]:
    """Every file that git knows below the current folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := Path(name)).is_file()]


if __name__ == "__main__":
    found = [complaint for path in committed_files() for complaint in complaints(path)]
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
