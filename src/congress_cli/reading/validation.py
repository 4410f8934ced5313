"""Raw mappings into models; what pydantic finds wrong becomes diagnostics at the right line and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache, reduce
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from congress_cli.model.message import MOST, Diagnostics, Position
from congress_cli.reading.fast import AT_ONCE, Loc, long_lists
from congress_cli.reading.files import RULES_FORMAT, UNITS_FORMAT, SourceFile
from congress_cli.reading.positions import LocatedDict, cut_number, position_of, value_at, with_colon
from congress_cli.text import Words, fold

M = TypeVar("M", bound=BaseModel)

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
}
_CODES = {
    "missing": "key-missing",
    "union_tag_not_found": "key-missing",
    "extra_forbidden": "key-unknown",
    "literal_error": "value-unknown",
    "enum": "value-unknown",
    "union_tag_invalid": "value-unknown",
}
_NUMBERS = {"number-not-whole": "12", "number-not-decimal": "7.5"}
"""An example of each."""
_KEY_AND_VALUE = re.compile(r"[a-z][\w.-]* +\S", re.ASCII)
PERSONAL = frozenset(
    [
        "phone",
        "tel",
        "telephone",
        "mobile",
        "email",
        "e-mail",
        "contact",
        "person",
        "people",
        "leader",
        "secretary",
        "birthday",
        "born",
        "gender",
        "address",
        "sdt",
        "dien-thoai",
        "so-dien-thoai",
        "di-dong",
        "lien-he",
        "nguoi",
        "ho-ten",
        "bi-thu",
        "dia-chi",
        "ngay-sinh",
        "cccd",
        "cmnd",
    ]
)
"""Keys, folded, by which people are written down; the files have no place for them."""
MENDINGS = 6
"""How often what a mending left wrong is mended again."""
MOST_PARTS = 20
"""How many pieces a very long list is cut into: whatever stands beside it is gone through again for each."""


def shaped(
    model: type[M], raw: Any, path: str, diagnostics: Diagnostics, base: Position | None = None, name: str = ""
) -> M | None:
    """The model that a raw value means, or None; each mistake in it is noted.

    `raw` knows where its parts stand. `base`: where it stands itself, `name`: the key it stands under.
    """
    return shaped_as(model, raw, raw, path, diagnostics, base, name)


def shaped_as(
    model: type[M],
    value: Any,
    raw: Any,
    path: str,
    diagnostics: Diagnostics,
    base: Position | None = None,
    name: str = "",
) -> M | None:
    """The model of a value some parts of which are models already; `raw`: the same as it was read."""
    mistakes = _Mistakes(model, raw, path, diagnostics, base or Position(1, 1), name)
    lists = list(long_lists(value))
    if lists and not mistakes.in_parts(value, lists):
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        mistakes.note(error.errors(include_url=False), value)
        return None


def _with_list(value: Any, loc: Loc, items: list[Any]) -> Any:
    """The value with other items at `loc`."""
    if not loc:
        return items
    step: Any = loc[0]
    inner = _with_list(value[step], loc[1:], items)
    if isinstance(value, dict):
        return {**value, step: inner}
    return [*value[:step], inner, *value[step + 1 :]]


class Mended(NamedTuple, Generic[M]):
    """A model in which other values stand in the place of wrong ones; `places`: the entries that hold such values."""

    model: M
    places: frozenset[Loc]


def mended(model: type[M], raw: Any, stand_ins: Mapping[str, Any]) -> Mended[M] | None:
    """The model of a raw file some of whose entries are wrong, so that what stands in the others can be compared.

    What a wrong entry lacks is taken from another one of its list or mapping, of the file itself from `stand_ins`. None
    where that does not do, or there is too much of it.
    """
    value, places = _plain(raw), set[Loc]()
    for _ in range(MENDINGS):
        try:
            return Mended(model.model_validate(value), frozenset(places))
        except ValidationError as error:
            if error.error_count() > MOST:
                return None
            wrong = [(_untagged(value, one["loc"]), one["type"]) for one in error.errors(include_url=False)]
        bad = {loc[:2] for loc, _ in wrong}
        for loc, kind in wrong:
            _mend(value, loc, kind, bad, places, stand_ins)
    return None


def _mend(
    value: Any, loc: Loc, kind: str, bad: Collection[Loc], places: set[Loc], stand_ins: Mapping[str, Any]
) -> None:
    if kind == "extra_forbidden":
        _without(value, loc)
        return
    if len(loc) < 2 or loc[0] in stand_ins:
        value.update({key: stand_ins[key] for key in map(str, loc[:1]) if key in stand_ins})
        return
    section, entry, key = loc[0], loc[1], loc[2] if len(loc) > 2 else None
    if kind.startswith("union_tag"):
        key = "kind"
    others = value[section]
    pairs = others.items() if isinstance(others, dict) else enumerate(others)
    good = [one for step, one in pairs if (section, step) not in bad]
    written = others[entry]
    if isinstance(written, dict) and key is not None and (section, entry, key) not in places:
        places.update(((section, entry), (section, entry, key)))
        written.pop(str(key), None)
        written.update({str(key): one[key] for one in good[:1] if isinstance(one, dict) and key in one})
    elif good:
        places.add((section, entry))
        others[entry] = good[0]


def _without(value: Any, loc: Loc) -> None:
    holder = value_at(value, loc[:-1])
    if isinstance(holder, dict):
        holder.pop(str(loc[-1]), None)


def _plain(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {key: _plain(inner) for key, inner in raw.items()}
    return [_plain(inner) for inner in raw] if isinstance(raw, list) else raw


class _Mistakes:
    """What pydantic finds wrong with one value becomes diagnostics."""

    def __init__(
        self, model: type[BaseModel], raw: Any, path: str, diagnostics: Diagnostics, base: Position, name: str
    ) -> None:
        self.model = model
        self.raw = raw
        self.path = path
        self.diagnostics = diagnostics
        self.base = base
        self.name = name

    def in_parts(self, value: Any, lists: list[tuple[Loc, list[Any]]]) -> bool:
        """Whether a value with long lists has no mistake. In one piece, the mistakes would fill the memory."""
        noted = self.diagnostics.noted
        short = reduce(lambda rest, one: _with_list(rest, one[0], []), lists, value)
        ways = {loc for loc, _ in lists}
        beside = self._errors(short)
        self.note([one for one in beside if _untagged(short, one["loc"]) not in ways], short)
        for loc, items in lists:
            size = max(AT_ONCE, len(items) // MOST_PARTS)
            for start in range(0, len(items), size):
                part = _with_list(short, loc, items[start : start + size])
                self.note(self._errors(part), part, (loc, start), beside)
        return self.diagnostics.noted == noted

    def _errors(self, value: Any) -> Sequence[Any]:
        try:
            self.model.model_validate(value)
        except ValidationError as error:
            return error.errors(include_url=False)
        return []

    def note(
        self, errors: Sequence[Any], value: Any, part: tuple[Loc, int] = ((), 0), beside: Collection[Any] = ()
    ) -> None:
        """Note what is wrong with a value that may hold, at a way, the items of a list from one on.

        `beside`: what is wrong with the value without that list, and is noted already.
        """
        way, start = part
        cause = _Causes(errors)
        for done, mistake in enumerate(errors):
            if self.diagnostics.is_full(self.path) and not self.diagnostics.spoilt:
                self._count(errors[done:], beside)
                return
            if cause.explains(mistake):
                continue
            place = _untagged(value, mistake["loc"])
            if not way:
                self._one(mistake, place)
            elif place[: len(way)] == way and len(place) > len(way):
                self._one(mistake, (*way, int(place[len(way)]) + start, *place[len(way) + 1 :]))

    def _count(self, errors: Iterable[Any], beside: Iterable[Any]) -> None:
        for code, number in (Counter(map(_code, errors)) - Counter(map(_code, beside))).items():
            self.diagnostics.count(self.path, code, number)

    def _one(self, mistake: Any, place: Loc) -> None:
        code = _code(mistake)
        if code == "key-unknown" and fold(str(place[-1])) in PERSONAL:
            code = "key-of-person"
        elif code == "mapping-expected" and _KEY_AND_VALUE.match(str(mistake["input"])):
            code = "yaml-colon-missing"
        if mistake["type"] == "union_tag_invalid":
            place = (*place, "kind")
        on_key = code in ("key-unknown", "key-of-person") or place[-1:] == ("[key]",)
        position = position_of(self.raw, place, self.base, on_key=on_key)
        if (self.path, position.line, position.column) in self.diagnostics.spoilt:
            return
        if self.diagnostics.is_full(self.path):
            self.diagnostics.count(self.path, code)
        elif code not in ("key-unknown", "value-missing") or not self._cut_number(place):
            self.diagnostics.error(self.path, position, code, **self._args(code, mistake, mistake["loc"], place))

    def _cut_number(self, place: Loc) -> bool:
        """Whether a key is what a comma cut off a number; that is noted at the number."""
        mapping, key = value_at(self.raw, place[:-1]), str(place[-1])
        if not isinstance(mapping, LocatedDict) or key not in mapping.marks:
            return False
        other = cut_number(mapping, key, *mapping.marks[key][:2])
        if other is None:
            return False
        number, (_, _, line, column) = mapping[other], mapping.marks[other]
        fixed = f"{number}.{key}" if key.strip("0") else number
        args = {"text": f"{number},{key}", "fixed": f"{other}: {fixed}"}
        self.diagnostics.error(self.path, Position(line, column, len(args["text"])), "number-not-decimal", **args)
        return True

    def _args(self, code: str, mistake: Any, loc: Loc, place: Loc) -> dict[str, Any]:
        kind, key = mistake["type"], _innermost_key(loc)
        context: dict[str, Any] = dict(mistake.get("ctx") or {})
        if kind in ("missing", "union_tag_not_found"):
            return {"key": str(loc[-1]) if kind == "missing" else "kind"}
        if code in ("key-unknown", "key-of-person"):
            return self._unknown_key(loc)
        if code == "yaml-colon-missing":
            return {"fixed": with_colon(str(mistake["input"]))}
        if code == "value-unknown":
            return self._unknown_value(place, context)
        if kind in _SHAPES:
            return {"key": key or self.name, **_shape(code, mistake)}
        if code == "value-missing":
            return {"key": key or self.name}
        if code == "done-over-total":
            context["fixed"] = f"{key or self.name}: {{total: {context['done']}, done: {context['total']}}}"
        if code in _NUMBERS:
            context["fixed"] = f"{key or self.name}: {_number(str(context['text']), _NUMBERS[code])}"
        return {"key": key or self.name, **{name: value for name, value in context.items() if name != "code"}}

    def _unknown_key(self, loc: Loc) -> dict[str, Any]:
        key = str(loc[-1])
        known = _fields_at(self.model, tuple(step for step in loc[:-1] if isinstance(step, str)))
        near = self.diagnostics.near(key, Words(known))
        if fold(key) in PERSONAL:
            return {"key": key, "instead": next((one for one in ("by", "source") if one in known), "note")}
        word, blank, rest = key.partition(" ")
        if blank and word in known:
            return {"key": key, "fixed": f"{word}: {rest}", "known": [f"{word}: {rest}"]}
        return {"key": key, "all": known, "known": near}

    def _unknown_value(self, place: Loc, context: dict[str, Any]) -> dict[str, Any]:
        expected = str(context.get("expected") or context.get("expected_tags") or "")
        known = re.findall(r"'([^']*)'", expected)  # of an enum, too, which pydantic shows as <FactKind.TALLY: 'tally'>
        given = context.get("tag") or value_at(self.raw, place)
        text = given if isinstance(given, str) else ""
        return {"text": text, "all": known, "known": self.diagnostics.near(text, Words(known))}


class _Causes:
    """Mistakes that only follow from others: an empty list whose item is wrong, a key that is missing and misspelt."""

    def __init__(self, errors: Sequence[Any]) -> None:
        self.errors = errors

    @cached_property
    def unknown(self) -> dict[Loc, list[str]]:
        """The unknown keys of each mapping."""
        found: dict[Loc, list[str]] = {}
        for mistake in self.errors:
            if mistake["type"] == "extra_forbidden":
                found.setdefault(mistake["loc"][:-1], []).append(str(mistake["loc"][-1]))
        return found

    @cached_property
    def inner(self) -> set[Loc]:
        """The places in which there are mistakes, at any depth."""
        return {one["loc"][:length] for one in self.errors for length in range(len(one["loc"]))}

    def explains(self, mistake: Any) -> bool:
        """Whether another mistake is the cause of this one."""
        loc = mistake["loc"]
        if mistake["type"] == "too_short":
            return loc in self.inner
        if mistake["type"] != "missing":
            return False
        wanted = Words((str(loc[-1]),))
        return any(_meant(one, wanted) for one in self.unknown.get(loc[:-1], ())[:MOST])


def _meant(key: str, wanted: Words) -> bool:
    """Whether a key is a misspelling of the wanted one, or has its value written on to it: `day 2020-06-15`."""
    return any(wanted.near(word)[0] for word in (key, key.partition(" ")[0]))


def _number(text: str, example: str) -> str:
    """A number as the files write it, where it can be told from the text; else the example."""
    plain = text.strip().rstrip("%").strip().replace(",", ".")
    whole, _, rest = plain.partition(".")
    if example.isdecimal():
        return (whole.lstrip("0") or "0") if whole.isdecimal() and not rest.strip("0") else example
    return plain if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", plain, re.ASCII) else example


def _code(mistake: Any) -> str:
    """The code under which a mistake of pydantic is reported."""
    kind: str = mistake["type"]
    if kind in _CODES:
        return _CODES[kind]
    if kind == "day":
        return str(mistake["ctx"]["code"])
    if kind in _SHAPES:
        return "value-missing" if mistake["input"] is None else _SHAPES[kind]
    return kind


def _shape(code: str, mistake: Any) -> dict[str, Any]:
    given = mistake["input"]
    if given is None:
        return {}
    args: dict[str, Any] = {"text": given if isinstance(given, str) else ""}
    if code == "text-too-long":
        args |= {"length": len(given), "most": mistake["ctx"]["max_length"]}
    if code == "text-pattern" and re.search(mistake["ctx"]["pattern"], joined := "-".join(given.split())):
        args["known"] = [joined]
    return args


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


def _innermost_key(loc: Loc) -> str:
    return next((str(step) for step in reversed(loc) if isinstance(step, str)), "")


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
    UNITS_FORMAT: "registry",
    RULES_FORMAT: "rulebook",
    "congress-waivers/1": "waivers",
    "congress-report/1": "report",
}


def root_mapping(source: SourceFile, wanted: str, diagnostics: Diagnostics) -> LocatedDict | None:
    """The mapping that a file of the `wanted` format holds, or None where it cannot be read or holds something else.

    That is noted; a file of ours of another format is one mistake, whatever its keys.
    """
    document = source.document
    diagnostics.add(document.diagnostics)
    if document.broken:
        return None
    raw = document.value
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
    position = position_of(raw, (key,), Position(1, 1))
    diagnostics.error(path, position, "file-of-other-kind", kind=KINDS[said], wanted=KINDS[wanted], text=said)
    return True
