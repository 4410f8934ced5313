"""A finding, its status and its severity; and the work that findings mean: what is to be done, asked, or was late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain, compress, groupby, repeat, starmap
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar, overload

from congress_cli import dataclass

if TYPE_CHECKING:
    from congress_cli.model.report import ReportedRule, ReportedUnit


class Status(StrEnum):
    """The ten statuses, in the order in which they are told."""

    __hash__ = str.__hash__  # that of an enumeration is a function in Python, called for every finding

    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    FAILED = "failed"
    DUE_SOON = "due_soon"
    OPEN = "open"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


Made = TypeVar("Made")
Table = TypeVar("Table", bound=Collection[Status])


def complete(table: Table) -> Table:
    """The same table or order of statuses. Raises ValueError at once where a status is missing or stands twice."""
    if sorted(table) != sorted(Status):
        raise ValueError(f"each status stands in the table once: {', '.join(set(Status) - set(table))}")
    return table


PROBLEMS = frozenset({Status.ERROR, Status.OVERDUE, Status.FAILED, Status.LATE})

WORST_FIRST = complete(
    (
        Status.ERROR,
        Status.OVERDUE,
        Status.FAILED,
        Status.LATE,
        Status.UNKNOWN,
        Status.DUE_SOON,
        Status.OPEN,
        Status.WAIVED,
        Status.MET,
        Status.NOT_APPLICABLE,
    )
)
RANK = {status: rank for rank, status in enumerate(WORST_FIRST)}


class Severity(StrEnum):
    """How grave a problem under a rule is."""

    __hash__ = str.__hash__

    WARNING = "warning"
    VIOLATION = "violation"


class Evidence(NamedTuple):
    """A recorded fact that a finding rests on, and where it stands (`path:line:column`)."""

    fact: str
    value: str
    at: str
    source: str | None = None


class Finding(NamedTuple):
    """One unit (or task force) under one rule. `days_left` counts days from the judged day to the last day.

    `code` and `args` name its sentence; the language catalogues hold the words.
    """

    unit: str
    rule: str
    status: Status
    severity: Severity
    code: str
    args: Mapping[str, Any]
    last_day: date | None = None
    last_days: tuple[date, date] | None = None
    days_left: int | None = None
    would_be: Status | None = None
    reason: str | None = None
    waits_for: str | None = None
    counts: Mapping[str, int] | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def signature(self) -> tuple[Any, ...]:
        """What is equal for findings that say the same of their units, evidence apart; valid while they exist."""
        return id(self.args), id(self.counts), _SAID(self)

    @property
    def facts_args(self) -> Mapping[str, Any]:
        """The arguments of the sentence that the facts make, also where a waiver tells another."""
        args: Mapping[str, Any] = self.args.get("would_be_args", self.args)
        return args

    @property
    def facts_status(self) -> Status:
        """The status that the facts make, also where it is waived."""
        return self.would_be or self.status

    def of_unit(self, unit: str, evidence: tuple[Evidence, ...]) -> Finding:
        """The same of a unit, with its evidence."""
        return _MADE(Finding, (unit, *self[1:-1], evidence))

    def with_args(self, args: Mapping[str, Any]) -> Finding:
        """The same with other arguments."""
        return _MADE(Finding, (*self[:5], args, *self[6:]))

    @property
    def is_problem(self) -> bool:
        """Whether it needs action, or is too late for any."""
        return self.status in PROBLEMS


_SAID = itemgetter(1, 2, 3, 4, 6, 7, 8, 9, 10, 11)
_MADE = tuple.__new__  # as `_make` of a named tuple, which is called too often here to count the fields

Counts = tuple[tuple[Finding, int], ...]
OfFact = Callable[[str, str, str, str | None], Made]
"""Makes something of a fact: it is given what makes an `Evidence`."""


class Cited(Protocol):
    """The evidence of each of some units under what is said of it, each fact as `make` makes it."""

    def __call__(  # noqa: D102
        self, units: Sequence[str], said: Sequence[Finding], make: OfFact[Made]
    ) -> Iterable[tuple[Made, ...]]: ...


def nothing_cited(units: Sequence[str], said: Sequence[Finding], make: OfFact[Made]) -> Iterable[tuple[Made, ...]]:
    """No evidence."""
    del said, make
    return repeat((), len(units))


class Findings(Sequence[Finding]):
    """Findings, rule by rule, each made when somebody asks for it: of many units the same is said, and kept once."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(column for column in columns if column.units)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Findings:
        """These findings, in their order."""
        if isinstance(findings, Findings):
            return findings
        runs = ((rule, list(group)) for rule, group in groupby(findings, attrgetter("rule")))
        return cls(Column(rule, [one.unit for one in group], group) for rule, group in runs)

    def __len__(self) -> int:
        return sum(map(len, self.columns))

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self.columns)

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, place: int | slice) -> Finding | tuple[Finding, ...]:
        return tuple(self)[place]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Findings | tuple) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    @property
    def counts(self) -> Iterator[tuple[Finding, int]]:
        """All that is said, and of how many units."""
        return chain.from_iterable(column.counts for column in self.columns)

    def made(self, make: Callable[[Finding], Made]) -> Iterator[tuple[str, Made, tuple[Evidence, ...]]]:
        """The unit of each finding, what is made of what is said (once for all its units), and the evidence."""
        for column in self.columns:
            yield from zip(column.units, column.each(make), column.evidence(), strict=True)

    def saying(self, wanted: Callable[[Finding], bool]) -> Findings:
        """Those of which what is said is wanted; asked once for all units of which the same is said."""
        return Findings(column.saying(wanted) for column in self.columns)

    def at_units(self, wanted: Callable[[str], bool]) -> Findings:
        """Those of the units that are wanted."""
        return Findings(column.where(map(wanted, column.units)) for column in self.columns)


