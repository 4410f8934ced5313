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
    yield DoctorCheck("doctor.version", {"version": __version__}, group="program", label="congress")
    version = f"{platform.python_implementation()} {platform.python_version()}"
    yield DoctorCheck(
        "doctor.python", {"version": version, "path": sys.executable or "?"}, group="program", label="python"
    )
    yield DoctorCheck(
        "doctor.system", {"system": f"{platform.system()} {platform.release()}"}, group="program", label="system"
    )


def _libraries() -> Iterator[DoctorCheck]:
    """The libraries that the program asks for, by its own metadata, and whether YAML is read at full speed."""
    from importlib import metadata

    import yaml

    fast = bool(yaml.__with_libyaml__)
    yield DoctorCheck(
        "doctor.libyaml" if fast else "doctor.no-libyaml", group="libraries", label="libyaml", disturbs=not fast
    )
    try:
        asked = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        asked = []
    names = sorted(one for one in asked if "extra ==" not in one)
    for wanted in names:
        name = _NAME.findall(wanted)[0]
        try:
            yield DoctorCheck("doctor.version", {"version": metadata.version(name)}, group="libraries", label=name)
        except metadata.PackageNotFoundError:
            yield DoctorCheck(
                "doctor.library-missing", {"wanted": wanted}, group="libraries", label=name, disturbs=True
            )


def _screen(session: Session, color: str, width: int | None) -> Iterator[DoctorCheck]:
    """Language, encoding, symbols, colour and width, each with who decided it."""
    environment, to_terminal = terminal.environment(), terminal.is_terminal()
    language = terminal.decided_language(session.argv, environment, Path.cwd())
    yield DoctorCheck(f"doctor.language-{language.value}", {"by": language.by}, group="screen", label="language")
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    readable = can_show(VIETNAMESE, sys.stdout)
    code = "doctor.encoding" if readable else "doctor.encoding-poor"
    yield DoctorCheck(code, {"encoding": encoding}, group="screen", label="encoding", disturbs=not readable)
    yield DoctorCheck(
        "doctor.symbols" if can_show(SYMBOLS, sys.stdout) else "doctor.symbols-plain", group="screen", label="symbols"
    )
    colored = terminal.decided_color(color, environment, to_terminal=to_terminal)
    yield DoctorCheck(
        "doctor.color-on" if colored.value else "doctor.color-off", {"by": colored.by}, group="screen", label="color"
    )
    columns = terminal.decided_width(width, environment)
    narrow = columns.value < NARROW
    args = {"columns": columns.value, "by": columns.by}
    yield DoctorCheck(
        "doctor.width-narrow" if narrow else "doctor.width", args, group="screen", label="width", disturbs=narrow
    )


def _files(session: Session) -> Iterator[DoctorCheck]:
    """Root, settings, the files that a command would read, and whether they can be read."""
    here = Path.cwd()
    root = find_root(here)
    found = settings_file(here)
    if root is not None:
        yield DoctorCheck("doctor.path", {"path": str(root)}, group="files", label="root")
    yield DoctorCheck(
        "doctor.none" if found is None else "doctor.path",
        {} if found is None else {"path": str(found)},
        group="files",
        label="settings",
    )
    try:
        project = session.project(None, None)
        yield from _project(project, session)
    except CongressError as error:
        yield DoctorCheck(
            "doctor.unusable", {"error": error.code, "args": error.args_}, group="files", label="units", disturbs=True
        )


def _project(project: Project, session: Session) -> Iterator[DoctorCheck]:
    units, rules = session.decided_by("units"), session.decided_by("rules")
    listed = [project.shown(path) for path in unit_files(project.units).paths]
    yield DoctorCheck("doctor.files", {"paths": listed, "by": units}, group="files", label="units")
    by = "shipped" if project.rules_are_shipped else rules
    yield DoctorCheck("doctor.files", {"paths": [project.shown(project.rules)], "by": by}, group="files", label="rules")
    waivers = project.waivers
    yield DoctorCheck(
        "doctor.none" if waivers is None else "doctor.path",
        {"path": str(waivers)} if waivers else {},
        group="files",
        label="waivers",
    )
    yield from _data(project, session.today())


def _data(project: Project, today: date) -> Iterator[DoctorCheck]:
    """Whether the files can be read, and whether the clock can be right."""
    from congress_cli.model.diagnostics import Unreadable
    from congress_cli.reading.load import read_data

    try:
        data = read_data(project)
    except Unreadable as unreadable:
        yield DoctorCheck(
            "doctor.data-bad", {"count": unreadable.diagnostics.total()}, group="files", label="data", disturbs=True
        )
        return
    facts = sum(len(unit.facts) for unit in data.registry.units)
    counts = {"units": len(data.registry.units), "facts": facts, "rules": len(data.rulebook.rules)}
    yield DoctorCheck("doctor.data", counts, group="files", label="data")
    early = today < data.rulebook.directive.issued
    yield DoctorCheck(
        "doctor.today-early" if early else "doctor.today",
        {"day": today.isoformat()},
        group="files",
        label="today",
        disturbs=early,
    )
