"""The text of a saved report as JSON; where it is none, which line and column."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from congress_cli.errors import CongressError

# Python reads the first two though they are no JSON, and gives up on whole numbers of more digits.
_NO_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|(NaN|-?Infinity|\d{4301,})', re.DOTALL)


def json_of(data: bytes, path: str) -> Any:
    """What the bytes mean as JSON. Raises CongressError."""
    text = _text(data, path)
    if not text.strip():
        raise CongressError("report-empty", path=path)
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise CongressError("report-no-json", path=path, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise CongressError("report-too-deep", path=path) from None
    except ValueError:
        raise CongressError("report-no-number", path=path, **_place_of_number(text)) from None


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(data[: error.start].decode("utf-8", "replace"))
        raise CongressError("report-not-utf8", path=path, **place) from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _place_of_number(text: str) -> dict[str, int]:
    found = next((match.start() for match in _NO_NUMBER.finditer(text) if match[1]), 0)
    return _place(text[:found])


def _place(before: str) -> dict[str, int]:
    """The line and column that follow a text, both counted from 1."""
    return {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}
