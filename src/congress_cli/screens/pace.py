"""The pace of completions as text with bars, as JSON, or as a drawing (SVG)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import escape

from rich.text import Text

from congress_cli.days import EARLIEST, Day, on
from congress_cli.model.ahead import Told, written
from congress_cli.model.plan import (
    PACE,
    RECENT,
    Band,
    DoneDocument,
    Pace,
    PaceDocument,
    PaceOfRule,
    PaceOfRuleDocument,
    RiskDocument,
    within,
)
from congress_cli.rendering.options import RenderOptions
from congress_cli.screens.agenda import ReportWords
from congress_cli.text import in_markup

WEEK = 7
MOST_DAYS = 31  # beyond, bars are of weeks
MOST_BARS = 30
SURE, PERHAPS = "█", "░"


class _Words(ReportWords):
    """The words of one pace in one language."""

    def band(self, band: Band) -> str:
        return str(band.low) if band.low == band.high else f"{band.low}-{band.high}"

    def rate(self, band: Band) -> str:
        low, high = (self.number(count / RECENT) for count in band)
        return low if low == high else f"{low}-{high}"

    def number(self, value: float) -> str:
        return f"{value:.1f}".replace(".", "," if self.options.language == "vi" else ".")


def rendered(found: Pace, options: RenderOptions) -> str:
    """Rule by rule: how many are done, bars over time, the pace of now and the one needed, who is at risk."""
    words = _Words(found.report, options)
    screen = words.screen
    screen.head()
    for rule in found.rules:
        _rule(words, rule)
    return screen.text()


def _rule(words: _Words, rule: PaceOfRule) -> None:
    screen, reported = words.screen, words.report.rule_by_id[rule.rule]
    percent = screen.phrases.percent(rule.done.low, rule.total)
    done = words.translate("pace-done", done=words.band(rule.done), total=rule.total)
    screen.heading(screen.title(reported), f"{done} ({percent}%)")
    if rule.unknown:
        screen.line(words.translate("pace-unknown", count=rule.unknown), "dim", indent=1, hanging=2)
    for line in _bars(words, rule):
        screen.line(line, indent=1)
    for sentence in _sentences(words, rule):
        screen.line(sentence, indent=1, hanging=2)
    if rule.risks:
        screen.line(words.translate("risk-heading", shown=len(rule.risks), count=rule.at_risk), "bold", indent=1)
    for risk in rule.risks:
        screen.line(f"{words.named(risk.unit)}: {words.sentence(risk.reason)}", indent=2, hanging=2)


def _sentences(words: _Words, rule: PaceOfRule) -> Iterator[str]:
    """The pace of the last days, the one needed, and when it would end."""
    as_of = words.report.as_of
    yield words.translate("pace-recent", days=RECENT, count=words.band(rule.recent), rate=words.rate(rule.recent))
    if rule.done.low == rule.total:
        yield words.translate("pace-all")
        return
    if rule.needed is not None and rule.last_day is not None:
        left = (rule.last_day - as_of).days
        rate = words.number(rule.needed)
        yield words.translate("pace-needed", day=on(rule.last_day), days=left, rate=rate)
    elif rule.last_day is not None:
        yield words.translate("pace-over", day=on(rule.last_day))
    first, last = rule.projected
    if first is None:
        yield words.translate("pace-never")
    elif last is None:
        yield words.translate("pace-end-earliest", day=on(first))
    else:
        yield words.translate("pace-end", days=Day(first, last))


def stretches(rule: PaceOfRule, as_of: date) -> list[tuple[date, date]]:
    """The days or weeks that bars stand for, from the first completion to the judged day; weeks begin on Monday."""
    known = [day.first for day in rule.days if day.first != EARLIEST]
    first = min([*known, as_of])
    if (as_of - first).days < MOST_DAYS:
        days = [first + timedelta(days=one) for one in range((as_of - first).days + 1)]
        return [(day, day) for day in days]
    monday = max(first, as_of - timedelta(weeks=MOST_BARS)) - timedelta(days=first.weekday())
    weeks = [monday + timedelta(weeks=one) for one in range((as_of - monday).days // WEEK + 1)]
    return [(one, min(one + timedelta(days=WEEK - 1), as_of)) for one in weeks]


def _bars(words: _Words, rule: PaceOfRule) -> Iterator[Text]:
    """A bar for each day or week: what was surely done, then what may have been."""
    parts = [(first, last, within(rule.days, first, last)) for first, last in stretches(rule, words.report.as_of)]
    most = max((band.high for _, _, band in parts), default=0)
    room = max(10, words.options.width - 32)
    scale = min(1.0, room / most) if most else 1.0
    for first, last, band in parts:
        label = f"{first:%d/%m}" if first == last else f"{first:%d/%m}-{last:%d/%m}"
        sure, perhaps = round(band.low * scale), round(band.high * scale)
        text = Text(f"{label:<12}").append(words.screen.plain(SURE * sure), "green")
        text.append(words.screen.plain(PERHAPS * (perhaps - sure)), "dim green")
        yield text.append(f"{' ' if perhaps else ''}{words.band(band)}", "dim")


# ---------------------------------------------------------------- for programs


def render_json(found: Pace, options: RenderOptions) -> str:
    """The same for a program; how many were done, day by day."""
    words, report = _Words(found.report, options), found.report
    rules = tuple(_document(words, one) for one in found.rules)
    return written(PaceDocument(PACE, report.as_of, report.as_of_from, rules))


def _document(words: _Words, rule: PaceOfRule) -> PaceOfRuleDocument:
    return PaceOfRuleDocument(
        rule.rule,
        rule.event,
        rule.total,
        rule.done,
        rule.unknown,
        rule.last_day,
        rule.recent,
        (round(rule.recent.low / RECENT, 3), round(rule.recent.high / RECENT, 3)),
        None if rule.needed is None else round(rule.needed, 3),
        rule.projected,
        tuple(DoneDocument(day, *band) for day, band in _by_day(rule, words.report.as_of)),
        rule.at_risk,
        tuple(
            RiskDocument(
                one.unit,
                words.screen.phrases.unit(one.unit),
                Told(one.reason.key, one.reason.args, words.sentence(one.reason)),
            )
            for one in rule.risks
        ),
    )


def _by_day(rule: PaceOfRule, as_of: date) -> Iterator[tuple[date, Band]]:
    """How many were surely, and perhaps, done at the end of each day on which either count changes."""
    ends = {end for day in rule.days for end in day if EARLIEST < end <= as_of}
    for day in sorted({*ends, as_of}):
        yield day, Band(sum(one.last <= day for one in rule.days), sum(one.first <= day for one in rule.days))


WIDTH, HEIGHT, MARGIN, LEFT = 640, 200, 28, 40


def render_svg(found: Pace, options: RenderOptions) -> str:
    """A drawing for each rule, one below the other: done over time as a band, the last day, all of them."""
    words = _Words(found.report, options)
    parts = [_drawing(words, rule, place * (HEIGHT + 2 * MARGIN)) for place, rule in enumerate(found.rules)]
    height = len(parts) * (HEIGHT + 2 * MARGIN)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">'
    ground = f'<g font-size="12"><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    return in_markup("\n".join([head, ground, *parts, "</g></svg>"])) + "\n"


def _drawing(words: _Words, rule: PaceOfRule, top: int) -> str:
    as_of = words.report.as_of
    points = list(_by_day(rule, as_of))
    first = min(points[0][0], as_of - timedelta(days=1))
    last = max(as_of, rule.last_day or as_of)
    span, room = (last - first).days, WIDTH - LEFT - MARGIN

    def x(day: date) -> float:
        return LEFT + room * (day - first).days / span

    def y(count: int) -> float:
        return top + MARGIN + HEIGHT - HEIGHT * count / rule.total

    def line(place: Callable[[Band], int]) -> list[str]:
        found, before = [f"{x(first):.1f},{y(0):.1f}"], 0
        for day, band in points:
            found += [f"{x(day):.1f},{y(before):.1f}", f"{x(day):.1f},{y(place(band)):.1f}"]
            before = place(band)
        return found

    low, high = line(lambda band: band.low), line(lambda band: band.high)
    title = words.screen.title(words.report.rule_by_id[rule.rule])
    done = words.translate("pace-done", done=words.band(rule.done), total=rule.total)
    shapes = [
        f'<text x="{LEFT}" y="{top + 16}" font-weight="bold">{escape(title)}</text>',
        f'<text x="{WIDTH - MARGIN}" y="{top + 16}" text-anchor="end">{escape(done)}</text>',
        f'<polygon points="{" ".join([*high, *reversed(low)])}" fill="#a7d7b0"/>',
        f'<polyline points="{" ".join(low)}" fill="none" stroke="#1b7837" stroke-width="2"/>',
        f'<path d="M{LEFT} {y(0):.1f}H{WIDTH - MARGIN}M{LEFT} {y(rule.total):.1f}H{WIDTH - MARGIN}" stroke="#999"/>',
        f'<text x="{LEFT - 4}" y="{y(rule.total) + 4:.1f}" text-anchor="end">{rule.total}</text>',
        f'<text x="{LEFT}" y="{y(0) + 16:.1f}">{first:%d/%m/%Y}</text>',
        f'<text x="{x(as_of):.1f}" y="{y(0) + 16:.1f}" text-anchor="end">{as_of:%d/%m/%Y}</text>',
    ]
    if rule.last_day is not None and first <= rule.last_day:
        at = x(rule.last_day)
        shapes.append(f'<path d="M{at:.1f} {y(0):.1f}V{y(rule.total):.1f}" stroke="#b2182b" stroke-dasharray="4"/>')
    return "\n".join(shapes)


RENDERERS: dict[str, Callable[[Pace, RenderOptions], str]] = {"text": rendered, "json": render_json, "svg": render_svg}
