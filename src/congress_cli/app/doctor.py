"""Whether anything around the program would be in a clerk's way: libraries, files, the clock."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from congress_cli import __version__
from congress_cli.errors import CongressError
from congress_cli.model.message import Unreadable
from congress_cli.reading.project import Project, find_root, settings_file, unit_files
from congress_cli.screens.doctor import DoctorCheck
from congress_cli.text import SYMBOLS, VIETNAMESE, can_encode

DISTRIBUTION = "congress-cli"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_in_program = partial(DoctorCheck, group="program")
_in_libraries = partial(DoctorCheck, group="libraries")
_in_files = partial(DoctorCheck, group="files")
_on_screen = partial(DoctorCheck, group="screen")
NARROW = 60

Decided = tuple[Any, str]
"""A value and its origin."""


def program_checks() -> Iterator[DoctorCheck]:
    """The program, Python, the system and the libraries."""
    yield _in_program("doctor.version", {"version": __version__}, label="congress")
    version = f"{platform.python_implementation()} {platform.python_version()}"
    yield _in_program("doctor.python", {"version": version, "path": sys.executable or "?"}, label="python")
    yield _in_program("doctor.system", {"system": f"{platform.system()} {platform.release()}"}, label="system")
    yield from _libraries()


def screen_checks(language: Decided, encoding: str | None, color: Decided, columns: Decided) -> Iterator[DoctorCheck]:
    """Language, encoding, symbols, colour and width of standard output, each with who decided it."""
    yield _on_screen(f"doctor.language-{language[0]}", {"by": language[1]}, label="language")
    readable = can_encode(VIETNAMESE, encoding or "ascii")
    code = "doctor.encoding" if readable else "doctor.encoding-poor"
    yield _on_screen(code, {"encoding": encoding or "?"}, label="encoding", disturbs=not readable)
    symbols = can_encode(SYMBOLS, encoding or "ascii")
    yield _on_screen("doctor.symbols" if symbols else "doctor.symbols-plain", label="symbols")
    yield _on_screen("doctor.color-on" if color[0] else "doctor.color-off", {"by": color[1]}, label="color")
    narrow = columns[0] < NARROW
    code, args = "doctor.width-narrow" if narrow else "doctor.width", {"columns": columns[0], "by": columns[1]}
    yield _on_screen(code, args, label="width", disturbs=narrow)


def files_checks(
    here: Path, project: Project | CongressError, decided_by: Callable[[str], str], today: Callable[[str], date]
) -> Iterator[DoctorCheck]:
    """Root, settings, the files that a command would read (or why there are none), and whether they can be read.

    `decided_by`: who decides on the `units` and the `rules`.
    """
    root, found = find_root(here), settings_file(here)
    if root is not None:
        yield _in_files("doctor.path", {"path": str(root)}, label="root")
    yield _path("settings", None if found is None else str(found))
    try:
        if isinstance(project, CongressError):
            raise project
        yield from _project(project, decided_by)
        yield from _data(project, today)
    except CongressError as error:
        yield _in_files("doctor.unusable", {"error": error.code, "args": error.args_}, label="units", disturbs=True)


def _libraries() -> Iterator[DoctorCheck]:
    """The libraries that the program asks for, by its own metadata, and whether YAML is read at full speed."""
    from importlib import metadata

    import yaml

    fast = bool(yaml.__with_libyaml__)
    yield _in_libraries("doctor.libyaml" if fast else "doctor.no-libyaml", label="libyaml", disturbs=not fast)
    try:
        asked = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        asked = []
    for wanted in sorted(one for one in asked if "extra ==" not in one):
        name = _NAME.findall(wanted)[0]
        try:
            yield _in_libraries("doctor.version", {"version": metadata.version(name)}, label=name)
        except metadata.PackageNotFoundError:
            yield _in_libraries("doctor.library-missing", {"wanted": wanted}, label=name, disturbs=True)


def _path(label: str, path: str | None) -> DoctorCheck:
    return _in_files(
        "doctor.none" if path is None else "doctor.path", {} if path is None else {"path": path}, label=label
    )


def _project(project: Project, decided_by: Callable[[str], str]) -> Iterator[DoctorCheck]:
    units, rules = decided_by("units"), decided_by("rules")
    listed = [project.shown(path) for path in unit_files(project.units).paths]
    yield _in_files("doctor.files", {"paths": listed, "by": units}, label="units")
    by = "shipped" if project.rules_are_shipped else rules
    yield _in_files("doctor.files", {"paths": [project.shown(project.rules)], "by": by}, label="rules")
    yield _path("waivers", None if project.waivers is None else str(project.waivers))


def _data(project: Project, today: Callable[[str], date]) -> Iterator[DoctorCheck]:
    """Whether the files can be read, and whether the clock can be right."""
    from congress_cli.reading.load import read_data

    try:
        data = read_data(project)
    except Unreadable as unreadable:
        yield _in_files("doctor.data-bad", {"count": unreadable.diagnostics.total()}, label="data", disturbs=True)
        return
    facts = sum(len(unit.facts) for unit in data.registry.units)
    counts = {"units": len(data.registry.units), "facts": facts, "rules": len(data.rulebook.rules)}
    yield _in_files("doctor.data", counts, label="data")
    day = today(data.rulebook.timezone)
    early = day < data.rulebook.directive.issued
    yield _in_files(
        "doctor.today-early" if early else "doctor.today", {"day": day.isoformat()}, label="today", disturbs=early
    )
