"""The main use case: read, select, judge, report. No clock, no terminal: the day is an argument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from congress_cli import __version__, dataclass
from congress_cli.app.waivers import waiver_notes
from congress_cli.days import Today
from congress_cli.engine import judge
from congress_cli.engine.judging import Scope
from congress_cli.errors import CongressError
from congress_cli.model.directive import Term
from congress_cli.model.facts import Named
from congress_cli.model.finding import Finding, Findings, Status, count_tasks
from congress_cli.model.message import Message, Watch, names_of, unwatched
from congress_cli.model.registry import Records, Registry, Unit
from congress_cli.model.report import (
    Baseline,
    Bilingual,
    Known,
    Paper,
    Report,
    ReportedClause,
    ReportedFact,
    ReportedName,
    ReportedRule,
    ReportedTaskForce,
    ReportedType,
    ReportedUnit,
    Selection,
    Tool,
    counted,
    problems_of,
)
from congress_cli.reading.files import paused
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule

if TYPE_CHECKING:
    from congress_cli.reading.report import Saved


@dataclass(frozen=True, slots=True)
class Checkup:
    """The report and what is to be said beside it."""

    report: Report
    notes: tuple[Message, ...]


@paused()
def check(
    project: Project,
    asked: Selection,
    as_of: date | None,
    today: Today,
    earlier: Saved | None = None,
    watch: Watch = unwatched,
    *,
    known_at: date | None = None,
    ahead: int | None = None,
) -> Checkup:
    """Judge a project on a day: the one asked for, else the registry's own, else `today`.

    What an `earlier` report says as well is left out. `known_at`: only what was known at the end of that day counts.
    `ahead`: what comes in so many days after it is part of the report.

    Raises Unreadable, UsageError where something asked for does not exist, CongressError where nothing matches.
    """
    data = _read(project, known_at, watch)
    asked, taken = by_id(asked, data)
    command = _command(project, asked, as_of, data.known, ahead)
    report, findings, everything = _judged(data, asked, data.judged_day(as_of, today), command, watch)
    if not findings:
        raise CongressError("nothing-matched")
    if earlier is not None:
        report = _since(earlier, report, findings)
    if ahead is not None:
        from congress_cli.app.agenda import reported_ahead

        report = replace(report, ahead=reported_ahead(data, replace(asked, statuses=()), ahead, report.as_of))
    waivers = data.waivers
    of_waivers = waiver_notes(waivers, data.registry, data.rulebook, everything, report.as_of) if waivers else ()
    notes = (*data.notes, *taken, *of_waivers, *_term_note(data), *_units_named(data))
    return Checkup(report, notes)


def _read(project: Project, known_at: date | None, watch: Watch) -> Data:
    if known_at is None:
        return read_data(project, watch=watch)
    from congress_cli.app.known import read_known

    return read_known(project, known_at, watch=watch)


def by_id(asked: Selection, data: Data) -> tuple[Selection, list[Message]]:
    """What was asked for by id, and which units and rules a name was taken for. Raises UsageError."""
    if asked.everything:
        return asked, []
    from congress_cli.app.search import clause_meant, rule_meant, rules_meant, status_meant
    from congress_cli.model.typed import meaning

    book = data.rulebook
    asked, notes = _units_by_id(asked, data)
    rules: dict[str, list[str]] = {}
    for text in asked.rules:
        found, of_clause = rules_meant(text, book)
        rules[text] = found if of_clause else [rule_meant(text, book)]
        if found != [text]:
            notes.append(Message("notes.rules-meant", {"text": text, "rules": rules[text]}))
    by_id = replace(
        asked,
        rules=tuple(dict.fromkeys(rule for found in rules.values() for rule in found)),
        clauses=tuple(clause_meant(text, book) for text in asked.clauses),
        owners=tuple(meaning("owner", text, names_of(book.owners)) for text in asked.owners),
        statuses=tuple(map(status_meant, asked.statuses)),
    )
    return by_id, notes


def _units_by_id(asked: Selection, data: Data) -> tuple[Selection, list[Message]]:
    """The units asked for by id, and which of them a name was taken for. Raises UsageError."""
    registry = data.registry
    if all(name in registry.by_id for name in (*asked.units, *asked.under)):
        return asked, []
    from congress_cli.app.search import meant

    units = {name: meant(name, data, task_forces=True) for name in asked.units}
    under = {name: meant(name, data) for name in asked.under}
    taken = {name: one for name, one in {**units, **under}.items() if name != one}
    notes = [
        Message("notes.unit-meant", {"text": name, "id": one, "name": registry.name_of(one)})
        for name, one in taken.items()
    ]
    return replace(asked, units=tuple(units.values()), under=tuple(under.values())), notes


def report_on(
    data: Data, asked: Selection, day: tuple[date, str], command: tuple[str, ...], near: Collection[str] | None = None
) -> Report:
    """What was read, judged on a `judged_day`; `command`: the words that make it again; `near`: as `judge` takes it.

    Raises UsageError where something asked for does not exist.
    """
    return _judged(data, asked, day, command, near=near)[0]


def _judged(
    data: Data,
    asked: Selection,
    day: tuple[date, str],
    command: tuple[str, ...],
    watch: Watch = unwatched,
    near: Collection[str] | None = None,
) -> tuple[Report, Findings, Findings]:
    """The report; all findings of the selection, those of other statuses than asked for included; all there are.

    Raises CongressError where the registry has no unit, of which nothing could be said.
    """
    if not data.registry.units:
        raise CongressError("no-units")
    scope = Scope(asked, data.registry, data.rulebook)
    all_findings = judge(data.registry, data.rulebook, day[0], data.waivers, watch=watch, near=near)
    findings = all_findings if asked.everything else scope.taken(all_findings)
    return build_report(data, scope, findings, *day, command), findings, all_findings


def _command(
    project: Project, asked: Selection, as_of: date | None, known: Known | None, ahead: int | None
) -> tuple[str, ...]:
    """The words that make the same report again, typed in the project's folder."""
    words = ["congress", "check", *project.words()]
    if as_of is not None:
        words += ["--as-of", as_of.isoformat()]
    if known is not None:
        words += ["--known-at", known.at.isoformat()]
    if ahead is not None:
        words += ["--ahead", str(ahead)]
    for option, names in asked.by_option().items():
        words += [word for name in names for word in (option, name)]
    return tuple(words)


