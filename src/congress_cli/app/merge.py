"""Reports of the parts of a registry as one report of the whole. Pure: no files, no clock, no terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any

from congress_cli.model.finding import Status, count_tasks
from congress_cli.model.message import Message
from congress_cli.model.report import Input, Report, ReportedRule, ReportedType
from congress_cli.reading.report import Saved

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
        inputs=_inputs(reports),
        types=tuple(_type(same) for same in zip(*(report.types for report in reports), strict=True)),
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
    whole = replace(whole, rules=tuple(_rule(whole, same) for same in _rules(reports)))
    return Merged(replace(whole, tasks=count_tasks(whole.findings, whole.rule_by_id, whole.unit_by_id)))


def _first_place(report: Report) -> tuple[bytes, int]:
    """The first place in the files at which a unit or a task force of the report stands."""
    places = (at.rsplit(":", 2) for at in report.at_by_id.values() if at)
    return min(((path.encode(), int(line)) for path, line, _ in places), default=(b"", 0))


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


def _inputs(reports: Iterable[Report]) -> tuple[Input, ...]:
    return tuple(sorted({one for report in reports for one in report.inputs}, key=attrgetter("path")))


def _type(same: Sequence[ReportedType]) -> ReportedType:
    return replace(same[0], units=_sum((one.units for one in same), same[0].units))


def _rules(reports: Iterable[Report]) -> Iterator[tuple[ReportedRule, ...]]:
    return zip(*(report.rules for report in reports), strict=True)


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
