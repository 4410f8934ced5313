"""congress check: how every unit stands under every sentence, on a day.

And what it shares with `render` and `merge`: reports are written to files and to standard output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, BinaryIO, Self

import typer

from congress_cli.cli import options as opt
from congress_cli.cli import terminal
from congress_cli.cli.session import Session, asked_for
from congress_cli.cli.terminal import can_show, write_pieces
from congress_cli.errors import CongressError, ExitCode
from congress_cli.files import append_whole
from congress_cli.files.writing import Write, write_all
from congress_cli.formats import FORMATS, Form, RenderOptions
from congress_cli.language import translate
from congress_cli.model.report import Report, Selection
from congress_cli.reading.files import is_file, is_folder
from congress_cli.reading.project import Project, find_root
from congress_cli.text import VIETNAMESE

if TYPE_CHECKING:
    from congress_cli.app.check import Checkup
    from congress_cli.reading.report import Saved


RUNNERS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
FAIL_ON = {
    "never": (),
    "violation": ("violation",),
    "warning": ("violation", "warning"),
    "unknown": ("violation", "warning", "unknown"),
}


@opt.command
def check(
    session: Session,
    *,
    as_of: opt.AsOf = None,
    known_at: opt.KnownAt = None,
    ahead: Annotated[int | None, typer.Option("--ahead", metavar="DAYS", min=1, max=366)] = None,
    files: opt.JudgedFiles,
    selected: opt.Selected,
    clause: opt.OnlyClauses = None,
    status: opt.OnlyStatuses = None,
    fail_on: Annotated[str, opt.choice("--fail-on", FAIL_ON)] = "violation",
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="REPORT")] = None,
    screen: opt.ReportScreen,
    no_cache: Annotated[bool, typer.Option("--no-cache")] = False,
) -> int:
    """Judge the registry and report."""
    from congress_cli.reading.files import paused

    del no_cache
    options = screen.options(session)
    asked = replace(selected.selection(), clauses=tuple(clause or ()), statuses=tuple(status or ()))
    wanted = screen.outputs()
    project = files.project(session)
    with paused():
        report = _report(session, project, asked, as_of, baseline, known_at=known_at, ahead=ahead, quiet=screen.quiet)
        inputs = [*project.paths(), *([baseline] if baseline else [])]
        code = deliver(session, report, wanted, options, screen.color, inputs)
    return code or verdict(report.problems, fail_on)


def overview(session: Session) -> int:
    """Say in a few lines what counts in the registry of this folder."""
    from congress_cli.reading.files import paused

    options = opt.ReportScreen().options(session)
    with paused():
        report = _report(session, opt.JudgedFiles().project(session), Selection(), None, None, quiet=True)
        return deliver_overview(report, options)


def _report(
    session: Session,
    project: Project,
    asked: Selection,
    day: date | None,
    baseline: str | None,
    *,
    known_at: date | None = None,
    ahead: int | None = None,
    quiet: bool,
) -> Report:
    from congress_cli.app.check import check as checked

    earlier = _earlier(baseline, project)

    def judged(wanted: Selection) -> Checkup:
        with Progress(session.language, quiet=quiet) as progress:
            return session.hold(
                checked(project, wanted, day, session.today, earlier, progress, known_at=known_at, ahead=ahead)
            )

    found = asked_for(session, asked, judged)
    if not quiet:
        session.notes(found.notes)
    return found.report


def _earlier(baseline: str | None, project: Project) -> Saved | None:
    if baseline is None:
        return None
    from congress_cli.reading.report import read_saved

    return read_saved(baseline, project.shown(baseline))


def verdict(problems: Mapping[str, int], fail_on: str) -> int:
    """The exit code of so many problems of each severity and unknowns."""
    found = any(problems[grade] for grade in FAIL_ON[fail_on])
    return ExitCode.PROBLEMS if found else ExitCode.OK


# ---------------------------------------------------------------- where the report goes


def deliver(
    session: Session,
    report: Report,
    wanted: Iterable[opt.Output],
    base: RenderOptions,
    color: str,
    inputs: Sequence[str],
) -> int:
    """Write the report into each output: 0, else the exit code of what could not be written.

    `inputs` are the files and folders that were read. Raises CongressError rather than write over one of them.
    """
    outputs = tuple(wanted)
    for one in outputs:
        if one.path is not None and _is_input(one.path, inputs):
            raise CongressError("output-is-input", path=one.path)
    base = replace(base, in_repository=_in_repository(report, terminal.environment()))
    options = [_options_of(one, base, color, session.noted) for one in outputs]
    pairs = tuple(zip(outputs, options, strict=True))
    if files := [Write(Path(one.path), _writer(one, report, how)) for one, how in pairs if one.path is not None]:
        write_all(files)
    if any(one.format.name == "github" and one.path is None for one in outputs):
        summarize(report, base, terminal.environment())
    codes = [_written(session, one, report, how) for one, how in pairs]
    return next((code for code in codes if code), ExitCode.OK)


def deliver_overview(report: Report, base: RenderOptions) -> int:
    """Write what counts first to standard output: 0, else the exit code of what could not be written."""
    from congress_cli.formats.table import write_overview

    options = _options_of(opt.Output(FORMATS["table"]), base, "auto", ())
    return write_pieces(lambda stream: write_overview(report, stream, options), utf8=False)


def _options_of(one: opt.Output, base: RenderOptions, color: str, notes: Sequence[str]) -> RenderOptions:
    """Colours, signs and lines as the stream has them; a file is no terminal, and can hold every sign."""
    to_terminal = one.path is None and terminal.is_terminal()
    rows = terminal.rows(notes) if to_terminal else None
    environment = terminal.environment() if one.path is None else {}
    colored = terminal.colored(color, environment, to_terminal=to_terminal)
    on_screen = one.path is None and one.format.form is Form.SCREEN
    given = base.given if on_screen else None  # whoever reads a file types its commands elsewhere
    ascii_only = one.path is None and terminal.ascii_only()
    return replace(base, rows=rows, color=colored, ascii_only=ascii_only, given=given)


def _writer(one: opt.Output, report: Report, options: RenderOptions) -> Callable[[BinaryIO], None]:
    """What writes a rendering into a file."""

    def write(file: BinaryIO) -> None:
        if one.format.form is Form.BINARY:
            one.format.write(report, file, options)
            return
        text = TextIOWrapper(file, "utf-8", newline="")
        one.format.write(report, text, options)
        text.detach()

    return write


def _written(session: Session, one: opt.Output, report: Report, options: RenderOptions) -> int:
    """Write to standard output; of a file, that was written with all others, say so."""
    form = one.format.form
    if one.path is None:
        if form is Form.SCREEN and sys.stdout is not None and not can_show(VIETNAMESE, sys.stdout):
            session.note("no-accents")
        return write_pieces(lambda stream: one.format.write(report, stream, options), utf8=form is Form.TEXT)
    if not options.quiet:
        session.note("written", path=one.path)
    return ExitCode.OK


def _in_repository(report: Report, environment: Mapping[str, str]) -> dict[str, str]:
    """What the repository calls the inputs of a report, whose paths are relative to the project; links are followed."""
    here = Path.cwd()
    root = Path(os.path.realpath(find_root(here) or here))
    asked = (Path(os.path.realpath(path)) for name in RUNNERS if (path := environment.get(name)))
    git = (one for one in (root, *root.parents) if (one / ".git").exists())
    top = next((one for one in chain(asked, git) if root.is_relative_to(one)), root)
    paths = {}
    for one in report.inputs:
        with suppress(OSError, ValueError):  # a saved report may hold a path that cannot be one
            place = Path(os.path.realpath(root / one.path))
            if place.is_file() and place.is_relative_to(top):
                paths[one.path] = place.relative_to(top).as_posix()
    return paths


def _is_input(output: str, inputs: Iterable[str]) -> bool:
    """Whether a file is one that was read, or may be one of those of a folder that was."""
    path = Path(output)
    place = Path(os.path.realpath(path))
    for one in inputs:
        read = Path(os.path.realpath(one))
        if place == read or (path.suffix == ".yaml" and is_file(path) and is_folder(read) and read in place.parents):
            return True
    return False


def summarize(report: Report, base: RenderOptions, environment: Mapping[str, str]) -> None:
    """Write the summary where a runner asks for one. Raises CongressError where its file cannot be written."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if path and environment.get("GITHUB_ACTIONS") == "true":
        # Cut lists even with --all: the runner refuses a summary of more than 1 MiB.
        rendered = FORMATS["markdown"].render(report, replace(base, unfolded=False))
        append_whole(Path(path), b"\n" + (rendered.encode() if isinstance(rendered, str) else rendered))


