"""What is looked up: one unit or task force whole, the vocabulary of a rulebook, the entries of a journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from congress_cli.app.check import report_on
from congress_cli.app.forecast import happened, plans_of
from congress_cli.app.search import fact_meant, meant
from congress_cli.days import Day, Today, on
from congress_cli.edit.journal import read_journal, recorded_of
from congress_cli.edit.transaction import Places
from congress_cli.errors import CongressError, UsageError
from congress_cli.explain import recorded
from congress_cli.explain.judged import Judged
from congress_cli.model.directive import EventTerm, MeasuresTerm, PlanTerm, SeriesTerm, Term
from congress_cli.model.facts import Named
from congress_cli.model.finding import Finding, Responsible, Status
from congress_cli.model.message import Unreadable
from congress_cli.model.registry import Unit
from congress_cli.model.report import Bilingual, Report, Selection
from congress_cli.reading.files import STDIN
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.words import selected
from congress_cli.screens.facts import Entry, Part, Reader
from congress_cli.screens.journal import FoundEntries
from congress_cli.screens.tree import branches
from congress_cli.screens.unit import Dossier, Upcoming
from congress_cli.text import vietnamese_order

UNDECIDED = (Status.UNKNOWN, Status.DUE_SOON, Status.OPEN)


def dossier(data: Data, unit_id: str, as_of: date | None, today: Today, words: Sequence[str] = ()) -> Dossier:
    """The dossier of a unit or task force on a day; `words` name the files on the command line.

    Raises UsageError where there is none of that id.
    """
    day = () if as_of is None else ("--as-of", as_of.isoformat())
    registry, rulebook = data.registry, data.rulebook
    counted = registry.below(unit_id) if unit_id in registry.by_id else registry.covered(unit_id, lambda unit: True)
    near = {unit_id, *(one.id for one in counted)}
    report = report_on(
        data, Selection(), data.judged_day(as_of, today), ("congress", "show", unit_id, *words, *day), near
    )
    run = Judged(registry, rulebook, report.as_of, report.columns, data.waivers, report.as_of_from)
    findings = run.of_unit(unit_id)
    tasks, of_forces = _tasks(report, unit_id)
    unit = registry.by_id.get(unit_id)
    source = registry.sources.get(unit_id)
    names = [name for name in rulebook.facts if unit is not None and name in unit.facts]
    return Dossier(
        report=report,
        id=unit_id,
        name=registry.name_of(unit_id),
        unit=unit,
        at=None if source is None else str(source.place),
        above=() if unit is None else tuple(reversed(list(registry.above(unit)))),
        below=_below(data, unit_id),
        facts=() if unit is None else tuple(recorded(run, unit, name) for name in names),
        tasks=tasks,
        of_forces=of_forces,
        findings=findings,
        coming=tuple(sorted(_coming(data, unit, findings, report.as_of), key=lambda one: one.day)),
        words=_words(rulebook),
        names=rulebook.names,
    )


def _below(data: Data, unit_id: str) -> tuple[Unit, ...]:
    """The units directly below, or those in the charge of a task force."""
    registry = data.registry
    found = [unit for unit in registry.units if unit_id in (unit.parent, unit.task_force)]
    return tuple(sorted(found, key=lambda one: vietnamese_order(one.name)))


def _tasks(report: Report, unit_id: str) -> tuple[Responsible, Mapping[str, int]]:
    """The work of a unit and of all below it, and that of task forces; of a task force what it must see to itself."""
    if unit_id in report.unit_by_id:
        branch = next(branches(report, unit_id, 0))
        return branch.tasks, branch.of_forces
    nothing = Responsible(unit_id, {}, {})
    return next((one for one in report.tasks.by_responsible if one.who == unit_id), nothing), {}


def _coming(data: Data, unit: Unit | None, findings: Iterable[Finding], as_of: date) -> Iterator[Upcoming]:
    """The last days of what is not done yet, and the days planned for it, from the judged day on."""
    for finding in findings:
        day = _last_day(finding)
        if day is not None and finding.status in UNDECIDED and day.last >= as_of:
            yield Upcoming(day, finding=finding)
    for name, event, day in () if unit is None else plans_of(data, unit):
        if unit is not None and day.last >= as_of and not happened(unit, event, as_of):
            yield Upcoming(day, plan=name)


def _last_day(finding: Finding) -> Day | None:
    if finding.last_days is not None:
        return Day(*finding.last_days)
    return None if finding.last_day is None else on(finding.last_day)


def _words(rulebook: Rulebook) -> Mapping[str, Bilingual]:
    """The names of levels, types and tags."""
    known = {"level": rulebook.levels, "type": rulebook.types, "tag": rulebook.tags}
    return {f"{word}:{key}": Bilingual(one.vi, one.en) for word, names in known.items() for key, one in names.items()}


def vocabulary(rulebook: Rulebook) -> tuple[Entry, ...]:
    """Every fact, in the order of the rulebook."""
    return tuple(_entry(name, term, rulebook) for name, term in rulebook.facts.items())


def _entry(name: str, term: Term, rulebook: Rulebook) -> Entry:
    planned = term.of if isinstance(term, PlanTerm) else None
    return Entry(
        id=name,
        kind=term.kind.value,
        name=_text(term),
        of=planned,
        after=term.after if isinstance(term, EventTerm) else None,
        period=term.form if isinstance(term, SeriesTerm) else None,
        parts=_parts(term),
        readers=tuple(_reader(rule, rulebook) for rule in rulebook.rules if _reads(rule, name, planned)),
    )


def _parts(term: Term) -> tuple[Part, ...]:
    if isinstance(term, MeasuresTerm):
        return tuple(Part(key, _text(one), one.unit, one.better) for key, one in term.indicators.items())
    return tuple(Part(key, _text(one)) for key, one in term.parts.items())


def _reads(rule: Rule, name: str, planned: str | None) -> bool:
    """Whether a rule reads a fact; a plan is read where its event gives a last day."""
    if planned is not None:
        return planned in rule.plan_events()
    return any(one.name == name for one in rule.reads())


def _reader(rule: Rule, rulebook: Rulebook) -> Reader:
    units = Bilingual(*(selected(rule.applies_to, rulebook, language) for language in ("vi", "en")))
    return Reader(rule.id, _text(rule.title), {owner: _text(rulebook.owners[owner]) for owner in rule.owner}, units)


def _text(named: Named) -> Bilingual:
    return Bilingual(named.vi, named.en)


def journal_of(
    project: Project, language: str, units: list[str], facts: list[str], since: date | None, by: str
) -> FoundEntries:
    """The entries of units, facts, days and an office. Raises CongressError where the journal cannot be read.

    A unit that only the journal knows is known as well.
    """
    if project.units == STDIN:
        raise UsageError("registry-is-stdin")
    kept = read_journal(Places(project).folder)
    data = _data(project)
    known = {change.unit for entry in kept.entries for change in entry.changes}
    ids = tuple(one for text in units for one in _known_as(text, data, known))
    names = {} if data is None else {unit.id: unit.name for unit in data.registry.units}
    if data is not None:
        names |= {name: by_language[language] for name, by_language in data.rulebook.names.items()}
    kept_facts = {change.where[3] for entry in kept.entries for change in entry.changes if len(change.where) > 3}
    wanted = [text if data is None or text in kept_facts else fact_meant(text, data.rulebook) for text in facts]
    entries = recorded_of(kept, ids, wanted, since, by)
    return FoundEntries(project.shown(kept.path), len(kept.entries), entries, names)


def _known_as(text: str, data: Data | None, known: Collection[str | None]) -> tuple[str, ...]:
    """Every id that a unit has or had; of one that only the journal knows, that one."""
    if data is None or (text in known and data.registry.now(text) not in data.registry.by_id):
        return (text,)
    one = text if text in data.registry.names else meant(text, data)
    unit = data.registry.by_id.get(one)
    return (one,) if unit is None else (one, *unit.was)


def _data(project: Project) -> Data | None:
    """The registry, for the names in it; its mistakes are no reason to show no journal."""
    try:
        return read_data(project)
    except (Unreadable, CongressError):
        return None