def _since(earlier: Saved, report: Report, findings: Iterable[Finding]) -> Report:
    """Of a report what is new since an earlier one; how much is not, is said.

    Raises CongressError where the earlier one is of another directive.
    """
    from congress_cli.app.compare import KnownBefore

    ours, theirs = report.directive, earlier.report.directive
    if (ours.number, ours.issued) != (theirs.number, theirs.issued):
        args = {"number": theirs.number, "other": ours.number}
        raise CongressError("baseline-other-directive", path=earlier.source.path, **args)
    known = KnownBefore(earlier.report, report.renamed)
    before, source = earlier.report, earlier.source
    alike = replace(before.asked, statuses=()) == replace(report.asked, statuses=())
    counted = (
        ({rule.id: rule.counts for rule in before.rules}, before.tasks)
        if alike and (earlier.with_tasks or before.whole)
        else ()
    )
    old = [finding for finding in findings if known.has(finding)]
    problems = problems_of(old)
    return replace(
        report,
        command=(*report.command, "--baseline", source.path),
        baseline=Baseline(source.path, source.sha256, before.as_of, problems, *counted),
        problems={grade: count - problems[grade] for grade, count in report.problems.items()},
        findings=tuple(finding for finding in report.findings if not known.has(finding)),
    )


def _units_named(data: Data) -> Iterator[Message]:
    """Units that rules name and the registry does not have."""
    for rule in data.rulebook.rules:
        missing = [one for one in rule.units_named() if one not in data.registry.by_id]
        if missing:
            yield Message("notes.units-not-in-registry", {"rule": rule.id, "units": missing})


def _term_note(data: Data) -> list[Message]:
    term, other = data.registry.term, data.rulebook.directive.term
    differ = term is not None and other is not None and term != other
    return [Message("notes.term-differs", {"term": term, "other": other})] if differ else []


Shown = TypeVar("Shown")


