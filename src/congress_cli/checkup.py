"""The main use case: read, judge, report. No clock, no terminal: the day is an argument."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from congress_cli import __version__
from congress_cli.collector import at_rest
from congress_cli.comparison import KnownBefore
from congress_cli.engine import judge
from congress_cli.errors import CongressError, UsageError
from congress_cli.model.directive import ChecklistTerm, Clause, MeasuresTerm, Owner, Term
from congress_cli.model.finding import Finding, Status
from congress_cli.model.note import Note
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.report import (
    Asked,
    Baseline,
    Input,
    Paper,
    Report,
    ReportedClause,
    ReportedFact,
    ReportedRule,
    ReportedTaskForce,
    ReportedType,
    ReportedUnit,
    Text,
    Tool,
    counted,
    problems_of,
)
from congress_cli.model.values import Named
from congress_cli.model.waivers import Waiver
from congress_cli.reading.diagnostics import Diagnostics, Spot, Unreadable
from congress_cli.reading.files import SourceFile, read_bytes, read_source, source_of
from congress_cli.reading.marked import Mapping as YamlMapping
from congress_cli.reading.project import Project, unit_files
from congress_cli.reading.report import Saved
from congress_cli.reading.root import root_mapping
from congress_cli.reading.rulebook import FORMAT, quick_rulebook, read_rulebook, rulebook_of
from congress_cli.reading.shape import spot_of
from congress_cli.reading.units import UnitsFiles
from congress_cli.reading.waivers import read_waivers
from congress_cli.rules import Rule, TimedRule
from congress_cli.rules.rulebook import Rulebook
from congress_cli.text import suggestions
from congress_cli.waiver_notes import waiver_notes
from congress_cli.watching import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Data:
    """All that was read."""

    registry: Registry
    rulebook: Rulebook
    waivers: tuple[Waiver, ...]
    rules_input: Input
    inputs: tuple[Input, ...]
    notes: tuple[Note, ...]
    diagnostics: Diagnostics


@dataclass(frozen=True, slots=True)
class Checkup:
    """The report and what is to be said beside it."""

    report: Report
    notes: tuple[Note, ...]


def read_data(
    project: Project,
    instead: Mapping[str, SourceFile] | None = None,
    *,
    warnings: bool = False,
    watch: Watch = unwatched,
) -> Data:
    """Registry, rulebook and waivers of a project; `instead`: sources, by shown path, in the place of files.

    Raises Unreadable with every mistake of all files. `warnings`: what is odd but readable is noted as well, which
    takes longer.
    """
    diagnostics = Diagnostics()
    given = instead or {}
    rulebook, rules_input = _read_rulebook(project, diagnostics, quickly=not warnings)
    files = unit_files(project.units)
    units = UnitsFiles(files.paths, project.shown, given, watch)
    quick = None if rulebook is None or warnings else units.quickly(rulebook)
    registry, digests = quick or units.telling(rulebook, diagnostics)
    waivers, waiver_source = _read_waivers(project, given, diagnostics)
    if diagnostics.errors or registry is None or rulebook is None:
        raise Unreadable(diagnostics)
    inputs = [rules_input, *(Input(path, digest) for path, digest in digests.items())]
    if waiver_source is not None:
        inputs.append(Input(waiver_source.path, waiver_source.sha256))
    inputs.sort(key=lambda one: one.path)
    notes = []
    if project.rules_are_shipped:
        notes.append(Note("rules-shipped"))
    if files.left_alone:
        notes.append(Note("files-left-alone", {"paths": [project.shown(path) for path in files.left_alone]}))
    return Data(registry, rulebook, waivers, rules_input, tuple(inputs), tuple(notes), diagnostics)


def _read_rulebook(project: Project, diagnostics: Diagnostics, *, quickly: bool) -> tuple[Rulebook | None, Input]:
    path = project.shown(project.rules)
    data = read_bytes(project.rules, path)
    rulebook = quick_rulebook(data) if quickly else None
    if rulebook is None:
        source = source_of(data, path, diagnostics)
        rulebook = None if source is None else read_rulebook(source, diagnostics)
    return rulebook, Input(path, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class RulesSource:
    """A rulebook and the file it was read from."""

    rulebook: Rulebook
    raw: YamlMapping
    path: str

    def place(self, loc: Sequence[int | str]) -> str:
        """Where something in it stands: path:line:column."""
        spot = spot_of(self.raw, loc, Spot(1, 1), on_key=True)
        return f"{self.path}:{spot.line}:{spot.column}"


def read_rules(path: Path | str, shown: str) -> RulesSource:
    """One rulebook alone. Raises Unreadable with every mistake in it."""
    diagnostics = Diagnostics()
    source = read_source(path, shown, diagnostics)
    raw = None if source is None else root_mapping(source, FORMAT, diagnostics)
    rulebook = None if raw is None else rulebook_of(raw, shown, diagnostics)
    if rulebook is None or raw is None:
        raise Unreadable(diagnostics)
    return RulesSource(rulebook, raw, shown)


def _read_waivers(
    project: Project, given: Mapping[str, SourceFile], diagnostics: Diagnostics
) -> tuple[tuple[Waiver, ...], SourceFile | None]:
    if project.waivers is None:
        return (), None
    shown = project.shown(project.waivers)
    source = given.get(shown) or read_source(project.waivers, shown, diagnostics)
    return (() if source is None else read_waivers(source, diagnostics) or ()), source


def check(
    project: Project,
    asked: Asked,
    as_of: date | None,
    today: date,
    earlier: Saved | None = None,
    watch: Watch = unwatched,
) -> Checkup:
    """Judge a project on a day: the one asked for, else the registry's own, else `today`.

    What an `earlier` report says as well is left out.

    Raises Unreadable, UsageError where something asked for does not exist, CongressError where nothing matches.
    """
    with at_rest():
        return _checked(project, asked, as_of, today, earlier, watch)


def _checked(
    project: Project, asked: Asked, as_of: date | None, today: date, earlier: Saved | None, watch: Watch
) -> Checkup:
    data = read_data(project, watch=watch)
    asked, taken = _by_id(asked, data.registry)
    report, findings, everything = _judged(data, asked, as_of, today, _command(project, asked, as_of), watch)
    if not findings:
        raise CongressError("nothing-matched")
    if earlier is not None:
        report = _since(earlier, report, findings)
    of_waivers = waiver_notes(data.waivers, data.registry, data.rulebook, everything, report.as_of)
    notes = (*data.notes, *taken, *of_waivers, *_term_note(data))
    return Checkup(report, notes)


def _by_id(asked: Asked, registry: Registry) -> tuple[Asked, list[Note]]:
    """The units asked for by id, and which of them a name was taken for. Raises UsageError."""
    named = [name for name in (*asked.units, *asked.under) if name not in registry.by_id]
    if not named:
        return asked, []
    from congress_cli.desk.naming import meant

    units = {name: meant(name, registry, task_forces=True) for name in asked.units}
    under = {name: meant(name, registry) for name in asked.under}
    taken = {name: registry.by_id[unit] for name, unit in {**units, **under}.items() if name != unit}
    notes = [Note("unit-meant", {"text": name, "id": unit.id, "name": unit.name}) for name, unit in taken.items()]
    return replace(asked, units=tuple(units.values()), under=tuple(under.values())), notes


def report_on(data: Data, asked: Asked, as_of: date | None, today: date, command: tuple[str, ...]) -> Report:
    """What was read, judged on a day; `command`: the words that make the report again.

    Raises UsageError where something asked for does not exist.
    """
    return _judged(data, asked, as_of, today, command)[0]


def _judged(
    data: Data, asked: Asked, as_of: date | None, today: date, command: tuple[str, ...], watch: Watch = unwatched
) -> tuple[Report, tuple[Finding, ...], tuple[Finding, ...]]:
    """The report; all findings of the selection, those of other statuses than asked for included; all there are."""
    scope = Scope(asked, data.registry, data.rulebook)
    day, came_from = judged_day(as_of, data.registry.as_of, today)
    all_findings = judge(data.registry, data.rulebook, day, data.waivers, watch=watch)
    findings = all_findings if asked.everything else tuple(filter(scope.takes, all_findings))
    return _report(data, scope, findings, day, came_from, command), findings, all_findings


def judged_day(asked: date | None, frozen: date | None, today: date) -> tuple[date, str]:
    """The judged day and where it came from: option, registry or today."""
    if asked is not None:
        return asked, "option"
    return (today, "today") if frozen is None else (frozen, "registry")


class Scope:
    """Which units and rules were asked for."""

    def __init__(self, asked: Asked, registry: Registry, rulebook: Rulebook) -> None:
        self.asked = asked
        self.registry = registry
        self._check_names(asked, registry, rulebook)
        self.rules = tuple(rule for rule in rulebook.rules if self._takes_rule(rule, rulebook.clauses))
        self._rule_ids = {rule.id for rule in self.rules}
        self._units = self._unit_ids(asked, registry)

    def takes(self, finding: Finding) -> bool:
        """Whether a finding is in the selection (its status aside)."""
        return finding.rule in self._rule_ids and self.takes_unit(finding.unit)

    def takes_unit(self, unit: str) -> bool:
        """Whether a unit or a task force is in the selection."""
        return self._units is None or unit in self._units

    def units(self) -> tuple[Unit, ...]:
        """The selected units and the superiors above them."""
        if self._units is None:
            return self.registry.units
        wanted = {unit for unit in self._units if unit in self.registry.by_id}
        for unit in tuple(wanted):
            wanted.update(above.id for above in self.registry.above(self.registry.by_id[unit]))
        return tuple(unit for unit in self.registry.units if unit.id in wanted)

    @staticmethod
    def _check_names(asked: Asked, registry: Registry, rulebook: Rulebook) -> None:
        forces = [force.id for force in registry.task_forces]
        clauses = [form for clause in rulebook.clauses for form in _clause_forms(clause.id)]
        for names, known, code in (
            (asked.units, [*registry.by_id, *forces], "unit-unknown"),
            (asked.under, list(registry.by_id), "unit-unknown"),
            (asked.rules, list(rulebook.by_id), "rule-unknown"),
            (asked.clauses, clauses, "clause-unknown"),
            (asked.owners, [owner.value for owner in Owner], "owner-unknown"),
            (asked.statuses, [status.value for status in Status], "status-unknown"),
        ):
            for name in names:
                if name not in known:
                    raise UsageError(code, text=name, known=suggestions(name, known))

    def _takes_rule(self, rule: Rule, clauses: Iterable[Clause]) -> bool:
        asked = self.asked
        if asked.rules and rule.id not in asked.rules:
            return False
        if asked.owners and not {owner.value for owner in rule.owner} & set(asked.owners):
            return False
        return not asked.clauses or any(set(_clause_forms(one)) & set(asked.clauses) for one in rule.clause)

    @staticmethod
    def _unit_ids(asked: Asked, registry: Registry) -> set[str] | None:
        if not asked.units and not asked.under:
            return None
        below = {unit: {unit, *(one.id for one in registry.below(unit))} for unit in asked.under}
        branch = set().union(*below.values())
        if not asked.units:
            return branch
        return set(asked.units) & branch if asked.under else set(asked.units)


def _clause_forms(clause: str) -> tuple[str, ...]:
    """What a clause may be asked for by: itself, its sentence, its paragraph (5.1b, 5.1, 5)."""
    sentence = clause.rstrip("abcdefghijklmnopqrstuvwxyz")
    return tuple(dict.fromkeys((clause, sentence, sentence.partition(".")[0])))


def _command(project: Project, asked: Asked, as_of: date | None) -> tuple[str, ...]:
    """The words that make the same report again, typed in the project's folder."""
    words = ["congress", "check", *project.words()]
    if as_of is not None:
        words += ["--as-of", as_of.isoformat()]
    for option, names in asked.by_option().items():
        words += [word for name in names for word in (option, name)]
    return tuple(words)


