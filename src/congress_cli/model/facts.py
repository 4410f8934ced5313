"""What a registry records of a unit: events, plans, tallies, checklists and measures, and the scalars they hold.

A reader hands over text only; here it becomes days, numbers and names.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import PydanticCustomError, core_schema

from congress_cli.days import Day, DayError, parse_day, parse_exact

_WHOLE = re.compile(r"(?:0|[1-9]\d{0,8})\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII)
_DAY_PATTERN = r"^(\.\.|\d{4}-\d{2}(-\d{2})?)(/(\.\.|\d{4}-\d{2}(-\d{2})?))?$"


class Model(BaseModel):
    """A closed, frozen record: a key that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


LANGUAGES: tuple[Literal["vi"], Literal["en"]] = ("vi", "en")


def fill_in(names: dict[str, Any]) -> None:
    """Let a name that is written in one language alone stand for the other as well."""
    for one, other in (LANGUAGES, LANGUAGES[::-1]):
        names[one] = names.get(one) or names.get(other, "")


def in_languages(value: Any, languages: Iterable[str]) -> Any:
    """A value of JSON with its names in these languages alone."""
    if isinstance(value, dict):
        hidden = {*LANGUAGES} - {*languages} if {*LANGUAGES} <= value.keys() else ()
        return {key: in_languages(one, languages) for key, one in value.items() if key not in hidden}
    return [in_languages(one, languages) for one in value] if isinstance(value, list | tuple) else value


def in_both_languages(value: Any) -> Any:
    """The same value with each name in both languages again."""
    if isinstance(value, dict):
        filled = {key: in_both_languages(one) for key, one in value.items()}
        if any(isinstance(value.get(one), str) for one in LANGUAGES):
            fill_in(filled)
        return filled
    return [in_both_languages(one) for one in value] if isinstance(value, list) else value


def local(names: Mapping[str, str], language: str) -> str:
    """A name in a language, or in the one that it is written in."""
    return names.get(language) or next(iter(names.values()), "")


