"""Backwards from each limit and planned day: when the open steps of a unit must begin and end. Writes nothing.

A step is an event, or the matter of a rule that asks for no event. Its latest finish is the earliest of: the last day
of its rules, its planned day, the latest start of the steps after it, and a limit that is counted from another step.
Its earliest finish is the judged day, or that of the steps before it, and the days that the office needs (`lead`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from congress_cli import dataclass, grouped
from congress_cli.app.check import by_id, report_on
from congress_cli.app.forecast import collisions_of, plans_of
from congress_cli.app.known import read_known
from congress_cli.days import EARLIEST, LATEST, Day, Today
from congress_cli.engine.judging import Scope
from congress_cli.errors import CongressError
from congress_cli.model.finding import Finding, Status
from congress_cli.model.message import Message
from congress_cli.model.plan import Plans, PlanStep, UnitPlan
from congress_cli.model.registry import Unit
from congress_cli.model.report import Report, Selection
from congress_cli.reading.files import paused
from congress_cli.reading.load import Data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule
from congress_cli.rules.bounds import Bound, Limited, UnitEvent, anchor_in_force
from congress_cli.rules.context import OWN, JudgeContext
from congress_cli.worlds import Shift

OPEN = (Status.OVERDUE, Status.DUE_SOON, Status.OPEN, Status.UNKNOWN)
NEVER = LATEST.toordinal() + 1
Pick = int
"""0: every uncertain day is its first one; 1: its last one."""


def plan(project: Project, asked: Selection, as_of: date | None, today: Today, known_at: date | None = None) -> Plans:
    """The plans of the selected units. Raises Unreadable, UsageError, and CongressError where steps go in a loop."""
    with paused():
        data = read_known(project, known_at)
        asked, taken = by_id(asked, data)
        return replace(plan_of(data, asked, *data.judged_day(as_of, today)), notes=(*data.notes, *taken))


def plan_of(data: Data, asked: Selection, as_of: date, came_from: str = "option") -> Plans:
    """The same of what was read."""
    report = report_on(data, asked, (as_of, came_from), ("congress", "plan"))
    scope = Scope(asked, data.registry, data.rulebook)
    collisions = tuple(one for one in collisions_of(data, as_of) if any(map(scope.takes_unit, one.concerned)))
    return Plans(report, tuple(one for one in unit_plans(data, report) if one.steps), collisions)


def unit_plans(data: Data, report: Report) -> Iterator[UnitPlan]:
    """The plan of each unit with open findings in a report, by id. Raises CongressError where steps go in a loop."""
    rules = data.rulebook.by_id
    wanted = report.columns.saying(lambda one: one.status in OPEN and rules[one.rule].of_one_unit)
    for unit, found in sorted(grouped(wanted, lambda one: one.unit).items()):
        yield _unit_plan(data, data.registry.by_id[unit], found, report.as_of)


@dataclass(frozen=False)
class _Step:
    """One step while the network is built. `fixed`: latest finishes that need no other step, with what gives them.

    `earliest`: when its work may begin; `floor`: the first day that is not too early for it; days are ordinals.
    """

    rules: list[str] = field(default_factory=list)
    lead: int = 0
    is_event: bool = True
    fixed: list[tuple[int, Message]] = field(default_factory=list)
    earliest: int = 0
    floor: int = 0
    planned: int = 0


@dataclass(frozen=False)
class _Network:
    """The open steps of one unit. `before`: a step, one after it, and the days between; `limits`: a step, the one
    that its limit is counted from, and how far from it."""

    data: Data
    unit: Unit
    as_of: int
    pick: Pick
    steps: dict[str, _Step] = field(default_factory=dict)
    before: list[tuple[str, str, int]] = field(default_factory=list)
    limits: list[tuple[str, str, Shift]] = field(default_factory=list)

    @property
    def context(self) -> JudgeContext:
        """What is in force on the judged day."""
        return self.data.rulebook.judge_context(date.fromordinal(self.as_of))

    def open(self, event: str) -> bool:
        """Whether an event is not surely past."""
        day = self.unit.day_of(event)
        return day is None or day.last.toordinal() > self.as_of

    def step(self, name: str, *, is_event: bool = True) -> _Step:
        """The step of that name; an event comes with what the vocabulary puts before it, and with its planned day."""
        if name in self.steps:
            return self.steps[name]
        step = self.steps[name] = _Step(is_event=is_event, earliest=self.as_of)
        earlier = getattr(self.data.rulebook.facts.get(name), "after", None) if is_event else None
        if earlier is not None and self.open(earlier):
            self.step(earlier)
            self.before.append((earlier, name, 0))
        for _, event, day in plans_of(self.data, self.unit) if is_event else ():
            if event == name:
                step.planned = day[self.pick].toordinal()
                step.fixed.append((step.planned, Message("ahead.why-planned", {"fact": event, "day": str(day)})))
        return step

    def due_before(self, name: str) -> list[tuple[str, Shift]]:
        """The other steps whose limit is that this one has not happened, with how far before it they are due."""
        return [
            (other, shift)
            for other, anchor, shift in self.limits
            if anchor == name and other != name and max(shift.days, shift.months, shift.working) <= 0
        ]

    def add(self, rule: Rule, finding: Finding) -> None:
        """The open steps of a rule, their order, its start and its limit."""
        events = rule.ordered_events()
        names = [event for event in events if self.open(event)] if events else [rule.id]
        for name in names:
            step = self.step(name, is_event=bool(events))
            step.rules.append(rule.id)
            step.lead = max(step.lead, rule.lead_days(name if events else None))
        for earlier, later in pairwise(names):
            self.before.append((earlier, later, rule.gap))
        if names:
            self._start(rule, names[0])
            self._limit(rule, finding, names[-1])

    def _start(self, rule: Rule, first: str) -> None:
        """What it waits for, its own or of other units, and the day before which it must not be."""
        start = rule.start
        if start is not None and start.of != OWN:
            step = self.steps[first]
            others = self.data.registry.holders(self.unit.id, start.of)
            nearby = (_Network(self.data, other, self.as_of, self.pick) for other in others)
            planned = [near.step(start.event).planned for near in nearby if near.open(start.event)]
            step.earliest = max([step.earliest, *planned])
        elif start is not None:
            self._after(start.event, first, 0)
        if rule.time is not None and rule.time.earliest is not None:
            self._not_before(rule.time, rule.time.earliest, first)

    def _after(self, event: str, first: str, gap: int) -> None:
        if self.open(event) and event != first:
            self.step(event)
            self.before.append((event, first, gap))

    def _not_before(self, limits: Limited, bound: Bound, first: str) -> None:
        shift = limits.shift_in_force(bound, self.context)
        if isinstance(bound.anchor, UnitEvent) and bound.anchor.of == OWN and shift is not None:
            self._after(bound.anchor.event, first, max(0, shift.days))
        anchor = anchor_in_force(bound, self.context)
        if anchor is not None and shift is not None:
            self.steps[first].floor = max(self.steps[first].floor, shift.later(anchor.toordinal()))

    def _limit(self, rule: Rule, finding: Finding, last: str) -> None:
        limit, end = rule.limit, None
        if limit is None and finding.last_day is not None and "planned" not in finding.args:
            end = finding.last_day.toordinal()
        elif limit is not None and limit.bound is not None:
            shift = limit.shift_in_force(limit.bound, self.context)
            self._counted_from(limit.anchor_event, shift, last)
            end = self._last_day(limit, rule, finding, shift)
        if end is not None and end < NEVER:
            day = date.fromordinal(end).isoformat()
            self.steps[last].fixed.append((end, Message("ahead.why-limit", {"rule": rule.id, "day": day})))

    def _counted_from(self, event: UnitEvent | None, shift: Shift | None, last: str) -> None:
        """A limit by an event of the unit itself that is open."""
        if event is None or shift is None or event.of != OWN or event.event not in self.data.rulebook.facts:
            return
        if event.event != last and self.open(event.event):
            self.step(event.event)
            self.limits.append((last, event.event, shift))

    def _last_day(self, limit: Limited, rule: Rule, finding: Finding, shift: Shift | None) -> int | None:
        """The last day as it was judged; where the plan of the last step made it, that of the limit alone."""
        if finding.args.get("limit_event") != rule.bound_event or "planned" not in finding.args:
            judged = (finding.last_days or (finding.last_day, finding.last_day))[self.pick]
            return None if judged is None else judged.toordinal()
        anchor = None if limit.bound is None else anchor_in_force(limit.bound, self.context)
        event = limit.anchor_event
        held = None if event is None or event.of != OWN else self.unit.day_of(event.event)
        if event is not None and held is not None and not self.open(event.event):
            anchor = held[self.pick]
        return None if anchor is None or shift is None else shift.later(anchor.toordinal())


@dataclass(frozen=True)
class _Times:
    """Latest and earliest finishes (ordinals) by step, with what gives the latest ones, for one pick of days."""

    latest: Mapping[str, tuple[int, Message | None]]
    earliest: Mapping[str, int]


def _times(network: _Network) -> _Times:
    order = _ordered(network)
    latest: dict[str, tuple[int, Message | None]] = {}
    for name, step in network.steps.items():
        latest[name] = min(step.fixed, key=lambda one: one[0]) if step.fixed else (NEVER, None)
    for _ in network.steps:
        if not any([*_by_successors(network, latest), *_by_limits(network, latest)]):
            break
    earliest: dict[str, int] = {}
    for name in order:
        step = network.steps[name]
        before = [max(earliest[first], network.steps[first].planned) + gap for first, gap in _before(network, name)]
        due_before = [shift.latest_not_after(earliest[other] - 1) + 1 for other, shift in network.due_before(name)]
        earliest[name] = max([step.floor, max([step.earliest, *before]) + step.lead, *due_before])
    return _Times(latest, earliest)


def _before(network: _Network, name: str) -> list[tuple[str, int]]:
    """The steps right before a step, and the days between."""
    return [(first, gap) for first, then, gap in network.before if then == name]


def _by_successors(network: _Network, latest: dict[str, tuple[int, Message | None]]) -> Iterator[bool]:
    """Whether the latest start of a step moves the latest finish of the one before it."""
    for first, then, gap in network.before:
        end = latest[then][0] - network.steps[then].lead - gap
        if latest[then][0] < NEVER and end < latest[first][0]:
            latest[first] = (end, Message("ahead.why-before", {"step": then}))
            yield True


def _by_limits(network: _Network, latest: dict[str, tuple[int, Message | None]]) -> Iterator[bool]:
    """Whether the latest finish of a step moves that of one whose limit is counted from it."""
    for name, anchor, shift in network.limits:
        if latest[anchor][0] < NEVER and shift.later(latest[anchor][0]) < latest[name][0]:
            latest[name] = (shift.later(latest[anchor][0]), Message("ahead.why-counted", {"step": anchor}))
            yield True


def _ordered(network: _Network) -> list[str]:
    """The steps, each after those before it. Raises CongressError that names a loop."""
    after: dict[str, set[str]] = {name: set() for name in network.steps}
    for first, then, _ in network.before:
        after[then].add(first)
    for name in network.steps:
        after[name].update(other for other, _ in network.due_before(name))
    try:
        return list(TopologicalSorter(after).static_order())
    except CycleError as error:
        raise CongressError("plan-loop", unit=network.unit.id, steps=list(error.args[1])) from None


def _unit_plan(data: Data, unit: Unit, findings: Sequence[Finding], as_of: date) -> UnitPlan:
    networks = [_Network(data, unit, as_of.toordinal(), pick) for pick in (0, 1)]
    for network in networks:
        for finding in findings:
            network.add(data.rulebook.by_id[finding.rule], finding)
    low, high = map(_times, networks)
    least = min(
        (low.latest[name][0] - low.earliest[name] for name in low.latest if low.latest[name][0] < NEVER), default=0
    )
    chain = _chain(networks[0], low, least)
    steps = [_plan_step(networks[0], name, low, high, name in chain) for name in networks[0].steps]
    steps.sort(key=lambda one: (one.latest_finish or Day(LATEST, LATEST), one.latest_start or Day(LATEST, LATEST)))
    return UnitPlan(unit.id, tuple(steps), chain)


def _plan_step(network: _Network, name: str, low: _Times, high: _Times, critical: bool) -> PlanStep:
    step = network.steps[name]
    ends, finish = (low.latest[name][0], high.latest[name][0]), (low.earliest[name], high.earliest[name])
    known = max(ends) < NEVER
    slack = (ends[0] - finish[1], ends[1] - finish[0]) if known else None
    return PlanStep(
        name,
        step.is_event,
        tuple(dict.fromkeys(step.rules)),
        step.lead,
        _day(*finish),
        _day(*(end - step.lead for end in ends)) if known else None,
        _day(*ends) if known else None,
        slack,
        tuple(dict.fromkeys([first for first, _ in (*_before(network, name), *network.due_before(name))])),
        low.latest[name][1],
        critical and known,
    )


def _day(first: int, last: int) -> Day:
    """Both ends as a day of the calendar; no earlier than it begins."""
    ends = (date.fromordinal(min(max(one, EARLIEST.toordinal()), LATEST.toordinal())) for one in sorted((first, last)))
    return Day(*ends)


def _chain(network: _Network, times: _Times, least: int) -> tuple[str, ...]:
    """The longest row of steps with the least slack, each tight against the next; of equals the last to end."""
    tight = {name for name, (end, _) in times.latest.items() if end < NEVER and end - times.earliest[name] == least}
    links = [(first, then) for first, then, _ in network.before]
    links += [(other, name) for name in network.steps for other, _ in network.due_before(name)]
    best: dict[str, tuple[str, ...]] = {}
    for name in _ordered(network):
        if name in tight:
            before = [best[first] for first, then in links if then == name and first in best]
            best[name] = (*max(before, key=len, default=()), name)
    return max(best.values(), key=lambda chain: (len(chain), times.latest[chain[-1]][0]), default=())
