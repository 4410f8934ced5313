"""The work of the table: what to do now, what is due soon, what to ask, what was done late, what is waived."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from congress_cli.formats.table.block import PLACES, Block, Draft, drawn, folded, heading_of, more
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.console import Screen
from congress_cli.rendering.phrases import Phrases, once_alike
from congress_cli.rendering.status import (
    NOW,
    URGENT,
    by_responsible,
    of_units,
    own_and_below,
    questions,
    responsible,
    some,
    to_be_asked,
    urgency,
    whom,
)
from congress_cli.text import sanitize

if TYPE_CHECKING:
    from rich.text import Text

FEW = 3
LISTED_ELSEWHERE = frozenset({*URGENT, Status.LATE, Status.WAIVED})


def tasks(screen: Screen) -> Block | None:
    """What is overdue or failed, by the one who is responsible, each with its remedy."""
    findings = _of_units(screen, NOW)
    if not findings:
        return None
    heading = screen.translate("todo-heading")
    draft, items, firsts = Draft(screen), _Items(screen), []
    for name, members in by_responsible(screen.phrases, findings, screen.options.group_by):
        first, *others = members
        firsts.append(first)
        count = own_and_below(screen.phrases, members)
        draft.add(partial(_group_and_item, items, screen.plain(name), count, first), brief=True)
        for finding in others:
            draft.add(partial(items.draw, finding), brief=True)
    first = min(firsts, key=urgency)
    why = screen.translate("todo-why", command=screen.other_command("explain", first.unit, first.rule))
    return Block(
        PLACES["tasks"],
        heading_of(screen, heading, str(len(findings))),
        tuple(draft.entries),
        folded(screen, heading, screen.translate("work", count=len(findings))),
        screen.plain(f"{heading} {len(findings)}"),
        partial(more, screen, "more"),
        () if screen.options.quiet else drawn(screen, lambda part: part.line(why, "dim", indent=1, hanging=2)),
    )


def due_soon(screen: Screen) -> Block | None:
    """What is due within the days of warning, the nearest last day first."""
    findings = sorted(_of_units(screen, (Status.DUE_SOON,)), key=urgency)
    if not findings:
        return None
    heading = screen.translate("soon-heading")
    draft, items = Draft(screen), _DueItems(screen)
    days = []
    for last_day, group in groupby(findings, key=screen.phrases.last_day):
        members = list(group)
        names = list(dict.fromkeys(responsible(screen.phrases, one, screen.options.group_by) for one in members))
        days.append(screen.translate("soon-day", day=last_day, count=len(members), names=some(screen.phrases, names)))
        for finding in members:
            draft.add(partial(items.draw, finding), brief=True)
    return Block(
        PLACES["due-soon"],
        heading_of(screen, heading, str(len(findings))),
        tuple(draft.entries),
        folded(screen, heading, f"{len(findings)} · {'; '.join(days)}"),
        screen.plain(f"{heading} {len(findings)}"),
        partial(more, screen, "more"),
    )


def to_ask(screen: Screen) -> Block | None:
    """What the registry cannot decide although its last day has passed or is near, a rule after the other."""
    report = screen.report
    asked = to_be_asked(report)
    if not asked:
        return None
    heading = screen.translate("ask-heading")
    draft = Draft(screen)
    by_rule = {name: list(members) for name, members in groupby(asked, key=lambda one: one.rule)}
    examples: dict[str, Finding] = {}
    for name, members in by_rule.items():
        rule = report.rule_by_id[name]
        draft.add(partial(_question, rule, members), len(members), brief=True)
        if rule.facts:
            undecided = [one for one in members if one.code == "uncertain"]
            examples[rule.facts[0]] = (undecided or members)[0]
    names = [f"{screen.title(report.rule_by_id[name])} {len(members)}" for name, members in by_rule.items()]
    if len(asked) <= FEW:
        names = list(dict.fromkeys(screen.phrases.short_unit(one.unit) for one in asked))
    return Block(
        PLACES["ask"],
        heading_of(screen, heading, screen.translate("ask-note")),
        tuple(draft.entries),
        folded(screen, heading, f"{len(asked)} · {', '.join(names)}"),
        screen.plain(f"{heading} {len(asked)}"),
        partial(more, screen, "more-ask"),
        drawn(screen, partial(_how_to_record, examples=examples)),
    )


def late(screen: Screen) -> Block | None:
    """Done after the last day: nothing is left to do."""
    return _list(screen, "late", _of_units(screen, (Status.LATE,)))


def waived(screen: Screen) -> Block | None:
    """Problems under a waiver in force, and what they would be without it."""
    return _list(screen, "waived", _of_units(screen, (Status.WAIVED,)))


def others(screen: Screen) -> Block | None:
    """Every other finding of a single unit."""
    return _list(screen, "others", [one for one in _of_units(screen) if one.status not in LISTED_ELSEWHERE])


def _list(screen: Screen, name: str, findings: list[Finding]) -> Block | None:
    if not findings:
        return None
    heading = screen.translate(f"{name}-heading")
    rules = {finding.rule for finding in findings}
    draft, items = Draft(screen), _Told(screen, titled=len(rules) > 1)
    for finding in findings:
        draft.add(partial(items.draw, finding), brief=True)
    beside = screen.translate(f"{name}-count", count=len(findings))
    if len(rules) == 1:
        beside = f"{beside} · {screen.title(screen.report.rule_by_id[rules.pop()])}"
    units = some(screen.phrases, list(dict.fromkeys(one.unit for one in findings)), screen.phrases.short_unit)
    return Block(
        PLACES[name],
        heading_of(screen, heading, beside),
        tuple(draft.entries),
        folded(screen, heading, f"{len(findings)} · {units}"),
        screen.plain(f"{heading} {len(findings)}"),
        partial(more, screen, "more-lines"),
    )


def _of_units(screen: Screen, statuses: Iterable[Status] | None = None) -> list[Finding]:
    """The findings that mean work, with their evidence where it is shown."""
    return of_units(screen.report if screen.options.verbose else screen.report.bare, statuses)


Named = Callable[[str], "str | Text"]
"""A line of the table, given the name of the unit."""


class _Items:
    """What is to be done by which unit; unless brief, what is the matter where facts contradict, and the remedy.

    All but the name of the unit is made once for the findings that say the same.
    """

    indent, hanging = 2, 2

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._part = screen.part()
        self._remedies: dict[str, str] = {}
        self._made = once_alike(lambda one: (self._head(one), self._lines(_matter, one), self._remedy(one)))

    def draw(self, finding: Finding, screen: Screen, *, brief: bool = False) -> None:
        """One finding."""
        head, matter, remedy = self._made(finding)
        text = head(_unit(screen, finding))
        if brief:
            screen.cut(text, indent=self.indent)
            return
        screen.line(text, indent=self.indent, hanging=self.hanging)
        screen.stream.write(matter)
        _evidence(screen, finding)
        screen.stream.write(remedy)

    def _head(self, finding: Finding) -> Named:
        screen = self.screen
        failed = finding.status in (Status.FAILED, Status.ERROR)
        standing = "" if failed else screen.phrases.in_time(finding)
        return _named(screen, finding, standing, f" · {screen.title(screen.report.rule_by_id[finding.rule])}")

    def _lines(self, draw: Callable[[Screen, Finding], None], finding: Finding) -> str:
        """Lines below, in the signs and colours of the screen."""
        draw(self._part, finding)
        return self._part.taken()

    def _remedy(self, finding: Finding) -> str:
        """What is to be done, of a rule always the same."""
        if finding.rule not in self._remedies:
            self._remedies[finding.rule] = self._lines(_remedy, finding)
        return self._remedies[finding.rule]


class _DueItems(_Items):
    """What is due soon by which unit, and its last day."""

    def _head(self, finding: Finding) -> Named:
        screen = self.screen
        title = screen.title(screen.report.rule_by_id[finding.rule])
        last_day = screen.plain(f" · {screen.phrases.last_day(finding)}")
        return _named(screen, finding, screen.phrases.in_time(finding), f" · {title}", last_day)

    def _lines(self, draw: Callable[[Screen, Finding], None], finding: Finding) -> str:
        return ""


class _Told(_Items):
    """How a unit stands, under which rule where there are several (`titled`)."""

    indent = 1

    def __init__(self, screen: Screen, *, titled: bool) -> None:
        super().__init__(screen)
        self._titled = titled

    def _head(self, finding: Finding) -> Named:
        screen = self.screen
        title = f"{screen.title(screen.report.rule_by_id[finding.rule])}: " if self._titled else ""
        about = screen.plain(f" · {title}{screen.phrases.message(finding)}")
        return _named(screen, finding, _would_be(screen, finding), "", about)

    def _lines(self, draw: Callable[[Screen, Finding], None], finding: Finding) -> str:
        return ""


def _named(screen: Screen, finding: Finding, standing: str, title: str, beside: str = "") -> Named:
    """The status, `standing` in the place of its word, the name of a unit, the title, and what stands beside it."""
    if screen.options.color:
        status, style = screen.status(finding.status, standing), "not bold dim default"
        return lambda name: status.copy().append(f"  {name}{title}", style="not bold default").append(beside, style)
    before, behind = f"{screen.standing(finding.status, standing)}  ", title + beside
    return lambda name: before + name + behind


def _group_and_item(
    items: _Items, name: str, count: str, finding: Finding, screen: Screen, *, brief: bool = False
) -> None:
    screen.line(screen.styled(name, "bold").append(f"  {count}", style="not bold dim"), indent=1, hanging=2)
    items.draw(finding, screen, brief=brief)


def _matter(screen: Screen, finding: Finding) -> None:
    if finding.status in (Status.FAILED, Status.ERROR):
        screen.line(screen.phrases.message(finding), "dim", indent=4, hanging=2)
    elif screen.options.unfolded and screen.phrases.plan(finding):
        screen.line(screen.phrases.plan(finding), "dim", indent=4, hanging=2)


def _remedy(screen: Screen, finding: Finding) -> None:
    remedy = screen.phrases.remedy(screen.report.rule_by_id[finding.rule])
    if remedy:
        screen.line(f"→ {remedy}", "italic", indent=4, hanging=2)


def _question(rule: ReportedRule, findings: list[Finding], screen: Screen, *, brief: bool = False) -> None:
    """One rule: its last day, how many units to ask, and unless `brief` which they are, and what to record."""
    title = screen.styled(f"{screen.clause(rule):<5} {screen.title(rule)}")
    for last_day in list(dict.fromkeys(map(screen.phrases.last_day, findings)))[:1]:
        title.append(screen.plain(f" · {last_day}"), style="dim")
    title.append(f"  {screen.translate('ask-count', count=len(findings), total=rule.applicable)}", style="bold")
    screen.line(title, indent=1, hanging=6)
    if brief:
        return
    named = partial(_every_unit, screen) if screen.options.unfolded else whom
    for text in questions(screen.phrases, rule, findings, named):
        screen.line(text, indent=7, hanging=2)


def _every_unit(screen: Screen, _: Phrases, findings: list[Finding]) -> str:
    return ", ".join(_unit(screen, one) for one in findings)


def _how_to_record(screen: Screen, *, examples: dict[str, Finding]) -> None:
    """For each fact to ask for, the command that records it of one of the units."""
    for fact, finding in examples.items():
        command = screen.record_command(finding.unit, fact, finding)
        text = screen.translate("ask-how", facts=screen.phrases.short_fact(fact), command=command)
        screen.line(text, "italic", indent=1, hanging=2)


def _unit(screen: Screen, finding: Finding) -> str:
    """The name of a unit; its id behind it where another unit has the same name, or where all is shown."""
    name = screen.phrases.unit(finding.unit)
    return name if not screen.options.unfolded and screen.phrases.is_only(name) else f"{name} ({finding.unit})"


def _would_be(screen: Screen, finding: Finding) -> str:
    """Of what is waived, what it would be."""
    if finding.would_be is None:
        return ""
    standing = screen.phrases.in_time(finding) or screen.phrases.status(finding.would_be)
    return screen.translate("waived-head", would_be=standing)


def _evidence(screen: Screen, finding: Finding) -> None:
    """With --verbose, the recorded facts a finding rests on and their lines in the registry."""
    for one in finding.evidence if screen.options.verbose else ():
        text = f"{screen.phrases.name_of(one.fact)} ({one.fact}): {screen.phrases.recorded(one)}  {one.at}"
        screen.line(sanitize(text), "dim", indent=6, hanging=2)