class Named(Model):
    """Something with a name in each language of its paper; the other language tells it by the same name."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [one]} for one in LANGUAGES]})

    vi: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _in_both_languages(self) -> Self:
        if len(self.model_fields_set & {*LANGUAGES}) == 1:
            fill_in(self.__dict__)
        return self

    @property
    def both(self) -> dict[str, str]:
        """The name in each language."""
        return {"vi": self.vi, "en": self.en}

    def in_language(self, language: str) -> str:
        """The name in one language."""
        return self.vi if language == "vi" else self.en

    @property
    def written(self) -> dict[str, str]:
        """The name in the languages that it is written in."""
        return {one: getattr(self, one) for one in LANGUAGES if one in self.model_fields_set}


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


class ReadBy:
    """How a field is read: `read` makes its value of what a file holds, `schema` says what that may be.

    `then`: the shape that what was read must have. pydantic's own validators first work out the annotated type, for
    each field anew, which took a third of the time in which the models of a rulebook are made ready.
    """

    def __init__(
        self, read: Callable[[Any], Any], schema: dict[str, Any], then: core_schema.CoreSchema | None = None
    ) -> None:
        self.read = read
        self.schema = schema
        self.then = then

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        if self.then is None:
            return core_schema.no_info_plain_validator_function(self.read)
        return core_schema.no_info_before_validator_function(self.read, self.then)

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**self.schema}


UncertainDay = Annotated[Day, ReadBy(_day, {"type": "string", "pattern": _DAY_PATTERN})]
ExactDay = Annotated[date, ReadBy(exact_day_of, {"type": "string", "format": "date"})]
WholeNumber = Annotated[int, ReadBy(whole_of, {"type": "integer", "minimum": 0, "maximum": 999_999_999})]
DecimalNumber = Annotated[Decimal, ReadBy(decimal_of, {"type": "number"})]
Truth = Annotated[bool, ReadBy(_truth, {"type": "boolean"})]
Text = Annotated[str | None, ReadBy(text_of, {"type": "string"})]
"""A text that may be left out, but not left empty."""
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", max_length=100)]
Name = Annotated[str, Field(min_length=1, max_length=1000)]
OneOrMany = Annotated[
    tuple[str, ...],
    ReadBy(
        one_or_many,
        one_or_many_of({"type": "string"}),
        core_schema.tuple_schema([core_schema.str_schema()], variadic_item_index=0, min_length=1),
    ),
]


class FactKind(StrEnum):
    """The shapes of a fact."""

    EVENT = "event"
    PLAN = "plan"
    TALLY = "tally"
    CHECKLIST = "checklist"
    MEASURES = "measures"
    SERIES = "series"
    CASES = "cases"


def _note(value: Any) -> str | Named:
    if isinstance(value, Named):
        return value
    is_named = isinstance(value, dict) and {*value} <= {*LANGUAGES}
    if is_named and value and all(isinstance(one, str) for one in value.values()):
        return Named.model_validate(value)
    return text_of(value)


_NAMED = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {one: {"type": "string"} for one in LANGUAGES},
}
Note = Annotated[str | Named, ReadBy(_note, {"anyOf": [{"type": "string"}, _NAMED]})]
"""A remark, in one language or in each of both."""


class Fact(Model):
    """What may stand on every fact. `day` decides when it can be seen; without one it always can."""

    day: UncertainDay | None = None
    document: str | None = None
    source: str | None = None
    by: str | None = None
    recorded: ExactDay | None = None
    note: Note | None = None

    alone: ClassVar[str] = ""
    """The field that the short form holds by itself; empty for a kind that has none."""
    short: ClassVar[tuple[type, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, value: Any) -> Any:
        is_long = isinstance(value, dict) and cls.alone in value
        return {cls.alone: value} if isinstance(value, cls.short) and not is_long else value

    def value(self) -> str:
        """The recorded value as one short text, the same as in the file."""
        return str(self.day)

    @classmethod
    def rewritten(cls, value: Any, parts: Sequence[str]) -> str | None:
        """What was probably meant by a raw value that has not the shape of this kind, as a file holds it.

        `parts`: the items or indicators there are; `…` is left to fill. None where nothing can be said.
        """
        del value, parts
        return None

    def part(self, name: str) -> str:
        """One of its parts as a short text."""
        return name

    def perhaps_after(self, day: date) -> bool:
        """Whether it may be of a later day, and so not seen on this one; a plan is seen before its day."""
        return self.day is not None and self.day.last > day


class Event(Fact):
    """Something that happened on a day. Short form: the day alone."""

    day: UncertainDay

    alone: ClassVar = "day"
    short: ClassVar = (str,)

    @classmethod
    def rewritten(cls, value: Any, parts: Sequence[str]) -> str | None:
        """The only day of a list."""
        del parts
        return str(value[0]) if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) else None


class Plan(Event):
    """A day that is meant: the one fact seen before its day comes."""

    def perhaps_after(self, day: date) -> bool:
        """Never: it is seen at once."""
        return False


class Tally(Fact):
    """So many done of a total, both counts."""

    total: WholeNumber
    done: WholeNumber

    @model_validator(mode="after")
    def _done_within_total(self) -> Self:
        if self.done > self.total:
            raise PydanticCustomError("done-over-total", "", {"done": self.done, "total": self.total})
        return self

    @classmethod
    def rewritten(cls, value: Any, parts: Sequence[str]) -> str | None:
        """Of 3/5 and [3, 5] done and total."""
        del parts
        if isinstance(value, dict):
            value = value["done"] if set(value) == {"done"} and "/" in str(value["done"]) else None
        if value is None:
            return None
        numbers = re.findall(r"\d{1,9}", str(value))
        if len(numbers) == 2 and int(numbers[0]) <= int(numbers[1]):
            return f"{{total: {int(numbers[1])}, done: {int(numbers[0])}}}"
        return f"{{total: {int(numbers[0]) if len(numbers) == 1 else '…'}, done: …}}"

    def value(self) -> str:
        """As a clerk says it: done/total."""
        return f"{self.done}/{self.total}"


class Checklist(Fact):
    """The items that are there. Short form: the list alone."""

    items: tuple[str, ...]

    alone: ClassVar = "items"
    short: ClassVar = (list, tuple)

    @classmethod
    def rewritten(cls, value: Any, parts: Sequence[str]) -> str | None:
        """Of a text the list of what stands between its commas."""
        del parts
        found = [one.strip() for one in re.split("[,;]", value)] if isinstance(value, str) else []
        return f"[{', '.join(one for one in found if one)}]" if found else None

    def value(self) -> str:
        """The items, separated by commas."""
        return ", ".join(self.items)


class Measures(Fact):
    """A number for each indicator. Short form: the numbers alone."""

    values: Mapping[str, DecimalNumber]

    alone: ClassVar = "values"
    short: ClassVar = (dict,)

    @classmethod
    def rewritten(cls, value: Any, parts: Sequence[str]) -> str | None:
        """Of a text its number, under the indicator that it names or the only one there is."""
        if not isinstance(value, str):
            return None
        number = re.search(r"-?\d+(?:[.,]\d+)?", value)
        named = [part for part in parts if part in value] or parts
        shown = number[0].replace(",", ".") if number else "…"
        return f"{{{named[0] if len(named) == 1 else '…'}: {shown}}}"

    def value(self) -> str:
        """indicator=number, separated by commas."""
        return ", ".join(f"{name}={plain(number)}" for name, number in self.values.items())


class Series(Fact):
    """What comes again: the event of each period, under the period's key."""

    periods: Mapping[str, Event]

    alone: ClassVar = "periods"
    short: ClassVar = (dict,)

    @property
    def parts(self) -> Iterator[tuple[str, str, Event]]:
        """Each event with its period and the name of its day."""
        yield from ((key, key, event) for key, event in self.periods.items())

    def part(self, name: str) -> str:
        """A period with its day."""
        return f"{name}={self.periods[name].day}" if name in self.periods else name

    def value(self) -> str:
        """period=day, separated by commas."""
        return ", ".join(f"{key}={event.day}" for key, event in self.periods.items())


