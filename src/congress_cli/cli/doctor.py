"""congress doctor: whether anything around the program would be in a clerk's way."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import typer

from congress_cli import __version__
from congress_cli.cli import terminal
from congress_cli.cli.options import Color, Debug, Lang, TextOrJson, Width, list_options
from congress_cli.cli.session import Session, one_of
from congress_cli.cli.streams import SYMBOLS, VIETNAMESE, can_show, write_out
from congress_cli.errors import CongressError, ExitCode
from congress_cli.reading.project import Project, find_root, settings_file, unit_files
from congress_cli.screens.doctor import DoctorCheck


def doctor(
    ctx: typer.Context,
    format_: TextOrJson = "text",
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    debug: Debug = False,
) -> int:
    """Tell the condition of the installation; 1 where something disturbs."""
    del lang, debug
    session: Session = ctx.obj
    one_of("--format", format_, ("text", "json"))
    options = list_options(session.language, color=color, width=width)
    from congress_cli.cli.doctor import signs
    from congress_cli.screens import doctor as doctor_module

    found = tuple(signs(session, color, width))
    if format_ == "json":
        written = write_out(doctor_module.render_json(found, session.language), utf8=True)
    else:
        written = write_out(doctor_module.render(found, options))
    return written or (ExitCode.PROBLEMS if any(sign.disturbs for sign in found) else ExitCode.OK)


DISTRIBUTION = "congress-cli"
NARROW = 60
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def signs(session: Session, color: str, width: int | None) -> Iterator[DoctorCheck]:
    """Every sign, in the order in which they are told."""
    yield from _program()
    yield from _libraries()
    yield from _screen(session, color, width)
    yield from _files(session)


def _program() -> Iterator[DoctorCheck]:
    yield DoctorCheck("program", "congress", "version", {"version": __version__})
    version = f"{platform.python_implementation()} {platform.python_version()}"
    yield DoctorCheck("program", "python", "python", {"version": version, "path": sys.executable or "?"})
    yield DoctorCheck("program", "system", "system", {"system": f"{platform.system()} {platform.release()}"})


def _libraries() -> Iterator[DoctorCheck]:
    """The libraries that the program asks for, by its own metadata, and whether YAML is read at full speed."""
    from importlib import metadata

    import yaml

    fast = bool(yaml.__with_libyaml__)
    yield DoctorCheck("libraries", "libyaml", "libyaml" if fast else "no-libyaml", disturbs=not fast)
    try:
        asked = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        asked = []
    names = sorted(one for one in asked if "extra ==" not in one)
    for wanted in names:
        name = _NAME.findall(wanted)[0]
        try:
            yield DoctorCheck("libraries", name, "version", {"version": metadata.version(name)})
        except metadata.PackageNotFoundError:
            yield DoctorCheck("libraries", name, "library-missing", {"wanted": wanted}, disturbs=True)


def _screen(session: Session, color: str, width: int | None) -> Iterator[DoctorCheck]:
    """Language, encoding, symbols, colour and width, each with who decided it."""
    environment, to_terminal = terminal.environment(), terminal.is_terminal()
    language = terminal.decided_language(session.argv, environment, Path.cwd())
    yield DoctorCheck("screen", "language", f"language-{language.value}", {"by": language.by})
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    readable = can_show(VIETNAMESE, sys.stdout)
    code = "encoding" if readable else "encoding-poor"
    yield DoctorCheck("screen", "encoding", code, {"encoding": encoding}, disturbs=not readable)
    yield DoctorCheck("screen", "symbols", "symbols" if can_show(SYMBOLS, sys.stdout) else "symbols-plain")
    colored = terminal.decided_color(color, environment, to_terminal=to_terminal)
    yield DoctorCheck("screen", "color", "color-on" if colored.value else "color-off", {"by": colored.by})
    columns = terminal.decided_width(width, environment)
    narrow = columns.value < NARROW
    args = {"columns": columns.value, "by": columns.by}
    yield DoctorCheck("screen", "width", "width-narrow" if narrow else "width", args, disturbs=narrow)


def _files(session: Session) -> Iterator[DoctorCheck]:
    """Root, settings, the files that a command would read, and whether they can be read."""
    here = Path.cwd()
    root = find_root(here)
    found = settings_file(here)
    if root is not None:
        yield DoctorCheck("files", "root", "path", {"path": str(root)})
    yield DoctorCheck(
        "files", "settings", "none" if found is None else "path", {} if found is None else {"path": str(found)}
    )
    try:
        project = session.project(None, None)
        yield from _project(project, session)
    except CongressError as error:
        yield DoctorCheck("files", "units", "unusable", {"error": error.code, "args": error.args_}, disturbs=True)


def _project(project: Project, session: Session) -> Iterator[DoctorCheck]:
    units, rules = session.decided_by("units"), session.decided_by("rules")
    listed = [project.shown(path) for path in unit_files(project.units).paths]
    yield DoctorCheck("files", "units", "files", {"paths": listed, "by": units})
    by = "shipped" if project.rules_are_shipped else rules
    yield DoctorCheck("files", "rules", "files", {"paths": [project.shown(project.rules)], "by": by})
    waivers = project.waivers
    yield DoctorCheck(
        "files", "waivers", "none" if waivers is None else "path", {"path": str(waivers)} if waivers else {}
    )
    yield from _data(project, session.today())


def _data(project: Project, today: date) -> Iterator[DoctorCheck]:
    """Whether the files can be read, and whether the clock can be right."""
    from congress_cli.model.diagnostics import Unreadable
    from congress_cli.reading.load import read_data

    try:
        data = read_data(project)
    except Unreadable as unreadable:
        yield DoctorCheck("files", "data", "data-bad", {"count": len(unreadable.diagnostics.errors)}, disturbs=True)
        return
    facts = sum(len(unit.facts) for unit in data.registry.units)
    counts = {"units": len(data.registry.units), "facts": facts, "rules": len(data.rulebook.rules)}
    yield DoctorCheck("files", "data", "data", counts)
    early = today < data.rulebook.directive.issued
    yield DoctorCheck("files", "today", "today-early" if early else "today", {"day": today.isoformat()}, disturbs=early)
