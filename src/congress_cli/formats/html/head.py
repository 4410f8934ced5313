"""The top of a page: paper and day, totals, how each rule stands, and the grids of units by rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate

from congress_cli import dataclass
from congress_cli.formats.html.words import PLACE, READ_FIRST, Words
from congress_cli.language import paper_name
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.ahead import collision, day_ahead, sentence
from congress_cli.rendering.phrases import known, narrowed
from congress_cli.text import vietnamese_order

ALWAYS = (Status.OVERDUE, Status.FAILED, Status.LATE, Status.DUE_SOON, Status.UNKNOWN, Status.MET)
BAR, SEEN = 1000, 4
NEEDED = 3


@dataclass(frozen=True, slots=True)
class Total:
    """How many findings have a status, out of all that concern their unit; `rolled` sum up others.

    `start` and `length`: on the bar.
    """

    place: int
    status: str
    word: str
    count: int
    percent: str
    rolled: int
    change: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above everything else."""

    paper: str
    about: str
    day: str
    notes: tuple[str, ...]
    known: tuple[str, ...]
    applicable: int
    summary: tuple[str, ...]
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words, what would have to be recorded of its unknown findings, and where its counts have changed."""

    rule: ReportedRule
    title: str
    clauses: tuple[tuple[str, str], ...]
    demand: str
    limit: str
    need: str
    changes: Mapping[Status, str]

    @property
    def unknown(self) -> int:
        """How many findings are unknown."""
        return self.rule.counts[Status.UNKNOWN]

    @property
    def silent(self) -> bool:
        """Whether nothing is known of it."""
        return 0 < self.rule.applicable == self.unknown


def head(words: Words) -> Head:
    """The paper, the day and the totals."""
    report, phrases = words.report, words.phrases
    code = "compared" if words.tasks_before is not None else "not-compared"
    compared = [] if report.baseline is None else [words.translate(code)]
    return Head(
        paper=" · ".join(filter(None, (phrases.short_directive(), phrases.term_of_office()))),
        about=words.translate(
            "about", paper=paper_name(report.directive.kind, report.directive.number, words.language)
        ),
        day=f"{phrases.short_judged_day()} · {phrases.translate('units', units=len(report.units))}",
        notes=(*narrowed(phrases), *compared),
        known=tuple(known(phrases)),
        applicable=report.applicable,
        summary=tuple(_summary(words)),
        totals=tuple(_totals(words)),
    )


def _summary(words: Words) -> list[str]:
    report, phrases = words.report, words.phrases
    covered, sentences = report.sentences
    scope = {"sentences": covered, "all_sentences": sentences, "rules": len(report.rules), "units": len(report.units)}
    lines = [phrases.translate("totals-scope", **scope)]
    if report.applicable:
        met, percent = report.totals[Status.MET], phrases.percent(report.totals[Status.MET], report.applicable)
        lines.insert(0, phrases.translate("totals-met", met=met, applicable=report.applicable, percent=percent))
        lines.insert(1, _problems(words))
    outside = report.totals[Status.NOT_APPLICABLE]
    if outside:
        lines.append(words.translate("outside", count=outside))
    return lines


def _problems(words: Words) -> str:
    report, phrases = words.report, words.phrases
    violation, warning = report.problems["violation"], report.problems["warning"]
    if not violation and not warning:
        return phrases.translate("totals-clean" if report.baseline is None else "totals-no-new")
    rolled = sum(rule.counts[status] for rule in report.rules if rule.rolled_up for status in PROBLEMS)
    text = phrases.translate("totals-problems", violation=violation, warning=warning)
    return f"{text} {phrases.translate('totals-rolled', rolled=rolled)}" if rolled and report.baseline is None else text


def _totals(words: Words) -> list[Total]:
    report = words.report
    if not report.applicable:
        return []
    statuses = [status for status in READ_FIRST[:-1] if report.totals[status] or status in ALWAYS]
    lengths = _lengths([report.totals[status] for status in statuses], report.applicable)
    starts = accumulate(lengths, initial=0)
    return [_total(words, *place) for place in zip(statuses, starts, lengths, strict=False)]


def _total(words: Words, status: Status, start: int, length: int) -> Total:
    count = words.report.totals[status]
    percent = words.percent(count, words.report.applicable)
    word = words.phrases.status(status)
    rolled = sum(rule.counts[status] for rule in words.report.rules if rule.rolled_up)
    before = [counts[status] for counts in words.counts_before.values()]
    change = words.change(count, sum(before) if before else None)
    return Total(PLACE[status], status.value, word, count, percent, rolled, change, start, length)


def _lengths(counts: list[int], total: int) -> list[int]:
    """The lengths on the bar; what is there at all can be seen, at the cost of the longest."""
    lengths = [max(SEEN, BAR * count // total) if count else 0 for count in counts]
    longest = max(range(len(counts)), key=counts.__getitem__, default=0)
    return [BAR - sum(lengths) + one if number == longest else one for number, one in enumerate(lengths)]


def rule_rows(words: Words) -> dict[str, RuleRow]:
    """A row a rule, under its id."""
    return {rule.id: _row(words, rule) for rule in words.report.rules}


def _row(words: Words, rule: ReportedRule) -> RuleRow:
    return RuleRow(
        rule=rule,
        title=words.phrases.marked_title(rule),
        clauses=tuple(words.clauses(rule)),
        demand=words.demand(rule),
        limit=words.phrases.limit_event(rule) or (words.phrases.weekday(rule.last_day) if rule.last_day else ""),
        need=_need(words, rule),
        changes={
            status: words.change(rule.counts[status], before)
            for status, before in words.counts_before.get(rule.id, {}).items()
            if before != rule.counts[status]
        },
    )


def _need(words: Words, rule: ReportedRule) -> str:
    """What to record, or which parameter to enter, to be able to say."""
    findings = words.report.by_rule[rule.id]
    missing = sorted({str(one.args["param"]) for one, _ in findings.counts if one.code == "parameter-missing"})
    if missing:
        return words.phrases.translate("unknown-parameter", params=", ".join(missing))
    return ", ".join(words.phrases.name_of(fact) for fact in rule.facts[:NEEDED])


TOP = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, and the place of its status under each rule of its grid; none where the rule does not concern it."""

    id: str
    name: str
    cells: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The units of one superior, and how many of their findings have each status, roll-ups apart, the worst first."""

    title: str
    columns: tuple[ReportedRule, ...]
    rows: tuple[Row, ...]
    counts: tuple[tuple[int, str, int], ...]
    applicable: int
    is_top: bool


def grids(words: Words) -> list[Grid]:
    """The grids, that of the top first, then by the name of the superior."""
    by_group: dict[str, dict[str, list[Finding]]] = {}
    for finding in words.report.findings:
        by_group.setdefault(_group(words, finding.unit), {}).setdefault(finding.unit, []).append(finding)
    ordered = sorted(by_group, key=lambda group: (group != TOP, vietnamese_order(words.phrases.unit(group)), group))
    return [_grid(words, group, by_group[group]) for group in ordered]


def _group(words: Words, unit_id: str) -> str:
    """The superior whose grid a unit stands in; the top and what stands just below it have a grid of their own."""
    unit = words.report.unit_by_id.get(unit_id)
    if unit is None:
        return TOP
    branch = words.phrases.branch_of(unit)
    return TOP if branch is unit else branch.id


def _grid(words: Words, group: str, by_unit: dict[str, list[Finding]]) -> Grid:
    used = {finding.rule for findings in by_unit.values() for finding in findings}
    columns = tuple(rule for rule in words.report.rules if rule.id in used)
    alone = {rule.id for rule in columns if not rule.rolled_up}
    counts = Counter(one.status for findings in by_unit.values() for one in findings if one.rule in alone)
    return Grid(
        title=words.phrases.committee(words.report.unit_by_id[group]) if group else words.translate("grid-top"),
        columns=columns,
        rows=tuple(_grid_row(words, unit, by_unit[unit], columns) for unit in _ordered(words, by_unit)),
        counts=tuple(_status_counts(words, counts)),
        applicable=counts.total() - counts[Status.NOT_APPLICABLE],
        is_top=group == TOP,
    )


def _ordered(words: Words, units: Iterable[str]) -> list[str]:
    """Units by level as the report has them (task forces last), then by name."""
    known = words.report.unit_by_id

    def key(unit: str) -> tuple[object, ...]:
        name = vietnamese_order(words.phrases.unit(unit))
        return unit not in known, unit in known and known[unit].parent is not None, name, unit

    return sorted(units, key=key)


def _grid_row(words: Words, unit: str, findings: list[Finding], columns: tuple[ReportedRule, ...]) -> Row:
    places = {finding.rule: PLACE[finding.status] for finding in findings}
    return Row(unit, words.phrases.unit(unit), tuple(places.get(rule.id) for rule in columns))


def _status_counts(words: Words, counts: Counter[Status]) -> Iterable[tuple[int, str, int]]:
    for status in READ_FIRST:
        if counts[status] and status is not Status.NOT_APPLICABLE:
            yield PLACE[status], words.phrases.status(status), counts[status]


def ahead(words: Words) -> list[tuple[str, list[str]]]:
    """What comes, under headings: promises not kept, what turns on which day, planned days that collide."""
    coming, phrases = words.report.ahead, words.phrases
    if coming is None:
        return []
    promises = [
        f"{phrases.unit(one.unit)}: {sentence(phrases, 'ask-promise', fact=one.event, day=one.day)}"
        for one in coming.promises
    ]
    days = [day_ahead(phrases, day) for day in coming.days]
    collisions = [collision(phrases, one) for one in coming.collisions]
    parts = {"ahead-promises": promises, "ahead-days": days, "ahead-collisions": collisions}
    until = coming.until.isoformat()
    return [(words.translate(code, day=until), lines) for code, lines in parts.items() if lines]
