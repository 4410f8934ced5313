"""Every selected rule against every unit that it concerns. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter

from congress_cli.engine.one_rule import MADE, Fields, Recorded, Records, Rollup, RuleJudging, finding_of
from congress_cli.errors import UsageError
from congress_cli.model.directive import Parameter, is_within
from congress_cli.model.facts import Fact
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.message import Watch, unwatched, watched
from congress_cli.model.registry import Registry, Unit, Waiver
from congress_cli.model.report import (
    Selection,
)
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.context import CHILDREN, OWN, PARENT, JudgeContext, Outcome, Subject
from congress_cli.text import suggestions

Profile = tuple[str, str, tuple[str, ...], str | None]
Settled = tuple[RuleJudging, Outcome | None]


class Held:
    """The rules that hold for units alike, and what they find of one with no facts that they read."""

    def __init__(self, settled: Iterable[Settled]) -> None:
        self.settled = list(settled)
        self._bare: tuple[list[Fields | None], ...] = ([None] * len(self.settled), [None] * len(self.settled))
        self._reads: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        self._only: Held | None = None

    def findings(self, unit: Unit, recorded: Recorded) -> Iterator[Finding]:
        """The findings of one unit, in the order of its rules."""
        names, bare, unit_id = tuple(recorded.weights), self._bare[recorded.complete], unit.id
        if names not in self._reads:
            self._reads[names] = [tuple(one for one in judging.reads if one in names) for judging, _ in self.settled]
        for place, reads in enumerate(self._reads[names]):
            fields = None if reads else bare[place]
            if fields is not None:
                yield MADE(Finding, (unit_id, *fields, ()))
                continue
            judging, fixed = self.settled[place]
            found = judging.finding(unit, recorded, reads) if fixed is None else judging.settled(fixed, recorded, reads)
            if not reads:
                bare[place] = judging.shared(found, unit)
            yield found

    def only(self, rules: Collection[str]) -> Held:
        """What holds of these rules, which are the same each time."""
        if self._only is None:
            self._only = Held(one for one in self.settled if one[0].rule.id in rules)
        return self._only


class Holding:
    """The rules on one unit that hold for it, worked out once for each level, type and tags that units have."""

    def __init__(self, rules: Sequence[RuleJudging], context: JudgeContext) -> None:
        self.rules = rules
        self.context = context
        self.by_profile: dict[Profile, Held] = {}
        self.named = {
            one for judging in rules for _, selector in judging.rule.selectors() for one in selector.unit or ()
        }
        self.by_figures = any(judging.rule.by_figures for judging in rules)

    def for_unit(self, unit: Unit) -> Held:
        """Each rule that applies to the unit, with the outcome where it needs no fact."""
        profile = (unit.level, unit.type, unit.tags, unit.id if unit.id in self.named else None)
        if unit.closed is not None or self.by_figures:
            return Held(self._settled(unit))
        if profile not in self.by_profile:
            self.by_profile[profile] = Held(self._settled(unit))
        return self.by_profile[profile]

    def _settled(self, unit: Unit) -> Iterator[Settled]:
        holding = [judging for judging in self.rules if may_apply(judging.rule, unit, self.context.as_of)]
        outs = [out_of_scope(judging.rule, unit, self.context) for judging in holding]
        circles = rules_in_cycles(judging.rule for judging, out in zip(holding, outs, strict=True) if out is None)
        for judging, out in zip(holding, outs, strict=True):
            circle = circles.get(judging.rule.id)
            if circle is not None:
                out = Outcome(Status.ERROR, "limit-circle", {"events": list(circle)})
            yield judging, out


def may_apply(rule: Rule, unit: Unit, as_of: date) -> bool:
    """Whether a rule applies to a unit, or may: a figure that it asks for is not recorded."""
    if not rule.applies_to.takes(unit):
        return False
    return rule.applies_to.where is None or rule.applies_to.by_figures(_surely_seen(unit, as_of)) is not False


def _surely_seen(unit: Unit, as_of: date) -> Callable[[str], Fact | None]:
    def seen(name: str) -> Fact | None:
        fact = unit.facts.get(name)
        return None if fact is None or fact.perhaps_after(as_of) else fact

    return seen


def out_of_scope(rule: Rule, unit: Unit, context: JudgeContext) -> Outcome | None:
    """Why a rule that applies to a unit is not applicable all the same, if it is not."""
    if context.as_of < context.issued:
        return not_issued(context)
    if unit.closed is not None and unit.closed.day.last <= context.as_of:
        args = {"day": str(unit.closed.day), "into": unit.closed.into, "document": unit.closed.document}
        return Outcome(Status.NOT_APPLICABLE, "unit-closed", args, reason="unit-closed")
    unless = rule.unless
    if unless is not None and unless.takes(unit) and unless.by_figures(_surely_seen(unit, context.as_of)):
        return Outcome(Status.NOT_APPLICABLE, "unless", {"reason": unless.reason.written}, reason="unless")
    return None


def not_issued(context: JudgeContext) -> Outcome:
    """Before the directive was issued nothing could be asked."""
    args = {"issued": context.issued.isoformat()}
    return Outcome(Status.NOT_APPLICABLE, "not-yet-issued", args, reason="not-yet-issued")


def rules_in_cycles(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Of rules that hold for one unit, those whose limits name one another, with the events of their circle."""
    bound = [(rule.id, rule.bound_event, None if rule.limit is None else rule.limit.anchor_event) for rule in rules]
    links = {rule: (event, limit.event) for rule, event, limit in bound if event and limit and limit.of == OWN}
    steps: dict[str, set[str]] = {}
    for event, limit in links.values():
        steps.setdefault(event, set()).add(limit)
    if not _has_cycle(steps):
        return {}
    cycles = {rule: shortest_way(limit, event, steps) for rule, (event, limit) in links.items()}
    return {rule: cycle for rule, cycle in cycles.items() if cycle is not None}


