"""The agenda for programs and files: JSON, CSV, Markdown and a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from congress_cli.days import on
from congress_cli.formats.csv import table as csv_table
from congress_cli.model.ahead import (
    NEXT,
    TASK_CALLS,
    Agenda,
    Call,
    CallDocument,
    CollisionDocument,
    DayDocument,
    NextDocument,
    Told,
    TurnDocument,
    written,
)
from congress_cli.model.coming import Colliding, Turned
from congress_cli.rendering.office import Office
from congress_cli.rendering.options import RenderOptions
from congress_cli.screens.agenda import ReportWords, Words, rendered, under_heads

if TYPE_CHECKING:
    from icalendar import Event


def render_json(found: Agenda, by: str, options: RenderOptions) -> str:
    """Every call and every day for a program; `by` changes nothing."""
    del by
    words = Words(found, options)
    calls = tuple(_document(words, call) for call in found.calls)
    collisions = tuple(collision_document(words, one) for one in found.collisions)
    report = found.report
    ahead = tuple(
        DayDocument(**{**day._asdict(), "turns": tuple(_turn(turn, words) for turn in day.turns)})
        for day in found.ahead
    )
    return written(NextDocument(NEXT, report.as_of, report.as_of_from, found.days, calls, collisions, ahead))


def _turn(turn: Turned, words: Words) -> TurnDocument:
    return TurnDocument(**vars(turn), task=not words.report.rule_by_id[turn.rule].rolled_up)


def _document(words: Words, call: Call) -> CallDocument:
    left = None if call.last_day is None else (call.last_day - words.report.as_of).days
    return CallDocument(
        call.kind,
        call.unit,
        words.phrases.unit(call.unit),
        call.rule,
        call.whom,
        call.role,
        None if call.finding is None else call.finding.status,
        call.last_day,
        left,
        Told(call.ask.key, call.ask.args, words.question(call)),
        call.plan,
        *(call.turn or (None, None)),
    )


def collision_document(words: ReportWords, one: Colliding) -> CollisionDocument:
    """A collision with its sentence."""
    return CollisionDocument(**vars(one), text=words.collision(one))


COLUMNS = ("kind", "last-day", "days-left", "whom", "whom-id", "unit", "unit-id", "title", "rule", "question")


def _cells(words: Words, call: Call) -> list[str | int]:
    left = "" if call.last_day is None else (call.last_day - words.report.as_of).days
    return [
        words.translate(f"kind-{call.kind.value}"),
        "" if call.last_day is None else call.last_day.isoformat(),
        left,
        words.phrases.body(call.whom),
        call.whom,
        words.phrases.unit(call.unit),
        call.unit,
        words.title(call),
        call.rule or "",
        words.question(call),
    ]


def render_csv(found: Agenda, by: str, options: RenderOptions) -> str:
    """A line a call, as Excel in Vietnam reads it: BOM, semicolons, CRLF, quotes."""
    words = Words(found, options)
    head = [words.translate(f"column-{name}") for name in COLUMNS]
    return csv_table([head, *(_cells(words, call) for _, calls in under_heads(words, by) for call in calls)])


def render_markdown(found: Agenda, by: str, options: RenderOptions) -> str:
    """A heading for each group and a line a call, for a chat."""
    from congress_cli.formats.markdown import inline

    words = Words(found, options)
    lines = [f"**{inline(words.translate('next-title', day=on(found.report.as_of), days=found.days))}**"]
    for head, calls in under_heads(words, by):
        lines += ["", f"**{inline(head)}**", ""]
        for call in calls:
            lines.append(f"- [ ] {inline(f'{words.named(call.unit)} · {words.title(call)}: {words.question(call)}')}")
    return "\n".join(lines) + "\n"


def render_ics(found: Agenda, by: str, options: RenderOptions) -> str:
    """An all-day entry for each one responsible and last day; what has passed stands on the judged day."""
    del by
    words, as_of = Words(found, options), found.report.as_of
    from congress_cli.formats.ics import calendar

    dated = [call for call in found.calls if call.last_day is not None or call.kind in TASK_CALLS]

    def key(call: Call) -> tuple[date, str]:
        return max(call.last_day or as_of, as_of), call.whom

    groups = groupby(sorted(dated, key=key), key=key)
    return calendar(Office(found.report, options), (_ics_entry(words, *one, list(calls)) for one, calls in groups))


def _ics_entry(words: Words, day: date, whom: str, calls: list[Call]) -> Event:
    from congress_cli.formats.ics import whole_days

    uid = f"next {words.report.directive.number} {whom} {day.isoformat()}"
    summary = words.translate("ics-call", who=words.phrases.body(whom), count=len(calls))
    lines = [f"- {words.named(call.unit)} · {words.title(call)}: {words.question(call)}" for call in calls]
    return whole_days(words.report.as_of, uid, (day, day), summary, lines)


RENDERERS: dict[str, Callable[[Agenda, str, RenderOptions], str]] = {
    "text": rendered,
    "json": render_json,
    "csv": render_csv,
    "markdown": render_markdown,
    "ics": render_ics,
}
