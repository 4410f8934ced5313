"""census: as many units below as the directive counts.

    id: not-yet-held-47
    kind: census
    applies_to: {level: city}
    select: {level: upper, without: congress.closed, day: 2020-06-11}
    expect: 47

Met when the count is exactly that. More: failed. Fewer: failed where the files are complete, unknown where one is
partial. Unknown, too, while a unit may or may not count because its event is not recorded or its day uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import PlainValidator, WithJsonSchema

from congress_cli.model.directive import DatedValue
from congress_cli.model.facts import FactKind
from congress_cli.model.finding import Status
from congress_cli.model.values import ExactDay, whole_of
from congress_cli.rules.base import Reference, Rule, Selector
from congress_cli.rules.context import Verdict
from congress_cli.rules.time import PARAM_SCHEMA, Param, parameter_missing


class Select(Selector):
    """Which units count: without an event on a day (default: the judged one)."""

    without: str | None = None
    day: ExactDay | None = None


class Counted(NamedTuple):
    """How many units count for certain, and how many at most."""

    sure: int
    possible: int


def _expected(value: Any) -> int | Param:
    return Param.model_validate(value) if isinstance(value, dict) else whole_of(value)


class CensusRule(Rule):
    """A count of units below."""

    kind: Literal["census"]
    select: Select
    expect: Annotated[
        int | Param,
        PlainValidator(_expected),
        WithJsonSchema({"anyOf": [{"type": "integer"}, PARAM_SCHEMA]}),
    ]

    of_one_unit: ClassVar[bool] = False

    def parameters(self) -> tuple[str, ...]:
        """The parameter that holds the number, if one does."""
        return (self.expect.param,) if isinstance(self.expect, Param) else ()

    def names(self) -> Iterator[Reference]:
        """The event that units must lack, and the parameter that holds the number."""
        if self.select.without is not None:
            yield Reference(("select", "without"), self.select.without, FactKind.EVENT)
        if isinstance(self.expect, Param):
            yield Reference(("expect", "param"), self.expect.param, Decimal)

    def compared(self, counted: Counted, parameters: Mapping[str, DatedValue], files_complete: bool) -> Verdict:
        """The verdict for a count, where the files that hold the units are complete or not."""
        expected = self._number(parameters)
        if isinstance(expected, Verdict):
            return expected
        status, code = _status(counted, expected, files_complete)
        args = {"sure": counted.sure, "possible": counted.possible, "expected": expected}
        return Verdict(status, code, args, counts={"counted": counted.sure, **args})

    def _number(self, parameters: Mapping[str, DatedValue]) -> int | Verdict:
        if isinstance(self.expect, int):
            return self.expect
        dated = parameters.get(self.expect.param)
        if dated is None or not isinstance(dated.value, Decimal):
            return parameter_missing(self.expect.param)
        return int(dated.value)


def _status(counted: Counted, expected: int, files_complete: bool) -> tuple[Status, str]:
    if counted.sure > expected:
        return Status.FAILED, "census-more"
    if counted.possible < expected:
        return (Status.FAILED if files_complete else Status.UNKNOWN), "census-fewer"
    if counted.sure == counted.possible:
        return Status.MET, "census-equal"
    return Status.UNKNOWN, "census-uncertain"
