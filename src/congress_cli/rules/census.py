"""census: as many units below as the directive counts.

    id: not-yet-held-47
    kind: census
    applies_to: {level: city}
    select: {level: upper, without: congress.closed, day: 2020-06-11}
    expect: 47

Met when the count is exactly that. More: failed. Fewer: failed where the files are complete, unknown where one is
partial. Unknown, too, while a unit may or may not count because its event is not recorded or its day uncertain.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from congress_cli.days import Day
from congress_cli.model.facts import ExactDay, Fact, FactKind, ReadBy, whole_of
from congress_cli.model.figures import Comparison
from congress_cli.model.finding import Finding, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules.base import Fulfilment, Mutable, Raw, Reference, Rule
from congress_cli.rules.bounds import PARAM_SCHEMA, Param
from congress_cli.rules.context import BELOW, JudgeContext, Paper, Selector, UnitInWorld, Verdict
from congress_cli.rules.proof import MOST_BELOW, ProofStep, Run
from congress_cli.rules.time import parameter_missing
from congress_cli.rules.words import Words

Answers = dict[str, bool | None]


class Select(Selector):
    """Which units count: without an event on a day (default: the judged one)."""

    without: str | None = None
    day: ExactDay | None = None


def _expected(value: Any) -> int | Param | Comparison:
    if not isinstance(value, dict):
        return whole_of(value)
    return Param.model_validate(value) if "param" in value else Comparison.model_validate(value)


class CensusRule(Rule):
    """A count of units below."""

    kind: Literal["census"]
    select: Select
    expect: Annotated[
        int | Param | Comparison,
        ReadBy(_expected, {"anyOf": [{"type": "integer"}, PARAM_SCHEMA, {"type": "object"}]}),
    ]

    of_one_unit: ClassVar[bool] = False
    summary: ClassVar = {
        "vi": "số đơn vị trong sổ bằng số văn bản nêu",
        "en": "the registry has as many units as the directive counts",
    }
    mutable: ClassVar = Mutable(days=(("select", "day"),), numbers=(("expect",),), selectors=("select",))

    def names(self) -> Iterator[Reference]:
        """The event that units must lack, and the parameter that holds the number."""
        if self.select.without is not None:
            yield Reference(("select", "without"), self.select.without, FactKind.EVENT, BELOW)
        if isinstance(self.expect, Param):
            yield Reference(("expect", "param"), self.expect.param, Decimal)

    def selectors(self) -> Iterator[tuple[str, Selector]]:
        """Also that of the units that count."""
        yield from super().selectors()
        yield "select", self.select

    # ---- how it is judged

    def judge(self, case: UnitInWorld) -> Verdict:
        """By the number of units that count for certain, and of those that may."""
        day = self.select.day
        if day is not None and day > case.context.as_of:
            return Verdict(Status.OPEN, "census-waits", {"day": day.isoformat()})
        registry, unit_id = case.below.registry, case.subject.id
        expected = self._number(case.context)
        if isinstance(expected, Verdict):
            return expected
        answers = list(self._answers(registry, unit_id, case.context.as_of).values())
        sure, possible = answers.count(True), len(answers) - answers.count(False)
        status, code = _status(sure, possible, expected, registry, unit_id)
        figures: dict[str, Any] = {"sure": sure, "possible": possible}
        number = {} if self.expect is expected and isinstance(expected, Comparison) else {"expected": _only(expected)}
        return Verdict(
            status,
            code,
            {**figures, "expected": str(expected) if not number else number["expected"]},
            counts={"counted": sure, **figures, **number},
        )

    def _number(self, context: JudgeContext) -> Comparison | Verdict:
        if isinstance(self.expect, Comparison):
            return self.expect
        if isinstance(self.expect, int):
            return Comparison.model_construct(exactly=Decimal(self.expect))
        dated = context.parameters.get(self.expect.param)
        if dated is None or not isinstance(dated.value, Decimal):
            return parameter_missing(self.expect.param)
        return Comparison.model_construct(exactly=dated.value)

    def _answers(self, registry: Registry, unit_id: str, as_of: date) -> Answers:
        """Whether each unit below that is looked at counts; None where it cannot be known."""
        select = self.select
        return {
            one.id: _counts(one, select, registry.complete(one), as_of)
            for one in _below(unit_id, registry.that(select.matches), registry)
            if select.takes(one)
        }

    # ---- how it is described and proved

    def asks(self, words: Words) -> Iterator[str]:
        """Which units count, and the number."""
        parts = [words.units(self.select)]
        if self.select.without is not None:
            parts.append(words.translate("census-without", fact=self.select.without))
        if self.select.day is not None:
            parts.append(words.translate("census-day", day=self.select.day.isoformat()))
        expected = words.parameter(self.expect.param) if isinstance(self.expect, Param) else str(self.expect)
        yield f"{' · '.join(parts)}: {expected}"

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """None: it counts other units."""
        return Fulfilment({})

    def below_steps(self, run: Run, finding: Finding, rules: Iterable[Rule]) -> Iterator[ProofStep]:
        """The number that the directive names, and each unit by whether it counts."""
        if isinstance(self.expect, Param):
            yield from run.parameter_steps(self.expect.param)
        else:
            yield ProofStep("proof.census-expects", {"expected": str(self.expect)})
        if self.select.without is not None:
            day = self.select.day or run.as_of
            yield ProofStep("proof.census-without", {"fact": self.select.without, "day": day.isoformat()})
        answers = self._answers(run.registry, finding.unit, run.as_of)
        for answer, code in ((True, "proof.census-sure"), (None, "proof.census-perhaps"), (False, "proof.census-out")):
            ids = sorted(one for one, counts in answers.items() if counts is answer)
            if ids or answer is True:
                left = max(0, len(ids) - MOST_BELOW)
                yield ProofStep(code, {"count": len(ids), "units": ids[:MOST_BELOW], "left": left})
        if not run.registry.files_complete(finding.unit):
            yield ProofStep("proof.census-partial")

    # ---- what its examples need

    def example_days(self, paper: Paper, rules: Iterable[Rule]) -> Iterator[date]:
        """Also the day of the count."""
        yield from super().example_days(paper, rules)
        if self.select.day is not None:
            yield self.select.day

    def neighbours(self, paper: Paper, rules: Mapping[str, Rule]) -> Iterator[Raw]:
        """As many units as are expected, one more or fewer, each kind of unit that counts, and one that does not."""
        if isinstance(self.expect, Param):
            return
        expected = self.expect if isinstance(self.expect, int) else max(0, int(self.expect.fulfilled_by))
        for unit in self._units_that_count():
            for count in (expected - 1, expected, expected + 1):
                if count:
                    yield {"units": [{"repeat": str(count), "unit": unit}]}
            for other in _unlike(unit, paper):
                yield {"units": [{"repeat": str(expected), "unit": unit}, {"unit": other}]}
            rest = [{"repeat": str(expected - 1), "unit": unit}] if expected > 1 else []
            day = self.select.day or paper.directive.issued
            for turn in ((day + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)):
                yield {"units": [*rest, {"unit": {**unit, "closed": turn}}]}
                if self.select.without is not None:
                    yield {"units": [*rest, {"unit": unit, "facts": {self.select.without: turn}}]}

    def _units_that_count(self) -> list[Raw]:
        return [
            {key: value for key, value in (("level", level), ("type", type_), ("tags", tags)) if value}
            for level in self.select.level or (None,)
            for type_ in self.select.type or (None,)
            for tags in [[tag] for tag in self.select.tag or ()] or [[]]
        ]


def _only(expected: Comparison) -> int:
    return int(expected.fulfilled_by)


def _below(unit_id: str, units: Iterable[Unit], registry: Registry) -> Iterator[Unit]:
    """Those of the units that stand below one; no superior is looked at twice."""
    stands = {unit_id: True}
    for one in units:
        way, at = [], one.parent
        while at is not None and at not in stands:
            way.append(at)
            above = registry.by_id.get(at)
            at = None if above is None else above.parent
        below = at is not None and stands[at]
        stands |= dict.fromkeys(way, below)
        if below:
            yield one


def _status(sure: int, possible: int, expected: Comparison, registry: Registry, unit_id: str) -> tuple[Status, str]:
    if expected.too_great(sure):
        return Status.FAILED, "census-more"
    if expected.too_small(possible):
        return (Status.FAILED if registry.files_complete(unit_id) else Status.UNKNOWN), "census-fewer"
    if expected.holds(sure) and expected.holds(possible):
        return Status.MET, "census-equal"
    return Status.UNKNOWN, "census-uncertain"


def _counts(unit: Unit, select: Select, complete: bool, as_of: date) -> bool | None:
    """True, False, or None where it cannot be known."""
    day = as_of if select.day is None else min(select.day, as_of)
    gone: bool | None = False
    if unit.closed is not None:
        gone = _by(unit.closed.day, day)
    if gone is True:
        return False
    lacks = True if select.without is None else _lacks(unit, select.without, day, complete, as_of)
    figures = _figures(unit, select, day)
    answers = (lacks, figures, None if gone is None else True)
    return False if False in answers else None if None in answers else True


def _figures(unit: Unit, select: Select, day: date) -> bool | None:
    """Whether its figures are as asked, as of a day; a figure that perhaps is of a later day may not be seen yet."""
    if select.where is None:
        return True
    seen = {select.by_figures(lambda name: _seen(unit, name, day, perhaps=one)) for one in (True, False)}  # noqa: B023
    return seen.pop() if len(seen) == 1 else None


def _seen(unit: Unit, name: str, day: date, *, perhaps: bool) -> Fact | None:
    fact = unit.facts.get(name)
    if fact is None or fact.day is None:
        return fact
    return fact if (fact.day.first if perhaps else fact.day.last) <= day else None


def _lacks(unit: Unit, event: str, day: date, complete: bool, as_of: date) -> bool | None:
    fact = unit.facts.get(event)
    if fact is None or fact.day is None:
        return True if complete else None
    happened = _by(fact.day, day)
    if happened is not False:
        return None if happened is None else False
    # A day after the judged one is not known yet: such an event counts as absent.
    return True if complete or fact.day.last <= as_of else None


def _by(uncertain: Day, day: date) -> bool | None:
    """Whether something happened by a day."""
    return True if uncertain.last <= day else False if uncertain.first > day else None


def _unlike(unit: Raw, paper: Paper) -> Iterator[Raw]:
    """Units that differ in one thing."""
    if "tags" in unit:
        yield {key: value for key, value in unit.items() if key != "tags"}
    for level in paper.levels:
        if "type" not in unit and level != unit.get("level"):
            yield {**unit, "level": level}
    for name in paper.types:
        if "type" in unit and name != unit["type"]:
            yield {**unit, "type": name}
