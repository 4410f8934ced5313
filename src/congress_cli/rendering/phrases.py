"""Sentences that formats share: the day, the units, a finding, and how much is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from congress_cli.days import Day, on
from congress_cli.language import describe, in_time, paper_name, period_name, translate
from congress_cli.model.finding import Evidence, Finding, Status
from congress_cli.model.progress import tenths
from congress_cli.text import sanitize

if TYPE_CHECKING:
    from congress_cli.model.report import Report, ReportedRule, ReportedType, ReportedUnit

ORGANISATION = "Đảng bộ "
MARKS = {"strive": " ◇", "should": " ○"}


MOST_REMEMBERED = 20_000
Made = TypeVar("Made")


def once_alike(make: Callable[[Finding], Made]) -> Callable[[Finding], Made]:
    """The same function, asked once for findings that say the same of different units."""
    made: dict[Hashable, Made] = {}

    def remembered(finding: Finding) -> Made:
        key = finding.signature
        found = made.get(key)
        if found is None:
            if len(made) >= MOST_REMEMBERED:
                made.clear()
            found = made[key] = make(finding)
        return found

    return remembered


class Phrases:
    """The words of one report in one language."""

    def __init__(self, report: Report, language: str) -> None:
        self.report = report
        self.language = language
        self._names = report.name_in(language)
        self.message = once_alike(self._message)
        self.last_day = once_alike(self._last_day)
        self.term = cache(self._term)
        self.owner = cache(self._owner)
        self.body = cache(self._body)
        self._kinds = {fact.id: fact.kind for fact in report.facts}

    def translate(self, code: str, **args: object) -> str:
        """A sentence of the screen's catalogue."""
        return translate(self.language, f"screen.{code}", args, self.name_of)

    def name_of(self, fact: str) -> str:
        """The name of a fact, item or indicator."""
        return self._names.get(fact, fact)

    def status(self, status: Status) -> str:
        """The word for a status."""
        return self.term(status.value)

    def _term(self, word: str) -> str:
        """A single word of the vocabulary of terms."""
        return translate(self.language, f"terms.{word}")

    def level(self, level: str) -> str:
        """The name of a level of units, as a line begins with it."""
        name = sanitize(self.report.word("level", level, self.language))
        return name[:1].upper() + name[1:]

    def _owner(self, owner: str) -> str:
        """The name of one who must act."""
        return sanitize(self.report.word("owner", owner, self.language))

    def percent(self, part: int, whole: int) -> str:
        """A percentage as `percent` writes it, in the language of these words."""
        return percent(part, whole, self.language)

    def branch_of(self, unit: ReportedUnit) -> ReportedUnit:
        """The unit just below the top that a unit is or stands under: who sees to it."""
        return self.report.unit_by_id[self.report.responsibility.branch_of(unit.id)]

    def task_force_of(self, unit: ReportedUnit) -> str | None:
        """The name of the task force that covers a unit."""
        force = self.report.responsibility.force_of(unit.id)
        return None if force is None else self.unit(force)

    def short_fact(self, fact: str) -> str:
        """The name of a fact without what stands in brackets behind it."""
        return sanitize(self.name_of(fact)).partition(" (")[0]

    def directive(self) -> str:
        """Which paper is judged by."""
        paper = self.report.directive
        return self._directive("directive", paper_name(paper.kind, paper.number, self.language))

    def short_directive(self) -> str:
        """Which paper is judged by, in a few words."""
        paper = self.report.directive
        return self._directive("directive-short", " ".join(filter(None, (paper.kind, paper.number))))

    def _directive(self, code: str, name: str) -> str:
        paper = self.report.directive
        issued = on(paper.issued)
        if paper.issuer is None:
            return self.translate(f"{code}+nobody", paper=name, issued=issued)
        return self.translate(code, paper=name, issued=issued, issuer=paper.issuer)

    def short_judged_day(self) -> str:
        """Which day is judged, and where it came from, in a few words."""
        return self._with_known(self.translate(f"day-{self.report.as_of_from}", day=on(self.report.as_of)))

    def term_of_office(self) -> str:
        """Which term the directive speaks of."""
        term = self.report.directive.term
        return "" if term is None else self.translate("term", term=term)

    def whole_directive(self, between: str) -> str:
        """Which paper is judged by, and its term where it has one."""
        return between.join(filter(None, (self.directive(), self.term_of_office())))

    def judged_day(self) -> str:
        """Which day is judged, and where it came from."""
        return self._with_known(self.translate(f"as-of-{self.report.as_of_from}", day=on(self.report.as_of)))

    def _with_known(self, text: str) -> str:
        """The judged day, and as known on which day where that is another question."""
        known = self.report.known
        if known is None:
            return text
        return f"{text}; {self.translate('known-at', day=on(known.at), count=known.undated)}"

    def since(self) -> str:
        """Since which earlier report the findings are new, and how many it had already; empty without one."""
        baseline = self.report.baseline
        if baseline is None:
            return ""
        return self.translate("since", path=baseline.path, day=on(baseline.as_of), **baseline.known)

    def verdict(self) -> list[tuple[str, str]]:
        """How much is to be done, done late, to be asked: tasks of single units alone, each part with its kind.

        The first part is `now`, or `none` where nothing is overdue, failed or unjudged.
        """
        tasks = self.report.tasks
        now = {"overdue": tasks.overdue, "failed": tasks.failed, "error": self.report.errors}
        kinds = [self.translate(f"verdict-part-{name}", count=count) for name, count in now.items() if count]
        first = self.translate("verdict-now", count=sum(now.values()), parts=", ".join(kinds)) if kinds else ""
        parts = [("now", first) if kinds else ("none", self.translate("verdict-none"))]
        rest = {"due_soon": tasks.due_soon, "late": tasks.late, "to_ask": tasks.to_ask}
        return parts + [(kind, self.translate(f"verdict-{kind}", count=count)) for kind, count in rest.items() if count]

    def unit(self, unit_id: str) -> str:
        """The name of a unit or a task force."""
        unit = self.report.unit_by_id.get(unit_id)
        if unit is not None:
            return sanitize(unit.name)
        forces = {force.id: force.name for force in self.report.task_forces}
        return sanitize(forces.get(unit_id, unit_id))

    def _body(self, who: str) -> str:
        """A unit as the committee that acts for it; a task force by its name."""
        unit = self.report.unit_by_id.get(who)
        return self.unit(who) if unit is None else self.committee(unit)

    def short_unit(self, unit_id: str) -> str:
        """The name of a unit in a list of such units: the body that it is the organisation of."""
        name = self.unit(unit_id)
        return name.removeprefix(ORGANISATION) if self.is_only(name) else f"{name} ({unit_id})"

    def is_only(self, name: str) -> bool:
        """Whether no other unit of the report has this name."""
        return self._bearers[name] < 2

    @cached_property
    def _bearers(self) -> Counter[str]:
        return Counter(sanitize(unit.name) for unit in self.report.units)

    def committee(self, unit: ReportedUnit) -> str:
        """The committee that acts for a unit, as its type calls it: Quận ủy for Đảng bộ quận; else the unit's name."""
        name, kind = sanitize(unit.name), self.types.get(unit.type)
        rest = name.removeprefix(ORGANISATION)
        if self.language != "vi" or rest == name or kind is None or kind.committee is None:
            return name
        committee, body = sanitize(kind.committee.vi), kind.vi.casefold()
        if rest.casefold().startswith(f"{body} "):
            return f"{committee} {rest[len(body) + 1 :]}"
        # Đảng ủy Khối, of a unit that is not called Khối by itself
        return f"{committee[: -len(body) - 1] if committee.casefold().endswith(f' {body}') else committee} {rest}"

    @cached_property
    def types(self) -> dict[str, ReportedType]:
        """Each type of unit under its id."""
        return {one.id: one for one in self.report.types}

    def title(self, rule: ReportedRule) -> str:
        """The rule's title."""
        return sanitize(rule.title.in_language(self.language))

    def marked_title(self, rule: ReportedRule) -> str:
        """The rule's title, marked where it is a goal or an advice."""
        return self.title(rule) + MARKS.get(rule.modality, "")

    def legend(self) -> list[str]:
        """What the marks behind titles mean, those that rules of the report have."""
        used = {rule.modality for rule in self.report.rules}
        return [self.translate(f"legend-{one}") for one in MARKS if one in used]

    def limit_event(self, rule: ReportedRule) -> str:
        """The event that a rule's limit is counted from, as a day; empty where it has none."""
        if rule.limit_event is None:
            return ""
        return self.translate("limit-event", event=self.short_fact(rule.limit_event))

    def counts(self, counts: Mapping[Status, int] | Mapping[str, int] | None) -> str:
        """How many have each status, those that occur."""
        pairs = [(Status(status), count) for status, count in (counts or {}).items() if count]
        return ", ".join(
            self.translate("count-of-status", count=count, status=self.status(status)) for status, count in pairs
        )

    def remedy(self, rule: ReportedRule) -> str:
        """What is to be done under a rule."""
        return "" if rule.remedy is None else sanitize(rule.remedy.in_language(self.language))

    def _message(self, finding: Finding) -> str:
        """What a finding says."""
        strive = self.report.rule_by_id[finding.rule].modality == "strive"
        return describe(finding, self.language, self.name_of, strive=strive)

    def in_time(self, finding: Finding) -> str:
        """How a finding stands in time."""
        strive = self.report.rule_by_id[finding.rule].modality == "strive"
        return in_time(finding, self.language, self.name_of, strive=strive)

    def _last_day(self, finding: Finding) -> str:
        """The last day of a finding, or the first and last where worlds differ; empty where there is none."""
        if finding.last_days is not None:
            return self.translate("last-days", days=Day(*finding.last_days))
        return "" if finding.last_day is None else self.translate("last-day", day=on(finding.last_day))

    def plan(self, finding: Finding) -> str:
        """The planned day that a last day rests on, and whether it has passed; empty where it rests on none."""
        if "planned" not in finding.args:
            return ""
        code = "plan-passed" if finding.args.get("plan_passed") else "by-plan"
        return translate(self.language, f"findings.{code}", finding.args, self.name_of)

    def recorded(self, evidence: Evidence) -> str:
        """A recorded value as people write it: days in words, all else as in the file."""
        if self._kinds.get(evidence.fact) in ("event", "plan"):
            with suppress(ValueError):  # a report may come from elsewhere and hold anything
                return self.translate("recorded-day", day=evidence.value)
        return self.parts(evidence.fact, evidence.value)

    def parts(self, fact: str, value: str) -> str:
        """Periods and cases of a recorded value in words; all else as in the file."""
        kind = self._kinds.get(fact)
        with suppress(ValueError, LookupError):
            if kind == "series":
                named = partial(period_name, self.language)
                return "; ".join(self._dated(one, ": ", named) for one in value.split(", "))
            if kind == "cases":
                number, *days = value.split(" ")
                texts = [self._dated(one, " ", lambda name: self.name_of(f"{fact}/{name}")) for one in days]
                return f"{number}: {', '.join(texts)}" if texts else number
        return value

    def _dated(self, written: str, mark: str, name_of: Callable[[str], str]) -> str:
        """`key=day` with both in words."""
        key, _, day = written.partition("=")
        return name_of(key) + (mark + self.translate("recorded-day", day=day) if day else "")

    def weekday(self, day: date) -> str:
        """A day with its weekday."""
        return self.translate("weekday", day=on(day))

    def totals(self) -> str:
        """How many findings have each status, those that occur."""
        return self.counts(self.report.totals)


