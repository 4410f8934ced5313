"""The scalars of the files. A reader hands over text only; here it becomes days, numbers and names."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from congress_cli.days import Day, DayError, parse_day, parse_exact

_WHOLE = re.compile(r"(?:0|[1-9]\d{0,8})\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII)
_DAY_PATTERN = r"^(\.\.|\d{4}-\d{2}(-\d{2})?)(/(\.\.|\d{4}-\d{2}(-\d{2})?))?$"


class Model(BaseModel):
    """A closed, frozen record: a key that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Named(Model):
    """Something with a name in both languages."""

    vi: str
    en: str


def text_of(value: Any) -> str:
    """A text. Raises PydanticCustomError."""
    if isinstance(value, str):
        return value
    raise PydanticCustomError("value-missing" if value is None else "value-is-not-text", "a text is expected")


def _day(value: Any) -> Day:
    if isinstance(value, Day):
        return value
    try:
        return parse_day(text_of(value))
    except DayError as error:
        raise PydanticCustomError("day", error.code, {"code": error.code, **error.args_}) from None


def exact_day_of(value: Any) -> date:
    """A day known to the day. Raises PydanticCustomError."""
    if isinstance(value, date):
        return value
    try:
        return parse_exact(text_of(value))
    except DayError as error:
        raise PydanticCustomError("day", error.code, {"code": error.code, **error.args_}) from None


def whole_of(value: Any) -> int:
    """A whole number from 0 to 999,999,999. Raises PydanticCustomError."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if _WHOLE.match(text_of(value)) is None:
        raise PydanticCustomError("number-not-whole", "a whole number is expected", {"text": value})
    return int(value)


def decimal_of(value: Any) -> Decimal:
    """A decimal number. Raises PydanticCustomError."""
    if isinstance(value, Decimal):
        return value
    if _DECIMAL.match(text_of(value)) is None:
        raise PydanticCustomError("number-not-decimal", "a decimal number is expected", {"text": value})
    return Decimal(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise PydanticCustomError("truth-expected", "true or false is expected", {"text": str(value)})
    return bool(value == "true")


def one_or_many(value: Any) -> Any:
    """A single text as a list of one."""
    return (value,) if isinstance(value, str) else value


def one_or_many_of(schema: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of one value or a list of them."""
    return {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}


UncertainDay = Annotated[Day, PlainValidator(_day), WithJsonSchema({"type": "string", "pattern": _DAY_PATTERN})]
ExactDay = Annotated[date, PlainValidator(exact_day_of), WithJsonSchema({"type": "string", "format": "date"})]
WholeNumber = Annotated[
    int, PlainValidator(whole_of), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 999_999_999})
]
DecimalNumber = Annotated[Decimal, PlainValidator(decimal_of), WithJsonSchema({"type": "number"})]
Truth = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": "boolean"})]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", max_length=100)]
Name = Annotated[str, Field(min_length=1, max_length=1000)]
OneOrMany = Annotated[
    tuple[str, ...],
    BeforeValidator(one_or_many),
    Field(min_length=1),
    WithJsonSchema(one_or_many_of({"type": "string"})),
]