class Column(Findings):
    """The findings of one rule.

    `said`: for each of `units` a finding, one object for all of which it says the same; of the fact that the rule
    judges these have recorded the same, too. Unless `cited` is None it has neither unit nor evidence, but for the names
    of parts that are cited. `counts` where they are known already.
    """

    def __init__(
        self,
        rule: str,
        units: Sequence[str],
        said: Sequence[Finding],
        cited: Cited | None = None,
        counts: Counts | None = None,
    ) -> None:
        self.rule = rule
        self.units = units
        self.said = said
        self.cited = cited
        self.columns = (self,)
        if counts is not None:
            self.__dict__["counts"] = counts

    @classmethod
    def joined(cls, rule: str, columns: Sequence[Column]) -> Column:
        """The findings of a rule that stand in several places."""
        if len(columns) == 1:
            return columns[0]
        findings = list(chain.from_iterable(columns))
        return cls(rule, [one.unit for one in findings], findings)

    def __len__(self) -> int:
        return len(self.units)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.said) if self.cited is None else map(Finding.of_unit, self.said, self.units, self.evidence())

    def one(self, unit: str, said: Finding) -> Finding:
        """The finding of a unit of which this is said."""
        return next(iter(Column(self.rule, (unit,), (said,), self.cited)))

    def each(self, make: Callable[[Finding], Made]) -> Iterator[Made]:
        """Of each finding what is made of what it says: once for all units of which the same is said."""
        of_said = {id(said): make(said) for said, _ in self.counts}
        return map(of_said.__getitem__, map(id, self.said))

    def evidence(self) -> Iterable[tuple[Evidence, ...]]:
        """The evidence of each finding."""
        return map(attrgetter("evidence"), self.said) if self.cited is None else self.facts(Evidence)

    def facts(self, make: OfFact[Made]) -> Iterable[tuple[Made, ...]]:
        """The evidence of each finding, each fact as `make` makes it: once for all findings that rest on it."""
        if self.cited is None:
            return (tuple(starmap(make, one.evidence)) for one in self.said)
        return self.cited(self.units, self.said, make)

    def bare(self) -> Column:
        """The same without evidence; what was counted is not counted again."""
        bare = copy(self)
        bare.cited, bare.columns = nothing_cited, (bare,)
        return bare

    def examples(self) -> dict[int, Finding]:
        """Of all that is said, by its `id`, the finding of one unit."""
        units = dict(zip(map(id, self.said), self.units, strict=True))
        said = [one for one, _ in self.counts]
        some = Column(self.rule, [units[id(one)] for one in said], said, self.cited)
        return dict(zip(map(id, said), some, strict=True))

    @cached_property
    def counts(self) -> Counts:  # type: ignore[override]
        """All that is said, and of how many units."""
        number = Counter(map(id, self.said))
        return tuple((one, number[id(one)]) for one in dict(zip(map(id, self.said), self.said, strict=True)).values())

    def saying(self, wanted: Callable[[Finding], bool]) -> Column:
        """Those of which what is said is wanted; asked once for all units of which the same is said."""
        kept = {id(one) for one, _ in self.counts if wanted(one)}
        if len(kept) in (0, len(self.counts)):
            return self if kept else Column(self.rule, (), ())
        return self.where(map(kept.__contains__, map(id, self.said)))

    def where(self, kept: Iterable[bool]) -> Column:
        """Those in the places that are kept."""
        places = list(kept)
        return Column(self.rule, list(compress(self.units, places)), list(compress(self.said, places)), self.cited)