def _has_cycle(steps: Mapping[str, set[str]]) -> bool:
    try:
        TopologicalSorter(steps).prepare()
    except CycleError:
        return True
    return False


def shortest_way(start: str, goal: str, steps: Mapping[str, set[str]]) -> tuple[str, ...] | None:
    """The shortest way from one event to another; of equals the first by name."""
    pending: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in pending:
        if way[-1] == goal:
            return (goal, *way)
        ahead = sorted(steps.get(way[-1], set()) - seen)
        seen.update(ahead)
        pending.extend((*way, step) for step in ahead)
    return None


def judge(
    registry: Registry,
    rulebook: Rulebook,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    parameters: Mapping[str, Parameter] | None = None,
    watch: Watch = unwatched,
    near: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Every finding on a day. `parameters` stand in for those of the rulebook that have the same name.

    `near`: rules on one unit are judged at these alone, unless others count their findings or name units by id.
    """
    return tuple(_Judging(registry, rulebook, as_of, waivers, parameters, watch, near).findings())


class _Subjects(dict[str, Subject]):
    """Each unit as rules see it; of a unit that is like one that was judged, nobody asks."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._registry = registry

    def __missing__(self, unit_id: str) -> Subject:
        unit = self._registry.by_id[unit_id]
        subject = self[unit_id] = Subject(unit_id, unit.facts, self._registry.complete(unit))
        return subject


class _Judging:
    """One run of the engine."""

    def __init__(
        self,
        registry: Registry,
        rulebook: Rulebook,
        as_of: date,
        waivers: Iterable[Waiver],
        parameters: Mapping[str, Parameter] | None,
        watch: Watch,
        near: Collection[str] | None,
    ) -> None:
        self.registry = registry
        self.as_of = as_of
        self.watch = watch
        self.context = rulebook.judge_context(as_of, parameters)
        self.waived = {
            (waiver.rule, unit): waiver
            for waiver in waivers
            if waiver.in_force(as_of)
            for unit in waiver.holders(registry)
        }
        self.rollup = Rollup(registry, rulebook.rules)
        self.subjects = _Subjects(registry)
        self.rules = {
            rule.id: RuleJudging(rule, self.context, registry, self.subjects, self.rollup) for rule in rulebook.rules
        }

        counted = {name for one in self.rules.values() for name in one.below.rolls_up}
        self.near = near
        self.everywhere = counted | {name for name, one in self.rules.items() if one.others - {CHILDREN, PARENT}}

    def findings(self) -> Iterator[Finding]:
        found = self._of_one_unit()
        for rule_id, findings in found.items():
            self.rollup.add(rule_id, findings)
        others = {rule_id: one for rule_id, one in self.rules.items() if rule_id not in found}
        # What a rule rolls up is judged first.
        for rule_id in TopologicalSorter({name: one.below.rolls_up for name, one in others.items()}).static_order():
            if rule_id in others:
                found[rule_id] = [self._waived(finding) for finding in self._of_many_units(others[rule_id])]
                self.rollup.add(rule_id, found[rule_id])
        for rule_id in self.rules:
            yield from found[rule_id]

    def _of_one_unit(self) -> dict[str, list[Finding]]:
        """The findings of rules on one unit, unit by unit; no unit is shown to a rule that does not apply to it."""
        rules = [one for one in self.rules.values() if one.rule.of_one_unit]
        found: dict[str, list[Finding]] = {judging.rule.id: [] for judging in rules}
        records, holding = Records(self.registry, self.as_of, rules), Holding(rules, self.context)
        read_everywhere = {name for one in rules if one.rule.id in self.everywhere for name in one.reads}
        for unit in watched(self.registry.units, "units", self.watch, every=1000):
            held, names = holding.for_unit(unit), None
            if self.near is not None and unit.id not in self.near:
                held, names = held.only(self.everywhere), read_everywhere
            if not held.settled:
                continue
            for finding in held.findings(unit, records.of(unit, names)):
                found[finding.rule].append(self._waived(finding) if self.waived else finding)
        return found

    def _of_many_units(self, judging: RuleJudging) -> Iterator[Finding]:
        """The findings of a rule that looks at many units: one for each unit, or task force, it is judged at."""
        rule = judging.rule
        if rule.of_task_forces:
            for force in sorted(self.registry.task_forces, key=lambda one: one.id):
                out = not_issued(self.context) if self.as_of < self.context.issued else None
                subject = Subject(force.id, {}, complete=False)
                yield finding_of(rule, force.id, out or judging.outcome(subject, None), self.as_of)
            return
        for unit in self.registry.that(rule.applies_to.matches):
            if may_apply(rule, unit, self.as_of):
                out = out_of_scope(rule, unit, self.context)
                yield finding_of(rule, unit.id, out or judging.outcome(self.subjects[unit.id], unit), self.as_of)

    def _waived(self, finding: Finding) -> Finding:
        waiver = self.waived.get((finding.rule, finding.unit))
        if waiver is None or finding.status not in PROBLEMS:
            return finding
        args = {
            "until": waiver.until.isoformat(),
            "authority": waiver.authority,
            "document": waiver.document,
            "reason": waiver.reason,
            "would_be_code": finding.code,
            "would_be_args": finding.args,
        }
        return finding._replace(status=Status.WAIVED, would_be=finding.status, code="waived", args=args)


class Scope:
    """Which units and rules were asked for."""

    def __init__(self, asked: Selection, registry: Registry, rulebook: Rulebook) -> None:
        self.asked = asked
        self.registry = registry
        self._check_names(asked, registry, rulebook)
        self.rules = tuple(rule for rule in rulebook.rules if self._takes_rule(rule))
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
    def _check_names(asked: Selection, registry: Registry, rulebook: Rulebook) -> None:
        ids = [clause.id for clause in rulebook.clauses]
        above = [one for one in asked.clauses if any(is_within(clause, one) for clause in ids)]
        for names, known, code in (
            (asked.units, list(registry.names), "unit-unknown"),
            (asked.under, list(registry.by_id), "unit-unknown"),
            (asked.rules, list(rulebook.by_id), "rule-unknown"),
            (asked.clauses, [*ids, *above], "clause-unknown"),
            (asked.owners, list(rulebook.owners), "owner-unknown"),
            (asked.statuses, [status.value for status in Status], "status-unknown"),
        ):
            for name in names:
                if name not in known:
                    raise UsageError(code, text=name, known=suggestions(name, known), all=known)

    def _takes_rule(self, rule: Rule) -> bool:
        asked = self.asked
        if asked.rules and rule.id not in asked.rules:
            return False
        if asked.owners and set(rule.owner).isdisjoint(asked.owners):
            return False
        return not asked.clauses or any(is_within(one, asked_for) for one in rule.clause for asked_for in asked.clauses)

    @staticmethod
    def _unit_ids(asked: Selection, registry: Registry) -> set[str] | None:
        if not asked.units and not asked.under:
            return None
        below = {unit: {unit, *(one.id for one in registry.below(unit))} for unit in asked.under}
        branch = set().union(*below.values())
        if not asked.units:
            return branch
        return set(asked.units) & branch if asked.under else set(asked.units)
