"""The work above all else: the verdict, what to do first, whom to ask for what, and who is responsible for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from heapq import nsmallest
from itertools import groupby
from operator import attrgetter

from congress_cli import dataclass
from congress_cli.formats.html.words import Item, Words
from congress_cli.model.finding import TASKS, TO_ASK, Responsible, Status, by_pair
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.status import NAMED, URGENT, of_units, questions, to_be_asked, urgency
from congress_cli.text import vietnamese_order

FIRST = 5
NEAR = 7  # days
WORK = frozenset({*TASKS, Status.UNKNOWN})
LOOK = {"now": 2, "none": 0, "due_soon": 4, "late": 1, "to_ask": 6}  # the status whose colour a part of the verdict has


@dataclass(frozen=True, slots=True)
class Question:
    """A rule under which units are to be asked: its last day, how many of how many, for what and which."""

    rule: ReportedRule
    title: str
    last_day: str
    count: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """How much somebody has to see to, own and below, and by how much that differs from the earlier report."""

    work: str
    own: int
    below: int
    change: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A committee or a task force, how much there is to do and to ask, and what of it falls due; None: not known.

    `lines`: the same rule by rule, where no findings stand below.
    """

    who: str
    name: str
    tasks: Amount
    near: int | None
    to_ask: Amount
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """The box and the table below it. `verdict`: parts, each with its colour and change.

    `first`: things to do, each with whom to call; `more`: how many are left out.
    """

    verdict: tuple[tuple[int, str, str], ...]
    first: tuple[tuple[Item, str], ...]
    more: int
    questions: tuple[Question, ...]
    ranked: tuple[Ranked, ...]


def work(words: Words, *, with_rules: bool) -> Work:
    """What a leader needs before anything else; `with_rules`: of those responsible also what they have by rule."""
    report = words.report
    urgent = of_units(report.bare, URGENT)
    first = nsmallest(FIRST, urgent, key=urgency)
    proven = by_pair(report.columns.at_units({one.unit for one in first}.__contains__))
    return Work(
        verdict=tuple((LOOK[kind], text, _change(words, kind)) for kind, text in words.phrases.verdict()),
        first=tuple((words.item(proven[one.unit, one.rule]), words.office.responsible(one)) for one in first),
        more=len(urgent[FIRST:]),
        questions=tuple(_questions(words)),
        ranked=tuple(_ranked(words, _rule_by_rule(words) if with_rules else {})),
    )


def _change(words: Words, kind: str) -> str:
    now, before = words.report.tasks, words.tasks_before
    if before is None:
        return ""
    if kind in ("now", "none"):
        return words.change(now.overdue + now.failed, before.overdue + before.failed)
    return words.change(getattr(now, kind), getattr(before, kind))


def _questions(words: Words) -> list[Question]:
    report, phrases = words.report, words.phrases
    by_rule = [(report.rule_by_id[name], list(some)) for name, some in groupby(to_be_asked(report), attrgetter("rule"))]
    return [
        Question(
            rule,
            phrases.marked_title(rule),
            phrases.last_day(some[0]),
            len(some),
            tuple(questions(phrases, rule, some)),
        )
        for rule, some in sorted(by_rule, key=lambda pair: -len(pair[1]))
    ]


def _rule_by_rule(words: Words) -> dict[str, tuple[str, ...]]:
    """What those responsible have to do and to ask under each rule."""
    report = words.report
    by_who: dict[str, list[str]] = {}
    for rule in report.rules:
        kinds = report.bare.by_rule[rule.id].saying(lambda one: one.status in WORK).made(report.kind_of_task)
        holders = report.responsibility.of_rule(rule)
        counts = Counter((holders[unit][0], kind) for unit, kind, _ in kinds if kind is not None)
        parts: dict[str, list[str]] = {}
        for (who, kind), count in sorted(counts.items()):
            parts.setdefault(who, []).append(words.translate("of-work", count=count, work=_word(words, rule, kind)))
        for who, some in parts.items():
            title = f"{rule.narrowest_clause} {words.phrases.marked_title(rule)}"
            by_who.setdefault(who, []).append(f"{title}: {', '.join(some)}")
    return {who: tuple(lines) for who, lines in by_who.items()}


def _word(words: Words, rule: ReportedRule, kind: str) -> str:
    """A kind of work in a word; of what is to be asked also the facts."""
    if kind != TO_ASK:
        return words.phrases.status(Status(kind))
    return words.translate("asked-for", facts=", ".join(map(words.phrases.short_fact, rule.facts[:NAMED])))


def _ranked(words: Words, lines: Mapping[str, tuple[str, ...]]) -> list[Ranked]:
    """Those responsible, who has most to do first, then who has most of it due, then who has most to ask."""
    report = words.report
    before = {one.who: one for one in words.tasks_before.by_responsible} if words.tasks_before else None
    near = Counter(
        report.responsibility.of(one, report.rule_by_id[one.rule])[0]
        for one in of_units(report.bare, (Status.DUE_SOON,))
        if one.days_left is not None and one.days_left <= NEAR
    )
    rows = [
        Ranked(
            one.who,
            words.phrases.body(one.who),
            _amount(words, "task", one, before),
            near[one.who] if report.whole else None,
            _amount(words, TO_ASK, one, before),
            lines.get(one.who, ()),
        )
        for one in report.tasks.by_responsible
    ]
    return sorted(rows, key=_order)


def _order(row: Ranked) -> tuple[object, ...]:
    tasks, to_ask = row.tasks, row.to_ask
    return -tasks.own - tasks.below, -(row.near or 0), -to_ask.own - to_ask.below, vietnamese_order(row.name), row.who


def _amount(words: Words, work: str, one: Responsible, before: Mapping[str, Responsible] | None) -> Amount:
    own, below = _counted(one, work)
    old = None if before is None else sum(_counted(before[one.who], work)) if one.who in before else 0
    return Amount(work, own, below, words.change(own + below, old))


def _counted(one: Responsible, work: str) -> tuple[int, int]:
    """How much of a kind of work, or of all tasks, somebody has, own and below."""
    kinds = [status.value for status in TASKS] if work == "task" else [work]
    return sum(one.own[kind] for kind in kinds), sum(one.below[kind] for kind in kinds)
