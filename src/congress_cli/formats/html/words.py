"""The words of a page in one language: those of all formats, its own, and those of a finding and its proof."""

from __future__ import annotations

from decimal import Decimal

from congress_cli import dataclass
from congress_cli.days import Day, DayError, parse_day
from congress_cli.language import has, translate
from congress_cli.model.facts import plain as digits
from congress_cli.model.finding import Evidence, Finding, Status, complete
from congress_cli.model.report import Report, ReportedRule, ReportedUnit
from congress_cli.rendering.office import Office
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import once_alike
from congress_cli.rendering.status import NOW, STATUS
from congress_cli.text import sanitize

PLACE = {status: index for index, status in enumerate(Status)}
READ_FIRST = complete(
    (*NOW, Status.LATE, Status.DUE_SOON, Status.UNKNOWN, Status.OPEN, Status.WAIVED, Status.MET, Status.NOT_APPLICABLE)
)
SETTLED = (Status.MET, Status.LATE, Status.WAIVED, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Used:
    """A recorded fact in words: its name, what was recorded, who says so, and the line of the registry."""

    name: str
    value: str
    at: str
    source: str


@dataclass(frozen=True, slots=True)
class Item:
    """A finding in words. `place` is that of its status among all."""

    unit_id: str
    unit: str
    rule: ReportedRule
    title: str
    place: int
    standing: str
    last_day: str
    limit: str
    message: str
    remedy: str
    facts: tuple[Used, ...]


class Words:
    """One report in one language."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report = report
        self.language = language = options.language
        self.office = Office(report, options)
        self.phrases = self.office.phrases
        self.tasks_before = None if report.baseline is None else report.baseline.tasks
        self.counts_before = {} if report.baseline is None else report.baseline.counts or {}
        self._kinds = {fact.id: fact.kind for fact in report.facts}
        self._clauses = {one.id: one.vi if language == "vi" else one.en for one in report.clauses}
        self.message = once_alike(self._message)

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the page's own catalogue."""
        return translate(self.language, f"webpage.{code}", args, self.phrases.name_of)

    def item(self, finding: Finding) -> Item:
        """A finding and its proof in words."""
        rule = self.report.rule_by_id[finding.rule]
        return Item(
            unit_id=finding.unit,
            unit=self.phrases.unit(finding.unit),
            rule=rule,
            title=self.phrases.marked_title(rule),
            place=PLACE[finding.status],
            standing=self.standing(finding),
            last_day=self.phrases.last_day(finding),
            limit=self.limit(finding),
            message=self.message(finding),
            remedy="" if finding.status in SETTLED else self.phrases.remedy(rule),
            facts=tuple(self.used(one) for one in finding.evidence),
        )

    def standing(self, finding: Finding) -> str:
        """The status, more exactly where time has a part in it: `quá hạn 3 ngày`."""
        timed = finding.status in (Status.OVERDUE, Status.DUE_SOON)
        return (self.phrases.in_time(finding) if timed else "") or self.phrases.status(finding.status)

    def limit(self, finding: Finding) -> str:
        """The last day, and the plan that it rests on."""
        return "; ".join(part for part in (self.phrases.last_day(finding), self.phrases.plan(finding)) if part)

    def _message(self, finding: Finding) -> str:
        """What a finding says; of a roll-up also how many have each status."""
        message = self.phrases.message(finding)
        is_share = self.report.rule_by_id[finding.rule].shares
        counts = self.phrases.counts(finding.counts or {}) if is_share else ""
        return f"{message}: {counts}" if counts else message

    def used(self, evidence: Evidence) -> Used:
        """A recorded fact that a finding rests on."""
        name = self.phrases.name_of(evidence.fact)
        return Used(sanitize(name), self._value(evidence), sanitize(evidence.at), sanitize(evidence.source or ""))

    def _value(self, evidence: Evidence) -> str:
        kind = self._kinds.get(evidence.fact)
        day = day_of(evidence)
        if kind in ("event", "plan") and day is not None:
            return self.translate("on", day=day)
        if kind not in ("checklist", "measures") or not evidence.value:
            return sanitize(self.phrases.parts(evidence.fact, evidence.value))
        return ", ".join(self._part(evidence.fact, part) for part in evidence.value.split(", "))

    def _part(self, fact: str, part: str) -> str:
        """An item of a checklist, or an indicator and its figure."""
        item, _, figure = part.partition("=")
        name = sanitize(self.phrases.name_of(f"{fact}/{item}").removeprefix(f"{fact}/"))
        return f"{name} {self.translate('figure', figure=figure)}" if figure else name

    def clauses(self, rule: ReportedRule) -> list[tuple[str, str]]:
        """The sentences a rule comes from, in own words."""
        return [(sanitize(clause), sanitize(self._clauses.get(clause, ""))) for clause in rule.clause if clause != "H"]

    def percent(self, part: int, whole: int) -> str:
        """A percentage; what is there at all is never written as nothing."""
        if part and part * 1000 < whole:
            return self.translate("percent-below", percent=self.phrases.percent(1, 1000))
        return self.translate("percent", percent=self.phrases.percent(part, whole))

    def level(self, unit: ReportedUnit) -> str:
        """The level and the type of a unit."""
        return sanitize(f"{self.phrases.level(unit.level)}, {self.office.type_name(unit.type)}")

    def demand(self, rule: ReportedRule) -> str:
        """How binding a rule is, and who must act."""
        owners = ", ".join(self.phrases.owner(owner) for owner in rule.owner)
        return self.translate("demand", modality=self._term(rule.modality), owners=owners)

    def _term(self, word: str) -> str:
        """A word of the vocabulary of terms; one that a saved report has and the vocabulary lacks stands as it is."""
        return self.phrases.term(word) if has(self.language, f"terms.{word}") else sanitize(word)

    def number(self, value: int | Decimal | None) -> str:
        """A figure with the mark of the language; a dash where it is not known."""
        return "–" if value is None else self.translate("figure", figure=digits(Decimal(value)))

    def change(self, now: int, before: int | None) -> str:
        """By how much a number differs from that of the earlier report; empty where there is none."""
        if before is None:
            return ""
        return self.translate("change", change=f"{now - before:+d}".replace("-", "−") if now != before else "±0")

    @property
    def statuses(self) -> list[tuple[str, str, str]]:
        """The ten statuses: key, sign and word."""
        return [(status.value, STATUS[status].sign, self.phrases.status(status)) for status in Status]


def day_of(evidence: Evidence) -> Day | None:
    """The day that a recorded fact is dated, where it is nothing but a day."""
    try:
        return parse_day(evidence.value)
    except DayError:
        return None
