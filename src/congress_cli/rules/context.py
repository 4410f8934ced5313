"""All that a rule may look at: one unit on one day in one world, and the paper: a rulebook without its rules."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Protocol

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from congress_cli import dataclass
from congress_cli.days import Day, WorkingDays
from congress_cli.model.directive import (
    OWNERS,
    Calendar,
    CasesTerm,
    ChecklistTerm,
    Clause,
    DatedValue,
    Directive,
    MeasuresTerm,
    Parameter,
    PlanTerm,
    Reference,
    SeriesTerm,
    Term,
    UnitType,
    in_force,
)
from congress_cli.model.facts import LANGUAGES, Fact, Measures, Model, Named, OneOrMany, ReadBy, one_or_many, text_of
from congress_cli.model.figures import Comparison
from congress_cli.model.finding import RANK, Severity, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.worlds import Moment, World, at, moment

NOTHING: Mapping[str, Any] = {}

OWN = "unit"
CHILDREN = "children"
PARENT = "parent"
BELOW = "below"
PLACES = (OWN, CHILDREN, PARENT, BELOW)

Over = Literal["children", "below", "task_force"]
Tallied = Mapping[tuple[Status, Severity], int]


class Subject(NamedTuple):
    """A unit as rules see it: its id, what is recorded of it, and whether what is absent did not happen."""

    id: str
    facts: Mapping[str, Fact]
    complete: bool


@dataclass(frozen=True, slots=True)
class JudgeContext:
    """What is the same for every unit: the judged day, the directive's day, parameters in force, the vocabulary."""

    as_of: date
    issued: date
    parameters: Mapping[str, DatedValue]
    former: Mapping[str, DatedValue]
    plans: Mapping[str, str]
    items: Mapping[str, tuple[str, ...]]
    lower_is_better: Mapping[str, frozenset[str]]
    calendars: Mapping[str, WorkingDays] = field(default_factory=dict)
    usual_calendar: str | None = None
    periods: Mapping[str, str | int] = field(default_factory=dict)
    case_days: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def calendar(self, name: str | None) -> WorkingDays | None:
        """The calendar of that name, or the usual one of the paper."""
        return self.calendars.get(name or self.usual_calendar or "")

    @property
    def today(self) -> Moment:
        """The judged day as a moment; its end counts."""
        return at(self.as_of)


class Below(Protocol):
    """What stands below units, and what task forces cover."""

    @property
    def registry(self) -> Registry:
        """All units."""

    def tallied(self, over: Over, judged: str) -> Tallied:
        """How many findings of each status and severity there are below a unit, of the rules that this one rolls up."""


class UnitInWorld(NamedTuple):
    """One unit in one world. `others`: the units of other roles whose facts the rule reads, by role (`children`)."""

    context: JudgeContext
    subject: Subject
    world: World
    below: Below
    others: Mapping[str, tuple[Subject, ...]] = NOTHING

    def subjects(self, of: str) -> tuple[Subject, ...]:
        """The units in a role: the judged one, its parent, one of that id, or the children that are not closed."""
        return (self.subject,) if of == OWN else self.others.get(of, ())

    @property
    def complete(self) -> bool:
        """Whether an absent event is known not to have happened."""
        return self.subject.complete

    def fact(self, name: str) -> Fact | None:
        """The recorded fact, unless it is dated after the judged day in this world."""
        fact = self.subject.facts.get(name)
        if fact is None or fact.day is None:
            return fact
        return fact if self.has_come(self.moment_of(name, fact.day)) else None

    def happened(self, event: str) -> Moment | None:
        """The day on which an event happened in this world; None where it has not, or is not recorded."""
        return happened(event, self.subject, self)

    def day_of(self, name: str) -> Moment | None:
        """The day of a recorded fact, seen or not; None where it has none."""
        fact = self.subject.facts.get(name)
        return None if fact is None or fact.day is None else self.moment_of(name, fact.day)

    def planned(self, event: str, holder: Subject | None = None) -> tuple[Moment, Day] | None:
        """The day planned for an event of this unit, or of another, as a moment and as it is recorded."""
        of = holder or self.subject
        name = self.context.plans.get(event)
        plan = None if name is None else of.facts.get(name)
        if name is None or plan is None or plan.day is None:
            return None
        return moment(plan.day, (of.id, name)), plan.day

    def has_come(self, day: Moment) -> bool:
        """Whether a day is not after the judged one in this world."""
        return self.world.not_after(day, self.context.today)

    def moment_of(self, name: str, day: Day) -> Moment:
        """A recorded day as a moment of this unit."""
        return moment(day, (self.subject.id, name))


