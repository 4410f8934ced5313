"""json: the canonical report, `congress-report/1`. Language, colour, width and locale change nothing in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import cache, lru_cache
from io import StringIO
from itertools import chain, repeat
from json.encoder import encode_basestring
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_type_hints

from congress_cli.language import describe
from congress_cli.model.finding import Finding
from congress_cli.rendering.options import RenderOptions, TextStream, write_each
from congress_cli.rendering.phrases import MOST_REMEMBERED
from congress_cli.text import in_json

if TYPE_CHECKING:
    from congress_cli.model.report import Report


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """One JSON object; of each list one element a line, so that two reports can be compared by lines."""
    del options
    stream.write("{\n")
    for key, value in head(report).items():
        listed = isinstance(value, list)
        _write_field(key, (_NEXT + dumped(one) for one in value) if listed else iter((dumped(value),)), stream)
        stream.write(",\n")
    _write_field("findings", findings(report, _NEXT), stream)
    stream.write("\n}\n")


_NEXT = ",\n  "


def _write_field(key: str, pieces: Iterator[str], stream: TextStream) -> None:
    """A field: its text, or the elements of its list, each behind what parts it from the one before."""
    stream.write(f" {dumped(key)}: ")
    first = next(pieces, "[]")
    if first.startswith(_NEXT):
        stream.write("[" + first[1:])
        write_each(stream, pieces)
        first = "\n ]"
    stream.write(first)


def canonical(report: Report) -> bytes:
    """The report as it is saved."""
    text = StringIO()
    write(report, text, RenderOptions(report.language))
    return text.getvalue().encode()


def head(report: Report) -> dict[str, Any]:
    """The report without its findings as plain values, in the order of the model, which is that of the contract."""
    from congress_cli.model.facts import in_languages
    from congress_cli.model.report import SCHEMA, Report

    left_out = {"findings", *(name for name in ("known", "ahead", "renamed") if getattr(report, name) is None)}
    values = {name: plain(getattr(report, name)) for name, _ in _fields(Report) if name not in left_out}
    return {"schema": SCHEMA, **(values if len(report.languages) > 1 else in_languages(values, report.languages))}


def findings(report: Report, before: str) -> Iterator[str]:
    """The findings of a report as JSON, in pieces: a line each, `before` in front of it.

    Their messages are in its language, with the names of facts. What findings have in common is written once for all.
    """
    names, unit = report.name_in(report.language), cache(lambda one: f'{before}{{"unit": {_text(one)}, ')
    for column in report.columns.columns:
        said = column.each(
            lambda one: f'{_first_text(*_first(one))}, {dumped(_last(one, report, names))[1:-1]}, "evidence": ['
        )
        facts = map(", ".join, column.facts(_fact))
        ends = repeat("]}", len(column))
        yield from chain.from_iterable(zip(map(unit, column.units), said, facts, ends, strict=True))


def _fact(fact: str, value: str, at: str, source: str | None) -> str:
    known = _known_text
    return f'{{"fact": {known(fact)}, "value": {known(value)}, "at": {_text(at)}, "source": {known(source)}}}'


_FIRST = tuple(name for name in Finding._fields if name not in ("unit", "code", "args", "counts", "evidence"))
_first = attrgetter(*_FIRST)


@lru_cache(MOST_REMEMBERED)
def _first_text(*values: Any) -> str:
    """The fields that are the same for most findings of a rule."""
    return dumped(dict(zip(_FIRST, map(plain, values), strict=True)))[1:-1]


def _text(value: str | None) -> str:
    return "null" if value is None else in_json(encode_basestring(value))


_known_text = lru_cache(MOST_REMEMBERED)(_text)


def _last(finding: Finding, report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    """The other fields of a finding but its unit and its facts, as plain values."""
    strive = report.rule_by_id[finding.rule].modality == "strive"
    return {
        "counts": plain(finding.counts),
        "code": finding.code,
        "args": finding.args,
        "message": describe(finding, report.language, lambda name: names.get(name, name), strive=strive),
    }


def finding_as_json(finding: Finding, report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    """One finding as plain values, as `findings` writes it."""
    facts = [one._asdict() for one in finding.evidence]
    first = dict(zip(_FIRST, map(plain, _first(finding)), strict=True))
    return {"unit": finding.unit, **first, **_last(finding, report, names), "evidence": facts}


_PLAIN = (str, int, type(None))


def plain(value: Any) -> Any:
    """A value of the model as JSON has it: a record is an object with its fields, a day is text."""
    if isinstance(value, _PLAIN):
        return value
    if is_dataclass(value):
        names, values = _simple(value.__class__)
        if values is not None:  # by far the most: units
            return dict(zip(names, values(value), strict=True))
        fields = [(name, getattr(value, name), single) for name, single in _fields(value.__class__)]
        return {name: one if isinstance(one, _PLAIN) else _field(one, single=single) for name, one, single in fields}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value]


def _field(value: Any, *, single: bool) -> Any:
    return value[0] if single and len(value) == 1 else plain(value)


@cache
def _fields(record: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a record, and whether a list of one is written as that one alone."""
    from congress_cli.model.facts import OneOrMany

    return tuple((name, hint is OneOrMany) for name, hint in get_type_hints(record, include_extras=True).items())


@cache
def _simple(record: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]] | None]:
    """The names of a record's fields, and what takes their values where JSON writes all of them as they are."""
    hints = get_type_hints(record, include_extras=True)
    simple = len(hints) > 1 and {*hints.values()} <= {str, int, str | None, tuple[str, ...]}
    return tuple(hints), attrgetter(*hints) if simple else None


def document(value: Any) -> str:
    """A value as a file of JSON, one element a line."""
    return dumped(value, 1) + "\n"


def dumped(value: Any, indent: int | None = None) -> str:
    """A value as JSON on one line; with `indent` one element a line."""
    return in_json((_ON_ONE_LINE if indent is None else _encoder(indent)).encode(value))


def _encoder(indent: int | None) -> json.JSONEncoder:
    # a frozen mapping is a dict too
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=dict, indent=indent)


_ON_ONE_LINE = _encoder(None)
