"""Ids and names by a quick look at a file's text, for completion while a person types.

The files are not read as YAML: what is written in an unusual way is overlooked, and nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from congress_cli.reading.files import MAX_BYTES, encoding_of

Named = tuple[str, str]

_QUOTED = r"\"[^\"\n]*\"|'[^'\n]*'"
_BLOCK_KEY = rf"^[ \t]*(?P<dash>-[ \t]+)?(?P<key>id|name):[ \t]+(?P<value>{_QUOTED}|[^\n]+)"
_FLOW_KEY = rf"(?P<brace>[{{,])[ \t]*(?P<flow_key>id|name):[ \t]+(?P<flow_value>{_QUOTED}|[^,}}\n]+)"
_KEY = re.compile(f"{_BLOCK_KEY}|{_FLOW_KEY}", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9-]{1,100}\Z")
_TOP = re.compile(r"^[a-z_]+:", re.MULTILINE)
_FACT = re.compile(r"^[ \t]+([a-z0-9][a-z0-9.-]*):", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*-[ \t]+\{?[ \t]*id:[ \t]+[\"']?([^\s,\"'}]+)", re.MULTILINE)


def text_of(path: Path) -> str:
    """The text of a file, as far as files are read; empty where there is none."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except OSError:
        return ""
    return data.decode(encoding_of(data), "replace").replace("\r\n", "\n").replace("\r", "\n")


def units(text: str) -> Iterator[Named]:
    """Id and name of each unit and each task force of a registry."""
    item: dict[str, str] = {}
    for match in _KEY.finditer(text):
        key = match["key"] or match["flow_key"]
        if match["dash"] or match["brace"] == "{" or key in item:
            yield from _whole(item)
            item = {}
        item[key] = _plain(match["value"] or match["flow_value"])
    yield from _whole(item)


def facts(text: str, language: str) -> list[Named]:
    """Id and name of each fact of a rulebook."""
    return _keys(text, "facts", language)


def owners(text: str, language: str) -> list[Named]:
    """Id and name of each owner of duties; those of every rulebook where it names none."""
    if found := _keys(text, "owners", language):
        return found
    from congress_cli.model.directive import OWNERS  # which loads pydantic

    return [(one, named.in_language(language)) for one, named in OWNERS.items()]


def parameters(text: str, language: str) -> list[Named]:
    """Id of each parameter of a rulebook; they have no names."""
    return _keys(text, "parameters", language)


def period_of(text: str, fact: str) -> str:
    """The kind of the periods of a series (`days` where they have so many); empty for what is none."""
    entry = _entry(text, fact)
    found = re.search(r"\bperiod:\s*(?:(month|quarter|half|year)\b|\{?\s*days:)", entry)
    return "" if found is None or not re.search(r"\bkind:\s*series\b", entry) else found[1] or "days"


def days_of_cases(text: str, fact: str, language: str) -> list[Named]:
    """The names of the days that a case may have; none for what is no fact of cases."""
    entry = _entry(text, fact)
    if not re.search(r"\bkind:\s*cases\b", entry):
        return []
    days = re.search(r"\bdays:\s*(.*?)(?=\bsorts:|\Z)", entry, re.DOTALL)
    return [] if days is None else _named(days[1], re.compile(r"([a-z0-9][a-z0-9.-]*):\s*[{\n]"), language)


def recorded_keys(text: str, unit: str, fact: str) -> list[str]:
    """The periods or the numbers of the cases that are written of a unit."""
    start = re.search(rf"\bid:[ \t]+[\"']?{re.escape(unit)}\b[^\w-]", text)
    rest = "" if start is None else re.split(r"\n[ \t]*-[ \t]+\{?[ \t]*id:", text[start.end() :], maxsplit=1)[0]
    written = rest.partition(f"{fact}:")[2]
    end = re.search(r"\b[a-z][a-z0-9-]*\.[a-z0-9.-]+:[ \t]|\n[ \t]*\n", written)
    written = written if end is None else written[: end.start()]
    found = re.findall(r"\bcase:[ \t]*[\"']?([A-Za-z0-9./-]{1,20})", written)
    return found or re.findall(r"[\"']?(\d{1,4}(?:-(?:\d\d|[QH]\d))?)[\"']?:[ \t]", written)


def frozen(text: str) -> date | None:
    """The day on which a registry is frozen."""
    found = re.search(r"^as_of:[ \t]*(\d{4}-\d\d-\d\d)\b", text, re.MULTILINE)
    try:
        return None if found is None else date.fromisoformat(found[1])
    except ValueError:
        return None


def _entry(text: str, fact: str) -> str:
    """What stands under a fact in the vocabulary of a rulebook."""
    section = _section(text, "facts")
    first = _FACT.search(section)
    indent = "" if first is None else first[0][: first.start(1) - first.start()]
    start = re.search(rf"^{indent}{re.escape(fact)}:", section, re.MULTILINE)
    rest = "" if start is None else section[start.end() :]
    return re.split(rf"\n{indent}[a-z0-9]", rest, maxsplit=1)[0]


def _keys(text: str, name: str, language: str) -> list[Named]:
    section = _section(text, name)
    first = _FACT.search(section)
    if first is None:
        return []
    indent = first[0][: first.start(1) - first.start()]
    return _named(section, re.compile(rf"^{indent}([a-z0-9][a-z0-9.-]*):", re.MULTILINE), language)


def rules(text: str, language: str) -> list[Named]:
    """Id and title of each rule of a rulebook."""
    return _named(_section(text, "rules"), _ITEM, language)


def clauses(text: str, language: str) -> list[Named]:
    """Id and duty of each sentence of the directive."""
    return _named(_section(text, "clauses"), _ITEM, language)


def _whole(item: dict[str, str]) -> Iterator[Named]:
    if "id" in item and _ID.match(item["id"]):
        yield item["id"], item.get("name", "")


def _plain(value: str) -> str:
    """A scalar without its quotes or the comment behind it."""
    value = value.strip()
    if value[:1] in ('"', "'"):
        return value[1:].partition(value[0])[0]
    return value.partition(" #")[0].rstrip()


def _section(text: str, key: str) -> str:
    """What stands below a key at the margin."""
    start = re.search(rf"^{key}:[^\n]*\n", text, re.MULTILINE)
    if start is None:
        return ""
    end = _TOP.search(text, start.end())
    return text[start.end() : len(text) if end is None else end.start()]


def _named(section: str, entry: re.Pattern[str], language: str) -> list[Named]:
    """Each entry with the first text in the language that stands in it."""
    name = re.compile(rf"\b{language}:[ \t]+({_QUOTED}|[^,}}\n]+)")
    starts = list(entry.finditer(section))
    ends = [*(match.start() for match in starts[1:]), len(section)]
    found = []
    for match, end in zip(starts, ends, strict=False):
        value = name.search(section, match.end(), end)
        found.append((match[1], "" if value is None else _plain(value[1])))
    return found
