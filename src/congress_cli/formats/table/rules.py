"""How each rule stands: its last day, the days left, and how many units have each status.

Rules of which nothing is known are told in the block of unknowns instead.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from rich.table import Table
from rich.text import Text

from congress_cli.days import on
from congress_cli.formats.table.block import PLACES, Block, Entry, drawn, folded, heading_of, more
from congress_cli.model.finding import Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.console import Screen
from congress_cli.rendering.status import STATUS

FIXED = 12
NARROWEST_TITLE = 32
SILENT = (Status.UNKNOWN, Status.NOT_APPLICABLE)


def block(screen: Screen) -> Block | None:
    """A row a rule of which something is known."""
    rules = [rule for rule in screen.report.rules if not rule.rolled_up and _says_something(rule)]
    if not rules:
        return None
    heading = screen.translate("rules-heading")
    return Block(
        PLACES["rules"],
        heading_of(screen, heading),
        (Entry(partial(drawn, screen, partial(_draw, rules=rules)), len(rules)),),
        folded(screen, heading, screen.translate("shares-folded", rules=len(rules))),
        screen.plain(f"{heading} {len(rules)}"),
        partial(more, screen, "more-lines"),
    )


def _draw(screen: Screen, *, rules: list[ReportedRule]) -> None:
    statuses = [status for status in Status if any(rule.counts[status] for rule in rules)]
    widths = [_width(screen.translate(f"head-{status.value}"), rules, status) for status in statuses]
    if screen.options.width - sum(widths) - len(widths) < FIXED + NARROWEST_TITLE:
        _cards(screen, rules)
    else:
        screen.console.print(_table(screen, rules, statuses))


def _says_something(rule: ReportedRule) -> bool:
    return any(count for status, count in rule.counts.items() if status not in SILENT)


def _cards(screen: Screen, rules: list[ReportedRule]) -> None:
    """Two lines a rule, where a column a status would leave no room for the titles."""
    for rule in rules:
        title = Text(f"{screen.clause(rule):<5} {screen.title(rule)}")
        limit = _limit(screen, rule)
        fits = len(title) + len(limit) + 3 <= screen.options.width
        if limit and fits:
            title.append(screen.plain(f" · {limit}"), style="dim")
        screen.line(title, hanging=6)
        if limit and not fits:
            screen.line(limit, "dim", indent=6)
        counts = Text()
        for status, count in rule.counts.items():
            if count:
                counts.append(", " if counts else "", style="dim")
                told = screen.translate("count-of-status", count=count, status=screen.phrases.status(status))
                counts.append(told, style=STATUS[status].color)
        screen.line(counts, indent=6)


def _table(screen: Screen, rules: list[ReportedRule], statuses: list[Status]) -> Table:
    table = screen.columns()
    table.show_header = True
    table.header_style = "dim"
    table.add_column(screen.translate("clause"), no_wrap=True)
    table.add_column(screen.translate("rule"), ratio=1, min_width=24)
    if screen.wide:
        table.add_column(screen.translate("limit"))
    for status in statuses:
        head = screen.translate(f"head-{status.value}")
        table.add_column(head, justify="right", vertical="top", width=_width(head, rules, status))
    table.add_column(
        screen.translate("total"), justify="right", width=max(4, len(screen.translate("total").split()[0]))
    )
    table.expand = True
    for rule in rules:
        limit = _limit(screen, rule)
        title = Text(screen.title(rule))
        if limit and not screen.wide:
            title.append(f"\n{limit}", style="dim")
        cells = [Text(screen.clause(rule)), title, *([Text(limit, style="dim")] if screen.wide else [])]
        counts = (_count(screen, rule, status) for status in statuses)
        table.add_row(*cells, *counts, Text(str(rule.judged), style="dim"))
    return table


def _width(head: str, rules: list[ReportedRule], status: Status) -> int:
    return max(*(len(word) for word in head.split()), *(len(str(rule.counts[status])) for rule in rules))


def _count(screen: Screen, rule: ReportedRule, status: Status) -> Text:
    count = rule.counts[status]
    return Text(str(count), style=STATUS[status].color) if count else Text(screen.plain("–"), style="dim")


def _limit(screen: Screen, rule: ReportedRule) -> str:
    if rule.limit_event is not None:
        return screen.plain(screen.phrases.limit_event(rule))
    if rule.last_day is None:
        return ""
    return f"{screen.translate('limit-day', day=on(rule.last_day))}, {_left(screen, rule.last_day)}"


def _left(screen: Screen, last_day: date) -> str:
    days = (last_day - screen.report.as_of).days
    if days == 0:
        return screen.translate("limit-today")
    return screen.translate("limit-left", days=days) if days > 0 else screen.translate("limit-gone", days=-days)