CASE_NUMBER = r"[A-Za-z0-9./-]{1,20}"
CASE_FIELDS = ("case", "sort", "document", "recorded")


class Case(Model):
    """One case: its number, its sort, and the days of it that are known."""

    case: Annotated[str, Field(pattern=f"^{CASE_NUMBER}$")]
    sort: str | None = None
    document: str | None = None
    recorded: ExactDay | None = None
    days: tuple[tuple[str, Event], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _days_apart(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "days" in value:
            return value
        own = {key: inner for key, inner in value.items() if key in CASE_FIELDS}
        return {**own, "days": [(key, inner) for key, inner in value.items() if key not in CASE_FIELDS]}


class Cases(Fact):
    """Cases with a clock each. Short form: the list alone."""

    cases: tuple[Case, ...]

    alone: ClassVar = "cases"
    short: ClassVar = (list, tuple)

    @property
    def parts(self) -> Iterator[tuple[str, str, Event]]:
        """Each day of each case, with its case and the name of the day."""
        yield from ((one.case, name, event) for one in self.cases for name, event in one.days)

    def part(self, name: str) -> str:
        """A case with its days."""
        days = next((one.days for one in self.cases if one.case == name), ())
        return " ".join((name, *(f"{day}={event.day}" for day, event in days)))

    def value(self) -> str:
        """How many cases there are."""
        return str(len(self.cases))


def cases_of(fact: Fact | None) -> tuple[Case, ...]:
    """The recorded cases; none where the fact is not recorded, or has no cases."""
    return fact.cases if isinstance(fact, Cases) else ()


def plain(number: object) -> str:
    """A decimal without exponent, as the files write it, or what one must be."""
    return format(number, "f")


FACT_MODELS: dict[FactKind, type[Fact]] = {
    FactKind.EVENT: Event,
    FactKind.PLAN: Plan,
    FactKind.TALLY: Tally,
    FactKind.CHECKLIST: Checklist,
    FactKind.MEASURES: Measures,
    FactKind.SERIES: Series,
    FactKind.CASES: Cases,
}
