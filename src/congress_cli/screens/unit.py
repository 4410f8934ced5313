"""A dossier as text for a screen, and as JSON (`congress-unit/1`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from rich.text import Text

from congress_cli import dataclass
from congress_cli.days import Day
from congress_cli.formats.json import document, finding_as_json
from congress_cli.language import translate
from congress_cli.model.finding import PROBLEMS, Finding, Responsible, Status
from congress_cli.model.registry import Unit
from congress_cli.model.report import Bilingual, Report, counted
from congress_cli.rendering.console import Screen
from congress_cli.rendering.options import RenderOptions
from congress_cli.rules.proof import ProofStep
from congress_cli.screens.explanation import StepWords
from congress_cli.screens.tree import all_kinds, dotted, prefix, work_of
from congress_cli.text import sanitize

FOLDED = 5
FOLDED_BELOW = 8
FOLDED_COMING = 12


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A day still to come: the last day of a finding, or the day that a recorded fact plans."""

    day: Day
    finding: Finding | None = None
    plan: str | None = None


@dataclass(frozen=True)
class Dossier:
    """What is known of one unit; `unit` is None for a task force, whose units stand in `below`.

    `at`: where the unit stands in its file. `above` begins at the top. `facts` are steps that tell one recorded
    fact each. `tasks`: its own work and that of all below; `of_forces`: what task forces must see to there.
    `words` are the names of levels, types and tags as `level:upper`; `names` those of facts.
    """

    report: Report
    id: str
    name: str
    unit: Unit | None
    at: str | None
    above: tuple[Unit, ...]
    below: tuple[Unit, ...]
    facts: tuple[ProofStep, ...]
    tasks: Responsible
    of_forces: Mapping[str, int]
    findings: tuple[Finding, ...]
    coming: tuple[Upcoming, ...]
    words: Mapping[str, Bilingual]
    names: Mapping[str, Mapping[str, str]]


class _Sheet(Screen):
    """One dossier being drawn."""

    catalogue = "lookup"

    def __init__(self, dossier: Dossier, options: RenderOptions) -> None:
        super().__init__(dossier.report, options)
        self.dossier = dossier

    def word(self, key: str) -> str:
        """The name of a level, type or tag."""
        text = self.dossier.words.get(key)
        return key if text is None else sanitize(text.in_language(self.options.language))


def render(dossier: Dossier, options: RenderOptions) -> str:
    """The unit: its work, how it is judged, which days come next; then where it stands and what is recorded."""
    sheet = _Sheet(dossier, options)
    _head(sheet)
    _findings(sheet)
    _coming(sheet)
    _place(sheet)
    if dossier.unit is not None:
        _facts(sheet)
    return sheet.text()


def _head(sheet: _Sheet) -> None:
    dossier, unit = sheet.dossier, sheet.dossier.unit
    sheet.line(f"{sanitize(dossier.name)} ({dossier.id})", "bold")
    if unit is not None:
        sheet.line(" · ".join(_about(unit, sheet)))
        origin = [] if dossier.at is None else [sanitize(dossier.at)]
        origin += [sheet.translate("source", source=unit.source)] if unit.source else []
        if origin:
            sheet.line(" · ".join(origin), "dim")
        if unit.closed is not None:
            args = {"day": unit.closed.day, "into": unit.closed.into or ""}
            codes = ("closed", "with-into") if unit.closed.into else ("closed",)
            sheet.line(
                "; ".join(translate(sheet.options.language, f"proof.{code}", args) for code in codes), "bold yellow"
            )
    sheet.line(sheet.phrases.judged_day(), "dim")
    sheet.line()
    work = list(work_of(sheet, dossier.tasks, dossier.of_forces))
    sheet.line(dotted(work) if work else Text(sheet.translate("work-none")))


def _about(unit: Unit, sheet: _Sheet) -> list[str]:
    """Level, type, code, tags, task force and whether the records are complete."""
    reported = sheet.report.unit_by_id[unit.id]
    kinds = (sheet.word(f"level:{unit.level}"), sheet.word(f"type:{unit.type}"))
    parts = list({kind.casefold(): kind for kind in kinds}.values())
    parts += [sheet.translate("official", number=unit.code)] if unit.code else []
    parts += [sheet.word(f"tag:{tag}") for tag in unit.tags]
    if unit.task_force is not None:
        parts.append(sheet.translate("task-force-of", name=sheet.phrases.unit(unit.task_force), id=unit.task_force))
    return [*parts, sheet.translate(f"records-{reported.records}")]


