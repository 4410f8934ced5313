"""What the program finds around itself: interpreter, libraries, terminal, files, and who decided what."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from congress_cli import __version__
from congress_cli.cli import look
from congress_cli.cli.session import Session
from congress_cli.cli.streams import SYMBOLS, VIETNAMESE, can_show
from congress_cli.errors import CongressError
from congress_cli.model.condition import Sign
from congress_cli.reading.project import Project, find_root, settings_file, unit_files

DISTRIBUTION = "congress-cli"
NARROW = 60
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def signs(session: Session, color: str, width: int | None) -> Iterator[Sign]:
    """Every sign, in the order in which they are told."""
    yield from _program()
    yield from _libraries()
    yield from _screen(session, color, width)
    yield from _files(session)


def _program() -> Iterator[Sign]:
    yield Sign("program", "congress", "version", {"version": __version__})
    version = f"{platform.python_implementation()} {platform.python_version()}"
    yield Sign("program", "python", "python", {"version": version, "path": sys.executable or "?"})
    yield Sign("program", "system", "system", {"system": f"{platform.system()} {platform.release()}"})


def _libraries() -> Iterator[Sign]:
    """The libraries that the program asks for, by its own metadata, and whether YAML is read at full speed."""
    from importlib import metadata

    import yaml

    fast = bool(yaml.__with_libyaml__)
    yield Sign("libraries", "libyaml", "libyaml" if fast else "no-libyaml", disturbs=not fast)
    try:
        asked = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        asked = []
    names = sorted(one for one in asked if "extra ==" not in one)
    for wanted in names:
        name = _NAME.findall(wanted)[0]
        try:
            yield Sign("libraries", name, "version", {"version": metadata.version(name)})
        except metadata.PackageNotFoundError:
            yield Sign("libraries", name, "library-missing", {"wanted": wanted}, disturbs=True)


def _screen(session: Session, color: str, width: int | None) -> Iterator[Sign]:
    """Language, encoding, symbols, colour and width, each with who decided it."""
    environment, to_terminal = look.environment(), look.is_terminal()
    language = look.decided_language(session.argv, environment, Path.cwd())
    yield Sign("screen", "language", f"language-{language.value}", {"by": language.by})
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    readable = can_show(VIETNAMESE, sys.stdout)
    code = "encoding" if readable else "encoding-poor"
    yield Sign("screen", "encoding", code, {"encoding": encoding}, disturbs=not readable)
    yield Sign("screen", "symbols", "symbols" if can_show(SYMBOLS, sys.stdout) else "symbols-plain")
    colored = look.decided_color(color, environment, to_terminal=to_terminal)
    yield Sign("screen", "color", "color-on" if colored.value else "color-off", {"by": colored.by})
    columns = look.decided_width(width, environment)
    narrow = columns.value < NARROW
    args = {"columns": columns.value, "by": columns.by}
    yield Sign("screen", "width", "width-narrow" if narrow else "width", args, disturbs=narrow)


def _files(session: Session) -> Iterator[Sign]:
    """Root, settings, the files that a command would read, and whether they can be read."""
    here = Path.cwd()
    root = find_root(here)
    found = settings_file(here)
    if root is not None:
        yield Sign("files", "root", "path", {"path": str(root)})
    yield Sign("files", "settings", "none" if found is None else "path", {} if found is None else {"path": str(found)})
    try:
        project = session.project(None, None)
        yield from _project(project, session)
    except CongressError as error:
        yield Sign("files", "units", "unusable", {"error": error.code, "args": error.args_}, disturbs=True)


def _project(project: Project, session: Session) -> Iterator[Sign]:
    units, rules = session.decided_by("units"), session.decided_by("rules")
    listed = [project.shown(path) for path in unit_files(project.units).paths]
    yield Sign("files", "units", "files", {"paths": listed, "by": units})
    by = "shipped" if project.rules_are_shipped else rules
    yield Sign("files", "rules", "files", {"paths": [project.shown(project.rules)], "by": by})
    waivers = project.waivers
    yield Sign("files", "waivers", "none" if waivers is None else "path", {"path": str(waivers)} if waivers else {})
    yield from _data(project, session.today())


def _data(project: Project, today: date) -> Iterator[Sign]:
    """Whether the files can be read, and whether the clock can be right."""
    from congress_cli.data import read_data
    from congress_cli.reading.diagnostics import Unreadable

    try:
        data = read_data(project)
    except Unreadable as unreadable:
        yield Sign("files", "data", "data-bad", {"count": len(unreadable.diagnostics.errors)}, disturbs=True)
        return
    facts = sum(len(unit.facts) for unit in data.registry.units)
    counts = {"units": len(data.registry.units), "facts": facts, "rules": len(data.rulebook.rules)}
    yield Sign("files", "data", "data", counts)
    early = today < data.rulebook.directive.issued
    yield Sign("files", "today", "today-early" if early else "today", {"day": today.isoformat()}, disturbs=early)
