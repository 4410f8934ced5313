"""Raw mappings into models; what pydantic finds wrong becomes diagnostics at the right line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from congress_cli.model.diagnostics import Diagnostics, Position
from congress_cli.reading.files import SourceFile
from congress_cli.reading.positions import LocatedDict, LocatedList
from congress_cli.text import suggestions

M = TypeVar("M", bound=BaseModel)
Loc = tuple[int | str, ...]

_SHAPES = {
    "string_type": "text-expected",
    "dict_type": "mapping-expected",
    "mapping_type": "mapping-expected",
    "model_type": "mapping-expected",
    "model_attributes_type": "mapping-expected",
    "list_type": "list-expected",
    "tuple_type": "list-expected",
    "string_too_short": "value-missing",
    "too_short": "list-empty",
    "string_too_long": "text-too-long",
    "string_pattern_mismatch": "text-pattern",
    "union_tag_not_found": "key-missing",
}


def shaped(
    model: type[M], raw: Any, path: str, diagnostics: Diagnostics, base: Position | None = None, name: str = ""
) -> M | None:
    """The model that a raw value means, or None; each mistake in it is noted. `name`: the key it stands under."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for mistake in error.errors(include_url=False):
            note(mistake, raw, path, diagnostics, model, base or Position(1, 1), name)
        return None


def note(
    mistake: Any, raw: Any, path: str, diagnostics: Diagnostics, model: type[BaseModel], base: Position, name: str = ""
) -> None:
    """Turn one mistake of pydantic into a diagnostic."""
    loc: Loc = mistake["loc"]
    place = _untagged(raw, loc)
    code, args = _told(mistake, raw, loc, place, model)
    if args.get("key") == "":
        args["key"] = name
    if mistake["type"] == "union_tag_invalid":
        place = (*place, "kind")
    on_key = code == "key-unknown" or place[-1:] == ("[key]",)
    spot = position_of(raw, place, base, on_key=on_key)
    if (path, spot.line, spot.column) not in diagnostics.spoilt:
        diagnostics.error(path, spot, code, **args)


def _untagged(raw: Any, loc: Loc) -> Loc:
    """The way to a value in the file: pydantic's way also names the `kind` of each mapping that is one of several."""
    steps: list[int | str] = []
    value, arrived = raw, True
    for step in loc:
        if arrived and isinstance(value, dict) and value.get("kind") == step:
            arrived = False
            continue
        steps.append(step)
        value, arrived = value_at(value, (step,)), True
    return tuple(steps)


def position_of(raw: Any, loc: Iterable[int | str], base: Position, *, on_key: bool = False) -> Position:
    """Where the value (or the key) at `loc` stands; the nearest place above it where it is absent."""
    spot, value = base, raw
    for step in loc:
        if isinstance(value, LocatedDict) and step in value.marks:
            key_line, key_column, line, column = value.marks[str(step)]
            spot = Position(key_line, key_column, len(str(step))) if on_key else _extent(line, column, value[str(step)])
            value = value[str(step)]
        elif isinstance(value, LocatedList) and isinstance(step, int) and step < len(value):
            spot = _extent(*value.marks[step], value[step])
            value = value[step]
    return spot


def _extent(line: int, column: int, value: Any) -> Position:
    return Position(line, column, len(value) if isinstance(value, str) and "\n" not in value else 1)


def value_at(raw: Any, loc: Iterable[int | str]) -> Any:
    """The raw value at `loc`, as deep as it goes."""
    value = raw
    for step in loc:
        keyed = isinstance(value, dict) and step in value
        placed = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if keyed or placed:
            value = value[step]
    return value


def _told(mistake: Any, raw: Any, loc: Loc, place: Loc, model: type[BaseModel]) -> tuple[str, dict[str, Any]]:
    kind: str = mistake["type"]
    context: dict[str, Any] = dict(mistake.get("ctx") or {})
    if kind == "day":
        return str(context.pop("code")), context
    if kind == "missing":
        return "key-missing", {"key": str(loc[-1])}
    if kind == "extra_forbidden":
        return _unknown_key(loc, model)
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _unknown_value(raw, place, context)
    if kind == "union_tag_not_found":
        return "key-missing", {"key": "kind"}
    if kind in _SHAPES:
        return _shape(kind, mistake, loc)
    if kind == "value-missing":
        context["key"] = _innermost_key(loc)
    return kind, context