def build_report(
    data: Data, scope: Scope, findings: Findings, day: date, came_from: str, command: tuple[str, ...]
) -> Report:
    """The report of these findings; `command`: the words that make it again.

    Of `findings` those of other statuses than asked for are counted, not shown.
    """
    rulebook, registry, asked = data.rulebook, data.registry, scope.asked
    directive = rulebook.directive
    listed = findings.saying(lambda one: one.status in asked.statuses) if asked.statuses else findings
    units, rules = tuple(_units(scope.units(), registry)), _rules(scope.rules, findings)
    tasks = count_tasks(findings, {rule.id: rule for rule in rules}, {unit.id: unit for unit in units})
    return Report(
        tool=Tool("congress", __version__),
        language=rulebook.language,
        as_of=day,
        as_of_from=came_from,
        command=command,
        directive=_of(Paper, directive),
        rulebook=data.rules_input,
        inputs=data.inputs,
        baseline=None,
        asked=asked,
        types=_types(data),
        task_forces=tuple(_of(ReportedTaskForce, one, at=registry.at(one.id)) for one in registry.task_forces),
        units=units,
        rules=rules,
        clauses=tuple(_of(ReportedClause, clause) for clause in rulebook.clauses),
        facts=tuple(_fact(name, term) for name, term in rulebook.facts.items()),
        totals={status: sum(rule.counts[status] for rule in rules) for status in Status},
        tasks=tasks,
        problems=problems_of(findings),
        findings=listed,
        known=data.known,
        renamed=registry.renamed or None,
        languages=rulebook.languages,
        levels=_named(rulebook.levels),
        owners=_named(rulebook.owners),
    )


def _named(names: Mapping[str, Named]) -> tuple[ReportedName, ...]:
    return tuple(_of(ReportedName, named, id=one) for one, named in names.items())


def _of(form: type[Shown], source: object, **more: Any) -> Shown:
    """What the report shows of something: `more`, and all other fields of the form as the source has them."""
    return form(**{name: getattr(source, name) for name in _fields(form, *more)}, **more)


def _fields(form: type, *without: str) -> list[str]:
    return [field.name for field in fields(form) if field.name not in without]


def _types(data: Data) -> tuple[ReportedType, ...]:
    counts = Counter[tuple[str, str]]()
    for (level, type_, _), places in data.registry.alike.items():
        counts[type_, level] += len(places)
    return tuple(
        _of(
            ReportedType,
            one,
            id=name,
            units={level: counts[name, level] for level in one.level},
            committee=None if one.committee is None else _of(Bilingual, one.committee),
        )
        for name, one in data.rulebook.types.items()
    )


def _units(units: Sequence[Unit], registry: Registry) -> Iterator[ReportedUnit]:
    """The units as `_of` would make them, field by field, which is quicker for tens of thousands."""
    columns = {name: map(attrgetter(name), units) for name in _fields(ReportedUnit, "records", "at")}
    ids, records = [unit.id for unit in units], {True: Records.COMPLETE.value, False: Records.PARTIAL.value}
    columns["records"] = map(records.__getitem__, map(registry.completeness.__getitem__, ids))
    columns["at"] = map(registry.at, ids)
    return map(ReportedUnit, *map(columns.__getitem__, _fields(ReportedUnit)))


def _rules(rules: Iterable[Rule], findings: Findings) -> tuple[ReportedRule, ...]:
    by_rule = {column.rule: column for column in findings.columns}
    return tuple(_rule(rule, by_rule.get(rule.id, Findings(()))) for rule in rules)


def _rule(rule: Rule, findings: Findings) -> ReportedRule:
    days = {finding.last_day for finding, _ in findings.counts} - {None}
    return _of(
        ReportedRule,
        rule,
        title=_of(Bilingual, rule.title),
        remedy=None if rule.remedy is None else _of(Bilingual, rule.remedy),
        facts=rule.own_facts(),
        last_day=days.pop() if len(days) == 1 and rule.limit_event is None else None,
        limit_event=rule.limit_event,
        judged=len(findings),
        counts=counted(findings),
    )


def _fact(name: str, term: Term) -> ReportedFact:
    texts = {key: _of(Bilingual, named) for key, named in term.parts.items()}
    return _of(ReportedFact, term, id=name, items=texts)
