"""congress render, merge, diff, history, digest and verify: reports that were kept, rendered, compared, confirmed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from congress_cli.cli import options as opt
from congress_cli.cli.check import deliver
from congress_cli.cli.completion import units_like
from congress_cli.cli.session import Session, today
from congress_cli.cli.terminal import wrapped, write_error, write_out
from congress_cli.days import DayError
from congress_cli.errors import CongressError, ExitCode, UsageError
from congress_cli.files import write_whole
from congress_cli.files.writing import Write, naming_file, write_all
from congress_cli.formats import RenderOptions
from congress_cli.language.commands import GIVEN
from congress_cli.model.message import MOST
from congress_cli.model.report import Report, Selection
from congress_cli.model.typed import said_exact
from congress_cli.reading.files import is_file
from congress_cli.reading.project import Project, find_root

ANSWER_WITHIN = timedelta(days=7)


@opt.command
def render(session: Session, report: opt.ReportArgument, *, screen: opt.ReportScreen) -> int:
    """Read a report and render it."""
    wanted, options = screen.outputs(), replace(screen.options(session), given=None)
    from congress_cli.reading.report import check_describable, read_report

    read = read_report(report)
    check_describable(read, report)
    return deliver(session, read, wanted, options, screen.color, [report])


@opt.command
def merge(
    session: Session, reports: Annotated[list[str], typer.Argument(metavar="REPORT…")], *, screen: opt.ReportScreen
) -> int:
    """Read the reports and render the one that they make."""
    wanted, options = screen.outputs(), replace(screen.options(session), given=None)
    from congress_cli.app.saved import merged
    from congress_cli.reading.files import paused
    from congress_cli.reading.report import read_saved

    parts = [read_saved(report) for report in reports]
    with paused(), _blamed({path: part.report for path, part in zip(reports, parts, strict=True)}):
        found = session.hold(merged(parts))
        for one in found.refusals[:MOST]:
            write_error(f"congress: {session.translate(one)}\n")
        if len(found.refusals) > MOST:
            write_error(session.translate("runs.more-differences", count=len(found.refusals) - MOST) + "\n")
        if found.report is None:
            raise CongressError("merge-refused")
        return deliver(session, found.report, wanted, options, screen.color, reports)


@opt.command
def diff(
    session: Session,
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    *,
    known_at: opt.KnownAt = None,
    files: opt.JudgedFiles,
    fail_on_new: Annotated[bool, typer.Option("--fail-on-new")] = False,
    format_: opt.Form = "text",
    unfolded: opt.Unfolded = False,
    screen: opt.Screen,
) -> int:
    """Read or make both reports and compare them."""
    from congress_cli.app.compare import compared
    from congress_cli.screens.comparison import RENDERERS

    options = screen.options(session, unfolded=unfolded, format_=format_)
    sides = [_day(old), _day(new)]
    project = files.project(session) if any(sides) else None
    before, after = (
        _report(path, day, project, session, known_at) for path, day in zip((old, new), sides, strict=True)
    )
    with _blamed({old: before, new: after}):
        found = compared(before, after)
        text = RENDERERS[format_](found, options)
    written = write_out(text, utf8=format_ == "json")
    return written or (ExitCode.PROBLEMS if fail_on_new and found.alarming else ExitCode.OK)


@contextmanager
def _blamed(reports: Mapping[str, Report]) -> Iterator[None]:
    """What fails in here fails because of a report that cannot be described, where one cannot. Raises CongressError."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        from congress_cli.reading.report import check_describable

        for path, report in reports.items():
            check_describable(report, path)
        raise


def _day(text: str) -> date | None:
    """The day that a word means; None for a report's file."""
    if is_file(text):
        return None
    try:
        return said_exact(text, today())
    except DayError:
        return None


def _report(path: str, day: date | None, project: Project | None, session: Session, known_at: date | None) -> Report:
    if day is None or project is None:
        from congress_cli.reading.report import read_report

        return read_report(path)
    from congress_cli.app.check import check

    return check(project, Selection(), day, session.today, known_at=known_at).report


@opt.command
def history(
    session: Session,
    *,
    store: opt.Store = "history",
    as_of: opt.AsOf = None,
    files: opt.JudgedFiles,
    show: Annotated[bool, typer.Option("--show")] = False,
    format_: opt.Form = "text",
    screen: opt.Screen,
) -> int:
    """Judge, keep the report, and show the trend; with `--show` the trend alone."""
    from congress_cli.app.compare import trend
    from congress_cli.app.saved import Store as Kept
    from congress_cli.screens.comparison import TREND_RENDERERS

    options = screen.options(session, format_=format_)
    kept = Kept(Path(store))
    if not show:
        from congress_cli.app.check import check

        found = check(files.project(session), Selection(), as_of, session.today)
        session.notes(found.notes)
        session.note("kept", path=kept.keep(found.report).as_posix())
    points = tuple(trend(kept.reports()))
    return write_out(TREND_RENDERERS[format_](store, points, options), utf8=format_ == "json")


