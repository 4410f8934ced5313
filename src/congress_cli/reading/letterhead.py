"""The settings `report-…` of a project: the heading and layout of the paper that an office sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from congress_cli.errors import CongressError
from congress_cli.model.letterhead import Letterhead

SMALLEST, LARGEST = 8, 20
WIDEST_MARGIN = 60


def letterhead(settings: Mapping[str, str]) -> Letterhead:
    """The letterhead that the settings describe. Raises CongressError for a size or margins that make no page."""
    fields: dict[str, Any] = {field: settings.get(f"report-{field}") for field in Letterhead.__dataclass_fields__}
    given = {field: text.strip() for field, text in fields.items() if text is not None}
    for field, read in (("recipients", _recipients), ("size", _size), ("margins", _margins)):
        if field in given:
            given[field] = read(given[field])
    return Letterhead(**given)


def _recipients(text: str) -> tuple[str, ...]:
    return tuple(one for part in text.split(";") if (one := part.strip()))


def _size(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text) or not SMALLEST <= int(text) <= LARGEST:
        raise CongressError("setting-no-size", key="report-size", text=text, least=SMALLEST, most=LARGEST)
    return int(text)


def _margins(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"[0-9]{1,2}( +[0-9]{1,2}){3}", text) or max(map(int, text.split())) > WIDEST_MARGIN:
        raise CongressError("setting-no-margins", key="report-margins", text=text, most=WIDEST_MARGIN)
    return tuple(map(int, text.split()))
