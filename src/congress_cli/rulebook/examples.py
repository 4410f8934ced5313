"""The examples inside rules, each judged in a tiny registry of its own. Pure: no files, no clock, no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Annotated, Any, Literal, LiteralString, NamedTuple

from pydantic import Field, PlainValidator, ValidationError, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from congress_cli import dataclass
from congress_cli.engine import judge
from congress_cli.model.directive import Modality, Parameter, Term
from congress_cli.model.facts import (
    FACT_MODELS,
    Checklist,
    ExactDay,
    Fact,
    Id,
    Measures,
    Model,
    UncertainDay,
    WholeNumber,
)
from congress_cli.model.finding import Finding, Severity, Status
from congress_cli.model.message import Message, Place
from congress_cli.model.registry import Closed, Records, Registry, TaskForce, Unit, UnitSource
from congress_cli.rules import Rule, Rulebook
from congress_cli.text import suggestions

NO_FINDING = "no_finding"
JUDGED = "U"
TASK_FORCE = "TF"


class Answer(NamedTuple):
    """What an example asks of its finding, and what it got; all but `status` only where it is asked."""

    status: str
    last_day: date | None = None
    severity: Severity | None = None
    modality: Modality | None = None
    document: Literal["missing"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake(Message):
    """Something badly written in an example, and where in it."""

    at: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example: what was expected and what the engine said; `index` counts the rule's examples from 0."""

    rule: str
    index: int
    expected: Answer | None = None
    got: Answer | None = None
    mistakes: tuple[Mistake, ...] = field(default=())
    example: Example | None = None
    finding: Finding | None = None

    @property
    def ok(self) -> bool:
        """Whether the example could be read and holds."""
        return not self.mistakes and self.expected == self.got


def judge_examples(rulebook: Rulebook, rules: Iterable[Rule] | None = None) -> Iterator[ExampleResult]:
    """The result of each example of some rules (default: all), in the order in which they are written."""
    for rule in rulebook.rules if rules is None else rules:
        for index, raw in enumerate(rule.examples):
            try:
                example = read_example(raw, rulebook)
            except ValidationError as error:
                yield ExampleResult(rule.id, index, mistakes=_mistakes(error))
            else:
                yield judge_example(example, rule, rulebook, index)


def judge_example(example: Example, rule: Rule, rulebook: Rulebook, index: int = 0) -> ExampleResult:
    """What one example of a rule expects, and what the engine says."""
    finding = _judged(example, rule, rulebook)
    answer = _asked(example, finding, rule)
    return ExampleResult(rule.id, index, example.answer, answer, example=example, finding=finding)


def _needed(rule: Rule, rulebook: Rulebook) -> Rulebook:
    """The rulebook with no more rules than the rule itself rests on."""
    rolled_up = rule.rolls_up(rulebook.rules)
    return rulebook.with_changes(rules=(*(one for one in rulebook.rules if one.id in rolled_up - {rule.id}), rule))


def _typed_facts(value: Any, info: ValidationInfo) -> dict[str, Fact]:
    if not isinstance(value, dict):
        raise PydanticCustomError("mapping-expected", "a mapping is expected")
    return {name: _fact(name, raw, info) for name, raw in value.items()}


def _fact(name: str, raw: Any, info: ValidationInfo) -> Fact:
    vocabulary: Mapping[str, Term] = _rulebook(info).facts
    _known((name,), vocabulary, "fact-unknown")
    term = vocabulary[name]
    fact = FACT_MODELS[term.kind].model_validate(raw)
    if isinstance(fact, Checklist):
        _known(fact.items, term.parts, "item-unknown")
    if isinstance(fact, Measures):
        _known(fact.values, term.parts, "indicator-unknown")
    return fact


Facts = Annotated[Mapping[str, Any], PlainValidator(_typed_facts)]


