"""The beginning of a project: rulebook, registry and schemas in a folder of the user's."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from congress_cli.app.search import meant
from congress_cli.edit.journal import MERGING
from congress_cli.errors import CongressError, cause
from congress_cli.files import shipped
from congress_cli.files.lock import locked
from congress_cli.files.recovery import About, Recovered, recover, write_recoverably
from congress_cli.files.writing import Write, told
from congress_cli.reading.files import read_bytes
from congress_cli.reading.load import read_data
from congress_cli.reading.project import RULES, UNITS, Project

ATTRIBUTES = Path(".gitattributes")
SCHEMAS = Path("schemas")
OF_FILES = ("report", "rules", "units", "waivers")


def scaffold(
    folder: Path,
    at: str,
    *,
    empty: bool = False,
    units: bool = True,
    under: str | None = None,
    records: str | None = None,
) -> tuple[tuple[Path, ...], Recovered | None]:
    """Write the shipped files below a folder, all or none; what a run that was killed left of them is removed first.

    `at`: the moment it is (ISO 8601); `empty`: the units without facts, and not frozen; without `units` there is none;
    `under`: the id or name of the unit to begin with; `records`: what the registry claims of itself.
    Raises CongressError where one of the files is there already, UsageError for no such unit.
    """
    try:
        contents = dict(_contents(empty=empty or not units, units=units, under=under, records=records))
    except OSError as error:
        raise CongressError("file-unreadable", path=str(shipped(RULES).parent), why=cause(error)) from None
    names = {path.as_posix(): folder / path for path in (*contents, ATTRIBUTES)}
    with _made([(folder / path).parent for path in contents]), locked(folder, stays=False):
        recovered = recover(folder, names, forward=False)
        for path in contents:
            if os.path.lexists(folder / path):
                raise CongressError("init-exists", path=(folder / path).as_posix())
        writes = {path.as_posix(): Write(folder / path, data, None) for path, data in contents.items()}
        writes |= _attributes(folder / ATTRIBUTES)
        write_recoverably(folder, writes, About("init", at))
    return tuple(folder / path for path in writes), recovered


@contextmanager
def _made(folders: Iterable[Path]) -> Iterator[None]:
    """Folders for as long as they are needed: those that were made here go where the block fails."""
    made: list[Path] = []
    try:
        for folder in folders:
            with told(str(folder)):
                missing = [one for one in (folder, *folder.parents) if not one.exists()]
                folder.mkdir(parents=True, exist_ok=True)
                made += reversed(missing)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def _attributes(path: Path) -> dict[str, Write]:
    """What git must be told of the journal, where it is not told already."""
    before = read_bytes(path, path.as_posix()) if path.exists() else None
    held = before or b""
    if MERGING.encode() in held.splitlines():
        return {}
    between = b"" if not held or held.endswith(b"\n") else b"\n"
    return {ATTRIBUTES.as_posix(): Write(path, held + between + MERGING.encode() + b"\n", before)}


def _contents(*, empty: bool, units: bool, under: str | None, records: str | None) -> Iterator[tuple[Path, bytes]]:
    yield RULES, shipped(RULES).read_bytes()
    text = shipped(UNITS).read_text("utf-8")
    text = text if under is None else only_under(text, under)
    text = without_facts(text) if empty else text
    if not units:
        text = f"{text.partition('units:')[0]}units: []\n"
    yield UNITS, (text if records is None else _claiming(text, records)).encode()
    for schema in sorted(shipped(SCHEMAS).iterdir()):  # `glob` would pass over a folder that cannot be read
        if schema.name.partition(".")[0] in OF_FILES:
            yield SCHEMAS / schema.name, schema.read_bytes()


def _claiming(text: str, records: str) -> str:
    """The text of a units file that says of itself that its records are partial or complete."""
    return re.sub(r"^records: \w+$", f"records: {records}", text, count=1, flags=re.MULTILINE)


def only_under(units: str, under: str) -> str:
    """The text of the shipped registry with one unit, which has no superior any more, and those below it.

    Raises UsageError for no such unit.
    """
    data = read_data(Project(Path(), str(shipped(UNITS)), shipped(RULES), True, None))
    top = meant(under, data)
    kept = {top, *(unit.id for unit in data.registry.below(top))}
    head, *blocks = re.split(r"^(?=  - id: )", units, flags=re.MULTILINE)
    wanted = [block for block in blocks if block.partition("\n")[0].removeprefix("  - id: ").strip() in kept]
    first, *rest = head.splitlines(keepends=True)
    head = first + "".join(line for line in rest if not line.startswith("#"))
    return head + "".join(wanted).replace(f"    parent: {data.registry.by_id[top].parent}\n", "", 1)


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