def _report(
    data: Data, scope: Scope, findings: Sequence[Finding], day: date, came_from: str, command: tuple[str, ...]
) -> Report:
    rulebook, registry, asked = data.rulebook, data.registry, scope.asked
    directive = rulebook.directive
    shown = tuple(one for one in findings if one.status in asked.statuses) if asked.statuses else tuple(findings)
    return Report(
        tool=Tool("congress", __version__),
        language=rulebook.language,
        as_of=day,
        as_of_from=came_from,
        command=command,
        directive=Paper(directive.number, directive.issued, directive.kind, directive.issuer, directive.term),
        rulebook=data.rules_input,
        inputs=data.inputs,
        baseline=None,
        asked=asked,
        types=_types(data),
        task_forces=tuple(
            ReportedTaskForce(force.id, force.name, registry.at(force.id)) for force in registry.task_forces
        ),
        units=tuple(_unit(unit, registry) for unit in scope.units()),
        rules=_rules(scope.rules, findings),
        clauses=tuple(ReportedClause(clause.id, clause.vi, clause.en, clause.check) for clause in rulebook.clauses),
        facts=tuple(_fact(name, term) for name, term in rulebook.facts.items()),
        totals=counted(findings),
        problems=problems_of(findings),
        findings=shown,
    )


def _since(earlier: Saved, report: Report, findings: Iterable[Finding]) -> Report:
    """Of a report what is new since an earlier one; how much is not, is said."""
    known = KnownBefore(earlier.report)
    old = [finding for finding in findings if known.has(finding)]
    problems = problems_of(old)
    source = earlier.source
    return replace(
        report,
        command=(*report.command, "--baseline", source.path),
        baseline=Baseline(source.path, source.sha256, earlier.report.as_of, problems),
        problems={grade: count - problems[grade] for grade, count in report.problems.items()},
        findings=tuple(finding for finding in report.findings if not known.has(finding)),
    )