class Who(Model):
    """What an example says of a unit; level and type may be left out. `id`: for rules that name units by theirs."""

    level: str | None = None
    type: str | None = None
    tags: tuple[str, ...] = ()
    id: Id | None = None
    task_force: Id | None = None
    closed: UncertainDay | None = None

    @model_validator(mode="after")
    def _names_exist(self, info: ValidationInfo) -> Who:
        rulebook = _rulebook(info)
        _known((self.level,), rulebook.levels, "level-unknown")
        _known((self.type,), rulebook.types, "type-unknown")
        _known(self.tags, rulebook.tags, "tag-unknown")
        return self


class Neighbour(Model):
    """A unit beside the judged one, or `repeat` of them, with the units below each."""

    unit: Who | None = None
    facts: Facts = Field(default_factory=dict)
    records: Records | None = None
    repeat: WholeNumber = 1
    children: tuple[Neighbour, ...] = ()


class Example(Model):
    """One example of a rule. `children` stand directly below the judged unit, as do `units`; `parent` above it.

    `modality` and `document` are what the finding says beside its status: how strongly the rule asks, and that the
    number of the paper is missing.
    """

    as_of: ExactDay
    records: Records = Records.PARTIAL
    unit: Who | None = None
    facts: Facts = Field(default_factory=dict)
    parent: Neighbour | None = None
    children: tuple[Neighbour, ...] = ()
    units: tuple[Neighbour, ...] = ()
    parameters: Mapping[str, Parameter] = Field(default_factory=dict)
    expect: Status | Literal["no_finding"]
    last_day: ExactDay | None = None
    severity: Severity | None = None
    modality: Modality | None = None
    document: Literal["missing"] | None = None

    @model_validator(mode="after")
    def _parameters_exist(self, info: ValidationInfo) -> Example:
        _known(self.parameters, _rulebook(info).parameters, "parameter-unknown")
        return self

    @property
    def answer(self) -> Answer:
        """What it expects."""
        return Answer(str(self.expect), self.last_day, self.severity, self.modality, self.document)


def read_example(raw: Mapping[str, Any], rulebook: Rulebook) -> Example:
    """The example that a mapping means. Raises ValidationError."""
    return Example.model_validate(raw, context={"rulebook": rulebook})


def _rulebook(info: ValidationInfo) -> Rulebook:
    rulebook: Rulebook = (info.context or {})["rulebook"]
    return rulebook


def _known(names: Iterable[str | None], known: Iterable[str], code: LiteralString) -> None:
    for name in names:
        if name is not None and name not in known:
            raise PydanticCustomError(code, "{text}", {"text": name, "known": suggestions(name, known)})


def _mistakes(error: ValidationError) -> tuple[Mistake, ...]:
    found = error.errors(include_url=False)
    return tuple(Mistake(f"diagnostics.{one['type']}", dict(one.get("ctx") or {}), at=one["loc"]) for one in found)


def _judged(example: Example, rule: Rule, rulebook: Rulebook) -> Finding | None:
    registry = registry_of(example, rule, rulebook)
    judged_id = _task_force(example) if rule.of_task_forces else _judged_id(example)
    findings = judge(registry, _needed(rule, rulebook), example.as_of, parameters=example.parameters)
    return next((one for one in findings if one.rule == rule.id and one.unit == judged_id), None)


def document_missing(finding: Finding) -> Literal["missing"] | None:
    """Whether a finding says that the number of the paper is missing."""
    missing = finding.code == "document-missing" or bool(finding.args.get("document_missing"))
    return "missing" if missing else None


def _asked(example: Example, finding: Finding | None, rule: Rule) -> Answer:
    if finding is None:
        return Answer(NO_FINDING)
    return Answer(
        finding.status.value,
        None if example.last_day is None else finding.last_day,
        None if example.severity is None else finding.severity,
        None if example.modality is None else rule.modality,
        None if example.document is None else document_missing(finding),
    )


