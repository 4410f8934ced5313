"""A finding for a program that watches: its sentences, where it points, and its fingerprint."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from operator import attrgetter, itemgetter

from congress_cli import dataclass
from congress_cli.language import translate
from congress_cli.model.finding import Evidence, Finding, Findings, OfFact, Status
from congress_cli.model.message import Place
from congress_cli.model.report import Report, ReportedRule
from congress_cli.rendering.phrases import MOST_REMEMBERED, Made, Phrases, once_alike
from congress_cli.rendering.status import urgency
from congress_cli.text import sanitize

UNDONE = frozenset({Status.ERROR, Status.OVERDUE, Status.FAILED, Status.DUE_SOON, Status.OPEN, Status.UNKNOWN})
AT = re.compile(r"(.+):([1-9]\d{0,8}):([1-9]\d{0,8})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding in words: whom it concerns and how it stands (`title`), and all that is known of it (`message`)."""

    finding: Finding
    rule: ReportedRule
    unit: str
    title: str
    message: str
    place: Place
    fingerprint: str


class Alerts:
    """Makes alerts of the findings of one report, in one language; `paths`: what the repository calls the inputs."""

    def __init__(self, report: Report, language: str, paths: Mapping[str, str]) -> None:
        self.report = report
        self.paths = paths
        self.phrases = Phrases(report, language)
        self.message = once_alike(self._described)
        self.place_of_unit = cache(self._place_of_unit)

    def of(self, finding: Finding) -> Alert:
        """The alert of one finding."""
        rule = self.report.rule_by_id[finding.rule]
        unit = self.unit(finding.unit)
        return Alert(
            finding=finding,
            rule=rule,
            unit=unit,
            title=f"{self.phrases.status(finding.status)}: {unit}",
            message=self.message(finding),
            place=self.place_of(finding.unit, finding.evidence),
            fingerprint=fingerprint(self.report, finding.unit, finding.rule),
        )

    def place(self, at: str) -> str:
        """A place of the report as the repository calls it."""
        found = AT.fullmatch(at)
        return at if found is None else f"{self.paths.get(found[1], found[1])}:{found[2]}:{found[3]}"

    def place_of(self, unit: str, evidence: Iterable[Evidence]) -> Place:
        """The line of the first fact that a finding rests on, else that of its unit, else the registry's first."""
        for one in evidence:
            if found := AT.fullmatch(one.at):
                return self._place(found)
        return self.place_of_unit(unit)

    def _place_of_unit(self, unit: str) -> Place:
        if found := AT.fullmatch(self.report.at_by_id.get(unit, "")):
            return self._place(found)
        last = self.report.inputs[-1].path if self.report.inputs else "-"
        return Place(sanitize(self.paths.get(last, last)), 1, 1)

    def _place(self, found: re.Match[str]) -> Place:
        return Place(sanitize(self.paths.get(found[1], found[1])), int(found[2]), int(found[3]))

    def unit(self, unit_id: str) -> str:
        """The name of a unit with its id."""
        return sanitize(f"{self.phrases.unit(unit_id)} ({unit_id})")

    def worst_first(
        self, findings: Findings, make: Callable[[Finding], Made]
    ) -> Iterator[tuple[str, Made, tuple[Evidence, ...]]]:
        """The unit of each finding in the order of `placed`, what is made of what is said, and the evidence.

        What is said of many units is made once for all of them.
        """
        made: dict[int, Made] = {}
        for unit, said, evidence in placed(self.report, findings, Evidence):
            found = made.get(id(said))
            if found is None:
                if len(made) >= MOST_REMEMBERED:
                    made.clear()
                found = made[id(said)] = make(said)
            yield unit, found, evidence

    def headline(self, rule: ReportedRule) -> str:
        """A rule's title and the sentences of the directive it comes from."""
        clauses = translate(self.phrases.language, "ci.clauses", {"clauses": rule.clause})
        return sanitize(f"{self.phrases.marked_title(rule)} ({clauses})")

    def remedy(self, finding: Finding) -> str:
        """What is to be done; empty where nothing is left to do."""
        return self.phrases.remedy(self.report.rule_by_id[finding.rule]) if finding.status in UNDONE else ""

    def _described(self, finding: Finding) -> str:
        """All that is known of a finding, its unit and its facts aside."""
        rule = self.report.rule_by_id[finding.rule]
        text = "; ".join(part for part in (self.phrases.message(finding), self.phrases.last_day(finding)) if part)
        remedy = self.remedy(finding)
        return f"{self.headline(rule)}: {text}" + (f" → {remedy}" if remedy else "")


def worst_first(report: Report, findings: Findings) -> Iterator[Finding]:
    """The findings in the order of `placed`."""
    return (finding.of_unit(unit, evidence) for unit, finding, evidence in placed(report, findings, Evidence))


def placed(report: Report, findings: Findings, make: OfFact[Made]) -> Iterator[tuple[str, Finding, tuple[Made, ...]]]:
    """Units, what is said of each, and its evidence: the worst first, but what repeats findings of units below last.

    As sorted by `urgency`, which would be asked for each of very many. `make` makes each fact of the evidence.
    """
    alike: dict[tuple[bool, int, date], list[tuple[str, Finding, tuple[Made, ...]]]] = {}
    for column in sorted(findings.columns, key=attrgetter("rule")):
        rolled_up = report.rule_by_id[column.rule].rolled_up
        keys = {id(one): (rolled_up, *urgency(one)[:2]) for one, _ in column.counts}
        for row in zip(column.units, column.said, column.facts(make), strict=True):
            alike.setdefault(keys[id(row[1])], []).append(row)
    for key in sorted(alike):
        yield from sorted(alike[key], key=itemgetter(0))


def fingerprint(report: Report, *parts: str) -> str:
    """What stays the same from one report to the next, wherever the lines of the registry have moved to."""
    return sha256("\0".join((report.directive.number, *parts)).encode("utf-8", "surrogatepass")).hexdigest()[:40]
