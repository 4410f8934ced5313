"""Reports beside each other as text or JSON: two of them, a store of many, and one with the same made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from congress_cli.days import on
from congress_cli.formats.json import document, dumped
from congress_cli.formats.json import plain as as_json
from congress_cli.language import translate
from congress_cli.model.comparison import Change, Changed, Comparison, Point, Verification
from congress_cli.model.finding import KINDS, Status
from congress_cli.model.message import Message
from congress_cli.model.report import Report
from congress_cli.rendering.console import Screen, finished, new_console, plain
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import Phrases, percent
from congress_cli.rendering.status import STATUS

SCHEMA = "congress-diff/1"
SILENT = (Change.SAME, Change.ENTERED)
MOST = 15


class _Page:
    """A screen for each of the two reports, drawn on one canvas: a unit that left is named by the older one."""

    def __init__(self, found: Comparison, options: RenderOptions) -> None:
        self.found = found
        self.options = options
        self.console = new_console(options)
        self.new = Screen(found.new, options, self.console)
        self.old = Screen(found.old, options, self.console)

    def translate(self, code: str, **args: object) -> str:
        return self.new.plain(translate(self.options.language, f"runs.{code}", args))

    def screen_of(self, one: Changed) -> Screen:
        return self.old if one.new is None else self.new


def rendered(found: Comparison, options: RenderOptions) -> str:
    """New, worse, unclear, resolved, better and gone, in this order; the same is counted."""
    page = _Page(found, options)
    _head(page)
    of_units = found.of_units
    for change in Change:
        changes = [one for one in of_units if one.change is change]
        if changes and change not in SILENT:
            _block(page, change, changes)
    counts = Counter(one.change for one in of_units)
    rolled_up = Counter({change: count - counts[change] for change, count in found.counts.items()})
    page.new.heading(page.translate("sum-heading"), page.translate("sum", total=len(of_units)))
    page.new.line(counted(page.translate, counts), indent=1)
    if rolled_up.total() > rolled_up[Change.SAME]:
        page.new.line(page.translate("sum-rolled", sums=counted(page.translate, rolled_up)), "dim", indent=1, hanging=2)
    return finished(page.console, options)


def counted(translate: Callable[..., str], counts: Mapping[Change, int], changes: Iterable[Change] = Change) -> str:
    """How many changes there are of each kind, those that occur."""
    return ", ".join(translate(f"count-{one.value}", count=counts[one]) for one in changes if counts[one])


def _head(page: _Page) -> None:
    found = page.found
    page.new.joined([page.new.phrases.directive(), page.new.phrases.term_of_office()], "bold")
    page.new.line(page.translate("between", old=found.old.as_of.isoformat(), new=found.new.as_of.isoformat()))
    page.new.line(page.translate("work-told", work=" · ".join(_work(page))), "bold", hanging=2)
    for screen in (page.old, page.new):
        if screen.report.known is not None:
            page.new.line(screen.phrases.judged_day())
    if found.other_rulebook:
        page.new.line(page.translate("other-rulebook"), "bold yellow")
    if found.other_selection:
        page.new.line(page.translate("other-selection"), "bold yellow")


def _work(page: _Page) -> list[str]:
    """How much work of each kind there was and is, where that changed."""
    parts = []
    for kind in KINDS:
        before, now = getattr(page.found.old.tasks, kind), getattr(page.found.new.tasks, kind)
        if before != now:
            parts.append(page.translate("work-was", before=before, now=page.translate(f"work-{kind}", count=now)))
    return parts or [page.translate("work-same")]


def _block(page: _Page, change: Change, changes: list[Changed]) -> None:
    listed = changes if page.options.unfolded else changes[:MOST]
    page.new.heading(page.translate(f"heading-{change.value}"), page.translate("heading-count", count=len(changes)))
    for one in listed:
        screen = page.screen_of(one)
        finding = one.finding
        unit = f"{screen.phrases.unit(finding.unit)} ({finding.unit})"
        title = screen.title(screen.report.rule_by_id[finding.rule])
        page.new.line(Text(f"{unit} · ").append(title, "bold"), indent=1, hanging=2)
        page.new.line(_step(page, one), indent=3, hanging=2)
    if len(listed) < len(changes):
        page.new.line(page.translate("more", count=len(changes) - len(listed)), "dim", indent=1)


def _step(page: _Page, one: Changed) -> Text:
    text = Text()
    for finding, screen, code in ((one.old, page.old, "was"), (one.new, page.new, "is")):
        if finding is None:
            text.append(page.translate(f"{code}-absent"), "dim")
        else:
            text.append(screen.phrases.status(finding.status), STATUS[finding.status].color)
        text.append(page.new.plain(" → ") if code == "was" else "")
    message = "" if one.new is None else page.new.phrases.message(one.new)
    return text.append(f": {page.new.plain(message)}") if message else text


def render_json(found: Comparison, options: RenderOptions) -> str:
    """The same for a program; every pair that is not the same stands in it."""
    del options
    changes = [one for one in found.changes if one.change is not Change.SAME]
    lines = ",\n".join(f"  {dumped(_change(one, found))}" for one in changes)
    head = {
        "schema": SCHEMA,
        "old": _about(found.old),
        "new": _about(found.new),
        "other_rulebook": found.other_rulebook,
        "other_selection": found.other_selection,
        "counts": found.counts,
    }
    text = ",\n".join(f" {dumped(key)}: {dumped(value)}" for key, value in head.items())
    return f'{{\n{text},\n "changes": [\n{lines}\n ]\n}}\n' if lines else f'{{\n{text},\n "changes": []\n}}\n'


def _about(report: Report) -> Any:
    tasks = {kind: getattr(report.tasks, kind) for kind in KINDS}
    return as_json({"as_of": report.as_of, "rulebook": report.rulebook, "totals": report.totals, "tasks": tasks})


def _change(one: Changed, found: Comparison) -> dict[str, Any]:
    report = found.old if one.new is None else found.new
    return {
        "unit": one.finding.unit,
        "rule": one.finding.rule,
        "change": one.change,
        "old": None if one.old is None else one.old.status,
        "new": None if one.new is None else one.new.status,
        "message": Phrases(report, report.language).message(one.finding),
    }


RENDERERS: dict[str, Callable[[Comparison, RenderOptions], str]] = {"text": rendered, "json": render_json}


MOST_DIFFERENCES = 200


def render_verification(found: Verification, options: RenderOptions) -> str:
    """Lines of text; the last one is the verdict."""

    def sentence(code: str, **args: object) -> str:
        return translate(options.language, f"runs.{code}", args)

    lines = []
    if found.tool != found.saved.tool:
        lines.append(sentence("verify-version", old=found.saved.tool.version, new=found.tool.version))
    lines += [_line(one, options.language) for one in found.differences[:MOST_DIFFERENCES]]
    if len(found.differences) > MOST_DIFFERENCES:
        lines.append(sentence("more-differences", count=len(found.differences) - MOST_DIFFERENCES))
    if found.confirmed:
        lines.append(sentence("verified", inputs=len(found.saved.inputs), findings=len(found.saved.findings)))
    else:
        lines.append(sentence("verify-failed", count=len(found.differences)))
    return "\n".join(lines) + "\n"


def _line(one: Message, language: str) -> str:
    def status(value: Status | None) -> str:
        return translate(language, "runs.verify-absent" if value is None else f"terms.{value.value}")

    args = {key: status(value) if key in ("old", "new") else value for key, value in one.args.items()}
    return translate(language, one, args)


HISTORY_SCHEMA = "congress-history/1"


def rendered_trend(store: str, points: Sequence[Point], options: RenderOptions) -> str:
    """A row a report, the oldest first: how many findings have each status that occurs, and what changed."""

    def sentence(code: str, **args: object) -> str:
        return plain(translate(options.language, f"runs.{code}", args), options)

    if not points:
        return sentence("history-empty", path=store) + "\n"
    console = new_console(options)
    head = Text(sentence("history-heading"), "bold")
    console.print(head.append("  ").append(sentence("history-count", count=len(points), path=store), "not bold dim"))
    console.print(_table(points, options, sentence))
    if len(points) > 1:
        console.print(Text("\n" + sentence("history-changes"), "bold"))
    for point in points[1:]:
        console.print(Text(f" {_day(point, options)}: {_changes(point, sentence)}"))
    if any(point.other_rulebook for point in points):
        console.print(Text(sentence("history-other-rulebook"), "dim"))
    return finished(console, options)


def _table(points: Sequence[Point], options: RenderOptions, sentence: Callable[..., str]) -> Table:
    occurring = {status for point in points for status, count in point.totals.items() if count}
    statuses = [status for status in Status if status in occurring and status is not Status.NOT_APPLICABLE]
    heads = [plain(translate(options.language, f"screen.head-{status.value}"), options) for status in statuses]
    heads += [sentence("history-total"), sentence("history-percent")]
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(sentence("history-day"), no_wrap=True, min_width=12)
    for head in heads:
        table.add_column(head, justify="right", min_width=max(map(len, head.split())))
    for point in points:
        counts = [_count(point.totals[one], STATUS[one].color, options) for one in statuses]
        table.add_row(_day(point, options), *counts, str(point.applicable), _percent(point, options))
    return table


def _day(point: Point, options: RenderOptions) -> str:
    return translate(options.language, "screen.day", {"day": on(point.as_of)}) + (" *" if point.other_rulebook else "")


def _changes(point: Point, sentence: Callable[..., str]) -> str:
    """What became of the findings since the run before; those that stayed the same are not counted."""
    changed = [(one, count) for one, count in (point.changes or {}).items() if count and one is not Change.SAME]
    return ", ".join(sentence(f"count-{one.value}", count=count) for one, count in changed) or sentence("history-same")


def _count(count: int, style: str, options: RenderOptions) -> Text:
    return Text(str(count), style) if count else Text(plain("–", options), "dim")


def _percent(point: Point, options: RenderOptions) -> str:
    """The percentage met; a dash where nothing applies."""
    if not point.applicable:
        return plain("–", options)
    return percent(point.totals[Status.MET], point.applicable, options.language)


def trend_json(store: str, points: Sequence[Point], options: RenderOptions) -> str:
    """The same for a program."""
    del options
    return document({"schema": HISTORY_SCHEMA, "store": store, "reports": as_json(points)})


TREND_RENDERERS: dict[str, Callable[[str, Sequence[Point], RenderOptions], str]] = {
    "text": rendered_trend,
    "json": trend_json,
}