def _place(sheet: _Sheet) -> None:
    """The superiors from the top, the unit, and the first of the units below."""
    dossier = sheet.dossier
    below = dossier.below
    if dossier.unit is None:
        sheet.heading(sheet.translate("charge-heading"), sheet.translate("count-charge", count=len(below)))
    else:
        count = sheet.translate("count-below", count=len(below)) if below else sheet.translate("none-below")
        sheet.heading(sheet.translate("place-heading"), count)
    last: tuple[bool, ...] = ()
    for unit in dossier.above:
        _unit_line(sheet, unit.id, unit.name, last)
        last = (*last, True)
    _unit_line(sheet, dossier.id, dossier.name, last, "bold")
    listed = below if sheet.options.unfolded else below[:FOLDED_BELOW]
    left = len(below) - len(listed)
    for number, unit in enumerate(listed, 1):
        _unit_line(sheet, unit.id, unit.name, (*last, number == len(below)))
    if left:
        command = sheet.other_command("tree", dossier.id) if dossier.unit is not None else sheet.command("--all")
        sheet.line(prefix((*last, True)) + sheet.translate("more-below", count=left, command=command), "dim", indent=1)


def _unit_line(sheet: _Sheet, unit: str, name: str, last: tuple[bool, ...], style: str = "") -> None:
    stem = prefix(last)
    sheet.line(Text(sheet.plain(stem), style="dim").append(f"{sanitize(name)} ({unit})", f"not dim {style}"), indent=1)


def _facts(sheet: _Sheet) -> None:
    dossier = sheet.dossier
    words = StepWords(dossier.names, sheet.options.language)
    count = sheet.translate("facts-count", count=len(dossier.facts))
    sheet.heading(sheet.translate("facts-heading"), count if dossier.facts else "")
    if not dossier.facts:
        sheet.line(sheet.translate("facts-none"), "dim", indent=1)
    for step in dossier.facts:
        text = Text(sheet.plain(words.step(step)))
        if "at" in step.args:
            text.append(f"  {sanitize(step.args['at'])}", style="dim")
        sheet.line(text, indent=1, hanging=2)


def _findings(sheet: _Sheet) -> None:
    """What is judged of the unit itself, then what adds up the units below, each with its own count."""
    findings, rules = sheet.dossier.findings, sheet.report.rule_by_id
    of_unit = [one for one in findings if not rules[one.rule].rolled_up]
    _judged(sheet, "findings-heading", of_unit)
    if len(of_unit) < len(findings):
        _judged(sheet, "rollups-heading", [one for one in findings if rules[one.rule].rolled_up])
    if findings:
        rule = (of_unit or findings)[0].rule
        sheet.line(sheet.translate("findings-why", unit=sheet.dossier.id, rule=rule), "dim", indent=1)


def _judged(sheet: _Sheet, heading: str, findings: list[Finding]) -> None:
    sheet.heading(sheet.translate(heading), sheet.phrases.counts(counted(findings)) if findings else "")
    if not findings:
        sheet.line(sheet.translate("findings-none"), "dim", indent=1)
        return
    room = max(len(sheet.status(one.status)) for one in findings) + 2
    for status, group in groupby(findings, key=lambda one: one.status):
        members = list(group)
        listed = members if sheet.options.unfolded or status in PROBLEMS else members[:FOLDED]
        for finding in listed:
            _finding(sheet, finding, room)
        if len(members) > len(listed):
            left = {"count": len(members) - len(listed), "status": sheet.phrases.status(status)}
            sheet.line(sheet.translate("findings-more", **left, command=sheet.command("--all")), "dim", indent=1 + room)


