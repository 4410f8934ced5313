"""The change of each finding between two reports. Pure: no files, no clock, no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from congress_cli.model.comparison import Change, Changed, Comparison, Point
from congress_cli.model.finding import PROBLEMS, RANK, Finding, Status, paired, present
from congress_cli.model.report import Report
from congress_cli.reading.report import Saved

Evidence = tuple[tuple[str, str], ...]


def compared(old: Report, new: Report) -> Comparison:
    """Each pair of unit and rule that either report has; a unit that got another id is the same unit."""
    names = {**(old.renamed or {}), **(new.renamed or {})}
    pairs = paired(present(new.findings, names), present(old.findings, names))
    changes = [_changed(before, after) for _, after, before in pairs]
    counts = dict.fromkeys(Change, 0)
    for one in changes:
        counts[one.change] += 1
    return Comparison(old, new, tuple(changes), counts)


def _changed(old: Finding | None, new: Finding | None) -> Changed:
    if new is None:
        return Changed(Change.LEFT, old, None)
    before = None if old is None else old.status
    change = _change(before, new.status)
    if change is Change.UNCLEAR and old is not None and _began(old, new):
        change = Change.BEGUN
    return Changed(change, old, new)


def _began(old: Finding, new: Finding) -> bool:
    """Whether it waited for an event that has happened since: it was not known better before."""
    return old.status is Status.OPEN and old.waits_for is not None and new.waits_for is None


def _change(before: Status | None, after: Status) -> Change:
    """A status that became unknown is never resolved, nor is one that left the scope."""
    if before is after:
        return Change.SAME
    if after in PROBLEMS and before not in PROBLEMS:
        return Change.NEW
    if before is None:
        return Change.ENTERED
    if after is Status.UNKNOWN:
        return Change.UNCLEAR
    if after is Status.NOT_APPLICABLE:
        return Change.LEFT
    if (before, after) == (Status.OPEN, Status.DUE_SOON):
        return Change.NEARER
    if before in PROBLEMS and after not in PROBLEMS:
        return Change.MENDED
    return Change.WORSE if RANK[after] < RANK[before] else Change.BETTER


def trend(saved: Iterable[Saved]) -> Iterator[Point]:
    """Each of a row of reports, compared with the one before it; no more than two are held at once."""
    before: Report | None = None
    for one in saved:
        report = one.report
        found = None if before is None else compared(before, report)
        yield Point(
            report.as_of,
            one.source.path,
            report.totals,
            report.problems,
            None if found is None else found.counts,
            found is not None and found.other_rulebook,
        )
        before = report


class KnownBefore:
    """The findings of an earlier report, by unit, rule and evidence: what is among them is not reported again."""

    def __init__(self, report: Report, renamed: Mapping[str, str] | None = None) -> None:
        found = present(report.findings, renamed or {})
        self._known = {(one.unit, one.rule, evidence_of(one)): one.status for one in found}

    def has(self, finding: Finding) -> bool:
        """Whether the same stood there on the same evidence, and was no better."""
        before = self._known.get((finding.unit, finding.rule, evidence_of(finding)))
        return before is not None and RANK[finding.status] >= RANK[before]


def evidence_of(finding: Finding) -> Evidence:
    """What a finding rests on; where it stands in the file is no part of it."""
    return tuple((one.fact, one.value) for one in finding.evidence)
