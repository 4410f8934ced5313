"""A copy of the invented city that may be written to, and what of it has changed."""

import shutil
from pathlib import Path

from tests.cli.commands import CITY, ROOT

JOURNAL = "congress-journal.jsonl"


class Copy:
    """The invented city in a folder of its own, with its rulebook and a settings file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "thanh-pho-mau"
        shutil.copytree(CITY, self.folder)
        shutil.copy(ROOT / "data" / "rules.yaml", folder / "rules.yaml")
        (folder / "congress.toml").write_text('units = "thanh-pho-mau"\nrules = "rules.yaml"\nlang = "en"\n', "utf-8")

    def lines(self) -> tuple[list[str], list[str]]:
        """The lines that are gone and those that have come, of all files."""
        gone: list[str] = []
        come: list[str] = []
        for path in sorted(self.folder.glob("*.yaml")):
            old = (CITY / path.name).read_text("utf-8").splitlines() if (CITY / path.name).exists() else []
            new = path.read_text("utf-8").splitlines()
            gone += _without(old, new)
            come += _without(new, old)
        return gone, come

    def same(self) -> bool:
        """Whether every file has the bytes it had."""
        files = {path.name for path in self.folder.glob("*.yaml")}
        return files == {path.name for path in CITY.glob("*.yaml")} and all(
            (self.folder / name).read_bytes() == (CITY / name).read_bytes() for name in files
        )


def _without(lines: list[str], others: list[str]) -> list[str]:
    import difflib

    return [one[2:] for one in difflib.ndiff(lines, others) if one.startswith("- ")]
