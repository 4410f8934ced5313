"""Saved reports: kept in a store, judged again from their inputs (`verify`), merged to one of the whole."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from congress_cli import __version__, dataclass
from congress_cli.app.check import check
from congress_cli.errors import CongressError
from congress_cli.files.recovery import locked
from congress_cli.files.writing import naming_file, write_whole
from congress_cli.formats.json import canonical
from congress_cli.model.comparison import Verification
from congress_cli.model.finding import Status, count_tasks, paired
from congress_cli.model.message import Message
from congress_cli.model.report import Report, ReportedRule, Tool
from congress_cli.reading.files import STDIN, is_folder
from congress_cli.reading.project import UNITS, Project, find_project
from congress_cli.reading.report import Saved, read_report, read_saved, report_of
from congress_cli.rendering.annotations import AT

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


_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{4})-([0-9a-f]{12})\.json\Z")


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of reports, ordered by the day they judge and, for one day, by when they were kept."""

    folder: Path

    def paths(self) -> tuple[Path, ...]:
        """The files of the reports, the oldest first. Files of other names are left alone."""
        if not is_folder(self.folder):
            return ()
        return tuple(sorted(path for path in self.folder.iterdir() if _NAME.match(path.name)))

    def reports(self) -> Iterator[Saved]:
        """The reports, the oldest first. Raises CongressError for a file that was changed or cannot be read."""
        for path in self.paths():
            yield self._read(path)

    def latest(self) -> Saved | None:
        """The newest report, or None in an empty store."""
        paths = self.paths()
        return self._read(paths[-1]) if paths else None

    def keep(self, report: Report) -> Path:
        """Keep a report, unless the newest of its day is the very same; the file that holds it.

        Raises CongressError where it cannot be written.
        """
        content = canonical(report)
        with naming_file(str(self.folder)):
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder, name=".lock", busy="store-busy"):
                return self._keep(report.as_of.isoformat(), content)

    def _keep(self, day: str, content: bytes) -> Path:
        digest = hashlib.sha256(content).hexdigest()[:12]
        of_day = [path for path in self.paths() if path.name.startswith(day)]
        if of_day and of_day[-1].stem.endswith(digest):
            return of_day[-1]
        number = int(of_day[-1].name.split("-")[3]) + 1 if of_day else 1
        path = self.folder / f"{day}-{number:04}-{digest}.json"
        write_whole(path, content)
        return path

    def _read(self, path: Path) -> Saved:
        saved = read_saved(str(path))
        if not path.stem.endswith(saved.source.sha256[:12]):
            raise CongressError("store-changed", path=str(path))
        return saved


def report_before(report: Report, since: str | None, store: str | None) -> Report | None:
    """The earlier report; with a store its newest one, and the report of now is kept beside it."""
    if since is not None:
        return read_report(since)
    if store is None:
        return None
    kept = Store(Path(store))
    latest = kept.latest()
    kept.keep(report)
    return None if latest is None else latest.report


ALIKE = ("tool", "language", "as_of", "as_of_from", "directive", "rulebook", "asked", "clauses", "facts")
OF_RULE = ("kind", "clause", "owner", "modality", "severity", "limit_basis", "warn_days", "title", "remedy", "facts")


@dataclass(frozen=True, slots=True)
class Merged:
    """The report of the whole, or what stands against one."""

    report: Report | None
    refusals: tuple[Message, ...] = ()


def merged(parts: Sequence[Saved]) -> Merged:
    """One report of several, each of whole provinces; nothing where they do not fit together, and why."""
    refusals = tuple(_refusals(parts))
    if refusals:
        return Merged(None, refusals)
    reports = sorted((part.report for part in parts), key=_first_place)
    first = reports[0]
    whole = replace(
        first,
        command=("congress", "merge", *(part.source.path for part in parts)),
        inputs=tuple(sorted({one for report in reports for one in report.inputs}, key=attrgetter("path"))),
        types=tuple(
            replace(same[0], units=_sum((one.units for one in same), same[0].units))
            for same in zip(*(report.types for report in reports), strict=True)
        ),
        task_forces=tuple(chain.from_iterable(report.task_forces for report in reports)),
        units=tuple(sorted(chain.from_iterable(report.units for report in reports), key=attrgetter("id"))),
        totals=_sum((report.totals for report in reports), Status),
        problems=_sum((report.problems for report in reports), first.problems),
        findings=tuple(
            chain.from_iterable(
                sorted(chain.from_iterable(report.by_rule[rule.id] for report in reports), key=attrgetter("unit"))
                for rule in first.rules
            )
        ),
    )
    of_rules = zip(*(report.rules for report in reports), strict=True)
    whole = replace(whole, rules=tuple(_rule(whole, same) for same in of_rules))
    return Merged(replace(whole, tasks=count_tasks(whole.findings, whole.rule_by_id, whole.unit_by_id)))


def _first_place(report: Report) -> tuple[bytes, int]:
    """The first place in the files at which a unit or a task force of the report stands."""
    places = map(AT.fullmatch, report.at_by_id.values())
    return min(((found[1].encode(), int(found[2])) for found in places if found), default=(b"", 0))


def _refusals(parts: Sequence[Saved]) -> Iterator[Message]:
    yield from _unlike(parts)
    yield from _twice(parts)
    digests: dict[str, str] = {}
    for part in parts:
        for one in part.report.inputs:
            if digests.setdefault(one.path, one.sha256) != one.sha256:
                yield Message("runs.merge-input-differs", {"path": one.path, "report": part.source.path})


def _unlike(parts: Sequence[Saved]) -> Iterator[Message]:
    first = parts[0]
    for part in parts:
        if not part.report.whole:
            yield Message("runs.merge-narrowed", {"report": part.source.path})
    for part in parts[1:]:
        args = {"report": part.source.path, "other": first.source.path}
        for field in ALIKE:
            if getattr(part.report, field) != getattr(first.report, field):
                yield Message("runs.merge-field-differs", {**args, "field": field})
        if _fixed(part.report) != _fixed(first.report):
            yield Message("runs.merge-field-differs", {**args, "field": "rules"})


def _fixed(report: Report) -> tuple[Any, ...]:
    """What of the rules and types does not depend on the registry."""
    rules = [(rule.id, rule.limit_event, *(getattr(rule, field) for field in OF_RULE)) for rule in report.rules]
    return rules, [(one.id, one.vi, one.en, list(one.units)) for one in report.types]


def _twice(parts: Sequence[Saved]) -> Iterator[Message]:
    seen: dict[str, Saved] = {}
    for part in parts:
        twice = [(unit, seen[unit]) for unit in part.report.at_by_id if unit in seen]
        seen |= dict.fromkeys(part.report.at_by_id, part)
        for unit, other in twice:
            args = {"unit": unit, "report": part.source.path, "other": other.source.path}
            yield Message("runs.merge-unit-twice", args)


def _rule(whole: Report, same: Sequence[ReportedRule]) -> ReportedRule:
    first = same[0]
    return replace(
        first,
        last_day=None if first.limit_event else _only_day(whole, first.id),
        judged=sum(one.judged for one in same),
        counts=_sum((one.counts for one in same), Status),
    )


def _only_day(whole: Report, rule: str) -> date | None:
    days = {finding.last_day for finding in whole.by_rule[rule] if finding.last_day is not None}
    return days.pop() if len(days) == 1 else None


def _sum(counts: Iterable[Mapping[Any, int]], keys: Iterable[Any]) -> dict[Any, int]:
    """The counts added up, under the same keys in the same order."""
    total: Counter[Any] = Counter()
    for one in counts:
        total.update(one)
    return {key: total[key] for key in keys}
