"""measures: each indicator reaches its reference.

    id: targets-2020-reached
    kind: measures
    measures: results-2020
    against: {fact: targets-2020}         # or {param: city-targets}, or {values: {delegates: {between: [300, 350]}}}

Met when each indicator of the reference is at least (lower-is-better: at most) as good. When one is worse: failed, or
with a limit not done yet (open, due soon, then overdue); unknown when none is worse but one is missing, or when there
is nothing to compare with.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from congress_cli.days import Day
from congress_cli.model.facts import Fact, FactKind, Measures, Model, ReadBy, plain
from congress_cli.model.figures import Comparison, figure_of
from congress_cli.model.finding import Status
from congress_cli.model.registry import Unit
from congress_cli.rules.base import FigureOf, Fulfilment, Mutable, Reference
from congress_cli.rules.bounds import Param
from congress_cli.rules.context import JudgeContext, UnitInWorld, Verdict
from congress_cli.rules.proof import ProofStep, Run
from congress_cli.rules.time import parameter_missing
from congress_cli.rules.timed import Progress, TimedRule
from congress_cli.rules.words import Words

Numbers = Mapping[str, Decimal]
Wanted = Mapping[str, Decimal | Comparison]


class FactReference(Model):
    """A value that the unit itself recorded."""

    fact: str


Figure = Annotated[
    Decimal | Comparison,
    ReadBy(figure_of, {"anyOf": [{"type": "number"}, {"type": "object"}]}),
]


class Values(Model):
    """What the rule itself says of each indicator: a number, or a comparison."""

    values: Mapping[str, Figure] = Field(min_length=1)


class MeasuresRule(TimedRule):
    """Measures that must not fall short of a reference."""

    kind: Literal["measures"]
    measures: str
    against: Param | FactReference | Values

    summary: ClassVar = {
        "vi": "mỗi chỉ tiêu không kém mức đem so",
        "en": "no indicator is worse than its reference",
    }
    mutable: ClassVar = Mutable()

    def names(self) -> Iterator[Reference]:
        """The measures and their reference."""
        yield Reference(("measures",), self.measures, FactKind.MEASURES)
        if isinstance(self.against, Param):
            yield Reference(("against", "param"), self.against.param, dict)
        elif isinstance(self.against, Values):
            for name in self.against.values:
                yield Reference(("against", "values", name), name, FigureOf(self.measures))
        else:
            yield Reference(("against", "fact"), self.against.fact, FactKind.MEASURES)

    def asks(self, words: Words) -> Iterator[str]:
        """What the measures are compared with."""
        if isinstance(self.against, Param):
            reference = words.parameter(self.against.param, self.measures)
        elif isinstance(self.against, Values):
            reference = words.figures(self.measures, self.against.values)
        else:
            reference = f"{self.against.fact} ({words.name_of(self.against.fact)})"
        yield words.translate("against", reference=reference)

    def reference_steps(self, run: Run) -> Iterator[ProofStep]:
        """The values of the parameter."""
        if isinstance(self.against, Param):
            yield from run.parameter_steps(self.against.param, self.measures)

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """The numbers of the reference, on that day; none where there is no reference."""
        recorded = unit.facts.get(self.against.fact) if isinstance(self.against, FactReference) else None
        wanted = self._values(recorded, context)
        values = {name: one.fulfilled_by if isinstance(one, Comparison) else one for name, one in wanted.items()}
        return Fulfilment({self.measures: Measures(values=values, day=day)} if values else {})

    def _values(self, recorded: Fact | None, context: JudgeContext) -> Wanted:
        """The numbers of the reference; `recorded` is the fact that holds them, where the unit set them."""
        if isinstance(self.against, FactReference):
            return recorded.values if isinstance(recorded, Measures) else {}
        if isinstance(self.against, Values):
            return self.against.values
        dated = context.parameters.get(self.against.param)
        return dated.value if dated is not None and isinstance(dated.value, dict) else {}

    def progress(self, case: UnitInWorld) -> Progress:
        """Done when no indicator of the reference is worse or missing."""
        reference = self._reference(case)
        if isinstance(reference, Progress):
            return self._dated(reference, case)
        fact = case.fact(self.measures)
        if not isinstance(fact, Measures):
            return Progress(None, "measures-unrecorded", {"fact": self.measures})
        return self._compared(fact.values, reference, case)

    def _reference(self, case: UnitInWorld) -> Wanted | Progress:
        if isinstance(self.against, Param):
            missing = parameter_missing(self.against.param)
            return self._values(None, case.context) or Progress(None, missing.code, dict(missing.args))
        if isinstance(self.against, Values):
            return self.against.values
        fact = self.against.fact
        return self._values(case.fact(fact), case.context) or Progress(None, "measures-unrecorded", {"fact": fact})

    def _dated(self, progress: Progress, case: UnitInWorld) -> Progress:
        """With the day of the measures, which may lie before the start even if there is nothing to compare with."""
        if (self.after is None and self.not_before is None) or case.fact(self.measures) is None:
            return progress
        day = case.day_of(self.measures)
        return progress._replace(day=day, first=day)

    def _compared(self, values: Numbers, reference: Wanted, case: UnitInWorld) -> Progress:
        lower_is_better = case.context.lower_is_better[self.measures]
        worse = [name for name in reference if name in values and _worse(name, values, reference, lower_is_better)]
        missing = [name for name in reference if name not in values]
        args: dict[str, Any] = {
            "fact": self.measures,
            "compared": len(reference) - len(missing),
            "missing": missing,
        }
        day = case.day_of(self.measures)
        if worse:
            args["below"] = [[name, plain(values[name]), plain(reference[name])] for name in worse]
            # Where there is time left, what falls short is not done yet; without a limit it contradicts the rule.
            flaws = () if self.bound else (Verdict(Status.FAILED, "measures-below", args),)
            return Progress(False, "measures-below", args, day, day, flaws)
        if missing:
            return Progress(None, "measures-incomplete", args, day, day)
        return Progress(True, "measures-reached", args, day, day)


def _worse(name: str, values: Numbers, reference: Wanted, lower_is_better: frozenset[str]) -> bool:
    value, wanted = values[name], reference[name]
    if isinstance(wanted, Comparison):
        return not wanted.holds(value)
    return value > wanted if name in lower_is_better else value < wanted
