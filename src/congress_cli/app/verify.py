"""A saved report judged again from the inputs that it names, and compared with what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from congress_cli import __version__
from congress_cli.app.check import check
from congress_cli.errors import CongressError
from congress_cli.formats.json import canonical
from congress_cli.model.comparison import Verification
from congress_cli.model.finding import paired
from congress_cli.model.message import Message
from congress_cli.model.report import Report, Tool
from congress_cli.reading.files import STDIN
from congress_cli.reading.project import UNITS, Project, find_project
from congress_cli.reading.report import Saved, read_saved, report_of

TOOL = Tool("congress", __version__)
FIELDS = ("language", "as_of", "directive", "asked", "types", "task_forces", "units", "rules", "clauses", "facts")


def verified(saved: Saved, root: Path, known_at: date | None = None) -> Verification:
    """The report compared with one made anew from the files below `root`, on the same day, of the same selection.

    `known_at`: from the files as they were known at the end of that day; by default as the report was made. The files
    may then have changed since, and lines moved: only what is found counts.

    Raises CongressError where an input does not exist, and all that a check raises.
    """
    report = saved.report
    if not report.of_check:
        raise CongressError("verify-merged")
    options = _options(report)
    project = _project(root, options)
    earlier = read_saved(str(root / options["--baseline"]), options["--baseline"]) if report.baseline else None
    ahead = int(options["--ahead"]) if report.ahead is not None else None
    known_at = report.known.at if known_at is None and report.known is not None else known_at
    made = check(
        project, report.asked, report.as_of, lambda _: report.as_of, earlier, known_at=known_at, ahead=ahead
    ).report
    made = replace(made, tool=report.tool, as_of_from=report.as_of_from, command=report.command, known=report.known)
    data = _as_saved(made, saved)
    again = report_of(data, saved.source.path)
    if known_at is not None:
        return Verification(report, again, TOOL, tuple(_differences(_unplaced(report), _unplaced(again))))
    differences = (*_inputs(report, again), *_differences(report, again))
    if not differences and hashlib.sha256(data).hexdigest() != saved.source.sha256:
        differences = (Message("runs.verify-wording"),)
    return Verification(report, again, TOOL, differences)


def _unplaced(report: Report) -> Report:
    """A report without the lines of the files, which move when later values are written."""
    return replace(
        report,
        units=tuple(replace(one, at="") for one in report.units),
        task_forces=tuple(replace(one, at="") for one in report.task_forces),
        findings=tuple(
            one._replace(evidence=tuple(fact._replace(at="") for fact in one.evidence)) for one in report.findings
        ),
    )


def _as_saved(made: Report, saved: Saved) -> bytes:
    """The bytes of a report as the version that saved the other one writes them."""
    lines = canonical(made).splitlines(keepends=True)
    return b"".join(line for line in lines if saved.with_tasks or not line.startswith(b' "tasks": '))


def _options(saved: Report) -> dict[str, str]:
    """The options of the command that made the report; of one that stands several times the last."""
    words = saved.command
    return {
        word: words[place + 1] if place + 1 < len(words) else ""
        for place, word in enumerate(words)
        if word.startswith("--")
    }


def _project(root: Path, options: dict[str, str]) -> Project:
    def named(option: str) -> str | None:
        # An absolute path stays what it is.
        return str(root / options[option]) if option in options else None

    if options.get("--units") == STDIN:
        raise CongressError("verify-stdin")
    units = named("--units") or str(root / UNITS)
    return find_project(root, units, named("--rules"), named("--waivers"), use_waivers="--no-waivers" not in options)


def _differences(saved: Report, again: Report) -> Iterator[Message]:
    for field in FIELDS:
        if getattr(saved, field) != getattr(again, field):
            yield Message("runs.verify-field", {"field": field})
    yield from _findings(saved, again)
    for field in ("totals", "tasks", "problems", "baseline", "ahead"):
        if getattr(saved, field) != getattr(again, field):
            yield Message("runs.verify-field", {"field": field})


def _inputs(saved: Report, again: Report) -> Iterator[Message]:
    before = {one.path: one.sha256 for one in saved.inputs}
    now = {one.path: one.sha256 for one in again.inputs}
    for path in sorted({*before, *now}):
        if path not in now:
            yield Message("runs.verify-input-gone", {"path": path})
        elif path not in before:
            yield Message("runs.verify-input-new", {"path": path})
        elif before[path] != now[path]:
            yield Message("runs.verify-input", {"path": path})


def _findings(saved: Report, again: Report) -> Iterator[Message]:
    for (unit, rule), old, new in paired(saved.findings, again.findings):
        if old != new:
            statuses = {"old": None if old is None else old.status, "new": None if new is None else new.status}
            code = "runs.verify-finding-other" if statuses["old"] is statuses["new"] else "runs.verify-finding"
            yield Message(code, {"unit": unit, "rule": rule, **statuses})