def _shape(kind: str, mistake: Any, loc: Loc) -> tuple[str, dict[str, Any]]:
    key = _innermost_key(loc)
    if mistake["input"] is None:
        return "value-missing", {"key": key}
    code = _SHAPES[kind]
    given = mistake["input"]
    args: dict[str, Any] = {"key": key, "text": given if isinstance(given, str) else ""}
    if code == "text-too-long":
        args |= {"length": len(given), "most": mistake["ctx"]["max_length"]}
    return code, args


def _innermost_key(loc: Loc) -> str:
    return next((str(step) for step in reversed(loc) if isinstance(step, str)), "")


def _unknown_key(loc: Loc, model: type[BaseModel]) -> tuple[str, dict[str, Any]]:
    key = str(loc[-1])
    known = _fields_at(model, tuple(step for step in loc[:-1] if isinstance(step, str)))
    return "key-unknown", {"key": key, "known": suggestions(key, known)}


def _unknown_value(raw: Any, place: Loc, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    expected = str(context.get("expected") or context.get("expected_tags") or "")
    known = re.findall(r"'([^']*)'", expected)  # of an enum, too, which pydantic shows as <FactKind.TALLY: 'tally'>
    given = context.get("tag") or value_at(raw, place)
    text = given if isinstance(given, str) else ""
    return "value-unknown", {"text": text, "all": known, "known": suggestions(text, known)}


@lru_cache(maxsize=1024)
def _fields_at(model: type[BaseModel], steps: tuple[str, ...]) -> list[str]:
    """The keys that the model allows below `steps`; read off its JSON schema, which knows aliases and unions."""
    schema = _schema(model)
    return sorted(_allowed(schema, schema, list(steps)))


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()  # slow, and wanted for every unknown key


def _allowed(schema: dict[str, Any], root: dict[str, Any], steps: list[str]) -> set[str]:
    """The keys that a schema allows below `steps`."""
    if "$ref" in schema:
        return _allowed(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, steps)
    kinds = schema.get("discriminator", {}).get("mapping", {})
    if steps and steps[0] in kinds:
        return _allowed({"$ref": kinds[steps[0]]}, root, steps[1:])
    found = set() if steps else set(schema.get("properties", {}))
    for inner, rest in _inner(schema, steps):
        found |= _allowed(inner, root, rest)
    return found


def _inner(schema: dict[str, Any], steps: list[str]) -> list[tuple[dict[str, Any], list[str]]]:
    inner = [(branch, steps) for union in ("anyOf", "oneOf") for branch in schema.get(union, [])]
    if "items" in schema:
        inner.append((schema["items"], steps))
    if not steps:
        return inner
    values = schema.get("additionalProperties")
    if steps[0] in schema.get("properties", {}):
        inner.append((schema["properties"][steps[0]], steps[1:]))
    elif isinstance(values, dict):
        inner.append((values, steps[1:]))
    return inner


KINDS = {
    "congress-units/1": "registry",
    "congress-rules/1": "rulebook",
    "congress-waivers/1": "waivers",
    "congress-report/1": "report",
}


def root_mapping(source: SourceFile, wanted: str, diagnostics: Diagnostics) -> LocatedDict | None:
    """The mapping that a file of the `wanted` format holds, or None where it cannot be read or holds something else.

    That is noted; a file of ours of another format is one mistake, whatever its keys.
    """
    from congress_cli.reading.yaml import BadYaml, load

    try:
        raw = load(source.text, source.path, diagnostics)
    except BadYaml:
        return None
    if isinstance(raw, LocatedDict):
        return None if _of_other_kind(raw, source.path, wanted, diagnostics) else raw
    code = "file-empty" if raw is None else "file-not-mapping"
    diagnostics.error(source.path, Position(1, 1), code)
    return None


def _of_other_kind(raw: LocatedDict, path: str, wanted: str, diagnostics: Diagnostics) -> bool:
    """Whether the file says that it is something else of ours; a report says so under `schema`."""
    key = "format" if "format" in raw else "schema"
    said = raw.get(key)
    if not isinstance(said, str) or said == wanted or said not in KINDS:
        return False
    spot = position_of(raw, (key,), Position(1, 1))
    diagnostics.error(path, spot, "file-of-other-kind", kind=KINDS[said], wanted=KINDS[wanted], text=said)
    return True