Pair = tuple[str, str]


def by_pair(findings: Iterable[Finding]) -> dict[Pair, Finding]:
    """Each finding under its unit and rule, in their order."""
    return {(one.unit, one.rule): one for one in findings}


def present(findings: Iterable[Finding], renamed: Mapping[str, str]) -> Iterable[Finding]:
    """The findings with the present ids of their units; `renamed`: those under the former ones."""
    if not renamed:
        return findings
    return [one._replace(unit=renamed[one.unit]) if one.unit in renamed else one for one in findings]


def paired(these: Iterable[Finding], those: Iterable[Finding]) -> Iterator[tuple[Pair, Finding | None, Finding | None]]:
    """Each pair of unit and rule with both its findings: in the order of `these`, then what only `those` have."""
    first, second = by_pair(these), by_pair(those)
    for pair in {**first, **second}:
        yield pair, first.get(pair), second.get(pair)


def differing(these: Findings, those: Findings, standing: Callable[[Finding], object]) -> tuple[Findings, Findings]:
    """Of both the findings that do not stand as the other's of their unit and rule; what both have is not made."""
    stand = [{column.rule: _standing_at(column, standing) for column in one.columns} for one in (these, those)]
    kept = []
    for findings, (ours, others) in ((these, stand), (those, stand[::-1])):
        columns = ((one, ours[one.rule], others.get(one.rule, {})) for one in findings.columns)
        kept.append(
            Findings(
                column.where(unit not in other or own[unit] != other[unit] for unit in column.units)
                for column, own, other in columns
            )
        )
    return kept[0], kept[1]


def _standing_at(column: Column, standing: Callable[[Finding], object]) -> dict[str, object]:
    """How the finding of each unit stands."""
    return dict(zip(column.units, column.each(standing), strict=True))


TASKS: Final = (Status.OVERDUE, Status.FAILED, Status.DUE_SOON)
TO_ASK: Final = "to_ask"
KINDS: Final = (*(status.value for status in TASKS), TO_ASK, Status.LATE.value)
_OF_STATUS: Final = {**{status: status.value for status in TASKS}, Status.LATE: "late", Status.UNKNOWN: TO_ASK}


@dataclass(frozen=True)
class Responsible:
    """A unit or a task force, and how much of each kind it has itself and holds below."""

    who: str
    own: Mapping[str, int]
    below: Mapping[str, int]


@dataclass(frozen=True)
class Tasks:
    """How many findings of single units are to be done, to be asked, or late; and the same for each responsible one.

    `by_responsible` stands in the order of ids and leaves out those who have nothing.
    """

    overdue: int
    failed: int
    due_soon: int
    to_ask: int
    late: int
    by_responsible: tuple[Responsible, ...]


NO_TASKS: Final = Tasks(0, 0, 0, 0, 0, ())


OF_PARTS = ("overdue", "failed", "due_soon")
"""The statuses of a period or a case for which its finding is a task, whatever its own."""


def kind_of(finding: Finding, rule: ReportedRule) -> str | None:
    """Which of KINDS a finding is; None for roll-ups, waived ones and all that asks nothing of anybody."""
    if rule.rolled_up:
        return None
    kind = None
    if finding.counts is not None and finding.status is not Status.WAIVED:
        kind = next((one for one in OF_PARTS if one in finding.counts), None)
    kind = kind or _OF_STATUS.get(finding.status)
    return None if kind == TO_ASK and not _to_ask(finding, rule) else kind


