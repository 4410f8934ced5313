"""How things went from report to report, as text for a person or JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from rich.table import Table
from rich.text import Text

from congress_cli.days import on
from congress_cli.formats.base import Look
from congress_cli.formats.canvas import canvas, finished, plain
from congress_cli.formats.page import STYLES
from congress_cli.formats.phrases import percent
from congress_cli.language import say
from congress_cli.model.comparison import Change
from congress_cli.model.finding import Status
from congress_cli.model.trend import Point

SCHEMA = "congress-history/1"


def rendered(store: str, points: Sequence[Point], look: Look) -> str:
    """A row a report, the oldest first: how many findings have each status that occurs, and what changed."""

    def told(code: str, **args: object) -> str:
        return plain(say(look.language, f"runs.{code}", args), look)

    if not points:
        return told("history-empty", path=store) + "\n"
    console = canvas(look)
    head = Text(told("history-heading"), "bold")
    console.print(head.append("  ").append(told("history-count", count=len(points), path=store), "not bold dim"))
    console.print(_table(points, look, told))
    if len(points) > 1:
        console.print(Text("\n" + told("history-changes"), "bold"))
    for point in points[1:]:
        console.print(Text(f" {_day(point, look)}: {_changes(point, told)}"))
    if any(point.other_rulebook for point in points):
        console.print(Text(told("history-other-rulebook"), "dim"))
    return finished(console, look)


def _table(points: Sequence[Point], look: Look, told: Callable[..., str]) -> Table:
    occurring = {status for point in points for status, count in point.totals.items() if count}
    statuses = [status for status in Status if status in occurring and status is not Status.NOT_APPLICABLE]
    heads = [plain(say(look.language, f"screen.head-{status.value}"), look) for status in statuses]
    heads += [told("history-total"), told("history-percent")]
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(told("history-day"), no_wrap=True, min_width=12)
    for head in heads:
        table.add_column(head, justify="right", min_width=max(map(len, head.split())))
    for point in points:
        counts = [_count(point.totals[one], STYLES[one], look) for one in statuses]
        table.add_row(_day(point, look), *counts, str(point.applicable), _percent(point, look))
    return table


def _day(point: Point, look: Look) -> str:
    return say(look.language, "screen.day", {"day": on(point.as_of)}) + (" *" if point.other_rulebook else "")


def _changes(point: Point, told: Callable[..., str]) -> str:
    """What became of the findings since the run before; those that stayed the same are not counted."""
    changed = [(one, count) for one, count in (point.changes or {}).items() if count and one is not Change.SAME]
    return ", ".join(told(f"count-{one.value}", count=count) for one, count in changed) or told("history-same")


def _count(count: int, style: str, look: Look) -> Text:
    return Text(str(count), style) if count else Text(plain("–", look), "dim")


def _percent(point: Point, look: Look) -> str:
    """The percentage met; a dash where nothing applies."""
    if not point.applicable:
        return plain("–", look)
    return percent(point.totals[Status.MET], point.applicable, look.language)


def render_json(store: str, points: Sequence[Point], look: Look) -> str:
    """The same for a program."""
    del look
    reports = [
        {
            "as_of": point.as_of.isoformat(),
            "path": point.path,
            "totals": dict(point.totals),
            "problems": dict(point.problems),
            "changes": None if point.changes is None else dict(point.changes),
            "other_rulebook": point.other_rulebook,
        }
        for point in points
    ]
    return json.dumps({"schema": SCHEMA, "store": store, "reports": reports}, ensure_ascii=False, indent=1) + "\n"


RENDERERS: dict[str, Callable[[str, Sequence[Point], Look], str]] = {"text": rendered, "json": render_json}