def happened(event: str, subject: Subject, case: UnitInWorld) -> Moment | None:
    """The day on which an event of some unit happened in the world of the case."""
    fact = subject.facts.get(event)
    if fact is None or fact.day is None:
        return None
    day = moment(fact.day, (subject.id, event))
    return day if case.has_come(day) else None


class Verdict(NamedTuple):
    """A status, the code and arguments of its sentence, and the last day where one is known.

    `severity` stands in for the rule's own.
    """

    status: Status
    code: str
    args: Mapping[str, Any] = NOTHING
    last_day: Moment | None = None
    reason: str | None = None
    waits_for: str | None = None
    counts: Mapping[str, int] | None = None
    severity: Severity | None = None

    def due(self, last_day: Moment | None) -> "Verdict":
        """The same verdict with its last day."""
        return self if last_day is self.last_day else self._replace(last_day=last_day)


def worst(first: Verdict, *others: Verdict) -> Verdict:
    """The worse one of what holds at once; the first of equals."""
    return min((first, *others), key=lambda verdict: RANK[verdict.status]) if others else first


class Outcome(NamedTuple):
    """A status that holds in all worlds, or unknown; `last_days` where the worlds have different last days."""

    status: Status
    code: str
    args: Mapping[str, Any] = NOTHING
    last_day: date | None = None
    last_days: tuple[date, date] | None = None
    reason: str | None = None
    waits_for: str | None = None
    counts: Mapping[str, int] | None = None
    severity: Severity | None = None
    cites: tuple[str, ...] = ()


ABSENT = Verdict(Status.WAIVED, "part-absent")
"""Of a part that is not there in this world: a period that does not concern the unit, a case that does not exist. A
status that no judging gives, so that a part of some worlds only is unknown."""


class Part(NamedTuple):
    """What is judged by itself, by its name. `own`: all that its judging looks at beside the other facts of the unit.

    Parts that are equal in that are judged once; one without it is always judged.
    """

    name: str
    judge: Callable[[UnitInWorld], Verdict]
    own: Hashable = None


Others = Mapping[str, tuple[Subject, ...]]


class Selector(Model):
    """Which units: those that have one of each of what is named; nothing named, all."""

    level: OneOrMany | None = None
    type: OneOrMany | None = None
    tag: OneOrMany | None = None
    unit: OneOrMany | None = None
    where: Mapping[str, Mapping[str, Comparison]] | None = Field(default=None, min_length=1)

    def takes(self, unit: Unit) -> bool:
        """Whether a unit is meant, figures left aside."""
        return (self.unit is None or unit.id in self.unit) and self.matches(unit.level, unit.type, unit.tags)

    def by_figures(self, seen: Callable[[str], Fact | None]) -> bool | None:
        """Whether the figures are as asked; None where one that is not recorded decides. `seen`: the facts by now."""
        answer: bool | None = True
        for name, comparisons in (self.where or {}).items():
            fact = seen(name)
            figures = fact.values if isinstance(fact, Measures) else {}
            for indicator, comparison in comparisons.items():
                figure = figures.get(indicator)
                if figure is not None and not comparison.holds(figure):
                    return False
                answer = None if figure is None else answer
        return answer

    def missing(self, seen: Callable[[str], Fact | None]) -> list[str]:
        """The figures that are not recorded, as `fact/indicator`."""
        found = []
        for name, comparisons in (self.where or {}).items():
            fact = seen(name)
            figures = fact.values if isinstance(fact, Measures) else {}
            found += [f"{name}/{indicator}" for indicator in comparisons if indicator not in figures]
        return found

    def matches(self, level: str, type_: str, tags: tuple[str, ...]) -> bool:
        """Whether a unit of this level, type and tags is meant, whichever it is and whatever its figures."""
        return (
            (self.level is None or level in self.level)
            and (self.type is None or type_ in self.type)
            and (self.tag is None or not set(self.tag).isdisjoint(tags))
        )


class Unless(Selector):
    """Units to which the rule does not apply, and why."""

    reason: Named


class Vocabulary(Model):
    """What of a rulebook a registry is read by: the words that may stand in it.

    `unread`: facts and types that are there but have mistakes, so that nothing can be said of how they are used.
    """

    levels: Mapping[str, Named] = Field(min_length=1)
    types: Mapping[str, UnitType] = Field(min_length=1)
    tags: Mapping[str, Named] = Field(default_factory=dict)
    facts: Mapping[str, Term]
    unread: frozenset[str] = frozenset()


Language = Literal["vi", "en"]


