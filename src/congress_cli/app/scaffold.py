"""The beginning of a project: rulebook, registry and schemas in a folder of the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from congress_cli.errors import CongressError, cause
from congress_cli.files import shipped, write_whole
from congress_cli.reading.project import RULES, UNITS

SCHEMAS = Path("schemas")


def scaffold(folder: Path, *, empty: bool = False) -> tuple[Path, ...]:
    """Write the shipped files below a folder; `empty`: the units without facts, and not frozen.

    Raises CongressError where one of them is there already; then nothing is written.
    """
    contents = dict(_contents(empty=empty))
    for path in contents:
        if os.path.lexists(folder / path):
            raise CongressError("init-exists", path=(folder / path).as_posix())
    try:
        for path in contents:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CongressError("output-unwritable", path=str(folder), why=cause(error)) from None
    for path, data in contents.items():
        write_whole(folder / path, data)
    return tuple(folder / path for path in contents)


def _contents(*, empty: bool) -> Iterator[tuple[Path, bytes]]:
    yield RULES, shipped(RULES).read_bytes()
    units = shipped(UNITS).read_text("utf-8")
    yield UNITS, (without_facts(units) if empty else units).encode()
    for schema in sorted(shipped(SCHEMAS).glob("*.schema.json")):
        yield SCHEMAS / schema.name, schema.read_bytes()


def without_facts(units: str) -> str:
    """The text of a units file in block style without its facts, its frozen day and its comments but the first."""
    kept: list[str] = []
    depth: int | None = None
    for number, line in enumerate(units.splitlines()):
        indent = len(line) - len(line.lstrip())
        if depth is not None and (indent > depth or not line.strip()):
            continue
        depth = None
        if line.strip() == "facts:":
            depth = indent
        elif not line.startswith("as_of:") and not (line.startswith("#") and number):
            kept.append(line)
    return "\n".join(kept) + "\n"
