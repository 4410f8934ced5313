"""The journal of a registry, as text for a person or JSON for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from rich.text import Text

from congress_cli.days import moment_args
from congress_cli.formats.json import document
from congress_cli.model.journal import Changed, Recorded
from congress_cli.rendering.console import Page
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

SCHEMA = "congress-journal/1"
NOTHING = "–"


class FoundEntries(NamedTuple):
    """The entries to show; `path` and `total` are of the whole journal, `names` those of units and of facts, by id."""

    path: str
    total: int
    entries: tuple[Recorded, ...]
    names: Mapping[str, str]


def render(found: FoundEntries, options: RenderOptions) -> str:
    """Each entry with its changes below, the oldest first."""
    page = _Page(found, options)
    if not found.entries:
        page.line(page.translate("none-fit" if found.total else "empty", path=found.path, count=found.total))
        return page.text()
    page.line(page.head())
    for one in found.entries:
        page.entry(one)
    return page.text()


class _Page(Page):
    catalogue = "journal"

    def __init__(self, found: FoundEntries, options: RenderOptions) -> None:
        super().__init__(options)
        self.found = found

    def head(self) -> Text:
        """What is shown, and how much of it."""
        count = self.translate("count", count=len(self.found.entries), path=self.found.path)
        return Text(self.plain(self.translate("heading")), "bold").append(f"  {self.plain(count)}", "not bold dim")

    def entry(self, one: Recorded) -> None:
        """One entry: when, by which command and office, whether it stands, and its changes."""
        entry = one.entry
        self.line()
        text = self.translate("entry", command=entry.command, id=entry.id, **moment_args(entry.at))
        self.line("  ".join([text, sanitize(entry.by)] if entry.by else [text]), "bold", hanging=2)
        if one.undone_by is not None:
            moment = moment_args(one.undone_by.at)
            self.line(self.translate("undone", id=one.undone_by.id, **moment), "yellow", indent=2)
        if entry.undoes is not None:
            self.line(self.translate("undoes", id=entry.undoes), "dim", indent=2)
        for change in one.changes:
            words = {"old": _value_text(change.old), "new": _value_text(change.new)}
            self.line(self.translate("change", where=self._where(change), **words), indent=2, hanging=2)

    def _where(self, change: Changed) -> str:
        names = self.found.names
        return " · ".join(f"{names[step]} ({step})" if step in names else step for step in change.steps)


def _value_text(value: Any) -> str:
    """A value of a file on one line."""
    if value is None:
        return NOTHING
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_value_text(inner)}" for key, inner in value.items()) or NOTHING
    return ", ".join(map(_value_text, value)) or NOTHING if isinstance(value, list | tuple) else str(value)


def render_json(found: FoundEntries, options: RenderOptions) -> str:
    """The same for a program."""
    del options
    entries = [_entry(one) for one in found.entries]
    content = {"schema": SCHEMA, "journal": found.path, "count": found.total, "entries": entries}
    return document(content)


def _entry(one: Recorded) -> dict[str, Any]:
    entry = one.entry
    return {
        "id": entry.id,
        "at": entry.at,
        "by": entry.by,
        "command": entry.command,
        "undoes": entry.undoes,
        "undone_by": None if one.undone_by is None else one.undone_by.id,
        "changes": [
            {"file": change.file, "where": list(change.where), "unit": change.unit, "fact": change.fact}
            | {"old": change.old, "new": change.new}
            for change in one.changes
        ],
    }


RENDERERS: dict[str, Callable[[FoundEntries, RenderOptions], str]] = {"text": render, "json": render_json}