def _each_once(languages: tuple[Language, ...]) -> tuple[Language, ...]:
    twice = next((one for one in languages if languages.count(one) > 1), None)
    if twice is not None:
        raise PydanticCustomError("language-twice", "", {"text": twice})
    return languages


Languages = Annotated[
    tuple[Language, ...],
    BeforeValidator(one_or_many),
    Field(min_length=1, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_each_once),
]


def _zone(value: Any) -> str:
    from zoneinfo import ZoneInfo

    name = text_of(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, or a name that is no file of the zones
        raise PydanticCustomError("timezone-unknown", "", {"text": name}) from None
    return name


VIETNAM = "Asia/Ho_Chi_Minh"
Zone = Annotated[str, ReadBy(_zone, {"type": "string"})]


def _language_may_be_left_out(schema: dict[str, Any]) -> None:
    schema["required"].remove("language")


class Paper(Model):
    """All of a file `congress-rules/1` but its rules."""

    model_config = ConfigDict(json_schema_extra=_language_may_be_left_out)

    format: Literal["congress-rules/1"]
    language: Language
    languages: Languages = LANGUAGES
    timezone: Zone = VIETNAM
    directive: Directive
    references: tuple[Reference, ...] = ()
    levels: Mapping[str, Named] = Field(min_length=1)
    types: Mapping[str, UnitType] = Field(min_length=1)
    tags: Mapping[str, Named] = Field(default_factory=dict)
    facts: Mapping[str, Term]
    parameters: Mapping[str, Parameter] = Field(default_factory=dict)
    calendars: Mapping[str, Calendar] = Field(default_factory=dict)
    calendar: str | None = None
    clauses: tuple[Clause, ...] = ()
    owners: Mapping[str, Named] = OWNERS

    @model_validator(mode="before")
    @classmethod
    def _only_language(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or "language" in raw:
            return raw
        written = one_or_many(raw.get("languages"))
        return {**raw, "language": written[0]} if isinstance(written, list | tuple) and len(written) == 1 else raw

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """The names of facts, and of items and indicators as `fact/item`, by language."""
        names = {}
        for fact, term in self.facts.items():
            names[fact] = term.both
            names.update({f"{fact}/{part}": named.both for part, named in term.parts.items()})
        names |= {f"owner:{owner}": named.both for owner, named in self.owners.items()}
        return names

    @cached_property
    def working_days(self) -> dict[str, WorkingDays]:
        """The working days of each calendar."""
        return {name: one.working_days for name, one in self.calendars.items()}

    def judge_context(self, as_of: date, overrides: Mapping[str, Parameter] | None = None) -> JudgeContext:
        """What rules need to know of the paper on a day; `overrides` stand in for parameters of the same name."""
        parameters = {**self.parameters, **(overrides or {})}
        dated = {name: in_force(parameter, as_of) for name, parameter in parameters.items()}
        return JudgeContext(
            as_of=as_of,
            issued=self.directive.issued,
            parameters={name: pair[1] for name, pair in dated.items() if pair is not None},
            former={name: one for name, parameter in parameters.items() if (one := _former(parameter, as_of))},
            plans={term.of: name for name, term in self.facts.items() if isinstance(term, PlanTerm)},
            items={name: tuple(term.items) for name, term in self.facts.items() if isinstance(term, ChecklistTerm)},
            lower_is_better={name: _lower(term) for name, term in self.facts.items() if isinstance(term, MeasuresTerm)},
            calendars=self.working_days,
            usual_calendar=self.calendar,
            periods={name: period_of(term) for name, term in self.facts.items() if isinstance(term, SeriesTerm)},
            case_days={name: frozenset(term.days) for name, term in self.facts.items() if isinstance(term, CasesTerm)},
        )


def _former(parameter: Parameter, as_of: date) -> DatedValue | None:
    """The value before the one in force, where an amendment has begun."""
    begun = sorted(day for day in parameter if day <= as_of)
    return parameter[begun[-2]] if len(begun) > 1 else None


def period_of(term: SeriesTerm) -> str | int:
    """The kind of the periods of a series, or how many days they have."""
    return term.period if isinstance(term.period, str) else term.period.days


def _lower(term: MeasuresTerm) -> frozenset[str]:
    return frozenset(name for name, indicator in term.indicators.items() if indicator.better == "lower")


def profiles_of(selector: Selector, paper: Paper) -> set[tuple[str, str]]:
    """The pairs of level and type that a selector can meet, tags and units aside."""
    return {
        (level, name)
        for name, one in paper.types.items()
        for level in one.level
        if (selector.level is None or level in selector.level) and (selector.type is None or name in selector.type)
    }
