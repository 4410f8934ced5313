"""The lists (to do first, done late, waived, rolled up, counted, unknown rule by rule) and the chart of steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, groupby
from operator import attrgetter

from congress_cli import dataclass, grouped
from congress_cli.days import Day, on, parse_day
from congress_cli.formats.html.words import PLACE, Item, Words
from congress_cli.model.coming import Ahead, ComingStep
from congress_cli.model.finding import Finding, Status
from congress_cli.rendering.ahead import sentence, slack
from congress_cli.rendering.status import URGENT, by_responsible, of_units, urgency

PAST = tuple(status for status in URGENT if status is not Status.DUE_SOON)
UNREMARKABLE = (Status.UNKNOWN, Status.NOT_APPLICABLE, Status.MET)
OPENED = 60
EMPTY = ("todo", "soon")  # written also where there is nothing
NOWHERE = "nowhere"  # the grouping of findings that stand under no heading


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under the committee or task force responsible."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of findings. `opened`: few enough to be read at once; `grouped`: under headings."""

    code: str
    heading: str
    note: str
    groups: tuple[Group, ...]
    count: int
    opened: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a page."""

    blocks: tuple[Block, ...]
    unknown: int
    undecided: tuple[Item, ...]


def lists(words: Words) -> Lists:
    """The lists, in the order in which a leader needs them."""
    report, group_by = words.report, words.office.options.group_by
    rolled = [(report.rule_by_id[one.rule], one) for one in report.findings if report.rule_by_id[one.rule].rolled_up]
    blocks = (
        _block(words, "todo", of_units(report, PAST), group_by),
        _block(words, "soon", of_units(report, (Status.DUE_SOON,)), group_by),
        _block(words, "late", of_units(report, (Status.LATE,)), "branch"),
        _block(words, "waived", of_units(report, (Status.WAIVED,)), "branch"),
        _block(
            words, "shares", [one for rule, one in rolled if rule.shares and one.status not in UNREMARKABLE], "rule"
        ),
        _block(words, "census", [one for rule, one in rolled if not rule.shares], NOWHERE),
    )
    kept = tuple(
        one for one in blocks if one.count or (one.code in EMPTY and report.whole)
    )  # else it was not asked for
    unknown = of_units(report, (Status.UNKNOWN,))
    return Lists(kept, len(unknown), tuple(words.item(one) for one in unknown if one.code == "uncertain"))


def counted(words: Words) -> Lists:
    """No list, where there are too many findings to be read: only how many of single units are unknown."""
    return Lists((), sum(rule.counts[Status.UNKNOWN] for rule in words.report.rules if not rule.rolled_up), ())


def _block(words: Words, code: str, findings: list[Finding], grouping: str | None) -> Block:
    """Findings under their headings: the most urgent heading first, under each the most urgent finding."""
    alone = [("", sorted(findings, key=urgency))] if findings else []
    groups = alone if grouping == NOWHERE else by_responsible(words.phrases, findings, grouping)
    return Block(
        code=code,
        heading=words.translate(f"{code}-heading"),
        note=words.translate(f"{code}-none" if code in EMPTY and not findings else f"{code}-note"),
        groups=tuple(Group(title, tuple(map(words.item, _by_unit(many)))) for title, many in groups),
        count=len(findings),
        opened=words.office.options.unfolded or (len(findings) <= OPENED and code not in ("shares", "census")),
    )


def _by_unit(findings: list[Finding]) -> Iterable[Finding]:
    """The findings of a unit together, at the place of its most urgent one."""
    return chain.from_iterable(grouped(findings, attrgetter("unit")).values())


LENGTH, SEEN = 1000, 12
MOST_STEPS = 300


@dataclass(frozen=True, slots=True)
class Bar:
    """A step: a sign and a word where it is doomed or critical, what it is, when and how much is left over.

    `place`: of the status whose sign and colour it has; `start` and `length`: on the bar.
    """

    place: int
    marked: bool
    word: str
    title: str
    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Branch:
    """Who is responsible, how many steps there are and how many are doomed, and the bars of each unit."""

    title: str
    counts: str
    units: tuple[tuple[str, tuple[Bar, ...]], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The steps, the nearest first, as many as fit a page; `notes` say what a bar means and how many are left out."""

    title: str
    notes: tuple[str, ...]
    branches: tuple[Branch, ...]


def chart(words: Words) -> Chart | None:
    """The chart; None where the report holds no steps."""
    coming = words.report.ahead
    if coming is None or not coming.steps:
        return None
    nearest = sorted(coming.steps, key=lambda one: (not one.doomed, parse_day(one.finish), one.unit))
    notes = [words.translate("ahead-steps-note", first=on(words.report.as_of), last=on(coming.until))]
    if any(one.critical and not one.doomed for one in nearest):
        notes.append(words.translate("ahead-critical-note"))
    if len(nearest) > MOST_STEPS:
        notes.append(words.translate("ahead-steps-more", count=len(nearest) - MOST_STEPS))
    by_branch = grouped(nearest[:MOST_STEPS], lambda step: words.report.responsibility.branch_of(step.unit))
    title = words.translate("ahead-steps", day=coming.until.isoformat())
    return Chart(title, tuple(notes), tuple(_branch(words, coming, *one) for one in by_branch.items()))


def _branch(words: Words, coming: Ahead, branch: str, steps: Sequence[ComingStep]) -> Branch:
    doomed = sum(one.doomed for one in steps)
    by_unit = groupby(sorted(steps, key=attrgetter("unit")), attrgetter("unit"))  # each unit's steps stay in order
    units = ((words.phrases.unit(unit), tuple(_bar(words, coming, one) for one in those)) for unit, those in by_unit)
    counts = [words.translate("ahead-steps-of", count=len(steps))]
    counts += [words.translate("ahead-steps-doomed", count=doomed)] if doomed else []
    return Branch(words.phrases.body(branch), " · ".join(counts), tuple(units))


def _bar(words: Words, coming: Ahead, step: ComingStep) -> Bar:
    phrases, rule = words.phrases, words.report.rule_by_id.get(step.name)
    start, finish = parse_day(step.start), parse_day(step.finish)
    lead = (finish.first - start.first).days
    days = {"start": _day(words, start), "finish": _day(words, finish), "lead": lead}
    text = sentence(phrases, "plan-days" if lead else "plan-by", **days)
    status = Status.OVERDUE if step.doomed else Status.DUE_SOON if step.critical else Status.OPEN
    word = words.translate("ahead-critical") if step.critical and not step.doomed else ""
    at, end = (_at(words.report.as_of, coming.until, one.first) for one in (start, finish))
    at = min(at, LENGTH - SEEN)
    return Bar(
        PLACE[status],
        status is not Status.OPEN,
        slack(phrases, *step.slack) if step.doomed else word,
        phrases.short_fact(step.name) if rule is None else phrases.marked_title(rule),
        text if step.doomed else f"{text} · {slack(phrases, *step.slack)}",
        at,
        max(SEEN, end - at),
    )


def _day(words: Words, day: Day) -> str:
    return words.phrases.weekday(day.first) if day.exact else sentence(words.phrases, "plan-span", day=day)


def _at(first: date, last: date, day: date) -> int:
    """Where a day stands on the bar; what lies outside stands at its end."""
    return max(0, min(LENGTH, LENGTH * (day - first).days // max(1, (last - first).days)))
