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


class Shown(NamedTuple):
    """The entries to show; `path` and `total` are of the whole journal, `names` those of units and of facts, by id."""

    path: str
    total: int
    entries: tuple[Recorded, ...]
    names: Mapping[str, str]


def render(shown: Shown, options: RenderOptions) -> str:
    """Each entry with its changes below, the oldest first."""
    page = _Page(shown, options)
    if not shown.entries:
        page.line(page.translate("none-fit" if shown.total else "empty", path=shown.path, count=shown.total))
        return page.text()
    page.line(page.head())
    for one in shown.entries:
        page.entry(one)
    return page.text()


class _Page(Page):
    catalogue = "journal"

    def __init__(self, shown: Shown, options: RenderOptions) -> None:
        super().__init__(options)
        self.shown = shown

    def head(self) -> Text:
        """What is shown, and how much of it."""
        count = self.translate("count", count=len(self.shown.entries), path=self.shown.path)
        return Text(self.plain(self.translate("heading")), "bold").append(f"  {self.plain(count)}", "not bold dim")

    def entry(self, one: Recorded) -> None:
        """One entry: when, by which command and office, whether it stands, and its changes."""
        entry = one.entry
        self.line()
        told = self.translate("entry", command=entry.command, id=entry.id, **moment_args(entry.at))
        self.line("  ".join([told, sanitize(entry.by)] if entry.by else [told]), "bold", hanging=2)
        if one.undone_by is not None:
            moment = moment_args(one.undone_by.at)
            self.line(self.translate("undone", id=one.undone_by.id, **moment), "yellow", indent=2)
        if entry.undoes is not None:
            self.line(self.translate("undoes", id=entry.undoes), "dim", indent=2)
        for change in one.changes:
            words = {"old": _said(change.old), "new": _said(change.new)}
            self.line(self.translate("change", where=self._where(change), **words), indent=2, hanging=2)

    def _where(self, change: Changed) -> str:
        names = self.shown.names
        return " · ".join(f"{names[step]} ({step})" if step in names else step for step in change.steps)


def _said(value: Any) -> str:
    """A value of a file on one line."""
    if value is None:
        return NOTHING
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_said(inner)}" for key, inner in value.items()) or NOTHING
    return ", ".join(map(_said, value)) or NOTHING if isinstance(value, list | tuple) else str(value)


def render_json(shown: Shown, options: RenderOptions) -> str:
    """The same for a program."""
    del options
    entries = [_entry(one) for one in shown.entries]
    content = {"schema": SCHEMA, "journal": shown.path, "count": shown.total, "entries": entries}
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


RENDERERS: dict[str, Callable[[Shown, RenderOptions], str]] = {"text": render, "json": render_json}