# ---------------------------------------------------------------- how far a long run has come

PATIENCE = 0.5
"""Seconds before anything is shown."""
EVERY = 0.2
"""Seconds between two looks."""
CLEAR = "\r\x1b[K"


class Progress:
    """Is given how far a run has come (see `watching`) and shows it; without a terminal it shows nothing."""

    def __init__(self, language: str, *, quiet: bool = False) -> None:
        self.language = language
        self.shown = not quiet and _wanted()
        self.latest: tuple[str, int, int] | None = None
        self._over = Event()
        self._thread = Thread(target=self._show, daemon=True) if self.shown else None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note; costs nothing worth speaking of."""
        self.latest = stage, done, total

    def __enter__(self) -> Self:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._over.set()
            self._thread.join()

    def _show(self) -> None:
        if self._over.wait(PATIENCE):
            return
        while True:
            _write(CLEAR + self._line())
            if self._over.wait(EVERY):
                _write(CLEAR)
                return

    def _line(self) -> str:
        if self.latest is None:
            return translate(self.language, "notes.progress")
        stage, done, total = self.latest
        return translate(self.language, f"notes.progress-{stage}", {"done": done, "total": total})


def _wanted() -> bool:
    """Whether a person looks on: standard error is a terminal that can clear a line, and no CI."""
    try:
        at_terminal = sys.stderr is not None and sys.stderr.isatty()
    except ValueError:
        return False
    return at_terminal and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return