@opt.command
def digest(
    session: Session,
    *,
    since: Annotated[str | None, typer.Option("--since", metavar="REPORT")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="FOLDER")] = None,
    eml: Annotated[str | None, typer.Option("--eml", metavar="FILE")] = None,
    sender: Annotated[str | None, typer.Option("--from", metavar="ADDRESS")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS")] = None,
    as_of: opt.AsOf = None,
    files: opt.JudgedFiles,
) -> int:
    """Judge, compare with the last run, and tell what counts in a mail."""
    if since is not None and store is not None:
        raise UsageError("digest-two-pasts")
    project = files.project(session)
    from congress_cli.app.agenda import agenda
    from congress_cli.app.check import check
    from congress_cli.app.compare import compared
    from congress_cli.app.saved import report_before
    from congress_cli.screens.digest import WEEK, Digest, mail

    report = check(project, Selection(), as_of, session.today).report
    before = report_before(report, since, store)
    options = RenderOptions(session.language, given=GIVEN.get() if eml is None else None)
    ahead = agenda(project, Selection(), WEEK, report.as_of, session.today)
    page = Digest(report, None if before is None else compared(before, report), options, ahead)
    if eml is None:
        return write_out(wrapped(page.text(), sys.stdout))
    write_whole(Path(eml), mail(page.subject(), page.text(), report.as_of, sender, to))
    session.note("written", path=eml)
    return ExitCode.OK


@opt.command
def remind(
    session: Session,
    unit: Annotated[opt.Names, typer.Argument(metavar="[UNIT…]", autocompletion=units_like)] = None,
    *,
    output: Annotated[str, typer.Option("-o", "--output", metavar="PATH")],
    answer_by: Annotated[date | None, typer.Option("--answer-by", metavar="DAY", parser=opt.typed_day)] = None,
    as_of: opt.AsOf = None,
    files: opt.JudgedFiles,
) -> int:
    """Write letters that remind units of their work; one into a file, several into a folder."""
    from congress_cli.app.check import report_on
    from congress_cli.app.search import meant
    from congress_cli.formats.docx.letter import letter
    from congress_cli.reading.load import read_data

    path, options = Path(output), opt.ReportScreen().options(session)
    if _is_file(path) and len(unit or ()) != 1:
        raise UsageError("letters-into-file", path=output)
    data = read_data(files.project(session))
    report = report_on(data, Selection(), data.judged_day(as_of, session.today), ())
    until = answer_by or report.as_of + ANSWER_WITHIN
    if until < report.as_of:
        raise UsageError("answer-before", day=str(until), as_of=str(report.as_of))
    whom = dict.fromkeys(meant(one, data, task_forces=True) for one in unit or ())
    letters = {
        one: letter(report, one, until, options) for one in whom or [one.who for one in report.tasks.by_responsible]
    }
    for one in whom:
        if letters[one] is None:
            session.note("nothing-to-remind", unit=one, name=data.registry.name_of(one))
    written = _write_letters(path, {one: content for one, content in letters.items() if content is not None})
    message = session.translate("notes.letters", count=written, path=output, day=str(until))
    return write_out(f"{message}\n")


def _is_file(path: Path) -> bool:
    """Whether a letter goes into a file of this name; else it goes into a folder."""
    return path.suffix.lower() == ".docx"


def _write_letters(path: Path, letters: Mapping[str, bytes]) -> int:
    """Write each letter, all or none: how many there are. Raises CongressError where one cannot be written."""
    if letters and not _is_file(path):
        with naming_file(str(path)):
            path.mkdir(parents=True, exist_ok=True)
    paths = [path for _ in letters] if _is_file(path) else [path / f"{name}.docx" for name in _file_names(letters)]
    write_all([Write(*one) for one in zip(paths, letters.values(), strict=True)])
    return len(letters)


DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z", re.IGNORECASE)
"""What Windows takes for a device, whatever ending stands behind it."""


def _file_names(ids: Iterable[str]) -> list[str]:
    """A name for each of these ids that no device has on Windows, where capitals do not tell two files apart."""
    names: dict[str, str] = {}
    for one in ids:
        name = f"{one}_" if DEVICE.match(one) else one
        while name.casefold() in names:
            name += "_"
        names[name.casefold()] = name
    return list(names.values())


@opt.command
def verify(
    session: Session,
    report: opt.ReportArgument,
    *,
    root: Annotated[str | None, typer.Option("--root", metavar="FOLDER")] = None,
    known_at: opt.KnownAt = None,
    screen: opt.Screen,
) -> int:
    """Confirm a report, or list where it differs."""
    from congress_cli.app.saved import verified
    from congress_cli.reading.report import read_saved
    from congress_cli.screens.comparison import render_verification

    here = Path.cwd()
    found = verified(read_saved(report), find_root(here) or here if root is None else Path(root), known_at)
    written = write_out(render_verification(found, screen.options(session)))
    return written or (ExitCode.OK if found.confirmed else ExitCode.PROBLEMS)
