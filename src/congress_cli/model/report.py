"""The canonical report: everything a renderer needs, from which every output format is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Literal

from congress_cli import dataclass
from congress_cli.model.coming import Ahead
from congress_cli.model.directive import OWNERS, sentence_of
from congress_cli.model.facts import LANGUAGES, OneOrMany
from congress_cli.model.finding import (
    PROBLEMS,
    Column,
    Finding,
    Findings,
    Responsibility,
    Severity,
    Status,
    Tasks,
    kind_of,
)

SCHEMA = "congress-report/1"
OF_ONE_EVENT = ("event",)
SHARES = ("share",)
ROLLED_UP = (*SHARES, "census")
PLANS = ("plan",)


@dataclass(frozen=True)
class Tool:
    """The program that made the report."""

    name: str
    version: str


@dataclass(frozen=True)
class Paper:
    """The directive that was judged by."""

    number: str
    issued: date
    kind: str | None = None
    issuer: str | None = None
    term: str | None = None


@dataclass(frozen=True)
class Input:
    """A file that was read."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Baseline:
    """The earlier report whose findings are not told again, and how many of those of now it holds.

    `known` counts problems by severity, and unknowns, like the problems of a report. `counts` (of each rule) and
    `tasks` are its own; None where it is of another part of registry or rulebook, or did not count its tasks.
    """

    path: str
    sha256: str
    as_of: date
    known: Mapping[str, int]
    counts: Mapping[str, Mapping[Status, int]] | None = None
    tasks: Tasks | None = None


@dataclass(frozen=True)
class Known:
    """The day whose knowledge is judged, and how many facts count though nobody knows when they were recorded."""

    at: date
    undated: int


class _InBothLanguages:
    """Something with a text in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in one language."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True)
class Bilingual(_InBothLanguages):
    """A text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True)
class ReportedName(_InBothLanguages):
    """A word of the rulebook, a level of units or an owner of duties, with its name."""

    id: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class ReportedUnit:
    """A unit without its facts. `at`: where it stands (`path:line:column`); empty where it stands in no file."""

    id: str
    name: str
    level: str
    type: str
    parent: str | None
    task_force: str | None
    tags: tuple[str, ...]
    records: str
    at: str


@dataclass(frozen=True)
class ReportedType(_InBothLanguages):
    """A type of unit, the levels it may stand on, and how many units of the registry have it on each.

    `committee`: what the committee of such a unit is called, before its own name.
    """

    id: str
    vi: str
    en: str
    units: Mapping[str, int]
    committee: Bilingual | None = None


@dataclass(frozen=True)
class ReportedTaskForce:
    """A task force. `at`: where it stands (`path:line:column`); empty where it stands in no file."""

    id: str
    name: str
    at: str


@dataclass(frozen=True)
class ReportedRule:
    """A rule and how many of its findings have each status. `warn_days` counts days."""

    id: str
    kind: str
    clause: tuple[str, ...]
    owner: OneOrMany
    modality: str
    severity: Severity
    limit_basis: str
    warn_days: int
    title: Bilingual
    remedy: Bilingual | None
    facts: tuple[str, ...]
    last_day: date | None
    limit_event: str | None
    judged: int
    counts: Mapping[Status, int]

    @property
    def rolled_up(self) -> bool:
        """Whether its findings sum up other findings or numbers, and so mean no work."""
        return self.kind in ROLLED_UP

    @property
    def shares(self) -> bool:
        """Whether its findings tell of other findings."""
        return self.kind in SHARES

    @property
    def counts_units(self) -> bool:
        """Whether its findings compare a number of units with that of the paper."""
        return self.rolled_up and not self.shares

    @property
    def of_one_event(self) -> bool:
        """Whether it asks for one event and nothing else."""
        return self.kind in OF_ONE_EVENT

    @property
    def narrowest_clause(self) -> str:
        """The sentence the rule comes from, rather than the headline."""
        return next((clause for clause in self.clause if clause != "H"), self.clause[0])

    @property
    def applicable(self) -> int:
        """How many findings count: those that concern their unit."""
        return self.judged - self.counts[Status.NOT_APPLICABLE]


@dataclass(frozen=True)
class ReportedClause(_InBothLanguages):
    """A sentence of the directive in own words."""

    id: str
    vi: str
    en: str
    check: str

    @property
    def sentence(self) -> str:
        """The sentence it is, or is a part of."""
        return sentence_of(self.id)


@dataclass(frozen=True)
class ReportedFact(_InBothLanguages):
    """An entry of the vocabulary; items or indicators under their own ids."""

    id: str
    kind: str
    vi: str
    en: str
    items: Mapping[str, Bilingual]

    @property
    def is_plan(self) -> bool:
        """Whether it is the planned day of an event."""
        return self.kind in PLANS


@dataclass(frozen=True)
class Selection:
    """What was asked for; empty: everything."""

    units: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    def by_option(self) -> dict[str, tuple[str, ...]]:
        """What was asked for, under the option that asks for it."""
        return {
            "--unit": self.units,
            "--under": self.under,
            "--rule": self.rules,
            "--clause": self.clauses,
            "--owner": self.owners,
            "--status": self.statuses,
        }

    @property
    def everything(self) -> bool:
        """Whether nothing was narrowed."""
        return self == Selection()


