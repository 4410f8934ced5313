"""A plan made backwards: what must begin and end when, as text with bars, JSON, Word or a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rich.text import Text

from congress_cli.days import Day, on
from congress_cli.model.ahead import Told, written
from congress_cli.model.finding import Status
from congress_cli.model.message import Message
from congress_cli.model.plan import PLAN, PlanDocument, Plans, PlanStep, PlanStepDocument, UnitPlan, UnitPlanDocument
from congress_cli.rendering.ahead import slack
from congress_cli.rendering.office import Office, saved
from congress_cli.rendering.options import RenderOptions
from congress_cli.screens.agenda import ReportWords
from congress_cli.screens.agenda_formats import collision_document

LABEL = 34
WORK, ROOM, NOTHING = "█", "░", "·"


class _Words(ReportWords):
    """The words of some plans in one language."""

    def title(self, name: str) -> str:
        """The name of an event, or the title of the rule whose matter it is."""
        rule = self.report.rule_by_id.get(name)
        return self.phrases.short_fact(name) if rule is None else self.screen.title(rule)

    def day(self, day: Day | None) -> str:
        """A day with its weekday, or the span that it may be in."""
        if day is None:
            return self.translate("plan-no-day")
        return self.phrases.weekday(day.first) if day.exact else self.translate("plan-span", day=day)

    def slack(self, step: PlanStep) -> str:
        """How many days are left over; how many lack where it no longer fits."""
        return "" if step.slack is None else slack(self.phrases, *step.slack)

    def why(self, message: Message | None) -> str:
        """What gives a latest finish."""
        if message is None:
            return ""
        args = dict(message.args)
        if "step" in args:
            args["step"] = self.title(args["step"])
        if "rule" in args:
            args["title"] = self.title(args["rule"])
        return self.sentence(Message(message.code, args))


def rendered(found: Plans, options: RenderOptions) -> str:
    """Unit by unit: the critical chain, a row with a bar for each step, and what is doomed; then the collisions."""
    words = _Words(found.report, options)
    screen = words.screen
    screen.head()
    steps = sum(len(one.steps) for one in found.units)
    head = words.translate("plan-sum", count=steps, units=len(found.units), doomed=found.doomed)
    screen.line(head if steps else words.translate("plan-none"), "bold red" if found.doomed else "bold", hanging=2)
    for one in found.units:
        _unit(words, one)
    words.collisions(found.collisions)
    return screen.text()


def _unit(words: _Words, plan: UnitPlan) -> None:
    screen = words.screen
    screen.heading(words.named(plan.unit), words.translate("plan-unit", count=len(plan.steps), doomed=len(plan.doomed)))
    if len(plan.chain) > 1:
        chain = " → ".join(map(words.title, plan.chain))
        screen.line(words.translate("plan-chain", chain=chain), indent=1, hanging=2)
    dated = [step for step in plan.steps if step.latest_finish is not None]
    ends = [step.latest_finish.last for step in dated if step.latest_finish is not None]
    for step in dated:
        _step(words, step, max(ends))
    others = [words.title(step.name) for step in plan.steps if step.latest_finish is None]
    if others:
        screen.line(words.translate("plan-others", names=others), "dim", indent=1, hanging=2)


def _step(words: _Words, step: PlanStep, end: date) -> None:
    """One step: from when to when, how much is left over, a bar, and why."""
    screen = words.screen
    style = "bold red" if step.doomed else "yellow" if step.perhaps_doomed else ""
    status = Status.OVERDUE if step.doomed else Status.DUE_SOON
    sign = screen.sign(status) if step.doomed or step.critical else " "
    head = Text(screen.plain(f"{sign} {words.title(step.name)}"), style or ("bold" if step.critical else ""))
    head.append(f"  {words.slack(step)}", "not bold dim default" if not step.doomed else "")
    screen.line(head, indent=1, hanging=2)
    days = words.day(step.latest_finish)
    if step.lead:
        days = words.translate("plan-days", start=words.day(step.latest_start), finish=days, lead=step.lead)
    else:
        days = words.translate("plan-by", finish=days)
    own = step.why is not None and step.why.args.get("rule") == step.name
    text = days if step.why is None or own else f"{days} · {words.why(step.why)}"
    screen.line(text, "dim", indent=3, hanging=2)
    screen.line(_bar(words, step, end), indent=3)


def _bar(words: _Words, step: PlanStep, end: date) -> Text:
    """From the judged day to the last of all: room that is left, then the days of work that must not begin later."""
    as_of = words.report.as_of
    width = max(20, min(words.options.width - 6, 70))
    days = max(1, (end - as_of).days)

    def at(day: date) -> int:
        return max(0, min(width, round(width * (day - as_of).days / days)))

    start, finish = step.latest_start or on(as_of), step.latest_finish or on(as_of)
    room, work = at(start.first), max(1, at(finish.first) - at(start.first))
    room = min(room, width - work)
    text = Text(words.screen.plain(ROOM * room), "cyan")
    text.append(words.screen.plain(WORK * work), "red" if step.perhaps_doomed else "green")
    return text.append(words.screen.plain(NOTHING * (width - room - work)), "dim")


# ---------------------------------------------------------------- for programs and files


def render_json(found: Plans, options: RenderOptions) -> str:
    """The same for a program."""
    words, report = _Words(found.report, options), found.report
    units = tuple(
        UnitPlanDocument(
            one.unit, words.phrases.unit(one.unit), one.chain, tuple(_document(words, step) for step in one.steps)
        )
        for one in found.units
    )
    collisions = tuple(collision_document(words, one) for one in found.collisions)
    return written(PlanDocument(PLAN, report.as_of, report.as_of_from, found.doomed, units, collisions))


def _document(words: _Words, step: PlanStep) -> PlanStepDocument:
    return PlanStepDocument(
        step.name,
        words.title(step.name),
        step.rules,
        step.lead,
        str(step.earliest_finish),
        None if step.latest_start is None else str(step.latest_start),
        None if step.latest_finish is None else str(step.latest_finish),
        step.slack,
        step.waits_for,
        None if step.why is None else Told(step.why.key, step.why.args, words.why(step.why)),
        step.critical,
        step.doomed,
        step.perhaps_doomed,
    )


def render_ics(found: Plans, options: RenderOptions) -> bytes:
    """An all-day entry on the latest finish of each step, from its latest start."""
    from congress_cli.formats.ics import calendar, whole_days

    words, report = _Words(found.report, options), found.report
    entries = []
    for unit, step in ((plan.unit, step) for plan in found.units for step in plan.steps):
        if step.latest_start is not None and step.latest_finish is not None:
            days = step.latest_start.first, step.latest_finish.first
            uid = f"plan {report.directive.number} {unit} {step.name}"
            summary = words.translate("ics-plan", unit=words.phrases.unit(unit), step=words.title(step.name))
            parts = filter(None, (words.slack(step), words.why(step.why)))
            entries.append(whole_days(report.as_of, uid, days, summary, parts))
    return calendar(Office(report, options), entries).encode()


HEADS = ("step", "start", "finish", "slack", "why")


def render_docx(found: Plans, options: RenderOptions) -> bytes:
    """A paper with a table for each unit, to be sent to it."""
    from docx import Document

    words, document = _Words(found.report, options), Document()
    document.add_paragraph(words.phrases.directive()).runs[0].bold = True
    document.add_paragraph(words.phrases.judged_day())
    for plan in found.units:
        document.add_paragraph(words.named(plan.unit)).runs[0].bold = True
        table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
        for cell, name in zip(table.rows[0].cells, HEADS, strict=True):
            cell.text = words.translate(f"plan-head-{name}")
        for step in plan.steps:
            days = (words.day(step.latest_start), words.day(step.latest_finish))
            texts = (words.title(step.name), *days, words.slack(step), words.why(step.why))
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    for one in found.collisions:
        document.add_paragraph(words.collision(one))
    return saved(document, Office(found.report, options))


RENDERERS: dict[str, Callable[[Plans, RenderOptions], str | bytes]] = {
    "text": rendered,
    "json": render_json,
    "ics": render_ics,
    "docx": render_docx,
}
