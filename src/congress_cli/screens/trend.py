"""How things went from report to report, as text for a person or JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from rich.table import Table
from rich.text import Text

from congress_cli.days import on
from congress_cli.language import translate
from congress_cli.model.comparison import Change, Point
from congress_cli.model.finding import Status
from congress_cli.rendering.console import finished, new_console, plain
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import percent
from congress_cli.rendering.status import STATUS

SCHEMA = "congress-history/1"


def rendered(store: str, points: Sequence[Point], options: RenderOptions) -> str:
    """A row a report, the oldest first: how many findings have each status that occurs, and what changed."""

    def told(code: str, **args: object) -> str:
        return plain(translate(options.language, f"runs.{code}", args), options)

    if not points:
        return told("history-empty", path=store) + "\n"
    console = new_console(options)
    head = Text(told("history-heading"), "bold")
    console.print(head.append("  ").append(told("history-count", count=len(points), path=store), "not bold dim"))
    console.print(_table(points, options, told))
    if len(points) > 1:
        console.print(Text("\n" + told("history-changes"), "bold"))
    for point in points[1:]:
        console.print(Text(f" {_day(point, options)}: {_changes(point, told)}"))
    if any(point.other_rulebook for point in points):
        console.print(Text(told("history-other-rulebook"), "dim"))
    return finished(console, options)


def _table(points: Sequence[Point], options: RenderOptions, told: Callable[..., str]) -> Table:
    occurring = {status for point in points for status, count in point.totals.items() if count}
    statuses = [status for status in Status if status in occurring and status is not Status.NOT_APPLICABLE]
    heads = [plain(translate(options.language, f"screen.head-{status.value}"), options) for status in statuses]
    heads += [told("history-total"), told("history-percent")]
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(told("history-day"), no_wrap=True, min_width=12)
    for head in heads:
        table.add_column(head, justify="right", min_width=max(map(len, head.split())))
    for point in points:
        counts = [_count(point.totals[one], STATUS[one].color, options) for one in statuses]
        table.add_row(_day(point, options), *counts, str(point.applicable), _percent(point, options))
    return table


def _day(point: Point, options: RenderOptions) -> str:
    return translate(options.language, "screen.day", {"day": on(point.as_of)}) + (" *" if point.other_rulebook else "")


def _changes(point: Point, told: Callable[..., str]) -> str:
    """What became of the findings since the run before; those that stayed the same are not counted."""
    changed = [(one, count) for one, count in (point.changes or {}).items() if count and one is not Change.SAME]
    return ", ".join(told(f"count-{one.value}", count=count) for one, count in changed) or told("history-same")


def _count(count: int, style: str, options: RenderOptions) -> Text:
    return Text(str(count), style) if count else Text(plain("–", options), "dim")


def _percent(point: Point, options: RenderOptions) -> str:
    """The percentage met; a dash where nothing applies."""
    if not point.applicable:
        return plain("–", options)
    return percent(point.totals[Status.MET], point.applicable, options.language)


def render_json(store: str, points: Sequence[Point], options: RenderOptions) -> str:
    """The same for a program."""
    del options
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


RENDERERS: dict[str, Callable[[str, Sequence[Point], RenderOptions], str]] = {"text": rendered, "json": render_json}