def percent(part: int, whole: int, language: str) -> str:
    """A percentage with one decimal, rounded half up; 100 only if all count, 0 only if none does. Of nothing: 0."""
    mark = "," if language == "vi" else "."
    ones, tenth = divmod(tenths(part, whole), 10)
    return f"{ones}{mark}{tenth}"


SILENT = (Status.UNKNOWN, Status.NOT_APPLICABLE)


def narrowed(phrases: Phrases) -> Iterator[str]:
    """Which part was asked for, in the words of the command line; nothing where everything was."""
    asked = phrases.report.asked.by_option()
    text = " ".join(f"{option} {value}" for option, values in asked.items() if option != "--status" for value in values)
    if text:
        yield phrases.translate("selection", options=text)
    yield from left_out(phrases)


def left_out(phrases: Phrases) -> Iterator[str]:
    """That the findings are only those of some statuses, or only those that are new since a baseline."""
    statuses = phrases.report.asked.statuses
    if statuses:
        yield phrases.translate("shown-only", statuses=", ".join(phrases.status(Status(status)) for status in statuses))
    if phrases.report.baseline is not None:
        yield phrases.since()


def known(phrases: Phrases) -> Iterator[str]:
    """How many findings and units of how many are known, and what silence in the registry means."""
    report = phrases.report
    if report.as_of < report.directive.issued:
        yield phrases.translate("not-issued")
        return
    units = len(report.units)
    if not report.asked.statuses and report.baseline is None:
        findings = report.columns.saying(lambda one: one.status not in SILENT)
        known_units = {unit for column in findings.columns for unit in column.units} & set(report.unit_by_id)
        total = report.applicable
        count = total - report.totals[Status.UNKNOWN]
        yield phrases.translate("known", known=count, total=total, units=len(known_units), all_units=units)
    partial = sum(unit.records == "partial" for unit in report.units)
    if partial == units:
        yield phrases.translate("partial")
    elif partial:
        yield phrases.translate("partial-some", partial=partial, all_units=units)


def types_missing(phrases: Phrases) -> Iterator[str]:
    """Which types of units a level of the registry has none of, though the directive may speak of them."""
    report = phrases.report
    if not report.asked.everything or any(unit.records == "complete" for unit in report.units):
        return
    for level in dict.fromkeys(level for one in report.types for level in one.units):
        types = [one for one in report.types if level in one.units]
        present = [one.in_language(phrases.language) for one in types if one.units[level]]
        missing = [one.in_language(phrases.language) for one in types if not one.units[level]]
        if present and missing:
            name = phrases.level(level)
            yield phrases.translate("types-missing", level=name, present=present, missing=missing)