def _types(data: Data) -> tuple[ReportedType, ...]:
    counts = Counter((unit.type, unit.level) for unit in data.registry.units)
    return tuple(
        ReportedType(name, one.vi, one.en, {level: counts[name, level] for level in one.level})
        for name, one in data.rulebook.types.items()
    )


def _unit(unit: Unit, registry: Registry) -> ReportedUnit:
    records = "complete" if registry.complete(unit) else "partial"
    return ReportedUnit(
        id=unit.id,
        name=unit.name,
        level=unit.level,
        type=unit.type,
        parent=unit.parent,
        task_force=unit.task_force,
        tags=unit.tags,
        records=records,
        at=registry.at(unit.id),
    )


def _rules(rules: Iterable[Rule], findings: Iterable[Finding]) -> tuple[ReportedRule, ...]:
    by_rule = {rule: list(group) for rule, group in groupby(findings, attrgetter("rule"))}
    return tuple(_rule(rule, by_rule.get(rule.id, [])) for rule in rules)


def _rule(rule: Rule, findings: list[Finding]) -> ReportedRule:
    days = {*map(attrgetter("last_day"), findings)} - {None}
    limit_event = rule.limit_event if isinstance(rule, TimedRule) else None
    return ReportedRule(
        id=rule.id,
        kind=rule.kind,
        clause=rule.clause,
        owner=tuple(owner.value for owner in rule.owner),
        modality=rule.modality.value,
        severity=rule.severity,
        limit_basis=rule.limit_basis,
        warn_days=rule.warn_days,
        title=_text(rule.title),
        remedy=None if rule.remedy is None else _text(rule.remedy),
        facts=rule.reads(),
        last_day=days.pop() if len(days) == 1 and limit_event is None else None,
        limit_event=limit_event,
        judged=len(findings),
        counts=counted(findings),
    )


def _fact(name: str, term: Term) -> ReportedFact:
    items = term.items if isinstance(term, ChecklistTerm) else {}
    indicators = term.indicators if isinstance(term, MeasuresTerm) else {}
    texts = {key: _text(named) for key, named in (*items.items(), *indicators.items())}
    return ReportedFact(name, term.kind.value, term.vi, term.en, texts)


def _text(named: Named) -> Text:
    return Text(named.vi, named.en)


def _term_note(data: Data) -> list[Note]:
    term, other = data.registry.term, data.rulebook.directive.term
    return [] if term == other else [Note("term-differs", {"term": term, "other": other})]
