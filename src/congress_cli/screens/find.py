"""The units that a text may mean, as text for a screen, and as JSON (`congress-hits/1`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from congress_cli.language import translate
from congress_cli.model.facts import Named
from congress_cli.model.registry import Registry, Unit
from congress_cli.rendering.console import Page
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

SCHEMA = "congress-hits/1"


def render(
    text: str, hits: Sequence[Unit], registry: Registry, types: Mapping[str, Named], options: RenderOptions
) -> str:
    """A line a unit: id, name, type, and whose unit it is."""
    page = Page(options)
    page.line(_say(options, "hits", count=len(hits), text=text), "dim")
    room = max(len(unit.id) for unit in hits) + 2
    names = min(max(cell_len(sanitize(unit.name)) for unit in hits) + 2, options.width // 2)
    for unit in hits:
        name = sanitize(unit.name)
        told = Text(name + " " * max(2, names - cell_len(name)))
        told.append(page.plain(" · ".join(_about(unit, registry, types, options))), style="dim")
        page.row(Text(unit.id, style="bold"), told, room)
    page.line(_say(options, "hit-next", id=hits[0].id), "dim")
    return page.text()


def _say(options: RenderOptions, code: str, **args: Any) -> str:
    return translate(options.language, f"lookup.{code}", args)


def _about(unit: Unit, registry: Registry, types: Mapping[str, Named], options: RenderOptions) -> list[str]:
    named = types[unit.type]
    told = [sanitize(named.in_language(options.language))]
    if unit.parent is not None:
        told.append(_say(options, "hit-below", name=registry.by_id[unit.parent].name))
    return told


def render_json(text: str, hits: Sequence[Unit]) -> str:
    """The same as JSON."""
    found = [{key: getattr(unit, key) for key in ("id", "name", "level", "type", "parent", "code")} for unit in hits]
    return json.dumps({"schema": SCHEMA, "text": text, "units": found}, ensure_ascii=False, indent=1) + "\n"
