"""The top of a page: which paper and day, the totals with what they are out of, and how each rule stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from congress_cli.formats.html.words import PLACE, READ_FIRST, Words
from congress_cli.model.finding import PROBLEMS, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.coverage import known, narrowed
from congress_cli.rendering.status import STATUS

ALWAYS = (Status.OVERDUE, Status.FAILED, Status.LATE, Status.DUE_SOON, Status.UNKNOWN, Status.MET)
BAR, SEEN = 1000, 4


@dataclass(frozen=True, slots=True)
class Total:
    """How many findings have a status, out of all that concern their unit; `start` and `length` on the bar."""

    place: int
    status: str
    sign: str
    word: str
    count: int
    percent: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above everything else."""

    paper: str
    about: str
    day: str
    notes: tuple[str, ...]
    judged: bool
    total: int
    applicable: int
    summary: tuple[str, ...]
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule, its sentences in own words, its last day, and how many findings have each status."""

    id: str
    clause: str
    title: str
    clauses: tuple[tuple[str, str], ...]
    demand: str
    limit: str
    counts: tuple[tuple[int, str, int], ...]
    judged: int
    applicable: int


def head(words: Words) -> Head:
    """The paper, the day and the totals."""
    report, phrases = words.report, words.phrases
    return Head(
        paper=f"{phrases.directive()} · {phrases.term_of_office()}",
        about=words.translate("about", kind=report.directive.kind, number=report.directive.number),
        day=f"{phrases.judged_day()} · {phrases.translate('units', units=len(report.units))}",
        notes=(*narrowed(phrases), *known(phrases)),
        judged=report.as_of >= report.directive.issued,
        total=sum(report.totals.values()),
        applicable=report.applicable,
        summary=tuple(_summary(words)),
        totals=tuple(_totals(words)),
    )


def _summary(words: Words) -> list[str]:
    report, phrases = words.report, words.phrases
    covered, sentences = report.sentences
    scope = {"sentences": covered, "all_sentences": sentences, "rules": len(report.rules), "units": len(report.units)}
    told = [phrases.translate("totals-scope", **scope)]
    if report.applicable:
        met, percent = report.totals[Status.MET], phrases.percent(report.totals[Status.MET], report.applicable)
        told.insert(0, phrases.translate("totals-met", met=met, applicable=report.applicable, percent=percent))
        told.insert(1, _problems(words))
    outside = report.totals[Status.NOT_APPLICABLE]
    if outside:
        told.append(words.translate("outside", count=outside))
    return told


def _problems(words: Words) -> str:
    report, phrases = words.report, words.phrases
    violation, warning = report.problems["violation"], report.problems["warning"]
    if not violation and not warning:
        return phrases.translate("totals-clean" if report.baseline is None else "totals-no-new")
    rolled = sum(rule.counts[status] for rule in report.rules if rule.rolled_up for status in PROBLEMS)
    told = phrases.translate("totals-problems", violation=violation, warning=warning)
    return f"{told} {phrases.translate('totals-rolled', rolled=rolled)}" if rolled and report.baseline is None else told


def _totals(words: Words) -> list[Total]:
    report = words.report
    if not report.applicable:
        return []
    told = [status for status in READ_FIRST[:-1] if report.totals[status] or status in ALWAYS]
    lengths = _lengths([report.totals[status] for status in told], report.applicable)
    starts = accumulate(lengths, initial=0)
    return [_total(words, *place) for place in zip(told, starts, lengths, strict=False)]


def _total(words: Words, status: Status, start: int, length: int) -> Total:
    count = words.report.totals[status]
    percent = words.percent(count, words.report.applicable)
    sign, word = STATUS[status].sign, words.phrases.status(status)
    return Total(PLACE[status], status.value, sign, word, count, percent, start, length)


def _lengths(counts: list[int], total: int) -> list[int]:
    """The lengths on the bar; what is there at all can be seen, at the cost of the longest."""
    lengths = [max(SEEN, BAR * count // total) if count else 0 for count in counts]
    longest = max(range(len(counts)), key=counts.__getitem__, default=0)
    return [BAR - sum(lengths) + one if number == longest else one for number, one in enumerate(lengths)]


def rule_rows(words: Words) -> tuple[list[Status], list[RuleRow]]:
    """The statuses that occur, and a row a rule."""
    statuses = [status for status in Status if words.report.totals[status]]
    return statuses, [_row(words, rule, statuses) for rule in words.report.rules]


def _row(words: Words, rule: ReportedRule, statuses: list[Status]) -> RuleRow:
    return RuleRow(
        id=rule.id,
        clause=rule.narrowest_clause,
        title=words.phrases.marked_title(rule),
        clauses=tuple(words.clauses(rule)),
        demand=words.demand(rule),
        limit=_limit(words, rule),
        counts=tuple((PLACE[status], words.phrases.status(status), rule.counts[status]) for status in statuses),
        judged=rule.judged,
        applicable=rule.applicable,
    )


def _limit(words: Words, rule: ReportedRule) -> str:
    if rule.limit_event is not None:
        return words.phrases.translate("limit-event", event=words.phrases.name_of(rule.limit_event).partition(" (")[0])
    return "" if rule.last_day is None else words.phrases.weekday(rule.last_day)
