"""The findings as data for the page's script: every text stands once, and what refers to it is its number.

A finding is `[unit, rule, status, severity, message, timing, evidence …]`. Units come in the order of their
names; a task force is -1, -2, … Nothing in the text can end the element that it stands in.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from typing import Any, TypeVar

from congress_cli.formats.html.words import PLACE, READ_FIRST, SETTLED, Words
from congress_cli.formats.html.work import Work
from congress_cli.language import texts
from congress_cli.model.finding import KINDS, TASKS, TO_ASK, Evidence, Finding, Severity, Status
from congress_cli.model.report import ReportedUnit
from congress_cli.rendering.annotations import AT
from congress_cli.text import in_json, sanitize, vietnamese_order

ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
SEVERITIES = tuple(Severity)
SCRIPTED = (
    "results",
    "results-none",
    "more",
    "asked",
    "sums",
    "of-rolled",
    "astray",
    "of-unit",
    "of-rule",
    "clause",
    "basis",
    "facts",
    "facts-none",
    "source",
    "last-day",
    "remedy",
    "level",
    "superior",
    "task-force",
    "partial",
    "all-units",
)

Thing = TypeVar("Thing", bound=Hashable)


def numbered(pool: dict[Thing, int], thing: Thing) -> int:
    """The number of a thing in a pool that holds each once; a new one where it is new."""
    return pool.setdefault(thing, len(pool))


Choices = list[tuple[str, str]]


def choices(words: Words, work: Work) -> dict[str, Choices]:
    """What the page can be narrowed to, each choice as value and text, under its key in the address."""
    report = words.report
    above = {unit.parent for unit in report.units}
    kinds = {
        "task": any(getattr(report.tasks, one.value) for one in TASKS),
        TO_ASK: report.tasks.to_ask,
        "late": report.tasks.late,
    }
    return {
        "rule": [
            (rule.id, f"{rule.narrowest_clause} {words.phrases.marked_title(rule)}")
            for rule in report.rules
            if rule.judged
        ],
        "work": [(kind, words.translate(f"work-{kind}")) for kind, count in kinds.items() if count],
        "who": [(row.who, row.name) for row in work.ranked],
        "under": [(unit.id, unit.name) for unit in _ordered([one for one in report.units if one.id in above])],
        "force": [(force.id, force.name) for force in report.task_forces],
    }


def embedded(words: Words) -> str:
    """The data as JSON that may stand in a page."""
    text = json.dumps(_Data(words).all(), ensure_ascii=False, separators=(",", ":"))
    return in_json(text.translate(ESCAPED))


def _ordered(units: Iterable[ReportedUnit]) -> list[ReportedUnit]:
    return sorted(units, key=lambda unit: (vietnamese_order(sanitize(unit.name)), unit.id))


class _Data:
    """One report being packed."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.report = words.report
        self.units = _ordered(self.report.units)
        self.places = {force.id: -1 - number for number, force in enumerate(self.report.task_forces)}
        self.places |= {unit.id: number for number, unit in enumerate(self.units)}
        self.rules = {rule.id: number for number, rule in enumerate(self.report.rules)}
        self.texts: dict[str, int] = {}
        self.timings: dict[tuple[str, int, int, int, int], int] = {}
        self.evidence: dict[tuple[int, ...], int] = {}
        self.seen: dict[Evidence, int] = {}

    def all(self) -> dict[str, Any]:
        """Everything by its name."""
        findings = [self.finding(one) for one in self.report.findings]
        return {
            "findings": findings,
            "units": [self.unit(unit) for unit in self.units],
            "forces": [[sanitize(force.id), sanitize(force.name)] for force in self.report.task_forces],
            "rules": [self.rule(number) for number in range(len(self.report.rules))],
            "statuses": self.words.statuses,
            "ranks": [READ_FIRST.index(status) for status in Status],
            "settled": [PLACE[status] for status in SETTLED],
            "evidence": list(self.evidence),
            "timings": list(self.timings),
            "texts": list(self.texts),
            "words": {code: texts(self.words.language, "webpage")[code] for code in SCRIPTED},
        }

    def finding(self, finding: Finding) -> list[int]:
        """A finding as numbers."""
        return [
            self.places[finding.unit],
            self.rules[finding.rule],
            PLACE[finding.status],
            SEVERITIES.index(finding.severity),
            numbered(self.texts, self.words.message(finding)),
            self.timing(finding),
            *(self.used(one) for one in finding.evidence),
        ]

    def timing(self, finding: Finding) -> int:
        """The number of how a finding stands: last day as ISO, in words, with its plan; status; kind of work or -1."""
        day = finding.last_day or (finding.last_days[0] if finding.last_days else None)
        in_words = (self.words.phrases.last_day(finding), self.words.limit(finding), self.words.standing(finding))
        last_day, limit, standing = (numbered(self.texts, text) for text in in_words)
        kind = self.report.kind_of_task(finding)
        work = -1 if kind is None else KINDS.index(kind)
        return numbered(self.timings, ("" if day is None else day.isoformat(), last_day, limit, standing, work))

    def used(self, evidence: Evidence) -> int:
        """The number of a recorded fact: name, value, source, and path, line and column where it stands."""
        if evidence not in self.seen:
            fact = self.words.used(evidence)
            path, line, column = _place(fact.at)
            texts_ = (numbered(self.texts, text) for text in (fact.name, fact.value, fact.source, path))
            self.seen[evidence] = numbered(self.evidence, (*texts_, line, column))
        return self.seen[evidence]

    def unit(self, unit: ReportedUnit) -> list[Any]:
        """A unit: id, name, its level and type in words, superior, task force, whether its records are partial."""
        parent = self.places.get(unit.parent or "")
        force = self.words.report.responsibility.force_of(unit.id)
        level = numbered(self.texts, self.words.level(unit))
        return [
            sanitize(unit.id),
            sanitize(unit.name),
            level,
            parent,
            self.places.get(force or ""),
            int(unit.records == "partial"),
        ]

    def rule(self, number: int) -> list[Any]:
        """A rule: id, clause, title, sentences, how binding it is, remedy, if it rolls up, if task forces see to it."""
        rule, words = self.report.rules[number], self.words
        remedy = words.phrases.remedy(rule)
        title = words.phrases.marked_title(rule)
        return [
            sanitize(rule.id),
            sanitize(rule.narrowest_clause),
            title,
            words.clauses(rule),
            words.demand(rule),
            remedy,
            int(rule.rolled_up),
            int(rule.owner == ("task-force",)),
        ]


def _place(at: str) -> tuple[str, int, int]:
    """Path, line and column of `path:line:column`; a place that is written otherwise is a path."""
    found = AT.fullmatch(at)
    return (found[1], int(found[2]), int(found[3])) if found else (at, 0, 0)
