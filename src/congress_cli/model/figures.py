"""What a figure must be: the comparisons of the rule language."""

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from congress_cli.model.facts import DecimalNumber, Model, ReadBy, decimal_of, plain


def _ends(value: Any) -> tuple[Decimal, Decimal]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise PydanticCustomError("comparison-ends", "", {})
    first, last = map(decimal_of, value)
    if first > last:
        raise PydanticCustomError("comparison-order", "", {"first": str(first), "last": str(last)})
    return first, last


class Comparison(Model):
    """What a figure must be: one of these. The ends of `between` are included."""

    at_least: DecimalNumber | None = None
    at_most: DecimalNumber | None = None
    above: DecimalNumber | None = None
    below: DecimalNumber | None = None
    exactly: DecimalNumber | None = None
    between: Annotated[
        tuple[Decimal, Decimal] | None,
        ReadBy(_ends, {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
    ] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("comparison-one", "", {})
        return self

    def too_small(self, figure: Decimal | int) -> bool:
        """Whether only a greater figure can hold."""
        lowest = next((one for one in (self.at_least, self.exactly) if one is not None), None)
        if self.between is not None:
            lowest = self.between[0]
        return (self.above is not None and figure <= self.above) or (lowest is not None and figure < lowest)

    def too_great(self, figure: Decimal | int) -> bool:
        """Whether only a smaller figure can hold."""
        most = next((one for one in (self.at_most, self.exactly) if one is not None), None)
        if self.between is not None:
            most = self.between[1]
        return (self.below is not None and figure >= self.below) or (most is not None and figure > most)

    def holds(self, figure: Decimal | int) -> bool:
        """Whether a figure is as asked."""
        return not self.too_small(figure) and not self.too_great(figure)

    @property
    def fulfilled_by(self) -> Decimal:
        """A figure that holds."""
        if self.between is not None:
            return self.between[0]
        if self.above is not None:
            return self.above + 1
        if self.below is not None:
            return self.below - 1
        return next(one for one in (self.at_least, self.at_most, self.exactly) if one is not None)

    def __format__(self, spec: str) -> str:
        del spec
        return str(self)

    def __str__(self) -> str:
        if self.between is not None:
            return "–".join(map(plain, self.between))
        signs = {"at_least": "≥ ", "at_most": "≤ ", "above": "> ", "below": "< ", "exactly": "= "}
        (name,) = self.model_fields_set
        return signs[name] + plain(getattr(self, name))


COMPARISONS = tuple(Comparison.model_fields)


def figure_of(value: Any) -> Decimal | Comparison:
    """A number, or what one must be. Raises PydanticCustomError."""
    if isinstance(value, Comparison):
        return value
    return Comparison.model_validate(value) if isinstance(value, dict) else decimal_of(value)
