"""What would change if some things were otherwise, as text or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from rich.text import Text

from congress_cli.language import translate
from congress_cli.model.ahead import (
    SIMULATION,
    SimulatedChange,
    SimulatedCounts,
    SimulationDocument,
    Standing,
    Told,
    written,
)
from congress_cli.model.comparison import Changed, Simulation
from congress_cli.model.finding import KINDS, Finding, Status
from congress_cli.model.report import Report
from congress_cli.rendering.console import Screen, finished, new_console
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.phrases import Phrases

MOST = 12


class _Page:
    """The report of now and that of the assumptions, drawn on one canvas."""

    def __init__(self, found: Simulation, options: RenderOptions) -> None:
        self.found, self.options = found, options
        self.console = new_console(options)
        self.before, self.after = found.comparison.old, found.comparison.new
        self.old = Screen(self.before, options, self.console)
        self.new = Screen(self.after, options, self.console)

    def translate(self, code: str, **args: object) -> str:
        return self.new.plain(translate(self.options.language, f"ahead.{code}", args))

    def assumed(self) -> Iterator[str]:
        for one in self.found.assumed:
            yield self.new.plain(translate(self.options.language, one, name_of=self.new.phrases.name_of))

    def standing(self, finding: Finding | None) -> Text:
        return Text(self.translate("not-judged")) if finding is None else self.new.status(finding.status)


def rendered(found: Simulation, options: RenderOptions) -> str:
    """What is assumed; the findings that would change, rule by rule; counts before and after; whose work."""
    page = _Page(found, options)
    page.new.head()
    for assumption in page.assumed() if found.assumed else [page.translate("nothing-assumed")]:
        page.new.line(page.translate("if", assumption=assumption) if found.assumed else assumption, "bold", hanging=2)
    _changes(page)
    if found.changes:
        _counts(page)
        _work(page)
    page.new.line()
    page.new.line(page.translate("nothing-written"), "dim")
    return finished(page.console, options)


def _changes(page: _Page) -> None:
    changes = page.found.changes
    heading = page.translate("would-change", count=len(changes), total=len(page.found.comparison.changes))
    page.new.heading(heading if changes else page.translate("no-change", total=len(page.found.comparison.changes)))
    for rule, of_rule in groupby(changes, key=lambda one: one.finding.rule):
        screen = page.old if rule not in page.after.rule_by_id else page.new
        page.new.line(screen.title(screen.report.rule_by_id[rule]) + f" ({rule})", "bold", indent=1, hanging=2)
        for _, alike in groupby(sorted(of_rule, key=_step), key=_step):
            _alike(page, list(alike))
    if page.found.other_last_days:
        page.new.line(page.translate("other-last-days", count=len(page.found.other_last_days)), indent=1, hanging=2)
    if page.found.elsewhere:
        page.new.line(page.translate("elsewhere", count=page.found.elsewhere), "dim", indent=1, hanging=2)


def _step(one: Changed) -> tuple[str, str]:
    """From which status to which."""
    return ("" if one.old is None else one.old.status.value, "" if one.new is None else one.new.status.value)


def _alike(page: _Page, changes: list[Changed]) -> None:
    """The units that go the same way, each with what would be said of it."""
    first = changes[0]
    head = Text.assemble(page.standing(first.old), page.new.plain(" → "), page.standing(first.new))
    page.new.line(head.append(f" · {page.translate('findings', count=len(changes))}", "dim"), indent=3, hanging=2)
    listed = changes if page.options.unfolded else changes[:MOST]
    for one in listed:
        screen = page.old if one.new is None else page.new
        finding = one.finding
        text = Text(f"{screen.phrases.unit(finding.unit)} ({finding.unit})")
        text.append(f": {page.new.plain(screen.phrases.message(finding))}", "dim")
        page.new.line(text, indent=5, hanging=2)
    if len(listed) < len(changes):
        page.new.line(page.translate("more", count=len(changes) - len(listed)), "dim", indent=5)


def _counts(page: _Page) -> None:
    """The statuses whose counts would be others."""
    page.new.heading(page.translate("counts-heading"), page.translate("counts-note"))
    for status in Status:
        before, after = page.before.totals[status], page.after.totals[status]
        if before != after:
            text = page.translate("from-to", old=before, new=after, difference=f"{after - before:+}")
            page.new.line(Text.assemble(page.new.status(status), f": {text}"), indent=1)


def _work(page: _Page) -> None:
    """The tasks and questions of each responsible one that would be more or fewer."""
    rows = list(_moved_work(page.before, page.after))
    if not rows:
        return
    page.new.heading(page.translate("work-heading"))
    for who, kinds in rows:
        text = ", ".join(
            page.translate(f"work-{kind}", counts=page.translate("from-to-short", old=old, new=new))
            for kind, (old, new) in kinds.items()
        )
        page.new.line(f"{page.new.phrases.body(who)} ({who}): {text}", indent=1, hanging=2)


def _moved_work(before: Report, after: Report) -> Iterator[tuple[str, dict[str, tuple[int, int]]]]:
    old, new = _work_of(before), _work_of(after)
    for who in sorted({*old, *new}, key=str.encode):
        counts = {kind: (old.get(who, {}).get(kind, 0), new.get(who, {}).get(kind, 0)) for kind in KINDS}
        moved = {kind: pair for kind, pair in counts.items() if pair[0] != pair[1]}
        if moved:
            yield who, moved


def _work_of(report: Report) -> dict[str, dict[str, int]]:
    return {one.who: {kind: one.own[kind] + one.below[kind] for kind in KINDS} for one in report.tasks.by_responsible}


def render_json(found: Simulation, options: RenderOptions) -> str:
    """The same for a program."""
    page = _Page(found, options)
    assumed = tuple(Told(one.key, one.args, text) for one, text in zip(found.assumed, page.assumed(), strict=True))
    changes, last_days = (
        tuple(_changed(one, page.before, page.after) for one in some) for some in (found.changes, found.other_last_days)
    )
    before, after = (SimulatedCounts(one.totals, one.problems, one.tasks) for one in (page.before, page.after))
    report = page.after
    return written(
        SimulationDocument(
            SIMULATION, report.as_of, report.as_of_from, assumed, before, after, found.elsewhere, changes, last_days
        )
    )


def _changed(one: Changed, before: Report, after: Report) -> SimulatedChange:
    sides = [(one.old, before), (one.new, after)]
    stands = [None if finding is None else _standing(finding, report) for finding, report in sides]
    task = [None if finding is None else report.kind_of_task(finding) for finding, report in sides]
    report = after if one.new is not None else before
    who, _ = report.responsibility.of(one.finding, report.rule_by_id[one.finding.rule])
    finding = one.finding
    return SimulatedChange(finding.unit, finding.rule, one.change.value, stands[0], stands[1], (task[0], task[1]), who)


def _standing(finding: Finding, report: Report) -> Standing:
    message = Phrases(report, report.language).message(finding)
    return Standing(finding.status, finding.last_day, finding.last_days, message)


RENDERERS: dict[str, Callable[[Simulation, RenderOptions], str]] = {"text": rendered, "json": render_json}