def registry_of(example: Example, rule: Rule, rulebook: Rulebook) -> Registry:
    """The tiny registry of an example: the judged unit and those below it; for a share over task forces each of
    `units` is covered by the one task force, the judged unit only where the example says so."""
    judged = _unit(_judged_id(example), example.unit, _default_level(rule, rulebook), rule, rulebook)
    units = [judged.model_copy(update={"facts": example.facts, "records": example.records})]
    force = _task_force(example) if rule.of_task_forces else None
    beside = [*((judged, one, None) for one in example.children), *((judged, one, force) for one in example.units)]
    for above, neighbour, covered_by in beside:
        level = _level_below(above.level, rulebook)
        for _ in range(neighbour.repeat):
            own_id = None if neighbour.unit is None else neighbour.unit.id
            unit = _unit(own_id or f"{JUDGED}-{len(units):04}", neighbour.unit, level, rule, rulebook)
            own = {
                "facts": neighbour.facts,
                "records": neighbour.records or example.records,
                "parent": above.id,
                "task_force": unit.task_force or covered_by,
            }
            units.append(unit.model_copy(update=own))
            beside += [(units[-1], one, None) for one in neighbour.children]
    if example.parent is not None:
        units = [*_above(example.parent, units, example, rule, rulebook), *units[1:]]
    named = sorted({unit.task_force for unit in units if unit.task_force} | ({force} if force else set()))
    return Registry(
        units=tuple(units),
        term=rulebook.directive.term,
        task_forces=tuple(TaskForce(id=one, name=one) for one in named),
        sources={
            unit.id: UnitSource(Place("example", 1, 1), example.records, dict.fromkeys(unit.facts, (1, 1)))
            for unit in units
        },
    )


def _judged_id(example: Example) -> str:
    return (example.unit.id if example.unit else None) or JUDGED


def _above(
    neighbour: Neighbour, units: list[Unit], example: Example, rule: Rule, rulebook: Rulebook
) -> tuple[Unit, Unit]:
    """The superior of an example, one level higher where there is one, and the judged unit below it."""
    judged, levels = units[0], list(rulebook.levels)
    level = levels[max(0, levels.index(judged.level) - 1)]
    named = None if neighbour.unit is None else neighbour.unit.id
    unit = _unit(named or f"{JUDGED}-PARENT", neighbour.unit, level, rule, rulebook)
    own = {"facts": neighbour.facts, "records": neighbour.records or example.records}
    return unit.model_copy(update=own), judged.model_copy(update={"parent": unit.id})


def _task_force(example: Example) -> str:
    return (example.unit.task_force if example.unit else None) or TASK_FORCE


def _unit(unit_id: str, who: Who | None, level: str, rule: Rule, rulebook: Rulebook) -> Unit:
    given = who or Who.model_construct()
    if given.level is not None:
        level = given.level
    elif given.type is not None and level not in rulebook.types[given.type].level:
        level = rulebook.types[given.type].level[0]
    type_ = given.type or _default_type(level, rule, rulebook)
    closed = None if given.closed is None else Closed(day=given.closed)
    more = {"tags": given.tags, "task_force": given.task_force, "closed": closed}
    return Unit(id=unit_id, name=unit_id, level=level, type=type_, **more)


def _default_level(rule: Rule, rulebook: Rulebook) -> str:
    """The first level the rule applies to, be it by its type; else the first of all."""
    if rule.applies_to.level is not None:
        return rule.applies_to.level[0]
    if rule.applies_to.type is not None:
        return rulebook.types[rule.applies_to.type[0]].level[0]
    return next(iter(rulebook.levels))


def _default_type(level: str, rule: Rule, rulebook: Rulebook) -> str:
    """The first type of a level, one that the rule applies to where it names any."""
    of_level = [name for name, one in rulebook.types.items() if level in one.level]
    wanted = [name for name in rule.applies_to.type or () if name in of_level]
    return (wanted or of_level)[0]


def _level_below(level: str, rulebook: Rulebook) -> str:
    levels = list(rulebook.levels)
    return levels[min(levels.index(level) + 1, len(levels) - 1)]
