"""How a value is written into a YAML file: plain where every reader takes it for the same text, else in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeAlias

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw] | None"

_DAY = re.compile(r"(?:\.\.|\d{4}-\d\d(?:-\d\d)?)(?:/(?:\.\.|\d{4}-\d\d(?:-\d\d)?))?\Z", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII)
_WORDS = re.compile(r"[^\W\d_](?:[\w.%()/+-]| (?! ))*(?<! )\Z")
_PAPER = re.compile(r"\d+[-/][^\W\d_][\w./-]*\Z")
_OTHERS = re.compile(r"(?:y|yes|n|no|on|off|true|false|null|nan|inf)\Z", re.IGNORECASE)
_FREE = frozenset({"source", "by", "note", "reason", "code"})


def flow(value: Raw, key: str = "") -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(entry(name, inner) for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return "" if value is None else scalar(value, key)


def entry(key: str, value: Raw) -> str:
    """A key and its value on one line."""
    written = flow(value, key)
    return f"{scalar(key)}: {written}" if written else f"{scalar(key)}:"


def scalar(text: str, key: str = "") -> str:
    """A single text: plain where that is safe, in double quotes else. `key` tells what it is the value of."""
    return text if _is_plain(text, key) else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def restyled(text: str, style: str, key: str = "") -> str:
    """A text in the style of the one it replaces."""
    if style == '"':
        return quoted(text)
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return scalar(text, key)


def _is_plain(text: str, key: str) -> bool:
    if key in _FREE or _OTHERS.match(text):
        return False
    if _DAY.match(text):
        return True
    if _NUMBER.match(text):
        return key not in ("document", "name", "term")
    return bool(_WORDS.match(text) or _PAPER.match(text))