def _finding(sheet: _Sheet, finding: Finding, room: int) -> None:
    """A finding: status, title and rule; what it says; for what is still to do, its last day."""
    rule = sheet.report.rule_by_id[finding.rule]
    text = Text(f"{sheet.title(rule)} ({rule.id})")
    parts = [sheet.phrases.message(finding)]
    parts += [sheet.phrases.last_day(finding)] if finding.status in PROBLEMS else []
    text.append(sheet.plain(f": {'; '.join(part for part in parts if part)}"), style="dim")
    sheet.row(sheet.status(finding.status), text, room, indent=1)


def _coming(sheet: _Sheet) -> None:
    """The days still to come, each with what ends or is planned on it."""
    coming = sheet.dossier.coming
    count = sheet.translate("coming-count", count=len(coming))
    sheet.heading(sheet.translate("coming-heading"), count if coming else "")
    if not coming:
        sheet.line(sheet.translate("coming-none"), "dim", indent=1)
        return
    listed = coming if sheet.options.unfolded else coming[:FOLDED_COMING]
    for day, matters in groupby(listed, key=lambda one: one.day):
        sheet.line(_day(sheet, day), "bold", indent=1)
        _matters(sheet, matters)
    if len(coming) > len(listed):
        left = len(coming) - len(listed)
        sheet.line(sheet.translate("coming-more", count=left, command=sheet.command("--all")), "dim", indent=1)


def _day(sheet: _Sheet, day: Day) -> str:
    if not day.exact:
        return sheet.translate("coming-days", day=day)
    left = (day.first - sheet.report.as_of).days
    return sheet.translate("coming-day" if left else "coming-today", day=day, left=left)


def _matters(sheet: _Sheet, matters: Iterable[Upcoming]) -> None:
    for one in matters:
        if one.finding is None:
            sheet.line(sheet.translate("coming-plan", fact=one.plan), indent=3, hanging=2)
            continue
        rule = sheet.report.rule_by_id[one.finding.rule]
        text = Text(f"{sheet.sign(one.finding.status)} ", style=sheet.status(one.finding.status).style)
        text.append(f"{sheet.title(rule)} ({rule.id})", style="not bold default")
        if one.finding.status is Status.UNKNOWN:
            text.append(f" · {sheet.phrases.status(one.finding.status)}", style="not bold dim default")
        sheet.line(text, indent=3, hanging=2)


SCHEMA = "congress-unit/1"


def render_json(dossier: Dossier) -> str:
    """The unit, its neighbours, facts and findings, and the days still to come."""
    report, unit = dossier.report, dossier.unit
    names = report.name_in(report.language)
    tree = {
        "schema": SCHEMA,
        "id": dossier.id,
        "name": dossier.name,
        "at": dossier.at,
        **({} if unit is None else _unit(unit, report.unit_by_id[unit.id].records)),
        "above": [_neighbour(one) for one in dossier.above],
        "below": [_neighbour(one) for one in dossier.below],
        "as_of": report.as_of.isoformat(),
        "as_of_from": report.as_of_from,
        "tasks": {"own": all_kinds(dossier.tasks.own), "below": all_kinds(dossier.tasks.below)},
        "of_task_forces": all_kinds(dossier.of_forces),
        "facts": [dict(step.args) for step in dossier.facts],
        "findings": [finding_as_json(one, report, names) for one in dossier.findings],
        "coming": [_coming_as_json(one) for one in dossier.coming],
    }
    return document(tree)


def _unit(unit: Unit, records: str) -> dict[str, Any]:
    closed = None if unit.closed is None else unit.closed.model_dump(mode="json", exclude={"day"}, exclude_none=True)
    return {
        "level": unit.level,
        "type": unit.type,
        "code": unit.code,
        "source": unit.source,
        "tags": list(unit.tags),
        "task_force": unit.task_force,
        "records": records,
        "closed": None if unit.closed is None else {"day": str(unit.closed.day), **(closed or {})},
    }


def _neighbour(unit: Unit) -> dict[str, str]:
    return {"id": unit.id, "name": unit.name}


def _coming_as_json(one: Upcoming) -> dict[str, str | None]:
    finding = one.finding
    return {
        "day": str(one.day),
        "rule": None if finding is None else finding.rule,
        "status": None if finding is None else finding.status,
        "plan": one.plan,
    }
