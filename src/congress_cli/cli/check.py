"""congress check: how every unit stands under every sentence, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from congress_cli.cli.options import (
    AsOf,
    Color,
    Debug,
    Formats,
    GroupBy,
    Lang,
    Names,
    NoWaivers,
    OutputFile,
    Quiet,
    Rules,
    Unfolded,
    Units,
    Verbose,
    Waivers,
    Width,
    report_options,
)
from congress_cli.cli.outputs import Output, looking, makes_summary, outputs, put, rendered
from congress_cli.cli.session import Session, one_of, typed_day
from congress_cli.cli.streams import write_error
from congress_cli.errors import ExitCode
from congress_cli.formats import RenderOptions
from congress_cli.gc_tuning import paused
from congress_cli.model.report import Selection
from congress_cli.reading.project import Project

if TYPE_CHECKING:
    from congress_cli.cli.again import Question
    from congress_cli.reading.report import Saved

FAIL_ON = {
    "never": (),
    "violation": ("violation",),
    "warning": ("violation", "warning"),
    "unknown": ("violation", "warning", "unknown"),
}


def check(
    ctx: typer.Context,
    as_of: AsOf = None,
    units: Units = None,
    rules: Rules = None,
    unit: Annotated[Names, typer.Option("--unit", metavar="ID")] = None,
    under: Annotated[Names, typer.Option("--under", metavar="ID")] = None,
    rule: Annotated[Names, typer.Option("--rule", metavar="ID")] = None,
    clause: Annotated[Names, typer.Option("--clause", metavar="CLAUSE")] = None,
    owner: Annotated[Names, typer.Option("--owner", metavar="WHO")] = None,
    status: Annotated[Names, typer.Option("--status", metavar="STATUS")] = None,
    unfolded: Unfolded = False,
    fail_on: Annotated[str, typer.Option("--fail-on", metavar="|".join(FAIL_ON))] = "violation",
    waivers: Waivers = None,
    no_waivers: NoWaivers = False,
    format_: Formats = None,
    output: OutputFile = None,
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="REPORT")] = None,
    group_by: GroupBy = None,
    lang: Lang = None,
    color: Color = "auto",
    width: Width = None,
    no_cache: Annotated[bool, typer.Option("--no-cache")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Judge the registry and report."""
    del lang, debug
    session: Session = ctx.obj
    day = typed_day(as_of)
    one_of("--fail-on", fail_on, FAIL_ON)
    base = report_options(
        session.language,
        color=color,
        width=width,
        unfolded=unfolded,
        group_by=group_by,
        quiet=quiet,
        verbose=verbose,
    )
    asked = Selection(
        units=tuple(unit or ()),
        under=tuple(under or ()),
        rules=tuple(rule or ()),
        clauses=tuple(clause or ()),
        owners=tuple(owner or ()),
        statuses=tuple(status or ()),
    )
    wanted = outputs(format_ or (), output)
    project = session.project(units, rules, waivers, use_waivers=not no_waivers)
    run = _Run(session, project, baseline, asked, day, session.today(), wanted, base, color)
    with paused():
        code, problems = run.anew(None) if no_cache or makes_summary(wanted) else run.again()
    return code or _verdict(problems, fail_on)


@dataclass(frozen=True, slots=True)
class _Run:
    """All that decides what is said. Each way gives the exit code of the writing, and the problems there are."""

    session: Session
    project: Project
    baseline: str | None
    asked: Selection
    day: date | None
    today: date
    wanted: tuple[Output, ...]
    base: RenderOptions
    color: str

    def again(self) -> tuple[int, Mapping[str, int]]:
        """What the same run said before, if it is known; else judge anew."""
        from congress_cli.cli.again import question

        looks = [(one.format.name, looking(one, self.base, self.color)) for one in self.wanted]
        asked = question(self.project, self.baseline, self.asked, self.day, self.today, self.base, looks)
        known = None if asked is None else asked.answer()
        if known is None or len(known.rendered) != len(self.wanted):
            return self.anew(asked)
        self._note(known.notes)
        return put(self.session, self.wanted, known.rendered, self.base, self._read()), known.problems

    def anew(self, asked: Question | None) -> tuple[int, Mapping[str, int]]:
        """Judge and say; what was said is kept for the next time."""
        from congress_cli.app.check import check as checked
        from congress_cli.cli.progress import Progress

        session, project = self.session, self.project
        earlier = _earlier(self.baseline, project)
        with Progress(session.language, quiet=self.base.quiet) as progress:
            checkup = session.hold(checked(project, self.asked, self.day, self.today, earlier, progress))
        report, notes = checkup.report, session.told(checkup.notes)
        self._note(notes)
        ready = rendered(report, self.wanted, self.base, self.color)
        code = put(session, self.wanted, ready, self.base, self._read(), report)
        if asked is not None and not code:
            from congress_cli.answers import Answer

            asked.keep(Answer(notes, report.problems, ready), report)
        return code, report.problems

    def _note(self, notes: str) -> None:
        if notes and not self.base.quiet:
            write_error(notes)

    def _read(self) -> list[str]:
        return [*self.project.paths(), *([self.baseline] if self.baseline else [])]


def _earlier(baseline: str | None, project: Project) -> Saved | None:
    if baseline is None:
        return None
    from congress_cli.reading.report import read_saved

    return read_saved(baseline, project.shown(baseline))


def _verdict(problems: Mapping[str, int], fail_on: str) -> int:
    found = any(problems[grade] for grade in FAIL_ON[fail_on])
    return ExitCode.PROBLEMS if found else ExitCode.OK