def _to_ask(finding: Finding, rule: ReportedRule) -> bool:
    """Whether the rule's own limit (a day or a parameter, neither an event nor a plan) has passed or is near."""
    days_left = finding.days_left
    return (
        days_left is not None
        and days_left <= rule.warn_days
        and rule.limit_event is None
        and "planned" not in finding.args
    )


class _Holders(dict[str, tuple[str, bool]]):
    """Who must see to what is found of a unit, worked out once for each."""

    def __init__(self, of_unit: Callable[[str], tuple[str, bool]]) -> None:
        super().__init__()
        self._of_unit = of_unit

    def __missing__(self, unit_id: str) -> tuple[str, bool]:
        found = self[unit_id] = self._of_unit(unit_id)
        return found


class Responsibility:
    """Who must see to a finding."""

    def __init__(self, units: Mapping[str, ReportedUnit]) -> None:
        self._units = units
        self._parents = {one.id: one.parent for one in units.values() if one.parent in units}
        self._branches: dict[str, str] = {}
        self._forces: dict[str, str | None] = {}
        self._of_branch = _Holders(self._whose)
        self._of_force = _Holders(self._whose_force)

    def branch_of(self, unit_id: str) -> str:
        """The unit right below the top of the tree that a unit is or stands under; the unit itself at the top."""
        way = []
        at = unit_id
        while at not in self._branches:
            way.append(at)
            above = self._parents.get(at)
            if above is None or above not in self._parents:
                self._branches[at] = at
            else:
                at = above
        self._branches |= dict.fromkeys(way, self._branches[at])
        return self._branches[at]

    def force_of(self, unit_id: str) -> str | None:
        """The task force of a unit, or of the nearest superior that has one."""
        way = []
        at: str | None = unit_id
        while at is not None and at not in self._forces:
            way.append(at)
            unit = self._units.get(at)
            if unit is None or unit.task_force is not None:
                self._forces[at] = None if unit is None else unit.task_force
            else:
                at = unit.parent
        force = None if at is None else self._forces[at]
        self._forces |= dict.fromkeys(way, force)
        return force

    def of(self, finding: Finding, rule: ReportedRule) -> tuple[str, bool]:
        """Who must see to a finding, and whether it is that one's own; else it stands below."""
        return self.of_rule(rule)[finding.unit]

    def of_rule(self, rule: ReportedRule) -> Mapping[str, tuple[str, bool]]:
        """The same for a finding under a rule, by its unit."""
        return self._of_force if rule.owner == ("task-force",) else self._of_branch

    def _whose(self, unit_id: str) -> tuple[str, bool]:
        branch = self.branch_of(unit_id)
        return branch, branch == unit_id

    def _whose_force(self, unit_id: str) -> tuple[str, bool]:
        force = self.force_of(unit_id)
        return self._of_branch[unit_id] if force is None else (force, True)


def count_tasks(
    findings: Iterable[Finding], rules: Mapping[str, ReportedRule], units: Mapping[str, ReportedUnit]
) -> Tasks:
    """The work that these findings mean; `rules` and `units` under their ids."""
    responsibility = Responsibility(units)
    counts: Counter[tuple[tuple[str, bool], str]] = Counter()
    for column in Findings.of(findings).columns:
        rule = rules[column.rule]
        kinds = {id(said): kind for said, _ in column.counts if (kind := kind_of(said, rule))}
        if kinds:
            of_units = list(map(kinds.get, map(id, column.said)))
            holders = map(responsibility.of_rule(rule).__getitem__, compress(column.units, of_units))
            counts.update(zip(holders, filter(None, of_units), strict=True))
    total = Counter[str]()
    for (_, kind), count in counts.items():
        total[kind] += count
    who = sorted({who for (who, _), _ in counts}, key=str.encode)
    by_responsible = tuple(Responsible(one, _part(counts, one, own=True), _part(counts, one, own=False)) for one in who)
    return Tasks(**{kind: total[kind] for kind in KINDS}, by_responsible=by_responsible)


def _part(counts: Mapping[tuple[tuple[str, bool], str], int], who: str, *, own: bool) -> dict[str, int]:
    return {kind: counts.get(((who, own), kind), 0) for kind in KINDS}
