"""measures: each indicator reaches its reference.

    id: targets-2020-reached
    kind: measures
    measures: results-2020
    against: {fact: targets-2020}         # or {param: city-targets}

Met when each indicator of the reference is at least (lower-is-better: at most) as good. Failed when one is worse;
unknown when none is worse but one is missing, or when there is nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from congress_cli.model.facts import FactKind, Measures, plain
from congress_cli.model.finding import Status
from congress_cli.model.values import Model
from congress_cli.rules.base import Progress, Reference, TimedRule
from congress_cli.rules.context import UnitInWorld, Verdict
from congress_cli.rules.time import Param, parameter_missing

Numbers = Mapping[str, Decimal]


class FactReference(Model):
    """A value that the unit itself recorded."""

    fact: str


class MeasuresRule(TimedRule):
    """Measures that must not fall short of a reference."""

    kind: Literal["measures"]
    measures: str
    against: Param | FactReference

    def matters(self) -> tuple[str, ...]:
        """The measures and, where the unit set it, the reference."""
        own = (self.measures,)
        return (*own, self.against.fact) if isinstance(self.against, FactReference) else own

    def parameters(self) -> tuple[str, ...]:
        """The parameters of reference and limit."""
        reference = (self.against.param,) if isinstance(self.against, Param) else ()
        return (*reference, *super().parameters())

    def names(self) -> Iterator[Reference]:
        """The measures, their reference, start and limit."""
        yield Reference(("measures",), self.measures, FactKind.MEASURES)
        if isinstance(self.against, Param):
            yield Reference(("against", "param"), self.against.param, dict)
        else:
            yield Reference(("against", "fact"), self.against.fact, FactKind.MEASURES)
        yield from super().names()

    def matter(self, case: UnitInWorld) -> Progress:
        """Done when no indicator of the reference is worse or missing."""
        reference = self._reference(case)
        if isinstance(reference, Progress):
            return reference
        fact = case.fact(self.measures)
        if not isinstance(fact, Measures):
            return Progress(None, "measures-unrecorded", {"fact": self.measures})
        return self._compared(fact.values, reference, case)

    def _reference(self, case: UnitInWorld) -> Numbers | Progress:
        if isinstance(self.against, Param):
            dated = case.setting.parameters.get(self.against.param)
            if dated is None or not isinstance(dated.value, dict) or not dated.value:
                missing = parameter_missing(self.against.param)
                return Progress(None, missing.code, dict(missing.args))
            return dated.value
        fact = case.fact(self.against.fact)
        if not isinstance(fact, Measures) or not fact.values:
            return Progress(None, "measures-unrecorded", {"fact": self.against.fact})
        return fact.values

    def _compared(self, values: Numbers, reference: Numbers, case: UnitInWorld) -> Progress:
        lower_is_better = case.setting.lower_is_better[self.measures]
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
            flaw = Verdict(Status.FAILED, "measures-below", args)
            return Progress(False, "measures-below", args, day, day, (flaw,))
        if missing:
            return Progress(None, "measures-incomplete", args, day, day)
        return Progress(True, "measures-reached", args, day, day)


def _worse(name: str, values: Numbers, reference: Numbers, lower_is_better: frozenset[str]) -> bool:
    value, wanted = values[name], reference[name]
    return value > wanted if name in lower_is_better else value < wanted