@dataclass(frozen=True)
class Report:
    """One judgement. `findings` are those shown; `totals`, `tasks` and `problems` count all of the selection.

    `ahead`: what comes in the days after, where it was asked for.

    `known`: only what was known at the end of that day counts; None: all that is recorded.

    `renamed`: the present id of units under ids that they had before; None where there is none.

    With a baseline `findings` and `problems` are only what is new since.

    `command` are the words that make the same report again, typed in the project's folder.
    """

    tool: Tool
    language: str
    as_of: date
    as_of_from: str
    command: tuple[str, ...]
    directive: Paper
    rulebook: Input
    inputs: tuple[Input, ...]
    baseline: Baseline | None
    asked: Selection
    types: tuple[ReportedType, ...]
    task_forces: tuple[ReportedTaskForce, ...]
    units: tuple[ReportedUnit, ...]
    rules: tuple[ReportedRule, ...]
    clauses: tuple[ReportedClause, ...]
    facts: tuple[ReportedFact, ...]
    totals: Mapping[Status, int]
    tasks: Tasks
    problems: Mapping[str, int]
    findings: Sequence[Finding]
    languages: tuple[str, ...] = LANGUAGES
    levels: tuple[ReportedName, ...] = ()
    owners: tuple[ReportedName, ...] = tuple(
        map(ReportedName, OWNERS, map(attrgetter("vi"), OWNERS.values()), map(attrgetter("en"), OWNERS.values()))
    )
    known: Known | None = None
    ahead: Ahead | None = None
    renamed: Mapping[str, str] | None = None

    @cached_property
    def unit_by_id(self) -> dict[str, ReportedUnit]:
        """Each unit under its id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def at_by_id(self) -> dict[str, str]:
        """Where each unit and each task force stands, under its id."""
        return {**{force.id: force.at for force in self.task_forces}, **{unit.id: unit.at for unit in self.units}}

    @cached_property
    def rule_by_id(self) -> dict[str, ReportedRule]:
        """Each rule under its id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def responsibility(self) -> Responsibility:
        """Who must see to a finding."""
        return Responsibility(self.unit_by_id)

    def kind_of_task(self, finding: Finding) -> str | None:
        """The work that a finding means: one of `tasks.KINDS`, or None."""
        return kind_of(finding, self.rule_by_id[finding.rule])

    @property
    def of_check(self) -> bool:
        """Whether one check made it, so that its command may be given again with more options."""
        return self.command[1:2] == ("check",)

    @property
    def whole(self) -> bool:
        """Whether every finding of the selection is shown: narrowed to no status, and to nothing new."""
        return not self.asked.statuses and self.baseline is None

    @property
    def errors(self) -> int:
        """How many findings of single units could not be judged because the rulebook contradicts itself."""
        return sum(rule.counts[Status.ERROR] for rule in self.rules if not rule.rolled_up)

    @property
    def applicable(self) -> int:
        """How many findings of the selection count: those that concern their unit."""
        return sum(self.totals.values()) - self.totals[Status.NOT_APPLICABLE]

    @property
    def sentences(self) -> tuple[int, int]:
        """How many sentences of the body the rules cover, those that only inform included, and of how many."""
        in_rules = {clause for rule in self.rules for clause in rule.clause}
        body = [clause for clause in self.clauses if clause.id != "H"]
        covered = {one.sentence for one in body if one.id in in_rules or one.check == "informational"}
        return len(covered), len({clause.sentence for clause in body})

    @cached_property
    def columns(self) -> Findings:
        """The findings, of which is kept once what is said of many units."""
        return Findings.of(self.findings)

    @cached_property
    def bare(self) -> Report:
        """The same without evidence, which takes time where nobody asks for it."""
        return replace(self, findings=Findings(column.bare() for column in self.columns.columns))

    @cached_property
    def by_rule(self) -> dict[str, Column]:
        """The findings of each rule, in the order of the report."""
        found: dict[str, list[Column]] = {rule.id: [] for rule in self.rules}
        for column in self.columns.columns:
            found[column.rule].append(column)
        return {rule: Column.joined(rule, columns) for rule, columns in found.items()}

    def of_status(self, statuses: Iterable[Status]) -> Iterator[Finding]:
        """The findings of these statuses, one status after the other, each in the order of the report."""
        return chain.from_iterable(map(self._of_status, statuses))

    def _of_status(self, status: Status) -> Findings:
        return self.columns.saying(lambda one: one.status is status)

    def word(self, kind: Literal["level", "owner"], one: str, language: str) -> str:
        """The name of a level or an owner in one language; the id of one that the report does not name."""
        names = self.levels if kind == "level" else self.owners
        return next((name.in_language(language) for name in names if name.id == one), one)

    def name_in(self, language: str) -> dict[str, str]:
        """The names of facts, and of items and indicators as `fact/item`, in one language."""
        names = {}
        for fact in self.facts:
            names[fact.id] = fact.in_language(language)
            for item, text in fact.items.items():
                names[f"{fact.id}/{item}"] = text.in_language(language)
        return names


def counted(findings: Iterable[Finding]) -> dict[Status, int]:
    """How many findings have each of the ten statuses."""
    counts = dict.fromkeys(Status, 0)
    for said, count in Findings.of(findings).counts:
        counts[said.status] += count
    return counts


def problems_of(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings are problems of each severity, and how many are unknown."""
    counts = {"violation": 0, "warning": 0, "unknown": 0}
    for said, count in Findings.of(findings).counts:
        if said.status in PROBLEMS:
            counts[said.severity.value] += count
        elif said.status is Status.UNKNOWN:
            counts["unknown"] += count
    return counts
